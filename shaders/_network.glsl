// The trainer's network, 2-H-1, from its weights. neuron_weights[j] is what leads into neuron j from x1 and x2, its bias,
// and its weight on the output.
#include "_activation.glsl"

#ifndef NEURONS            // room for so many: those that are not there have no weight
#define NEURONS neurons
uniform int neurons;
#endif
uniform vec4 neuron_weights[8];
uniform float output_bias;

float neuron_sum(int j, vec2 spot) {
    return dot(neuron_weights[j].xy, spot) + neuron_weights[j].z;
}

float logit_at(vec2 spot) {
    float logit = output_bias;
    for (int j = 0; j < NEURONS; ++j) {
        logit += neuron_weights[j].w * activation_of(neuron_sum(j, spot));
    }
    return clamp(logit, -1e18, 1e18);
}

float sigmoid(float z) {
    return 1.0 / (1.0 + exp(-clamp(z, -80.0, 80.0)));
}

float probability_at(vec2 spot) {
    return sigmoid(logit_at(spot));
}

// The output as a height: 0 at one half, so that flat and relief share their middle.
float height_at(vec2 spot, float relief) {
    return relief > 0.0 ? relief * (probability_at(spot) - 0.5) : 0.0;
}
