in vec2 corner;
flat in float kind;
flat in float wrong;

uniform float radius;
uniform float strength;
uniform vec4 class_colors[2];
uniform vec4 rim_color;
uniform vec4 ring_color;

out vec4 color;

void main() {
    // distance from the outline: of a disc for class 1, of a diamond of about the same area for class 0
    float disc = length(corner) - radius;
    vec2 folded = abs(corner);
    float diamond = (folded.x + folded.y) * 0.70710678 - radius * 0.86;
    float away = kind > 0.5 ? disc : diamond;
    float rim = max(radius * 0.28, 1.2);
    float cover = clamp(0.5 - away, 0.0, 1.0);
    float inner = clamp(0.5 - (away + rim), 0.0, 1.0);
    vec4 mark = vec4(mix(rim_color.rgb, class_colors[kind > 0.5 ? 1 : 0].rgb, inner), 1.0) * cover;
    float middle = abs(away - radius * 0.5);
    float thick = max(radius * 0.26, 1.3);
    float halo = clamp(thick * 0.5 + 1.0 + 0.5 - middle, 0.0, 1.0) * wrong * 0.55;
    float ring = clamp(thick * 0.5 + 0.5 - middle, 0.0, 1.0) * wrong;
    vec4 around = mix(vec4(rim_color.rgb, 1.0) * halo, vec4(ring_color.rgb, 1.0), ring);
    color = (mark + around * (1.0 - cover)) * strength;
    if (color.a <= 0.002) {
        discard;
    }
}
