"""Pictures of demos for the tests: as they are drawn, and as a film of them shows them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av

from descent_game.app.film import offline_render
from descent_game.app.film.encoder import Pixels
from descent_game.app.film.offline_render import RenderOptions
from descent_game.engine.timeline import Demo


def pictures(demo: Demo, context: Any, options: RenderOptions = offline_render.PLAIN) -> list[Pixels]:
    """Returns all pictures of a demo, each (height, width, 4), as they are drawn."""
    taken: list[Pixels] = []
    offline_render.render(demo, context, lambda pixels: taken.append(pixels.copy()), options)
    return taken


def decoded(path: Path) -> list[av.VideoFrame]:
    """Returns all pictures of a film."""
    with av.open(path) as film:
        return list(film.decode(film.streams.video[0]))


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yields the parts of a PNG file, each with its kind; every one must be whole."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        yield kind, body
        at += 12 + length
