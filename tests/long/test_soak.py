"""Weeks of an exhibit: after every visit there is as much of everything as before, and the last picture is the first.

Time is simulated. The exhibit plays by itself, visitors come, change scenes, choose, read and go; then it is reset.
"""

from __future__ import annotations

import ctypes
import gc
import math
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
from gl_census import census

from descent_game.app.exhibit.counters import Counters
from descent_game.app.exhibit.exhibit_file import shipped
from descent_game.app.exhibit.exhibit_stage import ExhibitStage
from descent_game.app.show import loop
from descent_game.app.show.compositor import Compositor
from descent_game.app.show.quality import HIGH, LOW, MEDIUM
from descent_game.app.show.stage import FADE
from descent_game.engine.events import Event, Key, Pointer, Resize

SIZE, UPRIGHT = (320, 180), (180, 320)
PICTURE = 0.1
"""Seconds between two pictures: twelve fixed steps, the most that one picture takes."""
BEGINNING = datetime(2026, 3, 2, 9, 30)
DAYS = 30
WARM = 3
"""Tours after which everything has been made that there will ever be."""
SETTLED = math.ceil(FADE / PICTURE) + 1
"""Pictures after which nothing is to be seen any more of the scene before."""
LEVELS = (HIGH, MEDIUM, LOW)

Pixels = npt.NDArray[np.uint8]
Tour = list[list[Event]]


def press(x: float, y: float, finger: int = 1) -> list[Event]:
    """A finger that touches a place and lets go."""
    return [Pointer("press", x, y, touch=True, finger=finger), Pointer("release", x, y, touch=True, finger=finger)]


def tours() -> list[Tour]:
    """What visitors do, from picture to picture; the first thing only wakes the exhibit."""
    drag: list[Event] = [Pointer("press", 0.0, 0.1), Pointer("move", 0.2, 0.15), Pointer("release", 0.3, 0.2)]
    wake: list[Event] = [Key("left shift")]
    return [
        [wake, [Key("1")], press(0.0, 0.0), [Key("l")], [Key("2")], [Key("m")], [Key("3")], [Key("t")], [Key("t")]],
        [wake, [Key("3")], drag, [Key("d")], [Key("w")], [Key("1")], [Key("m")], [Key("2")], drag],
        [wake, [Key("b")], [Key("tab")], [Key("b")], [Key("2")], [Key("b")], [Key("b")], [Key("3")], [Key("1")]],
        [wake, [Key("h")], [Key("h")], [Key("f2")], [Key("escape")], [Key("3")], [Key("space")], [Key(".")]],
        [wake, [Resize(*UPRIGHT)], [Key("3")], [Resize(*SIZE)], [Key("1")], [Key("c")], [Key("c")], [Key("p")]],
    ]


TOURS = tours()
MOST_GROWTH = 2048
"""Kilobytes by which the process may grow in the last two thirds of the time; until then its caches fill."""
SAMPLES = 40
"""How often it is counted what is held, about."""


class Soak:
    """An exhibit, its pictures, and a clock that runs as fast as it is asked to.

    A change of scenes counts when a picture shows it.
    """

    def __init__(self, context: Any, visits: int) -> None:
        self.compositor = Compositor(context, *SIZE, top_down=True)
        self.gap = timedelta(days=DAYS).total_seconds() / visits
        self.pictures = self.changes = self.shown = 0
        self.now = 0.0
        self.grown: list[int] = []
        self.seen: list[bytes] = []
        self.exhibit_stage = self.opened()

    def opened(self, turn: float = 2.0 * PICTURE) -> ExhibitStage:
        """Returns the exhibit as it opens, `turn` seconds a showing."""
        exhibit = replace(shipped(), turn=turn)
        return ExhibitStage(exhibit, *SIZE, self.now, Counters({}, "2026-03-02"))

    def tick(self, seconds: float) -> None:
        """Lets time pass."""
        self.now += seconds
        self.exhibit_stage.tick(self.now, BEGINNING + timedelta(seconds=self.now))

    def picture(self) -> Pixels:
        """Moves on to the next picture and draws it."""
        self.tick(PICTURE)
        loop.run(self.exhibit_stage, [PICTURE], self.exhibit_stage.take, lambda: True)
        self.changes += self.exhibit_stage.stage.changes != self.shown
        self.shown = self.exhibit_stage.stage.changes
        self.pictures += 1
        target = self.compositor.draw(self.exhibit_stage.stage, LEVELS[self.pictures // 10 % 3])
        return target.read(3).astype(np.uint8)

    def play(self, pictures: int) -> None:
        """Lets the exhibit play by itself."""
        for _ in range(pictures):
            assert np.ptp(self.picture()) > 20

    def visit(self, tour: Tour) -> None:
        """Lets a visitor come, do what there is to do, and go; then the exhibit is reset."""
        for events in tour:
            for event in events:
                self.exhibit_stage.event(event)
            assert np.ptp(self.picture()) > 20
        assert self.exhibit_stage.presence.state.value == "visit"
        self.leave()

    def leave(self) -> None:
        """Lets a visitor go, and the exhibit be reset."""
        for _ in range(100):
            self.tick(1.0)
        assert self.exhibit_stage.presence.state.value == "attract"

    def returns(self) -> Iterator[dict[str, int]]:
        """Yields what is held whenever a visitor has come back to a scene; keeps the pictures, notes the memory."""
        self.exhibit_stage.event(Key("left shift"))
        self.seen = []
        for scene in "123123":
            self.exhibit_stage.event(Key(scene))
            self.play(SETTLED)
            self.seen.append(self.compositor.draw(self.exhibit_stage.stage, HIGH).read(3).tobytes())
            yield held()
        self.grown.append(memory())
        self.leave()

    def first_pictures(self) -> Iterator[Pixels]:
        """Yields the pictures of an exhibit just opened, at the best quality, when what was shown before has faded."""
        self.now = 0.0
        self.exhibit_stage = self.opened(turn=30.0)
        for number in range(10):
            self.tick(PICTURE)
            loop.run(self.exhibit_stage, [PICTURE], self.exhibit_stage.take, lambda: True)
            picture = self.compositor.draw(self.exhibit_stage.stage).read(3).astype(np.uint8)
            if number * PICTURE > FADE:
                yield picture


def held() -> dict[str, int]:
    """Returns how many there are of all that may run out."""
    gc.collect()
    return {**census(), "threads": threading.active_count(), "files": len(os.listdir("/dev/fd"))}


def memory() -> int:
    """Returns the kilobytes that the process has in memory, after giving back what it can."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def test_a_month_leaves_nothing_behind(ctx: Any, length: Callable[..., int]) -> None:
    changes, pictures = length("soak", short=60, long=50_000), length("soak-pictures", short=300, long=150_000)
    soak = Soak(ctx, max(changes // 6, 1))
    try:
        first = list(soak.first_pictures())
        soak.exhibit_stage = soak.opened()
        every = max(changes // (3 * SAMPLES * len(TOURS)), 1) * len(TOURS)
        marks: list[list[dict[str, int]]] = []
        seen: list[bytes] = []
        turn = 0
        while len(marks) <= WARM or soak.changes < changes or soak.pictures < pictures:
            soak.visit(TOURS[turn % len(TOURS)])
            soak.play(3)
            soak.tick(soak.gap)
            turn += 1
            if turn % every == 0:
                marks.append(list(soak.returns()))
                seen = seen or soak.seen
                assert soak.seen == seen, f"other pictures after {turn} visits"
                print(f"{turn} visits, {soak.changes} changes, {soak.pictures} pictures", flush=True)
                assert marks[-1][3:] == marks[min(len(marks), WARM) - 1][3:], f"after {turn} visits"
        assert list(soak.returns())[3:] == marks[-1][3:]
        assert soak.seen == seen, "the last pictures are the first"
        assert len(set(seen)) > 3, "and not all the same"
        last = list(soak.first_pictures())
        assert len(last) == 7
        assert all(np.array_equal(a, b) for a, b in zip(first, last, strict=True))
        assert any((a != b).any() for a, b in zip(first, first[1:], strict=False)), "it moves"
        grown = soak.grown
        print(f"{turn} visits, {soak.changes} changes, {soak.pictures} pictures: {grown} kB")
        assert grown[-1] - grown[len(grown) // 3] < MOST_GROWTH * (1 if len(grown) > SAMPLES // 2 else 4)
        assert ctx.error == "GL_NO_ERROR"
    finally:
        soak.compositor.release()
