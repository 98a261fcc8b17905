"""The smallest pages: words are in the window, and none lies over another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage, scene_names
from descent_game.ui.canvas import Rect
from descent_game.ui.text import measure, metrics


def words(stage: Stage) -> Iterator[tuple[str, Rect]]:
    """Yields what is written on a page, and where: from the height of its capitals to its baseline."""
    for layer in stage.canvas.layers():
        for run in layer.runs:
            high = metrics(run.style)[0] * 0.72
            yield run.text, Rect(run.x, run.y - high, measure(run.text, run.style), high)


def shared(one: Rect, other: Rect) -> float:
    """Returns how much of the smaller of two rectangles lies in the other, from 0 to 1."""
    width = min(one.right, other.right) - max(one.x, other.x)
    height = min(one.bottom, other.bottom) - max(one.y, other.y)
    return max(width, 0.0) * max(height, 0.0) / max(min(one.w * one.h, other.w * other.h), 1.0)


@pytest.mark.parametrize("size", [(320, 180), (200, 900), (640, 360), (360, 640), (854, 480)])
@pytest.mark.parametrize("scene", scene_names())
@pytest.mark.parametrize("language", ["en", "de"])
def test_words_of_a_small_page_stand_apart(scene: str, size: tuple[int, int], language: str) -> None:
    stage = Stage(scene, *size, Settings(language=language))
    stage.frame(0.0, 1.0)
    written = list(words(stage))
    assert len(written) > 20
    for text, rect in written:
        assert rect.x > -1.0 and rect.y > -1.0 and rect.right < size[0] + 1 and rect.bottom < size[1] + 1, text
    apart = [(a, b) for i, (a, one) in enumerate(written) for b, other in written[i + 1 :] if shared(one, other) > 0.15]
    assert not apart
