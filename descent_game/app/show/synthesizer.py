"""Sounds as numbers: each kind of sound as samples, and a whole series of them mixed; no device, no clock.

Samples are float32 from -1 to 1, one channel. Every voice begins and ends at nothing, over milliseconds, so that none
clicks; what is mixed stays below full scale, however much sounds at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from descent_game.engine.sounds import Heard, Sound

Samples = npt.NDArray[np.float32]

RATE: Final = 48_000
"""Samples a second."""
ATTACK: Final = 0.004
RELEASE: Final = 0.012
"""Seconds in which every voice rises from nothing, and falls to it at its end."""
LOWEST, HIGHEST = 130.8, 784.0
"""Hertz of a tone of pitch 0 and 1: C3 and G5."""
SCALE: Final = (0, 2, 4, 7, 9)
"""The steps of an octave that tones take, in semitones: any of them sound well together."""
CHORD: Final = (261.63, 329.63, 392.0, 523.25)
"""Hertz: C major, from the middle of the keyboard."""
LENGTHS: Final[Mapping[str, float]] = MappingProxyType({"tick": 0.07, "tone": 0.34, "chord": 2.6})
"""Seconds that each kind lasts."""
LOUDNESS: Final[Mapping[str, float]] = MappingProxyType({"tick": 0.30, "tone": 0.15, "chord": 0.34})
"""The greatest sample of each kind at full strength."""
GAPS: Final[Mapping[str, float]] = MappingProxyType({"tick": 0.045, "tone": 0.16, "chord": 0.6})
"""Seconds that two of a kind lie apart, at the least: more is left out."""
CEILING: Final = 0.89
"""No sample of a mix is greater: one decibel below full scale."""
LEVELS: Final = 24
"""How many steps of pitch there are, and of strength: what is heard alike is made once."""


def hertz(pitch: float) -> float:
    """Returns the frequency of a tone of pitch 0 to 1: the nearest note of the scale."""
    wanted = LOWEST * (HIGHEST / LOWEST) ** min(max(pitch, 0.0), 1.0)
    notes: list[float] = [LOWEST * 2.0 ** (octave + step / 12.0) for octave in range(4) for step in SCALE]
    return min(notes, key=lambda note: abs(math.log(note / wanted)))


def envelope(count: int, fade: float) -> npt.NDArray[np.float64]:
    """Returns (count,): 0 at both ends, risen over `ATTACK`, dying by 1/e every `fade` seconds, gone by `RELEASE`."""
    seconds = np.arange(count) / RATE
    left = (count - 1) / RATE - seconds
    rise = np.sin(0.5 * np.pi * np.clip(seconds / ATTACK, 0.0, 1.0)) ** 2
    fall = np.sin(0.5 * np.pi * np.clip(left / RELEASE, 0.0, 1.0)) ** 2
    shape: npt.NDArray[np.float64] = rise * fall * np.exp(-seconds / fade)
    return shape


def _partials(count: int, fade: float, *partials: tuple[float, float]) -> npt.NDArray[np.float64]:
    """Returns (count,): the sum of sines of (hertz, loudness), each beginning at zero, in an envelope."""
    turns = 2.0 * np.pi * np.arange(count) / RATE
    summed: npt.NDArray[np.float64] = np.sum([loud * np.sin(turns * pitch) for pitch, loud in partials], axis=0)
    return summed * envelope(count, fade)


def stepped(sound: Sound) -> Sound:
    """Returns a sound with the pitch and the strength that it is played with; only a tone has a pitch."""
    pitch = round(min(max(sound.pitch, 0.0), 1.0) * LEVELS) / LEVELS if sound.kind == "tone" else 0.0
    return Sound(sound.kind, round(min(max(sound.strength, 0.0), 1.0) * LEVELS) / LEVELS, pitch)


@lru_cache(maxsize=1024)
def _voice(sound: Sound) -> Samples:
    count = round(LENGTHS[sound.kind] * RATE)
    if sound.kind == "tick":  # wood: a few partials that are no harmonics, gone at once
        voice = _partials(count, 0.011, (1180.0, 1.0), (1870.0, 0.5), (3010.0, 0.22))
    elif sound.kind == "tone":  # a soft mallet
        note = hertz(sound.pitch)
        voice = _partials(count, 0.11, (note, 1.0), (2.0 * note, 0.18), (3.0 * note, 0.05))
    else:  # the notes come in one after the other, like a hand rolled over the keys
        voice = np.zeros(count)
        for number, note in enumerate(CHORD):
            late = round(0.07 * number * RATE)
            voice[late:] += _partials(count - late, 0.75, (note, 1.0), (2.0 * note, 0.16), (2.003 * note, 0.08))
    samples: Samples = (voice * (LOUDNESS[sound.kind] / np.abs(voice).max())).astype(np.float32)
    samples = samples * np.float32(sound.strength)
    samples.flags.writeable = False
    return samples


def voice(sound: Sound) -> Samples:
    """Returns the samples of one sound, (n,); the arrays are shared and cannot be written."""
    return _voice(stepped(sound))


class RateLimit:
    """Lets through what is far enough from the one of its kind before, so that nothing becomes a rattle."""

    def __init__(self) -> None:
        self._last: dict[str, float] = {}

    def passes(self, heard: Heard) -> bool:
        """Returns whether a sound is to be played; sounds come in the order of their times."""
        last = self._last.get(heard.sound.kind)
        if last is not None and 0.0 <= heard.at - last < GAPS[heard.sound.kind] - 1e-9:
            return False
        self._last[heard.sound.kind] = heard.at
        return True


def played(events: Iterable[Heard]) -> Iterator[Heard]:
    """Yields what of a series is to be played, in the order of time."""
    limit = RateLimit()
    yield from (heard for heard in sorted(events, key=lambda heard: heard.at) if limit.passes(heard))


def limited(mixed: npt.NDArray[np.floating]) -> Samples:
    """Returns samples bent softly so that none is beyond `CEILING`; quiet ones stay as they are."""
    knee = 0.6
    size = np.abs(mixed)
    over = np.maximum(size - knee, 0.0)
    bent = np.minimum(size, knee) + (CEILING - knee) * np.tanh(over / (CEILING - knee))
    found: Samples = (np.sign(mixed) * bent).astype(np.float32)
    return found


def mix(events: Iterable[Heard], seconds: float) -> Samples:
    """Returns all sounds of a film of that length as one stream, (round(seconds * RATE),), float32 below full scale.

    What still sounds at the end is faded out.
    """
    count = round(seconds * RATE)
    stream = np.zeros(count, np.float64)
    for heard in played(events):
        start = round(heard.at * RATE)
        if 0 <= start < count:
            samples = voice(heard.sound)[: count - start]
            stream[start : start + len(samples)] += samples
    tail = min(round(RELEASE * RATE), count)
    if tail:
        stream[count - tail :] *= np.linspace(1.0, 0.0, tail)
    return limited(stream)
