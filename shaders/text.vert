// A patch of the atlas an instance, on whole pixels.
#include "_canvas.glsl"

in vec4 rect;      // left, top, width, height
in vec2 origin;    // its left upper texel
in vec4 color;

out vec2 texel;
flat out vec4 ink_color;

void main() {
    vec2 corner = strip_corner(gl_VertexID);
    texel = origin + corner * rect.zw;
    ink_color = premultiplied(color, 1.0);
    gl_Position = on_canvas(rect.xy + corner * rect.zw);
}
