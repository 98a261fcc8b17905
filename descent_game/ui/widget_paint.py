"""The faces of widgets: what each kind puts on the canvas for the state it is in."""

from __future__ import annotations

import math
from typing import NamedTuple

from descent_game.engine.controls import Value
from descent_game.ui.canvas import CLEAR, Canvas, Color, Rect
from descent_game.ui.page import Page, baseline
from descent_game.ui.text import measure
from descent_game.ui.theme import faded, mixed
from descent_game.ui.widgets import (
    Button,
    Buttons,
    Cell,
    ListColumn,
    Placed,
    Segments,
    Slider,
    Switch,
    Tabs,
    value_text,
)

RADIUS = 14.0
BORDER = 1.5
HOVER, PRESSED = 0.07, 0.2


class WidgetState(NamedTuple):
    """The state a widget is drawn in: its value and where that has glided to, and what hand and focus rest on.

    `position` is a cell's index, a place on the track or a switch from 0 to 1; `hovered` and `pressed` are cell keys,
    the widget's own name for a slider, or empty; `lit` are the names of the buttons that are lit.
    """

    position: float
    value: Value
    hovered: str = ""
    pressed: str = ""
    focused: str = ""
    lit: frozenset[str] = frozenset()


def paint_widget(canvas: Canvas, page: Page, placed: Placed, look: WidgetState) -> None:
    """Puts a widget on the canvas, with its label and, where it has it, the focus ring."""
    if placed.label:
        canvas.text(placed.label, page.style("label"), *placed.label_at, page.theme.label)
    if isinstance(placed.widget, Segments):
        _segments(canvas, page, placed, look)
    elif isinstance(placed.widget, ListColumn):
        _list(canvas, page, placed, look)
    elif isinstance(placed.widget, Slider) and not placed.widget.bare:
        _slider(canvas, page, placed, placed.widget, look)
    elif isinstance(placed.widget, Switch):
        _switch(canvas, page, placed, placed.widget, look)
    elif isinstance(placed.widget, Buttons):
        for cell, button in zip(placed.cells, placed.widget.buttons, strict=True):
            _button(canvas, page, cell, button, look)
    elif isinstance(placed.widget, Tabs):
        _tabs(canvas, page, placed, placed.widget, look)
    if look.focused:
        _ring(canvas, page, placed, look.focused)


def _ring(canvas: Canvas, page: Page, placed: Placed, focused: str) -> None:
    rect = next((cell.rect for cell in placed.cells if cell.key == focused), placed.body)
    if isinstance(placed.widget, Slider):
        rect = placed.rect
    gap = max(page.px(5.0), 3.0)
    radius = page.px(RADIUS) + gap
    canvas.box(rect.inset(-gap), CLEAR, radius=radius, border=page.theme.focus, border_width=max(page.line(3.0), 2.0))


def _gliding(placed: Placed, position: float) -> Rect:
    """Returns the rectangle at a fractional index among the cells."""
    low = min(max(math.floor(position), 0), len(placed.cells) - 1)
    high = min(low + 1, len(placed.cells) - 1)
    a, b, t = placed.cells[low].rect, placed.cells[high].rect, position - low
    if t <= 0.0:
        return a
    x, y, w, h = (round(p + (q - p) * t) for p, q in zip(a, b, strict=True))
    return Rect(x, y, w, h)


def _covered(cell: Rect, by: Rect) -> float:
    """Returns which part of a cell lies under another rectangle."""
    w = min(cell.right, by.right) - max(cell.x, by.x)
    h = min(cell.bottom, by.bottom) - max(cell.y, by.y)
    return max(w, 0.0) * max(h, 0.0) / (cell.w * cell.h)


def _touched(page: Page, key: str, look: WidgetState, ground: Color) -> Color:
    """Returns the veil over a cell that the pointer rests on or presses: a breath of `ground`'s opposite."""
    strength = PRESSED if key == look.pressed else HOVER if key == look.hovered else 0.0
    return faded(ground, strength)


def _cell_text(canvas: Canvas, page: Page, cell: Cell, share: float) -> None:
    chosen = share > 0.5
    color = mixed(page.theme.option, page.theme.chosen_text, share)
    style = page.style("option_chosen" if chosen else "option")
    canvas.text(cell.text, style, cell.chosen_x if chosen else cell.x, cell.y, color)


def _segments(canvas: Canvas, page: Page, placed: Placed, look: WidgetState) -> None:
    theme, radius, line = page.theme, page.px(RADIUS), page.line(BORDER)
    body = placed.body
    canvas.box(body, theme.control_fill, radius=radius, border=theme.control_border, border_width=line)
    shown = _gliding(placed, look.position)
    for cell in placed.cells:
        if cell.rect.x > body.x:
            canvas.box(Rect(cell.rect.x - line / 2.0, cell.rect.y, line, cell.rect.h), theme.control_border)
        if cell.rect.y > body.y:
            canvas.box(Rect(cell.rect.x, cell.rect.y - line / 2.0, cell.rect.w, line), theme.control_border)
        veil = _touched(page, cell.key, look, theme.value)
        if veil[3] > 0.0:
            canvas.box(body, veil, radius=radius, clip=cell.rect)
    canvas.box(body, theme.chosen_fill, radius=radius, clip=shown)
    for cell in placed.cells:
        _cell_text(canvas, page, cell, _covered(cell.rect, shown))


def _list(canvas: Canvas, page: Page, placed: Placed, look: WidgetState) -> None:
    theme, radius = page.theme, page.px(RADIUS)
    shown = _gliding(placed, look.position)
    canvas.box(shown, theme.chosen_fill, radius=radius)
    for cell in placed.cells:
        share = _covered(cell.rect, shown)
        veil = _touched(page, cell.key, look, theme.value)
        if veil[3] > 0.0 and share < 0.5:
            canvas.box(cell.rect, veil, radius=radius)
        _cell_text(canvas, page, cell, share)


def _slider(canvas: Canvas, page: Page, placed: Placed, widget: Slider, look: WidgetState) -> None:
    theme, track = page.theme, placed.body
    text = value_text(page.messages, widget.control, float(look.value))
    canvas.text(text, page.style("value"), placed.value_x, placed.label_at[1], theme.value)
    x = round(track.x + look.position * track.w)
    middle = track.y + track.h / 2.0
    canvas.box(track, theme.track, radius=track.h / 2.0)
    canvas.box(Rect(track.x, track.y, x - track.x, track.h), theme.track_filled, radius=track.h / 2.0)
    width, reach = max(page.px(3.0), 2.0), page.px(10.0)
    style = page.style("small", 0.85)
    for tick in placed.ticks:
        color = theme.color(tick.color)
        canvas.box(Rect(tick.x - width / 2.0, middle - reach, width, 2.0 * reach), color, radius=width / 2.0)
        canvas.text(tick.label, style, tick.label_x, tick.label_y, color)
    held, near = look.pressed == placed.name, look.hovered == placed.name
    if held:
        canvas.mark("disc", x, middle, page.px(24.0), faded(theme.knob, 0.18))
    radius = page.px(15.0)
    canvas.mark("disc", x, middle + page.px(2.0), radius * 1.2, faded(theme.shade, 0.6), softness=page.px(6.0))
    canvas.mark("disc", x, middle, radius * (1.1 if near or held else 1.0), theme.knob)


def _switch(canvas: Canvas, page: Page, placed: Placed, widget: Switch, look: WidgetState) -> None:
    theme, cell, share = page.theme, placed.cells[0], look.position
    if widget.bare:
        canvas.box(cell.rect, _touched(page, cell.key, look, theme.value), radius=page.px(RADIUS))
        return
    color = theme.color(widget.color)
    height, width = page.px(32.0), page.px(56.0)
    pill = Rect(placed.body.x, placed.body.y + round((placed.body.h - height) / 2.0), width, height)
    ground = mixed(theme.control_fill, color, share)
    border = mixed(theme.control_border, color, share)
    canvas.box(pill, ground, radius=height / 2.0, border=border, border_width=page.line(BORDER))
    veil = _touched(page, cell.key, look, theme.value)
    if veil[3] > 0.0:
        canvas.box(pill.inset(-page.px(4.0)), veil, radius=height / 2.0 + page.px(4.0))
    knob = mixed(theme.track_filled, theme.palette.background_outer, share)
    x = pill.x + height / 2.0 + share * (width - height)
    canvas.mark("disc", x, pill.y + height / 2.0, page.px(11.0), knob)
    if widget.mark is not None:
        place = pill.right + page.px(14.0 + 10.0)
        canvas.mark(widget.mark, place, pill.y + height / 2.0, page.px(9.0), faded(color, 0.35 + 0.65 * share))
    canvas.text(cell.text, page.style("option"), cell.x, cell.y, mixed(theme.muted, theme.value, share))


def _button(canvas: Canvas, page: Page, cell: Cell, button: Button, look: WidgetState) -> None:
    theme, radius = page.theme, page.px(RADIUS)
    if button.bare:
        canvas.box(cell.rect, _touched(page, cell.key, look, theme.value), radius=radius)
        return
    fill, border = theme.control_fill, theme.control_border
    ink, veil = theme.value, _touched(page, cell.key, look, theme.value)
    if button.primary:
        fill, border, ink = theme.chosen_fill, theme.chosen_fill, theme.chosen_text
        veil = _touched(page, cell.key, look, theme.chosen_text)
    canvas.box(cell.rect, fill, radius=radius, border=border, border_width=page.line(BORDER))
    if veil[3] > 0.0:
        canvas.box(cell.rect, veil, radius=radius)
    icon = button.icon_lit if button.icon_lit is not None and button.name in look.lit else button.icon
    if icon is None:
        canvas.text(button.letter or cell.text, page.style("button"), cell.x, cell.y, ink)
        if not button.letter:
            return
    else:
        canvas.mark(icon, *cell.rect.center, page.px(14.0), ink)
    if cell.key in (look.hovered, look.focused):
        _tip(canvas, page, cell)


def _tip(canvas: Canvas, page: Page, cell: Cell) -> None:
    """Puts the name of an icon over it, within the window."""
    style = page.style("small")
    width, height = measure(cell.text, style) + 2.0 * page.px(10.0), page.row("small")
    x = min(max(round(cell.rect.center[0] - width / 2.0), page.inner.x), page.inner.right - width)
    y = cell.rect.y - page.px(10.0) - height
    canvas.layer += 1
    canvas.box(Rect(x, y, width, height), page.theme.plate, radius=page.px(6.0))
    canvas.text(cell.text, style, x + page.px(10.0), baseline(style, y, height), page.theme.value)
    canvas.layer -= 1


def _tabs(canvas: Canvas, page: Page, placed: Placed, widget: Tabs, look: WidgetState) -> None:
    theme = page.theme
    for cell in placed.cells:
        chosen = cell.value == widget.current
        color = theme.title if chosen or cell.key in (look.hovered, look.pressed) else theme.muted
        canvas.text(cell.text, page.style("tab_chosen" if chosen else "tab"), cell.x, cell.y, color)
    line = max(page.px(3.0), 2.0)
    under = _gliding(placed, look.position)
    canvas.box(Rect(under.x, under.bottom - page.px(8.0), under.w, line), theme.title)
