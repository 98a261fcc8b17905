"""The reading and the glossary on the real stage: opened, read and closed by hand, key and script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from routes import route, router

from descent_game.app.sessions.demo_flaws import flaws
from descent_game.app.settings import Settings
from descent_game.app.show.reading_panel import placed_terms
from descent_game.app.show.stage import Stage
from descent_game.engine.actions import Click, Drop, Explain, Press, Read, Set, Turn
from descent_game.engine.clock import STEP
from descent_game.engine.demo_text import parse
from descent_game.engine.events import Key, Pointer
from descent_game.ui.canvas import Rect, TermPlace


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage("race", 1280, 720, Settings())
    run(made, 0.2)
    yield made


def run(stage: Stage, seconds: float) -> None:
    for _ in range(round(seconds * 60)):
        for _ in range(2):
            for action in stage.take(0):
                stage.act(action)
            stage.step(STEP)
        stage.frame(1 / 60, 0.0)


def send(stage: Stage, kind: str, x: float, y: float) -> None:
    place = 2.0 * x / stage.page.width - 1.0, 1.0 - 2.0 * y / stage.page.height
    assert kind in ("press", "move", "release", "wheel")
    route(stage, Pointer(kind, *place))  # type: ignore[arg-type]  # one of them, as asserted


def click(stage: Stage, x: float, y: float) -> None:
    for kind in ("move", "press", "release"):
        send(stage, kind, x, y)


def middle(stage: Stage, name: str) -> tuple[float, float]:
    placed = next(p for p in stage.interface.placed if p.name == name)
    return placed.rect.center


def test_the_button_the_key_and_a_script_open_it_and_close_it(stage: Stage) -> None:
    drawer = stage.reader.drawer
    click(stage, *middle(stage, "read"))
    run(stage, 0.6)
    assert drawer.open
    route(stage, Key("b"))
    run(stage, 0.6)
    assert not drawer.open and not drawer.shown
    stage.act(Read("saddle"))
    assert drawer.open
    route(stage, Key("escape"))
    run(stage, 0.1)
    assert not drawer.open
    assert not stage.requests, "the first Escape closes the drawer, and no more"
    route(stage, Key("escape"))
    assert stage.requests


def test_a_click_beside_it_closes_it_and_drops_nothing_a_drag_still_turns_the_hill(stage: Stage) -> None:
    stage.act(Press("read"))
    run(stage, 0.5)
    send(stage, "press", 800.0, 300.0)
    send(stage, "move", 860.0, 310.0)
    assert any(isinstance(action, Turn) for action in stage.queue)
    send(stage, "release", 860.0, 310.0)
    assert not any(isinstance(action, Read | Click) for action in stage.queue)
    run(stage, 0.3)
    assert stage.reader.drawer.open
    click(stage, 800.0, 300.0)
    assert Read("") in stage.queue
    assert not any(isinstance(action, Click) for action in stage.queue)
    run(stage, 0.1)
    assert not stage.reader.drawer.open


def test_a_click_on_it_goes_no_further(stage: Stage) -> None:
    stage.act(Press("read"))
    run(stage, 0.5)
    click(stage, 200.0, 250.0)
    send(stage, "wheel", 200.0, 250.0)
    assert not stage.queue
    assert stage.scene.hover is None


def test_show_me_reaches_the_scene_and_the_controls_beside_it_still_work(stage: Stage) -> None:
    stage.act(Read("saddle"))
    run(stage, 1.5)
    cell = next(c for p in stage.reader.drawer.interface.placed for c in p.cells if c.key == "show:saddle")
    if not cell.touch.w:
        route(stage, Key("page down"))
        run(stage, 1.0)
        cell = next(c for p in stage.reader.drawer.interface.placed for c in p.cells if c.key == "show:saddle")
    click(stage, *cell.touch.center)
    assert {Set("landscape", "saddle"), Drop(0.05, 1.5)} <= set(stage.queue)
    run(stage, 0.2)
    assert stage.scene.controls.word("landscape") == "saddle"
    x, y = middle(stage, "noise")
    click(stage, x, y)
    assert Read("") not in stage.queue
    run(stage, 0.1)
    assert stage.reader.drawer.open


def test_the_story_goes_on_beside_another_scene(stage: Stage) -> None:
    stage.act(Read("walk"))
    stage.act(Read("bend"))
    assert stage.scene.name == "gallery"
    run(stage, 0.5)
    assert stage.reader.drawer.scene == "gallery"
    route(stage, Key("1"))
    run(stage, 0.5)
    assert (stage.scene.name, stage.reader.drawer.scene, stage.reader.drawer.open) == ("race", "race", True)


def test_a_pointer_that_rests_on_a_term_opens_its_card(stage: Stage) -> None:
    x, y = next(p.rect.center for p in stage.interface.placed if p.name.endswith(":gradient"))
    send(stage, "move", x, y)
    run(stage, 0.5)
    assert stage.reader.glossary.term == "gradient"
    send(stage, "move", 800.0, 600.0)
    run(stage, 0.6)
    assert not stage.reader.glossary.open


def test_a_tap_opens_a_card_and_the_next_press_closes_it(stage: Stage) -> None:
    x, y = next(p.rect.center for p in stage.interface.placed if p.name.endswith(":gradient"))
    before = dict(stage.scene.controls.values)
    click(stage, x, y)
    assert list(stage.queue) == [Explain("gradient")]
    send(stage, "move", 700.0, 300.0)
    run(stage, 0.5)
    card = stage.reader.glossary.rect
    assert stage.reader.glossary.open
    click(stage, *card.center)
    assert not stage.queue, "a press on the card closes it, and no more"
    run(stage, 0.1)
    assert not stage.reader.glossary.open
    assert stage.scene.controls.values == before


def test_the_keys_reach_every_term_and_their_cards(stage: Stage) -> None:
    seen = set()
    for _ in range(60):
        route(stage, Key("tab"))
        run(stage, 0.05)
        if stage.reader.glossary.open:
            seen.add(stage.reader.glossary.term)
    assert seen == {"gradient", "learning rate"}
    assert {p.name for p in stage.interface.placed} >= {"read", "tabs", "learning_rate"}


def test_by_keys_alone_it_is_opened_read_and_closed_and_the_focus_comes_back(stage: Stage) -> None:
    while stage.interface.focused != "read":
        route(stage, Key("tab"))
    route(stage, Key("return"))
    run(stage, 0.5)
    assert stage.reader.drawer.interface.focused == "close"
    route(stage, Key("tab"))
    run(stage, 0.2)
    assert stage.reader.glossary.term == "loss"
    route(stage, Key("escape"))
    assert stage.reader.drawer.open, "the card closes first"
    route(stage, Key("escape"))
    run(stage, 0.1)
    assert not stage.reader.drawer.open
    assert stage.interface.focused == "read" and stage.interface.focus_visible


def test_what_lies_under_the_drawer_cannot_be_asked_about(stage: Stage) -> None:
    stage.act(Press("read"))
    run(stage, 0.5)
    own = stage.reader.drawer.rect
    assert stage.interface.placed
    assert not [p for p in stage.interface.placed if p.name.startswith("term:") and p.rect.overlaps(own)]
    assert {term.key for term in stage.reader.sight} >= {"loss"}


def test_letting_go_closes_everything_at_once(stage: Stage) -> None:
    stage.act(Press("read"))
    run(stage, 0.5)
    stage.act(Explain("loss"))
    router(stage).let_go()
    assert not stage.reader.drawer.shown
    assert not stage.reader.glossary.open


def test_a_term_broken_over_two_lines_is_one_stop() -> None:
    broken = [
        TermPlace(Rect(300.0, 100.0, 80.0, 30.0), "learning rate", 0),
        TermPlace(Rect(72.0, 130.0, 40.0, 30.0), "learning rate", 0),
        TermPlace(Rect(200.0, 130.0, 40.0, 30.0), "loss", 0),
    ]
    stops = [placed.widget for placed in placed_terms(tuple(broken))]
    assert [getattr(widget, "continued", None) for widget in stops] == [False, True, False]


def test_scripts_are_held_to_the_sections_and_terms_there_are() -> None:
    well = 'scene = "race"\n[[cue]]\nat = 1\nread = "adam"\n[[cue]]\nat = 2\nexplain = "dead ReLU"\n'
    closed = parse(well + '[[cue]]\nat = 3\npress = "read"\n[[cue]]\nat = 4\nread = ""\n')
    elsewhere = parse(f'{well}[[cue]]\nat = 5\nread = "line"\nset = {{ dataset = "moons" }}\n')
    assert [*flaws(closed), *flaws(elsewhere)] == []
    ((cue, told),) = flaws(parse(well.replace("adam", "adma")))
    assert cue == 0 and re.search(r"read: expected one of walk, .*'adma' \(did you mean adam\?\)", told)
    ((cue, told),) = flaws(parse(well.replace("ReLU", "RELO")))
    assert cue == 1 and told.endswith("explain: expected a term of the glossary, found 'dead RELO'")
