"""The exhibit file: what it says, every mistake in it told at once, and an exhibit that starts in spite of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from descent_game.app.cli import main
from descent_game.app.exhibit import startup
from descent_game.app.exhibit.attract import playlist, shipped_demos
from descent_game.app.exhibit.exhibit_file import parse, read, shipped
from descent_game.app.exhibit.settings import Exhibit, Hours
from descent_game.app.play import configure
from descent_game.app.show.stage import make_scene, scene_names
from descent_game.app.terminal.arguments import Parser
from descent_game.engine.controls import Choice, Range, Trigger
from descent_game.engine.toml_lines import key_lines, line_of

ROOT = Path(__file__).parents[2]
FIRST = scene_names()[0]
CONTROLS = list(make_scene(FIRST).controls)
CHOICE = next(control for control in CONTROLS if isinstance(control, Choice))
RANGE = next(control for control in CONTROLS if isinstance(control, Range))
TRIGGER = next(control for control in CONTROLS if isinstance(control, Trigger))

GOOD = f"""
scenes = ["{FIRST}"]
languages = ["en"]
theme = "light"
text_scale = 1.2
reduced_motion = true
seed = 7

[screen]
display = 1
diagonal_inches = 43
quality = "fine"

[idle]
seconds = 90
countdown = 20

[attract]
demos = ["own.toml"]
seconds = 20

[hours]
open = "9:30"
close = "18:00"
closed = ["mon", "tue"]
dim = 0.2

[sound]
on = true
volume = 0.25

[operator]
pin = "24680"

[defaults.{FIRST}]
{CHOICE.name} = "{CHOICE.options[-1]}"

[hide]
{FIRST} = ["{RANGE.name}", "pause"]
"""


def test_everything_that_can_be_said_is_heard(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(f'scene = "{FIRST}"\nseconds = 12\n')
    (tmp_path / "station.toml").write_text(GOOD)
    exhibit, mistakes = read(tmp_path / "station.toml")
    assert mistakes == []
    assert exhibit == Exhibit(
        scenes=(FIRST,),
        languages=("en",),
        theme="light",
        text_scale=1.2,
        reduced_motion=True,
        seed=7,
        display=1,
        diagonal=43 * 25.4,
        quality="fine",
        idle=90.0,
        countdown=20.0,
        demos=exhibit.demos,
        turn=20.0,
        sound=True,
        volume=0.25,
        hours=Hours(time(9, 30), time(18), frozenset({0, 1})),
        dim=0.2,
        pin="24680",
        values={FIRST: {CHOICE.name: CHOICE.options[-1]}},
        hidden=frozenset({f"{FIRST}.{RANGE.name}", f"{FIRST}.pause"}),
    )
    assert [demo.seconds for demo in exhibit.demos] == [12.0]


def test_an_empty_file_is_what_the_program_is_by_itself() -> None:
    assert parse("", Path(".")) == (shipped(), [])
    assert shipped().scenes == scene_names()
    assert {demo.scene for demo in shipped_demos(shipped().scenes)} == set(scene_names())


def test_the_sample_of_the_handbook_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    sample = ROOT / "docs" / "exhibit.toml"
    assert read(sample)[1] == []
    assert main(["check", str(sample)]) == 0
    assert "no mistakes" in capsys.readouterr().out
    keys = set(re.findall(r"^#? ?(\w+) =", sample.read_text("utf-8"), re.MULTILINE))
    told = {"scenes", "languages", "theme", "text_scale", "reduced_motion", "seed", "display", "diagonal_mm", "quality"}
    told |= {"seconds", "countdown", "demos", "open", "close", "closed", "dim", "on", "volume", "pin"}
    assert told <= keys, "the sample shows every key there is"


# Each kind of mistake: the file, the line it is on, its key, and part of what is said.
MISTAKES = {
    "not TOML": ("theme dark", 1, "", "expected TOML"),
    "a list left open": ("\nscenes = [", 2, "", "expected TOML: "),
    "a key twice": ('theme = "dark"\ntheme = "light"', 2, "", "expected each key once, found theme again"),
    "no such key": ('theem = "dark"', 1, "theem", "no such key (did you mean theme?)"),
    "no such table": ("\n[scren]\ndisplay = 1", 2, "scren", "no such key (did you mean screen?)"),
    "no such key in a table": ("[idle]\nsecond = 60", 2, "idle.second", "did you mean seconds?"),
    "a table that is a value": ("idle = 60", 1, "idle", "expected a table headed [idle], found 60"),
    "scenes no list": (f'scenes = "{FIRST}"', 1, "scenes", "expected a list"),
    "no scenes": ("scenes = []", 1, "scenes", "at least one"),
    "no such scene": (f'scenes = ["{FIRST}x"]', 1, "scenes", f"did you mean {FIRST}?"),
    "a scene twice": (f'scenes = ["{FIRST}", "{FIRST}"]', 1, "scenes", "again"),
    "a list of numbers": ("scenes = [1]", 1, "scenes", "expected a list"),
    "no such language": ('languages = ["en", "enn"]', 1, "languages", "did you mean en?"),
    "no such theme": ('theme = "drak"', 1, "theme", "did you mean dark?"),
    "text too large": ("text_scale = 3", 1, "text_scale", "from 0.8 to 1.6, found 3"),
    "not a number": ("text_scale = nan", 1, "text_scale", "expected a number"),
    "a number in quotes": ('text_scale = "1.2"', 1, "text_scale", 'found "1.2"'),
    "true in quotes": ('reduced_motion = "yes"', 1, "reduced_motion", "true or false, without quotes"),
    "a seed below nothing": ("seed = -1", 1, "seed", "whole number"),
    "no such display": ("[screen]\ndisplay = 99", 2, "screen.display", "from 0 to 15"),
    "half a display": ("[screen]\ndisplay = 0.5", 2, "screen.display", "whole number"),
    "a tiny screen": ("[screen]\n\ndiagonal_mm = 43", 3, "screen.diagonal_mm", "from 150 to 10000"),
    "two diagonals": ("[screen]\ndiagonal_mm = 900\ndiagonal_inches = 43", 3, "screen.diagonal_inches", "found both"),
    "no such quality": ('[screen]\nquality = "fin"', 2, "screen.quality", "did you mean fine?"),
    "idle too soon": ("[idle]\nseconds = 5", 2, "idle.seconds", "from 30 to 3600, found 5"),
    "a countdown too long": ("[idle]\ncountdown = 600", 2, "idle.countdown", "from 5 to 60"),
    "no such demo": ('[attract]\ndemos = [\n  "nowhere.toml",\n]', 2, "attract.demos", "nowhere.toml"),
    "a broken demo": ('[attract]\ndemos = ["broken.toml"]', 2, "attract.demos", "broken.toml"),
    "turns too long": ("[attract]\nseconds = 300", 2, "attract.seconds", "from 10 to 30"),
    "no such time": ('[hours]\nopen = "24:30"\nclose = "18:00"', 2, "hours.open", "23:59"),
    "a time without quotes": ("[hours]\nopen = 9\nclose = '18:00'", 2, "hours.open", "in quotes"),
    "open and never closed": ('[hours]\nopen = "09:00"', 2, "hours.open", "expected close beside it"),
    "open for no time": ('[hours]\nopen = "09:00"\nclose = "9:00"', 3, "hours.close", "another time"),
    "no such day": ('[hours]\nopen = "09:00"\nclose = "18:00"\nclosed = ["mno"]', 4, "hours.closed", "mean mon?"),
    "closed without hours": ('[hours]\nclosed = ["mon"]', 2, "hours.closed", "found neither"),
    "too loud": ("[sound]\nvolume = 11", 2, "sound.volume", "from 0 to 1, found 11"),
    "a PIN without quotes": ("[operator]\npin = 2468", 2, "operator.pin", "in quotes"),
    "a short PIN": ('[operator]\npin = "12"', 2, "operator.pin", "four to eight digits"),
    "defaults of no scene": ("[defaults.nowhere]\nx = 1", 1, "defaults.nowhere", "a scene of the exhibit"),
    "defaults that are a value": (f"[defaults]\n{FIRST} = 1", 2, f"defaults.{FIRST}", "expected a table"),
    "no such control": (f"[defaults.{FIRST}]\nnoneof = 1", 2, f"defaults.{FIRST}.noneof", "no such control"),
    "no such option": (f'[defaults.{FIRST}]\n{CHOICE.name} = "?"', 2, f"defaults.{FIRST}.{CHOICE.name}", "one of"),
    "out of range": (f"[defaults.{FIRST}]\n{RANGE.name} = 1e9", 2, f"defaults.{FIRST}.{RANGE.name}", f"{RANGE.high:g}"),
    "a button's value": (f"[defaults.{FIRST}]\n{TRIGGER.name} = 1", 2, f"defaults.{FIRST}.{TRIGGER.name}", "press"),
    "hidden in no scene": ('[hide]\nnowhere = ["x"]', 2, "hide.nowhere", "a scene of the exhibit"),
    "hidden and not there": (f'[hide]\n{FIRST} = ["{RANGE.name}x"]', 2, f"hide.{FIRST}", f"did you mean {RANGE.name}?"),
    "hidden, no list": (f"[hide]\n{FIRST} = true", 2, f"hide.{FIRST}", "expected a list"),
}  # fmt: skip


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_one_clear_line(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, line, key, part = MISTAKES[kind]
    (tmp_path / "broken.toml").write_text("scene = 1\n")
    file = tmp_path / "exhibit.toml"
    file.write_text(text + "\n")
    exhibit, mistakes = read(file)
    assert [(mistake.line, mistake.key) for mistake in mistakes] == [(line, key)]
    assert part in mistakes[0].message
    assert main(["check", str(file)]) == 2
    shown = capsys.readouterr()
    assert shown.err == mistakes[0].told(str(file)) + "\n"
    assert shown.err.startswith(f"{file}:{line}: {key}")
    assert shown.out == ""
    assert exhibit == shipped() or playlist(exhibit).showing(0).steps > 0, "and it can start"


def test_there_are_thirty_kinds_of_them() -> None:
    assert len(MISTAKES) >= 30
    assert len({text for text, *_ in MISTAKES.values()}) == len(MISTAKES)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert read(tmp_path / "exhibit.toml")[1][0].message.startswith("expected a file that exists")
    assert read(tmp_path)[1][0].message.startswith("expected a file, found a folder")
    (tmp_path / "exhibit.toml").write_bytes(b'theme = "dark"\n# caf\xe9\n')
    mistake = read(tmp_path / "exhibit.toml")[1][0]
    assert (mistake.line, mistake.message[:22]) == (2, "expected text in UTF-8")


def test_all_mistakes_are_told_at_once_and_the_rest_is_kept() -> None:
    text = 'theme = "drak"\ntext_scale = 1.1\n[idle]\nseconds = 3\ncountdown = 9\n[operator]\npin = "x"\n[oops]\n'
    exhibit, mistakes = parse(text, Path("."))
    assert [mistake.line for mistake in mistakes] == [1, 4, 7, 8]
    assert exhibit == replace(shipped(), text_scale=1.1, countdown=9.0, pin="")


def test_an_attract_demo_must_be_of_the_scenes(tmp_path: Path) -> None:
    other = scene_names()[-1]
    (tmp_path / "tour.toml").write_text(f'scene = "{FIRST}"\n[[cue]]\nat = 1\ngoto = "{other}"\n')
    exhibit, mistakes = parse(f'scenes = ["{FIRST}"]\n[attract]\ndemos = ["tour.toml"]\n', tmp_path)
    assert [mistake.key for mistake in mistakes] == ["attract.demos"]
    assert other in mistakes[0].message
    assert exhibit.demos == ()


def test_a_bad_edit_starts_with_the_shipped_value_and_a_note_in_the_log(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "station.toml"
    file.write_text('theme = "light"\n[idle]\nseconds = 2\n')
    parser = Parser(prog="descent play", description="", examples="")
    configure(parser)
    arguments = parser.parse_args(["--exhibit", str(file), "--set", f"{CHOICE.name}={CHOICE.options[-1]}"])
    exhibit, count = startup.exhibit_asked_for(arguments, file)
    assert count == 1
    assert (exhibit.theme, exhibit.idle) == ("light", shipped().idle)
    assert exhibit.values[FIRST][CHOICE.name] == CHOICE.options[-1]
    file.write_text('[hours]\nopen = "09:30"\nclose = "18:00"\n')
    assert startup.exhibit_asked_for(arguments, file)[0].hours == Hours(time(9, 30), time(18))
    assert startup.exhibit_asked_for(parser.parse_args(["--exhibit", str(file), "--open"]), file)[0].hours is None
    line = "station.toml:3: idle.seconds: expected a number from 30 to 3600, found 2"
    assert line in capsys.readouterr().err
    assert any(line in log.read_text("utf-8") for log in home.rglob("descent.log"))


def test_lines_of_keys() -> None:
    text = 'a = """\n[no]\nb = 1\n"""\nc = [\n  1, # ]\n  "]",\n]\n[d.e]\nf = { g = 1 }\n"h" . i = 2\n[[j]]\nk = 3\n'
    lines = key_lines(text)
    assert lines == {
        ("a",): 1,
        ("c",): 5,
        ("d", "e"): 9,
        ("d", "e", "f"): 10,
        ("d", "e", "h"): 11,
        ("d", "e", "h", "i"): 11,
        ("j",): 12,
        ("j", "k"): 13,
    }
    assert line_of(lines, ("d", "e", "f", "g")) == 10
    assert line_of(lines, ("nowhere",)) == 0
