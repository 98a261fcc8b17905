// A runner: a quad that faces the camera, in which the fragment shader finds a sphere, a cube or an octahedron.
#include "_frame.glsl"

in vec4 place;
in vec4 tint;
in float mark;

uniform mat4 world;
uniform float radius;
uniform float least_pixels;
uniform float margin;
uniform float lift;

out vec3 on_quad;
flat out vec3 center;
flat out float size;
flat out vec4 tint_color;
flat out int mark_kind;
flat out float pixels;

void main() {
    center = (world * vec4(place.xyz, 1.0)).xyz;
    vec4 clip = view_projection * vec4(center, 1.0);
    vec3 back = normalize(eye.xyz - center);
    vec3 right = normalize(vec3(-back.y, back.x, 0.0) + vec3(1e-6, 0.0, 0.0));
    vec3 up = cross(back, right);
    // pixels for one unit of the world at this depth
    vec4 shifted = view_projection * vec4(center + right, 1.0);
    float unit = length((shifted.xy / shifted.w - clip.xy / clip.w) * viewport.xy * 0.5);
    size = max(radius, least_pixels / max(unit, 1e-3));
    pixels = size * unit;
    center += vec3(0.0, 0.0, place.w * size);
    vec2 corner = vec2((gl_VertexID & 1) == 1 ? 1.0 : -1.0, (gl_VertexID & 2) == 2 ? 1.0 : -1.0);
    float reach = size * margin;
    on_quad = center + (right * corner.x + up * corner.y) * reach;
    tint_color = tint;
    mark_kind = int(mark + 0.5);
    clip = view_projection * vec4(on_quad, 1.0);
    // As deep as a point two sizes nearer to the eye, so that the slope it stands on does not cut into it.
    vec4 nearer = view_projection * vec4(center + back * size * lift, 1.0);
    clip.z = nearer.z / nearer.w * clip.w;
    gl_Position = tint.a > 0.0 ? clip : vec4(0.0, 0.0, 2.0, 1.0);
}
