"""The state of a visitor's scene in a file: kept whole, gone on from after a crash, and no harm whatever it holds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from snapshots import mark

from descent_game.app.exhibit import resume
from descent_game.app.exhibit.beat import beat_of, resumed
from descent_game.app.exhibit.exhibit_file import shipped
from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage
from descent_game.app.storage import snapshot_files
from descent_game.engine.actions import Action, Drop, Press, Set
from descent_game.engine.clock import STEP
from scenes import SCENES

pytestmark = pytest.mark.usefixtures("home")

SIZE = (640, 400)
DONE: dict[str, list[Action]] = {
    "race": [Set("landscape", "saddle"), Drop(0.5, 0.5), Set("noise", 0.1)],
    "gallery": [Set("source", "real"), Set("leaky_slope", 0.2), Press("draw_again")],
    "trainer": [Set("batch", "8"), Drop(0.3, 0.3), Set("activation", "relu")],
}


def visited(name: str) -> Stage:
    """Returns a stage at which a visitor has been for some seconds."""
    stage = Stage(name, *SIZE, Settings())
    for step in range(360):
        if step == 10:
            for action in DONE[name]:
                stage.act(action)
        stage.step(STEP)
    return stage


def again(stage: Stage) -> Any:
    """Returns the scene of a show that begins again from the last beat of another."""
    found = resumed(shipped(), SIZE, beat_of(stage, visit=True, turn=0))
    assert found is not None
    return found.scene


@pytest.mark.parametrize("name", SCENES)
def test_a_visitor_finds_the_scene_as_it_was(name: str) -> None:
    stage = visited(name)
    resume.keep(stage.scene, visit=True)
    assert mark(again(stage).snapshot()) == mark(stage.scene.snapshot())


@pytest.mark.parametrize("name", SCENES)
def test_what_was_changed_since_is_not_taken_back(name: str) -> None:
    stage = visited(name)
    resume.keep(stage.scene, visit=True)
    control = {"race": ("learning_rate", 0.02), "gallery": ("z", 2.0), "trainer": ("learning_rate", 0.02)}[name]
    stage.act(Set(*control))
    assert again(stage).controls.number(control[0]) == control[1]


def test_while_nobody_is_there_nothing_is_kept() -> None:
    stage = visited("race")
    resume.keep(stage.scene, visit=True)
    assert resume.file().exists()
    resume.keep(stage.scene, visit=False)
    assert not resume.file().exists()


def test_a_crowd_too_large_for_the_file_is_not_kept() -> None:
    stage = visited("race")
    stage.act(Set("crowd_size", 1_000_000))
    stage.act(Set("crowd", True))
    resume.keep(stage.scene, visit=True)
    assert not resume.file().exists()


WRONG = [
    "",
    "[]",
    "null",
    "{}",
    '{"scene": "race"}',
    '{"scene": "race", "state": 3}',
    '{"scene": "race", "state": {"kind": "os:system"}}',
]


@pytest.mark.parametrize("text", WRONG)
def test_whatever_the_file_holds_the_show_begins(text: str) -> None:
    stage = visited("race")
    resume.file().parent.mkdir(parents=True, exist_ok=True)
    resume.file().write_text(text, "utf-8")
    found = again(stage)
    assert found.controls.word("landscape") == "saddle" and found.race.start == (0.5, 0.5)
    found.step(STEP)


@pytest.mark.parametrize("name", SCENES)
def test_a_state_with_any_part_changed_is_taken_whole_or_not_at_all(name: str) -> None:
    stage = visited(name)
    resume.keep(stage.scene, visit=True)
    begun, kept = mark(stage.scene.snapshot()), json.loads(resume.file().read_text("utf-8"))
    fresh = Stage(name, *SIZE, Settings())

    def parts(value: Any) -> list[dict[str, Any]]:
        below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [*([value] if isinstance(value, dict) else []), *(found for item in below for found in parts(item))]

    for number in range(0, len(parts(kept["state"])), 7):
        changed = json.loads(json.dumps(kept))
        part = parts(changed["state"])[number]
        part.pop(next(iter(part)))
        resume.file().write_text(json.dumps(changed), "utf-8")
        scene = again(stage)
        scene.step(STEP)
        scene.frame(STEP, 0.0)
    assert mark(stage.scene.snapshot()) == begun and fresh.scene.name == name


@pytest.mark.parametrize("value", [object(), {1, 2}, open])
def test_nothing_but_a_snapshot_is_written(value: object) -> None:
    with pytest.raises(ValueError, match="expected a value of a snapshot"):
        snapshot_files.plain(value)


@pytest.mark.parametrize(
    "found",
    [
        {"kind": "builtins:dict", "values": {}},
        {"kind": "descent_game.app.show.stage:Stage", "values": {}},
        {"kind": "descent_game.engine.snapshot:Stateful", "values": {}},
        {"kind": "descent_game.app.show.stage:make_scene", "values": {}},
        {"kind": "array", "type": "O", "shape": [1], "data": "AAAAAAAAAAA="},
        {"kind": "array", "type": "<f8", "shape": [2], "data": "AAAAAAAAAAA="},
    ],
)
def test_nothing_but_values_of_ours_is_read(found: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        snapshot_files.value(found)
