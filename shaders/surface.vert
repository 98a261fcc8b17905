#include "_frame.glsl"

in vec3 position_from;
in vec3 position_to;

uniform mat4 world;
uniform float morph;

out vec3 place;

void main() {
    vec4 point = world * vec4(mix(position_from, position_to, morph), 1.0);
    place = point.xyz;
    gl_Position = view_projection * point;
}
