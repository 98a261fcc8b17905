"""The words on the wall: each picture's name, and `dead` where nothing is left of its bars."""

from __future__ import annotations

from descent_game.ui.canvas import Canvas, Color, Rect
from descent_game.ui.page import Page, baseline, fitted
from descent_game.ui.panels import paint_lines
from descent_game.ui.text import measure

from .numbers import activation_name
from .page import lead_lines
from .state import NAMES


def paint_wall(
    canvas: Canvas,
    page: Page,
    lead: Rect,
    pictures: tuple[tuple[Rect, Rect], ...],
    chosen: int,
    hovered: int | None,
    dead: tuple[bool, ...],
) -> None:
    """Puts the names of the pictures, each a frame and its bars, and the lead on the canvas; `dead` have no bars."""
    row, pad = page.row("small") + page.px(16.0), page.px(18.0)
    for i, ((frame, chart), name) in enumerate(zip(pictures, NAMES, strict=True)):
        text = activation_name(page.messages, name)
        style = fitted(page, "small", text, frame.w - 2.0 * pad)
        color = page.theme.value if i in (chosen, hovered) else page.theme.muted
        canvas.text(text, style, frame.x + pad, baseline(style, frame.y + page.px(2.0), row), color)
        if i == hovered:
            line = max(page.px(2.0), 1.0)
            canvas.box(frame, radius=page.px(14.0), border=page.theme.focus, border_width=line)
        if dead[i]:
            _paint_dead(canvas, page, chart)
    if not page.upright:
        style = page.style("reading")
        paint_lines(canvas, page, "reading", style, lead_lines(page, lead), lead.x, lead.y, page.theme.text)


def _paint_dead(canvas: Canvas, page: Page, chart: Rect) -> None:
    style, text = page.style("small"), page.messages("gallery.dead")
    width, height = measure(text, style), page.row("small")
    x, y = chart.center
    rect = Rect(round(x - width / 2.0), round(y - height / 2.0), width, height)
    plate: Color = (*page.theme.palette.background_inner[:3], 0.94)
    canvas.box(rect.inset(-page.px(9.0), -page.px(2.0)), plate, radius=page.px(8.0))
    canvas.text(text, style, rect.x, baseline(style, rect.y, rect.h), page.theme.text)
