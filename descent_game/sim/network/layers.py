"""Real layers: what one true backward pass leaves of a gradient in a network of eight layers, 64 wide.

The simple story says that each layer multiplies the gradient by w f'(z). Here the same is measured: random weights, a
batch of standard normal inputs, a forward pass, then a gradient of standard normal numbers sent back from the output.
Layer k counted from the output has bar k: the root mean square of the gradient that has come back through k layers,
over the root mean square of the one that was sent in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType
from typing import Final

import numpy as np

from descent_game.sim.network.activations import LAYERS, Activation
from descent_game.sim.network.special import Array

WIDTH: Final = 64
BATCH: Final = 64

# The variance of a weight is this gain squared over the number of inputs. Xavier (Glorot and Bengio 2010) takes
# 2 / (inputs + outputs), here 1 / width; He (He et al. 2015) 2 / inputs; the others are wrong on purpose.
INITIALISATIONS: Final[Mapping[str, float]] = MappingProxyType(
    {"xavier": 1.0, "he": sqrt(2.0), "small": 0.25, "large": 4.0}
)


@dataclass(frozen=True)
class Stack:
    """The random numbers of one draw: weights (layers, width, width), inputs and arriving gradient (batch, width)."""

    weights: Array
    inputs: Array
    arriving: Array


@dataclass(frozen=True)
class Measured:
    """What one backward pass measured.

    `gradients` (layers,) are the bars: entry k - 1 after k layers on the way back, 1 = as sent in. `dead` (layers,) is
    the share of each layer's neurons whose slope was exactly zero on the whole batch, in the same order.
    """

    gradients: Array
    dead: Array

    @property
    def silent(self) -> bool:
        """Whether nothing at all came back: every bar exactly zero."""
        return not self.gradients.any()


def draw(initialisation: str, seed: int, layers: int = LAYERS, width: int = WIDTH, batch: int = BATCH) -> Stack:
    """Return the weights, inputs and gradient that `seed` draws; KeyError for an unknown initialisation.

    The same seed draws the same numbers for every initialisation, only the weights' scale differs. Biases are zero.
    """
    scale = INITIALISATIONS[initialisation] / sqrt(width)
    generator = np.random.default_rng(seed)
    weights = scale * generator.standard_normal((layers, width, width))
    return Stack(weights, generator.standard_normal((batch, width)), generator.standard_normal((batch, width)))


def forward(stack: Stack, activation: Activation) -> list[Array]:
    """Return the pre-activations z of each layer, first layer first, each (batch, width)."""
    signal, sums = stack.inputs, []
    for weights in stack.weights:
        sums.append(signal @ weights)
        signal = activation.value(sums[-1])
    return sums


def backward(stack: Stack, activation: Activation, sums: list[Array]) -> Measured:
    """Return the gradient measured at the input of each layer, from the output backward."""
    gradient, sizes, dead = stack.arriving, [], []
    for weights, z in zip(stack.weights[::-1], reversed(sums), strict=True):
        slope = activation.slope(z)
        gradient = (gradient * slope) @ weights.T
        sizes.append(_root_mean_square(gradient))
        dead.append(np.mean(~slope.any(axis=0)))
    return Measured(np.array(sizes) / _root_mean_square(stack.arriving), np.array(dead))


@np.errstate(under="ignore")
def measure(activation: Activation, initialisation: str = "xavier", seed: int = 0) -> Measured:
    """Return the eight bars of a real network: one draw, one forward and one backward pass."""
    stack = draw(initialisation, seed)
    return backward(stack, activation, forward(stack, activation))


def _root_mean_square(values: Array) -> float:
    return float(np.sqrt(np.mean(np.square(values))))
