"""The trainer's numbers on the right: loss, accuracy, step, speed, and the chart with the run before as a ghost."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from descent_game.engine.remembered import frozen
from descent_game.sim.network.history import History
from descent_game.ui.axis import Axis, decades, roomy
from descent_game.ui.canvas import Canvas, Color, MarkKind, Rect
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page, baseline
from descent_game.ui.panels import paint_label
from descent_game.ui.plot import Plot, Series
from descent_game.ui.theme import faded
from descent_game.ui.widgets import option_label

from ..roster import ROSTER
from .diagram_paint import width_of
from .runs import Ghost, Runs
from .words import percent

ROLES = {runner.name: runner.role for runner in ROSTER}
MARKS = {runner.name: runner.mark for runner in ROSTER}
HONEST = 0.9
"""The share of the speed asked for below which the board says that the machine is slower."""


@dataclass(frozen=True)
class TrainingNumbers:
    """What the board shows; `held` is the speed that the machine is held to, where that is less than was asked for."""

    loss: float
    accuracy: float
    step: int
    rate: float
    speed: float
    held: bool
    moving: bool


def loss_text(messages: Messages, loss: float) -> str:
    """Returns a loss to four decimals, or in powers of ten where that would show too little of it; a dash for none."""
    if math.isnan(loss) or loss == 0.0 or 0.00095 <= loss < 10.0:
        return messages.number(loss, 4)
    if 10.0 <= loss < 1e5:
        return messages.number(loss, 1)
    return messages.powers(loss, 1)


def percent_text(messages: Messages, accuracy: float) -> str:
    """Returns an accuracy in percent, 100 only where every point is right."""
    value = percent(accuracy) if math.isfinite(accuracy) else math.nan
    return messages.number(value, 0 if value >= 100.0 else 1)


def percent_words(messages: Messages, key: str, accuracy: float) -> str:
    """Returns a sentence with an accuracy in percent; where there is none, with a dash alone."""
    words = messages(key, percent=percent_text(messages, accuracy))
    return words if math.isfinite(accuracy) else re.sub(r"\s*%", "", words)


def speed_text(messages: Messages, numbers: TrainingNumbers) -> str:
    """Returns how fast it trains, as measured, and what was asked for where that is more."""
    if not numbers.moving:
        return messages("trainer.resting")
    rate = messages.number(numbers.rate)
    if numbers.held or (numbers.rate > 0.0 and numbers.rate < HONEST * numbers.speed):
        return messages("trainer.slower", rate=rate, speed=messages.number(numbers.speed))
    return messages("unit.steps_a_second", value=rate)


class TrainerBoard:
    """Paints the numbers and keeps the chart's curves."""

    def __init__(self) -> None:
        self._plot = Plot()
        self._most = 0.0

    def paint(self, canvas: Canvas, page: Page, rect: Rect, runs: Runs, numbers: TrainingNumbers) -> None:
        """Puts everything into `rect`."""
        three = len(runs.runs) > 1
        if page.upright:
            half = (rect.w - page.px(40.0)) / 2.0 if three else rect.w
            foot = self._paint_head(canvas, page, Rect(rect.x, rect.y, half, rect.h), runs, numbers)
            chart = (
                Rect(rect.x + half + page.px(40.0), rect.y, half, rect.h) if three
                else Rect(rect.x, foot + page.px(16.0), rect.w, rect.bottom - foot - page.px(16.0))
            )  # fmt: skip
        else:
            foot = self._paint_head(canvas, page, rect, runs, numbers)
            top = foot + page.px(44.0)
            chart = Rect(rect.x, top, rect.w, min(rect.bottom - top, page.px(400.0)))
        if chart.h > page.px(60.0):
            self._paint_chart(canvas, page, chart, runs)

    def _paint_head(self, canvas: Canvas, page: Page, rect: Rect, runs: Runs, numbers: TrainingNumbers) -> float:
        """Paints the words over the chart and returns where they end."""
        messages, theme = page.messages, page.theme
        y = rect.y + page.row("label")
        paint_label(canvas, page, messages("trainer.loss"), rect.x, baseline(page.style("label"), rect.y, y - rect.y))
        if len(runs.runs) > 1:
            y = self._paint_rows(canvas, page, Rect(rect.x, y + page.px(8.0), rect.w, rect.h), runs)
        else:
            big = page.style("big")
            height = page.px(78.0)
            canvas.text(loss_text(messages, numbers.loss), big, rect.x, baseline(big, y, height), theme.title)
            y += height + page.px(6.0)
            y = self._line(canvas, page, percent_words(messages, "trainer.accuracy", numbers.accuracy), rect.x, y)
        step = messages("trainer.step", step=numbers.step, speed=speed_text(messages, numbers))
        return self._line(canvas, page, step, rect.x, y)

    def _line(self, canvas: Canvas, page: Page, text: str, x: float, y: float) -> float:
        style, row = page.style("number", 0.92), page.row("number")
        canvas.text(text, style, x, baseline(style, y, row), page.theme.text)
        return y + row + page.px(4.0)

    def _paint_rows(self, canvas: Canvas, page: Page, rect: Rect, runs: Runs) -> float:
        """Paints one row a run: mark, name, accuracy, loss; returns where the last one ends."""
        messages, row = page.messages, page.px(48.0)
        name_style, number_style, small = page.style("name"), page.style("number"), page.style("small_number")
        y = rect.y
        for name, run in zip(runs.names, runs.runs, strict=True):
            loss, accuracy = run.measure() if len(run.labels) else (math.nan, math.nan)
            color = page.theme.color(ROLES[name])
            base = baseline(name_style, y, row)
            canvas.mark(MARKS[name], rect.x + page.px(9.0), y + row / 2.0, page.px(8.5), color)
            title = option_label(messages, "trainer", "optimizer", name)
            canvas.text(title, name_style, rect.x + page.px(32.0), base, page.theme.value)
            if run.diverged:
                text = messages("trainer.gone")
            else:
                text = loss_text(messages, loss)
                right = percent_words(messages, "trainer.percent", accuracy)
                end = rect.right - page.px(112.0)
                canvas.text(right, small, end - width_of(right, small), base, page.theme.muted)
            canvas.text(text, number_style, rect.right - width_of(text, number_style), base, page.theme.text)
            y += row
        return y + page.px(8.0)

    def _axes(self, runs: Runs, ghost: Ghost | None) -> tuple[Axis, Axis]:
        lows = [float(run.history.loss.min()) for run in runs.runs if len(run.history)]
        highs = [float(run.history.loss.max()) for run in runs.runs if len(run.history)]
        if ghost is not None:
            lows.append(float(ghost.losses.min()))
        most = max((int(run.history.steps[-1]) for run in runs.runs if len(run.history)), default=0)
        first = min((int(run.history.steps[0]) for run in runs.runs if len(run.history)), default=0)
        room = roomy(float(most), 200.0)
        losses = [max(loss, 1e-9) for loss in (*lows, *highs)]
        return Axis(float(first if first < most else 0), max(room, 1.0)), decades(losses)

    def _paint_chart(self, canvas: Canvas, page: Page, rect: Rect, runs: Runs) -> None:
        x, y = self._axes(runs, runs.ghost)
        series = []
        if runs.ghost is not None and len(runs.ghost.steps) > 1:
            series.append(
                _series("ghost", runs.ghost.steps, runs.ghost.losses, faded(page.theme.muted, 0.5), 1.8, None)
            )
        for name, run in zip(runs.names, runs.runs, strict=True):
            three = len(runs.runs) > 1
            color = page.theme.color(ROLES[name]) if three else page.theme.title
            mark = MARKS[name] if three else None
            series.append(history_series(name, run.history, color, 3.0, mark))
        self._plot.paint(canvas, page, rect, series, x, y, page.messages("trainer.chart"), x_ticks=True)


def history_series(name: str, history: History, color: Color, width: float, mark: MarkKind | None) -> Series:
    """Returns a run's losses as a line of the chart."""
    return _series(name, history.steps, history.loss, color, width, mark)


def _series(
    name: str,
    steps: np.ndarray[tuple[int], np.dtype[np.int64]],
    losses: np.ndarray[tuple[int], np.dtype[np.float64]],
    color: Color,
    width: float,
    mark: MarkKind | None,
) -> Series:
    every = float(steps[1] - steps[0]) if len(steps) > 1 else 1.0
    first = float(steps[0]) if len(steps) else 0.0
    return Series(name, frozen(losses), color, first, every, width, mark=mark)
