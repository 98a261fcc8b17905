// The trails: points in a ring of texels, one row a runner, xyz and w: the number of the step that leads there, whole
// where it ends, one half more on the way.
// counts[i] and heads[i]: how many points runner i has, and at which column they begin.

uniform sampler2D points;
uniform vec4 counts;
uniform vec4 heads;
uniform vec4 colors[4];
uniform vec4 opacities;
uniform float domain;
uniform float now;
uniform float fade;

vec4 trail_point(int runner, int index) {
    int capacity = textureSize(points, 0).x;
    return texelFetch(points, ivec2((int(heads[runner]) + index) % capacity, runner), 0);
}

// The way just gone is bright, what lies long behind is a memory.
float memory(float step_number) {
    return mix(0.42, 1.0, exp2((floor(step_number) - now) / 28.0));
}

// Off the plate a trail fades: what flew off is gone.
float on_plate(vec3 place) {
    vec2 beyond = max(abs(place.xy) - domain, 0.0);
    return 1.0 - smoothstep(0.0, fade, max(beyond.x, beyond.y));
}
