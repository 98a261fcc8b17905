// The hill: colour by height, soft light, contour lines one pixel wide, the balls' shadows and their light.
// Normal, height and contours come from the function itself at each pixel, not from the mesh.
#include "_frame.glsl"
#include "_color.glsl"
#include "_landscape.glsl"

in vec3 place;

uniform int kind_from;
uniform int kind_to;
uniform float morph;
uniform float scale_from;
uniform float scale_to;
uniform float contour_step;
uniform float top;
uniform float domain;
uniform vec4 lights[4];
uniform vec4 light_colors[4];

out vec4 color;

vec3 ramp_color(float t) {
    float s = clamp(t, 0.0, 1.0) * 3.0;
    vec3 low = mix(to_linear(ramp[0].rgb), to_linear(ramp[1].rgb), smoothstep(0.0, 1.0, s));
    vec3 middle = mix(low, to_linear(ramp[2].rgb), smoothstep(0.85, 2.05, s));
    return mix(middle, to_linear(ramp[3].rgb), smoothstep(1.85, 3.0, s));
}

void main() {
    vec3 h = drawn_height(kind_to, scale_to, place.xy);
    if (morph < 1.0) {
        h = mix(drawn_height(kind_from, scale_from, place.xy), h, morph);
    }
    vec2 dx = dFdx(place.xy);
    vec2 dy = dFdy(place.xy);
    vec3 normal = normalize(vec3(-h.xy, 1.0));
    vec3 toward_eye = normalize(eye.xyz - place);
    float facing = dot(normal, toward_eye);

    vec3 base = ramp_color(h.z / top);
    float key = 0.5 + 0.5 * dot(normal, normalize(vec3(-0.55, -0.35, 0.76)));
    float fill = 0.5 + 0.5 * dot(normal, normalize(vec3(0.8, 0.4, 0.3)));
    vec3 lit = base * (0.36 + 0.92 * key * key + 0.16 * fill);
    vec3 halfway = normalize(toward_eye + normalize(vec3(-0.55, -0.35, 0.76)));
    lit += 0.045 * pow(max(dot(normal, halfway), 0.0), 28.0);
    lit += to_linear(ramp[2].rgb) * 0.10 * pow(1.0 - clamp(facing, 0.0, 1.0), 3.0);

    for (int i = 0; i < 4; ++i) {
        vec3 away = place - lights[i].xyz;
        float near = dot(away, away);
        lit *= 1.0 - 0.62 * min(lights[i].w, 1.0) * exp(-near * 150.0);
        lit += to_linear(light_colors[i].rgb) * (light_colors[i].a * exp(-near * 14.0) * 0.20);
    }

    // How far, in pixels, the next contour is: the height's change from pixel to pixel is its slope times dx and dy.
    float change = length(vec2(dot(h.xy, dx), dot(h.xy, dy)));
    float level = max(round(h.z / contour_step), 1.0) * contour_step;
    float away = abs(h.z - level) / max(change, 1e-7);
    float width = max(viewport.z, 1.0);
    float line = 1.0 - smoothstep(width * 0.5 - 0.5, width * 0.5 + 0.5, away);
    line *= smoothstep(3.0, 9.0, contour_step / max(change, 1e-7));
    vec3 shown = to_display(lit);
    shown = mix(shown, contour.rgb, line * contour.a);

    // The last pixel of the plate's edge is as opaque as it is covered.
    vec2 rest = domain - abs(place.xy);
    vec2 cover = rest / max(vec2(length(vec2(dx.x, dy.x)), length(vec2(dx.y, dy.y))), 1e-7);
    float alpha = clamp(min(cover.x, cover.y), 0.0, 1.0);
    color = vec4(shown + dither(gl_FragCoord.xy), 1.0) * alpha;
}
