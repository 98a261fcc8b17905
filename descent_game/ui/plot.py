"""Charts on the canvas: a grid with its labels, and series as curves that lose no spike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from descent_game.engine.linalg import Floats
from descent_game.engine.remembered import FrozenArray, Remembered
from descent_game.ui.axis import Axis, tick_text
from descent_game.ui.canvas import Canvas, Color, MarkKind, Part, Rect
from descent_game.ui.page import Page
from descent_game.ui.text import measure, metrics

PLAIN_FROM, PLAIN_TO = 1e-2, 1e3
"""Powers of ten between these are written out; an axis that goes beyond them is written in powers."""
Points = npt.NDArray[np.float32]
ROW_HEIGHT = 34.0
"""Least distance of two lines of the grid, in the design's pixels."""


@dataclass(frozen=True)
class Series:
    """A line of a chart: `values` at x = `first`, `first + every` …

    A value that is not finite ends the line there and begins it again after; `mark` stands at the line's end.
    """

    name: str
    values: FrozenArray
    color: Color
    first: float = 0.0
    every: float = 1.0
    width: float = 2.6
    dash: tuple[float, float] = (0.0, 0.0)
    mark: MarkKind | None = "disc"


def decimated(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Returns the points with at most four for each whole x: the first, the lowest, the highest, the last."""
    if len(x) < 5:
        return x, y
    starts = np.flatnonzero(_after_first(np.diff(np.floor(x)) != 0.0))
    if len(x) <= 4 * len(starts):
        return x, y
    ends = np.append(starts[1:], len(x)) - 1
    low, high = np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)
    at = (x[starts] + x[ends]) / 2.0
    xs = np.column_stack((x[starts], at, at, x[ends])).ravel()
    ys = np.column_stack((y[starts], low, high, y[ends])).ravel()
    keep = _after_first((np.diff(xs) != 0.0) | (np.diff(ys) != 0.0))
    return xs[keep], ys[keep]


def _after_first(others: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Returns flags for a whole row from those of all but its first, which is always meant."""
    return np.concatenate(([True], others))


def runs(finite: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Returns the stretches [start, end) in which all are true."""
    if finite.all():
        return [(0, len(finite))] if len(finite) else []
    edges = np.flatnonzero(np.diff(np.concatenate(([False], finite, [False]))))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


class Plot:
    """A chart that keeps what it painted, so that only what has changed is computed again."""

    def __init__(self) -> None:
        self._area = Remembered(plot_area)
        self._grid, self._foot = Part(paint_grid), Part(_paint_foot)
        self._curves: dict[str, Remembered[[Series, Rect, Axis, Axis], list[Points]]] = {}

    def paint(
        self,
        canvas: Canvas,
        page: Page,
        rect: Rect,
        series: Sequence[Series],
        x: Axis,
        y: Axis,
        x_label: str = "",
        x_ticks: bool = False,
    ) -> Rect:
        """Puts the chart into `rect`: grid, labels, lines; returns the part that the lines are drawn in."""
        area = self._area(page, rect, y, x_label, x_ticks)
        self._grid.paint(canvas, page, area, y, _most(page, rect))
        if x_label or x_ticks:
            self._foot.paint(canvas, page, area, x, x_label, x_ticks)
        reach = page.px(6.0)
        clip = area.inset(-reach, -page.px(2.0))
        self._curves = {line.name: self._curves.get(line.name) or Remembered(_curves) for line in series}
        for line in series:
            width = page.line(line.width)
            curves = self._curves[line.name](line, area, x, y)
            for points in curves:
                canvas.curve(points, width, line.color, dash=line.dash, clip=clip)
            if line.mark and curves:
                end_x, end_y = float(curves[-1][-1, 0]), float(curves[-1][-1, 1])
                if clip.contains(end_x, end_y):
                    canvas.mark(line.mark, end_x, end_y, page.px(5.0), line.color)
        return area


def plot_area(page: Page, rect: Rect, y: Axis, x_label: str = "", x_ticks: bool = False) -> Rect:
    """Returns the part of `rect` that the lines of a chart are drawn in, beside the labels of its axes."""
    style, plain = page.style("tick"), _plain(y)
    labels = [tick_text(page.messages, value, y.logarithmic, plain) for value in y.ticks(_most(page, rect))]
    left = max((_tick_width(page, *label) for label in labels), default=0.0) + page.px(14.0)
    foot = page.row("tick") + page.px(4.0) if x_label or x_ticks else page.px(8.0)
    top = round(sum(metrics(style)) / 2.0)
    return Rect(rect.x + left, rect.y + top, max(rect.w - left, 1.0), max(rect.h - top - foot, 1.0))


def _curves(line: Series, area: Rect, x: Axis, y: Axis) -> list[Points]:
    """Returns a line as curves in pixels, (n, 2), one for each stretch of it that is finite."""
    values = line.values.array
    if not len(values):
        return []
    across = area.x + x.place(line.first + line.every * np.arange(len(values))) * area.w
    up = np.clip(y.place(np.where(np.isfinite(values), values, y.low)), -9.0, 9.0)
    down = area.bottom - up * area.h
    curves = []
    for start, end in runs(np.isfinite(values)):
        xs, ys = decimated(across[start:end], down[start:end])
        points = np.column_stack((xs, ys)).astype(np.float32)
        points.flags.writeable = False
        curves.append(points)
    return curves


def _most(page: Page, rect: Rect) -> int:
    return max(int(rect.h // max(page.px(ROW_HEIGHT), page.row("tick"))), 2)


def _plain(axis: Axis) -> bool:
    return axis.low >= PLAIN_FROM * (1.0 - 1e-9) and axis.high <= PLAIN_TO * (1.0 + 1e-9)


def _tick_width(page: Page, text: str, exponent: str) -> float:
    return measure(text, page.style("tick")) + (measure(exponent, page.style("exponent")) + 1.0 if exponent else 0.0)


def paint_tick(canvas: Canvas, page: Page, text: str, exponent: str, right: float, middle: float) -> None:
    """Puts a label of an axis on the canvas, its exponent raised, so that it ends at `right`, centred on `middle`."""
    style, raised = page.style("tick"), page.style("exponent")
    ascent, descent = metrics(style)
    base = round(middle + (ascent - descent) / 2.0)
    x = right - _tick_width(page, text, exponent)
    canvas.text(text, style, x, base, page.theme.muted)
    if exponent:
        canvas.text(exponent, raised, x + measure(text, style) + 1.0, base - round(ascent * 0.42), page.theme.muted)


def paint_grid(canvas: Canvas, page: Page, area: Rect, y: Axis, most: int) -> None:
    """Puts the lines of the y axis across `area`, their labels on its left."""
    line, plain = max(round(page.scale), 1), _plain(y)
    for value in y.ticks(most):
        height = round(area.bottom - float(y.place(value)) * area.h)
        canvas.box(Rect(area.x, height, area.w, line), page.theme.grid)
        text, exponent = tick_text(page.messages, value, y.logarithmic, plain)
        paint_tick(canvas, page, text, exponent, area.x - page.px(12.0), height)


def _paint_foot(canvas: Canvas, page: Page, area: Rect, x: Axis, label: str, ticks: bool) -> None:
    style = page.style("tick")
    base = area.bottom + page.px(4.0) + page.row("tick") - metrics(style)[1]
    end = area.right
    if label:
        end -= measure(label, style)
        canvas.text(label, style, end, base, page.theme.muted)
    for value in x.ticks(max(int(area.w // page.px(80.0)), 2)) if ticks else ():
        text = page.messages.plain(value, 6)
        left = area.x + float(x.place(value)) * area.w - measure(text, style) / 2.0
        if left + measure(text, style) + page.px(8.0) <= end:
            canvas.text(text, style, left, base, page.theme.muted)
