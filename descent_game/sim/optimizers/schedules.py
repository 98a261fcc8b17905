"""Learning rate schedules: the share of the learning rate at each step of a run. To add one, write one entry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class Schedule:
    """A name, and the share of the learning rate at a step of a run of a given length; the first step is number 0."""

    name: str
    share: Callable[[int, int], float]


CONSTANT: Final = Schedule("constant", lambda step, length: 1.0)

SCHEDULES: Final[Mapping[str, Schedule]] = MappingProxyType({each.name: each for each in (CONSTANT,)})
"""Every schedule by name."""
