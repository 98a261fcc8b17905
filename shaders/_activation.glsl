// The activation functions. One case for each row of the table in sim/activations.py, in its order; a test holds the
// two against each other. Finite for every finite z.

float sigmoid(float z) {
    return 1.0 / (1.0 + exp(-clamp(z, -80.0, 80.0)));
}

float finite_tanh(float z) {
    return tanh(clamp(z, -16.0, 16.0));
}

float softplus(float z) {
    return max(z, 0.0) + log(1.0 + exp(-abs(z)));
}

// Abramowitz and Stegun 7.1.26, wrong by less than 2e-7.
float error_function(float x) {
    float t = 1.0 / (1.0 + 0.3275911 * abs(x));
    float sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    float far = min(abs(x), 9.0);
    return sign(x) * (1.0 - sum * exp(-far * far));
}

float activation_of(int kind, float z) {
    if (kind == 0) { return z; }                                                       // linear
    if (kind == 1) { return sigmoid(z); }
    if (kind == 2) { return finite_tanh(z); }
    if (kind == 3) { return max(z, 0.0); }                                             // relu
    if (kind == 4) { return max(z, 0.0) + 0.01 * min(z, 0.0); }                        // leaky_relu
    if (kind == 5) { return z > 0.0 ? z : exp(max(z, -80.0)) - 1.0; }                  // elu
    if (kind == 6) { return 0.5 * z * (1.0 + error_function(z * 0.70710678)); }        // gelu
    if (kind == 7) { return z * sigmoid(z); }                                          // silu
    if (kind == 8) { return softplus(z); }
    return z * finite_tanh(softplus(z));                                               // mish
}
