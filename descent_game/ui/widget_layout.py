"""How large a widget is and where its parts stand: cells of segments, rows of a list, tracks of sliders, buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from descent_game.ui.canvas import Rect
from descent_game.ui.page import Page, baseline
from descent_game.ui.text import measure
from descent_game.ui.widgets import (
    Buttons,
    Cell,
    ListColumn,
    Panel,
    Placed,
    PlacedTick,
    Segments,
    Slider,
    Switch,
    Tabs,
    Term,
    Widget,
    control_label,
    option_label,
    value_text,
    worded,
)

PADDINGS = (26.0, 18.0, 12.0)
"""Room left and right of an option's text, the widest that fits."""


class Size(NamedTuple):
    """The least width of a widget, the width it may be stretched to, and the height of its body, in pixels."""

    least: float
    greatest: float
    height: float


def label_zone(page: Page) -> float:
    """Returns the height of the line of labels over the widgets' bodies."""
    return page.row("label") + page.px(6.0)


def _option_widths(page: Page, scene: str, widget: Segments | ListColumn) -> list[float]:
    texts = [option_label(page.messages, scene, widget.control.name, option) for option in widget.control.options]
    return [max(measure(t, page.style("option")), measure(t, page.style("option_chosen"))) for t in texts]


def _segment_rows(page: Page, widths: Sequence[float], available: float) -> list[list[float]]:
    """Returns the cells' widths row by row: one row if it can be, else as many as it takes, each of equal cells."""
    for padding in PADDINGS:
        cells = [max(width + 2.0 * page.px(padding), page.finger) for width in widths]
        if sum(cells) <= available:
            return [cells]
    for rows in range(2, len(widths) + 1):
        columns = -(-len(widths) // rows)
        if max(cells) * columns <= available or columns == 1:
            break
    cell = min(max(cells), available / columns) if columns > 1 else min(max(cells), available)
    counts = [len(widths[i : i + columns]) for i in range(0, len(widths), columns)]
    return [[float(round(cell * columns / count))] * count for count in counts]


def _button_widths(page: Page, scene: str, widget: Buttons) -> list[float]:
    widths: list[float] = []
    for button in widget.buttons:
        if button.icon is not None:
            widths.append(max(page.px(68.0), page.finger))
        else:
            text = control_label(page.messages, scene, button.name)
            widths.append(max(measure(text, page.style("button")) + 2.0 * page.px(23.0), page.finger))
    return widths


def _button_rows(page: Page, widths: Sequence[float], available: float) -> list[list[float]]:
    rows: list[list[float]] = [[]]
    for width in widths:
        if rows[-1] and sum(rows[-1]) + width + len(rows[-1]) * page.px(14.0) > available:
            rows.append([])
        rows[-1].append(width)
    return rows


def _slider_least(page: Page, scene: str, widget: Slider) -> float:
    control = widget.control
    label = measure(control_label(page.messages, scene, control.name).upper(), page.style("label"))
    shown = (control.low, control.high, control.default, *control.snaps)
    value = max(measure(value_text(page.messages, control, v), page.style("value")) for v in shown)
    return max(page.px(widget.width), label + value + page.px(8.0))


def size(page: Page, scene: str, widget: Widget, available: float) -> Size:
    """Returns how large a widget has to be where `available` pixels lie side by side."""
    if isinstance(widget, Segments):
        rows = _segment_rows(page, _option_widths(page, scene, widget), available)
        width = max(sum(row) for row in rows)
        return Size(width, width, len(rows) * page.finger)
    if isinstance(widget, Buttons):
        rows = _button_rows(page, _button_widths(page, scene, widget), available)
        width = max(sum(row) + (len(row) - 1) * page.px(14.0) for row in rows)
        return Size(width, width, len(rows) * page.finger + (len(rows) - 1) * page.px(14.0))
    if isinstance(widget, Slider):
        least = min(_slider_least(page, scene, widget), available)
        return Size(least, max(least, page.px(widget.width * 1.7)), page.finger)
    if isinstance(widget, Switch):
        text = measure(control_label(page.messages, scene, widget.control.name), page.style("option"))
        width = page.px(56.0 + 14.0) + text + (page.px(32.0) if widget.mark else 0.0)
        return Size(width, width, page.finger)
    if isinstance(widget, ListColumn):
        width = max(_option_widths(page, scene, widget)) + 2.0 * page.px(24.0)
        return Size(width, max(width, page.px(380.0)), len(widget.control.options) * list_pitch(page))
    if isinstance(widget, Panel | Term):
        return Size(available, available, 0.0)
    width = sum(tab_widths(page, widget)) + (len(widget.scenes) - 1) * page.px(44.0)
    return Size(width, width, page.finger)


def list_pitch(page: Page) -> float:
    """Returns the distance of two rows of a list."""
    return page.finger + page.px(4.0)


def has_label(widget: Widget) -> bool:
    """Returns whether a widget has a label over its body."""
    return isinstance(widget, Segments | Slider)


def place(page: Page, scene: str, widget: Widget, body: Rect, raised: bool = False, label: str = "") -> Placed:
    """Returns a widget in its place. With `raised`, sliders leave room below their track for the labels of ticks."""
    if isinstance(widget, Segments):
        return _place_segments(page, scene, widget, body)
    if isinstance(widget, Slider):
        return _place_slider(page, scene, widget, body, raised)
    if isinstance(widget, Buttons):
        return _place_buttons(page, scene, widget, body)
    if isinstance(widget, Switch):
        return _place_switch(page, scene, widget, body, label)
    if isinstance(widget, ListColumn):
        return _place_list(page, scene, widget, body)
    if isinstance(widget, Panel | Term):
        return Placed("panel", widget, body, body)
    return place_tabs(page, widget, body)


def _label_y(page: Page, body: Rect) -> float:
    return baseline(page.style("label"), body.y - label_zone(page), page.row("label"))


def _option_cell(page: Page, scene: str, name: str, option: str, rect: Rect, left: float | None = None) -> Cell:
    text = option_label(page.messages, scene, name, option)
    x, chosen_x = (
        rect.x + left if left is not None else rect.x + round((rect.w - measure(text, page.style(role))) / 2.0)
        for role in ("option", "option_chosen")
    )
    y = baseline(page.style("option"), rect.y, rect.h)
    return Cell(f"{name}={option}", option, rect, rect, text, x, y, chosen_x)


def _place_segments(page: Page, scene: str, widget: Segments, body: Rect) -> Placed:
    name, options = widget.control.name, widget.control.options
    rows = _segment_rows(page, _option_widths(page, scene, widget), body.w)
    cells: list[Cell] = []
    y = body.y
    for row in rows:
        x = body.x
        for width in row:
            rect = Rect(x, y, width, page.finger)
            cells.append(_option_cell(page, scene, name, options[len(cells)], rect))
            x += width
        y += page.finger
    whole = Rect(body.x, body.y, max(sum(row) for row in rows), y - body.y)
    label = control_label(page.messages, scene, name).upper()
    return Placed(name, widget, whole, whole, label, (body.x, _label_y(page, body)), cells=tuple(cells))


def _place_list(page: Page, scene: str, widget: ListColumn, body: Rect) -> Placed:
    name, pitch = widget.control.name, list_pitch(page)
    cells = tuple(
        _option_cell(page, scene, name, o, Rect(body.x, body.y + i * pitch, body.w, page.finger), page.px(24.0))
        for i, o in enumerate(widget.control.options)
    )
    whole = Rect(body.x, body.y, body.w, len(cells) * pitch)
    return Placed(name, widget, whole, whole, cells=cells)


def _place_slider(page: Page, scene: str, widget: Slider, body: Rect, raised: bool) -> Placed:
    control, zone = widget.control, label_zone(page)
    top = body.y - zone
    drop = 0.0 if raised else page.px(14.0)
    middle = body.y + round(body.h * 0.42) if raised else body.y + round(body.h * 0.68)
    thick = max(page.px(6.0), 2.0)
    track = Rect(body.x, middle - round(thick / 2.0), body.w, thick)
    label = control_label(page.messages, scene, control.name).upper()
    label_y = baseline(page.style("label"), top + drop, page.row("label"))
    value_x = body.x + measure(label, page.style("label")) + page.px(8.0)
    rect = Rect(body.x - page.px(15.0), top, body.w + 2.0 * page.px(15.0), zone + body.h)
    ticks = _ticks(page, widget, track, middle + page.px(16.0), body.bottom)
    return Placed(control.name, widget, rect, track, label, (body.x, label_y), value_x, ticks=ticks)


def _ticks(page: Page, widget: Slider, track: Rect, top: float, bottom: float) -> tuple[PlacedTick, ...]:
    """Returns the ticks with those labels that keep clear of one another, moved aside a little if need be."""
    style = page.style("small", 0.85)
    low, high = widget.control.low, widget.control.high
    shown = sorted((tick for tick in widget.ticks if low <= tick.value <= high), key=lambda tick: tick.value)
    places = [track.x + widget.control.place(tick.value) * track.w for tick in shown]
    widths = [measure(tick.label, style) for tick in shown]
    left_end, right_end = max(track.x - page.px(60.0), page.inner.x), min(track.right + page.px(60.0), page.inner.right)
    within = Rect(left_end, track.y, right_end - left_end, track.h)
    lefts = _labelled(places, widths, page.px(10.0), page.px(12.0), within)
    base = baseline(style, top, bottom - top)
    return tuple(
        PlacedTick(float(round(x)), tick.color, tick.label if i in lefts else "", float(round(lefts.get(i, x))), base)
        for i, (tick, x) in enumerate(zip(shown, places, strict=True))
    )


def _labelled(
    places: Sequence[float], widths: Sequence[float], gap: float, reach: float, within: Rect
) -> dict[int, float]:
    """Returns the left ends of labels by their numbers, without those that would stand too far from their ticks.

    Where some would, the farthest is left out, and the others have its room.
    """
    kept = list(range(len(places)))
    while kept:
        lefts = _apart([places[i] for i in kept], [widths[i] for i in kept], gap, within)
        found = dict(zip(kept, lefts, strict=True))
        off = {i: max(left - places[i], places[i] - left - widths[i]) for i, left in found.items()}
        farthest = max(kept, key=lambda i: off[i])
        if off[farthest] <= reach:
            return found
        kept.remove(farthest)
    return {}


def _apart(places: Sequence[float], widths: Sequence[float], gap: float, within: Rect) -> list[float]:
    """Returns the left ends of labels centred on their places, those that would touch moved apart by equal shares."""
    clusters: list[tuple[float, list[float]]] = []  # the left end, and the widths of labels side by side
    wanted: list[float] = []
    for place_, width in zip(places, widths, strict=True):
        wanted.append(place_ - width / 2.0)
        clusters.append((wanted[-1], [width]))
        while (
            len(clusters) > 1 and clusters[-2][0] + sum(clusters[-2][1]) + gap * len(clusters[-2][1]) > clusters[-1][0]
        ):
            (_, first), (_, second) = clusters[-2:]
            both = [*first, *second]
            start = len(wanted) - len(both)
            offsets = [sum(both[:i]) + gap * i for i in range(len(both))]
            left = sum(w - o for w, o in zip(wanted[start:], offsets, strict=True)) / len(both)
            clusters[-2:] = [(left, both)]
    lefts: list[float] = []
    for left, cluster in clusters:
        span = sum(cluster) + gap * (len(cluster) - 1)
        left = min(max(left, within.x), within.right - span)
        lefts += [left + sum(cluster[:i]) + gap * i for i in range(len(cluster))]
    return lefts


def _place_buttons(page: Page, scene: str, widget: Buttons, body: Rect) -> Placed:
    gap, style = page.px(14.0), page.style("button")
    cells: list[Cell] = []
    y = body.y
    for row in _button_rows(page, _button_widths(page, scene, widget), body.w):
        x = body.x
        for width in row:
            button = widget.buttons[len(cells)]
            rect = Rect(x, y, width, page.finger)
            text = control_label(page.messages, scene, button.name)
            start = rect.x + round((rect.w - measure(text, style)) / 2.0)
            line = baseline(style, rect.y, rect.h)
            cells.append(Cell(button.name, button.name, rect, rect.inset(-gap / 2.0), text, start, line, start))
            x += width + gap
        y += page.finger + gap
    whole = Rect(body.x, body.y, max(c.rect.right for c in cells) - body.x, y - gap - body.y)
    return Placed("+".join(b.name for b in widget.buttons), widget, whole, whole, cells=tuple(cells))


def _place_switch(page: Page, scene: str, widget: Switch, body: Rect, label: str) -> Placed:
    text = control_label(page.messages, scene, widget.control.name)
    x = body.x + page.px(70.0) + (page.px(32.0) if widget.mark else 0.0)
    y = baseline(page.style("option"), body.y, body.h)
    cell = Cell(widget.control.name, widget.control.name, body, body, text, x, y, x)
    at = (body.x, _label_y(page, body))
    return Placed(widget.control.name, widget, body, body, label.upper(), at, cells=(cell,))


def tab_widths(page: Page, widget: Tabs) -> list[float]:
    """Returns the widths of the tabs' names, each as wide as it is when chosen."""
    texts = [worded(page.messages, f"{scene}.tab", scene.capitalize()) for scene in widget.scenes]
    return [max(measure(t, page.style("tab")), measure(t, page.style("tab_chosen"))) for t in texts]


def place_tabs(page: Page, widget: Tabs, body: Rect) -> Placed:
    """Returns the tabs side by side from the left end of `body`."""
    gap = page.px(44.0)
    cells: list[Cell] = []
    x = body.x
    for scene, width in zip(widget.scenes, tab_widths(page, widget), strict=True):
        rect = Rect(x, body.y, width, body.h)
        text = worded(page.messages, f"{scene}.tab", scene.capitalize())
        y = baseline(page.style("tab"), body.y, body.h)
        cells.append(Cell(f"tab:{scene}", scene, rect, rect.inset(-gap / 2.0, 0.0), text, x, y, x))
        x += width + gap
    whole = Rect(body.x, body.y, x - gap - body.x, body.h)
    return Placed("tabs", widget, whole, whole, cells=tuple(cells))
