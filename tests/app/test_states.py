"""States in files: kept whole, taken over whole, or refused in one line."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from routes import route

from descent_game.app.cli import main
from descent_game.app.film import offline_render
from descent_game.app.sessions.demo_files import read_demo, setup
from descent_game.app.sessions.request import demo_for
from descent_game.app.show.requests import Request
from descent_game.app.show.stage import Stage, make_scene, scene_names
from descent_game.app.storage import kept_states
from descent_game.app.terminal.errors import InputError
from descent_game.engine.actions import Drop, Press, Restore, Set
from descent_game.engine.events import Key
from descent_game.engine.timeline import Cue, Demo

NOON = datetime(2026, 5, 1, 12)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file with a trainer that has trained on two points of its own."""
    path = tmp_path / "kept.json"
    path.write_text(kept_states.text(trained()), "utf-8")
    return path


def trained() -> Any:
    scene = make_scene("trainer")
    for action in (Press("clear"), Drop(-0.5, 0.25), Set("class", "diamond"), Drop(0.5, 0.0), Set("hidden", "3")):
        scene.act(action)
    for _ in range(30):
        scene.step(1.0 / 120.0)
    return scene


def test_a_state_goes_to_a_file_and_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kept_states, "folder", lambda: tmp_path / "The Descent")
    scene = trained()
    assert kept_states.newest(scene, NOON) is None
    first, second = kept_states.save(scene, NOON), kept_states.save(scene, NOON)
    assert first.name == "trainer 2026-05-01 12.00.00.json"
    assert second != first and first.read_text() == second.read_text()
    assert kept_states.newest(scene, NOON) == second
    assert sorted(tmp_path.rglob("*")) == sorted((tmp_path / "The Descent", first, second))
    other = make_scene("trainer")
    kept_states.restore(other, kept_states.read(first), first.name)
    assert other.written() == scene.written()  # type: ignore[attr-defined]  # the trainer's own


def test_the_newest_is_opened_whatever_else_lies_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kept_states, "folder", lambda: tmp_path)
    trainer, now = make_scene("trainer"), NOON.timestamp()
    assert isinstance(trainer, kept_states.Keeping)
    assert kept_states.newest(trainer, NOON) is None
    (tmp_path / "trainer a.json").symlink_to(tmp_path / "nothing")
    (tmp_path / "trainer b.json").symlink_to(tmp_path / "trainer b.json")
    (tmp_path / "trainer c.json").mkdir()
    os.mkfifo(tmp_path / "trainer d.json")
    assert kept_states.newest(trainer, NOON) is None

    def kept(name: str, written: float) -> None:
        (tmp_path / name).write_bytes(b"{}")
        os.utime(tmp_path / name, (written, written))

    kept("trainer 2031-01-01 00.00.00.json", now + 1e8)
    newest = kept_states.newest(trainer, NOON)
    assert newest is not None and newest.name == "trainer 2031-01-01 00.00.00.json", "there is no other"
    kept("trainer mine.json", now - 1000.0)
    for name in ("trainer 2026-05-01 12.00.00.json", *(f"trainer 2026-05-01 12.00.00-{n}.json" for n in range(2, 12))):
        kept(name, now)
        newest = kept_states.newest(trainer, NOON)
        assert newest is not None and newest.name == name, "of the same second the last one counts"
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(kept_states, "folder", lambda: tmp_path / "file")
    assert kept_states.newest(trainer, NOON) is None


def test_a_disk_that_is_full_leaves_no_half_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, room: Callable[[int], AbstractContextManager[None]]
) -> None:
    monkeypatch.setattr(kept_states, "folder", lambda: tmp_path)
    with room(10), pytest.raises(OSError, match="File too large"):
        kept_states.save(trained(), NOON)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "expected JSON, found a mistake at line 1, column 1"),
        ('{"scene": "trainer",\n "version": }', "expected JSON, found a mistake at line 2, column 13"),
        ("[1, 2]", "expected a table of settings, points and weights, found a list"),
        ("[" * 100_000, "expected a few tables and lists within one another"),
        ("{}", f"scene: expected one of {', '.join(scene_names())}, found None"),
        ('{"scene": "trainer", "version": 1}', "settings: expected, found nothing"),
        ('{"scene": "race"}', "expected a state for race, which keeps none"),
        ('{"scene": "\ud800"}', "expected text in UTF-8"),
    ],
)
def test_a_wrong_file_is_one_line(text: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wrong.json"
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    assert main(["check", str(path)]) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and len(shown.err.splitlines()) == 1
    assert shown.err.startswith(f"{path}: ")
    assert words in shown.err


@pytest.mark.parametrize("key", ["points", "labels", "initial", "weights", "settings", "steps"])
def test_each_part_is_checked_and_named(key: str, kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = json.loads(kept.read_text())
    kept.write_text(json.dumps({**table, key: "nonsense"}))
    assert main(["check", str(kept)]) == 2
    assert capsys.readouterr().err.startswith(f"{kept}: {key}")
    before = kept.read_text()
    assert main(["still", "trainer", "--state", str(kept), "-o", str(kept.with_name("a.png"))]) == 2
    assert capsys.readouterr().err.startswith(f"{kept}: {key}")
    assert not kept.with_name("a.png").exists() and kept.read_text() == before


def test_a_file_that_is_well_is_told_so(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(kept)]) == 0
    assert capsys.readouterr().out == f"{kept}: no mistakes; the state of trainer\n"
    assert main(["check", str(kept.with_name("none.json"))]) == 2
    assert capsys.readouterr().err == f"{kept.with_name('none.json')}: expected a file that exists\n"


def test_a_picture_begins_with_a_state_and_then_with_values(kept: Path) -> None:
    demo = demo_for("trainer", state=str(kept), values=[("relief", "relief")])
    assert isinstance(demo.cues[0].action, Restore)
    scene: Any = offline_render.staged(demo).scene
    assert scene.runs.first.steps == 150
    assert scene.controls.word("hidden") == "3" and scene.controls.word("relief") == "relief"
    assert np.array_equal(scene.runs.points, [[-0.5, 0.25], [0.5, 0.0]])
    with pytest.raises(InputError, match="expected a state for race"):
        demo_for("race", state=str(kept))


def test_a_demo_holds_its_state_and_is_checked(kept: Path, tmp_path: Path) -> None:
    demo = demo_for("trainer", state=str(kept))
    script = tmp_path / "film.toml"
    script.write_text(demo.text(), "utf-8")
    assert read_demo(str(script)).cues == demo.cues
    script.write_text(Demo("trainer", cues=(Cue(0, Restore("{}")),)).text(), "utf-8")
    with pytest.raises(InputError, match="cue at 0: restore: a kept state: scene: expected, found nothing"):
        read_demo(str(script))


def test_the_trainer_has_keys_for_it_and_the_race_has_not() -> None:
    for scene, wishes in (("trainer", [Request.KEEP, Request.OPEN]), ("race", [])):
        stage = Stage(scene, 640, 360, setup(Demo(scene)))
        for name in ("s", "o"):
            route(stage, Key(name, control=True))
        assert list(stage.requests) == wishes
