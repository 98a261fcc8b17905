"""Where hands and focus find a widget, and what it asks for when they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from descent_game.engine.actions import Action, Explain, Goto, Pause, Press, Set, Step
from descent_game.engine.controls import Value
from descent_game.engine.events import Key
from descent_game.ui.widgets import (
    Buttons,
    Cell,
    ListColumn,
    Panel,
    Placed,
    Segments,
    Slider,
    Switch,
    Tabs,
    Term,
    key_steps,
)

KEY_STEPS = {"left": -1.0, "down": -1.0, "right": 1.0, "up": 1.0, "page down": -8.0, "page up": 8.0}
KEY_ENDS = {"home": -1e9, "end": 1e9}


def goal(placed: Placed, value: Callable[[str], Value]) -> float:
    """Returns where a widget's value belongs: a cell's index, a place on the track, a switch from 0 to 1."""
    widget = placed.widget
    if isinstance(widget, Segments | ListColumn):
        return float(widget.control.options.index(str(value(placed.name))))
    if isinstance(widget, Slider):
        return widget.control.place(float(value(placed.name)))
    if isinstance(widget, Switch):
        return 1.0 if value(placed.name) is True else 0.0
    if isinstance(widget, Tabs) and widget.current in widget.scenes:
        return float(widget.scenes.index(widget.current))
    return 0.0


def stops(widgets: Sequence[Placed]) -> list[tuple[Placed, str]]:
    """Returns where the focus can stand: each widget once, but each button and each tab by itself."""
    found: list[tuple[Placed, str]] = []
    for placed in widgets:
        if isinstance(placed.widget, Buttons | Tabs):
            found += [(placed, cell.key) for cell in placed.cells]
        elif not (isinstance(placed.widget, Panel) or (isinstance(placed.widget, Term) and placed.widget.continued)):
            found.append((placed, placed.name))
    return found


def stop_key(placed: Placed, cell: Cell | None) -> str:
    """Returns the stop that a cell belongs to."""
    return cell.key if cell is not None and isinstance(placed.widget, Buttons | Tabs) else placed.name


def at(widgets: Sequence[Placed], x: float, y: float) -> tuple[Placed, Cell | None] | None:
    """Returns the widget at a pixel and, where it has cells, the cell; the last one painted is met first."""
    for placed in reversed(widgets):
        if isinstance(placed.widget, Slider) and placed.widget.bare:
            continue
        for cell in placed.cells:
            if cell.touch.contains(x, y):
                return placed, cell
        if not placed.cells and placed.rect.contains(x, y):
            return placed, None
    return None


def pressed(placed: Placed, cell: Cell, value: Callable[[str], Value]) -> Action | None:
    """Returns what a cell asks for when it is pressed; None where it is chosen already."""
    widget = placed.widget
    if isinstance(widget, Segments | ListColumn):
        return Set(placed.name, cell.value) if value(placed.name) != cell.value else None
    if isinstance(widget, Switch):
        return Set(placed.name, value(placed.name) is not True)
    if isinstance(widget, Term):
        return Explain(widget.key)
    if isinstance(widget, Tabs):
        return Goto(cell.value) if cell.value != widget.current else None
    return Pause() if cell.value == "pause" else Step() if cell.value == "step" else Press(cell.value)


def cell_to_press(placed: Placed, focused: str, value: Callable[[str], Value]) -> Cell | None:
    """Returns the cell that Enter presses where the focus is: that cell, or the option after the chosen one.

    None for a slider, which has no cells.
    """
    if isinstance(placed.widget, Segments | ListColumn):
        options = placed.widget.control.options
        return placed.cells[(options.index(str(value(placed.name))) + 1) % len(options)]
    return next((cell for cell in placed.cells if cell.key == focused), None)


def moved(placed: Placed, event: Key, value: Callable[[str], Value]) -> Value | None:
    """Returns the value that an arrow, Page, Home or End key leads to; None for another key or widget."""
    widget = placed.widget
    steps = KEY_STEPS.get(event.name, KEY_ENDS.get(event.name))
    if steps is None:
        return None
    if isinstance(widget, Slider):
        if event.name in KEY_ENDS:
            return widget.control.low if steps < 0.0 else widget.control.high
        return key_steps(widget.control, float(value(placed.name)), steps, event.shift)
    if not isinstance(widget, Segments | ListColumn):
        return None
    if isinstance(widget, ListColumn) and event.name in ("up", "down", "page up", "page down"):
        steps = -steps  # a list runs downward
    options = widget.control.options
    index = options.index(str(value(placed.name))) + int(max(min(steps, 1e6), -1e6))
    return options[min(max(index, 0), len(options) - 1)]
