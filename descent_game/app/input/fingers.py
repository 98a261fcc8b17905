"""Which fingers are down on a touch screen, and on a mouse which buttons: one that is never let go of is forgotten.

Drivers lose ups: where a finger leaves over the edge, where another window comes in front, where a cable is loose.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace
from itertools import count
from typing import Final, Literal

from descent_game.engine.events import Pointer

SILENCE: Final = 10.0
"""Seconds after which a finger that has not stirred is no longer there; the staff's chord rests half as long."""


class Fingers:
    """State: what the fingers that are down did last, by the device's own names for them, in the order of that.

    They get the numbers from 1 on; one that goes down takes the least that is free.
    """

    def __init__(self) -> None:
        self._down: dict[Hashable, Pointer] = {}

    def press(self, finger: Hashable, x: float, y: float, now: float) -> Iterator[Pointer]:
        """Yields the press of a finger at a place in [-1, 1], after what it did before has been let go of."""
        if finger in self._down:
            yield self._cancelled(finger, now)
        taken = {down.finger for down in self._down.values()}
        number = next(number for number in count(1) if number not in taken)
        self._down[finger] = Pointer("press", x, y, now, touch=True, finger=number)
        yield self._down[finger]

    def stir(
        self, finger: Hashable, kind: Literal["move", "release"], x: float, y: float, now: float
    ) -> Iterator[Pointer]:
        """Yields what a finger that is down does then; nothing for one that is not, or has been forgotten."""
        down = self._down.pop(finger, None)
        if down is None:
            return
        stirred = replace(down, kind=kind, x=x, y=y, time=now)
        if kind == "move":
            self._down[finger] = stirred
        yield stirred

    def silent(self, now: float) -> Iterator[Pointer]:
        """Forgets the fingers that have not stirred for long; yields that each is cancelled."""
        for finger in [finger for finger, down in self._down.items() if now - down.time >= SILENCE]:
            yield self._cancelled(finger, now)

    def let_go(self, now: float) -> Iterator[Pointer]:
        """Forgets every finger; yields that each is cancelled."""
        for finger in list(self._down):
            yield self._cancelled(finger, now)

    def _cancelled(self, finger: Hashable, now: float) -> Pointer:
        return replace(self._down.pop(finger), kind="cancel", time=now)


class MouseButtons:
    """State: the mouse's button that went down first and is still down, as the gesture's own."""

    def __init__(self) -> None:
        self._down: dict[int, Pointer] = {}

    def take(self, event: Pointer) -> Iterator[Pointer]:
        """Yields a press or a release of the mouse, before a press of what is down already that all is cancelled."""
        if event.kind == "press" and event.button in self._down:
            yield from self.let_go(event.time)
        if event.kind == "press":
            self._down[event.button] = event
        elif event.kind == "release":
            self._down.pop(event.button, None)
        yield event

    def let_go(self, now: float) -> Iterator[Pointer]:
        """Forgets every button; yields that what they did is cancelled, if any was down."""
        if self._down:
            first = next(iter(self._down.values()))
            self._down.clear()
            yield replace(first, kind="cancel", time=now)
