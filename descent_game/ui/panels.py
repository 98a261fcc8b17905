"""The furniture of a page: head, wall text, caption, hint, cards, and marks of what is explained elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable

from descent_game.engine.easing import Glide
from descent_game.ui.canvas import Canvas, Color, Part, Rect, Style
from descent_game.ui.layout import Layout
from descent_game.ui.lines import TextLine, lines
from descent_game.ui.page import LEGIBLE, Page, baseline
from descent_game.ui.text import measure, metrics
from descent_game.ui.theme import line_height

JOINT = "·"
CROSS_FADE = 0.25
"""Seconds in which one caption gives way to the next."""


def paint_lines(
    canvas: Canvas,
    page: Page,
    role: str,
    style: Style,
    set_lines: tuple[TextLine, ...],
    x: float,
    y: float,
    color: Color,
) -> None:
    """Puts wrapped lines on the canvas from (x, y) down, marked terms underlined with dots."""
    height = line_height(role, style.size)
    dot = max(page.line(2.0), 1.5)
    for i, line in enumerate(set_lines):
        base = baseline(style, y + i * height, height)
        for word in line.words:
            canvas.text(word.text, style, x + word.x, base, color)
            if word.term:
                canvas.term(Rect(x + word.x, y + i * height, measure(word.text, style), float(height)), word.term)
                if page.scale < LEGIBLE:
                    continue  # nor could the dots be told from the line below
                under = base + round(metrics(style)[1] * 0.62)
                ends = ((x + word.x + dot, under), (x + word.x + measure(word.text, style) - dot, under))
                canvas.curve(ends, dot, page.theme.term, dash=(0.01, dot * 2.2))


def paint_head(canvas: Canvas, page: Page, layout: Layout, wall_text: bool = True) -> None:
    """Puts the station line, the title and, unless it stands back, the wall text on the canvas."""
    kicker, theme = layout.kicker, page.theme
    base = baseline(layout.kicker_style, kicker.y, kicker.h)
    canvas.text(layout.content.kicker.upper(), layout.kicker_style, kicker.x, base, theme.kicker)
    title, wall = layout.title, layout.wall
    paint_lines(canvas, page, "title", layout.title_style, layout.title_lines, title.x, title.y, theme.title)
    if wall_text:
        paint_lines(canvas, page, "wall", layout.wall_style, layout.wall_lines, wall.x, wall.y, theme.text)


class PageFrame:
    """What frames a scene's page: its head and its line of hints, painted once and put down again as they were."""

    def __init__(self) -> None:
        self._head = Part(paint_head)
        self._hint = Part(paint_hint)

    def paint(self, canvas: Canvas, page: Page, layout: Layout, hint: str | None = "", floor: float = math.inf) -> None:
        """Puts head and hint on the canvas; `hint` stands for the layout's own, None for no line at all.

        The wall text stands back where it would reach below `floor`, which other words begin at.
        """
        self._head.paint(canvas, page, layout, layout.wall.bottom <= floor)
        if hint is not None:
            self._hint.paint(canvas, page, layout, hint)


def hint_parts(text: str, style: Style, width: float) -> str:
    """Returns as many of the parts of a hint, which dots hold apart, as fit into a width; at least the first."""
    while measure(text, style) > width and JOINT in text:
        text = text.rpartition(JOINT)[0].rstrip()
    return text


def paint_hint(canvas: Canvas, page: Page, layout: Layout, text: str = "") -> None:
    """Puts the line of hints at the foot, centred, where hints are wanted."""
    if not canvas.hints:
        return
    style, rect = layout.hint_style, layout.hint
    text = hint_parts(text or layout.content.hint, style, rect.w)
    x = rect.x + (rect.w - measure(text, style)) / 2.0
    canvas.text(text, style, x, baseline(style, rect.y, rect.h), page.theme.muted)


class FadingCaption:
    """The sentence that follows what happens; a new one fades in where the old one fades out.

    `paint` puts it into a rectangle of a page.
    """

    def __init__(self, paint: Callable[[Canvas, Page, Rect, str], None]) -> None:
        self.text = ""
        self._subject = ""
        self._passing = False
        self._before = ""
        self._fade = Glide(1.0, CROSS_FADE)
        self._part = Part(paint)

    def say(self, text: str, subject: str = "", *, passing: bool = False) -> None:
        """Changes the sentence; one on the same subject, whose numbers alone have moved, takes its place at once.

        One with numbers that are `passing` is not to be seen any more once another one is said.
        """
        if text == self.text:
            return
        if subject and subject == self._subject:
            self.text = text
            return
        self._before = "" if self._passing else self.text
        self.text, self._subject, self._passing = text, subject, passing
        self._fade.jump(0.0)
        self._fade.to(1.0)

    def step(self, dt: float, reduced_motion: bool = False) -> None:
        """Moves the fade on by `dt` seconds of the picture's time; with reduced motion it cuts."""
        self._fade.step(self._fade.seconds if reduced_motion else dt)

    def top(self, page: Page, rect: Rect) -> float:
        """Returns where the sentence begins, or the one that it replaces as long as that is to be seen, y in pixels."""
        shown = (self._before if self._fade.value < 0.5 else "", self.text)
        return min((rect.bottom - _caption_set(page, rect, text)[2] for text in shown if text), default=rect.bottom)

    def paint(self, canvas: Canvas, page: Page, rect: Rect) -> None:
        """Puts the sentence into `rect`, or both on the way from one to the next."""
        share, before = self._fade.value, canvas.opacity
        for text, opacity in ((self._before, max(1.0 - 2.0 * share, 0.0)), (self.text, max(2.0 * share - 1.0, 0.0))):
            if text and opacity > 0.0:
                canvas.opacity = before * opacity
                self._part.paint(canvas, page, rect, text)
        canvas.opacity = before


def _caption_set(page: Page, rect: Rect, text: str) -> tuple[Style, tuple[TextLine, ...], float]:
    """Returns a sentence as large as it fits: its style, its lines and their height."""
    for smaller in (1.0, 0.93, 0.86, 0.8, 0.74, 0.68, 0.62, 0.56, 0.5):
        style = page.style("caption", smaller)
        set_lines, height = lines(text, style, rect.w), line_height("caption", style.size)
        if len(set_lines) * height <= rect.h:
            break
    return style, set_lines, float(len(set_lines) * height)


def paint_caption(canvas: Canvas, page: Page, rect: Rect, text: str) -> None:
    """Puts a sentence at the foot of a rectangle, as large as it fits."""
    style, set_lines, height = _caption_set(page, rect, text)
    paint_lines(canvas, page, "caption", style, set_lines, rect.x, rect.bottom - height, page.theme.caption)


def paint_caption_centred(canvas: Canvas, page: Page, rect: Rect, text: str) -> None:
    """Puts a sentence at the head of a rectangle, each line in the middle, as large as it fits."""
    style, set_lines, _ = _caption_set(page, rect, text)
    for i, line in enumerate(set_lines):
        x, y = rect.x + round((rect.w - line.width) / 2.0), rect.y + i * line_height("caption", style.size)
        paint_lines(canvas, page, "caption", style, (line,), x, y, page.theme.caption)


def paint_card(canvas: Canvas, page: Page, rect: Rect, *, plate: bool = False) -> None:
    """Puts an empty card on the canvas; with a `plate` under it, it hides what lies there."""
    theme = page.theme
    if plate:
        canvas.box(rect, theme.plate, radius=page.px(20.0))
    canvas.box(rect, theme.card_fill, radius=page.px(20.0), border=theme.card_border, border_width=page.line(1.5))


def paint_label(canvas: Canvas, page: Page, text: str, x: float, y: float, right: bool = False) -> None:
    """Puts a small label in capitals with its baseline at y, from x on or, with `right`, ending at x."""
    style, shown = page.style("label"), text.upper()
    canvas.text(shown, style, x - measure(shown, style) if right else x, y, page.theme.label)


def paint_number(canvas: Canvas, page: Page, text: str, x: float, y: float, role: str = "number") -> None:
    """Puts a number with tabular figures on the canvas so that it ends at x."""
    style = page.style(role)
    canvas.text(text, style, x - measure(text, style), y, page.theme.text)
