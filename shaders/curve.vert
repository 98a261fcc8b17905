// A segment of a polyline an instance: a quad around it.
#include "_canvas.glsl"

in vec4 before_from;   // the point before, the segment's first point
in vec4 to_after;      // its second point, the point after
in vec4 pen;           // length of the curve up to here, dash on, dash off, width
in vec4 color;
in vec4 clip;          // left, top, right, bottom

flat out vec4 first;
flat out vec4 last;
flat out vec4 stroke;  // length up to here, dash on, dash period, half width
flat out vec4 stroke_color;
flat out vec4 bounds;
flat out vec2 lone;    // large where nothing goes before, or after

void main() {
    vec2 from = before_from.zw, to = to_after.xy;
    float width = max(pen.w, 1.0);
    float reach = width * 0.5 + 0.5;
    vec2 way = to - from;
    float span = length(way);
    vec2 forward = span > 1e-6 ? way / span : vec2(1.0, 0.0);
    vec2 side = vec2(-forward.y, forward.x);
    vec2 corner = strip_corner(gl_VertexID) * 2.0 - 1.0;
    vec2 pixel = (corner.x < 0.0 ? from : to) + (forward * corner.x + side * corner.y) * reach;
    first = before_from;
    last = to_after;
    stroke = vec4(pen.x, pen.y, pen.y + pen.z, width * 0.5);
    stroke_color = premultiplied(color, min(pen.w, 1.0));
    bounds = clip;
    lone = vec2(before_from.xy == from ? 1e9 : 0.0, to_after.zw == to ? 1e9 : 0.0);
    gl_Position = on_canvas(pixel);
}
