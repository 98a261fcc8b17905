"""Single values of a script: what is far too much is refused with its key, and what was found is shown as TOML."""

from __future__ import annotations

import pytest

from descent_game.engine import toml_values

LONG = {"hexadecimal": "0x" + "F" * 6000, "octal": "0o" + "7" * 6000, "binary": "0b" + "1" * 20_000, "9": "9" * 6000}
"""Numbers beyond all sense, in every way that TOML writes them."""


@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize(
    ("before", "after", "key"),
    [("seed = ", "", "seed"), ("[idle]\nseconds = ", "", "seconds"), ("a.b = [1, {c = [2, ", "]}]", "")],
)
def test_a_number_that_cannot_be_written_is_refused_by_its_key(kind: str, before: str, after: str, key: str) -> None:
    with pytest.raises(ValueError, match=rf"{key}: expected a number of at most 4300 digits, found ") as refused:
        toml_values.table(f"{before}{LONG[kind]}{after}")
    assert "sys." not in str(refused.value) and len(str(refused.value)) < 120


def test_a_long_number_on_a_line_of_its_own_is_not_taken_for_a_key() -> None:
    with pytest.raises(ValueError, match="^expected a number of at most 4300 digits, found 6000$"):
        toml_values.table(f"rates = [\n  {LONG['9']}\n]")


def test_a_long_number_that_can_be_written_is_left_to_who_reads_it() -> None:
    assert toml_values.table("seed = 0x" + "F" * 3000)["seed"] == 16**3000 - 1


@pytest.mark.parametrize(
    "text",
    [
        "true",
        "-3",
        "0.5",
        "inf",
        "nan",
        "'a word'",
        "2020-01-01",
        "07:30:00",
        "1979-05-27 07:32:00",
        "1979-05-27 00:32:00.500000-07:00",
        "[]",
        "{}",
        "[true, [2020-01-01, 'b']]",
        "{ a = false, 'b c' = [1.5] }".replace("'b c'", '"b c"'),
    ],
)
def test_what_was_found_is_shown_as_it_is_written(text: str) -> None:
    assert toml_values.shown(toml_values.table(f"key = {text}")["key"]) == text


def test_what_lies_deep_is_left_out() -> None:
    deep = toml_values.table(f"key = {'[' * 200}1{']' * 200}")["key"]
    assert toml_values.shown(deep) == "[[[[...]]]]"
    assert toml_values.shown([[[{"a": 1}]]]) == "[[[{...}]]]"
