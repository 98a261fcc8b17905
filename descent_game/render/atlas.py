"""One texture for every run of text: coverage, packed on shelves, bounded, cleared as a whole when it is full."""

from __future__ import annotations

from typing import Any

import moderngl
import numpy as np
import numpy.typing as npt

from descent_game.render.upload import Counts

FIRST_SIZE = 2048
LAST_SIZE = 4096
SHELF_STEP = 4


class Shelves:
    """Places rectangles in a square, row by row; a row takes what is up to `SHELF_STEP` pixels lower than itself."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._rows: dict[int, list[tuple[int, int]]] = {}
        self._top = 0

    def place(self, width: int, height: int) -> tuple[int, int] | None:
        """Returns the left upper corner for a rectangle, None if there is no room left."""
        tall = -(-height // SHELF_STEP) * SHELF_STEP
        rows = self._rows.setdefault(tall, [])
        for i, (x, y) in enumerate(rows):
            if x + width <= self.size:
                rows[i] = (x + width, y)
                return x, y
        if width > self.size or self._top + tall > self.size:
            return None
        y, self._top = self._top, self._top + tall
        rows.append((width, y))
        return 0, y


class Atlas:
    """A texture of coverage, one byte a texel; grows once, from 2048 to 4096 texels a side.

    What was placed keeps its texels when the atlas grows. `generation` rises when it is cleared.
    """

    def __init__(
        self, context: moderngl.Context, counts: Counts, size: int = FIRST_SIZE, last: int = LAST_SIZE
    ) -> None:
        self._context = context
        self._counts = counts
        self._last = last
        self._coverage = np.zeros((size, size), np.uint8)
        self._shelves = Shelves(size)
        self.generation = 0
        self.texture: Any = None
        self._make()

    @property
    def size(self) -> int:
        """Texels a side."""
        return self._shelves.size

    def add(self, coverage: npt.NDArray[np.uint8]) -> tuple[int, int] | None:
        """Puts down coverage, (height, width), and returns its left upper texel; None if there is no room."""
        height, width = coverage.shape
        place = self._shelves.place(width, height)
        if place is None and self.size < self._last:
            self._grow()
            place = self._shelves.place(width, height)
        if place is None:
            return None
        x, y = place
        self._coverage[y : y + height, x : x + width] = coverage
        sent = np.ascontiguousarray(coverage)
        self.texture.write(sent, viewport=(x, y, width, height), alignment=1)
        self._counts.bytes_sent += sent.nbytes
        return place

    def clear(self) -> None:
        """Empties the atlas; whatever was placed is void."""
        self.generation += 1
        self._shelves = Shelves(self.size)

    def _grow(self) -> None:
        old, shelves = self._coverage, self._shelves
        self._coverage = np.zeros((self._last, self._last), np.uint8)
        self._coverage[: len(old), : len(old)] = old
        shelves.size = self._last
        self.texture.release()
        self._make()

    def _make(self) -> None:
        size = len(self._coverage)
        self.texture = self._context.texture((size, size), 1, self._coverage, alignment=1)
        self.texture.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self._counts.objects_created += 1
        self._counts.bytes_sent += self._coverage.nbytes

    def release(self) -> None:
        """Frees the texture."""
        self.texture.release()
