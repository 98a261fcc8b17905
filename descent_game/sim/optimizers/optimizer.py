"""The contract between an optimizer and what it optimizes.

An optimizer is frozen settings. `start` gives the memory of parameters at rest; `step` asks an oracle for gradients and
gives the next parameters and the next memory, and changes nothing. Parameters are (n, d): rows never mix, so a row's
numbers do not depend on its company. The same object walks the race, the swarm and a network. Operations are in the
order of PyTorch's `torch.optim` (single tensor), so that results agree to the last digits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from math import isfinite
from typing import Any, ClassVar, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Terms: TypeAlias = dict[str, Array]
"""The terms of an update rule by their names, each (n, d)."""


class Oracle(Protocol):
    """What an optimizer may ask of a problem; whoever gives the answers may count them."""

    def gradient(self, parameters: Array) -> Array:
        """Return the gradient, (n, d), at parameters (n, d), with the problem's noise; the caller may overwrite it."""

    def hessian(self, parameters: Array) -> Array:
        """Return the Hessians, (n, d, d), at parameters (n, d)."""


class Memory(NamedTuple):
    """What an optimizer remembers: how many steps it has taken, and its moving sums by name, each (n, d)."""

    steps: int
    sums: Mapping[str, Array]


@dataclass(frozen=True)
class Setting:
    """A number of an optimizer that people may change: its name, its limits, its default, and how it is written."""

    name: str
    default: float
    least: float
    most: float
    latex: str


def setting(default: float, least: float, most: float, latex: str) -> Any:
    """Return a field of an optimizer that is one of its settings."""
    return field(default=default, metadata={"default": default, "least": least, "most": most, "latex": latex})


@dataclass(frozen=True)
class Optimizer:
    """The base of all: a name, settings as data, and a pure update.

    name          key in the catalogue
    formula       the update rule as LaTeX mathematics
    has_velocity  whether it carries its motion on, and so can overshoot
    """

    name: ClassVar[str]
    formula: ClassVar[str]
    has_velocity: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Raise ValueError for a setting beyond its limits."""
        for each in self.settings():
            value = getattr(self, each.name)
            if not (isfinite(value) and each.least <= value <= each.most):
                raise ValueError(f"{each.name}: expected a number from {each.least} to {each.most}, found {value!r}")

    @classmethod
    def settings(cls) -> tuple[Setting, ...]:
        """Return what can be set, in order."""
        return tuple(Setting(each.name, **each.metadata) for each in fields(cls) if each.metadata)

    def start(self, shape: tuple[int, int]) -> Memory:
        """Return the memory of n rows of d parameters at rest, for `shape` (n, d)."""
        return Memory(0, {})

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
        """Return the next parameters and the next memory.

        The parameters are written to `out` where it is given. `terms`, an empty dictionary, takes the terms of the
        formula by name; without it nothing is computed but what the step needs.
        """
        raise NotImplementedError

    def stability_limit(self, sharpness: float) -> float | None:
        """Return the learning rate beyond which it flies out of a bowl whose largest curvature is `sharpness`.

        None where there is no such limit, because the step does not grow with the gradient.
        """
        return None


def moved(parameters: Array, move: Array, out: Array | None, terms: Terms | None) -> Array:
    """Return parameters + move, in `out` where it is given, else in the place of a move that nobody asked to see."""
    if terms is not None:
        terms["move"] = move
    elif out is None:
        out = move
    return np.add(parameters, move, out=out)
