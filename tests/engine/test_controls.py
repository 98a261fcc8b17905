"""Controls: values come in as words or numbers, and what does not fit says what was expected."""

import pytest

from descent_game.engine.controls import Choice, ControlError, Controls, Range, Toggle, Trigger


def table() -> Controls:
    return Controls(
        (
            Choice("landscape", ("ravine", "saddle"), "ravine"),
            Range("learning_rate", 0.001, 0.2, 0.05, logarithmic=True, snaps=(0.05,)),
            Range("speed", 1, 60, 20, whole=True),
            Toggle("adam", True),
            Trigger("drop_again"),
        )
    )


def test_values_are_parsed_and_changes_told() -> None:
    controls = table()
    assert controls.set("learning_rate", "0.1")
    assert controls.number("learning_rate") == 0.1
    assert not controls.set("learning_rate", 0.1)
    assert controls.set("adam", "off")
    assert not controls.on("adam")
    controls.reset()
    assert controls.on("adam")
    assert controls.number("learning_rate") == 0.05


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("landscape", "saddel", "did you mean saddle"),
        ("landscape", 3, "ravine, saddle"),
        ("learning_rate", "nan", "from 0.001 to 0.2"),
        ("learning_rate", "inf", "from 0.001 to 0.2"),
        ("learning_rate", -0.1, "found -0.1"),
        ("learning_rate", "fast", "found 'fast'"),
        ("learning_rate", True, "from 0.001 to 0.2"),
        ("learning_rate", 10**400, "from 0.001 to 0.2"),
        ("speed", 1.5, "whole number from 1 to 60"),
        ("adam", "perhaps", "on or off"),
        ("drop_again", 1, "takes no value"),
        ("learningrate", 1, "did you mean learning_rate"),
    ],
)
def test_what_does_not_fit_says_what_was_expected(name: str, value: object, words: str) -> None:
    controls = table()
    with pytest.raises(ControlError) as raised:
        controls.set(name, value)
    assert words in str(raised.value)
    assert name in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_logarithmic_range_puts_places_and_values_both_ways() -> None:
    rate = Range("rate", 0.001, 1.0, 0.1, logarithmic=True, snaps=(0.1,))
    assert rate.place(0.001) == 0.0
    assert rate.place(1.0) == pytest.approx(1.0)
    assert rate.at(2 / 3, reach=0.02) == 0.1
    assert rate.at(0.5) == pytest.approx(0.0316)
    assert rate.at(-1.0) == 0.001
    assert rate.at(2.0) == 1.0
