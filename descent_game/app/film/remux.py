"""Remuxing: from the fragmented file that a recording grows as, to the film under its own name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from io import FileIO
from pathlib import Path
from typing import Any

from descent_game.app.film.encoder import Matrix, Stream, telling
from descent_game.app.film.formats import BT601, FORMATS, Format
from descent_game.app.film.palette import indexed
from descent_game.app.film.soundtrack import Track
from descent_game.app.storage import output_files
from descent_game.engine.sounds import Heard


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
                _copy(source, film, stream, None if heard is None else Track(film, kind.container, heard, seconds))
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


def _copy(source: Any, film: Any, stream: Any, track: Track | None) -> None:
    """Copies every packet as it is, and the sound between them."""
    if film.format.name == "mp4" and stream.codec_context.name == "hevc":
        stream.codec_context.codec_tag = "hvc1"  # QuickTime and browsers play no other
    film.start_encoding()
    for packet in _packets(source):
        time = float(packet.pts * Fraction(packet.time_base))
        packet.stream = stream
        film.mux(packet)
        for sound in track.until(time) if track is not None else ():
            film.mux(sound)
    for sound in track.rest() if track is not None else ():
        film.mux(sound)


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
