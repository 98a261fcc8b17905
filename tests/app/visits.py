"""A restless visitor for the tests of kept sessions, and all that a stage holds as marks that can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from routes import route
from snapshots import mark

from descent_game.app.film import offline_render
from descent_game.app.sessions.recorder import SessionRecorder
from descent_game.app.show import loop
from descent_game.app.show.budget import Budgeted
from descent_game.app.show.stage import Stage
from descent_game.engine.actions import Action
from descent_game.engine.events import Event, Key, Pointer
from descent_game.engine.timeline import Demo


def state(stage: Stage) -> dict[str, str]:
    """Returns the whole state of every scene that was visited, as one mark for each."""
    return {**{name: mark(scene.snapshot()) for name, scene in stage.visited.items()}, "shown": stage.scene.name}


class Visitor:
    """Someone restless: presses, drags, turns the wheel, keys, and sometimes goes elsewhere. The same for a seed."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._down = False
        self._now = 0.0

    def events(self, dt: float) -> Iterator[Event]:
        """Yields what is done until the next picture, `dt` seconds later."""
        self._now += dt
        chance = self._random.random()
        x, y = (float(v) for v in self._random.uniform(-0.95, 0.95, 2))
        if self._down:
            yield Pointer("move", x * 0.4, y * 0.4, self._now)
            if chance < 0.25:
                self._down = False
                yield Pointer("release", x * 0.4, y * 0.4, self._now)
        elif chance < 0.16:
            self._down = True
            yield Pointer("press", x, y, self._now, int(self._random.choice([1, 1, 1, 3])))
            if chance < 0.08:
                self._down = False
                yield Pointer("release", x, y, self._now, 1)
        elif chance < 0.24:
            yield Pointer("wheel", x, y, self._now, wheel=float(self._random.choice([-1.0, 1.0])))
        elif chance < 0.30:
            yield Key(str(self._random.choice(["space", ".", "r", "m", "l", "home", "n", "a", "1", "2", "3", "t"])))


def live(
    keeper: SessionRecorder,
    stage: Stage,
    seconds: float,
    seed: int,
    also: dict[int, Event] | None = None,
    fps: float = 60.0,
) -> None:
    """Plays a visit of that length in the stage, hands and all."""
    visitor, frame = Visitor(seed), [0]

    def frames() -> Iterator[float]:
        for number in range(round(seconds * fps)):
            frame[0] = number
            for event in visitor.events(1.0 / fps):
                route(stage, event)
            if also and number in also:
                route(stage, also[number])
            if isinstance(stage.scene, Budgeted) and number % 40 == 7:
                stage.scene.budget = 300.0 + number
            yield 1.0 / fps

    loop.run(stage, frames(), lambda step: keeper.due(stage.take(step)), lambda: True)


def again(demo: Demo, size: tuple[int, int], fps: int = 60) -> Stage:
    """Plays a demo at another size, and returns the stage at its end."""
    demo = replace(demo, size=size, fps=fps)
    stage = offline_render.staged(demo)
    ran = 0

    def due(step: int) -> tuple[Action, ...]:
        nonlocal ran
        ran = step + 1
        return demo.due(step)

    loop.run(stage, [1.0 / fps] * offline_render.pictures(demo), due, lambda: True)
    for step in range(ran, demo.steps):
        for action in demo.due(step):
            stage.act(action)
        stage.step(1 / 120)
    return stage
