"""The minima of a surface: Newton's method from the low points of a grid, and what is known of each."""

import numpy as np

from descent_game.sim.surfaces.surface import Array, Minimum, Surface

SIDE = 129
"""Points along each side of the grid that is searched for low ones."""
STEPS = 60
SAME = 1e-6
"""Minima closer than this, as a part of the half side, are one."""


def minimum_at(surface: Surface, x: float, y: float) -> Minimum:
    """Return the minimum at a point that is one, with its loss and the Hessian's eigenvalues."""
    place = np.array((x, y))
    least, greatest = np.linalg.eigvalsh(surface.hessian(place)).tolist()
    return Minimum(x, y, float(surface.loss(place)), (least, greatest))


@np.errstate(all="ignore")
def polished(surface: Surface, start: Array) -> Minimum | None:
    """Return the minimum that Newton's method finds from a low point (2,), or None where it finds none near it."""
    place, reach = start.copy(), surface.half / (SIDE - 1) * 4.0
    for _ in range(STEPS):
        gradient, hessian = surface.gradient(place), surface.hessian(place)
        curvatures, axes = np.linalg.eigh(hessian)
        if not np.isfinite(curvatures).all() or curvatures[1] <= 0.0:
            return None
        move = -axes @ ((axes.T @ gradient) / np.maximum(np.abs(curvatures), 1e-9 * curvatures[1]))
        after = place + move * min(1.0, reach / max(float(np.linalg.norm(move)), 1e-300))
        if (after == place).all():
            break
        place = after
    x, y = place.tolist()
    if not (np.abs(place - start) <= 2.0 * reach).all() or not surface.contains(x, y):
        return None
    found = minimum_at(surface, x, y)
    slack = float(np.linalg.norm(surface.gradient(place)))
    flat = 1e-9 * max(found.sharpness * surface.half, 1e-300)
    return found if found.curvatures[0] > 0.0 and slack <= flat else None


def find_minima(surface: Surface) -> tuple[Minimum, ...]:
    """Return the minima on the extent, lowest first, then by x and y; empty where there are none.

    Every point of a grid of 129² that is no higher than its neighbours starts a search, so valleys narrower than a cell
    can be missed.
    """
    x0, x1, y0, y1 = surface.extent
    x, y = np.meshgrid(np.linspace(x0, x1, SIDE), np.linspace(y0, y1, SIDE), indexing="ij")
    points = np.stack((x, y), axis=-1)
    loss = np.pad(surface.loss(points), 1, constant_values=np.inf)
    inner = loss[1:-1, 1:-1]
    low = np.isfinite(inner)
    for across in (0, 1, 2):
        for along in (0, 1, 2):
            low &= inner <= loss[across : across + SIDE, along : along + SIDE]
    found: list[Minimum] = []
    for start in points[low]:
        minimum = polished(surface, start)
        if minimum is not None and not any(
            np.hypot(minimum.x - other.x, minimum.y - other.y) < SAME * surface.half for other in found
        ):
            found.append(minimum)
    return tuple(sorted(found, key=lambda minimum: (minimum.loss, minimum.x, minimum.y)))
