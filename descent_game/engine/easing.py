"""How a value travels from where it is to where it should be."""

from __future__ import annotations

import math

from descent_game.engine.snapshot import Stateful


def approach(rate: float, dt: float) -> float:
    """Returns the share of the remaining way covered in `dt` seconds at `rate` per second: 1 - exp(-rate dt)."""
    return 1.0 - math.exp(-rate * dt)


def smooth(t: float) -> float:
    """Returns the cubic ease 3t² - 2t³ of `t`, clamped to [0, 1]."""
    t = min(max(t, 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)


def linear(t: float) -> float:
    """Returns `t` clamped to [0, 1]."""
    return min(max(t, 0.0), 1.0)


def leaving(t: float) -> float:
    """Returns the square of `t`, clamped to [0, 1]: slow at first."""
    return linear(t) ** 2


def arriving(t: float) -> float:
    """Returns 1 - (1 - t)², `t` clamped to [0, 1]: slow at last."""
    return 1.0 - (1.0 - linear(t)) ** 2


def hand(t: float) -> float:
    """Returns 10t³ - 15t⁴ + 6t⁵, `t` clamped to [0, 1]: how a hand reaches for something (Flash and Hogan, 1985)."""
    t = linear(t)
    return t * t * t * (10.0 - t * (15.0 - 6.0 * t))


EASINGS = {"linear": linear, "smooth": smooth, "leaving": leaving, "arriving": arriving, "hand": hand}
"""How a move of a demo may be spread over its time, by name."""


class Glide(Stateful):
    """A number that glides to its goal in a given time, along the cubic ease; `step` moves it, `value` reads it."""

    STATE = ("_from", "_to", "_t")

    def __init__(self, value: float, seconds: float) -> None:
        self.seconds = seconds
        self._from = self._to = value
        self._t = 1.0

    @property
    def value(self) -> float:
        """The number as it stands."""
        return self._to if self._t >= 1.0 else self._from + (self._to - self._from) * smooth(self._t)

    @property
    def goal(self) -> float:
        """Where it is going."""
        return self._to

    @property
    def moving(self) -> bool:
        """Whether it has not arrived."""
        return self._t < 1.0

    def to(self, goal: float) -> None:
        """Sets a new goal, from wherever the value is now."""
        if goal != self._to:
            self._from, self._to, self._t = self.value, goal, 0.0

    def jump(self, value: float) -> None:
        """Sets the value at once."""
        self._from = self._to = value
        self._t = 1.0

    def step(self, dt: float) -> None:
        """Moves the value on by `dt` seconds."""
        if self._t < 1.0:
            self._t = min(self._t + (dt / self.seconds if self.seconds > 0.0 else 1.0), 1.0)
