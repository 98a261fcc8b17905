"""Files that people give: read whole, never more than is sensible, never what is no file; and one line about each."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Final

LONGEST_LINE: Final = 200
"""Signs of a refusal."""
LONGEST_FIX: Final = 1000
"""Signs of a line that has another in it, to be copied."""
LONGEST_WORD: Final = 60
"""Signs that a word keeps in a line that is too long."""

LONG_LIST: Final = re.compile(r"((?:[^\s,]++, ){2})(?:[^\s,]++, ){2,}+")
"""A list of words of which the first two and the last one tell enough."""


class NoFileError(ValueError):
    """What a name stands for cannot be read; the message says what was expected and found, `line` where (0: all)."""

    line = 0


def path(name: str) -> Path:
    """Returns the path that a name stands for; `~` is somebody's home folder, where there is one."""
    try:
        return Path(name).expanduser()
    except RuntimeError:
        return Path(name)


def content(path: Path) -> bytes:
    """Returns what is in a file; raises NoFileError, FileNotFoundError where there is none.

    A device or a pipe is never opened: some have no end, some wait for ever.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            return path.read_bytes()
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else error
        raise NoFileError(f"expected a file that can be read ({reason})") from None
    raise NoFileError(f"expected a file, found {'a folder' if stat.S_ISDIR(mode) else 'a device'}")


def text(path: Path) -> str:
    """Returns the text in a file; raises as `content` does, also where it is not UTF-8, and names the line.

    The mark that some editors put in front is none of the text.
    """
    found = content(path)
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refused = NoFileError("expected text in UTF-8, found bytes that are not")
        refused.line = found[: error.start].count(b"\n") + 1
        raise refused from None


def looks_like(path: Path) -> str:
    """Returns the text in a file with what cannot be read replaced; nothing where it cannot be read at all."""
    try:
        return content(path).decode("utf-8-sig", errors="replace")
    except (NoFileError, FileNotFoundError):
        return ""


def one_line(message: str, longest: int = LONGEST_LINE) -> str:
    """Returns a message as one line that a terminal shows as it is: no control signs, and at most so many signs.

    Of a longer one the long words are cut, such as a key of a thousand letters, then long lists, and then the middle
    of what follows the first word: the file, its key, and what was found, stand at the ends.
    """
    signs = " ".join(message.split())
    line = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in signs)
    if len(line) <= longest:
        return line
    first, *others = line.split(" ")
    first = _cut(first, longest - LONGEST_WORD if others else longest)
    rest = LONG_LIST.sub(r"\1…, ", " ".join(_cut(word, LONGEST_WORD) for word in others))
    return f"{first} {_cut(rest, longest - len(first) - 1)}".rstrip()


def _cut(text: str, longest: int) -> str:
    """Returns a text of at most so many signs: a longer one without its middle."""
    tail = longest * 2 // 5
    return text if len(text) <= longest else f"{text[: longest - tail - 1]}…{text[-tail:]}"
