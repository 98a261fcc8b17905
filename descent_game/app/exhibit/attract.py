"""What the exhibit plays when nobody is there: one showing after the other, none of them twice in the same way.

A showing is a demo from its beginning, cut after half a minute. When all demos have had their turn they come again
with another seed, another choice and the camera begun elsewhere, so that no minute is like the one before it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from descent_game.engine.actions import Action, Pan, Set, Turn, Zoom
from descent_game.engine.clock import STEP, STEPS_A_SECOND
from descent_game.engine.timeline import Demo

GOLDEN = math.pi * (3.0 - math.sqrt(5.0))
"""The angle, in radians, whose multiples never come near one another soon."""
SEEDS = 9973
"""How many rounds have a seed of their own."""
LEAST = 5 * STEPS_A_SECOND
"""Fixed steps that a showing lasts at least, however short its demo is: it stands still, and does not flicker."""
DRIFT = math.radians(7.0)
"""How far the camera drifts to either side."""
SLOW = 22.0
"""Seconds that it takes to drift to both sides and back."""


@dataclass(frozen=True)
class Showing:
    """One turn of the loop: a demo with its seed, the choices it begins with, where the camera begins, its length."""

    demo: Demo
    choices: tuple[Set, ...]
    yaw: float
    steps: int
    still: bool = False

    def due(self, step: int) -> Iterator[Action]:
        """Yields what is to be done before a fixed step, the first of which is 0; `still` moves no camera."""
        cues = self.demo.due(step)
        moves = [action for action in cues if isinstance(action, Turn | Zoom | Pan)]
        for action in cues:
            if not self.still or action not in moves:
                yield action
        if step == 0:
            yield from self.choices
            if self.yaw:
                yield Turn(self.yaw, 0.0)
        elif not self.still and not moves:
            phase = math.tau * step / (SLOW * STEPS_A_SECOND)
            yield Turn(DRIFT * math.cos(phase) * math.tau / SLOW * STEP, 0.0)


@dataclass(frozen=True)
class Playlist:
    """All showings, by their number: `demos` in their order, at most `seconds` of each; `still` moves no camera.

    `choices` are, by scene, the settings that a demo may begin with besides its own.
    """

    demos: Sequence[Demo]
    choices: Mapping[str, Sequence[Set]]
    seconds: float = 30.0
    still: bool = False

    def showing(self, number: int) -> Showing:
        """Returns a showing, the first of which is 0."""
        turn, which = divmod(number, len(self.demos))
        demo = self.demos[which]
        options = self.choices.get(demo.scene, ())
        chosen = turn % (len(options) + 1)
        return Showing(
            replace(demo, seed=demo.seed + turn % SEEDS),
            (options[chosen - 1],) if chosen else (),
            math.remainder(turn * GOLDEN, math.tau),
            max(min(demo.steps, round(self.seconds * STEPS_A_SECOND)), LEAST),
            self.still,
        )
