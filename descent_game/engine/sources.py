"""How much a script may hold, with all that it includes: files, letters, cues, and moves that last.

A kept session may hold far more, an hour of restless pointers; it is known by its `seat`, and where it is long by its
lines, which stand as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.timeline import LONGEST, Cue

MOST_FILES: Final = 100
MOST_LETTERS, MOST_KEPT_LETTERS = 1_000_000, 32_000_000
MOST_CUES, MOST_KEPT_CUES = 10_000, 250_000
MOST_STEPS: Final = 10 * round(LONGEST) * STEPS_A_SECOND
"""Steps of all moves that last together: ten that go on for as long as the longest film."""
SEAT = "\nseat = "
KEPT_LINES = re.compile(r"(?:(?:\[\[cue\]\]|restore = .*+|\[\d.*+|\x27{3}|[a-z]++ = .{0,10000}+|#.*+)?+\n)*+")
"""A kept session, line by line: only states are long."""

Find = Callable[[str, str], tuple[str, str]]
"""Takes the name of a file and of the one that includes it; returns the text and its full name, or raises ValueError.
"""


class TooMuchError(ValueError):
    """A script holds more than is sensible: nothing more of it is read."""


class ScriptSource:
    """State: how much of a script has been read so far; `find` opens the files that it includes."""

    def __init__(self, find: Find) -> None:
        self.find = find
        self._files = self._letters = self._cues = self._steps = 0
        self._kept = False

    def add(self, text: str) -> None:
        """Takes note of a file before it is read, or raises TooMuchError where it is one too many or too large."""
        self._files += 1
        if self._files > MOST_FILES:
            raise TooMuchError(f"expected at most {MOST_FILES} files in all, found more")
        self._kept = self._kept or SEAT in text
        self._letters += len(text)
        as_kept = self._letters <= MOST_KEPT_LETTERS and SEAT in text and KEPT_LINES.fullmatch(text)
        if self._letters > MOST_LETTERS and not as_kept:
            sizes = f"{MOST_LETTERS / 1e6:g} MB (a kept session, as it was written: {MOST_KEPT_LETTERS / 1e6:g})"
            raise TooMuchError(f"expected a script of at most {sizes}, found a larger one")

    def counted(self, cue: Cue) -> Cue:
        """Takes note of a cue, and returns it, or raises TooMuchError where it is one too many."""
        self._cues += 1
        self._steps += cue.over
        most = MOST_KEPT_CUES if self._kept else MOST_CUES
        if self._cues > most:
            raise TooMuchError(f"expected at most {most} cues in all, found more")
        if self._steps > MOST_STEPS:
            raise TooMuchError(f"over: expected at most {MOST_STEPS // STEPS_A_SECOND} seconds in all, found more")
        return cue
