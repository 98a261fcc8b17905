"""Every page at every size: nothing overlaps, nothing is cut, controls stay as high as a finger."""

from __future__ import annotations

from itertools import combinations

import pytest
from ui_pages import SIZES, gallery, gallery_controls, page, race, race_controls, run_rects, within

from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.interface import Interface
from descent_game.ui.layout import Content, Layout, arrange
from descent_game.ui.page import Page
from descent_game.ui.panels import FadingCaption, paint_caption, paint_head, paint_hint
from descent_game.ui.widgets import Panel, Slider

EVERY = [
    pytest.param(size, long, scale, name, id=f"{name}-{size[0]}x{size[1]}-{'long' if long else 'plain'}-{scale}")
    for size in SIZES
    for long, scale in ((False, 1.0), (True, 1.0), (False, 1.3), (True, 1.25))
    for name in ("race", "gallery")
]
CAPTION = "SGD bounces from wall to wall; it has crossed the ravine 58 times by now and is still not down."


def laid(size: tuple[int, int], long: bool, scale: float, name: str) -> tuple[Page, Content, Layout]:
    """Returns a page with its content laid out on it."""
    sheet = page(*size, long=long, text_scale=scale)
    content = race(long) if name == "race" else gallery(long)
    return sheet, content, arrange(sheet, content)


@pytest.mark.parametrize(("size", "long", "scale", "name"), EVERY)
def test_parts_keep_apart_and_inside(size: tuple[int, int], long: bool, scale: float, name: str) -> None:
    sheet, _, layout = laid(size, long, scale, name)
    parts = dict(layout.parts())
    assert {"kicker", "title", "tabs", "wall", "board", "controls", "hint", "stage"} <= parts.keys()
    for part, rect in parts.items():
        assert within(rect, sheet.whole), part
    for (one, a), (other, b) in combinations(parts.items(), 2):
        assert not a.overlaps(b), (one, a, other, b)


@pytest.mark.parametrize(("size", "long", "scale", "name"), EVERY)
def test_stage_is_large_enough(size: tuple[int, int], long: bool, scale: float, name: str) -> None:
    sheet, _, layout = laid(size, long, scale, name)
    least = 0.12 if scale > 1.0 or long else 0.24
    assert layout.stage.w * layout.stage.h > least * sheet.width * sheet.height
    stage = layout.camera_stage
    assert stage.x == pytest.approx(2.0 * layout.stage.center[0] / sheet.width - 1.0)
    assert stage.aspect == pytest.approx(layout.stage.w / layout.stage.h)


@pytest.mark.parametrize(("size", "long", "scale", "name"), EVERY)
def test_widgets_keep_apart_and_finger_high(size: tuple[int, int], long: bool, scale: float, name: str) -> None:
    sheet, _, layout = laid(size, long, scale, name)
    widgets = [placed for placed in layout.widgets if not isinstance(placed.widget, Panel)]
    for placed in widgets:
        assert placed.rect.h >= round(60.0 * sheet.scale), placed.name
        assert within(placed.rect, sheet.whole), placed.name
        assert within(placed.rect, (layout.controls.inset(-sheet.px(16.0), 0.0))) or placed.name in (
            "tabs",
            "activation",
        )
    for one, other in combinations(widgets, 2):
        assert not one.rect.overlaps(other.rect), (one.name, other.name)
    for placed in widgets:
        for a, b in combinations(placed.cells, 2):
            assert not a.rect.overlaps(b.rect), (a.key, b.key)


@pytest.mark.parametrize(("size", "long", "scale", "name"), EVERY)
def test_all_text_is_inside_and_apart(size: tuple[int, int], long: bool, scale: float, name: str) -> None:
    sheet, _, layout = laid(size, long, scale, name)
    canvas, interface, caption = Canvas(*size), Interface(), FadingCaption(paint_caption)
    interface.arrange(sheet, layout.widgets, race_controls() if name == "race" else gallery_controls())
    paint_head(canvas, sheet, layout)
    paint_hint(canvas, sheet, layout)
    caption.say(CAPTION)
    caption.step(1.0)
    caption.paint(canvas, sheet, layout.caption)
    interface.paint(canvas)
    rects = list(run_rects(canvas))
    assert len(rects) > 20
    for text, rect in rects:
        assert within(rect, sheet.whole), text
    for (one, a), (other, b) in combinations(rects, 2):
        assert not a.overlaps(b), (one, a, other, b)


@pytest.mark.parametrize(("size", "long", "scale", "name"), EVERY)
def test_text_stays_in_its_cell_and_words_in_their_column(
    size: tuple[int, int], long: bool, scale: float, name: str
) -> None:
    sheet, _, layout = laid(size, long, scale, name)
    canvas, interface = Canvas(*size), Interface()
    interface.arrange(sheet, layout.widgets, race_controls() if name == "race" else gallery_controls())
    interface.paint(canvas)
    rects = dict(run_rects(canvas))
    for placed in layout.widgets:
        for cell in placed.cells:
            if cell.text in rects and placed.name != "tabs":
                assert within(rects[cell.text], cell.rect), cell.key
    assert layout.wall.h >= layout.wall_style.size * len(layout.wall_lines)
    assert all(line.width <= layout.wall.w for line in layout.wall_lines)


def test_the_page_of_the_drawing() -> None:
    sheet, _, layout = laid((1920, 1080), False, 1.0, "race")
    assert sheet.inner == Rect(72.0, 58.0, 1776.0, 984.0)
    assert (layout.kicker.x, layout.kicker.y) == (72.0, 58.0)
    assert layout.tabs.right == layout.board.right == layout.controls.right == 1848.0
    assert layout.board.w == 380.0
    assert layout.hint.bottom == 1042.0
    assert layout.wall_style.size == 27 and layout.title_style.size == 68


def test_a_slider_of_a_page_has_room_for_its_ticks() -> None:
    for size in SIZES:
        _, _, layout = laid(size, False, 1.0, "race")
        slider = next(placed for placed in layout.widgets if placed.name == "learning_rate")
        assert isinstance(slider.widget, Slider)
        assert [tick.label for tick in slider.ticks] == ["SGD", "Momentum"]


def test_upright_page_turns_the_column_into_segments() -> None:
    _, _, layout = laid((1080, 1920), False, 1.0, "gallery")
    assert "column" not in dict(layout.parts())
    placed = next(placed for placed in layout.widgets if placed.name == "activation")
    assert within(placed.rect, layout.controls)


def test_a_least_target_makes_controls_higher() -> None:
    plain, tall = (
        Page(1920, 1080, page().theme, page().messages),
        Page(1920, 1080, page().theme, page().messages, 1.0, 90.0),
    )
    assert plain.finger == 62.0
    assert tall.finger == 90.0
    assert arrange(tall, race()).controls.h > arrange(plain, race()).controls.h
