"""Demo files: found beside one another, checked against what there is, and told over the stage."""

from __future__ import annotations

from pathlib import Path

import pytest

from descent_game.app import settings
from descent_game.app.cli import main
from descent_game.app.film import offline_render
from descent_game.app.sessions import demo_files, recorder
from descent_game.app.sessions.demo_files import read_demo
from descent_game.app.settings import Settings
from descent_game.app.show import captions, loop
from descent_game.app.show.stage import Stage, make_scene, scene_names
from descent_game.app.terminal.errors import InputError
from descent_game.engine.actions import Goto, PointerState, Set
from descent_game.engine.sources import MOST_KEPT_CUES, MOST_KEPT_LETTERS
from descent_game.engine.timeline import Cue, Demo, written_cue
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.ui.guide import caption_place
from descent_game.ui.page import LARGE
from descent_game.ui.scene_protocol import Surfaced

HEAD = 'scene = "race"\nseconds = 30\nsize = "640x360"\n'


def cue(*lines: str) -> str:
    """Returns a cue as it is written."""
    return "\n".join(["[[cue]]", *lines, ""])


def write(folder: Path, name: str, *cues: str, head: str = HEAD) -> str:
    """Writes a demo, and returns its name."""
    path = folder / name
    path.write_text(head + "".join(cues), "utf-8")
    return str(path)


def test_every_shipped_demo_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    names = list(demo_files.demo_names())
    assert main(["check", *names]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    lines = shown.out.splitlines()
    assert [line.partition(": no mistakes; ")[0] for line in lines] == names
    assert lines[names.index("race.toml")].startswith("race.toml: no mistakes; race, 30 s")


def test_files_are_found_beside_the_one_that_includes_them(tmp_path: Path) -> None:
    (tmp_path / "part").mkdir()
    write(tmp_path / "part", "inner.toml", cue("at = 1", "set = { speed = 40 }"))
    write(tmp_path / "part", "middle.toml", cue("at = 2", 'include = "inner.toml"'))
    outer = write(tmp_path, "outer.toml", cue("at = 3", 'include = "part/middle.toml"'))
    assert read_demo(outer).due(720) == (Set("speed", 40),)


def test_a_shipped_demo_can_be_included_by_its_name(tmp_path: Path) -> None:
    outer = write(tmp_path, "outer.toml", cue("at = 0", 'include = "race.toml"'))
    assert read_demo(outer).cues[0].action == Goto("race")
    assert len(read_demo(outer).cues) == len(read_demo("race.toml").cues) + 2


def test_what_a_keeper_keeps_can_be_read_again() -> None:
    worst = PointerState("learning_rate", place=(-0.1234567890123456, -0.1234567890123456))
    letters = len("\n" + written_cue(Cue(399_999, worst)))
    assert recorder.MOST_CUES * letters < MOST_KEPT_LETTERS
    assert recorder.MOST_CUES * 1.2 < MOST_KEPT_CUES


SCENES, HILLS, LANGUAGES = map(", ".join, (scene_names(), LANDSCAPES, settings.languages()))
REFUSED = [
    (cue("at = 1", 'caption = { en = "Down.", xx = "Nieder." }'), "caption: expected languages of en"),
    (cue("at = 1", 'caption = "demo.race.none"'), "caption: expected a sentence or the key of one"),
    (cue("at = 1", 'point = "landscpae"'), "point: landscpae: no such control (did you mean landscape?)"),
    (cue("at = 1", 'point = "landscape.hill"'), f"point: landscape: expected one of {HILLS}"),
    (cue("at = 1", 'point = "learning_rate.low"'), "point: learning_rate: expected one of no options, found 'low'"),
    (cue("at = 1", "over = 1", "set = { learning_rate = [0.1, 7] }"), "set: learning_rate: expected a number"),
    (cue("at = 1", 'include = "none.toml"'), "include: none.toml: expected a file that exists or one of"),
    (cue("at = 1", 'include = "."'), "include: .: expected a file, found a folder"),
    (cue("at = 1", 'include = "/dev/zero"'), "include: /dev/zero: expected a file, found a device"),
    (cue("at = 1", 'include = "bytes.toml"'), "include: bytes.toml: expected text in UTF-8"),
    (cue("at = 1", 'goto = "gallery"', 'include = "film.toml"'), "expected a file that does not include itself"),
]


@pytest.mark.parametrize(("text", "part"), REFUSED)
def test_what_there_is_not_is_refused_in_one_line(text: str, part: str, tmp_path: Path) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\xff")
    film = write(tmp_path, "film.toml", text)
    with pytest.raises(InputError) as caught:
        read_demo(film)
    assert str(caught.value).startswith(film)
    assert part in str(caught.value)
    assert "\n" not in str(caught.value)


MISTAKEN = """scene = "rcae"
fps = 5
seconds = 12
seconds = 13
langauge = "en"

[[cue]]
at = 1,5
set = { landscape = "sadle", speed = 99 }
zoom = 0

[[cue]]
at = 99
ovre = 3
easing = "jump"
caption = "one

[[cue]]
at = 3
include = "part.toml"

[[cue]]
"""


def test_a_drop_lies_on_a_surface_that_there_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cues = (
        cue("at = 1", "drop = [99, 99]"),
        cue("at = 2", "over = 1", "drop = [99, 99]"),
        cue("at = 4", "point = { drop = [98, 99] }"),
        cue("at = 5", "drop = [1, 1]", 'goto = "gallery"'),
        cue("at = 6", "drop = [0, 0]"),
    )
    film = Path(write(tmp_path, "film.toml", *cues)).name
    assert main(["check", film]) == 2
    told = [line.removeprefix(film) for line in capsys.readouterr().err.splitlines()]
    sides = "expected x from -2.4 to 2.4 and y from -2.4 to 2.4"
    with_surface = ", ".join(name for name in scene_names() if isinstance(make_scene(name), Surfaced))
    assert told == [
        f":6: cue at 1: drop: {sides}, found [99, 99]",
        f":10: cue at 3: drop: {sides}, found [99, 99]",
        f":13: cue at 4: point: drop: {sides}, found [98, 99]",
        f":20: cue at 6: drop: expected a scene with a surface, one of {with_surface}, found gallery",
    ]


def test_a_drop_after_a_click_may_lie_anywhere(tmp_path: Path) -> None:
    far = cue("at = 1", "drop = [99, 99]")
    assert main(["check", write(tmp_path, "a.toml", cue("at = 0", "click = [0.5, 0.5]"), far)]) == 0
    assert main(["check", write(tmp_path, "b.toml", far, cue("at = 2", "click = [0.5, 0.5]"))]) == 2


BESIDES = (
    ":6: cue 1: over: expected nothing with press",
    ":7: cue at 1: press: sadle: no such control",
    ":10: cue 2: values: expected a list",
    ":10: cue at 2: values: home: has no value to tell",
    ":10: cue at 2: values: nope: no such control",
    ":13: cue 3: caption: expected en: a sentence in quotes, found 3",
    f":13: cue at 3: caption: expected languages of {LANGUAGES}, found 'xx'",
    f":13: cue at 3: caption: expected languages of {LANGUAGES}, found 'yy'",
    ":14: cue 4: over: expected with a setting",
    ":16: cue at 4: set: landscap: no such control",
    ":19: cue 5: over: expected nothing with set landscape",
    ":20: cue at 5: set: landscape: expected one of",
)
"""How the lines begin that tell the mistakes of the script below."""


def test_a_second_mistake_in_a_cue_does_not_wait_for_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cues = (
        cue("at = 1", "over = 2", 'press = "sadle"'),
        cue("at = 2", 'values = ["nope", "home", 3]'),
        cue("at = 3", 'caption = { xx = "Downhill", en = 3, yy = "Bergab" }'),
        cue("at = 4", "set = { landscap = [0, 1] }"),
        cue("at = 5", "over = 1", 'set = { landscape = "sadle" }'),
    )
    film = Path(write(tmp_path, "film.toml", *cues)).name
    assert main(["check", film]) == 2
    told = [line.removeprefix(film) for line in capsys.readouterr().err.splitlines()]
    assert [next(line for line in told if line.startswith(begin)) for begin in BESIDES]
    assert len(told) == len(BESIDES)


def test_every_mistake_of_a_script_is_told_at_once_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a long path would be shortened
    part = 'scene = "race"\n[[cue]]\nat = 0\nset = { landscape = "sadle" }\nzoom = "in"\n'
    (tmp_path / "part.toml").write_text(part)
    film = Path(write(tmp_path, "film.toml", head=MISTAKEN)).name
    assert main(["check", film]) == 2
    told = [line.removeprefix(film) for line in capsys.readouterr().err.splitlines()]
    assert [
        line.partition(", found")[0].partition("; there")[0].partition(", the")[0].partition(", press")[0]
        for line in told
    ] == [
        f":1: scene: expected one of {SCENES}",
        ":2: fps: expected a whole number from 10 to 240",
        ":4: expected each key once",
        ":5: langauge: no such key (did you mean language?)",
        ":8: expected TOML: Expected newline or end of document after a statement, column 7",
        ":10: cue 1: zoom: expected a positive number",
        ":13: cue 2: at: expected a number from 0 to 12",
        ":14: cue 2: ovre: no such key (did you mean over?)",
        ":15: cue 2: easing: expected one of linear, smooth, leaving, arriving, hand",
        ":16: expected TOML: Illegal character '\\n', column 15",
        f":20: cue 3: include: part.toml:4: cue at 3: set: landscape: expected one of {HILLS}",
        ":20: cue 3: include: part.toml:5: cue 1: zoom: expected a positive number",
        ":22: cue 4: at: expected a time in seconds",
        ":22: cue 4: expected something to do, one of hold, include, …",
    ]
    assert main(["still", film, "-o", str(tmp_path / "a.png")]) == 2
    assert capsys.readouterr().err.endswith(" (and 13 more: `descent check` tells them)\n")


def test_of_a_cue_the_controls_of_the_scene_are_told_that_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = write(
        tmp_path,
        "film.toml",
        cue("at = 1", "set = { hidden = '3', speed = 99 }"),
        cue("at = 2", "over = 3", "set = { speed = 30 }"),
        cue("at = 4", 'goto = "gallery"'),
        cue("at = 5", "over = 1", "set = { hidden = 4, z = 1, weight = 7 }"),
    )
    assert main(["check", film]) == 2
    told = [line.removeprefix(film) for line in capsys.readouterr().err.splitlines()]
    assert [line.partition(";")[0].partition(", found")[0] for line in told] == [
        ":6: cue at 1: set: hidden: no such control",
        ":6: cue at 1: set: speed: expected a whole number from 1 to 60",
        ":13: cue at 4: goto: expected after speed has arrived, at 5",
        ":17: cue at 5: set: hidden: no such control",
        ":17: cue at 5: set: weight: expected a number from 0.5 to 2",
    ]


def played(demo: Demo, seconds: float) -> Stage:
    """Returns the stage after so many seconds of a demo."""
    stage = offline_render.staged(demo)
    loop.run(stage, [1 / 60] * round(seconds * 60), demo.due, lambda: True)
    return stage


def shown(stage: Stage) -> list[str]:
    """Returns the texts in the picture."""
    return [run.text for layer in stage.canvas.layers() for run in layer.runs]


def pointer(stage: Stage) -> tuple[float, float] | None:
    """Returns the pixel that the pointer stands on in the picture: it is drawn over all else."""
    *_, top = stage.canvas.layers()
    return next((box.rect.center for box in top.boxes if box.kind == "disc"), None)


TELLING = HEAD + cue("at = 0", "caption = { en = 'Down we go.' }") + cue("at = 0.5", "point = 'landscape.saddle'")


def test_captions_and_pointer_are_shown_over_the_stage(tmp_path: Path) -> None:
    stage = played(read_demo(write(tmp_path, "film.toml", head=TELLING)), 3.0)
    assert "Down we go." in shown(stage)
    (cell,) = (c for placed in stage.interface.placed for c in placed.cells if c.value == "saddle")
    assert pointer(stage) == pytest.approx(cell.rect.center)


def test_without_widgets_there_is_nothing_to_press_and_no_pointer_on_it(tmp_path: Path) -> None:
    demo = read_demo(write(tmp_path, "film.toml", head="widgets = false\n" + TELLING))
    stage = played(demo, 3.0)
    assert "Down we go." in shown(stage)
    assert "Saddle" not in shown(stage)
    assert pointer(stage) is None
    assert "Saddle" in shown(played(read_demo(write(tmp_path, "other.toml", head=TELLING)), 3.0))


def test_the_pointer_stands_on_the_knob_of_a_slider(tmp_path: Path) -> None:
    knob = cue("at = 0", "point = 'speed'") + cue("at = 1", "over = 1", "set = { speed = [20, 40] }")
    stage = played(read_demo(write(tmp_path, "film.toml", knob)), 3.0)
    (slider,) = (placed for placed in stage.interface.placed if placed.name == "speed")
    place, track = pointer(stage), slider.body
    assert place is not None
    assert (place[0] - track.x) / track.w == pytest.approx((40 - 1) / 59)


@pytest.mark.parametrize("language", settings.languages())
@pytest.mark.parametrize("name", demo_files.demo_names())
def test_captions_of_shipped_demos_can_be_read_in_every_language(name: str, language: str) -> None:
    demo, page = read_demo(name), settings.page(Settings(language=language), 1280, 720)
    told = [(end - begin, captions.told_in(say, language, page.messages)) for begin, end, say in demo.captions()]
    assert told
    for steps, text in told:
        assert steps >= 2.5 * 120
        assert len(text) <= 20.5 * steps / 120, f"{text} is more than can be read in {steps / 120:g} s"
        assert len(caption_place(page, text, LARGE)[1]) == 1, f"{text} takes more than a line"


def test_the_script_in_the_readme_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = (Path(__file__).parents[2] / "README.md").read_text("utf-8").split("```toml\n")[1].split("```")[0]
    path = tmp_path / "mine.toml"
    path.write_text(script, "utf-8")
    assert main(["check", str(path)]) == 0
    assert "race, 12 s" in capsys.readouterr().out
