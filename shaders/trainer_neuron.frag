#include "_network.glsl"

#ifndef SPAN              // of the activation's values: 1 from 0 to 1, 2 from -1 to 1, 0 without an end
#define SPAN 0
#endif

in vec2 on_disc;
flat in int which;
flat in float pixels;

uniform float side;
uniform vec4 ground;
uniform vec4 class_colors[2];

out vec4 color;

// How much of class 1 a neuron says at a place, from 0 to 1: one half says nothing.
float opinion(vec2 spot) {
    if (which == 8) {
        return probability_at(spot);
    }
    if (which > 8) {
        return 0.5 + 0.5 * clamp(which == 9 ? spot.x : spot.y, -1.0, 1.0);
    }
    float value = activation_of(neuron_sum(which, spot));
    if (SPAN == 1) {
        return value;
    }
    return SPAN == 2 ? 0.5 + 0.5 * value : 0.5 + 0.5 * value / (1.0 + abs(value));
}

void main() {
    float share = opinion(on_disc * side);
    vec3 shown = mix(ground.rgb, class_colors[share > 0.5 ? 1 : 0].rgb, 0.62 * abs(2.0 * share - 1.0));
    float cover = clamp((1.0 - length(on_disc)) * pixels + 0.5, 0.0, 1.0);
    color = vec4(shown, 1.0) * cover;
}
