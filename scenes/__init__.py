"""The scenes, in the order of the menu: the one place that names them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from .race import RaceScene

SCENES: Mapping[str, Callable[[int], RaceScene]] = MappingProxyType({"race": RaceScene})
"""Each scene's maker by its name; it takes a seed."""
