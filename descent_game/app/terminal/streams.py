"""The three streams that every program expects, also where they are closed; and what libraries write to the third.

To that, standard error, ALSA, Mesa and Xlib complain: while a window stands it goes to the log, not on a visitor's
terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import IO

from descent_game.app import log

STDERR = 2


def mend() -> None:
    """Lets closed streams lead nowhere: else the next file that is opened would get what is said to them.

    A name that the terminal's encoding lacks is shown with its numbers. To be called before any file is opened.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it gets the lowest number that is free
    if sys.stdin is None:
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(STDERR, "w", encoding="utf-8", closefd=False)
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


@contextmanager
def libraries_to_log() -> Iterator[None]:
    """Leads what libraries write to standard error into the log while it lasts; `sys.stderr` speaks where it did.

    It goes straight into the file, so that a crash leaves there what it says, and no thread has to carry it.
    """
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
    before, own = sys.stderr, os.dup(STDERR)
    if _speaks_there(before):
        encoding = before.encoding
        sys.stderr = os.fdopen(os.dup(own), "w", 1, encoding=encoding, errors="backslashreplace")
    log.lead_here(STDERR)
    try:
        yield
    finally:
        log.lead_here(None)
        os.dup2(own, STDERR)
        os.close(own)
        if sys.stderr is not before:
            with suppress(OSError):
                sys.stderr.close()
            sys.stderr = before


def _speaks_there(stream: IO[str]) -> bool:
    try:
        return stream.fileno() == STDERR
    except (OSError, ValueError, AttributeError):  # none at all, or one of a test's or a notebook's own
        return False
