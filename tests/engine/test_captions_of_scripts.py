"""Captions of scripts: what can be shown is taken as it is, anything else refused with the sign and the reason."""

from __future__ import annotations

import pytest

from descent_game.engine.captions import KEPT, LONGEST, sentence
from descent_game.engine.demo_text import parse
from descent_game.engine.timeline import DemoError
from descent_game.engine.toml_values import written

SHOWN = [
    "Downhill.",
    "Two\nlines",
    "Donau\u00addampf",
    "می\u200cخواهم",
    "👩\u200d🔬",
    "∇f",
    "…",
    "race.caption",
    "é",
    "漢字",
]
REFUSED = {
    " ": "expected something to see, found ' '",
    "\n": "expected something to see, found '\\n'",
    "\u0301": "expected something to see",
    KEPT: "expected something to see",
    "a\0b": "expected letters and line ends, found the sign U+0000",
    "a\tb": "expected letters and line ends, found the sign U+0009",
    "\u202e": "expected letters and line ends, found the sign U+202E",
    "\ufeffa": "expected letters and line ends, found the sign U+FEFF",
    "a\u2028b": "expected letters and line ends, found the sign U+2028",
    "a" * (LONGEST + 1): f"expected at most {LONGEST} letters, found {LONGEST + 1}",
}


@pytest.mark.parametrize("text", [*SHOWN, "a" * LONGEST])
def test_what_can_be_shown_is_taken_as_it_is(text: str) -> None:
    assert sentence(text) == text
    (cue,) = parse(f'scene = "race"\n[[cue]]\nat = 1\ncaption = {written(text)}\n').cues
    assert cue.action.texts == (("", text),)  # type: ignore[union-attr]  # it is a caption


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_what_cannot_is_one_line_with_the_key_and_the_language(text: str) -> None:
    for value, key in ((written(text), "caption"), (f"{{ en = 'Well.', de = {written(text)} }}", "caption: de")):
        with pytest.raises(DemoError) as caught:
            parse(f'scene = "race"\n[[cue]]\nat = 1\ncaption = {value}\n', "film.toml")
        assert str(caught.value).startswith(f"film.toml:4: cue 1: {key}: {REFUSED[text]}")
        assert "\n" not in str(caught.value)
