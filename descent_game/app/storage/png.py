"""PNG files: 8 bits a channel, with words about the picture in it (W3C PNG specification, third edition)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import platformdirs

from descent_game.app.storage import json_files, output_files
from descent_game.app.storage.saving import Saved

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOR_TYPES = {3: 2, 4: 6}
UP = 2
LEVEL = 6


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def encoded(pixels: npt.NDArray[np.uint8], about: Mapping[str, str], level: int = LEVEL) -> bytes:
    """Returns a picture, (height, width, 3 or 4) sRGB rows from the top, as a file; opacity is not premultiplied.

    `about` holds keywords of at most 79 letters and their texts.
    """
    height, width, channels = pixels.shape
    rows = pixels.reshape(height, width * channels)
    filtered = np.empty((height, 1 + width * channels), np.uint8)
    filtered[:, 0] = UP
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    header = struct.pack(">IIBBBBB", width, height, 8, COLOR_TYPES[channels], 0, 0, 0)
    chunks = [SIGNATURE, _chunk(b"IHDR", header), _chunk(b"sRGB", b"\x00")]
    chunks += [_text(key, value) for key, value in about.items()]
    chunks += [_chunk(b"IDAT", zlib.compress(filtered.tobytes(), level)), _chunk(b"IEND", b"")]
    return b"".join(chunks)


def _text(keyword: str, text: str) -> bytes:
    try:
        return _chunk(b"tEXt", keyword.encode("latin-1") + b"\0" + text.encode("latin-1"))
    except UnicodeEncodeError:
        return _chunk(b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8"))


def straight(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Returns a picture, (height, width, 4), with its colours no longer multiplied by its opacity."""
    opacity = pixels[..., 3:].astype(np.uint16)
    colors = (pixels[..., :3].astype(np.uint16) * 255 + opacity // 2) // np.maximum(opacity, 1)
    return np.concatenate((np.minimum(colors, 255).astype(np.uint8), pixels[..., 3:]), axis=-1)


def drawn(pixels: npt.NDArray[np.uint8], *, transparent: bool) -> npt.NDArray[np.uint8]:
    """Returns a picture as it was drawn, (height, width, 4), as it is written: `straight`, or without its opacity."""
    return straight(pixels) if transparent else np.ascontiguousarray(pixels[..., :3])


def write(path: Path, pixels: npt.NDArray[np.uint8], about: Mapping[str, str]) -> None:
    """Writes a picture to a file; what stood there is replaced only by the whole of it."""
    data = encoded(pixels, about)
    with output_files.replacing(path) as file:
        file.write(data)


def save(pixels: npt.NDArray[np.uint8], scene: str, about: Mapping[str, str], now: datetime) -> Saved:
    """Writes a picture of the screen among the user's pictures, named by scene and time; raises OSError."""
    folder = json_files.users_folder(platformdirs.user_pictures_dir, "Pictures")
    return output_files.add(folder, output_files.dated(scene, now), ".png", encoded(pixels, about)), 0
