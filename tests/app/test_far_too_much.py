"""Input beyond all sense: each ends soon, in a line or a few, with its key and no word of the program's own inside."""

from __future__ import annotations

from pathlib import Path

import pytest
from windows import in_a_window

from descent_game.app.cli import main
from descent_game.app.exhibit import exhibit_file
from descent_game.app.sessions.request import demo_for
from descent_game.app.storage.input_files import LONGEST_LINE
from descent_game.app.storage.mistakes import MOST_TOLD
from descent_game.app.terminal.errors import BAD_INPUT, DONE
from descent_game.ui.catalogue import MOST_HINTS

LONG = {"hexadecimal": "0x" + "F" * 6000, "octal": "0o" + "7" * 6000, "binary": "0b" + "1" * 20_000}
"""Numbers that Python reads and does not write."""
MOST = "expected a number of at most 4300 digits, found a longer one"


@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("exhibit.toml", "seed = {}\n", "seed"),
        ("exhibit.toml", "[idle]\nseconds = {}\n", "idle.seconds"),
        ("xx.toml", '[language]\nname = "X"\nnumber = {}\n', "language.number"),
        ("film.toml", 'scene = "race"\nseed = {}\n', "seed"),
        ("film.toml", 'scene = "race"\n[[cue]]\nat = {}\nset = {{ speed = 1 }}\n', "cue.at"),
    ],
)
def test_a_number_that_cannot_be_written_is_one_line(
    kind: str, name: str, text: str, key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(text.format(LONG[kind]))
    assert main(["check", str(path)]) == BAD_INPUT
    assert capsys.readouterr() == ("", f"{path}: {key}: {MOST}\n")


ON_THE_WALL = """
from descent_game.app.cli import main

drawn = [0]
def look(draw):
    drawn[0] += 1
    return draw() and drawn[0] < 5
at_each_picture(look)
assert main(["--exhibit", {path!r}]) == 0
assert drawn[0] == 5
"""


def test_an_exhibit_with_such_a_number_is_on_the_wall_nevertheless(tmp_path: Path) -> None:
    path = tmp_path / "exhibit.toml"
    path.write_text(f'scenes = ["race"]\nseed = {LONG["hexadecimal"]}\n')
    assert exhibit_file.read(path)[0] == exhibit_file.shipped()
    done = in_a_window(ON_THE_WALL.replace("{path!r}", repr(str(path))), tmp_path)
    assert (done.returncode, done.stderr) == (0, f"{path}: seed: {MOST}\n")


@pytest.mark.parametrize("twice", ["k0", "k74999"])
def test_a_key_that_stands_twice_among_very_many_is_found(
    twice: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Were each key looked for among all the others, this would take minutes."""
    path = tmp_path / "kept.json"
    keys = ",".join(f'"k{number}":1' for number in range(75_000))
    path.write_text(f'{{{keys},"{twice}":1}}')
    assert main(["check", str(path)]) == BAD_INPUT
    assert capsys.readouterr() == ("", f"{path}: {twice}: expected each key once, found it again\n")


def keys(count: int) -> str:
    return "".join(f'k{number} = ""\n' for number in range(count))


@pytest.mark.parametrize(
    ("text", "count", "flaw"),
    [
        ("[race]\n" + keys(30_000), 30_000, "race.k0: no such text"),
        ('[race]\ntitle = "' + "[abc] " * 40_000 + '"\n', 1, "race.title: [abc] is not in the glossary"),
        ('[race]\ntitle = "' + "[[[a" * 40_000 + '"\n', 0, "race.title: a bracket without its other half"),
        ("[race]\ntitel = 'x'\n" + "\n" * 400_000, 0, "race.titel: no such text (did you mean race.title?)"),
    ],
    ids=["keys", "terms", "brackets", "lines"],
)
def test_of_endless_mistakes_in_texts_each_is_told_once(
    text: str, count: int, flaw: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each of these took minutes, or hours, once."""
    path = tmp_path / "xx.toml"
    path.write_text('[language]\nname = "X"\n' + text)
    assert main(["check", str(path)]) == BAD_INPUT
    told = capsys.readouterr().err.splitlines()
    assert len(told) == MOST_TOLD + 1
    assert main(["check", "--all", str(path)]) == BAD_INPUT
    every = capsys.readouterr().err.splitlines()
    assert told == [*every[:MOST_TOLD], f"{path}: and {len(every) - MOST_TOLD} mistakes more: `descent check --all`"]
    missing = sum(": missing; " in line for line in every)
    assert missing > 400 and len(every) <= missing + max(count, 1)
    assert sum(flaw in line for line in every) == 1
    assert sum("did you mean" in line for line in every) <= MOST_HINTS


def test_of_endless_mistakes_in_an_exhibit_the_first_twenty_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "exhibit.toml"
    path.write_text(keys(5000))
    assert main(["check", str(path)]) == BAD_INPUT
    told = capsys.readouterr().err.splitlines()
    assert len(told) == MOST_TOLD + 1
    assert told[0].startswith(f"{path}:1: k0: no such key")
    assert told[-1] == f"{path}: and {5000 - MOST_TOLD} mistakes more: `descent check --all`"


LONG_LINES = {
    "a long key": ("exhibit.toml", f"{'k' * 900} = 1\n", ": kkkk"),
    "a long key of a table": ("exhibit.toml", f"[idle]\n{'k' * 900} = 1\n", ": idle.kkkk"),
    "a long name of a demo": ("exhibit.toml", f'[attract]\ndemos = ["{"k" * 900}.toml"]\n', "(File name too long)"),
    "a thousand times the same": ("exhibit.toml", f"scenes = {['x'] * 1000}\n", 'found "x"'),
    "twice the same day": ("exhibit.toml", '[hours]\nclosed = ["mon", "mon"]\n', "found neither"),
    "a number in quotes": ("exhibit.toml", '[defaults.race]\nlearning_rate = "0.05"\n', 'without quotes, found "0.05"'),
    "no time at all": (
        "exhibit.toml",
        '[hours]\nopen = ""\nclose = "09:00"\n',
        'hours.open: expected a time from "00:00"',
    ),
    "signs of a terminal": ("exhibit.toml", '"' + "\\u001b" * 300 + '" = 1\n', "\\x1b"),
    "a key of a script": ("film.toml", f'scene = "race"\n{"k" * 900} = 1\n', "kkkk"),
    "a key of a state": ("kept.json", f'{{"{"k" * 900}": 1, "{"k" * 900}": 2}}', "found it again"),
}


@pytest.mark.parametrize("kind", LONG_LINES)
def test_a_mistake_is_one_line_of_at_most_two_hundred_signs(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, text, part = LONG_LINES[kind]
    path = tmp_path / name
    path.write_text(text)
    assert main(["check", str(path)]) == BAD_INPUT
    (line,) = capsys.readouterr().err.splitlines()
    assert len(line) <= LONGEST_LINE == 200
    assert part in line


@pytest.mark.parametrize("value", ["2020-01-01", "true", "[true, false]", "07:30:00"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("exhibit.toml", "[idle]\nseconds = {}\n"),
        ("xx.toml", '[language]\nname = "X"\nnumber = {}\n'),
        ("film.toml", 'scene = "race"\n[[cue]]\nat = 0\nseat = {}\n'),
    ],
)
def test_what_was_found_is_shown_as_the_file_has_it(
    value: str, name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(text.format(value))
    assert main(["check", str(path)]) == BAD_INPUT
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(f", found {value}")


# -- the command line -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", ["9" * 5000, "\u0661\u0662", "1_0", "-1", "", str(2**63)], ids=lambda seed: seed[:9])
def test_a_seed_behind_a_scene_is_read_as_one_behind_its_option(
    seed: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["still", f"race?seed={seed}", "-o", str(home / "a.png")]) == BAD_INPUT
    (line,) = capsys.readouterr().err.splitlines()
    assert ": seed: expected a whole number from 0 to 9223372036854775807, found '" in line and len(line) < 1200
    assert main(["still", "race", f"--seed={seed}", "-o", str(home / "a.png")]) == BAD_INPUT
    (other,) = capsys.readouterr().err.splitlines()
    assert other[other.index("expected") :][:400] == line[line.index("expected") :][:400]
    assert demo_for("race?seed=9223372036854775807").seed == demo_for("race", seed=2**63 - 1).seed


REFUSED = ["0.1_0", "1_0", "0.\u0661", "\uff11", "nan", "inf", "1e999", "0x1", "", "0 .1", "1e", ".", "--1"]


@pytest.mark.parametrize(
    "words", ["record race -o {home}/a.mp4 --dry-run --set learning_rate={n}", "trace race --start={n},1"]
)
@pytest.mark.parametrize("number", ["0.1", ".1", "+1e-1", " .1 ", "1E-1", "00.1", *REFUSED])
def test_a_number_is_typed_in_plain_digits(
    number: str, words: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main([part.format(n=number, home=home) for part in words.split()])
    assert status == (BAD_INPUT if number in REFUSED else DONE)
    assert (f"expected a number from 0.001 to 0.2, found {number!r}" in capsys.readouterr().err) == (
        number in REFUSED and "record" in words
    )
