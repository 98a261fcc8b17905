"""What is left of a gradient after each layer, as bars on a logarithmic scale that glide."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from descent_game.engine.easing import Glide, approach
from descent_game.engine.snapshot import Stateful
from descent_game.sim.network.activations import LAYERS

BOTTOM = -8.0
"""The exponent of ten at which bars begin."""
TOPS = (0.0, 2.0, 4.0, 8.0, 16.0)
"""The exponents at which the scale may end: it opens upward when a gradient grows past one."""
EVEN = 0.002
"""An exponent so small is no growth yet: it would lift a bar by less than a pixel, and the scale stays shut."""
RATE = 17.0
"""How fast bars follow, per second."""
OPENING = 0.3
"""Seconds in which the scale opens."""
LEAST = 0.008
"""A bar is never lower than this part of the chart, so that what is too small for the scale is still there."""

Floats = npt.NDArray[np.float64]


def exponents(values: npt.ArrayLike) -> Floats:
    """Returns the exponents of ten of the values' sizes, far below the scale where a value is zero."""
    sizes = np.abs(np.asarray(values, np.float64))
    return np.log10(np.maximum(sizes, 1e-300))


def fitting_top(values: npt.ArrayLike) -> float:
    """Returns the exponent at which a scale for these values ends: 0, 2, 4, 8 or 16."""
    highest = float(exponents(values).max())
    highest -= EVEN if highest <= EVEN else 1e-9
    return next((top for top in TOPS if highest <= top), TOPS[-1])


class Bars(Stateful):
    """The bars of several pictures, one row each: `values` are true, heights and lights glide after them.

    `tops` are the exponents at which the scales end: one for the first picture, one for all others.
    """

    STATE = ("values", "_goals", "_lit_goals", "levels", "lit", "tops", "moving")

    def __init__(self, rows: int) -> None:
        self.values: Floats = np.ones((rows, LAYERS))
        self._goals: Floats = np.zeros((rows, LAYERS))
        self._lit_goals: Floats = np.ones((rows, LAYERS))
        self.levels = self._goals.copy()
        self.lit = self._lit_goals.copy()
        self.tops = (Glide(0.0, OPENING), Glide(0.0, OPENING))
        self.moving = False
        self.version = 0

    def restore(self, state: Any) -> None:
        """Goes back to the bars that `snapshot` returned."""
        super().restore(state)
        self.version += 1

    def show(self, rows: list[int], values: Floats) -> None:
        """Gives some pictures their bars' values, (rows, LAYERS); where one is zero, that bar goes out where it is."""
        if np.array_equal(self.values[rows], values):
            return
        self.values[rows] = values
        alive = values != 0.0
        self._goals[rows] = np.where(alive, np.clip(exponents(values), BOTTOM, TOPS[-1]), self._goals[rows])
        self._lit_goals[rows] = alive
        self.moving = True

    def open(self, near: float, far: float) -> None:
        """Sets the exponents at which the first picture's scale ends, and that of all others."""
        for glide, goal in zip(self.tops, (near, far), strict=True):
            glide.to(goal)

    def dead(self, row: int) -> bool:
        """Returns whether nothing at all is left in a picture."""
        return not self.values[row].any()

    def copy(self, source: int, row: int) -> None:
        """Gives one picture the bars of another as they stand."""
        for array in (self.values, self._goals, self._lit_goals, self.levels, self.lit):
            array[row] = array[source]
        self.version += 1

    def step(self, dt: float, *, at_once: bool = False) -> None:
        """Moves bars and scales on by `dt` seconds."""
        for glide in self.tops:
            if glide.moving:
                glide.step(glide.seconds if at_once else dt)
                self.version += 1
        if not self.moving:
            return
        share = 1.0 if at_once else approach(RATE, dt)
        self.levels += (self._goals - self.levels) * share
        self.lit += (self._lit_goals - self.lit) * share
        self.version += 1
        gap = max(float(np.abs(self._goals - self.levels).max()), float(np.abs(self._lit_goals - self.lit).max()))
        if gap < 1e-3:
            self.levels[:], self.lit[:] = self._goals, self._lit_goals
            self.moving = False

    def settle(self) -> None:
        """Brings bars and scales to where they are going, at once."""
        self.moving = True
        self.step(0.0, at_once=True)

    def height(self, exponent: float, near: bool = True) -> float:
        """Returns how high an exponent of ten stands on the scale as it is now, from 0 to 1."""
        return (exponent - BOTTOM) / (self.tops[0 if near else 1].value - BOTTOM)

    def heights(self) -> Floats:
        """Returns how high the bars stand, (rows, LAYERS), from 0 to 1."""
        tops = np.full((len(self.levels), 1), self.tops[1].value)
        tops[0] = self.tops[0].value
        return np.asarray(np.clip((self.levels - BOTTOM) / (tops - BOTTOM), LEAST, 1.0))

    def lines(self) -> list[int]:
        """Returns the exponents worth a line of the first picture's scale, even ones that are at most eight lines."""
        top = round(self.tops[0].goal)
        every = 2 if top <= 4 else 4
        return list(range(round(BOTTOM), top + 1, every))
