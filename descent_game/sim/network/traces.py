"""The numbers behind the trainer as plain dictionaries that can be written to a file."""

from typing import TypedDict

from descent_game.sim.datasets import NOISE, POINTS, make
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.network.network import HIDDEN, Network, initial
from descent_game.sim.network.training import LEARNING_RATE, Training
from descent_game.sim.optimizers.optimizer import Optimizer


class Numbers(TypedDict):
    """All numbers of a network: W1 2×H, b1 H, W2 H, b2."""

    W1: list[list[float]]
    b1: list[float]
    W2: list[float]
    b2: float


class TrainerTrace(TypedDict):
    """A run as plain lists; `loss` and `accuracy` have one entry a step, index 0 before the first."""

    points: list[list[float]]
    labels: list[int]
    initial: Numbers
    final: Numbers
    loss: list[float]
    accuracy: list[float]
    diverged: bool


def trainer(
    optimizer: Optimizer,
    dataset: str = "checker",
    hidden: int = HIDDEN,
    activation: str = "tanh",
    learning_rate: float = LEARNING_RATE,
    steps: int = 500,
    seed: int = 0,
    points: int = POINTS,
    noise: float = NOISE,
    batch: int | None = None,
) -> TrainerTrace:
    """Return one run of training; `seed` draws the points, the weights and, with `batch`, the shuffles.

    KeyError for an unknown name, ValueError for a number out of range. A run that diverges ends early and says so.
    """
    if steps < 0:
        raise ValueError(f"steps: expected at least 0, found {steps}")
    places, labels = make(dataset, points, noise, seed)
    network = initial(hidden, ACTIVATIONS[activation], seed)
    training = Training(places, labels, network, optimizer, learning_rate, batch, seed, capacity=steps + 2)
    training.run(steps)
    return TrainerTrace(
        points=places.tolist(),
        labels=[int(label) for label in labels],
        initial=numbers(network),
        final=numbers(training.network),
        loss=training.history.loss.tolist(),
        accuracy=training.history.accuracy.tolist(),
        diverged=training.diverged,
    )


def numbers(network: Network) -> Numbers:
    """Return the network's parameters by their names."""
    return Numbers(
        W1=network.hidden_weights.tolist(),
        b1=network.hidden_biases.tolist(),
        W2=network.output_weights.tolist(),
        b2=network.output_bias,
    )
