"""The buttons in the head before the tabs: one opens the reading, one the settings."""

from __future__ import annotations

from types import MappingProxyType

from descent_game.ui.canvas import Rect
from descent_game.ui.page import Page, baseline
from descent_game.ui.text import measure
from descent_game.ui.widgets import Button, Buttons, Cell, Placed

READ = "read"
"""The trigger that opens and closes the reading, in every scene."""
SETTINGS = "settings"
"""The trigger that opens a visitor's settings, in every scene."""
FACES = MappingProxyType({SETTINGS: "Aa", READ: "i"})
"""What stands on each button."""
WORDS = MappingProxyType({SETTINGS: "settings.title", READ: "reading.read"})
"""A button is there where there are words for what it opens."""
GAP, APART = 14.0, 36.0


def _shown(page: Page, scene: str) -> list[str]:
    return [name for name in FACES if page.messages.has(WORDS[name]) and f"{scene}.{name}" not in page.hidden]


def head_width(page: Page, scene: str) -> float:
    """Returns how much of the head the buttons take, their distance from the tabs included."""
    count = len(_shown(page, scene))
    return count * page.finger + (count - 1) * page.px(GAP) + page.px(APART) if count else 0.0


def place_head(page: Page, scene: str, x: float, y: float) -> list[Placed]:
    """Returns the buttons side by side from (x, y)."""
    placed = []
    for name in _shown(page, scene):
        body = Rect(x, y, page.finger, page.finger)
        style, text = page.style("button"), FACES[name]
        start = body.x + round((body.w - measure(text, style)) / 2.0)
        touch = body.inset(-page.px(GAP) / 2.0, 0.0)
        said = page.messages(WORDS[name])
        cell = Cell(name, name, body, touch, said, start, baseline(style, body.y, body.h), start)
        placed.append(Placed(name, Buttons((Button(name, letter=text),)), body, body, cells=(cell,)))
        x += page.finger + page.px(GAP)
    return placed
