// A flat rectangle on whole pixels an instance: the inside of a large box.
#include "_canvas.glsl"

in vec4 rect;    // left, top, width, height
in vec4 color;

flat out vec4 fill_color;

void main() {
    fill_color = premultiplied(color, 1.0);
    gl_Position = on_canvas(rect.xy + strip_corner(gl_VertexID) * rect.zw);
}
