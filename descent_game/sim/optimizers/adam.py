"""Adam."""

from dataclasses import dataclass
from math import sqrt
from typing import ClassVar

import numpy as np

from descent_game.sim.optimizers.optimizer import Array, Memory, Optimizer, Oracle, Terms, moved, setting


@dataclass(frozen=True)
class Adam(Optimizer):
    """Adam: a step size for each parameter, by how large its gradients have lately been (Kingma and Ba 2015).

    m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, and p -= lr (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon).
    """

    name: ClassVar[str] = "adam"
    formula: ClassVar[str] = (
        r"m \leftarrow \beta_1 m + (1 - \beta_1) g, \quad v \leftarrow \beta_2 v + (1 - \beta_2) g^2, \quad "
        r"p \leftarrow p - \eta \, \hat{m} / (\sqrt{\hat{v}} + \epsilon)"
    )

    first_decay: float = setting(0.9, 0.0, 0.9999, r"\beta_1")
    second_decay: float = setting(0.999, 0.0, 0.999999, r"\beta_2")
    epsilon: float = setting(1e-8, 1e-16, 1.0, r"\epsilon")

    def start(self, shape: tuple[int, int]) -> Memory:
        """Return n rows of zero moments."""
        return Memory(0, {"m": np.zeros(shape), "v": np.zeros(shape)})

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
        """Return the parameters after Adam's move with bias correction, and both new moments."""
        gradient = oracle.gradient(parameters)
        steps, sums = memory.steps + 1, memory.sums
        first = gradient - sums["m"]
        first *= 1.0 - self.first_decay
        first += sums["m"]
        square = gradient * (1.0 - self.second_decay)
        square *= gradient
        second = sums["v"] * self.second_decay
        second += square
        root = np.sqrt(second, out=square)
        root /= sqrt(1.0 - self.second_decay**steps)
        if terms is not None:
            corrected = first / (1.0 - self.first_decay**steps)
            terms |= {"g": gradient, "m": first, "v": second, "m_hat": corrected, "root_v_hat": root.copy()}
        root += self.epsilon
        move = first * (-rate / (1.0 - self.first_decay**steps))
        move /= root
        return moved(parameters, move, out, terms), Memory(steps, {"m": first, "v": second})
