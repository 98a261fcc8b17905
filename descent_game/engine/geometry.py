"""FrozenArray on their way to the GPU: vertex arrays and textures that remember which of their rows changed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from descent_game.engine.linalg import Array

BLOCK = 65_536
"""FrozenArray that are compared at once with those that they replace."""


def _differ(old: npt.NDArray[np.float32], new: npt.NDArray[np.floating]) -> bool:
    """Returns whether an array is to be replaced by other numbers than it has, looked at as far as it takes to tell."""
    rows = max(BLOCK // max(old[:1].size, 1), 1)
    return any((old[k : k + rows] != new[k : k + rows]).any() for k in range(0, len(old), rows))


def _merged(old: tuple[int, int] | None, start: int, stop: int) -> tuple[int, int]:
    return (start, stop) if old is None else (min(old[0], start), max(old[1], stop))


class Geometry:
    """Named float32 arrays of a fixed capacity, one row a vertex (or an instance), and how many of them to draw.

    `arrays` are per-vertex attributes, (rows,) or (rows, 1 to 4); `instance_arrays` advance once an instance.
    `indices` is an optional (n,) uint32 array. Without arrays the vertex shader makes its own points from
    `gl_VertexID`, and `vertices` says how many. Only rows that `write` has changed travel to the GPU again.
    """

    def __init__(
        self,
        arrays: Mapping[str, npt.NDArray[np.floating]] | None = None,
        *,
        instance_arrays: Mapping[str, npt.NDArray[np.floating]] | None = None,
        indices: npt.NDArray[np.integer] | None = None,
        vertices: int | None = None,
        instances: int = 1,
    ) -> None:
        self.arrays = {name: np.array(rows, np.float32) for name, rows in (arrays or {}).items()}
        self.instance_arrays = {name: np.array(rows, np.float32) for name, rows in (instance_arrays or {}).items()}
        self.indices = None if indices is None else np.array(indices, np.uint32)
        if vertices is None:
            vertices = len(self.indices) if self.indices is not None else len(next(iter(self.arrays.values())))
        self.vertices = vertices
        self.instances = instances
        self._changed: dict[str, tuple[int, int]] = {}

    def write(self, name: str, rows: npt.NDArray[np.floating], start: int = 0) -> None:
        """Replaces rows of one array from `start` on and remembers to send them; raises ValueError past the end."""
        array = self.arrays[name] if name in self.arrays else self.instance_arrays[name]
        stop = start + len(rows)
        if start < 0 or stop > len(array):
            raise ValueError(f"{name}: rows {start} to {stop} of {len(array)}")
        rows = np.asarray(rows, np.float32)
        if _differ(array[start:stop], rows):
            array[start:stop] = rows
            self._changed[name] = _merged(self._changed.get(name), start, stop)

    def take_changes(self) -> dict[str, tuple[int, int]]:
        """Returns the changed range of rows of each array since the last call, and forgets them."""
        changes = self._changed
        if changes:
            self._changed = {}
        return changes


class Texture:
    """A float32 picture, (height, width, 1, 2 or 4), that remembers which columns of each row changed.

    `smooth` asks for linear filtering; otherwise texels are fetched as they are.
    """

    def __init__(self, data: npt.NDArray[np.floating], *, smooth: bool = False) -> None:
        self.data: Array = np.array(data, np.float32)
        if self.data.ndim != 3 or self.data.shape[2] not in (1, 2, 4):
            raise ValueError(f"a texture is (height, width, 1, 2 or 4), not {self.data.shape}")
        self.smooth = smooth
        self._changed: dict[int | None, tuple[int, int]] = {}

    def write(self, columns: npt.NDArray[np.floating], start: int = 0, row: int | None = None) -> None:
        """Replaces columns from `start` on, (height, n, channels), or (n, channels) of one `row`, and notes them."""
        count = columns.shape[1] if row is None else columns.shape[0]
        if start < 0 or start + count > self.data.shape[1]:
            raise ValueError(f"columns {start} to {start + count} of {self.data.shape[1]}")
        target = self.data[slice(None) if row is None else row, ..., start : start + count, :]
        columns = np.asarray(columns, np.float32)
        if _differ(target, columns):
            target[:] = columns
            self._changed[row] = _merged(self._changed.get(row), start, start + count)

    def take_changes(self) -> list[tuple[int, int, int, int]]:
        """Returns what changed since the last call, and forgets it: rows from and to, columns from and to."""
        height = self.data.shape[0]
        changes = [
            (0 if row is None else row, height if row is None else row + 1, start, stop)
            for row, (start, stop) in self._changed.items()
        ]
        self._changed.clear()
        return changes
