"""The race's words and numbers: page, board, chart, names beside the balls, captions."""

from __future__ import annotations

from descent_game.engine.controls import Controls
from descent_game.engine.remembered import Remembered
from descent_game.sim.race import Race
from descent_game.sim.surfaces.surface import Landscape
from descent_game.ui.canvas import Canvas
from descent_game.ui.labels import Label, Labels, paint_labels
from descent_game.ui.layout import Content, Layout, arrange
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page
from descent_game.ui.panels import FadingCaption, PageFrame, paint_caption
from descent_game.ui.widgets import Button, Buttons, Cell, Group, Placed, Segments, Slider, Switch, Tabs, Widget

from ..roster import FIRST, ROSTER
from .board import Board, board_size, head_height, row_height
from .captions import Caption
from .crowd import Tally
from .crowd_board import CrowdBoard, crowd_board_size
from .loss_history import LossHistory
from .visibility import NamesSeen, ScreenPoint
from .words import caption_text, ticks


def groups(controls: Controls, messages: Messages, sharpness: float | None) -> tuple[Group | Widget, ...]:
    """Returns the widgets of the bar: those for three runners, or those for many."""
    many = controls.word("bar") == "many"
    more = Button("more")
    buttons = Buttons(
        (more, Button("pause", "pause", "play"), Button("step", "step"), Button("drop_again", primary=True))
    )
    if many:
        crowd = controls.toggle("crowd")
        return (
            Segments(controls.choice("paint")),
            Switch(crowd),
            Segments(controls.choice("walker")),
            Slider(controls.range("crowd_size"), width=150.0),
            buttons,
        )
    return (
        Segments(controls.choice("landscape")),
        Segments(controls.choice("view")),
        Slider(controls.range("learning_rate"), ticks(messages, sharpness), width=260.0),
        Slider(controls.range("noise"), width=120.0),
        Slider(controls.range("speed"), width=150.0),
        buttons,
    )


class RacePage:
    """Lays the race out on a page and paints it; holds only what glides."""

    def __init__(self) -> None:
        self.page: Page | None = None
        self.layout: Layout | None = None
        self.caption = FadingCaption(paint_caption)
        self._caption_text = Remembered(caption_text)
        self._frame = PageFrame()
        self._labels = Labels()
        self._names: list[Label] = []
        self._dropped: ScreenPoint | None = None
        self.board = Board()
        self.crowd_board = CrowdBoard()

    @property
    def reduced_motion(self) -> bool:
        """Whether changes cut instead of glide."""
        return self.page is not None and self.page.reduced_motion

    def arrange(self, page: Page, controls: Controls, scenes: tuple[str, ...], landscape: Landscape) -> Layout:
        """Lays the page out for these controls and returns the layout."""
        self.page = page
        messages, crowd = page.messages, controls.on("crowd")
        self.layout = arrange(
            page,
            Content(
                scene="race",
                kicker=messages("app.kicker"),
                title=messages("race.title"),
                tabs=Tabs(scenes, "race"),
                wall=messages("race.wall" if len(ROSTER) == FIRST else "race.wall_more"),
                hint=messages("race.hint_crowd" if crowd else "race.hint"),
                groups=groups(controls, messages, landscape.sharpness),
                board=crowd_board_size(page, landscape) if crowd else board_size(page),
                board_wide=head_height(page) + len(ROSTER) * row_height(page) + 10.0,
                caption_lines=3,
            ),
        )
        self.board.place(page, self.layout.board)
        self.crowd_board.place(page, self.layout.board)
        return self.layout

    def widgets(self, controls: Controls) -> tuple[Placed, ...]:
        """Returns the widgets in their places: those of the layout and, without a crowd, the rows of the board."""
        if self.layout is None or self.page is None:
            return ()
        if controls.on("crowd"):
            return self.layout.widgets
        rows = []
        for i, runner in enumerate(ROSTER):
            name, toggle = runner.name, controls.toggle(runner.name)
            rect = self.board.row(i)
            rows.append(Placed(name, Switch(toggle, bare=True), rect, rect, cells=(Cell(name, name, rect, rect),)))
        return (*self.layout.widgets, *rows)

    def say(self, said: Caption) -> None:
        """Takes over what the caption says."""
        if self.page is not None:
            text = self._caption_text(self.page.messages, said)
            self.caption.say(text, f"{said.key} {said.values.get('runner')}")

    def step(self, dt: float) -> None:
        """Moves on what glides by `dt` seconds."""
        self.caption.step(dt, self.reduced_motion)
        self.board.step(dt, self.reduced_motion)

    def paint(self, canvas: Canvas, race: Race, history: LossHistory, controls: Controls, tally: Tally) -> None:
        """Paints head, caption, hint and the board: that of the crowd where there is one."""
        if self.page is None or self.layout is None:
            return
        page, layout = self.page, self.layout
        top = self.caption.top(page, layout.caption)
        self._frame.paint(canvas, page, layout, floor=top)
        if page.plain or top >= layout.title.bottom:  # where it has no room at all it stands back
            self.caption.paint(canvas, page, layout.caption)
        if controls.on("crowd"):
            self.crowd_board.paint(canvas, race.landscape, controls.word("walker"), tally)
        else:
            self.board.paint(canvas, history, controls, race.landscape.surface.floor)

    def place_names(self, names: NamesSeen, dt: float) -> None:
        """Finds places for the names beside their points, `dt` after the last time."""
        if self.page is None or self.layout is None:
            return
        avoid = [rect for name, rect in self.layout.parts() if name != "stage"]
        self._dropped = names.dropped
        self._names = self._labels.arrange(self.page, names.points, avoid, self.page.inner, dt)

    def paint_names(self, canvas: Canvas) -> None:
        """Puts the names in their places and a ring where the runners were dropped."""
        if self.page is None or self.layout is None:
            return
        page, dropped = self.page, self._dropped
        if dropped is not None:
            color, line = page.theme.title, max(page.line(2.2), 1.5)
            canvas.opacity = dropped.opacity
            canvas.mark("ring", dropped.x, dropped.y, page.px(11.0), color, border=color, border_width=line)
            canvas.opacity = 1.0
        paint_labels(canvas, page, self._names)
