"""How fast simulations run by themselves, in steps a second of one core's processor time; what training comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from time import thread_time
from typing import Final, NamedTuple

from descent_game.app.bench.figure import Figure, Figures, ratios
from descent_game.sim.datasets import make
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.network.network import initial
from descent_game.sim.network.training import Training
from descent_game.sim.optimizers.adam import Adam
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
TRIED: Final = ((4, "tanh"), (2, "tanh"), (4, "relu"))
"""Networks whose outcome is looked at: how many neurons, and their activation."""
SEEDS, TRIED_POINTS, TRIED_STEPS, GOOD = 60, 240, 4000, 0.95


class Work(NamedTuple):
    """Something to measure: `begin` returns, prepared anew, what takes `each` steps whenever it is called."""

    of: str
    name: str
    unit: str
    calls: int
    each: int
    begin: Callable[[], Callable[[], object]]


def simulation(runs: int) -> Figures:
    """Returns the rates of the race, of swarms and of training; the runs of each take turns with the others'."""
    works = list(_works())
    rounds = [[_rate(work) for work in works] for _ in range(runs)]
    rates = zip(works, zip(*rounds, strict=True), strict=True)
    figures = [Figure(work.of, work.name, work.unit, found) for work, found in rates]
    one, *many = (figure for figure in figures if figure.of == TRAINER)
    return [*figures, *(ratios(TRAINER, f"{figure.name}, to one", figure, one) for figure in many)]


def _rate(work: Work) -> float:
    """Returns the steps a second; what a try begins with is not counted."""
    taken, seconds = 0, 0.0
    while seconds < SECONDS:
        step = work.begin()
        begun = thread_time()
        for _ in range(work.calls):
            step()
        seconds += thread_time() - begun
        taken += work.calls * work.each
    return taken / seconds


def _works() -> Iterator[Work]:
    """Yields a race of three as the scene runs it, swarms under Adam, which costs most, and trainings."""
    yield Work(RACE, "3 runners, one of each optimizer", "steps/s", RACE_STEPS, 1, _race)
    for count, single, steps in RUNNERS:
        name = f"{count:,} runners, Adam, {'float32' if single else 'float64'}"
        yield Work(RACE, name, "steps/s", steps, 1, partial(_swarm, cloud(RAVINE.surface.extent, count, 0), single))
    for count in NETWORKS:
        name = f"{count} networks in turn" if count > 1 else "1 network"
        yield Work(TRAINER, name, "network steps/s", TRAINING_STEPS // TURN, TURN, partial(_training, count))


def _race() -> Callable[[], object]:
    return Race(RAVINE, tuple(OPTIMIZERS.values())).step


def _swarm(starts: Floats, single: bool) -> Callable[[], object]:
    swarm = Swarm(RAVINE, OPTIMIZERS["adam"], starts, RAVINE.learning_rate, single=single)
    swarm.step()  # the first one touches the memory that the others find ready
    return swarm.step


def _training(count: int) -> Callable[[], object]:
    """Returns a turn of the next of several networks, which train as three do beside each other on the screen."""
    points, labels = make("checker", POINTS)
    first = (initial(4, ACTIVATIONS["tanh"], seed) for seed in range(count))
    runs = cycle([Training(points, labels, network, OPTIMIZERS["adam"]) for network in first])
    return lambda: next(runs).run(TURN)


def outcomes() -> Figures:
    """Returns what becomes of networks on the checker, over many seeds; every run of it would be the same."""
    return [figure for hidden, activation in TRIED for figure in tried(hidden, activation)]


def tried(hidden: int, activation: str, seeds: int = SEEDS, steps: int = TRIED_STEPS) -> Figures:
    """Returns what Adam at 0.03 makes of the checker's 240 points, seed 0 to `seeds` - 1 of points and weights.

    How many of the networks were good, the last step at which one became so (0 where none did), the best accuracy and
    the least loss of any at any step.
    """
    good = latest = 0
    best, loss = 0.0, float("inf")
    for seed in range(seeds):
        points, labels = make("checker", TRIED_POINTS, seed=seed)
        run = Training(points, labels, initial(hidden, ACTIVATIONS[activation], seed), Adam(), capacity=steps + 2)
        run.run(steps)
        history = run.history
        there = (history.accuracy >= GOOD).nonzero()[0]
        if len(there):
            good += 1
            latest = max(latest, int(history.steps[there[0]]))
        best, loss = max(best, float(history.accuracy.max())), min(loss, float(history.loss.min()))
    told = (
        (f"95 % within {steps} steps", f"of {seeds} seeds", good),
        ("  the last of them at step", "", latest),
        ("best accuracy", "%", 100.0 * best),
        ("least loss", "", loss),
    )
    return [
        Figure(f"checker, {hidden} {activation} neurons", name, unit, (float(value),)) for name, unit, value in told
    ]
