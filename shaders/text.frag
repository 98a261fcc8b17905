uniform sampler2D atlas;

in vec2 texel;
flat in vec4 ink_color;

out vec4 color;

void main() {
    color = ink_color * texelFetch(atlas, ivec2(texel), 0).r;
}
