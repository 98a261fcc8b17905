"""What a stage is, in numbers: that all of it is finite, and one sum over it that differs where anything does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from descent_game.app.show.stage import Stage
from descent_game.engine.mesh import Mesh

Part: TypeAlias = tuple[str, npt.NDArray[np.floating]]


def parts(stage: Stage) -> Iterator[Part]:
    """Yields every array of numbers that the scene on the stage would have drawn, with its name."""
    yield "camera", stage.view.camera.matrix
    for node, world in stage.scene.root.walk():
        yield f"{node.name}: world", np.asarray(world)
        if not isinstance(node, Mesh):
            continue
        for name, rows in {**node.geometry.arrays, **node.geometry.instance_arrays}.items():
            yield f"{node.name}: {name}", rows
        for name, texture in node.textures.items():
            yield f"{node.name}: {name}", texture.data
        for name, value in node.uniforms.items():
            yield f"{node.name}: {name}", np.atleast_1d(np.asarray(value, np.float64))


def check_finite(stage: Stage) -> None:
    """Fails where the scene that is shown holds a number that is not finite."""
    for name, rows in parts(stage):
        assert np.isfinite(rows).all(), f"{stage.scene.name}: {name} is not finite: {rows[~np.isfinite(rows)][:4]}"


def check_colors(picture: npt.NDArray[np.uint8], about: str) -> None:
    """Fails for a picture of one colour; (height, width, channels)."""
    assert int(np.ptp(picture[..., :3], axis=(0, 1)).max()) > 8, f"{about}: a picture of one colour"


def digest(stage: Stage) -> str:
    """Returns a sum over what is shown: scene, values, numbers and interface; dress the stage before."""
    found = hashlib.sha256(stage.words().encode())
    for name, rows in parts(stage):
        found.update(name.encode())
        found.update(np.ascontiguousarray(rows).tobytes())
    for layer in stage.canvas.layers():
        found.update(repr((layer.boxes, layer.runs, layer.formulas)).encode())
        for curve in layer.curves:
            found.update(np.ascontiguousarray(curve.points).tobytes())
            found.update(repr(curve[1:]).encode())
    return found.hexdigest()
