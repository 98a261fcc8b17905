// The hill: colour by height, soft light, contour lines one pixel wide, the balls' shadows and their light.
// Normal, height and contours come from the ground's texture at each pixel, not from the mesh.
#include "_frame.glsl"
#include "_color.glsl"
#include "_ground.glsl"

#ifndef LIGHTS
#define LIGHTS 4
#define MORPHING 1
#define PAINTED 1
#endif
#ifndef PAINTS
#define PAINTS 9
#endif
#ifndef PLAIN
#define PLAIN 0
#endif

in vec3 place;
flat in vec2 plate;
flat in vec3 ramp_light[4];
flat in vec4 ball[LIGHTS];
flat in vec3 ball_light[LIGHTS];

uniform sampler2D ground_from;
uniform sampler2D ground_to;
uniform float morph;
uniform vec2 plate_from;
uniform vec2 plate_to;
uniform float contour_step;
uniform float top;
uniform sampler2D map;
uniform vec4 paints[PAINTS];

out vec4 color;

const vec3 SUN = vec3(0.2402, -0.7207, 0.6502);

// Squares and roots stand in for the exact transfer curves: shading needs light that adds up, not the last digit.
vec3 ramp_color(float t) {
    float s = clamp(t, 0.0, 1.0) * 3.0;
    vec3 low = mix(ramp_light[0], ramp_light[1], clamp(s, 0.0, 1.0));
    vec3 middle = mix(low, ramp_light[2], smoothstep(0.8, 2.1, s));
    return mix(middle, ramp_light[3], smoothstep(1.9, 3.0, s));
}

vec4 painted_texel(ivec2 at) {
    float kind = texelFetch(map, clamp(at, ivec2(0), textureSize(map, 0) - 1), 0).r;
    return kind > 0.5 ? vec4(paints[min(int(kind + 0.5), PAINTS - 1)].rgb, 0.62) : vec4(0.0);
}

// The plate's paint here, mixed from the four nearest cells of the map: numbers of kinds do not mix, their colours do.
vec4 painting() {
    vec2 cell = (place.xy / plate * 0.5 + 0.5) * vec2(textureSize(map, 0)) - 0.5;
    ivec2 at = ivec2(floor(cell));
    vec2 part = cell - floor(cell);
    vec4 low = mix(painted_texel(at), painted_texel(at + ivec2(1, 0)), part.x);
    vec4 high = mix(painted_texel(at + ivec2(0, 1)), painted_texel(at + ivec2(1, 1)), part.x);
    return mix(low, high, part.y);
}

void main() {
    vec2 at = ground_texel(place.xy, plate);
    vec3 h = texture(ground_to, at).xyz;
#if MORPHING
    vec3 before = texture(ground_from, at).xyz;
    h = mix(vec3(before.xy * plate_from, before.z), vec3(h.xy * plate_to, h.z), morph);
    h.xy /= plate;
#endif
    vec2 dx = dFdx(place.xy);
    vec2 dy = dFdy(place.xy);
    vec3 normal = vec3(-h.xy, 1.0) * inversesqrt(1.0 + dot(h.xy, h.xy));

    float t = clamp(h.z / top, 0.0, 1.0);
    vec3 base = ramp_color(t * (0.35 + 0.65 * t));
#if PAINTED
    vec4 paint = painting();
    base = mix(base, paint.rgb * paint.rgb * (0.12 + 0.68 * t), paint.a);
#endif
    float key = 0.5 + 0.5 * dot(normal, SUN);
    vec3 lit = base * (vec3(0.13, 0.19, 0.28) + vec3(1.06, 1.03, 0.98) * (key * key * key) + 0.12 * normal.z);
#if !PLAIN
    vec3 toward_eye = normalize(eye.xyz - place);
    float shine = max(dot(normal, normalize(toward_eye + SUN)), 0.0);
    shine *= shine;
    shine *= shine;
    shine *= shine;
    lit += 0.03 * shine * shine * shine;
    float rim = 1.0 - clamp(dot(normal, toward_eye), 0.0, 1.0);
    lit += ramp[2].rgb * (0.05 * rim * rim * rim);
#endif

    for (int i = 0; i < LIGHTS; ++i) {
        vec3 away = place - ball[i].xyz;
        float near = dot(away, away);
        float shade = 1.0 / (1.0 + near * 90.0);
        lit *= 1.0 - 0.7 * ball[i].w * shade * shade;
#if !PLAIN
        float glow = 1.0 / (1.0 + near * 9.0);
        lit += ball_light[i] * (glow * glow * glow);
#endif
    }

    // How far, in pixels, the next contour is: the height's change from pixel to pixel is its slope times dx and dy.
    vec2 steps = vec2(dot(h.xy, dx), dot(h.xy, dy));
    float change = length(steps);
    float level = max(round(h.z / contour_step), 1.0) * contour_step;
    float away = abs(h.z - level) / max(change, 1e-7);
    float width = max(viewport.z, 1.0);
    float line = 1.0 - smoothstep(width * 0.5 - 0.5, width * 0.5 + 0.5, away);
    // Where they crowd they fade, and so do the tips that would be left of them on the floor of a narrow valley.
    float crowd = change + 2.0 * (length(dFdx(steps)) + length(dFdy(steps)));
    line *= smoothstep(3.0, 9.0, contour_step / max(crowd, 1e-7));
    vec3 shown = sqrt(lit);
    shown = mix(shown, contour.rgb, line * contour.a);

    // The last pixel of the plate's edge is as opaque as it is covered; where the skirt goes on below, there is no end.
    vec2 pixel = max(vec2(length(vec2(dx.x, dy.x)), length(vec2(dx.y, dy.y))), 1e-7);
    vec4 cover = clamp(vec4(plate - place.xy, plate + place.xy) / pixel.xyxy, 0.0, 1.0);
    cover = max(cover, facing(eye.xy, plate));
    float alpha = min(min(cover.x, cover.y), min(cover.z, cover.w));
    color = vec4(shown + dither(upright(gl_FragCoord.xy)), 1.0) * alpha;
}
