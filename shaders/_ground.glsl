// The ground: a texture holds the slope along x and y, the height and the baked light of a surface, SIDE samples along
// each side, from edge to edge of the plate, whose half sides are `plate`.

#ifndef SIDE
#define SIDE 513
#endif

const float BETWEEN = 0.5 * float(SIDE - 1) / float(SIDE);

vec2 ground_texel(vec2 place, vec2 plate) {
    return place / plate * BETWEEN + 0.5;
}

// How far each side of the plate (+x, +y, -x, -y) is seen from outside, 0 to 1. A skirt that is seen at a grazing angle
// is thinner than a pixel and would only flicker: it comes in gradually.
vec4 facing(vec2 eye, vec2 plate) {
    return clamp((vec4(eye, -eye) / plate.xyxy - 1.0) * 3.0, 0.0, 1.0);
}
