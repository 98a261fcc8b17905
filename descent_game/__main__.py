"""Runs the command line: `python -m descent_game`, and what pip installs as `descent`."""

import importlib
import os
import signal
import sys
from contextlib import suppress
from types import FrameType

INTERRUPTED = 130


def leave(number: int, frame: FrameType | None) -> None:
    """Ends the process at once, as an interrupted one: nothing has begun yet, or all is done."""
    with suppress(OSError):
        os.write(2, b"interrupted\n")
    os._exit(INTERRUPTED)


def start() -> int:
    """Runs the command line and returns its exit status; an interrupt shows no traceback, even while this is loading.

    The launcher starts Python with the signal blocked, so that one that comes sooner waits until here.
    """
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN  # in the background
    if not ignored:
        signal.signal(signal.SIGINT, leave)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    cli = importlib.import_module("descent_game.app.cli")
    if ignored:
        return int(cli.main())
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return int(cli.main())
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        signal.signal(signal.SIGINT, leave)


if __name__ == "__main__":
    sys.exit(start())
