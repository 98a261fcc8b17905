// A training point: a mark that faces the camera, standing on the field, ringed where the network has it wrong.
#include "_frame.glsl"
#include "_network.glsl"

in vec3 sample_point;    // where it is on the plate, and its class

uniform mat4 world;
uniform float relief;
uniform float radius;    // of the mark, in pixels
uniform float lift;

out vec2 corner;
flat out float kind;
flat out float wrong;

void main() {
    vec2 spot = sample_point.xy;
    kind = sample_point.z;
    wrong = (logit_at(spot) > 0.0) == (kind > 0.5) ? 0.0 : 1.0;
    vec4 clip = view_projection * (world * vec4(spot, height_at(spot, relief), 1.0));
    bool disc = kind > 0.5;
    float ring = radius * 0.5 + max(radius * 0.13, 0.65) + 1.0;    // from the outline to the ring's own edge
    float reach = radius * (disc ? 1.0 : 0.86) + ring * wrong + 0.5;
    corner = (vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0) * reach * (disc ? 1.0 : 1.41421356);
    vec2 raised = vec2(0.0, min(relief * 3.0, 1.0) * radius * (viewport.w > 0.5 ? -1.0 : 1.0));
    vec2 offset = (corner + raised) / (viewport.xy * 0.5);
    gl_Position = vec4(clip.xy / clip.w + offset, (clip.z - lift) / clip.w, 1.0);
}
