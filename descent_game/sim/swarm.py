"""Many runners at once: a swarm under one optimizer, and which optimizer settles first from where.

A swarm steps in blocks of rows that fit into the processor's cache; a row's numbers do not depend on its company, so
the blocks change nothing but the time it takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from descent_game.sim.optimizers.optimizer import Array, Memory, Optimizer
from descent_game.sim.race import FARTHEST, SurfaceOracle
from descent_game.sim.surfaces.minima_index import NOWHERE, Floats, Indices
from descent_game.sim.surfaces.surface import Extent, Landscape

BLOCK: Final = 4096


def grid(extent: Extent, side: int) -> Array:
    """Return side * side starts at the centres of even cells over an extent, (side * side, 2), x fastest."""
    x0, x1, y0, y1 = extent
    cells = (np.arange(side) + 0.5) / side
    y, x = np.meshgrid(cells * (y1 - y0) + y0, cells * (x1 - x0) + x0, indexing="ij")
    return np.stack((x, y), axis=-1).reshape(-1, 2)


def cloud(extent: Extent, count: int, seed: int) -> Array:
    """Return `count` starts spread evenly at random over an extent, (count, 2), from `seed`."""
    x0, x1, y0, y1 = extent
    generator = np.random.Generator(np.random.PCG64(seed))
    return generator.uniform((x0, y0), (x1, y1), (count, 2))


@dataclass(frozen=True, eq=False)
class SwarmState:
    """All that a swarm's next step depends on; arrays are (n, 2) or (n,) and are never written to."""

    landscape: Landscape
    optimizer: Optimizer
    learning_rate: float
    step_count: int
    positions: Floats
    live: NDArray[np.bool_]
    memories: tuple[Memory, ...]


class Swarm:
    """Runners under one optimizer; `positions` (n, 2) is where they stand, `live` (n,) which have not flown off."""

    def __init__(
        self, landscape: Landscape, optimizer: Optimizer, starts: Floats, learning_rate: float, *, single: bool = False
    ) -> None:
        """Put one runner at rest on each start; with `single` all is computed in float32, half the memory and time.

        Raises ValueError for a learning rate that is not positive and finite, or starts that are not finite.
        """
        if not (np.isfinite(learning_rate) and learning_rate > 0.0):
            raise ValueError(f"learning_rate: expected a positive number, found {learning_rate!r}")
        if not np.isfinite(starts).all():
            raise ValueError("starts: expected finite numbers")
        self.landscape: Final = landscape
        self.learning_rate: Final = float(learning_rate)
        self.step_count = 0
        self.positions: Floats = np.array(starts, np.float32 if single else np.float64)
        self.live = np.ones(len(starts), bool)
        self._optimizer = optimizer
        self._oracle = SurfaceOracle(landscape.surface)
        self._middle = landscape.surface.middle if any(landscape.surface.middle) else None
        self._reach = FARTHEST * landscape.surface.half
        self._memories = [self._start(rows) for rows in self._blocks()]
        self._all_live = [True] * len(self._memories)

    @classmethod
    def of(cls, state: SwarmState) -> Swarm:
        """Return a swarm that goes on from a state."""
        single = state.positions.dtype == np.float32
        made = cls(state.landscape, state.optimizer, state.positions, state.learning_rate, single=single)
        made.step_count, made.live, made._memories = state.step_count, state.live.copy(), list(state.memories)
        made._all_live = [bool(state.live[rows].all()) for rows in made._blocks()]
        return made

    def snapshot(self) -> SwarmState:
        """Return the whole state as one value."""
        positions, live = self.positions.copy(), self.live.copy()
        return SwarmState(
            self.landscape, self._optimizer, self.learning_rate, self.step_count, positions, live, tuple(self._memories)
        )

    def _blocks(self) -> list[slice]:
        count = len(self.positions)
        return [slice(start, min(start + BLOCK, count)) for start in range(0, count, BLOCK)]

    def _start(self, rows: slice) -> Memory:
        memory = self._optimizer.start((rows.stop - rows.start, 2))
        kind = self.positions.dtype
        return Memory(memory.steps, {name: total.astype(kind) for name, total in memory.sums.items()})

    @np.errstate(all="ignore")
    def step(self) -> None:
        """Take one step with every runner; one whose step is not finite or too far out stays where it was."""
        self.step_count += 1
        for number, rows in enumerate(self._blocks()):
            here: Any = self.positions[rows]
            after, memory = self._optimizer.step(self._oracle, here, self._memories[number], self.learning_rate)
            self._memories[number] = memory
            out = np.abs(after if self._middle is None else after - self._middle)
            # one sweep tells whether all is well; a maximum that is not a number fails the comparison too
            if not (float(out.max()) <= self._reach) or not self._all_live[number]:
                stays = ~((out <= self._reach).all(axis=1) & self.live[rows])
                after[stays] = here[stays]
                self.live[rows] &= ~stays
                self._all_live[number] = False
            self.positions[rows] = after


class Contest:
    """Which optimizer settles first from each start, worked out a few steps at a time.

    `settled` (n, optimizers) is the first step of the stay near a minimum that lasts to the end, `NOWHERE` for none
    within `steps`; `basin` (n, optimizers) the minimum reached. Both hold once `done`.
    """

    def __init__(
        self,
        landscape: Landscape,
        starts: Floats,
        learning_rate: float,
        optimizers: tuple[Optimizer, ...],
        steps: int = 1000,
    ) -> None:
        """Put one runner of each optimizer on each start, (n, 2)."""
        self._swarms = [Swarm(landscape, each, starts, learning_rate) for each in optimizers]
        self._steps = steps
        self._outside = np.full((len(starts), len(optimizers)), NOWHERE, np.int32)
        self.settled: NDArray[np.int32] = np.full((len(starts), len(optimizers)), NOWHERE, np.int32)
        self.basin: Indices = np.full((len(starts), len(optimizers)), NOWHERE, np.int16)
        self._landscape = landscape
        self._next = 0
        for column in range(len(optimizers)):
            self._watch(column)

    @property
    def done(self) -> bool:
        """Whether all steps have been taken."""
        return self._swarms[-1].step_count >= self._steps

    def _watch(self, column: int) -> None:
        swarm = self._swarms[column]
        self._outside[self._landscape.basins(swarm.positions) == NOWHERE, column] = swarm.step_count

    def advance(self, turns: int) -> None:
        """Take up to `turns` more steps, each with one optimizer, in turn; the last one closes the books."""
        for _ in range(turns):
            if self.done:
                return
            self._swarms[self._next].step()
            self._watch(self._next)
            self._next = (self._next + 1) % len(self._swarms)
            if self.done:
                self._close()

    def _close(self) -> None:
        for column, swarm in enumerate(self._swarms):
            self.basin[:, column] = self._landscape.basins(swarm.positions)
        stayed = self.basin != NOWHERE
        self.settled[stayed] = self._outside[stayed] + 1

    def winners(self) -> Indices:
        """Return for each start which optimizer settled first, (n,); `NOWHERE` where none did, or two at once."""
        late = np.where(self.settled == NOWHERE, np.iinfo(np.int32).max, self.settled)
        first = late.argmin(axis=1)
        best = late[np.arange(len(late)), first]
        alone = (late == best[:, np.newaxis]).sum(axis=1) == 1
        return np.where(alone & (best < np.iinfo(np.int32).max), first, NOWHERE).astype(np.int16)
