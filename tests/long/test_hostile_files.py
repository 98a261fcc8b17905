"""Wrong files, by accident or on purpose: each one line that names file and key, exit status 2, little memory."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from descent_game.app.cli import main
from descent_game.app.show.stage import make_scene
from descent_game.app.storage import kept_states
from descent_game.app.storage.input_files import LONGEST_LINE

HEAD = 'scene = "race"\n'
CUE = "[[cue]]\nat = 1\n"
MOST_MEMORY = 100_000
"""Kilobytes by which one wrong file may make the process larger."""

Check = Callable[[Path | str], str]

DEMOS: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "scene: expected the name of a scene, found nothing"),
    "no toml": ("{]", "Invalid statement"),
    "half a string": ('scene = "race', "Unterminated string"),
    "a key twice": (HEAD + HEAD, "expected each key once, found scene again"),
    "a table twice": (HEAD + "[cue]\n[cue]\n", "expected each table once, found cue again"),
    "unknown key": (HEAD + "sceen = 1\n", "sceen: no such key (did you mean scene?)"),
    "unknown scene": ('scene = "rice"\n', "scene: expected one of"),
    "scene is a number": ("scene = 3\n", "scene: expected the name of a scene"),
    "scene is a list": ("scene = []\n", "scene: expected the name of a scene"),
    "no such theme": (HEAD + 'theme = "pink"\n', "theme: expected one of"),
    "no such language": (HEAD + 'language = "xx"\n', "language: expected one of"),
    "language climbs": (HEAD + 'language = "../../../etc/passwd"\n', "language: expected one of"),
    "theme is true": (HEAD + "theme = true\n", "theme: expected a name in quotes"),
    "size in words": (HEAD + 'size = "large"\n', "size: expected WIDTHxHEIGHT"),
    "size too large": (HEAD + 'size = "99999x99999"\n', "size: expected WIDTHxHEIGHT"),
    "size of very many digits": (HEAD + f'size = "{"9" * 900_000}x1"\n', "size: expected WIDTHxHEIGHT"),
    "size negative": (HEAD + 'size = "-640x360"\n', "size: expected WIDTHxHEIGHT"),
    "size in other digits": (HEAD + 'size = "٦٤٠x٣٦٠"\n', "size: expected WIDTHxHEIGHT"),
    "size a table": (HEAD + "size = { width = 640 }\n", "size: expected WIDTHxHEIGHT"),
    "fps too high": (HEAD + "fps = 100000\n", "fps: expected a whole number from 10 to 240"),
    "fps a fraction": (HEAD + "fps = 59.94\n", "fps: expected a whole number"),
    "fps true": (HEAD + "fps = true\n", "fps: expected a whole number"),
    "seconds not a number": (HEAD + "seconds = nan\n", "seconds: expected a number from"),
    "seconds without end": (HEAD + "seconds = inf\n", "seconds: expected a number from"),
    "seconds negative": (HEAD + "seconds = -1\n", "seconds: expected a number from"),
    "seconds none": (HEAD + "seconds = 0\n", "seconds: expected a number from"),
    "seconds huge": (HEAD + f"seconds = 1{'0' * 400}\n", "seconds: expected a number from"),
    "seconds longer than digits go": (
        HEAD + f"seconds = {'9' * 5000}\n",
        "seconds: expected a number of at most 4300 digits, found 5000",
    ),
    "seconds a formula": (HEAD + 'seconds = "9**9**9"\n', "seconds: expected a number from"),
    "a bare formula": (HEAD + "seconds = 9**9**9\n", "Expected newline"),
    "seconds a date": (HEAD + "seconds = 2026-01-01\n", "seconds: expected a number from"),
    "seed negative": (HEAD + "seed = -1\n", "seed: expected a whole number"),
    "seed huge": (HEAD + f"seed = {2**70}\n", "seed: expected a whole number"),
    "widgets a word": (HEAD + 'widgets = "yes"\n', "widgets: expected true or false"),
    "cue a number": (HEAD + "cue = 3\n", "cue: expected tables headed [[cue]]"),
    "cue a table": (HEAD + "[cue]\nat = 1\n", "cue: expected tables headed [[cue]]"),
    "cues of numbers": (HEAD + "cue = [1, 2]\n", "cue 1: expected a table headed [[cue]]"),
    "cue without a time": (HEAD + "[[cue]]\npause = true\n", "at: expected a time in seconds, found nothing"),
    "cue without a verb": (HEAD + CUE, "expected something to do"),
    "cue too late": (HEAD + "[[cue]]\nat = 21\npause = true\n", "at: expected a number from 0 to 20"),
    "cue not a time": (HEAD + "[[cue]]\nat = nan\npause = true\n", "at: expected a number"),
    "cue for ever": (HEAD + CUE + "over = inf\norbit = [1, 1]\n", "over: expected a number"),
    "unknown verb": (HEAD + CUE + "explode = true\n", "explode: no such key"),
    "unknown easing": (HEAD + CUE + 'easing = "bouncy"\norbit = [1, 1]\n', "easing: expected one of"),
    "easing a list": (HEAD + CUE + "easing = [1]\norbit = [1, 1]\n", "easing: expected one of"),
    "pause false": (HEAD + CUE + "pause = false\n", "pause: expected true"),
    "drop of words": (HEAD + CUE + 'drop = ["a", "b"]\n', "drop: expected x and y on the surface"),
    "drop of three": (HEAD + CUE + "drop = [1, 2, 3]\n", "drop: expected x and y on the surface"),
    "drop not a number": (HEAD + CUE + "drop = [nan, 0]\n", "drop: expected x and y on the surface"),
    "drop beyond all numbers": (HEAD + CUE + f"drop = [1{'0' * 400}, 0]\n", "drop: expected x and y on the surface"),
    "zoom to nothing": (HEAD + CUE + "zoom = 0\n", "zoom: expected a positive number"),
    "zoom infinite": (HEAD + CUE + "zoom = inf\n", "zoom: expected a positive number"),
    "orbit true": (HEAD + CUE + "orbit = true\n", "orbit: expected two numbers"),
    "pan beyond all sense": (HEAD + CUE + "pan = [1e308, -1e308]\n", "pan: expected two numbers, parts of the screen"),
    "point beyond all sense": (
        HEAD + CUE + "point = { drop = [1e30, 0] }\n",
        "drop: x and y on the surface, from -1000",
    ),
    "click outside": (HEAD + CUE + "click = [2, 2]\n", "click: expected x and y on the screen"),
    "click with a fourth button": (HEAD + CUE + "click = [0, 0, 4]\n", "click: expected x and y on the screen"),
    "drag without a phase": (HEAD + CUE + "drag = [0, 0]\n", "drag: expected x, y and one of"),
    "set nothing": (HEAD + CUE + "set = {}\n", "set: expected a table like"),
    "set unknown": (HEAD + CUE + "set = { lerning_rate = 1 }\n", "set: lerning_rate: no such control"),
    "set out of range": (HEAD + CUE + "set = { learning_rate = 9 }\n", "set: learning_rate: expected a number from"),
    "set not a number": (HEAD + CUE + "set = { learning_rate = nan }\n", "set: learning_rate: expected a number from"),
    "set too huge": (HEAD + CUE + f"set = {{ speed = 1{'0' * 400} }}\n", "set: speed: expected a whole number from"),
    "set a table": (HEAD + CUE + "set = { speed = { a = 1 } }\n", "set: speed: expected a number, a word"),
    "set a trigger": (HEAD + CUE + "set = { home = true }\n", "set: home: is pressed, takes no value"),
    "press a value": (HEAD + CUE + 'press = "speed"\n', "press: speed: takes a value, is not pressed"),
    "press nothing": (HEAD + CUE + 'press = ""\n', "press: expected the name of a trigger"),
    "goto nowhere": (HEAD + CUE + 'goto = "moon"\n', "goto: expected one of"),
    "read nothing known": (HEAD + CUE + 'read = "moon"\n', "read: expected one of"),
    "explain nothing known": (HEAD + CUE + 'explain = "moon"\n', "explain: expected a term of the glossary"),
    "caption a number": (HEAD + CUE + "caption = 3\n", "caption: expected a sentence"),
    "caption in no language": (HEAD + CUE + 'caption = { xx = "a" }\n', "caption: expected languages of"),
    "caption of a blank": (HEAD + CUE + 'caption = " "\n', "caption: expected something to see"),
    "caption that turns round": (HEAD + CUE + 'caption = "\\u202e"\n', "caption: expected letters and line ends"),
    "caption of noughts": (HEAD + CUE + 'caption = "a\\u0000b"\n', "caption: expected letters and line ends"),
    "caption without end": (HEAD + CUE + f'caption = "{"a" * 20_000}"\n', "caption: expected at most 2000 letters"),
    "hold without end": (HEAD + CUE + "hold = 1000\n", "hold: expected seconds that end before the film"),
    "picture that climbs": (HEAD + CUE + 'screenshot = "../../x"\n', "screenshot: expected the end of a file's name"),
    "picture of signs": (HEAD + CUE + 'screenshot = "a\\u0000b"\n', "screenshot: expected the end of a file's name"),
    "include a number": (HEAD + CUE + "include = 3\n", "include: expected the name of a file"),
    "include nothing": (HEAD + CUE + 'include = "none.toml"\n', "include: none.toml: expected a file that exists"),
    "include a folder": (HEAD + CUE + 'include = "/"\n', "include: /: expected a file, found"),
    "include a device": (HEAD + CUE + 'include = "/dev/zero"\n', "include: /dev/zero: expected a file, found"),
    "include the odd": (HEAD + CUE + 'include = "a\\u0000b"\n', "expected a file that can be read"),
    "include too long a name": (HEAD + CUE + f'include = "{"a" * 5000}"\n', "expected a file that can be read"),
    "include somebody's": (HEAD + CUE + 'include = "~nobody-at-all/x.toml"\n', "expected a file that exists"),
    "include itself": (HEAD + CUE + 'include = "demo.toml"\n', "include: demo.toml: expected"),
    "lists too deep": (HEAD + "x = " + "[" * 100_000 + "\n", "expected a few tables and lists"),
    "tables too deep": (HEAD + "x = " + "{a=" * 100_000 + "\n", "expected a few tables and lists"),
    "a key too deep": (HEAD + "a." * 20_000 + "a = 1\n", "expected keys of at most 32 parts"),
    "a key of very many letters": (HEAD + "k" * 900_000 + " = 1\n", "no such key"),
    "a key of control signs": (HEAD + '"\\u001b[2J\\u0007" = 1\n', "\\x1b[2J\\x07: no such key"),
    "control signs": (HEAD + "\x00\x01\x02\n", "Invalid"),
    "a value of control signs": (HEAD + 'theme = "\\u001b[31mred"\n', "theme: expected one of"),
    "binary": (bytes(range(256)) * 40, "expected text in UTF-8"),
    "half a letter": (HEAD.encode() + b'theme = "\xc3"\n', "expected text in UTF-8"),
    "other letters": (HEAD.encode("utf-16"), "expected text in UTF-8"),
    "a mark in front": (b"\xef\xbb\xbf" + HEAD.encode() + b"fps = 0\n", "fps: expected a whole number"),
    "old line ends": (HEAD.replace("\n", "\r").encode(), "Expected newline"),
    "other line ends": (HEAD.replace("\n", "\r\n") + "fps = 0\r\n", "fps: expected a whole number"),
    "noughts": (HEAD.encode() + b"\x00" * 4096, "Invalid"),
    "links in circles": (HEAD + CUE + 'include = "/proc/self/cwd/demo.toml"\n', "include"),
    "a move beyond all": (HEAD + CUE + "over = 3600\norbit = [1, 1]\n", "over: expected a number from 0 to 20"),
    "cues without end": (HEAD + "[[cue]]\nat = 0\ntap = true\n" * 30_000, "expected at most 10000 cues in all"),
    "a list without end": (HEAD + "x = [" + "1," * 2_000_000, "expected a script of at most 1 MB"),
    "too large for a script": (b"#" * 1_000_001, "expected a script of at most 1 MB (a kept session"),
}
EXHIBITS: dict[str, tuple[str | bytes, str]] = {
    "no toml": ("scenes = [", "expected TOML"),
    "no such scene": ('scenes = ["moon"]\n', "scenes: expected some of"),
    "a scene twice": ('scenes = ["race", "race"]\n', "scenes: expected each name once"),
    "text far too large": ("text_scale = 1e300\n", "text_scale: expected a number from"),
    "text beyond all numbers": (f"text_scale = 1{'0' * 400}\n", "text_scale: expected a number from"),
    "more digits than there are": (
        f"text_scale = {'9' * 5000}\n",
        "text_scale: expected a number of at most 4300 digits, found 5000",
    ),
    "too deep": ("scenes = " + "[" * 100_000, "expected a few tables and lists"),
    "a pin of words": ('[operator]\npin = "abcd"\n', "operator.pin: expected four to eight digits"),
    "a diagonal not a number": ("[screen]\ndiagonal_mm = nan\n", "screen.diagonal_mm: expected a number from"),
    "hours past midnight": ('[hours]\nopen = "25:00"\nclose = "26:00"\n', "hours.open: expected a time from"),
    "unknown default": ("[defaults.race]\nrate = 1\n", "defaults.race.rate: no such control"),
    "hides the unknown": ('[hide]\nrace = ["moon"]\n', "hide.race: expected some of"),
    "a demo that is none": ('[attract]\ndemos = ["/dev/zero"]\n', "attract.demos: "),
    "binary": (b"\xff\xfe\x00" * 40, "expected text in UTF-8"),
}
STATES: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "expected JSON"),
    "half": ('{"scene": "trainer"', "expected JSON"),
    "a list": ("[]", "expected a table of settings, points and weights, found a list"),
    "a word": ('"trainer"', "expected a table of settings, points and weights, found a word"),
    "a number": ("1e999", "expected a table of settings, points and weights, found a number"),
    "nothing at all": ("null", "expected a table of settings, points and weights, found nothing"),
    "no scene": ("{}", "scene: expected one of"),
    "unknown scene": ('{"scene": "moon"}', "scene: expected one of"),
    "scene a list": ('{"scene": ["trainer"]}', "scene: expected one of"),
    "another scene": ('{"scene": "gallery"}', "expected a state for gallery, which keeps none"),
    "only the scene": ('{"scene": "trainer"}', "version: expected, found nothing"),
    "too deep": ("[" * 100_000, "expected a few tables and lists within one another"),
    "tables too deep": ('{"a":' * 100_000, "expected a few tables and lists within one another"),
    "huge number": ('{"scene": ' + "9" * 5000 + "}", "expected numbers of at most 4300 digits"),
    "a key twice": ('{"scene": "trainer", "scene": "race"}', "scene: expected each key once, found it again"),
    "a formula": ('{"scene": 9**9**9}', "expected JSON"),
    "a remark": ('// a state\n{"scene": "trainer"}', "expected JSON"),
    "another alphabet": ('{"scene": "trainer"}'.encode("utf-16"), "expected text in UTF-8"),
    "a mark in front": (b"\xef\xbb\xbf{}", "scene: expected one of"),
    "nothing but noughts": (b"\x00" * 4096, "expected JSON"),
    "control signs": ('{"scene": "\x1b[2J"}', "expected JSON"),
    "a climbing scene": ('{"scene": "../../etc/passwd"}', "scene: expected one of"),
    "a scene of signs": ('{"scene": "\\u001b[2J\\u0000"}', "scene: expected one of"),
    "half a pair": ('{"scene": "\\ud800"}', "scene: expected one of"),
    "two tables": ("{}\n{}", "expected JSON"),
    "not a number": ('{"scene": NaN}', "scene: expected one of"),
    "binary": (bytes(range(256)), "expected text in UTF-8"),
}


@pytest.fixture
def refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Check]:
    """Checks a file that is wrong, and returns the first line that says so."""
    monkeypatch.chdir(tmp_path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def check(name: Path | str) -> str:
        assert main(["check", str(name)]) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        lines = shown.err.splitlines()
        for line in lines:
            assert line.startswith(str(name)[:20])
            assert line.isprintable()
            assert len(line) <= LONGEST_LINE
        return lines[0]

    yield check
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY


def written(name: str, content: str | bytes) -> str:
    """Writes a file, and returns its name."""
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return name


@pytest.mark.parametrize("kind", DEMOS)
def test_a_wrong_demo(kind: str, refused: Check) -> None:
    content, expected = DEMOS[kind]
    assert expected in refused(written("demo.toml", content))


@pytest.mark.parametrize("kind", EXHIBITS)
def test_a_wrong_exhibit(kind: str, refused: Check) -> None:
    content, expected = EXHIBITS[kind]
    assert expected in refused(written("exhibit.toml", content))


@pytest.mark.parametrize("kind", STATES)
def test_a_wrong_state(kind: str, refused: Check) -> None:
    content, expected = STATES[kind]
    assert expected in refused(written("state.json", content))


TEXTS = {
    "no toml": "[language]\nname = ",
    "a number": "[language]\nname = 3\n",
    "too deep": "[language]\n" + "a." * 20_000 + 'a = "b"\n',
    "lists too deep": "[language]\nname = " + "[" * 100_000,
    "more digits than there are": f"[language]\nname = {'9' * 5000}\n",
    "nothing of what is needed": '[language]\nname = "None"\n',
}


@pytest.mark.parametrize("kind", TEXTS)
def test_wrong_texts(kind: str, refused: Check) -> None:
    refused(written("xx.toml", TEXTS[kind]))


@pytest.mark.parametrize("name", ["demo.toml", "exhibit.toml", "state.json"])
@pytest.mark.parametrize("kind", ["folder", "pipe", "link to nowhere", "link to itself", "link to a device", "none"])
def test_what_is_no_file(kind: str, name: str, refused: Check) -> None:
    path = Path(name)
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "link to nowhere":
            path.symlink_to("nowhere.toml")
        case "link to itself":
            path.symlink_to(path)
        case "link to a device":
            path.symlink_to("/dev/zero")
    assert "expected a file" in refused(name)


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/random", "/proc/self/mem", "~nobody-at-all/x.toml", "a" * 5000])
def test_names_of_anything(name: str, refused: Check) -> None:
    assert "expected a" in refused(name) or "UTF-8" in refused(name)


def test_a_file_that_says_it_is_empty_and_is_not(refused: Check) -> None:
    assert refused("/proc/self/status").startswith("/proc/self/status:1: ")


def test_a_state_with_anything_in_any_place_is_refused_or_taken_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scene = make_scene("trainer")
    assert isinstance(scene, kept_states.Keeping)
    good = json.loads(kept_states.text(scene))
    odd: list[object] = [None, True, "x", 1e308, -1, [], {}, [[]], [None], "9**9**9", [[1e400, 0]], {"a": 1}, 10**400]
    count = 0
    for key in good:
        for value in odd:
            written("state.json", json.dumps({**good, key: value}))
            status = main(["check", "state.json"])
            shown = capsys.readouterr()
            assert status in (0, 2), (key, value)
            assert shown.err.startswith("state.json: ") == bool(status)
            assert len(shown.err.splitlines()) == status // 2
            count += status // 2
    assert count >= 30
