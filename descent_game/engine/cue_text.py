"""One cue of a script: when it happens, for how long, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice

from descent_game.engine import script
from descent_game.engine.actions import Action, Drop, Pan, Pause, Point, Say, Set, Tap, Turn, Zoom
from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.easing import EASINGS
from descent_game.engine.timeline import LONGEST, Cue
from descent_game.engine.toml_values import as_float, shown

TIMING = ("at", "over", "easing")
FURTHER = ("hold", "include", "kept")
MOST_PARTS = 100
"""Parts of a value that are looked at one by one where it is wrong."""
WORDS = (*TIMING, *FURTHER, *script.VERBS)
"""All that a cue may say."""


@dataclass(frozen=True)
class Timing:
    """When a cue happens, and for how long, in fixed steps; `end` is that of the film."""

    step: int
    over: int
    easing: str
    end: int


def unknown(key: str, keys: tuple[str, ...], hint: bool = True) -> str:
    """Returns what is wrong with a key that there is not; looking for the one that is meant takes its time."""
    close = get_close_matches(key, keys, 1) if hint else []
    return f"{key}: no such key{f' (did you mean {close[0]}?)' if close else ''}; there are {', '.join(keys)}"


def number(key: str, value: object, low: float, high: float, beyond: float = 0.0) -> float:
    """Returns a number within limits, and `beyond` the higher one; raises ValueError."""
    found = as_float(value)
    if not low <= found <= high + beyond:
        raise ValueError(f"{key}: expected a number from {low:g} to {high:g}, found {shown(value)}")
    return found


def _steps(key: str, value: object, longest: float = LONGEST) -> int:
    rounded = 0.25 / STEPS_A_SECOND  # a time is written with six digits: the last step's may lie just beyond the end
    return round(number(key, value, 0.0, longest, rounded) * STEPS_A_SECOND)


def timing(row: Mapping[str, object], seconds: float, wrong: dict[str, str]) -> Timing:
    """Returns when a cue of a film that lasts so many seconds happens; what is wrong goes into `wrong`, by its key."""
    found = {"at": 0, "over": 0}
    for key in found:
        try:
            if key in row:
                found[key] = _steps(key, row[key], seconds)
            elif key == "at":
                raise ValueError("at: expected a time in seconds, found nothing")
        except ValueError as error:
            wrong[key] = str(error)
    easing = row.get("easing", "smooth")
    if not isinstance(easing, str) or easing not in EASINGS:
        wrong["easing"] = f"easing: expected one of {', '.join(EASINGS)}, found {shown(easing)}"
    return Timing(found["at"], found["over"], str(easing), round(seconds * STEPS_A_SECOND))


def several(verb: str, value: object) -> Iterator[tuple[str, object]]:
    """Yields the parts of what a verb asks for that stand by themselves: of several settings, each."""
    if verb == "set" and isinstance(value, dict) and value:
        for control, item in value.items():
            yield verb, {control: item}
    else:
        yield verb, value


def parts(verb: str, value: object) -> list[object]:
    """Returns a value that has several parts, each of which can be wrong by itself, as one value for each."""
    if verb == "caption" and isinstance(value, dict) and len(value) > 1:
        return [{language: text} for language, text in islice(value.items(), MOST_PARTS)]
    if verb == "values" and isinstance(value, list) and len(value) > 1:
        return [[name] for name in value[:MOST_PARTS]]
    return []


def asked(verb: str, value: object, when: Timing) -> Iterator[Cue]:
    """Yields the cues of one verb, each with its share of the cue's duration; raises ValueError."""
    if verb == "hold":
        yield from _held(value, when)
        return
    for action in script.read(verb, value):
        if isinstance(action, Set) and isinstance(action.value, tuple) and not when.over:
            raise ValueError("over: expected with a setting that goes from one number to another, found nothing")
        if not when.over:
            yield Cue(when.step, action)
        elif isinstance(action, Say | Point):
            yield Cue(when.step, replace(action, steps=when.over))
        elif isinstance(action, Drop):
            yield from _carried(action, when)
        elif _moves(action):
            yield Cue(when.step, action, when.over, when.easing)
        else:
            raise ValueError(f"over: expected nothing with {_at_once(verb, action)}; put it in a cue of its own")


def _moves(action: Action) -> bool:
    if isinstance(action, Set):
        return isinstance(action.value, tuple | int | float) and not isinstance(action.value, bool)
    return isinstance(action, Zoom | Pan) or (isinstance(action, Turn) and not action.fling)


def _at_once(verb: str, action: Action) -> str:
    """Returns what happens at once, however long it is asked to take."""
    told = f"set {action.name} = {shown(action.value)}" if isinstance(action, Set) else verb
    return f"{told}, which happens at once"


def _carried(drop: Drop, when: Timing) -> Iterator[Cue]:
    """Yields what a hand does that takes so long to get there: it goes, presses and drops."""
    there = when.step + when.over
    if there >= when.end:
        raise ValueError("over: expected a drop that comes down before the film ends, found one after it")
    yield Cue(when.step, Point((drop.x, drop.y), when.over, surface=True))
    yield Cue(there, Tap())
    yield Cue(there, drop)


def _held(value: object, when: Timing) -> Iterator[Cue]:
    steps = _steps("hold", value)
    if when.over or not 0 < steps <= when.end - when.step:
        raise ValueError(f"hold: expected seconds that end before the film and no over, found {shown(value)}")
    yield Cue(when.step, Pause())
    yield Cue(when.step + steps, Pause())
