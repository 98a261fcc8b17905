"""The file under a film that is being written: it grows by whole pieces, and is locked for as long as it does."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from descent_game.app.film.formats import FilmError
from descent_game.app.storage import output_files

if sys.platform != "win32":
    import fcntl


class TakenError(FilmError):
    """Another recording has the file."""


class PartFile:
    """A new file, or one that was left, locked; what is written to it stays in memory until it is committed."""

    def __init__(self, path: Path, *, left: bool = False) -> None:
        """Makes the file, or takes over one that was `left`; raises FilmError where someone else is at it."""
        self.path = path
        self._pending = bytearray()
        try:
            self._file = os.open(path, os.O_RDWR | (output_files.NO_LINK if left else output_files.NEW), 0o666)
        except FileExistsError:
            raise TakenError(f"{path.name} is left of another recording, or still being written") from None
        except OSError as error:
            raise FilmError(error.strerror or str(error)) from error
        if not _locked(self._file):
            os.close(self._file)
            raise TakenError(f"{path.name} is being written by another recording")

    def write(self, data: bytes) -> int:
        """Takes the next bytes and returns how many."""
        self._pending += data
        return len(data)

    def commit(self) -> None:
        """Puts what was taken into the file, all of it or nothing; raises OSError."""
        end = os.lseek(self._file, 0, os.SEEK_END)
        try:
            while self._pending:
                del self._pending[: put(self._file, self._pending)]
        except OSError:
            os.ftruncate(self._file, end)
            raise

    def close(self) -> None:
        """Lets go of the file; what was not committed is lost."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def put(file: int, data: bytes | bytearray) -> int:
    """Writes as much of `data` as fits and returns how many bytes; raises OSError where none do."""
    return os.write(file, data)


def _locked(file: int) -> bool:
    """Returns whether the file is locked now, for this process alone, until it is closed or the process ends."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
