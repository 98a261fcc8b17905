"""Curves as rows for the GPU, one a segment, with its neighbours so that joins fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import is_
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from descent_game.ui.canvas import Curve

Rows: TypeAlias = npt.NDArray[np.float32]
PATH_COLUMNS = 9
COLUMNS = 20
TOLERANCE = 0.08
"""Pixels by which a point may lie off the chord of its neighbours and still be left out: well below what is seen."""
PASSES = 6
FEWEST = 8
CLOSE = 1e-3


def simplified(points: Rows, tolerance: float = TOLERANCE) -> Rows:
    """Returns a polyline (n, 2) with every other point left out, again and again, where that moves it unseeably."""
    for _ in range(PASSES):
        if len(points) < FEWEST:
            break
        odd = len(points) - (len(points) + 1) % 2
        start, middle, end = points[0 : odd - 2 : 2], points[1 : odd - 1 : 2], points[2:odd:2]
        chord, off = end - start, middle - start
        square = np.einsum("ij,ij->i", chord, chord)
        along = np.einsum("ij,ij->i", chord, off)
        across = chord[:, 0] * off[:, 1] - chord[:, 1] * off[:, 0]
        spare = (across * across <= tolerance * tolerance * square) & (along > 0.0) & (along < square)
        if not spare.any():
            break
        keep = np.ones(len(points), np.bool_)
        keep[1 : odd - 1 : 2] = ~spare
        points = points[keep]
    return points


def _whole(points: Rows) -> Iterator[Rows]:
    """Yields the stretches of a polyline between points that are not finite."""
    good = np.isfinite(points).all(axis=1)
    if good.all():
        yield points
        return
    edges = np.flatnonzero(np.diff(np.concatenate(([False], good, [False]))))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        yield points[start:stop]


def _stretch(points: Rows) -> Rows:
    steps = np.abs(np.diff(points, axis=0)).max(axis=1, initial=0.0)
    points = points[np.concatenate(([True], steps > CLOSE))]
    if len(points) == 1:
        points = np.concatenate((points, points))
    points = simplified(points)
    way = np.diff(points, axis=0)
    rows = np.empty((len(way), PATH_COLUMNS), np.float32)
    rows[:, 2:4], rows[:, 4:6] = points[:-1], points[1:]
    rows[1:, 0:2], rows[0, 0:2] = points[:-2], points[0]
    rows[:-1, 6:8], rows[-1, 6:8] = points[2:], points[-1]
    rows[0, 8] = 0.0
    np.cumsum(np.hypot(way[:-1, 0], way[:-1, 1]), out=rows[1:, 8])
    return rows


def path_rows(points: Rows) -> Rows:
    """Returns a row a segment, (n, 9): point before, its two ends, point after, length of the curve up to it.

    Where nothing goes before or after, that end is repeated. A point that is not finite breaks the curve.
    """
    stretches = [_stretch(part) for part in _whole(points)]
    if len(stretches) == 1:
        return stretches[0]
    return np.concatenate(stretches) if stretches else np.empty((0, PATH_COLUMNS), np.float32)


class Path(NamedTuple):
    """A curve's points and the rows they became."""

    source: Rows
    rows: Rows


class Strokes:
    """Turns a layer's curves into rows and keeps the paths of the last picture: a curve that stays costs a compare."""

    def __init__(self) -> None:
        self._paths: list[Path] = []
        self._curves: list[Curve] = []
        self._rows: Rows = np.empty((0, COLUMNS), np.float32)

    def rows(self, curves: Sequence[Curve]) -> Rows:
        """Returns a row a segment, (n, 20): path (9), dash on and off, width, straight colour, clip edges.

        The very same curves as the last time, not only equal ones, give the same array.
        """
        if len(curves) == len(self._curves) and all(map(is_, curves, self._curves)):
            return self._rows
        paths = [self.path(i, curve.points) for i, curve in enumerate(curves)]
        self._paths, self._curves = paths, list(curves)
        pens = [
            (*c.dash, c.width, *c.color, c.clip.x, c.clip.y, c.clip.x + c.clip.w, c.clip.y + c.clip.h) for c in curves
        ]
        rows = np.empty((sum(len(path.rows) for path in paths), COLUMNS), np.float32)
        np.concatenate([path.rows for path in paths], out=rows[:, :PATH_COLUMNS])
        rows[:, PATH_COLUMNS:] = np.repeat(np.array(pens, np.float32), [len(path.rows) for path in paths], axis=0)
        self._rows = rows
        return rows

    def path(self, index: int, points: Rows) -> Path:
        """Returns the path of the curve at that place in its layer, the last picture's if it has the same points."""
        if index < len(self._paths):
            kept = self._paths[index]
            if kept.source is points or np.array_equal(kept.source, points):
                return kept
        return Path(points, path_rows(points))
