"""Who is there: the states on a simulated clock, the rest of a gesture, trembling pointers."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping

import pytest
from crowds import SIZE, digest, doing, moved, touch

from descent_game.app.exhibit.presence import Presence, PresenceState
from descent_game.engine.events import Event, Key, Pointer, Quit, Resize, Steer


def test_from_attract_to_visit_to_countdown_and_back() -> None:
    presence = Presence(60.0, 15.0, now=0.0)
    assert doing(presence) is PresenceState.ATTRACT
    assert not presence.tick(1000.0)
    assert doing(presence) is PresenceState.ATTRACT
    assert not presence.event(Key("a"), 1000.0, SIZE)
    assert doing(presence) is PresenceState.VISIT
    assert presence.event(Key("a"), 1010.0, SIZE)
    assert not presence.tick(1069.9)
    assert doing(presence) is PresenceState.VISIT
    assert not presence.tick(1070.0)
    assert doing(presence) is PresenceState.COUNTDOWN
    assert presence.left == 15.0
    assert not presence.tick(1080.0)
    assert presence.left == pytest.approx(5.0)
    assert presence.tick(1085.0)
    assert doing(presence) is PresenceState.ATTRACT
    assert not presence.tick(1086.0)


def test_an_input_ends_the_countdown_and_does_nothing_else() -> None:
    presence = Presence(60.0, 15.0, 0.0, PresenceState.VISIT)
    presence.tick(70.0)
    assert not presence.event(touch(), 70.0, SIZE)
    assert presence.state is PresenceState.VISIT
    assert not presence.event(touch("move", 0.5), 70.1, SIZE)
    assert not presence.event(touch("release", 0.5), 70.2, SIZE)
    assert presence.event(touch(), 70.3, SIZE)
    assert not presence.tick(130.0)
    assert presence.state is PresenceState.VISIT


def test_the_rest_of_the_gesture_that_woke_it_does_nothing() -> None:
    presence = Presence(60.0, 15.0, 0.0)
    assert not presence.event(touch(), 0.0, SIZE)
    assert not presence.event(touch("move", 0.3), 0.1, SIZE)
    assert presence.event(touch(finger=2), 0.2, SIZE), "another finger is heard"
    assert not presence.event(touch("release", 0.3), 0.3, SIZE)
    assert presence.event(touch(), 0.4, SIZE)

    presence = Presence(60.0, 15.0, 0.0)
    assert not presence.event(Key("space"), 0.0, SIZE)
    assert not presence.event(Key("space", repeat=True), 0.5, SIZE)
    assert presence.event(Key("space"), 0.6, SIZE)

    presence = Presence(60.0, 15.0, 0.0)
    assert not presence.event(Pointer("wheel", 0.0, 0.0, wheel=1.0), 0.0, SIZE)
    assert not presence.event(Pointer("wheel", 0.0, 0.0, wheel=1.0), 0.1, SIZE)
    assert presence.event(Pointer("wheel", 0.0, 0.0, wheel=1.0), 1.0, SIZE)


def test_a_gesture_that_does_nothing_still_is_somebody() -> None:
    presence = Presence(60.0, 15.0, 0.0)
    presence.event(touch(), 0.0, SIZE)
    for second in range(1, 100):
        assert not presence.event(touch("move", 0.001 * second * 10), float(second), SIZE)
        presence.tick(float(second))
    assert presence.state is PresenceState.VISIT


def test_windows_and_their_closing_are_nobody() -> None:
    presence = Presence(60.0, 15.0, 0.0)
    for event in (Resize(10, 10), Quit(), Pointer("leave", 0.0, 0.0)):
        presence.event(event, 1.0, SIZE)
        assert presence.state is PresenceState.ATTRACT


def test_a_pointer_that_trembles_is_nobody_and_one_that_moves_is() -> None:
    chance = random.Random(1)
    presence = Presence(60.0, 15.0, 0.0)
    now = 0.0
    for _ in range(2000):
        now += chance.choice((0.02, 0.5, 3.0))
        presence.event(moved(chance.uniform(-2.0, 2.0), chance.uniform(-2.0, 2.0)), now, SIZE)
        assert presence.state is PresenceState.ATTRACT
    for x in range(0, 40, 2):
        now += 0.02
        presence.event(moved(float(x)), now, SIZE)
    assert doing(presence) is PresenceState.VISIT


def test_a_sleeve_on_the_glass_does_not_keep_a_visit_alive() -> None:
    presence = Presence(60.0, 15.0, 0.0, PresenceState.VISIT)
    presence.event(touch(), 0.0, SIZE)
    over = []
    for tenth in range(1, 800):
        presence.event(moved(0.5 * (tenth % 3), finger=1), tenth / 10.0, SIZE)
        over.append(presence.tick(tenth / 10.0))
    assert over.count(True) == 1
    assert presence.state is PresenceState.ATTRACT


def test_what_the_presence_remembers_does_not_grow() -> None:
    presence = Presence(60.0, 15.0, 0.0, PresenceState.VISIT)
    sizes = []
    for number in range(1000):
        presence.event(touch("press", finger=1 + number % 10), number * 0.1, SIZE)
        presence.event(touch("release", finger=1 + number % 10), number * 0.1, SIZE)
        sizes.append(len(list(digest(presence))))
    assert max(sizes[500:]) <= max(sizes[:500])


def test_a_finger_that_woke_the_exhibit_and_was_never_lifted_counts_again_in_the_next_visit() -> None:
    presence = Presence(60.0, 15.0, 0.0)
    assert not presence.event(touch(finger=3), 0.0, SIZE)
    assert not presence.event(touch(finger=3), 1.0, SIZE)
    presence.leave()
    assert not presence.event(Key("space"), 2.0, SIZE)
    assert presence.event(touch(finger=3), 3.0, SIZE)


def kept_awake(events: Iterator[tuple[float, Event]], seconds: float = 600.0) -> bool:
    """Returns whether what goes on keeps a visit from ever ending, and would begin one."""
    presence, over = Presence(60.0, 15.0, 0.0, PresenceState.VISIT), False
    for now, event in events:
        if now > seconds:
            break
        presence.event(event, now, SIZE)
        over = presence.tick(now) or over
    return not over or presence.state is not PresenceState.ATTRACT


def every(gap: float, *events: Event) -> Iterator[tuple[float, Event]]:
    """Yields events one after the other, for ever, so many seconds apart."""
    return ((gap * number, event) for number, event in enumerate(itertools.cycle(events)))


STUCK_THINGS: Mapping[str, Iterator[tuple[float, Event]]] = {
    "a book on a key": itertools.chain([(0.0, Key("j"))], every(0.04, Key("j", repeat=True))),
    "a key that bounces": every(0.3, Key("j")),
    "a book that rocks on three": every(0.2, Key("j"), Key("k"), Key("left shift")),
    "a drop of water": every(0.5, touch(x=0.30), touch("release", x=0.30), touch(x=0.301), touch("release", x=0.301)),
    "a wheel that turns": every(0.1, Pointer("wheel", 0.2, 0.2, wheel=1.0)),
    "a stick that is held": every(1 / 60, Steer(-0.01, 0.0, repeat=True)),
}


@pytest.mark.parametrize("what", STUCK_THINGS)
def test_what_does_not_move_is_nobody(what: str) -> None:
    assert not kept_awake(STUCK_THINGS[what])


HANDS: Mapping[str, Iterator[tuple[float, Event]]] = {
    "a marker moved by keys": ((n * 0.5 + (n // 20) * 6.0, Key("right")) for n in itertools.count()),
    "one big button": every(8.0, Key("space")),
    "taps here and there": every(3.0, *(touch(kind, x=x) for x in (-0.5, 0.0, 0.5) for kind in ("press", "release"))),
    "a stick that is pushed now and then": every(20.0, Steer(0.01), Steer()),
    "a hand that moves": ((n * 0.1, moved(30.0 * (n % 20))) for n in itertools.count()),
}


@pytest.mark.parametrize("what", HANDS)
def test_a_hand_that_moves_is_somebody(what: str) -> None:
    assert kept_awake(HANDS[what])
