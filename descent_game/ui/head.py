"""The button in the head that opens the reading, before the tabs."""

from __future__ import annotations

from descent_game.ui.canvas import Rect
from descent_game.ui.page import Page, baseline
from descent_game.ui.text import measure
from descent_game.ui.widgets import Button, Buttons, Cell, Placed

READ = "read"
"""The trigger that opens and closes the reading, in every scene."""


def read_width(page: Page, scene: str) -> float:
    """Returns how much of the head the button that opens the reading takes, its distance from the tabs included."""
    shown = page.messages.has(f"reading.{READ}") and f"{scene}.{READ}" not in page.hidden
    return page.finger + page.px(36.0) if shown else 0.0


def place_read(page: Page, body: Rect) -> Placed:
    """Returns the button that opens the reading."""
    style, text = page.style("button"), "i"
    x = body.x + round((body.w - measure(text, style)) / 2.0)
    cell = Cell(READ, READ, body, body, text, x, baseline(style, body.y, body.h), x)
    return Placed(READ, Buttons((Button(READ),)), body, body, cells=(cell,))
