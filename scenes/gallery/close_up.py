"""The words and numbers of the picture close up: formulas, axes, the handle, values beside the points, the bars."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from descent_game.sim.network.activations import LAYERS
from descent_game.ui.canvas import Canvas, Color, KeyedPart, Rect
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page, baseline
from descent_game.ui.panels import JOINT, paint_lines
from descent_game.ui.text import measure, metrics
from descent_game.ui.theme import line_height

from .formulas import paint_formulas
from .labels import PointLabel, PointLabels
from .numbers import figure, paint_raised, power, raised_width, tick
from .page import Places, bar_edges
from .plot import ACROSS, HIGH, LOW, place_of, point, ticks
from .visibility import GalleryView
from .visibility import fitted as fitted_lines

HANDLE = (72.0, 52.0)
PARTS = 9
"""How many parts of the picture are painted each by itself, when something of it has changed."""


class NearPainter:
    """Paints what stands about the picture close up; remembers only where the labels are."""

    def __init__(self) -> None:
        self._tags = PointLabels()
        self._labels: list[tuple[PointLabel, Rect]] = []
        self._state: tuple[object, ...] = ()
        self._parts = [KeyedPart() for _ in range(PARTS)]

    def dress(self, page: Page, sight: GalleryView, dt: float) -> None:
        """Finds the places of the values beside the points, `dt` seconds after the picture before."""
        plot, marked, messages = sight.plot, sight.marked, page.messages
        state = (plot, marked, sight.curves.version)
        if state == self._state and self._tags.settled:
            return
        self._state = state
        x = plot.x + marked.across * plot.w
        tags = []
        shown = ((marked.value, "f(z)", "value"), (marked.slope, "f′(z)", "slope"))
        for (height, name, kind), value in zip(shown, point(sight.activation, sight.z), strict=True):
            color = page.theme.sky if kind == "value" else page.theme.amber
            text = f"{name} = {_decimals(messages, value)}"
            wide = raised_width(page, "ball", text)
            tags.append(PointLabel(text, color, x, plot.bottom - height * plot.h, wide, page.row("ball")))
        dot = page.px(15.0)
        discs = [Rect(tag.x, tag.y, 0.0, 0.0).inset(-dot) for tag in tags]
        bounds = plot.inset(page.px(10.0), page.px(6.0))
        bounds = bounds._replace(h=bounds.h - page.px(24.0))
        share = 1.0 if page.reduced_motion else dt
        rects = self._tags.arrange(tags, _outline(sight), discs, bounds, page.px(20.0), share)
        self._labels = list(zip(tags, rects, strict=True))

    def forget(self) -> None:
        """Lets the labels find their places anew."""
        self._tags.forget()
        self._state = ()

    def paint(self, canvas: Canvas, page: Page, places: Places, sight: GalleryView) -> None:
        """Puts all of it on the canvas."""
        plot, chart, curves, bars, own = sight.plot, sight.chart, sight.curves, sight.bars, sight.bars.values[0]
        slope, top = point(sight.activation, sight.z)[1], bars.tops[0]
        every: tuple[tuple[Callable[[], None], tuple[object, ...]], ...] = (
            (partial(_paint_formulas, canvas, page, places, sight), (places, curves.moving, sight.activation.name)),
            (partial(_paint_heights, canvas, page, sight), (plot, curves.goal, curves.scale)),
            (partial(_paint_across, canvas, page, sight), (plot, sight.z, sight.marked.across)),
            (partial(self._paint_labels, canvas, page), tuple(self._labels)),
            (partial(_paint_heading, canvas, page, places, sight), (places, chart, top.goal)),
            (partial(_paint_scale, canvas, page, sight), (chart, top.goal, top.value)),
            (partial(_paint_layers, canvas, page, sight), (chart, sight.pointed, bars.version, own.tobytes())),
            (
                partial(_paint_told, canvas, page, sight),
                (chart, sight.pointed, bars.version, own.tobytes(), sight.dead_share),
            ),
            (
                partial(_paint_note, canvas, page, places, sight),
                (places, sight.z, sight.weight, slope, float(own[-1]), sight.real),
            ),
        )
        for part, (paint, key) in zip(self._parts, every, strict=True):
            canvas.part(part, (page, *key), paint)

    def _paint_labels(self, canvas: Canvas, page: Page) -> None:
        style = page.style("ball")
        for tag, rect in self._labels:
            plate = rect.inset(-page.px(7.0), -page.px(1.0))
            canvas.box(plate, page.theme.plate, radius=page.px(9.0), softness=page.px(4.0))
            paint_raised(canvas, page, "ball", tag.text, rect.x, baseline(style, rect.y, rect.h), tag.color)


def _paint_formulas(canvas: Canvas, page: Page, places: Places, sight: GalleryView) -> None:
    if not sight.curves.moving:
        paint_formulas(canvas, page, places.formulas, sight.activation)


def _decimals(messages: Messages, value: float) -> str:
    """Returns three decimals, or three figures where those would show too little."""
    return figure(messages, value) if 0.0 < abs(value) < 0.0095 else messages.number(value, 3)


def _outline(sight: GalleryView) -> npt.NDArray[np.float64]:
    """Returns points along the curves and the tangent, (n, 2), in pixels."""
    plot = sight.plot
    x0, y0, x1, y1 = sight.marked.tangent
    share = np.linspace(0.0, 1.0, 12)
    across = ACROSS[::2]
    x = np.concatenate((across, across, x0 + (x1 - x0) * share))
    y = np.concatenate((*sight.curves.heights()[:, ::2], y0 + (y1 - y0) * share))
    return np.stack((plot.x + x * plot.w, plot.bottom - y * plot.h), axis=1)


def spaced(values: Sequence[float], pixels: float, row: float) -> list[float]:
    """Returns those of evenly spaced values whose labels have room, `pixels` apart for one unit; zero stays."""
    step = abs(values[1] - values[0]) if len(values) > 1 else 1.0
    every = max(math.ceil(row / max(step * pixels, 1e-9)), 1)
    return [value for value in values if round(value / step) % every == 0]


def _paint_heights(canvas: Canvas, page: Page, sight: GalleryView) -> None:
    """Puts the numbers of the upward axis beside the plot."""
    plot, style, theme, messages = sight.plot, page.style("tick"), page.theme, page.messages
    scale = sight.curves.scale
    ascent, descent = metrics(style)
    for value in spaced(ticks(sight.curves.goal), scale.factor * plot.h, page.row("tick")):
        height = scale.height(value)
        if 0.0 <= height <= 1.0:
            text = tick(messages, value)
            base = round(plot.bottom - height * plot.h + (ascent - descent) / 2.0)
            canvas.text(text, style, plot.x - page.px(16.0) - measure(text, style), base, theme.muted)


def _paint_across(canvas: Canvas, page: Page, sight: GalleryView) -> None:
    """Puts the numbers of z below the plot, but where the marker's own stands, and the marker's handle."""
    plot, style, theme, messages = sight.plot, page.style("tick"), page.theme, page.messages
    chosen = page.style("value")
    own = messages.number(sight.z, 2)
    x, width = plot.x + sight.marked.across * plot.w, measure(own, chosen)
    top, row = plot.bottom + page.px(HANDLE[1] / 2.0 + 2.0), page.row("tick")
    clear = Rect(x - width / 2.0, top, width, row).inset(-page.px(10.0), 0.0)
    for z in range(round(LOW), round(HIGH) + 1, 1 if plot.w > page.px(500.0) else 2):
        text = tick(messages, float(z))
        wide = measure(text, style)
        left = plot.x + place_of(z) * plot.w - wide / 2.0
        if left + wide < clear.x or left > clear.right:
            canvas.text(text, style, left, baseline(style, top, row), theme.muted)
    canvas.text(own, chosen, x - width / 2.0, baseline(chosen, top, row), theme.value)
    _paint_handle(canvas, page, sight)


def handle(page: Page, sight: GalleryView) -> Rect:
    """Returns where the marker's handle is, in pixels."""
    width, height = page.px(HANDLE[0]), page.px(HANDLE[1])
    x = sight.plot.x + sight.marked.across * sight.plot.w
    return Rect(x - width / 2.0, sight.plot.bottom - height / 2.0, width, height)


def _paint_handle(canvas: Canvas, page: Page, sight: GalleryView) -> None:
    rect, theme = handle(page, sight), page.theme
    canvas.box(rect, theme.chosen_fill, radius=rect.h / 2.0)
    canvas.mark("arrows", *rect.center, page.px(15.0), theme.chosen_text)


def _paint_heading(canvas: Canvas, page: Page, places: Places, sight: GalleryView) -> None:
    board, messages = places.board, page.messages
    wide = places.note.x - page.px(24.0) - board.x if page.upright else board.w
    room = Rect(board.x, board.y, wide, page.row("label"))
    style, set_lines = fitted_lines(page, "label", messages("gallery.bars").upper(), room)
    paint_lines(canvas, page, "label", style, set_lines, room.x, room.y, page.theme.label)
    top = round(sight.bars.tops[0].goal)
    said = messages("gallery.scale_open", top=messages.number(10.0**top)) if top > 0 else messages("gallery.scale")
    below = board.y + len(set_lines) * line_height("label", style.size) + page.px(4.0)
    room = Rect(board.x, below, wide, sight.chart.y - page.px(12.0) - below)
    style, set_lines = fitted_lines(page, "caption", said, room)
    color = page.theme.coral if top > 0 else page.theme.caption
    paint_lines(canvas, page, "caption", style, set_lines, room.x, room.y, color)


def _paint_scale(canvas: Canvas, page: Page, sight: GalleryView) -> None:
    """Puts the powers of ten beside the bars."""
    chart, style, theme, bars = sight.chart, page.style("tick"), page.theme, sight.bars
    ascent, descent = metrics(style)
    for exponent in spaced(bars.lines(), (bars.height(1) - bars.height(0)) * chart.h, page.row("tick")):
        height = bars.height(exponent)
        if 0.0 <= height <= 1.001:
            text = power(round(exponent))
            base = round(chart.bottom - height * chart.h + (ascent - descent) / 2.0)
            left = chart.x - page.px(14.0) - raised_width(page, "tick", text)
            paint_raised(canvas, page, "tick", text, left, base, theme.muted)


def _paint_layers(canvas: Canvas, page: Page, sight: GalleryView) -> None:
    """Puts the layers' numbers below the bars, and a sign on those that are below zero."""
    chart, style, theme, bars = sight.chart, page.style("tick"), page.theme, sight.bars
    top = chart.bottom + page.px(8.0)
    edges, heights = bar_edges(chart.w, LAYERS), bars.heights()[0]
    for layer, (left, right) in enumerate(edges, 1):
        middle = chart.x + (left + right) / 2.0 * chart.w
        text = tick(page.messages, float(layer))
        pointed = sight.pointed == layer - 1
        color = theme.value if pointed else theme.muted
        canvas.text(text, style, middle - measure(text, style) / 2.0, baseline(style, top, page.row("tick")), color)
        if bars.values[0, layer - 1] < 0.0:
            lift = chart.bottom - float(heights[layer - 1]) * chart.h - page.px(7.0)
            canvas.text("−", page.style("ball"), middle - measure("−", page.style("ball")) / 2.0, lift, theme.amber)
    small, text = page.style("small"), page.messages("gallery.layers")
    below = baseline(small, top + page.row("tick"), page.row("small"))
    canvas.text(text, small, chart.x + round((chart.w - measure(text, small)) / 2.0), below, theme.muted)


def _paint_told(canvas: Canvas, page: Page, sight: GalleryView) -> None:
    """Puts over the bars that nothing is left in them, or what the one says that is pointed at."""
    chart = sight.chart
    if sight.bars.dead(0):
        _paint_dead(canvas, page, chart, page.messages("gallery.dead"))
    elif sight.pointed is not None:
        _paint_pointed(canvas, page, sight, sight.pointed)


def _paint_dead(canvas: Canvas, page: Page, chart: Rect, text: str) -> None:
    style = page.style("heading")
    width, height = measure(text, style), page.row("heading")
    middle_x, middle_y = chart.center
    rect = Rect(round(middle_x - width / 2.0), round(middle_y - height / 2.0), width, height)
    plate: Color = (*page.theme.palette.background_inner[:3], 0.94)
    canvas.box(rect.inset(-page.px(22.0), -page.px(8.0)), plate, radius=page.px(16.0))
    canvas.text(text, style, rect.x, baseline(style, rect.y, rect.h), page.theme.title)


def bar_value(page: Page, sight: GalleryView, bar: int) -> str:
    """Returns what a bar says when it is pointed at."""
    messages, value = page.messages, float(sight.bars.values[0, bar])
    dead = ""
    if sight.real and sight.dead_share[bar] > 0.0:
        dead = messages("gallery.pointed_dead", share=messages.number(100.0 * sight.dead_share[bar]))
    return messages("gallery.pointed", layer=bar + 1, dead=dead, value=figure(messages, value))


def _paint_pointed(canvas: Canvas, page: Page, sight: GalleryView, bar: int) -> None:
    chart, style, text = sight.chart, page.style("value"), bar_value(page, sight, bar)
    pad = page.px(12.0)
    width, height = raised_width(page, "value", text) + 2.0 * pad, page.row("value") + page.px(10.0)
    left, right = bar_edges(chart.w, LAYERS)[bar]
    x = min(max(chart.x + (left + right) / 2.0 * chart.w - width / 2.0, 0.0), page.inner.right - width)
    top = chart.bottom - float(sight.bars.heights()[0, bar]) * chart.h
    y = max(top - height - page.px(10.0), chart.y - height * 0.5)
    rect = Rect(round(x), round(y), width, height)
    canvas.box(rect, page.theme.chosen_fill, radius=page.px(8.0))
    base = baseline(style, rect.y, rect.h)
    paint_raised(canvas, page, "value", text, rect.x + pad, base, page.theme.chosen_text)


def _paint_note(canvas: Canvas, page: Page, places: Places, sight: GalleryView) -> None:
    """Puts down what one layer does, what is left after eight, and what hands can do."""
    rect, messages = places.note, page.messages
    if rect.w <= 0.0 or rect.h <= 0.0:
        return
    _, slope = point(sight.activation, sight.z)
    values = {"weight": messages.number(sight.weight, 2), "slope": figure(messages, slope)}
    values["factor"] = figure(messages, sight.weight * slope)
    values["last"] = figure(messages, float(sight.bars.values[0, -1]))
    style, row = page.style("name"), page.row("name")
    key = "real" if sight.real else "plain" if sight.weight == 1.0 else "weighted"
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
