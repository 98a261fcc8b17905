"""The hill as a mesh: its surface and skirt, gliding from one landscape to the next, and picking on it.

The triangles come in four orders, one for each quarter turn of the camera, so that they can be painted from far to
near: then the last pixel of every edge and fold may be half transparent, and the picture is smooth without
multisampling.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from descent_game.engine.camera import Camera
from descent_game.engine.easing import Glide
from descent_game.engine.geometry import Geometry, Texture
from descent_game.engine.linalg import Floats
from descent_game.engine.mesh import Material, Mesh, Uniform
from descent_game.engine.node import Node
from descent_game.engine.ray import Hit, Ray, pick
from descent_game.engine.snapshot import Snapshot, Stateful
from descent_game.sim.surfaces.surface import Landscape

from ..roster import ROSTER
from .ground import FINE, TOP, Ground
from .minima import MINIMA

SKIRT = 0.07
OVERLAP = 0.5
"""How far, in its own heights, the skirt's mesh reaches beyond its ends, so that both can be a soft pixel."""
MORPH_SECONDS = 0.6
REFINED = 12
"""Fixed steps after which a ground that glides in is refined: by then its thread is done."""
CONTOURS = 26
"""How many contour steps lie between the lowest and the highest point."""
LIGHTS = len(ROSTER)
"""Balls that throw a shadow and a glow."""
PAINTS = 1 + max(len(ROSTER), len(MINIMA))
"""Colours that the plate may be painted in, the first of them none."""


def _triangles(order: int, columns: int, rows: int) -> npt.NDArray[np.uint32]:
    """Returns the triangles of a grid of so many cells, flat, painted from far to near for a quarter of the turn.

    `order` bit 0: the camera stands at larger x; bit 1: at larger y.
    """
    n = rows + 1
    i = np.arange(columns) if order & 1 else np.arange(columns)[::-1]
    j = np.arange(rows) if order & 2 else np.arange(rows)[::-1]
    corner = (i[:, np.newaxis] * n + j[np.newaxis, :]).ravel()
    cell = np.stack((corner, corner + n, corner + n + 1, corner, corner + n + 1, corner + 1), axis=-1)
    return cell.ravel().astype(np.uint32)


def _surface(*, morphing: bool, painted: bool, plain: bool = False) -> Material:
    """Returns the surface's material for what it has to show at the moment; a plain one has shadows but no shine."""
    shows = ("MORPHING", int(morphing)), ("PAINTED", int(painted)), ("PLAIN", int(plain))
    return Material("surface", fixed=(("LIGHTS", LIGHTS), ("SIDE", FINE), ("PAINTS", PAINTS), *shows))


def _rim(columns: int, rows: int) -> npt.NDArray[np.intp]:
    """Returns a grid's outline as vertex numbers, once around."""
    grid = np.arange((columns + 1) * (rows + 1)).reshape(columns + 1, rows + 1)
    return np.concatenate((grid[:-1, 0], grid[-1, :-1], grid[:0:-1, -1], grid[0, ::-1]))


class GroundMesh:
    """A ground's grid as meshes: `surfaces`, one for each order of its triangles, and the `skirt` below its rim."""

    def __init__(self, ground: Ground) -> None:
        self.shares = (ground.xs / ground.half[0], ground.ys / ground.half[1])
        self.vertices = ground.vertices(*self.shares)
        size = len(ground.xs) - 1, len(ground.ys) - 1
        self.cells = _triangles(0, *size).reshape(-1, 3)
        self._rim = np.repeat(_rim(*size), 2)
        arrays = {"position_from": self.vertices, "position_to": self.vertices}
        surface = _surface(morphing=False, painted=False)
        self.surfaces = [
            Mesh(f"surface {k}", Geometry(arrays, indices=_triangles(k, *size)), surface) for k in range(4)
        ]
        self.skirt = Mesh("skirt", self._skirt_geometry(), Material("skirt"))
        self.meshes = (*self.surfaces, self.skirt)

    def _skirt_geometry(self) -> Geometry:
        count = len(self._rim) // 2
        drop = np.tile(np.array([-OVERLAP, 1.0 + OVERLAP]), count)
        quads = np.arange(count - 1)[:, np.newaxis] * 2
        indices = (quads + np.array([0, 1, 2, 2, 1, 3])).ravel()
        edge = self.vertices[self._rim]
        return Geometry({"position_from": edge, "position_to": edge, "drop": drop}, indices=indices)

    def come_from(self, before: Ground) -> npt.NDArray[np.float32]:
        """Takes another ground as the one that is glided from, and returns that on this grid."""
        vertices = before.vertices(*self.shares)
        for mesh in self.surfaces:
            mesh.geometry.write("position_from", vertices)
        self.skirt.geometry.write("position_from", vertices[self._rim])
        return vertices


@dataclass(frozen=True)
class GroundsShown:
    """The ground that is shown, the one that was, and how far the one has become the other, from 0 to 1."""

    ground: Ground
    before: Ground
    share: float

    def lift(self, points: Floats) -> Floats:
        """Returns points (n, 2) on the surface as drawn now, (n, 3), also while one landscape becomes another."""
        height = self.ground.height(points)
        if self.share < 1.0:
            height = (1.0 - self.share) * self.before.height(points) + self.share * height
        return np.column_stack((points, height))


class Terrain(Stateful):
    """The surface and its skirt as nodes, gliding from one landscape to the next in 600 ms.

    `ground` is the one shown, `before` the one that was; each is made when it is first asked for, and kept.
    """

    STATE = ("morph", "_shown_for")

    def __init__(self, landscape: Landscape) -> None:
        self._grounds: dict[Landscape, tuple[Ground, GroundMesh]] = {}
        self.ground, self._mesh = self._made(landscape)
        self.before = self.ground
        self._from = self._mesh.vertices
        self.morph = Glide(1.0, MORPH_SECONDS)
        self._painted = False
        self._shown_for = 0
        self.node = Node("terrain", *self._mesh.meshes)

    def _made(self, landscape: Landscape) -> tuple[Ground, GroundMesh]:
        if landscape not in self._grounds:
            ground = Ground(landscape)
            self._grounds[landscape] = ground, GroundMesh(ground)
        return self._grounds[landscape]

    def show(self, landscape: Landscape) -> None:
        """Changes to a landscape, gliding from the one shown now."""
        if landscape is self.ground.landscape:
            return
        self._show(landscape, self.ground)
        self._shown_for = 0
        self.morph.jump(0.0)
        self.morph.to(1.0)

    def _show(self, landscape: Landscape, before: Ground) -> None:
        self.ground, self._mesh = self._made(landscape)
        self.ground.prepare()
        self.before = before
        self._from = self._mesh.come_from(before)
        self.node.children = list(self._mesh.meshes)

    def snapshot(self) -> Snapshot:
        """Returns which landscapes are shown, and how far the glide between them is, as one value."""
        landscapes = {"to": self.ground.landscape, "from": self.before.landscape}
        return Snapshot({**super().snapshot().values, **landscapes})

    def restore(self, state: Any) -> None:
        """Goes back to what `snapshot` returned."""
        values = dict(state.values)
        to, before = values.pop("to"), values.pop("from")
        self._show(to, self._made(before)[0])
        super().restore(Snapshot(values))
        self.before.refine()
        self._refine()

    def settle(self) -> None:
        """Brings what is shown to where it is going, and to its finest, at once."""
        self.morph.jump(1.0)
        self.ground.refine()

    def step(self, dt: float) -> None:
        """Moves the glide on by `dt` seconds, and refines the ground a moment after it has begun to show."""
        self.morph.step(dt)
        self._shown_for += 1
        self._refine()

    def _refine(self) -> None:
        if self._shown_for >= REFINED or not self.morph.moving:
            self.ground.refine()

    def vertices(self) -> npt.NDArray[np.float32]:
        """Returns the vertices as they are drawn at this moment, (n, 3)."""
        t = np.float32(self.morph.value)
        if t >= 1.0:
            return self._mesh.vertices
        return np.asarray(self._from * (1 - t) + self._mesh.vertices * t, np.float32)

    def triangles(self) -> npt.NDArray[np.intp]:
        """Returns the triangles as numbers of `vertices`, (m, 3)."""
        return np.asarray(self._mesh.cells, np.intp)

    @property
    def shown(self) -> GroundsShown:
        """What is drawn of the grounds at this moment."""
        return GroundsShown(self.ground, self.before, self.morph.value)

    def pick(self, ray: Ray) -> Hit | None:
        """Returns where a ray meets the drawn surface first, or None."""
        hit = pick(ray, self.vertices(), self._mesh.cells)
        return hit if hit is None or self.morph.moving else self.ground.meet(ray, hit)

    def dress(self, camera: Camera, lights: npt.NDArray[np.float32], colors: npt.NDArray[np.float32]) -> None:
        """Sets what the shaders need: which grounds, how far between them, the order to paint in, and the balls.

        `lights` is (`LIGHTS`, 4): position and strength of each ball's shadow and glow; `colors` is as large.
        """
        axes = camera.axes[2]
        shown = (1 if axes[0] > 0.0 else 0) | (2 if axes[1] > 0.0 else 0)
        t = self.morph.value
        common: dict[str, Uniform] = {
            "morph": t,
            "plate_from": self.before.half,
            "plate_to": self.ground.half,
            "contour_step": TOP / CONTOURS,
            "top": TOP,
        }
        for number, mesh in enumerate(self._mesh.surfaces):
            mesh.visible = number == shown
            if mesh.visible:
                mesh.material = _surface(morphing=t < 1.0, painted=self._painted)
                mesh.plain = _surface(morphing=t < 1.0, painted=self._painted, plain=True)
                mesh.textures["ground_from"] = self.before.texture
                mesh.textures["ground_to"] = self.ground.texture
                mesh.uniforms.update(common)
                mesh.uniforms["lights"] = lights
                mesh.uniforms["light_colors"] = colors
        self._mesh.skirt.uniforms.update(common)
        self._mesh.skirt.uniforms["skirt"] = SKIRT

    def paint(self, texture: Texture, painted: bool, colors: npt.NDArray[np.float32]) -> None:
        """Paints the plate by a map, (side, side, 1): a texel's number chooses among `colors`, (`PAINTS`, 4).

        The first is none; a number that is more than there are colours has the last.
        """
        self._painted = painted
        for mesh in self._mesh.surfaces:
            mesh.textures["map"] = texture
            mesh.uniforms["paints"] = colors
