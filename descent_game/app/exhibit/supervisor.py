"""The supervisor: a small process that keeps the show going, and does nothing that could take itself down.

It starts the show as a child and hears its beats, one a second, on the child's standard output. A child that ends is
started again, as the restart policy says; one that falls silent is killed first. All starts and ends are in the
supervisor's own log.
"""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from descent_game.app import log
from descent_game.app.exhibit.beat import Beat, parsed_beat
from descent_game.app.terminal.errors import BAD_INPUT, DONE, INTERRUPTED
from descent_game.app.terminal.interrupt import on_signals

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


END_WITHIN = 8.0
"""Seconds that a process that is asked to end may take for it."""
HANG = 7.0
"""Seconds of silence after which the show counts as hung."""
WAKING = 0.5
"""The share of such a silence after which the show is woken, in case it was only stopped."""
GRACE = 90.0
"""Seconds that the show may take until its first beat."""
ROUND = 5.0
"""Seconds after which the supervisor looks up at the latest, to say that it is alive itself."""
SLEPT = 2.0
"""Seconds by which it may look up too late before it takes it that the machine has slept, and the show with it."""
WAITS = (
    "no display for the exhibit: it waits for one; a desktop's is named by DISPLAY or WAYLAND_DISPLAY: "
    "where neither is set, end this and start it there"
)
"""What is said, once, while there is no display."""


class Supervisor:
    """Keeps the show going; `command` returns the words that start it, `tell` passes words on to systemd.

    A show that is silent for `hang` seconds, or `grace` at its start, is killed.
    """

    def __init__(
        self, command: Callable[[Start], Sequence[str]], tell: Callable[[str], None], hang: float, grace: float
    ) -> None:
        self._command, self._tell = command, tell
        self._hang, self._grace = hang, grace
        self._policy = RestartPolicy()
        self._stopping = False
        self._words: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._log = log.logger("supervisor")

    def stop(self) -> None:
        """Ends the show, and `run` with it."""
        self._stopping = True
        self._words.put(None)

    def run(self) -> int:
        """Runs the show until it ends by itself or the supervisor is asked to; returns the exit status."""
        start: Start | None = Start()
        status = 0
        with on_signals(self.stop):
            while start is not None and self._waited(start.wait):
                status = self._show(start)
                before = start
                start = None if self._stopping else self._policy.ended(time.monotonic(), status)
                if start is not None:
                    self._tell_next(status, start, again=before.awaits_display)
        self._tell("STOPPING=1")
        self._log.info("end: %s", "asked to stop" if self._stopping else f"status {status}")
        return INTERRUPTED if self._stopping else status

    def _tell_next(self, status: int, start: Start, *, again: bool) -> None:
        """Tells the log how the show begins again, and once whoever looks that it waits for a display."""
        if start.awaits_display:
            self._log.warning("no display; it is looked for again in %.1f s", start.wait)
            if not again:
                with suppress(OSError, ValueError):  # nobody reads it any more
                    print(WAITS, file=sys.stderr, flush=True)
            return
        how = "in safe mode" if start.safe else "where it was" if start.resume else "from the start"
        self._log.warning("the show ended with status %d; it is started again %s, in %.1f s", status, how, start.wait)

    def _waited(self, seconds: float) -> bool:
        """Waits, and returns False if it was told to stop meanwhile."""
        until = time.monotonic() + seconds
        while not self._stopping and (left := until - time.monotonic()) > 0.0:
            self._tell("WATCHDOG=1")
            self._word(min(left, ROUND))
        return not self._stopping

    def _word(self, seconds: float) -> str | None:
        """Returns the next line of the child, nothing where none comes within so many seconds; None at its end."""
        try:
            return self._words.get(timeout=seconds)
        except queue.Empty:
            return ""

    def _show(self, start: Start) -> int:
        """Runs the show once and returns its exit status; a hang counts as a kill."""
        self._words = queue.SimpleQueue()
        child = subprocess.Popen(
            self._command(start), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, errors="replace"
        )
        assert child.stdout is not None
        reader = threading.Thread(target=_read, args=(child.stdout, self._words), name="beats", daemon=True)
        reader.start()
        self._policy.begin(time.monotonic())
        where = f", where it was: {start.resume.line()}" if start.resume is not None else ""
        how = ", in safe mode" if start.safe else ""
        self._log.info("begin: process %d, start %d%s%s", child.pid, start.restarts, how, where)
        hung = False
        try:
            hung = self._watch(child)
        finally:
            if self._stopping:
                child.terminate()
                child.send_signal(signal.SIGCONT)
            try:
                child.wait(END_WITHIN)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            reader.join(END_WITHIN)
            child.stdout.close()
        return HUNG if hung else child.returncode

    def _watch(self, child: subprocess.Popen[str]) -> bool:
        """Hears the child's beats until it ends, or the supervisor is asked to stop; returns whether it fell silent."""
        heard, longest, woken = time.monotonic(), self._grace, False
        while not self._stopping:
            self._tell("WATCHDOG=1")
            before = time.monotonic()
            wait = min(max(heard + longest * (1.0 if woken else WAKING) - before, 0.0), ROUND)
            word = self._word(wait)
            now = time.monotonic()
            if word is None:
                return False
            if beat := parsed_beat(word):
                if self._policy.hear(beat):
                    self._tell("READY=1")
                heard, longest, woken = now, self._hang, False
            elif now - before > wait + SLEPT:
                heard, woken = now, False
            elif now - heard >= longest:
                self._log.error("process %d has been silent for too long: killed", child.pid)
                child.kill()
                return True
            elif not woken and now - heard >= longest * WAKING:
                self._log.warning("process %d is silent: woken, in case it was stopped", child.pid)
                child.send_signal(signal.SIGCONT)
                woken = True
        return False


def _read(stream: IO[str], words: queue.SimpleQueue[str | None]) -> None:
    with suppress(ValueError):  # closed by the supervisor, which waits no longer
        for line in stream:
            words.put(line)
    words.put(None)
