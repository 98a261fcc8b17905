"""Pictures encoded into a fragmented file, one fragment for each, that plays up to the last whole one.

Pictures are sRGB bytes, RGBA, rows from the top. They become BT.709 in limited range, converted and tagged so, which is
what players assume of a film of this size; untagged, or converted by the default matrix, colours would shift.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from io import FileIO
from typing import Any, BinaryIO, Final

import numpy as np
import numpy.typing as npt

from descent_game.app.film.formats import BT709, Codec, FilmError

Pixels = npt.NDArray[np.uint8]

LIMITED: Final = 1
FULL: Final = 2
FEW: Final = 2
"""With so many processors, slices of a picture side by side would only get in the way of what draws the next one."""
FRAGMENTED: Final = {"movflags": "frag_every_frame+empty_moov+default_base_moof", "flush_packets": "1"}


class Encoder:
    """Pictures one after another in a file without a buffer; width and height must be even.

    `about` is kept in it (title, comment). `pictures` are those that the file has for good.
    """

    def __init__(
        self,
        part: FileIO,
        codec: Codec,
        size: tuple[int, int],
        fps: int,
        about: Mapping[str, str],
        crf: int | None = None,
    ) -> None:
        """Writes the head of the file; raises FilmError."""
        import av

        os.environ.setdefault("SVT_LOG", "1")  # it would tell its life on the terminal
        self.pictures = 0
        self._part = part
        self._convert = Matrix(codec.pixels)
        options = dict(codec.options)
        if codec.encoder == "libx264" and cores() <= FEW:
            options["threads"] = "1"
        if codec.worst:
            options["crf"] = str(codec.crf if crf is None else crf)
        with telling():
            self._file = av.open(Stream(part), "w", format="mp4", options=FRAGMENTED)
            self._file.metadata.update(about)
            self._stream = self._opened(codec, options, size, fps)

    def _opened(self, codec: Codec, options: dict[str, str], size: tuple[int, int], fps: int) -> Any:
        stream: Any = self._file.add_stream(codec.encoder, rate=fps, options=options)
        stream.width, stream.height = size
        stream.pix_fmt = codec.pixels
        context = stream.codec_context
        context.time_base = Fraction(1, fps)
        if codec.pixels != "rgb24":
            context.colorspace = context.color_primaries = context.color_trc = BT709
            context.color_range = LIMITED
        self._file.start_encoding()
        return stream

    def put(self, pixels: Pixels, number: int) -> None:
        """Adds a picture, (height, width, 4), as that number of the film; raises FilmError where the disk is full."""
        frame = self._convert.frame(pixels)
        frame.pts, frame.time_base = number, self._stream.codec_context.time_base
        self._mux(frame)

    def close(self) -> None:
        """Adds what is still in the encoder and ends the file; raises FilmError where the disk is full."""
        self._mux(None)
        with telling():
            self._file.close()

    def _mux(self, frame: Any) -> None:
        end = self._part.seek(0, os.SEEK_END)
        try:
            with telling():
                for packet in self._stream.encode(frame):
                    self._file.mux(packet)
                    end, self.pictures = self._part.seek(0, os.SEEK_END), self.pictures + 1
        except FilmError:
            self._part.truncate(end)  # so that it ends with a whole picture
            raise


class Stream:
    """An open file as PyAV takes one: without its name, which may be none in UTF-8, or read as a protocol."""

    name = "film"

    def __init__(self, file: BinaryIO | FileIO) -> None:
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
        left = memoryview(data)
        while left:  # of a file without a buffer as much is written at a time as there is room for
            left = left[self._file.write(left) :]
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Goes to another place, and returns it."""
        self._at = self._file.seek(offset + self._at) if whence == os.SEEK_CUR else self._file.seek(offset, whence)
        return self._at

    def tell(self) -> int:
        """Returns the place."""
        return self._at


class Matrix:
    """Turns pictures into frames of `pixels`, by `matrix` where those are luma and chroma."""

    def __init__(self, pixels: str, matrix: int = BT709) -> None:
        from av.video.reformatter import VideoReformatter

        self._pixels, self._matrix = pixels, matrix
        self._convert = VideoReformatter()

    def frame(self, pixels: Pixels) -> Any:
        """Returns the frame of a picture."""
        from av import VideoFrame

        frame = VideoFrame.from_numpy_buffer(pixels, "rgba")
        if self._pixels == "rgb24":
            return self._convert.reformat(frame, format=self._pixels, threads=1)
        return self._convert.reformat(
            frame,
            format=self._pixels,
            dst_colorspace=self._matrix,
            src_color_range=FULL,
            dst_color_range=LIMITED,
            dst_color_trc=BT709,
            dst_color_primaries=BT709,
            threads=1,
        )


def cores() -> int:
    """Returns how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def telling() -> Iterator[None]:
    """Raises FilmError for what the system or the encoder says in a block; a fault of the program stays what it is."""
    try:
        yield
    except MemoryError as error:
        raise FilmError("not enough memory") from error
    except Exception as error:
        from av import FFmpegError

        if isinstance(error, OSError | FFmpegError) and not isinstance(error, FilmError):
            raise FilmError(getattr(error, "strerror", None) or str(error)) from error
        raise
