"""A small line of values in the head of a page without widgets: what a film is about that no control shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from descent_game.engine.controls import Choice, Controls, Range
from descent_game.ui.canvas import Canvas
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page, baseline
from descent_game.ui.text import measure
from descent_game.ui.widgets import control_label, option_label, value_text

LAYER = 80
APART, BETWEEN = 36.0, 12.0
"""What lies between two values, and between a value and its name."""
LEAST = 0.7
"""The least size of the line, of what it has where there is room."""


def told(messages: Messages, scene: str, controls: Controls, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yields what each control is called and what it says; one that the scene does not have says nothing."""
    for name in names:
        control = controls.table.get(name)
        label = control_label(messages, scene, name).upper()
        if isinstance(control, Range):
            yield label, value_text(messages, control, controls.number(name))
        elif isinstance(control, Choice):
            yield label, option_label(messages, scene, name, controls.word(name))


def paint(canvas: Canvas, page: Page, scene: str, controls: Controls, names: Sequence[str]) -> None:
    """Puts the line beside the kicker, ending at the right margin; smaller, and shorter, where there is little room."""
    pairs = list(told(page.messages, scene, controls, names))
    room = page.inner.w - measure(page.messages("app.kicker").upper(), page.style("kicker")) - page.px(APART)
    size = 1.0
    while pairs and _width(page, pairs, size) > room:
        if size > LEAST:
            size -= 0.05
        else:
            pairs.pop()
    canvas.layer = LAYER
    x = page.inner.right - _width(page, pairs, size)
    for label, value in pairs:
        for text, role, color in ((label, "label", page.theme.label), (value, "value", page.theme.text)):
            style = page.style(role, size)
            canvas.text(text, style, round(x), baseline(style, page.inner.y, page.row("kicker")), color)
            x += measure(text, style) + page.px(BETWEEN if role == "label" else APART)
    canvas.layer = 0


def _width(page: Page, pairs: Sequence[tuple[str, str]], size: float) -> float:
    texts = sum(
        measure(label, page.style("label", size)) + measure(value, page.style("value", size)) for label, value in pairs
    )
    return texts + len(pairs) * page.px(BETWEEN) + max(len(pairs) - 1, 0) * page.px(APART)
