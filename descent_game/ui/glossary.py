"""The glossary's card: a small one beside a marked term, one at a time, that closes by itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

from descent_game.engine.easing import Glide
from descent_game.ui.canvas import NOWHERE, Canvas, Rect, TermPlace
from descent_game.ui.lines import TextLine, lines
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page, baseline
from descent_game.ui.panels import paint_lines
from descent_game.ui.theme import line_height, over

LAYER = 60
FADE = 0.15
PATIENCE = 0.18
"""Seconds that a pointer rests on a term before its card opens."""
GRACE = 0.3
"""Seconds that a card stays when the pointer has left its term."""
LEAST_READING, A_WORD = 6.0, 0.4
"""Seconds that a card opened by a tap stays: at least, and for each of its words."""
WIDTH = 440.0
POINTER = 40.0
"""What a pointer, or a fingertip, covers below the place it points to, in the design's pixels."""


def glossary_key(term: str) -> str:
    """Returns where a marked term is explained: `vanishing gradient` under `glossary.vanishing_gradient`."""
    return "glossary." + "_".join(term.lower().split())


def explained(messages: Messages, term: str) -> bool:
    """Returns whether the glossary has an entry for a term."""
    return messages.has(f"{glossary_key(term)}.title") and messages.has(f"{glossary_key(term)}.text")


def set_card(page: Page, term: str) -> tuple[TextLine, tuple[TextLine, ...], Rect]:
    """Returns a card's heading, its lines, and its size at the origin."""
    key, pad = glossary_key(term), page.px(24.0)
    width = min(page.px(WIDTH) * min(page.text_scale, 1.3), page.inner.w) - 2.0 * pad
    heading = lines(page.messages(f"{key}.title"), page.style("button"), width)[0]
    text = lines(page.messages(f"{key}.text"), page.style("reading", 0.86), width)
    height = page.row("button") + page.px(6.0) + len(text) * line_height("reading", page.style("reading", 0.86).size)
    wide = max(heading.width, *(line.width for line in text))
    return heading, text, Rect(0.0, 0.0, wide + 2.0 * pad, height + 2.0 * page.px(18.0))


def card_place(page: Page, anchor: Rect, size: Rect) -> Rect:
    """Returns where a card stands: over its term, else under it clear of the pointer, else beside; in the window."""
    edge, gap = page.px(16.0), page.px(10.0)
    x = min(max(round(anchor.center[0] - size.w / 2.0), edge), page.width - edge - size.w)
    above, below = anchor.y - gap - size.h, anchor.bottom + page.px(POINTER)
    if above >= edge:
        return Rect(x, float(round(above)), size.w, size.h)
    if math.ceil(below) + size.h <= page.height - edge:
        return Rect(x, float(math.ceil(below)), size.w, size.h)
    y = float(round(min(max(anchor.center[1] - size.h / 2.0, edge), page.height - edge - size.h)))
    right = anchor.right + page.px(POINTER)
    left = anchor.x - gap - size.w
    x = right if right + size.w <= page.width - edge or left < edge else left
    return Rect(float(round(min(x, page.width - edge - size.w))), y, size.w, size.h)


class Glossary:
    """State: the term that is explained and where it stands, how long still, and how plainly the card is to be seen."""

    def __init__(self) -> None:
        self.term = ""
        self.anchor = NOWHERE
        self.rect = NOWHERE
        self._left = 0.0
        self._rested = 0.0
        self._pointed = ""
        self._held = False
        self._fade = Glide(0.0, FADE)

    @property
    def open(self) -> bool:
        """Whether a card is open."""
        return bool(self.term)

    def explain(self, term: str, terms: Sequence[TermPlace]) -> None:
        """Opens the card of a term for as long as it takes to read, if the term is to be seen; closes with none."""
        found = next((place for place in terms if glossary_key(place.key) == glossary_key(term)), None)
        if not term or found is None:
            self.close()
        else:
            self._open(found)
            self._left = LEAST_READING
            self._held = True

    def point(self, place: TermPlace | None, dt: float, *, at_once: bool = False) -> None:
        """Takes which term the pointer or the focus rests on, if any; the focus does not wait."""
        if place is None:
            self._pointed, self._rested = "", 0.0
            return
        self._rested = self._rested + dt if place.key == self._pointed else 0.0
        self._pointed = place.key
        if at_once or self.term == place.key or self._rested >= PATIENCE:
            if self.term != place.key:
                self._held = False
            self._open(place)
            self._left = max(self._left, GRACE)

    def _open(self, place: TermPlace) -> None:
        self.term, self.anchor = place.key, place.rect
        self._fade.to(1.0)

    def close(self) -> None:
        """Closes the card."""
        self.term, self._left, self._held = "", 0.0, False
        self._fade.jump(0.0)

    def step(self, dt: float, page: Page, terms: Sequence[TermPlace]) -> None:
        """Moves on by `dt` seconds: follows its term, and closes when its time is up or the term has gone."""
        self._fade.step(FADE if page.reduced_motion else dt)
        if not self.term:
            return
        words = len(page.messages(f"{glossary_key(self.term)}.text").split())
        if self._held:  # opened by a tap or a script: counts its own time, from when its words are known
            self._held, self._left = False, max(LEAST_READING, A_WORD * words)
        self._left -= dt
        near = [place for place in terms if place.key == self.term]
        if self._left <= 0.0 or not near or not explained(page.messages, self.term):
            self.close()
            return
        x, y = self.anchor.center
        self.anchor = min(near, key=lambda p: abs(p.rect.center[0] - x) + abs(p.rect.center[1] - y)).rect

    def paint(self, canvas: Canvas, page: Page) -> None:
        """Puts the card on the canvas."""
        if not self.term or not explained(page.messages, self.term) or self._fade.value <= 0.0:
            return
        heading, text, size = set_card(page, self.term)
        self.rect = rect = card_place(page, self.anchor, size)
        theme, style, small = page.theme, page.style("button"), page.style("reading", 0.86)
        canvas.layer, canvas.opacity = LAYER, self._fade.value
        radius, line = page.px(16.0), page.line(1.5)
        canvas.box(rect, theme.shade, radius=radius, softness=page.px(18.0))
        ground = over(theme.card_fill, theme.palette.background_inner)
        canvas.box(rect, ground, radius=radius, border=theme.control_border, border_width=line)
        x, y = rect.x + page.px(24.0), rect.y + page.px(18.0)
        for word in heading.words:
            canvas.text(word.text, style, x + word.x, baseline(style, y, page.row("button")), theme.title)
        y += page.row("button") + page.px(6.0)
        paint_lines(canvas, page, "reading", small, text, x, y, theme.text)
        canvas.layer, canvas.opacity = 0, 1.0
