"""Axes: where a value lies between two limits, and the round values worth a line of the grid."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from descent_game.engine.linalg import Floats
from descent_game.ui.messages import MINUS, Messages

STEPS = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class Axis:
    """The values from `low` to `high`, evenly or by their logarithm (then both are positive).

    An axis from 0 may be even up to `even_to` only, and go on by the logarithm from there, as steep as it was: so that
    the beginning of what goes on without end does not shrink away.
    """

    low: float
    high: float
    logarithmic: bool = False
    even_to: float = math.inf

    def place(self, values: npt.ArrayLike) -> Floats:
        """Returns where values lie, 0 at the low end and 1 at the high one; what is not positive lies far below."""
        array = np.asarray(values, np.float64)
        if self.even_to < self.high:
            beyond = 1.0 + np.log(np.maximum(array, self.even_to) / self.even_to)
            return np.where(array < self.even_to, array / self.even_to, beyond) / (
                1.0 + math.log(self.high / self.even_to)
            )
        if not self.logarithmic:
            return np.asarray((array - self.low) / (self.high - self.low))
        safe = np.log10(np.maximum(array, self.low * 1e-9))
        return np.asarray((safe - math.log10(self.low)) / math.log10(self.high / self.low))

    def ticks(self, most: int) -> tuple[float, ...]:
        """Returns at most `most` round values within the axis: powers of ten, or multiples of 1, 2 or 5 of one."""
        if self.logarithmic:
            first = math.ceil(math.log10(self.low) - 1e-9)
            last = math.floor(math.log10(self.high) + 1e-9)
            every = max(-(-(last - first + 1) // max(most, 1)), 1)  # multiples of it, so that 1 has its line
            return tuple(10.0**power for power in range(first, last + 1) if power % every == 0)
        if self.even_to < self.high:
            powers = Axis(self.even_to, self.high, True).ticks(max(most - 1, 1))
            return (self.even_to, *(value for value in powers if value > self.even_to))
        step = nice_step((self.high - self.low) / max(most, 1))
        start = math.ceil(self.low / step - 1e-9)
        count = math.floor(self.high / step + 1e-9) - start + 1
        values = [(start + i) * step for i in range(count)]
        while len(values) > most > 0:
            values = values[::2]
        return tuple(round(value, 12) + 0.0 for value in values)


def nice_step(least: float) -> float:
    """Returns the smallest of 1, 2 and 5 times a power of ten that is not less than `least`."""
    if not least > 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next((step * power for step in STEPS if step * power >= least * (1.0 - 1e-9)), 10.0 * power)


def decades(values: npt.ArrayLike, floor: float = 1e-12, least: int = 2) -> Axis:
    """Returns a logarithmic axis of whole decades that holds the finite values above `floor`, at least `least` of them.

    Whole decades keep the axis still while the values move within them.
    """
    array = np.asarray(values, np.float64)
    array = array[np.isfinite(array) & (array > floor)]
    if not len(array):
        return Axis(10.0**-least, 1.0, True)
    low = math.floor(math.log10(float(array.min())) + 1e-9)
    high = max(math.ceil(math.log10(float(array.max())) - 1e-9), low + 1)
    return Axis(10.0 ** min(low, high - least), 10.0**high, True)


def roomy(count: float, least: float = 50.0) -> float:
    """Returns the round number, 1, 2 or 5 times a power of ten, that leaves room for `count` steps."""
    return nice_step(max(count, least))


def tick_text(messages: Messages, value: float, logarithmic: bool, plain: bool) -> tuple[str, str]:
    """Returns the label of a tick and its exponent: (`10`, `−2`), or (`0.01`, ``) with `plain`."""
    if not logarithmic:
        return messages.plain(value, 6), ""
    power = round(math.log10(value))
    if power == 0:
        return messages.number(1), ""
    if plain:
        return messages.number(value, max(-power, 0)), ""
    return messages.number(10), (MINUS if power < 0 else "") + messages.number(abs(power))
