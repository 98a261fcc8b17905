"""The show goes on: what fails is told to the log and put back as it was at first."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NoReturn

import pytest
from routes import route

from descent_game.app import log
from descent_game.app.exhibit import exhibit_file
from descent_game.app.exhibit.counters import Counters
from descent_game.app.exhibit.exhibit_stage import ExhibitStage
from descent_game.app.exhibit.presence import PresenceState
from descent_game.app.settings import Settings
from descent_game.app.show import loop
from descent_game.app.show.fault_guard import LATELY, MOST, FaultGuard
from descent_game.app.show.stage import Stage
from descent_game.engine.actions import Action, Goto, Set
from descent_game.engine.clock import STEP
from descent_game.engine.events import Key

BEAT = 1.0 / 60.0


def fail(*args: object) -> NoReturn:
    raise ZeroDivisionError("a scene's own fault")


@pytest.fixture
def stage(home: Path) -> Stage:
    return Stage("race", 640, 360, Settings())


def told() -> str:
    return log.path().read_text("utf-8")


@pytest.mark.parametrize("verb", ["act", "step", "frame", "paint", "widgets"])
def test_a_scene_that_fails_begins_anew_and_the_log_says_why(
    stage: Stage, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steady = FaultGuard(stage, stage.renew)
    stage.act(Set("landscape", "saddle"))
    failing = stage.scene
    monkeypatch.setattr(failing, verb, fail)
    loop.run(steady, [BEAT] * 4, lambda step: [Set("speed", 30.0)] if step == 0 else [], lambda: True)
    assert stage.scene is not failing
    assert stage.scene.name == "race"
    assert stage.scene.controls.word("landscape") == "ravine"
    assert told().count("a scene failed, and begins anew") == 1
    assert "ZeroDivisionError: a scene's own fault" in told()
    assert any(layer.runs for layer in stage.canvas.layers()), "there is a picture nevertheless"


def test_other_scenes_stay_as_they_were_left(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.act(Set("landscape", "saddle"))
    stage.act(Goto("trainer"))
    monkeypatch.setattr(stage.scene, "step", fail)
    FaultGuard(stage, stage.renew).step(STEP)
    stage.act(Goto("race"))
    assert stage.scene.controls.word("landscape") == "saddle"


def test_what_fails_again_soon_gives_way_to_the_next_scene(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    steady = FaultGuard(stage, stage.renew)
    monkeypatch.setattr(type(stage.scene), "step", fail)
    for _ in range(3):
        steady.step(STEP)
    assert stage.scene.name == "gallery"


def test_failures_long_apart_do_not_count_together(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    again: list[bool] = []
    steady = FaultGuard(stage, again.append)
    for _ in range(3 * MOST):
        with steady.guarded():
            fail()
        with monkeypatch.context() as patched:
            patched.setattr(stage, "step", lambda dt: None)
            for _ in range(LATELY):
                steady.step(STEP)
    assert again == [False] * (3 * MOST)


@pytest.mark.parametrize("verb", ["act", "step", "frame"])
def test_where_starting_over_does_not_help_the_fault_comes_out(verb: str, home: Path) -> None:
    class Broken:
        def act(self, action: Action) -> None:
            fail()

        def step(self, dt: float) -> None:
            fail()

        def frame(self, dt: float, alpha: float) -> None:
            fail()

    again: list[bool] = []
    steady = FaultGuard(Broken(), again.append)
    with pytest.raises(ZeroDivisionError):
        for _ in range(MOST):
            if verb == "act":
                steady.act(Goto("race"))
            elif verb == "step":
                steady.step(STEP)
            else:
                steady.frame(BEAT, 0.0)
    assert again == [False] + [True] * (MOST - 2)


def test_what_hands_and_pages_break_is_put_back_too(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    steady = FaultGuard(stage, stage.renew)
    route(stage, Key("h"))
    broken = stage.overlays
    monkeypatch.setattr(broken, "handle", fail)
    with steady.guarded():
        route(stage, Key("a"))
    assert broken.open == "help"
    assert not stage.overlays.open


@pytest.mark.parametrize("visiting", [False, True])
def test_an_exhibit_goes_on_as_well(home: Path, visiting: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    exhibit_stage = ExhibitStage(exhibit_file.shipped(), 640, 360, 0.0, Counters({}, ""))
    if visiting:
        exhibit_stage.event(Key("a"))
        exhibit_stage.tick(0.1, datetime(2026, 1, 1, 12))
    before, scene = exhibit_stage.stage, exhibit_stage.stage.scene
    monkeypatch.setattr(scene, "step", fail)
    loop.run(FaultGuard(exhibit_stage, exhibit_stage.renew), [BEAT] * 3, exhibit_stage.take, lambda: True)
    assert exhibit_stage.stage.scene is not scene
    assert (exhibit_stage.stage is before) == visiting
    assert exhibit_stage.presence.state is (PresenceState.VISIT if visiting else PresenceState.ATTRACT)
    assert told().count("a scene failed, and begins anew") == 1
