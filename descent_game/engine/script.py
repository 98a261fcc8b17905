"""Actions as the verbs of a script: how each is read from TOML's values and written as a line of TOML.

Angles are degrees in `orbit` and radians in `turn` and `fling`, which a kept session uses where degrees would lose the
last bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from descent_game.engine.actions import (
    Action,
    Click,
    Drag,
    Drop,
    Explain,
    Goto,
    Pan,
    Pause,
    Press,
    Read,
    Set,
    Step,
    Turn,
    Zoom,
)

PHASES = ("grab", "move", "release")


def _numbers(value: object, least: int, most: int, meaning: str) -> list[float]:
    """Returns `value` as a list of finite numbers, a lone one as a list of one, or raises ValueError."""
    row = value if isinstance(value, list) else [value]
    numbers = [float(n) for n in row if isinstance(n, (int, float)) and not isinstance(n, bool)]
    if not (len(numbers) == len(row) and least <= len(row) <= most and all(map(math.isfinite, numbers))):
        raise ValueError(f"expected {meaning}, found {value!r}")
    return numbers


def _name(value: object, meaning: str) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"expected {meaning}, found {value!r}")
    return value


def _orbit(value: object) -> list[Action]:
    yaw, pitch = _numbers(value, 2, 2, "two numbers, degrees to the right and up")
    return [Turn(math.radians(yaw), math.radians(pitch))]


def _turn(value: object) -> list[Action]:
    yaw, pitch = _numbers(value, 2, 2, "two numbers, radians to the right and up")
    return [Turn(yaw, pitch)]


def _fling(value: object) -> list[Action]:
    yaw, pitch = _numbers(value, 2, 2, "two numbers, radians a second to the right and up")
    return [Turn(yaw, pitch, fling=True)]


def _zoom(value: object) -> list[Action]:
    meaning = "a positive number, the distance as a share of what it is, or three with the place x, y"
    numbers = _numbers(value, 1, 3, meaning)
    if len(numbers) == 2 or numbers[0] <= 0.0:
        raise ValueError(f"expected {meaning}, found {value!r}")
    return [Zoom(*numbers)]


def _pan(value: object) -> list[Action]:
    dx, dy = _numbers(value, 2, 2, "two numbers, parts of the screen to the right and up")
    return [Pan(dx, dy)]


def _click(value: object) -> list[Action]:
    meaning = "x and y on the screen from -1 to 1, and perhaps a button 1, 2 or 3"
    x, y, *button = _numbers(value, 2, 3, meaning)
    if max(abs(x), abs(y)) > 1.0 or (button and button[0] not in (1.0, 2.0, 3.0)):
        raise ValueError(f"expected {meaning}, found {value!r}")
    return [Click(x, y, int(button[0]) if button else 1)]


def _drag(value: object) -> list[Action]:
    meaning = f"x, y and one of {', '.join(PHASES)}"
    if not isinstance(value, list) or len(value) != 3 or value[2] not in PHASES:
        raise ValueError(f"expected {meaning}, found {value!r}")
    x, y = _numbers(value[:2], 2, 2, meaning)
    return [Drag(x, y, value[2])]


def _drop(value: object) -> list[Action]:
    x, y = _numbers(value, 2, 2, "x and y on the surface")
    return [Drop(x, y)]


def _set(value: object) -> list[Action]:
    if not isinstance(value, dict) or not value:
        raise ValueError(f"expected a table like {{ name = value }}, found {value!r}")
    for name, item in value.items():
        if not isinstance(item, (str, int, float)):
            raise ValueError(f"{name}: expected a number, a word, true or false, found {item!r}")
    return [Set(name, item) for name, item in value.items()]


def _press(value: object) -> list[Action]:
    return [Press(_name(value, "the name of a trigger"))]


def _goto(value: object) -> list[Action]:
    return [Goto(_name(value, "the name of a scene"))]


def _read(value: object) -> list[Action]:
    return [Read(_word(value, "the name of a section, or nothing in quotes"))]


def _explain(value: object) -> list[Action]:
    return [Explain(_word(value, "a term of the glossary, or nothing in quotes"))]


def _word(value: object, meaning: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected {meaning}, found {value!r}")
    return value


def _pause(value: object) -> list[Action]:
    return _only_true(value, Pause())


def _step(value: object) -> list[Action]:
    return _only_true(value, Step())


def _only_true(value: object, action: Action) -> list[Action]:
    if value is not True:
        raise ValueError(f"expected true, found {value!r}")
    return [action]


VERBS: Mapping[str, Callable[[object], list[Action]]] = MappingProxyType(
    {
        "drop": _drop,
        "set": _set,
        "press": _press,
        "orbit": _orbit,
        "zoom": _zoom,
        "pan": _pan,
        "goto": _goto,
        "pause": _pause,
        "step": _step,
        "read": _read,
        "explain": _explain,
        "click": _click,
        "drag": _drag,
        "turn": _turn,
        "fling": _fling,
    }
)
"""What a cue may ask for, by its key."""


def read(verb: str, value: object) -> list[Action]:
    """Returns the actions that a verb and its TOML value ask for, or raises ValueError that names the verb."""
    try:
        return VERBS[verb](value)
    except ValueError as error:
        raise ValueError(f"{verb}: {error}") from None


def written(value: object) -> str:
    """Returns a number, a word or a truth as TOML writes it; every digit of a float is kept."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
    return repr(value)


def _list(numbers: Iterable[object]) -> str:
    return "[" + ", ".join(written(number) for number in numbers) + "]"


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else written(name)


def _turned(yaw: float, pitch: float) -> str:
    """Returns a turn in degrees where few digits of them are exactly these radians, else in radians."""
    degrees = [round(math.degrees(angle), 6) for angle in (yaw, pitch)]
    if [math.radians(angle) for angle in degrees] == [yaw, pitch]:
        return f"orbit = {_list(degrees)}"
    return f"turn = {_list((yaw, pitch))}"


def line(action: Action) -> str:
    """Returns the line of TOML that asks for `action`."""
    match action:
        case Turn(yaw, pitch, fling):
            return f"fling = {_list((yaw, pitch))}" if fling else _turned(yaw, pitch)
        case Zoom(factor, x, y):
            return f"zoom = {written(factor) if x == y == 0.0 else _list((factor, x, y))}"
        case Pan(dx, dy):
            return f"pan = {_list((dx, dy))}"
        case Click(x, y, button):
            return f"click = {_list((x, y) if button == 1 else (x, y, button))}"
        case Drag(x, y, phase):
            return f"drag = {_list((x, y, phase))}"
        case Drop(x, y):
            return f"drop = {_list((x, y))}"
        case Set(name, value):
            return f"set = {{ {_key(name)} = {written(value)} }}"
        case Press(name):
            return f"press = {written(name)}"
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
