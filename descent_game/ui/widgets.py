"""What the controls of a scene look like, as data: widgets before they have a place, and widgets in their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from descent_game.engine.controls import Choice, Control, Range, Toggle
from descent_game.ui.canvas import MarkKind, Rect
from descent_game.ui.messages import Messages

NO_WIDTHS: Mapping[str, float] = MappingProxyType({})


class Tick(NamedTuple):
    """A mark on a slider's track at a value, in a colour of the theme by its role, with a short label or none."""

    value: float
    color: str = "muted"
    label: str = ""


@dataclass(frozen=True)
class Segments:
    """A Choice as joined cells; the chosen one is filled."""

    control: Choice


@dataclass(frozen=True)
class ListColumn:
    """A Choice as a column of rows, for more options than fit side by side."""

    control: Choice


@dataclass(frozen=True)
class Slider:
    """A Range as a track with a knob; `width` is the least length of the track, in the design's pixels.

    A `bare` one is a part of the page whose scene paints it and takes the pointer; the keys change it here.
    """

    control: Range
    ticks: tuple[Tick, ...] = ()
    width: float = 240.0
    bare: bool = False


@dataclass(frozen=True)
class Switch:
    """A Toggle as a switch beside its name; `mark` and `color` (a role of the theme) are those of what it switches.

    A `bare` one is a part of the page that can be pressed: the scene paints it, only hover and focus are shown.
    """

    control: Toggle
    mark: MarkKind | None = None
    color: str = "value"
    bare: bool = False


@dataclass(frozen=True)
class Button:
    """A trigger by its name, with an icon or else its text; `icon_lit` is shown while the interface has it lit.

    A `letter` stands for an icon. A `bare` one is painted by who places it: only hover and focus are shown.
    """

    name: str
    icon: MarkKind | None = None
    icon_lit: MarkKind | None = None
    primary: bool = False
    bare: bool = False
    letter: str = ""


@dataclass(frozen=True)
class Buttons:
    """Triggers side by side. `pause` and `step` ask for Pause() and Step(), every other name for Press(name)."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class Tabs:
    """The scenes, with the one that is shown underlined."""

    scenes: tuple[str, ...]
    current: str


@dataclass(frozen=True)
class Panel:
    """Nothing to see: a part of the page that keeps presses from what lies under it."""


@dataclass(frozen=True)
class Term:
    """A term of the glossary within a text, by its key; the text is painted elsewhere, only the focus is shown.

    One that is broken over lines stands in several places, all but the first `continued`: the focus meets it once.
    """

    key: str
    continued: bool = False


Widget: TypeAlias = Segments | ListColumn | Slider | Switch | Buttons | Tabs | Panel | Term


@dataclass(frozen=True)
class Group:
    """Widgets that stay together; `name` gives switches a label above them all (`{scene}.group.{name}`)."""

    widgets: tuple[Widget, ...]
    name: str = ""


class Cell(NamedTuple):
    """What is pressed as one: where it is drawn, where it is touched, and its text with the baseline's start.

    `value` is the option, the trigger or the scene that it stands for; `chosen_x` is where the text starts when it is
    set in the heavier weight of what is chosen.
    """

    key: str
    value: str
    rect: Rect
    touch: Rect
    text: str = ""
    x: float = 0.0
    y: float = 0.0
    chosen_x: float = 0.0


class PlacedTick(NamedTuple):
    """A tick in its place: x on the track, colour role, label (empty if it has no room) and its baseline's start."""

    x: float
    color: str
    label: str
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Placed:
    """A widget in its place: `rect` is where it is touched, `body` what is drawn of it below its label.

    For a slider `body` is the track. `label_at` is where the label's baseline starts.
    """

    name: str
    widget: Widget
    rect: Rect
    body: Rect
    label: str = ""
    label_at: tuple[float, float] = (0.0, 0.0)
    value_x: float = 0.0
    cells: tuple[Cell, ...] = ()
    ticks: tuple[PlacedTick, ...] = ()


def control_widgets(controls: Iterable[Control], widths: Mapping[str, float] = NO_WIDTHS) -> Mapping[str, Widget]:
    """Returns the widget of each control but triggers, by name; `widths` are the least lengths of sliders' tracks."""
    made: dict[str, Widget] = {}
    for control in controls:
        if isinstance(control, Choice):
            made[control.name] = Segments(control)
        elif isinstance(control, Range):
            made[control.name] = Slider(control, width=widths.get(control.name, Slider.width))
        elif isinstance(control, Toggle):
            made[control.name] = Switch(control)
    return MappingProxyType(made)


def worded(messages: Messages, key: str, otherwise: str) -> str:
    """Returns the text of a key, or `otherwise` where the catalogue has none."""
    return messages(key) if messages.has(key) else otherwise


def control_label(messages: Messages, scene: str, name: str) -> str:
    """Returns what a control is called: `{scene}.control.{name}`."""
    return worded(messages, f"{scene}.control.{name}", name.replace("_", " ").capitalize())


def option_label(messages: Messages, scene: str, control: str, option: str) -> str:
    """Returns what an option is called: `{scene}.option.{control}.{option}`."""
    return worded(messages, f"{scene}.option.{control}.{option}", option.replace("_", " ").capitalize())


def value_text(messages: Messages, control: Range, value: float) -> str:
    """Returns a value as its control shows it; `unit.{unit}` is a text with `{value}` in it."""
    if control.whole:
        text = messages.number(value)
    elif control.logarithmic:
        text = messages.plain(value)
    else:
        text = messages.number(value, control.digits)
    if not control.unit:
        return text
    key = f"unit.{control.unit}"
    return messages(key, value=text) if messages.has(key) else f"{text} {control.unit}"


def key_steps(control: Range, value: float, steps: float, fine: bool = False) -> float:
    """Returns the value `steps` notches further along the track: a fortieth of it, fine a two-hundredth.

    It stops at a snap on its way, so that a limit can be met exactly; a whole number moves by at least one.
    """
    here = control.place(value)
    there = here + steps * (0.005 if fine else 0.025)
    for snap in sorted(control.snaps, key=lambda s: abs(control.place(s) - here)):
        place = control.place(snap)
        if min(here, there) + 1e-9 < place < max(here, there) - 1e-9:
            return snap
    moved = control.at(there)
    if moved == value:
        least = 1.0 if control.whole else 10.0**-control.digits
        moved = min(max(value + (least if steps > 0 else -least), control.low), control.high)
    return moved
