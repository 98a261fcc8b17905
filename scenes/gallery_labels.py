"""Values beside the points of the plot: clear of the curves, of one another and of the plot's edges, and calm."""

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
PLACES: tuple[tuple[int, float], ...] = tuple(
    (across, down) for down in (-0.85, 0.85, -1.5, 1.5, -2.2, 2.2, -3.0, 3.0, -4.0, 4.0, 0.0) for across in (1, -1)
)
"""Sides, right or left of the point, and rows down from it, the best first."""
COSTS = np.array([0.35 * abs(down) + 0.45 * (across < 0) + 0.6 * (down == 0.0) for across, down in PLACES])

Points = npt.NDArray[np.float64]


class Tag(NamedTuple):
    """What stands beside a point (x, y): a text `width` and `height` pixels large."""

    text: str
    color: Color
    x: float
    y: float
    width: float
    height: float


class Tags:
    """Places a fixed number of labels; remembers where each stood beside its point."""

    def __init__(self, count: int) -> None:
        self._former: list[int | None] = [None] * count
        self._offsets: list[tuple[float, float] | None] = [None] * count
        self._settled = False

    def forget(self) -> None:
        """Lets every label find its place anew."""
        self._former = [None] * len(self._former)
        self._offsets = [None] * len(self._offsets)

    @property
    def settled(self) -> bool:
        """Whether every label stands where it belongs."""
        return self._settled

    def arrange(
        self, tags: Sequence[Tag], curves: Points, taken: Sequence[Rect], bounds: Rect, gap: float, dt: float
    ) -> list[Rect]:
        """Returns where the labels stand: off `curves`, points (n, 2), off what is `taken`, and within `bounds`."""
        placed: list[Rect] = []
        share = approach(RATE, dt)
        self._settled = True
        for i, tag in enumerate(tags):
            goal = self._chosen(i, tag, curves, [*taken, *placed], bounds, gap)
            to = (goal.x - tag.x, goal.y - tag.y)
            x, y = self._offsets[i] or to
            x, y = x + (to[0] - x) * share, y + (to[1] - y) * share
            far = max(abs(to[0] - x), abs(to[1] - y)) > 0.25
            self._settled = self._settled and not far
            self._offsets[i] = (x, y) if far else to
            placed.append(goal._replace(x=tag.x + x, y=tag.y + y))
        return placed

    def _chosen(
        self, i: int, tag: Tag, curves: Points, taken: Sequence[Rect], bounds: Rect, gap: float
    ) -> Rect:  # fmt: skip
        sides = np.array(PLACES)
        left = np.where(sides[:, 0] > 0, tag.x + gap, tag.x - gap - tag.width)
        top = tag.y + sides[:, 1] * tag.height - tag.height / 2.0
        right, bottom = left + tag.width, top + tag.height
        cost = COSTS.copy()
        reach = gap * 0.4
        x, y = curves[:, 0], curves[:, 1]
        within = (x > left[:, np.newaxis] - reach) & (x < right[:, np.newaxis] + reach)
        within &= (y > top[:, np.newaxis] - reach) & (y < bottom[:, np.newaxis] + reach)
        cost += 0.5 * within.sum(axis=1)
        for rect in taken:
            w = np.minimum(right, rect.right) - np.maximum(left, rect.x)
            h = np.minimum(bottom, rect.bottom) - np.maximum(top, rect.y)
            cost += 12.0 * ((w > 0.0) & (h > -2.0))
        sticking = np.maximum.reduce((bounds.x - left, right - bounds.right, bounds.y - top, bottom - bounds.bottom))
        cost += np.where(sticking > 0.0, 30.0 + sticking, 0.0)
        former = self._former[i]
        if former is not None:
            cost += LOYALTY
            cost[former] -= LOYALTY
        best = int(np.argmin(cost))
        self._former[i] = best
        return Rect(float(left[best]), float(top[best]), tag.width, tag.height)
