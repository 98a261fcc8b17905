"""Kept sessions in their compact form: every bit comes back, mistakes are told, and none grows too long to be read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from descent_game.engine import kept_text
from descent_game.engine.actions import (
    Action,
    Click,
    Drag,
    Drop,
    MoveControl,
    Pan,
    Pause,
    PointerState,
    Press,
    RecordedView,
    Restore,
    Say,
    Set,
    Turn,
    Zoom,
)
from descent_game.engine.demo_text import parse
from descent_game.engine.sources import MOST_KEPT_CUES, MOST_KEPT_LETTERS
from descent_game.engine.timeline import Cue, Demo, DemoError

HEAD = 'scene = "race"\nseconds = 10\n\n[[cue]]\nat = 1\nkept = '


def session(count: int) -> Demo:
    """A session of so many cues, with every action that stands in the compact form and some that do not."""
    random = np.random.default_rng(3)
    cues: list[Cue] = [Cue(0, RecordedView((1280, 720), "de", "light"))]
    for number in range(count):
        a, b, c = (float(value) for value in random.uniform(-1.0, 1.0, 3))
        actions: list[Action] = [
            PointerState(hovered="it's '''quoted''' \x7f ü", place=(a, b)),
            PointerState(held=("a", "b"), scroll=c, card=True),
            Turn(a, b),
            Turn(b, a, fling=True),
            Drag(a, b, "move"),
            Zoom(1.0 + abs(c), a, b),
            Pan(a, b),
            Click(a, b, 2),
            Drop(a, b),
            Set("speed", round(a * 100)),
            Set("landscape", "saddle"),
            Set("crowd", True),
            MoveControl("z", a, abs(b)),
            Press("again"),
            Pause(),
            Say((("", "it's '''quoted'''"),), 12),
            Restore('{"a": 1}'),
        ]
        cues.append(Cue(number // 2, actions[number % len(actions)]))
    cues.append(Cue(count, Turn(0.5, 0.25), 30, "smooth"))
    return Demo("race", cues=tuple(cues), seconds=max(count, 120) / 120)


def text(demo: Demo) -> str:
    """A session as it is kept."""
    return demo.head() + "".join("\n" + part for part in kept_text.written(demo.cues))


def test_a_session_comes_back_to_the_last_bit_from_either_form() -> None:
    demo = session(400)
    assert parse(text(demo)) == demo
    assert parse(demo.text()) == demo, "as sessions were kept before"
    assert len(text(replace(demo, cues=demo.cues[:100]))) < len(replace(demo, cues=demo.cues[:100]).text())


def test_the_longest_session_has_room_to_spare() -> None:
    letters = len(text(session(1700))) / 1700
    assert letters * MOST_KEPT_CUES < MOST_KEPT_LETTERS


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("3", "kept: expected lines like"),
        ("'''\nno\n'''", "found 'no'"),
        ("'''\n[0,\"hands\"]\n'''", "kept: expected lines like"),
        ("'''\n[0.5,\"press\",\"again\"]\n'''", "kept: expected lines like"),
        ("'''\n[0,\"restore\",\"{}\"]\n'''", "kept: expected lines like"),
        ("'''\n[-1,\"press\",\"again\"]\n'''", "kept: expected steps from 0 to 1080, found -1"),
        ("'''\n[1081,\"press\",\"again\"]\n'''", "kept: expected steps from 0 to 1080, found 1081"),
        ("'''\n[0,\"turn\",[NaN,1]]\n'''", "turn: expected"),
        ("'''\n[0,\"hands\",{\"place\":[1,\"x\"]}]\n'''", "hands: expected place"),
        ("'''\n" + "[" * 5000 + "\n'''", "kept: expected lines like"),
    ],
)
def test_a_mistake_is_told_with_its_place(value: str, words: str) -> None:
    with pytest.raises(DemoError, match="demo:6: cue 1: ") as error:
        parse(HEAD + value + "\n")
    assert words in str(error.value) and len(str(error.value)) < 300
