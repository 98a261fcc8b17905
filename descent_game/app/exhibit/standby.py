"""An understudy: a second process of the program that has learnt everything and waits for its words.

Most of a start is reading: modules, texts, fonts. The understudy has done that when the show falls, and only opens the
window. It holds neither window nor display, and goes home when the supervisor does.
"""

from __future__ import annotations

import importlib
import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

from descent_game.app import cli
from descent_game.app.terminal.errors import DONE

FAREWELL = 8.0
"""Seconds that a process that is asked to end may take for it."""
WAKE = getattr(signal, "SIGCONT", None)


class Understudy:
    """Keeps one understudy waiting; `program` are the words that start the program, before its arguments.

    State: the process that waits, if any.
    """

    def __init__(self, program: Sequence[str]) -> None:
        self._program = tuple(program)
        self._waiting: subprocess.Popen[str] | None = None

    def call(self) -> None:
        """Lets one learn its part, unless one waits already; a machine that has no room for it goes without."""
        if self._waiting is not None and self._waiting.poll() is None:
            return
        self.dismiss()
        with suppress(OSError):
            self._waiting = subprocess.Popen(
                [*self._program[:-1], __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                errors="replace",
            )

    def enter(self, words: Sequence[str]) -> subprocess.Popen[str] | None:
        """Returns the one who waited, playing what `words` ask for; None where nobody did, or could."""
        if tuple(words[: len(self._program)]) != self._program:
            self.dismiss()
        one, self._waiting = self._waiting, None
        if one is None:
            return None
        try:
            wake(one)
            assert one.stdin is not None
            with one.stdin as ear:
                ear.write(json.dumps(words[len(self._program) :]) + "\n")
        except OSError:
            _send_home(one)
            return None
        return one

    def dismiss(self) -> None:
        """Sends home who waits."""
        one, self._waiting = self._waiting, None
        if one is not None:
            _send_home(one)


def wake(process: subprocess.Popen[str]) -> None:
    """Lets a process go on that somebody stopped; one that runs does not notice."""
    if WAKE is not None:
        process.send_signal(WAKE)


def see_off(process: subprocess.Popen[str]) -> None:
    """Waits for the end of a process, and sees to it that it comes."""
    try:
        process.wait(FAREWELL)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _send_home(one: subprocess.Popen[str]) -> None:
    wake(one)
    for stream in (one.stdin, one.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    see_off(one)


def _learn() -> None:
    """Reads all that a show reads, and dresses one that nobody sees."""
    importlib.import_module("descent_game.app.live")
    importlib.import_module("descent_game.app.exhibit.kiosk")
    house = importlib.import_module("descent_game.app.exhibit.exhibit_stage")
    counters = importlib.import_module("descent_game.app.exhibit.counters")
    exhibit_file = importlib.import_module("descent_game.app.exhibit.exhibit_file")
    house.House(exhibit_file.shipped(), 640, 360, 0.0, counters.Counters({}, "")).frame(0.0, 0.0)


def main() -> int:
    """Learns, waits for the words, plays them and returns the exit status; no words mean that nobody needs it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts the supervisor means it first
    with suppress(Exception):  # whatever fails here fails again in the show, which tells it and is begun again
        _learn()
    words = sys.stdin.readline()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return cli.main(json.loads(words)) if words else DONE


if __name__ == "__main__":
    sys.exit(main())
