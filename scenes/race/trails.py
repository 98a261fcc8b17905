"""The ribbons that the runners leave on the hill, and the balls themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from descent_game.engine.geometry import Geometry, Texture
from descent_game.engine.linalg import Floats
from descent_game.engine.mesh import Material, Mesh, Uniform
from descent_game.engine.node import Node
from descent_game.engine.snapshot import Snapshot, Stateful

from ..roster import MARKS, Runner
from .ground import FADE, TOP, Ground

CAPACITY = 1792
"""Points a trail holds: its beginning for good, then a ring in which the oldest give way."""
BEGINNING = 1280
"""Points from the start on that stay whatever comes after; between them and the ring's oldest nothing is drawn."""
NEAR = 0.003
"""A point nearer to the last one than this, which is less than a pixel, is not kept."""
RING = CAPACITY - BEGINNING
LONGEST = 160
"""Points one optimizer step may take: it crosses every grid line at most once."""
VERTICES = 6
"""Corners of the triangles that a segment is drawn with."""
LIFT = 0.012
"""How far trails and balls come toward the camera in depth, so that the surface never flickers through."""


def _quads(count: int) -> npt.NDArray[np.uint32]:
    """Returns two triangles for each of so many quads of four vertices."""
    return (np.arange(count, dtype=np.uint32)[:, np.newaxis] * 4 + np.array([0, 1, 2, 2, 1, 3], np.uint32)).ravel()


def _bends(points: Floats) -> list[int]:
    """Returns which points of a way, (n, 3), a line has to go through between its ends to stay near all of them."""
    found, parts = [], [(0, len(points) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        chord, between = points[last] - points[first], points[first + 1 : last] - points[first]
        share = between @ chord / max(float(chord @ chord), 1e-12)
        gaps = np.square(between - np.clip(share, 0.0, 1.0)[:, np.newaxis] * chord).sum(axis=1)
        farthest = int(gaps.argmax())
        if gaps[farthest] >= NEAR * NEAR:
            middle = first + 1 + farthest
            found.append(middle)
            parts += [(first, middle), (middle, last)]
    return sorted(found)


def _apart(a: Floats, b: Floats) -> bool:
    """Returns whether two points, (3,), are farther apart than `NEAR`."""
    x, y, z = (b - a).tolist()
    return bool(x * x + y * y + z * z >= NEAR * NEAR)


class Trails(Stateful):
    """Points a runner, in one texture; a step adds a few columns, the part still under way is the tail.

    However long a race lasts, its beginning stays, and no more than `CAPACITY` points are held or drawn.
    """

    STATE = ("_counts", "_broken", "_lasts")

    def __init__(self, runners: int) -> None:
        self._runners = runners
        self.texture = Texture(np.zeros((runners, CAPACITY, 4)))
        self._heads = [0] * runners
        self._counts = [0] * runners
        self._tails = [0] * runners
        self._broken = [False] * runners
        self._lasts: list[Floats] = [np.zeros(3)] * runners
        self.geometry = Geometry(indices=_quads(runners * CAPACITY))
        count = ("RUNNERS", runners)
        glow = Material("trail", blend="lighten", depth="read", fixed=(("PART", 1), count))
        line = Material("trail", blend="over", depth="read", fixed=(("PART", 0), count))
        hidden = Material("trail", blend="lighten", depth="off", fixed=(("PART", 2), count))
        self.meshes = [
            self._mesh("trail behind the hill", hidden, ornament=1, width=2.0, strength=0.16),
            self._mesh("trail glow", glow, ornament=2, width=15.0, strength=0.5),
            self._mesh("trail", line, width=2.6, dots=6.4, strength=1.0),
        ]
        self._designed = [dict(mesh.uniforms) for mesh in self.meshes]
        self.node = Node("trails", *self.meshes)

    def _mesh(
        self, name: str, material: Material, *, ornament: int = 0, width: float, dots: float = 0.0, strength: float
    ) -> Mesh:
        sizes: dict[str, Uniform] = {"width": width, "dots": dots, "strength": strength}
        place: dict[str, Uniform] = {"lift": LIFT, "fade": FADE, "top": TOP, "beginning": BEGINNING}
        textures = {"points": self.texture}
        return Mesh(name, self.geometry, material, uniforms=sizes | place, textures=textures, ornament=ornament)

    def reset(self, point: Floats) -> None:
        """Begins every trail anew at one point of the surface, (3,)."""
        runners = self._runners
        self._heads, self._counts, self._tails = [0] * runners, [0] * runners, [0] * runners
        self._broken, self._lasts = [False] * runners, [point] * runners
        for runner in range(runners):
            self._write(runner, np.array([(*point, 0.0)], np.float32), 0)
            self._counts[runner] = 1

    def snapshot(self) -> Snapshot:
        """Returns the trails as one value, without the ways that are still under way."""
        return Snapshot({**super().snapshot().values, "points": tuple(map(self._points, range(self._runners)))})

    def _points(self, runner: int) -> npt.NDArray[np.float32]:
        """Returns a runner's points in the order in which they were added, (n, 4)."""
        row, count = self.texture.data[runner], self._counts[runner]
        ring = np.roll(row[BEGINNING:], -self._heads[runner], axis=0)
        return np.concatenate((row[:BEGINNING], ring))[:count]

    def restore(self, state: Any) -> None:
        """Goes back to the trails that `snapshot` returned."""
        values = dict(state.values)
        points = values.pop("points")
        super().restore(Snapshot(values))
        runners = self._runners
        self._heads, self._tails = [0] * runners, [0] * runners
        for runner in range(runners):
            self._write(runner, points[runner], 0)

    def _write(self, runner: int, texels: npt.NDArray[np.float32], at: int) -> None:
        """Writes texels behind the first `at` points of a runner's trail, across the seam of its ring where need be."""
        while len(texels):
            column = at if at < BEGINNING else BEGINNING + (at - BEGINNING + self._heads[runner]) % RING
            fits = (BEGINNING if at < BEGINNING else CAPACITY) - column
            self.texture.write(texels[:fits], column, row=runner)
            texels, at = texels[fits:], at + fits

    def _kept(self, runner: int, points: Floats, step: int) -> npt.NDArray[np.float32]:
        """Returns what a step adds to a trail, (n, 4): where it ended, and of its way what is not near the last point.

        Empty where the step ended near the last point: then that one is where this step ended, too.
        """
        last, end = self._lasts[runner], points[-1]
        kept = []
        way = np.vstack((last, points))
        for point in way[_bends(way)]:
            if _apart(point, last) and _apart(point, end):
                kept.append((*point, step + 0.5))
                last = point
        if not kept and not _apart(end, last):
            return np.zeros((0, 4), np.float32)
        return np.array([*kept, (*end, step)], np.float32)

    def commit(self, runner: int, points: Floats, step: int) -> None:
        """Adds the way of one optimizer step by its number, (n, 3), whose last point is where the step ended."""
        added = self._kept(runner, points, step)
        count = self._counts[runner]
        if len(added):
            self._lasts[runner] = points[-1]
            self._write(runner, added, count)
            count += len(added)
        else:
            self._write(runner, np.array([(*self._lasts[runner], step)], np.float32), count - 1)
        over = count - (CAPACITY - LONGEST)
        if over > 0:
            self._heads[runner] = (self._heads[runner] + over) % RING
            self._broken[runner] = True
            count -= over
        self._counts[runner] = count
        self._tails[runner] = 0

    def tail(self, runner: int, points: Floats, step: int) -> None:
        """Sets the way of the step that is under way, (n, 3), which may be empty."""
        self._tails[runner] = len(points)
        texels = np.full((len(points), 4), step + 0.5, np.float32)
        texels[:, :3] = points
        self._write(runner, texels, self._counts[runner])

    def lie(self, ground: Ground) -> None:
        """Says which ground the trails lie on."""
        for mesh in self.meshes:
            mesh.uniforms["plate"] = ground.half
            mesh.textures["ground"] = ground.texture

    def dress(self, scale: float, inks: npt.NDArray[np.float32], now: float) -> None:
        """Sets what the shaders need: how many points, widths for this size, colours and opacities, the step it is."""
        drawn = [count + tail for count, tail in zip(self._counts, self._tails, strict=True)]
        firsts = [sum(drawn[:runner]) for runner in range(self._runners)]
        spans = np.array(list(zip(drawn, self._heads, self._broken, firsts, strict=True)), np.float32)
        self.geometry.vertices = VERTICES * sum(drawn)
        for mesh, designed in zip(self.meshes, self._designed, strict=True):
            for name in ("width", "dots"):
                size = float(np.asarray(designed[name]))
                mesh.uniforms[name] = max(size * scale, 1.5) if size else 0.0
            mesh.uniforms["spans"] = spans
            mesh.uniforms["inks"] = inks
            mesh.uniforms["now"] = now


class Balls:
    """The runners' bodies: a sphere, a cube and an octahedron, faint where the hill hides them."""

    def __init__(self, runners: Sequence[Runner]) -> None:
        count = len(runners)
        marks = np.array([float(MARKS.index(runner.mark)) for runner in runners])
        arrays = {"place": np.zeros((count, 4)), "tint": np.zeros((count, 4)), "mark": marks}
        self.geometry = Geometry(instance_arrays=arrays, vertices=4, instances=count)
        uniforms: dict[str, Uniform] = {"radius": 0.125, "margin": 2.4, "lift": 3.0}
        hidden = Material("ball", depth="off", primitive="triangle_strip")
        shown = Material("ball", depth="read", primitive="triangle_strip")
        self.meshes = [
            Mesh("balls behind the hill", self.geometry, hidden, uniforms={**uniforms, "strength": 0.22}),
            Mesh("balls", self.geometry, shown, uniforms={**uniforms, "strength": 1.0}),
        ]
        self.node = Node("balls", *self.meshes)

    def dress(self, places: Floats, tints: npt.NDArray[np.float32], scale: float) -> None:
        """Sets where the runners are, (n, 3), and their colours and opacities, (n, 4)."""
        rows = np.ones((len(places), 4), np.float32)
        rows[:, :3] = places
        self.geometry.write("place", rows)
        self.geometry.write("tint", tints)
        for mesh in self.meshes:
            mesh.uniforms["least_pixels"] = 9.0 * scale

    def lights(self, strength: float) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Returns what each throws on the hill, twice (n, 4): place and strength, up to what is asked; colour."""
        places, tints = self.geometry.instance_arrays["place"], self.geometry.instance_arrays["tint"]
        lights = places.copy()
        lights[:, 3] = strength * tints[:, 3]
        return lights, tints.copy()
