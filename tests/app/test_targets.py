"""What a finger has to meet: large enough on every page, 15 mm where the screen's size is known, and one at a time."""

from __future__ import annotations

from itertools import combinations

import pytest

from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage, scene_names
from descent_game.ui.canvas import Rect
from descent_game.ui.widgets import Panel, Slider, Term

SIZES = ((1920, 1080), (1280, 720), (1080, 1920))
TWENTY_INCHES = 508.0
LEAST = 56.0
"""In the design's pixels; a finger's width is 62 of them, and a row of the race's board 60."""


def targets(stage: Stage) -> list[tuple[str, Rect]]:
    """Everything that can be pressed, but words of the text: a term is as high as its line."""
    found = []
    for placed in stage.interface.placed:
        if isinstance(placed.widget, Term | Panel) or (isinstance(placed.widget, Slider) and placed.widget.bare):
            continue
        found += [(cell.key, cell.touch) for cell in placed.cells] or [(placed.name, placed.rect)]
    return found


def staged(scene: str, size: tuple[int, int], diagonal: float = 0.0) -> Stage:
    stage = Stage(scene, *size, Settings(diagonal=diagonal))
    stage.frame(0.0, 1.0)
    return stage


@pytest.mark.parametrize("scene", scene_names())
@pytest.mark.parametrize("size", SIZES)
def test_every_target_is_as_high_as_a_finger(scene: str, size: tuple[int, int]) -> None:
    stage = staged(scene, size)
    for name, rect in targets(stage):
        assert rect.h >= LEAST * stage.page.scale, name
        assert rect.w >= 0.6 * LEAST * stage.page.scale, name


@pytest.mark.parametrize("scene", scene_names())
def test_on_a_small_screen_of_known_size_they_grow_to_fifteen_millimetres(scene: str) -> None:
    stage = staged(scene, (1920, 1080), TWENTY_INCHES)
    least = 15.0 * (1920.0**2 + 1080.0**2) ** 0.5 / TWENTY_INCHES
    assert least > 62.0
    for name, rect in targets(stage):
        assert rect.h >= least, name


@pytest.mark.parametrize("scene", scene_names())
@pytest.mark.parametrize("size", SIZES)
def test_no_two_targets_share_a_place(scene: str, size: tuple[int, int]) -> None:
    for (one, first), (other, second) in combinations(targets(staged(scene, size)), 2):
        assert not first.inset(0.5).overlaps(second), f"{one} {other}"
