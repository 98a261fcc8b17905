"""The flat field at the points of a grid: what its colours are drawn from, and which parts of it lines may cross.

Between the grid's points the output is close enough to straight for colours. Lines are worked out from the network at
each pixel, in those tiles alone that they come near, and so is everything along the rim.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from descent_game.engine.geometry import Geometry, Texture
from descent_game.engine.remembered import FrozenArray, Remembered, frozen
from descent_game.sim.network.activations import Activation
from descent_game.sim.network.network import Network

CELLS = 128
TILES = CELLS // 2
STEEPEST = 60.0
"""Weights into a neuron from which on it may bend between two points of the grid."""
LEAST = 320.0
"""Pixels along a plate from which on it is worth while."""
HALF = (0.0,)
FAINT = tuple(sign * log(p / (1.0 - p)) for p in (0.7, 0.9) for sign in (-1.0, 1.0))
"""The logits of the lines."""

Floats = npt.NDArray[np.float64]


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
