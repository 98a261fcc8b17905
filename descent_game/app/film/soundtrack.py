"""The sound of a film: what is heard is noted beside its part, and becomes a second stream when the film is made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TextIO, get_args

from descent_game.app.show import synthesizer
from descent_game.app.storage import output_files
from descent_game.engine.sounds import Heard, Sound, SoundKind

ENDING: Final = ".sounds"
ENCODERS: Final = {"webm": "libopus"}
"""How sound is encoded where it is not AAC."""
BITS: Final = 128_000
"""A second."""


def beside(part: Path) -> Path:
    """Returns where the sounds of a part are noted."""
    return part.with_name(part.name + ENDING)


class Notes:
    """Sounds as they are heard, written down at once, a line each."""

    def __init__(self, part: Path) -> None:
        """Makes the file; raises OSError."""
        path = beside(part)
        path.unlink(missing_ok=True)
        self._file: TextIO = output_files.new(path)

    def add(self, heard: Iterable[Heard]) -> None:
        """Writes down what was heard; times are those of the film. Raises OSError."""
        for one in heard:
            sound = one.sound
            self._file.write(json.dumps([one.at, sound.kind, sound.strength, sound.pitch]) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


def noted(part: Path) -> list[Heard] | None:
    """Returns what was noted beside a part, as far as it can be read; None where there is to be no sound."""
    try:
        with output_files.opened(beside(part)) as file:
            lines = file.read().decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    return [heard for line in lines if (heard := _read(line)) is not None]


def _read(line: str) -> Heard | None:
    """Returns the sound of a line; None for one that was torn."""
    try:
        at, kind, strength, pitch = json.loads(line)
        if kind in get_args(SoundKind):
            return Heard(float(at), Sound(kind, float(strength), float(pitch)))
    except (ValueError, TypeError):
        return None
    return None


class Track:
    """The second stream of a film: give it to the container before the first packet, then `until` each time."""

    def __init__(self, film: Any, container: str, heard: Sequence[Heard], seconds: float) -> None:
        self._samples = synthesizer.mix(heard, seconds)
        self._stream = film.add_stream(ENCODERS.get(container, "aac"), rate=synthesizer.RATE, layout="mono")
        self._stream.bit_rate = BITS
        self._at = 0

    def until(self, seconds: float) -> Iterator[Any]:
        """Yields the packets of the sound up to a time."""
        from av import AudioFrame

        context = self._stream.codec_context
        size = context.frame_size or 1024
        while self._at < len(self._samples) and self._at <= seconds * synthesizer.RATE:
            piece = self._samples[self._at : self._at + size]
            frame = AudioFrame.from_ndarray(piece[None, :], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = synthesizer.RATE, self._at
            if context.format.name != "fltp":
                (frame,) = self._resampler(context).resample(frame)
            self._at += len(piece)
            yield from self._stream.encode(frame)

    def rest(self) -> Iterator[Any]:
        """Yields what is left."""
        yield from self.until(float("inf"))
        yield from self._stream.encode(None)

    @staticmethod
    def _resampler(context: Any) -> Any:
        from av import AudioResampler

        return AudioResampler(context.format.name, "mono", synthesizer.RATE)
