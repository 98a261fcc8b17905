// A rounded box on the gallery's wall: placed in its panel, drawn with an edge one pixel soft.
#include "_frame.glsl"
#include "_wall.glsl"

in vec4 box;     // left, lower, right, upper edge in its panel, from 0 to 1
in vec4 look;    // panel, fill and border by number (-1 for none), opacity
in vec3 shape;   // radius, border, reach beyond the box; in pixels of the design

uniform float pen;

out vec2 place;
flat out vec4 edge;       // half size, radius, border; in pixels
flat out vec4 fill_color;
flat out vec4 border_color;

vec4 color_of(float number, float opacity) {
    if (number < -0.5) {
        return vec4(0.0);
    }
    vec4 straight = colors[int(number + 0.5)];
    return vec4(straight.rgb, 1.0) * (straight.a * opacity);
}

void main() {
    int panel = int(look.x + 0.5);
    float opacity = look.w * fades[panel / 3];
    vec2 low = on_wall(panel, box.xy);
    vec2 high = on_wall(panel, box.zw);
    vec2 center = (low + high) * 0.5;
    float unit = pixels_a_unit(center);
    vec3 size = shape * pen;
    size.y = shape.y > 0.0 ? max(size.y, 1.0) : 0.0;
    vec2 half_size = (high - low) * 0.5 * unit + size.z;
    vec2 outer = half_size + 1.0;
    if (look.y < -0.5) {                          // nothing but a border: a ring of ten vertices, hollow inside
        int corner = (gl_VertexID >> 1) & 3;
        vec2 inner = max(half_size - max(size.x, size.y) - 1.0, 0.0);
        vec2 sign_of = vec2((corner == 1 || corner == 2) ? 1.0 : -1.0, corner >= 2 ? 1.0 : -1.0);
        place = sign_of * ((gl_VertexID & 1) == 1 ? outer : inner);
    } else {
        int corner = min(gl_VertexID, 3);
        place = (vec2(corner & 1, corner >> 1) * 2.0 - 1.0) * outer;
    }
    edge = vec4(half_size, min(size.x, min(half_size.x, half_size.y)), size.y);
    fill_color = color_of(look.y, opacity);
    border_color = color_of(look.z, opacity);
    gl_Position = max(fill_color.a, border_color.a) > 0.002 ? to_clip(center + place / unit) : vec4(0.0, 0.0, 2.0, 1.0);
}
