uniform bool turned;

out vec2 place;

void main() {
    vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
    place = corner * 0.5 + 0.5;
    place.y = turned ? 1.0 - place.y : place.y;
    gl_Position = vec4(corner, 0.0, 1.0);
}
