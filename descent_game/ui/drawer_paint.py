"""The drawer's panel: where it stands on a page, what of its sheet is in sight, and how it is painted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from descent_game.engine.camera import Viewport
from descent_game.ui.canvas import NOWHERE, Canvas, Rect
from descent_game.ui.interface import Interface
from descent_game.ui.page import Page, baseline, fitted
from descent_game.ui.panels import paint_lines
from descent_game.ui.reading import Block, ReadingColumn, Story, sheet
from descent_game.ui.text import measure
from descent_game.ui.theme import line_height, over
from descent_game.ui.widgets import Button, Buttons, Cell, Placed, Segments, Slider, Switch, Term

LAYER = 40
WIDTH, WIDEST = 560.0, 0.46
"""The width beside a scene, in the design's pixels, and the most of the window it may take."""
HIGHEST, LOWEST = 0.46, 0.6
"""Between these shares of an upright window's height it begins, under the stage if that ends there."""
LEAST_FLOOR = 0.62
"""It leaves the bar of controls free unless it would end above this share of the window."""
RADIUS = 22.0


@dataclass(frozen=True)
class DrawerPanel:
    """The open drawer of one page: panel, head with the button that closes it, and the view that the sheet moves in.

    `fade` is the height in which words fade out at the view's edges; `away` is where the panel goes when it closes.
    """

    panel: Rect
    head: Rect
    view: Rect
    close: Rect
    sheet: ReadingColumn
    fade: float
    away: tuple[float, float]

    @property
    def most(self) -> float:
        """How far the sheet can be scrolled, in pixels."""
        return max(self.sheet.height + 2.0 * self.fade - self.view.h, 0.0)

    def at(self, rect: Rect, scroll: float) -> Rect:
        """Returns where a rectangle of the sheet is on the page."""
        x, y = self.view.x + rect.x, self.view.y + self.fade + rect.y - round(scroll)
        return Rect(x, y, rect.w, rect.h)

    def share(self, top: float, bottom: float) -> float:
        """Returns how plainly what lies between these heights of the page is to be seen: it fades toward the edges."""
        return min(max(min(top - self.view.y, self.view.bottom - bottom) / self.fade, 0.0), 1.0)

    def widgets(self, page: Page, scroll: float) -> tuple[Placed, ...]:
        """Returns what can be pressed and focused, in reading order; what is out of sight cannot be touched."""
        found = [_button("close", self.close, self.close, page.messages("reading.close"))]
        for block in self.sheet.blocks:
            if block.name:
                rect = self.at(block.rect, scroll)
                found.append(_button(block.name, rect, self._touch(rect)))
            else:
                found += self._terms(block, scroll, len(found))
        return tuple(found)

    def _touch(self, rect: Rect) -> Rect:
        return rect if self.share(rect.y, rect.bottom) > 0.5 else NOWHERE

    def _terms(self, block: Block, scroll: float, start: int) -> Iterator[Placed]:
        height = float(line_height(block.role, block.style.size))
        before = ""  # the term that the line before ends with
        for i, line in enumerate(block.lines):
            for word in line.words:
                if word.term:
                    continued = word is line.words[0] and word.term == before
                    own = Rect(word.x, block.rect.y + i * height, measure(word.text, block.style), height)
                    rect, name = self.at(own, scroll), f"term:{word.term}:{start}.{i}.{word.x}"
                    cell = Cell(name, word.term, rect, self._touch(rect))
                    yield Placed(name, Term(word.term, continued), rect, rect, cells=(cell,))
            before = line.words[-1].term


NO_PANEL = DrawerPanel(NOWHERE, NOWHERE, NOWHERE, NOWHERE, ReadingColumn((), 0.0, {}), 0.0, (0.0, 0.0))
"""A drawer that has not been laid out yet."""


def _button(name: str, rect: Rect, touch: Rect, text: str = "") -> Placed:
    button = Button(name, icon="cross") if name == "close" else Button(name, bare=True)
    return Placed(name, Buttons((button,)), rect, rect, cells=(Cell(name, name, rect, touch, text),))


def bar_top(placed: Sequence[Placed], page: Page) -> float:
    """Returns where the bar of controls begins on a lying page; the window's foot where it would take too much."""
    zone = page.row("label") + page.px(26.0)
    tops = [
        p.body.y - zone
        for p in placed
        if isinstance(p.widget, Segments | Slider | Switch | Buttons) and p.rect.y > page.height * LEAST_FLOOR
    ]
    return min(tops) if tops and min(tops) > page.height * LEAST_FLOOR else float(page.height)


def edge(placed: Sequence[Placed], stage: Viewport, page: Page) -> float:
    """Returns where the drawer ends: over the bar of controls; or, on an upright page, begins: under the stage."""
    if not page.upright:
        return bar_top(placed, page)
    bottom = (1.0 - stage.y + stage.half_height) * 0.5 * page.height + page.px(8.0)
    return float(round(min(max(bottom, page.height * HIGHEST), page.height * LOWEST)))


def drawer_panel(page: Page, story: Story, scene: str, scenes: tuple[str, ...], end: float) -> DrawerPanel:
    """Returns the drawer of a scene's reading on a page; `end` is the height of its edge, see `edge`."""
    inner, pad = page.inner, page.px(24.0)
    if page.upright:
        top = end
        panel = Rect(0.0, top, float(page.width), page.height - top)
        head = Rect(inner.x, top + page.px(20.0), inner.w, page.finger)
        foot = page.height - page.px(20.0)
    else:
        title = inner.x + measure(page.messages(f"{scene}.title"), page.style("title")) + pad  # no letter peeps out
        width = max(page.px(WIDTH * min(page.text_scale, 1.25)), float(round(title)))
        width = min(width, float(round(page.width * WIDEST)))
        panel = Rect(0.0, 0.0, width, end)
        head = Rect(inner.x, page.px(30.0), width - inner.x - pad, page.finger)
        foot = end - page.px(10.0)
    top = head.bottom + page.px(2.0)
    column = head.w if page.upright else head.w - page.px(16.0)
    view = Rect(inner.x, top, column, foot - top)
    close = Rect(head.right - page.finger, head.y, page.finger, page.finger)
    away = (0.0, panel.h) if page.upright else (-panel.w, 0.0)
    set_sheet = sheet(page, story, scene, scenes, column - (page.px(24.0) if page.upright else 0.0))
    return DrawerPanel(panel, head, view, close, set_sheet, page.px(26.0), away)


def _moved(rect: Rect, dx: float, dy: float) -> Rect:
    return Rect(rect.x + dx, rect.y + dy, rect.w, rect.h)


def paint_drawer(
    canvas: Canvas, page: Page, drawer: DrawerPanel, interface: Interface, scroll: float, share: float
) -> None:
    """Puts the drawer on the canvas, `share` of its way in; its buttons are painted once it stands."""
    dx, dy = (float(round(way * (1.0 - share))) for way in drawer.away)
    canvas.layer = LAYER
    _paint_panel(canvas, page, drawer, dx, dy)
    _paint_head(canvas, page, drawer, dx, dy)
    shares: dict[str, float] = {}
    for block in drawer.sheet.blocks:
        rect = _moved(drawer.at(block.rect, scroll), dx, dy)
        if rect.bottom < drawer.view.y + dy or rect.y > drawer.view.bottom + dy:
            shares[block.name] = 0.0
        elif block.name:
            shares[block.name] = canvas.opacity = drawer.share(rect.y - dy, rect.bottom - dy)
            _paint_button(canvas, page, block, rect)
        else:
            _paint_words(canvas, page, drawer, block, rect, dy)
    canvas.opacity = 1.0
    _paint_bar(canvas, page, drawer, scroll, dx, dy)
    if share >= 1.0:
        for placed in interface.placed:
            if isinstance(placed.widget, Term):
                shares[placed.name] = drawer.share(placed.rect.y, placed.rect.bottom)
        canvas.layer = LAYER + 1
        interface.paint(canvas, shares)
    canvas.layer = 0


def _paint_panel(canvas: Canvas, page: Page, drawer: DrawerPanel, dx: float, dy: float) -> None:
    theme, radius = page.theme, page.px(RADIUS)
    panel = _moved(drawer.panel, dx, dy)
    if page.upright:
        panel = Rect(panel.x - radius, panel.y, panel.w + 2.0 * radius, panel.h + radius)
    else:
        panel = Rect(panel.x - radius, panel.y - radius, panel.w + radius, panel.h + radius)
        if drawer.panel.bottom >= page.height:
            panel = panel._replace(h=panel.h + radius)
    ground = over(theme.card_fill, theme.palette.background_inner)
    canvas.box(_moved(panel, 0.0, page.px(4.0)), theme.shade, radius=radius, softness=page.px(26.0))
    canvas.box(panel, ground, radius=radius, border=theme.card_border, border_width=page.line(1.5))


def _paint_head(canvas: Canvas, page: Page, drawer: DrawerPanel, dx: float, dy: float) -> None:
    head, text = _moved(drawer.head, dx, dy), page.messages("reading.heading").upper()
    style = fitted(page, "kicker", text, drawer.close.x - drawer.head.x - page.px(16.0), 0.5)
    canvas.text(text, style, head.x, baseline(style, head.y, head.h), page.theme.kicker)


def _paint_words(canvas: Canvas, page: Page, drawer: DrawerPanel, block: Block, rect: Rect, dy: float) -> None:
    """Puts the lines of a text down, each as plainly as it is in sight."""
    theme = page.theme
    color = {"title": theme.title, "place": theme.label}.get(block.kind, theme.text)
    height = float(line_height(block.role, block.style.size))
    for i, line in enumerate(block.lines):
        y = rect.y + i * height
        canvas.opacity = drawer.share(y - dy, y + height - dy)
        if canvas.opacity > 0.0:
            paint_lines(canvas, page, block.role, block.style, (line,), rect.x, y, color)


def _paint_button(canvas: Canvas, page: Page, block: Block, rect: Rect) -> None:
    if canvas.opacity <= 0.0:
        return
    theme, show = page.theme, block.kind == "show"
    pad = page.px(22.0) if show else 0.0
    if show:
        line = page.line(1.5)
        canvas.box(rect, theme.control_fill, radius=page.px(14.0), border=theme.control_border, border_width=line)
        canvas.mark("play", rect.x + pad + page.px(7.0), rect.center[1], page.px(9.0), theme.value)
    height = float(line_height(block.role, block.style.size))
    top = rect.y + round((rect.h - height * len(block.lines)) / 2.0)
    x = rect.x + pad + (page.px(30.0) if show else 0.0)
    color = theme.value if show else theme.option
    paint_lines(canvas, page, block.role, block.style, block.lines, x, top, color)
    if not show:
        _paint_arrow(canvas, page, x + block.lines[-1].width + page.px(14.0), top + (len(block.lines) - 0.5) * height)


def _paint_arrow(canvas: Canvas, page: Page, x: float, y: float) -> None:
    width, tip, line = page.px(18.0), page.px(6.0), max(page.line(2.2), 1.5)
    canvas.curve(((x, y), (x + width, y)), line, page.theme.option)
    canvas.curve(((x + width - tip, y - tip), (x + width, y), (x + width - tip, y + tip)), line, page.theme.option)


def _paint_bar(canvas: Canvas, page: Page, drawer: DrawerPanel, scroll: float, dx: float, dy: float) -> None:
    """Puts down how much of the sheet is in sight, where not all of it is."""
    if drawer.most <= 0.0:
        return
    width = max(page.px(4.0), 2.0)
    x = drawer.panel.right - (page.px(36.0) if page.upright else page.px(14.0)) - width
    track = Rect(x + dx, drawer.view.y + drawer.fade + dy, width, drawer.view.h - 2.0 * drawer.fade)
    length = max(track.h * drawer.view.h / (drawer.view.h + drawer.most), page.px(40.0))
    top = track.y + (track.h - length) * min(max(scroll / drawer.most, 0.0), 1.0)
    canvas.box(track, page.theme.track, radius=width / 2.0)
    canvas.box(Rect(track.x, float(round(top)), width, float(round(length))), page.theme.track_filled, radius=width / 2)
