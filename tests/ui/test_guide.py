"""Captions that fit at the foot of any page, and a pointer that goes where it is sent as a hand would."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from descent_game.engine.actions import Point
from descent_game.engine.clock import STEP
from descent_game.ui.canvas import Canvas
from descent_game.ui.guide import LAYER, Guide, Place, caption_place, reach
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page
from descent_game.ui.theme import DARK

SIZES = [(1920, 1080), (1280, 720), (640, 360), (320, 180), (1080, 1920), (3840, 2160)]
LONG = "Momentum remembers nine tenths of its velocity, so it runs past the lowest point and must come back for it."


def page_of(size: tuple[int, int]) -> Page:
    return Page(*size, DARK, Messages({}))


def there(goal: Point) -> Place | None:
    """Finds places of the screen, and nothing else."""
    return None if isinstance(goal.to, str) else goal.to


def way(guide: Guide, seconds: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    places = []
    for _ in range(round(seconds / STEP)):
        guide.step(STEP)
        places.append(guide.place(there))
    return np.array(places, np.float64)


@pytest.mark.parametrize("size", SIZES)
def test_a_caption_stands_whole_on_every_page(size: tuple[int, int]) -> None:
    page = page_of(size)
    rect, rows = caption_place(page, LONG)
    assert rect.x >= 0.0 and rect.right <= page.width
    assert page.height * 0.6 < rect.y and rect.bottom < page.height
    assert all(row.width <= rect.w for row in rows)
    assert " ".join(word.text for row in rows for word in row.words).split() == LONG.split()


def painted(guide: Guide, page_size: tuple[int, int] = (1280, 720), **changes: bool) -> list[str]:
    page = replace(page_of(page_size), **changes)  # type: ignore[arg-type]  # only flags are changed
    canvas = Canvas(page.width, page.height)
    guide.paint(canvas, page, there)
    return [run.text for layer in canvas.layers() for run in layer.runs if run.color[3] > 0.5]


def test_a_caption_comes_stays_its_time_and_goes() -> None:
    guide = Guide()
    assert painted(guide) == []
    guide.say("Downhill.", 120)
    guide.step(STEP)
    assert painted(guide) == []
    way(guide, 0.5)
    assert painted(guide) == ["Downhill."]
    way(guide, 1.0)
    assert painted(guide) == []


def test_a_caption_stays_until_it_is_ended_or_replaced() -> None:
    guide = Guide()
    guide.say("One.")
    way(guide, 100.0)
    assert painted(guide) == ["One."]
    guide.say("Two.")
    way(guide, 0.5)
    assert painted(guide) == ["Two."]
    guide.say("")
    way(guide, 0.5)
    assert painted(guide) == []


@pytest.mark.parametrize("text", [" ", "\n", "\u200b", "\u202e", "\0", "[]", "\ufeff\u00ad", "\ud800"])
def test_a_caption_with_nothing_to_see_leaves_the_page_whole(text: str) -> None:
    guide = Guide()
    guide.say(text)
    way(guide, 0.5)
    assert [run for run in painted(guide) if run.isalnum()] == []
    guide.say("Well.")
    way(guide, 0.5)
    assert painted(guide) == ["Well."]


def test_with_reduced_motion_a_caption_does_not_fade() -> None:
    guide = Guide()
    guide.say("Cut.")
    guide.step(STEP)
    assert painted(guide, reduced_motion=True) == ["Cut."]


def test_the_pointer_starts_slowly_arrives_slowly_and_does_not_stray_far() -> None:
    guide = Guide()
    guide.point(Point((-0.5, 0.5)), there, 16 / 9)
    way(guide, 5.0)
    guide.point(Point((0.5, 0.5), 120), there, 16 / 9)
    places = way(guide, 1.2)
    assert places[-1] == pytest.approx((0.5, 0.5))
    assert (places[118:] == places[-1]).all() or np.allclose(places[119:], places[-1])
    speeds = np.hypot(*np.diff(places[:120], axis=0).T)
    assert speeds[:4].max() < 0.1 * speeds.max() > speeds[-4:].max()
    assert 0.0 < np.abs(places[:, 1] - 0.5).max() < 0.1


def test_a_long_way_takes_longer_than_a_short_one_but_not_in_proportion() -> None:
    assert 0.3 < reach(0.05) < reach(0.5) < reach(2.0) < 2.0
    assert reach(2.0) < 4.0 * reach(0.1)


def test_the_pointer_follows_a_goal_that_moves() -> None:
    guide, at = Guide(), [0.0]

    def moving(goal: Point) -> Place:
        return at[0], 0.0

    guide.point(Point("knob", 12), moving, 16 / 9)
    for _ in range(20):
        guide.step(STEP)
    at[0] = 0.3
    assert guide.place(moving) == pytest.approx((0.3, 0.0))


def marks(guide: Guide) -> list[str]:
    page = page_of((1280, 720))
    canvas = Canvas(page.width, page.height)
    guide.paint(canvas, page, there)
    return [box.kind for layer in canvas.layers() for box in layer.boxes]


def test_the_pointer_fades_away_and_is_not_shown_without_a_place() -> None:
    guide = Guide()
    assert marks(guide) == []
    guide.point(Point((0.0, 0.0)), there, 1.0)
    way(guide, 2.0)
    assert marks(guide) == ["disc", "disc"]
    guide.tap()
    guide.step(STEP)
    assert marks(guide) == ["ring", "disc", "disc"]
    guide.point(Point("nowhere"), there, 1.0)
    guide.step(STEP)
    assert marks(guide) == []
    guide.point(Point((0.0, 0.0)), there, 1.0)
    guide.point(Point(""), there, 1.0)
    for _ in range(60):
        guide.step(STEP)
    assert marks(guide) == []


@pytest.mark.parametrize("far", [1e30, -1e308, math.inf, math.nan])
def test_a_pointer_beyond_all_windows_is_not_drawn(far: float) -> None:
    guide = Guide()
    guide.point(Point((far, 0.0), 60), there, 16 / 9)
    way(guide, 1.0)
    assert marks(guide) == []
    guide.point(Point((0.5, 0.5), 60), there, 16 / 9)
    guide.step(STEP)
    assert marks(guide) == ["disc", "disc"]


def test_it_lies_over_the_page_and_leaves_the_canvas_as_it_was() -> None:
    guide, page = Guide(), page_of((1280, 720))
    canvas = Canvas(page.width, page.height)
    guide.say("Over.")
    guide.point(Point((0.0, 0.0)), there, 1.0)
    guide.step(STEP)
    guide.paint(canvas, page, there)
    assert (canvas.layer, canvas.opacity) == (0, 1.0)
    assert LAYER > 60
    assert math.isfinite(guide.place(there)[0])  # type: ignore[index]  # it has a place
