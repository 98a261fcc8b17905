"""The plate painted by outcome: who settles first from each start, or which minimum is reached from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from descent_game.engine.geometry import Texture
from descent_game.sim.optimizers.optimizer import Optimizer
from descent_game.sim.surfaces.minima_index import NOWHERE
from descent_game.sim.surfaces.surface import Landscape
from descent_game.sim.swarm import Contest, grid

from .minima import ranks

SIDE = 128
LEVELS = (16, 32, 64, 128)
"""Cells along one side, from coarse to fine; each divides the side of the picture."""
AT_ONCE = (60, 36, 18, 3)
"""Steps, each of one optimizer, at each level in one fixed step: a millisecond or two, so that no picture waits."""
STEPS = 1000


@dataclass(frozen=True)
class MapQuestion:
    """What a map is worked out for: a landscape, at a learning rate."""

    landscape: Landscape
    learning_rate: float


class WinnerMap:
    """A picture of (SIDE, SIDE) texels: 1 + the number of who settles first from each start, 0 for none.

    Or 1 + the rank of the minimum that an optimizer reaches from there, the deepest first.

    It is worked out anew, from coarse to fine, when landscape, rate or what it shows change; a little at each step.
    """

    def __init__(self, optimizers: tuple[Optimizer, ...]) -> None:
        self._optimizers = optimizers
        self._names = [optimizer.name for optimizer in optimizers]
        self.texture = Texture(np.zeros((SIDE, SIDE, 1)))
        self.level = -1
        self._asked: MapQuestion | None = None
        self._contest: Contest | None = None
        self._finished: Contest | None = None
        self._shown = ""
        self.shares: dict[int, float] = {}

    @property
    def done(self) -> bool:
        """Whether the finest level is worked out."""
        return self._asked is not None and self._contest is None

    def ask(self, question: MapQuestion, show: str) -> None:
        """Asks for a map: of the `winners`, or of the minima that an optimizer of that name reaches."""
        if question != self._asked:
            self._asked, self._finished, self.level = question, None, -1
            self._contest = self._begun(question, 0)
        if show != self._shown:
            self._shown = show
            self._paint(question.landscape)

    def _begun(self, question: MapQuestion, level: int) -> Contest:
        starts = grid(question.landscape.surface.extent, LEVELS[level])
        return Contest(question.landscape, starts, question.learning_rate, self._optimizers, STEPS)

    def step(self) -> None:
        """Works on the map a little."""
        if self._contest is None or self._asked is None:
            return
        self._contest.advance(AT_ONCE[self.level + 1])
        if self._contest.done:
            self._finished, self.level = self._contest, self.level + 1
            self._paint(self._asked.landscape)
            finest = self.level + 1 == len(LEVELS)
            self._contest = None if finest else self._begun(self._asked, self.level + 1)

    def _paint(self, landscape: Landscape) -> None:
        if self._finished is None:
            self.texture.write(np.zeros((SIDE, SIDE, 1)))
            self.shares = {}
            return
        if self._shown == "winners":
            kinds = self._finished.winners()
        else:
            kinds = ranks(landscape)[self._finished.basin[:, self._names.index(self._shown)]]
        side = LEVELS[self.level]
        picture = (kinds.reshape(side, side) - NOWHERE).astype(np.float32)
        repeat = SIDE // side
        self.texture.write(np.kron(picture, np.ones((repeat, repeat), np.float32))[:, :, np.newaxis])
        self.shares = {int(kind): float(np.mean(kinds == kind)) for kind in np.unique(kinds)}

    def at(self, point: npt.NDArray[np.float64]) -> int:
        """Returns the kind shown at a place of the landscape's extent; -1 for none."""
        if self._asked is None:
            return -1
        x0, x1, y0, y1 = self._asked.landscape.surface.extent
        share = (point - (x0, y0)) / (x1 - x0, y1 - y0)
        column, row = np.clip((share * SIDE).astype(int), 0, SIDE - 1)
        return int(self.texture.data[row, column, 0]) - 1
