"""Pictures encoded into a fragmented file, one fragment for each, that plays up to the last whole one.

Pictures are sRGB bytes, RGBA, rows from the top. They become BT.709 in limited range, converted and tagged so, which is
what players assume of a film of this size; untagged, or converted by the default matrix, colours would shift.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from descent_game.app.film.formats import BT709, Codec, FilmError
from descent_game.app.film.part_file import PartFile

Pixels = npt.NDArray[np.uint8]

LIMITED: Final = 1
FULL: Final = 2
FEW: Final = 2
"""With so many processors, slices of a picture side by side would only get in the way of what draws the next one."""
FRAGMENTED: Final = {"movflags": "frag_every_frame+empty_moov+default_base_moof", "flush_packets": "1"}


class Encoder:
    """Pictures one after another in a part file; width and height must be even. `about` is kept in it (title, comment).

    `pictures` are those that the file has for good.
    """

    def __init__(
        self,
        part_file: PartFile,
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
        self._part_file = part_file
        self._convert = Matrix(codec.pixels)
        options = dict(codec.options)
        if codec.encoder == "libx264" and cores() <= FEW:
            options["threads"] = "1"
        if codec.worst:
            options["crf"] = str(codec.crf if crf is None else crf)
        try:
            self._file = av.open(part_file, "w", format="mp4", options=FRAGMENTED)
            self._file.metadata.update(about)
            self._stream = self._opened(codec, options, size, fps)
            part_file.commit()
        except (av.FFmpegError, OSError) as error:
            raise FilmError(told(error)) from error

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
        """Adds a picture, (height, width, 4), as that number of the film; raises OSError where the disk is full."""
        frame = self._convert.frame(pixels)
        frame.pts, frame.time_base = number, self._stream.codec_context.time_base
        self._mux(self._stream.encode(frame))

    def close(self) -> None:
        """Adds what is still in the encoder and ends the file; raises OSError where the disk is full."""
        self._mux(self._stream.encode(None))
        self._file.close()
        self._part_file.commit()

    def _mux(self, packets: Any) -> None:
        for packet in packets:
            self._file.mux(packet)
            self._part_file.commit()
            self.pictures += 1


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


def system_says(error: BaseException) -> bool:
    """Returns whether an error is one of the system or of the encoder, and no fault of the program."""
    import av

    return isinstance(error, FilmError | OSError | MemoryError | av.FFmpegError)


def told(error: BaseException) -> str:
    """Returns what an error of the system, or of the encoder, says to people."""
    if isinstance(error, MemoryError):
        return "not enough memory"
    return getattr(error, "strerror", None) or str(error)
