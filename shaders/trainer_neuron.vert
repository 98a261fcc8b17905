// A neuron of the diagram: a disc on the screen that shows its own field.
#include "_canvas.glsl"

in vec4 neuron;      // centre and radius in pixels, y down; which: 0 to 7 hidden, 8 the output, 9 and 10 the inputs

out vec2 on_disc;
flat out int which;
flat out float pixels;

void main() {
    on_disc = strip_corner(gl_VertexID) * 2.0 - 1.0;
    which = int(neuron.w + 0.5);
    pixels = neuron.z;
    gl_Position = on_canvas(neuron.xy + on_disc * neuron.z);
    on_disc.y = -on_disc.y;
}
