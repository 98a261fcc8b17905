"""A stage without its widgets, or with nothing but the object: laid out anew, at once and for good."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from descent_game.app.film import offline_render
from descent_game.app.film.offline_render import RenderOptions
from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage, scene_names
from descent_game.engine.actions import Click, Goto, Widgets
from descent_game.engine.clock import STEP
from descent_game.engine.timeline import Demo

SIZE = (960, 540)


def room(stage: Stage) -> float:
    """Returns the part of the window that the camera fills."""
    place = stage.scene.camera.stage
    return place.half_width * place.half_height


@pytest.mark.parametrize("scene", scene_names())
def test_widgets_that_go_leave_their_room_and_what_was_fades(scene: str) -> None:
    stage = Stage(scene, *SIZE, Settings())
    stage.frame(0.0, 0.0)
    with_widgets, page, changes = room(stage), stage.page, stage.changes
    for _ in range(60):
        stage.step(STEP)
    stage.act(Widgets(False))
    assert stage.page == replace(page, bare=True)
    assert (stage.changes, stage.fade) == (changes + 1, 1.0)
    stage.frame(0.0, 0.0)
    assert room(stage) > 1.15 * with_widgets
    stage.act(Widgets(False))
    assert stage.changes == changes + 1
    stage.resize(800, 600)
    stage.set_up(Settings(theme="light"))
    assert stage.page.bare
    stage.act(Goto(next(name for name in scene_names() if name != scene)))
    stage.act(Widgets(True))
    assert not stage.page.bare


@pytest.mark.parametrize("scene", scene_names())
def test_a_clean_stage_is_for_the_object_alone(scene: str) -> None:
    demo = Demo(scene, SIZE)
    usual, clean, told = (
        offline_render.staged(demo, options)
        for options in (RenderOptions(), RenderOptions(clean=True), RenderOptions(clean=True, captions=True))
    )
    for stage in (usual, clean, told):
        stage.frame(0.0, 0.0)
    assert room(clean) > room(told) > 1.2 * room(usual)
    assert (clean.page.plain, clean.page.bare, told.page.bare) == (True, False, True)


def test_a_click_means_the_same_place_on_the_hill_where_the_picture_is_clean() -> None:
    found = []
    for options in (RenderOptions(), RenderOptions(clean=True)):
        stage = offline_render.staged(Demo("race", SIZE), options)
        stage.frame(0.0, 0.0)
        stage.act(Click(-0.05, 0.15))
        scene: Any = stage.scene
        found.append(scene.race.start)
    assert found[0] == found[1] != (-2.0, 1.0)
