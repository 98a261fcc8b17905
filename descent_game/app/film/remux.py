"""Remuxing: from the fragmented file that a recording grows as, to the film under its own name, with its sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from heapq import merge
from io import FileIO
from math import inf
from pathlib import Path
from typing import Any, Final

from descent_game.app.film.encoder import Matrix, Stream, telling
from descent_game.app.film.formats import BT601, FORMATS, Format
from descent_game.app.film.palette import indexed
from descent_game.app.show import synthesizer
from descent_game.app.storage import output_files
from descent_game.engine.sounds import Heard

SOUND_BITS: Final = 128_000
"""A second."""


def remux(part: FileIO, path: Path, heard: Sequence[Heard] | None = None, seconds: float = 0.0) -> None:
    """Makes the film `path` of a part, with the sound of what is `heard`, so many `seconds` long, if it is not None.

    The part stays as it is. The film takes its name, and the place of what stands there, only when it is whole. Raises
    FilmError.
    """
    import av

    kind = FORMATS[path.suffix.lower()]
    with telling(), output_files.replacing(path, sure=True) as whole:
        options: dict[str, Any] = {
            "format": kind.container,
            "container_options": dict(kind.container_options),
            # one whose index comes first is read again while it is written
            "io_open": lambda url, flags, options: Stream(whole),
        }
        with av.open(Stream(part)) as source:
            film = av.open(Stream(whole), "w", **options)
            film.metadata.update(source.metadata)
            if kind.encoder:
                _reencode(source, film, kind)
            else:
                stream = film.add_stream_from_template(source.streams.video[0], opaque=True)
                if kind.container == "mp4" and stream.codec_context.name == "hevc":
                    stream.codec_context.codec_tag = "hvc1"  # QuickTime and browsers play no other
                packets = _copied(source, stream)
                if heard is not None:
                    sound = film.add_stream(kind.sound, rate=synthesizer.RATE, layout="mono")
                    sound.bit_rate = SOUND_BITS
                    packets = merge(packets, _sound(sound, heard, seconds), key=lambda timed: timed[0])
                film.start_encoding()
                for _, packet in packets:
                    film.mux(packet)
            film.close()  # only here: after an error it would raise another one, which hides the first


def has_pictures(part: FileIO) -> bool:
    """Returns whether a part has any whole picture; raises FilmError where it cannot be read."""
    import av

    with telling(), av.open(Stream(part)) as source:
        return any(True for _ in _packets(source))


def _packets(source: Any) -> Iterator[Any]:
    """Yields the packets of a part up to the last whole one."""
    for packet in source.demux():
        if packet.is_corrupt:
            return
        if packet.dts is not None and packet.size:
            yield packet


def _copied(source: Any, stream: Any) -> Iterator[tuple[float, Any]]:
    """Yields the packets of a part as they are, each with its time."""
    for packet in _packets(source):
        packet.stream = stream
        yield float(packet.pts * Fraction(packet.time_base)), packet


def _sound(stream: Any, heard: Sequence[Heard], seconds: float) -> Iterator[tuple[float, Any]]:
    """Yields the packets of the sound, each with a time up to which it is heard later."""
    from av import AudioFrame, AudioResampler

    context, samples, rate = stream.codec_context, synthesizer.mix(heard, seconds), synthesizer.RATE
    size = context.frame_size or 1024
    for start in range(0, len(samples), size):
        frame = AudioFrame.from_ndarray(samples[None, start : start + size], format="fltp", layout="mono")
        frame.sample_rate, frame.pts = rate, start
        if context.format.name != "fltp":
            (frame,) = AudioResampler(context.format.name, "mono", rate).resample(frame)
        yield from ((start / rate, packet) for packet in stream.encode(frame))
    yield from ((inf, packet) for packet in stream.encode(None))


def _reencode(source: Any, film: Any, kind: Format) -> None:
    """Encodes every picture anew."""
    first = source.streams.video[0]
    rate = round(Fraction(first.average_rate or 10))  # PyAV 19 has a kind of its own, which cannot be rounded
    context = first.codec_context
    stream = film.add_stream(kind.encoder, rate=rate, options=dict(kind.options))
    stream.width, stream.height, stream.pix_fmt = context.width, context.height, kind.pixels
    stream.codec_context.time_base = Fraction(1, rate)
    film.start_encoding()
    pictures = (shown.to_ndarray(format="rgba") for packet in _packets(source) for shown in packet.decode())
    matrix = Matrix(kind.pixels, BT601)
    frames = indexed(pictures, Fraction(1, rate)) if kind.pixels == "pal8" else map(matrix.frame, pictures)
    for number, frame in enumerate(frames):
        frame.pts, frame.time_base = number, Fraction(1, rate)
        film.mux(stream.encode(frame))
    film.mux(stream.encode(None))
