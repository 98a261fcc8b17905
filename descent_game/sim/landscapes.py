"""The hills of the race: loss, exact gradient, minima and formula of each landscape.

A landscape is a value without state. Its functions take float64 points of shape (..., 2) and are silent over the whole
range of a float: where a loss is too large to hold it is infinite, and the race decides what that means. To add a
landscape, write its two functions and one entry of `LANDSCAPES`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DOMAIN: Final = 2.4
"""Half the side of the plate: x and y run from -DOMAIN to DOMAIN."""

HEIGHT_SCALE: Final = 0.1
"""The loss at which the drawn height passes from nearly linear to nearly logarithmic."""


@dataclass(frozen=True, eq=False)
class Landscape:
    """One loss over the plate.

    name           key in `LANDSCAPES`
    formula        the loss as LaTeX mathematics
    loss           points (..., 2) to the true loss (...)
    gradient       points (..., 2) to the exact gradient (..., 2)
    minima         (k, 2), read-only
    drop           where the runners are put by default
    learning_rate  the rate at which the race is fair to watch
    sharpness      largest eigenvalue of the Hessian at the minima
    steep_axis     0 for x or 1 for y: the axis on which the walls face each other
    plateau        |x| beyond which a runner has crossed the plateau; None where there is none
    """

    name: str
    formula: str
    loss: Callable[[Array], Array]
    gradient: Callable[[Array], Array]
    minima: Array
    drop: tuple[float, float]
    learning_rate: float
    sharpness: float
    steep_axis: int = 1
    plateau: float | None = None


@np.errstate(over="ignore", under="ignore")
def display_height(loss: Array) -> Array:
    """Return the height at which a loss is drawn, log1p(loss / 0.1), of the same shape.

    The mesh, the balls, the trails and picking all use this one curve; contours and numbers show the true loss.
    """
    height: Array = np.log1p(loss / HEIGHT_SCALE)
    return height


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


def _fixed(*rows: tuple[float, float]) -> Array:
    array = np.array(rows, dtype=np.float64)
    array.flags.writeable = False
    return array


_SADDLE_MINIMUM: Final = float(np.sqrt(2.0))

RAVINE: Final = Landscape(
    name="ravine",
    formula="f(x, y) = 0.15 x^2 + 19.5 y^2",
    loss=_ravine_loss,
    gradient=_ravine_gradient,
    minima=_fixed((0.0, 0.0)),
    drop=(-2.0, 1.0),
    learning_rate=0.05,
    sharpness=39.0,
)
"""A long valley, 130 times steeper across than along."""

SADDLE: Final = Landscape(
    name="saddle",
    formula="f(x, y) = 0.03 (x^2 - 2)^2 + 0.5 y^2",
    loss=_saddle_loss,
    gradient=_saddle_gradient,
    minima=_fixed((-_SADDLE_MINIMUM, 0.0), (_SADDLE_MINIMUM, 0.0)),
    drop=(0.05, 1.5),
    learning_rate=0.05,
    sharpness=1.0,
    plateau=1.0,
)
"""A pass between two valleys, nearly flat on top: on the ridge x = 0 the gradient points at the saddle itself."""

LANDSCAPES: Final[Mapping[str, Landscape]] = MappingProxyType({hill.name: hill for hill in (RAVINE, SADDLE)})
"""Every landscape by name, in the order of the menu."""
