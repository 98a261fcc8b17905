"""When a race is over: nothing of it moves any more, and no number on the board would change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from descent_game.engine.snapshot import Stateful

from .words import ARRIVED

LASTING = 60
"""Steps that a runner has to be still before it is at rest: one that swings through its minimum is not."""
STILL = 1e-12
"""How far a runner may move in a step and be still: on a ridge that it will never leave, its loss stays high."""

Floats = npt.NDArray[np.float64]


class Rest(Stateful):
    """State: for how many steps each runner has been still."""

    STATE = ("_steps",)

    def __init__(self, runners: int) -> None:
        self._steps: npt.NDArray[np.int64] = np.zeros(runners, np.int64)

    def reset(self) -> None:
        """Begins anew: the runners were dropped, or something of how they move has changed."""
        self._steps[:] = 0

    def add(self, before: Floats, after: Floats, losses: Floats) -> None:
        """Takes note of a step: where the runners were and are, (n, 2), and their losses then, (n,).

        These are above the minimum that each is near, and infinite where it is near none. Whoever flew off stands where
        it was, and so is still.
        """
        still = (losses <= ARRIVED) | (np.abs(after - before) <= STILL).all(axis=1)
        self._steps = np.where(still, self._steps + 1, 0)

    def of(self, rows: Sequence[int]) -> bool:
        """Returns whether all of these runners are at rest."""
        return all(self._steps[i] >= LASTING for i in rows)
