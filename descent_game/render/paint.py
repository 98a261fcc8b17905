"""A canvas into pixels: layer by layer, boxes and marks, then curves, then text, one draw each."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import moderngl
import numpy as np
import numpy.typing as npt

from descent_game.engine.mesh import Material
from descent_game.render.boxes import COLUMNS, FILL_COLUMNS, box_rows, with_fills
from descent_game.render.glyphs import Glyphs
from descent_game.render.lettering import Lettering
from descent_game.render.state import PipelineState
from descent_game.render.strokes import Strokes
from descent_game.render.upload import Counts, finite
from descent_game.ui.canvas import Box, Canvas, Layer

Rows: TypeAlias = npt.NDArray[np.float32]
FIRST_CAPACITY = 2048
"""Rows that a buffer has room for at first: enough for every scene, so that none is made anew while one runs."""
NO_FILLS: Final[Rows] = np.empty((0, FILL_COLUMNS), np.float32)
NO_BOXES: Final[Rows] = np.empty((0, COLUMNS), np.float32)
FILL_LAYOUT = ("4f 4f/i", ("rect", "color"))
BOX_LAYOUT = ("4f 4f 4f 4f 4f/i", ("rect", "clip", "fill", "border", "shape"))
CURVE_LAYOUT = ("4f 4f 4f 4f 4f/i", ("before_from", "to_after", "pen", "color", "clip"))
TEXT_LAYOUT = ("4f 2f 4f/i", ("rect", "origin", "color"))


class Batch:
    """Instances of one shader: a buffer that grows by doubling and is written only when its rows changed."""

    def __init__(
        self,
        context: moderngl.Context,
        state: PipelineState,
        counts: Counts,
        name: str,
        layout: tuple[str, tuple[str, ...]],
    ) -> None:
        self._context = context
        self._state = state
        self._counts = counts
        self._layout = layout
        self._material = Material(name, depth="off")
        self._shader = state.shader(name)
        self._capacity = 0
        self._buffer: Any = None
        self._vertex_array: Any = None
        self._written: Rows | None = None

    def draw(self, rows: Rows) -> None:
        """Draws one instance a row, nothing without rows; raises NonFinite."""
        if not len(rows):
            return
        if rows is not self._written:
            self._write(rows)
        self._state.use(self._shader, self._material)
        self._vertex_array.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=len(rows))
        self._counts.draw_calls += 1

    def _write(self, rows: Rows) -> None:
        """Sends what of `rows` differs from what the buffer holds, from the first such row to the last."""
        start, stop = _differing(rows, self._written)
        changed = finite(self._material.shader, rows[start:stop])
        if len(rows) > self._capacity:
            self._make(rows)
            start, changed = 0, rows
        if len(changed):
            self._buffer.write(changed, offset=start * rows.shape[1] * 4)
            self._counts.bytes_sent += changed.nbytes
        self._written = rows

    def _make(self, rows: Rows) -> None:
        """Makes a buffer with room for as many rows."""
        self.release()
        self._capacity = max(FIRST_CAPACITY, 1 << (len(rows) - 1).bit_length())
        self._buffer = self._context.buffer(reserve=self._capacity * rows.shape[1] * 4)
        layout, names = self._layout
        self._vertex_array = self._context.vertex_array(self._shader.program, [(self._buffer, layout, *names)])
        self._counts.objects_created += 2

    def release(self) -> None:
        """Frees the buffer; the next draw makes another."""
        if self._buffer is not None:
            self._vertex_array.release()
            self._buffer.release()
        self._buffer = self._vertex_array = self._written = None
        self._capacity = 0


def _differing(rows: Rows, held: Rows | None) -> tuple[int, int]:
    """Returns from which row to which `rows` differ from those that are `held`; all of them where none are."""
    if held is None:
        return 0, len(rows)
    both = min(len(rows), len(held))
    changed = np.flatnonzero((rows[:both] != held[:both]).any(axis=1))
    start = int(changed[0]) if len(changed) else both
    stop = len(rows) if len(rows) > both else int(changed[-1]) + 1 if len(changed) else both
    return start, stop


class _Brushes:
    """What one layer is painted with, and what its boxes were in the last picture with the rows they became."""

    def __init__(self, context: moderngl.Context, state: PipelineState, counts: Counts) -> None:
        self.fills = Batch(context, state, counts, "fill", FILL_LAYOUT)
        self.boxes = Batch(context, state, counts, "box", BOX_LAYOUT)
        self.curves = Batch(context, state, counts, "curve", CURVE_LAYOUT)
        self.text = Batch(context, state, counts, "text", TEXT_LAYOUT)
        self.strokes = Strokes()
        self.lettering = Lettering()
        self._boxes: list[Box] = []
        self._rows: tuple[Rows, Rows] = NO_FILLS, NO_BOXES

    def rows(self, boxes: list[Box]) -> tuple[Rows, Rows]:
        """Returns the rows of flat fills and of boxes, those of the last picture if they are the same."""
        if boxes != self._boxes:
            self._boxes = boxes.copy()
            self._rows = with_fills(box_rows(boxes))
        return self._rows

    def release(self) -> None:
        """Frees the buffers."""
        for batch in (self.fills, self.boxes, self.curves, self.text):
            batch.release()


class Painter:
    """Paints canvases; keeps a set of buffers for each layer and one atlas for all text."""

    def __init__(self, context: moderngl.Context, state: PipelineState, counts: Counts) -> None:
        self._context = context
        self._state = state
        self._counts = counts
        self._layers: list[_Brushes] = []
        self.glyphs = Glyphs(context, counts)

    def paint(self, canvas: Canvas) -> None:
        """Draws a canvas over what is in the bound framebuffer; raises NonFinite."""
        for i, layer in enumerate(canvas.layers()):
            if i == len(self._layers):
                self._layers.append(_Brushes(self._context, self._state, self._counts))
            self._paint(layer, self._layers[i])

    def _paint(self, layer: Layer, brushes: _Brushes) -> None:
        if layer.boxes:
            fills, boxes = brushes.rows(layer.boxes)
            brushes.fills.draw(fills)
            brushes.boxes.draw(boxes)
        if layer.curves:
            brushes.curves.draw(brushes.strokes.rows(layer.curves))
        if layer.runs or layer.formulas:
            rows = brushes.lettering.rows(self.glyphs, layer.runs, layer.formulas)
            self.glyphs.atlas.texture.use(0)
            brushes.text.draw(rows)

    def release(self) -> None:
        """Frees the buffers and the atlas."""
        for brushes in self._layers:
            brushes.release()
        self._layers.clear()
        self.glyphs.release()
