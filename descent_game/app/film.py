"""Films: pictures in, a file out, encoded in a thread of its own so that drawing goes on meanwhile.

Pictures are sRGB bytes, RGBA, rows from the top. They become BT.709 in limited range, converted and tagged so, which is
what players assume of a film of this size; untagged, or converted by the default matrix, colours would shift. An
animated WebP has no tags and is BT.601 by its own specification.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from descent_game.app.palette import Palette

Pixels = npt.NDArray[np.uint8]

IN_FLIGHT: Final = 3
"""How many pictures are on their way: one being drawn, one waiting, one being encoded."""
BT709: Final = 1
BT601: Final = 5
LIMITED: Final = 1
FULL: Final = 2


@dataclass(frozen=True)
class Format:
    """How a kind of file is made: its container and codec, and their options."""

    container: str
    codec: str
    pixels: str = "yuv420p"
    options: Mapping[str, str] = field(default_factory=dict)
    container_options: Mapping[str, str] = field(default_factory=dict)
    matrix: int = BT709


X264: Final = MappingProxyType({"preset": "veryfast", "crf": "20"})
VP9: Final = MappingProxyType({"crf": "30", "b": "0", "deadline": "realtime", "cpu-used": "6", "row-mt": "1"})
WEBP: Final = MappingProxyType({"quality": "90", "compression_level": "3"})
FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        ".mp4": Format("mp4", "libx264", options=X264, container_options={"movflags": "+faststart"}),
        ".mkv": Format("matroska", "libx264", options=X264),
        ".webm": Format("webm", "libvpx-vp9", options=VP9),
        ".gif": Format("gif", "gif", "pal8"),
        ".webp": Format("webp", "libwebp_anim", "yuva420p", WEBP, {"loop": "0"}, BT601),
    }
)
"""Each kind of film by the ending of its name."""


class FilmError(RuntimeError):
    """The film cannot be written on; the message says why."""


class Film:
    """A film being written: take a `blank`, fill it, `put` it; `close` ends the file, also after fewer pictures."""

    def __init__(self, path: Path, kind: Format, size: tuple[int, int], fps: int, about: Mapping[str, str]) -> None:
        """Opens the file; `about` is kept in it (title, comment). Width and height must be even."""
        import av

        width, height = size
        self.pictures = 0
        time_base = Fraction(1, fps)
        self._convert = Palette(size, time_base) if kind.pixels == "pal8" else _Matrix(kind)
        self._blanks: queue.Queue[Pixels] = queue.Queue()
        self._drawn: queue.Queue[Pixels | None] = queue.Queue()
        for _ in range(IN_FLIGHT):
            self._blanks.put(np.empty((height, width, 4), np.uint8))
        try:
            options = dict(kind.container_options)
            self._file = av.open(str(path), "w", format=kind.container, container_options=options)
            self._file.metadata.update(about)
            self._stream = self._opened(kind, size, fps)
        except (av.FFmpegError, OSError) as error:
            raise FilmError(str(error)) from error
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._work, name="encoder")
        self._thread.start()

    def _opened(self, kind: Format, size: tuple[int, int], fps: int) -> Any:
        stream: Any = self._file.add_stream(kind.codec, rate=fps, options=dict(kind.options))
        stream.width, stream.height = size
        stream.pix_fmt = kind.pixels
        context = stream.codec_context
        context.time_base = Fraction(1, fps)
        if kind.matrix == BT709 and kind.pixels != "pal8":
            context.colorspace = context.color_primaries = context.color_trc = BT709
            context.color_range = LIMITED
        self._file.start_encoding()
        return stream

    def blank(self) -> Pixels:
        """Returns an array to fill, (height, width, 4), waiting while the encoder is behind; raises FilmError."""
        pixels = self._blanks.get()
        if self._error is not None:
            raise FilmError(str(self._error)) from self._error
        return pixels

    def put(self, pixels: Pixels) -> None:
        """Gives a filled blank to the encoder; it must not be touched any more."""
        self._drawn.put(pixels)
        self.pictures += 1

    def close(self) -> None:
        """Waits for the encoder and ends the file; raises FilmError if any of it could not be written."""
        self._drawn.put(None)
        self._thread.join()
        if self._error is not None:
            raise FilmError(str(self._error)) from self._error

    def _work(self) -> None:
        """Encodes until the last picture; after an error it only hands the blanks back, so that nobody waits for it."""
        try:
            self._encode_all()
            self._file.close()
        except Exception as error:
            self._error = error
            self._blanks.put(np.empty((0, 0, 4), np.uint8))

    def _encode_all(self) -> None:
        count = 0
        while (pixels := self._drawn.get()) is not None:
            for frame in self._convert.frames(pixels):
                self._encode(frame, count)
                count += 1
            self._blanks.put(pixels)
        for frame in self._convert.rest():
            self._encode(frame, count)
            count += 1
        self._file.mux(self._stream.encode(None))

    def _encode(self, frame: Any, number: int) -> None:
        frame.pts, frame.time_base = number, self._stream.codec_context.time_base
        self._file.mux(self._stream.encode(frame))


class _Matrix:
    """Turns pictures into frames of luma and chroma, one for one."""

    def __init__(self, kind: Format) -> None:
        from av.video.reformatter import VideoReformatter

        self._kind = kind
        self._convert = VideoReformatter()

    def frames(self, pixels: Pixels) -> Iterator[Any]:
        """Yields the frame of one picture."""
        from av import VideoFrame

        yield self._convert.reformat(
            VideoFrame.from_numpy_buffer(pixels, "rgba"),
            format=self._kind.pixels,
            dst_colorspace=self._kind.matrix,
            src_color_range=FULL,
            dst_color_range=LIMITED,
            dst_color_trc=BT709,
            dst_color_primaries=BT709,
            threads=1,
        )

    def rest(self) -> Iterator[Any]:
        """Yields nothing: no frame waits."""
        yield from ()
