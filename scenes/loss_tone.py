"""The tone that falls with a loss: of race and trainer alike."""

from __future__ import annotations

import math

from descent_game.engine.snapshot import Stateful
from descent_game.engine.sounds import Sound

MOST_SOUNDS = 64
"""How many sounds a scene keeps for whoever takes them; the oldest go first."""
NOTE = 1.0 / 24.0
"""How far a pitch has to move to be heard again."""


class LossTone(Stateful):
    """Follows a loss and says when it has moved on by a note; `losses` are those of the lowest and highest tone."""

    STATE = ("_last",)

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
