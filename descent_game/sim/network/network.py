"""A network of two inputs, H hidden neurons and one output, written to be read: forward pass, loss, backward pass.

    z = x W1 + b1        the hidden sums
    h = f(z)             the hidden neurons
    l = h W2 + b2        the logit
    p = sigmoid(l)       the probability of class 1
    loss = mean of -log(p) over class 1 and -log(1 - p) over class 0, from the logits (binary cross-entropy)

All 4 H + 1 numbers lie in one vector, in the order W1 (row by row), b1, W2, b2, so that any optimizer can move them.
Shapes: x (n, 2), z and h (n, H), l and labels (n,), W1 (2, H), b1 and W2 (H,), b2 ().
"""

from dataclasses import dataclass, replace
from math import sqrt
from typing import Final, NamedTuple

import numpy as np

from descent_game.sim.network import curves
from descent_game.sim.network.activations import ACTIVATIONS, Activation
from descent_game.sim.network.special import Array, Mask

HIDDEN: Final = 4
MOST_HIDDEN: Final = 8


class Forward(NamedTuple):
    """What a forward pass leaves behind: hidden sums and neurons (n, H), logits (n,)."""

    sums: Array
    hidden: Array
    logits: Array


class Backward(NamedTuple):
    """What a backward pass finds: the loss's gradient at the logits (n,), at the sums (n, H) and in the parameters."""

    logits: Array
    sums: Array
    parameters: Array


@dataclass(frozen=True)
class Network:
    """Settings and parameters of one network; `parameters` is its vector of 4 H + 1 numbers, float64."""

    parameters: Array
    activation: Activation = ACTIVATIONS["tanh"]

    def __post_init__(self) -> None:
        """Raise ValueError unless the vector fits 1 to 8 hidden neurons."""
        size = self.parameters.size
        if self.parameters.shape != (size,) or size % 4 != 1 or not 1 <= size // 4 <= MOST_HIDDEN:
            raise ValueError(f"parameters: expected 4 H + 1 numbers, H from 1 to 8, found {self.parameters.shape}")

    @property
    def neurons(self) -> int:
        """Return H, the number of hidden neurons."""
        return self.parameters.size // 4

    @property
    def hidden_weights(self) -> Array:
        """Return W1 (2, H), a view: column j leads into neuron j."""
        return self.parameters[: 2 * self.neurons].reshape(2, -1)

    @property
    def hidden_biases(self) -> Array:
        """Return b1 (H,), a view."""
        return self.parameters[2 * self.neurons : 3 * self.neurons]

    @property
    def output_weights(self) -> Array:
        """Return W2 (H,), a view."""
        return self.parameters[3 * self.neurons : -1]

    @property
    def output_bias(self) -> float:
        """Return b2."""
        return float(self.parameters[-1])

    def forward(self, points: Array) -> Forward:
        """Return the sums, hidden neurons and logits at `points` (n, 2)."""
        sums = points @ self.hidden_weights + self.hidden_biases
        hidden = self.activation.value(sums)
        return Forward(sums, hidden, hidden @ self.output_weights + self.output_bias)

    def backward(self, points: Array, labels: Array, passed: Forward) -> Backward:
        """Return the gradient of the loss, from the logits back to every parameter."""
        logits = logit_gradient(passed.logits, labels)
        sums = np.outer(logits, self.output_weights) * self.activation.slope(passed.sums)
        hidden_weights = points.T @ sums
        output_weights = passed.hidden.T @ logits
        parts = (hidden_weights.ravel(), sums.sum(axis=0), output_weights, [logits.sum()])
        return Backward(logits, sums, np.concatenate(parts))

    def gradients(self, points: Array, labels: Array) -> tuple[float, Array]:
        """Return the loss and its gradient, a vector in the order of `parameters`."""
        passed = self.forward(points)
        return cross_entropy(passed.logits, labels), self.backward(points, labels, passed).parameters

    def probability(self, points: Array) -> Array:
        """Return p (…,), the probability of class 1 at `points` (…, 2): the decision field."""
        return curves.sigmoid(self.forward(points.reshape(-1, 2)).logits).reshape(points.shape[:-1])

    def dead(self, points: Array) -> Mask:
        """Return which hidden neurons (H,) are dead: output and slope exactly zero on every one of `points`."""
        sums = self.forward(points).sums
        awake = (self.activation.value(sums) != 0.0) | (self.activation.slope(sums) != 0.0)
        found: Mask = ~awake.any(axis=0) & bool(len(points))
        return found


@curves.quiet
def cross_entropy(logits: Array, labels: Array) -> float:
    """Return the mean of log(1 + exp(-l)) over class 1 and log(1 + exp(l)) over class 0; 0 without points."""
    wrong = curves.softplus(np.where(labels == 1.0, -logits, logits))
    return float(wrong.sum()) / max(labels.size, 1)


@curves.quiet
def logit_gradient(logits: Array, labels: Array) -> Array:
    """Return the loss's gradient at the logits, (p - label) / n, keeping its digits where p is close to the label."""
    sign = np.where(labels == 1.0, -1.0, 1.0)
    return sign * curves.sigmoid(sign * logits) / max(labels.size, 1)


def accuracy(logits: Array, labels: Array) -> float:
    """Return the share of points on the right side, class 1 being where the logit is above zero; 0 without points."""
    return float(np.count_nonzero((logits > 0.0) == (labels == 1.0))) / max(labels.size, 1)


def initial(neurons: int = HIDDEN, activation: Activation = ACTIVATIONS["tanh"], seed: int = 0) -> Network:
    """Return the network that `seed` draws; ValueError unless it has 1 to 8 neurons.

    Uniform, by number of inputs: W1 within ±1/√2, b1 within ±1/2, W2 within ±4/√H, b2 zero. Small weights in and large
    ones out let every neuron turn its line while the output already listens: on the checker four tanh neurons then
    find their places from any seed tried, which Xavier's or PyTorch's usual ranges miss once in twenty to sixty.
    """
    if not 1 <= neurons <= MOST_HIDDEN:
        raise ValueError(f"hidden neurons: expected 1 to {MOST_HIDDEN}, found {neurons}")
    draws = np.random.default_rng(seed).uniform(-1.0, 1.0, (4, neurons))
    draws *= np.array([[sqrt(0.5)], [sqrt(0.5)], [0.5], [4.0 / sqrt(neurons)]])
    return Network(np.append(draws, 0.0), activation)


def reroll(network: Network, chosen: Mask, seed: int) -> Network:
    """Return `network` with the neurons `chosen` (H,) drawn anew from `seed`: weights, bias and output weight."""
    fresh = initial(network.neurons, network.activation, seed).parameters
    mask = np.append(np.tile(chosen, 4), False)
    return replace(network, parameters=np.where(mask, fresh, network.parameters))
