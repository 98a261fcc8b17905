"""Surfaces and landscapes: a loss over a part of the plane, and what is told of it.

A surface is a value without state. Its functions take points of shape (..., 2) in its own coordinates, keep their
precision, and are silent over the whole range of a float: where a loss is too large to hold it is infinite, and whoever
walks there decides what that means.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import log10
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from descent_game.sim.surfaces.minima_index import Floats, Indices, MinimaIndex

Array = NDArray[np.float64]
Extent: TypeAlias = tuple[float, float, float, float]

HALF: Final = 2.4
"""The half side of a surface that lengths such as `Landscape.near` are given for; others scale them with theirs."""
SCALE: Final = 0.1
"""The usual loss above the floor at which the drawn height passes from nearly linear to nearly logarithmic."""
NEAR: Final = 0.05
"""A runner closer than this to a minimum touches it, on a surface of half side `HALF`."""


@dataclass(frozen=True, eq=False)
class Surface:
    """A loss over a rectangle.

    extent    (x0, x1, y0, y1)
    loss      points (..., 2) to the loss (...)
    gradient  points (..., 2) to the exact gradient (..., 2)
    hessian   points (..., 2) to the exact Hessian (..., 2, 2)
    floor     the least loss on the extent
    scale     the loss above the floor at which drawing passes from linear to logarithmic
    """

    extent: Extent
    loss: Callable[[Array], Array]
    gradient: Callable[[Array], Array]
    hessian: Callable[[Array], Array]
    floor: float = 0.0
    scale: float = SCALE

    def __post_init__(self) -> None:
        """Raise ValueError for an extent without area."""
        x0, x1, y0, y1 = self.extent
        if not (x0 < x1 and y0 < y1):
            raise ValueError(f"extent: expected x0 < x1 and y0 < y1, found {self.extent}")

    @property
    def half(self) -> float:
        """Half the longer side of the extent."""
        x0, x1, y0, y1 = self.extent
        return max(x1 - x0, y1 - y0) / 2.0

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the extent."""
        x0, x1, y0, y1 = self.extent
        return (x0 + x1) / 2.0, (y0 + y1) / 2.0

    def digits(self, usual: int) -> int:
        """Return how many decimals tell its places apart as well as `usual` do on a surface of half side `HALF`."""
        return max(usual - round(log10(self.half / HALF)), 0)

    def contains(self, x: float, y: float) -> bool:
        """Return whether a point lies on the extent."""
        x0, x1, y0, y1 = self.extent
        return x0 <= x <= x1 and y0 <= y <= y1


@np.errstate(over="ignore", under="ignore", invalid="ignore")
def drawn_height(surface: Surface, points: Array) -> Array:
    """Return the height at which points (..., 2) are drawn, log1p((loss - floor) / scale), of shape (...).

    Mesh, balls, trails and picking all use this one curve; contours and numbers show the true loss.
    """
    height: Array = np.log1p(_above(surface, points) / surface.scale)
    return height


@np.errstate(over="ignore", under="ignore", invalid="ignore")
def drawn_slope(surface: Surface, points: Array) -> Array:
    """Return the slope of `drawn_height` at points (..., 2), of the same shape."""
    slope: Array = surface.gradient(points) * (1.0 / (surface.scale + _above(surface, points)))[..., np.newaxis]
    return slope


def _above(surface: Surface, points: Array) -> Array:
    """Return the loss above the floor; beyond the extent it may lie below, and counts as on it."""
    return np.maximum(surface.loss(points) - surface.floor, 0.0)


@dataclass(frozen=True)
class Minimum:
    """A point where the gradient is zero and the Hessian positive definite.

    `curvatures` are the Hessian's eigenvalues there, the flattest direction's first.
    """

    x: float
    y: float
    loss: float
    curvatures: tuple[float, float]

    @property
    def sharpness(self) -> float:
        """The largest curvature: it decides which learning rates are stable here."""
        return self.curvatures[1]


@dataclass(frozen=True, eq=False)
class Landscape:
    """A surface with what is told of it.

    name           key in the catalogue
    formula        the loss as LaTeX mathematics
    source         where it is from
    drop           where the runners are put by default
    learning_rate  the rate at which the race is fair to watch
    minima         those on the extent, in the order they are numbered in
    valley_axis    0 for x or 1 for y: the axis along which a valley with facing walls runs; None where there is none
    plateau        how far from the middle, along the valley or else along x, the plateau ends; None where there is none
    """

    name: str
    surface: Surface
    formula: str
    source: str
    drop: tuple[float, float]
    learning_rate: float
    minima: tuple[Minimum, ...]
    valley_axis: int | None = None
    plateau: float | None = None

    @cached_property
    def places(self) -> Array:
        """Where the minima are, (k, 2); not to be written to."""
        places = np.array([(minimum.x, minimum.y) for minimum in self.minima], np.float64).reshape(-1, 2)
        places.flags.writeable = False
        return places

    @property
    def near(self) -> float:
        """A runner closer than this to a minimum touches it."""
        return NEAR * (self.surface.half / HALF)

    @cached_property
    def _index(self) -> MinimaIndex:
        return MinimaIndex(self.places, self.near)

    @cached_property
    def _lowest(self) -> Array:
        return np.array([*(minimum.loss for minimum in self.minima), -np.inf])

    def basins(self, points: Floats) -> Indices:
        """Return for each point (n, 2) the number of the minimum it is near, or `NOWHERE`, (n,)."""
        return self._index.near(points)

    def lowest_near(self, points: Floats) -> Array:
        """Return for each point (n, 2) the loss of the minimum it is near, minus infinity where there is none, (n,)."""
        lowest: Array = self._lowest[self.basins(points)]
        return lowest

    @property
    def sharpness(self) -> float | None:
        """The largest curvature at the flattest minimum: a rate unstable there is unstable at all; None without any."""
        return min((minimum.sharpness for minimum in self.minima), default=None)
