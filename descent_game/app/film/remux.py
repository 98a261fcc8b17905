"""Remuxing: from the fragmented file that a recording grows as, to the film under its own name."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, Final

from descent_game.app.film.encoder import Matrix, told
from descent_game.app.film.formats import BT601, FORMATS, FilmError, Format
from descent_game.app.film.palette import GifPalette
from descent_game.app.film.soundtrack import Track, beside, noted
from descent_game.app.storage import output_files

PART: Final = ".part.mp4"
"""What a film's name ends in while it is being written: so it plays, too."""
ROOM: Final = 1.05
"""How much more than its part a film may take."""


def part_of(path: Path) -> Path:
    """Returns where a film is written until it is whole."""
    return path.with_name(path.name + PART)


def discard(part: Path) -> None:
    """Removes a part that has become a film, and what was noted beside it; raises OSError."""
    part.unlink()
    beside(part).unlink(missing_ok=True)


def film_of(part: Path) -> Path:
    """Returns the film that a part is to become."""
    return part.with_name(part.name.removesuffix(PART))


def remux(part: Path, path: Path) -> int:
    """Makes the film `path` of a part, replacing what stands there, and returns how many pictures it has.

    The part is left where it is. The film takes its name only when it is whole. Raises FilmError.
    """
    import av

    kind = FORMATS[path.suffix.lower()]
    try:
        with output_files.opened(part) as part_stream, output_files.replacing(path, sure=True) as whole:
            if shutil.disk_usage(output_files.target(path).parent).free < os.fstat(part_stream.fileno()).st_size * ROOM:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            with av.open(Stream(part_stream)) as source, av.open(Stream(whole), "w", **_options(kind, whole)) as film:
                film.metadata.update(source.metadata)
                count = _reencoded(source, film, kind) if kind.encoder else _copied(source, film, part, kind)
    except (av.FFmpegError, OSError) as error:
        raise FilmError(told(error)) from error
    return count


def has_pictures(part: Path) -> bool:
    """Returns whether a part has any whole picture; raises FilmError where it cannot be read."""
    import av

    try:
        with output_files.opened(part) as part_stream, av.open(Stream(part_stream)) as source:
            return any(True for _ in _packets(source))
    except (av.FFmpegError, OSError) as error:
        raise FilmError(told(error)) from error


def _options(kind: Format, whole: BinaryIO) -> dict[str, Any]:
    """Returns how a film is opened; one whose index comes first is read again while it is written."""
    return {
        "format": kind.container,
        "container_options": dict(kind.container_options),
        "io_open": lambda url, flags, options: Stream(whole),
    }


class Stream:
    """An open file as PyAV takes one: without its name, which may be none in UTF-8, or read as a protocol."""

    name = "film"

    def __init__(self, file: BinaryIO) -> None:
        """Begins at the start of the file; several may be at one file, each at its own place."""
        self._file = file
        self._at = 0

    def read(self, size: int) -> bytes:
        """Returns the next bytes, at most so many."""
        self._file.seek(self._at)
        data = self._file.read(size)
        self._at += len(data)
        return data

    def write(self, data: bytes) -> int:
        """Writes the next bytes and returns how many; raises OSError."""
        if self._file.tell() != self._at:
            self._file.seek(self._at)
        self._at += self._file.write(data)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Goes to another place, and returns it."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at}.get(whence)
        self._at = self._file.seek(0, os.SEEK_END) + offset if start is None else start + offset
        return self._at

    def tell(self) -> int:
        """Returns the place."""
        return self._at

    def close(self) -> None:
        """Does nothing: whoever opened the file closes it."""


def _packets(source: Any) -> Iterator[Any]:
    """Yields the packets of a part up to the last whole one."""
    for packet in source.demux():
        if packet.is_corrupt:
            return
        if packet.dts is not None and packet.size:
            yield packet


def _track(part: Path, film: Any, kind: Format) -> Track | None:
    """Returns the sound of a film, if any was noted."""
    import av

    heard = noted(part)
    if heard is None:
        return None
    with output_files.opened(part) as file, av.open(Stream(file)) as source:  # once through it, for its length
        last = max((packet.pts * Fraction(packet.time_base) for packet in _packets(source)), default=Fraction(0))
        rate = Fraction(source.streams.video[0].average_rate or 60)  # PyAV 19 has a kind of its own
    return Track(film, kind.container, heard, float(last + 1 / rate))


def _copied(source: Any, film: Any, part: Path, kind: Format) -> int:
    """Copies every packet as it is, sound as a second stream, and returns how many pictures there were."""
    streams = {stream.index: film.add_stream_from_template(stream, opaque=True) for stream in source.streams}
    track = _track(part, film, kind)
    for stream in streams.values():
        if film.format.name == "mp4" and stream.codec_context.name == "hevc":
            stream.codec_context.codec_tag = "hvc1"  # QuickTime and browsers play no other
    film.start_encoding()
    count = 0
    for packet in _packets(source):
        count += packet.stream.type == "video"
        time = float(packet.pts * Fraction(packet.time_base))
        packet.stream = streams[packet.stream.index]
        film.mux(packet)
        for sound in track.until(time) if track is not None else ():
            film.mux(sound)
    for sound in track.rest() if track is not None else ():
        film.mux(sound)
    return count


def _reencoded(source: Any, film: Any, kind: Format) -> int:
    """Encodes every picture anew, and returns how many there were."""
    first = source.streams.video[0]
    rate = round(Fraction(first.average_rate or 10))  # PyAV 19 has a kind of its own, which cannot be rounded
    context = first.codec_context
    stream = film.add_stream(kind.encoder, rate=rate, options=dict(kind.options))
    stream.width, stream.height, stream.pix_fmt = context.width, context.height, kind.pixels
    stream.codec_context.time_base = Fraction(1, rate)
    film.start_encoding()
    size = context.width, context.height
    palette = GifPalette(size, Fraction(1, rate)) if kind.pixels == "pal8" else None
    matrix = Matrix(kind.pixels, BT601)
    count = 0

    def encode(frame: Any) -> None:
        nonlocal count
        frame.pts, frame.time_base = count, Fraction(1, rate)
        film.mux(stream.encode(frame))
        count += 1

    for packet in _packets(source):
        for shown in packet.decode():
            pixels = shown.to_ndarray(format="rgba")
            for frame in palette.frames(pixels) if palette else (matrix.frame(pixels),):
                encode(frame)
    for frame in palette.rest() if palette else ():
        encode(frame)
    film.mux(stream.encode(None))
    return count
