"""The minima of a landscape as the race shows them: the deepest have a colour each, all others share the last one."""

from __future__ import annotations

from typing import Final

import numpy as np

from descent_game.sim.surfaces.minima_index import NOWHERE, Indices
from descent_game.sim.surfaces.surface import Landscape

MINIMA: Final = ("minimum_1", "minimum_2", "minimum_3", "minimum_4", "minimum_5")
"""Colour roles: of the crowd that ends there, of its rows on the board, of the plate painted by what is reached."""


def ranked(landscape: Landscape) -> tuple[int, ...]:
    """Returns the numbers of the minima, the deepest first, of those as deep as each other the first first."""
    minima = landscape.minima
    return tuple(sorted(range(len(minima)), key=lambda number: (minima[number].loss, number)))


def groups(landscape: Landscape) -> tuple[tuple[int, ...], ...]:
    """Returns the numbers of the minima that share a colour, in the order of `MINIMA`: one each, the rest the last."""
    order, own = ranked(landscape), len(MINIMA) - 1
    return (*((number,) for number in order[:own]), *((order[own:],) if order[own:] else ()))


def ranks(landscape: Landscape) -> Indices:
    """Returns the rank of each minimum by its number, and last, where `NOWHERE` finds it, `NOWHERE`, (k + 1,)."""
    order = ranked(landscape)
    found = np.full(len(order) + 1, NOWHERE, np.int16)
    found[list(order)] = np.arange(len(order))
    return found
