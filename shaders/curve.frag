// Each pixel belongs to the nearest of a segment and its two neighbours, and only that one draws it: joins come out
// round and a translucent curve is nowhere laid twice.
#include "_canvas.glsl"

flat in vec4 first;
flat in vec4 last;
flat in vec4 stroke;
flat in vec4 stroke_color;
flat in vec4 bounds;
flat in vec2 lone;

out vec4 color;

// Squared distance to a segment, and how far along it the nearest point lies, from 0 to 1.
vec2 nearest(vec2 pixel, vec2 from, vec2 to) {
    vec2 way = to - from, off = pixel - from;
    float along = clamp(dot(off, way) / max(dot(way, way), 1e-12), 0.0, 1.0);
    off -= way * along;
    return vec2(dot(off, off), along);
}

void main() {
    vec2 pixel = canvas_pixel(gl_FragCoord.xy);
    vec2 own = nearest(pixel, first.zw, last.xy);
    float before = nearest(pixel, first.xy, first.zw).x + lone.x;
    float after = nearest(pixel, last.xy, last.zw).x + lone.y;
    float away = sqrt(own.x);
    // a dash has round ends inside its length; a solid curve is one dash without end
    float period = stroke.z;
    float at = stroke.x + own.y * length(last.xy - first.zw);
    float from_middle = abs(at - period * floor(at / max(period, 1e-6)) - stroke.y * 0.5);
    from_middle = min(from_middle, abs(period - from_middle));
    float past = max(from_middle - max(stroke.y * 0.5 - stroke.w, 0.0), 0.0);
    away = period > 0.0 ? length(vec2(away, past)) : away;
    vec2 room = clamp(min(pixel - bounds.xy, bounds.zw - pixel) + 0.5, 0.0, 1.0);
    float cover = clamp(stroke.w - away + 0.5, 0.0, 1.0) * room.x * room.y;
    color = own.x < before && own.x <= after ? stroke_color * cover : vec4(0.0);
}
