"""The words and numbers of the picture close up: formulas, axes, the handle, values beside the points, the bars."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from descent_game.engine.remembered import Remembered
from descent_game.sim.network.activations import LAYERS, Activation
from descent_game.ui.canvas import Canvas, Color, Part, Rect
from descent_game.ui.formula import formula_box
from descent_game.ui.messages import Messages
from descent_game.ui.page import LEGIBLE, Page, baseline
from descent_game.ui.panels import JOINT, paint_lines
from descent_game.ui.text import measure, metrics
from descent_game.ui.theme import line_height

from .bars import BarScale, BarsNow
from .labels import LabelledPoints, PointLabel, PointLabels
from .page import Places, bar_edges
from .page import fitted as fitted_lines
from .plot import ACROSS, HIGH, LOW, CurvesNow, Marked, Scale, place_of, point, ticks
from .words import figure, paint_raised, power, raised_width, tick

HANDLE = (72.0, 52.0)
FORMULA = 28
LEAKY = (
    r"f(z) = \max(z, 0) + a \, \min(z, 0)",
    r"f'(z) = 1 \; (z > 0), \quad a \; (z \leq 0)",
)
"""The leaky ReLU's formulas with its slope as a letter, so that they stay when it is changed."""


class GalleryView(NamedTuple):
    """One picture of the gallery: how near the viewer stands (0 to 1), what is shown, and where, in pixels.

    `pointed` is the bar that is pointed at, `hovered` the picture on the wall under the pointer; `dead_share` is the
    share of each layer's neurons that are dead in a measured network, empty in the simple story.
    """

    near: float
    plot: Rect
    chart: Rect
    pictures: tuple[tuple[Rect, Rect], ...]
    activation: Activation
    z: float
    weight: float
    curves: CurvesNow
    bars: BarsNow
    marked: Marked
    dead_share: tuple[float, ...]
    pointed: int | None
    hovered: int | None


class FirstBars(NamedTuple):
    """The bars of the picture close up, layer by layer: their values, and how high they stand, from 0 to 1."""

    values: tuple[float, ...]
    heights: tuple[float, ...]


def first_bars(bars: BarsNow) -> FirstBars:
    """Returns the bars of the picture close up."""
    return FirstBars(tuple(bars.values.array[0].tolist()), tuple(bars.heights()[0].tolist()))


class CloseUp:
    """Paints what stands about the picture close up; State: where the labels are."""

    def __init__(self) -> None:
        self._labels = PointLabels()
        self._labelled = Remembered(labelled_points)
        self._bars = Remembered(first_bars)
        self._placed: tuple[tuple[PointLabel, Rect], ...] = ()
        self._formulas, self._heights, self._across = Part(paint_formulas), Part(_paint_heights), Part(_paint_across)
        self._values, self._heading, self._scale = Part(_paint_values), Part(_paint_heading), Part(_paint_scale)
        self._layers, self._told, self._note = Part(_paint_layers), Part(_paint_told), Part(_paint_note)

    def dress(self, page: Page, view: GalleryView, dt: float) -> None:
        """Finds the places of the values beside the points, `dt` seconds after the picture before."""
        asked = self._labelled(page, view.plot, view.marked, view.curves, view.z)
        self._placed = self._labels.arrange(asked, 1.0 if page.reduced_motion else dt)

    def forget(self) -> None:
        """Lets the labels find their places anew."""
        self._labels.forget()

    def paint(self, canvas: Canvas, page: Page, places: Places, view: GalleryView) -> None:
        """Puts all of it on the canvas."""
        plot, chart, curves, near, bars = view.plot, view.chart, view.curves, view.bars.near, self._bars(view.bars)
        if not curves.moving:
            self._formulas.paint(canvas, page, places.formulas, view.activation)
        self._heights.paint(canvas, page, plot, curves.goal.scale, curves.scale)
        self._across.paint(canvas, page, plot, view.z, view.marked.across)
        self._values.paint(canvas, page, self._placed)
        self._heading.paint(canvas, page, places.board, places.note, chart, near.goal)
        self._scale.paint(canvas, page, chart, near)
        self._layers.paint(canvas, page, chart, bars, view.pointed)
        self._told.paint(canvas, page, chart, bars, view.dead_share, view.pointed)
        slope, real = point(view.activation, view.z)[1], bool(view.dead_share)
        self._note.paint(canvas, page, places.note, view.weight, slope, bars.values[-1], real)


def formulas_of(activation: Activation) -> tuple[str, str]:
    """Returns the two formulas of a function, f and f', as LaTeX."""
    if activation.leak is not None:
        return LEAKY
    return activation.formula, activation.slope_formula


def paint_formulas(canvas: Canvas, page: Page, rect: Rect, activation: Activation) -> None:
    """Puts a function's two formulas into `rect`, side by side or one above the other, whichever is larger."""
    latex = formulas_of(activation)
    boxes = [formula_box(one, FORMULA) for one in latex]
    gap, row_gap = page.px(64.0), page.px(12.0)
    size = round(FORMULA * page.scale * min(page.text_scale, 1.3))
    wide = sum(w for w, _, _ in boxes), max(h for _, h, _ in boxes)
    tall = max(w for w, _, _ in boxes), sum(h for _, h, _ in boxes)
    beside = min((rect.w - gap) / wide[0], rect.h / wide[1]) * FORMULA
    above = min(rect.w / tall[0], (rect.h - row_gap) / tall[1]) * FORMULA
    stacked = beside < size and above > beside
    least = max(round(9 * min(page.scale / LEGIBLE, 1.0)), 1)
    size = max(min(size, int((above if stacked else beside) * 0.985)), least)
    (width, height, base), (_, other_height, other_base) = (formula_box(one, size) for one in latex)
    colors = page.theme.sky, page.theme.amber
    if stacked:
        top = rect.bottom - height - row_gap - other_height
        canvas.formula(latex[0], size, rect.x, top, colors[0])
        canvas.formula(latex[1], size, rect.x, rect.bottom - other_height, colors[1])
        return
    line = rect.bottom - max(height - base, other_height - other_base)
    canvas.formula(latex[0], size, rect.x, line - base, colors[0])
    canvas.formula(latex[1], size, rect.x + width + gap, line - other_base, colors[1])


def _decimals(messages: Messages, value: float) -> str:
    """Returns three decimals, or three figures where those would show too little."""
    return figure(messages, value) if 0.0 < abs(value) < 0.0095 else messages.number(value, 3)


def labelled_points(page: Page, plot: Rect, marked: Marked, curves: CurvesNow, z: float) -> LabelledPoints:
    """Returns the values of f and f' at the marker as labels, with all that they keep off: curves and the tangent."""
    x, labels = plot.x + marked.across * plot.w, []
    shown = ((marked.value, "f(z)", page.theme.sky), (marked.slope, "f′(z)", page.theme.amber))
    for (height, name, color), value in zip(shown, point(curves.activation, z), strict=True):
        text = f"{name} = {_decimals(page.messages, value)}"
        wide = raised_width(page, "ball", text)
        labels.append(PointLabel(text, color, x, plot.bottom - height * plot.h, wide, page.row("ball")))
    discs = tuple(Rect(label.x, label.y, 0.0, 0.0).inset(-page.px(15.0)) for label in labels)
    bounds = plot.inset(page.px(10.0), page.px(6.0))
    bounds = bounds._replace(h=bounds.h - page.px(24.0))
    x0, y0, x1, y1 = marked.tangent
    share, across = np.linspace(0.0, 1.0, 12), ACROSS[::2]
    xs = np.concatenate((across, across, x0 + (x1 - x0) * share))
    ys = np.concatenate((*curves.heights()[:, ::2], y0 + (y1 - y0) * share))
    outline = np.stack((plot.x + xs * plot.w, plot.bottom - ys * plot.h), axis=1)
    return LabelledPoints(tuple(labels), outline, discs, bounds, page.px(20.0))


def _paint_values(canvas: Canvas, page: Page, placed: tuple[tuple[PointLabel, Rect], ...]) -> None:
    style = page.style("ball")
    for label, rect in placed:
        plate = rect.inset(-page.px(7.0), -page.px(1.0))
        canvas.box(plate, page.theme.plate, radius=page.px(9.0), softness=page.px(4.0))
        paint_raised(canvas, page, "ball", label.text, rect.x, baseline(style, rect.y, rect.h), label.color)


def spaced(values: Sequence[float], pixels: float, row: float) -> list[float]:
    """Returns those of evenly spaced values whose labels have room, `pixels` apart for one unit; zero stays."""
    step = abs(values[1] - values[0]) if len(values) > 1 else 1.0
    every = max(math.ceil(row / max(step * pixels, 1e-9)), 1)
    return [value for value in values if round(value / step) % every == 0]


def _paint_heights(canvas: Canvas, page: Page, plot: Rect, goal: Scale, scale: Scale) -> None:
    """Puts the numbers of the upward axis, on its way to a goal, beside the plot."""
    style, theme, messages = page.style("tick"), page.theme, page.messages
    ascent, descent = metrics(style)
    for value in spaced(ticks(goal), scale.factor * plot.h, page.row("tick")):
        height = scale.height(value)
        if 0.0 <= height <= 1.0:
            text = tick(messages, value)
            base = round(plot.bottom - height * plot.h + (ascent - descent) / 2.0)
            canvas.text(text, style, plot.x - page.px(16.0) - measure(text, style), base, theme.muted)


def _paint_across(canvas: Canvas, page: Page, plot: Rect, marker: float, across: float) -> None:
    """Puts the numbers of z below the plot, but where the marker's own stands, and the marker's handle."""
    style, theme, messages = page.style("tick"), page.theme, page.messages
    chosen = page.style("value")
    own = messages.number(marker, 2)
    x, width = plot.x + across * plot.w, measure(own, chosen)
    top, row = plot.bottom + page.px(HANDLE[1] / 2.0 + 2.0), page.row("tick")
    clear = Rect(x - width / 2.0, top, width, row).inset(-page.px(10.0), 0.0)
    for z in range(round(LOW), round(HIGH) + 1, 1 if plot.w > page.px(500.0) else 2):
        text = tick(messages, float(z))
        wide = measure(text, style)
        left = plot.x + place_of(z) * plot.w - wide / 2.0
        if left + wide < clear.x or left > clear.right:
            canvas.text(text, style, left, baseline(style, top, row), theme.muted)
    canvas.text(own, chosen, x - width / 2.0, baseline(chosen, top, row), theme.value)
    wide, high = page.px(HANDLE[0]), page.px(HANDLE[1])
    handle = Rect(x - wide / 2.0, plot.bottom - high / 2.0, wide, high)
    canvas.box(handle, theme.chosen_fill, radius=handle.h / 2.0)
    canvas.mark("arrows", *handle.center, page.px(15.0), theme.chosen_text)


def _paint_heading(canvas: Canvas, page: Page, board: Rect, note: Rect, chart: Rect, goal: float) -> None:
    messages = page.messages
    wide = note.x - page.px(24.0) - board.x if page.upright else board.w
    room = Rect(board.x, board.y, wide, page.row("label"))
    style, set_lines = fitted_lines(page, "label", messages("gallery.bars").upper(), room)
    paint_lines(canvas, page, "label", style, set_lines, room.x, room.y, page.theme.label)
    top = round(goal)
    said = messages("gallery.scale_open", top=messages.number(10.0**top)) if top > 0 else messages("gallery.scale")
    below = board.y + len(set_lines) * line_height("label", style.size) + page.px(4.0)
    room = Rect(board.x, below, wide, chart.y - page.px(12.0) - below)
    style, set_lines = fitted_lines(page, "caption", said, room)
    color = page.theme.coral if top > 0 else page.theme.caption
    paint_lines(canvas, page, "caption", style, set_lines, room.x, room.y, color)


def _paint_scale(canvas: Canvas, page: Page, chart: Rect, bars: BarScale) -> None:
    """Puts the powers of ten beside the bars."""
    style, theme = page.style("tick"), page.theme
    ascent, descent = metrics(style)
    for exponent in spaced(bars.lines(), (bars.height(1) - bars.height(0)) * chart.h, page.row("tick")):
        height = bars.height(exponent)
        if 0.0 <= height <= 1.001:
            text = power(round(exponent))
            base = round(chart.bottom - height * chart.h + (ascent - descent) / 2.0)
            left = chart.x - page.px(14.0) - raised_width(page, "tick", text)
            paint_raised(canvas, page, "tick", text, left, base, theme.muted)


def _paint_layers(canvas: Canvas, page: Page, chart: Rect, bars: FirstBars, pointed: int | None) -> None:
    """Puts the layers' numbers below the bars, and a sign on those that are below zero."""
    style, theme = page.style("tick"), page.theme
    top = chart.bottom + page.px(8.0)
    for layer, (left, right) in enumerate(bar_edges(chart.w, LAYERS), 1):
        middle = chart.x + (left + right) / 2.0 * chart.w
        text = tick(page.messages, float(layer))
        color = theme.value if pointed == layer - 1 else theme.muted
        canvas.text(text, style, middle - measure(text, style) / 2.0, baseline(style, top, page.row("tick")), color)
        if bars.values[layer - 1] < 0.0:
            lift = chart.bottom - bars.heights[layer - 1] * chart.h - page.px(7.0)
            canvas.text("−", page.style("ball"), middle - measure("−", page.style("ball")) / 2.0, lift, theme.amber)
    small, text = page.style("small"), page.messages("gallery.layers")
    below = baseline(small, top + page.row("tick"), page.row("small"))
    canvas.text(text, small, chart.x + round((chart.w - measure(text, small)) / 2.0), below, theme.muted)


def _paint_told(
    canvas: Canvas, page: Page, chart: Rect, bars: FirstBars, dead_share: tuple[float, ...], pointed: int | None
) -> None:
    """Puts over the bars that nothing is left in them, or what the one says that is pointed at."""
    if not any(bars.values):
        _paint_dead(canvas, page, chart, page.messages("gallery.dead"))
    elif pointed is not None:
        text = bar_value(page, pointed, bars.values[pointed], dead_share[pointed] if dead_share else 0.0)
        _paint_pointed(canvas, page, chart, pointed, bars.heights[pointed], text)


def _paint_dead(canvas: Canvas, page: Page, chart: Rect, text: str) -> None:
    style = page.style("heading")
    width, height = measure(text, style), page.row("heading")
    middle_x, middle_y = chart.center
    rect = Rect(round(middle_x - width / 2.0), round(middle_y - height / 2.0), width, height)
    plate: Color = (*page.theme.palette.background_inner[:3], 0.94)
    canvas.box(rect.inset(-page.px(22.0), -page.px(8.0)), plate, radius=page.px(16.0))
    canvas.text(text, style, rect.x, baseline(style, rect.y, rect.h), page.theme.title)


def bar_value(page: Page, bar: int, value: float, dead_share: float) -> str:
    """Returns what a bar says when it is pointed at; `dead_share` of its layer's neurons are dead."""
    messages, dead = page.messages, ""
    if dead_share > 0.0:
        dead = messages("gallery.pointed_dead", share=messages.number(100.0 * dead_share))
    return messages("gallery.pointed", layer=bar + 1, dead=dead, value=figure(messages, value))


def _paint_pointed(canvas: Canvas, page: Page, chart: Rect, bar: int, bar_height: float, text: str) -> None:
    style, pad = page.style("value"), page.px(12.0)
    width, height = raised_width(page, "value", text) + 2.0 * pad, page.row("value") + page.px(10.0)
    left, right = bar_edges(chart.w, LAYERS)[bar]
    x = min(max(chart.x + (left + right) / 2.0 * chart.w - width / 2.0, 0.0), page.inner.right - width)
    top = chart.bottom - bar_height * chart.h
    y = max(top - height - page.px(10.0), chart.y - height * 0.5)
    rect = Rect(round(x), round(y), width, height)
    canvas.box(rect, page.theme.chosen_fill, radius=page.px(8.0))
    base = baseline(style, rect.y, rect.h)
    paint_raised(canvas, page, "value", text, rect.x + pad, base, page.theme.chosen_text)


def _paint_note(canvas: Canvas, page: Page, rect: Rect, weight: float, slope: float, last: float, real: bool) -> None:
    """Puts down what one layer does, what is left after eight, and what hands can do."""
    messages = page.messages
    if rect.w <= 0.0 or rect.h <= 0.0:
        return
    values = {"weight": messages.number(weight, 2), "slope": figure(messages, slope)}
    values |= {"factor": figure(messages, weight * slope), "last": figure(messages, last)}
    style, row = page.style("name"), page.row("name")
    key = "real" if real else "plain" if weight == 1.0 else "weighted"
    y = rect.y
    for text in (messages(f"gallery.each_{key}", **values), messages("gallery.left", **values)):
        smaller = min(1.0, rect.w / max(raised_width(page, "name", text), 1.0))
        paint_raised(canvas, page, "name", text, rect.x, baseline(style, y, row), page.theme.text, smaller)
        y += row
    hint = messages("gallery.hint")
    if page.bare:
        hint = hint.rpartition(JOINT)[2].strip()  # nobody is there to drag the marker
    small, set_lines = fitted_lines(page, "hint", hint, Rect(rect.x, y, rect.w, rect.bottom - y - page.px(6.0)))
    top = rect.bottom - line_height("hint", small.size) * len(set_lines)
    if top >= y:
        paint_lines(canvas, page, "hint", small, set_lines, rect.x, top, page.theme.muted)
