"""The diagram of the network: where its neurons and edges stand, and which of its numbers a pointer means.

Every edge and every bias is one parameter, known by its place in the parameter vector (W1 row by row, b1, W2, b2).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from descent_game.engine.geometry import Geometry, Texture
from descent_game.engine.linalg import Floats
from descent_game.engine.mesh import Fixed, Material, Mesh, Uniform
from descent_game.engine.remembered import Remembered
from descent_game.sim.network.network import MOST_HIDDEN
from descent_game.ui.canvas import Rect
from descent_game.ui.page import Page

from .field import SIDE

RADIUS = 34.0
INPUT_RADIUS = 27.0
SPACING, ALONE = 142.0, 190.0
"""Greatest distance of two hidden neurons, and where there are few, in the design's pixels."""
NEAR = 12.0
"""How near to an edge a pointer means it, in the design's pixels."""
POINTS = 19
OUTPUT, FIRST_INPUT = 8, 9
"""How the shader numbers the output and the inputs."""

Kind = Literal["weight_in", "bias", "weight_out", "output_bias"]


@dataclass(frozen=True)
class DiagramSpot:
    """A neuron's circle, in pixels."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Edge:
    """One weight's curve from neuron to neuron, (n, 2), and its place among the parameters."""

    parameter: int
    neuron: int
    curve: Floats

    @cached_property
    def drawn(self) -> npt.NDArray[np.float32]:
        """The curve as a canvas takes it, which nobody can write."""
        points = np.asarray(self.curve, np.float32)
        points.flags.writeable = False
        return points

    def at(self, share: float) -> tuple[float, float]:
        """Returns the point that far along the curve."""
        place = min(max(share, 0.0), 1.0) * (len(self.curve) - 1)
        low = min(int(place), len(self.curve) - 2)
        x, y = self.curve[low] + (place - low) * (self.curve[low + 1] - self.curve[low])
        return float(x), float(y)


def _bend(start: tuple[float, float], end: tuple[float, float]) -> Floats:
    """Returns a curve that leaves and arrives level."""
    t = np.linspace(0.0, 1.0, POINTS)[:, np.newaxis]
    (x0, y0), (x1, y1) = start, end
    ease = t * t * (3.0 - 2.0 * t)
    return np.hstack((x0 + (x1 - x0) * t, y0 + (y1 - y0) * ease))


class Diagram:
    """Neurons and edges in their places on one page."""

    def __init__(self, page: Page, rect: Rect, neurons: int) -> None:
        self.page, self.rect, self.neurons = page, rect, neurons
        self._off = page.px(4.0)  # so that the round ends of thick edges stop at the rings
        height = rect.h - page.px(30.0)  # below the last neuron stands its bias
        room = height / max(neurons, 1)
        gap = min(page.px(SPACING if neurons > 3 else ALONE), room)
        radius = min(page.px(RADIUS), gap * (0.27 if neurons <= 4 else 0.38))
        small = min(page.px(INPUT_RADIUS), radius * 1.1)
        middle = rect.y + height / 2.0
        x_in, x_out = rect.x + small + page.px(10.0), rect.right - radius - page.px(14.0)
        x_hidden = x_in + (x_out - x_in) * 0.54
        apart = min(page.px(104.0), height * 0.2)
        self.inputs = (DiagramSpot(x_in, middle - apart, small), DiagramSpot(x_in, middle + apart, small))
        first = middle - gap * (neurons - 1) / 2.0
        self.hidden = tuple(DiagramSpot(x_hidden, first + j * gap, radius) for j in range(neurons))
        self.output = DiagramSpot(x_out, middle, radius)
        self.edges = (*self._into_hidden(), *self._into_output())

    def _into_hidden(self) -> list[Edge]:
        edges = []
        for i, source in enumerate(self.inputs):
            for j, neuron in enumerate(self.hidden):
                rise = neuron.radius * (-0.5, 0.5)[i]
                end = (neuron.x - math.sqrt(neuron.radius**2 - rise**2) - self._off, neuron.y + rise)
                curve = _bend((source.x + source.radius + self._off, source.y), end)
                edges.append(Edge(i * self.neurons + j, j, curve))
        return edges

    def _into_output(self) -> list[Edge]:
        edges = []
        for j, neuron in enumerate(self.hidden):
            share = 0.0 if self.neurons == 1 else 2.0 * j / (self.neurons - 1) - 1.0
            rise = self.output.radius * 0.62 * share
            end = (self.output.x - math.sqrt(self.output.radius**2 - rise**2) - self._off, self.output.y + rise)
            start = (neuron.x + neuron.radius + self._off, neuron.y)
            edges.append(Edge(3 * self.neurons + j, j, _bend(start, end)))
        return edges

    def kind(self, parameter: int) -> Kind:
        """Returns what a parameter is."""
        if parameter == 4 * self.neurons:
            return "output_bias"
        kinds: tuple[Kind, ...] = ("weight_in", "weight_in", "bias", "weight_out")
        return kinds[parameter // self.neurons]

    def hit(self, x: float, y: float) -> int | None:
        """Returns the parameter that a pointer at a pixel means: a neuron its bias, an edge its weight; or None."""
        circles = [(2 * self.neurons + j, spot) for j, spot in enumerate(self.hidden)]
        for parameter, spot in [*circles, (4 * self.neurons, self.output)]:
            if math.hypot(x - spot.x, y - spot.y) <= spot.radius:
                return parameter
        if not self.rect.contains(x, y):
            return None
        best, nearest = None, max(self.page.px(NEAR), 6.0)
        for edge in self.edges:
            away = _distance(edge.curve, x, y)
            if away < nearest:
                best, nearest = edge.parameter, away
        return best


def _distance(curve: Floats, x: float, y: float) -> float:
    start, way = curve[:-1], np.diff(curve, axis=0)
    off = np.array([x, y]) - start
    along = np.clip((off * way).sum(axis=1) / np.maximum((way * way).sum(axis=1), 1e-12), 0.0, 1.0)
    left = off - along[:, np.newaxis] * way
    return float(np.sqrt((left * left).sum(axis=1).min()))


class Thumbnails:
    """The small fields inside the diagram's circles: one mesh, drawn on the screen below the canvas."""

    def __init__(self) -> None:
        rows = {"neuron": np.zeros((MOST_HIDDEN + 3, 4))}
        self.geometry = Geometry(instance_arrays=rows, vertices=4, instances=0)
        material = Material("trainer_neuron", primitive="triangle_strip", depth="off")
        self.mesh = Mesh("neurons", self.geometry, material, uniforms={"side": SIDE})
        self._written = Remembered(write_circles)

    def place(self, diagram: Diagram | None) -> None:
        """Takes the circles of a diagram, or hides itself without one."""
        self.mesh.visible = diagram is not None
        if diagram is not None:
            self._written(self.geometry, diagram)

    def dress(self, uniforms: dict[str, Uniform], curve: Texture, known: Fixed) -> None:
        """Takes the network's numbers and the colours, its activation, and what the shader may take for granted."""
        self.mesh.textures["curve"] = curve
        if known != self.mesh.material.fixed:
            self.mesh.material = replace(self.mesh.material, fixed=known)
        self.mesh.uniforms.update(uniforms)


def write_circles(geometry: Geometry, diagram: Diagram) -> None:
    """Writes where the circles of a diagram are, and which neuron each shows."""
    spots = [(spot, j) for j, spot in enumerate(diagram.hidden)]
    spots += [(diagram.output, OUTPUT), (diagram.inputs[0], FIRST_INPUT), (diagram.inputs[1], FIRST_INPUT + 1)]
    geometry.instances = len(spots)
    geometry.write("neuron", np.array([(s.x, s.y, s.radius, which) for s, which in spots], np.float32))
