"""Who is there: the exhibit plays by itself, someone plays with it, nobody has for a while, and so from the start.

Time is given as an argument, in seconds of any clock that does not run back; nothing here reads one.

```text
ATTRACT --input--> VISIT --idle--> COUNTDOWN --left alone--> reset, ATTRACT
                     ^----------input----'
```

An input that ends the attract loop or the countdown does nothing else: neither does the rest of that gesture.
"""

from __future__ import annotations

import math
from enum import Enum

from descent_game.engine.events import Event, Key, Pointer, Quit, Resize, Steer

JITTER = 6.0
"""Pixels of a screen 1080 high that a pointer may tremble about its place and still be nobody."""
REST = 2.0
"""Seconds after which a pointer that has not moved has a new place."""
LONGEST_RUN = 45.0
"""Seconds for which one key, or one place, that is pressed again and again and again is a hand; then it chatters."""
PAUSE = 5.0
"""Seconds without it after which it is a hand once more."""
CELL = 48.0
"""Pixels of a screen 1080 high: presses as near as that are one place."""
WHEEL_REST = 0.4
"""Seconds for which the wheel, which turns on by itself, or a held stick does nothing after it woke the exhibit."""


class PresenceState(Enum):
    """What the exhibit is doing."""

    ATTRACT = "attract"
    VISIT = "visit"
    COUNTDOWN = "countdown"


class _Repetitions:
    """State: what is done again and again, since when, and when last. Hands pause, and do something else; faults don't.

    A key that bounces, a drop of water on the glass, a wheel that turns by itself, a book that rocks on the keyboard.
    """

    def __init__(self) -> None:
        self._runs: dict[object, tuple[float, float]] = {}

    def goes_on(self, what: object, now: float) -> bool:
        """Takes note of what is done; returns whether it has gone on for so long that no hand can be behind it."""
        since, last = self._runs.pop(what, (now, now))
        since = now if now - last > PAUSE else since
        self._runs = {other: run for other, run in self._runs.items() if now - run[1] <= PAUSE}
        self._runs[what] = (since, now)
        return now - since > LONGEST_RUN


class VisitorDetector:
    """Tells a visitor from what only seems one: a table that shakes, a sleeve on the glass, a key that bounces."""

    def __init__(self) -> None:
        self._runs = _Repetitions()
        self._place: dict[int, tuple[float, float]] = {}
        self._moved: dict[int, float] = {}

    def detects(self, event: Event, now: float, size: tuple[int, int]) -> bool:
        """Returns whether an event is somebody's; `size` is the window's, in pixels."""
        if isinstance(event, Key):
            return not event.repeat and not self._runs.goes_on((event.name, event.pad), now)
        if isinstance(event, Steer):
            return not event.repeat and event != Steer()
        if isinstance(event, Resize | Quit) or event.kind == "leave":
            return False
        if event.kind in ("release", "cancel"):
            self._place.pop(event.finger, None)
            self._moved.pop(event.finger, None)
            return False
        if event.kind == "move":
            return self._wandered(event, now, size)
        self._rest_at(event, now, size)
        x, y = self._pixels(event, size)
        cell = CELL * min(size) / 1080.0
        return not self._runs.goes_on((event.kind, round(x / cell), round(y / cell)), now)

    def _pixels(self, event: Pointer, size: tuple[int, int]) -> tuple[float, float]:
        return event.x * size[0] / 2.0, event.y * size[1] / 2.0

    def _rest_at(self, event: Pointer, now: float, size: tuple[int, int]) -> None:
        self._place[event.finger] = self._pixels(event, size)
        self._moved[event.finger] = now

    def _wandered(self, event: Pointer, now: float, size: tuple[int, int]) -> bool:
        known = event.finger in self._place and now - self._moved[event.finger] <= REST
        if not known:
            self._rest_at(event, now, size)
            return False
        self._moved[event.finger] = now
        if math.dist(self._place[event.finger], self._pixels(event, size)) <= JITTER * min(size) / 1080.0:
            return False
        self._rest_at(event, now, size)
        return True


class Presence:
    """State: whether the exhibit plays by itself, is visited or counts down.

    `idle` and `countdown` are in seconds and may be changed at any time.
    """

    def __init__(self, idle: float, countdown: float, now: float, state: PresenceState = PresenceState.ATTRACT) -> None:
        self.idle = idle
        self.countdown = countdown
        self.state = state
        self._last_input = now
        self._now = now
        self._detector = VisitorDetector()
        self._ignored_fingers: set[int] = set()
        self._ignored_key = ""
        self._wheel_ignored_until = -math.inf
        self._stick_ignored_until = -math.inf

    def event(self, event: Event, now: float, size: tuple[int, int]) -> bool:
        """Returns whether an event is meant for what is shown, after note has been taken of it."""
        somebody = self._detector.detects(event, now, size)
        if isinstance(event, Resize | Quit):
            return True
        if self._is_ignored(event, now):
            if somebody:
                self._last_input = now
            return False
        if not somebody:
            return self.state is not PresenceState.ATTRACT
        self._last_input = now
        if self.state is PresenceState.VISIT:
            return True
        self.state = PresenceState.VISIT
        self._ignore_rest(event, now)
        return False

    def tick(self, now: float) -> bool:
        """Moves on to `now`; returns True when a visit is over and everything is to be as it was at first."""
        self._now = now
        alone = now - self._last_input
        if self.state is PresenceState.VISIT and alone >= self.idle:
            self.state = PresenceState.COUNTDOWN
        if self.state is PresenceState.COUNTDOWN and alone >= self.idle + self.countdown:
            self.leave()
            return True
        return False

    def touch(self, now: float) -> None:
        """Counts as an input: someone is busy with what lies over the exhibit."""
        self._last_input = self._now = now

    def leave(self) -> None:
        """Ends a visit at once."""
        self.state = PresenceState.ATTRACT
        self._ignored_fingers.clear()
        self._ignored_key = ""

    @property
    def left(self) -> float:
        """How many seconds of the countdown are left."""
        return min(max(self._last_input + self.idle + self.countdown - self._now, 0.0), self.countdown)

    def _ignore_rest(self, event: Event, now: float) -> None:
        """Makes the rest of the gesture that this input begins do nothing."""
        if isinstance(event, Key):
            self._ignored_key = event.name
        elif isinstance(event, Pointer) and event.kind == "press":
            self._ignored_fingers.add(event.finger)
        elif isinstance(event, Pointer) and event.kind == "wheel":
            self._wheel_ignored_until = now + WHEEL_REST
        elif isinstance(event, Steer):
            self._stick_ignored_until = now + WHEEL_REST

    def _is_ignored(self, event: Event, now: float) -> bool:
        """Returns whether an event is the rest of a gesture that shall do nothing."""
        if isinstance(event, Key):
            if event.repeat and event.name == self._ignored_key:
                return True
            self._ignored_key = ""
            return False
        if isinstance(event, Steer):
            ignored = now < self._stick_ignored_until
            self._stick_ignored_until = now + WHEEL_REST if ignored and event != Steer() else -math.inf
            return ignored
        if not isinstance(event, Pointer):
            return False
        if event.kind == "wheel":
            return now < self._wheel_ignored_until
        if event.finger not in self._ignored_fingers:
            return False
        if event.kind in ("release", "cancel"):
            self._ignored_fingers.discard(event.finger)
        return True
