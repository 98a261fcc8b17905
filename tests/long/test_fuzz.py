"""Anything at all, in any order: no scene falls over, nothing that is not finite is drawn, no picture is empty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import av
import pytest
from chance import SIZES, Chance, happen
from scene_sums import check_colors, check_finite, digest

from descent_game.app.film import screen_capture
from descent_game.app.settings import Settings
from descent_game.app.show.compositor import Compositor
from descent_game.app.show.stage import Stage, scene_names
from descent_game.app.storage.saving import Saving
from descent_game.engine.actions import Goto
from descent_game.engine.clock import STEP, FixedStep

DRAWN_EVERY = 12
"""Every so many moments a picture is drawn, where the window is small enough to be drawn quickly."""
LARGEST = max(width * height for width, height in SIZES)
FILMED = 0.03
"""How likely it is, after a picture, that a film of the screen begins or ends."""
BEGINNING = datetime(2026, 3, 2, 9, 30)


class Camera:
    """Films of the screen that begin and end at any moment; each must hold what it was given, or say what it lacks."""

    def __init__(self, context: Any) -> None:
        self._context, self._saving = context, Saving()
        self._capture: screen_capture.ScreenCapture | None = None
        self.begun = self.made = self.pictures = 0

    def see(self, stage: Stage, compositor: Compositor, dt: float, toggled: bool) -> None:
        """Shows the camera the picture that was drawn, and begins or ends a film."""
        target, now = compositor.target, BEGINNING + timedelta(seconds=self.begun)
        if toggled and self._capture is not None:
            self._end()
        elif toggled:
            size, name = (target.width, target.height), stage.scene.name
            self._capture = screen_capture.ScreenCapture(self._context, size, name, {}, now)
            self.begun += 1
        if self._capture is not None and not self._capture.see(target, dt):
            self._end()
        self._look()

    def _end(self) -> None:
        if self._capture is not None:
            self._capture.end()
            self._saving.start(self._capture.finish)
            self._capture = None

    def close(self) -> None:
        """Ends the film, if there is one, and looks at all that were made."""
        self._end()
        self._saving.close()
        self._look()

    def _look(self) -> None:
        for made, words, _ in self._saving.all_told():
            assert made, words
            with av.open(words) as film:
                self.pictures += sum(1 for _ in film.decode(video=0))
            Path(words).unlink()
            self.made += 1


class Fuzz:
    """A stage to which things happen by chance, and what has happened of late."""

    def __init__(self, seed: int, context: Any = None) -> None:
        self.chance = Chance(seed)
        self.stage = Stage(scene_names()[0], *SIZES[0], Settings(), seed)
        self.compositor = Compositor(context, *SIZES[0], top_down=True) if context is not None else None
        self.camera = Camera(context) if context is not None else None
        self.events = self.moments = self.drawn = 0
        self.late: list[str] = []
        self._fixed = FixedStep()

    def moment(self) -> None:
        """Lets something happen, moves on to the next picture, and looks at it."""
        for asked in self.chance.next(self.stage):
            self.late = [*self.late[-30:], repr(asked)]
            self.events += 1
            happen(self.stage, asked)
        self.stage.requests.clear()
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
        if self.compositor is None or page.width * page.height > LARGEST:
            return
        picture = self.compositor.draw(self.stage).read(3)
        self.drawn += 1
        if self.camera is not None:
            self.camera.see(self.stage, self.compositor, 0.1, self.chance.random.random() < FILMED)
        if min(page.width, page.height) >= 32:
            check_colors(picture, repr(self.late))

    def run(self, events: int) -> str:
        """Goes on until so many events have happened; returns the sum over all scenes as they are then."""
        try:
            while self.events < events:
                self.moment()
            return "".join(self._sums())
        except Exception as error:  # whatever it is, it is raised again with the way that led to it
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
    """How many events there are."""
    return length("fuzz", short=3_000, long=1_000_000)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_every_scene_goes_on_and_every_picture_shows_something(
    ctx: Any, events: int, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_capture, "folder", lambda: tmp_path)
    fuzz = Fuzz(seed, ctx)
    assert fuzz.compositor is not None and fuzz.camera is not None
    try:
        fuzz.run(events // 3)
        fuzz.camera.close()
        print(f"{fuzz.events} events, {fuzz.moments} moments, {fuzz.drawn} pictures, {fuzz.camera.made} films")
        assert fuzz.camera.made == fuzz.camera.begun
        assert fuzz.camera.pictures >= fuzz.camera.made
        assert list(tmp_path.iterdir()) == []
        assert fuzz.drawn > fuzz.moments // (DRAWN_EVERY * 2)
        assert ctx.error == "GL_NO_ERROR"
    finally:
        fuzz.compositor.release()


def test_the_same_seed_gives_the_same_end(events: int) -> None:
    first, again, other = Fuzz(7).run(events // 10), Fuzz(7).run(events // 10), Fuzz(8).run(events // 10)
    assert first == again
    assert first != other
