"""What a demo tells and shows besides what it does: captions, the pointer, holds, pictures kept apart, other files."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from descent_game.engine.actions import Capture, Drop, Goto, Pause, Point, Say, Set, Tap, Turn, Widgets
from descent_game.engine.demo_text import parse
from descent_game.engine.timeline import Cue, Demo, DemoError

HEAD = 'scene = "race"\nseconds = 30\n'


def cue(*lines: str) -> str:
    return "\n".join(["[[cue]]", *lines, ""])


def only(*lines: str) -> Cue:
    (found,) = parse(HEAD + cue(*lines)).cues
    return found


def files(**texts: str) -> Callable[[str, str], tuple[str, str]]:
    """Returns what opens these files, and no others."""

    def find(name: str, within: str) -> tuple[str, str]:
        stem = name.removesuffix(".toml")
        if stem not in texts:
            raise ValueError(f"expected a file that exists, beside {within}")
        return texts[stem], name

    return find


def test_captions_have_a_time_a_language_and_an_end() -> None:
    assert only("at = 1", 'caption = "Downhill."').action == Say((("", "Downhill."),))
    assert only("at = 1", "over = 2.5", 'caption = "Downhill."').action == Say((("", "Downhill."),), 300)
    table = only("at = 1", 'caption = { en = "Downhill.", de = "Bergab." }').action
    assert table == Say((("en", "Downhill."), ("de", "Bergab.")))
    assert only("at = 1", 'caption = ""').action == Say()


def test_each_caption_ends_by_itself_or_at_the_next_or_with_the_film() -> None:
    demo = parse(
        HEAD
        + cue("at = 9", 'caption = "three"')
        + cue("at = 1", "over = 2", 'caption = "one"')
        + cue("at = 5", "over = 8", 'caption = "two"')
        + cue("at = 12", 'caption = ""')
        + cue("at = 29", "over = 9", 'caption = "last"')
    )
    shown = [(begin / 120, end / 120, say.texts[0][1]) for begin, end, say in demo.captions()]
    assert shown == [(1, 3, "one"), (5, 9, "two"), (9, 12, "three"), (29, 30, "last")]
    assert list(demo.without(Say).captions()) == []


def test_the_pointer_goes_to_places_controls_and_points_of_the_surface() -> None:
    assert only("at = 0", "point = [0.5, -1]").action == Point((0.5, -1.0))
    assert only("at = 0", "over = 0.5", 'point = "landscape.saddle"').action == Point("landscape.saddle", 60)
    assert only("at = 0", "point = { drop = [1.9, -0.75] }").action == Point((1.9, -0.75), surface=True)
    assert only("at = 0", "tap = true").action == Tap()


def test_a_hold_lets_the_simulation_stand_and_go_on() -> None:
    assert parse(HEAD + cue("at = 2", "hold = 1.5")).cues == (Cue(240, Pause()), Cue(420, Pause()))


def test_a_setting_sweeps_from_one_number_to_another() -> None:
    demo = parse(HEAD + cue("at = 1", "over = 2", 'easing = "linear"', "set = { z = [-2.0, 2.0], speed = [1, 5] }"))
    every = [action for step in range(demo.steps) for action in demo.due(step) if isinstance(action, Set)]
    places = [float(str(action.value)) for action in every if action.name == "z"]
    assert len(places) == 240
    assert places[-1] == 2.0
    assert places == sorted(places) and -2.0 < places[0] < -1.9
    assert {action.value for action in every if action.name == "speed"} == {1, 2, 3, 4, 5}
    assert parse(demo.text()) == demo


def test_pictures_are_kept_apart_by_the_step_after_which_they_are_taken() -> None:
    demo = parse(HEAD + cue("at = 2", 'screenshot = "overshoot"'))
    assert demo.captures() == {240: "overshoot"}
    assert demo.cues == (Cue(240, Capture("overshoot")),)


def test_another_file_is_put_in_at_its_time_after_going_to_its_scene() -> None:
    inner = 'scene = "gallery"\nseconds = 5\n' + cue("at = 1", "set = { z = 1 }")
    demo = parse(HEAD + cue("at = 10", 'include = "inner.toml"'), "film.toml", files(inner=inner))
    assert demo.cues == (Cue(1200, Goto("gallery")), Cue(1200, Widgets(True)), Cue(1320, Set("z", 1)))
    assert parse(demo.text()) == demo


def test_files_may_include_files() -> None:
    deep = 'scene = "race"\n' + cue("at = 1", "drop = [0, 1]")
    middle = 'scene = "race"\n' + cue("at = 2", 'include = "deep.toml"')
    demo = parse(HEAD + cue("at = 3", 'include = "middle.toml"'), "film.toml", files(deep=deep, middle=middle))
    assert demo.due(720) == (Drop(0.0, 1.0),)


def test_a_demo_may_hide_its_controls() -> None:
    demo = parse(HEAD + "widgets = false\n")
    assert not demo.widgets
    assert parse(demo.text()) == demo
    assert Demo("race").widgets


EASED = 'scene = "race"\n[[cue]]\nat = 0\nover = 1\neasing = "{}"\norbit = [90, 0]'


@pytest.mark.parametrize("easing", ["linear", "smooth", "leaving", "arriving", "hand"])
def test_every_easing_goes_all_the_way_and_never_back(easing: str) -> None:
    demo = parse(EASED.format(easing))
    turns = [a.yaw for step in range(demo.steps) for a in demo.due(step) if isinstance(a, Turn)]
    assert sum(turns) == pytest.approx(1.5707963267948966)
    assert min(turns) >= 0.0
    halves = sum(turns[:60]), sum(turns[60:])
    assert (1.01 * halves[0] < halves[1]) == (easing == "leaving")
    assert (halves[0] > 1.01 * halves[1]) == (easing == "arriving")


REFUSED = [
    (cue("at = 1", "caption = 3"), "cue 1: caption: expected a sentence, or a table of them by language"),
    (cue("at = 1", 'caption = { en = "" }'), "caption: expected en: a sentence in quotes, found ''"),
    (cue("at = 1", "point = [2, 0]"), "point: expected x and y on the screen from -1 to 1, a control's name, or"),
    (cue("at = 1", "point = { z = [0, 1] }"), "point: expected x and y on the screen"),
    (cue("at = 1", "point = { drop = 1 }"), "point: expected drop: x and y on the surface, found 1"),
    (cue("at = 1", "tap = 1"), "tap: expected true, found 1"),
    (cue("at = 1", 'screenshot = "../etc"'), "screenshot: expected the end of a file's name"),
    (cue("at = 1", "hold = 0"), "hold: expected seconds that end before the film"),
    (cue("at = 29", "hold = 2"), "hold: expected seconds that end before the film"),
    (cue("at = 1", "set = { z = [1, 2] }"), "over: expected with a setting that goes from one number to another"),
    (cue("at = 1", "over = 1", "set = { z = [1, 2, 3] }"), "set: z: expected a number, a word"),
    (cue("at = 1", "over = 1", "set = { relief = 'flat' }"), "over: expected nothing with set relief = 'flat', which"),
    (
        cue("at = 1", "over = 1", "tap = true"),
        "over: expected nothing with tap, which happens at once",
    ),
    (cue("at = 29", "over = 1", "drop = [0, 1]"), "over: expected a drop that comes down before the film ends"),
    (cue("at = 1", "include = 3"), "include: expected the name of a file, found 3"),
    (cue("at = 1", 'include = "none.toml"'), "include: none.toml: expected a file that exists, beside film.toml"),
    (cue("at = 1", 'include = "bad.toml"'), "cue 1: include: bad.toml:2: fsp: no such key (did you mean fps?)"),
    (cue("at = 1", 'include = "torn.toml"'), "cue 1: include: torn.toml:1: "),
    (
        cue("at = 1", 'include = "ring.toml"'),
        "include: ring.toml:4: cue 1: include: ring.toml: expected a file that does",
    ),
    (cue("at = 29", 'include = "long.toml"'), "expected to end before the film, at 30, found a cue at 31"),
    (cue("at = 1", "seat = 3"), "seat: expected a table like { size = [1280, 720] }, found 3"),
    (cue("at = 1", "seat = { size = [0, 1] }"), "seat: size: expected from 1 to 16384 pixels"),
    (cue("at = 1", "seat = { size = [9, 9], chair = 1 }"), "seat: expected some of size, language"),
    (cue("at = 1", "seat = { size = [9, 9], values = [1] }"), "seat: values: expected a list of [scene, control"),
    (cue("at = 1", "seat = { size = [9, 9], hidden = 1 }"), "seat: hidden: expected a list of names"),
    (cue("at = 1", "seat = { size = [9, 9], reduced_motion = 1 }"), "seat: reduced_motion: expected true or false"),
    (cue("at = 1", "hands = 3"), 'hands: expected a table like { hovered = "speed" }, found 3'),
    (cue("at = 1", "hands = { feet = 2 }"), "hands: expected some of hovered, held, focused"),
    (cue("at = 1", "hands = { place = [1] }"), "hands: expected place: x and y on the screen"),
    (cue("at = 1", "hands = { held = 'speed' }"), "hands: held: expected a list of names"),
    (cue("at = 1", "hands = { card = 1 }"), "hands: card: expected true or false"),
    (cue("at = 1", "widgets = 1"), "widgets: expected true or false, found 1"),
    (cue("at = 1", 'budget = "all"'), "budget: expected steps a second"),
    ("widgets = 0\n", "widgets: expected true or false, found 0"),
]
OTHERS = files(
    bad='scene = "race"\nfsp = 3',
    torn="scene = ",
    ring='scene = "race"\n' + cue("at = 0", 'include = "ring.toml"'),
    long='scene = "race"\n' + cue("at = 2", "pause = true"),
)


@pytest.mark.parametrize(("text", "part"), REFUSED)
def test_what_cannot_be_told_is_refused_in_one_line(text: str, part: str) -> None:
    with pytest.raises(DemoError) as caught:
        parse(HEAD + text, "film.toml", OTHERS)
    message = str(caught.value)
    assert re.match(r"film\.toml(:[0-9]+)?: ", message)
    assert part in message
    assert "\n" not in message
