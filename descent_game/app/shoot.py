"""Shooting: a demo in exact simulated time, picture by picture, without a window.

One target is enough: while GL draws a picture the next is simulated and the one before is encoded. A second one, read
while the first is drawn, was measured to be slower, because reading holds the interpreter's lock while it waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from descent_game.app import loop
from descent_game.app.asked import first_values
from descent_game.app.demos import setup
from descent_game.app.fence import Fence
from descent_game.app.projector import Projector
from descent_game.app.stage import Stage
from descent_game.engine.scene import Scene
from descent_game.engine.timeline import Demo
from descent_game.engine.view import View
from descent_game.render.target import Target
from descent_game.ui.canvas import Canvas
from descent_game.ui.page import Page

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Look:
    """How pictures are taken: multisampling, without the interface, without the background."""

    samples: int = 0
    clean: bool = False
    transparent: bool = False


PLAIN = Look()
"""As a visitor sees it."""


class Bare:
    """A stage without its interface and, if so wished, without the background."""

    def __init__(self, stage: Stage, look: Look) -> None:
        self._stage, self._look = stage, look
        self._empty = Canvas(stage.page.width, stage.page.height)

    @property
    def page(self) -> Page:
        """The stage's page."""
        return self._stage.page

    @property
    def scene(self) -> Scene:
        """The scene on the stage."""
        return self._stage.scene

    @property
    def view(self) -> View:
        """The stage's view, transparent if so wished."""
        return replace(self._stage.view, transparent=self._look.transparent)

    @property
    def canvas(self) -> Canvas:
        """The interface, or nothing in its place."""
        return self._empty if self._look.clean else self._stage.canvas

    @property
    def changes(self) -> int:
        """How often one scene has followed another."""
        return self._stage.changes

    @property
    def fade(self) -> float:
        """How much of the scene before is still to be seen; nothing where the background is left out."""
        return 0.0 if self._look.transparent else self._stage.fade


def staged(demo: Demo) -> Stage:
    """Returns the stage on which a demo begins."""
    stage = Stage(demo.scene, *demo.size, setup(demo), demo.seed)
    stage.bare = not demo.widgets
    stage.begin(first_values(demo))
    return stage


def times(demo: Demo, seconds: float) -> Iterable[float]:
    """Returns the frame times of `seconds` of a demo, each exactly 1/fps; a lone zero for none at all."""
    count = round(seconds * demo.fps)
    return repeat(1.0 / demo.fps, count) if count else [0.0]


def still(demo: Demo, at: float, context: Any, look: Look = PLAIN) -> Pixels:
    """Returns the picture `at` seconds, (height, width, 3), the same that a film of the demo shows there.

    Without a background it is (height, width, 4), its colours multiplied by their opacity.
    """
    stage = staged(demo)
    loop.run(stage, times(demo, at), demo.due, lambda: True)
    projector = Projector(context, *demo.size, samples=look.samples, top_down=True)
    try:
        return projector.draw(Bare(stage, look)).read(4 if look.transparent else 3)
    finally:
        projector.release()


class Camera:
    """Draws one picture after another; while one is drawn, the next is simulated and the one before is encoded."""

    def __init__(self, stage: Stage, context: Any, look: Look) -> None:
        self._shown = Bare(stage, look)
        self._fence = Fence(context)
        page = stage.page
        self._projector = Projector(context, page.width, page.height, samples=look.samples, top_down=True)
        self._waiting: Target | None = None

    def shoot(self) -> None:
        """Begins to draw the stage as it is; what was drawn before must have been taken."""
        self._waiting = self._projector.draw(self._shown)
        self._fence.flush()

    def take(self, pixels: Pixels) -> None:
        """Waits for the picture and copies it into `pixels`, (height, width, 4), rows from the top."""
        if self._waiting is not None:
            self._fence.finish()
            self._waiting.read_into(pixels)
            self._waiting = None

    @property
    def waiting(self) -> bool:
        """Whether a picture is being drawn and not yet taken."""
        return self._waiting is not None

    def release(self) -> None:
        """Frees what is held on the GPU."""
        self._projector.release()


def shoot(
    demo: Demo,
    context: Any,
    blank: Callable[[], Pixels],
    put: Callable[[Pixels], None],
    go_on: Callable[[], bool],
    look: Look = PLAIN,
) -> None:
    """Fills a blank with each picture of the demo and puts it, until the end or until `go_on` says no."""
    stage = staged(demo)
    camera = Camera(stage, context, look)

    def take() -> None:
        if camera.waiting:
            pixels = blank()
            camera.take(pixels)
            put(pixels)

    def draw() -> bool:
        take()
        if not go_on():
            return False
        camera.shoot()
        return True

    try:
        loop.run(stage, times(demo, demo.seconds), demo.due, draw)
        take()
    finally:
        camera.release()
