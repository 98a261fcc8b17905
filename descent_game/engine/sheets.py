"""Where something of a script is written: the file, its cue and its key; and what is wrong there, with its line."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from descent_game.engine.toml_lines import key_lines, row_lines


class ScriptText:
    """The text of one file of a script; `within` is where another file includes it, if one does.

    On which lines its keys stand is found only when it is asked for: most scripts have no mistake.
    `torn` are the lines that could not be read as TOML: they are told once, and nothing else of them is.
    """

    def __init__(self, name: str, text: str, within: Place | None = None) -> None:
        self.name, self.text, self.within = name, text, within
        self.torn: frozenset[int] = frozenset()

    @cached_property
    def _rows(self) -> list[dict[str, int]]:
        return row_lines(self.text, "cue")

    @cached_property
    def _keys(self) -> dict[tuple[str, ...], int]:
        return key_lines(self.text)

    def line(self, cue: int, key: str) -> int:
        """Returns the line of a key, or of its cue where it has none, from 1 on; 0 where none is known."""
        if not cue:
            return self._keys.get((key,), 0) if key else 0
        if cue > len(self._rows):
            return self._keys.get(("cue",), 0)
        row = self._rows[cue - 1]
        return row.get(key, row[""])


class Place(NamedTuple):
    """A place in a sheet: the number of the cue, from 1 on (0: the head), and the key; or a line, `at`, by itself."""

    sheet: ScriptText
    cue: int = 0
    key: str = ""
    at: int = 0

    @property
    def line(self) -> int:
        """The line of the place in its sheet, from 1 on; 0 where none is known."""
        return self.at or self.sheet.line(self.cue, self.key)

    @property
    def torn(self) -> bool:
        """Whether what is written here could not be read as TOML, which is told of it already."""
        return bool(self.sheet.torn) and self.line in self.sheet.torn


class ScriptMistake(NamedTuple):
    """What was expected at a place and what was found."""

    place: Place
    message: str

    def outermost(self) -> tuple[int, str]:
        """Returns the line in the script that was asked for, and the message with every file included on the way."""
        place, message = self
        while place.sheet.within is not None:
            outer = place.sheet.within
            message = f"cue {outer.cue}: include: {where(place.sheet.name, place.line)}: {message}"
            place = outer
        return place.line, message


def where(file: str, line: int) -> str:
    """Returns a file with a line of it, where that is known."""
    return f"{file}:{line}" if line else file
