// One segment of a trail for each point but the last, pulled from the texture: a quad around it on the screen.
#include "_frame.glsl"
#include "_trail.glsl"

uniform mat4 world;
uniform float width;
uniform float lift;

out vec2 along;
flat out float span;
out vec4 ink_color;
flat out float half_width;

void main() {
    ivec2 place = runner_and_index(gl_VertexID);
    int runner = place.x, index = place.y;
    gl_Position = vec4(0.0, 0.0, 2.0, 1.0);
    along = vec2(0.0);
    span = 0.0;
    half_width = width * 0.5;
    ink_color = vec4(0.0);
    if (index + 1 >= int(counts[runner]) || opacities[runner] <= 0.0) {
        return;
    }
    if (index + 1 == beginning && broken[runner] > 0.5) {
        return;
    }
    vec4 a = trail_point(runner, index);
    vec4 b = trail_point(runner, index + 1);
    vec4 clip_a = view_projection * (world * vec4(a.xyz, 1.0));
    vec4 clip_b = view_projection * (world * vec4(b.xyz, 1.0));
    if (clip_a.w < 1e-3 || clip_b.w < 1e-3) {
        return;
    }
    vec2 half_size = viewport.xy * 0.5;
    vec2 pixel_a = clip_a.xy / clip_a.w * half_size;
    vec2 pixel_b = clip_b.xy / clip_b.w * half_size;
    vec2 way = pixel_b - pixel_a;
    span = length(way);
    vec2 forward = span > 1e-4 ? way / span : vec2(1.0, 0.0);
    vec2 side = vec2(-forward.y, forward.x);
    float reach = half_width + 1.0;
    bool end = (gl_VertexID & 1) == 1;
    // An end is round where an optimizer's step ends; on the way the next segment goes on in almost the same direction.
    // A beginning lies within the end of the segment before.
    bool turns = end ? index + 2 >= int(counts[runner]) || fract(b.w) < 0.25 : index == 0;
    float over = turns ? reach : end ? half_width * 0.5 + 1.0 : 0.0;
    float across = (gl_VertexID & 2) == 2 ? 1.0 : -1.0;
    vec2 pixel = (end ? pixel_b + forward * over : pixel_a - forward * over) + side * across * reach;
    along = vec2(end ? span + over : -over, across * reach);
    vec4 clip = end ? clip_b : clip_a;
    float depth = clip.z / clip.w - lift / clip.w;
    gl_Position = vec4(pixel / half_size, depth, 1.0);
    ink_color = vec4(colors[runner].rgb, on_plate(end ? b.xyz : a.xyz) * opacities[runner] * memory(b.w));
}
