in vec2 place;
flat in vec4 edge;
flat in float blur;
flat in vec4 fill_color;
flat in vec4 border_color;

out vec4 color;

void main() {
    vec2 past = abs(place) - edge.xy + edge.z;
    float away = length(max(past, 0.0)) + min(max(past.x, past.y), 0.0) - edge.z;
    float soft = max(fwidth(place.x), 1e-3) + blur;
    vec2 cover = clamp(0.5 - vec2(away, away + edge.w) / soft, 0.0, 1.0);
    if (blur > 0.0) {
        cover.x *= cover.x * (3.0 - 2.0 * cover.x);
        color = fill_color * cover.x;
        return;
    }
    float rim = edge.w > 0.0 ? cover.x - cover.y : 0.0;
    color = border_color * rim + fill_color * (cover.x - rim * border_color.a);
}
