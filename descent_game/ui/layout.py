"""Where everything on a page stands: panels keep to their edges, the stage takes what is left.

Lying pages have the words left, the board right and the controls in a bar at the foot; upright ones stack them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from descent_game.engine.camera import Viewport
from descent_game.ui.canvas import NOWHERE, Rect, Style
from descent_game.ui.flow import bar, bar_height
from descent_game.ui.head_buttons import head_width, place_head
from descent_game.ui.lines import TextLine, lines
from descent_game.ui.page import Page, fitted
from descent_game.ui.text import measure
from descent_game.ui.theme import line_height
from descent_game.ui.widget_layout import place, place_tabs, size
from descent_game.ui.widgets import Group, ListColumn, Panel, Placed, Segments, Tabs, Widget

PLAIN = 60.0
"""The margin of a page with nothing but a stage."""
SIZES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5)
"""How far a text may shrink, step by step, before it would be cut."""


@dataclass(frozen=True)
class Content:
    """What a page has to hold. `board` is the size of the panel on the right in the design's pixels, (0, 0) for none;
    `board_wide` its height where it lies across an upright page. `left` is the width of the column of words.

    With `below`, wall text and caption stand under the stage, not beside it. A `column` of options stands on the left;
    upright it becomes segments in the bar.
    """

    scene: str
    kicker: str
    title: str
    tabs: Tabs
    wall: str = ""
    hint: str = ""
    groups: tuple[Group | Widget, ...] = ()
    column: ListColumn | None = None
    board: tuple[float, float] = (0.0, 0.0)
    board_wide: float = 240.0
    caption_lines: int = 2
    left: float = 410.0
    below: bool = False


@dataclass(frozen=True)
class Layout:
    """Where the parts of a page stand, in pixels; a part that the page does not have is NOWHERE.

    `widgets` are the tabs, the column and the bar in their places, and the board as a panel that keeps presses.
    """

    page: Page
    content: Content
    kicker: Rect
    title: Rect
    tabs: Rect
    wall: Rect
    caption: Rect
    column: Rect
    board: Rect
    controls: Rect
    hint: Rect
    stage: Rect
    kicker_style: Style
    title_style: Style
    wall_style: Style
    hint_style: Style
    title_lines: tuple[TextLine, ...]
    wall_lines: tuple[TextLine, ...]
    widgets: tuple[Placed, ...]

    @property
    def camera_stage(self) -> Viewport:
        """The stage as the part of the window that a camera frames its object into."""
        return self.page.stage(self.stage)

    def parts(self) -> Iterator[tuple[str, Rect]]:
        """Yields every part that the page has, by name."""
        names = ("kicker", "title", "tabs", "wall", "caption", "column", "board", "controls", "hint", "stage")
        for name in names:
            rect: Rect = getattr(self, name)
            if rect.w > 0.0 and rect.h > 0.0:
                yield name, rect


@dataclass(frozen=True)
class _Text:
    """A text set to fit: its style, its lines, its extent."""

    style: Style
    lines: tuple[TextLine, ...]
    w: float
    h: float


def _fit(page: Page, role: str, text: str, widths: tuple[float, ...], height: float) -> _Text:
    """Returns a text as large as fits into one of the widths and the height; the first width is preferred."""
    best: _Text | None = None
    for smaller in SIZES if text else ():
        style = page.style(role, smaller)
        for width in widths:
            set_lines = lines(text, style, width)
            used = len(set_lines) * line_height(role, style.size)
            best = _Text(style, set_lines, float(max(line.width for line in set_lines)), float(used))
            if used <= height:
                return best
    return best or _Text(page.style(role), (), 0.0, 0.0)


def arrange(page: Page, content: Content) -> Layout:
    """Returns where everything stands; controls keep their size, words shrink before anything is cut."""
    if page.plain:
        return _plain(page, content)
    if page.bare:
        content = replace(content, column=None, hint="")
    if page.scenes:
        content = replace(content, tabs=replace(content.tabs, scenes=page.scenes))
    if content.column is not None and f"{content.scene}.{content.column.control.name}" in page.hidden:
        content = replace(content, column=None)
    return _upright(page, content) if page.upright else _lying(page, content)


def _plain(page: Page, content: Content) -> Layout:
    """Returns the layout of a page with nothing but a stage; a caption may be at its foot."""
    edge = page.px(PLAIN)
    bottom = page.inner.bottom if page.bare else page.height - edge
    stage = Rect(edge, edge, page.width - 2.0 * edge, bottom - edge)
    return Layout(
        page=page, content=content, kicker=NOWHERE, title=NOWHERE, tabs=NOWHERE, wall=NOWHERE, caption=NOWHERE,
        column=NOWHERE, board=NOWHERE, controls=NOWHERE, hint=NOWHERE, stage=stage, kicker_style=page.style("kicker"),
        title_style=page.style("title"), wall_style=page.style("wall"), hint_style=page.style("hint"), title_lines=(),
        wall_lines=(), widgets=(),
    )  # fmt: skip


@dataclass(frozen=True)
class _Frame:
    """The parts that both shapes share: the head, and the foot up from the bottom."""

    kicker: Rect
    title: Rect
    tabs: Rect
    controls: Rect
    hint: Rect
    kicker_style: Style
    title_style: Style
    hint_style: Style
    title_lines: tuple[TextLine, ...]
    groups: tuple[Group | Widget, ...]


def _frame(page: Page, content: Content, groups: tuple[Group | Widget, ...]) -> _Frame:
    inner = page.inner
    tabs_width = size(page, content.scene, content.tabs, inner.w).least + head_width(page, content.scene)
    tabs = Rect(inner.right - tabs_width, inner.y - page.px(3.0), tabs_width, page.finger)
    if page.bare:
        tabs = Rect(inner.right, inner.y, 0.0, 0.0)
    kicker_style = fitted(page, "kicker", content.kicker.upper(), inner.w, 0.5)
    row = page.row("kicker")
    beside = measure(content.kicker.upper(), kicker_style) + page.px(60.0) + tabs.w <= inner.w
    if not beside and not page.upright:
        kicker_style = fitted(page, "kicker", content.kicker.upper(), tabs.x - page.px(40.0) - inner.x, 0.4)
    kicker = Rect(inner.x, inner.y, measure(content.kicker.upper(), kicker_style), row)
    top = kicker.bottom + page.px(14.0)
    room, height = tabs.x - page.px(40.0) - inner.x, line_height("title", page.style("title").size)
    if page.upright and (not beside or measure(content.title, page.style("title")) > room):
        top, room = tabs.bottom if beside else top, inner.w  # the whole width, under the tabs or over them
    title = _fit(page, "title", content.title, (room,), height)
    title_rect = Rect(inner.x, top, title.w, title.h)
    if not beside and page.upright:
        tabs = Rect(inner.x, title_rect.bottom, tabs.w, tabs.h)
    hint_style = fitted(page, "hint", content.hint, inner.w, 0.5)
    hint_height = page.row("hint") if content.hint else 0.0
    hint = Rect(inner.x, inner.bottom - hint_height, inner.w, hint_height) if content.hint else NOWHERE
    bar_high = bar_height(page, inner.w, content.scene, groups)
    foot = inner.bottom - hint_height - (page.px(28.0) if content.hint else 0.0)
    controls = Rect(inner.x, foot - bar_high, inner.w, bar_high)
    return _Frame(
        kicker, title_rect, tabs, controls, hint, kicker_style, title.style, hint_style, title.lines, groups
    )  # fmt: skip


def _finished(
    page: Page, content: Content, frame: _Frame, wall: _Text, rects: dict[str, Rect], column: Rect = NOWHERE
) -> Layout:
    widgets = []
    if not page.bare:
        start = frame.tabs.x + head_width(page, content.scene)
        widgets += place_head(page, content.scene, frame.tabs.x, frame.tabs.y)
        widgets.append(place_tabs(page, content.tabs, frame.tabs._replace(x=start)))
    if column is not NOWHERE and content.column is not None:
        widgets.append(place(page, content.scene, content.column, column))
    widgets += bar(page, frame.controls, content.scene, frame.groups)
    if rects["board"] is not NOWHERE:
        widgets.insert(0, Placed("board", Panel(), rects["board"], rects["board"]))
    return Layout(
        page=page, content=content, kicker=frame.kicker, title=frame.title, tabs=frame.tabs, wall=rects["wall"],
        caption=rects["caption"], column=column, board=rects["board"], controls=frame.controls, hint=frame.hint,
        stage=rects["stage"], kicker_style=frame.kicker_style, title_style=frame.title_style, wall_style=wall.style,
        hint_style=frame.hint_style, title_lines=frame.title_lines, wall_lines=wall.lines, widgets=tuple(widgets),
    )  # fmt: skip


def _lying(page: Page, content: Content) -> Layout:
    frame = _frame(page, content, content.groups)
    inner, floor = page.inner, frame.controls.y - page.px(30.0)
    board = NOWHERE
    if content.board[0] > 0.0:
        width, height = (page.px(m * page.text_scale) for m in content.board)
        top = frame.tabs.bottom + page.px(32.0)
        board = Rect(inner.right - width, top, width, min(height, floor - top))
    right = board.x - page.px(40.0) if board.w else inner.right
    if content.below:
        return _lying_below(page, content, frame, board, right, floor)
    left = page.px(content.left * min(page.text_scale, 1.3))
    top = frame.title.bottom + page.px(38.0)
    caption_height = content.caption_lines * page.row("caption")
    caption = Rect(inner.x, floor - caption_height, left, caption_height) if caption_height else NOWHERE
    room = (caption.y - page.px(20.0) if caption_height else floor) - top
    wall = _fit(page, "wall", content.wall, (left, round(left * 1.12), round(left * 1.25)), room)
    widest = max(wall.w, left) if content.wall or caption_height else 0.0
    start = inner.x + widest + page.px(36.0) if widest else inner.x
    stage = _free(page, frame, start, right, floor)
    rects = {"wall": Rect(inner.x, top, wall.w, wall.h), "caption": caption, "board": board, "stage": stage}
    return _finished(page, content, frame, wall, rects)


def _free(page: Page, frame: _Frame, left: float, right: float, bottom: float) -> Rect:
    """Returns the free rectangle between these edges, below whatever of the head reaches into it."""
    top = page.inner.y
    for part in (frame.kicker, frame.title, frame.tabs):
        if part.x < right and part.right + page.px(20.0) > left:
            top = max(top, part.bottom + page.px(8.0))
    return Rect(left, top, right - left, bottom - top)


def _lying_below(page: Page, content: Content, frame: _Frame, board: Rect, right: float, floor: float) -> Layout:
    """Returns the layout with the words under the stage; a column of options may stand on the left."""
    inner, column, left = page.inner, NOWHERE, page.inner.x
    top = frame.title.bottom + page.px(38.0)
    if content.column is not None:
        extent = size(page, content.scene, content.column, inner.w)
        column = Rect(inner.x, top, extent.greatest, extent.height)
        left = column.right + page.px(60.0)
    caption_height = content.caption_lines * page.row("caption")
    caption = Rect(left, floor - caption_height, right - left, caption_height) if caption_height else NOWHERE
    floor = caption.y - page.px(14.0) if caption_height else floor
    wall = _fit(page, "reading", content.wall, (right - left,), inner.h * 0.16)
    wall_rect = Rect(left, floor - wall.h, wall.w, wall.h)
    floor = wall_rect.y - page.px(24.0) if content.wall else floor
    stage = _free(page, frame, left, right, floor)
    rects = {"wall": wall_rect, "caption": caption, "board": board, "stage": stage}
    return _finished(page, content, frame, wall, rects, column)


def _upright(page: Page, content: Content) -> Layout:
    groups = content.groups
    if content.column is not None:
        groups = (Segments(content.column.control), *groups)
    frame = _frame(page, content, groups)
    inner, floor = page.inner, frame.controls.y - page.px(28.0)
    board = NOWHERE
    if content.board[0] > 0.0:
        height = page.px(content.board_wide * page.text_scale)
        board = Rect(inner.x, floor - height, inner.w, height)
        floor = board.y - page.px(24.0)
    caption_height = (content.caption_lines + 1) // 2 * page.row("caption")  # the column is twice as wide
    caption = Rect(inner.x, floor - caption_height, inner.w, caption_height) if caption_height else NOWHERE
    floor = caption.y - page.px(16.0) if caption_height else floor
    top = max(frame.title.bottom, frame.tabs.bottom) + page.px(16.0)
    wall = _fit(page, "wall", content.wall, (inner.w,), (floor - top) * 0.3)
    wall_rect = Rect(inner.x, top, wall.w, wall.h)
    head = wall_rect.bottom + page.px(20.0) if content.wall else top
    stage = Rect(inner.x, head, inner.w, floor - head)
    rects = {"wall": wall_rect, "caption": caption, "board": board, "stage": stage}
    return _finished(page, content, frame, wall, rects)
