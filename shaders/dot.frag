// A disc with an edge one pixel soft.

in vec2 corner;
flat in vec4 ink_color;
flat in float radius;

uniform float strength;

out vec4 color;

void main() {
    float alpha = clamp(radius + 0.5 - length(corner), 0.0, 1.0) * ink_color.a * strength;
    if (alpha <= 0.002) {
        discard;
    }
    color = vec4(ink_color.rgb * alpha, alpha);
}
