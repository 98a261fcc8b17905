#include "_frame.glsl"

out vec2 from_stage;

void main() {
    vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
    // 1 at the farther edge of the window, both ways
    from_stage = (corner - stage.xy) / (1.0 + abs(stage.xy));
    gl_Position = vec4(corner, 0.0, 1.0);
}
