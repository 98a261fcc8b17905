"""The operator's PIN: how an exhibit file keeps it, what is typed against it, and the command that puts it there.

A file keeps it as `scrypt:DIGITS:SALT:HASH`, or as its plain digits. Four digits can still be found by who tries them
all, each in a twentieth of a second; eight take weeks.
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
import os
import re
import secrets
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from descent_game.app.exhibit.settings import PIN
from descent_game.app.storage import input_files, output_files
from descent_game.app.storage.mistakes import opened, refuse
from descent_game.app.terminal.errors import InputError
from descent_game.engine import toml_values
from descent_game.engine.toml_lines import key_lines

PLAIN: Final = re.compile(r"[0-9]{4,8}")
HASHED: Final = re.compile(r"scrypt:([4-8]):([0-9a-f]{32}):[0-9a-f]{64}")
SALT: Final = 16
"""Bytes of salt."""
COST: Final = 2**14
"""Of scrypt: 16 MB of memory for each try."""
MOST_WRONG, WAIT = 5, 60.0
"""So many wrong PINs, and for so many seconds none is taken."""
READABLE, WRITABLE = stat.S_IRGRP | stat.S_IROTH, stat.S_IWGRP | stat.S_IWOTH
DEFAULT: Final = f"{PIN}, which is in the handbook for everyone to read"
VALUE: Final = re.compile(r"""(\s*(?:operator\s*\.\s*)?pin\s*=\s*)("[^"\n]*"|'[^'\n]*'|[^\s#]+)""")


def hashed(pin: str, salt: bytes) -> str:
    """Returns what is kept of a PIN."""
    found = hashlib.scrypt(pin.encode(), salt=salt, n=COST, r=8, p=1, dklen=32)
    return f"scrypt:{len(pin)}:{salt.hex()}:{found.hex()}"


def is_pin(kept: str) -> bool:
    """Returns whether a text is a PIN, plain or hashed."""
    return bool(PLAIN.fullmatch(kept) or HASHED.fullmatch(kept))


def opens(kept: str, typed: str) -> bool:
    """Returns whether what was typed is the PIN; nothing is, where there is none."""
    found = HASHED.fullmatch(kept)
    if found is not None:
        typed = hashed(typed, bytes.fromhex(found[2]))
    return bool(kept) and hmac.compare_digest(typed.encode(), kept.encode())


def notes(path: Path, kept: str) -> Iterator[str]:
    """Yields what is not well about how a PIN is kept in an exhibit file, each with what mends it."""
    if opens(kept, PIN):
        yield f"operator.pin: it is {DEFAULT}: `descent exhibit pin` sets another"
    elif PLAIN.fullmatch(kept):
        yield "operator.pin: it stands there as plain text: `descent exhibit pin` keeps what cannot be read"
    rights = path.stat().st_mode if os.name == "posix" and os.path.exists(path) else 0
    if rights & WRITABLE:
        yield "others may write to this file: chmod go-w"
    elif rights & READABLE and PLAIN.fullmatch(kept) and kept != PIN:
        yield "others may read the PIN in this file: chmod go-r, or `descent exhibit pin`"


class PinPad:
    """State: the digits typed so far, how many PINs were wrong, until when nothing is taken; `length` is the PIN's.

    `pin` is as the exhibit file keeps it; where it is empty there is none, and nothing is taken at all. Time is given
    as an argument, in seconds.
    """

    def __init__(self, pin: str) -> None:
        self._pin = pin
        found = HASHED.fullmatch(pin)
        self.length = int(found[1]) if found else len(pin)
        self._wrong = 0
        self._until = 0.0
        self.typed = ""
        self.refused = False

    def waits(self, now: float) -> float:
        """Returns how many seconds the pad takes nothing."""
        return max(self._until - now, 0.0)

    def clear(self) -> None:
        """Forgets the digits typed so far."""
        self.typed, self.refused = "", False

    def digit(self, digit: str, now: float) -> bool:
        """Takes a digit, and returns whether the PIN is complete and right."""
        if self.waits(now) or not self.length:
            return False
        self.refused = False
        self.typed += digit
        if len(self.typed) < self.length:
            return False
        right = opens(self._pin, self.typed)
        self.typed, self.refused = "", not right
        self._wrong = 0 if right else self._wrong + 1
        if self._wrong >= MOST_WRONG:
            self._wrong, self._until = 0, now + WAIT
        return right


# -- descent exhibit pin ---------------------------------------------------------------------------------------------


def choose(name: str | None) -> None:
    """Asks for a PIN; writes what is kept of it into the exhibit file of that name, or prints the line."""
    path, text = input_files.path(name or ""), ""
    if name:
        text, mistakes = opened(path)
        refuse(mistakes, str(path))
        try:
            toml_values.table(text)
        except ValueError as error:
            raise InputError(f"{path}: {error}: descent check {path}") from None
    line = f'pin = "{hashed(_asked(), secrets.token_bytes(SALT))}"'
    if not name:
        print(f"[operator]\n{line}")
        return
    changed = placed(text, line)
    if changed is None:
        raise InputError(f"{path}: no place found for the PIN: write what `descent exhibit pin` prints there yourself")
    with output_files.told(path), output_files.replacing(path) as file:
        file.write(changed.encode())
    print(f"{path}: the PIN is set; it holds from the next start on")


def _asked() -> str:
    """Returns the PIN that somebody types, twice on a terminal; one line where there is none. Raises InputError."""
    if not sys.stdin.isatty():
        return chosen(sys.stdin.readline().strip())
    first = chosen(getpass.getpass("PIN, four to eight digits: "))
    if getpass.getpass("Once more: ") != first:
        raise InputError("expected the same PIN twice, found two")
    return first


def chosen(pin: str) -> str:
    """Returns a PIN that somebody has chosen, or raises InputError."""
    if not PLAIN.fullmatch(pin):
        raise InputError(f"expected a PIN of four to eight digits, found {'something else' if pin else 'nothing'}")
    if pin == PIN:
        raise InputError(f"expected a PIN of your own, found {DEFAULT}")
    return pin


def placed(text: str, line: str) -> str | None:
    """Returns an exhibit file's text with this line for the PIN, all else as it was; None where it finds no place."""
    at, lines = key_lines(text), text.split("\n")
    if ("operator", "pin") in at:
        number = at["operator", "pin"] - 1
        lines[number] = VALUE.sub(lambda found: found[1] + line.partition("= ")[2], lines[number], count=1)
    elif ("operator",) in at:
        lines.insert(at["operator",], line)
    else:
        lines = [*(f"{text.rstrip()}\n\n" if text.strip() else "").split("\n")[:-1], "[operator]", line, ""]
    changed = "\n".join(lines)
    wanted = toml_values.table(text)
    operator = wanted.get("operator")
    wanted["operator"] = {**(operator if isinstance(operator, dict) else {}), **toml_values.table(line)}
    try:
        return changed if toml_values.table(changed) == wanted else None
    except ValueError:
        return None
