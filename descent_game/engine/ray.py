"""Rays and what they hit. A query returns its answer and writes nothing on what it queried."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from descent_game.engine.linalg import Vector


@dataclass(frozen=True)
class Ray:
    """A half line from `origin` along `direction` (length one)."""

    origin: Vector
    direction: Vector

    def at(self, distance: float) -> Vector:
        """Returns the point at `distance` from the origin."""
        (ox, oy, oz), (dx, dy, dz) = self.origin, self.direction
        return ox + distance * dx, oy + distance * dy, oz + distance * dz


@dataclass(frozen=True)
class Hit:
    """Where a ray met a surface, and how far along."""

    point: Vector
    distance: float


def pick(ray: Ray, vertices: npt.NDArray[np.floating], triangles: npt.NDArray[np.integer]) -> Hit | None:
    """Returns the nearest crossing of `ray` with triangles, or None; both faces count.

    `vertices` is (n, 3), `triangles` (m, 3) of their indices: the very triangles that are drawn, so the answer is
    exact to the picture, behind a wall and at grazing angles too. Möller and Trumbore, "Fast, minimum storage
    ray-triangle intersection" (1997), over all triangles at once in float64.
    """
    origin = np.asarray(ray.origin, np.float64)
    direction = np.asarray(ray.direction, np.float64)
    corners = np.asarray(vertices, np.float64)
    first = corners[triangles[:, 0]]
    edge_1 = corners[triangles[:, 1]] - first
    edge_2 = corners[triangles[:, 2]] - first
    p = np.cross(direction, edge_2)
    determinant = np.einsum("ij,ij->i", edge_1, p)
    usable = np.abs(determinant) > 1e-14
    inverse = 1.0 / np.where(usable, determinant, 1.0)
    to_origin = origin - first
    u = np.einsum("ij,ij->i", to_origin, p) * inverse
    q = np.cross(to_origin, edge_1)
    v = (q @ direction) * inverse
    distance = np.einsum("ij,ij->i", edge_2, q) * inverse
    slack = 1e-9  # so that a ray through a shared edge is not lost between two triangles
    hit = usable & (u >= -slack) & (v >= -slack) & (u + v <= 1.0 + slack) & (distance > 0.0)
    if not hit.any():
        return None
    nearest = float(distance[hit].min())
    return Hit(ray.at(nearest), nearest)
