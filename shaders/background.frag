// The ground: a glow at the stage that falls to the edges.
#include "_color.glsl"

uniform vec4 inner;       // at the stage
uniform vec4 outer;       // at the edges
uniform float height;     // of the picture, in pixels
uniform bool rows_down;   // whether its rows are stored from the top

in vec2 from_stage;
out vec4 color;

void main() {
    float fall = min(dot(from_stage, from_stage) / 1.4, 1.0);
    fall *= 2.0 - fall;
    vec3 ground = mix(inner.rgb, outer.rgb, fall);
    float y = rows_down ? height - gl_FragCoord.y : gl_FragCoord.y;
    color = vec4(ground + dither(vec2(gl_FragCoord.x, y)), 1.0);
}
