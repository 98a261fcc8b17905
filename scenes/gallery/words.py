"""What the gallery's caption says, chosen from what the numbers are and from nothing else, and how it writes them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

from descent_game.engine.linalg import Floats
from descent_game.sim.network.activations import Activation
from descent_game.ui.canvas import Canvas, Color, Style
from descent_game.ui.messages import MINUS, Messages
from descent_game.ui.page import Page
from descent_game.ui.text import measure, metrics

from ..caption import Caption, CaptionValue

NEAR_ZERO = 0.05
"""So close to zero the marker counts as standing on it."""
NEARLY_FLAT = 0.02
TRICKLE = 1e-2
LESS, MORE = 0.995, 1.005
"""Between these a gradient is said to have been kept."""
WEIGHTED = ("trickle", "vanishes", "shrinks", "kept")
"""What speaks of a share of the gradient, as all does that is said of one function alone.

With a weight that is not 1 it is said in other words, which name it.
"""
VANISHED, EXPLODED = 1e-3, 1e2
"""Below the one a gradient is said to vanish, from the other on to explode."""

RAISED = "^"
"""What follows this sign is set as an exponent."""
EXPONENT, LEAST_EXPONENT = 0.7, 9
"""The size of an exponent, of its figure's, and the least one in pixels."""
LEAST_PART = 1e-12
"""Smaller parts are not counted any more."""
MOST_FIGURES = 9
PLAIN_FROM, PLAIN_TO = 1e-4, 1e5
"""Between these a number is written out; beyond them in powers of ten."""


@dataclass(frozen=True)
class ShownFunction:
    """What the gallery shows, as numbers: the function, the marker, the weight of a layer, the bars."""

    activation: Activation
    z: float
    weight: float
    bars: Floats

    @cached_property
    def slope(self) -> float:
        """The slope at the marker."""
        return float(self.activation.slope(self.z))

    @property
    def factor(self) -> float:
        """What one layer multiplies the gradient by."""
        return self.weight * self.slope

    @property
    def last(self) -> float:
        """What is left after the last layer."""
        return float(self.bars[-1])

    @property
    def values(self) -> dict[str, CaptionValue]:
        """The numbers that captions may hold."""
        name, last = self.activation.name, abs(self.last)
        return {"name": name, "slope": self.slope, "factor": self.factor, "weight": self.weight, "last": last}


def _corner(shown: ShownFunction) -> str | None:
    return "corner" if shown.z in shown.activation.kinks else None


def _dead(shown: ShownFunction) -> str | None:
    if shown.bars.any():
        return None
    return "dead" if shown.activation.dead else "lost"


def _linear(shown: ShownFunction) -> str | None:
    return "linear" if shown.activation.straight and shown.weight == 1.0 else None


def _weighted(shown: ShownFunction) -> str | None:
    """What the weights do where the bend alone would do something else."""
    if shown.weight == 1.0:
        return None
    if abs(shown.last) >= EXPLODED:
        return "explodes"
    if abs(shown.last) > MORE:
        return "grows"
    if shown.slope == 1.0 and shown.weight < 1.0:
        return "light"
    return None


def _own(shown: ShownFunction) -> str | None:
    """What is said of a function by its name: at the one place where it is steepest, and where it never passes 1."""
    activation, steepest = shown.activation, shown.activation.steepest_at
    if activation.saturates and steepest is not None and abs(shown.z - steepest) < NEAR_ZERO:
        return f"{activation.name}_best"
    if activation.largest_slope < 1.0 and abs(shown.last) < VANISHED and shown.slope >= NEARLY_FLAT:
        return activation.name
    return None


def _shape(shown: ShownFunction) -> str | None:
    """What is special about where the marker stands on this function."""
    slope = shown.slope
    if slope < 0.0:
        return "downhill"
    if shown.activation.leak is not None and shown.z <= 0.0 and abs(shown.last) < TRICKLE:
        return "trickle"
    if slope == 1.0 and shown.weight == 1.0:
        return "open"
    if slope < NEARLY_FLAT:
        return "flat"
    return None


def _size(shown: ShownFunction) -> str:
    """What the size of the last bar says."""
    last = abs(shown.last)
    if last >= EXPLODED:
        return "explodes"
    if last > MORE:
        return "steeper" if shown.weight == 1.0 else "grows"
    if last < VANISHED:
        return "vanishes"
    if last == 1.0:
        return "whole"
    return "shrinks" if last < LESS else "kept"


def caption(shown: ShownFunction) -> Caption:
    """Returns what to say of the simple story as it stands."""
    own, otherwise = _own(shown), _shape(shown) or _size(shown)
    key = _corner(shown) or _dead(shown) or _linear(shown) or _weighted(shown) or own or otherwise

    def weighted(said: str) -> str:
        return f"{said}_weighted" if shown.weight != 1.0 and said in (own, *WEIGHTED) else said

    return Caption(weighted(key), shown.values, weighted(otherwise) if key == own else "")


def real_caption(activation: Activation, initialisation: str, bars: Floats, dead: Floats) -> Caption:
    """Returns what to say of a measured network: its bars, and the share of each layer's neurons that are dead."""
    last, silent = float(bars[-1]), float(dead.max())
    values: dict[str, CaptionValue] = {"name": activation.name, "initialisation": initialisation, "last": last}
    values["dead"] = silent
    if not bars.any():
        return Caption("real_silent", values)
    if last >= EXPLODED:
        return Caption("real_explodes", values)
    if last < VANISHED:
        return Caption("real_vanishes", values)
    if 0.1 <= last <= 10.0:
        return Caption("real_holds", values)
    return Caption("real_drifts" if last < 1.0 else "real_swells", values)


def power(exponent: int) -> str:
    """Returns a power of ten as it is written; the zeroth is 1."""
    return "1" if exponent == 0 else "10" + RAISED + str(exponent).replace("-", MINUS)


def told(messages: Messages, value: float, figures: int = 3) -> str:
    """Returns a number to that many figures, or to as many as it takes to tell it from one."""
    text = messages.plain(value, figures)
    while text in ("1", MINUS + "1") and abs(value) != 1.0 and figures < MOST_FIGURES:
        figures += 1
        text = messages.plain(value, figures)
    return text


def figure(messages: Messages, value: float, figures: int = 3) -> str:
    """Returns a number to that many figures, in powers of ten where it is very small or very large."""
    size = abs(value)
    if size == 0.0 or PLAIN_FROM <= size < PLAIN_TO:
        return told(messages, value, figures)
    exponent = math.floor(math.log10(size))
    mantissa = f"{value / 10.0**exponent:.1f}"
    if mantissa in ("10.0", "-10.0"):
        mantissa, exponent = mantissa.replace("10.0", "1.0"), exponent + 1
    mantissa = mantissa.replace("-", MINUS).replace(".", messages.decimal)
    return f"{mantissa} · {power(exponent)}"


@lru_cache(maxsize=256)
def tick(messages: Messages, value: float) -> str:
    """Returns a number beside a line of a grid."""
    return messages.plain(value, 4)


def share(messages: Messages, value: float) -> str:
    """Returns a size in words for a sentence: a plain number, one part in so many, or how many times as much."""
    size = abs(value)
    if size >= 100.0:
        return messages.number(rounded(size))
    if size >= 0.01 or size == 0.0:
        return told(messages, size)
    if size < LEAST_PART:
        return messages("gallery.part_least")
    return messages("gallery.part", count=messages.number(rounded(1.0 / size)))


def rounded(value: float, figures: int = 2) -> float:
    """Returns a number to that many figures; a whole one below 100,000 stays as it is."""
    if value == round(value) and value < 1e5:
        return value
    step = 10.0 ** max(math.floor(math.log10(value)) - figures + 1, 0)
    return round(value / step) * step


def split(text: str) -> tuple[str, str]:
    """Returns a figure's base and its exponent, which is empty where there is none."""
    base, _, exponent = text.partition(RAISED)
    return base, exponent


def exponent_style(style: Style) -> Style:
    """Returns the style of an exponent: that of its figure, smaller."""
    return style._replace(size=min(max(round(style.size * EXPONENT), LEAST_EXPONENT), style.size))


def raised_width(page: Page, role: str, text: str, smaller: float = 1.0) -> float:
    """Returns the width of a figure, its exponent raised, in pixels."""
    base, exponent = split(text)
    style = page.style(role, smaller)
    width = measure(base, style)
    return width + (measure(exponent, exponent_style(style)) + 1.0 if exponent else 0.0)


def paint_raised(
    canvas: Canvas, page: Page, role: str, text: str, x: float, base: float, color: Color, smaller: float = 1.0
) -> None:  # fmt: skip
    """Puts a figure on the canvas from x on, its exponent raised."""
    style = page.style(role, smaller)
    plain, exponent = split(text)
    canvas.text(plain, style, x, base, color)
    if exponent:
        up = round(metrics(style)[0] * 0.40)
        canvas.text(exponent, exponent_style(style), x + measure(plain, style) + 1.0, base - up, color)


def activation_name(messages: Messages, name: str) -> str:
    """Returns what a function is called."""
    return messages(f"gallery.option.activation.{name}")


def caption_text(messages: Messages, said: Caption) -> str:
    """Returns a caption as a sentence, its names and numbers as the language writes them."""
    values: dict[str, object] = {}
    for key, value in said.values.items():
        if key == "name":
            values[key] = activation_name(messages, str(value))
        elif key == "initialisation":
            values[key] = messages(f"gallery.begun.{value}")
        elif key == "dead" and isinstance(value, float):
            values[key] = messages.number(100.0 * value)
        elif key == "last" and isinstance(value, float):
            values[key] = share(messages, value)
        elif isinstance(value, float):
            values[key] = told(messages, value)
        else:
            values[key] = value
    own = messages.has(f"gallery.caption.{said.key}") or not said.otherwise
    return messages(f"gallery.caption.{said.key if own else said.otherwise}", **values)
