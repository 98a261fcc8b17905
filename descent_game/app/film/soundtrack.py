"""The sound of a film: what is heard becomes a second stream when the film is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from descent_game.app.show import synthesizer
from descent_game.engine.sounds import Heard

ENCODERS: Final = {"webm": "libopus"}
"""How sound is encoded where it is not AAC."""
BITS: Final = 128_000
"""A second."""


class Track:
    """The second stream of a film, of so many seconds: give it to the container before the first packet."""

    def __init__(self, film: Any, container: str, heard: Sequence[Heard], seconds: float) -> None:
        self._samples = synthesizer.mix(heard, seconds)
        self._stream = film.add_stream(ENCODERS.get(container, "aac"), rate=synthesizer.RATE, layout="mono")
        self._stream.bit_rate = BITS
        self._at = 0

    def until(self, seconds: float) -> Iterator[Any]:
        """Yields the packets of the sound up to a time."""
        from av import AudioFrame, AudioResampler

        context = self._stream.codec_context
        size = context.frame_size or 1024
        while self._at < len(self._samples) and self._at <= seconds * synthesizer.RATE:
            piece = self._samples[self._at : self._at + size]
            frame = AudioFrame.from_ndarray(piece[None, :], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = synthesizer.RATE, self._at
            if context.format.name != "fltp":
                (frame,) = AudioResampler(context.format.name, "mono", synthesizer.RATE).resample(frame)
            self._at += len(piece)
            yield from self._stream.encode(frame)

    def rest(self) -> Iterator[Any]:
        """Yields what is left."""
        yield from self.until(float("inf"))
        yield from self._stream.encode(None)
