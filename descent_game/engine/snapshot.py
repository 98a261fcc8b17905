"""The state of a scene as one value: taken at a moment, put back later, in the same scene or another of its kind.

A part names the attributes that are its state. What follows from them, from the page or from a clock
(what is remembered so as not to be worked out again, what fades in and out on the page) is none of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The state of one part, attribute by attribute; nothing in it is ever written to."""

    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


class Stateful:
    """A part whose state is the attributes that `STATE` names: numbers, words, values, arrays, and parts like it."""

    STATE: ClassVar[tuple[str, ...]] = ()

    def snapshot(self) -> Snapshot:
        """Returns the whole state as one value."""
        return Snapshot({name: _taken(getattr(self, name)) for name in self.STATE})

    def restore(self, state: Any) -> None:
        """Goes back to what `snapshot` returned; raises ValueError, and changes nothing, for the state of another."""
        self.check(state)
        for name in self.STATE:
            setattr(self, name, _put_back(getattr(self, name), state[name]))

    def check(self, state: object) -> None:
        """Raises ValueError for the state of another."""
        if not isinstance(state, Snapshot) or state.values.keys() != set(self.STATE):
            raise ValueError(f"state: expected one of {type(self).__name__}")


def _is_array(value: object) -> bool:
    """Returns whether a value is an array; without numpy, since whoever only eases numbers need not wait for it."""
    return hasattr(value, "setflags") and hasattr(value, "__setitem__")


def _taken(value: Any) -> Any:
    """Returns what a snapshot holds of an attribute: parts as their snapshots, arrays as copies."""
    if hasattr(value, "snapshot"):
        return value.snapshot()
    if _is_array(value):
        copy = value.copy()
        copy.setflags(write=False)
        return copy
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, list | deque) or type(value) is tuple:
        return tuple(_taken(item) for item in value)
    return frozenset(value) if isinstance(value, set) else value


def _put_back(now: Any, value: Any) -> Any:
    """Returns what becomes of an attribute that is `now` something, from what a snapshot holds of it."""
    if hasattr(now, "restore"):
        now.restore(value)
        return now
    if value is None:
        return None
    if _is_array(value):
        return value.copy()
    if isinstance(now, list) or type(now) is tuple:
        parts = len(now) == len(value) and all(hasattr(item, "restore") for item in now)
        return type(now)(map(_put_back, now, value) if parts and now else value)
    if isinstance(now, deque):
        return deque(value, now.maxlen)
    return type(now)(value) if isinstance(now, dict | set) else value
