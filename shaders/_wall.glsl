// The gallery's wall: the plane y = 0, on which panels hold what is drawn. Each picture has three of them: frame, plot
// and bars.

uniform mat4 world;
uniform vec4 panels[33];   // left, lower, right, upper edge on the wall
uniform float fades[11];   // how much of each picture is to be seen
uniform vec4 colors[16];

vec2 on_wall(int panel, vec2 place) {
    return mix(panels[panel].xy, panels[panel].zw, place);
}

float fade_of(int panel) {
    return fades[panel / 3];
}

vec4 to_clip(vec2 point) {
    return view_projection * (world * vec4(point.x, 0.0, point.y, 1.0));
}

vec2 to_pixel(vec2 point) {
    vec4 clip = to_clip(point);
    return clip.xy / clip.w * viewport.xy * 0.5;
}

// Pixels for one unit of the wall about a point.
float pixels_a_unit(vec2 point) {
    return length(to_pixel(point + vec2(0.005, 0.0)) - to_pixel(point - vec2(0.005, 0.0))) * 100.0;
}
