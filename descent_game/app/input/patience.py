"""Giving up on what never comes back: a display whose compositor has died takes a call and keeps it, at full load."""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from descent_game.app import log
from descent_game.app.terminal.errors import CANNOT, INTERRUPTED

PATIENCE: Final = 20.0
"""Seconds that a call may take."""
AFTER_SIGNAL: Final = 2.0
"""Seconds that it may take once the program was told to end: the handlers of signals must wait for it."""


@contextmanager
def given_up(words: str, seconds: float = PATIENCE) -> Iterator[None]:
    """Ends the program with status 3 and one line where what is done takes longer than so many seconds.

    Where it is told to end meanwhile, by a signal, it does so soon. To be used in the main thread, around calls of C
    that let other threads run.
    """
    heard, wake = os.pipe()
    os.set_blocking(wake, False)
    before = signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(heard, done, words, seconds), name="patience", daemon=True)
    watch.start()
    try:
        yield
    finally:
        done.set()
        signal.set_wakeup_fd(before)
        os.close(wake)  # wakes the one who watches
        watch.join()
        os.close(heard)


def _watch(heard: int, done: threading.Event, words: str, seconds: float) -> None:
    end, status = time.monotonic() + seconds, CANNOT
    while not done.is_set():
        left = end - time.monotonic()
        if left <= 0.0:
            _end(status, words)
        if select.select([heard], [], [], left)[0] and os.read(heard, 1):
            end, status, words = min(end, time.monotonic() + AFTER_SIGNAL), INTERRUPTED, "interrupted"


def _end(status: int, words: str) -> None:
    with suppress(Exception):  # whatever happens, it ends
        log.logger().error("given up: %s", words)
        print(words, file=sys.stderr, flush=True)
    os._exit(status)
