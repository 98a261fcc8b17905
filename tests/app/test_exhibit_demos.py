"""What an exhibit plays by itself: whatever its file lists, there is something on the wall, and soon."""

from __future__ import annotations

from pathlib import Path

import pytest

from descent_game.app.cli import main
from descent_game.app.exhibit import startup
from descent_game.app.exhibit.attract import LEAST, playlist, shipped_demos
from descent_game.app.exhibit.exhibit_file import parse, read, shipped
from descent_game.app.play import configure
from descent_game.app.sessions import demo_files
from descent_game.app.show.stage import scene_names, section_scenes
from descent_game.app.terminal.arguments import Parser
from descent_game.engine.timeline import Demo
from descent_game.engine.toml_values import written

FIRST, SECOND = scene_names()[:2]

WRONG = {
    "a name too long": ("n" * 300 + ".toml", "(File name too long)"),
    "a name beyond all files": ("n" * 5000, "(File name too long)"),
    "a sign that no file has": ("a\0b.toml", "embedded null"),
    "a link in a circle": ("circle.toml", "(Too many levels of symbolic links)"),
    "a link to nowhere": ("nowhere.toml", "expected a file that exists"),
    "a folder": ("folder", "found a folder"),
    "a file as a folder": ("broken.toml/a.toml", "(Not a directory)"),
    "a device": ("/dev/null", "found a device"),
    "no TOML": ("broken.toml", "Expected"),
    "itself within itself": ("turning.toml", "does not include itself"),
    "no text": ("bytes.toml", "UTF-8"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of demos that cannot be played."""
    (tmp_path / "circle.toml").symlink_to("circle.toml")
    (tmp_path / "nowhere.toml").symlink_to("absent.toml")
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken.toml").write_text("scene race\n")
    (tmp_path / "turning.toml").write_text(f'scene = "{FIRST}"\n[[cue]]\nat = 1\ninclude = "turning.toml"\n')
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    return tmp_path


@pytest.fixture(scope="module")
def own() -> tuple[Demo, ...]:
    """The program's own demos."""
    return shipped_demos(shipped().scenes)


@pytest.mark.parametrize("kind", WRONG)
def test_a_demo_that_cannot_be_played_is_one_line_and_the_programs_own_play(
    kind: str, folder: Path, own: tuple[Demo, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    name, part = WRONG[kind]
    file = folder / "exhibit.toml"
    file.write_text(f"[attract]\ndemos = [{written(name)}]\n")
    exhibit, mistakes = read(file)
    assert [(mistake.line, mistake.key) for mistake in mistakes] == [(2, "attract.demos")]
    assert part in mistakes[0].message
    assert exhibit == shipped()
    assert playlist(exhibit).demos == own
    assert main(["check", str(file)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_folder_that_may_not_be_entered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path, **more: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", refused)
    exhibit, mistakes = parse('[attract]\ndemos = ["closed/own.toml"]\n', folder)
    assert [mistake.message for mistake in mistakes] == [
        "closed/own.toml: expected a file that can be read (Permission denied)"
    ]
    assert exhibit == shipped()


def test_a_demo_is_read_once_and_plays_as_often_as_it_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.toml").write_text(f'scene = "{FIRST}"\n')
    opened: list[str] = []
    read_demo = demo_files.read_demo

    def counted(name: str) -> Demo:
        opened.append(name)
        return read_demo(name)

    monkeypatch.setattr(demo_files, "read_demo", counted)
    exhibit, mistakes = parse(f"[attract]\ndemos = {['own.toml'] * 150}\n", tmp_path)
    assert mistakes == []
    assert len(exhibit.demos) == 150
    assert opened == [str(tmp_path / "own.toml")]


def test_safe_mode_opens_no_file_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "exhibit.toml"
    file.write_text('theme = "light"\n[attract]\ndemos = ["own.toml"]\nseconds = 20\n')
    monkeypatch.setattr(demo_files, "read_demo", None)
    parser = Parser(prog="descent play", description="", examples="")
    configure(parser)
    exhibit, count = startup.exhibit_asked_for(parser.parse_args(["--exhibit", str(file), "--safe"]), file)
    assert (exhibit.theme, exhibit.turn, exhibit.demos, count) == ("light", 20.0, (), 0)
    monkeypatch.undo()
    assert playlist(exhibit).demos == shipped_demos(shipped().scenes)


def test_a_fault_in_reading_is_told_and_the_wall_is_not_black(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(text: str, folder: Path) -> None:
        raise ZeroDivisionError("nobody foresaw it")

    monkeypatch.setattr("descent_game.app.exhibit.exhibit_file.parse", fails)
    file = tmp_path / "exhibit.toml"
    file.write_text("")
    parser = Parser(prog="descent play", description="", examples="")
    configure(parser)
    exhibit, count = startup.exhibit_asked_for(parser.parse_args(["--exhibit", str(file)]), file)
    assert (exhibit.pin, exhibit.scenes, exhibit.demos, count) == ("", shipped().scenes, (), 1)
    assert "could not be read (ZeroDivisionError: nobody foresaw it)" in capsys.readouterr().err


def test_the_programs_own_demos_are_its_own_wherever_it_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shipped_demos(shipped().scenes)
    for name in demo_files.demo_names():
        (tmp_path / name).write_text("broken")
    monkeypatch.chdir(tmp_path)
    assert shipped_demos(shipped().scenes) == before


def test_a_demo_that_reads_of_another_scene_shows_that_scene(tmp_path: Path) -> None:
    section = next(section for section, scene in section_scenes().items() if scene == SECOND)
    (tmp_path / "tour.toml").write_text(f'scene = "{FIRST}"\n[[cue]]\nat = 1\nread = "{section}"\n')
    _, mistakes = parse(f'scenes = ["{FIRST}"]\n[attract]\ndemos = ["tour.toml"]\n', tmp_path)
    assert [mistake.message for mistake in mistakes] == [
        f"expected demos of this exhibit's scenes, found {SECOND} in tour.toml"
    ]


def test_a_demo_of_a_moment_does_not_flicker(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(f'scene = "{FIRST}"\nseconds = 0.01\n')
    exhibit, mistakes = parse('[attract]\ndemos = ["own.toml"]\n', tmp_path)
    assert mistakes == []
    assert playlist(exhibit).showing(0).steps == LEAST
