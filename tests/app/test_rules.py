"""What an exhibit allows: touch targets, some scenes in an order, controls that nobody can reach."""

from __future__ import annotations

from dataclasses import replace

import pytest
from routes import route

from descent_game.app import settings
from descent_game.app.exhibit.exhibit_file import shipped
from descent_game.app.settings import LEAST_MILLIMETRES, least_target
from descent_game.app.show.stage import Stage, make_scene, scene_names
from descent_game.engine.actions import Goto
from descent_game.engine.controls import Choice, Range
from descent_game.engine.events import Key
from descent_game.ui.flow import bar, bar_height
from descent_game.ui.page import Page
from descent_game.ui.widgets import Segments

FIRST = scene_names()[0]
CONTROLS = list(make_scene(FIRST).controls)
CHOICE = next(control for control in CONTROLS if isinstance(control, Choice))
RANGE = next(control for control in CONTROLS if isinstance(control, Range))


@pytest.mark.parametrize(("millimetres", "size"), [(610.0, (1920, 1080)), (300.0, (1280, 800)), (1092.0, (3840, 2160))])
def test_a_control_is_fifteen_millimetres_high(millimetres: float, size: tuple[int, int]) -> None:
    exhibit = replace(shipped(), diagonal=millimetres)
    pixels_a_millimetre = (size[0] ** 2 + size[1] ** 2) ** 0.5 / millimetres
    for scene in exhibit.scenes:
        stage = Stage(scene, *size, exhibit.settings, 0, exhibit.rules)
        stage.frame(0.0, 0.0)
        cells = [cell for placed in stage.interface.placed for cell in placed.cells if cell.touch.h > 0.0]
        assert stage.page.finger / pixels_a_millimetre >= LEAST_MILLIMETRES
        assert len(cells) > 3
    assert least_target(settings.Settings(), 1920, 1080) == 0.0


def test_only_these_scenes_in_this_order() -> None:
    order = scene_names()[::-1][:2]
    exhibit = replace(shipped(), scenes=order)
    stage = Stage(order[0], 1280, 720, exhibit.settings, 0, exhibit.rules)
    stage.frame(0.0, 0.0)
    tabs = next(placed for placed in stage.interface.placed if placed.name == "tabs")
    assert tuple(cell.value for cell in tabs.cells) == order
    absent = next(name for name in scene_names() if name not in order)
    stage.act(Goto(absent))
    assert stage.scene.name == order[0]
    route(stage, Key("2"))
    assert stage.take(0) == [Goto(order[1])]
    route(stage, Key("3"))
    assert stage.take(0) == []


def test_a_hidden_control_has_no_widget_and_no_key() -> None:
    keyed = next(control for control in CONTROLS if isinstance(control, Choice) and control.key)
    hidden = frozenset({f"{FIRST}.{keyed.name}", f"{FIRST}.{RANGE.name}", f"{FIRST}.pause"})
    shown = Stage(FIRST, 1280, 720, shipped().settings)
    stage = Stage(FIRST, 1280, 720, shipped().settings, 0, replace(shipped(), hidden=hidden).rules)
    for each in (shown, stage):
        each.frame(0.0, 0.0)
        route(each, Key(keyed.key))
        route(each, Key("space"))
    names = {placed.name for placed in stage.interface.placed}
    cells = {cell.key for placed in stage.interface.placed for cell in placed.cells}
    assert {keyed.name, RANGE.name} <= {placed.name for placed in shown.interface.placed}
    assert not {keyed.name, RANGE.name} & names
    assert "pause" not in cells
    assert len(shown.take(0)) == 2
    assert stage.take(0) == []


def test_a_page_that_hides_everything_has_no_bar() -> None:
    page: Page = replace(settings.page(settings.Settings(), 1280, 720), hidden=frozenset({f"{FIRST}.{CHOICE.name}"}))
    widgets = (Segments(CHOICE),)
    assert bar_height(page, 600.0, FIRST, widgets) == 0.0
    assert bar(page, page.inner, FIRST, widgets) == ()
