"""What pictures cost: the time of each, what is sent and drawn for it, and how much of that at rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from time import perf_counter, process_time, thread_time
from typing import Any, Final

from descent_game.app.bench.figure import Figures, of_pictures
from descent_game.app.film import offline_render
from descent_game.app.sessions.request import demo_for
from descent_game.app.show.compositor import Compositor, GLQueue
from descent_game.app.show.quality import HIGH, Level
from descent_game.engine.actions import Pause
from descent_game.engine.clock import STEP, STEPS_A_SECOND, FixedStep

WARM: Final = 40
"""Pictures drawn before measuring: until then shaders are compiled and texts cached."""
FPS: Final = 60
AGES: Final = (0, 60)
"""Seconds that a scene has run before it is measured: at its start, and after a minute."""
SIZES: Final = ((1280, 720), (1920, 1080), (3840, 2160))
"""Sizes that are measured where nobody says."""
STILL: Final = 4 * FPS
"""Pictures, not drawn, until a paused scene has come to rest: cameras and labels glide there."""
RESTING: Final = 5
"""Pictures of a run at rest."""
SENT: Final = "sent to the GPU"
MEASURES: Final = (
    ("the whole picture", "ms"),
    ("  simulation and interface", "ms"),
    ("  its work on the processors", "ms"),
    ("draw calls", ""),
    ("program changes", ""),
    (SENT, "bytes"),
    ("GL objects made", ""),
)
"""What is measured of each picture, with its unit."""
REST: Final = ("sent at rest, paused", "bytes")


class FrameTimes:
    """Draws pictures of a scene one by one, and notes what each took, run by run, under the names of `MEASURES`."""

    def __init__(self, scene: str, size: tuple[int, int], context: Any, level: Level = HIGH, age: int = 0) -> None:
        marks = [f"{scene} {size[0]}x{size[1]}", level.name if level != HIGH else "", f"after {age} s" if age else ""]
        self.of = ", ".join(mark for mark in marks if mark)
        self._level, self._age = level, age
        self.runs: dict[str, list[list[float]]] = defaultdict(list)
        self.stage = offline_render.staged(demo_for(scene, size=size))
        self.compositor = Compositor(context, *size)
        self._queue = GLQueue(context)
        self._fixed = FixedStep()

    def warm(self) -> None:
        """Lets the scene come of age, and draws pictures of which nothing is noted."""
        for _ in range(self._age * STEPS_A_SECOND):
            self.stage.step(STEP)
        for _ in range(WARM):
            self._one()

    def run(self, count: int) -> None:
        """Draws a run of pictures."""
        pictures = [self._one() for _ in range(count)]
        for name in pictures[0]:
            self.runs[name].append([picture[name] for picture in pictures])

    def rest(self, runs: int) -> None:
        """Pauses, waits until nothing glides any more, and draws some runs of pictures that should be all the same."""
        self.stage.act(Pause())
        for _ in range(STILL):
            self.dress()
        self._one()
        for _ in range(runs):
            self.runs[REST[0]].append([self._one()[SENT] for _ in range(RESTING)])

    def dress(self) -> None:
        """Moves the scene on by one picture."""
        for _ in range(self._fixed.advance(1.0 / FPS)):
            self.stage.step(STEP)
        self.stage.frame(1.0 / FPS, self._fixed.alpha)

    def _one(self) -> dict[str, float]:
        """Draws a picture and returns what it took.

        The whole is the clock's. Simulation and interface are processor time of this thread; the work is that of all
        processors, which on a machine that draws in software is nearly all that its driver does.
        """
        clock, busy, begun = perf_counter(), process_time(), thread_time()
        self.dress()
        dressed = thread_time() - begun
        self.compositor.draw(self.stage, self._level)
        self._queue.finish()
        times = (perf_counter() - clock, dressed, process_time() - busy)
        counts = self.compositor.renderer.counts
        counted = (counts.draw_calls, counts.program_changes, counts.bytes_sent, counts.objects_created)
        values = (*(1e3 * seconds for seconds in times), *map(float, counted))
        return {name: value for (name, _), value in zip(MEASURES, values, strict=True)}

    def figures(self) -> Figures:
        """Returns what the runs came to."""
        return [of_pictures(self.of, name, unit, self.runs[name]) for name, unit in (*MEASURES, REST)]


def pictures(
    scenes: Sequence[str],
    sizes: Sequence[tuple[int, int]],
    runs: int,
    count: int,
    context: Any,
    levels: Sequence[Level] = (HIGH,),
) -> Figures:
    """Returns what pictures of each scene cost at each size, level and age, in as many runs of `count` pictures.

    The runs of one scene and size take turns with those of the others: a slow minute of the machine falls on all.
    """
    frames = [
        FrameTimes(scene, size, context, level, age) for scene, size, level, age in product(scenes, sizes, levels, AGES)
    ]
    try:
        for one in frames:
            one.warm()
        for _ in range(runs):
            for one in frames:
                one.run(count)
        for one in frames:
            one.rest(runs)
        return [figure for one in frames for figure in one.figures()]
    finally:
        for one in frames:
            one.compositor.release()
