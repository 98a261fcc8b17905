"""A scene's state as one value: taken, put back in the same scene or another, and gone on from, to the last bit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from snapshots import mark

from descent_game.app.settings import Settings, page
from descent_game.app.show.stage import make_scene
from descent_game.engine.actions import Action, Click, Drag, Drop, Pause, Press, Set, Step, Turn, Zoom
from descent_game.engine.clock import STEP
from descent_game.engine.view import View
from descent_game.render.renderer import Renderer
from descent_game.render.target import Target
from scenes import SCENES

PAGE = page(Settings(), 960, 540)
Script = dict[int, list[Action]]
BEFORE: dict[str, list[Script]] = {
    "race": [
        {0: [Set("noise", 0.2)], 60: [Turn(0.4, 0.1, True), Set("learning_rate", 0.04), Zoom(0.7, 0.1, 0.1)]},
        {0: [Set("crowd", True), Set("crowd_size", 2000)], 90: [Drop(0.5, 0.5)]},
        {0: [Set("view", "map"), Set("sgd", False)], 100: [Set("landscape", "saddle")]},
        {0: [Set("speed", 60.0)], 50: [Pause()], 60: [Step()]},
    ],
    "gallery": [
        {0: [Set("activation", "tanh")], 100: [Set("view", "wall"), Turn(0.2, 0.1)]},
        {0: [Set("source", "real")], 80: [Press("draw_again")], 110: [Set("activation", "leaky_relu")]},
        {0: [Set("leaky_slope", 0.3), Set("view", "wall"), Set("source", "real")], 60: [Drag(0.1, 0.1, "grab")]},
    ],
    "trainer": [
        {0: [Set("batch", "8"), Set("activation", "relu")], 80: [Press("revive")]},
        {0: [Set("three", True)], 70: [Drop(0.3, 0.3)], 110: [Set("relief", "relief")]},
        {0: [Set("speed", 1.0)], 10: [Step()], 100: [Press("reroll")]},
        {0: [Set("dataset", "spiral"), Set("hidden", "2"), Set("speed", 4000.0)]},
    ],
}
AFTER: dict[str, Script] = {
    "race": {
        5: [Click(0.1, -0.1)],
        70: [Press("drop_again"), Set("landscape", "saddle")],
        90: [Pause()],
        95: [Pause()],
    },
    "gallery": {5: [Press("left")], 40: [Set("view", "one")], 90: [Set("activation", "gelu"), Set("weight", 1.5)]},
    "trainer": {5: [Press("revive")], 40: [Set("learning_rate", 0.1)], 60: [Step()], 90: [Click(0.1, 0.1)]},
}
CASES = [(name, script) for name, scripts in BEFORE.items() for script in scripts]


def opened(name: str, seed: int = 0) -> Any:
    """Returns a scene on a page."""
    scene: Any = make_scene(name, seed)
    scene.resize(PAGE)
    return scene


def play(scene: Any, script: Script, steps: int) -> None:
    """Takes steps, with pictures between them."""
    for step in range(steps):
        for action in script.get(step, ()):
            scene.act(action)
        scene.step(STEP)
        if step % 2 == 0:
            scene.frame(2.0 * STEP, 0.0)


def test_every_scene_is_tried() -> None:
    assert set(BEFORE) == set(AFTER) == set(SCENES)


@pytest.mark.parametrize(("name", "script"), CASES)
def test_another_scene_goes_on_from_a_state_as_the_first_does(name: str, script: Script) -> None:
    first, other = opened(name, seed=3), opened(name)
    play(first, script, 120)
    state = first.snapshot()
    taken = mark(state)
    other.restore(state)
    assert mark(other.snapshot()) == taken
    play(first, AFTER[name], 120)
    play(other, AFTER[name], 120)
    end = mark(first.snapshot())
    assert end != taken
    assert mark(other.snapshot()) == end
    assert mark(state) == taken, "a state was written to"
    first.restore(state)
    play(first, AFTER[name], 120)
    assert mark(first.snapshot()) == end


@pytest.mark.parametrize(("name", "script"), CASES)
def test_a_state_that_is_put_back_is_the_same_picture(
    name: str, script: Script, renderer: Renderer, target: Target, view: View
) -> None:
    first, other = opened(name, seed=3), opened(name)

    def picture(scene: Any) -> bytes:
        scene.frame(0.0, 0.5)
        renderer.draw(target, scene.root, replace(view, camera=scene.camera))
        return target.read().tobytes()

    play(first, script, 120)
    other.restore(first.snapshot())
    seen = picture(first)
    assert picture(other) == seen
    play(other, AFTER[name], 120)
    assert picture(other) != seen
    other.restore(first.snapshot())
    assert picture(other) == seen


@pytest.mark.parametrize("name", SCENES)
def test_a_state_of_another_scene_is_refused_and_nothing_changes(name: str) -> None:
    scene = opened(name)
    before = mark(scene.snapshot())
    for other in SCENES:
        if other != name:
            with pytest.raises(ValueError, match="state: expected one of"):
                scene.restore(opened(other).snapshot())
    assert mark(scene.snapshot()) == before


def test_a_mark_tells_any_two_states_apart() -> None:
    marks = [
        mark(part) for part in (1, 1.0, "1", True, None, (1,), [1, 2], {"a": 1}, np.ones(1), np.ones(1, np.float32))
    ]
    assert len(set(marks)) == len(marks)
