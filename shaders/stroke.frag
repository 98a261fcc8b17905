// Where one stroke goes on in the next, each pixel belongs to one of them only, so that a faint curve has no beads.
in vec2 along;
flat in vec4 stroke;
flat in float before;
flat in vec2 rounded;
flat in vec4 ink_color;

out vec4 color;

const float SEAM = 0.02;   // so that no pixel on a joint is lost to rounding

void main() {
    float past_start = max(-along.x, 0.0), past_end = max(along.x - stroke.x, 0.0);
    float away = length(vec2(past_start + past_end, along.y));
    if (stroke.w > 0.0) {
        float at = before + clamp(along.x, 0.0, stroke.x);
        float from_middle = abs(at - stroke.w * floor(at / stroke.w) - stroke.z * 0.5);
        from_middle = min(from_middle, stroke.w - from_middle);
        away = length(vec2(max(from_middle - max(stroke.z * 0.5 - stroke.y, 0.0), 0.0), away));
    }
    bool mine = (along.x >= -SEAM || rounded.x > 0.5) && (along.x < stroke.x + SEAM || rounded.y > 0.5);
    float cover = mine ? clamp(stroke.y - away + 0.5, 0.0, 1.0) : 0.0;
    color = ink_color * cover;
}
