"""Demos: read, written and read again, spread over steps, refused with one clear line."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descent_game.engine.actions import (
    Action,
    Budget,
    Capture,
    Click,
    Drag,
    Drop,
    Explain,
    Goto,
    MoveControl,
    Pan,
    Pause,
    Point,
    Press,
    Read,
    RecordedView,
    Restore,
    Say,
    Set,
    Step,
    Tap,
    Turn,
    Values,
    Widgets,
    Zoom,
)
from descent_game.engine.demo_text import parse
from descent_game.engine.easing import EASINGS
from descent_game.engine.timeline import Cue, Demo, DemoError, size

SCRIPT = """
scene = "race"
size = "1280x720"
fps = 30
seconds = 12.5
seed = 7
language = "de"
theme = "light"

[[cue]]
at = 0.5
drop = [-2.0, 1]
press = "drop_again"

[[cue]]
at = 1.0
over = 2.0
orbit = [90, -30]

[[cue]]
at = 10
set = { landscape = "saddle", learning_rate = 0.1, trails = true }
"""


def test_a_script_is_read() -> None:
    demo = parse(SCRIPT)
    assert (demo.scene, demo.size, demo.fps, demo.seconds, demo.seed) == ("race", (1280, 720), 30, 12.5, 7)
    assert (demo.language, demo.theme, demo.steps) == ("de", "light", 1500)
    assert demo.due(60) == (Drop(-2.0, 1.0), Press("drop_again"))
    assert demo.due(1200) == (Set("landscape", "saddle"), Set("learning_rate", 0.1), Set("trails", True))
    assert demo.due(59) == demo.due(61) == ()


def test_a_move_is_spread_over_its_steps_and_adds_up() -> None:
    demo = parse(SCRIPT)
    turns = [action for step in range(demo.steps) for action in demo.due(step) if isinstance(action, Turn)]
    assert len(turns) == 240
    assert sum(turn.yaw for turn in turns) == pytest.approx(math.radians(90))
    assert sum(turn.pitch for turn in turns) == pytest.approx(math.radians(-30))
    assert max(turn.yaw for turn in turns) > 5 * turns[0].yaw > 0.0
    zooms = Cue(0, Zoom(0.5, 0.1, 0.2), 120, "linear").parts()
    assert math.prod(zoom.factor for _, zoom in zooms if isinstance(zoom, Zoom)) == pytest.approx(0.5)


def test_what_lasts_and_what_does_not_stay_in_the_order_they_were_written() -> None:
    first, second, third = Cue(100, Turn(1.0, 0.0), 300, "linear"), Cue(240, Pause()), Cue(239, Zoom(0.5), 2, "linear")
    fourth = Cue(0, Set("z", (0, 4)), 1000, "linear")
    demo = Demo("race", cues=(fourth, first, second, third))
    assert [type(action) for action in demo.due(240)] == [Set, Turn, Pause, Zoom]
    assert [type(action) for action in demo.due(241)] == [Set, Turn]
    assert [type(action) for action in demo.due(399)] == [Set, Turn]
    assert [type(action) for action in demo.due(400)] == [Set]
    assert demo.due(1000) == ()


def test_only_what_can_be_shared_out_lasts() -> None:
    with pytest.raises(ValueError, match="expected a move or a setting from one number to another"):
        Cue(0, Pause(), 3).part(1)


def test_a_cue_keeps_its_step_at_any_time_a_decimal_can_write() -> None:
    for step in range(0, 1200):
        text = f'scene = "race"\n[[cue]]\nat = {step / 120:.4f}\npause = true\n'
        assert parse(text).due(step) == (Pause(),)


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
FAR = st.floats(-100.0, 100.0)
SURFACE = st.floats(-1000.0, 1000.0)
ANGLES = st.floats(-628.0, 628.0)
SCREEN = st.floats(-1.0, 1.0)
WORDS = st.text(min_size=1, max_size=12)
SENTENCES = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=12)
ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(Turn, ANGLES, ANGLES, st.booleans()),
    st.builds(Zoom, st.floats(1e-6, 1e6), FAR, FAR),
    st.builds(Pan, FAR, FAR),
    st.builds(Click, SCREEN, SCREEN, st.sampled_from([1, 2, 3])),
    st.builds(Drag, SCREEN, SCREEN, st.sampled_from(["grab", "move", "release"])),
    st.builds(Drop, SURFACE, SURFACE),
    st.builds(Set, WORDS, st.one_of(WORDS, NUMBERS, st.booleans(), st.integers(-(2**40), 2**40))),
    st.builds(Press, WORDS),
    st.builds(Goto, WORDS),
    st.builds(Read, st.text(max_size=12)),
    st.builds(Explain, st.text(max_size=12)),
    st.just(Pause()),
    st.just(Step()),
    st.builds(Say, st.just(()) | st.tuples(st.tuples(st.just(""), SENTENCES)), st.integers(0, 2400)),
    st.builds(Say, st.dictionaries(WORDS, SENTENCES, min_size=1).map(lambda texts: tuple(texts.items()))),
    st.builds(Point, st.tuples(SCREEN, SCREEN) | st.text(max_size=12), st.integers(0, 2400)),
    st.builds(Point, st.tuples(SURFACE, SURFACE), st.integers(0, 2400), st.just(True)),
    st.just(Tap()),
    st.builds(Widgets, st.booleans()),
    st.builds(Values, st.lists(WORDS, max_size=6).map(tuple)),
    st.builds(MoveControl, WORDS, NUMBERS, st.floats(0.0, 1.0)),
    st.builds(Budget, NUMBERS),
    st.builds(
        RecordedView,
        st.tuples(st.integers(1, 16384), st.integers(1, 16384)),
        WORDS,
        WORDS,
        st.floats(0.1, 10.0),
        st.booleans(),
        st.floats(0.0, 1e5),
        st.lists(WORDS, max_size=3).map(tuple),
        st.lists(WORDS, max_size=3).map(tuple),
        st.lists(st.tuples(WORDS, WORDS, WORDS | NUMBERS | st.booleans()), max_size=2).map(tuple),
    ),
    st.builds(Capture, st.from_regex(r"[a-z0-9][A-Za-z0-9_-]{0,8}", fullmatch=True)),
    st.builds(Restore, st.text(min_size=1, max_size=40)),
)
SPREAD = st.builds(
    Cue,
    st.integers(0, 2400),
    st.builds(Set, WORDS, st.tuples(NUMBERS, NUMBERS)),
    st.integers(1, 2400),
    st.sampled_from(sorted(EASINGS)),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.builds(Cue, st.integers(0, 2400), ACTIONS) | SPREAD, max_size=8),
    st.text(min_size=1, max_size=10),
    st.booleans(),
)
def test_a_demo_written_and_read_again_is_the_same_to_the_last_bit(cues: list[Cue], scene: str, widgets: bool) -> None:
    demo = Demo(scene, (640, 360), 24, 20.0, 3, widgets=widgets, cues=tuple(cues))
    assert parse(demo.text()) == demo


def test_a_long_move_and_degrees_survive_being_written() -> None:
    demo = parse(SCRIPT)
    assert "orbit = [90.0, -30.0]" in demo.text()
    assert parse(demo.text()) == demo


REFUSED = [
    ("scene = ?", "film.toml:1: expected TOML: Invalid value, column 9"),
    ('seed = 1\n[[cue]]\nat=0\ndrop=[0,0]\nscene = "x"', "scene: expected the name of a scene, found nothing"),
    ('scene = "race"\nfsp = 30', "fsp: no such key (did you mean fps?)"),
    ('scene = "race"\nfps = 5', "fps: expected a whole number from 10 to 240, found 5"),
    ('scene = "race"\nfps = 29.97', "fps: expected a whole number from 10 to 240, found 29.97"),
    ('scene = "race"\nseconds = -1', "seconds: expected a number from"),
    ('scene = "race"\nseconds = nan', "found nan"),
    ('scene = "race"\nseed = true', "seed: expected a whole number"),
    ('scene = "race"\nsize = "1920"', "size: expected WIDTHxHEIGHT from 64x64 to 7680x4320, found '1920'"),
    ('scene = "race"\nsize = [1920, 1080]', "size: expected WIDTHxHEIGHT"),
    ('scene = "race"\ntheme = 3', "theme: expected a name in quotes, found 3"),
    ('scene = "race"\ncue = 3', "cue: expected tables headed [[cue]], found 3"),
    ('scene = "race"\n[[cue]]\ndrop = [1, 2]', "cue 1: at: expected a time in seconds, found nothing"),
    ('scene = "race"\n[[cue]]\nat = 1', "cue 1: expected something to do"),
    ('scene = "race"\n[[cue]]\nat = 21\npause = true', "cue 1: at: expected a number from 0 to 20, found 21"),
    ('scene = "race"\n[[cue]]\nat = 1\npause = 1', "cue 1: pause: expected true, found 1"),
    ('scene = "race"\n[[cue]]\nat = 1\ndorp = [1, 2]', "cue 1: dorp: no such key (did you mean drop?)"),
    (
        'scene = "race"\n[[cue]]\nat = 1\ndrop = [1, "2"]',
        "cue 1: drop: expected x and y on the surface, found [1, '2']",
    ),
    ('scene = "race"\n[[cue]]\nat = 1\ndrop = [1, inf]', "found [1, inf]"),
    ('scene = "race"\n[[cue]]\nat = 1\nzoom = 0', "cue 1: zoom: expected a positive number"),
    ('scene = "race"\n[[cue]]\nat = 1\nclick = [2, 0]', "cue 1: click: expected x and y on the screen"),
    ('scene = "race"\n[[cue]]\nat = 1\ndrag = [0, 0, "fly"]', "cue 1: drag: expected x, y and one of grab"),
    ('scene = "race"\n[[cue]]\nat = 1\nset = 3', "cue 1: set: expected a table"),
    ('scene = "race"\n[[cue]]\nat = 1\nset = { a = [1] }', "cue 1: set: a: expected a number, a word"),
    ('scene = "race"\n[[cue]]\nat = 1\ngoto = ""', "cue 1: goto: expected the name of a scene"),
    (
        'scene = "race"\n[[cue]]\nat = 1\nover = 1\npause = true',
        "cue 1: over: expected nothing with pause, which happens at once",
    ),
    ('scene = "race"\n[[cue]]\nat = 1\nover = 1\neasing = "jump"\nzoom = 2', "easing: expected one of linear, smooth"),
]


@pytest.mark.parametrize(("text", "part"), REFUSED)
def test_a_bad_script_is_refused_with_one_line_that_names_the_file(text: str, part: str) -> None:
    with pytest.raises(DemoError) as caught:
        parse(text, "film.toml")
    message = str(caught.value)
    assert re.match(r"film\.toml(:[0-9]+)?: ", message)
    assert part in message
    assert "\n" not in message


def test_sizes() -> None:
    assert size("1920x1080") == (1920, 1080)
    assert size("853X480") == (853, 480)
    for bad in ("", "x", "10x10", "1920x", "-1920x1080", "1e3x1e3", "99999x99999", "١٢٨٠x٧٢٠x", None):
        with pytest.raises(ValueError, match="size: expected"):
            size(bad)
