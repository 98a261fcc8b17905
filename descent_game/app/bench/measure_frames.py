"""What pictures cost: Python's share and GL's, what is sent and drawn for each, and how much of it at rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from time import perf_counter, process_time, thread_time
from typing import Any, Final

from descent_game.app.bench.figure import Figures, of_pictures
from descent_game.app.bench.gl_share import Gauge
from descent_game.app.film import offline_render
from descent_game.app.sessions.request import asked
from descent_game.app.show.compositor import Compositor, GLQueue
from descent_game.app.show.quality import HIGH, Level
from descent_game.app.show.stage import Stage
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
TIMES: Final = (
    ("Python's share", "ms"),
    ("  simulation and interface", "ms"),
    ("  handing over, without GL", "ms"),
    ("GL's share", "ms"),
    ("  its work on the processors", "ms"),
    ("the whole picture", "ms"),
    ("Python's part of the whole", "%"),
)
COUNTS: Final = (
    ("draw calls", ""),
    ("program changes", ""),
    (SENT, "bytes"),
    ("GL objects made", ""),
)
REST: Final = ("sent at rest, paused", "bytes")


class FrameTimes:
    """Draws pictures of a scene one by one, and notes what each took, run by run, under the names of `TIMES`."""

    def __init__(
        self, scene: str, size: tuple[int, int], context: Any, gauge: Gauge, level: Level = HIGH, age: int = 0
    ) -> None:
        marks = [f"{scene} {size[0]}x{size[1]}", level.name if level != HIGH else "", f"after {age} s" if age else ""]
        self.of = ", ".join(mark for mark in marks if mark)
        self._level, self._age = level, age
        self.runs: dict[str, list[list[float]]] = defaultdict(list)
        self._stage: Stage = offline_render.staged(asked(scene, size=size))
        self._compositor = Compositor(context, *size)
        self._queue = GLQueue(context)
        self._gauge = gauge
        self._fixed = FixedStep()

    def warm(self) -> None:
        """Lets the scene come of age, and draws pictures of which nothing is noted."""
        for _ in range(self._age * STEPS_A_SECOND):
            self._stage.step(STEP)
        for _ in range(WARM):
            self._one()

    def run(self, count: int) -> None:
        """Draws a run of pictures."""
        pictures = [self._one() for _ in range(count)]
        for name in pictures[0]:
            self.runs[name].append([picture[name] for picture in pictures])

    def rest(self, runs: int) -> None:
        """Pauses, waits until nothing glides any more, and draws some runs of pictures that should be all the same."""
        self._stage.act(Pause())
        for _ in range(STILL):
            self._dress()
        self._one()
        for _ in range(runs):
            self.runs[REST[0]].append([self._one()[SENT] for _ in range(RESTING)])

    def _dress(self) -> None:
        """Moves the scene on by one picture."""
        for _ in range(self._fixed.advance(1.0 / FPS)):
            self._stage.step(STEP)
        self._stage.frame(1.0 / FPS, self._fixed.alpha)

    def _one(self) -> dict[str, float]:
        """Draws a picture and returns what it took.

        Python's share is the processor time of this thread, without what passed in GL's calls: what else the machine
        does counts for nothing. GL's share is what else there was to wait for, by the clock; its work is what the
        driver took of all processors, which on a machine that draws in software is nearly all that it does.
        """
        inside, watching = self._gauge.inside, self._gauge.watching
        clock, busy, begun = perf_counter(), process_time(), thread_time()
        self._dress()
        dressed, drawing = thread_time(), perf_counter()
        self._compositor.draw(self._stage, self._level)
        submitted = thread_time()
        self._queue.finish()
        done, worked = perf_counter(), process_time() - busy
        watched = self._gauge.inside - inside + self._gauge.watching - watching
        dressing, handing = dressed - begun, max(submitted - dressed - watched, 0.0)
        counts = self._compositor.renderer.counts
        times = (
            (dressing + handing) * 1e3,
            dressing * 1e3,
            handing * 1e3,
            max(done - drawing - handing, 0.0) * 1e3,
            max(worked - dressing - handing, 0.0) * 1e3,
            (done - clock) * 1e3,
            (dressing + handing) / (done - clock) * 1e2,
        )
        counted = (counts.draw_calls, counts.program_changes, counts.bytes_sent, counts.objects_created)
        named = zip((*TIMES, *COUNTS), (*times, *map(float, counted)), strict=True)
        return {name: value for (name, _), value in named}

    def figures(self) -> Figures:
        """Returns what the runs came to."""
        return [of_pictures(self.of, name, unit, self.runs[name]) for name, unit in (*TIMES, *COUNTS, REST)]

    def release(self) -> None:
        """Frees what is held on the GPU."""
        self._compositor.release()


def pictures(
    scenes: tuple[str, ...],
    sizes: tuple[tuple[int, int], ...],
    runs: int,
    count: int,
    context: Any,
    levels: Sequence[Level] = (HIGH,),
) -> Figures:
    """Returns what pictures of each scene cost at each size, level and age, in as many runs of `count` pictures.

    The runs of one scene and size take turns with those of the others: a slow minute of the machine falls on all.
    """
    gauge = Gauge(context)
    frames = [
        FrameTimes(scene, size, context, gauge, level, age)
        for scene, size, level, age in product(scenes, sizes, levels, AGES)
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
            one.release()
        gauge.let_go()
