"""The kinds of film: what the ending of a name stands for, and how its pictures are encoded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

BT709: Final = 1
BT601: Final = 5


class FilmError(OSError):
    """The film cannot be written on; the message says why."""


@dataclass(frozen=True)
class Codec:
    """How pictures are encoded: one packet for each, at once, so that nothing waits in memory to be lost.

    `crf` is what quality is asked for where nobody says (less is better), up to `worst`.
    """

    encoder: str
    options: Mapping[str, str]
    crf: int = 0
    worst: int = 0
    pixels: str = "yuv420p"


CODECS: Final[Mapping[str, Codec]] = MappingProxyType(
    {
        "h264": Codec("libx264", {"preset": "veryfast", "tune": "zerolatency"}, 20, 51),
        "h265": Codec(
            "libx265", {"preset": "superfast", "tune": "zerolatency", "x265-params": "log-level=error"}, 25, 51
        ),
        "vp9": Codec(
            "libvpx-vp9",
            {"b": "0", "deadline": "realtime", "cpu-used": "6", "row-mt": "1", "lag-in-frames": "0"},
            30,
            63,
        ),
        "av1": Codec("libsvtav1", {"preset": "9", "svtav1-params": "pred-struct=1"}, 30, 63),
        # every bit as drawn, for kinds of film that are made from the whole of it afterwards
        "exact": Codec("libx264rgb", {"preset": "ultrafast", "tune": "zerolatency", "qp": "0"}, pixels="rgb24"),
    }
)


@dataclass(frozen=True)
class Format:
    """A kind of film: its container, and the codecs it takes, the usual one first.

    One with an `encoder` of its own is made from the exact pictures when all of them have been taken. One that can
    sound says how that is encoded.
    """

    container: str
    codecs: tuple[str, ...]
    container_options: Mapping[str, str] = field(default_factory=dict)
    encoder: str = ""
    pixels: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    sound: str = ""


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        ".mp4": Format("mp4", ("h264", "h265", "av1"), {"movflags": "+faststart"}, sound="aac"),
        ".mkv": Format("matroska", ("h264", "h265", "av1", "vp9"), sound="aac"),
        ".webm": Format("webm", ("vp9", "av1"), sound="libopus"),
        ".gif": Format("gif", ("exact",), encoder="gif", pixels="pal8"),
        ".webp": Format(
            "webp", ("exact",), {"loop": "0"}, "libwebp_anim", "yuva420p", {"quality": "90", "compression_level": "3"}
        ),
    }
)
"""Each kind of film by the ending of its name."""
