"""The operator's PIN, as an exhibit file keeps it: what scrypt makes of its digits and some salt, or its plain digits.

A PIN that was hashed stands there as `scrypt:DIGITS:SALT:HASH`. Four digits can still be found by who tries them all,
each in a twentieth of a second; eight take weeks.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from descent_game.app.exhibit.settings import PIN
from descent_game.app.terminal.errors import InputError

PLAIN: Final = re.compile(r"[0-9]{4,8}")
HASHED: Final = re.compile(r"scrypt:([4-8]):([0-9a-f]{32}):([0-9a-f]{64})")
SALT: Final = 16
"""Bytes of salt."""
COST: Final = 2**14
"""Of scrypt: 16 MB of memory for each try."""
READABLE, WRITABLE = stat.S_IRGRP | stat.S_IROTH, stat.S_IWGRP | stat.S_IWOTH
DEFAULT: Final = f"{PIN}, which is in the handbook for everyone to read"


def hashed(pin: str, salt: bytes) -> str:
    """Returns what is kept of a PIN."""
    return f"scrypt:{len(pin)}:{salt.hex()}:{_scrypt(pin, salt).hex()}"


def _scrypt(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=COST, r=8, p=1, dklen=32)


def well(kept: str) -> bool:
    """Returns whether a text is a PIN, plain or hashed."""
    return bool(PLAIN.fullmatch(kept) or HASHED.fullmatch(kept))


def digits(kept: str) -> int:
    """Returns how many digits a PIN has; 0 where there is none."""
    found = HASHED.fullmatch(kept)
    return int(found[1]) if found else len(kept)


def opens(kept: str, typed: str) -> bool:
    """Returns whether what was typed is the PIN; nothing is, where there is none."""
    found = HASHED.fullmatch(kept)
    if len(typed) != digits(kept):
        return False
    if found is None:
        return bool(kept) and hmac.compare_digest(typed.encode(), kept.encode())
    try:
        return hmac.compare_digest(_scrypt(typed, bytes.fromhex(found[2])).hex(), found[3])
    except (ValueError, MemoryError):  # no room for scrypt
        return False


def chosen(pin: str) -> str:
    """Returns a PIN that somebody has chosen, or raises InputError."""
    if not PLAIN.fullmatch(pin):
        raise InputError(f"expected a PIN of four to eight digits, found {'something else' if pin else 'nothing'}")
    if pin == PIN:
        raise InputError(f"expected a PIN of your own, found {DEFAULT}")
    return pin


def notes(path: Path, kept: str) -> Iterator[str]:
    """Yields what is not well about how a PIN is kept in an exhibit file, each with what mends it."""
    if opens(kept, PIN):
        yield f"operator.pin: it is {DEFAULT}: `descent exhibit pin` sets another"
    elif PLAIN.fullmatch(kept):
        yield "operator.pin: it stands there as plain text: `descent exhibit pin` keeps what cannot be read"
    rights = _rights(path)
    if rights & WRITABLE:
        yield "others may write to this file: chmod go-w"
    elif rights & READABLE and PLAIN.fullmatch(kept) and kept != PIN:
        yield "others may read the PIN in this file: chmod go-r, or `descent exhibit pin`"


def _rights(path: Path) -> int:
    """Returns the rights to a file as Unix has them; none where they cannot be told."""
    try:
        return path.stat().st_mode if os.name == "posix" else 0
    except (OSError, ValueError):
        return 0
