"""A figure: the median of several runs with its spread; for pictures also how long the slowest took."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, TypeAlias

COLUMNS: Final = ("median", "least", "most", "p99", "worst")
"""What a table says of each figure."""
WIDTH: Final = 10


@dataclass(frozen=True)
class Figure:
    """One figure: `of` what it is, its name and unit, and its value in each run.

    `p99` and `worst` are of single pictures, over all runs, where the runs are of pictures; else None.
    """

    of: str
    name: str
    unit: str
    runs: tuple[float, ...]
    p99: float | None = None
    worst: float | None = None

    @property
    def median(self) -> float:
        """The middle of the runs."""
        return median(self.runs)

    @property
    def least(self) -> float:
        """The smallest of the runs."""
        return min(self.runs)

    @property
    def most(self) -> float:
        """The largest of the runs."""
        return max(self.runs)

    def told(self) -> dict[str, Any]:
        """Returns the figure as JSON takes it."""
        return {name: getattr(self, name) for name in ("of", "name", "unit", *COLUMNS, "runs")}


Figures: TypeAlias = list[Figure]


def of_pictures(of: str, name: str, unit: str, runs: Sequence[Sequence[float]]) -> Figure:
    """Returns the figure of runs of pictures, a value a picture: the median of each run, and the slowest of all."""
    pictures = sorted(value for run in runs for value in run)
    p99 = pictures[math.ceil(0.99 * len(pictures)) - 1]
    return Figure(of, name, unit, tuple(map(median, runs)), p99, pictures[-1])


def ratios(of: str, name: str, above: Figure, below: Figure) -> Figure:
    """Returns how many times one figure is the other, taken run by run."""
    return Figure(of, name, "times", tuple(a / b for a, b in zip(above.runs, below.runs, strict=True)))


def table(heading: str, figures: Sequence[Figure]) -> str:
    """Returns figures as lines of aligned columns under a heading, those of one thing under its name."""
    name = max(len(heading) - 2, *(len(figure.name) for figure in figures))
    unit = max(len(figure.unit) for figure in figures)
    lines = [f"{heading:<{name + 2}}  {'':<{unit}}" + "".join(f"{column:>{WIDTH}}" for column in COLUMNS)]
    before = ""
    for figure in figures:
        if figure.of != before:
            lines.append(figure.of)
            before = figure.of
        columns = COLUMNS if len(figure.runs) > 1 else COLUMNS[:1]  # a single run has no spread
        cells = "".join(f"{shown(getattr(figure, column)):>{WIDTH}}" for column in columns)
        lines.append(f"  {figure.name:<{name}}  {figure.unit:<{unit}}{cells}".rstrip())
    return "\n".join(lines)


def shown(value: float | None) -> str:
    """Returns a value with three digits or more, whole where it is large or whole, nothing for None."""
    if value is None:
        return ""
    if abs(value) >= 100.0 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10.0 else f"{value:.2f}"
