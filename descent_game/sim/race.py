"""The race: runners with one learning rate on one landscape, each with its own way of taking the next step."""

from collections.abc import Iterator
from math import isfinite
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from descent_game.sim.landscapes import DOMAIN, LANDSCAPES, Landscape
from descent_game.sim.optimizers import OPTIMIZERS, Optimizer, State
from descent_game.sim.referee import Referee, Split

Array = NDArray[np.float64]

LIMIT: Final = 20.0 * DOMAIN
"""A runner whose |x| or |y| would pass this has diverged.

Off the plate is not yet lost: momentum of 0.9 just below its stability limit swings out to 19 times its start before it
comes home (the two modes of a bowl decay as (-1)^k and (-0.9)^k, and begin as 19 and -18). Beyond 20 nothing returns.
"""


class Race:
    """Runners dropped together on a landscape; row i of every array is runner i.

    State: positions before and after the last step, each runner's memory and referee, and its generator of noise. The
    same drop, settings and seed give the same race to the last bit, and no runner's numbers depend on its company.
    """

    def __init__(
        self,
        landscape: Landscape,
        optimizers: tuple[str, ...] = ("sgd", "momentum", "adam"),
        learning_rate: float = 0.05,
        noise: float = 0.0,
        seed: int = 0,
    ) -> None:
        """Drop the named optimizers at the landscape's own start.

        noise is the standard deviation of what is added to each component of every gradient. Raises ValueError for an
        unknown optimizer, a learning rate that is not positive and finite, a negative noise or seed.
        """
        unknown = [name for name in optimizers if name not in OPTIMIZERS]
        if unknown:
            raise ValueError(f"optimizers: expected some of {', '.join(OPTIMIZERS)}, found {unknown[0]!r}")
        self.landscape: Final = landscape
        self.runners: Final = optimizers
        self._optimizers: tuple[Optimizer, ...] = tuple(OPTIMIZERS[name] for name in optimizers)
        self.learning_rate = learning_rate
        self.noise = noise
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

    def drop(self, point: tuple[float, float], seed: int | None = None) -> None:
        """Put every runner at `point` at rest, at step 0; the noise begins anew from the seed, or from a new one.

        Raises ValueError for a point that is not finite or beyond `LIMIT`, or a negative seed.
        """
        x, y = float(point[0]), float(point[1])
        if not (abs(x) <= LIMIT and abs(y) <= LIMIT):
            raise ValueError(f"start: expected two numbers within {LIMIT:g}, found {x!r}, {y!r}")
        seed = self._seed if seed is None else seed
        if seed < 0:
            raise ValueError(f"seed: expected zero or a positive whole number, found {seed!r}")
        count = len(self.runners)
        self._seed = seed
        self._start = (x, y)
        self._step_count = 0
        self._current: Array = np.tile(np.array((x, y)), (count, 1))
        self._previous: Array = self._current
        self._states: list[State] = [optimizer.start(1, 2) for optimizer in self._optimizers]
        self._referees = tuple(Referee(self.landscape, self._start) for _ in self.runners)
        self._generators = tuple(_generator(seed, name) for name in self.runners)
        self._live = list(range(count))

    @np.errstate(all="ignore")
    def step(self) -> None:
        """Take one optimizer step with every runner that has not diverged."""
        current = self._current
        gradient = self.landscape.gradient(current)
        after = current.copy()
        self._step_count += 1
        for i in tuple(self._live):
            slope = gradient[i : i + 1]
            if self._noise:
                slope += self._noise * self._generators[i].standard_normal(2)
            move, state = self._optimizers[i].update(slope, self._states[i], self._learning_rate)
            after[i] += move[0]
            x, y = after[i].tolist()
            if abs(x) <= LIMIT and abs(y) <= LIMIT:
                self._states[i] = state
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
        return self.landscape.loss(self._current)


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
    landscape: str,
    start: tuple[float, float] | None = None,
    optimizers: tuple[str, ...] = ("sgd", "momentum", "adam"),
    learning_rate: float | None = None,
    steps: int = 400,
    noise: float = 0.0,
    seed: int = 0,
) -> Iterator[TraceRow]:
    """Return the race as rows, step by step from 0 to `steps`, within a step in the order of `optimizers`.

    Start and learning rate default to the landscape's own. A runner's rows end with the last before it diverged. Raises
    ValueError, before the first row, for anything the race refuses, an unknown landscape or a negative number of steps.
    """
    if landscape not in LANDSCAPES:
        raise ValueError(f"landscape: expected one of {', '.join(LANDSCAPES)}, found {landscape!r}")
    if steps < 0:
        raise ValueError(f"steps: expected zero or a positive whole number, found {steps!r}")
    hill = LANDSCAPES[landscape]
    rate = hill.learning_rate if learning_rate is None else learning_rate
    race = Race(hill, optimizers, rate, noise, seed)
    if start is not None:
        race.drop(start)
    return _rows(race, steps)


def _rows(race: Race, steps: int) -> Iterator[TraceRow]:
    for step in range(steps + 1):
        if step:
            race.step()
        losses = race.losses().tolist()
        places = race.positions().tolist()
        for name, (x, y), loss, split in zip(race.runners, places, losses, race.splits, strict=True):
            if split.diverged is None:
                yield TraceRow(step, name, x, y, loss)
