"""Values beside the two points of the plot: clear of the curves, of one another and of the edges, and steady."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from descent_game.engine.easing import approach
from descent_game.ui.canvas import Color, Rect

RATE = 16.0
"""How fast a label follows to its new place beside its point, per second."""
LOYALTY = 1.5
"""What a label pays for leaving its place beside the point for another."""
ON_CURVE, ON_OTHER, OUTSIDE, ON_EACH_OTHER = 3.0, 14.0, 40.0, 100.0
"""What it pays for each point of a curve that it hides, for standing on something else, for sticking out,
and what both pay for standing on one another."""
SIDES = np.array(
    [
        (across, down)
        for down in (-0.85, 0.85, -1.2, 1.2, -1.7, 1.7, -2.3, 2.3, -3.0, 3.0, -4.0, 4.0, -5.5, 5.5, 0.0)
        for across in (1.0, -1.0)
    ]
    + [(across, down) for down in (-1.7, -0.85, 0.0, 0.85, 1.7, 3.0) for across in (2.0, -2.0)]
)
"""Right or left of the point, or a label's width further that way, and rows down from it."""
COLUMNS, COLUMN = np.unique(SIDES[:, 0], return_inverse=True)
ROWS, ROW = np.unique(SIDES[:, 1], return_inverse=True)
"""The few different places across and down, and which of them each of `SIDES` takes."""
COSTS = 0.4 * np.abs(SIDES[:, 1]) + 0.45 * (SIDES[:, 0] < 0) + 0.8 * (SIDES[:, 1] == 0.0)
COSTS += 2.5 * (np.abs(SIDES[:, 0]) > 1.0)

Points = npt.NDArray[np.float64]


class PointLabel(NamedTuple):
    """What stands beside a point (x, y): a text `width` and `height` pixels large."""

    text: str
    color: Color
    x: float
    y: float
    width: float
    height: float


class LabelledPoints(NamedTuple):
    """Two labels and what they keep off: `curves`, points (n, 2), what is `taken`; `gap` is beside their points."""

    labels: tuple[PointLabel, ...]
    curves: Points
    taken: tuple[Rect, ...]
    bounds: Rect
    gap: float


class _Candidates(NamedTuple):
    """The places a label may take, and what each costs; four edges and the cost, all (n,)."""

    left: Points
    top: Points
    right: Points
    bottom: Points
    cost: Points


class PointLabels:
    """Places two labels; remembers where each stood beside its point."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Lets both labels find their places anew."""
        self._former: list[int | None] = [None, None]
        self._offsets: list[tuple[float, float] | None] = [None, None]
        self._rested: LabelledPoints | None = None
        self._placed: tuple[tuple[PointLabel, Rect], ...] = ()

    def arrange(self, asked: LabelledPoints, dt: float) -> tuple[tuple[PointLabel, Rect], ...]:
        """Returns the labels in their places, `dt` seconds after the picture before; once at rest they stay."""
        if asked is not self._rested:
            self._rested = asked
            self._placed = self._arranged(asked, dt)
        return self._placed

    def _arranged(self, asked: LabelledPoints, dt: float) -> tuple[tuple[PointLabel, Rect], ...]:
        first, second = (
            _candidates(label, former, asked) for label, former in zip(asked.labels, self._former, strict=True)
        )
        both = first.cost[:, np.newaxis] + second.cost
        wide = _shared(first.left, first.right, second.left, second.right)
        high = _shared(first.top, first.bottom, second.top, second.bottom)
        both += ON_EACH_OTHER * ((wide > -2.0) & (high > -2.0))
        best, share = divmod(int(np.argmin(both)), len(SIDES)), approach(RATE, dt)
        return tuple(
            (label, self._glided(i, label, found, best[i], share))
            for i, (label, found) in enumerate(zip(asked.labels, (first, second), strict=True))
        )

    def _glided(self, i: int, label: PointLabel, found: _Candidates, best: int, share: float) -> Rect:
        self._former[i] = best
        to = (float(found.left[best]) - label.x, float(found.top[best]) - label.y)
        x, y = self._offsets[i] or to
        x, y = x + (to[0] - x) * share, y + (to[1] - y) * share
        if max(abs(to[0] - x), abs(to[1] - y)) < 0.25:
            x, y = to
        else:
            self._rested = None
        self._offsets[i] = (x, y)
        return Rect(label.x + x, label.y + y, label.width, label.height)


def _shared(low: Points, high: Points, other_low: Points, other_high: Points) -> Points:
    """Returns how far stretches (n,) and (m,) overlap, (n, m); negative where they are apart."""
    return np.asarray(
        np.minimum(high[:, np.newaxis], other_high) - np.maximum(low[:, np.newaxis], other_low), np.float64
    )


def _between(values: Points, starts: Points, length: float) -> npt.NDArray[np.float32]:
    """Returns, (starts, values), 1 where a value lies within `length` from a start on, else 0."""
    past = values - starts[:, np.newaxis]
    return np.asarray((past > 0.0) & (past < length), np.float32)


def _candidates(label: PointLabel, former: int | None, asked: LabelledPoints) -> _Candidates:
    curves, bounds, gap = asked.curves, asked.bounds, asked.gap
    away = gap + (np.abs(COLUMNS) - 1.0) * label.width
    lefts = np.where(COLUMNS > 0, label.x + away, label.x - away - label.width)
    tops = label.y + ROWS * label.height - label.height / 2.0
    reach = gap * 0.3
    across = _between(curves[:, 0], lefts - reach, label.width + 2.0 * reach)
    down = _between(curves[:, 1], tops - reach, label.height + 2.0 * reach)
    cost = COSTS + ON_CURVE * (across @ down.T)[COLUMN, ROW]
    left, top = lefts[COLUMN], tops[ROW]
    right, bottom = left + label.width, top + label.height
    for rect in asked.taken:
        wide = np.minimum(right, rect.right) - np.maximum(left, rect.x)
        high = np.minimum(bottom, rect.bottom) - np.maximum(top, rect.y)
        cost += ON_OTHER * ((wide > 0.0) & (high > -2.0))
    sticking = np.maximum.reduce((bounds.x - left, right - bounds.right, bounds.y - top, bottom - bounds.bottom))
    cost += np.where(sticking > 0.0, OUTSIDE + sticking, 0.0)
    if former is not None:
        cost += LOYALTY
        cost[former] -= LOYALTY
    return _Candidates(left, top, right, bottom, cost)
