"""Verbs of scripts: what hands do and what can be shown is taken as it is, anything else refused with its bounds."""

from __future__ import annotations

import pytest

from descent_game.engine.actions import Action, Drop, Pan, Point, PointerState, RecordedView, Turn, Zoom
from descent_game.engine.demo_text import parse
from descent_game.engine.script import KEPT, LONGEST, MOST_FLING, MOST_TURN, sentence
from descent_game.engine.timeline import Cue, Demo, DemoError
from descent_game.engine.toml_values import written

CUE = 'scene = "race"\n[[cue]]\nat = 0\n'
ABSURD = {
    "pan = [1e308, -1e308]": "pan: expected two numbers, parts of the screen to the right and up, from -100 to 100",
    "orbit = [36001, 0]": "orbit: expected two numbers, degrees to the right and up, from -36000 to 36000",
    "turn = [0, -1e9]": "turn: expected two numbers, radians to the right and up, from -628.319 to 628.319",
    "fling = [1e300, 0]": "fling: expected two numbers, radians a second to the right and up, from -10000 to 10000",
    "zoom = 1e-300": "zoom: expected a share from 1e-06 to 1e+06, found 1e-300",
    "zoom = 1e300": "zoom: expected a share from 1e-06 to 1e+06, found 1e+300",
    "zoom = [1, 1e30, 0]": "zoom: expected a place x, y, from -100 to 100, found [1e+30, 0.0]",
    "drop = [1e308, 0]": "drop: expected x and y on the surface, from -1000 to 1000",
    "point = { drop = [1e30, 0] }": "point: expected drop: x and y on the surface, from -1000 to 1000",
    "seat = { size = [9, 9], text_scale = 1e308 }": "seat: text_scale: expected a number from 0.1 to 10, found 1e+308",
    "seat = { size = [9, 9], diagonal = -1 }": "seat: diagonal: expected a number from 0 to 100000, found -1",
    "hands = { place = [1e308, 0] }": "hands: expected place: x and y on the screen, from -100 to 100",
    "hands = { scroll = 1e308 }": "hands: scroll: expected a part of the whole, found 1e+308",
}
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


@pytest.mark.parametrize("line", ABSURD)
def test_absurd_numbers_are_refused_with_their_bounds(line: str) -> None:
    with pytest.raises(DemoError) as caught:
        parse(CUE + line, "film.toml")
    assert str(caught.value).startswith(f"film.toml:4: cue 1: {ABSURD[line]}")
    assert "found" in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "action",
    [
        Turn(MOST_TURN, -MOST_TURN),
        Turn(-MOST_FLING, MOST_FLING, fling=True),
        Zoom(1e-6, -100.0, 100.0),
        Zoom(1e6),
        Pan(-100.0, 100.0),
        Drop(-1000.0, 1000.0),
        Point((1000.0, -1000.0), surface=True),
        RecordedView((16384, 1), text_scale=10.0, diagonal=1e5),
        PointerState(place=(-100.0, 100.0), scroll=100.0),
    ],
    ids=lambda action: type(action).__name__,
)
def test_the_bounds_themselves_are_written_and_read_again(action: Action) -> None:
    demo = Demo("race", cues=(Cue(3, action),))
    assert parse(demo.text()) == demo


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
