// The trails: points in a ring of texels, one row a runner, xyz and w (1 at an optimizer's step, 0 between two).
// counts[i] and heads[i]: how many points runner i has, and at which column they begin.

uniform sampler2D points;
uniform vec4 counts;
uniform vec4 heads;
uniform vec4 colors[4];
uniform vec4 opacities;
uniform float domain;

vec4 trail_point(int runner, int index) {
    int capacity = textureSize(points, 0).x;
    return texelFetch(points, ivec2((int(heads[runner]) + index) % capacity, runner), 0);
}

// Off the plate a trail fades: what flew off is gone.
float on_plate(vec3 place) {
    vec2 beyond = max(abs(place.xy) - domain, 0.0);
    return 1.0 - smoothstep(0.0, 0.7, max(beyond.x, beyond.y));
}
