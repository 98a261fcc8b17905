// The decision field: a plate, lifted by the output where it is shown in relief.
#include "_frame.glsl"
#include "_network.glsl"

in vec2 place;

uniform mat4 world;
uniform float relief;

out vec2 spot;

void main() {
    spot = place;
    gl_Position = view_projection * (world * vec4(place, height_at(place, relief), 1.0));
}
