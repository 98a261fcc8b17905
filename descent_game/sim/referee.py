"""The referee: watches one runner step by step and says what it has reached.

All of it is plain Python floats: for a few runners that is quicker than arrays.
"""

from dataclasses import dataclass
from math import inf
from typing import Final, NamedTuple

import numpy as np

from descent_game.sim.surfaces.surface import Array, Landscape

STAY: Final = 60
"""A stay near a minimum is declared settled once it has lasted this many steps."""


@dataclass(frozen=True)
class Split:
    """What a runner has reached, as numbers of steps since the drop; None: not (yet). Step 0 is the drop itself.

    crossed   first step beyond the plateau (0: dropped beyond it)
    touched   first step near a minimum, as the landscape says what that is
    settled   first step of the present stay near a minimum, declared after `STAY` steps of it
    diverged  step whose result was not finite or too far out; the runner stands where it was before
    bounces   hops from wall to wall: steps that change sides of one valley's floor, from and to where it is not near
    farthest  (step, coordinate) of the greatest overshoot past the minimum, along the valley; None: never past it
    """

    crossed: int | None = None
    touched: int | None = None
    settled: int | None = None
    diverged: int | None = None
    bounces: int = 0
    farthest: tuple[int, float] | None = None


class RefereeState(NamedTuple):
    """All that a referee knows of its runner, as `Split` has it, and what it has to remember for that."""

    start: tuple[float, float]
    crossed: int | None
    touched: int | None
    entered: int | None
    settled: int | None
    diverged: int | None
    bounces: int
    side: int
    floor: float
    overshoot: float
    farthest: tuple[int, float] | None


class Referee:
    """Watches one runner from its drop; holds what has been seen so far."""

    def __init__(self, landscape: Landscape, start: tuple[float, float]) -> None:
        """Begin at step 0 with a runner at `start`."""
        self._along = landscape.valley_axis
        self._near = landscape.near
        self._minima = tuple((minimum.x, minimum.y) for minimum in landscape.minima)
        self._plateau = inf if landscape.plateau is None else landscape.plateau
        self._way = landscape.valley_axis or 0
        self._middle = landscape.surface.middle[self._way]
        self._start = start
        self._crossed: int | None = None
        self._touched: int | None = None
        self._entered: int | None = None
        self._settled: int | None = None
        self._diverged: int | None = None
        self._bounces = 0
        self._side = 0
        self._floor = 0.0
        self._overshoot = 0.0
        self._farthest: tuple[int, float] | None = None
        self.observe(0, start)

    def observe(self, step: int, point: tuple[float, float]) -> None:
        """Take note of where the runner stands after `step`; steps come in order, each once."""
        if self._crossed is None and abs(point[self._way] - self._middle) > self._plateau:
            self._crossed = step
        nearest, squared = None, inf
        for minimum in self._minima:
            distance = (point[0] - minimum[0]) ** 2 + (point[1] - minimum[1]) ** 2
            if nearest is None or distance < squared:
                nearest, squared = minimum, distance
        self._watch_stay(step, squared < self._near * self._near)
        if nearest is not None and self._along is not None:
            self._watch_valley(step, point, nearest, self._along)

    def _watch_valley(self, step: int, point: tuple[float, float], minimum: tuple[float, float], along: int) -> None:
        """Take note of hops from wall to wall, and of how far past the minimum the runner is along the valley."""
        before, self._floor = self._floor, minimum[1 - along]
        off = point[1 - along] - self._floor
        side = 0 if abs(off) <= self._near else 1 if off > 0.0 else -1
        if side * self._side < 0 and self._floor == before:
            self._bounces += 1
        self._side = side
        goal = minimum[along]
        past = point[along] - goal
        if self._start[along] > goal:
            past = -past
        if past > self._overshoot:
            self._overshoot = past
            self._farthest = (step, point[along])

    def snapshot(self) -> RefereeState:
        """Return the whole state as one value."""
        return RefereeState(*(getattr(self, f"_{name}") for name in RefereeState._fields))

    def restore(self, state: RefereeState) -> None:
        """Go back to a state of a referee of the same landscape."""
        for name, value in zip(state._fields, state, strict=True):
            setattr(self, f"_{name}", value)

    def diverge(self, step: int) -> None:
        """Take note that `step` would have taken the runner off; nothing is observed after."""
        self._diverged = step

    def split(self) -> Split:
        """Return what the runner has reached so far."""
        return Split(self._crossed, self._touched, self._settled, self._diverged, self._bounces, self._farthest)

    def _watch_stay(self, step: int, near: bool) -> None:
        if not near:
            self._entered = self._settled = None
            return
        if self._touched is None:
            self._touched = step
        if self._entered is None:
            self._entered = step
        if step - self._entered >= STAY:
            self._settled = self._entered


@np.errstate(under="ignore")
def settled_at(path: Array, landscape: Landscape) -> int | None:
    """Return the first row of `path` from which on it stays near a minimum to its end; None if it does not.

    path (steps + 1, 2), row 0 the start. This is the definition; the referee can only wait for a while.
    """
    offsets = path[:, np.newaxis, :] - landscape.places
    near = (np.square(offsets).sum(axis=-1) < landscape.near * landscape.near).any(axis=-1)
    if not near[-1]:
        return None
    away = np.flatnonzero(~near)
    return int(away[-1]) + 1 if away.size else 0
