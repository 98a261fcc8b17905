"""Who is there: the states on a simulated clock, the rest of a gesture, trembling pointers, a week with a crowd."""

from __future__ import annotations

import gc
import random
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import numpy as np
import pytest

from descent_game.app import house as house_module
from descent_game.app.attract import Playlist, Showing
from descent_game.app.chord import CORNERS_HELD, KEYS_HELD, Chord
from descent_game.app.counters import Counters
from descent_game.app.exhibit import Exhibit, Hours
from descent_game.app.exhibit_file import shipped
from descent_game.app.house import House
from descent_game.app.house_paint import RING, shift
from descent_game.app.operator_page import PATIENCE, Order
from descent_game.app.pinpad import MOST_WRONG, WAIT, PinPad
from descent_game.app.rules import Rules
from descent_game.app.settings import Settings, page
from descent_game.app.stage import Stage, scene_names
from descent_game.app.visit import State, Visit
from descent_game.engine.actions import Goto, Pan, Press, Set, Turn, Zoom
from descent_game.engine.clock import STEP, STEPS_A_SECOND
from descent_game.engine.controls import Controls, Toggle
from descent_game.engine.events import Event, Key, Pointer, Quit, Resize
from descent_game.engine.timeline import Cue, Demo

SIZE = (1920, 1080)
PAGE = page(Settings(), 640, 400)
NOON = datetime(2026, 3, 2, 12, 0)  # a Monday


def moved(x: float, y: float = 0.0, finger: int = 0) -> Pointer:
    """A pointer at pixels from the middle of the window."""
    return Pointer("move", x * 2.0 / SIZE[0], y * 2.0 / SIZE[1], touch=finger > 0, finger=finger)


def touch(kind: str = "press", x: float = 0.0, y: float = 0.0, finger: int = 1) -> Pointer:
    assert kind in ("press", "move", "release")
    return Pointer(kind, x, y, touch=True, finger=finger)  # type: ignore[arg-type]  # asserted above


# -- the states -----------------------------------------------------------------------------------------------------


def doing(visit: Visit) -> State:
    return visit.state


def test_from_attract_to_visit_to_countdown_and_back() -> None:
    visit = Visit(60.0, 15.0, now=0.0)
    assert doing(visit) is State.ATTRACT
    assert not visit.tick(1000.0)
    assert doing(visit) is State.ATTRACT
    assert not visit.event(Key("a"), 1000.0, SIZE)
    assert doing(visit) is State.VISIT
    assert visit.event(Key("a"), 1010.0, SIZE)
    assert not visit.tick(1069.9)
    assert doing(visit) is State.VISIT
    assert not visit.tick(1070.0)
    assert doing(visit) is State.COUNTDOWN
    assert visit.left == 15.0
    assert not visit.tick(1080.0)
    assert visit.left == pytest.approx(5.0)
    assert visit.tick(1085.0)
    assert doing(visit) is State.ATTRACT
    assert not visit.tick(1086.0)


def test_an_input_ends_the_countdown_and_does_nothing_else() -> None:
    visit = Visit(60.0, 15.0, 0.0, State.VISIT)
    visit.tick(70.0)
    assert not visit.event(touch(), 70.0, SIZE)
    assert visit.state is State.VISIT
    assert not visit.event(touch("move", 0.5), 70.1, SIZE)
    assert not visit.event(touch("release", 0.5), 70.2, SIZE)
    assert visit.event(touch(), 70.3, SIZE)
    assert not visit.tick(130.0)
    assert visit.state is State.VISIT


def test_the_rest_of_the_gesture_that_woke_it_does_nothing() -> None:
    visit = Visit(60.0, 15.0, 0.0)
    assert not visit.event(touch(), 0.0, SIZE)
    assert not visit.event(touch("move", 0.3), 0.1, SIZE)
    assert visit.event(touch(finger=2), 0.2, SIZE), "another finger is heard"
    assert not visit.event(touch("release", 0.3), 0.3, SIZE)
    assert visit.event(touch(), 0.4, SIZE)

    visit = Visit(60.0, 15.0, 0.0)
    assert not visit.event(Key("space"), 0.0, SIZE)
    assert not visit.event(Key("space", repeat=True), 0.5, SIZE)
    assert visit.event(Key("space"), 0.6, SIZE)

    visit = Visit(60.0, 15.0, 0.0)
    assert not visit.event(Pointer("wheel", 0.0, 0.0, wheel=1.0), 0.0, SIZE)
    assert not visit.event(Pointer("wheel", 0.0, 0.0, wheel=1.0), 0.1, SIZE)
    assert visit.event(Pointer("wheel", 0.0, 0.0, wheel=1.0), 1.0, SIZE)


def test_a_gesture_that_does_nothing_still_is_somebody() -> None:
    visit = Visit(60.0, 15.0, 0.0)
    visit.event(touch(), 0.0, SIZE)
    for second in range(1, 100):
        assert not visit.event(touch("move", 0.001 * second * 10), float(second), SIZE)
        visit.tick(float(second))
    assert visit.state is State.VISIT


def test_windows_and_their_closing_are_nobody() -> None:
    visit = Visit(60.0, 15.0, 0.0)
    for event in (Resize(10, 10), Quit(), Pointer("leave", 0.0, 0.0)):
        visit.event(event, 1.0, SIZE)
        assert visit.state is State.ATTRACT


def test_a_pointer_that_trembles_is_nobody_and_one_that_moves_is() -> None:
    chance = random.Random(1)
    visit = Visit(60.0, 15.0, 0.0)
    now = 0.0
    for _ in range(2000):
        now += chance.choice((0.02, 0.5, 3.0))
        visit.event(moved(chance.uniform(-2.0, 2.0), chance.uniform(-2.0, 2.0)), now, SIZE)
        assert visit.state is State.ATTRACT
    for x in range(0, 40, 2):
        now += 0.02
        visit.event(moved(float(x)), now, SIZE)
    assert doing(visit) is State.VISIT


def test_a_sleeve_on_the_glass_does_not_keep_a_visit_alive() -> None:
    visit = Visit(60.0, 15.0, 0.0, State.VISIT)
    visit.event(touch(), 0.0, SIZE)
    over = []
    for tenth in range(1, 800):
        visit.event(moved(0.5 * (tenth % 3), finger=1), tenth / 10.0, SIZE)
        over.append(visit.tick(tenth / 10.0))
    assert over.count(True) == 1
    assert visit.state is State.ATTRACT


def test_what_the_presence_remembers_does_not_grow() -> None:
    visit = Visit(60.0, 15.0, 0.0, State.VISIT)
    for number in range(500):
        visit.event(touch("press", finger=1 + number % 10), number * 0.1, SIZE)
        visit.event(touch("release", finger=1 + number % 10), number * 0.1, SIZE)
    assert len(visit._presence._place) <= 10
    assert not visit._deaf_fingers


# -- hours, places, the chord, the lock -----------------------------------------------------------------------------


def test_hours() -> None:
    hours = Hours(time(10), time(18), frozenset({0}))
    monday = datetime(2026, 3, 2)
    assert not hours.open_at(monday.replace(hour=12))
    tuesday = monday + timedelta(days=1)
    assert [hour for hour in range(24) if hours.open_at(tuesday.replace(hour=hour))] == list(range(10, 18))
    late = Hours(time(18), time(2), frozenset({0}))
    assert not late.open_at(monday.replace(hour=20))
    assert late.open_at(monday.replace(hour=1)), "Sunday's night goes on"
    assert not late.open_at(tuesday.replace(hour=1))
    assert late.open_at(tuesday.replace(hour=23))


def test_the_picture_moves_by_a_pixel_a_minute_and_comes_everywhere() -> None:
    places = [shift(minute) for minute in range(len(RING) + 1)]
    assert set(places) == {(x, y) for x in range(-2, 3) for y in range(-2, 3)}
    for (x, y), (u, v) in zip(places, places[1:], strict=False):
        assert max(abs(x - u), abs(y - v)) == 1


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


# -- what is played -------------------------------------------------------------------------------------------------


def minute(playlist: Playlist, number: int) -> list[Showing]:
    per_minute = round(60.0 / playlist.seconds)
    return [playlist.showing(number * per_minute + i) for i in range(per_minute)]


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("still", [False, True])
def test_the_loop_never_plays_the_same_minute_twice_running(count: int, still: bool) -> None:
    demos = [Demo(f"scene{i}", seconds=30.0) for i in range(count)]
    choices = {"scene0": [Set("hill", "low"), Set("hill", "high")]}
    playlist = Playlist(demos, choices, 30.0, still)
    week = 7 * 24 * 60
    before = minute(playlist, 0)
    for number in range(1, week):
        now = minute(playlist, number)
        assert now != before
        before = now


def test_a_showing_is_cut_and_drifts_calmly() -> None:
    demo = Demo(
        "scene", seconds=45.0, cues=(Cue(0, Set("a", 1)), Cue(240, Turn(0.5, 0.0), over=120), Cue(500, Press("b")))
    )
    showing = Playlist([demo], {}, 30.0).showing(0)
    assert showing.steps == 30 * STEPS_A_SECOND
    done = [list(showing.due(step)) for step in range(showing.steps)]
    assert done[0] == [Set("a", 1)]
    assert Press("b") in done[500]
    turns = [action for actions in done for action in actions if isinstance(action, Turn)]
    assert max(abs(turn.yaw) for turn in turns) / STEP < 1.0, "never faster than the demo's own"
    drift = [done[step][-1] for step in range(600, 1200)]
    assert all(isinstance(turn, Turn) and abs(turn.yaw) / STEP < 0.05 for turn in drift)
    still = Playlist([demo], {}, 30.0, still=True).showing(0)
    moving = [a for step in range(still.steps) for a in still.due(step) if isinstance(a, Turn | Zoom | Pan)]
    assert moving == []
    assert Press("b") in list(still.due(500))


def test_the_shipped_loop_shows_every_scene() -> None:
    house = new_house()
    seen = {house._playlist.showing(i).demo.scene for i in range(len(house._playlist.demos))}
    assert seen == set(scene_names())


# -- the house ------------------------------------------------------------------------------------------------------


def new_house(exhibit: Exhibit | None = None, size: tuple[int, int] = (640, 400)) -> House:
    return House(exhibit or shipped(), *size, 0.0, Counters({}, "2026-03-02"))


class Clock:
    """Moves a house on: `run` in steps, with pictures; `skip` with none."""

    def __init__(self, house: House, moment: datetime = NOON) -> None:
        self.house = house
        self.now = 0.0
        self.moment = moment
        self.steps = 0

    def tick(self, seconds: float) -> None:
        self.now += seconds
        self.moment += timedelta(seconds=seconds)
        self.house.tick(self.now, self.moment)

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.tick(0.1)
            for _ in range(STEPS_A_SECOND // 10):
                for action in self.house.take(self.steps):
                    self.house.act(action)
                self.house.step(STEP)
                self.steps += 1
            self.house.frame(0.1, 0.0)


def digest(thing: object, seen: set[int] | None = None, depth: int = 0) -> Iterator[object]:
    """Yields all that a thing holds, to the last bit, in an order of its own."""
    seen = set() if seen is None else seen
    if isinstance(thing, bool | int | float | str | bytes | None | type | complex):
        yield thing
        return
    if isinstance(thing, np.ndarray):
        yield thing.shape
        yield thing.dtype.str
        yield thing.tobytes()
        return
    if isinstance(thing, np.random.Generator):
        yield repr(thing.bit_generator.state)
        return
    if id(thing) in seen or callable(thing):
        return
    seen.add(id(thing))
    yield type(thing).__name__
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield str(key) if isinstance(key, str | int | tuple) else type(key).__name__
            yield from digest(value, seen)
    elif isinstance(thing, list | tuple | deque):
        for value in thing:
            yield from digest(value, seen)
    elif isinstance(thing, set | frozenset):
        yield sorted(map(repr, thing))
    else:
        yield from digest(getattr(thing, "__dict__", {}), seen)
        for kind in type(thing).__mro__:
            for name in getattr(kind, "__slots__", ()):
                yield from digest(getattr(thing, name, None), seen)


def state(stage: Stage) -> list[object]:
    return list(digest(stage))


def test_the_digest_sees_what_changes() -> None:
    house = new_house()
    before = state(house.home)
    assert len(before) > 200
    assert before == state(new_house().home)
    house.home.step(STEP)
    assert state(house.home) != before


def test_the_first_input_ends_the_loop_and_does_nothing_else() -> None:
    house = new_house()
    clock = Clock(house)
    first = state(house.home)
    clock.run(3.0)
    assert house.stage is not house.home
    assert house.stage.bare
    house.event(Key("2"))  # which would change the scene
    assert house.stage is house.home
    assert state(house.stage) == first
    assert list(house.take(0)) == []
    assert house.counters.visits == 1
    house.event(Key("2"))
    assert list(house.take(0)) == [Goto(scene_names()[1])]


def test_a_visit_leaves_no_trace() -> None:
    exhibit = replace(shipped(), values={scene_names()[0]: {}})
    house = new_house(exhibit)
    first = state(house.home)
    clock = Clock(house)
    house.event(Key("space"))
    for event in (
        Key("2"),
        Key("tab"),
        Key("right"),
        Key("space"),
        Key("h"),
        touch("press", 0.1, 0.1),
        touch("move", 0.4),
    ):
        house.event(event)
        clock.run(0.2)
    visited = state(house.stage)
    assert visited != first
    for _ in range(80):
        clock.tick(1.0)
    assert house.visit.state is State.ATTRACT
    assert state(house.home) == first
    house.event(Key("space"))
    assert state(house.stage) == first
    assert house.stage.setup == exhibit.settings


def test_a_wish_to_close_is_not_heard_nor_are_the_keys_of_the_program() -> None:
    house = new_house()
    clock = Clock(house)
    house.event(Quit())
    assert house.visit.state is State.ATTRACT
    house.event(Key("a"))
    for event in (
        Quit(),
        Key("escape"),
        Key("f11"),
        Key("f12"),
        Key("f3"),
        Key("return", alt=True),
        Key("f4", alt=True),
    ):
        house.event(event)
        clock.run(0.1)
    assert not house.stage.wishes
    assert not house.orders
    assert not house.stage.overlays.statistics
    assert not house.operator.is_open


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


def test_a_visit_goes_on_after_a_crash_and_the_loop_does_not() -> None:
    house = new_house()
    house.event(Key("a"))
    house.event(Key("2"))
    clock = Clock(house)
    clock.run(0.2)
    beat = house.beat()
    assert beat.visit
    again = House(shipped(), 640, 400, 0.0, Counters({}, ""), beat)
    assert again.visit.state is State.VISIT
    assert again.stage.scene.name == scene_names()[1]
    assert again.stage.scene.controls.values == house.stage.scene.controls.values
    assert House(shipped(), 640, 400, 0.0, Counters({}, ""), replace(beat, visit=False)).stage.bare
    assert House(shipped(), 640, 400, 0.0, Counters({}, ""), replace(beat, what="nowhere?x=1")).stage.bare
    assert House(shipped(), 640, 400, 0.0, Counters({}, ""), replace(beat, theme="plaid")).stage.bare


def test_the_cursor_is_not_seen_with_touch_nor_when_it_lies_still() -> None:
    house = new_house()
    clock = Clock(house)
    assert not house.cursor
    house.event(moved(10.0))
    assert house.cursor
    clock.tick(2.9)
    assert house.cursor
    clock.tick(0.2)
    assert not house.cursor
    house.event(moved(100.0))
    house.event(touch())
    assert not house.cursor


def test_it_is_dark_outside_the_hours_but_not_for_a_visitor() -> None:
    exhibit = replace(shipped(), hours=Hours(time(10), time(18)), dim=0.1)
    house = new_house(exhibit)
    clock = Clock(house, NOON.replace(hour=17, minute=59, second=57))
    clock.run(2.0)
    assert house._dark.value == 0.0
    clock.run(8.0)
    assert house._dark.value == pytest.approx(0.9)
    house.event(Key("a"))
    clock.run(5.0)
    assert house._dark.value == 0.0


# -- a week ---------------------------------------------------------------------------------------------------------


class ToyScene:
    """Stands for a scene."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.controls = Controls((Toggle("fog", False),))


class ToyStage:
    """Stands for a stage where a week is simulated: it only remembers what it was asked."""

    def __init__(self, name: str, width: int, height: int, setup: Settings, seed: int, rules: Rules) -> None:
        assert (width, height) == (PAGE.width, PAGE.height)
        self.page, self.setup, self.seed = PAGE, setup, seed
        self.scene = ToyScene(name)
        self.changes, self.fade, self.bare = 0, 0.0, False
        self.done: list[object] = [rules]

    def begin(self, actions: Iterable[object]) -> None:
        self.done += actions

    def event(self, event: Event) -> None:
        self.done = [*self.done[-5:], event]

    def let_go(self) -> None:
        self.done.clear()

    def take(self, step: int) -> list[object]:
        return []


def crowd(chance: random.Random) -> Iterator[tuple[float, list[Event]]]:
    """Yields, for ever, how long nothing happens and what happens then: visitors, classes, tables that shake."""
    while True:
        kind = chance.random()
        if kind < 0.5:
            yield chance.uniform(600.0, 4000.0), []
        elif kind < 0.75:
            for _ in range(chance.randrange(1, 30)):
                yield chance.uniform(0.2, 45.0), [touch("press", chance.uniform(-1, 1)), touch("release")]
        elif kind < 0.9:
            for _ in range(chance.randrange(10, 60)):
                fingers = [touch("press", chance.uniform(-1, 1), finger=f) for f in range(1, 11)]
                yield chance.uniform(0.05, 1.0), [*fingers, Key(chance.choice("123hrlm ")), Resize(640, 400)]
                yield 0.05, [touch("release", finger=f) for f in range(1, 11)]
        else:
            for _ in range(chance.randrange(5, 50)):
                yield chance.uniform(0.02, 5.0), [moved(chance.uniform(-1.5, 1.5))]


def test_a_week_with_a_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house_module, "Stage", ToyStage)
    exhibit = replace(shipped(), hours=Hours(time(9), time(18), frozenset({0})), demos=(Demo(scene_names()[0]),))
    house = new_house(exhibit)
    clock = Clock(house)
    people = crowd(random.Random(7))
    first = state(house.home)
    resets, showings, was = 0, 0, house.visit.state
    sizes: set[int] = set()
    wait, events = next(people)
    alone = 0.0
    while clock.now < 7 * 24 * 3600:
        step = min(wait, 5.0)
        wait -= step
        clock.tick(step)
        alone += step
        number = house._number
        house.take(int(clock.now * STEPS_A_SECOND))
        showings += house._number - number
        state_now = house.visit.state
        if was is not State.ATTRACT and state_now is State.ATTRACT:
            resets += 1
            assert alone >= exhibit.idle + exhibit.countdown - 1e-6
            assert house.stage is not house.home
            assert state(house.home) == first
            sizes.add(len(house.orders) + len(house.choices) + len(house.visit._deaf_fingers))
        was = state_now
        if wait <= 0.0:
            for event in events:
                house.event(event)
                if isinstance(event, Key) or (isinstance(event, Pointer) and event.kind == "press"):
                    alone = 0.0
            was = house.visit.state
            wait, events = next(people)
    assert resets > 100
    assert house.counters.visits >= resets
    assert showings > 1000
    assert sizes == {0}, "nothing grows"
    assert set(house.counters.seconds) <= set(scene_names())
    assert 0.0 < sum(house.counters.seconds.values()) < clock.now


def test_crowds_on_the_real_stage_leave_nothing_behind() -> None:
    exhibit = replace(shipped(), idle=30.0, countdown=5.0)
    house = new_house(exhibit)
    first = state(house.home)
    clock = Clock(house)
    chance = random.Random(3)
    people = crowd(chance)
    objects: list[int] = []
    for _ in range(10):
        for _ in range(12):
            for event in next(people)[1]:
                house.event(event)
            clock.run(0.1)
        for _ in range(36):
            clock.tick(1.0)
        assert house.visit.state is State.ATTRACT
        assert state(house.home) == first
        gc.collect()
        objects.append(len(gc.get_objects()))
    assert max(objects[5:]) < 1.25 * max(objects[:5]), "a stage left behind would be a tenth each time"
