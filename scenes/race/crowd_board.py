"""The board of the crowd: how many have arrived where by now, how many are on their way, how many flew off."""

from __future__ import annotations

import math
from dataclasses import dataclass

from descent_game.sim.surfaces.surface import Landscape
from descent_game.ui.canvas import Canvas, MarkKind, Rect
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page, baseline
from descent_game.ui.panels import paint_card, paint_label, paint_number
from descent_game.ui.text import measure

from ..roster import named
from .board import BOARD, MARGIN, NAMES, NOTE, board_size, design, head_height, head_width, row_height, row_lines
from .crowd import FATES, FLOWN, Tally
from .minima import MINIMA, groups
from .words import percentages

SHARES = 44.0
"""Height of the strip of shares at the foot of the board, with its room."""
STRIP = 10.0
ON_THE_WAY = "muted"


@dataclass(frozen=True)
class Line:
    """A row of the board: its mark and colour role, how many, and what is said of them."""

    mark: MarkKind
    role: str
    count: int
    note: str


def place_note(messages: Messages, landscape: Landscape, number: int) -> str:
    """Returns in words where a minimum of a landscape is."""
    if len(landscape.minima) == 1:
        return messages("race.crowd.lowest")
    digits = landscape.surface.digits(2)
    columns = [messages.number(minimum.x, digits) for minimum in landscape.minima]
    if columns.count(columns[number]) > 1:
        y = messages.number(landscape.minima[number].y, digits)
        return messages("race.crowd.valley_at", x=columns[number], y=y)
    return messages("race.crowd.valley", x=columns[number])


def group_note(messages: Messages, landscape: Landscape, numbers: tuple[int, ...]) -> str:
    """Returns in words which minima of a landscape these are: where the only one is, or how many they are."""
    if len(numbers) == 1:
        return place_note(messages, landscape, numbers[0])
    return messages("race.crowd.others", count=len(numbers))


def board_lines(messages: Messages, landscape: Landscape, tally: Tally) -> list[Line]:
    """Returns the rows: one for each colour of a minimum, those on their way, those that flew off; together all."""
    rows = [
        Line("disc", role, sum(tally.arrived[i] for i in numbers), group_note(messages, landscape, numbers))
        for role, numbers in zip(MINIMA, groups(landscape), strict=False)
    ]
    rows.append(Line("ring", ON_THE_WAY, tally.on_the_way, messages("race.crowd.way")))
    rows.append(Line("disc", FATES[FLOWN], tally.flown, messages("race.crowd.flown")))
    return rows


def crowd_board_size(page: Page, landscape: Landscape) -> tuple[float, float]:
    """Returns width and height of the board in the design's pixels, at normal text."""
    rows = board_lines(page.messages, landscape, Tally(arrived=(0,) * len(landscape.minima)))
    small = page.style("small", NOTE)
    wide = page.px(NAMES + MARGIN) + max(measure(line.note, small) for line in rows)
    width = max(board_size(page)[0], BOARD, design(page, min(wide, page.inner.w * 0.4)))
    return width, head_height(page) + len(rows) * row_height(page) + SHARES


def paint_crowd_board(canvas: Canvas, page: Page, board: Rect, landscape: Landscape, runner: str, tally: Tally) -> None:
    """Paints the board of a crowd under one optimizer."""
    paint_card(canvas, page, board)
    _paint_head(canvas, page, board, runner, tally)
    rows = board_lines(page.messages, landscape, tally)
    shares = percentages([line.count for line in rows])
    for place, line in enumerate(rows):
        rect = _row(page, board, place, len(rows))
        if rect.bottom <= board.bottom + 1.0:
            _paint_line(canvas, page, rect, line, shares[place])
    _paint_shares(canvas, page, board, rows, tally.total)


def _paint_head(canvas: Canvas, page: Page, board: Rect, runner: str, tally: Tally) -> None:
    pad, style = page.px(MARGIN), page.style("label")
    under = page.px((head_height(page) - 18.0) * page.text_scale)
    head = baseline(style, board.y + page.px(18.0), under)
    step = page.messages("race.step", step=tally.step)
    paint_label(canvas, page, step, board.right - pad, head, right=True)
    name = named(runner).title(page.messages)
    for text in (f"{page.messages.number(tally.total)} × {name}", name):
        if head_width(page, text, tally.step) <= board.w - 2.0 * pad:
            paint_label(canvas, page, text, board.x + pad, head)
            break


def _row(page: Page, board: Rect, place: int, rows: int) -> Rect:
    pad, columns = page.px(14.0), 2 if page.upright else 1
    head = page.px(head_height(page) * page.text_scale)
    down, across = place // columns, place % columns
    free = max(board.h - head, 0.0) / math.ceil(rows / columns)
    height = max(min(page.px(row_height(page) * page.text_scale), free), page.row("name") * 0.95)
    width = board.w / columns
    return Rect(board.x + across * width + pad, board.y + head + down * height, width - 2.0 * pad, height)


def _paint_shares(canvas: Canvas, page: Page, board: Rect, rows: list[Line], total: int) -> None:
    """Paints the shares as a strip, each as long as it is large; only where there is room for it."""
    pad, high = page.px(MARGIN), max(page.px(STRIP), 3.0)
    last = _row(page, board, len(rows) - 1, len(rows)).bottom
    y = board.bottom - page.px(18.0) - high
    if y < last + 2.0 or not total:
        return
    x, width = board.x + pad, board.w - 2.0 * pad
    canvas.box(Rect(x, y, width, high), page.theme.track)
    for line in rows:
        long = width * line.count / total
        if line.count and line.role != ON_THE_WAY:
            canvas.box(Rect(x, y, long, high), page.theme.color(line.role))
            x += long


def _paint_line(canvas: Canvas, page: Page, row: Rect, line: Line, percent: float) -> None:
    theme, messages, pad = page.theme, page.messages, page.px(14.0)
    mark = row.x + pad + page.px(9.0)
    canvas.mark(line.mark, mark, row.y + row.h / 2.0, page.px(8.5), theme.color(line.role))
    text, noted = mark + page.px(23.0), row.h >= row_lines(page) - 1.0
    style = page.style("number")
    base = baseline(style, row.y + (page.px(3.0) if noted else 0.0), row.h * (0.58 if noted else 1.0))
    count = messages.number(line.count)
    canvas.text(count, style, text, base, theme.value)
    share = f"{messages.number(percent, 1)} %"
    if text + measure(count, style) + page.px(12.0) + measure(share, style) <= row.right - pad:
        paint_number(canvas, page, share, row.right - pad, base)
    if noted:
        small = page.style("small", NOTE)
        canvas.text(line.note, small, text, baseline(small, row.y + row.h * 0.54, row.h * 0.42), theme.muted)
