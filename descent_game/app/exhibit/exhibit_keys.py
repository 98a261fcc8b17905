"""Reading a table of an exhibit file key by key: a mistake is noted, and the value that it spoils stays as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from descent_game.app.storage.mistakes import Mistake
from descent_game.app.terminal.arguments import did_you_mean
from descent_game.engine import toml_values
from descent_game.engine.toml_lines import Path, line_of
from descent_game.engine.toml_values import as_float


@dataclass
class MistakeReport:
    """The mistakes found so far, and where in the file each key stands."""

    lines: Mapping[Path, int]
    mistakes: list[Mistake] = field(default_factory=list)

    def add(self, path: Path, message: str) -> None:
        """Notes a mistake at a key."""
        self.mistakes.append(Mistake(line_of(self.lines, path), ".".join(path), message))


class ExhibitTable:
    """One table of the file; every key that is asked for counts as known."""

    def __init__(self, table: Mapping[str, object], path: Path, report: MistakeReport) -> None:
        self._table = table
        self._path = path
        self._report = report
        self._known: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def wrong(self, key: str, message: str) -> None:
        """Notes a mistake at a key of this table."""
        self._report.add((*self._path, key), message)

    def _found(self, key: str) -> tuple[bool, object]:
        self._known.append(key)
        return key in self._table, self._table.get(key)

    def knows(self, key: str) -> None:
        """Takes note that a key is known, whatever it says."""
        self._known.append(key)

    def section(self, key: str) -> ExhibitTable:
        """Returns the table of that name; an empty one where there is none."""
        there, value = self._found(key)
        if there and not isinstance(value, dict):
            self.wrong(key, f"expected a table headed [{'.'.join((*self._path, key))}], found {shown(value)}")
        return ExhibitTable(value if isinstance(value, dict) else {}, (*self._path, key), self._report)

    def sections(self, names: Collection[str], what: str) -> Iterator[tuple[str, ExhibitTable]]:
        """Yields each table in this one whose name is one of `names`; `what` says what the names are."""
        for key, value in self._table.items():
            self._known.append(key)
            if key not in names:
                self.wrong(key, f"expected {what}, one of {', '.join(names)}{did_you_mean(key, names)}")
            elif not isinstance(value, dict):
                self.wrong(key, f"expected a table of name = value, found {shown(value)}")
            else:
                yield key, ExhibitTable(value, (*self._path, key), self._report)

    def items(self) -> Iterator[tuple[str, object]]:
        """Yields every key with its value, all of them known."""
        for key, value in self._table.items():
            self._known.append(key)
            yield key, value

    def number(self, key: str, otherwise: float, low: float, high: float) -> float:
        """Returns a number from `low` to `high`."""
        there, value = self._found(key)
        number = as_float(value)
        if there and not low <= number <= high:
            self.wrong(key, f"expected a number from {low:g} to {high:g}, found {shown(value)}")
            return otherwise
        return number if there else otherwise

    def whole(self, key: str, otherwise: int, low: int, high: int) -> int:
        """Returns a whole number from `low` to `high`."""
        there, value = self._found(key)
        if not there:
            return otherwise
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.wrong(key, f"expected a whole number from {low} to {high}, found {shown(value)}")
            return otherwise
        return value

    def flag(self, key: str, otherwise: bool) -> bool:
        """Returns true or false."""
        there, value = self._found(key)
        if there and not isinstance(value, bool):
            self.wrong(key, f"expected true or false, without quotes, found {shown(value)}")
            return otherwise
        return value is True if there else otherwise

    def text(self, key: str, otherwise: str, meaning: str) -> str:
        """Returns a text in quotes."""
        there, value = self._found(key)
        if there and not isinstance(value, str):
            self.wrong(key, f"expected {meaning}, in quotes, found {shown(value)}")
            return otherwise
        return value if isinstance(value, str) else otherwise

    def one_of(self, key: str, otherwise: str, names: Collection[str]) -> str:
        """Returns one of `names`."""
        there, value = self._found(key)
        if there and (not isinstance(value, str) or value not in names):
            hint = did_you_mean(value, names) if isinstance(value, str) else ""
            self.wrong(key, f"expected one of {', '.join(names)}, found {shown(value)}{hint}")
            return otherwise
        return value if isinstance(value, str) else otherwise

    def several(self, key: str, otherwise: tuple[str, ...], names: Collection[str], least: int = 1) -> tuple[str, ...]:
        """Returns some of `names`, each once, in the order of the file; the wrong ones are left out."""
        words = self.words(key, least)
        if words is None:
            return otherwise
        good: list[str] = []
        for word in words:
            if word not in names:
                self.wrong(key, f"expected some of {', '.join(names)}, found {shown(word)}{did_you_mean(word, names)}")
            elif word in good:
                self.wrong(key, f"expected each name once, found {shown(word)} again")
            else:
                good.append(word)
        return tuple(good) if len(good) >= least else otherwise

    def words(self, key: str, least: int = 1) -> tuple[str, ...] | None:
        """Returns a list of texts, or None where there is none."""
        there, value = self._found(key)
        if not there:
            return None
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self.wrong(key, f'expected a list like ["one", "another"], found {shown(value)}')
            return None
        if len(value) < least:
            self.wrong(key, "expected at least one name, found an empty list")
            return None
        return tuple(value)

    def done(self) -> None:
        """Notes every key that nobody has asked for."""
        for key in self._table:
            if key not in self._known:
                known = ", ".join(sorted(set(self._known)))
                self.wrong(key, f"no such key{did_you_mean(key, self._known)}; there are {known}")


def shown(value: object) -> str:
    """Returns what was found, as the file has it, shortened."""
    text = (
        f'"{value}"' if isinstance(value, str) else "a table" if isinstance(value, dict) else toml_values.shown(value)
    )
    return text if len(text) <= 60 else text[:57] + "..."
