"""Flowing groups of widgets into rows justified over a width: one row where they fit, more where they don't."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from typing import NamedTuple

from descent_game.ui.canvas import Rect
from descent_game.ui.page import Page
from descent_game.ui.widget_layout import Size, has_label, label_zone, place, size
from descent_game.ui.widgets import Buttons, Group, Panel, Placed, Slider, Tabs, Term, Widget, worded

INNER = 30.0
"""Gap between widgets of one group."""
OUTER = 44.0
"""Least gap between groups."""
ROW_GAP = 20.0


class _Block(NamedTuple):
    """What stays together in a row: widgets with their sizes, and the group's label."""

    widgets: tuple[Widget, ...]
    sizes: tuple[Size, ...]
    label: str


def _width(page: Page, block: _Block) -> float:
    return sum(s.least for s in block.sizes) + (len(block.sizes) - 1) * page.px(INNER)


def _shown(page: Page, scene: str, widgets: Sequence[Widget]) -> Iterator[Widget]:
    """Yields the widgets without those, and the buttons, that the page hides; none of them on a bare page."""
    for widget in () if page.bare else widgets:
        if isinstance(widget, Buttons):
            left = tuple(button for button in widget.buttons if f"{scene}.{button.name}" not in page.hidden)
            if left:
                yield Buttons(left)
        elif isinstance(widget, Tabs | Panel | Term) or f"{scene}.{widget.control.name}" not in page.hidden:
            yield widget


def _blocks(page: Page, scene: str, groups: Sequence[Group | Widget], width: float) -> list[_Block]:
    """Returns the groups as blocks; one that is too wide for a row comes apart into its widgets."""
    blocks: list[_Block] = []
    for entry in groups:
        group = entry if isinstance(entry, Group) else Group((entry,))
        group = replace(group, widgets=tuple(_shown(page, scene, group.widgets)))
        if not group.widgets:
            continue
        label = worded(page.messages, f"{scene}.group.{group.name}", group.name.capitalize()) if group.name else ""
        sizes = tuple(size(page, scene, widget, width) for widget in group.widgets)
        block = _Block(group.widgets, sizes, label)
        if _width(page, block) <= width:
            blocks.append(block)
        else:
            blocks += [
                _Block((w,), (s,), label if i == 0 else "")
                for i, (w, s) in enumerate(zip(group.widgets, sizes, strict=True))
            ]
    return blocks


def _rows(page: Page, blocks: Sequence[_Block], width: float) -> list[list[_Block]]:
    """Returns the blocks in the fewest rows, and among those the most even ones (least sum of squared slack)."""
    widths = [_width(page, block) for block in blocks]
    gap = page.px(OUTER)
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(blocks) + 1):
        options: list[tuple[int, float, int]] = []
        for start in range(end):
            used = sum(widths[start:end]) + (end - start - 1) * gap
            if used <= width or end - start == 1:
                options.append((best[start][0] + 1, best[start][1] + (width - used) ** 2, start))
        best.append(min(options))
    rows: list[list[_Block]] = []
    end = len(blocks)
    while end:
        start = best[end][2]
        rows.insert(0, list(blocks[start:end]))
        end = start
    return rows


def _zone(page: Page, row: Sequence[_Block]) -> float:
    labelled = any(block.label or any(has_label(w) for w in block.widgets) for block in row)
    return label_zone(page) if labelled else 0.0


def _row_height(page: Page, row: Sequence[_Block]) -> float:
    return _zone(page, row) + max(s.height for block in row for s in block.sizes)


def bar_height(page: Page, width: float, scene: str, groups: Sequence[Group | Widget]) -> float:
    """Returns how high the bar of these groups is where it is `width` pixels wide; nothing for no groups."""
    rows = _rows(page, _blocks(page, scene, groups, width), width)
    return sum(_row_height(page, row) for row in rows) + max(len(rows) - 1, 0) * page.px(ROW_GAP)


def bar(page: Page, area: Rect, scene: str, groups: Sequence[Group | Widget]) -> tuple[Placed, ...]:
    """Returns the widgets of these groups in their places, from the top of `area`, justified over its width."""
    raised = any(
        isinstance(widget, Slider) and any(tick.label for tick in widget.ticks)
        for entry in groups
        for widget in (entry.widgets if isinstance(entry, Group) else (entry,))
    )
    placed: list[Placed] = []
    y = area.y
    for row in _rows(page, _blocks(page, scene, groups, area.w), area.w):
        placed += _place_row(page, Rect(area.x, y, area.w, _row_height(page, row)), scene, row, raised)
        y += _row_height(page, row) + page.px(ROW_GAP)
    return tuple(placed)


def _stretched(row: Sequence[_Block], spare: float) -> list[list[float]]:
    """Returns the widths of the widgets of a row, the spare pixels shared among those that may grow."""
    room = [[s.greatest - s.least for s in block.sizes] for block in row]
    total = reduce(lambda a, b: a + sum(b), room, 0.0)
    share = min(spare / total, 1.0) if total > 0.0 else 0.0
    return [[float(int(s.least + (s.greatest - s.least) * share)) for s in block.sizes] for block in row]


def _place_row(page: Page, rect: Rect, scene: str, row: Sequence[_Block], raised: bool) -> list[Placed]:
    gap, inner, zone = page.px(OUTER), page.px(INNER), _zone(page, row)
    used = sum(_width(page, block) for block in row) + (len(row) - 1) * gap
    widths = _stretched(row, max(rect.w - used, 0.0) * 0.6)
    filled = sum(sum(w) + (len(w) - 1) * inner for w in widths)
    if len(row) > 1:
        gap = (rect.w - filled) / (len(row) - 1)
    placed: list[Placed] = []
    x = rect.x
    for block, block_widths in zip(row, widths, strict=True):
        for i, (widget, block_size, width) in enumerate(zip(block.widgets, block.sizes, block_widths, strict=True)):
            body = Rect(float(round(x)), rect.y + zone, width, block_size.height)
            placed.append(place(page, scene, widget, body, raised, block.label if i == 0 else ""))
            x += width + inner
        x += gap - inner
    return placed
