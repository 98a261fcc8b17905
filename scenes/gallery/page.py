"""Where everything in the gallery stands: one picture close up, and all of them on the wall; in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from descent_game.ui.canvas import Rect, Style
from descent_game.ui.flow import bar_height
from descent_game.ui.layout import Content, Layout, arrange
from descent_game.ui.lines import TextLine, lines
from descent_game.ui.page import Page
from descent_game.ui.theme import line_height
from descent_game.ui.widgets import Button, Buttons, Group, ListColumn, Panel, Segments, Slider, Tabs, Widget

from ..menu import MENU
from .state import ACTIVATION, INITIALISATION, LEAKY_SLOPE, SOURCE, VIEW, WEIGHT, Z

BOARD = (430.0, 700.0)
BOARD_WIDE = 400.0
TALLEST, WIDEST = 0.92, 1.9
"""Bounds of a plot's shape, height over width upright and width over height lying."""
GAP = 22.0
NARROW = 0.6
"""Under a plot that takes less of the stage's width than this the caption takes all of it."""
MOST_OPEN = 10_000
"""As far as the scale of the bars opens upward where weights are those of the slider."""
SMALLER = (1.0, 0.93, 0.86, 0.8, 0.74, 0.68, 0.6, 0.5)
"""How far a text shrinks, step by step, to fit."""
NOTE = 0.44
"""On an upright page the note beside the bars' heading takes this part of the width."""


@dataclass(frozen=True)
class PictureLayout:
    """One picture: its frame, its plot and its bars."""

    frame: Rect
    plot: Rect
    bars: Rect


@dataclass(frozen=True)
class Places:
    """One page: the picture close up, the pictures on the wall, and the words about them."""

    page: Page
    near: PictureLayout
    far: tuple[PictureLayout, ...]
    near_stage: Rect
    far_stage: Rect
    board: Rect
    formulas: Rect
    near_caption: Rect
    far_caption: Rect
    lead: Rect
    note: Rect


def _groups(wall: bool, real: bool, leaky: bool) -> tuple[Group | Widget, ...]:
    """Returns the bar's widgets: what has a meaning now, and no more."""
    groups: list[Group | Widget] = [Segments(VIEW), Segments(SOURCE)]
    if wall and not real:
        groups.append(Slider(Z, width=260.0))
    if real:
        groups.append(Group((Segments(INITIALISATION), Buttons((Button("draw_again"),)))))
    else:
        groups.append(Slider(WEIGHT, width=230.0))
    if leaky:
        groups.append(Slider(LEAKY_SLOPE, width=200.0))
    return tuple(groups)


def _content(page: Page, wall: bool, groups: tuple[Group | Widget, ...], listed: bool) -> Content:
    messages = page.messages
    if not wall and not listed:
        groups = (Segments(ACTIVATION), *groups)
    return Content(
        scene="gallery",
        kicker=messages("app.kicker"),
        title=messages("gallery.title"),
        tabs=Tabs(MENU, "gallery"),
        wall=messages("gallery.wall") if page.upright else "",
        groups=groups,
        column=None if wall or not listed else ListColumn(ACTIVATION),
        board=(0.0, 0.0) if wall else BOARD,
        board_wide=BOARD_WIDE,
        caption_lines=2 if wall and not page.upright else 3,
        below=True,
    )


def arranged(page: Page, wall: bool, real: bool, leaky: bool, arrived: bool) -> Layout:
    """Returns the layout of what is shown now: its head and its widgets; the list only once one has `arrived`.

    It is that of the `wall` or of one picture, of `real` networks or of the simple story, with the slope of a `leaky`
    function or without.
    """
    layout = arrange(page, _content(page, wall, _groups(wall, real, leaky), _listed(page)))
    steady = _steady(page, wall)  # what stands under the wall text must not move, so neither may the text
    layout = replace(layout, wall=steady.wall, wall_style=steady.wall_style, wall_lines=steady.wall_lines)
    hidden = (Panel,) if arrived or page.upright else (Panel, ListColumn)  # presses on the bars are the scene's own
    return replace(layout, widgets=tuple(w for w in layout.widgets if not isinstance(w.widget, hidden)))


def _highest(page: Page, wall: bool) -> tuple[Group | Widget, ...]:
    """Returns the bar that takes most room, so that nothing moves when a control comes or goes."""
    variants = [_groups(wall, real, leaky) for real in (False, True) for leaky in (False, True)]
    return max(variants, key=lambda groups: bar_height(page, page.inner.w, "gallery", groups))


def _listed(page: Page) -> bool:
    """Returns whether the functions fit as a column over the bar; else they stand in the bar."""
    layout = arrange(page, _content(page, False, _highest(page, False), True))
    return page.upright or layout.column.bottom <= layout.controls.y


def _steady(page: Page, wall: bool) -> Layout:
    """Returns the layout with the highest bar there may be."""
    return arrange(page, _content(page, wall, _highest(page, wall), _listed(page)))


def fitted(page: Page, role: str, text: str, rect: Rect) -> tuple[Style, tuple[TextLine, ...]]:
    """Returns the style and the lines of a text as large as it fits into a rectangle."""
    for smaller in SMALLER:
        style = page.style(role, smaller)
        set_lines = lines(text, style, rect.w)
        if len(set_lines) * line_height(role, style.size) <= rect.h:
            break
    return style, set_lines


def _capped(rect: Rect, upright: bool) -> Rect:
    """Returns the middle of a rectangle that is not too wide, or too high, for a plot."""
    if upright:
        height = min(rect.h, round(rect.w * TALLEST))
        return Rect(rect.x, rect.y + round((rect.h - height) / 2.0), rect.w, height)
    width = min(rect.w, round(rect.h * WIDEST))
    return Rect(rect.x + round((rect.w - width) / 2.0), rect.y, width, rect.h)


def _heading(page: Page, width: float) -> float:
    """Returns what the heading of the bars takes, two texts over each other, and half a tick under them."""
    messages, high = page.messages, 0.0
    label = messages("gallery.bars").upper()
    most = messages("gallery.scale_open", top=messages.number(MOST_OPEN))
    for role, text in (("label", label), ("caption", max(messages("gallery.scale"), most, key=len))):
        style, found = fitted(page, role, text, Rect(0.0, 0.0, width, page.row(role)))
        high += len(found) * line_height(role, style.size)
    return high + page.px(16.0) + page.row("tick") / 2.0


def _near(page: Page, layout: Layout) -> tuple[PictureLayout, Rect, Rect]:
    """Returns the picture close up, where its formulas stand, and the board with its heading."""
    stage, board = layout.stage, layout.board
    left, foot = page.px(58.0) * page.text_scale, page.px(60.0)
    top = page.px(96.0) if page.upright else max(layout.title.bottom - stage.y + page.px(10.0), page.px(90.0))
    room = Rect(stage.x + left, stage.y + top, stage.w - left - page.px(12.0), stage.h - top - foot)
    plot = _capped(Rect(*map(float, map(round, room))), page.upright)
    band_top = plot.y - page.px(92.0) if page.upright else max(layout.title.y - page.px(12.0), stage.y)
    formulas = Rect(plot.x, band_top, plot.w, plot.y - page.px(14.0) - band_top)
    beside = round(board.w * (1.0 - NOTE)) - page.px(24.0) if page.upright else board.w
    heading = max(page.px(102.0) * page.text_scale, _heading(page, beside))
    axis = page.px(62.0) * page.text_scale
    if page.upright:
        chart = Rect(board.x + axis, board.y + heading, board.w - axis, board.h - heading - page.px(58.0))
    else:
        board = Rect(board.x, plot.y, board.w, plot.h + foot)
        chart = Rect(board.x + axis, plot.y + heading, board.w - axis, plot.h - heading)
    bars = Rect(*map(float, map(round, chart)))
    frame = Rect(plot.x, plot.y, bars.right - plot.x, max(bars.bottom, plot.bottom) - plot.y).inset(-page.px(60.0))
    return PictureLayout(frame, plot, bars), formulas, board


def _cell(page: Page, frame: Rect) -> PictureLayout:
    """Returns a small picture within its frame: the plot over the bars, or beside them where the frame is wide."""
    pad, name = page.px(16.0), page.row("small") + page.px(16.0)
    inner = Rect(frame.x + pad, frame.y + name, frame.w - 2.0 * pad, frame.h - name - pad)
    if inner.w > 1.9 * inner.h:
        width = round(inner.w * 0.64)
        bars = Rect(inner.x + width + pad, inner.y, inner.w - width - pad, inner.h)
        return PictureLayout(frame, Rect(inner.x, inner.y, width, inner.h), bars)
    height = round((inner.h - pad) * 0.66)
    bars = Rect(inner.x, inner.y + height + pad, inner.w, inner.h - height - pad)
    return PictureLayout(frame, Rect(inner.x, inner.y, inner.w, height), bars)


def hung(page: Page, room: Rect, count: int) -> tuple[PictureLayout, ...]:
    """Returns `count` pictures in rows on the wall, as large as they can be in their best shape; full rows first."""
    gap = page.px(GAP)

    def size(columns: int) -> tuple[float, float]:
        rows = -(-count // columns)
        return (room.w - (columns - 1) * gap) / columns, (room.h - (rows - 1) * gap) / rows

    def worth(columns: int) -> float:
        width, height = size(columns)
        full = count / (columns * -(-count // columns))
        return min(width / 1.1, height) * full * full

    columns = max(range(1, count + 1), key=worth)
    width, height = (float(int(side)) for side in size(columns))
    left = room.x + round((room.w - columns * width - (columns - 1) * gap) / 2.0)
    return tuple(
        _cell(page, Rect(left + (i % columns) * (width + gap), room.y + (i // columns) * (height + gap), width, height))
        for i in range(count)
    )


def lead_lines(page: Page, rect: Rect) -> tuple[TextLine, ...]:
    """Returns the lines of the lead on a lying page."""
    return lines(page.messages("gallery.wall"), page.style("reading"), rect.w)


def _lead(page: Page, layout: Layout) -> Rect:
    """Returns where the lead stands on the wall's page: beside the title, or under it where it does not fit there."""
    left = max(layout.title.right, layout.kicker.right) + page.px(70.0)
    beside = Rect(left, layout.title.y, layout.tabs.x - page.px(50.0) - left, layout.title.h)
    height = len(lead_lines(page, beside)) * line_height("reading", page.style("reading").size)
    if beside.w > page.px(500.0) and height <= layout.title.bottom + page.px(20.0) - page.inner.y:
        return Rect(left, layout.title.bottom + page.px(4.0) - height, beside.w, float(height))
    below = Rect(layout.title.x, layout.title.bottom + page.px(10.0), page.inner.w, 0.0)
    height = len(lead_lines(page, below)) * line_height("reading", page.style("reading").size)
    return Rect(below.x, below.y, below.w, float(height))


def places(page: Page, count: int) -> Places:
    """Returns where everything stands on a page, for `count` pictures."""
    near, far = _steady(page, False), _steady(page, True)
    if page.plain:
        return _plain(page, near, far, count)
    picture, formulas, board = _near(page, near)
    room = far.stage
    lead = far.wall if page.upright else _lead(page, far)
    top = max(room.y, lead.bottom + page.px(22.0))
    room = Rect(room.x, top, room.w, room.bottom - top)
    caption, note = _foot(page, near, picture, board)
    near_picture, far_pictures = _kept(picture), tuple(map(_kept, hung(page, room, count)))
    stages = _least(near.stage), _least(room)
    return Places(page, near_picture, far_pictures, *stages, board, formulas, caption, far.caption, lead, note)


def _plain(page: Page, near: Layout, far: Layout, count: int) -> Places:
    """Returns where pictures stand that have the page for themselves: a plot with its bars, and the wall."""
    room, nowhere, gap = near.stage, near.title, page.px(4.0 * GAP)
    if page.upright:
        plot = _capped(Rect(room.x, room.y, room.w, round((room.h - gap) * 0.62)), True)
        bars = Rect(room.x, plot.bottom + gap, room.w, room.bottom - plot.bottom - gap)
    else:
        plot = Rect(room.x, room.y, round((room.w - gap) * 0.66), room.h)
        bars = Rect(plot.right + gap, room.y, room.right - plot.right - gap, room.h)
    picture, wall = _kept(PictureLayout(room, plot, bars)), tuple(map(_kept, hung(page, far.stage, count)))
    stage = _least(room)
    return Places(page, picture, wall, stage, stage, nowhere, nowhere, nowhere, nowhere, nowhere, nowhere)


def _least(rect: Rect) -> Rect:
    """Returns a rectangle of a pixel at least: a window can be dragged to sizes that leave no room for anything."""
    return Rect(rect.x, rect.y, max(rect.w, 1.0), max(rect.h, 1.0))


def _kept(picture: PictureLayout) -> PictureLayout:
    return PictureLayout(_least(picture.frame), _least(picture.plot), _least(picture.bars))


def _foot(page: Page, layout: Layout, picture: PictureLayout, board: Rect) -> tuple[Rect, Rect]:
    """Returns where the caption stands under the plot, and the note under the bars, upright beside their heading."""
    floor = layout.controls.y - page.px(26.0)
    if page.upright:
        top = layout.caption.y
        left = round(board.w * (1.0 - NOTE))
        note = Rect(board.x + left, board.y, board.w - left, picture.bars.y - page.px(12.0) - board.y)
        return Rect(layout.caption.x, top, layout.caption.w, layout.caption.h), note
    axis = page.px(14.0) + page.row("tick") + page.row("small")  # numbers of the layers, and what they are
    top = picture.plot.bottom + max(page.px(72.0), axis)
    wide = picture.plot if picture.plot.w > NARROW * layout.stage.w else layout.stage
    caption = Rect(wide.x, top, wide.w, floor - top)
    return caption, Rect(board.x, top, board.w, floor - top)


@lru_cache(maxsize=64)
def bar_edges(width: float, count: int, share: float = 0.7) -> Sequence[tuple[float, float]]:
    """Returns the left and right edges of `count` bars on whole pixels of a chart, as parts of its width."""
    pitch = width / count
    thick = max(round(pitch * share), 1)
    lefts = [round(i * pitch + (pitch - thick) / 2.0) for i in range(count)]
    return [(left / width, (left + thick) / width) for left in lefts]
