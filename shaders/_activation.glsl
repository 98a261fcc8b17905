// The activation function from its values, whatever it is. Texel i holds those at both ends of the i-th of many even
// stretches of sums; between them it is straight, and beyond them all as it is in the last.
uniform sampler2D curve;
uniform vec2 curve_stretches;    // how many of them one unit of a sum takes, and how many lie below zero

float activation_of(float z) {
    float along = z * curve_stretches.x + curve_stretches.y;
    float stretch = clamp(floor(along), 0.0, 2.0 * curve_stretches.y - 1.0);
    vec2 ends = texelFetch(curve, ivec2(int(stretch), 0), 0).xy;
    return ends.x + (ends.y - ends.x) * (along - stretch);
}
