"""Hands and keys on widgets: presses, drags, wheels, several fingers, the focus."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ui_pages import MOMENTUM, RATE, page, pointer, race, race_controls

from descent_game.engine.actions import Action, Goto, Pause, Press, Set, Step
from descent_game.engine.controls import Controls
from descent_game.engine.events import Key
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.interface import GLIDE, Interface
from descent_game.ui.layout import Layout, arrange
from descent_game.ui.widgets import Cell, Placed, key_steps, value_text

PAGE = page()
LAYOUT = arrange(PAGE, race())


class Hand:
    """An interface under test with its controls, which take each action at once unless told to `wait`."""

    def __init__(self, layout: Layout = LAYOUT) -> None:
        self.controls: Controls = race_controls()
        self.interface = Interface()
        self.interface.arrange(PAGE, layout.widgets, self.controls)
        self.wait = False

    def does(self, kind: str, x: float, y: float, **more: float) -> list[Action] | None:
        """Sends a pointer event and returns what it asked for."""
        return self._taken(self.interface.handle(pointer(PAGE, kind, x, y, **more)))

    def key(self, name: str, shift: bool = False, repeat: bool = False) -> list[Action] | None:
        """Sends a key and returns what it asked for."""
        return self._taken(self.interface.handle(Key(name, shift=shift, repeat=repeat)))

    def _taken(self, actions: list[Action] | None) -> list[Action] | None:
        for action in actions or ():
            if isinstance(action, Set) and not self.wait:
                self.controls.set(action.name, action.value)
        return actions

    def tap(self, at: Rect, finger: int = 0) -> list[Action] | None:
        """Presses and releases in the middle of a rectangle."""
        assert self.does("press", *at.center, finger=finger) == []
        return self.does("release", *at.center, finger=finger)


def named(name: str) -> Placed:
    """Returns the widget of that name."""
    return next(placed for placed in LAYOUT.widgets if placed.name == name)


def cell(name: str, value: str) -> Cell:
    """Returns the cell of a widget that stands for a value."""
    return next(cell for cell in named(name).cells if cell.value == value)


BUTTONS = "pause+step+drop_again"


def test_segments_are_chosen_on_release_and_pressed_at_once() -> None:
    hand = Hand()
    place = cell("landscape", "saddle").rect
    assert hand.does("press", *place.center) == []
    assert hand.interface.busy
    canvas = Canvas(1920, 1080)
    hand.interface.paint(canvas)
    still = Canvas(1920, 1080)
    Hand().interface.paint(still)
    assert len(next(canvas.layers()).boxes) == len(next(still.layers()).boxes) + 1
    assert hand.does("release", *place.center) == [Set("landscape", "saddle")]
    assert hand.tap(place) == []


def test_a_press_that_leaves_its_cell_asks_for_nothing() -> None:
    hand = Hand()
    place = cell("landscape", "saddle").rect
    hand.does("press", *place.center)
    assert hand.does("move", 960.0, 400.0) == []
    assert hand.does("release", 960.0, 400.0) == []
    assert not hand.interface.busy


def test_buttons_tabs_and_switches() -> None:
    hand = Hand()
    assert hand.tap(cell(BUTTONS, "pause").rect) == [Pause()]
    assert hand.tap(cell(BUTTONS, "step").rect) == [Step()]
    assert hand.tap(cell(BUTTONS, "drop_again").rect) == [Press("drop_again")]
    assert hand.tap(cell("tabs", "trainer").rect) == [Goto("trainer")]
    assert hand.tap(cell("tabs", "race").rect) == []
    assert hand.tap(named("adam").rect) == [Set("adam", True)]
    assert hand.tap(named("adam").rect) == [Set("adam", False)]


def test_the_stage_is_left_alone_and_the_board_keeps_presses() -> None:
    hand = Hand()
    for kind in ("press", "move", "release", "wheel"):
        assert hand.does(kind, *LAYOUT.stage.center, wheel=1.0) is None
    assert hand.does("press", *LAYOUT.board.center) == []
    assert hand.does("release", *LAYOUT.board.center) == []


def test_only_the_first_button_presses() -> None:
    hand = Hand()
    place = cell("landscape", "saddle").rect
    assert hand.does("press", *place.center, button=3) == []
    assert hand.does("release", *place.center, button=3) is None
    assert hand.controls.word("landscape") == "ravine"


def test_a_slider_follows_the_hand_also_outside() -> None:
    hand = Hand()
    track = named("speed").body
    middle = track.y + 2.0
    assert hand.does("press", track.x + track.w / 2.0, middle) == [Set("speed", 30.0)]
    assert hand.does("move", track.right + 900.0, middle - 500.0) == [Set("speed", 60.0)]
    assert hand.does("move", track.x - 300.0, middle) == [Set("speed", 1.0)]
    assert hand.does("move", track.x - 400.0, middle) == []
    assert hand.does("release", track.x + track.w, middle) == [Set("speed", 60.0)]
    assert hand.does("move", track.x, middle) is None


def test_a_knob_is_taken_hold_of_where_it_is_touched() -> None:
    hand = Hand()
    track = named("speed").body
    knob = track.x + (20 - 1) / 59 * track.w
    assert hand.does("press", knob + 8.0, track.y) == []
    assert hand.does("move", knob + 8.0, track.y) == []
    assert hand.does("move", knob + 8.0 + 10 / 59 * track.w, track.y) == [Set("speed", 30.0)]


def test_a_slider_is_drawn_to_its_snaps_exactly() -> None:
    hand = Hand()
    track = named("learning_rate").body
    at = track.x + RATE.place(2 / 39) * track.w
    hand.does("press", track.x + 3.0, track.y)
    assert hand.does("move", at + 4.0, track.y) == [Set("learning_rate", 2 / 39)]
    assert hand.does("move", at + 40.0, track.y) != [Set("learning_rate", 2 / 39)]


def test_the_wheel_over_a_slider_changes_it() -> None:
    hand = Hand()
    x, y = named("speed").rect.center
    assert hand.does("wheel", x, y, wheel=1.0) == [Set("speed", 21.0)]
    assert hand.does("wheel", x, y, wheel=-2.0) == [Set("speed", 18.0)]
    assert hand.does("wheel", *cell("landscape", "saddle").rect.center, wheel=1.0) == []


def test_two_fingers_on_two_sliders_and_a_third_that_must_wait() -> None:
    hand = Hand()
    speed, noise = named("speed").body, named("noise").body
    assert hand.does("press", speed.right, speed.y, finger=1) == [Set("speed", 60.0)]
    assert hand.does("press", noise.right, noise.y, finger=2) == [Set("noise", 0.5)]
    assert hand.does("press", speed.x, speed.y, finger=3) == []
    assert hand.does("move", speed.x, speed.y, finger=3) is None
    assert hand.does("move", speed.x, speed.y, finger=1) == [Set("speed", 1.0)]
    assert hand.does("move", noise.x, noise.y, finger=2) == [Set("noise", 0.0)]
    assert hand.does("release", speed.x, speed.y, finger=1) == []
    assert hand.interface.busy
    assert hand.does("release", noise.x, noise.y, finger=2) == []
    assert not hand.interface.busy


def test_a_touch_that_is_taken_away_lets_go() -> None:
    hand = Hand()
    hand.does("press", *cell("landscape", "saddle").rect.center, finger=4)
    hand.does("cancel", 0.0, 0.0, finger=4)
    assert not hand.interface.busy


def test_what_was_asked_for_is_shown_before_the_scene_has_it() -> None:
    hand = Hand()
    hand.wait = True
    hand.tap(named("adam").rect)
    assert hand.interface.value("adam") is True and not hand.controls.on("adam")
    hand.interface.step(0.2)
    assert hand.interface.value("adam") is True
    hand.interface.step(0.2)
    assert hand.interface.value("adam") is False


def test_the_focus_goes_round_and_shows_only_for_keys() -> None:
    hand = Hand()
    assert hand.key("left") is None and hand.key("space") is None
    seen = []
    for _ in range(14):
        assert hand.key("tab") == []
        seen.append(hand.interface.focused)
    expected = ["tab:race", "tab:gallery", "tab:trainer", "landscape", "learning_rate", "speed", "noise", "sgd",
                "momentum", "adam", "view", "pause", "step", "drop_again"]  # fmt: skip
    assert seen == expected
    hand.key("tab")
    assert hand.interface.focused == "tab:race"
    hand.key("tab", shift=True)
    assert hand.interface.focused == "drop_again" and hand.interface.focus_visible
    hand.does("press", *LAYOUT.stage.center)
    assert not hand.interface.focus_visible and hand.key("space") is None


def focus(hand: Hand, name: str) -> None:
    """Brings the focus to a widget with the Tab key."""
    for _ in range(20):
        hand.key("tab")
        if hand.interface.focused == name:
            return
    raise AssertionError(name)


def test_keys_change_what_has_the_focus() -> None:
    hand = Hand()
    focus(hand, "landscape")
    assert hand.key("right") == [Set("landscape", "saddle")]
    assert hand.key("left") == [Set("landscape", "ravine")]
    assert hand.key("left") == []
    assert hand.key("end") == [Set("landscape", "rastrigin")]
    focus(hand, "speed")
    assert hand.key("up") == [Set("speed", 21.0)]
    assert hand.key("home") == [Set("speed", 1.0)]
    assert hand.key("r") is None
    focus(hand, "adam")
    assert hand.key("space") == [Set("adam", True)]
    assert hand.key("space", repeat=True) == []
    focus(hand, "drop_again")
    assert hand.key("return") == [Press("drop_again")]
    assert hand.key("left") == [] and hand.interface.focused == "step"
    assert hand.key("down") == [] and hand.interface.focused == "drop_again"


def test_every_control_can_be_reached_and_changed_by_keys_alone() -> None:
    hand = Hand()
    changed: set[str] = set()
    for _ in range(14):
        hand.key("tab")
        for action in hand.key("space") or hand.key("right") or ():
            changed.add(action.name if isinstance(action, Set | Press) else type(action).__name__)
    values = {"landscape", "learning_rate", "speed", "noise", "sgd", "momentum", "adam", "view"}
    assert changed == values | {"Pause", "Step", "drop_again", "Goto"}


def test_arrows_stop_at_a_snap_on_their_way() -> None:
    below = RATE.at(RATE.place(2 / 39) - 0.01)
    assert key_steps(RATE, below, 1.0) == 2 / 39
    assert key_steps(RATE, 2 / 39, 1.0) > 2 / 39
    assert key_steps(RATE, RATE.high, 1.0) == RATE.high
    assert key_steps(RATE, RATE.low, -8.0) == RATE.low


def test_values_glide_within_150_ms_and_cut_with_reduced_motion() -> None:
    hand = Hand()
    hand.controls.set("view", "map")

    def lit() -> float:
        canvas = Canvas(1920, 1080)
        hand.interface.paint(canvas)
        body = named("view").body
        return next(
            box.clip.x for layer in canvas.layers() for box in layer.boxes
            if box.rect == body and box.fill == PAGE.theme.chosen_fill
        )  # fmt: skip

    hill, map_ = cell("view", "hill").rect.x, cell("view", "map").rect.x
    assert lit() == hill
    hand.interface.step(GLIDE / 2.0)
    assert hill < lit() < map_
    hand.interface.step(GLIDE / 2.0 + 1e-9)
    assert lit() == map_
    cut = replace(page(), reduced_motion=True)
    hand.interface.arrange(cut, LAYOUT.widgets, hand.controls)
    hand.controls.set("view", "hill")
    hand.interface.step(0.001)
    assert lit() == hill


def test_a_resize_keeps_what_is_held() -> None:
    hand = Hand()
    track = named("speed").body
    hand.does("press", track.right, track.y)
    small = page(1280, 720)
    layout = arrange(small, race())
    hand.interface.arrange(small, layout.widgets, hand.controls)
    assert hand.interface.busy
    there = next(placed for placed in layout.widgets if placed.name == "speed").body
    assert hand.interface.handle(pointer(small, "move", there.x, there.y)) == [Set("speed", 1.0)]


def test_other_controls_forget_what_was_asked_of_the_former() -> None:
    hand = Hand()
    hand.wait = True
    hand.tap(named("adam").rect)
    hand.interface.arrange(PAGE, LAYOUT.widgets, race_controls())
    assert hand.interface.value("adam") is False
    hand.interface.release()
    assert hand.interface.focused == "" and not hand.interface.busy


def test_icons_follow_what_is_lit_and_tell_their_name() -> None:
    hand = Hand()

    def marks() -> list[str]:
        canvas = Canvas(1920, 1080)
        hand.interface.paint(canvas)
        return [box.kind for layer in canvas.layers() for box in layer.boxes]

    assert "pause" in marks() and "play" not in marks()
    hand.interface.lit = frozenset({"pause"})
    assert "play" in marks() and "pause" not in marks()
    hand.does("move", *cell(BUTTONS, "step").rect.center)
    canvas = Canvas(1920, 1080)
    hand.interface.paint(canvas)
    assert any(run.text == "Step" for layer in canvas.layers() for run in layer.runs)


@pytest.mark.parametrize(("value", "text"), [(0.05, "0.05"), (2 / 39, "0.0513"), (0.001, "0.001")])
def test_values_are_shown_as_their_range_says(value: float, text: str) -> None:
    assert value_text(PAGE.messages, RATE, value) == text
    assert MOMENTUM.default is True
