// The flat decision field without its rim and its lines.
#include "_frame.glsl"

in vec2 place;

uniform mat4 world;
uniform float inner;    // half the side of what is drawn
uniform float side;     // and of the whole plate
uniform float cells;    // of the grid, from one edge of the plate to the other
uniform vec4 ground;
uniform vec4 class_colors[2];

out vec2 texel;
flat out vec3 uneven;   // what an output adds to the ground by which class it is sure of
flat out vec3 even;     // and by how sure it is

void main() {
    vec2 spot = place / side * inner;
    texel = (spot * (0.5 * cells / side) + 0.5 * cells + 0.5) / (cells + 1.0);
    uneven = 0.31 * (class_colors[1].rgb - class_colors[0].rgb);
    even = 0.31 * (class_colors[1].rgb + class_colors[0].rgb) - 0.62 * ground.rgb;
    gl_Position = view_projection * (world * vec4(spot, 0.0, 1.0));
}
