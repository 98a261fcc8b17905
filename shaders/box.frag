in vec2 place;
flat in vec2 fold;
flat in vec4 part;
flat in vec4 cut;
flat in vec4 limit;
flat in vec4 edge;
flat in vec4 fill_color;
flat in vec4 border_color;

out vec4 color;

void main() {
    vec2 folded = place + fold * (abs(place) - place);
    vec2 reach = abs(folded - part.xy) - part.zw + edge.x;
    float inside = length(max(reach, 0.0)) + min(max(reach.x, reach.y), 0.0) - edge.x;
    vec2 beyond = vec2(dot(folded, cut.xy), dot(folded, cut.zw)) - limit.xy;
    float left = mix(max(beyond.x, beyond.y), min(beyond.x, beyond.y), limit.z);
    float depth = max(inside, left);
    depth = max(depth, -depth - limit.w);
    vec2 cover = clamp(0.5 - (depth + vec2(0.0, edge.y)) * edge.z, 0.0, 1.0);
    cover = mix(cover, cover * cover * (3.0 - 2.0 * cover), edge.w);
    float rim = cover.x - cover.y;
    color = border_color * rim + fill_color * (cover.x - rim * border_color.a);
}
