"""The trainer's table: what networks of a few neurons make of the checker, over many seeds."""

from __future__ import annotations

from typing import NamedTuple

from descent_game.sim.datasets import make
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.network.network import initial
from descent_game.sim.network.training import Training
from descent_game.sim.optimizers.adam import Adam

SEEDS = 60
POINTS = 240
STEPS = 4000
GOOD = 0.95
NETWORKS = ((4, "tanh"), (2, "tanh"), (4, "relu"))


class Tried(NamedTuple):
    """What `seeds` runs of one network came to: how many were good, the last step at which one became so (0 where
    none did), the best accuracy and the least loss of any at any step."""

    seeds: int
    good: int
    latest: int
    best: float
    loss: float


def tried(hidden: int, activation: str, seeds: int = SEEDS, steps: int = STEPS) -> Tried:
    """Returns what Adam at 0.03 makes of the checker's 240 points, seed 0 to `seeds` - 1 of points and weights."""
    good = latest = 0
    best, loss = 0.0, float("inf")
    for seed in range(seeds):
        points, labels = make("checker", POINTS, seed=seed)
        run = Training(points, labels, initial(hidden, ACTIVATIONS[activation], seed), Adam(), capacity=steps + 2)
        run.run(steps)
        history = run.history
        there = (history.accuracy >= GOOD).nonzero()[0]
        if len(there):
            good += 1
            latest = max(latest, int(history.steps[there[0]]))
        best, loss = max(best, float(history.accuracy.max())), min(loss, float(history.loss.min()))
    return Tried(seeds, good, latest, best, loss)
