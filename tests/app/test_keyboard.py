"""The keyboard alone: the focus goes through every control of every scene, is seen there, and does what a hand does."""

from __future__ import annotations

import math

import pytest
from routes import route

from descent_game.app.input import keys
from descent_game.app.settings import Settings
from descent_game.app.show.requests import Request
from descent_game.app.show.stage import Stage, scene_names
from descent_game.engine.actions import Action, Explain, Goto, Press, Set, Turn, Zoom
from descent_game.engine.clock import STEP
from descent_game.engine.controls import Choice, Controls, Trigger
from descent_game.engine.events import Key
from descent_game.ui import hit_test
from descent_game.ui.canvas import Rect
from descent_game.ui.widget_paint import RADIUS
from descent_game.ui.widgets import Tabs, Term

SIZES = ((1920, 1080), (1080, 1920))
SCENES = pytest.mark.parametrize("scene", scene_names())
MOST = 90
PRESSED_INSTEAD = {"more": "bar"}
"""Buttons that change a choice which has no widget of its own."""


def staged(scene: str, size: tuple[int, int] = (1920, 1080)) -> Stage:
    stage = Stage(scene, *size, Settings(reduced_motion=True))
    for _ in range(3):  # the terms of the words are known from the second picture on
        stage.frame(STEP, 1.0)
    return stage


def key(stage: Stage, name: str, shift: bool = False) -> list[Action]:
    """Presses a key and returns what it asks for, without doing it."""
    route(stage, Key(name, shift=shift))
    return stage.take(0)


def round_trip(stage: Stage) -> list[str]:
    """Returns where Tab leads, once round."""
    seen: list[str] = []
    for _ in range(MOST):
        assert key(stage, "tab") == []
        if stage.interface.focused in seen:
            break
        seen.append(stage.interface.focused)
    return seen


def ring(stage: Stage) -> Rect:
    """Returns where the ring of the focus is painted."""
    stage.frame(0.0, 1.0)
    color = stage.page.theme.focus
    boxes = [box for layer in stage.canvas.layers() for box in layer.boxes]
    radius = stage.page.px(RADIUS) + max(stage.page.px(5.0), 3.0)
    rings = [box.rect for box in boxes if box.radius == radius and box.border == color]
    assert len(rings) == 1, stage.interface.focused
    return rings[0]


@SCENES
@pytest.mark.parametrize("size", SIZES)
def test_tab_leads_everywhere_once_and_shift_tab_back(scene: str, size: tuple[int, int]) -> None:
    stage = staged(scene, size)
    expected = [name for _, name in hit_test.stops(stage.interface.placed)]
    assert len(expected) == len(set(expected)) > 8
    assert round_trip(stage) == expected
    key(stage, "tab", shift=True)
    back = [stage.interface.focused]
    while len(back) < len(expected):
        key(stage, "tab", shift=True)
        back.append(stage.interface.focused)
    assert back == expected[::-1]


@SCENES
@pytest.mark.parametrize("size", SIZES)
def test_the_focus_is_seen_wherever_it_stands(scene: str, size: tuple[int, int]) -> None:
    stage = staged(scene, size)
    window = Rect(0.0, 0.0, *map(float, size))
    seen: list[Rect] = []
    for name in round_trip(stage):
        stage.interface.focused = name
        there = ring(stage)
        assert there.overlaps(window) and there.w > 12.0 and there.h > 12.0, name
        assert there.x > 0.0 and there.y > 0.0 and there.right < size[0] and there.bottom < size[1], name
        seen.append(there)
    assert len(set(seen)) == len(seen)


@SCENES
def test_everything_that_has_the_focus_can_be_pressed_or_changed(scene: str) -> None:
    stage = staged(scene)
    for name in round_trip(stage):
        placed = next(p for p, stop in hit_test.stops(stage.interface.placed) if stop == name)
        stage.interface.focused, stage.interface.focus_visible = name, True
        asked = key(stage, "return") or key(stage, "right") or key(stage, "left")
        if isinstance(placed.widget, Tabs) and name == f"tab:{scene}":
            assert asked == []
        elif isinstance(placed.widget, Term):
            assert asked == [Explain(placed.widget.key)]
        else:
            assert len(asked) == 1, name
            assert isinstance(asked[0], Goto) or name in (getattr(asked[0], "name", name), placed.name), name


def reachable(stage: Stage) -> set[str]:
    """Returns the names of the controls that the focus or a key of their own reaches."""
    found = {placed.name for placed, _ in hit_test.stops(stage.interface.placed)}
    found |= {cell.value for placed, _ in hit_test.stops(stage.interface.placed) for cell in placed.cells}
    table = keys.bindings(stage.scenes, stage.scene.name, stage.scene.controls, stage.rules)
    return found | {b.does.name for b in table if isinstance(b.does, Set | Press)}


def turned(controls: Controls) -> list[Action]:
    """Returns what brings out widgets that are not always there: every option of every choice, every switch."""
    found: list[Action] = []
    for control in controls:
        if isinstance(control, Choice):
            found += [Set(control.name, option) for option in control.options]
        elif not isinstance(control, Trigger) and isinstance(control.default, bool):
            found += [Set(control.name, not control.default), Set(control.name, control.default)]
    return found


@SCENES
def test_no_control_of_a_scene_is_out_of_reach(scene: str) -> None:
    stage = staged(scene)
    found = reachable(stage)
    for action in turned(stage.scene.controls):
        stage.act(action)
        stage.step(STEP)
        stage.frame(STEP, 1.0)
        found |= reachable(stage)
    found |= {other for button, other in PRESSED_INSTEAD.items() if button in found}
    assert {control.name for control in stage.scene.controls} <= found


@SCENES
def test_the_reading_is_read_and_closed_by_keys(scene: str) -> None:
    stage = staged(scene)
    for action in key(stage, "b"):
        stage.act(action)
    stage.frame(1.0, 1.0)
    assert stage.reader.drawer.open
    inside: set[str] = set()
    for _ in range(MOST):
        key(stage, "tab")
        inside.add(stage.reader.drawer.interface.focused)
    assert "close" in inside and len(inside) >= 4
    for action in key(stage, "escape"):
        stage.act(action)
    assert not stage.reader.drawer.open


@SCENES
def test_escape_lets_the_focus_go_before_it_asks_to_leave(scene: str) -> None:
    stage = staged(scene)
    key(stage, "tab")
    assert key(stage, "escape") == [] and not stage.requests and not stage.interface.focus_visible
    key(stage, "escape")
    assert list(stage.requests) == [Request.ESCAPE]


def test_arrows_turn_and_signs_zoom_where_nothing_has_the_focus() -> None:
    stage = staged("race")
    (right,), (fine,) = key(stage, "right"), key(stage, "right", shift=True)
    assert isinstance(right, Turn) and isinstance(fine, Turn)
    assert right.yaw == pytest.approx(5.0 * fine.yaw) and right.yaw > 0.0
    assert key(stage, "up") == [Turn(0.0, math.radians(5.0))]
    for name, shift in (("+", False), ("=", False), ("=", True), ("[+]", False)):
        assert key(stage, name, shift) == [Zoom(keys.NEARER)]
    assert key(stage, "-") == key(stage, "[-]") == [Zoom(1.0 / keys.NEARER)]
    assert key(stage, "home") == [Press("home")]
    before = stage.scene.camera
    stage.act(right)
    for _ in range(120):
        stage.step(STEP)
    stage.frame(0.0, 1.0)
    assert stage.scene.camera.yaw == pytest.approx(before.yaw + right.yaw)


def test_in_the_gallery_arrows_move_the_marker_with_and_without_the_focus() -> None:
    stage = staged("gallery")
    for _ in range(2):
        for action in key(stage, "left"):
            stage.act(action)
    assert stage.scene.controls.number("z") == pytest.approx(0.9)
    stage.interface.focused, stage.interface.focus_visible = "z", True
    (asked,) = key(stage, "home")
    assert asked == Set("z", -6.0)


def test_enter_without_a_focus_begins_again() -> None:
    assert key(staged("race"), "return") == [Press("drop_again")]
    assert key(staged("trainer"), "enter") == [Press("start_again")]


def test_enter_on_a_slider_does_nothing_and_on_a_choice_goes_on_round() -> None:
    stage = staged("race")
    stage.interface.focused, stage.interface.focus_visible = "learning_rate", True
    assert key(stage, "return") == []
    stage.interface.focused = "view"
    assert key(stage, "return") == [Set("view", "map")]
    stage.act(Set("view", "map"))
    stage.frame(1.0, 1.0)
    assert key(stage, "return") == [Set("view", "hill")]


def test_the_keys_of_the_neighbours_go_round_the_scenes() -> None:
    stage = staged("race")
    names = scene_names()
    for name, there in (("page down", names[1]), ("page up", names[-1])):
        route(stage, Key(name, control=True))
        assert stage.take(0) == [Goto(there)]
