"""Game pads, without a device: what buttons, sticks and triggers mean, as data, and how what is held goes on.

A pad speaks in keys, so that whatever a keyboard reaches, it reaches too: the left stick is Tab, A is Enter. Only what
a key can't say, how far a stick is pushed, becomes `Steer`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from descent_game.engine.events import Key, Steer

STICK_DEAD: Final = 0.24
"""How far a stick may be off its middle and still be at rest; the rest of its way counts from there."""
TRIGGER_DEAD: Final = 0.1
STIRRED: Final = 0.12
"""By how much an axis changes that a hand moves; less is noise."""
STUCK: Final = 30.0
"""Seconds after which a stick that is off its middle and has not moved is taken to be stuck, and counts for nothing."""
FOCUS_AT: Final = 0.5
"""How far, of its counted way, the left stick has to go to move the focus."""
TURN_RATE: Final = 2.2
"""Radians a second at the end of the right stick's way."""
ZOOM_RATE: Final = 1.1
"""By how much a trigger pulled through changes the distance: e to this power in a second."""
FIRST_REPEAT: Final = 0.4
NEXT_REPEAT: Final = 0.12
"""Seconds before what is held goes on, and between."""
LONGEST: Final = 0.1
"""Seconds; what a hang took beyond that is lost."""

AXES: Final = ("left_x", "left_y", "right_x", "right_y", "left_trigger", "right_trigger")
"""The axes of a pad in SDL's order: x to the right, y down, triggers from 0."""
BUTTONS: Final[Mapping[int, str]] = MappingProxyType(
    {0: "a", 1: "b", 2: "x", 3: "y", 4: "view", 6: "start", 7: "left_stick", 8: "right_stick", 9: "left_shoulder",
     10: "right_shoulder", 11: "up", 12: "down", 13: "left", 14: "right"}
)  # fmt: skip
"""The buttons of a pad by SDL's numbers, as they lie on an Xbox pad: A is the lowest of the four, B right of it."""
UNKNOWN_BUTTONS: Final[Mapping[int, str]] = MappingProxyType(
    {0: "a", 1: "b", 2: "x", 3: "y", 4: "left_shoulder", 5: "right_shoulder", 6: "view", 7: "start"}
)
"""The buttons of a stick that SDL has no table for: a guess, right for most."""
KEYS: Final[Mapping[str, Key]] = MappingProxyType(
    {
        **{name: Key(name, pad=True) for name in ("up", "down", "left", "right")},
        **{name: Key("home", pad=True) for name in ("left_stick", "right_stick")},
        "a": Key("return", pad=True),
        "b": Key("escape", pad=True),
        "x": Key("f2", pad=True),
        "y": Key("b", pad=True),
        "view": Key("f1", pad=True),
        "start": Key("pause", pad=True),
        "left_shoulder": Key("page up", control=True, pad=True),
        "right_shoulder": Key("page down", control=True, pad=True),
        "next": Key("tab", pad=True),
        "before": Key("tab", shift=True, pad=True),
    }
)
"""The key that each button stands for; `next` and `before` are the left stick's two ways."""
REPEATING: Final = ("up", "down", "left", "right", "next", "before")


def counted(x: float, y: float, dead: float = STICK_DEAD) -> tuple[float, float]:
    """Returns how far a stick is pushed, from -1 to 1 each, none of it within the dead zone, which is round."""
    length = math.hypot(x, y)
    if length <= dead:
        return 0.0, 0.0
    share = min((length - dead) / (1.0 - dead), 1.0) / length
    return x * share, y * share


def _dead(axis: str) -> float:
    return TRIGGER_DEAD if "trigger" in axis else STICK_DEAD


@dataclass
class _Pad:
    """One pad: where its axes are, and which of them have been at rest, so that one that is stuck counts for none.

    `marks` are where the axes were when they last moved in earnest, and `moved` when that was.
    """

    axes: dict[str, float] = field(default_factory=dict)
    rested: set[str] = field(default_factory=set)
    marks: dict[str, float] = field(default_factory=dict)
    moved: dict[str, float] = field(default_factory=dict)

    def move(self, axis: str, value: float, now: float) -> None:
        """Takes where an axis is, from -1 to 1."""
        if abs(value) <= _dead(axis):
            self.rested.add(axis)
        self.axes[axis] = value
        if abs(value - self.marks.get(axis, 0.0)) > STIRRED:
            self.marks[axis], self.moved[axis] = value, now

    def give_up(self, now: float) -> bool:
        """Takes what has been off its middle for long to be stuck until it has been at rest; returns whether any is."""
        off = {axis for axis in self.rested if abs(self.axes.get(axis, 0.0)) > _dead(axis)}
        stuck = {axis for axis in off if now - self.moved.get(axis, now) >= STUCK}
        self.rested -= stuck
        return bool(stuck)

    def at(self, axis: str) -> float:
        """Returns where an axis is; nought for one that has never been at rest."""
        return self.axes.get(axis, 0.0) if axis in self.rested else 0.0


class Pads:
    """Every pad that is plugged in, and what is held on them; times are seconds of any clock."""

    def __init__(self) -> None:
        self._pads: dict[int, _Pad] = {}
        self._held: dict[tuple[int, str], float] = {}
        self._last: float | None = None
        self._steering = False
        self._steered = -math.inf

    def plug(self, pad: int) -> None:
        """Takes note of a pad by its number."""
        self._pads[pad] = _Pad()

    def unplug(self, pad: int) -> None:
        """Forgets a pad and all that is held on it."""
        self._pads.pop(pad, None)
        self._held = {held: due for held, due in self._held.items() if held[0] != pad}

    def let_go(self) -> None:
        """Forgets all that is held: the window is no longer in front."""
        self._held.clear()
        for pad in self._pads.values():
            pad.axes.clear()

    def button(self, pad: int, name: str, down: bool, now: float) -> Iterator[Key]:
        """Takes a button that goes down or up; yields the key that it stands for."""
        if pad not in self._pads or name not in KEYS:
            return
        if not down:
            self._held.pop((pad, name), None)
        elif (pad, name) not in self._held:
            self._held[pad, name] = now + FIRST_REPEAT if name in REPEATING else math.inf
            yield KEYS[name]

    def axis(self, pad: int, name: str, value: float, now: float) -> Iterator[Key]:
        """Takes where an axis is, from -1 to 1; yields a key where the left stick begins to move the focus."""
        if pad not in self._pads or name not in AXES:
            return
        self._pads[pad].move(name, value, now)
        if name in ("left_x", "left_y"):
            yield from self._focus(pad, now)

    def _focus(self, pad: int, now: float) -> Iterator[Key]:
        x, y = counted(self._pads[pad].at("left_x"), self._pads[pad].at("left_y"))
        along = x if abs(x) > abs(y) else y
        yield from self.button(pad, "next", along > FOCUS_AT, now)
        yield from self.button(pad, "before", along < -FOCUS_AT, now)

    def hat(self, pad: int, x: int, y: int, now: float) -> Iterator[Key]:
        """Takes where the cross of an unknown stick is, y up; yields the keys that it begins to press."""
        for name, down in (("left", x < 0), ("right", x > 0), ("up", y > 0), ("down", y < 0)):
            yield from self.button(pad, name, down, now)

    def step(self, now: float) -> Iterator[Key | Steer]:
        """Yields what goes on while it is held: keys again, and how the view is steered since the last time.

        After the sticks have come to rest one `Steer` of nothing says so.
        """
        dt = min(max(now - (now if self._last is None else self._last), 0.0), LONGEST)
        self._last = now
        for number, one in self._pads.items():
            if one.give_up(now):
                yield from self._focus(number, now)
        for (pad, name), due in self._held.items():
            if now >= due:
                self._held[pad, name] = max(due + NEXT_REPEAT, now)
                yield replace(KEYS[name], repeat=True)
        yaw = pitch = pull = 0.0
        for one in self._pads.values():
            x, y = counted(one.at("right_x"), one.at("right_y"))
            size = math.hypot(x, y)
            yaw, pitch = yaw - x * size, pitch + y * size  # squared: fine near the middle
            pull += counted(one.at("left_trigger"), 0.0, TRIGGER_DEAD)[0]
            pull -= counted(one.at("right_trigger"), 0.0, TRIGGER_DEAD)[0]
        if yaw or pitch or pull or self._steering:
            self._steering = bool(yaw or pitch or pull)
            moved = max((when for one in self._pads.values() for when in one.moved.values()), default=-math.inf)
            repeat, self._steered = self._steering and moved <= self._steered, moved
            yield Steer(yaw * TURN_RATE * dt, pitch * TURN_RATE * dt, math.exp(pull * ZOOM_RATE * dt), repeat)
