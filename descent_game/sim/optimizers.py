"""The ways of taking the next step: SGD, momentum and Adam, as pure updates of float64 arrays.

An optimizer is frozen settings. `start` gives the state of runners at rest; `update` gives the move to add to the
position and the next state, and changes nothing. Rows never mix, so a row's numbers do not depend on its company. The
same code walks the race's points and trains a network's parameters. Operations are in the order of PyTorch's
`torch.optim.SGD` and `torch.optim.Adam` (single tensor), so that the results agree to the last digits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class State(NamedTuple):
    """What an optimizer remembers: steps taken and up to two moving sums of past gradients, each (n, d) or empty.

    SGD remembers nothing; momentum keeps its velocity in `first`; Adam keeps the first and second moment.
    """

    steps: int
    first: Array
    second: Array


class Optimizer(Protocol):
    """The contract of the three: a name and a pure update."""

    @property
    def name(self) -> str:
        """Return the key in `OPTIMIZERS`."""

    def start(self, n: int, d: int) -> State:
        """Return the state of n rows of d parameters at rest."""

    def update(self, gradient: Array, state: State, learning_rate: float) -> tuple[Array, State]:
        """Return the move (n, d) to add to the position, and the next state."""


def _nothing(n: int) -> Array:
    return np.empty((n, 0))


@dataclass(frozen=True)
class SGD:
    """Gradient descent, one move: p -= lr g (Cauchy 1847; the noise makes it stochastic, Robbins and Monro 1951)."""

    name: str = "sgd"

    def start(self, n: int, d: int) -> State:
        """Return the empty memory of n rows."""
        return State(0, _nothing(n), _nothing(n))

    def update(self, gradient: Array, state: State, learning_rate: float) -> tuple[Array, State]:
        """Return the move -lr g, and the state with one step more."""
        move: Array = gradient * -learning_rate
        return move, State(state.steps + 1, state.first, state.second)


@dataclass(frozen=True)
class Momentum:
    """Gradient descent with momentum: v = 0.9 v + g, p -= lr v (Polyak 1964, in PyTorch's form)."""

    name: str = "momentum"
    momentum: float = 0.9

    def start(self, n: int, d: int) -> State:
        """Return n rows of no velocity."""
        return State(0, np.zeros((n, d)), _nothing(n))

    def update(self, gradient: Array, state: State, learning_rate: float) -> tuple[Array, State]:
        """Return the move -lr v, and the state with the new velocity v."""
        velocity = state.first * self.momentum
        velocity += gradient
        return velocity * -learning_rate, State(state.steps + 1, velocity, state.second)


@dataclass(frozen=True)
class Adam:
    """Adam: a step size for each parameter, by how large its gradients have lately been (Kingma and Ba 2015).

    m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, and p -= lr (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon).
    """

    name: str = "adam"
    first_decay: float = 0.9
    second_decay: float = 0.999
    epsilon: float = 1e-8

    def start(self, n: int, d: int) -> State:
        """Return n rows of zero moments."""
        return State(0, np.zeros((n, d)), np.zeros((n, d)))

    def update(self, gradient: Array, state: State, learning_rate: float) -> tuple[Array, State]:
        """Return Adam's move with bias correction, and the state with both new moments."""
        steps = state.steps + 1
        first = gradient - state.first
        first *= 1.0 - self.first_decay
        first += state.first
        square = gradient * (1.0 - self.second_decay)
        square *= gradient
        second = state.second * self.second_decay
        second += square
        scale = np.sqrt(second, out=square)
        scale /= sqrt(1.0 - self.second_decay**steps)
        scale += self.epsilon
        move = first * (-learning_rate / (1.0 - self.first_decay**steps))
        move /= scale
        return move, State(steps, first, second)


OPTIMIZERS: Final[Mapping[str, Optimizer]] = MappingProxyType({each.name: each for each in (SGD(), Momentum(), Adam())})
"""Every optimizer with its default settings by name, in the order of the board."""


def stability_limit(optimizer: Optimizer, sharpness: float) -> float | None:
    """Return the learning rate beyond which `optimizer` flies out of a bowl whose largest curvature is `sharpness`.

    2 / L for SGD and 2 (1 + momentum) / L for momentum, exact for a quadratic; None for Adam, whose step size does not
    grow with the gradient and which has no such limit.
    """
    match optimizer:
        case SGD():
            return 2.0 / sharpness
        case Momentum(momentum=momentum):
            return 2.0 * (1.0 + momentum) / sharpness
        case _:
            return None
