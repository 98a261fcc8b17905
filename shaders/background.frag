// The ground: a glow at the stage that falls to the edges.
#include "_frame.glsl"
#include "_color.glsl"

in vec2 from_stage;
out vec4 color;

void main() {
    float fall = min(dot(from_stage, from_stage) / 1.4, 1.0);
    fall *= 2.0 - fall;
    vec3 ground = mix(background_inner.rgb, background_outer.rgb, fall);
    color = vec4(ground + dither(upright(gl_FragCoord.xy)), 1.0);
}
