"""A restless visitor for the tests of kept sessions, and all that a stage holds as marks that can be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from routes import route

from descent_game.app.film import offline_render
from descent_game.app.sessions.recorder import SessionRecorder
from descent_game.app.show import loop
from descent_game.app.show.budget import Budgeted
from descent_game.app.show.stage import Stage
from descent_game.engine.actions import Action
from descent_game.engine.events import Event, Key, Pointer
from descent_game.engine.timeline import Demo


def told(value: object, seen: set[int], depth: int = 0) -> Iterator[bytes]:
    """Yields every number, word and array that a state is made of, in a fixed order."""
    if id(value) in seen or depth > 12:
        return
    if isinstance(value, np.ndarray):
        yield value.tobytes()
    elif isinstance(value, np.random.Generator):
        yield repr(value.bit_generator.state).encode()
    elif isinstance(value, bool | int | float | str | bytes) or value is None:
        yield repr(value).encode()
    elif isinstance(value, dict):
        for key in value:
            yield repr(key).encode()
            yield from told(value[key], seen, depth + 1)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in sorted(value, key=repr) if isinstance(value, set | frozenset) else value:
            yield from told(item, seen, depth + 1)
    elif hasattr(value, "__dict__") and type(value).__module__.startswith("descent_game.sim"):
        seen.add(id(value))
        for name in sorted(vars(value)):
            yield name.encode()
            yield from told(vars(value)[name], seen, depth + 1)


def simulated(scene: Any) -> Iterator[object]:
    """Yields what a scene simulates: its race and where the balls are, its networks, or its curves and bars."""
    if scene.name == "race":
        history = scene.history
        yield from (scene.race.snapshot(), scene.places, history.steps, history.stride)
        yield from (history.row(row) for row in range(len(scene.places)))
    elif scene.name == "trainer":
        yield from (run.snapshot() for run in scene.runs.runs)
        yield from (scene.runs.points, scene.runs.labels, scene.runs.taken)
    elif scene.name == "gallery":
        yield from (curves.heights() for curves in scene.story.curves)
        yield from (scene.story.bars.values, scene.story.bars.levels, scene.story.bars.lit)
        yield from (scene.walk.near, scene.walk.aside)


def state(stage: Stage) -> dict[str, str]:
    """Returns all that scenes simulate, and where their cameras are, as one mark for each."""
    marks = {}
    for name, scene in stage.visited.items():
        scene.frame(0.0, 0.0)  # puts what moves where it is between two steps of the simulation
        parts: list[object] = [scene.controls.values, scene.paused, *simulated(scene)]
        orbit = getattr(scene, "orbit", getattr(getattr(scene, "view", None), "orbit", None))
        if orbit is not None:
            for pose in (orbit.pose, orbit.goal, orbit.previous):
                parts += [pose.yaw, pose.pitch, pose.zoom, *pose.offset, pose.field_of_view]
        marks[name] = hashlib.sha256(b"|".join(told(parts, set()))).hexdigest()
    return {**marks, "shown": stage.scene.name}


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
