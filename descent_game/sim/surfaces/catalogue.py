"""The landscapes that come with the program. To add one, write its three functions and one entry of `LANDSCAPES`."""

from collections.abc import Mapping
from math import sqrt
from types import MappingProxyType
from typing import Final

import numpy as np

from descent_game.sim.surfaces.minima import minimum_at
from descent_game.sim.surfaces.surface import Array, Landscape, Surface

PLATE: Final = (-2.4, 2.4, -2.4, 2.4)


@np.errstate(over="ignore", under="ignore")
def _ravine_loss(points: Array) -> Array:
    x, y = points[..., 0], points[..., 1]
    loss: Array = 0.15 * (x * x) + 19.5 * (y * y)
    return loss


@np.errstate(over="ignore", under="ignore")
def _ravine_gradient(points: Array) -> Array:
    gradient = np.empty_like(points)  # keeps single precision single
    np.multiply(points[..., 0], 0.3, out=gradient[..., 0])
    np.multiply(points[..., 1], 39.0, out=gradient[..., 1])
    return gradient


def _ravine_hessian(points: Array) -> Array:
    hessian = np.zeros((*points.shape, 2), points.dtype)
    hessian[..., 0, 0] = 0.3
    hessian[..., 1, 1] = 39.0
    return hessian


@np.errstate(over="ignore", under="ignore", invalid="ignore")
def _saddle_loss(points: Array) -> Array:
    x, y = points[..., 0], points[..., 1]
    well = x * x - 2.0
    loss: Array = 0.03 * (well * well) + 0.5 * (y * y)
    return loss


@np.errstate(over="ignore", under="ignore", invalid="ignore")
def _saddle_gradient(points: Array) -> Array:
    x = points[..., 0]
    gradient = points.copy()
    gradient[..., 0] = 0.12 * x * (x * x - 2.0)
    return gradient


@np.errstate(over="ignore", under="ignore", invalid="ignore")
def _saddle_hessian(points: Array) -> Array:
    x = points[..., 0]
    hessian = np.zeros((*points.shape, 2), points.dtype)
    hessian[..., 0, 0] = 0.36 * (x * x) - 0.24
    hessian[..., 1, 1] = 1.0
    return hessian


_RAVINE: Final = Surface(PLATE, _ravine_loss, _ravine_gradient, _ravine_hessian)
_SADDLE: Final = Surface(PLATE, _saddle_loss, _saddle_gradient, _saddle_hessian)

RAVINE: Final = Landscape(
    name="ravine",
    surface=_RAVINE,
    formula="f(x, y) = 0.15 x^2 + 19.5 y^2",
    source="a quadratic bowl of condition number 130",
    drop=(-2.0, 1.0),
    learning_rate=0.05,
    minima=(minimum_at(_RAVINE, 0.0, 0.0),),
    valley_axis=0,
)
"""A long valley, 130 times steeper across than along."""

SADDLE: Final = Landscape(
    name="saddle",
    surface=_SADDLE,
    formula="f(x, y) = 0.03 (x^2 - 2)^2 + 0.5 y^2",
    source="a double well with a bowl across",
    drop=(0.05, 1.5),
    learning_rate=0.05,
    minima=(minimum_at(_SADDLE, -sqrt(2.0), 0.0), minimum_at(_SADDLE, sqrt(2.0), 0.0)),
    valley_axis=0,
    plateau=1.0,
)
"""A pass between two valleys, nearly flat on top: on the ridge x = 0 the gradient points at the saddle itself."""

LANDSCAPES: Final[Mapping[str, Landscape]] = MappingProxyType({hill.name: hill for hill in (RAVINE, SADDLE)})
"""Every landscape by name, in the order of the menu."""
