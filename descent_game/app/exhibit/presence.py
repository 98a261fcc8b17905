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


class Repetitions:
    """State: what is done again and again, since when, and when last. Hands pause, and do something else; faults don't.

    A key that bounces, a drop of water on the glass, a wheel that turns by itself, a book that rocks on the keyboard.
    """

    def __init__(self) -> None:
        self._runs: dict[object, tuple[float, float]] = {}

    def goes_on(self, what: object, now: float) -> bool:
        """Takes note of what is done; returns whether it has gone on for so long that no hand can be behind it."""
        self._runs = {other: run for other, run in self._runs.items() if now - run[1] <= PAUSE}
        since, _ = self._runs.get(what, (now, now))
        self._runs[what] = (since, now)
        return now - since > LONGEST_RUN


class VisitorDetector:
    """Tells a visitor from what only seems one: a table that shakes, a sleeve on the glass, a key that bounces."""

    def __init__(self) -> None:
        self._runs = Repetitions()
        self._places: dict[int, tuple[tuple[float, float], float]] = {}

    def detects(self, event: Event, now: float, size: tuple[int, int]) -> bool:
        """Returns whether an event is somebody's; `size` is the window's, in pixels."""
        if isinstance(event, Key):
            return not event.repeat and not self._runs.goes_on((event.name, event.pad), now)
        if isinstance(event, Steer):
            return not event.repeat and event != Steer()
        if isinstance(event, Resize | Quit) or event.kind == "leave":
            return False
        if event.kind in ("release", "cancel"):
            self._places.pop(event.finger, None)
            return False
        unit = min(size) / 1080.0
        x, y = event.x * size[0] / 2.0, event.y * size[1] / 2.0
        if event.kind == "move":
            return self._wandered(event.finger, (x, y), now, JITTER * unit)
        self._places[event.finger] = (x, y), now
        cell = CELL * unit
        return not self._runs.goes_on((event.kind, round(x / cell), round(y / cell)), now)

    def _wandered(self, finger: int, here: tuple[float, float], now: float, jitter: float) -> bool:
        """Takes note of where a pointer is; returns whether it has left the place about which it trembles."""
        place, last = self._places.get(finger, (here, now))
        if now - last > REST:
            place = here
        wandered = math.dist(place, here) > jitter
        self._places[finger] = (here if wandered else place), now
        return wandered


class Presence:
    """State: whether the exhibit plays by itself, is visited or counts down.

    `idle` and `countdown` are in seconds and may be changed at any time.
    """

    def __init__(self, idle: float, countdown: float, now: float, state: PresenceState = PresenceState.ATTRACT) -> None:
        self.idle = idle
        self.countdown = countdown
        self.state = state
        self._last_input = self._now = now
        self._detector = VisitorDetector()
        self._ignored: dict[object, float] = {}

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
        self._ignored.clear()

    @property
    def left(self) -> float:
        """How many seconds of the countdown are left."""
        return min(max(self._last_input + self.idle + self.countdown - self._now, 0.0), self.countdown)

    def _ignore_rest(self, event: Event, now: float) -> None:
        """Makes the rest of the gesture that this input begins do nothing: until it is let go, or has come to rest."""
        if not (isinstance(event, Pointer) and event.kind == "move"):
            held = isinstance(event, Key) or (isinstance(event, Pointer) and event.kind == "press")
            self._ignored[_source(event)] = math.inf if held else now + WHEEL_REST

    def _is_ignored(self, event: Event, now: float) -> bool:
        """Returns whether an event is the rest of a gesture that shall do nothing."""
        source = _source(event)
        until = self._ignored.pop(source, -math.inf)
        if now >= until or (isinstance(event, Key) and not event.repeat):
            return False
        let_go = event == Steer() or (isinstance(event, Pointer) and event.kind in ("release", "cancel"))
        if not let_go:
            self._ignored[source] = now + WHEEL_REST if isinstance(event, Steer) else until
        return True


def _source(event: Event) -> object:
    """Returns what an event comes from: the key or the finger by its name, else what kind of thing it is."""
    if isinstance(event, Key):
        return event.name
    return event.finger if isinstance(event, Pointer) and event.kind != "wheel" else type(event)
