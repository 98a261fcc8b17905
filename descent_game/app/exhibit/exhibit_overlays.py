"""What lies over the stage of an exhibit: the invitation, the countdown, the dark; and where the picture is moved."""

from __future__ import annotations

import math
from datetime import datetime

from descent_game.app.exhibit.settings import DAYS
from descent_game.ui.canvas import Canvas, Color, Rect, Style
from descent_game.ui.page import INVITED, Page, baseline, fitted
from descent_game.ui.panels import paint_card
from descent_game.ui.text import measure
from descent_game.ui.theme import faded

LAYER = 200
DARK = 250
OVER_DARK = (0.8, 0.8, 0.8, 1.0)
"""The colour of words over the dark, in every theme."""
PERIOD = 4.0
"""Seconds in which the invitation grows faint and clear again."""
RING = tuple((x, y) for x, y in (
    (0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (-1, 2), (-2, 2), (-2, 1), (-2, 0), (-2, -1), (-2, -2),
    (-1, -2), (0, -2), (1, -2), (2, -2), (2, -1), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1),
))  # fmt: skip
"""Every place within two pixels, each one pixel from the one before."""


def shift(minute: int) -> tuple[int, int]:
    """Returns by how many pixels the picture is moved in that minute."""
    return RING[minute % len(RING)]


def invited(page: Page, text: str) -> tuple[Rect, Style]:
    """Returns where the words that ask to begin stand, over the room of a caption, and their style."""
    style = fitted(page, "heading", text, page.inner.w - page.px(120.0))
    width, height = measure(text, style) + 2.0 * page.px(34.0), page.invitation
    x, bottom = float(round((page.width - width) / 2.0)), page.height - page.foot - page.px(INVITED / 2.0)
    return Rect(x, bottom - height, width, height), style


def paint_invitation(canvas: Canvas, page: Page, now: float, told: Rect | None) -> None:
    """Puts the words that ask to begin near the foot, now fainter, now clearer, unless what is `told` lies there."""
    text = page.messages("exhibit.attract.begin")
    rect, style = invited(page, text)
    if told is not None and told.overlaps(rect):
        return
    pad, height = page.px(34.0), rect.h
    canvas.layer = LAYER
    theme, line = page.theme, page.line(1.5)
    canvas.box(rect, theme.plate, radius=height / 2.0, border=theme.control_border, border_width=line)
    clear = 0.86 + 0.14 * math.cos(math.tau * now / PERIOD)
    canvas.text(text, style, rect.x + pad, baseline(style, rect.y, rect.h), faded(theme.title, clear))


def paint_countdown(canvas: Canvas, page: Page, left: float, whole: float) -> None:
    """Puts the question whether someone is there over everything, with what is left of the time to answer."""
    messages, theme = page.messages, page.theme
    question = messages("exhibit.idle.question")
    words = messages("exhibit.idle.words", seconds=math.ceil(left))
    pad, room = page.px(56.0), page.inner.w - 2.0 * page.px(56.0)
    widths = (
        measure(text, fitted(page, role, text, room)) for role, text in (("heading", question), ("option", words))
    )
    width = max(*widths, page.px(420.0)) + 2.0 * pad
    card = page.centred(width, page.row("heading") + page.row("option") + page.px(58.0) + 2.0 * pad)
    canvas.layer = LAYER
    canvas.box(page.whole, theme.shade)
    canvas.layer = LAYER + 1
    paint_card(canvas, page, card, plate=True)
    y = _paint_line(canvas, page, "heading", question, room, card.y + pad, theme.title) + page.px(16.0)
    y = _paint_line(canvas, page, "option", words, room, y, theme.text) + page.px(32.0)
    track = Rect(card.x + pad, y, card.w - 2.0 * pad, max(page.px(6.0), 2.0))
    canvas.box(track, theme.track, radius=track.h / 2.0)
    filled = track._replace(w=track.w * min(max(left / whole, 0.0), 1.0))
    canvas.box(filled, theme.track_filled, radius=track.h / 2.0)


def paint_dark(canvas: Canvas, page: Page, share: float) -> None:
    """Darkens everything by a share from 0 to 1."""
    if share > 0.0:
        canvas.layer, canvas.opacity = DARK, 1.0
        canvas.box(page.whole, (0.0, 0.0, 0.0, share))


def paint_closed(canvas: Canvas, page: Page, opens: datetime | None) -> None:
    """Says over the dark until when the exhibit is closed, and how it is shown all the same."""
    messages, room = page.messages, page.inner.w
    if opens is None:
        words = messages("exhibit.closed.always")
    else:
        day = messages(f"exhibit.closed.{DAYS[opens.weekday()]}")
        words = messages("exhibit.closed.until", day=day, time=f"{opens:%H:%M}")
    canvas.layer, canvas.opacity = DARK + 1, 1.0
    y = (page.height - page.row("heading") - page.row("option")) / 2.0
    y = _paint_line(canvas, page, "heading", words, room, y, OVER_DARK)
    _paint_line(canvas, page, "option", messages("exhibit.closed.open"), room, y, OVER_DARK)


def _paint_line(canvas: Canvas, page: Page, role: str, text: str, room: float, y: float, color: Color) -> float:
    """Puts a line in the middle of the page, from `y` down; returns where the next one may begin."""
    style = fitted(page, role, text, room)
    x = float(round((page.width - measure(text, style)) / 2.0))
    canvas.text(text, style, x, baseline(style, y, page.row(role)), color)
    return y + page.row(role)
