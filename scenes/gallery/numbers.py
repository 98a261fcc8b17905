"""Numbers and names as the gallery writes them."""

from __future__ import annotations

import math
from functools import lru_cache

from descent_game.ui.canvas import Canvas, Color, Style
from descent_game.ui.messages import MINUS, Messages
from descent_game.ui.page import Page
from descent_game.ui.text import measure, metrics

from ..caption import Caption

RAISED = "^"
"""What follows this sign is set as an exponent."""
EXPONENT, LEAST_EXPONENT = 0.7, 9
"""The size of an exponent, of its figure's, and the least one in pixels."""
LEAST_PART = 1e-12
"""Smaller parts are not counted any more."""
MOST_FIGURES = 9
PLAIN_FROM, PLAIN_TO = 1e-4, 1e5
"""Between these a number is written out; beyond them in powers of ten."""


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
