"""The measurements behind `descent bench`. Times are medians, so that a busy moment does not count."""

from __future__ import annotations

import cProfile
import pstats
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time
from typing import Any, NamedTuple, TypeAlias

from descent_game.app.asked import asked
from descent_game.app.bench import seeds
from descent_game.app.fence import Fence
from descent_game.app.film import shoot
from descent_game.app.projector import Projector, offscreen
from descent_game.app.stage import Stage
from descent_game.engine.clock import STEP, FixedStep
from descent_game.sim.activations import ACTIVATIONS
from descent_game.sim.datasets import make
from descent_game.sim.landscapes import LANDSCAPES
from descent_game.sim.network import initial
from descent_game.sim.race import Race
from descent_game.sim.training import Training

WARM = 60
"""Pictures drawn before measuring: until then shaders are compiled and texts cached."""
FPS = 60


class Row(NamedTuple):
    """One figure: what it is, its value, its unit."""

    name: str
    value: float
    unit: str


Rows: TypeAlias = list[Row]


class _Frames:
    """Draws pictures of a scene one by one, and notes how long each part took."""

    def __init__(self, scene: str, size: tuple[int, int], context: Any) -> None:
        self.stage: Stage = shoot.staged(asked(scene, size=size))
        self.projector = Projector(context, *size)
        self.dressing: list[float] = []
        self.submitting: list[float] = []
        self.drawing: list[float] = []
        self._fence = Fence(context)
        self._fixed = FixedStep()

    def one(self) -> None:
        begun = thread_time()
        for _ in range(self._fixed.advance(1.0 / FPS)):
            self.stage.step(STEP)
        self.stage.frame(1.0 / FPS, self._fixed.alpha)
        dressed, drawing = thread_time(), perf_counter()
        self.projector.draw(self.stage)
        submitted = thread_time()
        self._fence.finish()
        self.dressing.append(dressed - begun)
        self.submitting.append(submitted - dressed)
        self.drawing.append(perf_counter() - drawing)

    def many(self, count: int) -> None:
        """Draws as many pictures."""
        for _ in range(count):
            self.one()

    def inside_gl(self, count: int) -> float:
        """Returns the seconds a picture spends inside moderngl's own functions while it is handed over.

        They are few, so that the profiler, which slows down what it counts, adds next to nothing to them.
        """
        profile = cProfile.Profile(thread_time)
        profile.runcall(self.many, count)
        entries: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]  # not in the type stubs
        return sum(float(entry[2]) for (_, _, name), entry in entries.items() if "mgl." in name) / count


def frame(scene: str, size: tuple[int, int], count: int) -> Rows:
    """Returns what one picture of a scene costs; Python's share is all but GL and waiting.

    It is measured in the processor time of its own thread, so that what else the machine does counts for nothing.
    """
    context = offscreen()
    frames = _Frames(scene, size, context)
    for _ in range(WARM):
        frames.one()
    for part in (frames.dressing, frames.submitting, frames.drawing):
        part.clear()
    created = sent = 0
    for _ in range(count):
        frames.one()
        created += frames.projector.renderer.counts.objects_created
        sent += frames.projector.renderer.counts.bytes_sent
    counts = frames.projector.renderer.counts
    dressing, submitting, drawing = (median(p) for p in (frames.dressing, frames.submitting, frames.drawing))
    outside = max(submitting - frames.inside_gl(count // 2), 0.0)
    frames.projector.release()
    context.release()
    return [
        Row(f"{scene}: Python's share", (dressing + outside) * 1e3, "ms"),
        Row(f"{scene}:   simulation and interface", dressing * 1e3, "ms"),
        Row(f"{scene}:   handing over, without GL", outside * 1e3, "ms"),
        Row(f"{scene}: GL's share", max(drawing - outside, 0.0) * 1e3, "ms"),
        Row(f"{scene}: draw calls", counts.draw_calls, ""),
        Row(f"{scene}: program changes", counts.program_changes, ""),
        Row(f"{scene}: bytes sent a picture", sent / count, "bytes"),
        Row(f"{scene}: GL objects made a picture", created / count, ""),
    ]


def _rate(work: Callable[[], object], steps: int, seconds: float = 0.5) -> float:
    """Returns the best steps a second of `work`, which does `steps` of them, within some tries."""
    best, end = 0.0, perf_counter() + seconds
    while perf_counter() < end:
        begun = perf_counter()
        work()
        best = max(best, steps / (perf_counter() - begun))
    return best


def simulation() -> Rows:
    """Returns how fast the simulations run by themselves."""
    race = Race(LANDSCAPES["ravine"], learning_rate=0.01)
    points, labels = make("checker", 200)
    training = Training(points, labels, initial(4, ACTIVATIONS["tanh"]))
    return [
        Row("race: three runners", _rate(lambda: [race.step() for _ in range(500)], 500), "steps/s"),
        Row("training: 2-4-1 network, 200 points, Adam", _rate(lambda: training.run(500), 500), "steps/s"),
    ]


def trainer() -> Rows:
    """Returns what becomes of networks on the checker, over many seeds."""
    rows: Rows = []
    for hidden, activation in seeds.NETWORKS:
        tried = seeds.tried(hidden, activation)
        name = f"{hidden} {activation} neurons"
        rows += [
            Row(f"{name}: 95 % within {seeds.STEPS} steps", tried.good, f"of {tried.seeds} seeds"),
            Row(f"{name}:   the last of them at step", tried.latest, ""),
            Row(f"{name}:   best accuracy", 100.0 * tried.best, "%"),
            Row(f"{name}:   least loss", tried.loss, ""),
        ]
    return rows


def start() -> Rows:
    """Returns how long the program takes from nothing to its first words and its first picture."""
    with TemporaryDirectory() as folder:
        picture = ["still", "race", "--at", "0", "-y", "-o", str(Path(folder) / "first.png")]
        return [
            Row("descent --version", _lasted("--version"), "ms"),
            Row("descent trace race --steps 0", _lasted("trace", "race", "--steps", "0"), "ms"),
            Row("descent still race --at 0", _lasted(*picture), "ms"),
        ]


def _lasted(*words: str) -> float:
    times = []
    for _ in range(3):
        begun = perf_counter()
        subprocess.run([sys.executable, "-m", "descent_game", *words], check=True, capture_output=True)
        times.append(perf_counter() - begun)
    return min(times) * 1e3
