"""Matrices and vectors for the picture: float32, row vectors (`v @ model @ view @ projection`).

The only importer of pyrr, of which only the functions are used. Everything is turned into floats on the way in,
because pyrr computes in the type it is given and integers come out wrong.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from pyrr import matrix44

Matrix: TypeAlias = npt.NDArray[np.float32]
Array: TypeAlias = npt.NDArray[np.float32]
Floats: TypeAlias = npt.NDArray[np.float64]
Vector: TypeAlias = tuple[float, float, float]

IDENTITY: Matrix = np.eye(4, dtype=np.float32)
IDENTITY.setflags(write=False)


def translation(offset: Vector) -> Matrix:
    """Returns the 4x4 matrix that moves a row vector by `offset`."""
    return np.asarray(matrix44.create_from_translation(np.asarray(offset, np.float64)), np.float32)


def perspective(field_of_view: float, aspect: float, near: float, far: float) -> Floats:
    """Returns a float64 perspective projection; `field_of_view` is the vertical angle in radians."""
    degrees = float(np.degrees(field_of_view))
    matrix = matrix44.create_perspective_projection(degrees, float(aspect), float(near), float(far))
    return np.asarray(matrix, np.float64)


def inverse(matrix: npt.NDArray[np.floating]) -> Floats:
    """Returns the inverse of a 4x4 matrix, in float64."""
    return np.asarray(matrix44.inverse(np.asarray(matrix, np.float64)), np.float64)


def normalized(vector: Floats) -> Floats:
    """Returns `vector` at length one; a zero vector stays zero."""
    length = float(np.sqrt(np.dot(vector, vector)))
    return vector / length if length > 0.0 else vector
