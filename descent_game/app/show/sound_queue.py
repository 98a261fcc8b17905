"""What there was to hear on a stage, with its time, until someone plays it or makes a film of it."""

from __future__ import annotations

from collections import deque

from descent_game.engine.scene import Scene
from descent_game.engine.sounds import Heard
from descent_game.ui.scene_protocol import Sounding

MOST = 256


class Ear:
    """State: the time on the stage, in seconds, and in `heard` the last sounds that nobody has taken out yet."""

    def __init__(self) -> None:
        self.heard: deque[Heard] = deque(maxlen=MOST)
        self._time = 0.0
        self._scene: Scene | None = None
        self._sounding: Sounding | None = None

    def step(self, scene: Scene, dt: float) -> None:
        """Takes what the scene lets be heard after a step of `dt` seconds."""
        self._time += dt
        if scene is not self._scene:
            self._scene = scene  # what protocol a scene follows takes long to find out, and stays
            self._sounding = scene if isinstance(scene, Sounding) else None
        if self._sounding is not None and self._sounding.sounds:
            self.heard.extend(Heard(self._time, sound) for sound in self._sounding.sounds)
            self._sounding.sounds.clear()

    def taken(self) -> list[Heard]:
        """Returns what has been heard since the last time, and forgets it."""
        taken = list(self.heard)
        self.heard.clear()
        return taken
