"""Functions that are called again only for other arguments than the last, and arrays as arguments of such functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, ParamSpec, TypeVar

import numpy as np
import numpy.typing as npt

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Remembered(Generic[Given, Result]):
    """A function with its last result, which stands while its arguments equal those of the last call.

    The function is one of a module, and its arguments are values that nobody changes: then they are all that the result
    depends on, and none of it can be forgotten.
    """

    def __init__(self, function: Callable[Given, Result]) -> None:
        self._function = function
        self._last: tuple[object, Result] | None = None

    def __call__(self, *given: Given.args, **named: Given.kwargs) -> Result:
        """Returns what the function returns; calls it where it has to."""
        if self._last is None or self._last[0] != (given, named):
            self._last = (given, named), self._function(*given, **named)
        return self._last[1]


class FrozenArray(NamedTuple):
    """An array of floats as a value: equal to another with the same numbers in the same shape, and never written to."""

    data: bytes
    shape: tuple[int, ...]

    @property
    def array(self) -> npt.NDArray[np.float64]:
        """The array, which cannot be written to."""
        return np.frombuffer(self.data).reshape(self.shape)


def frozen(array: npt.NDArray[np.floating]) -> FrozenArray:
    """Returns an array as it is now, as a value."""
    return FrozenArray(np.asarray(array, np.float64).tobytes(), array.shape)
