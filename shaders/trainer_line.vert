// Parts of the flat decision field that lines may cross.
#include "_frame.glsl"

in vec2 place;

uniform mat4 world;

out vec2 spot;

void main() {
    spot = place;
    gl_Position = view_projection * (world * vec4(place, 0.0, 1.0));
}
