uniform vec2 stage;   // the middle of the free part of the window, in normalized device coordinates

out vec2 from_stage;

void main() {
    vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
    // 1 at the farther edge of the window, both ways
    from_stage = (corner - stage) / (1.0 + abs(stage));
    gl_Position = vec4(corner, 0.0, 1.0);
}
