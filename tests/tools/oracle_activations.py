"""Write tests/data/activations.npz: what PyTorch says about the activation functions and about eight real layers.

Run with an interpreter that has PyTorch: `python tests/tools/oracle_activations.py`. PyTorch is no dependency of the
program; the file it writes is. Softplus is taken as logaddexp(z, 0), since torch's own jumps by 2e-9 at its threshold.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch  # type: ignore[import-not-found]  # not a dependency
import torch.nn.functional as functional  # type: ignore[import-not-found]

Array = np.ndarray[Any, Any]

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from descent_game.sim.network.activations import ACTIVATIONS  # noqa: E402 (the checkout must be on the path first)
from descent_game.sim.network.layers import INITIALISATIONS, draw  # noqa: E402

FUNCTIONS: dict[str, Any] = {
    "linear": lambda z: z * 1.0,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": functional.relu,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
    "gelu": functional.gelu,
    "silu": functional.silu,
    "softplus": lambda z: torch.logaddexp(z, torch.zeros_like(z)),
    "mish": functional.mish,
}
HARD = [0.0, 1e-300, -1e-300, 1e4, -1e4, 1e308, -1e308]
SEEDS = [0, 11]


def curves(name: str, z: Array) -> Array:
    """Return value and derivative (2, n) by PyTorch."""
    point = torch.tensor(z, requires_grad=True)
    value = FUNCTIONS[name](point)
    value.backward(torch.ones_like(value))
    return np.stack([value.detach().numpy(), point.grad.numpy()])


def bars(name: str, initialisation: str, seed: int) -> Array:
    """Return the root mean square gradient at the input of each layer, from the output backward, over what was sent."""
    stack = draw(initialisation, seed)
    signals = [torch.tensor(stack.inputs, requires_grad=True)]
    for weights in stack.weights:
        signals.append(FUNCTIONS[name](signals[-1] @ torch.tensor(weights)))
        signals[-1].retain_grad()
    arriving = torch.tensor(stack.arriving)
    signals[-1].backward(arriving)
    sizes = [signal.grad.square().mean().sqrt() for signal in reversed(signals[:-1])]
    shares: Array = (torch.stack(sizes) / arriving.square().mean().sqrt()).numpy()
    return shares


def main() -> None:
    """Write the file."""
    z = np.concatenate([np.linspace(-30.0, 30.0, 481), np.linspace(-3.0, 3.0, 97) + 0.01, HARD])
    table = np.stack([curves(name, z) for name in ACTIVATIONS])
    layers = np.array([[[bars(a, i, s) for s in SEEDS] for i in INITIALISATIONS] for a in ACTIVATIONS])
    stack = draw("xavier", SEEDS[0])
    np.savez_compressed(
        ROOT / "tests" / "data" / "activations.npz",
        names=list(ACTIVATIONS),
        z=z,
        curves=table,
        initialisations=list(INITIALISATIONS),
        seeds=SEEDS,
        layers=layers,
        first_draws=np.stack([stack.weights[0, 0], stack.inputs[0], stack.arriving[0]]),
    )


if __name__ == "__main__":
    main()
