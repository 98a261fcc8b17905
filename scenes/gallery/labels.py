"""Values beside the two points of the plot: clear of the curves, of one another and of the edges, and steady."""

from __future__ import annotations

from collections.abc import Sequence
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
        self._former: list[int | None] = [None, None]
        self._offsets: list[tuple[float, float] | None] = [None, None]
        self.settled = False

    def forget(self) -> None:
        """Lets both labels find their places anew."""
        self._former, self._offsets, self.settled = [None, None], [None, None], False

    def arrange(
        self, tags: Sequence[PointLabel], curves: Points, taken: Sequence[Rect], bounds: Rect, gap: float, dt: float
    ) -> list[Rect]:
        """Returns where the labels stand, `dt` seconds after the picture before.

        They keep off `curves`, points (n, 2), off what is `taken`, and within `bounds`; `gap` is beside their points.
        """
        first, second = (
            _candidates(tag, former, curves, taken, bounds, gap) for tag, former in zip(tags, self._former, strict=True)
        )
        both = first.cost[:, np.newaxis] + second.cost
        wide = _shared(first.left, first.right, second.left, second.right)
        high = _shared(first.top, first.bottom, second.top, second.bottom)
        both += ON_EACH_OTHER * ((wide > -2.0) & (high > -2.0))
        best = divmod(int(np.argmin(both)), len(SIDES))
        share = approach(RATE, dt)
        self.settled = True
        return [self._glided(i, tags[i], found, best[i], share) for i, found in enumerate((first, second))]

    def _glided(self, i: int, tag: PointLabel, found: _Candidates, best: int, share: float) -> Rect:
        self._former[i] = best
        to = (float(found.left[best]) - tag.x, float(found.top[best]) - tag.y)
        x, y = self._offsets[i] or to
        x, y = x + (to[0] - x) * share, y + (to[1] - y) * share
        if max(abs(to[0] - x), abs(to[1] - y)) < 0.25:
            x, y = to
        else:
            self.settled = False
        self._offsets[i] = (x, y)
        return Rect(tag.x + x, tag.y + y, tag.width, tag.height)


def _shared(low: Points, high: Points, other_low: Points, other_high: Points) -> Points:
    """Returns how far stretches (n,) and (m,) overlap, (n, m); negative where they are apart."""
    return np.asarray(
        np.minimum(high[:, np.newaxis], other_high) - np.maximum(low[:, np.newaxis], other_low), np.float64
    )


def _between(values: Points, starts: Points, length: float) -> npt.NDArray[np.float32]:
    """Returns, (starts, values), 1 where a value lies within `length` from a start on, else 0."""
    past = values - starts[:, np.newaxis]
    return np.asarray((past > 0.0) & (past < length), np.float32)


def _candidates(
    tag: PointLabel, former: int | None, curves: Points, taken: Sequence[Rect], bounds: Rect, gap: float
) -> _Candidates:  # fmt: skip
    away = gap + (np.abs(COLUMNS) - 1.0) * tag.width
    lefts = np.where(COLUMNS > 0, tag.x + away, tag.x - away - tag.width)
    tops = tag.y + ROWS * tag.height - tag.height / 2.0
    reach = gap * 0.3
    across = _between(curves[:, 0], lefts - reach, tag.width + 2.0 * reach)
    down = _between(curves[:, 1], tops - reach, tag.height + 2.0 * reach)
    cost = COSTS + ON_CURVE * (across @ down.T)[COLUMN, ROW]
    left, top = lefts[COLUMN], tops[ROW]
    right, bottom = left + tag.width, top + tag.height
    for rect in taken:
        wide = np.minimum(right, rect.right) - np.maximum(left, rect.x)
        high = np.minimum(bottom, rect.bottom) - np.maximum(top, rect.y)
        cost += ON_OTHER * ((wide > 0.0) & (high > -2.0))
    sticking = np.maximum.reduce((bounds.x - left, right - bounds.right, bounds.y - top, bottom - bounds.bottom))
    cost += np.where(sticking > 0.0, OUTSIDE + sticking, 0.0)
    if former is not None:
        cost += LOYALTY
        cost[former] -= LOYALTY
    return _Candidates(left, top, right, bottom, cost)
