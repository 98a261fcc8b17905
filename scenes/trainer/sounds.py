"""What can be heard of the trainer: a tone that falls with the loss, and a chord once every point is right."""

from __future__ import annotations

from collections import deque

from descent_game.engine.sounds import Sound
from descent_game.sim.network.training import Training

from ..loss_tone import MOST_SOUNDS, LossTone
from .runs import Runs

LOSSES = (2e-3, 1.0)
"""The losses that the lowest and the highest tone stand for."""


class TrainerSounds:
    """What the run that the trainer shows lets be heard; `sounds` is what was heard until someone takes it out."""

    def __init__(self) -> None:
        self.sounds: deque[Sound] = deque(maxlen=MOST_SOUNDS)
        self._tone = LossTone(LOSSES)
        self._run: Training | None = None
        self._step = -1
        self._solved = False

    def after_steps(self, runs: Runs) -> None:
        """Takes note of what is heard after steps; the tone ends once every point is on its right side."""
        run, milestone = runs.first, runs.milestones[-1]
        if run is not self._run or run.steps < self._step:
            self._tone.reset()
            self._solved = milestone.all is not None
        self._run, self._step = run, run.steps
        if run.diverged or not len(run.history) or self._solved:
            return
        if milestone.all is not None:
            self._solved = True
            self.sounds.append(Sound("chord"))
            return
        self.sounds += self._tone.follow(float(run.history.loss[-1]))
