"""Compare the trainer's speed with PyTorch's: steps a second of the default network on 200 points, one core.

Run with a Python that has PyTorch and numpy, from the root of a checkout; PyTorch is no dependency of the program:

    python tests/tools/compare_trainer.py

They take turns in short runs, timed in the thread's own processor time; each figure is the median of the turns with
its spread, and ratios are taken turn by turn. All train the same network from the same weights in float64 with Adam,
full batch, and must end with the same loss.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import thread_time
from typing import Any

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).parents[2]))

import torch  # type: ignore[import-not-found]  # noqa: E402  # not a dependency; after the number of threads

from descent_game.sim.datasets import make  # noqa: E402
from descent_game.sim.network.network import initial  # noqa: E402
from descent_game.sim.network.training import Training  # noqa: E402
from descent_game.sim.optimizers.adam import Adam  # noqa: E402

OURS = "The Descent"
TURNS, STEPS = 12, 300
Work = Callable[[int], float]


def ours() -> Work:
    """Returns what takes steps in our training and returns the loss."""
    run = Training(*make("checker", 200), initial(), Adam(), capacity=2048)

    def work(steps: int) -> float:
        run.run(steps)
        return run.measure()[0]

    return work


def pytorch(*, fused: bool) -> Work:
    """Returns what takes the same steps in PyTorch and returns the loss."""
    points, labels = make("checker", 200)
    network = initial()
    x, y = torch.tensor(points), torch.tensor(labels)
    shaped = (network.hidden_weights, network.hidden_biases, network.output_weights, [network.output_bias])
    weights = [torch.tensor(part, dtype=torch.float64, requires_grad=True) for part in shaped]
    optimizer = torch.optim.Adam(weights, lr=0.03, fused=fused)

    def loss() -> Any:
        w1, b1, w2, b2 = weights
        logits = torch.tanh(x @ w1 + b1) @ w2 + b2
        return torch.nn.functional.binary_cross_entropy_with_logits(logits, y)

    def work(steps: int) -> float:
        for _ in range(steps):
            optimizer.zero_grad()
            loss().backward()
            optimizer.step()
        return float(loss().detach())

    return work


def main() -> None:
    """Prints the steps a second of each, and how many times PyTorch's ours are."""
    torch.set_num_threads(1)
    works = {OURS: ours(), "PyTorch": pytorch(fused=False), "PyTorch, fused": pytorch(fused=True)}
    rates: dict[str, list[float]] = {name: [] for name in works}
    losses: dict[str, float] = {}
    for turn in range(TURNS + 1):
        for name, work in works.items():
            begun = thread_time()
            losses[name] = work(STEPS)
            if turn:  # the first one warms up
                rates[name].append(STEPS / (thread_time() - begun))
    for name, found in rates.items():
        times = [ours / theirs for ours, theirs in zip(rates[OURS], found, strict=True)]
        print(f"{name:<15} {spread(found, 0)} steps/s, ours {spread(times, 1)} times, loss {losses[name]:.12f}")


def spread(values: list[float], digits: int) -> str:
    """Returns the median of some values, the least and the most."""
    middle, least, most = (f"{value:,.{digits}f}" for value in (median(values), min(values), max(values)))
    return f"{middle:>7} ({least}..{most})"


if __name__ == "__main__":
    main()
