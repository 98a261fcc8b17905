"""How staff open the operator's page: Ctrl+Alt+Shift+Q held, or a finger in each of two corners held longer.

Time is given as an argument, in seconds.
"""

from __future__ import annotations

from descent_game.engine.events import Event, Key, Pointer

KEYS_HELD = 2.0
CORNERS_HELD = 5.0
"""Seconds."""
CORNER = 0.09
"""How far a corner reaches, as a part of the window's shorter side."""
GAP = 0.8
"""A key that is held repeats sooner than this, in seconds."""


class StaffGesture:
    """Watches every event, and says once when the gesture has been held long enough."""

    def __init__(self) -> None:
        self._keys_since: float | None = None
        self._keys_last = 0.0
        self._corners: dict[int, tuple[bool, bool]] = {}
        self._corners_since: float | None = None

    def event(self, event: Event, now: float, size: tuple[int, int]) -> None:
        """Takes note of an event in a window of that size, in pixels."""
        if isinstance(event, Key):
            self._key(event, now)
        elif isinstance(event, Pointer):
            self._pointer(event, now, size)

    def completed(self, now: float) -> bool:
        """Returns whether the gesture has been held long enough; the next one must begin anew."""
        keys = self._keys_since is not None and self._keys_last - self._keys_since >= KEYS_HELD
        corners = self._corners_since is not None and now - self._corners_since >= CORNERS_HELD
        if keys or corners:
            self._keys_since = self._corners_since = None
            self._corners.clear()
            return True
        return False

    def _key(self, event: Key, now: float) -> None:
        if (event.name, event.control, event.alt, event.shift) != ("q", True, True, True):
            self._keys_since = None
        elif self._keys_since is None or not event.repeat or now - self._keys_last > GAP:
            self._keys_since = now
        self._keys_last = now

    def _pointer(self, event: Pointer, now: float, size: tuple[int, int]) -> None:
        if not event.touch:
            return
        corner = _corner(event, size)
        if event.kind == "press" and corner is not None:
            self._corners[event.finger] = corner
        elif event.kind == "press":
            self._corners.clear()
        elif event.kind in ("release", "leave", "cancel") or corner != self._corners.get(event.finger):
            self._corners.pop(event.finger, None)
        if len(set(self._corners.values())) != 2:
            self._corners_since = None
        elif self._corners_since is None:
            self._corners_since = now


def _corner(event: Pointer, size: tuple[int, int]) -> tuple[bool, bool] | None:
    """Returns which corner a pointer is in (right, upper), or None."""
    reach = CORNER * min(size)
    across, along = (1.0 - abs(event.x)) * size[0] / 2.0, (1.0 - abs(event.y)) * size[1] / 2.0
    return (event.x > 0.0, event.y > 0.0) if across <= reach and along <= reach else None
