"""Landscapes and optimizers unknown to the program: any number of minima, any extent and floor, a full roster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from descent_game.sim.optimizers.adam import Adam
from descent_game.sim.optimizers.momentum import SGD, Momentum
from descent_game.sim.optimizers.optimizer import Array, Memory, Optimizer, Oracle, Terms, moved, setting
from descent_game.sim.surfaces.minima import find_minima
from descent_game.sim.surfaces.surface import Landscape, Surface

EXTENT = (1.5, 4.5, -2.0, 0.5)
WELLS = 0.9 * np.array([(np.cos(turn), np.sin(turn)) for turn in (0.3, 2.4, 4.5)])


@dataclass(frozen=True)
class Sign(Optimizer):
    """A step of the learning rate along each axis, whatever the slope."""

    name: ClassVar[str] = "sign"
    formula: ClassVar[str] = r"p \leftarrow p - \eta\,\mathrm{sign}(g)"

    def step(
        self,
        oracle: Oracle,
        parameters: Array,
        memory: Memory,
        rate: float,
        *,
        out: Array | None = None,
        terms: Terms | None = None,
    ) -> tuple[Array, Memory]:
        """Return the next parameters and the next memory."""
        move = -rate * np.sign(oracle.gradient(parameters))
        return moved(parameters, move, out, terms), memory._replace(steps=memory.steps + 1)


def _wells(points: Array) -> tuple[Array, Array, Array]:
    """Return the points from the middle of the bowl, from each well, and how deep each well is there."""
    place = points - np.array([3.0, -1.0])
    away = place[..., np.newaxis, :] - WELLS
    return place, away, np.exp(-3.0 * np.square(away).sum(-1))


@np.errstate(all="ignore")
def _loss(points: Array) -> Array:
    place, _, depth = _wells(points)
    loss: Array = 0.3 * np.square(place).sum(-1) - 2.0 * depth.sum(-1) - 2.0
    return loss


@np.errstate(all="ignore")
def _gradient(points: Array) -> Array:
    place, away, depth = _wells(points)
    gradient: Array = 0.6 * place + 12.0 * (depth[..., np.newaxis] * away).sum(-2)
    return gradient


@np.errstate(all="ignore")
def _hessian(points: Array) -> Array:
    _, away, depth = _wells(points)
    bend = np.eye(2) - 6.0 * away[..., :, np.newaxis] * away[..., np.newaxis, :]
    hessian: Array = 0.6 * np.eye(2) + 12.0 * (depth[..., np.newaxis, np.newaxis] * bend).sum(-3)
    return hessian


def _wells_landscape() -> Landscape:
    minima = find_minima(Surface(EXTENT, _loss, _gradient, _hessian, -4.0))
    surface = Surface(EXTENT, _loss, _gradient, _hessian, min(minimum.loss for minimum in minima))
    return Landscape("wells", surface, "f(x, y)", "three wells in a bowl", (1.7, 0.3), 0.02, minima)


def _dish() -> Landscape:
    """Returns one minimum on a plate that is small, wider than long, and far from the origin."""
    middle, bend = np.array([0.0125, -0.0002]), np.array([8.0, 2.0])

    def hessian(points: Array) -> Array:
        return np.broadcast_to(np.diag(bend), (*points.shape, 2)).copy()

    def loss(points: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(0.5 * (bend * np.square(points - middle)).sum(-1) + 3.0)

    surface = Surface((0.010, 0.014, -0.001, 0.001), loss, lambda points: bend * (points - middle), hessian, 3.0, 1e-5)
    return Landscape("dish", surface, "f(x, y)", "one dish", (0.0105, 0.0008), 0.05, find_minima(surface))


def _slope() -> Landscape:
    """Returns a plane: no minimum anywhere, and the lowest place of the extent at its corner."""
    down = np.array([0.4, -0.1])

    def loss(points: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(points @ down + 3.0)

    surface = Surface(
        (10.0, 14.0, -3.0, -1.0),
        loss,
        lambda points: np.broadcast_to(down, points.shape).copy(),
        lambda points: np.zeros((*points.shape, 2)),
        7.1,
    )
    return Landscape("slope", surface, "f(x, y)", "a plane", (13.0, -2.0), 0.05, find_minima(surface))


def _lattice(name: str, side: int) -> Landscape:
    """Returns Rastrigin's function where it has `side` times `side` minima, none of them the one of loss nought."""

    def loss(points: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray((np.square(points) + 10.0 - 10.0 * np.cos(2.0 * np.pi * points)).sum(-1))

    def gradient(points: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(2.0 * points + 20.0 * np.pi * np.sin(2.0 * np.pi * points))

    def hessian(points: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray((2.0 + 40.0 * np.pi**2 * np.cos(2.0 * np.pi * points))[..., np.newaxis] * np.eye(2))

    extent = (0.5, side + 0.5, 0.5, side + 0.5)
    minima = find_minima(Surface(extent, loss, gradient, hessian))
    surface = Surface(extent, loss, gradient, hessian, minima[0].loss, 20.0)
    drop = (side + 0.1, side - 0.2)
    return Landscape(name, surface, "f(x, y)", f"Rastrigin's, {side} by {side}", drop, 0.002, minima)


@dataclass(frozen=True)
class Heavy(Momentum):
    """Momentum that keeps more of its velocity."""

    name: ClassVar[str] = "heavy"
    momentum: float = setting(0.95, 0.0, 0.999, r"\mu")


@dataclass(frozen=True)
class Quick(Adam):
    """Adam that soon forgets how large gradients were."""

    name: ClassVar[str] = "quick"
    second_decay: float = setting(0.9, 0.0, 0.999999, r"\beta_2")


@dataclass(frozen=True)
class Slow(SGD):
    """Half of the step of SGD."""

    name: ClassVar[str] = "slow"

    def step(
        self,
        oracle: Oracle,
        parameters: Array,
        memory: Memory,
        rate: float,
        *,
        out: Array | None = None,
        terms: Terms | None = None,
    ) -> tuple[Array, Memory]:
        """Return the next parameters and the next memory."""
        return super().step(oracle, parameters, memory, 0.5 * rate, out=out, terms=terms)

    def stability_limit(self, sharpness: float) -> float:
        """Return twice that of SGD."""
        return 2.0 * super().stability_limit(sharpness)


@dataclass(frozen=True)
class Even(Optimizer):
    """A step of the learning rate straight down, however steep it is."""

    name: ClassVar[str] = "even"
    formula: ClassVar[str] = r"p \leftarrow p - \eta\,g / |g|"

    def step(
        self,
        oracle: Oracle,
        parameters: Array,
        memory: Memory,
        rate: float,
        *,
        out: Array | None = None,
        terms: Terms | None = None,
    ) -> tuple[Array, Memory]:
        """Return the next parameters and the next memory."""
        gradient = oracle.gradient(parameters)
        move = -rate * gradient / np.maximum(np.linalg.norm(gradient, axis=-1, keepdims=True), 1e-300)
        return moved(parameters, move, out, terms), memory._replace(steps=memory.steps + 1)


MORE = (Sign(),)
EIGHT = (Quick(), Sign(), SGD(), Heavy(), Adam(), Even(), Momentum(), Slow())
"""A full roster: those that everyone knows among others, and not in front."""


def landscapes() -> tuple[Landscape, ...]:
    """Returns invented landscapes by their numbers of minima: three, none, one, nine, a hundred."""
    return _wells_landscape(), _slope(), _dish(), _lattice("nine", 3), _lattice("hundred", 10)
