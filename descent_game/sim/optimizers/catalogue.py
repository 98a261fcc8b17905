"""The optimizers that come with the program. To add one, write its class and one entry of `OPTIMIZERS`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from descent_game.sim.optimizers.adam import Adam
from descent_game.sim.optimizers.momentum import SGD, Momentum
from descent_game.sim.optimizers.optimizer import Optimizer

OPTIMIZERS: Final[Mapping[str, Optimizer]] = MappingProxyType({each.name: each for each in (SGD(), Momentum(), Adam())})
"""Every optimizer with its default settings by name, in the order of the board."""
