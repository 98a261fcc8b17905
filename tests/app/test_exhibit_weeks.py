"""A simulated week with a scripted crowd: every reset ends where everything began, and nothing grows."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import time

import pytest
from crowds import PAGE, Clock, crowd, new_exhibit_stage, state

from descent_game.app.exhibit import exhibit_stage as stage_module
from descent_game.app.exhibit.exhibit_file import shipped
from descent_game.app.exhibit.presence import PresenceState
from descent_game.app.exhibit.settings import Hours
from descent_game.app.settings import Settings
from descent_game.app.show.rules import Rules
from descent_game.app.show.stage import scene_names
from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.controls import Controls, Toggle
from descent_game.engine.events import Event, Key, Pointer
from descent_game.engine.timeline import Demo


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
        self.changes, self.fade = 0, 0.0
        self.done: list[object] = [rules]

    def follow(self, before: ToyStage) -> None:
        self.changes = before.changes + 1

    def begin(self, actions: Iterable[object]) -> None:
        self.done += actions

    def invite(self) -> None:
        self.done.append("invite")

    def resize(self, width: int, height: int) -> None:
        self.done = [*self.done[-5:], (width, height)]

    def let_go(self) -> None:
        self.done.clear()

    def take(self, step: int) -> list[object]:
        return []


class ToyRouter:
    """Stands for the router of such a stage."""

    def __init__(self, stage: ToyStage) -> None:
        self.stage = stage

    def take(self, event: Event) -> None:
        self.stage.done = [*self.stage.done[-5:], event]

    def let_go(self) -> None:
        self.stage.let_go()


def test_a_week_with_a_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage_module, "Stage", ToyStage)
    monkeypatch.setattr(stage_module, "Router", ToyRouter)
    exhibit = replace(shipped(), hours=Hours(time(9), time(18), frozenset({0})), demos=(Demo(scene_names()[0]),))
    exhibit_stage = new_exhibit_stage(exhibit)
    clock = Clock(exhibit_stage)
    people = crowd(random.Random(7))
    first = state(exhibit_stage.home)
    resets, showings, was = 0, 0, exhibit_stage.presence.state
    sizes: set[int] = set()
    wait, events = next(people)
    alone = 0.0
    while clock.now < 7 * 24 * 3600:
        step = min(wait, 5.0)
        wait -= step
        clock.tick(step)
        alone += step
        shown = exhibit_stage.stage
        exhibit_stage.take(int(clock.now * STEPS_A_SECOND))
        showings += exhibit_stage.stage is not shown
        state_now = exhibit_stage.presence.state
        if was is not PresenceState.ATTRACT and state_now is PresenceState.ATTRACT:
            resets += 1
            assert alone >= exhibit.idle + exhibit.countdown - 1e-6
            assert exhibit_stage.stage is not exhibit_stage.home
            assert state(exhibit_stage.home) == first
            sizes.add(len(exhibit_stage.orders) + len(exhibit_stage.choices))
        was = state_now
        if wait <= 0.0:
            for event in events:
                exhibit_stage.event(event)
                if isinstance(event, Key) or (isinstance(event, Pointer) and event.kind == "press"):
                    alone = 0.0
            was = exhibit_stage.presence.state
            wait, events = next(people)
    assert resets > 100
    assert exhibit_stage.counters.visits >= resets
    assert showings > 1000
    assert sizes == {0}, "nothing grows"
    assert set(exhibit_stage.counters.seconds) <= set(scene_names())
    assert 0.0 < sum(exhibit_stage.counters.seconds.values()) < clock.now


def test_crowds_on_the_real_stage_leave_nothing_behind() -> None:
    exhibit = replace(shipped(), idle=30.0, countdown=5.0)
    exhibit_stage = new_exhibit_stage(exhibit)
    first = state(exhibit_stage.home)
    clock = Clock(exhibit_stage)
    chance = random.Random(3)
    people = crowd(chance)
    objects: list[int] = []
    for _ in range(10):
        for _ in range(12):
            for event in next(people)[1]:
                exhibit_stage.event(event)
            clock.run(0.1)
        for _ in range(36):
            clock.tick(1.0)
        assert exhibit_stage.presence.state is PresenceState.ATTRACT
        assert state(exhibit_stage.home) == first
        gc.collect()
        objects.append(len(gc.get_objects()))
    assert max(objects[5:]) < 1.25 * max(objects[:5]), "a stage left behind would be a tenth each time"
