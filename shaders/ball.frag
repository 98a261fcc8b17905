// A sphere, a cube or an octahedron with rounded edges, found by marching its distance; its silhouette is one pixel soft.
#include "_frame.glsl"
#include "_color.glsl"

in vec3 on_quad;
flat in vec3 center;
flat in float size;
flat in vec4 tint_color;
flat in int mark_kind;
flat in float pixels;

uniform float strength;

out vec4 color;

float distance_to(vec3 p) {
    if (mark_kind == 0) {
        return length(p) - 0.92;
    }
    if (mark_kind == 1) {
        vec3 q = abs(p) - 0.56;
        return length(max(q, 0.0)) + min(max(q.x, max(q.y, q.z)), 0.0) - 0.14;
    }
    vec3 q = abs(p);
    return (q.x + q.y + q.z - 0.98) * 0.57735 - 0.10;
}

vec3 normal_at(vec3 p) {
    vec2 e = vec2(0.004, 0.0);
    float d = distance_to(p);
    return normalize(vec3(
        distance_to(p + e.xyy) - d, distance_to(p + e.yxy) - d, distance_to(p + e.yyx) - d
    ));
}

void main() {
    vec3 origin = (eye.xyz - center) / size;
    vec3 way = normalize(on_quad - eye.xyz);
    float t = dot(-origin, way) - 1.7;
    float nearest = 1e3;
    vec3 p = origin + way * t;
    for (int i = 0; i < 22; ++i) {
        p = origin + way * t;
        float d = distance_to(p);
        nearest = min(nearest, d);
        if (d < 0.002 || t > length(origin) + 1.7) {
            break;
        }
        t += d;
    }
    float cover = clamp(0.5 - (nearest - 0.004) * pixels, 0.0, 1.0);
    if (nearest < 0.004) {
        cover = 1.0;
    }
    float alpha = cover * tint_color.a * strength;
    float glow = clamp(1.0 - nearest / 1.25, 0.0, 1.0);
    glow *= glow * 0.42 * effects.x * tint_color.a * strength * (1.0 - cover);
    if (alpha + glow <= 0.004) {
        discard;
    }
    if (alpha <= 0.002) {
        color = vec4(tint_color.rgb * glow, 0.0);
        return;
    }
    vec3 normal = normal_at(p);
    vec3 light = normalize(vec3(-0.55, -0.35, 0.76));
    float key = 0.5 + 0.5 * dot(normal, light);
    vec3 base = to_linear(tint_color.rgb);
    vec3 lit = base * (0.30 + 0.85 * key * key);
    vec3 halfway = normalize(light - way);
    lit += 0.55 * pow(max(dot(normal, halfway), 0.0), 42.0);
    lit += base * 0.30 * pow(1.0 - max(dot(normal, -way), 0.0), 2.5);
    color = vec4(to_display(lit), 1.0) * alpha + vec4(tint_color.rgb * glow, 0.0);
}
