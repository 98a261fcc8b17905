// The trails: points in texels, one row a runner, xyz and w: the number of the step that leads there, whole where it
// ends, one half more on the way. The first `beginning` columns stay, those after them are a ring.
// counts[i] and heads[i]: how many points runner i has, and at which column of the ring its oldest there is; broken[i]:
// whether points before that have given way; firsts[i]: how many points the runners before it have.

uniform sampler2D points;
uniform vec4 counts;
uniform vec4 heads;
uniform vec4 broken;
uniform vec4 firsts;
uniform vec4 colors[4];
uniform vec4 opacities;
uniform int beginning;
uniform vec2 plate;
uniform float now;
uniform float fade;

// Whose a point of all is, and which of its points.
ivec2 runner_and_index(int point) {
    float number = float(point);
    vec3 past = step(firsts.yzw, vec3(number));
    int runner = int(past.x + past.y + past.z);
    return ivec2(runner, int(number - firsts[runner]));
}

vec4 trail_point(int runner, int index) {
    int capacity = textureSize(points, 0).x;
    int column = index < beginning ? index : int(heads[runner]) + index;
    return texelFetch(points, ivec2(column < capacity ? column : column - capacity + beginning, runner), 0);
}

// The way just gone is bright, what lies long behind is a memory.
float memory(float step_number) {
    return mix(0.42, 1.0, exp2((floor(step_number) - now) / 28.0));
}

// Off the plate a trail fades: what flew off is gone.
float on_plate(vec3 place) {
    vec2 beyond = max(abs(place.xy) - plate, 0.0);
    return 1.0 - smoothstep(0.0, fade, max(beyond.x, beyond.y));
}
