"""Reading a table of an exhibit file key by key: a mistake is noted, and the value that it spoils stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar, cast

from descent_game.app.storage.mistakes import Mistake
from descent_game.app.terminal.arguments import did_you_mean
from descent_game.engine import toml_values
from descent_game.engine.toml_lines import Path, line_of
from descent_game.engine.toml_values import as_float

T = TypeVar("T")


class ExhibitTable:
    """One table of the file; every key that is asked for counts as known.

    `lines` are where in the file each key stands; all mistakes are added to `mistakes`.
    """

    def __init__(
        self, table: Mapping[str, object], path: Path, lines: Mapping[Path, int], mistakes: list[Mistake]
    ) -> None:
        self._table, self._path = table, path
        self._lines, self._mistakes = lines, mistakes
        self._known: set[str] = set()
        self._sections: list[ExhibitTable] = []

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def wrong(self, key: str, message: str) -> None:
        """Notes a mistake at a key of this table."""
        path = (*self._path, key)
        self._mistakes.append(Mistake(line_of(self._lines, path), ".".join(path), message))

    def _take(
        self, key: str, otherwise: T, fits: Callable[[object], bool], expected: str, names: Collection[str] = ()
    ) -> T:
        """Returns the value of a key, or another where there is none that fits; `names` are what may be meant."""
        self._known.add(key)
        if key not in self._table:
            return otherwise
        value = self._table[key]
        if fits(value):
            return cast(T, value)
        hint = did_you_mean(value, names) if isinstance(value, str) else ""
        self.wrong(key, f"expected {expected}, found {shown(value)}{hint}")
        return otherwise

    def section(self, key: str, expected: str = "") -> ExhibitTable:
        """Returns the table of that name; an empty one where there is none."""
        expected = expected or f"a table headed [{'.'.join((*self._path, key))}]"
        table: Mapping[str, object] = self._take(key, {}, lambda value: isinstance(value, dict), expected)
        found = ExhibitTable(table, (*self._path, key), self._lines, self._mistakes)
        self._sections.append(found)
        return found

    def named(self, names: Collection[str], what: str) -> Iterator[str]:
        """Yields each key that is one of `names`, as all of them are to be; `what` says what the names are."""
        for key in self._table:
            self._known.add(key)
            if key in names:
                yield key
            else:
                self.wrong(key, f"expected {what}, one of {', '.join(names)}{did_you_mean(key, names)}")

    def items(self) -> Iterator[tuple[str, object]]:
        """Yields every key with its value, all of them known."""
        self._known.update(self._table)
        yield from self._table.items()

    def number(self, key: str, otherwise: float, low: float, high: float) -> float:
        """Returns a number from `low` to `high`."""
        expected = f"a number from {low:g} to {high:g}"
        return float(self._take(key, otherwise, lambda value: low <= as_float(value) <= high, expected))

    def whole(self, key: str, otherwise: int, low: int, high: int) -> int:
        """Returns a whole number from `low` to `high`."""

        def fits(value: object) -> bool:
            return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high

        return self._take(key, otherwise, fits, f"a whole number from {low} to {high}")

    def flag(self, key: str, otherwise: bool) -> bool:
        """Returns true or false."""
        return self._take(key, otherwise, lambda value: isinstance(value, bool), "true or false, without quotes")

    def text(self, key: str, meaning: str) -> str | None:
        """Returns a text in quotes; None where there is none."""
        return self._take(key, None, lambda value: isinstance(value, str), f"{meaning}, in quotes")

    def one_of(self, key: str, otherwise: str, names: Collection[str]) -> str:
        """Returns one of `names`."""
        return self._take(key, otherwise, lambda value: value in tuple(names), f"one of {', '.join(names)}", names)

    def several(self, key: str, otherwise: tuple[str, ...], names: Collection[str], least: int = 1) -> tuple[str, ...]:
        """Returns some of `names`, each once, in the order of the file; the wrong ones are left out."""
        good: list[str] = []
        for word in self.words(key, least):
            if word not in names:
                self.wrong(key, f"expected some of {', '.join(names)}, found {shown(word)}{did_you_mean(word, names)}")
            elif word in good:
                self.wrong(key, f"expected each name once, found {shown(word)} again")
            else:
                good.append(word)
        return tuple(good) or otherwise

    def words(self, key: str, least: int = 0) -> list[str]:
        """Returns a list of texts, `least` of them at least."""

        def fits(value: object) -> bool:
            return isinstance(value, list) and all(isinstance(word, str) for word in value)

        words: list[str] = self._take(key, [], fits, 'a list like ["one", "another"]')
        if len(words) < least and self._table.get(key) == []:
            self.wrong(key, "expected at least one name, found an empty list")
        return words

    def done(self) -> None:
        """Notes every key that nobody has asked for, in the tables of this one too."""
        known = sorted(self._known)
        for key in self._table:
            if key not in self._known:
                self.wrong(key, f"no such key{did_you_mean(key, known)}; there are {', '.join(known)}")
        for section in self._sections:
            section.done()


def shown(value: object) -> str:
    """Returns what was found, as the file has it, shortened."""
    quoted = f'"{value}"' if isinstance(value, str) else ""
    text = quoted or ("a table" if isinstance(value, dict) else toml_values.shown(value))
    return text if len(text) <= 60 else text[:57] + "..."
