// The trails: points in texels, one row a runner, xyz and w: the number of the step that leads there, whole where it
// ends, one half more on the way. The first `beginning` columns stay, those after them are a ring.
// Of each runner `spans` tells how many points it has, at which column of the ring its oldest there is, whether points
// before that have given way, and how many points the runners before it have; `inks` its colour and opacity.

#ifndef RUNNERS
#define RUNNERS 3
#endif

uniform sampler2D points;
uniform vec4 spans[RUNNERS];
uniform vec4 inks[RUNNERS];
uniform int beginning;
uniform vec2 plate;
uniform float now;
uniform float fade;

// Whose a point of all is, and which of its points.
ivec2 runner_and_index(int point) {
    float number = float(point);
    int runner = 0;
    for (int i = 1; i < RUNNERS; ++i) {
        runner += number < spans[i].w ? 0 : 1;
    }
    return ivec2(runner, int(number - spans[runner].w));
}

vec4 trail_point(int runner, int index) {
    int capacity = textureSize(points, 0).x;
    int column = index < beginning ? index : int(spans[runner].y) + index;
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
