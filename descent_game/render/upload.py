"""Geometries and textures on the GPU: made once, kept as long as their data lives, sent row by row as they change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final
from weakref import WeakKeyDictionary

import moderngl
import numpy as np
import numpy.typing as npt

from descent_game.engine.geometry import Geometry, Texture


class NonFinite(ValueError):  # noqa: N818 - names the state of the numbers
    """Numbers on their way to the GPU hold an infinity or a NaN; the message names them."""


LARGEST: Final = float(np.finfo(np.float32).max)
"""The largest number there is on the GPU: what is beyond it would arrive there as infinity."""


@dataclass
class Counts:
    """What drawing one picture took."""

    draw_calls: int = 0
    program_changes: int = 0
    bytes_sent: int = 0
    objects_created: int = 0

    def reset(self) -> None:
        """Starts counting anew."""
        self.draw_calls = self.program_changes = self.bytes_sent = self.objects_created = 0


def single(numbers: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    """Returns numbers as the GPU takes them, float32; what is too large for it is infinite, for `finite` to see."""
    with np.errstate(over="ignore"):
        return np.asarray(numbers, np.float32)


def finite(name: str, rows: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """Returns `rows`; raises NonFinite, with `name` and the first bad row, unless all of them are finite."""
    good = np.isfinite(rows)
    if not good.all():
        row = int(np.argwhere(~good)[0][0])
        raise NonFinite(f"{name}: row {row} of {len(rows)} sent is not finite: {rows[row].tolist()}")
    return rows


@dataclass
class _Buffers:
    arrays: dict[str, Any]
    index: Any = None
    vertex_arrays: dict[int, Any] = field(default_factory=dict)


class Uploads:
    """The GPU's copies of geometries and textures, keyed weakly by them.

    A geometry tells its changes once, so that one `Uploads` (one renderer) may draw it, not two.
    """

    def __init__(self, context: moderngl.Context, counts: Counts) -> None:
        self._context = context
        self._counts = counts
        self._geometries: WeakKeyDictionary[Geometry, _Buffers] = WeakKeyDictionary()
        self._textures: WeakKeyDictionary[Texture, Any] = WeakKeyDictionary()

    def vertex_array(self, geometry: Geometry, program: Any) -> Any:
        """Returns what draws `geometry` with `program`, its changed rows sent; raises NonFinite.

        A program's attribute that the geometry lacks raises KeyError; arrays that the program does not read stay home.
        """
        buffers = self._geometries.get(geometry)
        if buffers is None:
            buffers = self._geometries[geometry] = self._made(geometry)
        else:
            self._send_rows(geometry, buffers)
        vertex_array = buffers.vertex_arrays.get(program.glo)
        if vertex_array is None:
            vertex_array = self._bound(geometry, buffers, program)
            buffers.vertex_arrays[program.glo] = vertex_array
        return vertex_array

    def texture(self, texture: Texture) -> Any:
        """Returns the GPU's texture, its changed columns sent; raises NonFinite."""
        stored = self._textures.get(texture)
        changed = texture.take_changes()
        if stored is None:
            height, width, channels = texture.data.shape
            data = np.ascontiguousarray(finite("texture", texture.data))
            stored = self._context.texture((width, height), channels, data, dtype="f4")
            mode = moderngl.LINEAR if texture.smooth else moderngl.NEAREST
            stored.filter = (mode, mode)
            stored.repeat_x = stored.repeat_y = False
            self._textures[texture] = stored
            self._count(data.nbytes, 1)
            return stored
        for top, bottom, start, stop in changed:
            texels = self._texels(texture, top, bottom, start, stop)
            stored.write(texels, viewport=(start, top, stop - start, bottom - top))
            self._count(texels.nbytes, 0)
        return stored

    def _texels(self, texture: Texture, top: int, bottom: int, start: int, stop: int) -> npt.NDArray[np.floating]:
        try:
            return np.ascontiguousarray(finite("texture", texture.data[top:bottom, start:stop]))
        except NonFinite:
            del self._textures[texture]  # so that all of it is sent again once it is whole
            raise

    def _count(self, sent: int, created: int) -> None:
        self._counts.bytes_sent += sent
        self._counts.objects_created += created

    def _made(self, geometry: Geometry) -> _Buffers:
        geometry.take_changes()
        buffers = _Buffers({})
        for name, rows in {**geometry.arrays, **geometry.instance_arrays}.items():
            buffers.arrays[name] = self._context.buffer(finite(name, rows))
            self._count(rows.nbytes, 1)
        if geometry.indices is not None:
            buffers.index = self._context.buffer(geometry.indices)
            self._count(geometry.indices.nbytes, 1)
        return buffers

    def _send_rows(self, geometry: Geometry, buffers: _Buffers) -> None:
        for name, (start, stop) in geometry.take_changes().items():
            array = geometry.arrays[name] if name in geometry.arrays else geometry.instance_arrays[name]
            try:
                rows = finite(name, array[start:stop])
            except NonFinite:
                del self._geometries[geometry]  # so that all of it is sent again once it is whole
                raise
            buffers.arrays[name].write(rows, offset=start * array.strides[0])
            self._count(rows.nbytes, 0)

    def _bound(self, geometry: Geometry, buffers: _Buffers, program: Any) -> Any:
        content = []
        for name in program:
            if name.startswith("gl_") or not isinstance(program[name], moderngl.Attribute):
                continue
            instanced = name in geometry.instance_arrays
            array = geometry.instance_arrays[name] if instanced else geometry.arrays[name]
            width = 1 if array.ndim == 1 else array.shape[1]
            content.append((buffers.arrays[name], f"{width}f{'/i' if instanced else ''}", name))
        self._count(0, 1)
        return self._context.vertex_array(program, content, buffers.index, index_element_size=4)

    def release(self) -> None:
        """Frees every copy; the data itself stays and would be sent whole again."""
        for buffers in self._geometries.values():
            for held in (*buffers.vertex_arrays.values(), *buffers.arrays.values(), buffers.index):
                if held is not None:
                    held.release()
        for texture in self._textures.values():
            texture.release()
        self._geometries.clear()
        self._textures.clear()
