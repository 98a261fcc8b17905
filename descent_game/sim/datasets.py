"""The data sets: labelled points of the square [-1, 1]², drawn anew from a seed.

Every set keeps its clean points within 0.95 of the middle and alternates the classes, so that any part is balanced. The
points are spread evenly by chance: each class takes one point from each of n equal strips, across and upward (Latin
hypercube sampling, McKay 1979), so that no draw leaves bare patches and all draws are about equally hard. Noise moves
each point by a normal step after its label is fixed; a point carried over the edge is reflected back in.
A visitor's own points need no function: they are just such arrays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import pi
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np

from descent_game.sim.network.special import Array

Draw: TypeAlias = Callable[[np.random.Generator, Array], Array]

POINTS: Final = 240
NOISE: Final = 0.02
REACH: Final = 0.95


def _even(generator: np.random.Generator, count: int, groups: int = 2) -> Array:
    """Return points (count, 2) of [0, 1)², each group of every groups-th one spread evenly along both axes."""
    points = np.empty((count, 2))
    for group in range(groups):
        part = points[group::groups]
        strips = np.stack([generator.permutation(len(part)), generator.permutation(len(part))], axis=-1)
        part[:] = (strips + generator.uniform(0.0, 1.0, part.shape)) / max(len(part), 1)
    return points


def _checker(generator: np.random.Generator, labels: Array) -> Array:
    """Return points of four quadrants, class 1 where both coordinates have one sign: exclusive or, as a picture."""
    points = REACH * _even(generator, labels.size, groups=4)
    right = np.where(np.arange(labels.size) % 4 < 2, 1.0, -1.0)
    upper = right * np.where(labels == 1.0, 1.0, -1.0)
    signs: Array = np.stack([right, upper], axis=-1)
    return points * signs


def _circle(generator: np.random.Generator, labels: Array) -> Array:
    """Return a disc of class 1 in a ring of class 0, both evenly filled."""
    share, turn = _even(generator, labels.size).T
    inner = 0.45 * np.sqrt(share)
    outer = np.sqrt(0.65**2 + (REACH**2 - 0.65**2) * share)
    return _polar(np.where(labels == 1.0, inner, outer), 2.0 * pi * turn)


def _moons(generator: np.random.Generator, labels: Array) -> Array:
    """Return two half circles, each reaching into the other's hollow."""
    arc = _polar(np.ones(labels.size), pi * _even(generator, labels.size)[:, 0])
    turned = np.array([1.0, 0.5]) - arc
    moons: Array = np.where((labels == 1.0)[:, np.newaxis], arc, turned)
    centred: Array = moons - np.array([0.5, 0.25])
    return centred * (REACH / 1.5)


def _spiral(generator: np.random.Generator, labels: Array) -> Array:
    """Return two arms of an Archimedean spiral, one and a quarter turns each, half a turn apart."""
    share = np.sqrt(0.01 + 0.99 * _even(generator, labels.size)[:, 0])
    return _polar(REACH * share, 2.5 * pi * share + pi * labels)


def _blobs(generator: np.random.Generator, labels: Array) -> Array:
    """Return two round clouds, class 1 up on the right, class 0 down on the left."""
    middle = np.where(labels == 1.0, 0.45, -0.45)[:, np.newaxis]
    cloud: Array = np.clip(0.16 * generator.standard_normal((labels.size, 2)), -0.5, 0.5)
    return middle + cloud


def _line(generator: np.random.Generator, labels: Array) -> Array:
    """Return points on either side of the line 2 y = x, which one straight cut can part."""
    points = REACH * (2.0 * _even(generator, labels.size) - 1.0)
    over = 2.0 * points[:, 1] > points[:, 0]
    turn = np.where(over == (labels == 1.0), 1.0, -1.0)
    return points * turn[:, np.newaxis]


@dataclass(frozen=True)
class DataSet:
    """A way of drawing labelled points.

    name          key in the catalogue
    draw          a generator and labels (n,) to the clean points (n, 2)
    straight      whether one straight line parts the classes
    exclusive_or  whether the classes are those of exclusive or: four quadrants, two of each
    """

    name: str
    draw: Draw
    straight: bool = False
    exclusive_or: bool = False


DATASETS: Final[Mapping[str, DataSet]] = MappingProxyType(
    {
        each.name: each
        for each in (
            DataSet("checker", _checker, exclusive_or=True),
            DataSet("circle", _circle),
            DataSet("moons", _moons),
            DataSet("spiral", _spiral),
            DataSet("blobs", _blobs, straight=True),
            DataSet("line", _line, straight=True),
        )
    }
)
"""Every data set by name, in the order of the menu."""


def make(name: str, points: int = POINTS, noise: float = NOISE, seed: int = 0) -> tuple[Array, Array]:
    """Return the points (n, 2) in [-1, 1]² and their labels (n,), 0 or 1, of the data set `name`.

    `noise` is the standard deviation of each coordinate's step, in units of half the square's side. KeyError for an
    unknown name, ValueError for fewer than one point or a noise outside 0 to 1.
    """
    if points < 1:
        raise ValueError(f"points: expected at least 1, found {points}")
    if not 0.0 <= noise <= 1.0:
        raise ValueError(f"noise: expected 0 to 1, found {noise}")
    draw = DATASETS[name].draw
    generator = np.random.default_rng(seed)
    labels = np.where(np.arange(points) % 2 == 0, 1.0, 0.0)
    places = draw(generator, labels)
    places = places + noise * generator.standard_normal(places.shape)
    folded = np.where(np.abs(places) > 1.0, np.copysign(2.0, places) - places, places)
    return np.clip(folded, -1.0, 1.0), labels


def _polar(radius: Array, angle: Array) -> Array:
    """Return the points (n, 2) at `radius` and `angle`."""
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)
