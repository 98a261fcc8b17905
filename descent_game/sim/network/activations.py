"""The activation functions a network can bend its layers with, and what is left of a gradient after many of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import inf, isfinite
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from descent_game.sim.network import curves
from descent_game.sim.network.special import Array

Curve: TypeAlias = Callable[[Array], Array]
Side: TypeAlias = Literal["left", "right"]

LAYERS: Final = 8
LEAK: Final = 0.01


@dataclass(frozen=True)
class Activation:
    """One activation function: its two curves, its formulas, and the facts that captions may state.

    `formula` and `slope_formula` are LaTeX. `largest_slope` is the supremum of f', taken at `steepest_at`, which is
    None where f' only comes close to it or takes it on a whole stretch; `least_slope` is the infimum. `flat` names the
    sides on which f' goes to zero, `dead` says that it is exactly zero on a whole half line, `kinks` are the points
    without a derivative, `bounds` the infimum and supremum of f, `leak` the slope below zero of one whose slope there
    can be chosen.
    """

    name: str
    curve: Curve
    derivative: Curve
    formula: str
    slope_formula: str
    largest_slope: float
    least_slope: float = 0.0
    steepest_at: float | None = None
    flat: tuple[Side, ...] = ()
    dead: bool = False
    kinks: tuple[float, ...] = ()
    bounds: tuple[float, float] = (-inf, inf)
    leak: float | None = None

    @property
    def straight(self) -> bool:
        """Whether it is a line, and bends nothing."""
        return self.least_slope == self.largest_slope

    @property
    def saturates(self) -> bool:
        """Whether it grows flat on both sides."""
        return len(self.flat) == 2

    def value(self, z: ArrayLike) -> Array:
        """Return f(z), float64 of the shape of `z`; finite and silent for every finite z."""
        return self.curve(np.asarray(z, dtype=np.float64))

    def slope(self, z: ArrayLike) -> Array:
        """Return f'(z), float64 of the shape of `z`, exact; at a kink the slope that PyTorch uses."""
        return self.derivative(np.asarray(z, dtype=np.float64))


def leaky_relu(slope: float = LEAK) -> Activation:
    """Return the leaky ReLU that keeps `slope` of what is below zero; ValueError unless 0 <= slope <= 1."""
    if not (isfinite(slope) and 0.0 <= slope <= 1.0):
        raise ValueError(f"leaky_relu: expected a slope between 0 and 1, found {slope}")
    return Activation(
        "leaky_relu",
        partial(curves.leaky, slope=slope),
        partial(curves.leaky_slope, slope=slope),
        rf"f(z) = \max(z, 0) + {slope:g} \min(z, 0)",
        rf"f'(z) = 1 \; (z > 0), \quad {slope:g} \; (z \leq 0)",
        largest_slope=1.0,
        least_slope=slope,
        flat=("left",) if slope == 0.0 else (),
        dead=slope == 0.0,
        kinks=() if slope == 1.0 else (0.0,),
        bounds=(0.0, inf) if slope == 0.0 else (-inf, inf),
        leak=slope,
    )


def _bounded() -> tuple[Activation, ...]:
    """Return linear and the two that saturate on both sides."""
    return (
        Activation(
            "linear",
            curves.linear,
            curves.linear_slope,
            r"f(z) = z",
            r"f'(z) = 1",
            largest_slope=1.0,
            least_slope=1.0,
        ),
        Activation(
            "sigmoid",
            curves.sigmoid,
            curves.sigmoid_slope,
            r"\sigma(z) = \frac{1}{1 + e^{-z}}",
            r"\sigma'(z) = \sigma(z) \, (1 - \sigma(z))",
            largest_slope=0.25,
            steepest_at=0.0,
            flat=("left", "right"),
            bounds=(0.0, 1.0),
        ),
        Activation(
            "tanh",
            curves.tanh,
            curves.tanh_slope,
            r"f(z) = \tanh(z)",
            r"f'(z) = 1 - \tanh^2(z)",
            largest_slope=1.0,
            steepest_at=0.0,
            flat=("left", "right"),
            bounds=(-1.0, 1.0),
        ),
    )


def _kinked() -> tuple[Activation, ...]:
    """Return the ReLU and those made from it by mending its left half."""
    return (
        Activation(
            "relu",
            curves.relu,
            curves.relu_slope,
            r"f(z) = \max(z, 0)",
            r"f'(z) = 1 \; (z > 0), \quad 0 \; (z \leq 0)",
            largest_slope=1.0,
            flat=("left",),
            dead=True,
            kinks=(0.0,),
            bounds=(0.0, inf),
        ),
        leaky_relu(),
        Activation(
            "elu",
            curves.elu,
            curves.elu_slope,
            r"f(z) = z \; (z > 0), \quad e^{z} - 1 \; (z \leq 0)",
            r"f'(z) = 1 \; (z > 0), \quad e^{z} \; (z \leq 0)",
            largest_slope=1.0,
            flat=("left",),
            bounds=(-1.0, inf),
        ),
    )


def _smooth() -> tuple[Activation, ...]:
    """Return the smooth ones that pass the right half and fade out on the left.

    The extreme slopes and values solve f'' = 0 and f' = 0: for GELU in closed form at z = ±√2, for SiLU at
    z tanh(z/2) = 2, for the rest by root finding with 30 digits.
    """
    return (
        Activation(
            "gelu",
            curves.gelu,
            curves.gelu_slope,
            r"f(z) = z \, \Phi(z) = \frac{z}{2} \left(1 + \mathrm{erf} \frac{z}{\sqrt{2}}\right)",
            r"f'(z) = \Phi(z) + z \, \varphi(z)",
            largest_slope=1.1289041451851547,
            least_slope=-0.12890414518515478,
            steepest_at=1.4142135623730951,
            flat=("left",),
            bounds=(-0.16997120747990366, inf),
        ),
        Activation(
            "silu",
            curves.silu,
            curves.silu_slope,
            r"f(z) = z \, \sigma(z) = \frac{z}{1 + e^{-z}}",
            r"f'(z) = \sigma(z) \, (1 + z \, (1 - \sigma(z)))",
            largest_slope=1.099839320128867,
            least_slope=-0.09983932012886691,
            steepest_at=2.3993572805154675,
            flat=("left",),
            bounds=(-0.2784645427610737, inf),
        ),
        Activation(
            "softplus",
            curves.softplus,
            curves.softplus_slope,
            r"f(z) = \log(1 + e^{z})",
            r"f'(z) = \sigma(z)",
            largest_slope=1.0,
            flat=("left",),
            bounds=(0.0, inf),
        ),
        Activation(
            "mish",
            curves.mish,
            curves.mish_slope,
            r"f(z) = z \tanh(\log(1 + e^{z}))",
            r"f'(z) = t + z \, (1 - t^2) \, \sigma(z), \quad t = f(z) / z",
            largest_slope=1.088498161251728,
            least_slope=-0.11252612238946255,
            steepest_at=1.4905711794854284,
            flat=("left",),
            bounds=(-0.30884341301725043, inf),
        ),
    )


ACTIVATIONS: Final[Mapping[str, Activation]] = MappingProxyType(
    {activation.name: activation for activation in (*_bounded(), *_kinked(), *_smooth())}
)


@curves.quiet
def surviving(activation: Activation, z: ArrayLike, weight: float = 1.0, layers: int = LAYERS) -> Array:
    """Return what is left of a gradient of 1 after each of `layers` equal layers: (weight f'(z))^k, k = 1 … layers.

    Shape (layers,) for one z, else the shape of `z` with `layers` added at the end. A product of slopes, multiplied up
    as backpropagation does it; exactly zero from the first layer on where the slope is. Negative where the slope is
    (GELU, SiLU and Mish have such a stretch) and k is odd.
    """
    factor = weight * activation.slope(z)
    return np.multiply.accumulate(np.repeat(factor[..., np.newaxis], layers, axis=-1), axis=-1)
