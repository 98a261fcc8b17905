"""The losses of a race so far, above the floor, in arrays that never grow."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from descent_game.engine.snapshot import Stateful

CAPACITY = 2048

Floats = npt.NDArray[np.float64]


class LossHistory(Stateful):
    """Losses by step, (rows, capacity); when full, every second one is dropped and from then on only each second kept.

    `count` columns are in use; column k is step k * `stride`.
    """

    STATE = ("_losses", "count", "stride", "steps")

    def __init__(self, rows: int) -> None:
        self._losses: Floats = np.zeros((rows, CAPACITY))
        self.count = 0
        self.stride = 1
        self.steps = 0
        self.version = 0

    def reset(self, losses: Floats) -> None:
        """Begins anew with the losses at step 0, (rows,)."""
        self.count, self.stride, self.steps = 1, 1, 0
        self._losses[:, 0] = losses
        self.version += 1

    def add(self, losses: Floats) -> None:
        """Takes note of the losses after the next step, (rows,)."""
        self.steps += 1
        if self.steps % self.stride:
            return
        if self.count == CAPACITY:
            self._losses[:, : CAPACITY // 2] = self._losses[:, ::2]
            self.count = CAPACITY // 2
            self.stride *= 2
            if self.steps % self.stride:
                return
        self._losses[:, self.count] = losses
        self.count += 1
        self.version += 1

    def restore(self, state: Any) -> None:
        """Goes back to the losses that `snapshot` returned."""
        super().restore(state)
        self.version += 1

    def row(self, index: int) -> Floats:
        """Returns the losses of one runner, (count,)."""
        return self._losses[index, : self.count]

    def at(self) -> Floats:
        """Returns the steps the columns stand for, (count,)."""
        return np.arange(self.count, dtype=np.float64) * self.stride
