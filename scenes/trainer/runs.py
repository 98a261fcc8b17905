"""What trains behind the trainer's picture: points, one network or three from the same weights, and the run before."""

from __future__ import annotations

from collections import deque
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from descent_game.engine.controls import Controls
from descent_game.engine.linalg import Floats
from descent_game.engine.snapshot import Snapshot, Stateful
from descent_game.sim.datasets import make
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.network.network import Network, initial, reroll
from descent_game.sim.network.training import Training
from descent_game.sim.optimizers.catalogue import OPTIMIZERS

from ..roster import FIRST, NAMES
from .controls import MOST_POINTS, OWN

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


COMPARED = NAMES[:FIRST]
"""The optimizers that are compared at once."""
GOOD = 0.95
"""The share of points on the right side from which a run counts as having found its way."""
WORTH_KEEPING = 20
"""Steps from which a run is kept as the ghost of the next."""
RECORDS = 2048
"""Losses that one run keeps."""


def hardly_falls(steps: npt.NDArray[np.int64], losses: Floats, since: int = 0) -> bool:
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


class Ghost(NamedTuple):
    """The losses of the run before, against its steps."""

    steps: npt.NDArray[np.int64]
    losses: Floats


class Milestone(Stateful):
    """Follows one run and remembers the step at which its accuracy first reached `GOOD`, and all points.

    What the run has recorded up to the step `after` is of no concern: that was with other points.
    """

    STATE = ("good", "all", "_read")

    def __init__(self, after: int = -1, good: int | None = None, every: int | None = None) -> None:
        self.good = good
        self.all = every
        self._read = after

    def follow(self, run: Training) -> None:
        """Reads what the run has recorded since the last time."""
        steps, accuracy = run.history.steps, run.history.accuracy
        if not len(steps) or steps[-1] <= self._read:
            return
        first = int(np.searchsorted(steps, self._read, side="right"))
        self._read = int(steps[-1])
        for k in range(first, len(steps)):
            if accuracy[k] >= GOOD and self.good is None:
                self.good = int(steps[k])
            if accuracy[k] >= 1.0 and self.all is None:
                self.all = int(steps[k])
                return


class Runs(Stateful):
    """The runs that train on the same points from the same weights: one, or one an optimizer.

    Reads its settings from `controls` whenever it starts. `since` is the step from which it has had these points and
    these neurons. `drawn` says whether all weights began as the controls draw them.
    """

    STATE = ("own", "points", "labels", "ghost", "names", "taken", "since", "drawn", "initial", "_draw", "_foresight")

    def __init__(self, controls: Controls) -> None:
        self._controls = controls
        self.own: tuple[Floats, Floats] = (np.zeros((0, 2)), np.zeros(0))
        self.points, self.labels = self.own
        self.ghost: Ghost | None = None
        self.names: tuple[str, ...] = ()
        self.runs: tuple[Training, ...] = ()
        self.milestones: tuple[Milestone, ...] = ()
        self.taken = 0
        self.since = 0
        self.drawn = True
        self._foresight = Foresight()
        self._draw = 0
        self.draw_points()
        self.initial = self._drawn()
        self.start()

    def snapshot(self) -> Snapshot:
        """Returns the runs, their points and what came before as one value."""
        followed = {name: tuple(each.snapshot() for each in getattr(self, name)) for name in ("runs", "milestones")}
        return Snapshot({**super().snapshot().values, **followed})

    def restore(self, state: Any) -> None:
        """Goes back to what `snapshot` returned."""
        values = dict(state.values)
        runs, milestones = values.pop("runs"), values.pop("milestones")
        super().restore(Snapshot(values))
        self.runs = tuple(Training.of(run) for run in runs)
        self.milestones = tuple(Milestone() for _ in milestones)
        for milestone, reached in zip(self.milestones, milestones, strict=True):
            milestone.restore(reached)

    @property
    def first(self) -> Training:
        """The run that the diagram shows: the only one, or the last of those that are compared."""
        return self.runs[-1]

    @property
    def stuck(self) -> bool:
        """Whether the only run makes no headway, and will make none in the next steps, by all that is known of it."""
        return self._foresight.stuck

    @property
    def diverged(self) -> bool:
        """Whether every run has run away."""
        return all(run.diverged for run in self.runs)

    def _drawn(self) -> Network:
        controls = self._controls
        activation = ACTIVATIONS[controls.word("activation")]
        return initial(int(controls.word("hidden")), activation, controls.whole("weights"))

    def draw_points(self) -> None:
        """Takes the points of the data set that the controls name, or the visitor's own."""
        controls, name = self._controls, self._controls.word("dataset")
        if name == OWN:
            self.points, self.labels = self.own
        else:
            count, seed = controls.whole("points"), controls.whole("seed")
            self.points, self.labels = make(name, count, controls.number("noise"), seed)

    def draw_weights(self) -> None:
        """Draws the weights that the controls ask for and starts with them."""
        self.initial = self._drawn()
        self.start()

    def start(self) -> None:
        """Starts every run anew from the initial weights; what ran before stays as a ghost."""
        if self.runs and self.first.steps >= WORTH_KEEPING and len(self.first.history) > 1:
            history = self.first.history
            self.ghost = Ghost(history.steps.copy(), history.loss.copy())
        controls = self._controls
        self.names = COMPARED if controls.on("three") else (controls.word("optimizer"),)
        self.begin([self.initial] * len(self.names))
        self.drawn = bool(np.array_equal(self.initial.parameters, self._drawn().parameters))

    def begin(self, networks: list[Network], steps: int = 0) -> None:
        """Makes the runs, one a network, as if `steps` had been taken already."""
        controls = self._controls
        batch = None if controls.word("batch") == "full" else int(controls.word("batch"))
        rate, seed = controls.number("learning_rate"), controls.whole("weights")
        self.runs = tuple(
            Training(self.points, self.labels, network, OPTIMIZERS[name], rate, batch, seed, RECORDS)
            for name, network in zip(self.names, networks, strict=True)
        )
        self.milestones = tuple(Milestone() for _ in self.runs)
        self.since = steps
        self._foresight = Foresight()
        for run in self.runs:
            run.steps = steps
            if len(run.labels):
                run.history.record(steps, *run.measure())

    def change_rate(self) -> None:
        """Takes the learning rate over into the runs as they go on."""
        self._foresight = Foresight()
        for run in self.runs:
            run.learning_rate = self._controls.number("learning_rate")

    def advance(self, steps: int) -> None:
        """Takes steps in every run that has not run away."""
        taken = max(run.run(steps) for run in self.runs)
        self.taken += taken
        if len(self.runs) == 1 and taken:
            self._foresight.follow(self.first, taken, self.since)
        for run, milestone in zip(self.runs, self.milestones, strict=True):
            milestone.follow(run)

    def dead(self, which: int = -1) -> npt.NDArray[np.bool_]:
        """Returns which hidden neurons of a run are dead, (H,)."""
        run = self.runs[which]
        found: npt.NDArray[np.bool_] = run.network.dead(run.points)
        return found

    def revive(self) -> None:
        """Draws the dead neurons of every run anew; all else goes on."""
        self._draw += 1
        self.drawn = False
        self.since = self.first.steps
        self._foresight = Foresight()
        for i, run in enumerate(self.runs):
            dead = self.dead(i)
            if dead.any():
                run.replace_network(reroll(run.network, dead, self._controls.whole("weights") + self._draw))

    def own_points(self, points: Floats, labels: Floats) -> None:
        """Takes these as the visitor's own points, the first `MOST_POINTS` of them, and trains on with them.

        Where there were none before, the run begins with them.
        """
        anew = not len(self.labels)
        self.own = (points[:MOST_POINTS].copy(), labels[:MOST_POINTS].copy())
        self.points, self.labels = self.own
        if anew:
            self.start()
            return
        for run in self.runs:
            run.replace_points(self.points, self.labels)
        self.milestones = tuple(Milestone(run.steps) for run in self.runs)
        self._foresight = Foresight()
        self.since = self.first.steps
