"""What a run remembers of itself: loss and accuracy against steps, in arrays that never grow."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from descent_game.sim.network.special import Array

CAPACITY: Final = 4096


class HistoryState(NamedTuple):
    """All that a history holds: steps (n,), loss and accuracy (2, n), and what decides which step comes next."""

    steps: NDArray[np.int64]
    values: Array
    stride: int
    due: int
    capacity: int


class History:
    """A record of loss and accuracy every `stride` steps; when full, every other entry goes and the stride doubles.

    Weeks of training fit into the same arrays, evenly spaced. `due` is the next step that should be recorded.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        """Start empty, with room for `capacity` entries, at least 2."""
        if capacity < 2:
            raise ValueError(f"history: expected a capacity of at least 2, found {capacity}")
        self._steps = np.zeros(capacity, dtype=np.int64)
        self._values = np.zeros((2, capacity))
        self._count = 0
        self.stride = 1
        self.due = 0

    def __len__(self) -> int:
        """Return the number of entries."""
        return self._count

    def record(self, step: int, loss: float, accuracy: float) -> None:
        """Add one entry and set `due`; steps must come in growing order."""
        self._steps[self._count] = step
        self._values[:, self._count] = loss, accuracy
        self._count += 1
        if self._count == len(self._steps):
            self._thin()
        self.due = (step // self.stride + 1) * self.stride

    def snapshot(self) -> HistoryState:
        """Return the whole state as one value."""
        count = self._count
        return HistoryState(self.steps.copy(), self._values[:, :count].copy(), self.stride, self.due, len(self._steps))

    @classmethod
    def of(cls, state: HistoryState) -> "History":
        """Return a history that goes on from a state."""
        made = cls(state.capacity)
        made._count, made.stride, made.due = len(state.steps), state.stride, state.due
        made._steps[: made._count], made._values[:, : made._count] = state.steps, state.values
        return made

    @property
    def steps(self) -> NDArray[np.int64]:
        """Return the recorded steps (n,), a view; 0 is before the first step."""
        return self._steps[: self._count]

    @property
    def loss(self) -> Array:
        """Return the loss at each of `steps`, a view."""
        return self._values[0, : self._count]

    @property
    def accuracy(self) -> Array:
        """Return the accuracy at each of `steps`, a view."""
        return self._values[1, : self._count]

    def _thin(self) -> None:
        self.stride *= 2
        keep = np.flatnonzero(self.steps % self.stride == 0)
        self._count = len(keep)
        self._steps[: self._count] = self._steps[keep]
        self._values[:, : self._count] = self._values[:, keep]
