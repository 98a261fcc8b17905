"""The board: in every single picture its rows stand in the order of the numbers on them, and all of them are there."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest

from descent_game.app.film import offline_render
from descent_game.app.sessions.demo_files import demo_names, read_demo
from descent_game.app.settings import messages
from descent_game.engine.actions import Action, Drop, Goto, Set
from descent_game.engine.clock import STEP, STEPS_A_SECOND
from descent_game.engine.timeline import Demo
from descent_game.ui.canvas import Canvas, Run
from descent_game.ui.page import Page
from descent_game.ui.text import metrics
from descent_game.ui.theme import DARK
from scenes.race.board import GLIDE, REST, row_rect
from scenes.race.scene import RaceScene
from scenes.roster import ROSTER

PAGE = Page(1280, 720, DARK, messages("en"))
NAMES = tuple(runner.title(PAGE.messages) for runner in ROSTER)


def races() -> Iterator[str]:
    """Yields the shipped demos of the race alone."""
    for name in demo_names():
        demo = read_demo(name)
        if {demo.scene, *(cue.action.scene for cue in demo.cues if isinstance(cue.action, Goto))} == {"race"}:
            yield name


def number(shown: str, exponent: str) -> float:
    """Returns a loss as it is read from the board."""
    exponent = exponent.replace("−", "-")
    if shown.startswith("<"):
        return 10.0 ** int(exponent)
    if "·" in shown:
        return float(shown.split("·")[0].replace(" ", "")) * 10.0 ** int(exponent)
    return float(re.sub(r"\s", "", shown))


def rows(canvas: Canvas) -> list[tuple[float, str, float | None, float]]:
    """Returns the rows painted, from the top: baseline, name, its number if it has one, and how plain the name is."""
    runs = [run for layer in canvas.layers() for run in layer.runs]
    found = []
    for name in NAMES:
        (own,) = (run for run in runs if run.text == name)
        beside = sorted((run for run in runs if run.x > own.x and own.y - 20 < run.y <= own.y), key=lambda run: run.x)
        beside = [run for run in beside if re.search(r"\d", run.text)]
        found.append((own.y, name, value(beside), own.color[3]))
    return sorted(found)


def value(beside: list[Run]) -> float | None:
    """Returns the number that stands beside a name."""
    return number("".join(run.text for run in beside[:1]), "".join(run.text for run in beside[1:])) if beside else None


def check(scene: RaceScene) -> None:
    """Asserts that what the board shows now is in order and whole."""
    page = scene.page.page
    canvas = Canvas(page.width, page.height)
    scene.page.board.paint(canvas, page, scene.page.layout.board, scene.history, scene.shown, 0.0)
    seen = rows(canvas)
    racing = {NAMES[i] for i in scene.shown}
    assert [plain for _, name, _, plain in seen if name in racing] == [1.0] * len(racing), "a row is missing"
    numbers = [shown for _, name, shown, _ in seen if name in racing]
    valued = [shown for shown in numbers if shown is not None]
    assert numbers == valued + [None] * (len(numbers) - len(valued)), "one that flew off stands above"
    assert valued == sorted(valued), (scene.race.step_count, seen)
    ascent, _ = metrics(page.style("name"))
    tops = [y for y, _, _, _ in seen]
    assert min(b - a for a, b in zip(tops, tops[1:], strict=False)) > ascent, "rows lie over one another"


def played(demo: Demo) -> Iterator[RaceScene]:
    """Plays a demo and yields the scene wherever the board has something else to show."""
    stage = offline_render.staged(demo)
    shown: object = None
    order: tuple[int, ...] = ()
    gliding = 0
    for step in range(demo.steps):
        for action in demo.due(step):
            stage.act(action)
        stage.step(STEP)
        scene = cast(RaceScene, stage.scene)
        if scene.page.board.order != order:
            order, gliding = scene.page.board.order, math.ceil(GLIDE * STEPS_A_SECOND) + 1
        now = (id(scene.page.board.standing), scene.shown)
        if now != shown or gliding > 0:
            shown, gliding = now, gliding - 1
            yield scene


@pytest.mark.parametrize("name", list(races()))
def test_in_every_picture_of_the_demos_the_rows_stand_in_the_order_of_their_numbers(name: str) -> None:
    seen = 0
    for scene in played(read_demo(name)):
        check(scene)
        seen += 1
    assert seen > 100


def race(*actions: Action) -> RaceScene:
    """Returns a race on a page, as it stands after its first step."""
    scene = RaceScene(0)
    scene.resize(PAGE)
    for action in actions:
        scene.act(action)
    scene.step(STEP)
    return scene


def test_two_that_leapfrog_each_other_change_places_no_more_often_than_the_board_rests() -> None:
    """On a ravine, at the edge of what momentum bears, the three pass one another at nearly every step."""
    scene = race(Set("speed", 30))
    changes, orders, before = [], 0, scene.standing.ranking
    for step in range(8 * STEPS_A_SECOND):
        order = scene.page.board.order
        scene.step(STEP)
        orders += scene.standing.ranking != before
        before = scene.standing.ranking
        if scene.page.board.order != order:
            changes.append(step * STEP)
            check(scene)
    assert orders > 2 * len(changes) > 10
    assert min(b - a for a, b in zip(changes, changes[1:], strict=False)) >= REST - STEP


@pytest.mark.parametrize("action", [Drop(0.5, 1.5), Set("landscape", "saddle"), Set("sgd", False)])
def test_a_new_race_and_another_company_are_shown_at_once(action: Action) -> None:
    scene = race(Set("speed", 30))
    board = scene.page.board
    for _ in range(8 * STEPS_A_SECOND):
        scene.step(STEP)
        if board.standing != scene.standing:
            break
    assert board.standing != scene.standing  # it holds what it showed
    scene.act(action)
    scene.step(STEP)
    assert board.standing == scene.standing
    check(scene)


def test_with_less_motion_rows_change_places_at_once() -> None:
    scene = RaceScene(0)
    page = replace(PAGE, reduced_motion=True)
    scene.resize(page)
    board, canvas, orders = scene.page.board, Canvas(PAGE.width, PAGE.height), set()
    for _ in range(4 * STEPS_A_SECOND):
        scene.step(STEP)
        canvas.clear(PAGE.width, PAGE.height)
        board.paint(canvas, page, scene.page.layout.board, scene.history, scene.shown, 0.0)
        marks = [box for layer in canvas.layers() for box in layer.boxes]
        for number in scene.shown:
            row, mark = row_rect(page, scene.page.layout.board, board.order.index(number)), ROSTER[number].mark
            assert row.center[1] in {box.rect.center[1] for box in marks if box.kind == mark}
        orders.add(scene.standing.ranking)
    assert len(orders) > 2
