"""What a scene keeps in a file: its points, weights and settings as a small JSON file, checked before it is taken over.

A file is written whole or not at all. One that is not what was kept is refused in one line, and nothing changes.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

import platformdirs

from descent_game.app.storage import input_files, json_files, output_files
from descent_game.app.terminal.errors import InputError

ENDING = ".json"
SKEW: Final = 60.0
"""Seconds by which the clock of a disk in the network may be ahead."""
NUMBERED: Final = re.compile(r"(.+)-([0-9]{1,9})")
KINDS: Final = {list: "a list", str: "a word", bool: "true or false", type(None): "nothing"}
"""What else JSON may be, in words; all the rest are numbers."""


@runtime_checkable
class Keeping(Protocol):
    """A scene whose state can be kept."""

    name: str

    def written(self) -> dict[str, object]:
        """Returns all that is needed to go on from here, as plain data."""
        ...

    def read(self, table: Mapping[str, object]) -> object:
        """Returns the state that is in what `written` returned; raises ValueError if it is not that."""
        ...

    def restore(self, state: Any) -> None:
        """Goes over to a state."""


def folder() -> Path:
    """Returns where states are kept: an own folder among the user's documents."""
    return json_files.users_folder(platformdirs.user_documents_dir, "Documents")


def text(scene: Keeping) -> str:
    """Returns a scene's state as JSON, one line a key."""
    rows = (f"  {json.dumps(key)}: {json.dumps(value, allow_nan=False)}" for key, value in scene.written().items())
    return "{\n" + ",\n".join(rows) + "\n}\n"


def save(scene: Keeping, now: datetime) -> Path:
    """Writes a scene's state under its name and the time, and returns the file; raises OSError."""
    return file_away(output_files.dated(scene.name, now), ENDING, text(scene))


def file_away(name: str, ending: str, text: str) -> Path:
    """Writes a text to a new file of that name among the user's documents, and returns the file; raises OSError."""
    json_files.sweep(folder())
    return output_files.add(folder(), name, ending, text.encode("utf-8"))


def newest(scene: Keeping, now: datetime) -> Path | None:
    """Returns the file of that scene that was written last, or None where there is none.

    One from the future is from a clock that was wrong: it comes after all others. What cannot be looked at is none.
    """
    latest = now.timestamp() + SKEW
    found: list[tuple[bool, float, str, int, Path]] = []
    with suppress(OSError):
        for entry in os.scandir(folder()):
            if entry.name.startswith(f"{scene.name} ") and entry.name.endswith(ENDING):
                with suppress(OSError):
                    about = entry.stat()
                    written = about.st_mtime
                    stem, number = _numbered(entry.name.removesuffix(ENDING))
                    if stat.S_ISREG(about.st_mode):
                        found.append((written <= latest, written, stem, number, Path(entry.path)))
    return max(found)[-1] if found else None


def _numbered(stem: str) -> tuple[str, int]:
    """Returns a name and the number behind it: files of one second are told apart by it alone."""
    match = NUMBERED.fullmatch(stem)
    return (match[1], int(match[2])) if match is not None else (stem, 1)


def read(name: str | Path) -> str:
    """Returns the text of a file, or raises InputError."""
    try:
        return input_files.text(input_files.path(str(name)))
    except FileNotFoundError:
        raise InputError(f"{name}: expected a file that exists") from None
    except input_files.NoFileError as error:
        raise InputError(f"{name}: {error}") from None


def parsed(text: str, file: str) -> dict[str, object]:
    """Returns the table in the JSON of `file`, or raises InputError."""
    try:
        table = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"{file}: expected JSON, found a mistake at {place}: {error.msg}") from None
    except RecursionError:
        raise InputError(f"{file}: expected a few tables and lists within one another, found far too many") from None
    except _TwiceError as error:
        raise InputError(f"{file}: {error}") from None
    except ValueError:  # Python reads no longer numbers
        most = sys.get_int_max_str_digits()
        raise InputError(f"{file}: expected numbers of at most {most} digits, found a longer one") from None
    if not isinstance(table, dict):
        found = KINDS.get(type(table), "a number")
        raise InputError(f"{file}: expected a table of settings, points and weights, found {found}")
    return table


class _TwiceError(ValueError):
    """A key stands twice in one table of JSON."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise _TwiceError(f"{twice}: expected each key once, found it again")
    return table


def restore(scene: object, text: str, file: str) -> None:
    """Lets a scene take over a state as JSON, or raises InputError and changes nothing."""
    table = parsed(text, file)
    if not isinstance(scene, Keeping):
        name = getattr(scene, "name", "this scene")
        raise InputError(f"{file}: expected a state for {name}, which keeps none")
    try:
        scene.restore(scene.read(table))
    except ValueError as error:
        raise InputError(f"{file}: {error}") from None
