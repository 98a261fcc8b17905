"""The race's words and numbers: page, board, chart, names beside the balls, captions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from descent_game.engine.controls import Choice, Controls, Range, Toggle, Trigger
from descent_game.engine.remembered import Remembered
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.sim.surfaces.surface import Landscape
from descent_game.ui.canvas import Canvas, Part, Rect
from descent_game.ui.labels import Label, Labels, paint_labels
from descent_game.ui.layout import Content, Layout, arrange
from descent_game.ui.messages import Messages
from descent_game.ui.page import DESIGN, Page
from descent_game.ui.panels import FadingCaption, PageFrame, paint_caption
from descent_game.ui.widgets import Button, Buttons, Cell, Group, Placed, Slider, Switch, Tabs, Widget

from ..caption import Caption
from ..menu import MENU
from ..roster import FIRST, ROSTER
from . import many
from .board import Board, board_size, head_height, nudge, row_height, row_rect
from .captions import caption_text, ticks
from .crowd import Tally, crowd_board_size, paint_crowd_board
from .standing import LossHistory, Standing
from .visibility import NamesSeen, ScreenPoint

WIDTHS = {"learning_rate": 260.0, "noise": 120.0, "speed": 150.0, "crowd_size": 150.0}
"""The least lengths of the sliders' tracks, in the design's pixels."""


def groups(
    table: Mapping[str, Widget], messages: Messages, many: bool, sharpness: float | None
) -> tuple[Group | Widget, ...]:
    """Returns the widgets of the bar: those for three runners, or those for many."""
    buttons = Buttons(
        (Button("more"), Button("pause", "pause", "play"), Button("step", "step"), Button("drop_again", primary=True))
    )
    if many:
        return (*(table[name] for name in ("paint", "crowd", "walker", "crowd_size")), buttons)
    rate = table["learning_rate"]
    assert isinstance(rate, Slider)
    rate = replace(rate, ticks=ticks(messages, sharpness))
    return table["landscape"], table["view"], rate, table["noise"], table["speed"], buttons


def lay_out(page: Page, table: Mapping[str, Widget], many: bool, crowd: bool, landscape: Landscape) -> Layout:
    """Returns where everything stands on a page, with the bar for `many` or for three, and a `crowd` or none."""
    messages = page.messages
    content = Content(
        scene="race",
        kicker=messages("app.kicker"),
        title=messages("race.title"),
        tabs=Tabs(MENU, "race"),
        wall=messages("race.wall" if len(ROSTER) == FIRST else "race.wall_more"),
        hint=messages("race.hint_crowd" if crowd else "race.hint"),
        groups=groups(table, messages, many, landscape.sharpness),
        board=crowd_board_size(page, landscape) if crowd else board_size(page),
        board_wide=head_height(page) + len(ROSTER) * row_height(page) + 10.0,
        caption_lines=3,
    )
    return arrange(page, content)


def runner_switches(table: Mapping[str, Widget], page: Page, board: Rect, order: tuple[int, ...]) -> tuple[Placed, ...]:
    """Returns the rows of the board, which stand in this order, as what can be pressed; in the order of the roster."""
    placed = []
    for i, runner in enumerate(ROSTER):
        name, switch, rect = runner.name, table[runner.name], row_rect(page, board, order.index(i))
        assert isinstance(switch, Switch)
        cells = (Cell(name, name, rect, rect),)
        placed.append(Placed(name, replace(switch, bare=True), rect, rect, cells=cells))
    return tuple(placed)


class RacePage:
    """Paints the race on a page; holds what glides there.

    State: the caption, the board's rows, the names beside the balls.
    """

    def __init__(self, table: Mapping[str, Widget], landscape: Landscape, standing: Standing) -> None:
        self._table = table
        self._laid_out, self._switches = Remembered(lay_out), Remembered(runner_switches)
        self._caption_text = Remembered(caption_text)
        self.caption = FadingCaption(paint_caption)
        self.board = Board(standing)
        self._crowd_board = Part(paint_crowd_board)
        self._frame = PageFrame()
        self._labels = Labels()
        self._names: list[Label] = []
        self._dropped: ScreenPoint | None = None
        self.show(DESIGN, False, False, landscape)

    def show(self, page: Page, many: bool, crowd: bool, landscape: Landscape) -> None:
        """Shows the race on a page, with the bar for `many` or for three, and a `crowd` or none."""
        self.page, self._many, self.crowd, self._landscape = page, many, crowd, landscape

    @property
    def layout(self) -> Layout:
        """Where everything stands."""
        return self._laid_out(self.page, self._table, self._many, self.crowd, self._landscape)

    @property
    def widgets(self) -> tuple[Placed, ...]:
        """The widgets in their places: those of the layout and, without a crowd, the rows of the board."""
        if self.crowd:
            return self.layout.widgets
        rows = self._switches(self._table, self.page, self.layout.board, self.board.order)
        return (*self.layout.widgets, *rows)

    def say(self, said: Caption) -> None:
        """Takes over what the caption says."""
        text = self._caption_text(self.page.messages, said)
        self.caption.say(text, f"{said.key} {said.values.get('runner')}")

    def step(self, dt: float) -> None:
        """Moves on what glides by `dt` seconds."""
        self.caption.step(dt, self.page.reduced_motion)
        self.board.step(dt, self.page.reduced_motion)

    def take(self, standing: Standing, dt: float) -> None:
        """Takes over how the race stands, `dt` seconds after the last time."""
        self.board.take(standing, dt, lambda: nudge(self.page, self.layout.board))

    def paint(
        self,
        canvas: Canvas,
        landscape: Landscape,
        history: LossHistory,
        shown: tuple[int, ...],
        walker: str,
        tally: Tally,
    ) -> None:
        """Paints head, caption, hint and the board: that of the crowd, which a `walker` leads, where there is one."""
        page, layout = self.page, self.layout
        top = self.caption.top(page, layout.caption)
        self._frame.paint(canvas, page, layout, floor=top)
        if page.plain or top >= layout.title.bottom:  # where it has no room at all it stands back
            self.caption.paint(canvas, page, layout.caption)
        if self.crowd:
            self._crowd_board.paint(canvas, page, layout.board, landscape, walker, tally)
        else:
            self.board.paint(canvas, page, layout.board, history, shown, landscape.surface.floor)

    def place_names(self, names: NamesSeen, dt: float) -> None:
        """Finds places for the names beside their points, `dt` after the last time."""
        avoid = [rect for name, rect in self.layout.parts() if name != "stage"]
        self._dropped = names.dropped
        self._names = self._labels.arrange(self.page, names.points, avoid, self.page.inner, dt)

    def paint_names(self, canvas: Canvas) -> None:
        """Puts the names in their places and a ring where the runners were dropped."""
        page, dropped = self.page, self._dropped
        if dropped is not None:
            color, line = page.theme.title, max(page.line(2.2), 1.5)
            canvas.opacity = dropped.opacity
            canvas.mark("ring", dropped.x, dropped.y, page.px(11.0), color, border=color, border_width=line)
            canvas.opacity = 1.0
        paint_labels(canvas, page, self._names)


def controls() -> Controls:
    """Returns the race's table of controls."""
    hills = [hill for hill in LANDSCAPES.values() if hill.sharpness is not None]
    limits = [runner.optimizer.stability_limit(hill.sharpness or 0.0) for hill in hills for runner in ROSTER]
    snaps = (0.005, 0.01, 0.02, 0.05, 0.1, *(limit for limit in limits if limit is not None))
    rates = [hill.learning_rate for hill in LANDSCAPES.values()]
    low, high = min(0.001, *rates), max(0.2, *rates)
    return Controls(
        (
            Choice("landscape", tuple(LANDSCAPES), next(iter(LANDSCAPES)), key="l"),
            Range("learning_rate", low, high, rates[0], logarithmic=True, digits=4, snaps=snaps),
            Range("speed", 1, 60, 20, whole=True, unit="steps_a_second"),
            Range("noise", 0.0, 0.5, 0.0, digits=2, snaps=(0.05,)),
            *(Toggle(runner.name, number < FIRST) for number, runner in enumerate(ROSTER)),
            Choice("view", ("hill", "map"), "hill", key="m"),
            Trigger("drop_again", key="r"),
            Trigger("home", key="home"),
            *many.controls(),
        )
    )
