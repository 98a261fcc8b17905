// A box or a mark an instance. Every kind is one formula with other numbers, because software renderers take all
// branches of a fragment shader: a rounded box, cut by two planes, in a turned and folded frame, perhaps hollow.
#include "_canvas.glsl"

in vec4 rect;     // left, top, width, height
in vec4 clip;     // left, top, right, bottom
in vec4 fill;
in vec4 border;
in vec4 shape;    // corner radius, border width, softness, kind

out vec2 place;
flat out vec2 fold;      // 1 mirrors that axis
flat out vec4 part;      // the box: centre, half size
flat out vec4 cut;       // the two planes' normals
flat out vec4 limit;     // their offsets; 1 joins what they leave, 0 takes what both leave; band of a hollow shape
flat out vec4 edge;      // corner radius, border width, sharpness, 1 for a soft edge
flat out vec4 fill_color;
flat out vec4 border_color;

const float FAR = 1e6;
const vec2 DIAGONAL = vec2(0.70710678);

void box_only(vec2 center, vec2 half_size) {
    part = vec4(center, half_size);
    cut = vec4(0.0);
    limit = vec4(FAR, FAR, 0.0, FAR);
}

// An arrow head: base at x = from, tip at x = to, half as high as `high`.
void head(float from, float to, float high) {
    box_only(vec2((from + to) * 0.5, 0.0), vec2((to - from) * 0.5, high));
    vec2 normal = normalize(vec2(high, to - from));
    cut = vec4(normal, normal.x, -normal.y);
    limit.xy = vec2(normal.x * to);
}

// Two legs along the axes from the corner `low` to `high`, `thick` wide.
void corner(vec2 low, vec2 high, float thick) {
    box_only((low + high) * 0.5, (high - low) * 0.5);
    cut = vec4(1.0, 0.0, 0.0, 1.0);
    limit.xyz = vec3(low + thick, 1.0);
}

// Sets what is drawn of a kind (its place in canvas.MARKS) inside radius r; returns the x axis of its frame.
vec2 mark(int kind, float r) {
    fold = vec2(0.0);
    box_only(vec2(0.0), vec2(r));
    vec2 axis = vec2(1.0, 0.0);
    if (kind == 1 || kind == 2) {                       // disc, ring
        edge.x = r;
        limit.w = kind == 1 ? FAR : (border.a == 0.0 && shape.y > 0.0 ? shape.y : max(0.26 * r, 1.5));
        edge.y = limit.w < FAR && border.a == 0.0 ? 0.0 : edge.y;
    } else if (kind == 3) {                             // square
        box_only(vec2(0.0), vec2(0.84 * r));
        edge.x = 0.08 * r;
    } else if (kind == 4) {                             // diamond
        axis = DIAGONAL;
        box_only(vec2(0.0), vec2(0.72 * r));
        edge.x = 0.06 * r;
    } else if (kind == 5) {                             // triangle
        axis = vec2(0.0, -1.0);
        head(-0.62 * r, 1.0 * r, 0.94 * r);
    } else if (kind == 6) {                             // play
        head(-0.5 * r, 0.78 * r, 0.74 * r);
    } else if (kind == 7) {                             // pause
        fold.x = 1.0;
        box_only(vec2(0.39 * r, 0.0), vec2(0.19 * r, 0.68 * r));
    } else if (kind == 8) {                             // step: its head
        head(-0.68 * r, 0.28 * r, 0.66 * r);
    } else if (kind == 9) {                             // cross
        axis = DIAGONAL;
        fold = vec2(1.0);
        corner(vec2(-0.11 * r), vec2(0.84 * r), 0.22 * r);
    } else if (kind == 10) {                            // check: a short leg up to the left, a long one to the right
        axis = -DIAGONAL;
        corner(vec2(-0.33, -0.54) * r, vec2(0.36, 0.82) * r, 0.22 * r);
    } else if (kind == 11) {                            // arrows
        fold.x = 1.0;
        head(0.22 * r, 0.8 * r, 0.5 * r);
    } else if (kind == 12) {                            // step: its bar
        box_only(vec2(0.52 * r, 0.0), vec2(0.14 * r, 0.66 * r));
    }
    return axis;
}

void main() {
    vec2 size = max(rect.zw, vec2(1.0));
    float thin = rect.z * rect.w / (size.x * size.y);   // less than a pixel: as faint as it is thin
    vec2 half_size = size * 0.5;
    vec2 center = rect.xy + rect.zw * 0.5;
    float soft = max(shape.z, 0.5);
    edge = vec4(min(shape.x, min(half_size.x, half_size.y)), shape.y, 0.5 / soft, shape.z > 0.5 ? 1.0 : 0.0);
    vec2 axis = vec2(1.0, 0.0);
    if (shape.w < 0.5) {
        fold = vec2(0.0);
        box_only(vec2(0.0), half_size);
    } else {
        axis = mark(int(shape.w + 0.5), half_size.x);
    }
    vec2 pixel = center + (strip_corner(gl_VertexID) * 2.0 - 1.0) * (half_size + soft);
    pixel = clamp(pixel, clip.xy, max(clip.zw, clip.xy));
    vec2 offset = pixel - center;
    place = vec2(dot(offset, axis), dot(offset, vec2(-axis.y, axis.x)));
    fill_color = premultiplied(fill, thin);
    border_color = premultiplied(border, thin);
    gl_Position = on_canvas(pixel);
}
