// The activation function from its values, whatever it is. Texel i holds those at both ends of the i-th of many even
// stretches from -curve_end to curve_end; between them it is straight, and beyond them as it is in the last.
uniform sampler2D curve;
uniform float curve_end;

float activation_of(float z) {
    float stretches = float(textureSize(curve, 0).x);
    float along = (clamp(z, -1e18, 1e18) / curve_end * 0.5 + 0.5) * stretches;
    float stretch = clamp(floor(along), 0.0, stretches - 1.0);
    vec2 ends = texelFetch(curve, ivec2(int(stretch), 0), 0).xy;
    return ends.x + (ends.y - ends.x) * (along - stretch);
}
