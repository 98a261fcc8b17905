"""Actions as the verbs of a script: how each is read from TOML's values and written as a line of TOML.

Angles are degrees in `orbit` and radians in `turn` and `fling`, which a kept session uses where degrees would lose the
last bit. What is read keeps within bounds that make sense.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

from descent_game.engine import recorded_view
from descent_game.engine.actions import (
    Action,
    Budget,
    Capture,
    Click,
    Drag,
    Drop,
    Explain,
    Goto,
    MoveControl,
    Pan,
    Pause,
    Point,
    PointerState,
    Press,
    Read,
    RecordedView,
    Restore,
    Say,
    Set,
    Step,
    Tap,
    Turn,
    Values,
    Widgets,
    Zoom,
)
from descent_game.engine.toml_values import (
    flag,
    name,
    numbers,
    only_true,
    shown,
    within,
    word,
    written,
    written_key,
    written_list,
)

FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
MOST_VALUES = 6
PHASES = ("grab", "move", "release")
MOST_DEGREES = 36_000.0
"""A hundred times round."""
MOST_TURN = math.radians(MOST_DEGREES)
MOST_FLING = 10_000.0
"""Radians a second; the swiftest hand has a few hundred."""
ZOOMS = (1e-6, 1e6)
FARTHEST_PLACE = 100.0
"""Screens from the middle."""
FARTHEST_DROP = 1000.0
"""In the surface's own coordinates, far beyond every plate."""
LONGEST = 2000
"""Letters of the longest caption; no page has room for as many."""
KEPT = "\n\u00ad\u200b\u200c\u200d\u200e\u200f"
"""Signs without a shape that some languages need: a line's end, a soft hyphen, joiners, breaks, directions."""
SHAPELESS = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode's categories of signs that steer a text, and are none of it."""

Reader: TypeAlias = Callable[[object], list[Action]]


def _pair(make: Callable[[float, float], Action], most: float, meaning: str) -> Reader:
    return lambda value: [make(*within(value, most, meaning))]


def _name(make: Callable[[str], Action], meaning: str) -> Reader:
    return lambda value: [make(name(value, meaning))]


def _word(make: Callable[[str], Action], meaning: str) -> Reader:
    return lambda value: [make(word(value, meaning))]


def _only(action: Action) -> Reader:
    def reader(value: object) -> list[Action]:
        only_true(value)
        return [action]

    return reader


def _orbit(yaw: float, pitch: float) -> Action:
    return Turn(math.radians(yaw), math.radians(pitch))


def _zoom(value: object) -> list[Action]:
    meaning = "a positive number, the distance as a share of what it is, or three with the place x, y"
    factor, *place = numbers(value, 1, 3, meaning)
    if len(place) == 1 or factor <= 0.0:
        raise ValueError(f"expected {meaning}, found {shown(value)}")
    if not ZOOMS[0] <= factor <= ZOOMS[1]:
        raise ValueError(f"expected a share from {ZOOMS[0]:g} to {ZOOMS[1]:g}, found {shown(value)}")
    return [Zoom(factor, *(within(place, FARTHEST_PLACE, "a place x, y") if place else ()))]


def _click(value: object) -> list[Action]:
    meaning = "x and y on the screen from -1 to 1, and perhaps a button 1, 2 or 3"
    x, y, *button = numbers(value, 2, 3, meaning)
    if max(abs(x), abs(y)) > 1.0 or (button and button[0] not in (1.0, 2.0, 3.0)):
        raise ValueError(f"expected {meaning}, found {shown(value)}")
    return [Click(x, y, int(button[0]) if button else 1)]


def _drag(value: object) -> list[Action]:
    meaning = f"x, y and one of {', '.join(PHASES)}"
    if not isinstance(value, list) or len(value) != 3 or value[2] not in PHASES:
        raise ValueError(f"expected {meaning}, found {shown(value)}")
    x, y = numbers(value[:2], 2, 2, meaning)
    return [Drag(x, y, value[2])]


def _set(value: object) -> list[Action]:
    if not isinstance(value, dict) or not value:
        raise ValueError(f"expected a table like {{ name = value }}, found {shown(value)}")
    return [Set(control, _setting(control, item)) for control, item in value.items()]


def _setting(control: str, item: object) -> object:
    """Returns one value, or two numbers: from and to."""
    meaning = f"{control}: expected a number, a word, true or false, or two numbers, from and to; found {shown(item)}"
    if isinstance(item, list):
        try:
            numbers(item, 2, 2, "")
        except ValueError:
            raise ValueError(meaning) from None
        return tuple(item)
    if not isinstance(item, (str, int, float)):
        raise ValueError(meaning)
    return item


def _glide(value: object) -> list[Action]:
    meaning = "the name of a control, the number it goes to, and the share of what is left of the way"
    if not isinstance(value, list) or len(value) != 3:
        raise ValueError(f"expected {meaning}, found {shown(value)}")
    to, share = numbers(value[1:], 2, 2, meaning)
    return [MoveControl(name(value[0], meaning), to, min(max(share, 0.0), 1.0))]


def sentence(text: str, where: str = "") -> str:
    """Returns a text that can be shown: it has something to see, and nothing that steers; raises ValueError.

    What is raised begins with `where`.
    """
    if len(text) > LONGEST:
        raise ValueError(f"{where}expected at most {LONGEST} letters, found {len(text)}")
    for sign in text:
        if unicodedata.category(sign) in SHAPELESS and sign not in KEPT:
            raise ValueError(f"{where}expected letters and line ends, found the sign U+{ord(sign):04X}")
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in text):
        raise ValueError(f"{where}expected something to see, found {text!r}")
    return text


def _caption(value: object) -> list[Action]:
    if not isinstance(value, dict):
        text = word(value, 'a sentence, or a table of them by language like { en = "Downhill" }')
        return [Say((("", sentence(text)),) if text else ())]
    for language, text in value.items():
        sentence(name(text, f"{language}: a sentence in quotes"), f"{language}: ")
    return [Say(tuple(value.items()))]


def _point(value: object) -> list[Action]:
    meaning = "x and y on the screen from -1 to 1, a control's name, or a place like { drop = [0, 1] }"
    if isinstance(value, str):
        return [Point(value)]
    if isinstance(value, dict):
        if list(value) != ["drop"]:
            raise ValueError(f"expected {meaning}, found {shown(value)}")
        return [Point(within(value["drop"], FARTHEST_DROP, "drop: x and y on the surface"), surface=True)]
    x, y = numbers(value, 2, 2, meaning)
    if max(abs(x), abs(y)) > 1.0:
        raise ValueError(f"expected {meaning}, found {shown(value)}")
    return [Point((x, y))]


def _screenshot(value: object) -> list[Action]:
    meaning = "the end of a file's name, of letters, digits, - and _"
    if not FILE_NAME.fullmatch(name(value, meaning)):
        raise ValueError(f"expected {meaning}, found {shown(value)}")
    return [Capture(str(value))]


def values(value: object) -> tuple[str, ...]:
    """Returns the names of controls whose values are to be told, or raises ValueError."""
    meaning = f"a list of at most {MOST_VALUES} names of controls"
    if not isinstance(value, list) or len(value) > MOST_VALUES:
        raise ValueError(f"expected {meaning}, found {shown(value)}")
    return tuple(name(item, meaning) for item in value)


VERBS: Mapping[str, Reader] = MappingProxyType(
    {
        "drop": _pair(Drop, FARTHEST_DROP, "x and y on the surface"),
        "set": _set,
        "glide": _glide,
        "press": _name(Press, "the name of a trigger"),
        "orbit": _pair(_orbit, MOST_DEGREES, "two numbers, degrees to the right and up"),
        "zoom": _zoom,
        "pan": _pair(Pan, FARTHEST_PLACE, "two numbers, parts of the screen to the right and up"),
        "goto": _name(Goto, "the name of a scene"),
        "pause": _only(Pause()),
        "step": _only(Step()),
        "read": _word(Read, "the name of a section, or nothing in quotes"),
        "explain": _word(Explain, "a term of the glossary, or nothing in quotes"),
        "click": _click,
        "drag": _drag,
        "turn": _pair(Turn, MOST_TURN, "two numbers, radians to the right and up"),
        "fling": _pair(partial(Turn, fling=True), MOST_FLING, "two numbers, radians a second to the right and up"),
        "caption": _caption,
        "point": _point,
        "tap": _only(Tap()),
        "widgets": lambda value: [Widgets(flag(value))],
        "values": lambda value: [Values(values(value))],
        "screenshot": _screenshot,
        "seat": lambda value: [recorded_view.read(value)],
        "hands": lambda value: [recorded_view.hands(value)],
        "budget": lambda value: [Budget(*numbers(value, 1, 1, "steps a second"))],
        "restore": _name(Restore, "a kept state, as the text of its JSON"),
    }
)
"""What a cue may ask for, by its key."""


def read(verb: str, value: object) -> list[Action]:
    """Returns the actions that a verb and its TOML value ask for, or raises ValueError that names the verb."""
    try:
        return VERBS[verb](value)
    except ValueError as error:
        raise ValueError(f"{verb}: {error}") from None


def _turned(yaw: float, pitch: float) -> str:
    """Returns a turn in degrees where few digits of them are exactly these radians, else in radians."""
    degrees = [round(math.degrees(angle), 6) for angle in (yaw, pitch)]
    if [math.radians(angle) for angle in degrees] == [yaw, pitch]:
        return f"orbit = {written_list(degrees)}"
    return f"turn = {written_list((yaw, pitch))}"


def line(action: Action) -> str:
    """Returns the line of TOML that asks for `action`."""
    match action:
        case Turn(yaw, pitch, fling):
            return f"fling = {written_list((yaw, pitch))}" if fling else _turned(yaw, pitch)
        case Zoom(factor, x, y):
            return f"zoom = {written(factor) if x == y == 0.0 else written_list((factor, x, y))}"
        case Click(x, y, button):
            return f"click = {written_list((x, y) if button == 1 else (x, y, button))}"
        case Pan() | Drag() | Drop() | MoveControl():
            verb = {Pan: "pan", Drag: "drag", Drop: "drop", MoveControl: "glide"}[type(action)]
            return f"{verb} = {written_list(vars(action).values())}"
        case Set(control, tuple() as ends):
            return f"set = {{ {written_key(control)} = {written_list(ends)} }}"
        case Set(control, value):
            return f"set = {{ {written_key(control)} = {written(value)} }}"
        case Say([("", text)]):
            return f"caption = {written(text)}"
        case Say(texts):
            pairs = ", ".join(f"{written_key(language)} = {written(text)}" for language, text in texts)
            return f"caption = {{ {pairs} }}" if texts else 'caption = ""'
        case Point((x, y), _, surface):
            return f"point = {{ drop = {written_list((x, y))} }}" if surface else f"point = {written_list((x, y))}"
        case Point(to):
            return f"point = {written(to)}"
        case Values(names):
            return f"values = {written_list(names)}"
        case Capture(file):
            return f"screenshot = {written(file)}"
        case RecordedView() | PointerState():
            return f"{'seat' if isinstance(action, RecordedView) else 'hands'} = {recorded_view.written(action)}"
        case Pause() | Step() | Tap():
            return f"{type(action).__name__.lower()} = true"
        case Press() | Goto() | Read() | Explain() | Widgets() | Restore() | Budget():
            (value,) = vars(action).values()
            return f"{type(action).__name__.lower()} = {written(value)}"
