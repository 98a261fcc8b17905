"""What a key is called: by the letter on it where that is a Latin one, else by its place on the keyboard.

So every shortcut is found on Russian, Greek, Arabic or Hebrew keyboards, and AZERTY's `q` stays where AZERTY has it.
"""

from __future__ import annotations

import unicodedata
from types import MappingProxyType
from typing import Final

LETTERS: Final = range(4, 30)
"""SDL's scancodes of the keys that are a to z on a keyboard of the United States."""
DIGITS: Final = range(30, 40)
"""SDL's scancodes of the upper row of digits, 1 to 9 and then 0."""
SIGNS: Final = MappingProxyType({45: "-", 46: "=", 47: "[", 48: "]", 49: "\\", 51: ";", 52: "'", 53: "`", 54: ",",
                                 55: ".", 56: "/"})  # fmt: skip
"""The signs beside the letters, by SDL's scancodes."""


class KeyNames:
    """State: whether a Latin letter has been pressed since the layout last changed."""

    def __init__(self) -> None:
        self._latin = False

    def layout_changed(self) -> None:
        """Forgets what is known of the layout."""
        self._latin = False

    def named(self, name: str, code: int, scancode: int) -> str:
        """Returns what a key is called that SDL calls `name`, which may be empty.

        `code` is the letter's or sign's number in Unicode, or above all of them; `scancode` tells where the key lies,
        0 for nowhere. A sign in a letter's place, such as the Greek `;` on Q, is the letter, unless Latin letters have
        been pressed: then it is what it is, as on Dvorak's keyboard.
        """
        char = chr(code) if 0x20 < code < 0x110000 else ""
        if scancode in LETTERS and char.isascii() and char.isalpha():
            self._latin = True
        elif scancode in LETTERS and (_foreign(char) or _accented(char) or (_sign(char) and not self._latin)):
            return chr(ord("a") + scancode - LETTERS.start)
        elif scancode in DIGITS and char and not (char.isascii() and char.isalnum()):
            return str((scancode - DIGITS.start + 1) % 10)
        elif scancode in SIGNS and _foreign(char):
            return SIGNS[scancode]
        return name or char


def _foreign(char: str) -> bool:
    """Returns whether it belongs to a script that is not Latin."""
    return not char.isascii() and unicodedata.category(char)[0] in "LMN" and not _accented(char)


def _accented(char: str) -> bool:
    """Returns whether it is a Latin letter that not every Latin alphabet has."""
    return not char.isascii() and unicodedata.name(char, "").startswith("LATIN ")


def _sign(char: str) -> bool:
    """Returns whether it is a sign that has a name of its own."""
    return char != "" and char.isascii() and not char.isalnum()
