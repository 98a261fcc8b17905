"""What there is to hear in a scene, as data: a simulation says it, whoever has a loudspeaker plays it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

SoundKind: TypeAlias = Literal["tick", "tone", "chord"]


@dataclass(frozen=True)
class Sound:
    """A tick where something strikes, a tone as high as `pitch`, a chord where something is solved.

    `strength` and `pitch` go from 0 to 1; a tone falls with its pitch, as a loss does.
    """

    kind: SoundKind
    strength: float = 1.0
    pitch: float = 0.5


@dataclass(frozen=True)
class Heard:
    """A sound and when it is heard, in seconds of the simulation's own time since the beginning."""

    at: float
    sound: Sound
