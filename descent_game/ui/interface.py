"""The interface as it is used: what hands and keys do to the widgets, and the actions that come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from descent_game.engine.actions import Action, Set
from descent_game.engine.controls import Controls, Value
from descent_game.engine.easing import Glide
from descent_game.engine.events import Key, Pointer
from descent_game.ui import hit_test
from descent_game.ui.canvas import Canvas, Part
from descent_game.ui.page import DESIGN, Page
from descent_game.ui.widget_paint import WidgetState, paint_widget
from descent_game.ui.widgets import Cell, Panel, Placed, Slider, key_steps

GLIDE = 0.15
"""Seconds that a value takes to its new place."""
PATIENCE = 0.25
"""Seconds that a value asked for is shown before what the controls say is shown again."""
SNAP = 5.0
"""How near, in pixels of the design, a knob is drawn to a snap."""
KNOB = 22.0
"""How near to the middle of a knob, in pixels of the design, a press takes hold of it without moving it."""
NOTHING: Mapping[str, float] = MappingProxyType({})
NEIGHBOUR: Mapping[str, int] = MappingProxyType({"left": -1, "up": -1, "right": 1, "down": 1})
"""Where the arrows take the focus from what has no value to change: to the stop before or after."""
ACTIVATE = ("return", "enter", "keypad enter", "space")


@dataclass
class _Hold:
    """A finger on a widget: which, which cell, how far from the knob's middle, whether it is still over the cell."""

    name: str
    key: str
    grab: float = 0.0
    inside: bool = True


@dataclass
class _Wanted:
    """A value that a hand asked for, and for how long the controls have not had it."""

    value: Value
    age: float = 0.0


class Interface:
    """The widgets of one page and all that hands have to do with them; `lit` names the buttons shown as lit.

    `hovered` is the key of what the mouse rests on, `focused` that of what the keys would change.
    """

    def __init__(self) -> None:
        self.page = DESIGN
        self.placed: tuple[Placed, ...] = ()
        self.controls = Controls(())
        self.lit: frozenset[str] = frozenset()
        self.hovered = ""
        self.focused = ""
        self.focus_visible = False
        self._held: dict[int, _Hold] = {}
        self._glides: dict[str, Glide] = {}
        self._wanted: dict[str, _Wanted] = {}
        self._parts: dict[str, Part[Page, Placed, WidgetState]] = {}

    def arrange(self, page: Page, widgets: Sequence[Placed], controls: Controls) -> None:
        """Takes these widgets in their places on a page, and the controls whose values they show.

        What is held, focused or gliding stays so by its name, unless the controls are others than before.
        """
        placed = tuple(widgets)
        if controls is not self.controls:
            self.controls = controls
            self._wanted.clear()
            self._held.clear()
            self._glides = {name: glide for name, glide in self._glides.items() if name == "tabs"}
        elif (page, placed) == (self.page, self.placed):
            return
        self.page, self.placed = page, placed
        names = {placed.name for placed in self.placed}
        self._glides = {name: glide for name, glide in self._glides.items() if name in names}
        self._held = {finger: hold for finger, hold in self._held.items() if hold.name in names}
        self._parts = {name: part for name, part in self._parts.items() if name in names}
        if self.focused not in [key for _, key in hit_test.stops(self.placed)]:
            self.focused, self.focus_visible = "", False
        self._settle(0.0)

    @property
    def busy(self) -> bool:
        """Whether a finger is down on a widget."""
        return bool(self._held)

    def release(self) -> None:
        """Lets go of everything that is held, hovered or focused, without an action."""
        self._held.clear()
        self.hovered, self.focused, self.focus_visible = "", "", False

    @property
    def touched(self) -> tuple[str, tuple[str, ...], str]:
        """The keys of what is to be seen as hovered, held and focused."""
        held = tuple(hold.key for hold in self._held.values() if hold.inside)
        return self.hovered, held, self.focused if self.focus_visible else ""

    def touch(self, hovered: str, held: Sequence[str], focused: str) -> None:
        """Shows hands on these keys; nothing is asked for by that."""
        names = {key: placed.name for placed in self.placed for key in (placed.name, *(c.key for c in placed.cells))}
        self._held = {-1 - i: _Hold(names[key], key) for i, key in enumerate(held) if key in names}
        self.hovered, self.focused, self.focus_visible = hovered, focused or self.focused, bool(focused)

    def value(self, name: str) -> Value:
        """Returns the value of a control as it is shown: what a hand asked for at once, before the scene has it."""
        wanted = self._wanted.get(name)
        return wanted.value if wanted is not None else self.controls.values[name]

    def handle(self, event: Pointer | Key) -> list[Action] | None:
        """Returns what an event on the widgets asks for, or None if it is not theirs but the stage's."""
        if isinstance(event, Key):
            return self._key(event)
        x, y = self.page.pixels(event.x, event.y)
        if event.kind == "press":
            return self._press(event, x, y)
        if event.kind == "move":
            return self._move(event, x, y)
        if event.kind == "release":
            return self._release(event, x, y)
        if event.kind == "wheel":
            return self._wheel(event, x, y)
        if event.kind == "cancel":
            return [] if self._held.pop(event.finger, None) is not None else None
        self.hovered = ""
        return None

    def step(self, dt: float) -> None:
        """Moves what glides on by `dt` seconds of the picture's time."""
        for name, wanted in list(self._wanted.items()):
            wanted.age += dt
            if self.controls.values.get(name) == wanted.value or wanted.age > PATIENCE:
                del self._wanted[name]
        self._settle(dt)

    def paint(self, canvas: Canvas, shares: Mapping[str, float] = NOTHING) -> None:
        """Puts the widgets on the canvas; `shares` are the opacities of those that have faded, by name."""
        opacity = canvas.opacity
        held = {hold.key for hold in self._held.values() if hold.inside}
        focused = self.focused if self.focus_visible else ""
        for placed in self.placed:
            keys = [cell.key for cell in placed.cells] or [placed.name]
            look = WidgetState(
                self._glides[placed.name].value,
                self.value(placed.name) if isinstance(placed.widget, Slider) else 0.0,
                self.hovered if self.hovered in keys else "",
                next((key for key in keys if key in held), ""),
                focused if focused in keys or focused == placed.name else "",
                self.lit,
            )
            canvas.opacity = opacity * shares.get(placed.name, 1.0)
            self._parts.setdefault(placed.name, Part(paint_widget)).paint(canvas, self.page, placed, look)
        canvas.opacity = opacity

    def _settle(self, dt: float) -> None:
        held = {hold.name for hold in self._held.values()}
        cut = self.page.reduced_motion
        for placed in self.placed:
            goal = hit_test.goal(placed, self.value)
            glide = self._glides.setdefault(placed.name, Glide(goal, GLIDE))
            if cut or (placed.name in held and isinstance(placed.widget, Slider)):
                glide.jump(goal)
            else:
                glide.to(goal)
                glide.step(dt)

    def _named(self, name: str) -> Placed | None:
        return next((placed for placed in self.placed if placed.name == name), None)

    def _press(self, event: Pointer, x: float, y: float) -> list[Action] | None:
        self.focus_visible = False
        found = hit_test.at(self.placed, x, y)
        if found is None:
            return None
        placed, cell = found
        taken = any(hold.name == placed.name for hold in self._held.values()) and cell is None
        if event.button != 1 or event.finger in self._held or taken:
            return []
        hold = self._held[event.finger] = _Hold(placed.name, cell.key if cell is not None else placed.name)
        if isinstance(placed.widget, Panel):
            return []
        self.focused = hit_test.stop_key(placed, cell)
        if not isinstance(placed.widget, Slider):
            return []
        knob = placed.body.x + hit_test.goal(placed, self.value) * placed.body.w
        if abs(x - knob) <= self.page.px(KNOB):
            hold.grab = x - knob
            return []
        return self._slide(placed, x)

    def _move(self, event: Pointer, x: float, y: float) -> list[Action] | None:
        hold = self._held.get(event.finger)
        if hold is None:
            if not event.touch:
                found = hit_test.at(self.placed, x, y)
                self.hovered = "" if found is None else found[1].key if found[1] else found[0].name
            return None
        placed = self._named(hold.name)
        if placed is not None and isinstance(placed.widget, Slider):
            return self._slide(placed, x - hold.grab)
        cell = self._cell(hold)
        hold.inside = cell is not None and cell.touch.contains(x, y)
        return []

    def _cell(self, hold: _Hold) -> Cell | None:
        placed = self._named(hold.name)
        return next((cell for cell in placed.cells if cell.key == hold.key), None) if placed is not None else None

    def _release(self, event: Pointer, x: float, y: float) -> list[Action] | None:
        hold = self._held.get(event.finger)
        if hold is None:
            return None
        if event.button != 1 and not event.touch:
            return []
        actions = self._move(event, x, y) or []
        del self._held[event.finger]
        placed, cell = self._named(hold.name), self._cell(hold)
        return self._ask(placed, cell) if placed is not None and cell is not None and hold.inside else actions

    def _wheel(self, event: Pointer, x: float, y: float) -> list[Action] | None:
        found = hit_test.at(self.placed, x, y)
        if found is None:
            return None
        placed = found[0]
        if isinstance(placed.widget, Slider) and event.wheel:
            control = placed.widget.control
            return self._set(placed.name, key_steps(control, float(self.value(placed.name)), event.wheel))
        return []

    def _slide(self, placed: Placed, x: float) -> list[Action]:
        if not isinstance(placed.widget, Slider):
            return []
        track = placed.body
        return self._set(placed.name, placed.widget.control.at((x - track.x) / track.w, self.page.px(SNAP) / track.w))

    def _set(self, name: str, value: Value) -> list[Action]:
        if self.value(name) == value:
            return []
        self._wanted[name] = _Wanted(value)
        return [Set(name, value)]

    def _ask(self, placed: Placed, cell: Cell) -> list[Action]:
        action = hit_test.pressed(placed, cell, self.value)
        if isinstance(action, Set) and isinstance(action.value, str | float | bool):
            return self._set(action.name, action.value)
        return [action] if action is not None else []

    def _key(self, event: Key) -> list[Action] | None:
        if event.name == "tab" and not event.control and not event.alt:
            return self._next(-1 if event.shift else 1)
        if not self.focus_visible or event.control or event.alt:
            return None
        placed = next((placed for placed, key in hit_test.stops(self.placed) if key == self.focused), None)
        if placed is None:
            return None
        if event.name == "escape":
            self.focus_visible = False
            return []
        if event.name in ACTIVATE:
            cell = hit_test.cell_to_press(placed, self.focused, self.value)
            if cell is None:
                return None if event.name == "space" else []
            return self._ask(placed, cell) if not event.repeat else []
        value = hit_test.moved(placed, event, self.value)
        if value is not None:
            return self._set(placed.name, value)
        onward = NEIGHBOUR.get(event.name)
        return self._next(onward) if onward is not None else None

    def _next(self, direction: int) -> list[Action] | None:
        keys = [key for _, key in hit_test.stops(self.placed)]
        if not keys:
            return None
        if self.focused in keys and self.focus_visible:
            self.focused = keys[(keys.index(self.focused) + direction) % len(keys)]
        elif self.focused not in keys:
            self.focused = keys[0 if direction > 0 else -1]
        self.focus_visible = True
        return []
