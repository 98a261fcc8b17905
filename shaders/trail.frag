// A ribbon of constant width with round ends and an edge one pixel soft, a dot at each step's end; or its glow, which
// falls to its edge.
#include "_frame.glsl"

#ifndef PART
#define PART 0
#endif

in vec2 along;
flat in float span;
in float plain;
flat in vec3 ink_color;
flat in float half_width;
#if PART == 0
flat in vec3 dot_ends;
#endif

uniform float strength;

out vec4 color;

void main() {
    float away = length(vec2(max(max(-along.x, along.x - span), 0.0), along.y));
#if PART == 1
    float t = clamp(1.0 - away / half_width, 0.0, 1.0);
    float alpha = t * t * effects.x * plain * strength;
#else
    float clear = 1.0 - clamp(half_width + 0.5 - away, 0.0, 1.0) * plain;
#if PART == 0
    vec2 from_ends = dot_ends.z + 0.5 - vec2(length(along), length(vec2(along.x - span, along.y)));
    vec2 discs = clamp(from_ends, 0.0, 1.0) * dot_ends.xy;
    clear *= (1.0 - discs.x) * (1.0 - discs.y);
#endif
    float alpha = (1.0 - clear) * strength;
#endif
    if (alpha <= 0.002) {
        discard;
    }
    color = vec4(ink_color * alpha, alpha);
}
