// Colour between the two spaces a picture has: linear, where light is summed, and display (sRGB), where pictures are
// stored and blended. Shade in linear, end with to_display, then multiply by opacity (premultiplied alpha).
// The curves are those of IEC 61966-2-1.

vec3 to_linear(vec3 display) {
    vec3 low = display / 12.92;
    vec3 high = pow(max(display + 0.055, 0.0) / 1.055, vec3(2.4));
    return mix(low, high, step(0.04045, display));
}

vec3 to_display(vec3 light) {
    vec3 low = light * 12.92;
    vec3 high = 1.055 * pow(max(light, 0.0), vec3(1.0 / 2.4)) - 0.055;
    return mix(low, high, step(0.0031308, light));
}

// Half a step of an 8-bit channel up or down, different in neighbouring pixels: add it to a slow gradient, in display
// space, so that it never bands. Interleaved gradient noise (J. Jimenez, 2014). Pass upright(gl_FragCoord.xy).
float dither(vec2 frag_coord) {
    float noise = fract(52.9829189 * fract(dot(floor(frag_coord), vec2(0.06711056, 0.00583715))));
    return (noise - 0.5) / 255.0;
}
