// The lines of the flat decision field by themselves, from the network at each pixel: that of one half, or the others.
#include "_frame.glsl"
#include "_network.glsl"
#include "_field.glsl"

in vec2 spot;

uniform float half_line;      // 1 for the line of one half

out vec4 color;

void main() {
    float logit = logit_at(spot);
    float change = length(vec2(dFdx(logit), dFdy(logit)));
    float scale = 1.0 / max(change, 1e-9);
    vec4 paint = half_line > 0.5 ? vec4(ink.rgb, 1.0) : contour;
    float cover = half_line > 0.5 ? boundary(logit, scale) : contours(logit, scale);
    color = vec4(paint.rgb, 1.0) * (cover * sharpness(change) * paint.a);
}
