"""What the supervisor does when the show has ended: whether, when and how it is to begin again.

Time is given as an argument, in seconds; nothing here starts, kills or waits.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from descent_game.app.exhibit.status import Beat
from descent_game.app.terminal.errors import BAD_INPUT, DONE, INTERRUPTED

AGAIN = 75
"""The exit status with which the show asks to be started again."""
NO_DISPLAY = 69
"""The exit status of a show that found no display: it has not failed, it is to wait for one."""
HUNG = 124
"""The status that stands for the end of a show that fell silent."""
OUTSIDE = (-9, -15, -1, INTERRUPTED)
"""How a show ends that somebody else ends: killed (by the kernel, too), asked to end, its terminal gone."""
OFTEN = 300.0
"""Seconds within which crashes count as repeated."""
MOST_KILLS = 60
"""So often within that time a show may be ended from outside without that being held against it."""
TO_DEFAULTS, TO_SAFE = 2, 3
"""After so many repeated crashes the settings are given up, and then all that a weak machine might not bear."""
STEADY = 600.0
"""Seconds that a show has to last for its safe mode to end with it."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0


@dataclass(frozen=True)
class Start:
    """How the show is to be started: after `wait` seconds, for the how manieth time, safe or not, and into what.

    `awaits_display` where the last start found no display.
    """

    wait: float = 0.0
    restarts: int = 0
    safe: bool = False
    resume: Beat | None = None
    awaits_display: bool = False


class RestartPolicy:
    """State: the crashes and kills of the last minutes, what was last shown, whether the show is in safe mode.

    Also how often in succession the show has found no display.
    A show that was ended from outside, once it had shown a picture, has not failed: it is at once where it was.
    """

    def __init__(self) -> None:
        self._crashes: deque[float] = deque(maxlen=64)
        self._kills: deque[float] = deque(maxlen=MOST_KILLS + 1)
        self._restarts = 0
        self._without_display = 0
        self._safe = False
        self._began = 0.0
        self._shown = False
        self.last: Beat | None = None

    def begin(self, now: float) -> None:
        """Notes that the show begins; `last` stays what it is to show, until it says itself."""
        self._began = now
        self._shown = False

    def hear(self, beat: Beat) -> bool:
        """Notes what is shown, and returns whether this is the show's first beat."""
        first, self._shown = not self._shown, True
        self.last = beat
        return first

    def ended(self, now: float, status: int) -> Start | None:
        """Returns how the show is to begin again after it ended with `status`; None if it is to stay ended."""
        if status in (DONE, BAD_INPUT):
            return None
        if status == NO_DISPLAY:
            self._without_display += 1
            return Start(_growing(self._without_display), self._restarts, self._safe, self.last, awaits_display=True)
        self._without_display = 0
        self._restarts += 1
        if now - self._began >= STEADY:
            self._safe = False
        if status == AGAIN:
            self._crashes.clear()
            self._safe = False
            self.last = None
            return Start(0.0, self._restarts)
        if status in OUTSIDE and self._shown and _lately(self._kills, now) <= MOST_KILLS:
            return Start(0.0, self._restarts, self._safe, self.last)
        count = _lately(self._crashes, now)
        self._safe = self._safe or count >= TO_SAFE
        if count >= TO_DEFAULTS:
            self.last = None
        return Start(_growing(count), self._restarts, self._safe, self.last)


def _growing(count: int) -> float:
    """Returns for how long to wait after so many starts in vain."""
    return min(FIRST_WAIT * 2.0 ** min(count - 1, 10), LONGEST_WAIT)


def _lately(times: deque[float], now: float) -> int:
    """Adds `now` to some times and forgets those that are long past; returns how many are left."""
    times.append(now)
    while now - times[0] > OFTEN:
        times.popleft()
    return len(times)
