"""Many cues of a kept session in one value of a script: a line of JSON for each, as compact as it is quick to read.

```toml
[[cue]]
at = 12.5
kept = '''
[0,"hands",{"hovered":"speed"}]
[3,"turn",[0.012,-0.003]]
'''
```

Each line is the fixed steps since `at`, the word of a cue, and what it asks for, as it would stand in a cue of its own.
What hands seldom do, and what lasts, stands in cues of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from itertools import groupby
from typing import Final

from descent_game.engine import recorded_view, script
from descent_game.engine.actions import (
    Action,
    Click,
    Drag,
    Drop,
    MoveControl,
    Pan,
    PointerState,
    Press,
    Set,
    Turn,
    Zoom,
)
from descent_game.engine.timeline import Cue, time, written_cue
from descent_game.engine.toml_values import shown, within

WORDS: Final = ("hands", "turn", "fling", "zoom", "pan", "click", "drag", "drop", "set", "glide", "press")
USUAL: Final = tuple((field.name, getattr(PointerState(), field.name)) for field in fields(PointerState))
"""Pointers that do nothing: what is as here is left out."""
MEANING: Final = 'lines like [3,"press","again"]: steps, a word and what it asks for'


def written(cues: Iterable[Cue]) -> Iterator[str]:
    """Yields cues as TOML, those that hands often ask for together."""
    for compact, run in groupby(cues, lambda cue: not cue.over and _asked(cue.action) is not None):
        if not compact:
            yield from map(written_cue, run)
            continue
        row = list(run)
        first = row[0].step
        lines = [line(cue, first) for cue in row]
        yield "\n".join(["[[cue]]", f"at = {time(first)}", "kept = '''", *lines, "'''"]) + "\n"


def line(cue: Cue, first: int) -> str:
    """Returns a cue as a line, its step counted from `first`."""
    text = json.dumps([cue.step - first, *(_asked(cue.action) or ())], separators=(",", ":"))
    return text.replace("'", "\\u0027").replace("\x7f", "\\u007f")


def _asked(action: Action) -> tuple[str, object] | None:
    """Returns the word and the value that ask for an action; None for one that stands in a cue of its own."""
    match action:
        case PointerState():
            return "hands", {name: found for name, usual in USUAL if (found := getattr(action, name)) != usual}
        case Turn(yaw, pitch, fling):
            return "fling" if fling else "turn", (yaw, pitch)
        case Drag(x, y, phase):
            return "drag", (x, y, phase)
        case Zoom(factor, x, y):
            return "zoom", (factor, x, y)
        case Pan(dx, dy):
            return "pan", (dx, dy)
        case Click(x, y, button):
            return "click", (x, y, button)
        case Drop(x, y):
            return "drop", (x, y)
        case Set(name, str() | int() | float() as value):
            return "set", {name: value}
        case MoveControl(name, to, share):
            return "glide", (name, to, share)
        case Press(name):
            return "press", name
        case _:
            return None


def read(value: object, first: int, end: int) -> Iterator[Cue]:
    """Yields the cues in a text, from that step on and at most until `end`; raises ValueError."""
    if not isinstance(value, str):
        raise ValueError(f"kept: expected {MEANING}, found {shown(value)}")
    rows = [row for row in value.split("\n") if row.strip()]
    try:
        found = json.loads(f"[{','.join(rows)}]")
    except (ValueError, RecursionError):
        raise ValueError(f"kept: expected {MEANING}, found {shown(next(filter(_torn, rows), value))}") from None
    known: dict[tuple[object, ...], PointerState] = {}
    for one in found:
        if not (isinstance(one, list) and len(one) == 3 and type(one[0]) is int and one[1] in WORDS):
            raise ValueError(f"kept: expected {MEANING}, found {shown(one)}")
        step = first + one[0]
        if not first <= step <= end:
            raise ValueError(f"kept: expected steps from 0 to {end - first}, found {one[0]}")
        hands = _again(one[2], known) if one[1] == "hands" else None
        if hands is not None:
            yield Cue(step, hands)
            continue
        for action in script.read(one[1], one[2]):
            yield Cue(step, action)


def _again(value: object, known: dict[tuple[object, ...], PointerState]) -> PointerState | None:
    """Returns hands that are as some before but for their place; None where they must be read with care."""
    if not isinstance(value, dict) or "place" not in value:
        return None
    place = value["place"]
    try:
        key = tuple(item for item in value.items() if item[0] != "place")
        if key not in known:
            known[key] = recorded_view.hands(dict(key))
        return replace(known[key], place=within(place, recorded_view.FARTHEST, ""))
    except (TypeError, ValueError):  # a list, or a mistake
        return None


def _torn(row: str) -> bool:
    try:
        json.loads(row)
    except (ValueError, RecursionError):
        return True
    return False
