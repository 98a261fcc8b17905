// One of thousands: a point on the hill between its last two steps, coloured by where it will end.
#include "_frame.glsl"
#include "_ground.glsl"

#ifndef FATES
#define FATES 8
#endif

in vec4 way;
in float fate;

uniform mat4 world;
uniform sampler2D ground;
uniform vec2 plate;      // its half sides
uniform vec2 middle;     // of the surface, which stands at the middle of the plate
uniform float stretch;   // from the surface to the plate
uniform float share;
uniform float pixels;
uniform float lift;
uniform vec4 fates[FATES];

flat out vec4 ink_color;
flat out float radius;

void main() {
    vec2 place = (mix(way.xy, way.zw, share) - middle) * stretch;
    vec4 clip = view_projection * (world * vec4(place, textureLod(ground, ground_texel(place, plate), 0.0).z, 1.0));
    gl_Position = vec4(clip.xy, clip.z - lift, clip.w);
    vec4 ink_now = fates[int(fate + 0.5)];
    vec2 beyond = max(abs(place) - plate, 0.0);
    ink_color = vec4(ink_now.rgb, ink_now.a * (1.0 - clamp(max(beyond.x, beyond.y) / 0.7, 0.0, 1.0)));
    radius = pixels * 0.5;
    gl_PointSize = ink_color.a > 0.0 ? pixels + 1.0 : 0.0;
}
