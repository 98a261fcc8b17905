"""Files that a command writes: checked before any work, and under their own name only when they are whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from descent_game.app import given
from descent_game.app.console.arguments import did_you_mean
from descent_game.app.errors import InputError, MachineError

LONGEST_NAME = 200
REPLACE = "add -y to replace it"


def checked(text: str, endings: Sequence[str], overwrite: bool, *, key: str = "-o", way: str = REPLACE) -> Path:
    """Returns the path `text` if a file with one of `endings` can be put there, or raises InputError.

    `key` is the argument that gave it, and `way` the way out where the file exists.
    """
    try:
        return _checked(text, endings, overwrite, way)
    except InputError as error:
        raise InputError(f"{key}: {error}") from None


def _checked(text: str, endings: Sequence[str], overwrite: bool, way: str) -> Path:
    path = given.path(text)
    expected = f"expected a name ending in {', '.join(endings)}"
    if path.suffix.lower() not in endings:
        raise InputError(f"{expected}, found {text!r}{did_you_mean(path.suffix.lower(), endings)}")
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        raise InputError(f"expected a name of at most {LONGEST_NAME} bytes, found {len(os.fsencode(path.name))}")
    if not os.path.isdir(path.parent):  # unlike pathlib's, it says no where it may not look
        raise InputError(f"expected a folder that exists, found {str(path.parent)!r}")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise InputError(f"expected a folder that may be written to, found {str(path.parent)!r}")
    if path.is_dir():
        raise InputError(f"expected the name of a file, found the folder {text!r}")
    if path.exists() and not overwrite:
        raise InputError(f"{text!r} exists; {way}")
    if path.exists() and not (path.is_file() and os.access(path, os.W_OK)):
        raise InputError(f"expected a file that may be replaced, found {text!r}")
    _try(path)
    return path


def _try(path: Path) -> None:
    """Raises InputError if no file can be made beside `path`; permissions alone do not tell."""
    try:
        tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as error:
        found = f"found {str(path.parent)!r} ({error.strerror})"
        raise InputError(f"expected a folder that may be written to, {found}") from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives a temporary path beside `path` that takes its name when the block ends well, and goes away otherwise."""
    part = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Gives a block in which `path` is written; raises MachineError, in one line, where that fails."""
    try:
        yield
    except OSError as error:
        raise MachineError(f"{path}: could not be written: {error.strerror or error}") from error


def dated(name: str, now: datetime) -> str:
    """Returns a name with the time behind it, as files of the same kind are told apart by people."""
    return f"{name} {now:%Y-%m-%d %H.%M.%S}"


def unused(folder: Path, stem: str, ending: str) -> Path:
    """Returns the first of stem.ext, stem-2.ext, … that does not exist in `folder`."""
    path, count = folder / f"{stem}{ending}", 1
    while path.exists():
        count += 1
        path = folder / f"{stem}-{count}{ending}"
    return path
