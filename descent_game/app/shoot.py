"""Shooting: a demo in exact simulated time, picture by picture, without a window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from descent_game.app import loop
from descent_game.app.asked import first_values, setup
from descent_game.app.fence import Fence
from descent_game.app.projector import Projector
from descent_game.app.stage import Stage
from descent_game.engine.timeline import Demo
from descent_game.render.target import Target

Pixels = npt.NDArray[np.uint8]


def staged(demo: Demo) -> Stage:
    """Returns the stage on which a demo begins."""
    stage = Stage(demo.scene, *demo.size, setup(demo), demo.seed)
    stage.begin(first_values(demo))
    return stage


def times(demo: Demo, seconds: float) -> Iterable[float]:
    """Returns the frame times of `seconds` of a demo, each exactly 1/fps; a lone zero for none at all."""
    count = round(seconds * demo.fps)
    return repeat(1.0 / demo.fps, count) if count else [0.0]


def still(demo: Demo, at: float, context: Any, samples: int = 0) -> Pixels:
    """Returns the picture `at` seconds, (height, width, 3), the same that a film of the demo shows there."""
    stage = staged(demo)
    loop.run(stage, times(demo, at), demo.due, lambda: True)
    projector = Projector(context, *demo.size, samples=samples, top_down=True)
    try:
        return projector.draw(stage).read(3)
    finally:
        projector.release()


class Camera:
    """Draws one picture after another; while one is drawn, the next is simulated and the one before is encoded."""

    def __init__(self, stage: Stage, context: Any, samples: int = 0) -> None:
        self._stage = stage
        self._fence = Fence(context)
        self._projector = Projector(context, stage.page.width, stage.page.height, samples=samples, top_down=True)
        self._waiting: Target | None = None

    def shoot(self) -> None:
        """Begins to draw the stage as it is; what was drawn before must have been taken."""
        self._waiting = self._projector.draw(self._stage)
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
    samples: int = 0,
) -> None:
    """Fills a blank with each picture of the demo and puts it, until the end or until `go_on` says no."""
    stage = staged(demo)
    camera = Camera(stage, context, samples)

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


def pictures(demo: Demo, context: Any, samples: int = 0) -> Iterator[Pixels]:
    """Yields a copy of each picture of a demo, (height, width, 4)."""
    width, height = demo.size
    shots: list[Pixels] = []
    shoot(demo, context, lambda: np.empty((height, width, 4), np.uint8), shots.append, lambda: True, samples)
    yield from shots
