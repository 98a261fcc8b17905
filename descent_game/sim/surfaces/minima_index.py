"""Which minimum a point is near, looked up in a table of cells: a hundred minima take no longer than four."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Indices = NDArray[np.int16]

NOWHERE: Final = -1
"""The number of the minimum that a point is near where it is near none."""
FEW: Final = 4
"""As many minima are compared one by one as quickly as they are looked up."""
MARGIN: Final = 1.0 + 1e-6
"""How much wider than its reach a minimum is entered, so that rounding loses no point at its edge."""


class MinimaIndex:
    """Minima by the cells of a grid in which a point may be near them; each cell is as wide as near is far."""

    def __init__(self, places: Floats, near: float) -> None:
        """Enter the minima at `places`, (k, 2); a point closer than `near` to one is near it."""
        self._near = near
        self._places = np.vstack((places, np.full((1, 2), np.inf)))
        low, high = np.zeros(2), np.zeros(2)
        if len(places):
            low, high = places.min(axis=0) - 2.0 * near, places.max(axis=0) + 2.0 * near
        self._low = low
        self._last = np.floor((high - low) / near).astype(np.intp)
        entered: dict[tuple[int, int], list[int]] = {}
        for number, place in enumerate(places):
            first = np.floor((place - MARGIN * near - low) / near).astype(int)
            last = np.floor((place + MARGIN * near - low) / near).astype(int)
            for column in range(first[0], last[0] + 1):
                for row in range(first[1], last[1] + 1):
                    entered.setdefault((column, row), []).append(number)
        deepest = max(map(len, entered.values()), default=0)
        self._cells = np.full((deepest, *(self._last + 1)), NOWHERE, np.int16)
        for (column, row), numbers in entered.items():
            self._cells[: len(numbers), column, row] = numbers

    def _candidates(self, x: Floats, y: Floats) -> Iterable[int | Indices]:
        """Return the numbers of minima that are to be compared, each one for all points or one for each."""
        if len(self._places) - 1 <= FEW:
            return range(len(self._places) - 1)
        column = np.clip((x - self._low[0]) / self._near, 0, self._last[0]).astype(np.intp)
        row = np.clip((y - self._low[1]) / self._near, 0, self._last[1]).astype(np.intp)
        return (cells[column, row] for cells in self._cells)

    @np.errstate(under="ignore")
    def near(self, points: Floats) -> Indices:
        """Return for each point, (n, 2), the number of the nearest minimum that it is near, or `NOWHERE`, (n,)."""
        x, y = np.asarray(points).T
        found = np.full(len(x), NOWHERE, np.int16)
        least = np.full(len(x), self._near * self._near)
        for numbers in self._candidates(x, y):
            squared = np.square(x - self._places[numbers, 0])
            squared += np.square(y - self._places[numbers, 1])
            np.copyto(found, numbers, where=squared < least, casting="unsafe")
            np.minimum(least, squared, out=least)
        return found
