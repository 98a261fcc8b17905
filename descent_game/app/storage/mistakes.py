"""Mistakes in files that people write: each with its line and its key, as one line; and how such files are opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from descent_game.app.storage import input_files
from descent_game.app.terminal.errors import InputError

MOST_TOLD = 20
"""Mistakes told of one file, unless all of them are wanted."""


@dataclass(frozen=True, order=True)
class Mistake:
    """One mistake: the line (0: not known), the key with its tables, what was expected and what was found."""

    line: int
    key: str
    message: str

    def told(self, file: str) -> str:
        """Returns the mistake as one line."""
        where = f"{file}:{self.line}" if self.line else file
        return input_files.one_line(f"{where}: {f'{self.key}: ' if self.key else ''}{self.message}")


MISSING = Mistake(0, "", "expected a file that exists, found none")
"""The mistake of a file that does not exist."""


def opened(path: Path) -> tuple[str, list[Mistake]]:
    """Returns the text of a table that people have written, and why it cannot be read, if so."""
    try:
        return input_files.text(path), []
    except FileNotFoundError:
        return "", [MISSING]
    except input_files.NoFileError as error:
        return "", [Mistake(error.line, "", str(error))]


def in_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Returns mistakes in the order of their lines, each once."""
    return sorted(set(mistakes))


def refuse(mistakes: Sequence[Mistake], file: str) -> None:
    """Raises InputError for the first mistake in a file, if there is one, and says how many there are more."""
    if mistakes:
        more = f" (and {len(mistakes) - 1} more: `descent check` tells them)" if len(mistakes) > 1 else ""
        raise InputError(mistakes[0].told(file) + more)


def told(mistakes: Sequence[Mistake], file: str, most: int = MOST_TOLD) -> Iterator[str]:
    """Yields a line for each mistake in a file; of too many the first ones, and how many there are more."""
    for mistake in mistakes[:most]:
        yield mistake.told(file)
    if (more := len(mistakes) - most) > 0:
        yield input_files.one_line(f"{file}: and {more} mistake{'s' if more > 1 else ''} more: `descent check --all`")
