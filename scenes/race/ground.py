"""A surface made ready to be drawn: where its points stand on the plate, how high, and the same as texture and mesh.

The plate is where a surface is drawn: its middle at the origin, its longer side from -PLATE to PLATE. All that is drawn
(balls, trails, crowd, picking) stands on the plate; all that is simulated and told stays in the surface's own
coordinates. Points are computed in float64 from the surface itself; shaders sample the texture.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from threading import Thread

import numpy as np
import numpy.typing as npt

from descent_game.engine.camera import Camera
from descent_game.engine.geometry import Texture
from descent_game.engine.linalg import Floats
from descent_game.engine.ray import Hit, Ray
from descent_game.sim.surfaces.surface import HALF as PLATE
from descent_game.sim.surfaces.surface import Landscape, drawn_height, drawn_slope

TOP = 1.75
"""The drawn height of a surface's highest point."""
COARSE, FINE = 257, 513
"""Samples along each side of the texture: at once, and from a thread. Every second fine one is a coarse one."""
ERROR = 0.0022
"""How far, at the most, facets should lie from a surface that bends alike along each grid line."""
CELLS = 14, 64
"""The least and the most cells along a side; a small triangle costs as much as its light."""
FACET = 0.05
"""How far a facet may lie from the land, along a ray."""
FADE = 0.7
"""How far beyond the plate's edge a trail has faded away."""
SHARES = np.linspace(0.02, 0.97, 40)[:, np.newaxis]
"""Where on the way to the camera it is asked whether the ground stands there."""


def _axis(bend: Floats, half: float) -> Floats:
    """Returns the edges of the cells along an axis from -half to half, spaced so that each cell bends alike.

    `bend` is the greatest second derivative of the height met at even places along the axis. A facet's error grows
    with bend times width squared, so widths go with one over its root; a share of even spacing keeps them bounded.
    """
    places = np.linspace(-half, half, len(bend))
    density = np.sqrt(np.abs(bend))
    density += 0.35 * density.mean() + 1e-9
    total = np.concatenate(([0.0], np.cumsum((density[1:] + density[:-1]) / 2.0)))
    bends = float(total[-1]) * 2.0 * half / (len(bend) - 1)
    cells = int(np.clip(math.ceil(bends / math.sqrt(8.0 * ERROR)), *CELLS))
    axis = np.interp(np.linspace(0.0, total[-1], cells + 1), total, places)
    axis[0], axis[-1] = -half, half
    return np.asarray(axis, np.float64)


class Ground:
    """A landscape's surface on the plate.

    `half` are the plate's half sides, `stretch` how many units of it are one of the surface's, `scale` what turns the
    surface's drawn height into that on the plate, `xs` and `ys` the grid lines of the mesh. State: `texture`, (FINE,
    FINE, 4), row y, column x: slope along x and y, height, and light; first filled from coarse samples, then from fine
    ones.
    """

    def __init__(self, landscape: Landscape) -> None:
        self.landscape = landscape
        self.surface = landscape.surface
        x0, x1, y0, y1 = self.surface.extent
        self._middle = np.array(self.surface.middle)
        self.stretch = PLATE / self.surface.half
        self._plain = self.stretch == 1.0 and not self._middle.any()
        self.half = ((x1 - x0) / 2.0 * self.stretch, (y1 - y0) / 2.0 * self.stretch)
        self.scale = 1.0
        self.xs, self.ys = self._grid()
        coarse = self._samples(COARSE)
        self.scale = TOP / max(float(coarse[..., 2].max()), 1e-300)
        coarse[..., :3] *= self.scale
        self.texture = Texture(_doubled(coarse), smooth=True)
        rim = [half + FADE for half in self.half]
        self._lines = [[-far, *places.tolist(), far] for places, far in zip((self.xs, self.ys), rim, strict=True)]
        self._fine: Floats | None = None
        self._thread: Thread | None = None
        self._refined = False

    def _grid(self) -> tuple[Floats, Floats]:
        """Returns the mesh's lines along x and along y, finer where the land bends."""
        (hx, hy), many, few = self.half, 961, 25
        found = []
        for along, half in ((0, hx), (1, hy)):
            counts = (many, few) if along == 0 else (few, many)
            lines = np.linspace(-hx, hx, counts[0]), np.linspace(-hy, hy, counts[1])
            height = self.height(np.stack(np.meshgrid(*lines, indexing="ij"), axis=-1))
            step = lines[along]
            bend = np.abs(np.gradient(np.gradient(height, step, axis=along), step, axis=along)).max(axis=1 - along)
            found.append(_axis(bend * (TOP / max(float(height.max()), 1e-300)), half))
        return found[0], found[1]

    def _samples(self, side: int) -> Floats:
        """Returns (side, side, 4), row y, column x: slopes, height and light at even places from edge to edge."""
        x, y = np.meshgrid(*(np.linspace(-half, half, side) for half in self.half))
        points = np.stack((x, y), axis=-1)
        samples = np.ones((side, side, 4))
        samples[..., :2] = self.slope(points)
        samples[..., 2] = self.height(points)
        return samples

    def _sample(self) -> None:
        self._fine = self._samples(FINE)

    def prepare(self) -> None:
        """Begins to take the fine samples, in a thread; a scene of which only the controls are read needs none."""
        if self._thread is None and not self._refined:
            self._thread = Thread(target=self._sample, name=f"ground {self.landscape.name}", daemon=True)
            self._thread.start()

    def refine(self) -> None:
        """Fills the texture from fine samples, waiting for them if need be; does nothing the second time."""
        if self._refined:
            return
        self._refined = True
        if self._thread is None:
            self._sample()
        else:
            self._thread.join()
            self._thread = None
        if self._fine is not None:
            self.texture.write(self._fine)
            self._fine = None

    def placed(self, points: Floats) -> Floats:
        """Returns points of the surface, (..., 2), as points of the plate."""
        return points if self._plain else np.asarray((points - self._middle) * self.stretch)

    def unplaced(self, points: Floats) -> Floats:
        """Returns points of the plate, (..., 2), as points of the surface."""
        return points if self._plain else np.asarray(points / self.stretch + self._middle)

    def holds(self, x: float, y: float) -> bool:
        """Returns whether a point of the plate's plane lies on the plate."""
        return abs(x) <= self.half[0] and abs(y) <= self.half[1]

    def height(self, points: Floats) -> Floats:
        """Returns the height over points of the plate, (..., 2)."""
        return np.asarray(drawn_height(self.surface, self.unplaced(points)) * self.scale)

    def lift(self, points: Floats) -> Floats:
        """Returns points of the plate, (n, 2), as points of the ground, (n, 3)."""
        return np.column_stack((points, self.height(points)))

    def slope(self, points: Floats) -> Floats:
        """Returns the height's slope at points of the plate, (..., 2), of the same shape."""
        return np.asarray(drawn_slope(self.surface, self.unplaced(points)) * (self.scale / self.stretch))

    def vertices(self, xs: Floats, ys: Floats) -> npt.NDArray[np.float32]:
        """Returns the ground over a grid of shares of the plate, each from -1 to 1, as (n, 3), y fastest."""
        x, y = np.meshgrid(xs * self.half[0], ys * self.half[1], indexing="ij")
        heights = self.height(np.stack((x, y), axis=-1))
        return np.stack((x, y, heights), axis=-1).reshape(-1, 3).astype(np.float32)

    def meet(self, ray: Ray, hit: Hit) -> Hit:
        """Returns where a ray that hit a facet meets the land itself, by Newton's method; `hit` if that is not near."""
        distance, (dx, dy, dz) = hit.distance, ray.direction
        for _ in range(4):
            x, y, z = ray.at(distance)
            here = np.array((x, y))
            closing = dz - float(self.slope(here) @ (dx, dy))
            distance -= (z - float(self.height(here))) / min(closing, -1e-3)
        point = ray.at(distance)
        near = abs(distance - hit.distance) < FACET and self.holds(point[0], point[1])
        return Hit(point, distance) if near else hit

    def hides(self, camera: Camera, points: Floats) -> list[bool]:
        """Returns of each point (n, 3) just above the ground whether that stands between it and the camera."""
        way = np.asarray(camera.eye) - points
        reach = np.minimum(1.0, 6.0 / np.maximum(np.sqrt((way * way).sum(axis=1)), 1e-9))
        between = points[:, np.newaxis] + way[:, np.newaxis] * SHARES * reach[:, np.newaxis, np.newaxis]
        inside = (np.abs(between[..., :2]) < self.half).all(axis=-1)
        hidden: list[bool] = (inside & (self.height(between[..., :2]) > between[..., 2] + 0.02)).any(axis=1).tolist()
        return hidden

    def path(self, a: Floats, b: Floats) -> Floats:
        """Returns the way from a to b, both (2,) on the plate, over the ground: (n, 3), a point at every line crossed.

        The first point is the one after `a`, the last is `b`.
        """
        shares = {1.0}
        for start, end, places in zip(a.tolist(), b.tolist(), self._lines, strict=True):
            gap = end - start
            if gap != 0.0:
                first, last = bisect_left(places, min(start, end)), bisect_left(places, max(start, end))
                shares.update([min(max((place - start) / gap, 0.0), 1.0) for place in places[first:last]])
        at = np.array(sorted(share for share in shares if share > 1e-9))
        return self.lift(a + at[:, np.newaxis] * (b - a))


def _doubled(samples: Floats) -> Floats:
    """Returns samples, (n, n, 4), with one more between every two, as linear filtering has it."""
    for _ in range(2):
        finer = np.empty((2 * len(samples) - 1, *samples.shape[1:]))
        finer[::2] = samples
        finer[1::2] = (samples[1:] + samples[:-1]) / 2.0
        samples = finer.swapaxes(0, 1)
    return samples
