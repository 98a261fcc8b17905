// A neuron's dotted line on the flat decision field.
#include "_frame.glsl"
#include "_field.glsl"

in vec2 across;
in vec2 spot;
flat in vec4 paint;

uniform float inner;    // half the side of what trainer_plain.frag draws: beyond it the field is drawn whole
uniform float unit;

out vec4 color;

void main() {
    float change = max(length(vec2(dFdx(across.x), dFdy(across.x))), 1e-12);
    float cover = dots(abs(across.x) / change, across.y * unit);
    float opacity = cover * paint.a * step(max(abs(spot.x), abs(spot.y)), inner);
    color = vec4(paint.rgb, 1.0) * opacity;
}
