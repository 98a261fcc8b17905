// A small soft disc.

flat in vec4 ink_color;
flat in float radius;

out vec4 color;

void main() {
    float away = length(gl_PointCoord - 0.5) * (2.0 * radius + 1.0);
    float alpha = clamp(radius + 0.5 - away, 0.0, 1.0) * ink_color.a;
    if (alpha <= 0.004) {
        discard;
    }
    color = vec4(ink_color.rgb * alpha, alpha);
}
