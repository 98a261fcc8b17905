"""The card that shares what is shown: the words that open it again, and the same as a QR code for a telephone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

from descent_game.ui.canvas import Canvas, Color, Rect, Style
from descent_game.ui.lines import TextLine, lines
from descent_game.ui.page import Page, baseline, fitted
from descent_game.ui.panels import paint_card
from descent_game.ui.text import measure
from descent_game.ui.theme import line_height

INK: Final[Color] = (0.04, 0.05, 0.08, 1.0)
PAPER: Final[Color] = (1.0, 1.0, 1.0, 1.0)
QUIET: Final = 4
"""Modules of paper around a code (ISO/IEC 18004)."""
SIDE: Final = 520.0
"""The most that a code takes, in pixels of the design."""
MOST_LINES: Final = 4
"""Lines of the command that are shown; code and clipboard have all of it."""


@lru_cache(maxsize=4)
def code(text: str) -> tuple[tuple[bool, ...], ...]:
    """Returns the modules of a QR code, row by row, dark ones True, without the paper around."""
    import segno

    return tuple(tuple(bool(module) for module in row) for row in segno.make_qr(text, error="m").matrix)


def command(words: str) -> str:
    """Returns the command that opens what is shown."""
    return f'descent "{words}"'


def paint_share(canvas: Canvas, page: Page, words: str, left_out: Sequence[str] = (), *, copied: bool) -> None:
    """Puts the card over everything: a heading, the code, the command, what it leaves out, and whether it was copied.

    `left_out` are keys of sentences.
    """
    theme, pad = page.theme, page.px(44.0)
    heading = page.messages("app.share_but" if left_out else "app.share")
    style = fitted(page, "heading", heading, page.inner.w - 2.0 * pad)
    small, row = page.style("small"), page.row("heading")
    said = command(words)
    modules = len(code(said)) + 2 * QUIET
    pitch = max(int(min(page.px(SIDE), page.inner.h * 0.55) // modules), 2)
    side = float(pitch * modules)
    width = min(max(measure(heading, style), side, page.px(760.0)) + 2.0 * pad, page.inner.w)
    height = line_height("small", small.size)
    set_lines = _shown(said, small, width - 2.0 * pad)
    more = [line for key in left_out for line in lines(page.messages(key), small, width - 2.0 * pad)]
    foot = (len(set_lines) + len(more)) * height + page.row("option") + page.px(40.0)
    whole = 2.0 * pad + row + page.px(20.0) + side + foot
    card = page.centred(width, whole)
    paint_card(canvas, page, card, plate=True)
    x = card.x + round((width - measure(heading, style)) / 2.0)
    canvas.text(heading, style, x, baseline(style, card.y + pad, row), theme.title)
    place = Rect(float(round(card.center[0] - side / 2.0)), card.y + pad + row + page.px(20.0), side, side)
    _paint_code(canvas, place, code(said), pitch)
    y = place.bottom + page.px(20.0)
    for number, line in enumerate((*set_lines, *more)):
        left = card.x + round((width - line.width) / 2.0)
        color = theme.value if number < len(set_lines) else theme.text
        for word in line.words:
            canvas.text(word.text, small, left + word.x, baseline(small, y + number * height, height), color)
    if copied:
        done, option = page.messages("app.copied"), page.style("option")
        top = y + (len(set_lines) + len(more)) * height + page.px(8.0)
        x = card.x + round((width - measure(done, option)) / 2.0)
        canvas.text(done, option, x, baseline(option, top, page.row("option")), theme.muted)


def _shown(said: str, style: Style, width: float) -> tuple[TextLine, ...]:
    """Returns a command as lines that break behind any value; of a long one the beginning."""
    found = lines(said.replace("&", "&\u200b"), style, width)
    if len(found) > MOST_LINES:
        kept = "".join(word.text for line in found[:MOST_LINES] for word in line.words)
        found = lines((kept[:-2] + "\u2026").replace("&", "&\u200b"), style, width)
    return found


def _paint_code(canvas: Canvas, place: Rect, rows: tuple[tuple[bool, ...], ...], pitch: int) -> None:
    """Puts a code on its paper, one box for each run of dark modules in a row."""
    canvas.box(place, PAPER)
    for down, row in enumerate(rows):
        across = QUIET
        for dark, run in groupby(row):
            count = len(list(run))
            if dark:
                x, y = place.x + across * pitch, place.y + (QUIET + down) * pitch
                canvas.box(Rect(x, y, float(count * pitch), float(pitch)), INK)
            across += count
