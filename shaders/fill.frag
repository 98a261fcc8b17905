flat in vec4 fill_color;

out vec4 color;

void main() {
    color = fill_color;
}
