"""Game pads without a device: synthetic axes and buttons in, keys and steering out."""

from __future__ import annotations

import math

import pytest
from crowds import doing

from descent_game.app.exhibit.presence import Presence, PresenceState
from descent_game.app.input import pads
from descent_game.app.input.keys import bindings, meant
from descent_game.app.input.pads import FIRST_REPEAT, KEYS, TURN_RATE, Pads, counted
from descent_game.app.settings import messages
from descent_game.app.show.overlays import HINTS
from descent_game.app.show.requests import Request
from descent_game.engine.actions import Goto, Pause, Press
from descent_game.engine.controls import Controls, Trigger
from descent_game.engine.events import Key, Steer


@pytest.fixture
def pad() -> Pads:
    """Pads of which one is plugged in, at rest."""
    made = Pads()
    made.plug(7)
    for name in pads.AXES:
        assert list(made.axis(7, name, 0.0, 0.0)) == []
    return made


def names(events: object) -> list[str]:
    """What keys came, by name, a backward Tab with its Shift."""
    assert hasattr(events, "__iter__")
    return [("shift+" if event.shift else "") + event.name for event in events if isinstance(event, Key)]


def test_a_stick_counts_from_the_edge_of_its_dead_zone_evenly_all_round() -> None:
    assert counted(0.2, 0.1) == (0.0, 0.0)
    assert counted(1.0, 0.0) == (1.0, 0.0)
    assert counted(0.25, 0.0)[0] == pytest.approx(0.01 / 0.76)
    for turn in range(8):
        x, y = math.cos(turn), math.sin(turn)
        assert math.hypot(*counted(0.6 * x, 0.6 * y)) == pytest.approx(0.36 / 0.76)
        assert math.atan2(*counted(0.6 * x, 0.6 * y)) == pytest.approx(math.atan2(x, y))
    assert math.hypot(*counted(1.0, 1.0)) == pytest.approx(1.0)


def test_buttons_are_keys_once_until_they_are_let_go(pad: Pads) -> None:
    assert list(pad.button(7, "a", True, 0.0)) == [Key("return", pad=True)]
    assert list(pad.button(7, "a", True, 0.1)) == []
    assert list(pad.step(9.0)) == []
    assert list(pad.button(7, "a", False, 9.1)) == []
    assert names(pad.button(7, "a", True, 9.2)) == ["return"]
    assert list(pad.button(7, "guide", True, 9.3)) == []
    assert list(pad.button(99, "a", True, 9.3)) == []


def test_the_cross_goes_on_while_it_is_held(pad: Pads) -> None:
    pad_keys = names(pad.button(7, "left", True, 0.0))
    for tenth in range(1, 11):
        pad_keys += names(pad.step(tenth / 10.0))
    assert pad_keys == ["left"] * 7  # at 0, 0.4, 0.6, 0.7, 0.8, 0.9 and 1.0: never sooner than it is due
    assert all(event.repeat for event in pad.step(3.0) if isinstance(event, Key))
    list(pad.button(7, "left", False, 3.1))
    assert list(pad.step(4.0)) == []


def test_the_left_stick_moves_the_focus_both_ways(pad: Pads) -> None:
    assert list(pad.axis(7, "left_x", 0.5, 0.0)) == []
    assert names(pad.axis(7, "left_x", 0.9, 0.0)) == ["tab"]
    assert list(pad.axis(7, "left_x", 0.95, 0.1)) == []
    assert names(pad.step(FIRST_REPEAT)) == ["tab"]
    assert list(pad.axis(7, "left_x", 0.0, 0.5)) == []
    assert names(pad.step(9.0)) == []
    assert names(pad.axis(7, "left_y", -1.0, 9.0)) == ["shift+tab"]
    assert names(pad.axis(7, "left_y", 1.0, 9.1)) == ["tab"]


def test_the_right_stick_turns_as_a_finger_does_and_says_when_it_rests(pad: Pads) -> None:
    assert list(pad.step(1.0)) == []
    list(pad.axis(7, "right_x", 1.0, 1.0))
    (steer,) = pad.step(1.05)
    assert isinstance(steer, Steer)
    assert steer.yaw == pytest.approx(-TURN_RATE * 0.05)
    assert (steer.pitch, steer.zoom) == (0.0, 1.0)
    list(pad.axis(7, "right_x", 0.0, 1.1))
    list(pad.axis(7, "right_y", -0.62, 1.1))
    (half,) = pad.step(1.1)
    assert isinstance(half, Steer)
    assert half.pitch == pytest.approx(-TURN_RATE * 0.05 * 0.25)
    list(pad.axis(7, "right_y", 0.05, 1.2))
    assert list(pad.step(1.2)) == [Steer()]
    assert list(pad.step(1.3)) == []


def test_triggers_zoom_and_a_hang_is_lost(pad: Pads) -> None:
    list(pad.step(0.0))
    list(pad.axis(7, "right_trigger", 1.0, 0.0))
    (nearer,) = pad.step(20.0)
    assert isinstance(nearer, Steer)
    assert nearer.zoom == pytest.approx(math.exp(-pads.ZOOM_RATE * pads.LONGEST))
    list(pad.axis(7, "left_trigger", 1.0, 20.0))
    assert list(pad.step(20.1)) == [Steer()]


def test_an_axis_that_was_never_at_rest_is_stuck_and_counts_for_nothing() -> None:
    made = Pads()
    made.plug(1)
    assert list(made.axis(1, "right_x", -1.0, 0.0)) == []
    assert list(made.axis(1, "left_x", 1.0, 0.0)) == []
    assert list(made.step(0.1)) == [] and list(made.step(0.2)) == []
    list(made.axis(1, "left_x", 0.0, 0.3))
    assert names(made.axis(1, "left_x", 1.0, 0.4)) == ["tab"]


def test_a_pad_that_is_pulled_out_lets_go_of_everything(pad: Pads) -> None:
    list(pad.button(7, "down", True, 0.0))
    list(pad.axis(7, "right_x", 1.0, 0.0))
    assert len(list(pad.step(0.05))) == 1
    pad.unplug(7)
    assert list(pad.step(5.0)) == [Steer()]
    assert list(pad.step(5.1)) == []
    pad.plug(7)
    assert names(pad.button(7, "down", True, 6.0)) == ["down"]
    pad.let_go()
    assert list(pad.step(9.0)) == []


def test_the_hat_of_an_unknown_stick_presses_arrows(pad: Pads) -> None:
    assert names(pad.hat(7, -1, 1, 0.0)) == ["left", "up"]
    assert names(pad.hat(7, 0, 1, 0.1)) == []
    assert names(pad.hat(7, 1, -1, 0.2)) == ["right", "down"]


def test_every_key_of_a_pad_means_something() -> None:
    table = bindings(("one", "two", "three"), "two", Controls((Trigger("again", key="r"), Trigger("home", key="home"))))
    does = {name: meant(key, table) for name, key in KEYS.items() if key.name != "tab"}
    assert None not in does.values()
    assert (does["a"], does["start"], does["y"]) == (Press("again"), Pause(), Press("read"))
    assert (does["left_shoulder"], does["right_shoulder"]) == (Goto("one"), Goto("three"))
    assert (does["b"], does["x"], does["view"]) == (Request.ESCAPE, Request.SETTINGS, Request.HELP)
    assert does["left_stick"] == Press("home")


def test_every_hint_has_its_words() -> None:
    texts = messages("en")
    for name, does in HINTS.items():
        assert texts.has(f"app.padname.{name}") and texts.has(f"app.pad.{does}"), (name, does)


def test_a_stick_that_wakes_an_exhibit_does_nothing_else_until_it_has_rested() -> None:
    presence, size, push = Presence(60.0, 15.0, 0.0), (1920, 1080), Steer(-0.02, 0.0)
    assert not presence.event(Steer(), 0.5, size) and presence.state is PresenceState.ATTRACT
    passed = [presence.event(push, 1.0 + k / 60.0, size) for k in range(120)]
    assert doing(presence) is PresenceState.VISIT and not any(passed)
    assert not presence.event(Steer(), 3.01, size)
    assert presence.event(push, 3.05, size)
    assert not presence.tick(62.0) and presence.tick(79.0)


def test_a_button_that_wakes_an_exhibit_presses_nothing(pad: Pads) -> None:
    presence = Presence(60.0, 15.0, 0.0)
    (press,) = pad.button(7, "a", True, 1.0)
    assert not presence.event(press, 1.0, (1920, 1080))
    list(pad.button(7, "a", False, 1.1))
    (again,) = pad.button(7, "a", True, 1.2)
    assert presence.event(again, 1.2, (1920, 1080))


def test_a_stick_that_is_held_repeats_until_it_is_moved(pad: Pads) -> None:
    list(pad.axis(7, "right_x", 0.4, 1.0))
    assert [steer.repeat for steer in pad.step(1.1)] == [False]
    for tenth in range(12, 40):
        list(pad.axis(7, "right_x", 0.4 + 0.05 * (tenth % 2), tenth / 10.0))  # noise
        assert [steer.repeat for steer in pad.step(tenth / 10.0)] == [True]
    list(pad.axis(7, "right_x", 0.7, 4.0))
    assert [steer.repeat for steer in pad.step(4.0)] == [False]
    list(pad.axis(7, "right_x", 0.0, 4.1))
    assert list(pad.step(4.1)) == [Steer()]


def test_a_stick_that_rests_off_its_middle_is_stuck_after_a_while(pad: Pads) -> None:
    list(pad.axis(7, "right_x", 0.4, 1.0))
    assert names(pad.axis(7, "left_y", -0.9, 1.0)) == ["shift+tab"]
    assert len(list(pad.step(pads.STUCK))) == 2
    assert list(pad.step(1.0 + pads.STUCK)) == [Steer()]
    assert list(pad.step(2.0 + pads.STUCK)) == []
    list(pad.axis(7, "right_x", 0.6, 40.0))
    assert list(pad.step(40.1)) == []
    list(pad.axis(7, "right_x", 0.1, 41.0))
    list(pad.axis(7, "right_x", 0.4, 42.0))
    assert len(list(pad.step(42.1))) == 1
