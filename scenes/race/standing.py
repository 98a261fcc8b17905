"""How a race stands: its losses and its ranking, the losses so far, and whether it is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from descent_game.engine.linalg import Floats
from descent_game.engine.snapshot import Stateful
from descent_game.sim.referee import Split

from ..caption import Caption
from .captions import ARRIVED, RaceNow, caption

CAPACITY = 2048

LASTING = 60
"""Steps that a runner has to be still before it is at rest: one that swings through its minimum is not."""
STILL = 1e-12
"""How far a runner may move in a step and be still: on a ridge that it will never leave, its loss stays high."""


@dataclass(frozen=True)
class Standing:
    """How the race stands after a step; `ranking` are the rows that take part, by true loss."""

    step: int
    losses: tuple[float, ...]
    splits: tuple[Split, ...]
    ranking: tuple[int, ...]
    caption: Caption


def standing(race: RaceNow, shown: tuple[int, ...]) -> Standing:
    """Returns how a race stands; who flew off comes last, of those down in one minimum first who settled first.

    Down is who is less than `ARRIVED` above the minimum that it is near.
    """
    places, splits = race.places.array, race.splits
    losses = tuple(race.landscape.surface.loss(places).tolist())
    arrived_at = (race.landscape.lowest_near(places) + ARRIVED).tolist()

    def place(i: int) -> tuple[bool, float, int, int]:
        arrived = splits[i].settled or splits[i].touched or 0
        return splits[i].diverged is not None, max(losses[i], arrived_at[i]), arrived, i

    return Standing(race.step_count, losses, splits, tuple(sorted(shown, key=place)), caption(race, shown))


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
