"""The hill as a mesh: a grid that is fine where the land bends, its heights, and picking on it.

The triangles come in four orders, one for each quarter turn of the camera, so that they can be painted from far to
near: then the last pixel of every edge and fold may be half transparent, and the picture is smooth without
multisampling.
"""

from __future__ import annotations

import math
from bisect import bisect_left

import numpy as np
import numpy.typing as npt

from descent_game.engine.camera import Camera
from descent_game.engine.easing import Glide
from descent_game.engine.geometry import Geometry, Texture
from descent_game.engine.mesh import Material, Mesh
from descent_game.engine.node import Node
from descent_game.engine.ray import Hit, Ray, pick
from descent_game.sim.landscapes import DOMAIN, HEIGHT_SCALE, LANDSCAPES, Landscape, display_height

CELLS = 30, 44
"""Along x and y: across the valleys the land bends more. A small triangle costs as much as its light."""
TOP = 1.75
"""The drawn height of a landscape's highest point."""
SKIRT = 0.07
OVERLAP = 0.5
"""How far, in its own heights, the skirt's mesh reaches beyond its ends, so that both can be a soft pixel."""
FACET = 0.05
"""How far a facet may lie from the land, along a ray."""
FADE = 0.7
"""How far beyond the plate's edge a trail has faded away."""
MORPH_SECONDS = 0.6
CONTOURS = 26
"""How many contour steps lie between the lowest and the highest point."""
LIGHTS = 3
"""Balls that throw a shadow and a glow."""
SHARES = np.linspace(0.02, 0.97, 40)[:, np.newaxis]
"""Where on the way to the camera it is asked whether the surface stands there."""

Floats = npt.NDArray[np.float64]


def _axis(bend: Floats, cells: int) -> Floats:
    """Returns the edges of so many cells from -DOMAIN to DOMAIN, spaced so that each cell bends alike.

    `bend` is the greatest second derivative of the height met at even places along the axis. A facet's error grows
    with bend times width squared, so widths go with one over its root; a share of even spacing keeps them bounded.
    """
    places = np.linspace(-DOMAIN, DOMAIN, len(bend))
    density = np.sqrt(np.abs(bend))
    density += 0.35 * density.mean() + 1e-9
    total = np.concatenate(([0.0], np.cumsum((density[1:] + density[:-1]) / 2.0)))
    axis = np.interp(np.linspace(0.0, total[-1], cells + 1), total, places)
    axis[0], axis[-1] = -DOMAIN, DOMAIN
    return np.asarray(axis, np.float64)


def _grid(landscape: Landscape) -> tuple[Floats, Floats]:
    """Returns the grid's x and y places for one landscape."""
    even = np.linspace(-DOMAIN, DOMAIN, 961)
    sparse = np.linspace(-DOMAIN, DOMAIN, 25)
    along_x = display_height(landscape.loss(np.stack(np.meshgrid(even, sparse, indexing="ij"), axis=-1)))
    along_y = display_height(landscape.loss(np.stack(np.meshgrid(sparse, even, indexing="ij"), axis=-1)))
    bend_x = np.abs(np.gradient(np.gradient(along_x, even, axis=0), even, axis=0)).max(axis=1)
    bend_y = np.abs(np.gradient(np.gradient(along_y, even, axis=1), even, axis=1)).max(axis=0)
    return _axis(bend_x, CELLS[0]), _axis(bend_y, CELLS[1])


class Ground:
    """One landscape as it is drawn: its grid, the scale of its heights, and its vertices."""

    def __init__(self, landscape: Landscape) -> None:
        self.landscape = landscape
        self.xs, self.ys = _grid(landscape)
        x, y = np.meshgrid(self.xs, self.ys, indexing="ij")
        heights = display_height(landscape.loss(np.stack((x, y), axis=-1)))
        rim = DOMAIN + FADE
        self._lines = [[-rim, *places.tolist(), rim] for places in (self.xs, self.ys)]
        self.top = float(heights.max())
        self.scale = TOP / self.top
        self.vertices = np.stack((x, y, heights * self.scale), axis=-1).reshape(-1, 3).astype(np.float32)

    def height(self, points: Floats) -> Floats:
        """Returns the drawn height over points (..., 2)."""
        return np.asarray(display_height(self.landscape.loss(points)) * self.scale)

    def lift(self, points: Floats) -> Floats:
        """Returns points (n, 2) as points of the surface, (n, 3)."""
        return np.column_stack((points, self.height(points)))

    def slope(self, point: Floats) -> Floats:
        """Returns the drawn height's slope, (2,), at one point (2,)."""
        loss = float(self.landscape.loss(point))
        return np.asarray(self.landscape.gradient(point[np.newaxis])[0] * (self.scale / (HEIGHT_SCALE + loss)))

    def normal(self, point: Floats) -> Floats:
        """Returns the upward normal, (3,), at one point (2,)."""
        slope = self.slope(point)
        return np.asarray(np.append(-slope, 1.0) / math.sqrt(1.0 + float(slope @ slope)))

    def meet(self, ray: Ray, hit: Hit) -> Hit:
        """Returns where a ray that hit a facet meets the land itself, by Newton's method; `hit` if that is not near."""
        distance, (dx, dy, dz) = hit.distance, ray.direction
        for _ in range(4):
            x, y, z = ray.at(distance)
            here = np.array((x, y))
            closing = dz - float(self.slope(here) @ (dx, dy))
            distance -= (z - float(self.height(here))) / min(closing, -1e-3)
        point = ray.at(distance)
        near = abs(distance - hit.distance) < FACET and max(abs(point[0]), abs(point[1])) <= DOMAIN
        return Hit(point, distance) if near else hit

    def path(self, a: Floats, b: Floats) -> Floats:
        """Returns the way from a to b, both (2,), over the surface: (n, 3), a point at every grid line crossed.

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


def _triangles(order: int) -> npt.NDArray[np.uint32]:
    """Returns the grid's triangles, flat, painted from far to near for one quarter of the camera's turn.

    `order` bit 0: the camera stands at larger x; bit 1: at larger y.
    """
    n = CELLS[1] + 1
    i = np.arange(CELLS[0]) if order & 1 else np.arange(CELLS[0])[::-1]
    j = np.arange(CELLS[1]) if order & 2 else np.arange(CELLS[1])[::-1]
    corner = (i[:, np.newaxis] * n + j[np.newaxis, :]).ravel()
    cell = np.stack((corner, corner + n, corner + n + 1, corner, corner + n + 1, corner + 1), axis=-1)
    return cell.ravel().astype(np.uint32)


def _surface(*, morphing: bool, painted: bool, plain: bool = False) -> Material:
    """Returns the surface's material for what it has to show at the moment; a plain one has shadows but no shine."""
    shows = ("MORPHING", int(morphing)), ("PAINTED", int(painted)), ("PLAIN", int(plain))
    return Material("surface", fixed=(("LIGHTS", LIGHTS), *shows))


def _rim() -> npt.NDArray[np.intp]:
    """Returns the grid's outline as vertex numbers, once around."""
    grid = np.arange((CELLS[0] + 1) * (CELLS[1] + 1)).reshape(CELLS[0] + 1, CELLS[1] + 1)
    return np.concatenate((grid[:-1, 0], grid[-1, :-1], grid[:0:-1, -1], grid[0, ::-1]))


class Terrain:
    """The surface and its skirt as nodes, gliding from one landscape to the next in 600 ms."""

    def __init__(self, name: str) -> None:
        self.grounds = {key: Ground(landscape) for key, landscape in LANDSCAPES.items()}
        self.names = tuple(self.grounds)
        self.ground = self.before = self.grounds[name]
        self.morph = Glide(1.0, MORPH_SECONDS)
        self._cells = _triangles(0).reshape(-1, 3)
        self._rim = _rim()
        self._painted = False
        vertices = self.ground.vertices
        arrays = {"position_from": vertices, "position_to": vertices}
        self.uniforms: dict[str, object] = {}
        surface = _surface(morphing=False, painted=False)
        self._surfaces = [Mesh(f"surface {k}", Geometry(arrays, indices=_triangles(k)), surface) for k in range(4)]
        self._skirt = Mesh("skirt", self._skirt_geometry(), Material("skirt"))
        self.node = Node("terrain", *self._surfaces, self._skirt)

    def _skirt_geometry(self) -> Geometry:
        rim = np.repeat(self._rim, 2)
        drop = np.tile(np.array([-OVERLAP, 1.0 + OVERLAP]), len(self._rim))
        quads = np.arange(len(self._rim) - 1)[:, np.newaxis] * 2
        indices = (quads + np.array([0, 1, 2, 2, 1, 3])).ravel()
        edge = self.ground.vertices[rim]
        return Geometry({"position_from": edge, "position_to": edge, "drop": drop}, indices=indices)

    def show(self, name: str, *, at_once: bool = False) -> None:
        """Changes to the landscape of that name, gliding from the one shown now."""
        ground = self.grounds[name]
        if ground is self.ground:
            return
        self.before, self.ground = self.ground, ground
        rim = np.repeat(self._rim, 2)
        for mesh, rows in [(m, slice(None)) for m in self._surfaces] + [(self._skirt, rim)]:
            mesh.geometry.write("position_from", self.before.vertices[rows])
            mesh.geometry.write("position_to", ground.vertices[rows])
        self.morph.jump(1.0 if at_once else 0.0)
        self.morph.to(1.0)

    @property
    def kind(self) -> int:
        """The number of the landscape that is shown, or will be, in the shaders' table."""
        return self.names.index(self.ground.landscape.name)

    def vertices(self) -> npt.NDArray[np.float32]:
        """Returns the vertices as they are drawn at this moment, (n, 3)."""
        t = np.float32(self.morph.value)
        if t >= 1.0:
            return self.ground.vertices
        return np.asarray(self.before.vertices * (1 - t) + self.ground.vertices * t, np.float32)

    def lift(self, points: Floats) -> Floats:
        """Returns points (n, 2) on the surface as drawn now, (n, 3), also while one landscape becomes another."""
        height = self.ground.height(points)
        if self.morph.moving:
            t = self.morph.value
            height = (1.0 - t) * self.before.height(points) + t * height
        return np.column_stack((points, height))

    def pick(self, ray: Ray) -> Hit | None:
        """Returns where a ray meets the drawn surface first, or None."""
        hit = pick(ray, self.vertices(), self._cells)
        return hit if hit is None or self.morph.moving else self.ground.meet(ray, hit)

    def hides(self, camera: Camera, points: Floats) -> list[bool]:
        """Returns of each point (n, 3) just above the surface whether that stands between it and the camera."""
        way = np.asarray(camera.eye) - points
        reach = np.minimum(1.0, 6.0 / np.maximum(np.sqrt((way * way).sum(axis=1)), 1e-9))
        between = points[:, np.newaxis] + way[:, np.newaxis] * SHARES * reach[:, np.newaxis, np.newaxis]
        inside = (np.abs(between[..., :2]) < DOMAIN).all(axis=-1)
        hidden: list[bool] = (
            (inside & (self.ground.height(between[..., :2]) > between[..., 2] + 0.02)).any(axis=1).tolist()
        )
        return hidden

    def dress(self, camera: Camera, lights: npt.NDArray[np.float32], colors: npt.NDArray[np.float32]) -> None:
        """Sets what the shaders need: which landscapes, how far between them, the order to paint in, and the balls.

        `lights` is (n, 4), at least three: position and strength of each ball's shadow and glow; `colors` is (n, 4).
        """
        axes = camera.axes[2]
        shown = (1 if axes[0] > 0.0 else 0) | (2 if axes[1] > 0.0 else 0)
        t = self.morph.value
        common = {
            "kind_from": self.names.index(self.before.landscape.name),
            "kind_to": self.kind,
            "morph": t,
            "scale_from": self.before.scale,
            "scale_to": self.ground.scale,
            "contour_step": TOP / CONTOURS,
            "top": TOP,
            "domain": DOMAIN,
        }
        for number, mesh in enumerate(self._surfaces):
            mesh.visible = number == shown
            if mesh.visible:
                mesh.material = _surface(morphing=t < 1.0, painted=self._painted)
                mesh.plain = _surface(morphing=t < 1.0, painted=self._painted, plain=True)
                mesh.uniforms.update(common)
                mesh.uniforms["lights"] = lights
                mesh.uniforms["light_colors"] = colors
        self._skirt.uniforms.update(common)
        self._skirt.uniforms["skirt"] = SKIRT

    def paint(self, texture: Texture, painted: bool, colors: npt.NDArray[np.float32]) -> None:
        """Paints the plate by a map, (side, side, 1): a texel's number chooses among `colors`, (8, 4); 0 is none."""
        self._painted = painted
        for mesh in self._surfaces:
            mesh.textures["map"] = texture
            mesh.uniforms["paints"] = colors
