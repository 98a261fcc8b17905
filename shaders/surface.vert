// What is the same at every pixel comes from here, flat: drawn in software, a pixel reads that faster than a uniform.
#include "_frame.glsl"

#ifndef LIGHTS
#define LIGHTS 4
#endif

in vec3 position_from;
in vec3 position_to;

uniform mat4 world;
uniform float morph;
uniform vec2 plate_from;
uniform vec2 plate_to;
uniform vec4 lights[LIGHTS];
uniform vec4 light_colors[LIGHTS];

out vec3 place;
flat out vec2 plate;                // its half sides
flat out vec3 ramp_light[4];
flat out vec4 ball[LIGHTS];         // where it is, and how strong
flat out vec3 ball_light[LIGHTS];

void main() {
    vec4 point = world * vec4(mix(position_from, position_to, morph), 1.0);
    place = point.xyz;
    plate = mix(plate_from, plate_to, morph);
    for (int i = 0; i < 4; ++i) {
        ramp_light[i] = ramp[i].rgb * ramp[i].rgb;
    }
    for (int i = 0; i < LIGHTS; ++i) {
        ball[i] = lights[i];
        ball_light[i] = light_colors[i].rgb * light_colors[i].rgb * (lights[i].w * 0.22);
    }
    gl_Position = view_projection * point;
}
