"""Write tests/data/network.npz: 500 steps of training by PyTorch, for each activation and each optimizer.

Run with an interpreter that has PyTorch: `python tests/tools/oracle_network.py`. Every run starts from the same points
and from the weights of one seed, both kept in the file, and keeps loss and parameters every 50 steps.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch  # type: ignore[import-not-found]  # not a dependency
import torch.nn.functional as functional  # type: ignore[import-not-found]

Array = np.ndarray[Any, Any]
Tensor = Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "tools")]

from oracle_activations import FUNCTIONS  # noqa: E402 (the checkout must be on the path first)

from descent_game.sim.datasets import make  # noqa: E402
from descent_game.sim.network.activations import ACTIVATIONS  # noqa: E402
from descent_game.sim.network.network import initial  # noqa: E402

STEPS, EVERY, HIDDEN, SEED = 500, 50, 4, 7
RATES = {"sgd": 0.3, "momentum": 0.1, "adam": 0.03}


def optimizer(name: str, parameters: Tensor) -> Any:
    """Return PyTorch's optimizer for the vector of parameters."""
    if name == "adam":
        return torch.optim.Adam([parameters], lr=RATES[name], betas=(0.9, 0.999), eps=1e-8)
    momentum = {"sgd": 0.0, "momentum": 0.9}[name]
    return torch.optim.SGD([parameters], lr=RATES[name], momentum=momentum)


def run(activation: str, name: str, start: Array, points: Tensor, labels: Tensor) -> Array:
    """Return rows of loss and parameters (11, 1 + 17), every 50 steps from before the first."""
    parameters = torch.tensor(start, requires_grad=True)
    steps = optimizer(name, parameters)
    rows = []
    for step in range(STEPS + 1):
        sums = points @ parameters[: 2 * HIDDEN].reshape(2, HIDDEN) + parameters[2 * HIDDEN : 3 * HIDDEN]
        logits = FUNCTIONS[activation](sums) @ parameters[3 * HIDDEN : -1] + parameters[-1]
        loss = functional.binary_cross_entropy_with_logits(logits, labels)
        if step % EVERY == 0:
            rows.append(np.append(loss.item(), parameters.detach().numpy()))
        steps.zero_grad()
        loss.backward()
        steps.step()
    return np.array(rows)


def main() -> None:
    """Write the file."""
    points, labels = make("checker", 200, seed=SEED)
    start = initial(HIDDEN, seed=SEED).parameters
    across = (torch.tensor(points), torch.tensor(labels))
    runs = np.array([[run(activation, name, start, *across) for name in RATES] for activation in ACTIVATIONS])
    np.savez_compressed(
        ROOT / "tests" / "data" / "network.npz",
        activations=list(ACTIVATIONS),
        optimizers=list(RATES),
        rates=list(RATES.values()),
        every=EVERY,
        points=points,
        labels=labels,
        start=start,
        runs=runs,
    )


if __name__ == "__main__":
    main()
