// The plate's thin edge: the surface's colour turned to shade, ending in a soft last pixel.
#include "_frame.glsl"
#include "_color.glsl"

in float depth_below;
in float height;

uniform float top;

out vec4 color;

void main() {
    float s = clamp(height / top, 0.0, 1.0) * 3.0;
    vec3 low = mix(ramp[0].rgb, ramp[1].rgb, clamp(s, 0.0, 1.0));
    vec3 edge = mix(mix(low, ramp[2].rgb, clamp(s - 1.0, 0.0, 1.0)), ramp[3].rgb, clamp(s - 2.0, 0.0, 1.0));
    float alpha = clamp((1.0 - depth_below) / max(fwidth(depth_below), 1e-6), 0.0, 1.0);
    color = vec4(edge * mix(0.62, 0.28, depth_below), 1.0) * alpha;
}
