"""Presses and moves into actions: a still press is a click, a moved one turns, two fingers pan and zoom."""

from __future__ import annotations

import math

from descent_game.engine.actions import Action, Click, Pan, Press, Turn, Zoom
from descent_game.engine.events import Pointer

SLOP = 0.012
"""How far, in half window heights, a press may wander and still be a click; a finger has three times as much."""
DOUBLE_CLICK = 0.35
"""Seconds between two clicks that count as one double click."""
TURN_RATE = 2.4
"""Radians for half a window height."""
WHEEL_FACTOR = 0.88


class Gestures:
    """Follows every pointer that is down on the stage; `aspect` is the window's width over its height."""

    def __init__(self) -> None:
        self.aspect = 16 / 9
        self._down: dict[int, Pointer] = {}
        self._last: dict[int, Pointer] = {}
        self._moved = False
        self._velocity = (0.0, 0.0)
        self._clicked: Pointer | None = None

    @property
    def busy(self) -> bool:
        """Whether a pointer is down."""
        return bool(self._down)

    def cancel(self) -> None:
        """Forgets every pointer that is down."""
        self._down.clear()
        self._last.clear()

    def handle(self, pointer: Pointer) -> list[Action]:
        """Returns the actions that one pointer event asks for."""
        if pointer.kind == "wheel":
            return [Zoom(WHEEL_FACTOR**pointer.wheel, pointer.x, pointer.y)] if pointer.wheel else []
        if pointer.kind == "press":
            return self._press(pointer)
        if pointer.kind == "cancel":
            self._down.pop(pointer.finger, None)
            self._last.pop(pointer.finger, None)
            return []
        if pointer.kind == "move" and pointer.finger in self._down:
            return self._move(pointer)
        if pointer.kind == "release" and pointer.finger in self._down:
            return self._release(pointer)
        return []

    def _press(self, pointer: Pointer) -> list[Action]:
        if not self._down:
            self._moved = False
            self._velocity = (0.0, 0.0)
        else:
            self._moved = True  # a second finger or button: no longer a click
        self._down.setdefault(pointer.finger, pointer)
        self._last.setdefault(pointer.finger, pointer)
        return [Turn(0.0, 0.0, fling=True)] if len(self._down) == 1 else []

    def _far(self, a: Pointer, b: Pointer) -> bool:
        slop = SLOP * (3.0 if a.touch else 1.0)
        return math.hypot((a.x - b.x) * self.aspect, a.y - b.y) > slop

    def _move(self, pointer: Pointer) -> list[Action]:
        before = self._last[pointer.finger]
        down = self._down[pointer.finger]
        if not self._moved and not self._far(pointer, down):
            return []
        self._moved = True
        self._last[pointer.finger] = pointer
        dx, dy = pointer.x - before.x, pointer.y - before.y
        if len(self._down) >= 2:
            return self._pinch(pointer, before)
        if down.button != 1:
            return [Pan(dx, dy)]
        yaw, pitch = -dx * self.aspect * TURN_RATE, -dy * TURN_RATE
        dt = pointer.time - before.time
        if dt > 0.0:
            keep = math.exp(-dt / 0.05)
            self._velocity = (
                self._velocity[0] * keep + yaw / dt * (1.0 - keep),
                self._velocity[1] * keep + pitch / dt * (1.0 - keep),
            )
        return [Turn(yaw, pitch)]

    def _pinch(self, pointer: Pointer, before: Pointer) -> list[Action]:
        other = next(p for finger, p in self._last.items() if finger != pointer.finger)

        def gap(p: Pointer) -> float:
            return max(math.hypot((p.x - other.x) * self.aspect, p.y - other.y), 1e-3)

        x, y = (pointer.x + other.x) / 2.0, (pointer.y + other.y) / 2.0
        return [
            Zoom(gap(before) / gap(pointer), x, y),
            Pan((pointer.x - before.x) / 2.0, (pointer.y - before.y) / 2.0),
        ]

    def _release(self, pointer: Pointer) -> list[Action]:
        down = self._down[pointer.finger]
        if pointer.button != down.button:
            return []
        last = self._last.pop(pointer.finger)
        del self._down[pointer.finger]
        if not self._moved and not self._far(pointer, down):
            return self._click(pointer, down)
        fresh = pointer.time - last.time < 0.08
        if down.button == 1 and not self._down and fresh and self._moved:
            return [Turn(*self._velocity, fling=True)]
        return []

    def _click(self, pointer: Pointer, down: Pointer) -> list[Action]:
        before, self._clicked = self._clicked, pointer
        if (
            before is not None
            and before.button == down.button == 1
            and 0.0 <= pointer.time - before.time < DOUBLE_CLICK
            and not self._far(before, pointer)
        ):
            self._clicked = None
            return [Press("home")]
        return [Click(down.x, down.y, down.button)]
