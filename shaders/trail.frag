// A ribbon of constant width with round ends and an edge one pixel soft; with `soft` a glow that falls to its edge.
#include "_frame.glsl"

in vec2 along;
flat in float span;
in vec4 ink_color;
flat in float half_width;

uniform float soft;
uniform float strength;

out vec4 color;

void main() {
    float away = length(vec2(max(max(-along.x, along.x - span), 0.0), along.y));
    float cover;
    if (soft > 0.0) {
        float t = clamp(1.0 - away / half_width, 0.0, 1.0);
        cover = t * t * effects.x;
    } else {
        cover = clamp(half_width + 0.5 - away, 0.0, 1.0);
    }
    float alpha = cover * ink_color.a * strength;
    if (alpha <= 0.002) {
        discard;
    }
    color = vec4(ink_color.rgb * alpha, alpha);
}
