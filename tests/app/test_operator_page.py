"""What is for the staff: the gesture, the PIN, the operator's page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from crowds import SIZE, Clock, doing, new_exhibit_stage, touch

from descent_game.app.exhibit.exhibit_stage import ExhibitStage
from descent_game.app.exhibit.operator_page import PATIENCE, OperatorOrder
from descent_game.app.exhibit.pin import MOST_WRONG, WAIT, PinPad
from descent_game.app.exhibit.presence import PresenceState
from descent_game.app.exhibit.staff_gesture import CORNERS_HELD, KEYS_HELD, StaffGesture
from descent_game.engine.events import Key, Pointer


def held(gesture: StaffGesture, event: Key, seconds: float, every: float = 0.04) -> bool:
    completed, now = False, 0.0
    gesture.event(event, now, SIZE)
    while now < seconds:
        now += every
        gesture.event(replace(event, repeat=True), now, SIZE)
        completed = completed or gesture.completed(now)
    return completed


def test_the_keys_of_the_gesture_must_be_whole_and_held() -> None:
    whole = Key("q", shift=True, control=True, alt=True)
    assert held(StaffGesture(), whole, KEYS_HELD + 0.1)
    assert not held(StaffGesture(), whole, KEYS_HELD - 0.3)
    assert not held(StaffGesture(), replace(whole, shift=False), 10.0)
    assert not held(StaffGesture(), replace(whole, name="w"), 10.0)
    assert not held(StaffGesture(), whole, 10.0, every=1.0), "pressed again and again is not held"


def test_two_corners_open_it_and_nothing_less() -> None:
    gesture = StaffGesture()
    gesture.event(touch("press", -0.99, 0.99, 1), 0.0, SIZE)
    assert not gesture.completed(CORNERS_HELD * 3.0)
    gesture.event(touch("press", 0.99, -0.99, 2), 20.0, SIZE)
    assert not gesture.completed(20.0 + CORNERS_HELD - 0.1)
    assert gesture.completed(20.0 + CORNERS_HELD)
    assert not gesture.completed(20.0 + 3.0 * CORNERS_HELD)


@pytest.mark.parametrize(
    "spoiler",
    [touch("release", 0.99, 0.99, 2), touch("move", 0.5, 0.5, 2), touch("press", 0.0, 0.0, 3)],
    ids=["let go", "moved away", "a third finger elsewhere"],
)
def test_corners_that_are_not_held_do_not_open_it(spoiler: Pointer) -> None:
    gesture = StaffGesture()
    gesture.event(touch("press", -0.99, 0.99, 1), 0.0, SIZE)
    gesture.event(touch("press", 0.99, 0.99, 2), 0.0, SIZE)
    gesture.event(spoiler, 1.0, SIZE)
    assert not gesture.completed(100.0)


def test_two_fingers_in_one_corner_and_a_mouse_do_not_open_it() -> None:
    gesture = StaffGesture()
    gesture.event(touch("press", 0.99, 0.99, 1), 0.0, SIZE)
    gesture.event(touch("press", 0.985, 0.985, 2), 0.0, SIZE)
    gesture.event(Pointer("press", -0.99, -0.99), 0.0, SIZE)
    assert not gesture.completed(100.0)


def test_the_lock() -> None:
    pad = PinPad("2468")
    assert [pad.digit(digit, 0.0) for digit in "2468"] == [False, False, False, True]
    for _ in range(MOST_WRONG):
        assert not any(pad.digit(digit, 0.0) for digit in "1111")
    assert pad.refused
    assert pad.waits(0.0) == WAIT
    assert not any(pad.digit(digit, 1.0) for digit in "2468")
    assert [pad.digit(digit, WAIT) for digit in "2468"][-1]


def open_operator(clock: Clock) -> None:
    key = Key("q", shift=True, control=True, alt=True)
    clock.exhibit_stage.event(key)
    for _ in range(round((KEYS_HELD + 0.3) / 0.1)):
        clock.tick(0.1)
        clock.exhibit_stage.event(replace(key, repeat=True))
    clock.tick(0.1)


def focus(exhibit_stage: ExhibitStage, name: str) -> None:
    """Leads the focus to a control by the Tab key alone."""
    for _ in range(20):
        if exhibit_stage.operator.interface.focused != name:
            exhibit_stage.event(Key("tab"))
    assert exhibit_stage.operator.interface.focused == name


def test_the_operator_page() -> None:
    exhibit_stage = new_exhibit_stage()
    exhibit_idle = exhibit_stage.exhibit.idle
    clock = Clock(exhibit_stage)
    open_operator(clock)
    assert exhibit_stage.operator.is_open
    assert not exhibit_stage.operator.unlocked
    clock.run(0.2)
    for digit in "0000":
        exhibit_stage.event(Key(digit))
    assert not exhibit_stage.operator.unlocked
    for digit in exhibit_stage.exhibit.pin:
        exhibit_stage.event(Key(digit))
    assert exhibit_stage.operator.unlocked
    clock.run(0.2)
    focus(exhibit_stage, "idle")
    exhibit_stage.event(Key("right"))
    assert float(exhibit_stage.choices["idle"]) > exhibit_idle
    focus(exhibit_stage, "quit")
    exhibit_stage.event(Key("return"))
    assert list(exhibit_stage.orders) == [OperatorOrder.QUIT]
    focus(exhibit_stage, "close")
    exhibit_stage.event(Key("return"))
    assert not exhibit_stage.operator.is_open
    assert exhibit_stage.presence.state is PresenceState.ATTRACT
    assert exhibit_stage.presence.idle == exhibit_stage.choices["idle"]


def test_the_operator_page_is_pressed_with_fingers_and_closes_by_itself() -> None:
    exhibit_stage = new_exhibit_stage(size=(1280, 800))
    clock = Clock(exhibit_stage)
    exhibit_stage.event(touch("press", -0.99, 0.98, 1))
    exhibit_stage.event(touch("press", 0.99, 0.98, 2))
    for _ in range(round(CORNERS_HELD) + 1):
        clock.tick(1.0)
    assert exhibit_stage.operator.is_open
    exhibit_stage.event(touch("release", -0.99, 0.98, 1))
    exhibit_stage.event(touch("release", 0.99, 0.98, 2))
    clock.run(0.1)
    cells = {cell.key: cell for placed in exhibit_stage.operator.interface.placed for cell in placed.cells}
    for digit in exhibit_stage.exhibit.pin:
        x, y = cells[digit].touch.center
        place = x / 1280 * 2.0 - 1.0, 1.0 - y / 800 * 2.0
        exhibit_stage.event(touch("press", *place))
        exhibit_stage.event(touch("release", *place))
    assert exhibit_stage.operator.unlocked
    for _ in range(round(PATIENCE) + 1):
        clock.tick(1.0)
    assert not exhibit_stage.operator.is_open
    assert doing(exhibit_stage.presence) is PresenceState.ATTRACT
