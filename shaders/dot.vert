// A dot at each optimizer step of a trail.
#include "_frame.glsl"
#include "_trail.glsl"

uniform mat4 world;
uniform float width;
uniform float lift;

out vec2 corner;
flat out vec4 ink_color;
flat out float radius;

void main() {
    ivec2 place = runner_and_index(gl_VertexID);
    int runner = place.x, index = place.y;
    gl_Position = vec4(0.0, 0.0, 2.0, 1.0);
    corner = vec2(0.0);
    radius = width * 0.5;
    ink_color = vec4(0.0);
    if (index >= int(counts[runner]) || opacities[runner] <= 0.0) {
        return;
    }
    vec4 point = trail_point(runner, index);
    if (fract(point.w) > 0.25) {
        return;
    }
    vec4 clip = view_projection * (world * vec4(point.xyz, 1.0));
    if (clip.w < 1e-3) {
        return;
    }
    corner = vec2((gl_VertexID & 1) == 1 ? 1.0 : -1.0, (gl_VertexID & 2) == 2 ? 1.0 : -1.0) * (radius + 1.0);
    vec2 offset = corner / (viewport.xy * 0.5);
    gl_Position = vec4(clip.xy / clip.w + offset, clip.z / clip.w - lift / clip.w, 1.0);
    ink_color = vec4(colors[runner].rgb, on_plate(point.xyz) * opacities[runner] * memory(point.w));
}
