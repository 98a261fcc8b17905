"""Write tests/data/race.npz: trajectories of PyTorch's own optimizers on every landscape, in float64.

Needs PyTorch, which the product does not: run `python tests/tools/oracle_race.py` with an interpreter that has it.
The gradients come from autograd of the formulas below, so neither the formulas nor the updates are the product's.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch  # type: ignore[import-not-found]  # not a dependency

Tensor = Any

STEPS = np.array([*range(21), *range(50, 1001, 50)])
"""The steps whose positions are kept, of 1,000."""

LOSSES: dict[str, Callable[[Tensor], Tensor]] = {
    "ravine": lambda p: 0.15 * p[0] ** 2 + 19.5 * p[1] ** 2,
    "saddle": lambda p: 0.03 * (p[0] ** 2 - 2) ** 2 + 0.5 * p[1] ** 2,
}
OPTIMIZERS: dict[str, Callable[[Tensor, float], Tensor]] = {
    "sgd": lambda p, rate: torch.optim.SGD([p], lr=rate, foreach=False),
    "momentum": lambda p, rate: torch.optim.SGD([p], lr=rate, momentum=0.9, foreach=False),
    "adam": lambda p, rate: torch.optim.Adam([p], lr=rate, betas=(0.9, 0.999), eps=1e-8, foreach=False),
}
STARTS = {
    "ravine": ((-2.0, 1.0), (1.7, -2.3), (0.3, 0.02), (2.4, 2.4)),
    "saddle": ((0.05, 1.5), (-0.8, -2.2), (2.3, 0.4), (-0.001, 2.0)),
}
RATES = {"ravine": (0.002, 0.01, 0.03, 0.05), "saddle": (0.01, 0.05, 0.1, 0.2)}


def walk(landscape: str, optimizer: str, start: tuple[float, float], rate: float) -> np.ndarray[Any, Any]:
    """Return the positions (len(STEPS), 2) of one walk of 1,000 steps."""
    point = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    stepper = OPTIMIZERS[optimizer](point, rate)
    path = [point.detach().numpy().copy()]
    for _ in range(int(STEPS[-1])):
        stepper.zero_grad()
        LOSSES[landscape](point).backward()
        stepper.step()
        path.append(point.detach().numpy().copy())
    kept: np.ndarray[Any, Any] = np.array(path)[STEPS]
    return kept


def cases() -> Iterator[tuple[str, str, tuple[float, float], float]]:
    """Yield landscape, optimizer, start and learning rate of every walk."""
    for landscape in LOSSES:
        for optimizer in OPTIMIZERS:
            for start in STARTS[landscape]:
                for rate in RATES[landscape]:
                    yield landscape, optimizer, start, rate


def main() -> None:
    """Walk every case and write the file."""
    torch.set_num_threads(1)
    table = list(cases())
    np.savez_compressed(
        Path(__file__).parents[1] / "data" / "race.npz",
        steps=STEPS,
        landscape=np.array([case[0] for case in table]),
        optimizer=np.array([case[1] for case in table]),
        start=np.array([case[2] for case in table]),
        learning_rate=np.array([case[3] for case in table]),
        path=np.array([walk(*case) for case in table]),
    )


if __name__ == "__main__":
    main()
