"""Two hands at once: what one asks of a scene that the other has just left does nothing to the next."""

from __future__ import annotations

import pytest

from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage, section_scenes
from descent_game.engine.actions import Action, Goto, Pause, Read, Set


@pytest.fixture
def stage() -> Stage:
    return Stage("gallery", 640, 360, Settings())


def moved_on(stage: Stage, steps: int) -> None:
    for step in range(steps):
        for action in stage.take(step):
            stage.act(action)
        stage.step(1 / 120)


def told_beside(scene: str) -> str:
    return next(section for section, beside in section_scenes().items() if beside == scene)


@pytest.mark.parametrize("change", [Goto("trainer"), Read(told_beside("trainer"))], ids=["tab", "reading"])
def test_a_slider_dragged_while_another_finger_changes_the_scene_is_let_go(stage: Stage, change: Action) -> None:
    before = dict(Stage("trainer", 640, 360, Settings()).scene.controls.values)
    stage.queue.extend([Set("weight", 1.25), change, Set("weight", 1.5), Set("view", "wall"), Pause()])
    moved_on(stage, 3)
    assert stage.scene.name == "trainer"
    assert stage.scene.controls.values == before
    assert not stage.scene.paused
    stage.act(Goto("gallery"))
    assert stage.scene.controls.number("weight") == 1.25


def test_what_follows_a_change_to_the_same_scene_comes_a_step_later(stage: Stage) -> None:
    stage.queue.extend([Goto("gallery"), Set("weight", 1.5)])
    assert stage.take(0) == [Goto("gallery")]
    assert stage.take(1) == [Set("weight", 1.5)]
