"""How fast the simulations run by themselves, in steps a second of one core's processor time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import thread_time
from typing import Final, NamedTuple

from descent_game.app.bench import seeds
from descent_game.app.bench.figure import Figure, Figures, ratios
from descent_game.sim.datasets import make
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.network.network import initial
from descent_game.sim.network.training import Training
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.race import Race
from descent_game.sim.surfaces.catalogue import RAVINE
from descent_game.sim.surfaces.minima_index import Floats
from descent_game.sim.swarm import Swarm, cloud

SECONDS: Final = 0.3
"""What one measurement takes at least."""
RACE: Final = "race, on the ravine"
RACE_STEPS: Final = 300
RUNNERS: Final = ((1_000, False, 300), (100_000, False, 10), (100_000, True, 10), (1_000_000, True, 3))
"""Swarms: how many, whether in single precision, and how many steps before they are dropped anew."""
POINTS: Final = 200
TRAINER: Final = f"trainer, 2-4-1 networks on {POINTS} points, full batch, Adam, float64"
TRAINING_STEPS: Final = 600
NETWORKS: Final = (1, 3, 60)
TURN: Final = 10
"""Steps that one of many networks takes before it is the next one's turn."""


class Work(NamedTuple):
    """Something to measure: `begin` returns, prepared anew, what takes `steps` steps when it is called."""

    of: str
    name: str
    unit: str
    steps: int
    begin: Callable[[], Callable[[], object]]


def simulation(runs: int) -> Figures:
    """Returns the rates of the race, of swarms and of training; the runs of each take turns with the others'."""
    works = [*_races(), *_trainings()]
    found: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, rates in zip(works, found, strict=True):
            rates.append(_rate(work))
    figures = [Figure(work.of, work.name, work.unit, tuple(rates)) for work, rates in zip(works, found, strict=True)]
    one, *many = (figure for figure in figures if figure.of == TRAINER)
    return [*figures, *(ratios(TRAINER, f"{figure.name}, to one", figure, one) for figure in many)]


def _rate(work: Work) -> float:
    """Returns the steps a second; what a try begins with is not counted."""
    taken, seconds = 0, 0.0
    while seconds < SECONDS:
        ready = work.begin()
        begun = thread_time()
        ready()
        seconds += thread_time() - begun
        taken += work.steps
    return taken / seconds


def _races() -> list[Work]:
    """Returns a race of three as the scene runs it, with its referees, and swarms under Adam, which costs most."""
    three = Work(RACE, "3 runners, one of each optimizer", "steps/s", RACE_STEPS, _race)
    works = [three]
    extent = RAVINE.surface.extent
    for count, single, steps in RUNNERS:
        name = f"{count:,} runners, Adam, {'float32' if single else 'float64'}"
        works.append(Work(RACE, name, "steps/s", steps, partial(_swarm, cloud(extent, count, 0), single, steps)))
    return works


def _race() -> Callable[[], object]:
    return partial(_again, Race(RAVINE, tuple(OPTIMIZERS.values())).step, RACE_STEPS)


def _swarm(starts: Floats, single: bool, steps: int) -> Callable[[], object]:
    swarm = Swarm(RAVINE, OPTIMIZERS["adam"], starts, RAVINE.learning_rate, single=single)
    swarm.step()  # the first one touches the memory that the others find ready
    return partial(_again, swarm.step, steps)


def _again(step: Callable[[], object], times: int) -> None:
    for _ in range(times):
        step()


def _trainings() -> list[Work]:
    """Returns training one network, and several that take turns, as three do beside each other on the screen."""
    return [
        Work(
            TRAINER,
            f"{count} networks in turn" if count > 1 else "1 network",
            "network steps/s",
            TRAINING_STEPS,
            partial(_training, count),
        )
        for count in NETWORKS
    ]


def _training(count: int) -> Callable[[], object]:
    points, labels = make("checker", POINTS)
    runs = [
        Training(points, labels, initial(4, ACTIVATIONS["tanh"], seed), OPTIMIZERS["adam"]) for seed in range(count)
    ]
    return partial(_in_turn, runs, TRAINING_STEPS // count)


def _in_turn(runs: list[Training], steps: int) -> None:
    for begun in range(0, steps, TURN):
        for run in runs:
            run.run(min(TURN, steps - begun))


def outcomes() -> Figures:
    """Returns what becomes of networks on the checker, over many seeds; every run of it would be the same."""
    figures: Figures = []
    for hidden, activation in seeds.NETWORKS:
        tried = seeds.tried(hidden, activation)
        of = f"checker, {hidden} {activation} neurons"
        told = (
            (f"95 % within {seeds.STEPS} steps", f"of {tried.seeds} seeds", tried.good),
            ("  the last of them at step", "", tried.latest),
            ("best accuracy", "%", 100.0 * tried.best),
            ("least loss", "", tried.loss),
        )
        figures += [Figure(of, name, unit, (float(value),)) for name, unit, value in told]
    return figures
