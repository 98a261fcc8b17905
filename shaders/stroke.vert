// A straight stroke on the gallery's wall, of constant width on the screen.
#include "_frame.glsl"
#include "_wall.glsl"

in vec4 ends;      // from and to in its panel, from 0 to 1
in vec4 kind;      // panel, colour and pen by number (-1: not drawn), length before it in panel heights, round ends
uniform vec4 pens[16];    // width, dash on and off in pixels of the design; 1 if it is to lie on whole pixels
uniform float pen;
uniform float snap;

out vec2 along;
flat out vec4 stroke;      // span, half width, dash on, dash period
flat out float before;
flat out vec2 rounded;
flat out vec4 ink_color;

// The middle of the pixel that a point lies in; on an edge, of the upper right one, also where rows run down.
vec2 on_pixel(vec2 point) {
    vec2 up = vec2(1.0, viewport.w > 0.5 ? -1.0 : 1.0);
    return (floor(point * up + 0.01) + 0.5) * up;
}

void main() {
    int number = int(kind.y + 0.5);
    int panel = int(kind.x + 0.5);
    vec4 nib = pens[max(number, 0)];
    vec4 straight = colors[max(number, 0)];
    float opacity = straight.a * fade_of(panel);
    vec2 from = to_pixel(on_wall(panel, ends.xy));
    vec2 to = to_pixel(on_wall(panel, ends.zw));
    if (snap * nib.w > 0.5) {
        from = on_pixel(from);
        to = on_pixel(to);
    }
    float width = max(nib.x * pen, 1.0);
    vec2 way = to - from;
    float span = length(way);
    vec2 forward = span > 1e-4 ? way / span : vec2(1.0, 0.0);
    float reach = width * 0.5 + 1.0;
    bool end = (gl_VertexID & 1) == 1;
    float side = (gl_VertexID & 2) == 2 ? reach : -reach;
    along = vec2(end ? span + reach : -reach, side);
    stroke = vec4(span, width * 0.5, nib.y * pen, (nib.y + nib.z) * pen);
    float tall = length(to_pixel(on_wall(panel, vec2(0.0, 1.0))) - to_pixel(on_wall(panel, vec2(0.0))));
    before = kind.z * tall;
    int caps = int(kind.w + 0.5);
    rounded = vec2(caps & 1, caps >> 1);
    ink_color = vec4(straight.rgb, 1.0) * opacity;
    vec2 pixel = from + forward * along.x + vec2(-forward.y, forward.x) * side;
    bool shown = kind.y > -0.5 && opacity > 0.002;
    gl_Position = shown ? vec4(pixel / (viewport.xy * 0.5), 0.0, 1.0) : vec4(0.0, 0.0, 2.0, 1.0);
}
