"""The stage: hands to actions, keys by the table, pages that lie over, one scene after another."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import pytest
from routes import route

from descent_game.app.settings import Settings
from descent_game.app.show import stage as stage_module
from descent_game.app.show.requests import Request
from descent_game.app.show.stage import FADE, Stage
from descent_game.engine.actions import Action, Click, Drag, Goto, Pause, Press, Set, Step, Turn, Zoom
from descent_game.engine.camera import Camera
from descent_game.engine.clock import STEP
from descent_game.engine.controls import Choice, Controls, Toggle, Trigger
from descent_game.engine.events import Key, Pointer, Quit, Resize
from descent_game.engine.node import Node
from descent_game.engine.sounds import Sound
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.page import Page
from descent_game.ui.widget_layout import place
from descent_game.ui.widgets import Button, Buttons, Placed


class Toy:
    """A scene that only remembers what it was told."""

    def __init__(self, name: str, seed: int) -> None:
        self.name = name
        self.seed = seed
        self.root = Node(name)
        self.camera = Camera()
        self.controls = Controls(
            (Choice("hill", ("low", "high"), "low", key="l"), Toggle("fog", False, key="f"), Trigger("again", key="r"))
        )
        self.paused = False
        self.hover: tuple[float, float] | None = None
        self.sounds: deque[Sound] = deque()
        self.acted: list[Action] = []
        self.steps = 0
        self.pages: list[Page] = []

    def act(self, action: Action) -> None:
        self.acted.append(action)
        if isinstance(action, Set):
            self.controls.set(action.name, action.value)

    def step(self, dt: float) -> None:
        self.steps += 1

    def settle(self) -> None:
        pass

    def snapshot(self) -> int:
        return self.steps

    def restore(self, state: int) -> None:
        self.steps = state

    def shared(self) -> tuple[tuple[str, str], ...]:
        return (("seed", str(self.seed)),)

    def unshared(self) -> tuple[str, ...]:
        return ()

    def frame(self, dt: float, alpha: float) -> None:
        pass

    def skip(self, dt: float, alpha: float) -> None:
        pass

    def resize(self, page: Page) -> None:
        self.pages.append(page)

    def widgets(self) -> Sequence[Placed]:
        return (place(self.pages[-1], self.name, Buttons((Button("again"),)), Rect(100.0, 600.0, 200.0, 62.0)),)

    def paint(self, canvas: Canvas) -> None:
        canvas.box(Rect(0.0, 0.0, 10.0, 10.0), (1.0, 1.0, 1.0, 1.0))

    def grabs(self, x: float, y: float) -> bool:
        return x > 0.8


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    makers = {name: lambda seed, name=name: Toy(name, seed) for name in ("one", "two")}
    monkeypatch.setattr(stage_module, "CATALOGUE", makers)
    made = Stage("one", 1280, 720, Settings(), seed=5)
    made.frame(0.0, 0.0)
    return made


def toy(stage: Stage) -> Toy:
    assert isinstance(stage.scene, Toy)
    return stage.scene


def at(kind: str, x: float, y: float, time: float = 0.0, button: int = 1) -> Pointer:
    """A pointer event at a pixel of the window."""
    assert kind in ("press", "move", "release", "wheel")
    px, py = (x + 0.5) / 640.0 - 1.0, 1.0 - (y + 0.5) / 360.0
    return Pointer(kind, px, py, time, button, wheel=1.0 if kind == "wheel" else 0.0)  # type: ignore[arg-type]


def test_a_scene_is_made_with_the_seed_and_given_the_page(stage: Stage) -> None:
    assert toy(stage).seed == 5
    assert (toy(stage).pages[0].width, toy(stage).pages[0].height) == (1280, 720)


def test_a_still_press_on_the_stage_is_a_click_and_waits_for_the_next_step(stage: Stage) -> None:
    route(stage, at("press", 640, 300))
    route(stage, at("release", 640, 300, 0.1))
    taken = stage.take(0)
    assert [type(action) for action in taken] == [Turn, Click]
    assert toy(stage).acted == []
    assert stage.take(1) == []


def test_a_press_on_a_widget_goes_no_further(stage: Stage) -> None:
    route(stage, at("press", 150, 630))
    route(stage, at("release", 150, 630))
    assert stage.take(0) == [Press("again")]


def test_a_press_that_begins_on_the_stage_stays_the_stages(stage: Stage) -> None:
    route(stage, at("press", 640, 300, 0.0))
    route(stage, at("move", 400, 500, 0.1))
    route(stage, at("move", 150, 630, 0.2))
    route(stage, at("release", 150, 630, 0.5))
    assert {type(action) for action in stage.take(0)} == {Turn}


def test_what_the_scene_grabs_is_dragged(stage: Stage) -> None:
    for event in (at("press", 1200, 300), at("move", 1100, 300), at("release", 1000, 300)):
        route(stage, event)
    taken = stage.take(0)
    assert [action.phase for action in taken if isinstance(action, Drag)] == ["grab", "move", "release"]
    assert len(taken) == 3


def test_hover_is_where_the_pointer_is_unless_on_a_widget(stage: Stage) -> None:
    route(stage, at("move", 640, 300))
    assert stage.scene.hover == pytest.approx((0.0, 0.166), abs=0.01)
    route(stage, at("move", 150, 630))
    assert stage.scene.hover is None
    route(stage, Pointer("leave", 0.0, 0.0))
    assert stage.scene.hover is None


def test_the_wheel_zooms(stage: Stage) -> None:
    route(stage, at("wheel", 640, 300))
    (zoom,) = stage.take(0)
    assert isinstance(zoom, Zoom)
    assert zoom.factor < 1.0


@pytest.mark.parametrize(
    ("key", "action"),
    [
        (Key("space"), Pause()),
        (Key("."), Step()),
        (Key("2"), Goto("two")),
        (Key("r"), Press("again")),
        (Key("l"), Set("hill", "high")),
        (Key("f"), Set("fog", True)),
    ],
)
def test_keys_do_what_the_table_says(stage: Stage, key: Key, action: Action) -> None:
    route(stage, key)
    assert stage.take(0) == [action]


def test_a_held_key_repeats_only_steps(stage: Stage) -> None:
    for name in ("space", "r", "."):
        route(stage, Key(name, repeat=True))
    assert stage.take(0) == [Step()]


def test_a_choice_goes_round(stage: Stage) -> None:
    stage.act(Set("hill", "high"))
    route(stage, Key("l"))
    assert stage.take(0) == [Set("hill", "low")]


def test_unknown_keys_do_nothing(stage: Stage) -> None:
    for key in (Key("q"), Key("9"), Key("space", alt=True), Key("f4", alt=True)):
        route(stage, key)
    assert stage.take(0) == []
    assert not stage.requests


def test_wishes_reach_the_window(stage: Stage) -> None:
    for key in (Key("f11"), Key("return", alt=True), Key("f12"), Key("escape")):
        route(stage, key)
    route(stage, Quit())
    assert list(stage.requests) == [Request.FULLSCREEN, Request.FULLSCREEN, Request.SCREENSHOT, Request.ESCAPE, Quit()]


def test_help_opens_shows_every_key_and_any_key_closes_it_and_does_nothing_else(stage: Stage) -> None:
    route(stage, Key("f1"))
    stage.frame(0.0, 0.0)
    shown = {run.text for layer in stage.canvas.layers() for run in layer.runs}
    assert {"Space", "Esc", "F11", "Alt + Enter", "H", "R", "1", "2", "Pause, and go on"} <= shown
    route(stage, Key("space"))
    assert stage.take(0) == []
    route(stage, Key("space"))
    assert stage.take(0) == [Pause()]


def test_the_frames_figures_may_be_wanted_before_there_are_any(stage: Stage) -> None:
    route(stage, Key("f3"))
    stage.frame(0.0, 0.0)
    before = sum(len(layer.runs) for layer in stage.canvas.layers())
    stage.overlays.figures = ("60 pictures/s",)
    stage.frame(0.0, 0.0)
    assert sum(len(layer.runs) for layer in stage.canvas.layers()) > before


@pytest.mark.parametrize("size", [(1024, 600), (1080, 1920), (3840, 2160), (640, 360)])
def test_the_page_of_keys_stays_within_the_window(stage: Stage, size: tuple[int, int]) -> None:
    route(stage, Resize(*size))
    route(stage, Key("h"))
    stage.frame(0.0, 0.0)
    whole = stage.page.whole
    boxes = [box.rect for layer in list(stage.canvas.layers())[1:] for box in layer.boxes]
    assert len(boxes) > 10
    for rect in boxes:
        assert rect.x >= 0.0 and rect.y >= 0.0 and rect.right <= whole.right and rect.bottom <= whole.bottom


def test_the_question_before_leaving(stage: Stage) -> None:
    stage.overlays.ask_to_leave()
    stage.frame(0.0, 0.0)
    route(stage, at("press", 640, 300))
    route(stage, at("release", 640, 300))
    assert stage.overlays.open
    assert stage.take(0) == []
    route(stage, Key("escape"))
    assert not stage.overlays.open
    assert not stage.requests
    stage.overlays.ask_to_leave()
    route(stage, Key("return"))
    assert list(stage.requests) == [Quit()]


def test_the_question_is_answered_by_its_buttons(stage: Stage) -> None:
    stage.overlays.ask_to_leave()
    stage.frame(0.0, 0.0)
    cells = {cell.value: cell.rect for cell in stage.overlays.answers}
    route(stage, at("press", *cells["stay"].center))
    route(stage, at("release", *cells["stay"].center))
    assert not stage.overlays.open
    stage.overlays.ask_to_leave()
    route(stage, at("press", *cells["leave"].center))
    route(stage, at("release", *cells["leave"].center))
    assert list(stage.requests) == [Quit()]


def test_another_scene_fades_in_and_the_first_is_kept(stage: Stage) -> None:
    first = stage.scene
    assert stage.fade == 0.0
    stage.act(Goto("two"))
    assert (stage.scene.name, stage.changes, stage.fade) == ("two", 1, 1.0)
    shares = []
    while stage.fade > 0.0:
        stage.step(STEP)
        shares.append(stage.fade)
    assert len(shares) == round(FADE / STEP)
    assert shares == sorted(shares, reverse=True)
    assert (toy(stage).steps, first.steps) == (36, 0)  # type: ignore[attr-defined]
    stage.act(Goto("one"))
    assert stage.scene is first
    stage.act(Goto("one"))
    stage.act(Goto("nowhere"))
    assert stage.changes == 2


def test_the_same_keys_as_before_reach_the_scene_that_is_shown_now(stage: Stage) -> None:
    stage.act(Goto("two"))
    stage.frame(0.0, 0.0)
    route(stage, Key("r"))
    for action in stage.take(0):
        stage.act(action)
    assert toy(stage).acted == [Press("again")]


def test_a_new_size_reaches_every_scene_and_the_canvas(stage: Stage) -> None:
    first = toy(stage)
    stage.act(Goto("two"))
    route(stage, Resize(800, 600))
    stage.frame(0.0, 0.0)
    assert (first.pages[-1].width, toy(stage).pages[-1].height) == (800, 600)
    assert (stage.canvas.width, stage.canvas.height) == (800, 600)
    pages = len(first.pages)
    route(stage, Resize(800, 600))
    assert len(first.pages) == pages


def test_a_passing_word_passes(stage: Stage) -> None:
    stage.overlays.toast("Saved as " + "x" * 400)
    stage.frame(0.0, 0.0)
    texts = [run for layer in stage.canvas.layers() for run in layer.runs]
    assert len([run for run in texts if run.text.startswith("Saved as")]) == 1
    assert [run for run in texts if run.text.endswith("xxx")]
    stage.frame(6.0, 0.0)
    assert not [run for layer in stage.canvas.layers() for run in layer.runs if run.text.startswith("Saved as")]


def test_what_is_shown_can_be_written_down(stage: Stage) -> None:
    assert stage.words() == "one?seed=5"
    stage.act(Set("hill", "high"))
    stage.act(Set("fog", True))
    assert stage.words() == "one?hill=high&fog=true&seed=5"
