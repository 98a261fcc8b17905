"""The loudspeaker: plays what a scene lets be heard, through pygame's mixer; where there is none, it is silent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pygame

from descent_game.app import log
from descent_game.app.settings import Settings
from descent_game.app.show import synthesizer
from descent_game.engine.sounds import Heard, Sound

VOICES: Final = 24
"""How many sounds can be heard at once; one more takes the place of none."""
BUFFER: Final = 1024
"""Samples on their way to the device: a fiftieth of a second."""


class Speaker:
    """State: whether the mixer is open. It is opened when sound is first wanted; if that fails, it stays silent."""

    def __init__(self) -> None:
        self._open = False
        self._failed = False
        self._limit = synthesizer.RateLimit()
        self._made: dict[Sound, pygame.mixer.Sound] = {}

    def play(self, sounds: Iterable[Heard], settings: Settings) -> None:
        """Plays what has been heard since the last picture, if sound is wanted; returns at once."""
        if not settings.sound or settings.volume <= 0.0:
            self.hush()
            return
        if not self._opened():
            return
        for heard in sounds:
            if self._limit.passes(heard):
                self._start(heard, settings.volume)

    def hush(self) -> None:
        """Ends what still sounds."""
        if self._open and pygame.mixer.get_busy():
            pygame.mixer.fadeout(120)

    def close(self) -> None:
        """Gives the device back."""
        if self._open:
            self._open = False
            self._made.clear()
            pygame.mixer.quit()

    def _opened(self) -> bool:
        if self._open or self._failed:
            return self._open
        try:
            pygame.mixer.init(synthesizer.RATE, -16, 2, BUFFER, allowedchanges=0)
            pygame.mixer.set_num_channels(VOICES)
        except pygame.error as error:
            self._failed = True
            log.logger().warning("no sound: %s", error)
            return False
        self._open = True
        return True

    def _start(self, heard: Heard, volume: float) -> None:
        channel = pygame.mixer.find_channel()
        if channel is None:
            return
        sound = synthesizer.stepped(heard.sound)
        if sound not in self._made:
            samples = (synthesizer.voice(sound) * 32767.0).astype(np.int16)
            self._made[sound] = pygame.mixer.Sound(buffer=np.repeat(samples, 2).tobytes())
        channel.set_volume(volume)
        channel.play(self._made[sound])
