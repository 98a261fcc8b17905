"""The race: runners with one learning rate on one landscape, each with its own way of taking the next step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, NamedTuple

import numpy as np

from descent_game.sim.optimizers.optimizer import Array, Memory, Optimizer
from descent_game.sim.optimizers.schedules import CONSTANT, Schedule
from descent_game.sim.referee import Referee, RefereeState, Split
from descent_game.sim.surfaces.surface import Landscape, Surface

FARTHEST: Final = 20.0
"""A runner farther than this from the middle of its surface along x or y, in half sides, has diverged.

Off the plate is not yet lost: momentum of 0.9 just below its stability limit swings out to 19 times its start before it
comes home (the two modes of a bowl decay as (-1)^k and (-0.9)^k, and begin as 19 and -18). Beyond 20 nothing returns.
"""


class SurfaceOracle:
    """Answers an optimizer's questions about a surface, with noise if there is any; `asked` counts gradients.

    State: the count and the generator. Where the gradient at the next `places` is known already, worked out together
    with others', `slopes` holds it, and is given away with the answer.
    """

    def __init__(self, surface: Surface, noise: float = 0.0, generator: np.random.Generator | None = None) -> None:
        """Answer for a surface; `noise` is the standard deviation of what `generator` adds to each component."""
        self.noise = noise
        self.asked = 0
        self.generator = generator
        self._surface = surface
        self.places: Array | None = None
        self.slopes: Array | None = None

    def gradient(self, parameters: Array) -> Array:
        """Return the gradient at points (n, 2), each component with its own draw of noise."""
        slopes, self.slopes = self.slopes, None
        if slopes is None or parameters is not self.places:
            slopes = self._surface.gradient(parameters)
        if self.noise and self.generator is not None:
            slopes += self.noise * self.generator.standard_normal(slopes.shape)
        self.asked += 1
        return slopes

    def hessian(self, parameters: Array) -> Array:
        """Return the Hessians at points (n, 2), without noise."""
        return self._surface.hessian(parameters)


@dataclass(frozen=True, eq=False)
class RaceState:
    """All that a race's next step depends on; arrays are (runners, 2) and are never written to."""

    landscape: Landscape
    optimizers: tuple[Optimizer, ...]
    learning_rate: float
    noise: float
    seed: int
    start: tuple[float, float]
    step_count: int
    previous: Array
    current: Array
    memories: tuple[Memory, ...]
    referees: tuple[RefereeState, ...]
    generators: tuple[Mapping[str, Any], ...]
    asked: tuple[int, ...]
    live: tuple[int, ...]
    schedule: Schedule
    length: int


class Race:
    """Runners dropped together on a landscape; row i of every array is runner i.

    State: positions before and after the last step, each runner's memory and referee, and its generator of noise. The
    same drop, settings and seed give the same race to the last bit, and no runner's numbers depend on its company.
    """

    def __init__(
        self,
        landscape: Landscape,
        optimizers: tuple[Optimizer, ...],
        learning_rate: float = 0.05,
        noise: float = 0.0,
        seed: int = 0,
        schedule: Schedule = CONSTANT,
        length: int = 400,
    ) -> None:
        """Drop the optimizers at the landscape's own start.

        noise is the standard deviation of what is added to each component of every gradient; the schedule scales the
        learning rate over `length` steps. Raises ValueError for a learning rate that is not positive and finite, a
        negative noise or seed.
        """
        self.landscape: Final = landscape
        self.optimizers: Final = optimizers
        self.schedule, self.length = schedule, length
        self._oracles: tuple[SurfaceOracle, ...] = ()
        self.learning_rate = learning_rate
        self.noise = noise
        self._reach = FARTHEST * landscape.surface.half
        self._middle = landscape.surface.middle
        self._seed = seed
        self.drop(landscape.drop)

    @property
    def learning_rate(self) -> float:
        """The step size all runners share; it may be changed while they run."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, rate: float) -> None:
        """Changes it; raises ValueError for anything but a positive number."""
        if not (isfinite(rate) and rate > 0.0):
            raise ValueError(f"learning_rate: expected a positive number, found {rate!r}")
        self._learning_rate = float(rate)

    @property
    def noise(self) -> float:
        """The standard deviation of the gradient noise; it may be changed while they run."""
        return self._noise

    @noise.setter
    def noise(self, noise: float) -> None:
        """Changes it; raises ValueError for anything but zero or a positive number."""
        if not (isfinite(noise) and noise >= 0.0):
            raise ValueError(f"noise: expected zero or a positive number, found {noise!r}")
        self._noise = float(noise)
        for oracle in self._oracles:
            oracle.noise = self._noise

    @property
    def seed(self) -> int:
        """The seed of the noise since the last drop."""
        return self._seed

    @property
    def start(self) -> tuple[float, float]:
        """Where the runners were dropped."""
        return self._start

    @property
    def step_count(self) -> int:
        """How many steps the race has run since the drop."""
        return self._step_count

    @property
    def splits(self) -> tuple[Split, ...]:
        """What each runner has reached."""
        return tuple(referee.split() for referee in self._referees)

    @property
    def asked(self) -> tuple[int, ...]:
        """How many gradients each runner has asked for since the drop."""
        return tuple(oracle.asked for oracle in self._oracles)

    def within(self, x: float, y: float) -> bool:
        """Return whether a place is not so far out that whoever stands there has diverged."""
        return abs(x - self._middle[0]) <= self._reach and abs(y - self._middle[1]) <= self._reach

    def drop(self, point: tuple[float, float], seed: int | None = None) -> None:
        """Put every runner at `point` at rest, at step 0; the noise begins anew from the seed, or from a new one.

        Raises ValueError for a point that is not finite or too far out, or a negative seed.
        """
        x, y = float(point[0]), float(point[1])
        if not self.within(x, y):
            raise ValueError(f"start: expected two numbers within {self._reach:g}, found {x!r}, {y!r}")
        seed = self._seed if seed is None else seed
        if seed < 0:
            raise ValueError(f"seed: expected zero or a positive whole number, found {seed!r}")
        count = len(self.optimizers)
        self._seed = seed
        self._start = (x, y)
        self._step_count = 0
        self._current: Array = np.tile(np.array((x, y)), (count, 1))
        self._previous: Array = self._current
        self._memories: list[Memory] = [optimizer.start((1, 2)) for optimizer in self.optimizers]
        self._referees = tuple(Referee(self.landscape, self._start) for _ in self.optimizers)
        surface = self.landscape.surface
        self._oracles = tuple(
            SurfaceOracle(surface, self._noise, _generator(seed, each.name)) for each in self.optimizers
        )
        self._live = list(range(count))

    @np.errstate(all="ignore")
    def step(self) -> None:
        """Take one optimizer step with every runner that has not diverged."""
        current = self._current
        slopes = self.landscape.surface.gradient(current)
        after = current.copy()
        rate = self._learning_rate * self.schedule.share(self._step_count, self.length)
        self._step_count += 1
        memories = {}
        for i in self._live:
            oracle, rows = self._oracles[i], slice(i, i + 1)
            oracle.places, oracle.slopes = here, _ = current[rows], slopes[rows]
            memories[i] = self.optimizers[i].step(oracle, here, self._memories[i], rate, out=after[rows])[1]
        (across, up), reach = self._middle, self._reach
        for i, (x, y) in enumerate(after.tolist()):
            if i not in memories:
                continue
            if abs(x - across) <= reach and abs(y - up) <= reach:
                self._memories[i] = memories[i]
                self._referees[i].observe(self._step_count, (x, y))
            else:
                after[i] = current[i]
                self._live.remove(i)
                self._referees[i].diverge(self._step_count)
        self._previous, self._current = current, after

    @np.errstate(under="ignore")
    def positions(self, alpha: float = 1.0) -> Array:
        """Return (n, 2): `alpha` of the way from the places before the last step (0) to those after it (1)."""
        between: Array = (1.0 - alpha) * self._previous + alpha * self._current
        return between

    def losses(self) -> Array:
        """Return (n,): the true loss of each runner where it stands after the last step."""
        return self.landscape.surface.loss(self._current)

    def snapshot(self) -> RaceState:
        """Return the whole state as one value."""
        return RaceState(
            self.landscape,
            self.optimizers,
            self._learning_rate,
            self._noise,
            self._seed,
            self._start,
            self._step_count,
            self._previous,
            self._current,
            tuple(self._memories),
            tuple(referee.snapshot() for referee in self._referees),
            tuple(oracle.generator.bit_generator.state for oracle in self._oracles if oracle.generator is not None),
            self.asked,
            tuple(self._live),
            self.schedule,
            self.length,
        )

    @classmethod
    def of(cls, state: RaceState) -> "Race":
        """Return a race that goes on from a state."""
        made = cls(state.landscape, state.optimizers)
        made.restore(state)
        return made

    def restore(self, state: RaceState) -> None:
        """Go back to a state of this race; raises ValueError for one of another landscape or other optimizers."""
        if state.landscape is not self.landscape or state.optimizers != self.optimizers:
            raise ValueError("state: expected one of this landscape and of these optimizers")
        self.learning_rate, self.noise = state.learning_rate, state.noise
        self.schedule, self.length = state.schedule, state.length
        self._seed, self._start, self._step_count = state.seed, state.start, state.step_count
        self._previous, self._current = state.previous, state.current
        self._memories = list(state.memories)
        for referee, seen in zip(self._referees, state.referees, strict=True):
            referee.restore(seen)
        for oracle, generator, asked in zip(self._oracles, state.generators, state.asked, strict=True):
            assert oracle.generator is not None
            oracle.generator.bit_generator.state, oracle.asked = generator, asked
        self._live = list(state.live)


def _generator(seed: int, name: str) -> np.random.Generator:
    """Return the runner's own stream of noise: it depends on the seed and the name, not on who else runs."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=tuple(name.encode()))))


class TraceRow(NamedTuple):
    """One runner after one step; step 0 is the start."""

    step: int
    optimizer: str
    x: float
    y: float
    loss: float


def trace_rows(
    landscape: Landscape,
    optimizers: tuple[Optimizer, ...],
    start: tuple[float, float] | None = None,
    learning_rate: float | None = None,
    steps: int = 400,
    noise: float = 0.0,
    seed: int = 0,
) -> Iterator[TraceRow]:
    """Return the race as rows, step by step from 0 to `steps`, within a step in the order of `optimizers`.

    Start and learning rate default to the landscape's own. A runner's rows end with the last before it diverged. Raises
    ValueError, before the first row, for anything the race refuses or a negative number of steps.
    """
    if steps < 0:
        raise ValueError(f"steps: expected zero or a positive whole number, found {steps!r}")
    rate = landscape.learning_rate if learning_rate is None else learning_rate
    race = Race(landscape, optimizers, rate, noise, seed)
    if start is not None:
        race.drop(start)
    return _rows(race, steps)


def _rows(race: Race, steps: int) -> Iterator[TraceRow]:
    for step in range(steps + 1):
        if step:
            race.step()
        losses = race.losses().tolist()
        places = race.positions().tolist()
        for optimizer, (x, y), loss, split in zip(race.optimizers, places, losses, race.splits, strict=True):
            if split.diverged is None:
                yield TraceRow(step, optimizer.name, x, y, loss)
