"""The supervisor: a small process that keeps the show going, and does nothing that could take itself down.

It starts the show as a child and hears its beats, one a second, on the child's standard output. A child that ends is
started again; one that falls silent is killed first. All starts and ends are in the supervisor's own log.
"""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO, Literal, TypeAlias

from descent_game.app import log
from descent_game.app.exhibit.restart_policy import HUNG, RestartPolicy, Start
from descent_game.app.exhibit.status import parsed_beat
from descent_game.app.terminal.errors import INTERRUPTED

END_WITHIN = 8.0
"""Seconds that a process that is asked to end may take for it."""
HANG = 7.0
"""Seconds of silence after which the show counts as hung."""
WAKING = 0.5
"""After so much of that it is woken, in case it was only stopped."""
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
CONTINUE = getattr(signal, "SIGCONT", None)
"""The signal by which a stopped process goes on; Windows has none."""

Word: TypeAlias = str | Literal[False] | None
"""A line that the child wrote; None when it has ended; False when the supervisor shall end."""


class Supervisor:
    """Keeps the show going; `command` returns the words that start it, `tell` passes words on to systemd."""

    def __init__(
        self,
        command: Callable[[Start], Sequence[str]],
        tell: Callable[[str], None] = lambda word: None,
        hang: float = HANG,
        grace: float = GRACE,
    ) -> None:
        self._command, self._tell = command, tell
        self._hang, self._grace = hang, grace
        self._policy = RestartPolicy()
        self._stopping = False
        self._words: queue.SimpleQueue[Word] = queue.SimpleQueue()
        self._log = log.logger("supervisor")

    def run(self) -> int:
        """Runs the show until it ends by itself or the supervisor is asked to; returns the exit status."""
        start: Start | None = Start()
        status = 0
        with self._hearing_signals():
            while start is not None and self._waited(start.wait):
                status = self._show(start)
                before = start
                start = None if self._stopping else self._policy.ended(time.monotonic(), status)
                if start is not None:
                    self._tell_next(status, start, again=before.awaits_display)
        self._tell("STOPPING=1")
        self._log.info("end: %s", "asked to stop" if self._stopping else f"status {status}")
        return INTERRUPTED if self._stopping else status

    def stop(self) -> None:
        """Asks the supervisor to end, and the show with it; may be called from a signal or another thread."""
        self._stopping = True
        self._words.put(False)

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

    @contextmanager
    def _hearing_signals(self) -> Iterator[None]:
        def stop(number: int, frame: FrameType | None) -> None:
            self.stop()

        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _waited(self, seconds: float) -> bool:
        """Waits, and returns False if it was told to stop meanwhile."""
        until = time.monotonic() + seconds
        while not self._stopping and (left := until - time.monotonic()) > 0.0:
            self._tell("WATCHDOG=1")
            self._word(min(left, ROUND))
        return not self._stopping

    def _word(self, seconds: float) -> Word | Literal[True]:
        """Returns the next word; True if there is none within so many seconds."""
        try:
            return self._words.get(timeout=max(seconds, 0.0))
        except queue.Empty:
            return True

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
                wake(child)
            wait_or_kill(child)
            reader.join(END_WITHIN)
            child.stdout.close()
        return HUNG if hung else child.returncode

    def _watch(self, child: subprocess.Popen[str]) -> bool:
        """Hears the child's beats until it ends, or the supervisor is asked to stop; returns whether it fell silent."""
        silence = Silence(time.monotonic(), self._grace)
        latest, queued = time.monotonic() + self._grace, 0.0
        while not self._stopping:
            self._tell("WATCHDOG=1")
            before, wait = time.monotonic(), silence.wait(time.monotonic())
            word = self._word(wait)
            now = time.monotonic()
            if isinstance(word, str):
                beat = parsed_beat(word)
                if beat is not None:
                    if self._policy.hear(beat):
                        self._tell("READY=1")
                    silence = Silence(now, self._hang)
                    latest, queued = now + self._grace, seconds_in_run_queue(child.pid)
            elif word is None or word is False:
                return False
            elif now - before > wait + SLEPT:
                silence = Silence(now, silence.longest)
            elif silence.over(now) and now < latest and seconds_in_run_queue(child.pid) - queued > self._hang / 2.0:
                self._log.warning("process %d is silent: the machine is busy, it is given more time", child.pid)
                silence, queued = Silence(now, self._hang), seconds_in_run_queue(child.pid)
            elif silence.over(now):
                self._log.error("process %d has been silent for too long: killed", child.pid)
                child.kill()
                return True
            elif silence.wakes(now):
                self._log.warning("process %d is silent: woken, in case it was stopped", child.pid)
                wake(child)
        return False


class Silence:
    """A silence that begins at `now` and may be `longest`, in seconds; after `WAKING` of it comes the waking."""

    def __init__(self, now: float, longest: float) -> None:
        self.longest = longest
        self._wakes_at, self._over_at = now + longest * WAKING, now + longest
        self._woken = False

    def wait(self, now: float) -> float:
        """Returns for how long to listen before something is to be done."""
        return min(max((self._over_at if self._woken else self._wakes_at) - now, 0.0), ROUND)

    def over(self, now: float) -> bool:
        """Returns whether it has been too long."""
        return now >= self._over_at

    def wakes(self, now: float) -> bool:
        """Returns, once, whether it is time to wake who is silent."""
        woken, self._woken = self._woken, self._woken or now >= self._wakes_at
        return self._woken and not woken


def wake(process: subprocess.Popen[str]) -> None:
    """Lets a process go on that somebody stopped; one that runs does not notice."""
    if CONTINUE is not None:
        process.send_signal(CONTINUE)


def wait_or_kill(process: subprocess.Popen[str]) -> None:
    """Waits for the end of a process, and kills it where it takes too long."""
    try:
        process.wait(END_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def seconds_in_run_queue(process: int) -> float:
    """Returns for how many seconds the threads of a process have waited in the run queue, all together.

    A process that waits there does not hang: others take the machine. Linux tells it (the scheduler's statistics,
    proc(5)); 0.0 elsewhere.
    """
    found = 0
    with suppress(OSError):
        for file in Path(f"/proc/{process}/task").glob("*/schedstat"):
            with suppress(OSError, ValueError, IndexError):
                found += int(file.read_text("ascii").split()[1])
    return found / 1e9


def _read(stream: IO[str], words: queue.SimpleQueue[Word]) -> None:
    try:
        for line in stream:
            words.put(line)
    except ValueError:
        pass  # closed by the supervisor, which waits no longer
    words.put(None)
