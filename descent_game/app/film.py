"""Films: pictures in, a file out, encoded in a thread of its own so that drawing goes on meanwhile.

Pictures are sRGB bytes, RGBA, rows from the top. They become BT.709 in limited range, converted and tagged so, which is
what players assume of a film of this size; untagged, or converted by the default matrix, colours would shift.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

IN_FLIGHT: Final = 3
"""How many pictures are on their way: one being drawn, one waiting, one being encoded."""
BT709: Final = 1
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


X264: Final = MappingProxyType({"preset": "veryfast", "crf": "20"})
VP9: Final = MappingProxyType({"crf": "30", "b": "0", "deadline": "realtime", "cpu-used": "6", "row-mt": "1"})
FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        ".mp4": Format("mp4", "libx264", options=X264, container_options={"movflags": "+faststart"}),
        ".mkv": Format("matroska", "libx264", options=X264),
        ".webm": Format("webm", "libvpx-vp9", options=VP9),
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
        from av import VideoFrame
        from av.video.reformatter import VideoReformatter

        convert = VideoReformatter()
        count = 0
        while (pixels := self._drawn.get()) is not None:
            frame = convert.reformat(
                VideoFrame.from_numpy_buffer(pixels, "rgba"),
                format=self._stream.pix_fmt,
                dst_colorspace=BT709,
                src_color_range=FULL,
                dst_color_range=LIMITED,
                dst_color_trc=BT709,
                dst_color_primaries=BT709,
                threads=1,
            )
            frame.pts = count
            frame.time_base = self._stream.codec_context.time_base
            count += 1
            self._file.mux(self._stream.encode(frame))
            self._blanks.put(pixels)
        self._file.mux(self._stream.encode(None))
