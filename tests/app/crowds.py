"""Events, clocks and crowds for the tests of an exhibit; and a digest of all that a thing holds, to the last bit."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from descent_game.app.exhibit.counters import Counters
from descent_game.app.exhibit.exhibit_file import shipped
from descent_game.app.exhibit.exhibit_stage import ExhibitStage
from descent_game.app.exhibit.presence import Presence, PresenceState
from descent_game.app.exhibit.settings import Exhibit
from descent_game.app.settings import Settings, page
from descent_game.app.show.stage import Stage
from descent_game.engine.clock import STEP, STEPS_A_SECOND
from descent_game.engine.events import Event, Key, Pointer, Resize

SIZE = (1920, 1080)
NOON = datetime(2026, 3, 2, 12, 0)  # a Monday
PAGE = page(Settings(), 640, 400)


def moved(x: float, y: float = 0.0, finger: int = 0) -> Pointer:
    """A pointer at pixels from the middle of the window."""
    return Pointer("move", x * 2.0 / SIZE[0], y * 2.0 / SIZE[1], touch=finger > 0, finger=finger)


def touch(kind: str = "press", x: float = 0.0, y: float = 0.0, finger: int = 1) -> Pointer:
    """Returns what a finger does at a place in [-1, 1]."""
    assert kind in ("press", "move", "release")
    return Pointer(kind, x, y, touch=True, finger=finger)  # type: ignore[arg-type]  # asserted above


def doing(presence: Presence) -> PresenceState:
    """Returns what the exhibit is doing; asked so, a type checker takes nothing for granted."""
    return presence.state


def new_exhibit_stage(exhibit: Exhibit | None = None, size: tuple[int, int] = (640, 400)) -> ExhibitStage:
    """Returns an exhibit as it opens."""
    return ExhibitStage(exhibit or shipped(), *size, 0.0, Counters({}, "2026-03-02"))


class Clock:
    """Moves an exhibit on: `run` in steps, with pictures; `skip` with none."""

    def __init__(self, exhibit_stage: ExhibitStage, moment: datetime = NOON) -> None:
        self.exhibit_stage = exhibit_stage
        self.now = 0.0
        self.moment = moment
        self.steps = 0

    def tick(self, seconds: float) -> None:
        """Lets time pass, without a picture."""
        self.now += seconds
        self.moment += timedelta(seconds=seconds)
        self.exhibit_stage.tick(self.now, self.moment)

    def run(self, seconds: float) -> None:
        """Lets so many seconds pass, ten pictures in each."""
        for _ in range(round(seconds * 10)):
            self.tick(0.1)
            for _ in range(STEPS_A_SECOND // 10):
                for action in self.exhibit_stage.take(self.steps):
                    self.exhibit_stage.act(action)
                self.exhibit_stage.step(STEP)
                self.steps += 1
            self.exhibit_stage.frame(0.1, 0.0)


def digest(thing: object, seen: dict[int, object] | None = None) -> Iterator[object]:
    """Yields all that a thing holds, to the last bit, in an order of its own.

    What was `seen` is held, so that nothing else takes its number meanwhile.
    """
    seen = {} if seen is None else seen
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
    seen[id(thing)] = thing
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
    """Returns all that a stage holds, to the last bit, but what it fades in over."""
    return list(digest({**vars(stage), "changes": 0, "age": 0.0}))


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
