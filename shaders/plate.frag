in vec2 place;
flat in vec4 edge;
flat in vec4 fill_color;
flat in vec4 border_color;

out vec4 color;

void main() {
    vec2 past = abs(place) - edge.xy + edge.z;
    float away = length(max(past, 0.0)) + min(max(past.x, past.y), 0.0) - edge.z;
    float cover = clamp(0.5 - away, 0.0, 1.0);
    float rim = edge.w > 0.0 ? cover - clamp(0.5 - away - edge.w, 0.0, 1.0) : 0.0;
    color = border_color * rim + fill_color * (cover - rim * border_color.a);
}
