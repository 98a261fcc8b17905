// What the field's shaders share: how lines and dots cover a pixel.

uniform float width;            // pixels for a line of one pixel of the design

const float OUTER = 2.1972246;  // the logits of 0.9
const float INNER = 0.8472979;  // and of 0.7

float stroke(float away, float thick) {
    return clamp(thick * 0.5 + 0.5 - away, 0.0, 1.0);
}

// The lines of 0.1, 0.3, 0.7 and 0.9; `scale` is how many pixels the logit takes to change by 1.
float contours(float logit, float scale) {
    float size = abs(logit);
    return stroke(min(abs(size - OUTER), abs(size - INNER)) * scale, width);
}

// The line of one half.
float boundary(float logit, float scale) {
    return stroke(abs(logit) * scale, 2.6 * width);
}

// Where the output hardly changes from pixel to pixel its lines are rounding errors.
float sharpness(float change) {
    return smoothstep(2e-6, 2e-5, change);
}

// The dots of a neuron's line, at a pixel so many pixels away from it and so many along it.
float dots(float away, float along) {
    float period = 13.0 * width;
    float from_middle = max(abs(fract(along / period) - 0.5) * period - 2.2 * width, 0.0);
    return stroke(length(vec2(away, from_middle)), 2.6 * width);
}
