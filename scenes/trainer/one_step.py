"""One step taken slowly: forward, loss, backward, step; and how many steps a second are really taken."""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

from descent_game.engine.easing import smooth
from descent_game.engine.linalg import Floats
from descent_game.engine.snapshot import Stateful
from descent_game.sim.network.training import WatchedStep

StepPart: TypeAlias = Literal["", "forward", "loss", "backward", "step"]

PARTS: tuple[tuple[StepPart, float], ...] = (("forward", 0.32), ("loss", 0.16), ("backward", 0.32), ("step", 0.2))
"""The parts of a step and their shares of its time."""
SLOW = 4.0
"""Steps a second up to which each can be watched."""
WATCH_SECONDS = 7.0
"""How long a single step takes that is watched by itself."""
READABLE_SECONDS = 3.0
"""How long a step must last for its parts to be told in words."""
FIRST_WINDOW, WINDOW, LONG_WINDOW = 0.1, 0.5, 3.0
"""Seconds over which the speed is measured: the first time, from then on, and where steps are few."""
ENOUGH = 40


class Watching(Stateful):
    """Tells the step taken last, from its start (time 0) to its end (time 1); the network itself is already there."""

    STATE = ("watched", "_seconds", "_time")

    def __init__(self) -> None:
        self.watched: WatchedStep | None = None
        self._seconds = 1.0
        self._time = 1.0

    @property
    def going(self) -> bool:
        """Whether a step is being told."""
        return self.watched is not None and self._time < 1.0

    @property
    def readable(self) -> bool:
        """Whether it lasts long enough for words."""
        return self.going and self._seconds >= READABLE_SECONDS

    def begin(self, watched: WatchedStep, seconds: float) -> None:
        """Starts to tell a step that lasts so many seconds."""
        self.watched, self._seconds, self._time = watched, seconds, 0.0

    def end(self) -> None:
        """Stops telling."""
        self.watched, self._time = None, 1.0

    def step(self, dt: float) -> None:
        """Moves on by `dt` seconds."""
        self._time = min(self._time + dt / self._seconds, 1.0)

    def part(self) -> tuple[StepPart, float]:
        """Returns the part that is being told and how far it is, from 0 to 1; an empty name when nothing is."""
        if not self.going:
            return "", 1.0
        begun = 0.0
        for name, share in PARTS:
            if self._time < begun + share:
                return name, (self._time - begun) / share
            begun += share
        return "step", 1.0

    def parameters(self, now: Floats) -> Floats:
        """Returns the parameters to be shown where the network has `now`: those before the step, until it is told."""
        name, share = self.part()
        if not name or self.watched is None:
            return now
        before = self.watched.before.parameters
        return before + smooth(share) * (now - before) if name == "step" else before


class Meter:
    """Measures steps a second from what was taken in the time of the pictures; not a number before it knows."""

    def __init__(self) -> None:
        self.rate = math.nan
        self._before = 0
        self._time = 0.0

    def rest(self, taken: int) -> None:
        """Begins anew after the `taken` steps so far."""
        self.rate, self._before, self._time = math.nan, taken, 0.0

    def frame(self, taken: int, dt: float) -> None:
        """Takes note of all steps taken by the end of a picture's time `dt`, in seconds."""
        self._time += dt
        steps = taken - self._before
        window = FIRST_WINDOW if math.isnan(self.rate) else WINDOW
        if self._time >= (window if steps >= ENOUGH else LONG_WINDOW):
            self.rate = steps / self._time
            self._before, self._time = taken, 0.0
