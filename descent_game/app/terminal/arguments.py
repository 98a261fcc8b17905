"""The command line's own parser, one-line errors, and the readers of single values."""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import NoReturn

from descent_game.app.terminal.errors import InputError
from descent_game.engine import timeline
from descent_game.engine.controls import MOST_SEED, typed


class Parser(argparse.ArgumentParser):
    """An argument parser that takes no abbreviations, keeps the layout of its examples, and raises InputError."""

    def __init__(self, *, prog: str, description: str, examples: str, color: bool = False) -> None:
        """`color` is what Python 3.14's argparse hands to the parser of a part of a command; help stays uncoloured.

        `prepare` may be set: it changes the words before they are read.
        """
        super().__init__(
            prog=prog,
            description=description,
            epilog="examples:\n" + examples.strip("\n"),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        self.color = color
        self._read: Sequence[str] = ()
        self.prepare: Callable[[Sequence[str]], Sequence[str]] = list
        self._negative_number_matcher = re.compile(r"-\.?\d")  # as Python 3.14 has it: a value may be written -1,2

    def parse_known_args(  # type: ignore[override]  # argparse's own signature is overloaded
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Returns the arguments, and never any left over: the command that does not know one refuses it itself."""
        self._read = self.prepare(sys.argv[1:] if args is None else args)
        known, unknown = super().parse_known_args(self._read, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return known, []

    def error(self, message: str) -> NoReturn:
        """Raises InputError with argparse's own words as one line: key, expected, found, hint."""
        message = re.sub(r"^argument ([^:]*): ", lambda found: found[1].split("/")[-1] + ": ", message)
        choice = re.match(r"(.*): invalid choice: '(.*)' \(choose from (.*)\)", message)
        if choice:
            names = [name.strip(" '") for name in choice[3].split(",")]
            found = f"found {choice[2]!r}{did_you_mean(choice[2], names)}"
            message = f"{choice[1]}: expected one of {', '.join(names)}, {found}"
        unknown = re.match(r"unrecognized arguments: (\S+)", message)
        if unknown:
            names = [name for action in self._actions for name in action.option_strings]
            message = f"{unknown[1]}: no such argument{did_you_mean(unknown[1].split('=')[0], names)}"
        option = re.match(r"(--?[\w-]+): expected one argument$", message)
        if option:
            written = f"{option[1]}={self._after(option[1])}"
            message = f"{option[1]}: expected a value; one that begins with - is written {written}"
        raise InputError(f"{self.prog}: {message}")

    def _after(self, option: str) -> str:
        """Returns what was written behind an option and was taken for another, or else an example."""
        names = next((action.option_strings for action in self._actions if option in action.option_strings), [option])
        pairs = zip(self._read, self._read[1:], strict=False)
        return next((value for name, value in pairs if name in names and value.startswith("-")), "-1")


def did_you_mean(found: str, names: Iterable[str], closeness: float = 0.6) -> str:
    """Returns ` (did you mean …?)` where one of `names` is close to `found`, else nothing; 1: the same."""
    close = get_close_matches(found, list(names), 1, closeness)
    return f" (did you mean {close[0]}?)" if close else ""


def among(told: str, names: Iterable[str]) -> str:
    """Returns the help of an option that takes one of `names`, and shows its default."""
    return f"{told}: one of {', '.join(names)} (%(default)s)"


class OneOf:
    """A reader that takes one of `names`."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)

    def __call__(self, text: str) -> str:
        """Returns the name that `text` is; raises ArgumentTypeError."""
        if text in self.names:
            return text
        expected = f"expected one of {', '.join(self.names)}"
        raise argparse.ArgumentTypeError(f"{expected}, found {text!r}{did_you_mean(text, self.names)}")


def several_of(names: Iterable[str]) -> Callable[[str], tuple[str, ...]]:
    """Returns a reader that takes some of `names` between commas, each once."""
    known = tuple(names)
    read_one = OneOf(known)

    def read(text: str) -> tuple[str, ...]:
        chosen = tuple(read_one(part.strip()) for part in text.split(","))
        if len(set(chosen)) < len(chosen):
            raise argparse.ArgumentTypeError(f"expected each of {', '.join(known)} at most once, found {text!r}")
        return chosen

    return read


def number(low: float, high: float, *, above: bool = False) -> Callable[[str], float]:
    """Returns a reader that takes a number from `low` (or above it) to `high`."""

    def read(text: str) -> float:
        value = typed(text)
        if not low <= value <= high or (above and value == low):
            limits = f"above {low:g} and at most {high:g}" if above else f"from {low:g} to {high:g}"
            raise argparse.ArgumentTypeError(f"expected a number {limits}, found {text!r}")
        return value

    return read


def whole(low: int, high: int) -> Callable[[str], int]:
    """Returns a reader that takes a whole number from `low` to `high`."""

    def read(text: str) -> int:
        value = int(text) if re.fullmatch(r"[+-]?[0-9]{1,19}", text) else None
        if value is None or not low <= value <= high:
            raise argparse.ArgumentTypeError(f"expected a whole number from {low} to {high}, found {text!r}")
        return value

    return read


def samples(text: str) -> int:
    """Returns how many samples a pixel has: 0 or a power of two, which is all that GL takes."""
    if text not in ("0", "2", "4", "8", "16"):
        raise argparse.ArgumentTypeError(f"expected one of 0, 2, 4, 8, 16, found {text!r}")
    return int(text)


def point(text: str) -> tuple[float, float]:
    """Returns two finite numbers written as X,Y."""
    parts = text.split(",")
    x, y = map(typed, parts) if len(parts) == 2 else (math.nan, math.nan)
    if not (math.isfinite(x) and math.isfinite(y)):
        raise argparse.ArgumentTypeError(f"expected two numbers X,Y, found {text!r}")
    return x, y


def size(text: str) -> tuple[int, int]:
    """Returns width and height written as WIDTHxHEIGHT."""
    try:
        return timeline.size(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error).removeprefix("size: ")) from None


def setting(text: str) -> tuple[str, str]:
    """Returns name and value written as NAME=VALUE."""
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"expected NAME=VALUE, found {text!r}")
    return name, value


def seed(text: str) -> int:
    """Returns a seed: a whole number, not negative."""
    return whole(0, MOST_SEED)(text)
