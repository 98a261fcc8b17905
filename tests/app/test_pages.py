"""The real pages, with the drawer closed and open, in English and in the made-up language: no text over another."""

from __future__ import annotations

from itertools import combinations

import pytest

from descent_game.app import settings
from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage
from descent_game.engine.actions import Read
from descent_game.engine.clock import STEP
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.catalogue import made_up
from descent_game.ui.text import measure, metrics

ENGLISH = settings.messages("en")
LONGER = made_up(ENGLISH)
SIZES = (
    (1024, 600), (1024, 768), (1280, 720), (1280, 800), (1920, 1080), (1920, 1200), (2560, 1080), (3440, 1440),
    (3840, 2160), (1080, 1920), (768, 1024),
)  # fmt: skip


def texts(canvas: Canvas) -> list[tuple[str, Rect]]:
    """Returns the runs of a picture, each with the rectangle that its letters fill."""
    found = []
    for layer in canvas.layers():
        for run in layer.runs:
            ascent, descent = metrics(run.style)
            height = round(ascent * 0.7)
            rect = Rect(run.x, run.y - height, measure(run.text, run.style), height + round(descent * 0.5))
            found.append((run.text, rect))
    return found


def clear(stage: Stage, canvas: Canvas) -> None:
    rects = texts(canvas)
    assert len(rects) > 10
    whole = stage.page.whole
    for text, rect in rects:
        assert rect.x >= 0.0 and rect.y >= 0.0 and rect.right <= whole.w and rect.bottom <= whole.h, text
    for (one, a), (other, b) in combinations(rects, 2):
        assert not a.overlaps(b), (one, a, other, b)


@pytest.mark.parametrize("long", [False, True], ids=["english", "longer"])
@pytest.mark.parametrize("scale", [1.0, 1.25])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_race_and_the_drawer_of_every_scene(
    size: tuple[int, int], scale: float, long: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "messages", lambda language: LONGER if long else ENGLISH)
    stage = Stage("race", *size, Settings(text_scale=scale))
    run(stage, 20)
    clear(stage, stage.canvas)
    for section in ("walk", "line", "bend"):
        stage.act(Read(section))
        run(stage, 6, slower=5)  # until the drawer stands
        drawer = Canvas(*size)
        stage.reader.paint(drawer, stage.page)
        clear(stage, drawer)
        assert {"read", "tabs"} <= {placed.name for placed in stage.interface.placed}


def run(stage: Stage, frames: int, slower: int = 1) -> None:
    """Shows so many frames at sixty a second, or at fewer."""
    for _ in range(frames):
        for _ in range(2 * slower):
            stage.step(STEP)
        stage.frame(slower / 60, 0.0)
