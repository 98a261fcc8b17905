"""Gradient descent, and gradient descent with momentum."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from descent_game.sim.optimizers.optimizer import Array, Memory, Optimizer, Oracle, Terms, moved, setting


@dataclass(frozen=True)
class SGD(Optimizer):
    """Gradient descent: p -= lr g (Cauchy 1847; the noise makes it stochastic, Robbins and Monro 1951)."""

    name: ClassVar[str] = "sgd"
    formula: ClassVar[str] = r"p \leftarrow p - \eta g"

    def step(
        self,
        oracle: Oracle,
        parameters: Array,
        memory: Memory,
        rate: float,
        *,
        out: Array | None = None,
        terms: Terms | None = None,
    ) -> tuple[Array, Memory]:
        """Return the parameters after the move -lr g, and the memory of one step more."""
        gradient = oracle.gradient(parameters)
        if terms is not None:
            terms["g"] = gradient.copy()
        move = np.multiply(gradient, -rate, out=gradient)
        return moved(parameters, move, out, terms), Memory(memory.steps + 1, memory.sums)

    def stability_limit(self, sharpness: float) -> float:
        """Return 2 / L, exact for a quadratic."""
        return 2.0 / sharpness


@dataclass(frozen=True)
class Momentum(Optimizer):
    """Gradient descent with momentum: v = 0.9 v + g, p -= lr v (Polyak 1964, in PyTorch's form)."""

    name: ClassVar[str] = "momentum"
    formula: ClassVar[str] = r"v \leftarrow \mu v + g, \quad p \leftarrow p - \eta v"
    has_velocity: ClassVar[bool] = True

    momentum: float = setting(0.9, 0.0, 0.999, r"\mu")

    def start(self, shape: tuple[int, int]) -> Memory:
        """Return n rows of no velocity."""
        return Memory(0, {"v": np.zeros(shape)})

    def step(
        self,
        oracle: Oracle,
        parameters: Array,
        memory: Memory,
        rate: float,
        *,
        out: Array | None = None,
        terms: Terms | None = None,
    ) -> tuple[Array, Memory]:
        """Return the parameters after the move -lr v, and the new velocity v."""
        gradient = oracle.gradient(parameters)
        velocity = memory.sums["v"] * self.momentum
        velocity += gradient
        move = velocity * -rate
        if terms is not None:
            terms |= {"g": gradient, "v": velocity}
        return moved(parameters, move, out, terms), Memory(memory.steps + 1, {"v": velocity})

    def stability_limit(self, sharpness: float) -> float:
        """Return 2 (1 + momentum) / L, exact for a quadratic."""
        return 2.0 * (1.0 + self.momentum) / sharpness
