"""The board of the race: a row for each runner, by true loss, and the losses as a chart."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from descent_game.engine.easing import Glide
from descent_game.engine.remembered import frozen
from descent_game.sim.referee import Split
from descent_game.ui.axis import Axis, decades, roomy
from descent_game.ui.canvas import Canvas, Color, Part, Rect
from descent_game.ui.page import Page, baseline
from descent_game.ui.panels import paint_card, paint_label, paint_number
from descent_game.ui.plot import Plot, Series
from descent_game.ui.text import measure
from descent_game.ui.theme import faded

from ..roster import ROSTER
from .captions import loss_text, split_text
from .standing import LossHistory, Standing

ROW = 60.0
HEAD = 60.0
CHART = 216.0
BOARD = 380.0
MARGIN = 28.0
"""Room between the board's edge and what stands on it."""
NAMES = 60.0
"""From the board's edge to the names, which stand behind the marks."""
LINES = 4.0
"""How many lines of numbers the chart has to have room for; it stands back where it has less."""
LONG = 1000
"""Steps that the chart shows evenly; of a longer race, which noise keeps going, the first half of them."""
GLIDE = 0.15
REST = 0.4
"""Seconds that the board keeps an order of the runners, at the least, and the numbers that it is the order of."""
NUDGE = 0.12
"""How far from its new place, in rows, a row begins that has changed places: what is left of the way there glides."""
NOTE = 0.92
"""The size of what a runner has reached, of small text."""
WIDEST = (8.8e-8, 888.88)
"""Losses that take as much room as any."""
WIDE_STEP = 888
"""A step whose number the head has room for beside its label."""


def design(page: Page, pixels: float) -> float:
    """Returns pixels of the window as a measure of the design at normal text."""
    return pixels / (page.scale * page.text_scale)


def head_height(page: Page) -> float:
    """Returns the height of the board's head in the design's pixels, at normal text."""
    return max(HEAD, design(page, page.px(18.0) + page.row("label")))


def row_lines(page: Page) -> float:
    """Returns what a row's two lines take, in pixels."""
    return math.ceil(page.row("name") * 0.95 + page.style("small", NOTE).size * 1.25)


def row_height(page: Page) -> float:
    """Returns the height of a row of the board in the design's pixels, at normal text.

    A finger has to meet it, and its two lines, which a small window does not make smaller, have to fit.
    """
    finger = math.ceil(page.least_target / page.scale) / page.text_scale
    return max(ROW, finger, design(page, row_lines(page)))


def board_size(page: Page) -> tuple[float, float]:
    """Returns width and height of the board in the design's pixels, at normal text: names and numbers side by side."""
    messages = page.messages
    names = max(measure(runner.title(messages), page.style("name")) for runner in ROSTER)
    numbers = max(_number_width(page, *loss_text(messages, loss)) for loss in WIDEST)
    row = page.px(NAMES) + names + page.px(16.0) + numbers + page.px(MARGIN)
    labels = [messages("race.loss"), *(runner.title(messages) for runner in ROSTER)]
    wide = max(row, 2.0 * page.px(MARGIN) + max(head_width(page, label, WIDE_STEP) for label in labels))
    widest = page.inner.w * 0.4
    chart = max(CHART, design(page, 1.5 * LINES * page.row("tick") + page.px(36.0)))
    return max(BOARD, design(page, min(wide, widest))), head_height(page) + len(ROSTER) * row_height(page) + chart


def head_width(page: Page, label: str, step: int) -> float:
    """Returns what a label and the number of the step take side by side, in pixels."""
    style, shown = page.style("label"), page.messages("race.step", step=step)
    return measure(label.upper(), style) + page.px(16.0) + measure(shown.upper(), style)


def _number_width(page: Page, shown: str, exponent: str) -> float:
    return measure(shown, page.style("number")) + measure(exponent, page.style("exponent", 1.25)) + page.px(1.0)


class Board:
    """State: how the race stands on it, its rows and what of them glides.

    Every picture of it is true by itself: its numbers are those of one step, and its rows stand in their order.
    """

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.order: tuple[int, ...] = tuple(range(len(ROSTER)))
        self._plot = Plot()
        self._card, self._chart = Part(_paint_card), Part(_paint_chart)
        self._lanes = [Part(_paint_row) for _ in ROSTER]
        self._rested = REST
        self._rows = [Glide(float(i), GLIDE) for i in range(len(ROSTER))]

    def take(self, standing: Standing, dt: float, away: Callable[[], float]) -> None:
        """Takes over how the race stands, `dt` seconds after the last time; rows that move begin so far `away`.

        After a change of the order the board rests for a moment before the next, since two that leapfrog each other at
        every step would make its rows flicker: until then it shows what it showed. A new race, or another one who takes
        part, is shown at once.
        """
        shown, ranking = self.standing, standing.ranking
        order = (*ranking, *(i for i in range(len(ROSTER)) if i not in ranking))
        self._rested += dt
        same = standing.step >= shown.step and sorted(ranking) == sorted(shown.ranking)
        if same and order != self.order and self._rested < REST:
            return
        self.standing = standing
        if order == self.order:
            return
        for place, i in enumerate(order):
            before = self.order.index(i)
            if before != place:
                self._rows[i].jump(place + math.copysign(away(), before - place))
                self._rows[i].to(float(place))
        self.order, self._rested = order, 0.0

    def step(self, dt: float, reduced_motion: bool) -> None:
        """Moves on what glides by `dt` seconds; where changes cut, all of it."""
        for glide in self._rows:
            glide.step(glide.seconds if reduced_motion else dt)

    def paint(
        self, canvas: Canvas, page: Page, board: Rect, history: LossHistory, racing: tuple[int, ...], floor: float
    ) -> None:
        """Paints card, rows and chart, all of one step; `racing` are the rows of those who take part."""
        shown = self.standing
        self._card.paint(canvas, page, board, shown.step)
        for i, (lane, glide) in enumerate(zip(self._lanes, self._rows, strict=True)):
            row = row_rect(page, board, glide.value)
            lane.paint(canvas, page, i, row, i in racing, shown.losses[i], shown.splits[i])
        self._chart.paint(canvas, self._plot, page, chart_rect(page, board), history, shown, racing, floor)


def nudge(page: Page, board: Rect) -> float:
    """Returns how far from its place a row may begin without a line of it meeting one of another, in rows."""
    if page.reduced_motion:
        return 0.0
    height = max(row_rect(page, board, 0.0).h, 1.0)
    return min(NUDGE, max(1.0 - row_lines(page) / height, 0.0) / 2.0)


def rows_width(page: Page, board: Rect) -> float:
    """Returns how much of the board's width the rows take: half of it where they stand beside the chart."""
    return board.w * (0.5 if page.upright else 1.0)


def row_rect(page: Page, board: Rect, place: float) -> Rect:
    """Returns where a row stands that is so many rows from the top."""
    pad, head = page.px(14.0), page.px(head_height(page) * page.text_scale)
    height = min(page.px(row_height(page) * page.text_scale), max(board.h - head, 0.0) / len(ROSTER))
    return Rect(board.x + pad, board.y + head + place * height, rows_width(page, board) - 2.0 * pad, height)


def chart_rect(page: Page, board: Rect) -> Rect:
    """Returns where the chart stands on the board."""
    if page.upright:
        left = board.x + rows_width(page, board) + page.px(10.0)
        return Rect(left, board.y + page.px(20.0), board.right - page.px(28.0) - left, board.h - page.px(40.0))
    top = board.y + page.px((head_height(page) + len(ROSTER) * row_height(page)) * page.text_scale + 14.0)
    return Rect(board.x + page.px(28.0), top, board.w - page.px(56.0), board.bottom - page.px(22.0) - top)


def _paint_chart(
    canvas: Canvas,
    plot: Plot,
    page: Page,
    chart: Rect,
    history: LossHistory,
    standing: Standing,
    rows: tuple[int, ...],
    floor_loss: float,
) -> None:
    """Paints the losses of those rows up to the step that the board shows."""
    if not rows or chart.h < LINES * page.row("tick"):
        return
    count = min(standing.step // history.stride + 1, history.count)
    shown = history.losses[list(rows), :count]
    floor = 1e-6
    y = decades(np.clip(shown, floor, 1e6), floor * 0.99, least=3)
    long = standing.step > LONG
    x = Axis(0.0, roomy(standing.step), even_to=LONG / 2.0 if long else math.inf)
    series = []
    for i, losses in zip(rows, shown, strict=True):
        flew = standing.splits[i].diverged  # its line ends there
        kept = losses if flew is None else losses[: max(flew // history.stride, 1)]
        color = page.theme.color(ROSTER[i].role)
        series.append(Series(ROSTER[i].name, frozen(kept), color, every=float(history.stride)))
    told = page.messages("race.chart_above", floor=page.messages.number(floor_loss, 2)) if floor_loss else ""
    plot.paint(canvas, page, chart, series, x, y, told or page.messages("race.chart"), x_ticks=long)


def _paint_card(canvas: Canvas, page: Page, board: Rect, number: int) -> None:
    paint_card(canvas, page, board)
    pad = page.px(MARGIN)
    head = baseline(page.style("label"), board.y + page.px(18.0), page.px((head_height(page) - 18.0) * page.text_scale))
    loss, room = page.messages("race.loss"), rows_width(page, board) - 2.0 * pad
    if head_width(page, loss, number) <= room:
        paint_label(canvas, page, loss, board.x + pad, head)
    step = page.messages("race.step", step=number)
    paint_label(canvas, page, step, board.x + rows_width(page, board) - pad, head, right=True)


def _paint_row(canvas: Canvas, page: Page, i: int, row: Rect, racing: bool, loss: float, split: Split) -> None:
    theme, messages, pad = page.theme, page.messages, page.px(14.0)
    color: Color = theme.color(ROSTER[i].role) if racing else faded(theme.color(ROSTER[i].role), 0.45)
    mark = row.x + pad + page.px(9.0)
    canvas.mark(ROSTER[i].mark if racing else "ring", mark, row.y + row.h / 2.0, page.px(8.5), color)
    text = mark + page.px(23.0)
    note = split_text(messages, split) if racing else messages("race.split.out")
    if row.h < row_lines(page) - 1.0:
        note = ""
    name_style = page.style("name")
    top = row.y + (page.px(3.0) if note else 0.0)
    base = baseline(name_style, top, row.h * (0.58 if note else 1.0))
    canvas.text(ROSTER[i].title(messages), name_style, text, base, theme.value if racing else theme.muted)
    if note:
        style = page.style("small", NOTE)
        canvas.text(note, style, text, baseline(style, row.y + row.h * 0.54, row.h * 0.42), theme.muted)
    if racing and split.diverged is None:
        shown, exponent = loss_text(messages, loss)
        raised = page.style("exponent", 1.25)
        end = row.right - pad - measure(exponent, raised)
        paint_number(canvas, page, shown, end, base)
        canvas.text(exponent, raised, end + page.px(1.0), base - page.px(8.0), theme.text)
