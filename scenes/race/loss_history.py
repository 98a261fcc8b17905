"""The losses of a race so far, above the floor, in arrays that never grow beyond a size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CAPACITY = 2048

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LossHistory:
    """Losses after `steps` steps, (rows, count); column k is step k * `stride`. Nobody writes to them.

    When full, every second column is dropped, and from then on only each second step is kept.
    """

    losses: Floats
    stride: int = 1
    steps: int = 0

    @property
    def count(self) -> int:
        """How many columns there are."""
        return len(self.losses[0])

    def added(self, losses: Floats) -> LossHistory:
        """Returns the history with the losses after the next step, (rows,)."""
        steps, stride, kept = self.steps + 1, self.stride, self.losses
        if self.count == CAPACITY and steps % stride == 0:
            stride, kept = 2 * stride, kept[:, ::2]
        if steps % stride:
            return LossHistory(kept, stride, steps)
        return LossHistory(np.column_stack((kept, losses)), stride, steps)

    def row(self, index: int) -> Floats:
        """Returns the losses of one runner, (count,)."""
        return np.asarray(self.losses[index])

    def at(self) -> Floats:
        """Returns the steps the columns stand for, (count,)."""
        return np.arange(self.count, dtype=np.float64) * self.stride


def begun(losses: Floats) -> LossHistory:
    """Returns the history of a race that has the losses at step 0, (rows,)."""
    return LossHistory(losses[:, np.newaxis])
