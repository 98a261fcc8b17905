"""Where the trainer's parts stand: diagram left, field in the middle, numbers right; upright, field over both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from descent_game.engine.controls import Controls
from descent_game.ui.canvas import Rect
from descent_game.ui.flow import OUTER, bar, bar_height
from descent_game.ui.layout import Content, Layout, arrange
from descent_game.ui.page import Page
from descent_game.ui.placing import place, size
from descent_game.ui.widgets import Placed, Tabs, Widget

from .menu import MENU
from .trainer_controls import DRAWERS, choice, drawer_groups, main_groups

DIAGRAM = 480.0
BOARD = 425.0
BETWEEN = 64.0
GAP = 34.0
"""Between two of three fields, in the design's pixels."""


@dataclass(frozen=True)
class TrainerLayout:
    """The rectangles of the page in pixels. `stage` is what the camera fills, `fields` the flat squares in it, `wide` all
    that is free for fields in relief.

    With three fields there is no diagram and its rectangle is empty.
    """

    base: Layout
    stage: Rect
    wide: Rect
    fields: tuple[Rect, ...]
    caption: Rect
    diagram: Rect
    board: Rect
    widgets: tuple[Placed, ...]


def lay_out(page: Page, controls: Controls, dead: bool) -> TrainerLayout:
    """Returns where everything stands on a page; `dead` makes room for the button that wakes neurons."""
    messages = page.messages
    content = Content(
        scene="trainer",
        kicker=messages("app.kicker"),
        title=messages("trainer.title"),
        tabs=Tabs(MENU, "trainer"),
        hint=messages("trainer.hint"),
        groups=main_groups(controls),
        caption_lines=0,
    )
    base = arrange(page, content)
    drawer, top = _drawer(page, controls, base.controls, dead)
    three = controls.on("three")
    floor = top - page.px(26.0)
    parts = (_upright if page.upright else _lying)(page, base, floor, three)
    return TrainerLayout(base, *parts, (*base.widgets, *drawer))


def _natural(page: Page, groups: Sequence[Widget], width: float) -> float:
    sizes = [size(page, "trainer", widget, width).greatest for widget in groups]
    return min(sum(sizes) + (len(sizes) - 1) * page.px(OUTER), width)


def _drawer(page: Page, controls: Controls, under: Rect, dead: bool) -> tuple[tuple[Placed, ...], float]:
    """Returns the row above the main one: which drawer is open, and what is in it; and the top of the tallest."""
    tabs = choice(controls, "drawer")
    extent = size(page, "trainer", tabs, under.w)
    gap = page.px(OUTER)
    beside = not page.upright
    x = under.x + extent.least + gap if beside else under.x
    width = under.right - x
    heights = []
    for name in DRAWERS:
        groups = drawer_groups(controls, name, dead)
        heights.append(bar_height(page, _natural(page, groups, width), "trainer", groups))
    tallest = max(heights)
    bottom = under.y - page.px(20.0)
    zone = bar_height(page, under.w, "trainer", (tabs,)) - extent.height
    groups = drawer_groups(controls, controls.word("drawer"), dead)
    area = Rect(x, bottom - tallest, _natural(page, groups, width), tallest)
    open_height = heights[DRAWERS.index(controls.word("drawer"))]
    area = Rect(x, bottom - open_height, area.w, open_height) if beside else area
    top = bottom - tallest
    body_y = bottom - extent.height
    if not beside:
        top -= page.px(20.0) + zone + extent.height
        body_y = top + zone
    placed = place(page, "trainer", tabs, Rect(under.x, body_y, extent.least, extent.height))
    return (placed, *bar(page, area, "trainer", groups)), top


Parts = tuple[Rect, Rect, tuple[Rect, ...], Rect, Rect, Rect]


def _square(rect: Rect) -> Rect:
    side = float(int(min(rect.w, rect.h)))
    return Rect(round(rect.x + (rect.w - side) / 2.0), round(rect.y + (rect.h - side) / 2.0), side, side)


def _side_by_side(page: Page, rect: Rect, count: int) -> tuple[Rect, ...]:
    gap = page.px(GAP)
    width = (rect.w - (count - 1) * gap) / count
    return tuple(_square(Rect(rect.x + i * (width + gap), rect.y, width, rect.h)) for i in range(count))


def _lying(page: Page, base: Layout, floor: float, three: bool) -> Parts:
    inner, row = page.inner, page.row("caption")
    spare = max(inner.w - page.px(1776.0), 0.0)
    board_w = page.px(BOARD) + min(spare * 0.2, page.px(140.0))
    board_top = base.tabs.bottom + page.px(40.0)
    board = Rect(inner.right - board_w, board_top, board_w, floor - board_top)
    caption_h = 2.0 * row
    gap = page.px(BETWEEN)
    if three:
        top = base.title.bottom + page.px(30.0)
        rect = Rect(inner.x, top, board.x - gap - inner.x, floor - caption_h - page.px(16.0) - top)
        fields = _side_by_side(page, rect, 3)
        foot = page.px(76.0)
        fields = tuple(Rect(f.x, max(f.y - foot / 2.0, top), f.w, f.h) for f in fields)
        stage = Rect(fields[0].x, fields[0].y, fields[-1].right - fields[0].x, fields[0].h)
        caption = Rect(rect.x, floor - caption_h, rect.w, caption_h)
        return stage, rect, fields, caption, Rect(inner.x, top, 0.0, 0.0), board
    diagram_w = page.px(DIAGRAM) + min(spare * 0.2, page.px(140.0))
    left, right = inner.x + diagram_w + gap, board.x - gap
    top = inner.y
    for part in (base.title, base.kicker, base.tabs):
        if part.right > left and part.x < right:
            top = max(top, part.bottom + page.px(20.0))
    free = Rect(left, top, right - left, floor - caption_h - page.px(14.0) - top)
    free = free.inset(-page.px(0.5 * BETWEEN), 0.0)
    field = _square(free)
    centered = round((page.width - field.w) / 2.0)
    if left <= centered and centered + field.w <= right:
        field = field._replace(x=centered)
    side = min(field.center[0] - left, right - field.center[0])
    caption = Rect(field.center[0] - side, field.bottom + page.px(14.0), 2.0 * side, caption_h)
    diagram_top = base.title.bottom + page.px(34.0)
    diagram = Rect(inner.x, diagram_top, diagram_w, floor - diagram_top)
    return field, free, (field,), caption, diagram, board


def _upright(page: Page, base: Layout, floor: float, three: bool) -> Parts:
    inner = page.inner
    caption_h = 2.0 * page.row("caption")
    top = max(base.title.bottom, base.tabs.bottom) + page.px(24.0)
    lower = min(page.px(430.0), (floor - top) * 0.42)
    lower_top = floor - lower
    caption = Rect(inner.x, lower_top - page.px(20.0) - caption_h, inner.w, caption_h)
    free = Rect(inner.x, top, inner.w, caption.y - page.px(14.0) - top)
    gap = page.px(BETWEEN)
    if three:
        fields = _side_by_side(page, free, 3)
        stage = Rect(fields[0].x, fields[0].y, fields[-1].right - fields[0].x, fields[0].h)
        nowhere, board = Rect(inner.x, lower_top, 0.0, 0.0), Rect(inner.x, lower_top, inner.w, lower)
        return stage, free, fields, caption, nowhere, board
    field = _square(free)
    half = (inner.w - gap) / 2.0
    diagram = Rect(inner.x, lower_top, half, lower)
    board = Rect(inner.x + half + gap, lower_top, inner.w - half - gap, lower)
    return field, free, (field,), caption, diagram, board
