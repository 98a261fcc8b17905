"""What a scene lets people change, as data: from this table come widgets, keys, `--set`, demos and the manual."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from descent_game.engine.snapshot import Stateful
from descent_game.engine.toml_values import as_float, shown

Value: TypeAlias = str | float | bool


NUMBER = re.compile(r" *[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)? *", re.ASCII | re.IGNORECASE)
"""A number as people type one; Python would take 1_0 and the digits of every script too."""
WHOLE = re.compile(r" *[+-]?[0-9]{1,19} *", re.ASCII)
"""A whole number as people type one."""
MOST_SEED = 2**63 - 1
"""The largest seed."""


def following(seed: int, draws: int = 1) -> int:
    """Returns the seed that so many further draws lead to: one more each, and after the last one nought again."""
    return (seed + draws) % (MOST_SEED + 1)


class ControlError(ValueError):
    """A name or a value that a control does not take; the message says what was found and what was expected."""


def typed(text: str) -> float:
    """Returns the number that somebody has typed, and not a number for anything else."""
    return float(text) if NUMBER.fullmatch(text) else math.nan


def _number(value: object) -> float:
    return typed(value) if isinstance(value, str) else as_float(value)


@dataclass(frozen=True)
class Choice:
    """One of several named options."""

    name: str
    options: tuple[str, ...]
    default: str
    key: str = ""

    def parse(self, value: object) -> str:
        """Returns the option meant by `value`, or raises ControlError."""
        text = str(value)
        if text in self.options:
            return text
        close = get_close_matches(text, self.options, 1)
        hint = f" (did you mean {close[0]}?)" if close else ""
        raise ControlError(f"{self.name}: expected one of {', '.join(self.options)}, found {text!r}{hint}")


@dataclass(frozen=True)
class Range:
    """A number from `low` to `high`; `whole` numbers only if asked; `snaps` are values a slider is drawn to.

    What is typed may be as large as `most`, where that is more than the end of a slider. A whole number is an int.
    """

    name: str
    low: float
    high: float
    default: float
    logarithmic: bool = False
    whole: bool = False
    unit: str = ""
    digits: int = 2
    snaps: tuple[float, ...] = ()
    key: str = ""
    most: int | None = None

    def parse(self, value: object) -> float:
        """Returns `value` as a number within the limits, or raises ControlError."""
        number = self._exact(value) if self.whole else _number(value)
        most = self.high if self.most is None else self.most
        if not self.low <= number <= most:
            limits = f"from {self.low:g} to {most if self.most is not None else format(most, 'g')}"
            raise ControlError(
                f"{self.name}: expected a {'whole ' if self.whole else ''}number {limits}, found {shown(value)}"
            )
        return number

    def _exact(self, value: object) -> float:
        """Returns a whole number with every digit, and not a number for anything else."""
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and WHOLE.fullmatch(value):
            return int(value)
        number = _number(value)
        return int(number) if math.isfinite(number) and number == int(number) else math.nan

    def place(self, value: float) -> float:
        """Returns where `value` lies between the ends, from 0 to 1."""
        value = min(value, self.high)
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def at(self, place: float, reach: float = 0.0) -> float:
        """Returns the value at `place` from 0 to 1, drawn to a snap within `reach` of it, rounded as it is shown."""
        place = min(max(place, 0.0), 1.0)
        for snap in self.snaps:
            if abs(self.place(snap) - place) <= reach:
                return snap
        if self.logarithmic:
            value = self.low * (self.high / self.low) ** place
            value = float(f"{value:.3g}")
        else:
            value = self.low + (self.high - self.low) * place
        value = round(value) if self.whole else (value if self.logarithmic else round(value, self.digits))
        return min(max(value, self.low), self.high)


@dataclass(frozen=True)
class Toggle:
    """On or off."""

    name: str
    default: bool
    key: str = ""

    def parse(self, value: object) -> bool:
        """Returns `value` as on or off, or raises ControlError."""
        if isinstance(value, bool):
            return value
        text = str(value).lower()
        if text in ("on", "true", "yes", "1"):
            return True
        if text in ("off", "false", "no", "0"):
            return False
        raise ControlError(f"{self.name}: expected on or off, found {shown(value)}")


@dataclass(frozen=True)
class Trigger:
    """Something that happens when pressed."""

    name: str
    key: str = ""


Control: TypeAlias = Choice | Range | Toggle | Trigger


class Controls(Stateful):
    """A scene's table of controls and their values as they stand."""

    STATE = ("values", "_between")

    def __init__(self, table: Sequence[Control]) -> None:
        self.table = {control.name: control for control in table}
        self.values: dict[str, Value] = {}
        self._between: dict[str, float] = {}
        self.reset()

    def __iter__(self) -> Iterator[Control]:
        return iter(self.table.values())

    def reset(self) -> None:
        """Puts every control back to its default."""
        self.values = {c.name: c.default for c in self.table.values() if not isinstance(c, Trigger)}

    def control(self, name: str) -> Control:
        """Returns the control of that name, or raises ControlError with what there is."""
        if name not in self.table:
            close = get_close_matches(name, list(self.table), 1)
            hint = f" (did you mean {close[0]}?)" if close else ""
            raise ControlError(f"{name}: no such control{hint}; there are {', '.join(self.table)}")
        return self.table[name]

    def parse(self, name: str, value: object) -> Value:
        """Returns `value` as the control of that name takes it, or raises ControlError."""
        control = self.control(name)
        if isinstance(control, Trigger):
            raise ControlError(f"{name}: is pressed, takes no value")
        return control.parse(value)

    def set(self, name: str, value: object) -> bool:
        """Gives a control a value and returns whether that changed it; raises ControlError."""
        parsed = self.parse(name, value)
        if self.values[name] == parsed:
            return False
        self.values[name] = parsed
        return True

    def nearer(self, name: str, to: float, share: float) -> float:
        """Returns the number that is a share of the way from a Range's value to another; raises ControlError.

        A whole number is on its way between two of them meanwhile, unless something else has changed it.
        """
        control = self.range(name)
        here, between = self.number(name), self._between.get(name)
        if control.whole and between is not None and round(between) == here:
            here = between
        there = to if share >= 1.0 else here + (to - here) * share
        there = min(max(there, control.low), control.high)
        if control.whole:
            self._between[name] = there
        return control.parse(round(there) if control.whole else there)

    def number(self, name: str) -> float:
        """Returns the value of a Range."""
        return float(self.values[name])

    def whole(self, name: str) -> int:
        """Returns the value of a Range of whole numbers, every digit of it."""
        return int(self.values[name])

    def word(self, name: str) -> str:
        """Returns the value of a Choice."""
        return str(self.values[name])

    def on(self, name: str) -> bool:
        """Returns the value of a Toggle."""
        return self.values[name] is True

    def choice(self, name: str) -> Choice:
        """Returns the Choice of that name; raises ControlError where it is none."""
        control = self.control(name)
        if not isinstance(control, Choice):
            raise ControlError(f"{name}: not a choice")
        return control

    def range(self, name: str) -> Range:
        """Returns the Range of that name; raises ControlError where it is none."""
        control = self.control(name)
        if not isinstance(control, Range):
            raise ControlError(f"{name}: not a range")
        return control

    def toggle(self, name: str) -> Toggle:
        """Returns the Toggle of that name; raises ControlError where it is none."""
        control = self.control(name)
        if not isinstance(control, Toggle):
            raise ControlError(f"{name}: not a toggle")
        return control
