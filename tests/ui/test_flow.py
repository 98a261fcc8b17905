"""Flowing widgets into rows: in order, in the fewest rows, justified, and whole at any width."""

from __future__ import annotations

from itertools import pairwise

import pytest
from ui_pages import ADAM, LANDSCAPE, MOMENTUM, NOISE, RATE, SGD, SPEED, VIEW, page, race

from descent_game.engine.controls import Choice
from descent_game.ui.canvas import Rect
from descent_game.ui.flow import bar, bar_height
from descent_game.ui.widget_layout import place
from descent_game.ui.widgets import Button, Buttons, Group, Segments, Slider, Switch, Tick

PAGE = page()
GROUPS = race().groups
AREA = Rect(72.0, 780.0, 1776.0, 300.0)


def test_widgets_keep_their_order_and_fill_the_width() -> None:
    placed = bar(PAGE, AREA, "race", GROUPS)
    names = [p.name for p in placed]
    order = ["landscape", "learning_rate", "speed", "noise", "sgd", "momentum", "adam", "view", "pause+step+drop_again"]
    assert names == order
    tops = sorted({p.cells[0].rect.y for p in placed if p.cells})
    assert len(tops) == 2
    for top in tops:
        row = [p for p in placed if p.cells and p.cells[0].rect.y == top]
        assert all(a.rect.right < b.rect.x for a, b in pairwise(row))
    assert min(p.body.x for p in placed) == AREA.x
    assert max(p.body.right for p in placed) == pytest.approx(AREA.right, abs=2.0)


def test_rows_follow_the_width() -> None:
    heights = [bar_height(PAGE, width, "race", GROUPS) for width in (4000.0, 1776.0, 936.0, 500.0)]
    assert heights == sorted(heights) and heights[0] < heights[1] < heights[2] < heights[3]
    assert bar_height(PAGE, 900.0, "race", ()) == 0.0


@pytest.mark.parametrize("width", [300, 420, 640, 980, 1500, 2600])
def test_no_width_cuts_or_covers_anything(width: int) -> None:
    area = Rect(0.0, 0.0, float(width), 5000.0)
    placed = bar(PAGE, area, "race", GROUPS)
    bottom = bar_height(PAGE, width, "race", GROUPS)
    for one in placed:
        assert one.body.x >= 0.0 and one.body.right <= width + 1.0, one.name
        assert one.rect.bottom <= bottom + 1.0
        for cell in one.cells:
            assert cell.rect.right <= width + 1.0, cell.key
        for other in placed:
            assert one is other or not one.body.overlaps(other.body), (one.name, other.name)


def test_a_choice_of_many_wraps_into_a_grid() -> None:
    many = Choice("activation", tuple(f"function{i}" for i in range(10)), "function0")
    placed = place(PAGE, "gallery", Segments(many), Rect(0.0, 100.0, 700.0, 62.0))
    rows = sorted({cell.rect.y for cell in placed.cells})
    assert len(rows) == 2 and len(placed.cells) == 10
    assert all(cell.rect.right <= 701.0 for cell in placed.cells)


def test_a_group_has_its_label_over_its_first_switch() -> None:
    group = Group((Switch(SGD, "disc", "coral"), Switch(MOMENTUM), Switch(ADAM)), "runners")
    placed = bar(PAGE, AREA, "race", (group,))
    assert [p.label for p in placed] == ["RUNNERS", "", ""]
    assert placed[0].label_at[1] < placed[0].body.y


def test_sliders_with_labelled_ticks_leave_room_below_for_all() -> None:
    plain = bar(PAGE, AREA, "race", (Slider(SPEED), Slider(NOISE)))
    ticked = bar(PAGE, AREA, "race", (Slider(SPEED), Slider(RATE, (Tick(0.05, "coral", "SGD"),))))
    assert ticked[0].body.y == ticked[1].body.y < plain[0].body.y
    assert ticked[0].label_at[1] < plain[0].label_at[1]


def test_ticks_outside_the_range_are_left_out_and_labels_make_room() -> None:
    ticks = (Tick(0.05, "coral", "first"), Tick(0.052, "amber", "second"), Tick(7.0, "cyan", "never"))
    (placed,) = bar(PAGE, AREA, "race", (Slider(RATE, ticks),))
    assert [tick.label for tick in placed.ticks] == ["first", "second"]
    first, second = placed.ticks
    assert first.label_x < first.x < second.x and second.label_x > first.label_x + 30.0


def test_one_wide_group_comes_apart() -> None:
    group = Group((Segments(LANDSCAPE), Segments(VIEW), Buttons((Button("drop_again", primary=True),))))
    placed = bar(PAGE, Rect(0.0, 0.0, 640.0, 900.0), "race", (group,))
    assert len({p.body.y for p in placed}) == 2
