"""Where the trainer's parts stand: diagram left, field in the middle, numbers right; upright, field over both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from descent_game.ui.canvas import Rect
from descent_game.ui.flow import OUTER, bar, bar_height
from descent_game.ui.layout import Content, Layout, arrange
from descent_game.ui.page import Page
from descent_game.ui.widget_layout import size
from descent_game.ui.widgets import Button, Buttons, Placed, Tabs, Widget

from ..menu import MENU
from .controls import DRAWERS, drawer_groups, main_groups
from .runs import COMPARED

DIAGRAM, DIAGRAM_HEIGHT = 480.0, 690.0
BOARD = 425.0
BETWEEN = 64.0
NAMES = 52.0
"""Height of the names below three fields."""
LEAST_FIELD = 0.45
"""The least side of a field, in shorter sides of the page, that is had where controls stand about as they like."""
GAP = 34.0
"""Between two of three fields, in the design's pixels."""


@dataclass(frozen=True)
class TrainerLayout:
    """The rectangles of the page in pixels. `stage` is what the camera fills, `fields` the flat squares in it.

    `wide` is all that is free for fields in relief, `foot` is below the diagram.

    With three fields there is no diagram and its rectangle is empty.
    """

    base: Layout
    stage: Rect
    wide: Rect
    fields: tuple[Rect, ...]
    caption: Rect
    diagram: Rect
    foot: Rect
    board: Rect
    widgets: tuple[Placed, ...]


def lay_out(page: Page, table: Mapping[str, Widget], drawer: str, three: bool, dead: bool) -> TrainerLayout:
    """Returns where everything stands on a page with one drawer open, for one network or `three`.

    With `dead` neurons there is a button that wakes them. Where all controls would leave the field a stamp, more of
    them go into drawers.
    """
    full = _laid_out(page, table, drawer, three, dead, small=False)
    if page.plain or page.bare or full.fields[0].w >= LEAST_FIELD * min(page.width, page.height):
        return full
    tight = _laid_out(page, table, drawer, three, dead, small=True)
    return tight if tight.fields[0].w > full.fields[0].w else full


def _laid_out(
    page: Page, table: Mapping[str, Widget], drawer: str, three: bool, dead: bool, *, small: bool
) -> TrainerLayout:
    messages = page.messages
    content = Content(
        scene="trainer",
        kicker=messages("app.kicker"),
        title=messages("trainer.title"),
        tabs=Tabs(MENU, "trainer"),
        hint="" if small else messages("trainer.hint"),
        groups=main_groups(table, page.upright, small),
        caption_lines=0,
    )
    base = arrange(page, content)
    if page.plain:
        return _plain(page, base, three)
    opened, top = _drawer(page, table, drawer, three, base.controls, small)
    parts = (_upright if page.upright else _lying)(page, base, top - page.px(26.0), three)
    stage, wide, fields, caption, diagram, board = parts
    foot = page.finger + page.px(10.0) if diagram.w else 0.0
    below = Rect(diagram.x, diagram.bottom - foot, diagram.w, foot)
    widgets = (*base.widgets, *opened, *(_wake(page, below) if dead and foot else ()))
    diagram = Rect(diagram.x, diagram.y, diagram.w, diagram.h - foot)
    return TrainerLayout(base, stage, wide, fields, caption, diagram, below, board, widgets)


def _plain(page: Page, base: Layout, three: bool) -> TrainerLayout:
    """Returns the layout with nothing but the fields, as large as there is room."""
    room, nowhere = base.stage, Rect(base.stage.x, base.stage.y, 0.0, 0.0)
    fields = _side_by_side(page, room, len(COMPARED)) if three else (_square(room),)
    stage = Rect(fields[0].x, fields[0].y, fields[-1].right - fields[0].x, fields[0].h)
    wide = stage if three else room
    return TrainerLayout(base, stage, wide, fields, nowhere, nowhere, nowhere, nowhere, ())


def _wake(page: Page, rect: Rect) -> tuple[Placed, ...]:
    """Returns the button that draws dead neurons anew, in the middle of `rect`."""
    buttons = Buttons((Button("revive"),))
    width = size(page, "trainer", buttons, rect.w).least
    height = bar_height(page, width, "trainer", (buttons,))
    area = Rect(round(rect.x + (rect.w - width) / 2.0), rect.bottom - height, width, height)
    return bar(page, area, "trainer", (buttons,))


def _natural(page: Page, groups: Sequence[Widget], width: float) -> float:
    sizes = [size(page, "trainer", widget, width).greatest for widget in groups]
    return min(sum(sizes) + (len(sizes) - 1) * page.px(OUTER), width)


def _drawer(
    page: Page, table: Mapping[str, Widget], drawer: str, three: bool, under: Rect, small: bool
) -> tuple[tuple[Placed, ...], float]:
    """Returns what is in the open drawer, above the main row, and the top of the tallest drawer.

    The drawers' names stand on its left, but on upright and on small pages, where they are in the row below. On small
    pages nothing is kept free for a taller drawer.
    """
    names: tuple[Placed, ...] = ()
    x, bottom = under.x, under.y - page.px(20.0)
    if not (page.upright or small):
        tabs = (table["drawer"],)
        high, wide = bar_height(page, under.w, "trainer", tabs), size(page, "trainer", tabs[0], under.w).least
        names = bar(page, Rect(x, bottom - high, wide, high), "trainer", tabs)
        x += wide + page.px(OUTER) if names else 0.0
    width = under.right - x
    every = {name: drawer_groups(table, name, three, small) for name in DRAWERS}
    widths = {name: _natural(page, groups, width) for name, groups in every.items()}
    heights = {name: bar_height(page, widths[name], "trainer", groups) for name, groups in every.items()}
    area = Rect(x, bottom - heights[drawer], widths[drawer], heights[drawer])
    top = bottom - (heights[drawer] if small else max(heights.values()))
    return (*names, *bar(page, area, "trainer", every[drawer])), top


Parts = tuple[Rect, Rect, tuple[Rect, ...], Rect, Rect, Rect]


def _square(rect: Rect) -> Rect:
    side = float(int(min(rect.w, rect.h)))
    return Rect(round(rect.x + (rect.w - side) / 2.0), round(rect.y + (rect.h - side) / 2.0), side, side)


def _side_by_side(page: Page, rect: Rect, count: int) -> tuple[Rect, ...]:
    gap = page.px(GAP)
    width = min((rect.w - (count - 1) * gap) / count, rect.h)
    left = rect.x + (rect.w - count * width - (count - 1) * gap) / 2.0
    return tuple(_square(Rect(left + i * (width + gap), rect.y, width, rect.h)) for i in range(count))


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
        below = page.px(NAMES) + caption_h + page.px(10.0)
        rect = Rect(inner.x, top, board.x - gap - inner.x, floor - below - top)
        fields = _side_by_side(page, rect, len(COMPARED))
        lift = min((rect.h - fields[0].h) / 2.0, page.px(60.0))
        fields = tuple(field._replace(y=field.y - round(lift)) for field in fields)
        stage = Rect(fields[0].x, fields[0].y, fields[-1].right - fields[0].x, fields[0].h)
        caption = Rect(rect.x, stage.bottom + page.px(NAMES + 10.0), rect.w, caption_h)
        return stage, stage, fields, caption, Rect(inner.x, top, 0.0, 0.0), board
    diagram_w = page.px(DIAGRAM) + min(spare * 0.2, page.px(140.0))
    left, right = inner.x + diagram_w + gap, board.x - gap
    over = (base.title, base.kicker, base.tabs)
    top = max([inner.y, *(part.bottom + page.px(20.0) for part in over if part.right > left and part.x < right)])
    bottom = floor - caption_h - page.px(14.0)
    free = Rect(left, top, right - left, bottom - top)
    field = _centered(page, Rect(left, inner.y, right - left, bottom - inner.y))
    if any(part.right + gap / 2.0 > field.x and part.x - gap / 2.0 < field.right for part in over):
        field = _centered(page, free)
    side = min(field.center[0] - left, right - field.center[0])
    caption = Rect(field.center[0] - side, field.bottom + page.px(14.0), 2.0 * side, caption_h)
    diagram_top = base.title.bottom + page.px(34.0)
    height = min(floor - diagram_top, page.px(DIAGRAM_HEIGHT))
    diagram = Rect(inner.x, diagram_top + round((floor - diagram_top - height) * 0.4), diagram_w, height)
    wide = free.inset(-page.px(0.6 * BETWEEN), 0.0)
    return field, wide, (field,), caption, diagram, board


def _centered(page: Page, rect: Rect) -> Rect:
    """Returns the largest square of `rect`, in the middle of the page if that is inside `rect`."""
    field = _square(rect)
    x = round((page.width - field.w) / 2.0)
    return field._replace(x=x) if rect.x <= x and x + field.w <= rect.right else field


def _upright(page: Page, base: Layout, floor: float, three: bool) -> Parts:
    inner = page.inner
    caption_h = 2.0 * page.row("caption")
    top = max(base.title.bottom, base.tabs.bottom) + page.px(24.0)
    lower = min(page.px(400.0), (floor - top) * 0.42)
    lower_top = floor - lower
    caption = Rect(inner.x, lower_top - page.px(20.0) - caption_h, inner.w, caption_h)
    free = Rect(inner.x, top, inner.w, caption.y - page.px(14.0) - top)
    gap = page.px(BETWEEN)
    if three:
        fields = _side_by_side(page, free.inset(0.0, page.px(NAMES)), len(COMPARED))
        stage = Rect(fields[0].x, fields[0].y, fields[-1].right - fields[0].x, fields[0].h)
        nowhere, board = Rect(inner.x, lower_top, 0.0, 0.0), Rect(inner.x, lower_top, inner.w, lower)
        return stage, stage, fields, caption, nowhere, board
    field = _square(free)
    half = (inner.w - gap) / 2.0
    diagram = Rect(inner.x, lower_top, half, lower)
    board = Rect(inner.x + half + gap, lower_top, inner.w - half - gap, lower)
    return field, free, (field,), caption, diagram, board
