"""Names beside points: clear of one another, of the points and of panels, and calm from picture to picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from descent_game.engine.easing import approach
from descent_game.ui.canvas import Canvas, Color, Rect
from descent_game.ui.page import Page, baseline
from descent_game.ui.text import measure

RATE = 16.0
"""How fast a name goes to its new side, per second."""
FOLLOW = 18.0
"""How fast a name follows its point, per second."""
LEAP = 300.0
"""A point that moves further than this at once, in pixels of the design, takes its name along."""
LOYALTY = 0.6
"""What a name pays for any other side than its former one."""
HIDING = 10.0
"""What a name pays for standing wholly on something else."""
TOUCHING, CROWDED = 0.06, 0.3
"""The shares of a name that may stand on other names and on panels: where there is no better place, it stands back."""


class Side(NamedTuple):
    """Where a name may stand: -1 left, 0 above or below, 1 right of its point; and rows down from it."""

    across: int
    down: float


SIDES = (
    Side(1, 0.0), Side(1, -1.0), Side(1, 1.0), Side(-1, 0.0), Side(-1, -1.0), Side(-1, 1.0), Side(0, -1.3),
    Side(0, 1.3), Side(1, -2.0), Side(1, 2.0), Side(-1, -2.0), Side(-1, 2.0), Side(1, -3.0), Side(1, 3.0),
    Side(0, -2.4), Side(0, 2.4), Side(-1, -3.0), Side(-1, 3.0),
)  # fmt: skip
"""Places about a point, the best first."""


class Named(NamedTuple):
    """A point at (x, y) in pixels, of a radius to keep clear of, and its name."""

    text: str
    x: float
    y: float
    color: Color
    radius: float = 14.0
    opacity: float = 1.0
    role: str = "ball"


class Label(NamedTuple):
    """A name in its place: the rectangle of its text."""

    text: str
    rect: Rect
    color: Color
    opacity: float
    role: str = "ball"


def _shared(a: Rect, b: Rect) -> float:
    """Returns the area that two rectangles share. Asked hundreds of times a picture, hence without properties."""
    ax, ay, aw, ah = a
    bx, by, bw, bh = b
    if ax >= bx + bw or bx >= ax + aw or ay >= by + bh or by >= ay + ah:
        return 0.0
    return (min(ax + aw, bx + bw) - max(ax, bx)) * (min(ay + ah, by + bh) - max(ay, by))


@dataclass
class _Memory:
    """What a name remembers: its side, the place it follows its point from, and the way from there to where it is."""

    x: float
    y: float
    side: int | None = None
    offset: tuple[float, float] | None = None


class Labels:
    """Places names; remembers each by its text.

    A name follows its point softly, so that one that shakes quickly can still be read, and comes to rest beside it.
    """

    def __init__(self) -> None:
        self._memories: dict[str, _Memory] = {}
        self._rested: tuple[tuple[object, ...], list[Label]] = (), []

    @property
    def resting(self) -> bool:
        """Whether every name is where it belongs: asked for the same again, none of them will move."""
        return bool(self._rested[0])

    def arrange(
        self, page: Page, points: Sequence[Named], avoid: Sequence[Rect], bounds: Rect, dt: float
    ) -> list[Label]:
        """Returns the names in their places within `bounds`, `dt` seconds after the picture before.

        A name for which there is no place is left out.
        """
        asked = page, tuple(points), tuple(avoid), bounds, dt
        if asked == self._rested[0]:
            return self._rested[1]
        before = {text: replace(memory) for text, memory in self._memories.items()}
        labels = self._arranged(page, points, avoid, bounds, dt)
        self._rested = (asked, labels) if before == self._memories else ((), [])
        return labels

    def _arranged(
        self, page: Page, points: Sequence[Named], avoid: Sequence[Rect], bounds: Rect, dt: float
    ) -> list[Label]:
        self._memories = {p.text: self._memories.get(p.text) or _Memory(p.x, p.y) for p in points}
        followed = [self._followed(page, point, dt) for point in points]
        discs = [Rect(p.x, p.y, 0.0, 0.0).inset(-p.radius * page.scale) for p in followed]
        goals: list[Rect] = []
        for i, point in enumerate(followed):
            blocked = [*avoid, *discs[:i], *discs[i + 1 :], *goals]
            goals.append(self._chosen(page, point, blocked, bounds))
        share = 1.0 if page.reduced_motion else approach(RATE, dt)
        labels: list[Label] = []
        for point, goal in zip(followed, goals, strict=True):
            rect = self._glided(point, goal, share, bounds)
            for other in labels:
                rect = _beside(rect, other.rect, bounds)
            taken = [other.rect for other in labels]
            if any(rect.overlaps(other) for other in taken):
                # it would be held fast between two names, and never get past
                rect = self._cleared(page, point, goal, taken, bounds)
            self._memories[point.text].offset = (rect.x - point.x, rect.y - point.y)
            on_names, on_panels = (self._cost(rect, others, bounds) / HIDING for others in (taken, avoid))
            if on_names <= TOUCHING and on_panels <= CROWDED:
                labels.append(Label(point.text, rect, point.color, point.opacity, point.role))
        return labels

    def _cleared(self, page: Page, point: Named, goal: Rect, taken: Sequence[Rect], bounds: Rect) -> Rect:
        """Returns where a name goes at once: its goal, or while another name crosses that, the next place beside it."""
        places = (goal, *(place(page, point, side) for side in SIDES))
        return next((rect for rect in places if self._cost(rect, taken, bounds) == 0.0), goal)

    def _followed(self, page: Page, point: Named, dt: float) -> Named:
        """Returns the point where its name believes it to be: a little behind, but at once there after a leap."""
        memory = self._memories[point.text]
        far = math.hypot(point.x - memory.x, point.y - memory.y) > LEAP * page.scale
        share = 1.0 if far or page.reduced_motion else approach(FOLLOW, dt)
        memory.x += (point.x - memory.x) * share
        memory.y += (point.y - memory.y) * share
        return point._replace(x=memory.x, y=memory.y)

    def _chosen(self, page: Page, point: Named, blocked: Sequence[Rect], bounds: Rect) -> Rect:
        """Returns the best place for a name: its former side while that is free, else the one that hides least."""
        memory = self._memories[point.text]
        former = memory.side
        if former is not None:
            rect = place(page, point, SIDES[former])
            if former and self._free(page, point, blocked, bounds):
                memory.side = 0
                return place(page, point, SIDES[0])
            if self._cost(rect, blocked, bounds) == 0.0:
                return rect
        best, least = 0, float("inf")
        for i, side in enumerate(SIDES):
            cost = self._cost(place(page, point, side), blocked, bounds) + 0.02 * i
            cost += 0.0 if former in (None, i) else LOYALTY
            if cost < least:
                best, least = i, cost
        memory.side = best
        return place(page, point, SIDES[best])

    def _free(self, page: Page, point: Named, blocked: Sequence[Rect], bounds: Rect) -> bool:
        """Returns whether the best side is free with room to spare, so that a name does not flit back and forth."""
        rect = place(page, point, SIDES[0])
        return self._cost(rect.inset(-page.px(26.0), -page.px(22.0)), blocked, bounds) == 0.0

    def _cost(self, rect: Rect, blocked: Sequence[Rect], bounds: Rect) -> float:
        """Returns what a name pays for what it hides of other things, and for sticking out."""
        left, top, width, height = rect
        right, bottom, area = left + width, top + height, width * height
        outside, hidden = area - _shared(rect, bounds), 0.0
        for other in blocked:  # asked hundreds of times a picture, so that most are told apart here
            x, y, w, h = other
            if x < right and left < x + w and y < bottom and top < y + h:
                hidden += _shared(rect, other)
        return HIDING * (hidden + 4.0 * max(outside, 0.0)) / area

    def _glided(self, point: Named, goal: Rect, share: float, bounds: Rect) -> Rect:
        to = (goal.x - point.x, goal.y - point.y)
        x, y = self._memories[point.text].offset or to
        x, y = x + (to[0] - x) * share, y + (to[1] - y) * share
        return _inside(Rect(point.x + x, point.y + y, goal.w, goal.h), bounds)


def _inside(rect: Rect, bounds: Rect) -> Rect:
    left = min(max(rect.x, bounds.x), max(bounds.right - rect.w, bounds.x))
    top = min(max(rect.y, bounds.y), max(bounds.bottom - rect.h, bounds.y))
    return Rect(left, top, rect.w, rect.h)


def _beside(rect: Rect, other: Rect, bounds: Rect) -> Rect:
    """Returns a name on its way moved up or down, the shorter way, off another that it would cross."""
    if not rect.overlaps(other):
        return rect
    above, below = rect._replace(y=other.y - rect.h), rect._replace(y=other.bottom)
    up = rect.center[1] < other.center[1]
    first, second = (above, below) if up else (below, above)
    return first if _inside(first, bounds) == first else _inside(second, bounds)


def place(page: Page, point: Named, side: Side) -> Rect:
    """Returns the rectangle of a point's name on one side of it."""
    width, height = measure(point.text, page.style(point.role)), page.row(point.role)
    gap = point.radius * page.scale + page.px(8.0)
    x = point.x - width / 2.0 if side.across == 0 else point.x + gap if side.across > 0 else point.x - gap - width
    return Rect(x, point.y - height / 2.0 + side.down * height, width, height)


def paint_labels(canvas: Canvas, page: Page, labels: Sequence[Label]) -> None:
    """Puts names on the canvas, each on a soft plate that keeps it legible over any ground."""
    before = canvas.opacity
    for label in labels:
        style = page.style(label.role)
        canvas.opacity = before * label.opacity
        plate = label.rect.inset(-page.px(9.0), -page.px(1.0))
        canvas.box(plate, page.theme.plate, radius=page.px(12.0), softness=page.px(6.0))
        canvas.text(label.text, style, label.rect.x, baseline(style, label.rect.y, label.rect.h), label.color)
    canvas.opacity = before
