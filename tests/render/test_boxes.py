"""Boxes as rows: the flat insides of large ones are set apart only where that changes nothing."""

import numpy as np

from descent_game.render.boxes import box_rows, with_fills
from descent_game.ui.canvas import MARKS, Canvas, Rect

RED = (1.0, 0.0, 0.0, 0.5)
CARD = Rect(100, 100, 400, 300)


def rows_of(canvas: Canvas) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    (layer,) = canvas.layers()
    return box_rows(layer.boxes)


def test_a_row_says_it_all() -> None:
    canvas = Canvas(800, 600)
    canvas.box(
        Rect(1, 2, 3, 4), RED, radius=5, border=(0, 1, 0, 1), border_width=6, softness=7, clip=Rect(8, 9, 10, 11)
    )
    canvas.mark("check", 50, 60, 10, RED)
    rows = rows_of(canvas)
    assert rows[0].tolist() == [1, 2, 3, 4, 8, 9, 18, 20, 1, 0, 0, 0.5, 0, 1, 0, 1, 5, 6, 7, 0]
    assert rows[1, :4].tolist() == [40, 50, 20, 20] and rows[1, 19] == MARKS.index("check")


def test_a_step_is_a_head_and_a_bar() -> None:
    canvas = Canvas(800, 600)
    canvas.mark("step", 50, 60, 10, RED)
    rows = rows_of(canvas)
    assert rows[:, 19].tolist() == [MARKS.index("step"), len(MARKS)]
    assert np.array_equal(rows[0, :19], rows[1, :19])


def test_the_parts_of_a_large_box_cover_it_once() -> None:
    canvas = Canvas(800, 600)
    canvas.box(CARD, RED, radius=20, border=RED, border_width=2, clip=Rect(0, 0, 450, 600))
    fills, boxes = with_fills(rows_of(canvas))
    covered = np.zeros((600, 800), int)
    for left, top, width, height in fills[:, :4].astype(int).tolist():
        covered[top : top + height, left : left + width] += 1
    for left, top, right, bottom in boxes[:, 4:8].astype(int).tolist():
        covered[max(top, 100) : max(min(bottom, 400), 0), max(left, 100) : max(min(right, 500), 0)] += 1
    expected = np.zeros((600, 800), int)
    expected[100:400, 100:450] = 1
    assert len(fills) == 1 and len(boxes) == 4
    assert np.array_equal(covered, expected)


def test_small_soft_and_marked_ones_stay_whole() -> None:
    canvas = Canvas(800, 600)
    canvas.box(Rect(0, 0, 60, 60), RED)
    canvas.box(CARD, RED, softness=20.0)
    canvas.mark("disc", 400, 300, 150, RED)
    fills, boxes = with_fills(rows_of(canvas))
    assert len(fills) == 0 and np.array_equal(boxes, rows_of(canvas))


def test_a_large_box_over_another_thing_waits_for_its_turn() -> None:
    canvas = Canvas(800, 600)
    canvas.box(Rect(200, 200, 20, 20), RED)
    canvas.box(CARD, RED)
    fills, boxes = with_fills(rows_of(canvas))
    assert len(fills) == 0 and len(boxes) == 2


def test_a_card_on_the_inside_of_a_card_may_go_first_too() -> None:
    canvas = Canvas(800, 600)
    canvas.box(CARD, RED)
    canvas.box(CARD.inset(40), RED)
    canvas.box(Rect(90, 90, 200, 200), RED)
    fills, boxes = with_fills(rows_of(canvas))
    assert len(fills) == 2 and len(boxes) == 4 + 4 + 1


def test_an_outline_needs_no_fill() -> None:
    canvas = Canvas(800, 600)
    canvas.box(CARD, border=RED, border_width=2.0)
    fills, boxes = with_fills(rows_of(canvas))
    assert len(fills) == 0 and len(boxes) == 4
