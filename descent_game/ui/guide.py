"""What guides the eye through a demo: a caption at the foot of the page, and a pointer that moves as a hand would."""

from __future__ import annotations

import math
from collections.abc import Callable

from descent_game.engine.actions import Point
from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.easing import Glide, arriving, hand
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.lines import TextLine, lines
from descent_game.ui.page import LARGE, Page, baseline
from descent_game.ui.theme import faded, line_height

LAYER = 80
FADE = 0.25
"""Seconds in which caption and pointer come and go."""
WIDEST = 0.78
"""How much of the page's width a caption may take."""
PLATE = 0.94
"""How far a caption hides what lies under it."""
BOW = 0.07
"""How far a hand strays from the straight way, as a part of it."""
PRESS = 0.5
"""Seconds for which a press is to be seen."""
FROM = (0.3, -0.4)
"""Where the pointer comes from at first, beside its first goal, in [-1, 1]."""
FARTHEST = 100.0
"""How far away, in half windows, the pointer is drawn: nearer than numbers on the GPU end."""

Place = tuple[float, float]
Locate = Callable[[Point], Place | None]
"""Tells where on the screen something is, in [-1, 1], y up; None where it is not to be seen."""


def reach(way: float) -> float:
    """Returns how many seconds a hand takes for a way, in half heights of the window (after Fitts, 1954)."""
    return 0.3 + 0.26 * math.log2(1.0 + way / 0.12)


class Guide:
    """State: the caption and how long it stays, the pointer's way and how far it has come; moved in fixed steps.

    `widgets` says whether the controls are to be seen, `values` which of them tell theirs where they are not.
    """

    def __init__(self) -> None:
        self.text = ""
        self.widgets = True
        self.values: tuple[str, ...] = ()
        self._left = 0
        self._plate = Glide(0.0, FADE)
        self._words = Glide(1.0, FADE)
        self._goal = Point()
        self._start: Place | None = None
        self._seconds = 1.0
        self._way = 1.0
        self._seen = Glide(0.0, FADE)
        self._press = PRESS

    def say(self, text: str, steps: int = 0) -> None:
        """Shows a caption for so many fixed steps, 0 for until the next one; an empty one ends it."""
        if text and (self._plate.value < 0.5 or text != self.text):
            self._words.jump(0.0)
            self._words.to(1.0)
        self.text = text or self.text
        self._left = steps
        self._plate.to(1.0 if text else 0.0)

    def point(self, goal: Point, locate: Locate, aspect: float) -> None:
        """Sends the pointer on its way to a goal, or lets it fade; `aspect` is the page's width over its height."""
        if not goal.to:
            self._seen.to(0.0)
            return
        here, there = self.place(locate), locate(goal)
        lost = here is None or not math.hypot(*here) < FARTHEST
        if there is not None and (lost or self._seen.value == 0.0):
            here = there[0] + FROM[0], there[1] + FROM[1]
        self._start, self._goal, self._way = here, goal, 0.0
        far = 0.0 if here is None or there is None else math.hypot((here[0] - there[0]) * aspect, here[1] - there[1])
        self._seconds = goal.steps / STEPS_A_SECOND or reach(far)
        self._seen.to(1.0)

    def tap(self) -> None:
        """Lets the pointer press where it is."""
        self._press = 0.0

    def place(self, locate: Locate) -> Place | None:
        """Returns where the pointer is, in [-1, 1], y up; None where its goal is not to be seen."""
        there = locate(self._goal) if self._goal.to else None
        if there is None or self._start is None:
            return there
        share = hand(self._way)
        dx, dy = there[0] - self._start[0], there[1] - self._start[1]
        bow = BOW * 4.0 * share * (1.0 - share)
        return self._start[0] + dx * share - dy * bow, self._start[1] + dy * share + abs(dx) * bow

    @property
    def telling(self) -> bool:
        """Whether a caption is to be seen."""
        return self._plate.value > 0.0

    def told(self, page: Page, *, large: bool) -> Rect | None:
        """Returns where a caption is to be seen, if one is; `large` as it is painted."""
        rect, rows = caption_place(page, self.text, LARGE if large else 1.0)
        return rect if rows and self.telling else None

    def step(self, dt: float) -> None:
        """Moves on by one fixed step of `dt` seconds."""
        self._plate.step(dt)
        self._words.step(dt)
        self._seen.step(dt)
        self._way = min(self._way + dt / self._seconds, 1.0)
        self._press = min(self._press + dt, PRESS)
        if self._left:
            self._left -= 1
            if not self._left:
                self._plate.to(0.0)

    def paint(self, canvas: Canvas, page: Page, locate: Locate, *, large: bool = False) -> None:
        """Puts caption and pointer over the page; a caption is `large` where there is room for it."""
        canvas.layer = LAYER
        if self._plate.value > 0.0:
            canvas.opacity = 1.0 if page.reduced_motion else self._plate.value
            self._paint_caption(canvas, page, LARGE if large else 1.0)
        canvas.layer = LAYER + 1
        place = self.place(locate) if self._seen.value > 0.0 else None
        if place is not None and math.hypot(*place) < FARTHEST:
            canvas.opacity = self._seen.value
            self._paint_pointer(canvas, page, *page.pixels(*place))
        canvas.opacity, canvas.layer = 1.0, 0

    def _paint_caption(self, canvas: Canvas, page: Page, size: float) -> None:
        rect, rows = caption_place(page, self.text, size)
        if not rows:
            return
        style, theme = page.style("reading", size), page.theme
        height = line_height("reading", style.size)
        canvas.box(rect, (*theme.plate[:3], PLATE), radius=page.px(16.0))
        canvas.opacity *= 1.0 if page.reduced_motion else self._words.value
        top = rect.y + round((rect.h - len(rows) * height) / 2.0)
        for number, row in enumerate(rows):
            x = rect.x + round((rect.w - row.width) / 2.0)
            for word in row.words:
                base = baseline(style, top + number * height, height)
                canvas.text(word.text, style, x + word.x, base, theme.title)

    def _paint_pointer(self, canvas: Canvas, page: Page, x: float, y: float) -> None:
        theme, radius = page.theme, max(page.px(19.0), 7.0)
        pressed = self._press / PRESS
        if pressed < 1.0:
            canvas.mark(
                "ring", x, y, radius * (1.0 + 1.6 * arriving(pressed)), faded(theme.title, 0.9 * (1.0 - pressed)),
                border=faded(theme.title, 0.9 * (1.0 - pressed)), border_width=page.line(3.0),
            )  # fmt: skip
            radius *= 1.0 - 0.25 * math.sin(math.pi * min(2.0 * pressed, 1.0))
        canvas.mark("disc", x, y, radius * 1.3, faded(theme.plate, 0.7), softness=radius * 0.6)
        canvas.mark("disc", x, y, radius, faded(theme.title, 0.3), border=theme.title, border_width=page.line(3.5))


def caption_place(page: Page, text: str, size: float = 1.0) -> tuple[Rect, tuple[TextLine, ...]]:
    """Returns where a caption's plate stands, centred at the foot of the page, and its lines, if it has any."""
    style = page.style("reading", size)
    rows = lines(text, style, page.inner.w if page.upright else page.width * WIDEST)
    width = max((row.width for row in rows), default=0) + 2.0 * page.px(26.0)
    height = len(rows) * line_height("reading", style.size) + 2.0 * page.px(7.0)
    bottom = page.height - page.px(22.0)
    return Rect(float(round((page.width - width) / 2.0)), bottom - height, width, height), rows
