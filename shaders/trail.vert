// One segment of a trail for each point but the last, pulled from the texture: a quad around it on the screen.
// PART says of what: 0 the line, with a dot where an optimizer's step ends; 1 its glow; 2 what the hill hides of the line.
#include "_frame.glsl"
#include "_ground.glsl"
#include "_trail.glsl"

#ifndef PART
#define PART 0
#endif

uniform float width;
uniform float dots;
uniform float lift;
uniform sampler2D ground;
uniform float top;

out vec2 along;
flat out float span;
out float plain;
flat out vec3 ink_color;
flat out float half_width;
#if PART == 0
flat out vec3 dot_ends;    // how plain the dots at its beginning and its end are, 0 for none; their radius
#endif

#if PART == 2
const int SAMPLES = 8;
const float CLEAR = 0.05;    // how far from the land a line of sight has to stay to be surely free

// Whether the hill may stand between a place on it and the eye: rather once too often than a visible gap.
bool maybe_hidden(vec3 place) {
    vec3 ray = normalize(eye.xyz - place);
    vec3 land = textureLod(ground, ground_texel(place.xy, plate), 0.0).xyz;
    if (ray.z - dot(land.xy, ray.xy) < 0.1) {
        return true;
    }
    vec2 to_rim = (plate - sign(ray.xy) * place.xy) / max(abs(ray.xy), 1e-6);
    vec3 stride = ray * min(min(to_rim.x, to_rim.y), (top - place.z) / max(ray.z, 1e-6)) / float(SAMPLES);
    bool hidden = false;
    for (int i = 0; i < SAMPLES; ++i) {
        place += stride;
        hidden = hidden || textureLod(ground, ground_texel(place.xy, plate), 0.0).z > place.z - CLEAR;
    }
    return hidden;
}
#endif

#if PART == 1
bool passed(int runner, int index, vec4 point) {
    return index > 0 && fract(point.w) > 0.25 && ((index + (index < beginning ? 0 : int(spans[runner].y))) & 1) == 1;
}
#endif

void main() {
    ivec2 place = runner_and_index(gl_VertexID >> 2);
    int runner = place.x, index = place.y;
    gl_Position = vec4(0.0, 0.0, 2.0, 1.0);
    along = vec2(0.0);
    span = 0.0;
    half_width = width * 0.5;
    plain = 0.0;
    ink_color = inks[runner].rgb;
#if PART == 0
    dot_ends = vec3(0.0, 0.0, dots * 0.5);
#endif
    if (index + 1 >= int(spans[runner].x) || inks[runner].a <= 0.0) {
        return;
    }
    vec4 a = trail_point(runner, index);
    vec4 b = trail_point(runner, index + 1);
#if PART == 1
    // Soft as it is, it takes every second of the points on the way, by their columns, which do not move.
    if (passed(runner, index, a)) {
        return;
    }
    if (index + 2 < int(spans[runner].x) && passed(runner, index + 1, b)) {
        b = trail_point(runner, ++index + 1);
    }
#endif
    if (index + 1 == beginning && spans[runner].z > 0.5) {
        return;
    }
#if PART == 2
    if (!maybe_hidden(mix(a.xyz, b.xyz, 0.5))) {
        return;
    }
#endif
    vec4 clip_a = view_projection * vec4(a.xyz, 1.0);
    vec4 clip_b = view_projection * vec4(b.xyz, 1.0);
    if (clip_a.w < 1e-3 || clip_b.w < 1e-3) {
        return;
    }
    vec2 half_size = viewport.xy * 0.5;
    vec2 pixel_a = clip_a.xy / clip_a.w * half_size;
    vec2 pixel_b = clip_b.xy / clip_b.w * half_size;
    vec2 way = pixel_b - pixel_a;
    span = length(way);
    vec2 forward = span > 1e-4 ? way / span : vec2(1.0, 0.0);
    float reach = half_width + 1.0;
    // An end is round where an optimizer's step ends; on the way the next segment goes on in almost the same direction.
    // A beginning lies within the end of the segment before.
    bool ends = fract(b.w) < 0.25;
    float before = index == 0 ? reach : 0.0;
    float after = ends || index + 2 >= int(spans[runner].x) ? reach : 1.0 + half_width * 0.2;
    float shade_a = on_plate(a.xyz) * inks[runner].a, shade_b = on_plate(b.xyz) * inks[runner].a;
#if PART == 0
    if (dots > 0.0) {
        float radius = dots * 0.5 + 1.0;
        if (ends) {
            dot_ends.y = shade_b * memory(b.w);
            after = max(after, radius);
            before = max(before, radius - span);
            reach = max(reach, radius);
        }
        if (index == 0) {
            dot_ends.x = shade_a * memory(a.w);
            before = max(before, radius);
            after = max(after, radius - span);
            reach = max(reach, radius);
        }
    }
#endif
    bool end = (gl_VertexID & 1) == 1;
    along = vec2(end ? span + after : -before, (gl_VertexID & 2) == 2 ? reach : -reach);
    vec2 pixel = pixel_a + forward * along.x + vec2(-forward.y, forward.x) * along.y;
    vec4 clip = end ? clip_b : clip_a;
    gl_Position = vec4(pixel / half_size, (clip.z - lift) / clip.w, 1.0);
    plain = (end ? shade_b : shade_a) * memory(b.w);
}
