"""What the gallery's caption says: chosen from what the numbers are, and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from descent_game.sim.network.activations import Activation

from ..caption import Caption, CaptionValue

NEAR_ZERO = 0.05
"""So close to zero the marker counts as standing on it."""
NEARLY_FLAT = 0.02
TRICKLE = 1e-2
LESS, MORE = 0.995, 1.005
"""Between these a gradient is said to have been kept."""
WEIGHTED = ("trickle", "vanishes", "shrinks", "kept")
"""What speaks of a share of the gradient, as all does that is said of one function alone.

With a weight that is not 1 it is said in other words, which name it.
"""
VANISHED, EXPLODED = 1e-3, 1e2
"""Below the one a gradient is said to vanish, from the other on to explode."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ShownFunction:
    """What the gallery shows, as numbers: the function, the marker, the weight of a layer, the bars."""

    activation: Activation
    z: float
    weight: float
    bars: Floats

    @cached_property
    def slope(self) -> float:
        """The slope at the marker."""
        return float(self.activation.slope(self.z))

    @property
    def factor(self) -> float:
        """What one layer multiplies the gradient by."""
        return self.weight * self.slope

    @property
    def last(self) -> float:
        """What is left after the last layer."""
        return float(self.bars[-1])

    @property
    def values(self) -> dict[str, CaptionValue]:
        """The numbers that captions may hold."""
        name, last = self.activation.name, abs(self.last)
        return {"name": name, "slope": self.slope, "factor": self.factor, "weight": self.weight, "last": last}


def _corner(shown: ShownFunction) -> str | None:
    return "corner" if shown.z in shown.activation.kinks else None


def _dead(shown: ShownFunction) -> str | None:
    if shown.bars.any():
        return None
    return "dead" if shown.activation.dead else "lost"


def _linear(shown: ShownFunction) -> str | None:
    return "linear" if shown.activation.straight and shown.weight == 1.0 else None


def _weighted(shown: ShownFunction) -> str | None:
    """What the weights do where the bend alone would do something else."""
    if shown.weight == 1.0:
        return None
    if abs(shown.last) >= EXPLODED:
        return "explodes"
    if abs(shown.last) > MORE:
        return "grows"
    if shown.slope == 1.0 and shown.weight < 1.0:
        return "light"
    return None


def _own(shown: ShownFunction) -> str | None:
    """What is said of a function by its name: at the one place where it is steepest, and where it never passes 1."""
    activation, steepest = shown.activation, shown.activation.steepest_at
    if activation.saturates and steepest is not None and abs(shown.z - steepest) < NEAR_ZERO:
        return f"{activation.name}_best"
    if activation.largest_slope < 1.0 and abs(shown.last) < VANISHED and shown.slope >= NEARLY_FLAT:
        return activation.name
    return None


def _shape(shown: ShownFunction) -> str | None:
    """What is special about where the marker stands on this function."""
    slope = shown.slope
    if slope < 0.0:
        return "downhill"
    if shown.activation.leak is not None and shown.z <= 0.0 and abs(shown.last) < TRICKLE:
        return "trickle"
    if slope == 1.0 and shown.weight == 1.0:
        return "open"
    if slope < NEARLY_FLAT:
        return "flat"
    return None


def _size(shown: ShownFunction) -> str:
    """What the size of the last bar says."""
    last = abs(shown.last)
    if last >= EXPLODED:
        return "explodes"
    if last > MORE:
        return "steeper" if shown.weight == 1.0 else "grows"
    if last < VANISHED:
        return "vanishes"
    if last == 1.0:
        return "whole"
    return "shrinks" if last < LESS else "kept"


def caption(shown: ShownFunction) -> Caption:
    """Returns what to say of the simple story as it stands."""
    own, otherwise = _own(shown), _shape(shown) or _size(shown)
    key = _corner(shown) or _dead(shown) or _linear(shown) or _weighted(shown) or own or otherwise

    def weighted(said: str) -> str:
        return f"{said}_weighted" if shown.weight != 1.0 and said in (own, *WEIGHTED) else said

    return Caption(weighted(key), shown.values, weighted(otherwise) if key == own else "")


def real_caption(activation: Activation, initialisation: str, bars: Floats, dead: Floats) -> Caption:
    """Returns what to say of a measured network: its bars, and the share of each layer's neurons that are dead."""
    last, silent = float(bars[-1]), float(dead.max())
    values: dict[str, CaptionValue] = {"name": activation.name, "initialisation": initialisation, "last": last}
    values["dead"] = silent
    if not bars.any():
        return Caption("real_silent", values)
    if last >= EXPLODED:
        return Caption("real_explodes", values)
    if last < VANISHED:
        return Caption("real_vanishes", values)
    if 0.1 <= last <= 10.0:
        return Caption("real_holds", values)
    return Caption("real_drifts" if last < 1.0 else "real_swells", values)
