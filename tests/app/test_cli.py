"""The command line: pages, exit statuses, one line for every bad ending."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from descent_game.app import log
from descent_game.app.cli import main
from descent_game.app.commands import COMMANDS
from descent_game.app.console import trace
from descent_game.app.sessions.demo_files import demo_names
from descent_game.app.show.stage import scene_names
from descent_game.app.terminal.errors import MachineError
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.version import VERSION


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    for word in ("--version", "-V", "version"):
        assert main([word]) == 0
        assert capsys.readouterr().out == f"The Descent {VERSION}\n"
    assert main(["--help"]) == 0
    page = capsys.readouterr().out
    assert all(f"  {name} " in page for name in COMMANDS)


@pytest.mark.parametrize(
    "command", [*COMMANDS, "trace race", "trace gallery", "trace trainer", "exhibit run", "exhibit pin"]
)
def test_every_command_has_a_page_with_examples(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # the page is the same plain one on every Python
    assert main([*command.split(), "--help"]) == 0
    page = capsys.readouterr().out
    assert "\x1b" not in page
    assert page.startswith(f"usage: descent {command}")
    assert "  descent" in page.split("examples:")[1]


HILLS = ", ".join(LANDSCAPES)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("rceord race", "descent: 'rceord' is no command (did you mean record?)"),
        ("film race", "descent: 'film' is no command (did you mean record?)"),
        ("race record -o a.mp4", "descent: expected the command first: descent record race -o a.mp4"),
        ("help rceord", "descent help: expected one of play, record, "),
        ("missing.toml", f"missing.toml: expected a file that exists or one of {demo_names()[0]}"),
        ("record ravin.toml -o a.mp4", f"ravin.toml: expected a file that exists or one of {demo_names()[0]}"),
        ("still race?landscape=sadle -o a.png", f"race?landscape=sadle: landscape: expected one of {HILLS}, found"),
        ("still race --set landscape=sadle -o a.png", f"--set landscape: expected one of {HILLS}, found 'sadle'"),
        ("bench simulate race", "descent bench: WHAT: expected one of frame, simulate, trainer, record, start, found "),
        ("bench simulate --scene race", "--scene: expected with frame or record, found with simulate"),
        ("list --jsn", "descent list: --jsn: no such argument (did you mean --json?)"),
        ("play --display 99999", "descent play: --display: expected a whole number from 0 to 15, found '99999'"),
        ("gibberish", "gibberish: expected a scene or a demo, one of "),
        ("still race -o a.png --samples 3", "descent still: --samples: expected one of 0, 2, 4, 8, 16, found '3'"),
        ("record race -o /proc/a.mp4", "-o: expected a folder that "),
        ("record race -o /nowhere/a.mp4", "-o: expected a folder that exists, found '/nowhere'"),
        ("record", "descent record: the following arguments are required: SCENE|DEMO, -o"),
        ("check", "descent check: the following arguments are required: FILE"),
    ],
)
def test_bad_words_are_one_line(words: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words.split()) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(line)
    assert len(shown.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "guess"),
    [
        ("record missing.toml -o a.mp4", ""),
        ("record ravin.toml -o a.mp4", "ravine.toml"),
        ("record sadle -o a.mp4", "saddle.toml"),
        ("help stil", "still"),
        ("bench simulat", "simulate"),
    ],
)
def test_what_may_be_meant_is_guessed_only_where_it_is_close(
    words: str, guess: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == 2
    assert capsys.readouterr().err.partition("did you mean ")[2] == (f"{guess}?)\n" if guess else "")


@pytest.mark.parametrize("words", ["help", "help record", "help trace race", "help exhibit run"])
def test_help_is_a_word_too(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words.split()) == 0
    page = capsys.readouterr().out
    assert main([*words.split()[1:], "--help"]) == 0
    assert page == capsys.readouterr().out


@pytest.mark.parametrize("name", [*COMMANDS, *scene_names()])
def test_each_command_is_taken_for_itself_and_each_scene_for_a_scene(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([name, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: descent {name if name in COMMANDS else 'play'} ")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("kept.toml", "--keep: 'kept.toml' exists; choose another name"),
        ("kept.mp4", "--keep: expected a name ending in .toml, found 'kept.mp4'"),
        ("", "--keep: expected a name ending in .toml, found ''"),
        ("nowhere/kept.toml", "--keep: expected a folder that exists, found 'nowhere'"),
        ("folder.toml", "--keep: expected the name of a file, found the folder 'folder.toml'"),
    ],
)
def test_a_session_is_kept_in_a_file_of_its_own(
    name: str, line: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    (home / "kept.toml").write_text("what was kept before")
    (home / "folder.toml").mkdir()
    assert main(["play", "--keep", name]) == 2
    assert capsys.readouterr() == ("", f"{line}\n")
    assert (home / "kept.toml").read_text() == "what was kept before"


UNLOADED = """
import sys
from descent_game.app import cli
status = cli.main([sys.argv[1]])
assert not {name for name in sys.modules if name.startswith(("pygame", "numpy", "descent_game.scenes"))}
sys.exit(status)
"""


def test_a_misspelt_command_is_told_without_loading_any_scene() -> None:
    done = subprocess.run([sys.executable, "-c", UNLOADED, "traec"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "descent: 'traec' is no command (did you mean trace?)\n"


@pytest.mark.parametrize("name", ["race", "trainer"])
def test_a_scene_that_is_called_much_like_a_command_is_told_from_it(name: str) -> None:
    """Nothing is printed before the first line of ours, as pygame would where it is loaded too early."""
    surroundings = {key: value for key, value in os.environ.items() if key != "PYGAME_HIDE_SUPPORT_PROMPT"}
    command = [sys.executable, "-m", "descent_game", name, "--nonsense"]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "descent play: --nonsense: no such argument (did you mean --seed?)\n"


def ending(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> int:
    def fail(_: object) -> int:
        raise error

    monkeypatch.setattr(trace, "run", fail)
    return main(["trace", "race"])


def test_endings(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert ending(MachineError("no GL:\napt-get install libegl1"), monkeypatch) == 3
    assert capsys.readouterr().err == "no GL: apt-get install libegl1\n"
    assert ending(KeyboardInterrupt(), monkeypatch) == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_a_fault_is_one_line_and_its_traceback_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert ending(ZeroDivisionError("by nothing"), monkeypatch) == 1
    shown = capsys.readouterr().err
    assert shown == f"a fault of the program: ZeroDivisionError: by nothing (logged in {log.path()})\n"
    assert log.path().is_relative_to(home)
    logged = log.path().read_text(encoding="utf-8")
    assert "Traceback" in logged
    assert "ZeroDivisionError: by nothing" in logged


def test_a_value_taken_for_an_option_is_told_as_it_can_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["still", "race", "-o", "-a.png"]) == 2
    assert capsys.readouterr().err.endswith("one that begins with - is written --output=-a.png\n")


LONG = "x" * 3000


@pytest.mark.parametrize(
    "words", [[LONG], ["race", "--set", f"{LONG}=3"], ["race", "--theme", LONG], ["still", LONG, "-o", "a.png"]]
)
def test_a_refusal_is_short_in_bytes_too(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert len(capsys.readouterr().err.encode()) <= 200
