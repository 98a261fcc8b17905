"""A kept session played again ends in the same state, to the bit, whatever the size; at its own size it looks alike."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from visits import again, live, state

from descent_game.app.cli import main
from descent_game.app.exhibit.counters import Counters
from descent_game.app.exhibit.exhibit_file import shipped
from descent_game.app.exhibit.exhibit_stage import ExhibitStage
from descent_game.app.film import offline_render
from descent_game.app.film.encoder import Pixels
from descent_game.app.sessions.demo_files import read_demo
from descent_game.app.sessions.recorder import Session, SessionRecorder, save
from descent_game.app.settings import Settings
from descent_game.app.show import loop
from descent_game.app.show.compositor import Compositor
from descent_game.app.show.rules import Rules
from descent_game.app.show.stage import Stage, scene_names
from descent_game.engine.actions import Action, Goto, Press, Restore, Set
from descent_game.engine.demo_text import parse
from descent_game.engine.events import Key, Resize
from descent_game.ui.head_buttons import SETTINGS

SEED = 11


@pytest.mark.parametrize("scene", scene_names())
def test_a_restless_visit_ends_the_same_at_any_size_and_rate(scene: str) -> None:
    stage = Stage(scene, 640, 360, Settings(), SEED)
    keeper = SessionRecorder(stage, SEED)
    live(keeper, stage, 4.0, 5, {140: Resize(500, 400)})
    demo = parse(keeper.text())
    assert demo.cues == tuple(keeper.cues)
    assert len({type(cue.action) for cue in demo.cues}) >= 6
    expected = state(stage)
    assert state(again(demo, (640, 360))) == expected
    assert state(again(demo, (960, 540), 24)) == expected
    assert state(again(demo, (360, 640), 30)) == expected
    shorter = replace(demo, cues=demo.cues[: len(demo.cues) // 2])
    assert state(again(shorter, (640, 360))) != expected


def test_settings_that_change_and_rules_of_an_exhibit_are_kept(tmp_path: Path) -> None:
    rules = Rules(("gallery", "race"), hidden=frozenset({"race.noise"}), values={"race": {"learning_rate": 0.02}})
    stage = Stage("gallery", 640, 360, Settings(text_scale=1.2, reduced_motion=True), SEED, rules)
    keeper = SessionRecorder(stage, SEED)
    live(keeper, stage, 1.0, 1)
    stage.set_up(replace(stage.setup, theme="light", text_scale=1.0, reduced_motion=False))
    stage.queue.append(Goto("race"))
    live(keeper, stage, 2.0, 2)
    path = tmp_path / "session.toml"
    path.write_text(keeper.text(), "utf-8")
    demo = read_demo(str(path))
    replayed = again(demo, (800, 450))
    assert state(replayed) == state(stage)
    assert replayed.setup.theme == "light"
    assert replayed.scenes == ("gallery", "race")
    assert again(replace(demo, theme="high-contrast"), (640, 360)).setup.theme == "high-contrast"


def pictures_of(stage: Stage, context: Any, frames: list[float], due: Any) -> list[Pixels]:
    """Returns the pictures of a stage in a run of frames."""
    compositor, taken = Compositor(context, stage.page.width, stage.page.height, top_down=True), []

    def draw() -> bool:
        taken.append(compositor.draw(stage).read(3))
        return True

    try:
        loop.run(stage, frames, due, draw)
    finally:
        compositor.release()
    return taken


ASKED: dict[int, list[Action]] = {
    3: [Set("learning_rate", 0.02)],
    30: [Press("drop_again")],
    50: [Set("landscape", "saddle")],
    80: [Goto("gallery")],
    100: [Set("activation", "tanh")],
}


def test_at_the_size_of_the_session_the_pictures_are_the_same(lent: Any) -> None:
    stage = Stage("race", 320, 180, Settings(), SEED)
    keeper = SessionRecorder(stage, SEED)
    times = [1 / 30] * 32
    seen = pictures_of(stage, lent, times, lambda step: keeper.due(ASKED.get(step, [])))
    demo = replace(parse(keeper.text()), fps=30)
    shown = pictures_of(offline_render.staged(demo), lent, times, demo.due)
    assert len(seen) == len(shown) == 32
    assert all((a == b).all() for a, b in zip(seen, shown, strict=True))


def test_what_no_film_shall_show_is_not_kept() -> None:
    stage = Stage("race", 640, 360, Settings())
    keeper = SessionRecorder(stage)
    list(keeper.due([Press(SETTINGS), Press("home")]))
    assert [cue.action for cue in keeper.cues][-1] == Press("home")
    assert Press(SETTINGS) not in [cue.action for cue in keeper.cues]


def test_nothing_is_kept_beyond_an_hour() -> None:
    stage = Stage("race", 640, 360, Settings())
    keeper = SessionRecorder(stage)
    keeper.steps = 3600 * 120
    assert list(keeper.due([Press("home")])) == [Press("home")]
    assert keeper.cues == []
    assert parse(keeper.text()).seconds == 3600.0


def test_no_session_grows_beyond_what_is_read_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("descent_game.app.sessions.recorder.MOST_LETTERS", 3000)
    keeper = SessionRecorder(Stage("trainer", 640, 360, Settings()))
    for count in range(60):
        list(keeper.due([Press("again")] if count % 2 else [Restore("x" * 20)]))
    kept = len(keeper.cues)
    assert 5 < kept < 60 and len(keeper.text()) <= 3000
    list(keeper.due([Press("again")]))
    assert len(keeper.cues) == kept and keeper.steps < 60, "nor is anything kept that would follow"


def test_the_file_is_whole_every_second_and_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "session.toml"
    stage = Stage("race", 640, 360, Settings(), SEED)
    session = Session(path, stage, SEED)
    assert read_demo(str(path)).scene == "race"
    for step in range(400):
        list(session.due([Press("home")] if step % 50 == 9 else []))
        session.tick()
        if step == 250:
            halfway = read_demo(str(path))
            assert halfway.seconds == pytest.approx(2.0)
            assert sum(cue.action == Press("home") for cue in halfway.cues) == 5
    session.note(Press("drop_again"))
    session.close()
    demo = read_demo(str(path))
    assert demo.steps == 400
    assert demo.cues[-1].action == Press("drop_again")
    assert main(["check", str(path)]) == 0


def test_a_session_that_cannot_be_written_says_so_and_goes_on(
    tmp_path: Path, room: Callable[[int], AbstractContextManager[None]]
) -> None:
    stage = Stage("race", 640, 360, Settings())
    session = Session(tmp_path / "none" / "session.toml", stage, 0)
    assert "No such file" in session.wrong
    assert list(session.due([Press("home")])) == [Press("home")]
    session.close()
    with room(10):
        full = Session(tmp_path / "session.toml", stage, 0)
    assert "File too large" in full.wrong
    assert math.isfinite(len(list(full.due([]))))


def test_nothing_is_written_where_no_file_is_wanted() -> None:
    session = Session(None, Stage("race", 640, 360, Settings()), 0)
    assert list(session.due([Press("home")])) == [Press("home")]
    session.tick()
    session.close()
    assert session.wrong == ""


def test_an_exhibit_keeps_its_last_visit(home: Path) -> None:
    exhibit_stage = ExhibitStage(replace(shipped(), idle=30.0), 640, 360, 0.0, Counters({}, "2025-01-01"))
    assert exhibit_stage.recorder is None
    list(exhibit_stage.take(0))
    exhibit_stage.event(Key("x"))
    for step in range(300):
        if step == 100:
            exhibit_stage.event(Key("2"))
        for action in exhibit_stage.take(step):
            exhibit_stage.act(action)
        exhibit_stage.step(1 / 120)
    assert exhibit_stage.recorder is not None
    expected = state(exhibit_stage.stage)
    path = save(exhibit_stage.recorder, datetime(2025, 1, 2, 3, 4, 5))
    assert path.name == "session 2025-01-02 03.04.05.toml"
    demo = read_demo(str(path))
    assert (demo.steps, demo.scene) == (300, "race")
    assert state(again(demo, (800, 450))) == expected
    assert expected["shown"] == "gallery"
