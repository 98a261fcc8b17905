"""Files that the program writes: checked before any work, and under their own name only when they are whole.

Every file that is written whole or not at all is written here: through links to where they lead, with the mode of the
file that it replaces, and under a temporary name that nobody can guess or have taken before.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final

from descent_game.app.storage import input_files
from descent_game.app.terminal.arguments import did_you_mean
from descent_game.app.terminal.errors import InputError, MachineError

LONGEST_NAME: Final = 200
REPLACE: Final = "add -y to replace it"


def checked(text: str, endings: Sequence[str], overwrite: bool, *, key: str = "-o", way: str = REPLACE) -> Path:
    """Returns the path `text` if a file with one of `endings` can be put there, or raises InputError.

    `key` is the argument that gave it, and `way` the way out where the file exists.
    """
    try:
        return _checked(text, endings, overwrite, way)
    except InputError as error:
        raise InputError(f"{key}: {error}") from None


def _checked(text: str, endings: Sequence[str], overwrite: bool, way: str) -> Path:
    if any(unicodedata.category(sign) == "Cc" for sign in text):
        raise InputError(f"expected a name without control characters, found {ascii(text)}")
    path = input_files.path(text)
    expected = f"expected a name ending in {', '.join(endings)}"
    if path.suffix.lower() not in endings:
        raise InputError(f"{expected}, found {text!r}{did_you_mean(path.suffix.lower(), endings)}")
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        raise InputError(f"expected a name of at most {LONGEST_NAME} bytes, found {len(os.fsencode(path.name))}")
    try:
        whole = target(path)
    except OSError as error:
        raise InputError(f"expected a file that can be reached, found {text!r} ({error.strerror})") from error
    folder = whole.parent
    if not os.path.isdir(folder):  # unlike pathlib's, it says no where it may not look
        raise InputError(f"expected a folder that exists, found {str(folder)!r}")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputError(f"expected a folder that may be written to, found {str(folder)!r}")
    if os.path.isdir(whole):
        raise InputError(f"expected the name of a file, found the folder {text!r}")
    there = os.path.exists(whole)
    if os.path.lexists(path) and not overwrite:
        found = "exists"
        if os.path.islink(path):  # which stays: what is written goes where it leads to
            found = f"is a link to {str(whole)!r}{'' if there else ', which does not exist'}"
            way = way.replace("replace it", "replace that file" if there else "write that file")
        raise InputError(f"{text!r} {found}; {way}")
    if there and not (os.path.isfile(whole) and os.access(whole, os.W_OK)):
        raise InputError(f"expected a file that may be replaced, found {text!r}")
    try:  # permissions alone do not tell whether a file can be made there
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        found = f"found {str(folder)!r} ({error.strerror})"
        raise InputError(f"expected a folder that may be written to, {found}") from error
    return path


def target(path: Path) -> Path:
    """Returns the file that a path leads to through links; raises OSError where they lead in a circle."""
    if not os.path.islink(path):
        return path
    whole = Path(os.path.realpath(path))
    if os.path.islink(whole):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return whole


@contextmanager
def replacing(path: Path, *, sure: bool = False) -> Iterator[BinaryIO]:
    """Gives a new file, to write and read, that takes the name `path` when the block ends well, and goes otherwise.

    Where `path` is a link, the file that it leads to is replaced. The new one has the mode of the one before. With
    `sure` it takes its name only once the disk has it. Raises OSError.
    """
    whole = target(path)
    with _growing(whole.parent) as (part, file):
        yield file
        _take_after(file, whole)
        file.flush()
        if sure:
            os.fsync(file.fileno())
        file.close()
        os.replace(part, whole)


def add(folder: Path, stem: str, ending: str, data: bytes) -> Path:
    """Writes `data` to a new file, the first of stem.ext, stem-2.ext, … that is free, and returns it; raises OSError.

    The folder is made where there is none. No two processes, or threads, ever take the same name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _growing(folder) as (part, file):
        file.write(data)
        file.close()
        for path in names(folder, stem, ending):
            with suppress(FileExistsError):
                _name(part, path)
                return path
    raise AssertionError("there is always another number")


def _name(part: Path, path: Path) -> None:
    """Gives a whole file a name that must be free, at one stroke where the disk has links; raises FileExistsError."""
    try:
        os.link(part, path)  # the other name goes with the temporary file
    except FileExistsError:
        raise
    except (OSError, AttributeError):  # not every disk has links, nor every system
        path.open("x").close()
        os.replace(part, path)


@contextmanager
def _growing(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """Gives a new temporary file and what it is open as; `json_files` knows by its name whose it is."""
    part = folder / f".descent-{secrets.token_hex(8)}.{os.getpid()}.part"
    file = part.open("x+b")
    try:
        yield part, file
    finally:
        with suppress(OSError):  # a full disk has been told already
            file.close()
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _take_after(file: BinaryIO, whole: Path) -> None:
    """Gives a new file the owner and the mode of the one that it replaces, as far as the system lets it."""
    with suppress(OSError, AttributeError):  # not every system has such calls
        about = os.stat(whole)
        with suppress(OSError):
            os.fchown(file.fileno(), about.st_uid, about.st_gid)
        os.fchmod(file.fileno(), stat.S_IMODE(about.st_mode) & 0o777)


def names(folder: Path, stem: str, ending: str) -> Iterator[Path]:
    """Yields stem.ext, stem-2.ext, stem-3.ext, … in a folder, without end."""
    yield folder / f"{stem}{ending}"
    yield from (folder / f"{stem}-{number}{ending}" for number in count(2))


def unused(folder: Path, stem: str, ending: str) -> Path:
    """Returns the first of stem.ext, stem-2.ext, … that does not exist in `folder`."""
    return next(path for path in names(folder, stem, ending) if not os.path.lexists(path))


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
