"""The uniform block `Frame`: what every shader knows of the picture, as `shaders/_frame.glsl` lays it out."""

from __future__ import annotations

from typing import Any

import moderngl
import numpy as np

from descent_game.engine.remembered import Remembered
from descent_game.engine.view import View
from descent_game.render.upload import Counts, finite, single

BINDING = 0
FLOATS = 56


def frame_bytes(view: View, *, flipped: bool = False) -> bytes:
    """Returns the block's 224 bytes (std140) for a view, `flipped` upside down; raises NonFinite."""
    camera, palette, stage = view.camera, view.palette, view.camera.stage
    up = -1.0 if flipped else 1.0
    block = np.zeros(FLOATS)
    matrix = np.array(camera.matrix)
    matrix[:, 1] *= up
    block[0:16] = matrix.ravel()
    block[16:20] = (*camera.eye, 1.0)
    block[20:24] = (view.width, view.height, view.scale, float(flipped))
    block[24:28] = (stage.x, stage.y * up, stage.half_width, stage.half_height)
    colors = (*palette.ramp, palette.contour, palette.ink)
    block[28:52] = [channel for color in colors for channel in color]
    block[52] = palette.glow
    return finite("frame", single(block)).tobytes()


class Frame:
    """The block on the GPU, written only when it changed."""

    def __init__(self, context: moderngl.Context, counts: Counts) -> None:
        self._buffer: Any = context.buffer(reserve=FLOATS * 4)
        self._counts = counts
        self._written = b""
        self._bytes = Remembered(frame_bytes)
        counts.objects_created += 1

    def write(self, view: View, *, flipped: bool) -> None:
        """Writes and binds the block for a view."""
        block = self._bytes(view, flipped=flipped)
        if block != self._written:
            self._buffer.write(block)
            self._written = block
            self._counts.bytes_sent += len(block)
        self._buffer.bind_to_uniform_block(BINDING)

    def release(self) -> None:
        """Frees the buffer."""
        self._buffer.release()
