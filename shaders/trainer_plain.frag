// The flat decision field's colour by class, from outputs at the points of a grid: what trainer_field.frag shows where
// there are no lines.
#include "_frame.glsl"
#include "_color.glsl"

in vec2 texel;
flat in vec3 uneven;
flat in vec3 even;

uniform sampler2D sure;       // -1 where the output is 0, 1 where it is 1
uniform vec4 ground;

out vec4 color;

void main() {
    float here = texture(sure, texel).x;
    vec3 shown = ground.rgb + here * uneven + abs(here) * even;
    color = vec4(shown + dither(upright(gl_FragCoord.xy)), 1.0);
}
