"""What lies over the stage of an exhibit: the invitation, the countdown, the dark; and where the picture is moved."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime

from descent_game.app.exhibit.counters import Counters
from descent_game.app.exhibit.operator_page import Fact
from descent_game.app.exhibit.settings import DAYS
from descent_game.ui.canvas import Canvas, Rect, Style
from descent_game.ui.page import INVITED, Page, baseline, fitted
from descent_game.ui.text import measure
from descent_game.ui.theme import faded
from descent_game.ui.widgets import worded

LAYER = 200
DARK = 250
CHALK = (0.8, 0.8, 0.8, 1.0)
"""The colour of words over the dark, in every theme."""
BREATH = 4.0
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
    """Puts the words that ask to begin near the foot of the page, breathing slowly, unless what is `told` is there."""
    text = page.messages("exhibit.attract.begin")
    rect, style = invited(page, text)
    if told is not None and told.overlaps(rect):
        return
    pad, height = page.px(34.0), rect.h
    canvas.layer = LAYER
    theme, line = page.theme, page.line(1.5)
    canvas.box(rect, theme.plate, radius=height / 2.0, border=theme.control_border, border_width=line)
    clear = 0.86 + 0.14 * math.cos(math.tau * now / BREATH)
    canvas.text(text, style, rect.x + pad, baseline(style, rect.y, rect.h), faded(theme.title, clear))


def paint_countdown(canvas: Canvas, page: Page, left: float, whole: float) -> None:
    """Puts the question whether someone is there over everything, with what is left of the time to answer."""
    messages, theme = page.messages, page.theme
    question = messages("exhibit.idle.question")
    words = messages("exhibit.idle.words", seconds=math.ceil(left))
    pad, room = page.px(56.0), page.inner.w - 2.0 * page.px(56.0)
    style, small = fitted(page, "heading", question, room), fitted(page, "option", words, room)
    width = max(measure(question, style), measure(words, small), page.px(420.0)) + 2.0 * pad
    height = page.row("heading") + page.row("option") + page.px(58.0) + 2.0 * pad
    card = Rect(float(round((page.width - width) / 2.0)), float(round((page.height - height) / 2.0)), width, height)
    canvas.layer = LAYER
    canvas.box(page.whole, theme.shade)
    canvas.layer = LAYER + 1
    canvas.box(card, theme.plate, radius=page.px(20.0), border=theme.card_border, border_width=page.line(1.5))
    y = card.y + pad
    middle = page.width / 2.0
    x = middle - measure(question, style) / 2.0
    canvas.text(question, style, x, baseline(style, y, page.row("heading")), theme.title)
    y += page.row("heading") + page.px(16.0)
    x = middle - measure(words, small) / 2.0
    canvas.text(words, small, x, baseline(small, y, page.row("option")), theme.text)
    track = Rect(card.x + pad, y + page.row("option") + page.px(32.0), card.w - 2.0 * pad, max(page.px(6.0), 2.0))
    canvas.box(track, theme.track, radius=track.h / 2.0)
    filled = track._replace(w=track.w * min(max(left / whole, 0.0), 1.0))
    canvas.box(filled, theme.track_filled, radius=track.h / 2.0)


def paint_dark(canvas: Canvas, page: Page, share: float) -> None:
    """Darkens everything by a share from 0 to 1."""
    if share > 0.0:
        canvas.layer, canvas.opacity = DARK, 1.0
        canvas.box(page.whole, (0.0, 0.0, 0.0, min(share, 1.0)))


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
    for role, text in (("heading", words), ("option", messages("exhibit.closed.open"))):
        style = fitted(page, role, text, room)
        x = float(round((page.width - measure(text, style)) / 2.0))
        canvas.text(text, style, x, baseline(style, y, page.row(role)), CHALK)
        y += page.row(role)


def counted(page: Page, counters: Counters) -> Iterator[Fact]:
    """Yields the counters as lines of the operator's page."""
    messages = page.messages
    yield Fact(messages("exhibit.operator.starts"), messages.number(counters.starts))
    yield Fact(messages("exhibit.operator.visits"), messages.number(counters.visits))
    for scene, seconds in counters.seconds.items():
        label = messages("exhibit.operator.minutes", scene=worded(messages, f"{scene}.tab", scene.capitalize()))
        yield Fact(label, messages.number(seconds / 60.0))
    yield Fact(messages("exhibit.operator.since"), counters.since)
