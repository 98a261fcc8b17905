"""Reduced motion: after any change the picture is the last one at once; nothing glides and nothing drifts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage, scene_names
from descent_game.engine.actions import Action, Goto, Pan, Pause, Press, Read, Set, Turn, Zoom
from descent_game.engine.clock import STEP
from descent_game.engine.controls import Choice, Controls, Range, Toggle
from descent_game.engine.mesh import Mesh

CALM = Settings(reduced_motion=True)
WORKED_OUT = ("paint",)
"""What fills in while it is worked out, and does not glide."""
BY_HAND = (Turn(0.3, 0.1), Turn(2.0, 0.5, fling=True), Pan(0.1, 0.1), Zoom(0.7), Press("home"))


def changes(controls: Controls) -> Iterator[Action]:
    """Yields something to do with each control: another option, the other end, the other side."""
    for control in controls:
        if control.name in WORKED_OUT:
            continue
        if isinstance(control, Choice):
            yield from (Set(control.name, option) for option in control.options if option != control.default)
            yield Set(control.name, control.default)
        elif isinstance(control, Toggle):
            yield Set(control.name, not control.default)
            yield Set(control.name, control.default)
        elif isinstance(control, Range):
            yield Set(control.name, control.at(0.3))


def seen(stage: Stage) -> dict[str, bytes]:
    """Returns what a renderer is given, as bytes by where it stands: interface, camera, tree, arrays, uniforms."""
    found = {"view": repr(stage.view).encode()}
    for number, layer in enumerate(stage.canvas.layers()):
        found[f"layer {number}"] = repr([*layer.boxes, *layer.runs, *layer.formulas]).encode()
        found[f"curves {number}"] = b"".join(
            curve.points.tobytes() + repr(curve[1:]).encode() for curve in layer.curves
        )
    for node, world in stage.scene.root.walk():
        found[f"{node.name} world"] = np.asarray(world).tobytes()
        if isinstance(node, Mesh):
            uniforms = sorted((name, np.asarray(value).tolist()) for name, value in node.uniforms.items())
            found[f"{node.name} uniforms"] = repr(uniforms).encode()
            arrays = {**node.geometry.arrays, **node.geometry.instance_arrays}
            found[f"{node.name} arrays"] = b"".join(arrays[name].tobytes() for name in sorted(arrays))
            found[f"{node.name} textures"] = b"".join(t.data.tobytes() for _, t in sorted(node.textures.items()))
    return found


def moves_after(stage: Stage, action: Action) -> list[str]:
    """Returns what of the picture still changes after the second one that follows on an action.

    In the first a caption is still the old one: it is said while that picture is painted.
    """
    stage.act(action)
    for _ in range(2):
        stage.step(STEP)
        stage.frame(STEP, 1.0)
    first = seen(stage)
    for _ in range(30):
        stage.step(STEP)
    stage.frame(30 * STEP, 1.0)
    later = seen(stage)
    return [name for name in first | later if first.get(name) != later.get(name)]


def still(scene: str, setup: Settings = CALM) -> Stage:
    """Returns a stage that has come to rest, its simulation paused."""
    stage = Stage(scene, 1280, 720, setup)
    stage.begin([])
    if not stage.scene.paused:
        stage.act(Pause())
    for _ in range(60):
        stage.step(STEP)
        stage.frame(STEP, 1.0)
    return stage


@pytest.mark.parametrize("scene", scene_names())
def test_no_change_of_a_control_glides(scene: str) -> None:
    stage = still(scene)
    assert moves_after(stage, Press("none")) == []
    for action in changes(stage.scene.controls):
        assert moves_after(stage, action) == [], action


@pytest.mark.parametrize("scene", scene_names())
def test_the_view_follows_the_hand_at_once_and_does_not_coast(scene: str) -> None:
    stage = still(scene)
    for action in BY_HAND:
        assert moves_after(stage, action) == [], action


def test_without_it_they_do_glide() -> None:
    stage = still("race", Settings())
    assert moves_after(stage, Set("view", "map")) != []
    assert moves_after(stage, Turn(2.0, 0.5, fling=True)) != []


def test_scenes_and_the_reading_cut() -> None:
    stage = still("race")
    stage.act(Goto("gallery"))
    assert stage.fade == 0.0
    stage = still("race")
    assert moves_after(stage, Read("walk")) == []
    assert moves_after(stage, Read("")) == []
