"""Mistakes in files that people write: each with its line and its key, as one line; and how such files are opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from descent_game.app import given

MOST_TOLD = 1000
"""Mistakes told of one file: a language of which no text is there yet has fewer."""


@dataclass(frozen=True, order=True)
class Mistake:
    """One mistake: the line (0: not known), the key with its tables, what was expected and what was found."""

    line: int
    key: str
    message: str

    def told(self, file: str) -> str:
        """Returns the mistake as one line."""
        where = f"{file}:{self.line}" if self.line else file
        return " ".join(f"{where}: {f'{self.key}: ' if self.key else ''}{self.message}".split())


def opened(path: Path) -> tuple[str, list[Mistake]]:
    """Returns the text of a table that people have written, and why it cannot be read, if so."""
    try:
        return given.text(path, given.TABLE), []
    except FileNotFoundError:
        return "", [Mistake(0, "", "expected a file that exists, found none")]
    except given.NoFileError as error:
        return "", [Mistake(error.line, "", str(error))]


def in_order(mistakes: list[Mistake]) -> list[Mistake]:
    """Returns mistakes in the order of their lines; of far too many the first ones, and how many there are more."""
    more = len(mistakes) - MOST_TOLD
    first = sorted(mistakes)[:MOST_TOLD]
    return [*first, Mistake(0, "", f"and {more} mistakes more")] if more > 0 else first
