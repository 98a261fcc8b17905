"""The interface as it is used: what hands and keys do to the widgets, and the actions that come of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from descent_game.engine.actions import Action, Goto, Pause, Press, Set, Step
from descent_game.engine.controls import Controls, Value
from descent_game.engine.easing import Glide
from descent_game.engine.events import Key, Pointer
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.faces import Look, paint_widget
from descent_game.ui.page import Page
from descent_game.ui.widgets import Buttons, Cell, ListColumn, Placed, Segments, Slider, Switch, Tabs, key_steps

GLIDE = 0.15
"""Seconds that a value takes to its new place."""
PATIENCE = 0.25
"""Seconds that a value asked for is shown before what the controls say is shown again."""
SNAP = 5.0
"""How near, in pixels of the design, a knob is drawn to a snap."""

KEY_STEPS = {"left": -1.0, "down": -1.0, "right": 1.0, "up": 1.0, "page down": -8.0, "page up": 8.0}
KEY_ENDS = {"home": -1e9, "end": 1e9}
ACTIVATE = ("return", "enter", "keypad enter", "space")


@dataclass
class _Hold:
    """A finger on a widget: which, which cell, how far from the knob's centre, whether it is still over the cell."""

    name: str
    key: str
    grab: float = 0.0
    inside: bool = True


@dataclass
class _Wanted:
    value: Value
    age: float = 0.0


class Interface:
    """The widgets of one page and all that hands have to do with them; `lit` names the buttons shown as lit."""

    def __init__(self) -> None:
        self.page: Page | None = None
        self.placed: tuple[Placed, ...] = ()
        self.controls = Controls(())
        self.lit: frozenset[str] = frozenset()
        self.hovered = ""
        self.focused = ""
        self.focus_visible = False
        self._shields: tuple[Rect, ...] = ()
        self._held: dict[int, _Hold] = {}
        self._glides: dict[str, Glide] = {}
        self._wanted: dict[str, _Wanted] = {}

    def arrange(
        self, page: Page, widgets: Sequence[Placed], controls: Controls | None = None, shields: Sequence[Rect] = ()
    ) -> None:
        """Takes these widgets in their places, and the controls whose values they show.

        `shields` are panels: a press on them goes no further. What is held, focused or gliding stays so by name.
        """
        self.page, self.placed, self._shields = page, tuple(widgets), tuple(shields)
        if controls is not None:
            self.controls = controls
        names = {placed.name for placed in self.placed}
        self._glides = {name: glide for name, glide in self._glides.items() if name in names}
        self._held = {finger: hold for finger, hold in self._held.items() if hold.name in names}
        if self.focused not in [stop for _, stop in self._stops()]:
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

    def value(self, name: str) -> Value:
        """Returns the value of a control as it is shown: what a hand asked for at once, before the scene has it."""
        wanted = self._wanted.get(name)
        return wanted.value if wanted is not None else self.controls.values[name]

    def handle(self, event: Pointer | Key) -> list[Action] | None:
        """Returns what an event on the widgets asks for, or None if it is not theirs but the stage's."""
        if self.page is None:
            return None
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
        self.hovered = ""
        if event.touch:
            self._held.pop(event.finger, None)
        return None

    def step(self, dt: float) -> None:
        """Moves what glides on by `dt` seconds of the picture's time."""
        for name, wanted in list(self._wanted.items()):
            wanted.age += dt
            if self.controls.values.get(name) == wanted.value or wanted.age > PATIENCE:
                del self._wanted[name]
        self._settle(dt)

    def paint(self, canvas: Canvas) -> None:
        """Puts the widgets on the canvas."""
        if self.page is None:
            return
        pressed = {hold.key for hold in self._held.values() if hold.inside}
        focused = self.focused if self.focus_visible else ""
        for placed in self.placed:
            keys = [cell.key for cell in placed.cells] or [placed.name]
            look = Look(
                self._glides[placed.name].value,
                self.value(placed.name) if isinstance(placed.widget, Slider) else 0.0,
                self.hovered if self.hovered in keys else "",
                next((key for key in keys if key in pressed), ""),
                focused if focused in keys or focused == placed.name else "",
                self.lit,
            )
            paint_widget(canvas, self.page, placed, look)

    # -- where things are -------------------------------------------------------------------------------------------

    def _goal(self, placed: Placed) -> float:
        widget = placed.widget
        if isinstance(widget, Segments | ListColumn):
            return float(widget.control.options.index(str(self.value(placed.name))))
        if isinstance(widget, Slider):
            return widget.control.place(float(self.value(placed.name)))
        if isinstance(widget, Switch):
            return 1.0 if self.value(placed.name) is True else 0.0
        if isinstance(widget, Tabs) and widget.current in widget.scenes:
            return float(widget.scenes.index(widget.current))
        return 0.0

    def _settle(self, dt: float) -> None:
        held = {hold.name for hold in self._held.values()}
        for placed in self.placed:
            goal = self._goal(placed)
            glide = self._glides.setdefault(placed.name, Glide(goal, GLIDE))
            if (isinstance(placed.widget, Slider) and placed.name in held) or (
                self.page is not None and self.page.reduced_motion
            ):
                glide.jump(goal)
                continue
            glide.to(goal)
            glide.step(dt)

    def _stops(self) -> list[tuple[Placed, str]]:
        """Returns where the focus can stand: each widget, but each button and each tab by itself."""
        return [
            (placed, key)
            for placed in self.placed
            for key in (
                [cell.key for cell in placed.cells] if isinstance(placed.widget, Buttons | Tabs) else [placed.name]
            )
        ]

    def _at(self, x: float, y: float) -> tuple[Placed, Cell | None] | None:
        """Returns the widget at a pixel and, but for sliders, the cell; the last one painted is met first."""
        for placed in reversed(self.placed):
            for cell in placed.cells:
                if cell.touch.contains(x, y):
                    return placed, cell
            if not placed.cells and placed.rect.contains(x, y):
                return placed, None
        return None

    def _named(self, name: str) -> Placed | None:
        return next((placed for placed in self.placed if placed.name == name), None)

    # -- hands ------------------------------------------------------------------------------------------------------

    def _press(self, event: Pointer, x: float, y: float) -> list[Action] | None:
        self.focus_visible = False
        found = self._at(x, y)
        if found is None:
            return [] if any(shield.contains(x, y) for shield in self._shields) else None
        placed, cell = found
        taken = any(hold.name == placed.name and cell is None for hold in self._held.values())
        if event.button != 1 or event.finger in self._held or taken:
            return []
        hold = _Hold(placed.name, cell.key if cell else placed.name)
        self._held[event.finger] = hold
        self.focused = cell.key if cell and isinstance(placed.widget, Buttons | Tabs) else placed.name
        if cell is not None:
            return []
        knob = placed.body.x + self._goal(placed) * placed.body.w
        hold.grab = x - knob if self.page is not None and abs(x - knob) <= self.page.px(20.0) else 0.0
        return self._slide(placed, x - hold.grab) if hold.grab == 0.0 else []

    def _move(self, event: Pointer, x: float, y: float) -> list[Action] | None:
        hold = self._held.get(event.finger)
        if hold is None:
            found = None if event.touch else self._at(x, y)
            self.hovered = "" if found is None else found[1].key if found[1] else found[0].name
            return None
        placed = self._named(hold.name)
        if placed is None:
            return []
        if isinstance(placed.widget, Slider):
            return self._slide(placed, x - hold.grab)
        cell = next((cell for cell in placed.cells if cell.key == hold.key), None)
        hold.inside = cell is not None and cell.touch.contains(x, y)
        return []

    def _release(self, event: Pointer, x: float, y: float) -> list[Action] | None:
        hold = self._held.get(event.finger)
        if hold is None:
            return None
        if event.button != 1 and not event.touch:
            return []
        self._move(event, x, y)
        del self._held[event.finger]
        placed = self._named(hold.name)
        cell = next((cell for cell in placed.cells if cell.key == hold.key), None) if placed else None
        if placed is None or cell is None or not hold.inside:
            return []
        return self._activate(placed, cell)

    def _wheel(self, event: Pointer, x: float, y: float) -> list[Action] | None:
        found = self._at(x, y)
        if found is None:
            return [] if any(shield.contains(x, y) for shield in self._shields) else None
        placed = found[0]
        if isinstance(placed.widget, Slider) and event.wheel:
            control = placed.widget.control
            return self._set(placed.name, key_steps(control, float(self.value(placed.name)), event.wheel))
        return []

    def _slide(self, placed: Placed, x: float) -> list[Action]:
        if self.page is None or not isinstance(placed.widget, Slider):
            return []
        track = placed.body
        return self._set(placed.name, placed.widget.control.at((x - track.x) / track.w, self.page.px(SNAP) / track.w))

    def _set(self, name: str, value: Value) -> list[Action]:
        if self.value(name) == value:
            return []
        self._wanted[name] = _Wanted(value)
        return [Set(name, value)]

    def _activate(self, placed: Placed, cell: Cell) -> list[Action]:
        if isinstance(placed.widget, Segments | ListColumn):
            return self._set(placed.name, cell.value)
        if isinstance(placed.widget, Switch):
            return self._set(placed.name, self.value(placed.name) is not True)
        if isinstance(placed.widget, Tabs):
            return [Goto(cell.value)] if cell.value != placed.widget.current else []
        return [Pause() if cell.value == "pause" else Step() if cell.value == "step" else Press(cell.value)]

    # -- keys -------------------------------------------------------------------------------------------------------

    def _key(self, event: Key) -> list[Action] | None:
        if event.name == "tab" and not event.control and not event.alt:
            return self._next(-1 if event.shift else 1)
        if not self.focus_visible or event.control or event.alt:
            return None
        stop = next(((placed, key) for placed, key in self._stops() if key == self.focused), None)
        if stop is None:
            return None
        placed, key = stop
        if event.name in ACTIVATE:
            cell = next((cell for cell in placed.cells if cell.key == key), None)
            return self._activate(placed, cell) if cell is not None and not event.repeat else []
        steps = KEY_STEPS.get(event.name, KEY_ENDS.get(event.name))
        if steps is None or isinstance(placed.widget, Buttons | Tabs | Switch):
            return None
        return self._arrow(placed, event, steps)

    def _next(self, direction: int) -> list[Action] | None:
        stops = [key for _, key in self._stops()]
        if not stops:
            return None
        if self.focused in stops and self.focus_visible:
            self.focused = stops[(stops.index(self.focused) + direction) % len(stops)]
        elif self.focused not in stops:
            self.focused = stops[0 if direction > 0 else -1]
        self.focus_visible = True
        return []

    def _arrow(self, placed: Placed, event: Key, steps: float) -> list[Action] | None:
        widget = placed.widget
        if isinstance(widget, Slider):
            value = float(self.value(placed.name))
            if event.name in KEY_ENDS:
                return self._set(placed.name, widget.control.low if steps < 0 else widget.control.high)
            return self._set(placed.name, key_steps(widget.control, value, steps, event.shift))
        if not isinstance(widget, Segments | ListColumn):
            return None
        if isinstance(widget, ListColumn) and event.name in ("up", "down"):
            steps = -steps  # a list runs downward
        options = widget.control.options
        index = options.index(str(self.value(placed.name))) + max(min(int(steps), len(options)), -len(options))
        return self._set(placed.name, options[min(max(index, 0), len(options) - 1)])
