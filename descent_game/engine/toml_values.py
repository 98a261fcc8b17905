"""Single values of a script: read from what TOML gives, and written as TOML, to the last bit."""

from __future__ import annotations

import math
import re
import sys
import tomllib
from collections.abc import Iterable
from itertools import islice

SHOWN, LETTERS = 6, 100
"""Items and letters of a value that are told of where something else was expected."""
MOST_PARTS = 32
"""Parts of a dotted key; the time that a key takes to read rises with the square of them."""
PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)")
"""Where a mistake is, as the reader of TOML says it."""
LONG_KEY = re.compile(rf"(?<![\w-])(?:{PART}[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}")


class TornError(ValueError):
    """A text is not TOML: what its reader said, and where."""


def table(text: str) -> dict[str, object]:
    """Returns what is written in TOML; raises TornError, and ValueError for what is far too much."""
    if any(line.count(".") >= MOST_PARTS and LONG_KEY.search(line) for line in text.split("\n")):
        raise ValueError(f"expected keys of at most {MOST_PARTS} parts, found more")
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TornError(_plainly(str(error), text)) from None
    except RecursionError:
        raise ValueError("expected a few tables and lists within one another, found far too many") from None
    except ValueError:  # Python reads no longer numbers
        raise ValueError(_long_number(text)) from None
    _refuse_long_numbers(found)
    return found


def _plainly(message: str, text: str) -> str:
    """Returns what the reader says, in the words of who writes the file where it speaks of what it does with it."""
    at = AT_LINE.search(message)
    if at is None:
        return message
    if message.startswith("Cannot overwrite"):
        line = text.split("\n")[int(at[1]) - 1]
        return f"expected each key once, found {line.partition('=')[0].strip()} again{at[0]}"
    if message.startswith("Cannot declare"):
        name = ".".join(re.findall(r"'([^']*)'", message))
        return f"expected each table once, found {name} again{at[0]}"
    return message


def _long_number(text: str) -> str:
    most = sys.get_int_max_str_digits()
    for line in text.split("\n"):
        digits = max((len(run) for run in re.findall(r"[\d_]+", line)), default=0)
        if digits > most:
            key, equals, _ = line.partition("=")
            at = f"{key.strip()}: " if equals else ""
            return f"{at}expected a number of at most {most} digits, found {digits}"
    return f"expected numbers of at most {most} digits, found a longer one"


def _refuse_long_numbers(table: dict[str, object]) -> None:
    """Raises ValueError for a number that Python reads, as it reads 0x, 0o and 0b of any length, but cannot write."""
    most = sys.get_int_max_str_digits()
    beyond = 10**most
    left: list[tuple[str, object]] = list(table.items())
    while left:
        key, value = left.pop()
        if isinstance(value, dict):
            left.extend((f"{key}.{name}", inner) for name, inner in value.items())
        elif isinstance(value, list):
            left.extend((key, inner) for inner in value)
        elif isinstance(value, int) and most and abs(value) >= beyond:
            raise ValueError(f"{key}: expected a number of at most {most} digits, found a longer one")


def as_float(value: object) -> float:
    """Returns a number as a float, and not a number for anything else; one beyond all floats is infinite."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def numbers(value: object, least: int, most: int, meaning: str) -> list[float]:
    """Returns `value` as a list of finite numbers, a lone one as a list of one, or raises ValueError."""
    row = value if isinstance(value, list) else [value]
    found = [as_float(n) for n in row]
    if not (least <= len(row) <= most and all(map(math.isfinite, found))):
        raise ValueError(f"expected {meaning}, found {shown(value)}")
    return found


def within(value: object, most: float, meaning: str) -> tuple[float, float]:
    """Returns two numbers of at most `most`, to either side of nought, or raises ValueError."""
    first, second = numbers(value, 2, 2, meaning)
    if max(abs(first), abs(second)) > most:
        raise ValueError(f"expected {meaning}, from {-most:g} to {most:g}, found {shown(value)}")
    return first, second


def word(value: object, meaning: str) -> str:
    """Returns a text, perhaps an empty one, or raises ValueError."""
    if not isinstance(value, str):
        raise ValueError(f"expected {meaning}, found {shown(value)}")
    return value


def name(value: object, meaning: str) -> str:
    """Returns a text that is not empty, or raises ValueError."""
    if not word(value, meaning):
        raise ValueError(f"expected {meaning}, found {shown(value)}")
    return str(value)


def flag(value: object, key: str = "") -> bool:
    """Returns true or false, or raises ValueError, which begins with the key where one is given."""
    if not isinstance(value, bool):
        raise ValueError(f"{f'{key}: ' if key else ''}expected true or false, found {shown(value)}")
    return value


def only_true(value: object) -> None:
    """Raises ValueError for anything but true."""
    if value is not True:
        raise ValueError(f"expected true, found {shown(value)}")


def shown(value: object, depth: int = 3) -> str:
    """Returns any value that TOML gives as TOML writes it, to say what was found; the deep and the long are cut."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict) and value and depth == 0:
        return "[...]" if isinstance(value, list) else "{...}"
    if isinstance(value, list):
        return f"[{_few(shown(item, depth - 1) for item in value[: SHOWN + 1])}]"
    if isinstance(value, dict):
        pairs = islice(value.items(), SHOWN + 1)
        told = _few(f"{written_key(str(key))} = {shown(item, depth - 1)}" for key, item in pairs)
        return f"{{ {told} }}" if value else "{}"
    if isinstance(value, str):
        return repr(value if len(value) <= LETTERS else value[:LETTERS] + "...")
    return str(value)


def _few(told: Iterable[str]) -> str:
    """Returns the first of what is told, and dots for the rest."""
    first = list(told)
    return ", ".join([*first[:SHOWN], "..."] if len(first) > SHOWN else first)


def written(value: object) -> str:
    """Returns a number, a word or a truth as TOML writes it; every digit of a float is kept."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
    return repr(value)


def written_list(values: Iterable[object]) -> str:
    """Returns values as a TOML array."""
    return "[" + ", ".join(written(value) for value in values) + "]"


def written_key(key: str) -> str:
    """Returns a key as TOML writes it, in quotes where it must be."""
    bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if bare else written(key)
