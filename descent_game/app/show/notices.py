"""Passing words, the frame's figures and the sign that the screen is filmed: beside what can be pressed or read."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.formula import formula_box
from descent_game.ui.lines import TextLine, lines
from descent_game.ui.page import Page, baseline
from descent_game.ui.text import measure, metrics
from descent_game.ui.widgets import Panel, Placed, Slider

FILMING = (0.94, 0.2, 0.2, 1.0)
GAP = 12.0
"""How far what passes stays away from everything else, in pixels of the design."""
MOST_LINES = 3
LOWEST = 0.6
"""How far down the page a passing word may stand, as a part of its height."""
SIGN = 150.0
"""What the sign that the screen is filmed takes of the upper edge, in pixels of the design."""
JOINT = "  ·  "
LEAST = 12
"""Letters of a word that is left whole, and of what is left of a longer one at least."""


@dataclass
class Notices:
    """State: where what passes stands, kept while its words and the page stay the same, whatever moves below."""

    _word: tuple[object, Rect, tuple[TextLine, ...]] | None = None
    _figures: tuple[object, Rect, int] | None = None

    def paint_word(self, canvas: Canvas, page: Page, text: str, placed: Sequence[Placed]) -> None:
        """Puts a passing word in free room near the upper edge; where there is too little, its middle is left out."""
        key = (page, text, tuple(widget.name for widget in placed))
        if self._word is None or self._word[0] != key:
            self._word = (key, *word_place(page, text, taken(canvas, placed)))
        _, rect, rows = self._word
        style, row, pad, theme = page.style("hint"), page.row("hint"), page.px(22.0), page.theme
        line = page.line(1.5)
        canvas.box(rect, theme.plate, radius=page.px(14.0), border=theme.card_border, border_width=line)
        top = rect.y + round((rect.h - len(rows) * row) / 2.0)
        for number, set_line in enumerate(rows):
            base = baseline(style, top + number * row, row)
            for word in set_line.words:
                canvas.text(word.text, style, rect.x + pad + word.x, base, theme.value)

    def paint_figures(self, canvas: Canvas, page: Page, figures: Sequence[str], placed: Sequence[Placed]) -> None:
        """Puts the figures in free room, as far up as there is some, in as few rows as fit there."""
        key = (page, len(figures), tuple(widget.name for widget in placed))
        if self._figures is None or self._figures[0] != key:
            self._figures = (key, *figures_place(page, figures, taken(canvas, placed)))
        _, place, count = self._figures
        style, row, pad = page.style("small_number"), page.row("small"), page.px(GAP)
        rows = figure_rows(page, figures, count)
        width = max((measure(text, style) for text in rows), default=0.0) + 2.0 * pad
        canvas.box(place._replace(w=width), page.theme.plate, radius=page.px(10.0))
        for number, text in enumerate(rows):
            base = baseline(style, place.y + page.px(GAP / 3.0) + number * row, row)
            canvas.text(text, style, place.x + pad, base, page.theme.value)


def taken(canvas: Canvas, placed: Sequence[Placed]) -> list[Rect]:
    """Returns where words are on a canvas, and what can be pressed among widgets."""
    pressed = [widget for widget in placed if not isinstance(widget.widget, Panel)]
    found = [one.body for one in pressed if not (isinstance(one.widget, Slider) and one.widget.bare)]
    found += [cell.touch for widget in placed for cell in widget.cells]
    for layer in canvas.layers():
        for run in layer.runs:
            ascent, descent = metrics(run.style)
            found.append(Rect(run.x, run.y - ascent, measure(run.text, run.style), ascent + descent))
        for formula in layer.formulas:
            width, height, _ = formula_box(formula.latex, formula.size)
            found.append(Rect(formula.x, formula.y, width, height))
    return found


def _outer(page: Page, others: Sequence[Rect]) -> list[Rect]:
    """Returns what is taken of the head and the foot of a page: its middle can be covered where nothing else can."""
    return [other for other in others if not 0.2 * page.height < other.y < LOWEST * page.height]


def free(page: Page, width: float, height: float, others: Sequence[Rect], within: Rect, middle: float) -> Rect | None:
    """Returns the highest free rectangle of a size within another, as near to `middle` across as there is room."""
    gap = page.px(GAP)
    for y in sorted({within.y, *(math.ceil(other.bottom + gap) for other in others)}):
        if y < within.y or y + height > within.bottom:
            continue
        in_row = sorted(
            (other.x - gap, other.right + gap)
            for other in others
            if other.y - gap < y + height and other.bottom + gap > y
        )
        places, left = [], within.x
        for start, end in [*in_row, (within.right, within.right)]:
            if min(start, within.right) - left >= width:
                places.append(min(max(middle - width / 2.0, left), min(start, within.right) - width))
            left = max(left, end)
        if places:
            x = min(places, key=lambda x: abs(x + width / 2.0 - middle))
            return Rect(float(round(x)), float(y), width, height)
    return None


def word_place(page: Page, text: str, others: Sequence[Rect]) -> tuple[Rect, tuple[TextLine, ...]]:
    """Returns where a passing word stands and its lines: whole if it can be, beside all that is taken if it can be."""
    row, pad, inner = page.row("hint"), page.px(22.0), page.inner
    within = Rect(inner.x, inner.y, inner.w, page.height * LOWEST - inner.y)
    ways = []
    for share in (1.0, 0.75, 0.55, 0.4, 0.3):
        lost, rows = _shortened(page, text, inner.w * share - 2.0 * pad)
        ways.append((lost, rows, max((line.width for line in rows), default=0) + 2.0 * pad, len(rows) * row + pad))
    for avoided in (others, _outer(page, others)):
        places = ((*way, free(page, way[2], way[3], avoided, within, page.width / 2.0)) for way in ways)
        found = [(lost, rect, rows) for lost, rows, _, _, rect in places if rect is not None]
        if found:
            return min(found, key=lambda one: (one[0], one[1].y))[1:]
    _, rows, width, height = ways[0]
    return Rect(float(round((page.width - width) / 2.0)), inner.y, width, height), rows


def figures_place(page: Page, figures: Sequence[str], others: Sequence[Rect]) -> tuple[Rect, int]:
    """Returns where the figures begin, and in how many rows they are set."""
    style, row, edge = page.style("small_number"), page.row("small"), page.px(8.0)
    within = Rect(edge, page.px(6.0), page.width - 2.0 * edge - page.px(SIGN), page.height - 2.0 * edge)
    ways = []
    for count in range(1, len(figures) + 2):
        rows = figure_rows(page, figures, count)
        width = max(measure(text, style) for text in rows) * 1.06 + 2.0 * page.px(GAP)
        ways.append((count, width, len(rows) * row + 2.0 * page.px(GAP / 3.0)))
    for avoided in (others, _outer(page, others)):
        places = ((free(page, width, height, avoided, within, 0.0), count) for count, width, height in ways)
        found = [(rect, count) for rect, count in places if rect is not None]
        if found:
            return min(found, key=lambda one: one[0].y)
    count, _, height = ways[-1]
    return Rect(within.x, within.y, 0.0, height), count


def figure_rows(page: Page, figures: Sequence[str], count: int) -> tuple[str, ...]:
    """Returns figures in so many rows, in their order; with more rows than figures as many as a narrow page needs."""
    if count > len(figures):
        style, room = page.style("small_number"), page.width - page.px(SIGN) - 4.0 * page.px(GAP)
        wrapped = [line for text in figures for line in lines(text, style, room * 0.9)]
        return tuple("".join(word.text for word in line.words) for line in wrapped)
    each = -(-len(figures) // max(count, 1))
    return tuple(JOINT.join(figures[i : i + each]) for i in range(0, len(figures), max(each, 1)))


def _breakable(text: str) -> str:
    """Returns a text that may break after the slashes of a path too, none of its brackets taken for a mark."""
    return text.replace("[", "[[").replace("/", "/\u200b")


def _shortened(page: Page, text: str, width: float) -> tuple[int, tuple[TextLine, ...]]:
    """Returns how many letters the middle of a text's longest words loses so that it has few lines, and these."""
    style, lost = page.style("hint"), 0

    def few(text: str) -> bool:
        return len(lines(_breakable(text), style, max(width, 1.0))) <= MOST_LINES

    while not few(text) and len(text) > LEAST:
        word = max(text.split(" "), key=len)
        word = word if len(word) > LEAST else text
        halves = range(LEAST // 2, (len(word) - 1) // 2)
        half = bisect_left(halves, True, key=lambda half: not few(text.replace(word, _cut(word, half), 1)))
        cut = _cut(word, halves[half - 1] if half else LEAST // 2 - 1)
        lost += len(word) - len(cut)
        text = text.replace(word, cut, 1)
    return lost, lines(_breakable(text), style, max(width, 1.0))


def _cut(word: str, half: int) -> str:
    return word[:half] + "…" + word[-half:]


def paint_filming(canvas: Canvas, page: Page, seconds: float) -> None:
    """Puts a red dot and the time in the corner above everything, to the right: the screen is being filmed."""
    style, row, pad = page.style("small_number"), page.row("small"), page.px(GAP)
    text = f"{int(seconds) // 60}:{int(seconds) % 60:02}"
    width, height = measure(text, style) + page.px(26.0) + 2.0 * pad, row + page.px(GAP / 2.0)
    rect = Rect(page.width - width - page.px(8.0), page.px(6.0), width, height)
    canvas.box(rect, page.theme.plate, radius=height / 2.0)
    canvas.mark("disc", rect.x + pad + page.px(8.0), rect.y + height / 2.0, page.px(7.0), FILMING)
    canvas.text(text, style, rect.x + pad + page.px(26.0), baseline(style, rect.y, height), page.theme.value)
