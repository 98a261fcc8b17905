"""The title card: what stands in a window while the scenes are loaded."""

from __future__ import annotations

from typing import Final

import numpy as np

from descent_game.ui.canvas import Canvas, MarkKind
from descent_game.ui.page import Page
from descent_game.ui.text import measure
from descent_game.ui.theme import faded

VALLEY: Final = (560.0, 120.0)
"""Width and depth of the valley under the title, in the design's pixels."""
RUNNERS: Final[tuple[tuple[MarkKind, str, float], ...]] = (
    ("disc", "coral", -0.78),
    ("square", "amber", 0.46),
    ("diamond", "cyan", -0.16),
)
"""Who is on the way down: mark, colour, and how far from the middle, from -1 to 1."""


def paint_title(canvas: Canvas, page: Page) -> None:
    """Puts down the program's name, a valley with three on their way down, and what is being done meanwhile."""
    middle, theme = page.height / 2.0 - page.px(70.0), page.theme
    width, depth = (page.px(side) for side in VALLEY)
    for role, text, down, color in (
        ("title", "The Descent", 0.0, theme.title),
        ("caption", page.messages("app.warming"), page.px(70.0) + depth + page.row("caption"), theme.caption),
    ):
        style = page.style(role)
        canvas.text(text, style, round((page.width - measure(text, style)) / 2.0), middle + down, color)
    top, left = middle + page.px(44.0), page.width / 2.0
    across = np.linspace(-1.0, 1.0, 65)
    valley = np.column_stack((left + across * width / 2.0, top + depth * (1.0 - across**2)))
    canvas.curve(valley, page.line(2.0), faded(theme.track_filled, 0.6))
    for kind, role, place in RUNNERS:
        x, y = left + place * width / 2.0, top + depth * (1.0 - place**2)
        canvas.mark("disc", x, y, page.px(22.0), faded(theme.color(role), 0.22), softness=page.px(12.0))
        canvas.mark(kind, x, y, page.px(8.5), theme.color(role))
