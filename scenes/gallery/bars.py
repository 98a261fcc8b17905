"""What is left of a gradient after each layer, as bars on a logarithmic scale that glide."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from descent_game.engine.easing import Glide, approach
from descent_game.engine.linalg import Floats
from descent_game.engine.remembered import FrozenArray, frozen
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


def exponents(values: npt.ArrayLike) -> Floats:
    """Returns the exponents of ten of the values' sizes, far below the scale where a value is zero."""
    sizes = np.abs(np.asarray(values, np.float64))
    return np.log10(np.maximum(sizes, 1e-300))


def fitting_top(values: npt.ArrayLike) -> float:
    """Returns the exponent at which a scale for these values ends: 0, 2, 4, 8 or 16."""
    highest = float(exponents(values).max())
    highest -= EVEN if highest <= EVEN else 1e-9
    return next((top for top in TOPS if highest <= top), TOPS[-1])


class BarScale(NamedTuple):
    """The logarithmic scale that bars stand on: the exponent of ten at which it ends now, and in the end."""

    top: float
    goal: float

    def height(self, exponent: float) -> float:
        """Returns how high an exponent of ten stands on the scale as it is now, from 0 to 1."""
        return (exponent - BOTTOM) / (self.top - BOTTOM)

    def lines(self) -> list[int]:
        """Returns the exponents worth a line of the scale in the end, even ones that are at most eight lines."""
        top = round(self.goal)
        return list(range(round(BOTTOM), top + 1, 2 if top <= 4 else 4))


class BarsNow(NamedTuple):
    """The bars of several pictures as they stand, arrays of (rows, LAYERS), and the first picture's scale and others'.

    `values` are true; `levels` are the exponents at which bars stand, and `lit` how bright they are, from 0 to 1.
    """

    values: FrozenArray
    levels: FrozenArray
    lit: FrozenArray
    near: BarScale
    far: BarScale

    def heights(self) -> Floats:
        """Returns how high the bars stand, (rows, LAYERS), from 0 to 1."""
        levels = self.levels.array
        tops = np.full((len(levels), 1), self.far.top)
        tops[0] = self.near.top
        return np.asarray(np.clip((levels - BOTTOM) / (tops - BOTTOM), LEAST, 1.0))

    def dead(self) -> tuple[bool, ...]:
        """Returns of each picture whether nothing at all is left in it."""
        return tuple(not any(row) for row in self.values.array.tolist())


class Bars(Stateful):
    """The bars of several pictures, one row each: `values` are true, heights and lights glide after them."""

    STATE = ("values", "_goals", "_lit_goals", "_levels", "_lit", "_tops", "moving")

    def __init__(self, rows: int) -> None:
        self.values: Floats = np.ones((rows, LAYERS))
        self._goals: Floats = np.zeros((rows, LAYERS))
        self._lit_goals: Floats = np.ones((rows, LAYERS))
        self._levels = self._goals.copy()
        self._lit = self._lit_goals.copy()
        self._tops = (Glide(0.0, OPENING), Glide(0.0, OPENING))
        self.moving = False

    @property
    def now(self) -> BarsNow:
        """The bars as they stand."""
        near, far = (BarScale(top.value, top.goal) for top in self._tops)
        return BarsNow(frozen(self.values), frozen(self._levels), frozen(self._lit), near, far)

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
        for glide, goal in zip(self._tops, (near, far), strict=True):
            glide.to(goal)

    def copy(self, source: int, row: int) -> None:
        """Gives one picture the bars of another as they stand."""
        for array in (self.values, self._goals, self._lit_goals, self._levels, self._lit):
            array[row] = array[source]

    def step(self, dt: float, *, at_once: bool = False) -> None:
        """Moves bars and scales on by `dt` seconds."""
        for glide in self._tops:
            glide.step(glide.seconds if at_once else dt)
        if not self.moving:
            return
        share = 1.0 if at_once else approach(RATE, dt)
        self._levels += (self._goals - self._levels) * share
        self._lit += (self._lit_goals - self._lit) * share
        gap = max(float(np.abs(self._goals - self._levels).max()), float(np.abs(self._lit_goals - self._lit).max()))
        if gap < 1e-3:
            self._levels[:], self._lit[:] = self._goals, self._lit_goals
            self.moving = False

    def settle(self) -> None:
        """Brings bars and scales to where they are going, at once."""
        self.moving = True
        self.step(0.0, at_once=True)
