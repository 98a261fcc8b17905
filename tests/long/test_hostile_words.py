"""Wrong command lines: each one line that names the word, exit status 2, and no file made, lost or changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from descent_game.app.cli import main
from descent_game.app.storage.input_files import LONGEST_LINE

LINES = {
    "play --fullscren": "--fullscren: no such argument (did you mean --fullscreen?)",
    "play race gallery": "gallery: no such argument",
    "play --quality best": "--quality: expected one of low, medium, high, auto, found 'best'",
    "play --quality": "--quality: expected a value",
    "play --size 0x0": "--size: expected WIDTHxHEIGHT",
    "play --size 9**9**9": "--size: expected WIDTHxHEIGHT",
    "play --size=-640x360": "--size: expected WIDTHxHEIGHT",
    "play --display -1": "--display: expected a whole number",
    "play --display 1e3": "--display: expected a whole number",
    "play --lang xx": "--lang: expected one of",
    "play --lang ../../etc/passwd": "--lang: expected one of",
    "play --theme pink": "--theme: expected one of",
    "play --seed -1": "--seed: expected a whole number",
    "play --seed=-1": "--seed: expected a whole number",
    "play --seed 99999999999999999999": "--seed: expected a whole number",
    "play --set speed": "--set: expected NAME=VALUE, found 'speed'",
    "play --set =3": "--set: expected NAME=VALUE, found '=3'",
    "play --set lerning_rate=1": "--set lerning_rate: no such control (did you mean learning_rate?)",
    "play --set learning_rate=nan": "--set learning_rate: expected a number from",
    "play --set learning_rate=inf": "--set learning_rate: expected a number from",
    "play --set learning_rate=9**9**9": "--set learning_rate: expected a number from",
    "play --set sgd=maybe": "--set sgd: expected on or off",
    "play --set home=1": "--set home: is pressed, takes no value",
    "play race?speed": "race?speed: expected SCENE?name=value",
    "play race?speed=": "race?speed=: speed: expected a whole number",
    "play race?seed=x": "race?seed=x: seed: expected a whole number",
    "play moon?speed=1": "moon: expected a scene or a demo",
    "play none.toml": "none.toml: expected a file that exists or one of",
    "play --state none.json": "none.json: expected a file that exists",
    "play --state /dev/zero": "/dev/zero: expected a file, found a device",
    "racce": "racce",
    "record race": "arguments are required: -o",
    "record race -o": "expected",
    "record race -o film": "-o: expected a name ending in",
    "record race -o film.exe": "-o: expected a name ending in",
    "record race -o .mp4": "-o: expected",
    "record race -o /dev/null": "-o: expected a name ending in",
    "record race -o nowhere/film.mp4": "-o: expected a folder that exists",
    "record race -o kept.mp4/film.mp4": "-o: expected a folder that exists, found 'kept.mp4'",
    f"record race -o {'a' * 300}/film.mp4": "-o: expected a folder that exists, found 'aaa",
    f"record race -o {'a' * 250}.mp4": "-o: expected a name of at most 200 bytes, found 254",
    "record race -o kept.mp4": "-o: 'kept.mp4' exists",
    "record race -o folder.mp4": "-o: expected the name of a file, found the folder",
    "record race -o film.mp4 --fps 0": "--fps: expected a whole number",
    "record race -o film.mp4 --fps 59.94": "--fps: expected a whole number",
    "record race -o film.mp4 --seconds nan": "--seconds: expected a number",
    "record race -o film.mp4 --seconds 1e99": "--seconds: expected a number",
    "record race -o film.mp4 --seconds 0": "--seconds: expected a number",
    "record race -o film.mp4 --samples 3": "--samples: expected one of",
    "record race -o film.mp4 --jobs 0": "--jobs: expected a whole number",
    "record race -o film.mp4 --crf 999": "--crf: expected",
    "record race -o film.mp4 --codec divx": "--codec: expected",
    "record race -o film.mp4 --from 9 --to 3": "--to: expected",
    "record race -o film.mp4 --transparent": "--transparent: expected",
    "record race -o film.png": "-o: expected",
    "still race": "arguments are required: -o",
    "still race -o a.jpg": "-o: expected a name ending in .png",
    "still race -o a.png --at -1": "--at: expected a number",
    "still race -o a.png --at nan": "--at: expected a number",
    "trace": "arguments are required: SCENE",
    "trace moon": "expected one of",
    "trace race --steps -5": "--steps: expected a whole number",
    "trace race --steps 1e9": "--steps: expected a whole number",
    "trace race --start 1": "--start: expected two numbers X,Y",
    "trace race --start nan,1": "--start: expected two numbers X,Y",
    "trace race -o numbers.xls": "-o: expected a name ending in",
    "list everything": "SECTION: expected one of scenes",
    "exhibit": "arguments are required",
    "exhibit dance": "expected one of run, install, uninstall, pin, status",
    "check": "arguments are required: FILE",
    "check none.toml": "none.toml: expected a file that exists or one of",
    "bench speed": "expected one of frame",
    "bench --pictures 1": "--pictures: expected a whole number",
    "doctor --fix": "--fix: no such argument",
}


@pytest.fixture(autouse=True)
def folder(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a film that must not be lost."""
    here = tmp_path / "here"
    here.mkdir()
    (here / "kept.mp4").write_bytes(b"a film")
    (here / "folder.mp4").mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.mark.parametrize("words", LINES)
def test_one_line_says_what_was_expected(words: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words.split()) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    (line,) = shown.err.splitlines()
    assert LINES[words] in line
    assert sorted(path.name for path in folder.iterdir()) == ["folder.mp4", "kept.mp4"]
    assert (folder / "kept.mp4").read_bytes() == b"a film"


@pytest.mark.parametrize(
    "odd", ["\x1b[2J\x07", "\udcff", "a\nb\r\n", "é\u202e", "x" * 100_000, " ", "-", "---", "%s%n", "''"]
)
@pytest.mark.parametrize(
    "words", ["{}", "play {}", "record {} -o a.mp4", "play --set {}", "play --lang {}", "trace {}"]
)
def test_odd_words_are_shown_as_they_are_not_obeyed(words: str, odd: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = [odd if word == "{}" else word for word in words.split()]
    assert main(given) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    (line,) = shown.err.splitlines()
    assert line.isprintable()
    assert 5 < len(line) <= LONGEST_LINE
