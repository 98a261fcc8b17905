// The true loss and its gradient, per pixel. One case for each row of the table in sim/landscapes.py, in its order;
// a test holds the two against each other.

float loss_of(int kind, vec2 p) {
    if (kind == 0) {
        return 0.15 * p.x * p.x + 19.5 * p.y * p.y;
    }
    float well = p.x * p.x - 2.0;
    return 0.03 * well * well + 0.5 * p.y * p.y;
}

vec2 gradient_of(int kind, vec2 p) {
    if (kind == 0) {
        return vec2(0.3 * p.x, 39.0 * p.y);
    }
    return vec2(0.12 * p.x * (p.x * p.x - 2.0), p.y);
}

// Height as drawn and its slope: scale * log(1 + loss / 0.1), in xyz = (slope, height).
vec3 drawn_height(int kind, float scale, vec2 p) {
    float loss = loss_of(kind, p);
    return vec3(gradient_of(kind, p) * (scale / (0.1 + loss)), scale * log(1.0 + loss * 10.0));
}

// How far each side of the plate (+x, +y, -x, -y) is seen from outside, 0 to 1. A skirt that is seen at a grazing angle
// is thinner than a pixel and would only flicker: it comes in gradually.
vec4 facing(vec2 eye, float domain) {
    return clamp((vec4(eye, -eye) / domain - 1.0) * 3.0, 0.0, 1.0);
}
