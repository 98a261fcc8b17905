"""What is for the staff: the chord, the lock, the operator's page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from crowds import SIZE, Clock, doing, new_house, touch

from descent_game.app.exhibit.exhibit_stage import House
from descent_game.app.exhibit.operator_page import PATIENCE, Order
from descent_game.app.exhibit.pin_entry import MOST_WRONG, WAIT, PinPad
from descent_game.app.exhibit.presence import State
from descent_game.app.exhibit.staff_gesture import CORNERS_HELD, KEYS_HELD, Chord
from descent_game.engine.events import Key, Pointer


def held(chord: Chord, event: Key, seconds: float, every: float = 0.04) -> bool:
    struck, now = False, 0.0
    chord.event(event, now, SIZE)
    while now < seconds:
        now += every
        chord.event(replace(event, repeat=True), now, SIZE)
        struck = struck or chord.struck(now)
    return struck


def test_the_chord_of_keys_must_be_whole_and_held() -> None:
    whole = Key("q", shift=True, control=True, alt=True)
    assert held(Chord(), whole, KEYS_HELD + 0.1)
    assert not held(Chord(), whole, KEYS_HELD - 0.3)
    assert not held(Chord(), replace(whole, shift=False), 10.0)
    assert not held(Chord(), replace(whole, name="w"), 10.0)
    assert not held(Chord(), whole, 10.0, every=1.0), "pressed again and again is not held"


def test_two_corners_open_it_and_nothing_less() -> None:
    chord = Chord()
    chord.event(touch("press", -0.99, 0.99, 1), 0.0, SIZE)
    assert not chord.struck(CORNERS_HELD * 3.0)
    chord.event(touch("press", 0.99, -0.99, 2), 20.0, SIZE)
    assert not chord.struck(20.0 + CORNERS_HELD - 0.1)
    assert chord.struck(20.0 + CORNERS_HELD)
    assert not chord.struck(20.0 + 3.0 * CORNERS_HELD)


@pytest.mark.parametrize(
    "spoiler",
    [touch("release", 0.99, 0.99, 2), touch("move", 0.5, 0.5, 2), touch("press", 0.0, 0.0, 3)],
    ids=["let go", "moved away", "a third finger elsewhere"],
)
def test_corners_that_are_not_held_do_not_open_it(spoiler: Pointer) -> None:
    chord = Chord()
    chord.event(touch("press", -0.99, 0.99, 1), 0.0, SIZE)
    chord.event(touch("press", 0.99, 0.99, 2), 0.0, SIZE)
    chord.event(spoiler, 1.0, SIZE)
    assert not chord.struck(100.0)


def test_two_fingers_in_one_corner_and_a_mouse_do_not_open_it() -> None:
    chord = Chord()
    chord.event(touch("press", 0.99, 0.99, 1), 0.0, SIZE)
    chord.event(touch("press", 0.985, 0.985, 2), 0.0, SIZE)
    chord.event(Pointer("press", -0.99, -0.99), 0.0, SIZE)
    assert not chord.struck(100.0)


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
    clock.house.event(key)
    for _ in range(round((KEYS_HELD + 0.3) / 0.1)):
        clock.tick(0.1)
        clock.house.event(replace(key, repeat=True))
    clock.tick(0.1)


def focus(house: House, name: str) -> None:
    """Leads the focus to a control by the Tab key alone."""
    for _ in range(20):
        if house.operator._interface.focused != name:
            house.event(Key("tab"))
    assert house.operator._interface.focused == name


def test_the_operator_page() -> None:
    house = new_house()
    exhibit_idle = house.exhibit.idle
    clock = Clock(house)
    open_operator(clock)
    assert house.operator.is_open
    assert not house.operator.unlocked
    clock.run(0.2)
    for digit in "0000":
        house.event(Key(digit))
    assert not house.operator.unlocked
    for digit in house.exhibit.pin:
        house.event(Key(digit))
    assert house.operator.unlocked
    clock.run(0.2)
    focus(house, "idle")
    house.event(Key("right"))
    assert float(house.choices["idle"]) > exhibit_idle
    focus(house, "quit")
    house.event(Key("return"))
    assert list(house.orders) == [Order.QUIT]
    focus(house, "close")
    house.event(Key("return"))
    assert not house.operator.is_open
    assert house.visit.state is State.ATTRACT
    assert house.visit.idle == house.choices["idle"]


def test_the_operator_page_is_pressed_with_fingers_and_closes_by_itself() -> None:
    house = new_house(size=(1280, 800))
    clock = Clock(house)
    house.event(touch("press", -0.99, 0.98, 1))
    house.event(touch("press", 0.99, 0.98, 2))
    for _ in range(round(CORNERS_HELD) + 1):
        clock.tick(1.0)
    assert house.operator.is_open
    house.event(touch("release", -0.99, 0.98, 1))
    house.event(touch("release", 0.99, 0.98, 2))
    clock.run(0.1)
    cells = {cell.key: cell for placed in house.operator._interface.placed for cell in placed.cells}
    for digit in house.exhibit.pin:
        x, y = cells[digit].touch.center
        place = x / 1280 * 2.0 - 1.0, 1.0 - y / 800 * 2.0
        house.event(touch("press", *place))
        house.event(touch("release", *place))
    assert house.operator.unlocked
    for _ in range(round(PATIENCE) + 1):
        clock.tick(1.0)
    assert not house.operator.is_open
    assert doing(house.visit) is State.ATTRACT
