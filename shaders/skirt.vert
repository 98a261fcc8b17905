#include "_frame.glsl"

in vec3 position_from;
in vec3 position_to;
in float drop;

uniform mat4 world;
uniform float morph;
uniform float skirt;

out float depth_below;
out float height;
out vec2 place;

void main() {
    vec3 edge = mix(position_from, position_to, morph);
    vec4 point = world * vec4(edge.xy, edge.z - drop * skirt, 1.0);
    depth_below = drop;
    height = edge.z;
    place = edge.xy;
    gl_Position = view_projection * point;
}
