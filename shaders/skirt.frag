// The plate's thin edge: the surface's colour turned to shade, with a soft pixel above and below. Painted over the
// surface, and only on the sides that the camera sees from outside: elsewhere it would peep out behind the last pixel.
#include "_frame.glsl"
#include "_color.glsl"
#include "_ground.glsl"

in float depth_below;
in float height;
in vec2 place;

uniform float morph;
uniform vec2 plate_from;
uniform vec2 plate_to;
uniform float top;

out vec4 color;

void main() {
    vec2 plate = mix(plate_from, plate_to, morph);
    vec4 side = step(0.9999 * plate.xyxy, vec4(place, -place)) * facing(eye.xy, plate);
    float pixel = max(length(vec2(dFdx(depth_below), dFdy(depth_below))), 1e-6);
    float lower = clamp(0.5 + (1.0 - depth_below) / pixel, 0.0, 1.0);
    float alpha = lower * clamp(1.0 + depth_below / pixel, 0.0, 1.0); // whole below the edge: no surface is behind
    alpha *= max(max(side.x, side.y), max(side.z, side.w));
    if (alpha == 0.0) {
        discard;
    }
    float s = clamp(height / top, 0.0, 1.0) * 3.0;
    vec3 low = mix(ramp[0].rgb, ramp[1].rgb, clamp(s, 0.0, 1.0));
    vec3 edge = mix(mix(low, ramp[2].rgb, clamp(s - 1.0, 0.0, 1.0)), ramp[3].rgb, clamp(s - 2.0, 0.0, 1.0));
    color = vec4(edge * mix(0.62, 0.28, clamp(depth_below, 0.0, 1.0)), 1.0) * alpha;
}
