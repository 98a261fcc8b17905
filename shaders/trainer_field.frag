// The network's output at each pixel, from the weights themselves: colour by class, the line of one half, fainter ones
// at 0.1, 0.3, 0.7 and 0.9, and dotted where each hidden neuron's sum is zero. All lines keep their width on screen.
#include "_frame.glsl"
#include "_color.glsl"
#include "_network.glsl"
#include "_field.glsl"

in vec2 spot;
in float raised;

uniform float relief;
uniform float side;             // half the plate's side
uniform float corner;           // radius of its corners, in its own units
uniform float unit;             // pixels for one of its units, seen straight
uniform vec4 ground;
uniform vec4 class_colors[2];
uniform vec4 neuron_colors[8];
uniform vec4 edge_color;
uniform float probe;

out vec4 color;

float dotted(int j, vec2 dx, vec2 dy) {
    vec2 weight = neuron_weights[j].xy;
    float change = length(vec2(dot(weight, dx), dot(weight, dy)));
    float steep = length(weight);
    if (steep < 1e-5) {
        return 0.0;
    }
    float away = abs(neuron_sum(j, spot)) / max(change, 1e-12);
    float along = dot(spot, vec2(-weight.y, weight.x) / steep) * unit;
    return dots(away, along);
}

vec3 shaded(vec3 base, vec2 slope) {
    vec3 normal = normalize(vec3(-slope, 1.0));
    float key = 0.5 + 0.5 * dot(normal, normalize(vec3(-0.35, -0.45, 0.82)));
    return base * mix(1.0, 0.42 + 0.66 * key * key, min(relief * 4.0, 1.0));
}

void main() {
    float logit = logit_at(spot);
    float p = sigmoid(logit);
    if (probe > 0.5) {
        float fine = floor(p * 65535.0 + 0.5);
        color = vec4(floor(fine / 256.0), mod(fine, 256.0), 0.0, 255.0) / 255.0;
        return;
    }
    vec2 dx = dFdx(spot);
    vec2 dy = dFdy(spot);
    vec2 logit_change = vec2(dFdx(logit), dFdy(logit));

    // on a lifted plate lines and colours follow the surface as it is drawn, or they would waver down its cliffs
    float lifted = clamp(relief * 3.0, 0.0, 1.0);
    if (lifted > 0.0) {
        float drawn = clamp(raised, 1e-5, 1.0 - 1e-5);
        logit = mix(logit, log(drawn / (1.0 - drawn)), lifted);
    }
    float shown_p = sigmoid(logit);
    float change = length(vec2(dFdx(logit), dFdy(logit)));

    float sure = abs(2.0 * shown_p - 1.0);
    vec3 class_color = class_colors[shown_p > 0.5 ? 1 : 0].rgb;
    vec3 shown = mix(ground.rgb, class_color, 0.62 * sure);

    // slope of the height over the plate: its change from pixel to pixel, by how the plate lies on the screen
    float turned = dx.x * dy.y - dx.y * dy.x;
    vec2 slope = vec2(dy.y * logit_change.x - dx.y * logit_change.y, dx.x * logit_change.y - dy.x * logit_change.x);
    slope *= relief * p * (1.0 - p) / (abs(turned) > 1e-12 ? turned : 1e-12);
    shown = shaded(shown, slope);

    // at the rim of a hill, where the output leaps, lines are specks
    float sharp = sharpness(change) * (1.0 - lifted * smoothstep(1.0, 2.0, change));
    float scale = 1.0 / max(change, 1e-9);
    shown = mix(shown, contour.rgb, contours(logit, scale) * sharp * contour.a);
    float level = 1.0 / (1.0 + 0.4 * dot(slope, slope));   // dots would smear down a cliff
    for (int j = 0; j < NEURONS; ++j) {
        shown = mix(shown, neuron_colors[j].rgb, dotted(j, dx, dy) * neuron_colors[j].a * level);
    }
    shown = mix(shown, ink.rgb, boundary(logit, scale) * sharp);

    // the plate's rounded outline, its last pixel as opaque as it is covered
    vec2 reach = abs(spot) - (side - corner);
    float beyond = length(max(reach, 0.0)) + min(max(reach.x, reach.y), 0.0) - corner;
    float beyond_change = max(length(vec2(dFdx(beyond), dFdy(beyond))), 1e-9);
    float inside = -beyond / beyond_change;
    shown = mix(shown, edge_color.rgb, stroke(inside, 3.0 * width) * edge_color.a);
    float alpha = clamp(inside, 0.0, 1.0);
    color = vec4(shown + dither(upright(gl_FragCoord.xy)), 1.0) * alpha;
}
