"""The exhibit around the stage: what wakes it, what a visit leaves behind, what follows a crash, when it is dark."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from crowds import NOON, Clock, moved, new_exhibit_stage, state, touch

from descent_game.app.exhibit.beat import parsed_beat
from descent_game.app.exhibit.counters import Counters
from descent_game.app.exhibit.exhibit_file import shipped
from descent_game.app.exhibit.exhibit_overlays import RING, shift
from descent_game.app.exhibit.exhibit_stage import NOTICE, ExhibitStage
from descent_game.app.exhibit.presence import PresenceState
from descent_game.app.exhibit.settings import Hours
from descent_game.app.show.stage import scene_names, section_scenes
from descent_game.engine.actions import Goto, Read
from descent_game.engine.clock import STEP
from descent_game.engine.events import Key, Quit


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


def test_the_digest_sees_what_changes() -> None:
    exhibit_stage = new_exhibit_stage()
    before = state(exhibit_stage.home)
    assert len(before) > 200
    assert before == state(new_exhibit_stage().home)
    exhibit_stage.home.step(STEP)
    assert state(exhibit_stage.home) != before


def test_the_first_input_ends_the_loop_and_does_nothing_else() -> None:
    exhibit_stage = new_exhibit_stage()
    clock = Clock(exhibit_stage)
    first = state(exhibit_stage.home)
    clock.run(3.0)
    assert exhibit_stage.stage is not exhibit_stage.home
    assert exhibit_stage.stage.bare
    exhibit_stage.event(Key("2"))  # which would change the scene
    assert exhibit_stage.stage is exhibit_stage.home
    assert state(exhibit_stage.stage) == first
    assert list(exhibit_stage.take(0)) == []
    assert exhibit_stage.counters.visits == 1
    exhibit_stage.event(Key("2"))
    assert list(exhibit_stage.take(0)) == [Goto(scene_names()[1])]


def test_a_visit_leaves_no_trace() -> None:
    exhibit = replace(shipped(), values={scene_names()[0]: {}})
    exhibit_stage = new_exhibit_stage(exhibit)
    first = state(exhibit_stage.home)
    clock = Clock(exhibit_stage)
    exhibit_stage.event(Key("space"))
    for event in (
        Key("2"),
        Key("tab"),
        Key("right"),
        Key("space"),
        Key("h"),
        touch("press", 0.1, 0.1),
        touch("move", 0.4),
    ):
        exhibit_stage.event(event)
        clock.run(0.2)
    visited = state(exhibit_stage.stage)
    assert visited != first
    for _ in range(80):
        clock.tick(1.0)
    assert exhibit_stage.presence.state is PresenceState.ATTRACT
    assert state(exhibit_stage.home) == first
    exhibit_stage.event(Key("space"))
    assert state(exhibit_stage.stage) == first
    assert exhibit_stage.stage.setup == exhibit.settings


def test_a_wish_to_close_is_not_heard_nor_are_the_keys_of_the_program() -> None:
    exhibit_stage = new_exhibit_stage()
    clock = Clock(exhibit_stage)
    exhibit_stage.event(Quit())
    assert exhibit_stage.presence.state is PresenceState.ATTRACT
    exhibit_stage.event(Key("a"))
    for event in (
        Quit(),
        Key("escape"),
        Key("f11"),
        Key("f12"),
        Key("f3"),
        Key("return", alt=True),
        Key("f4", alt=True),
    ):
        exhibit_stage.event(event)
        clock.run(0.1)
    assert not exhibit_stage.stage.requests
    assert not exhibit_stage.orders
    assert not exhibit_stage.stage.overlays.statistics
    assert not exhibit_stage.operator.is_open


def test_a_visit_goes_on_after_a_crash_and_the_loop_does_not() -> None:
    exhibit_stage = new_exhibit_stage()
    exhibit_stage.event(Key("a"))
    exhibit_stage.event(Key("2"))
    clock = Clock(exhibit_stage)
    clock.run(0.2)
    beat = exhibit_stage.beat()
    assert beat.visit
    again = ExhibitStage(shipped(), 640, 400, 0.0, Counters({}, ""), beat)
    assert again.presence.state is PresenceState.VISIT
    assert again.stage.scene.name == scene_names()[1]
    assert again.stage.scene.controls.values == exhibit_stage.stage.scene.controls.values
    again.event(Key("3"))
    assert list(again.take(0)) == [Goto(scene_names()[2])], "what is shown is what hears the visitor"
    assert state(again.home) == state(new_exhibit_stage().home)
    assert ExhibitStage(shipped(), 640, 400, 0.0, Counters({}, ""), replace(beat, visit=False)).stage.bare
    assert ExhibitStage(shipped(), 640, 400, 0.0, Counters({}, ""), replace(beat, what="nowhere?x=1")).stage.bare
    assert ExhibitStage(
        shipped(), 640, 400, 0.0, Counters({}, ""), replace(beat, setup=replace(beat.setup, theme="plaid"))
    ).stage.bare


def test_sound_and_the_open_drawer_are_there_again_after_a_crash() -> None:
    exhibit_stage = new_exhibit_stage()
    clock = Clock(exhibit_stage)
    exhibit_stage.event(Key("a"))
    exhibit_stage.event(Key("2"))
    clock.run(0.2)
    told = [name for name, scene in section_scenes().items() if scene == scene_names()[1]]
    exhibit_stage.act(Read(told[-1]))
    exhibit_stage.stage.set_up(replace(exhibit_stage.stage.setup, sound=True, volume=0.25, text_scale=1.25))
    clock.run(3.0)
    beat = exhibit_stage.beat()
    assert (beat.setup.sound, beat.setup.volume) == (True, 0.25)
    again = ExhibitStage(shipped(), 640, 400, 0.0, Counters({}, ""), parsed_beat(beat.line()))
    Clock(again).run(3.0)
    assert again.stage.setup == exhibit_stage.stage.setup
    drawer = again.stage.reader.drawer
    assert (drawer.open, drawer.scene) == (True, scene_names()[1])
    assert drawer.scroll == pytest.approx(exhibit_stage.stage.reader.drawer.scroll, abs=1.0) and drawer.scroll > 0.0
    assert again.beat() == beat
    exhibit_stage.act(Read(""))
    assert exhibit_stage.beat().reading == ""


def test_the_loop_goes_on_with_the_turn_in_which_it_was_felled() -> None:
    exhibit_stage = new_exhibit_stage()
    clock = Clock(exhibit_stage)
    for _ in range(70):
        clock.run(1.0)
    beat = exhibit_stage.beat()
    assert beat.turn > 1 and not beat.visit
    again = ExhibitStage(shipped(), 640, 400, 0.0, Counters({}, ""), parsed_beat(beat.line()))
    assert again.beat().turn == beat.turn
    assert again.stage.bare
    assert again.stage.scene.name == exhibit_stage.stage.scene.name
    exhibit_stage.event(Key("a"))
    visited = ExhibitStage(shipped(), 640, 400, 0.0, Counters({}, ""), exhibit_stage.beat())
    clock = Clock(visited)
    while visited.presence.state is not PresenceState.ATTRACT:
        clock.tick(1.0)
    assert visited.beat().turn == beat.turn + 1, "the visitor's turn is not shown again at once"


def test_what_is_shared_says_nothing_of_the_machine() -> None:
    exhibit_stage = new_exhibit_stage()
    exhibit_stage.event(Key("a"))
    exhibit_stage.event(Key("c", control=True))
    Clock(exhibit_stage).run(0.2)
    assert exhibit_stage.stage.overlays.open == "share"
    assert exhibit_stage.stage.overlays.shared.partition("?")[0] == scene_names()[0]
    words = " ".join(run.text for layer in exhibit_stage.stage.canvas.layers() for run in layer.runs)
    told = (os.sep + "home", str(Path.home()), str(Path.cwd()), sys.executable, getpass.getuser() + "@", ".py")
    assert not [word for word in told if word in words or word in exhibit_stage.stage.overlays.shared]
    assert not exhibit_stage.stage.requests, "nor is anything put on a clipboard"


def test_the_cursor_is_not_seen_with_touch_nor_when_it_lies_still() -> None:
    exhibit_stage = new_exhibit_stage()
    clock = Clock(exhibit_stage)
    assert not exhibit_stage.cursor
    exhibit_stage.event(moved(10.0))
    assert exhibit_stage.cursor
    clock.tick(2.9)
    assert exhibit_stage.cursor
    clock.tick(0.2)
    assert not exhibit_stage.cursor
    exhibit_stage.event(moved(100.0))
    exhibit_stage.event(touch())
    assert not exhibit_stage.cursor


@pytest.mark.parametrize(
    ("closed", "hour", "opens"),
    [((), 9, (1, 10)), ((), 12, (2, 10)), ((4, 5, 6), 12, (5, 10)), (range(7), 12, None)],
)
def test_when_it_opens_next(closed: Sequence[int], hour: int, opens: tuple[int, int] | None) -> None:
    thursday = datetime(2026, 1, 1, hour)
    wanted = datetime(2026, 1, opens[0], opens[1]) if opens else None
    assert Hours(time(10), time(11), frozenset(closed)).next_opening(thursday) == wanted


def test_who_starts_it_out_of_hours_is_told_why_it_is_dark_and_nobody_else() -> None:
    exhibit = replace(shipped(), hours=Hours(time(9, 30), time(18), frozenset({0})))
    monday = datetime(2026, 1, 5, 12)

    def told(exhibit_stage: ExhibitStage, seconds: float) -> bool:
        exhibit_stage.tick(seconds, monday)
        exhibit_stage.frame(0.0, 0.0)
        words = {run.text for layer in exhibit_stage.stage.canvas.layers() for run in layer.runs}
        until = "Closed until Tuesday, 09:30" in words
        assert until == ("“descent exhibit run --open” shows it now" in words)
        return until

    counters = Counters({}, "")
    started = ExhibitStage(exhibit, 640, 360, 0.0, counters, tells=True)
    assert told(started, 10.0)
    assert not told(started, NOTICE)
    assert not told(ExhibitStage(exhibit, 640, 360, 0.0, counters), 10.0)
    awake = ExhibitStage(exhibit, 640, 360, 0.0, counters, tells=True)
    awake.event(Key("a"))
    assert not told(awake, 5.0)


def test_it_is_dark_outside_the_hours_but_not_for_a_visitor() -> None:
    exhibit = replace(shipped(), hours=Hours(time(10), time(18)), dim=0.1)
    exhibit_stage = new_exhibit_stage(exhibit)
    clock = Clock(exhibit_stage, NOON.replace(hour=17, minute=59, second=57))
    clock.run(2.0)
    assert exhibit_stage.darkness == 0.0
    clock.run(8.0)
    assert exhibit_stage.darkness == pytest.approx(0.9)
    exhibit_stage.event(Key("a"))
    clock.run(5.0)
    assert exhibit_stage.darkness == 0.0
