"""Actions as the verbs of a script: how each is read from TOML's values and written as a line of TOML.

Angles are degrees in `orbit` and radians in `turn` and `fling`, which a kept session uses where degrees would lose the
last bit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from descent_game.engine import moves, presence
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
from descent_game.engine.captions import sentence
from descent_game.engine.toml_values import (
    flag,
    name,
    numbers,
    only_true,
    shown,
    word,
    written,
    written_key,
    written_list,
)

FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
MOST_VALUES = 6
PHASES = ("grab", "move", "release")


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


def _press(value: object) -> list[Action]:
    return [Press(name(value, "the name of a trigger"))]


def _goto(value: object) -> list[Action]:
    return [Goto(name(value, "the name of a scene"))]


def _read(value: object) -> list[Action]:
    return [Read(word(value, "the name of a section, or nothing in quotes"))]


def _explain(value: object) -> list[Action]:
    return [Explain(word(value, "a term of the glossary, or nothing in quotes"))]


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
        return [Point(moves.on_surface(value["drop"], "drop: "), surface=True)]
    x, y = numbers(value, 2, 2, meaning)
    if max(abs(x), abs(y)) > 1.0:
        raise ValueError(f"expected {meaning}, found {shown(value)}")
    return [Point((x, y))]


def _screenshot(value: object) -> list[Action]:
    meaning = "the end of a file's name, of letters, digits, - and _"
    if not FILE_NAME.fullmatch(name(value, meaning)):
        raise ValueError(f"expected {meaning}, found {shown(value)}")
    return [Capture(str(value))]


def _restore(value: object) -> list[Action]:
    return [Restore(name(value, "a kept state, as the text of its JSON"))]


def _tap(value: object) -> list[Action]:
    return _only(value, Tap())


def _widgets(value: object) -> list[Action]:
    return [Widgets(flag(value))]


def values(value: object) -> tuple[str, ...]:
    """Returns the names of controls whose values are to be told, or raises ValueError."""
    meaning = f"a list of at most {MOST_VALUES} names of controls"
    if not isinstance(value, list) or len(value) > MOST_VALUES:
        raise ValueError(f"expected {meaning}, found {shown(value)}")
    return tuple(name(item, meaning) for item in value)


def _pause(value: object) -> list[Action]:
    return _only(value, Pause())


def _step(value: object) -> list[Action]:
    return _only(value, Step())


def _budget(value: object) -> list[Action]:
    (most,) = numbers(value, 1, 1, "steps a second")
    return [Budget(most)]


def _only(value: object, action: Action) -> list[Action]:
    only_true(value)
    return [action]


VERBS: Mapping[str, Callable[[object], list[Action]]] = MappingProxyType(
    {
        "drop": moves.drop,
        "set": _set,
        "glide": _glide,
        "press": _press,
        "orbit": moves.orbit,
        "zoom": moves.zoom,
        "pan": moves.pan,
        "goto": _goto,
        "pause": _pause,
        "step": _step,
        "read": _read,
        "explain": _explain,
        "click": _click,
        "drag": _drag,
        "turn": moves.turn,
        "fling": moves.fling,
        "caption": _caption,
        "point": _point,
        "tap": _tap,
        "widgets": _widgets,
        "values": lambda value: [Values(values(value))],
        "screenshot": _screenshot,
        "seat": lambda value: [presence.read(value)],
        "hands": lambda value: [presence.hands(value)],
        "budget": _budget,
        "restore": _restore,
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
        case Pan(dx, dy):
            return f"pan = {written_list((dx, dy))}"
        case Click(x, y, button):
            return f"click = {written_list((x, y) if button == 1 else (x, y, button))}"
        case Drag(x, y, phase):
            return f"drag = {written_list((x, y, phase))}"
        case Drop(x, y):
            return f"drop = {written_list((x, y))}"
        case Set(control, tuple() as ends):
            return f"set = {{ {written_key(control)} = {written_list(ends)} }}"
        case Set(control, value):
            return f"set = {{ {written_key(control)} = {written(value)} }}"
        case MoveControl(control, to, share):
            return f"glide = {written_list((control, to, share))}"
        case Press(trigger):
            return f"press = {written(trigger)}"
        case Goto(scene):
            return f"goto = {written(scene)}"
        case Read(section):
            return f"read = {written(section)}"
        case Explain(term):
            return f"explain = {written(term)}"
        case Pause():
            return "pause = true"
        case Step():
            return "step = true"
        case Restore(state):
            return f"restore = {written(state)}"
        case Say() | Point() | Tap() | Widgets() | Values() | Capture():
            return _told(action)
        case RecordedView() | PointerState():
            return f"{'seat' if isinstance(action, RecordedView) else 'hands'} = {presence.written(action)}"
        case Budget(most):
            return f"budget = {written(most)}"


def _told(action: Say | Point | Tap | Widgets | Values | Capture) -> str:
    """Returns the line of what is shown over the scene, and how long it takes."""
    match action:
        case Say([("", text)]):
            return f"caption = {written(text)}"
        case Say(texts):
            pairs = ", ".join(f"{written_key(language)} = {written(text)}" for language, text in texts)
            return f"caption = {{ {pairs} }}" if texts else 'caption = ""'
        case Point((x, y), _, surface):
            return f"point = {{ drop = {written_list((x, y))} }}" if surface else f"point = {written_list((x, y))}"
        case Point(to):
            return f"point = {written(to)}"
        case Tap():
            return "tap = true"
        case Widgets(shown):
            return f"widgets = {written(shown)}"
        case Values(names):
            return f"values = {written_list(names)}"
        case Capture(file):
            return f"screenshot = {written(file)}"
