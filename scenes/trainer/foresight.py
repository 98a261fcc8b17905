"""Whether a run is stuck: judged on averages of its loss, and on a copy of it that has gone on ahead."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np
import numpy.typing as npt

from descent_game.engine.snapshot import Snapshot, Stateful
from descent_game.sim.network.training import Training

STALLED_STEPS = 800
"""Steps from which a run that stands still may be said to be stuck."""
STALLED_GAIN = 0.03
"""A loss hardly falls while its average over the last third of the steps is less than this share below the third's
before."""
AHEAD, EVERY, WINDOW = 1000, 10, 20
"""How many steps the copy is ahead, how often its loss is read, and over how many readings it is averaged."""
CATCHING_UP = 30
"""Steps that the copy takes more than the run itself, each time, until it is ahead."""
FALL = 0.05
"""A run is not stuck if its averaged loss is going to fall by this share within the steps that the copy is ahead."""


def hardly_falls(steps: npt.NDArray[np.int64], losses: npt.NDArray[np.float64], since: int = 0) -> bool:
    """Returns whether a run's averaged loss has all but stopped falling, in the steps taken `since` then."""
    if not len(steps) or steps[-1] - since < STALLED_STEPS:
        return False
    record = losses[int(np.searchsorted(steps, since)) :]
    third = len(record) // 3
    before, now = float(record[-2 * third : -third].mean()), float(record[-third:].mean())
    return before > 0.0 and (before - now) / before < STALLED_GAIN


class Foresight(Stateful):
    """A copy of one run that is `AHEAD` steps ahead of it, while the run's loss hardly falls; nothing else.

    Whatever changes the run from outside (points, weights, learning rate) asks for a new one.
    """

    STATE = ("_losses",)

    def __init__(self) -> None:
        self._copy: Training | None = None
        self._losses: deque[float] = deque(maxlen=AHEAD // EVERY)

    def snapshot(self) -> Snapshot:
        """Returns the copy, and what has been read of it, as one value."""
        copy = None if self._copy is None else self._copy.snapshot()
        return Snapshot({**super().snapshot().values, "copy": copy})

    def restore(self, state: Any) -> None:
        """Goes back to what `snapshot` returned."""
        values = dict(state.values)
        copy = values.pop("copy")
        super().restore(Snapshot(values))
        self._copy = None if copy is None else Training.of(copy)

    def follow(self, run: Training, steps: int, since: int) -> None:
        """Goes on after the run has taken `steps`, the points and neurons being those that it has had `since` then."""
        if not hardly_falls(run.history.steps, run.history.loss, since):
            self._copy = None
            return
        if self._copy is None:
            self._copy = run.twin()
            self._losses.clear()
        goal = min(self._copy.steps + steps + CATCHING_UP, run.steps + AHEAD)
        while self._copy.steps + EVERY <= goal and not self._copy.diverged:
            self._copy.run(EVERY)
            self._losses.append(self._copy.measure()[0])

    @property
    def stuck(self) -> bool:
        """Whether the run is stuck, and will be for `AHEAD` steps; not while that is not known."""
        if self._copy is None or self._copy.diverged or len(self._losses) < AHEAD // EVERY:
            return False
        means = np.convolve(self._losses, np.full(WINDOW, 1.0 / WINDOW), "valid")
        return bool(means.min() >= (1.0 - FALL) * means[0])
