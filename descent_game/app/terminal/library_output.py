"""What libraries write to standard error, ALSA, Mesa or Xlib: it goes to the log, not on a visitor's terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from descent_game.app import log
from descent_game.app.terminal import streams

STDERR = 2


class Aside:
    """State: where libraries write to: a file without a name until there is a reason to open the log."""

    def __init__(self, words: IO[bytes]) -> None:
        self._words: IO[bytes] | None = words
        os.dup2(words.fileno(), STDERR)

    def to_log(self) -> None:
        """Passes on what has been written so far, and lets all that follows go straight into the log file.

        So a crash leaves there what it says, and no thread has to carry it.
        """
        if self._words is not None:
            self._tell(self._words)
            self._words = None
            log.lead_here(STDERR)

    def end(self) -> None:
        """Lets nothing lead into the log any more, and tells it what has not been told."""
        if self._words is None:
            log.lead_here(None)
        else:
            self._tell(self._words)

    def _tell(self, words: IO[bytes]) -> None:
        words.seek(0)
        for line in words.read().decode("utf-8", "replace").splitlines():
            log.logger().info("a library: %s", line)


@contextmanager
def aside() -> Iterator[Aside]:
    """Keeps what libraries write to standard error for the log while it lasts; `sys.stderr` speaks where it did."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
    before, own = sys.stderr, os.dup(STDERR)
    if _speaks_there(before):
        sys.stderr = streams.speaking(os.dup(own), before.encoding)
    try:
        with streams.nameless() as words:
            kept = Aside(words)
            try:
                yield kept
            finally:
                os.dup2(own, STDERR)
                kept.end()
    finally:
        if sys.stderr is not before:
            with suppress(OSError):
                sys.stderr.close()
            sys.stderr = before
        os.close(own)


def _speaks_there(stream: IO[str]) -> bool:
    try:
        return stream.fileno() == STDERR
    except (OSError, ValueError, AttributeError):  # none at all, or one of a test's or a notebook's own
        return False
