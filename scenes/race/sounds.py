"""What can be heard of the race: a tick where SGD strikes a wall, a tone that falls with the least loss, a chord."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np

from descent_game.engine.snapshot import Stateful
from descent_game.engine.sounds import Sound
from descent_game.sim.race import Race
from descent_game.sim.surfaces.surface import HALF

from ..loss_tone import MOST_SOUNDS, LossTone

LOSSES = (1e-5, 60.0)
"""The losses above the floor that the lowest and the highest tone stand for."""
FARTHEST = 1.0
"""How far off the floor of a ravine a strike is the loudest, on a surface of half side `HALF`."""


class RaceSounds(Stateful):
    """What a race lets be heard, step by step; `sounds` is what was heard until someone takes it out."""

    STATE = ("_tone", "_bounces", "_settled")

    def __init__(self) -> None:
        self.sounds: deque[Sound] = deque(maxlen=MOST_SOUNDS)
        self._tone = LossTone(LOSSES)
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
            losses = race.losses() - race.landscape.surface.floor
            heard += self._tone.follow(min(float(losses[i]) for i in shown if splits[i].diverged is None))

    def _strikes(self, race: Race, shown: Sequence[int]) -> list[Sound]:
        """Returns a tick for each runner without velocity that has just hopped from wall to wall."""
        along = race.landscape.valley_axis
        found = []
        for i, (split, optimizer) in enumerate(zip(race.splits, race.optimizers, strict=True)):
            before, self._bounces[i] = self._bounces.get(i, 0), split.bounces
            if along is not None and split.bounces > before and i in shown and not optimizer.has_velocity:
                off = _off_the_floor(race, i, 1 - along) * HALF / race.landscape.surface.half
                found.append(Sound("tick", min(0.2 + 0.8 * off / FARTHEST, 1.0)))
        return found


def _off_the_floor(race: Race, runner: int, across: int) -> float:
    """Returns how far a runner is, across a valley, from the minimum that is nearest to it."""
    away = race.positions()[runner] - race.landscape.places
    return abs(float(away[np.square(away).sum(axis=1).argmin(), across]))
