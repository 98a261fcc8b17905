"""Files that people give: read whole, never more than is sensible, never what is no file; and one line about each."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from descent_game.engine.sources import MOST_KEPT_LETTERS

SCRIPT: Final = MOST_KEPT_LETTERS
"""Bytes of the largest kept session, an hour of restless hands; other scripts are far smaller."""
TABLE: Final = 1_000_000
"""Bytes of the largest file of settings or texts; the fullest one has a tenth of that."""
LONGEST_LINE: Final = 1000


class NoFileError(ValueError):
    """What a name stands for cannot be read; the message says what was expected and found, `line` where (0: all)."""

    line = 0


def path(name: str) -> Path:
    """Returns the path that a name stands for; `~` is somebody's home folder, where there is one."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)


def content(path: Path, largest: int) -> bytes:
    """Returns what is in a file of at most so many bytes; raises NoFileError, FileNotFoundError where there is none.

    A device or a pipe is never opened: some have no end, some wait for ever.
    """
    expected = f"expected a file of at most {largest / 1e6:g} MB"
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise NoFileError(f"{expected}, found {'a folder' if stat.S_ISDIR(about.st_mode) else 'a device'}")
        if about.st_size > largest:
            raise NoFileError(f"{expected}, found a larger one")
        with path.open("rb") as file:
            found = file.read(largest + 1)
    except (FileNotFoundError, NoFileError):
        raise
    except (OSError, ValueError) as error:
        raise NoFileError(f"expected a file that can be read ({_reason(error)})") from None
    if len(found) > largest:
        raise NoFileError(f"{expected}, found a larger one")
    return found


def text(path: Path, largest: int) -> str:
    """Returns the text in a file; raises as `content` does, also where it is not UTF-8, and names the line.

    The mark that some editors put in front is none of the text.
    """
    found = content(path, largest)
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refused = NoFileError("expected text in UTF-8, found bytes that are not")
        refused.line = found[: error.start].count(b"\n") + 1
        raise refused from None


def there(path: Path) -> bool:
    """Returns whether a path leads to anything; one that no file system takes leads to nothing."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def looks_like(path: Path, largest: int) -> str:
    """Returns the text in a file with what cannot be read replaced; nothing where it cannot be read at all."""
    try:
        return content(path, largest).decode("utf-8-sig", errors="replace")
    except (NoFileError, FileNotFoundError):
        return ""


def one_line(message: str) -> str:
    """Returns a message as one line that a terminal shows as it is: no control signs, and not without end."""
    line = " ".join(message.split())
    if len(line) > LONGEST_LINE:
        line = line[: LONGEST_LINE * 3 // 4] + " … " + line[-LONGEST_LINE // 4 :]
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)


def _reason(error: Exception) -> str:
    return os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
