"""A canvas into pixels: layer by layer, boxes and marks, then curves, then text, one draw each."""

from __future__ import annotations

from typing import Any, TypeAlias

import moderngl
import numpy as np
import numpy.typing as npt

from descent_game.engine.mesh import Material
from descent_game.render.boxes import box_rows, with_fills
from descent_game.render.glyphs import Glyphs
from descent_game.render.state import State
from descent_game.render.strokes import Strokes
from descent_game.render.upload import Counts, finite
from descent_game.ui.canvas import Canvas, Layer

Rows: TypeAlias = npt.NDArray[np.float32]
FIRST_CAPACITY = 64
FILL_LAYOUT = ("4f 4f/i", ("rect", "color"))
BOX_LAYOUT = ("4f 4f 4f 4f 4f/i", ("rect", "clip", "fill", "border", "shape"))
CURVE_LAYOUT = ("4f 4f 4f 4f 4f/i", ("before_from", "to_after", "pen", "color", "clip"))
TEXT_LAYOUT = ("4f 2f 4f/i", ("rect", "origin", "color"))


class Batch:
    """Instances of one shader: a buffer that grows by doubling and is written only when its rows changed."""

    def __init__(
        self, context: moderngl.Context, state: State, counts: Counts, name: str, layout: tuple[str, tuple[str, ...]]
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
        if self._written is None or not np.array_equal(rows, self._written):
            self._write(rows)
        self._state.use(self._shader, self._material)
        self._vertex_array.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=len(rows))
        self._counts.draw_calls += 1

    def _write(self, rows: Rows) -> None:
        finite(self._material.shader, rows)
        if len(rows) > self._capacity:
            self.release()
            self._capacity = max(FIRST_CAPACITY, 1 << (len(rows) - 1).bit_length())
            self._buffer = self._context.buffer(reserve=self._capacity * rows.shape[1] * 4)
            layout, names = self._layout
            self._vertex_array = self._context.vertex_array(self._shader.program, [(self._buffer, layout, *names)])
            self._counts.objects_created += 2
        self._buffer.write(rows)
        self._counts.bytes_sent += rows.nbytes
        self._written = rows

    def release(self) -> None:
        """Frees the buffer; the next draw makes another."""
        if self._buffer is not None:
            self._vertex_array.release()
            self._buffer.release()
        self._buffer = self._vertex_array = self._written = None
        self._capacity = 0


class _Brushes:
    """What one layer is painted with."""

    def __init__(self, context: moderngl.Context, state: State, counts: Counts) -> None:
        self.fills = Batch(context, state, counts, "fill", FILL_LAYOUT)
        self.boxes = Batch(context, state, counts, "box", BOX_LAYOUT)
        self.curves = Batch(context, state, counts, "curve", CURVE_LAYOUT)
        self.text = Batch(context, state, counts, "text", TEXT_LAYOUT)
        self.strokes = Strokes()

    def release(self) -> None:
        for batch in (self.fills, self.boxes, self.curves, self.text):
            batch.release()


class Painter:
    """Paints canvases; keeps a set of buffers for each layer and one atlas for all text."""

    def __init__(self, context: moderngl.Context, state: State, counts: Counts) -> None:
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
            fills, boxes = with_fills(box_rows(layer.boxes))
            brushes.fills.draw(fills)
            brushes.boxes.draw(boxes)
        if layer.curves:
            brushes.curves.draw(brushes.strokes.rows(layer.curves))
        if layer.runs or layer.formulas:
            rows = self.glyphs.rows(layer.runs, layer.formulas)
            self.glyphs.atlas.texture.use(0)
            brushes.text.draw(rows)

    def release(self) -> None:
        """Frees the buffers and the atlas."""
        for brushes in self._layers:
            brushes.release()
        self._layers.clear()
        self.glyphs.release()
