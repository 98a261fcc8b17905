"""The race in small windows and with small and large text: no word over another, none beyond the window."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage
from descent_game.engine.actions import Set
from descent_game.engine.clock import STEP
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.text import measure, metrics

SIZES = ((640, 360), (800, 600))
SCALES = (0.8, 1.0, 1.5)
LANGUAGES = ("en", "de")
MANY: dict[str, tuple[tuple[str, object], ...]] = {
    "winners": (("bar", "many"), ("paint", "winners")),
    "crowd": (("bar", "many"), ("crowd", True), ("landscape", "saddle"), ("crowd_size", 1000)),
}


def words(canvas: Canvas) -> list[tuple[str, Rect]]:
    """Returns every run of text with the rectangle of its letters, what hangs below the line left out."""
    found = []
    for layer in canvas.layers():
        for run in layer.runs:
            high = round(metrics(run.style)[0] * 0.7)
            found.append((run.text, Rect(run.x, run.y - high, measure(run.text, run.style), high)))
    return found


def clear(stage: Stage) -> None:
    """Asserts that no word of the picture lies over another, or beyond the window."""
    found = words(stage.canvas)
    assert len(found) > 10
    for text, rect in found:
        assert rect.x >= 0.0 and rect.y >= 0.0, text
        assert rect.right <= stage.page.width and rect.bottom <= stage.page.height, text
    for (one, a), (other, b) in combinations(found, 2):
        assert not a.overlaps(b), (one, other)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("landscape", ["ravine", "saddle"])
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("size", SIZES, ids=["640x360", "800x600"])
def test_no_word_over_another(size: tuple[int, int], scale: float, landscape: str, language: str) -> None:
    stage = Stage("race", *size, Settings(text_scale=scale, language=language))
    stage.act(Set("landscape", landscape))
    for _ in range(6):
        for _ in range(150):
            stage.step(STEP)
        stage.frame(1.0, 0.0)
        clear(stage)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", MANY.values(), ids=MANY)
def test_no_word_over_another_with_many(state: tuple[tuple[str, object], ...], language: str) -> None:
    """One run for all sizes: to work out where each of many ends takes long, and no page has a part in it."""
    stage = Stage("race", *SIZES[0], Settings(language=language))
    for name, value in state:
        stage.act(Set(name, value))
    for _ in range(6):
        for _ in range(150):
            stage.step(STEP)
        for size, scale in product(SIZES, SCALES):
            stage.set_up(Settings(text_scale=scale, language=language))
            stage.resize(*size)
            stage.frame(1.0, 0.0)
            clear(stage)


@pytest.mark.parametrize("scale", SCALES)
def test_the_limits_of_the_rate_stay_within_the_margins(scale: float) -> None:
    stage = Stage("race", 640, 360, Settings(text_scale=scale))
    ticks = [tick for placed in stage.scene.widgets() for tick in placed.ticks if tick.label]
    assert ticks
    inner = stage.page.inner
    for tick in ticks:
        width = measure(tick.label, stage.page.style("small", 0.85))
        assert inner.x <= tick.label_x and tick.label_x + width <= inner.right
