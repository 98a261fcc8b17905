"""Keyboards of other alphabets: every shortcut is where it is on a Latin one, and Latin ones are what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from crowds import SIZE
from windows import passes

from descent_game.app.exhibit.staff_gesture import KEYS_HELD, StaffGesture
from descent_game.app.input.keys import DIGITS, LETTERS, KeyNames
from descent_game.engine.events import Key

PLACES = {**{chr(ord("a") + i): code for i, code in enumerate(LETTERS)}, **dict(zip("1234567890", DIGITS, strict=True))}
"""The scancode of each letter and digit on a keyboard of the United States."""
RUSSIAN = dict(zip("qwertyuiopasdfghjklzxcvbnm", "йцукенгшщзфывапролдячсмить", strict=True))
GREEK = dict(zip("qwertyuiopasdfghjklzxcvbnm", ";ςερτυθιοπασδφγηξκλζχψωβνμ", strict=True))
HEBREW = dict(zip("qwertyuiopasdfghjklzxcvbnm", "/'קראטוןםפשדגכעיחלךזסבהנמצ", strict=True))
ARABIC = dict(zip("qwertyuiopasdfghjklzxcvnm", "ضصثقفغعهخحشسيبلاتنمئءؤرىة", strict=True))


def pressed(names: KeyNames, char: str, scancode: int) -> str:
    """What a key is called; SDL's name is empty beyond ASCII."""
    return names.named(char if char.isascii() else "", ord(char), scancode)


@pytest.mark.parametrize("layout", [RUSSIAN, GREEK, HEBREW, ARABIC], ids=["russian", "greek", "hebrew", "arabic"])
def test_letters_of_another_alphabet_are_called_by_their_places(layout: dict[str, str]) -> None:
    names = KeyNames()
    assert [pressed(names, char, PLACES[latin]) for latin, char in layout.items()] == list(layout)


def test_signs_of_another_alphabet_are_called_by_their_places() -> None:
    names = KeyNames()
    assert [pressed(names, "ю", 55), pressed(names, "б", 54), pressed(names, ".", 56)] == [".", ",", "."]
    assert [pressed(names, "١", PLACES["1"]), pressed(names, "٠", PLACES["0"])] == ["1", "0"]


def test_a_latin_keyboard_is_called_by_what_stands_on_it() -> None:
    names = KeyNames()
    assert [pressed(names, "a", PLACES["q"]), pressed(names, "q", PLACES["a"])] == ["a", "q"]  # AZERTY
    assert [pressed(names, ",", PLACES["m"]), pressed(names, "m", 51)] == [",", "m"]
    assert [pressed(names, char, PLACES[str(i)]) for i, char in enumerate("à&é\"'(-è_ç")] == list("0123456789")
    assert [pressed(names, char, code) for char, code in (("ß", 45), ("ö", 51), ("¡", 46))] == ["ß", "ö", "¡"]
    assert [pressed(names, char, PLACES[at]) for char, at in ((".", "e"), ("'", "q"), ("o", "s"))] == [".", "'", "o"]
    assert pressed(names, "ı", PLACES["i"]) == "i"  # Turkish
    names.layout_changed()
    assert pressed(names, ";", PLACES["q"]) == "q"


def test_keys_that_are_no_letters_keep_their_names() -> None:
    names = KeyNames()
    for name, code, scancode in (("space", 32, 44), ("return", 13, 40), ("f1", 0x4000003A, 58), ("up", 0x40000052, 82)):
        assert names.named(name, code, scancode) == name
    assert names.named("a", 97, 0) == "a"
    assert names.named("", 0, 0) == ""


PRESSED = """
window = open_window()
list(window.events())

def told(letter, scancode, mod=0):
    post(pygame.KEYDOWN, key=ord(letter), mod=mod, unicode=letter, scancode=scancode)
    post(pygame.KEYUP, key=ord(letter), mod=mod, unicode=letter, scancode=scancode)
    return list(window.events())

everything = pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_SHIFT
assert told("р", 11) == [Key("h")]
assert told("й", 20, everything) == [Key("q", True, True, True)]
assert told(";", 20, everything) == [Key("q", True, True, True)]
assert told("a", 4) == [Key("a")] and told(";", 20) == [Key(";")]
post(pygame.KEYMAPCHANGED)
assert told(";", 20) == [Key("q")]
window.close()
"""


def test_a_window_hears_shortcuts_on_every_layout(tmp_path: Path) -> None:
    passes(PRESSED, tmp_path)


def test_the_staff_get_in_on_a_greek_keyboard() -> None:
    chord, names = StaffGesture(), KeyNames()
    for tenth in range(int(KEYS_HELD * 10) + 2):
        name = pressed(names, ";", PLACES["q"])
        chord.event(Key(name, True, True, True, repeat=tenth > 0), tenth / 10.0, SIZE)
    assert chord.completed(KEYS_HELD + 0.1)
