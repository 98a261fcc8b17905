// Another picture laid over this one.
uniform sampler2D picture;
uniform float opacity;

in vec2 place;
out vec4 color;

void main() {
    color = texture(picture, place) * opacity;
}
