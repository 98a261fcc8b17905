"""Names beside points: apart from each other, from the points and from panels, and calm."""

from __future__ import annotations

import math
from itertools import combinations

from ui_pages import page

from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.labels import Label, Labels, Named, paint_labels

PAGE = page()
BOUNDS = Rect(500.0, 60.0, 900.0, 800.0)
PANEL = Rect(1100.0, 100.0, 300.0, 300.0)
NAMES = ("SGD", "Momentum", "Adam")


def points(*places: tuple[float, float]) -> list[Named]:
    """Returns points with names at these places."""
    return [Named(name, x, y, PAGE.theme.coral) for name, (x, y) in zip(NAMES, places, strict=False)]


def apart(labels: list[Label], named: list[Named]) -> None:
    """Checks that no name stands on another, on a point or on the panel, and that all are inside."""
    for a, b in combinations(labels, 2):
        assert not a.rect.overlaps(b.rect), (a, b)
    for label in labels:
        assert not label.rect.overlaps(PANEL)
        for point in named:
            assert not label.rect.contains(point.x, point.y)
        assert label.rect.x >= BOUNDS.x and label.rect.right <= BOUNDS.right
        assert label.rect.y >= BOUNDS.y and label.rect.bottom <= BOUNDS.bottom


def test_names_keep_clear_wherever_three_points_meet() -> None:
    for i in range(60):
        x, y = 530.0 + 137.0 * i % 840.0, 90.0 + 71.0 * i % 740.0
        if PANEL.inset(-20.0).contains(x, y):
            continue
        spread = i % 5 * 9.0
        named = points((x, y), (x + spread, y - spread), (min(x + 2.0 * spread, 1390.0), y))
        apart(Labels().arrange(PAGE, named, [PANEL], BOUNDS, 0.0), named)


def test_names_stand_to_the_right_where_they_can() -> None:
    (label,) = Labels().arrange(PAGE, points((700.0, 300.0)), [], BOUNDS, 0.0)
    assert label.rect.x > 700.0 and label.rect.center[1] == 300.0


def test_a_name_keeps_its_side_until_the_best_is_free_with_room() -> None:
    labels = Labels()
    labels.arrange(PAGE, points((700.0, 300.0)), [Rect(705.0, 250.0, 200.0, 100.0)], BOUNDS, 0.0)
    settled = labels.arrange(PAGE, points((700.0, 300.0)), [Rect(705.0, 250.0, 200.0, 100.0)], BOUNDS, 5.0)[0]
    assert settled.rect.right < 700.0
    near = labels.arrange(PAGE, points((700.0, 300.0)), [Rect(790.0, 250.0, 200.0, 100.0)], BOUNDS, 5.0)[0]
    assert near.rect.right < 700.0
    free = labels.arrange(PAGE, points((700.0, 300.0)), [], BOUNDS, 5.0)[0]
    assert free.rect.x > 700.0


def test_names_glide_the_same_at_any_picture_rate() -> None:
    ends = []
    for rate in (30, 60, 144):
        labels = Labels()
        labels.arrange(PAGE, points((700.0, 300.0)), [], BOUNDS, 0.0)
        for _ in range(rate // 6):
            moved = labels.arrange(PAGE, points((700.0, 300.0)), [Rect(705.0, 250.0, 300.0, 100.0)], BOUNDS, 1 / rate)
        ends.append(moved[0].rect.x)
    assert max(ends) - min(ends) < 1.0


def test_names_do_not_tremble_while_points_circle_each_other() -> None:
    labels, jumps = Labels(), 0
    before: dict[str, tuple[float, float]] = {}
    for i in range(240):
        angle = i * 0.05
        named = points((800.0, 400.0), (800.0 + 30.0 * math.cos(angle), 400.0 + 30.0 * math.sin(angle)))
        for label, point in zip(labels.arrange(PAGE, named, [], BOUNDS, 1 / 60), named, strict=True):
            offset = (label.rect.x - point.x, label.rect.y - point.y)
            jumps += math.dist(offset, before.get(label.text, offset)) > 60.0
            before[label.text] = offset
    assert jumps <= 8


def test_painting_puts_a_plate_under_every_name() -> None:
    canvas = Canvas(1920, 1080)
    canvas.opacity = 0.5
    labels = Labels().arrange(PAGE, points((700.0, 300.0), (900.0, 300.0)), [], BOUNDS, 0.0)
    paint_labels(canvas, PAGE, labels)
    layer = next(canvas.layers())
    assert [run.text for run in layer.runs] == ["SGD", "Momentum"]
    assert all(box.rect.x < run.x for box, run in zip(layer.boxes, layer.runs, strict=True))
    assert canvas.opacity == 0.5


def test_names_never_cover_one_another_on_their_way() -> None:
    labels = Labels()
    for i in range(300):
        swing = 60.0 * math.sin(i * 0.9)
        named = points((800.0 + swing, 400.0 - swing), (810.0 - swing, 400.0 + 0.5 * swing), (790.0, 400.0 + i % 7))
        for a, b in combinations(labels.arrange(PAGE, named, [], BOUNDS, 1 / 60), 2):
            assert not a.rect.overlaps(b.rect), (i, a, b)


def test_a_name_stays_calm_beside_a_point_that_shakes_and_follows_one_that_leaps() -> None:
    labels = Labels()
    places = []
    for i in range(120):
        x = 800.0 + (40.0 if i // 3 % 2 else -40.0)
        places.append(labels.arrange(PAGE, points((x, 400.0)), [], BOUNDS, 1 / 60)[0].rect.x)
    assert max(places[60:]) - min(places[60:]) < 45.0
    leapt = labels.arrange(PAGE, points((1380.0, 700.0)), [], BOUNDS, 1 / 60)[0]
    assert leapt.rect.center[1] > 600.0


def test_a_name_between_two_others_gets_past_the_one_that_stays() -> None:
    labels = Labels()
    for y in range(260, 362, 2):
        named = points((680.0, float(y)), (702.0, 400.0), (702.0, 400.0))
        placed = labels.arrange(PAGE, named, [], BOUNDS, 1.0 / 60.0)
        for a, b in combinations(placed, 2):
            deep = min(a.rect.bottom, b.rect.bottom) - max(a.rect.y, b.rect.y)
            wide = min(a.rect.right, b.rect.right) - max(a.rect.x, b.rect.x)
            assert deep < 6.5 or wide <= 0.0, (y, a.text, b.text)
    assert not PANEL.overlaps(placed[2].rect)
    assert placed[2].rect.y > placed[1].rect.y or placed[2].rect.right < 702.0


def shared(a: Rect, b: Rect) -> float:
    """Returns the area that two rectangles share."""
    wide, high = min(a.right, b.right) - max(a.x, b.x), min(a.bottom, b.bottom) - max(a.y, b.y)
    return max(wide, 0.0) * max(high, 0.0)


def test_eight_names_never_cover_one_another_and_one_without_a_place_is_left_out() -> None:
    labels = Labels()
    names = [f"Optimizer {i}" for i in range(8)]
    for i in range(300):
        swing = [60.0 * math.sin(0.4 * i + k) for k in range(8)]
        named = [
            Named(name, 800.0 + swing[k], 400.0 + 0.4 * swing[7 - k], PAGE.theme.coral) for k, name in enumerate(names)
        ]
        placed = labels.arrange(PAGE, named, [], BOUNDS, 1 / 60)
        assert len(placed) >= 6
        for a, b in combinations(placed, 2):
            assert shared(a.rect, b.rect) <= 0.07 * a.rect.w * a.rect.h, (i, a, b)
    small = Rect(760.0, 380.0, 160.0, 60.0)
    left = Labels().arrange(PAGE, named, [], small, 0.0)
    assert 0 < len(left) < 8
    assert all(shared(a.rect, b.rect) <= 0.07 * a.rect.w * a.rect.h for a, b in combinations(left, 2))
    panels = [PANEL]
    (only,) = Labels().arrange(PAGE, points((1250.0, 200.0), (700.0, 300.0)), panels, BOUNDS, 0.0)
    assert only.text == "Momentum"
