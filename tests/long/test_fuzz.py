"""Anything at all, in any order: no scene falls over, nothing that is not finite is drawn, no picture is empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from chance import SIZES, Chance, happen
from scene_sums import check_colors, check_finite, digest

from descent_game.app.projector import Projector
from descent_game.app.settings import Settings
from descent_game.app.stage import Stage, scene_names
from descent_game.engine.actions import Goto
from descent_game.engine.clock import STEP, FixedStep

DRAWN_EVERY = 12
"""Every so many moments a picture is drawn, where the window is small enough to be drawn quickly."""
LARGEST = max(width * height for width, height in SIZES)


class Fuzz:
    """A stage to which things happen by chance, and what has happened of late."""

    def __init__(self, seed: int, context: Any = None) -> None:
        self.chance = Chance(seed)
        self.stage = Stage(scene_names()[0], *SIZES[0], Settings(), seed)
        self.projector = Projector(context, *SIZES[0], top_down=True) if context is not None else None
        self.events = self.moments = self.drawn = 0
        self.late: list[str] = []
        self._fixed = FixedStep()

    def moment(self) -> None:
        """Lets something happen, moves on to the next picture, and looks at it."""
        for asked in self.chance.next(self.stage):
            self.late = [*self.late[-30:], repr(asked)]
            self.events += 1
            happen(self.stage, asked)
        self.stage.wishes.clear()
        dt = self.chance.wait()
        self.late.append(f"{dt:.4f} s")
        for _ in range(min(self._fixed.advance(dt), 2)):
            for action in self.stage.take(0):
                self.stage.act(action)
            self.stage.step(STEP)
        self.stage.frame(dt, self._fixed.alpha)
        self.moments += 1
        if self.moments % DRAWN_EVERY == 0:
            check_finite(self.stage)
            self.draw()

    def draw(self) -> None:
        """Draws what is shown, where that is quick."""
        page = self.stage.page
        if self.projector is None or page.width * page.height > LARGEST:
            return
        picture = self.projector.draw(self.stage).read(3)
        self.drawn += 1
        if min(page.width, page.height) >= 32:
            check_colors(picture, repr(self.late))

    def run(self, events: int) -> str:
        """Goes on until so many events have happened; returns the sum over all scenes as they are then."""
        try:
            while self.events < events:
                self.moment()
            return "".join(self._sums())
        except Exception as error:
            error.add_note(f"after event {self.events}, {self.stage.words()}: " + "\n".join(self.late))
            raise

    def _sums(self) -> list[str]:
        sums = []
        for name in scene_names():
            self.stage.act(Goto(name))
            self.stage.frame(0.0, 0.5)
            sums.append(digest(self.stage))
        return sums


@pytest.fixture
def events(length: Callable[..., int]) -> int:
    return length("fuzz", short=3_000, long=1_000_000)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_every_scene_goes_on_and_every_picture_shows_something(
    ctx: Any, events: int, seed: int
) -> None:
    fuzz = Fuzz(seed, ctx)
    assert fuzz.projector is not None
    try:
        fuzz.run(events // 3)
        assert fuzz.drawn > fuzz.moments // (DRAWN_EVERY * 2)
        assert ctx.error == "GL_NO_ERROR"
    finally:
        fuzz.projector.release()


def test_the_same_seed_gives_the_same_end(events: int) -> None:
    first, again, other = Fuzz(7).run(events // 10), Fuzz(7).run(events // 10), Fuzz(8).run(events // 10)
    assert first == again
    assert first != other
