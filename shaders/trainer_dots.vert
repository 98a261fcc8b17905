// The dotted lines on the flat field, one a neuron: a strip along where its sum is zero, from edge to edge of the plate.
#include "_frame.glsl"

uniform mat4 world;
uniform float side;
uniform float unit;
uniform float width;
uniform vec4 neuron_weights[8];
uniform vec4 neuron_colors[8];

out vec2 across;        // away from the line and along it, in the plate's units
out vec2 spot;
flat out vec4 paint;

void main() {
    vec4 neuron = neuron_weights[gl_InstanceID];
    paint = neuron_colors[gl_InstanceID];
    float steep = length(neuron.xy);
    vec2 normal = neuron.xy / max(steep, 1e-5);
    vec2 way = vec2(-normal.y, normal.x);
    vec2 middle = -clamp(neuron.z / max(steep, 1e-5), -4.0 * side, 4.0 * side) * normal;
    vec2 slow = vec2(way.x < 0.0 ? -1.0 : 1.0, way.y < 0.0 ? -1.0 : 1.0) * max(abs(way), 1e-6);
    vec2 one = (-side - middle) / slow;
    vec2 other = (side - middle) / slow;
    vec2 first = min(one, other);
    vec2 last = max(one, other);
    float from = max(first.x, first.y);
    float to = min(last.x, last.y);
    if (steep < 1e-5 || paint.a <= 0.0 || from >= to) {
        gl_Position = vec4(0.0, 0.0, 2.0, 1.0);
        return;
    }
    float thick = (1.3 * width + 1.5) / unit;
    across = vec2((gl_VertexID & 1) == 0 ? -thick : thick, gl_VertexID < 2 ? from : to);
    spot = middle + across.x * normal + across.y * way;
    gl_Position = view_projection * (world * vec4(spot, 0.0, 1.0));
}
