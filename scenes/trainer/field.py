"""The decision field as meshes: a plate coloured by the network at each pixel, flat or lifted, and points on it.

Flat it is one square, drawn from a coarse grid with each neuron's line laid over it, and where that is not enough from
the network at each pixel. In relief it is a grid whose triangles come in four orders, one for each quarter turn of the
camera, painted from far to near, so that the last pixel of its edge may be half transparent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log

import numpy as np
import numpy.typing as npt

from descent_game.engine.camera import Camera
from descent_game.engine.geometry import Geometry, Texture
from descent_game.engine.linalg import Floats, translation
from descent_game.engine.mesh import Fixed, Material, Mesh, Uniform
from descent_game.engine.node import Node
from descent_game.engine.ray import Ray
from descent_game.engine.remembered import FrozenArray, Remembered, frozen
from descent_game.sim.network.activations import Activation
from descent_game.sim.network.network import MOST_HIDDEN, Network
from descent_game.ui.theme import Theme

from .controls import MOST_POINTS

CELLS = 128
"""Cells along a side of the grids that a plate is drawn from, flat and in relief."""
TILES = CELLS // 2
STEEPEST = 60.0
"""Weights into a neuron from which on it may bend between two points of the grid."""
LEAST = 320.0
"""Pixels along a plate from which on it is worth while."""
HALF = (0.0,)
FAINT = tuple(sign * log(p / (1.0 - p)) for p in (0.7, 0.9) for sign in (-1.0, 1.0))
"""The logits of the lines."""


SIDE = 1.06
"""Half the side of the plate; points lie within 1."""
TOP = 1.0
"""How much higher a sure yes is drawn than a sure no, in relief."""
WALK = 400
"""Steps of a ray through the relief."""
LIFT = 0.02
"""How far points come toward the camera in depth, so that the plate never cuts them."""
NEURON_ROLES = ("violet", "sky", "amber", "green", "rose", "sand", "coral", "cyan")
CURVE_END = 24.0
"""Beyond this sum, to either side, an activation goes on straight."""
STRETCHES = 4096
"""Even stretches of a sampled activation, from one end to the other; one of them begins at zero, where kinks are."""
SPANS = ((-math.inf, math.inf), (0.0, 1.0), (-1.0, 1.0))
"""The bounds of values that a neuron's small picture shows as they are, by their numbers in the shader."""
ROOMS = (4, MOST_HIDDEN)
"""For how many neurons there are shaders: a few, since each takes a moment to make."""

Place = tuple[float, float]


@dataclass(frozen=True)
class Drawn:
    """How a plate lies on the screen, in pixels: its side, the width of a plain line, the depth of its rim."""

    side: float
    width: float
    rim: float


def rectangles(room: int) -> Geometry:
    """Returns a geometry with room for so many rectangles, none of them drawn yet."""
    order = np.arange(room, dtype=np.uint32)[:, np.newaxis] * 4 + np.array([0, 1, 2, 2, 1, 3], np.uint32)
    return Geometry({"place": np.zeros((room * 4, 2))}, indices=order.ravel(), vertices=0)


def _show(geometry: Geometry, edges: Floats) -> None:
    """Makes rectangles, (n, 4) of left, lower, right and upper edge, what is drawn."""
    geometry.vertices = len(edges) * 6
    geometry.write("place", edges[:, (0, 1, 2, 1, 0, 3, 2, 3)].reshape(-1, 2))


class Coarse:
    """One field's grid of outputs, its tiles with lines, and its rim; each is sent again only when it changes."""

    def __init__(self, side: float) -> None:
        self._side = side
        self.sure = Texture(np.zeros((CELLS + 1, CELLS + 1, 1)), smooth=True)
        self.half = rectangles(TILES * TILES // 2)
        self.faint = rectangles(TILES * TILES // 2)
        self.rim = rectangles(4)
        self.inner = side
        """Half the side of the square within the rim."""
        self._places = _places(side)
        self._grid_written, self._rim_written = Remembered(_write_grid), Remembered(_write_rim)
        self._half_written, self._faint_written = Remembered(_write_tiles), Remembered(_write_tiles)

    def fits(self, network: Network, pixels: float) -> bool:
        """Whether a plate so many pixels wide can be drawn from the grid."""
        return pixels >= LEAST and bool(np.abs(network.hidden_weights).max() < STEEPEST)

    def show(self, network: Network, drawn: Drawn) -> None:
        """Takes the network, and how the plate lies on the screen."""
        grid = self._grid_written(self.sure, self._places, frozen(network.parameters), network.activation)
        self.inner = self._rim_written(self.rim, self._side, drawn)
        half, faint = 1.3 * drawn.width + 1.0, 0.5 * drawn.width + 1.0
        self._half_written(self.half, grid, HALF, half, drawn, self._side, self.inner)
        self._faint_written(self.faint, grid, FAINT, faint, drawn, self._side, self.inner)


def _places(side: float) -> FrozenArray:
    """Returns the grid's points, (n, 2), row by row."""
    x, y = np.meshgrid(*(np.linspace(-side, side, CELLS + 1),) * 2)
    return frozen(np.column_stack((x.ravel(), y.ravel())))


@dataclass(frozen=True, eq=False)
class CellRanges:
    """The least and the greatest logit at the corners of each cell, (CELLS, CELLS)."""

    low: npt.NDArray[np.float32]
    high: npt.NDArray[np.float32]


def _write_grid(sure: Texture, places: FrozenArray, parameters: FrozenArray, activation: Activation) -> CellRanges:
    """Writes how sure a network is at the grid's points, and returns its logits cell by cell."""
    logits = Network(parameters.array, activation).forward(places.array).logits
    grid = logits.astype(np.float32).reshape(CELLS + 1, CELLS + 1)
    sure.write(np.tanh(0.5 * grid)[..., np.newaxis])
    low, high = np.minimum(grid[1:], grid[:-1]), np.maximum(grid[1:], grid[:-1])
    return CellRanges(np.minimum(low[:, 1:], low[:, :-1]), np.maximum(high[:, 1:], high[:, :-1]))


def _write_rim(rim: Geometry, side: float, drawn: Drawn) -> float:
    """Lays the rim round the plate; returns half the side of the square within it."""
    outer, inner = side, side * (1.0 - 2.0 * drawn.rim / drawn.side)
    across = ((-outer, -outer, outer, -inner), (-outer, inner, outer, outer))
    upright = ((-outer, -inner, -inner, inner), (inner, -inner, outer, inner))
    _show(rim, np.array((*across, *upright)))
    return inner


def _write_tiles(
    tiles: Geometry,
    ranges: CellRanges,
    levels: tuple[float, ...],
    reach: float,
    drawn: Drawn,
    side: float,
    inner: float,
) -> None:
    """Writes the tiles that a line at one of the levels comes so many pixels close to, those in a row as one."""
    more = (ranges.high - ranges.low) * np.float32(1.25 * reach * CELLS / drawn.side)
    low, high = ranges.low - more, ranges.high + more
    near = np.zeros(low.shape, np.bool_)
    for level in levels:
        near |= (low <= level) & (high >= level)
    step = np.zeros((TILES, TILES + 2), np.int8)
    near = near[::2] | near[1::2]
    step[:, 1:-1] = near[:, ::2] | near[:, 1::2]
    change = np.diff(step, axis=1)
    row, left = np.nonzero(change > 0)
    right = np.nonzero(change < 0)[1]
    edges = np.stack((left, row, right, row + 1), axis=-1) * (2.0 * side / TILES) - side
    _show(tiles, np.clip(edges, -inner, inner))


@lru_cache(maxsize=32)
def sampled(activation: Activation) -> Texture:
    """Returns what `_activation.glsl` needs of an activation: its values at both ends of each stretch, (1, n, 2)."""
    values = activation.value(np.linspace(-CURVE_END, CURVE_END, STRETCHES + 1))
    return Texture(np.stack((values[:-1], values[1:]), axis=-1)[np.newaxis])


def network_uniforms(network: Network, parameters: Floats) -> dict[str, Uniform]:
    """Returns what `_network.glsl` needs of a network that has these parameters."""
    count = network.neurons
    weights = np.zeros((MOST_HIDDEN, 4), np.float32)
    weights[:count] = parameters[:-1].reshape(4, count).T
    bias = float(parameters[-1])
    return {
        "neurons": count,
        "curve_stretches": (STRETCHES / 2.0 / CURVE_END, STRETCHES / 2.0),
        "neuron_weights": weights,
        "output_bias": bias,
    }


def fixed(network: Network) -> Fixed:
    """Returns what shaders may take for granted while they show a network: bounds of values, and room for its neurons.

    Bounds are 0 for none on one side or on both.
    """
    room = next(room for room in ROOMS if room >= network.neurons)
    span = SPANS.index(network.activation.bounds) if network.activation.bounds in SPANS else 0
    return ("SPAN", span), ("NEURONS", room)


def color_uniforms(theme: Theme) -> dict[str, Uniform]:
    """Returns the colours of ground, classes, outlines and rings by a theme."""
    ground = theme.palette.background_inner
    return {
        "ground": ground,
        "class_colors": np.array([theme.coral, theme.cyan], np.float32),
        "edge_color": theme.control_border,
        "rim_color": theme.palette.background_outer,
        "ring_color": theme.palette.ink,
    }


def _grid() -> npt.NDArray[np.float32]:
    places = np.linspace(-SIDE, SIDE, CELLS + 1)
    x, y = np.meshgrid(places, places, indexing="ij")
    return np.column_stack((x.ravel(), y.ravel())).astype(np.float32)


def _triangles(order: int) -> npt.NDArray[np.uint32]:
    """Returns the grid's triangles, flat, from far to near; `order` bit 0: the camera at larger x, bit 1: larger y."""
    n = CELLS + 1
    i = np.arange(CELLS) if order & 1 else np.arange(CELLS)[::-1]
    j = np.arange(CELLS) if order & 2 else np.arange(CELLS)[::-1]
    at = (i[:, np.newaxis] * n + j[np.newaxis, :]).ravel()
    return np.stack((at, at + n, at + n + 1, at, at + n + 1, at + 1), axis=-1).ravel().astype(np.uint32)


class Plates:
    """What all fields share: the square, the grids, and the training points, sent once for all."""

    def __init__(self) -> None:
        square = np.array([(-SIDE, -SIDE), (SIDE, -SIDE), (-SIDE, SIDE), (SIDE, SIDE)], np.float32)
        self.square = Geometry({"place": square})
        self.grids = [Geometry({"place": _grid()}, indices=_triangles(order)) for order in range(4)]
        rows = {"sample_point": np.zeros((MOST_POINTS, 3))}
        self.points = Geometry(instance_arrays=rows, vertices=4, instances=0)
        self._points_written = Remembered(write_points)

    def show_points(self, points: Floats, labels: Floats) -> None:
        """Takes the training points, (n, 2) with labels (n,)."""
        self._points_written(self.points, frozen(points), frozen(labels))


def write_points(geometry: Geometry, points: FrozenArray, labels: FrozenArray) -> None:
    """Writes points, (n, 2), and their labels, (n,)."""
    geometry.instances = len(labels.array)
    geometry.write("sample_point", np.column_stack((points.array, labels.array)))


class Field:
    """One network's field at a place of its own: the plate, and the points in front of and behind its hills."""

    def __init__(self, plates: Plates, number: int) -> None:
        self.offset: Place = (0.0, 0.0)
        self.network: Network | None = None
        flat = Material("trainer_field", primitive="triangle_strip", depth="off")
        lifted = Material("trainer_field")
        self._flat = Mesh(f"field {number}", plates.square, flat)
        self._lifted = [Mesh(f"field {number} order {k}", grid, lifted) for k, grid in enumerate(plates.grids)]
        behind = Material("trainer_point", primitive="triangle_strip", depth="off")
        before = Material("trainer_point", primitive="triangle_strip", depth="read")
        self._behind = Mesh(f"points {number} behind", plates.points, behind, uniforms={"strength": 0.22})
        self._before = Mesh(f"points {number}", plates.points, before, uniforms={"strength": 1.0})
        self.exact = False
        """Whether the network is worked out at every pixel of the flat plate, whatever that takes."""
        self._plates = plates
        self._coarse = coarse = Coarse(SIDE)
        plain = Material("trainer_plain", primitive="triangle_strip", blend="off", depth="off")
        line = Material("trainer_line", depth="off")
        dots = Material("trainer_dots", primitive="triangle_strip", depth="off")
        grid = {"sure": coarse.sure}
        self._dots = Mesh(f"dots {number}", Geometry(vertices=4, instances=0), dots)
        self._lines = (
            Mesh(f"contours {number}", coarse.faint, line, uniforms={"half_line": 0.0}),
            Mesh(f"boundary {number}", coarse.half, line, uniforms={"half_line": 1.0}),
        )
        self._simple = (
            Mesh(f"plain {number}", plates.square, plain, textures=grid, uniforms={"cells": CELLS}),
            self._lines[0],
            self._dots,
            self._lines[1],
            Mesh(f"rim {number}", coarse.rim, Material("trainer_field", depth="off")),
        )
        self._by_network = (self._flat, *self._lines, self._simple[-1], *self._lifted, self._behind, self._before)
        flat_ones = (self._flat, *self._simple)
        self.node = Node(f"field {number}", *flat_ones, *self._lifted, self._behind, self._before)

    def place(self, x: float, y: float) -> None:
        """Moves the field's middle to (x, y)."""
        self.offset = (x, y)
        self.node.transform = translation((x, y, 0.0))

    def dress(self, camera: Camera, network: Network, relief: float, common: dict[str, Uniform]) -> None:
        """Sets what the shaders need to show `network` at a relief from 0 (flat) to `TOP`."""
        self.network = network
        axes = camera.axes[2]
        order = (1 if axes[0] > 0.0 else 0) | (2 if axes[1] > 0.0 else 0)
        self._behind.visible = relief > 0.0
        uniforms = {**common, **network_uniforms(network, network.parameters), "relief": relief, "lift": LIFT}
        known, curve = fixed(network), sampled(network.activation)
        for mesh in self._by_network:
            mesh.textures["curve"] = curve
        if known != self._flat.material.fixed:
            for mesh in self._by_network:
                mesh.material = replace(mesh.material, fixed=known)
        self._choose(network, relief, uniforms)
        for k, mesh in enumerate(self._lifted):
            mesh.visible = relief > 0.0 and k == order
        for mesh in (self._flat, *self._simple, *self._lifted, self._behind, self._before):
            if mesh.visible:
                mesh.uniforms.update(uniforms)

    def _choose(self, network: Network, relief: float, uniforms: dict[str, Uniform]) -> None:
        """Chooses how the flat plate is drawn: all of it at each pixel, or what the coarse grid does not give."""
        unit, width, corner = (float(np.asarray(uniforms.get(name, 0.0))) for name in ("unit", "width", "corner"))
        pixels = 2.0 * SIDE * unit
        coarse = relief <= 0.0 and not self.exact and self._coarse.fits(network, pixels)
        self._flat.visible = relief <= 0.0 and not coarse
        for mesh in self._simple:
            mesh.visible = coarse
        if coarse:
            self._coarse.show(network, Drawn(pixels, width, 0.3 * corner * unit + 1.5 * width + 1.0))
            self._dots.geometry.instances = network.neurons
            uniforms["inner"] = self._coarse.inner

    def lifted(self, points: Floats, relief: float) -> Floats:
        """Returns points of the plate, (n, 2), as points of the world, (n, 3), on its drawn surface."""
        heights = np.zeros(len(points))
        if self.network is not None and relief > 0.0:
            heights = relief * (self.network.probability(np.asarray(points, np.float64)) - 0.5)
        return np.column_stack((points + np.array(self.offset), heights))

    def pick(self, ray: Ray, relief: float) -> Place | None:
        """Returns where a ray first meets the plate as it is drawn, in the plate's own coordinates, or None."""
        origin, way = np.asarray(ray.origin, np.float64), np.asarray(ray.direction, np.float64)
        if way[2] == 0.0:
            return None
        origin[:2] -= self.offset
        low, high = sorted(float((level - origin[2]) / way[2]) for level in (-relief / 2.0, relief / 2.0))
        if relief <= 0.0:
            return _inside(origin + low * way)
        for _ in range(2):  # walk to the first crossing, then again within its step
            along = np.linspace(low, high, WALK)
            spots = origin + along[:, np.newaxis] * way
            on_plate = np.abs(spots[:, :2]).max(axis=1) <= SIDE
            side = np.sign(spots[:, 2] - self.lifted(spots[:, :2], relief)[:, 2])
            crossed = np.flatnonzero((np.diff(side) != 0.0) & on_plate[1:] & on_plate[:-1])
            if not len(crossed):
                return None
            low, high = float(along[crossed[0]]), float(along[crossed[0] + 1])
        return _inside(origin + low * way)


def _inside(spot: Floats) -> Place | None:
    x, y = float(spot[0]), float(spot[1])
    return (x, y) if max(abs(x), abs(y)) <= SIDE else None
