"""A function and its slope as curves of a plot: where they are sampled, the axis that fits them, how they glide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from descent_game.engine.easing import Glide
from descent_game.engine.linalg import Floats
from descent_game.engine.snapshot import Stateful
from descent_game.sim.network.activations import Activation

LOW, HIGH = -6.0, 6.0
"""The plot shows this stretch of z, and the marker stays on it."""
HALF = 97
"""Points on either side of zero, where some functions have a kink or a step in their slope."""
ROOM = 0.09
"""What an axis leaves above and below the curves, of their extent."""
MORPH_SECONDS = 0.25
TANGENT = 0.13
"""Half the length of the tangent, of the plot's width."""


PLACES: Floats = np.concatenate((np.linspace(LOW, 0.0, HALF), np.linspace(0.0, HIGH, HALF)))
PLACES[HALF] = np.nextafter(0.0, 1.0)
PLACES.setflags(write=False)
ACROSS: Floats = (PLACES - LOW) / (HIGH - LOW)
ACROSS.setflags(write=False)
COARSE = 4
"""On the wall, curves are drawn through each so manieth point."""
SEGMENTS = 2 * (HALF - 1)
FAR_SEGMENTS = SEGMENTS // COARSE


class Scale(NamedTuple):
    """How values become heights in the plot, from 0 to 1: height = value * factor + offset."""

    factor: float
    offset: float

    def height(self, value: float) -> float:
        """Returns how high a value stands."""
        return value * self.factor + self.offset

    def mixed(self, other: Scale, share: float) -> Scale:
        """Returns the scale `share` of the way to another."""
        return Scale(
            self.factor + (other.factor - self.factor) * share, self.offset + (other.offset - self.offset) * share
        )


@lru_cache(maxsize=64)
def point(activation: Activation, z: float) -> tuple[float, float]:
    """Returns f(z) and f'(z); kept, because one picture asks for them several times."""
    return float(activation.value(z)), float(activation.slope(z))


def sampled(activation: Activation) -> Floats:
    """Returns f and f' at PLACES, (2, 2 HALF); the second half begins just above zero, so that a step is a step."""
    return np.stack((activation.value(PLACES), activation.slope(PLACES)))


def fitted(curves: Floats) -> Scale:
    """Returns the scale that shows all of f, f' and zero, with some room above and below."""
    low, high = min(float(curves.min()), 0.0), max(float(curves.max()), 0.0)
    room = (high - low) * ROOM
    factor = 1.0 / (high - low + 2.0 * room)
    return Scale(factor, (room - low) * factor)


def ticks(scale: Scale, most: int = 7) -> tuple[float, ...]:
    """Returns the round values worth a line: multiples of 1, 2 or 5 of a power of ten, at most `most`."""
    low, high = -scale.offset / scale.factor, (1.0 - scale.offset) / scale.factor
    rough = (high - low) / most
    power = 10.0 ** np.floor(np.log10(rough))
    step = float(next(power * nice for nice in (1.0, 2.0, 5.0, 10.0) if power * nice >= rough * (1.0 - 1e-9)))
    first, last = int(np.ceil(low / step - 1e-9)), int(np.floor(high / step + 1e-9))
    return tuple(round(number * step, 10) for number in range(first, last + 1))


def place_of(z: float) -> float:
    """Returns where z stands across the plot, from 0 to 1."""
    return (z - LOW) / (HIGH - LOW)


def segments(heights: Floats, every: int = 1) -> npt.NDArray[np.float32]:
    """Returns a curve's heights (2 HALF,) as strokes between each `every`-th point, (n, 4), none across zero."""
    halves = []
    for points in (slice(0, HALF, every), slice(HALF, 2 * HALF, every)):
        x, y = ACROSS[points], heights[points]
        halves.append(np.stack((x[:-1], y[:-1], x[1:], y[1:]), axis=1))
    return np.asarray(np.concatenate(halves), np.float32)


def lengths(rows: npt.NDArray[np.float32], aspect: float) -> npt.NDArray[np.float32]:
    """Returns how long the curve is before each stroke, (n,), in heights of a plot `aspect` times as wide as high."""
    spans = np.hypot((rows[:, 2] - rows[:, 0]) * aspect, rows[:, 3] - rows[:, 1])
    return np.asarray(np.concatenate(([0.0], np.cumsum(spans[:-1]))), np.float32)


@dataclass(frozen=True)
class Marked:
    """What stands at the marker: where it is across the plot, how high f and f' are there, the tangent's two ends."""

    across: float
    value: float
    slope: float
    tangent: tuple[float, float, float, float]


def tangent(across: float, height: float, steepness: float, aspect: float) -> tuple[float, float, float, float]:
    """Returns the ends of the tangent in a plot, of one length on the screen however steep, cut at the plot's edges.

    `steepness` is height gained for one width of the plot.
    """
    reach = TANGENT / float(np.hypot(1.0, steepness / aspect))
    low, high = -reach, reach
    for gap, rise in ((across, 1.0), (height, steepness)):
        if rise != 0.0:
            one, other = sorted(((0.0 - gap) / rise, (1.0 - gap) / rise))
            low, high = max(low, min(one, 0.0)), min(high, max(other, 0.0))
    return across + low, height + low * steepness, across + high, height + high * steepness


@dataclass(frozen=True, eq=False)
class PlottedCurves:
    """A function and its slope at PLACES, (2, 2 HALF), as heights from 0 to 1 on the axis that fits them."""

    heights: Floats
    scale: Scale


def plotted(activation: Activation) -> PlottedCurves:
    """Returns a function and its slope on the axis that fits them."""
    curves = sampled(activation)
    scale = fitted(curves)
    return PlottedCurves(curves * scale.factor + scale.offset, scale)


class CurvesNow(NamedTuple):
    """The two curves of one picture as they stand: a `share` of the way from some curves to a function's own."""

    activation: Activation
    start: PlottedCurves
    goal: PlottedCurves
    share: float

    @property
    def moving(self) -> bool:
        """Whether the curves are on their way."""
        return self.share < 1.0

    @property
    def scale(self) -> Scale:
        """The axis as it stands."""
        return self.start.scale.mixed(self.goal.scale, self.share)

    def heights(self) -> Floats:
        """Returns the curves, f and f', (2, 2 HALF), as heights from 0 to 1."""
        start, goal = self.start.heights, self.goal.heights
        return start + (goal - start) * self.share if self.moving else goal

    def marked(self, z: float, aspect: float) -> Marked:
        """Returns what stands at z in a plot `aspect` times as wide as high; exact when the curves are at rest."""
        across, scale = place_of(z), self.scale
        value, slope = point(self.activation, z)
        height, slope_height = scale.height(value), scale.height(slope)
        if self.moving:
            at = ACROSS if z > 0.0 else ACROSS[:HALF]
            height, slope_height = (float(np.interp(across, at, row[: len(at)])) for row in self.heights())
        steepness = slope * scale.factor * (HIGH - LOW)
        return Marked(across, height, slope_height, tangent(across, height, steepness, aspect))


class Curves(Stateful):
    """The two curves of one picture, gliding from function to function."""

    STATE = ("_glide", "_start", "_goal")

    def __init__(self, activation: Activation) -> None:
        self.activation = activation
        self._glide = Glide(1.0, MORPH_SECONDS)
        self._start = self._goal = plotted(activation)

    @property
    def now(self) -> CurvesNow:
        """The curves as they stand."""
        return CurvesNow(self.activation, self._start, self._goal, self._glide.value)

    def show(self, activation: Activation, *, at_once: bool = False) -> None:
        """Changes to another function."""
        before = self.now
        self._start = PlottedCurves(before.heights(), before.scale)
        self.activation, self._goal = activation, plotted(activation)
        self._glide.jump(1.0 if at_once else 0.0)
        self._glide.to(1.0)

    def step(self, dt: float) -> None:
        """Moves the curves on by `dt` seconds."""
        self._glide.step(dt)
