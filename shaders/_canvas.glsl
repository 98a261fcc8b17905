// Pixels of the interface, y down, on the screen.
#include "_frame.glsl"

vec4 on_canvas(vec2 pixel) {
    vec2 place = pixel / viewport.xy * 2.0 - 1.0;
    return vec4(place.x, viewport.w > 0.5 ? place.y : -place.y, 0.0, 1.0);
}

// The pixel a fragment stands for.
vec2 canvas_pixel(vec2 frag_coord) {
    return viewport.w > 0.5 ? frag_coord : vec2(frag_coord.x, viewport.y - frag_coord.y);
}

// A corner of a unit square drawn as a strip of four vertices.
vec2 strip_corner(int vertex) {
    return vec2(vertex & 1, vertex >> 1);
}

vec4 premultiplied(vec4 straight, float opacity) {
    return vec4(straight.rgb, 1.0) * (straight.a * opacity);
}
