"""What the supervisor does when the show has ended: whether, when and how it is to begin again.

Time is given as an argument, in seconds; nothing here starts, kills or waits.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from descent_game.app.errors import BAD_INPUT, DONE
from descent_game.app.exhibit.status import Beat

AGAIN = 75
"""The exit status with which the show asks to be started again."""
OFTEN = 300.0
"""Seconds within which crashes count as repeated."""
TO_DEFAULTS, TO_SAFE = 2, 3
"""After so many repeated crashes the settings are given up, and then all that a weak machine might not bear."""
STEADY = 600.0
"""Seconds that a show has to last for its safe mode to end with it."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0


@dataclass(frozen=True)
class Start:
    """How the show is to be started: after `wait` seconds, for the how manieth time, safe or not, and into what."""

    wait: float = 0.0
    restarts: int = 0
    safe: bool = False
    resume: Beat | None = None


class Policy:
    """State: the crashes of the last minutes, what was last shown, whether the show is in safe mode."""

    def __init__(self) -> None:
        self._crashes: deque[float] = deque(maxlen=64)
        self._restarts = 0
        self._safe = False
        self._began = 0.0
        self.last: Beat | None = None

    def begin(self, now: float) -> None:
        """Notes that the show begins."""
        self._began = now
        self.last = None

    def ended(self, now: float, status: int) -> Start | None:
        """Returns how the show is to begin again after it ended with `status`; None if it is to stay ended."""
        if status in (DONE, BAD_INPUT):
            return None
        self._restarts += 1
        if now - self._began >= STEADY:
            self._safe = False
        if status == AGAIN:
            self._crashes.clear()
            self._safe = False
            return Start(0.0, self._restarts)
        self._crashes.append(now)
        while now - self._crashes[0] > OFTEN:
            self._crashes.popleft()
        count = len(self._crashes)
        self._safe = self._safe or count >= TO_SAFE
        wait = min(FIRST_WAIT * 2.0 ** min(count - 1, 10), LONGEST_WAIT)
        return Start(wait, self._restarts, self._safe, self.last if count < TO_DEFAULTS else None)
