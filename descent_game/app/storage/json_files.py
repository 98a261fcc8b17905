"""What is kept from one start to the next: small JSON files that are whole or the ones before, never halves.

A museum switches off at the wall. A file is written under another name, pushed out to the disk, and only then takes
the name of the one before; one that cannot be read counts as none. What a killed process left half written goes away
when the next one writes.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import platformdirs

from descent_game.app import log
from descent_game.app.storage import input_files, output_files

PART: Final = re.compile(r"\..+\.(\d{1,9})\.part(\.\w+)?")
"""The name of a file that is being written (`output`), with the process that writes it."""


def state_folder() -> Path:
    """Returns where counters and the status lie, whether or not it exists yet."""
    return Path(platformdirs.user_state_dir("descent", appauthor=False))


def settings_folder() -> Path:
    """Returns where what people have chosen lies, whether or not it exists yet."""
    return Path(platformdirs.user_config_dir("descent", appauthor=False))


def users_folder(find: Callable[[], str], usual: str) -> Path:
    """Returns our folder among the user's documents, pictures or films, where `find` says or the `usual` place.

    What the desktop has written down about them may be of any kind, or may not be read.
    """
    try:
        found = Path(find())
    except Exception as error:
        log.logger().warning("%s: %s", usual, error)
        found = Path(os.path.expanduser("~")) / usual
    return found / "The Descent"


def keep(path: Path, values: Mapping[str, object], *, sure: bool = True) -> bool:
    """Writes `values` as JSON and returns whether that worked; with `sure`, only once the disk has them.

    A disk that is full or read only is no reason to stop: it is told to the log.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        with output_files.replacing(path, sure=sure) as file:
            file.write((json.dumps(values, indent=2, ensure_ascii=False) + "\n").encode("utf-8"))
    except OSError as error:
        log.logger().warning("%s: could not be written: %s", path, error)
        return False
    return True


def sweep(folder: Path) -> None:
    """Removes from a folder of ours what processes that are gone left half written."""
    with suppress(OSError):
        for entry in os.scandir(folder):
            found = PART.fullmatch(entry.name)
            if found is not None and not _lives(int(found[1])):
                with suppress(OSError):
                    os.unlink(entry.path)


def _lives(process: int) -> bool:
    """Returns whether there may be a process of that number."""
    if sys.platform == "win32":
        return True  # where it cannot be asked without ending it
    try:
        os.kill(process, 0)
    except OSError as error:
        return not isinstance(error, ProcessLookupError)
    return True


def kept(path: Path) -> dict[str, object]:
    """Returns what was kept in a file; nothing where there is none, or where it is no longer whole."""
    try:
        values = json.loads(input_files.content(path))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        log.logger().warning("%s: could not be read: %s", path, error)
        return {}
    return values if isinstance(values, dict) else {}
