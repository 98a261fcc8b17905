"""Catalogues of texts: keys, placeholders, numbers as a language writes them."""

from __future__ import annotations

import math

import pytest

from descent_game.ui.messages import MessageError, Messages

ENGLISH = Messages.parse(
    """
hello = "Hello"
[race.caption]
settled = "settled at step {step}"
rate = "at {rate}, {name} flew off"
"""
)
GERMAN = Messages.parse(
    """
[language]
decimal = ","
group = "."
[race.caption]
settled = "zur Ruhe bei Schritt {step}"
""",
    ENGLISH,
)


def test_texts_by_key_with_a_fallback() -> None:
    assert ENGLISH("race.caption.settled", step=67) == "settled at step 67"
    assert GERMAN("race.caption.settled", step=67) == "zur Ruhe bei Schritt 67"
    assert GERMAN("hello") == "Hello"
    assert GERMAN.has("hello") and not GERMAN.has("nothing")
    assert GERMAN("nothing.here") == "nothing.here"


def test_placeholders_take_names_only() -> None:
    assert ENGLISH("race.caption.rate", rate=0.0513, name="SGD") == "at 0.0513, SGD flew off"
    assert ENGLISH("race.caption.rate", name="{rate}") == "at {rate}, {rate} flew off"
    odd = Messages({"odd": "{0.__class__} {name!r} {name}"})
    assert odd("odd", name="x") == "{0.__class__} {name!r} x"
    assert ENGLISH.placeholders("race.caption.rate") == {"rate", "name"}


def test_numbers_are_written_as_the_language_does() -> None:
    assert ENGLISH.number(3000) == "3\u202f000"
    assert ENGLISH.number(0.0077, 4) == "0.0077"
    assert GERMAN.number(1234567.891, 2) == "1.234.567,89"
    assert ENGLISH.number(-0.25, 2) == "\u22120.25"
    assert ENGLISH.number(-0.001, 2) == "0.00"
    assert GERMAN("race.caption.settled", step=1500) == "zur Ruhe bei Schritt 1.500"
    assert GERMAN("race.caption.settled", step=0.05) == "zur Ruhe bei Schritt 0,05"


def test_numbers_that_are_none_are_never_shown_as_such() -> None:
    assert ENGLISH.number(math.nan, 3) == "\u2013"
    assert ENGLISH.number(math.inf) == "\u221e"
    assert ENGLISH.plain(-math.inf) == "\u2212\u221e"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.05, "0.05"),
        (2 / 39, "0.0513"),
        (0.2, "0.2"),
        (20.0, "20"),
        (1200.0, "1\u202f200"),
        (0.0, "0"),
        (100.4, "100"),
    ],
)
def test_plain_numbers_have_no_idle_zeros(value: float, text: str) -> None:
    assert ENGLISH.plain(value) == text


def test_faulty_catalogues_name_the_place() -> None:
    with pytest.raises(MessageError, match=r"race\.step: expected a text in quotes, found 3"):
        Messages.parse("[race]\nstep = 3")
    with pytest.raises(MessageError, match="line 2"):
        Messages.parse("[race]\nstep = = 3")
    assert set(GERMAN.keys()) == {"language.decimal", "language.group", "race.caption.settled"}
