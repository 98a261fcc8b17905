"""The budget of steps: a scene that simulates as fast as it is asked to is held back where pictures would run late.

It measures what share of the time the simulation takes. Above a limit the scene's `budget` falls at once, well below
it, and only after a while, it rises again; so that a slow machine simulates slower, and says so, instead of stuttering.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from descent_game.app.show.loop import Moving, Wrapper
from descent_game.app.show.quality import LATE

MOST, MOST_LATE = 0.5, 0.33
"""The share of the time that the simulation may take, and what it may take where pictures run late."""
LESS, MORE = 0.8, 1.4
"""How far below the limit the budget falls, and how much it rises at once."""
ROOM = 0.6
"""The share of its limit below which the budget rises: with `MORE`, it then stays below the limit."""
WINDOW = 0.25
"""Seconds over which times are measured."""
PATIENCE, MOST_PATIENCE = 2.0, 60.0
"""Seconds before the budget rises; doubled each time that a rise turned out to be too much."""


@runtime_checkable
class Budgeted(Protocol):
    """A scene that takes steps of its own: `budget` a second at most, `speed` of them a second now."""

    budget: float

    @property
    def speed(self) -> float:
        """Steps a second as they are taken, at most `budget`."""
        ...


class StepBudget(Wrapper[Moving]):
    """Moves on what it is given, and sets the budget of the scene that is shown; scenes without one are left alone.

    `shown` tells which scene that is, `clock` the time in seconds.
    """

    def __init__(
        self, moved: Moving, shown: Callable[[], object], clock: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__(moved)
        self._shown, self._clock = shown, clock
        self._scene: object = None
        self._most = math.inf
        self._patience = PATIENCE
        self._waited = 0.0
        self._risen = False
        self._begin()

    def _begin(self) -> None:
        self._spent = self._passed = 0.0
        self._pictures = 0

    def step(self, dt: float) -> None:
        """Passes on a fixed step, and measures what it takes."""
        begun = self._clock()
        super().step(dt)
        self._spent += self._clock() - begun

    def frame(self, dt: float, alpha: float) -> None:
        """Passes on a picture that comes `dt` seconds after the one before, and judges the budget now and then."""
        self._passed += dt
        self._pictures += 1
        if self._passed >= WINDOW:
            self._judge()
            self._begin()
        super().frame(dt, alpha)

    def _judge(self) -> None:
        scene = self._shown()
        if scene is not self._scene:
            self._scene, self._patience, self._waited = scene, PATIENCE, 0.0
            self._most = scene.budget if isinstance(scene, Budgeted) else math.inf
            return
        if not isinstance(scene, Budgeted):
            return
        share = self._spent / self._passed
        limit = MOST_LATE if self._passed / self._pictures > LATE else MOST
        self._waited += self._passed
        if share > limit:
            if self._risen:
                self._patience = min(2.0 * self._patience, MOST_PATIENCE)
            scene.budget = max(scene.speed * limit * LESS / share, 1.0)
            self._waited, self._risen = 0.0, False
        elif scene.budget >= self._most:
            self._patience = PATIENCE
        elif share < limit * ROOM and self._waited >= self._patience:
            scene.budget = min(scene.budget * MORE, self._most)
            self._waited, self._risen = 0.0, True
