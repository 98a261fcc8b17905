"""Texts of a language against the first language's, and the made-up language."""

from __future__ import annotations

import re

import pytest

from descent_game.ui.catalogue import Flaw, flaws, longer, made_up
from descent_game.ui.lines import marked
from descent_game.ui.messages import Messages

FIRST = Messages.parse(
    """
[language]
name = "English"
decimal = "."
[race]
title = "The Descent"
step = "Step {step} of {count}"
wall = "Feel the [gradient], mind the [step size|learning rate]."
[glossary.gradient]
title = "Gradient"
text = "The slope."
[glossary.learning_rate]
title = "Learning rate"
text = "How far."
"""
)
WELL = {
    "language.name": "Deutsch",
    "language.decimal": ",",
    "language.group": ".",
    "race.title": "Der Abstieg",
    "race.step": "Von {count} Schritten der {step}.",
    "race.wall": "Spür den [Gradienten|gradient].",
    "glossary.gradient.title": "Gradient",
    "glossary.gradient.text": "Das Gefälle.",
    "glossary.learning_rate.title": "Lernrate",
    "glossary.learning_rate.text": "Wie weit.",
}


def found(**changes: str | None) -> list[Flaw]:
    texts = {**WELL, **{key.replace("__", "."): text for key, text in changes.items() if text is not None}}
    for key, text in changes.items():
        if text is None:
            del texts[key.replace("__", ".")]
    return list(flaws(Messages(texts, FIRST), FIRST))


def test_a_complete_language_has_no_flaws() -> None:
    assert found() == []
    assert list(flaws(FIRST, FIRST)) == []


@pytest.mark.parametrize(
    ("changes", "key", "text"),
    [
        ({"race__title": None}, "race.title", "missing; in English it is 'The Descent'"),
        ({"language__name": None}, "language.name", "missing; what the language calls itself"),
        ({"race__titel": "x"}, "race.titel", "no such text (did you mean race.title?)"),
        ({"race__title": "  "}, "race.title", "empty"),
        ({"race__step": "{step}"}, "race.step", "placeholder {count} is missing"),
        ({"race__step": "{step} {count} {all}"}, "race.step", "unknown placeholder {all}; expected {count} {step}"),
        ({"race__title": "{name}"}, "race.title", "unknown placeholder {name}; expected none"),
        (
            {"race__step": "{step} {count} {"},
            "race.step",
            "a brace without its other half, or something in braces that is no name",
        ),
        ({"race__wall": "Spür den [Gradienten"}, "race.wall", "a bracket without its other half"),
        (
            {"race__wall": "[Gradient|gradiant]"},
            "race.wall",
            "[gradiant] is not in the glossary (did you mean gradient?)",
        ),
        ({"race__wall": "[Wetter]"}, "race.wall", "[Wetter] is not in the glossary"),
    ],
)
def test_each_mistake_is_told_by_its_key(changes: dict[str, str | None], key: str, text: str) -> None:
    assert found(**changes) == [Flaw(key, text)]


def test_all_mistakes_are_told_at_once() -> None:
    assert [flaw.key for flaw in found(race__title=None, race__step="{stpe}", race__more="x")] == [
        "race.title", "race.step", "race.step", "race.step", "race.more",
    ]  # fmt: skip


def test_the_made_up_language_is_longer_and_otherwise_the_same() -> None:
    pseudo = made_up(FIRST)
    assert list(flaws(pseudo, FIRST)) == []
    assert pseudo("race.step", step=3, count=1500).startswith("Štép 3 öf 1\u202f500 ")
    assert [span.term for span in marked(pseudo("race.wall")) if span.term] == ["gradient", "learning rate"]
    assert pseudo.decimal == ","


@pytest.mark.parametrize("text", ["Race", "The Descent", "Three ways to walk down one hill, " * 9, "{n}", "·", ""])
def test_every_text_grows_by_four_tenths(text: str) -> None:
    letters = len(re.sub(r"\{\w+\}", "", text))
    grown = len(re.sub(r"\{\w+\}", "", longer(text)))
    assert 1.3 * letters <= grown <= 1.4 * letters + 2.0
    assert ("{n}" in longer(text)) == ("{n}" in text)
