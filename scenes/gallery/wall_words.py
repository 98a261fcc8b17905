"""The words on the wall: each picture's name, and `dead` where nothing is left of its bars."""

from __future__ import annotations

from descent_game.ui.canvas import Canvas, Color, Rect
from descent_game.ui.page import Page, baseline, fitted
from descent_game.ui.panels import paint_lines
from descent_game.ui.text import measure

from .numbers import activation_name
from .page import Places, lead_lines
from .visibility import GalleryView


def paint_far(canvas: Canvas, page: Page, places: Places, sight: GalleryView) -> None:
    """Puts the names of the pictures and the lead on the canvas."""
    for i, name in enumerate(sight.names):
        frame, chart = sight.pictures[i]
        row, pad = page.row("small") + page.px(16.0), page.px(18.0)
        text = activation_name(page.messages, name)
        style = fitted(page, "small", text, frame.w - 2.0 * pad)
        chosen = name == sight.activation.name
        color = page.theme.value if chosen or i == sight.hovered else page.theme.muted
        canvas.text(text, style, frame.x + pad, baseline(style, frame.y + page.px(2.0), row), color)
        if i == sight.hovered:
            line = max(page.px(2.0), 1.0)
            canvas.box(frame, radius=page.px(14.0), border=page.theme.focus, border_width=line)
        if sight.bars.dead(i + 1):
            _paint_dead(canvas, page, chart)
    if not page.upright:
        style = page.style("reading")
        set_lines = lead_lines(page, places.lead)
        paint_lines(canvas, page, "reading", style, set_lines, places.lead.x, places.lead.y, page.theme.text)


def _paint_dead(canvas: Canvas, page: Page, chart: Rect) -> None:
    style, text = page.style("small"), page.messages("gallery.dead")
    width, height = measure(text, style), page.row("small")
    x, y = chart.center
    rect = Rect(round(x - width / 2.0), round(y - height / 2.0), width, height)
    plate: Color = (*page.theme.palette.background_inner[:3], 0.94)
    canvas.box(rect.inset(-page.px(9.0), -page.px(2.0)), plate, radius=page.px(8.0))
    canvas.text(text, style, rect.x, baseline(style, rect.y, rect.h), page.theme.text)
