// The decision field: a plate, lifted by the output where it is shown in relief.
#include "_frame.glsl"
#include "_network.glsl"

in vec2 place;

uniform mat4 world;
uniform float relief;

out vec2 spot;
out float raised;    // the output here, between the grid's points as high as it is drawn

void main() {
    spot = place;
    raised = relief > 0.0 ? probability_at(place) : 0.5;
    gl_Position = view_projection * (world * vec4(place, relief * (raised - 0.5), 1.0));
}
