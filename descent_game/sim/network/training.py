"""Training: a network, its points and an optimizer, one step after another, fast enough to be watched as a film."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from descent_game.sim.network.history import CAPACITY, History, HistoryState
from descent_game.sim.network.network import Backward, Forward, Network, cross_entropy
from descent_game.sim.network.special import Array
from descent_game.sim.network.workspace import Views, Workspace
from descent_game.sim.optimizers.optimizer import Memory, Optimizer, Terms
from descent_game.sim.optimizers.schedules import CONSTANT, Schedule

Indices: TypeAlias = NDArray[np.intp]

LEARNING_RATE: Final = 0.03

# Parameters whose sum of squares stays below this have finite logits, losses and gradients, even in the float32 of a
# shader; beyond it, or at a NaN, training counts as diverged. The last parameters below it stay.
_LIMIT: Final = 1e30


class WatchedStep(NamedTuple):
    """One step taken apart: before, forward pass, loss, backward pass, the optimizer's move, after."""

    points: Array
    labels: Array
    before: Network
    forward: Forward
    loss: float
    backward: Backward
    move: Array
    after: Network


@dataclass(frozen=True, eq=False)
class TrainingState:
    """All that a run's next step depends on, and its history; arrays are never written to."""

    points: Array
    labels: Array
    start: Network
    optimizer: Optimizer
    learning_rate: float
    batch: int | None
    steps: int
    parameters: Array
    memory: Memory
    diverged: bool
    order: Indices
    shuffle: Mapping[str, Any]
    asked: int
    history: HistoryState
    schedule: Schedule
    length: int


class _ReadableOracle:
    """Answers from the readable passes of `Network`, over one batch."""

    def __init__(self, network: Network, points: Array, labels: Array) -> None:
        self._network, self._points, self._labels = network, points, labels

    def gradient(self, parameters: Array) -> Array:
        """Return the gradient at parameters (1, 4 H + 1)."""
        there = replace(self._network, parameters=parameters[0])
        passed = there.forward(self._points)
        return there.backward(self._points, self._labels, passed).parameters[np.newaxis]

    def hessian(self, parameters: Array) -> Array:
        """Refuse: no optimizer of networks asks for it."""
        raise NotImplementedError


class BatchOracle:
    """Answers an optimizer's questions about the loss over one batch; `asked` counts gradients.

    State: the buffers of the batch, and the parameters that a forward pass has just been run with.
    """

    def __init__(self, workspace: Workspace, views: Views) -> None:
        """Answer for a batch, and expect nothing else."""
        self.asked = 0
        self._workspace, self._views = workspace, views

    def expect(self, workspace: Workspace, views: Views) -> None:
        """Take the batch, and the parameters whose forward pass is done and whose gradient is asked for next."""
        self._workspace, self._views = workspace, views

    def gradient(self, parameters: Array) -> Array:
        """Return the gradient at parameters (1, 4 H + 1), in a buffer that the next question overwrites."""
        workspace, views = self._workspace, self._views
        if parameters is not views.row:
            views = Views(parameters[0])
            workspace.forward(views)
        workspace.backward(views)
        self.asked += 1
        return workspace.gradient

    def hessian(self, parameters: Array) -> Array:
        """Refuse: no optimizer of networks asks for it."""
        raise NotImplementedError


class Training:
    """A run of training; the state it changes is its own vector of parameters, the optimizer's memory and `history`.

    Full batch unless `batch` is given; then each pass through the points is a new shuffle from `seed`, cut into
    batches, the last of them maybe smaller. `history` holds loss and accuracy over all points, entry 0 before the
    first step. `learning_rate` may be set at any time. `start` is the network that the run began with. `diverged`
    turns true when the next parameters would be useless; the run then stays at the last good ones. Nothing here is ever
    NaN or infinite.
    """

    def __init__(
        self,
        points: Array,
        labels: Array,
        network: Network,
        optimizer: Optimizer,
        learning_rate: float = LEARNING_RATE,
        batch: int | None = None,
        seed: int = 0,
        capacity: int = CAPACITY,
        schedule: Schedule = CONSTANT,
        length: int = 400,
    ) -> None:
        """Start before the first step; the schedule scales the rate over `length` steps. ValueError for a bad rate."""
        if not (isfinite(learning_rate) and learning_rate >= 0.0):
            raise ValueError(f"learning_rate: expected a number from 0 on, found {learning_rate}")
        if batch is not None and batch < 1:
            raise ValueError(f"batch: expected at least 1, found {batch}")
        self.learning_rate = learning_rate
        self.steps = 0
        self.history = History(capacity)
        self._batch = batch
        self._shuffle = np.random.default_rng(seed)
        self.optimizer: Final = optimizer
        self.schedule, self.length = schedule, length
        self._begin(network)
        self._load(points, labels)
        self._oracle = BatchOracle(self._everything, self._now)

    @property
    def network(self) -> Network:
        """Return the network as it is now, a copy that later steps leave alone."""
        return replace(self.start, parameters=self._now.parameters.copy())

    def measure(self) -> tuple[float, float]:
        """Return loss and accuracy over all points now; both 0 without points."""
        with np.errstate(all="ignore"):
            self._everything.forward(self._now)
            return self._everything.measure()

    def replace_points(self, points: Array, labels: Array) -> None:
        """Go on with other points (n, 2) and labels (n,), copied; parameters, memory and history stay."""
        self._load(points, labels)

    def replace_network(self, network: Network) -> None:
        """Go on from another network, with the optimizer's memory empty; steps and history stay."""
        self._begin(network)
        self._load(self.points, self.labels)

    def twin(self) -> "Training":
        """Return a copy that takes the same steps from here on by itself; its own record is empty and sparse."""
        return Training.of(self._state(History(2).snapshot()))

    def step(self) -> None:
        """Take one step; nothing happens once diverged or without points."""
        self.run(1)

    def run(self, steps: int) -> int:
        """Take up to `steps` steps and return how many were taken: fewer if training diverges, none without points."""
        begun = self.steps
        if not len(self.labels):
            return 0
        with np.errstate(all="ignore"):
            while self.steps < begun + steps and not self.diverged:
                self._advance()
            if self.steps >= self.history.due:
                self.history.record(self.steps, *self.measure())
        return self.steps - begun

    def watch(self) -> WatchedStep:
        """Return the next step taken apart, without taking it, from the readable passes of `Network`."""
        chosen = self._upcoming()
        points, labels = self.points[chosen], self.labels[chosen]
        before = self.network
        with np.errstate(all="ignore"):
            passed = before.forward(points)
            loss = cross_entropy(passed.logits, labels)
            backward = before.backward(points, labels, passed)
            terms: Terms = {}
            row = before.parameters[np.newaxis]
            oracle = _ReadableOracle(before, points, labels)
            after = self.optimizer.step(oracle, row, self._memory, self._rate(), terms=terms)[0][0]
            if not after @ after < _LIMIT:
                after = before.parameters
        return WatchedStep(
            points, labels, before, passed, loss, backward, terms["move"][0], replace(before, parameters=after)
        )

    def snapshot(self) -> TrainingState:
        """Return the whole state as one value."""
        return self._state(self.history.snapshot())

    def _state(self, history: HistoryState) -> TrainingState:
        """Return the state with another history."""
        return TrainingState(
            self.points,
            self.labels,
            self.start,
            self.optimizer,
            self.learning_rate,
            self._batch,
            self.steps,
            self._now.parameters.copy(),
            Memory(self._memory.steps, dict(self._memory.sums)),
            self.diverged,
            self._order,
            self._shuffle.bit_generator.state,
            self._oracle.asked,
            history,
            self.schedule,
            self.length,
        )

    @classmethod
    def of(cls, state: TrainingState) -> "Training":
        """Return a run that goes on from a state."""
        made = cls(state.points, state.labels, state.start, state.optimizer)
        made.restore(state)
        return made

    def restore(self, state: TrainingState) -> None:
        """Go back to a state of this run; raises ValueError for one of another optimizer."""
        if state.optimizer != self.optimizer:
            raise ValueError("state: expected one of this optimizer")
        self.learning_rate, self._batch = state.learning_rate, state.batch
        self.schedule, self.length = state.schedule, state.length
        self._begin(state.start)
        self._load(state.points, state.labels)
        self._now = Views(state.parameters.copy())
        self._memory, self.diverged, self.steps = state.memory, state.diverged, state.steps
        self._order, self._oracle.asked = state.order, state.asked
        self._shuffle.bit_generator.state = state.shuffle
        self.history = History.of(state.history)

    def _rate(self) -> float:
        """Return the learning rate of the next step."""
        return self.learning_rate * self.schedule.share(self.steps, self.length)

    def _begin(self, network: Network) -> None:
        """Take the network's numbers as the parameters, and forget all moves."""
        self.start = replace(network, parameters=network.parameters.copy())
        self._now = Views(network.parameters.copy())
        self._next = Views(network.parameters.copy())
        self._memory = self.optimizer.start((1, network.parameters.size))
        self.diverged = False

    def _load(self, points: Array, labels: Array) -> None:
        """Copy the points and set up the buffers for all of them."""
        if points.shape != (len(labels), 2):
            raise ValueError(f"points: expected {len(labels)} of 2 coordinates, one a label, found {points.shape}")
        self.points = np.array(points, dtype=np.float64)
        self.labels = np.array(labels, dtype=np.float64)
        self._everything = self._workspace(len(labels))
        self._everything.load(self.points, self.labels)
        self._parts: dict[int, Workspace] = {}
        self._order = np.arange(0)

    def _workspace(self, count: int) -> Workspace:
        return Workspace(count, self.start.neurons, self.start.activation)

    def _upcoming(self) -> Indices:
        """Return which points the next step learns from, shuffling anew when all have had their turn."""
        if self._batch is None or self._batch >= len(self.labels):
            return np.arange(len(self.labels))
        if not len(self._order):
            self._order = self._shuffle.permutation(len(self.labels))
        return self._order[: self._batch]

    def _part(self) -> Workspace:
        """Return the buffers of a part of the points, the next batch in them, and cross it off the order."""
        chosen = self._upcoming()
        self._order = self._order[len(chosen) :]
        part = self._parts.setdefault(len(chosen), self._workspace(len(chosen)))
        part.load(self.points[chosen], self.labels[chosen])
        return part

    def _advance(self) -> None:
        """Take one step: forward, backward, move; refuse the move if it leads beyond the limit."""
        everything = self._everything
        whole = self._batch is None or self._batch >= len(self.labels)
        due = self.steps >= self.history.due
        if whole or due:
            everything.forward(self._now)
        if due:
            self.history.record(self.steps, *everything.measure())
        if not whole:
            everything = self._part()
            everything.forward(self._now)
        self._oracle.expect(everything, self._now)
        _, memory = self.optimizer.step(self._oracle, self._now.row, self._memory, self._rate(), out=self._next.row)
        candidate = self._next.parameters
        if not candidate.dot(candidate) < _LIMIT:
            self.diverged = True
            return
        self._now, self._next, self._memory = self._next, self._now, memory
        self.steps += 1
