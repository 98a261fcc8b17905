"""What can be heard of race and trainer: a tick where SGD strikes a wall, a tone that falls with the loss, a chord."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

from descent_game.engine.sounds import Sound
from descent_game.sim.race import Race
from descent_game.sim.surfaces.surface import HALF

from .trainer.runs import Runs

MOST_SOUNDS = 64
"""How many sounds a scene keeps for whoever takes them; the oldest go first."""
NOTE = 1.0 / 24.0
"""How far a pitch has to move to be heard again."""
RACE_LOSSES = (1e-5, 60.0)
TRAINER_LOSSES = (2e-3, 1.0)
"""The losses that the lowest and the highest tone stand for."""
FARTHEST = 1.0
"""How far off the floor of a ravine a strike is the loudest."""


class LossTone:
    """Follows a loss and says when it has moved on by a note; `losses` are those of the lowest and highest tone."""

    def __init__(self, losses: tuple[float, float]) -> None:
        self._low, self._high = losses
        self._last = math.inf

    def reset(self) -> None:
        """Forgets the note before."""
        self._last = math.inf

    def follow(self, loss: float) -> list[Sound]:
        """Returns the tone of a loss, or nothing while it is still the note before."""
        if not math.isfinite(loss):
            return []
        place = math.log(max(loss, 1e-30) / self._low) / math.log(self._high / self._low)
        pitch = min(max(place, 0.0), 1.0)
        if abs(pitch - self._last) < NOTE:
            return []
        self._last = pitch
        return [Sound("tone", 0.8, pitch)]


class RaceEars:
    """Listens to a race, step by step; `sounds` is what was heard until someone takes it out."""

    def __init__(self) -> None:
        self.sounds: deque[Sound] = deque(maxlen=MOST_SOUNDS)
        self._tone = LossTone(RACE_LOSSES)
        self._bounces: dict[int, int] = {}
        self._settled: set[int] = set()

    def after_step(self, race: Race, shown: Sequence[int]) -> None:
        """Takes note of what is heard of the step taken last by those who take part; the first begins anew."""
        if race.step_count <= 1:
            self._tone.reset()
            self._bounces.clear()
            self._settled.clear()
        heard, splits = self.sounds, race.splits
        heard += self._strikes(race, shown)
        for i in shown:
            if splits[i].settled is not None and i not in self._settled:
                self._settled.add(i)
                heard.append(Sound("chord", 0.7))
        going = [i for i in shown if i not in self._settled and splits[i].diverged is None]
        if going:
            losses = race.losses()
            heard += self._tone.follow(min(float(losses[i]) for i in shown if splits[i].diverged is None))

    def _strikes(self, race: Race, shown: Sequence[int]) -> list[Sound]:
        """Returns a tick for each runner without velocity that has just hopped from wall to wall."""
        along = race.landscape.valley_axis
        found = []
        for i, (split, optimizer) in enumerate(zip(race.splits, race.optimizers, strict=True)):
            before, self._bounces[i] = self._bounces.get(i, 0), split.bounces
            if along is not None and split.bounces > before and i in shown and not optimizer.has_velocity:
                off = abs(float(race.positions()[i][1 - along])) * HALF / race.landscape.surface.half
                found.append(Sound("tick", min(0.2 + 0.8 * off / FARTHEST, 1.0)))
        return found


class TrainerEars:
    """Listens to the run that the trainer shows; `sounds` is what was heard until someone takes it out."""

    def __init__(self) -> None:
        self.sounds: deque[Sound] = deque(maxlen=MOST_SOUNDS)
        self._tone = LossTone(TRAINER_LOSSES)
        self._heard = (0, -1)
        self._solved = False

    def after_steps(self, runs: Runs) -> None:
        """Takes note of what is heard after steps; the tone ends once every point is on its right side."""
        run, milestone = runs.first, runs.milestones[-1]
        which, step = self._heard
        if id(run) != which or run.steps < step:
            self._tone.reset()
            self._solved = milestone.all is not None
        self._heard = id(run), run.steps
        if run.diverged or not len(run.history) or self._solved:
            return
        if milestone.all is not None:
            self._solved = True
            self.sounds.append(Sound("chord"))
            return
        self.sounds += self._tone.follow(float(run.history.loss[-1]))
