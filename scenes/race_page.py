"""The race's words and numbers: page, board, chart, names beside the balls, captions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from descent_game.engine.controls import Controls
from descent_game.engine.easing import Glide
from descent_game.sim.referee import Split
from descent_game.ui.axis import Axis, decades, roomy
from descent_game.ui.canvas import Canvas, Color, MarkKind, Part, Rect
from descent_game.ui.labels import Labels, Named, paint_labels
from descent_game.ui.layout import Content, Layout, arrange
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page, baseline
from descent_game.ui.panels import Caption as CaptionLine
from descent_game.ui.panels import Frame, paint_card, paint_label, paint_number
from descent_game.ui.plot import Plot, Series
from descent_game.ui.text import measure
from descent_game.ui.theme import faded
from descent_game.ui.widgets import Button, Buttons, Cell, Group, Placed, Segments, Slider, Switch, Tabs, Widget

from .captions import Caption
from .history import History
from .race_sight import Spot, room
from .race_words import ROLES, RUNNERS, caption_text, loss_text, runner_name, split_text, ticks

MARKS: tuple[MarkKind, ...] = ("disc", "square", "diamond")
ROW = 60.0
HEAD = 60.0
CHART = 216.0
BOARD = 380.0
GLIDE = 0.15
REST = 0.4
"""Seconds that the board keeps an order of the runners, at the least."""


@dataclass(frozen=True)
class Numbers:
    """What the board shows: read from the race once a picture."""

    step: int
    losses: npt.NDArray[np.float64]
    splits: tuple[Split, ...]
    ranking: Sequence[int]
    history: History


def groups(controls: Controls, messages: Messages, sharpness: float) -> tuple[Group | Widget, ...]:
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


def row_height(page: Page) -> float:
    """Returns the height of a row of the board in the design's pixels, at normal text: a finger has to meet it."""
    return max(ROW, math.ceil(page.least_target / page.scale) / page.text_scale)


class RacePage:
    """Lays the race out on a page and paints it; holds only what glides."""

    def __init__(self) -> None:
        self.page: Page | None = None
        self.layout: Layout | None = None
        self.caption = CaptionLine()
        self._said: tuple[object, ...] = ()
        self._plot = Plot()
        self._frame = Frame()
        self._card, self._chart = Part(), Part()
        self._lanes = [Part() for _ in RUNNERS]
        self._labels = Labels()
        self._order: tuple[int, ...] = (0, 1, 2)
        self._racing: tuple[int, ...] = (0, 1, 2)
        self._rested = REST
        self._rows = [Glide(float(i), GLIDE) for i in range(len(RUNNERS))]

    @property
    def calm(self) -> bool:
        """Whether changes cut instead of glide."""
        return self.page is not None and self.page.reduced_motion

    def arrange(self, page: Page, controls: Controls, scenes: tuple[str, ...], sharpness: float) -> Layout:
        """Lays the page out for these controls and returns the layout."""
        self.page = page
        messages = page.messages
        self.layout = arrange(
            page,
            Content(
                scene="race",
                kicker=messages("app.kicker"),
                title=messages("race.title"),
                tabs=Tabs(scenes, "race"),
                wall=messages("race.wall"),
                hint=messages("race.hint"),
                groups=groups(controls, messages, sharpness),
                board=(BOARD, HEAD + 3 * row_height(page) + CHART),
                board_wide=HEAD + 3 * row_height(page) + 10.0,
                caption_lines=3,
            ),
        )
        return self.layout

    def widgets(self, controls: Controls) -> tuple[Placed, ...]:
        """Returns the widgets in their places: those of the layout, and a row of the board for each runner."""
        if self.layout is None or self.page is None:
            return ()
        rows = []
        for i, name in enumerate(RUNNERS):
            toggle = controls.toggle(name)
            rect = self._row(self._order.index(i))
            rows.append(Placed(name, Switch(toggle, bare=True), rect, rect, cells=(Cell(name, name, rect, rect),)))
        return (*self.layout.widgets, *rows)

    def say(self, said: Caption) -> None:
        """Takes over what the caption says."""
        if self.page is not None and (self.page, said) != self._said:
            self._said = self.page, said
            self.caption.say(caption_text(self.page.messages, said), f"{said.key} {said.values.get('runner')}")

    def rank(self, ranking: Sequence[int], dt: float) -> bool:
        """Takes the order of the rows, those out of the race last, and returns whether the board's order changed.

        The board follows at once, but after a change it rests for a moment: two that leapfrog each other at every step
        would make its rows flicker.
        """
        order = (*ranking, *(i for i in range(len(RUNNERS)) if i not in ranking))
        self._rested += dt
        if order == self._order or (self._rested < REST and sorted(ranking) == sorted(self._racing)):
            return False
        self._order, self._racing, self._rested = order, tuple(ranking), 0.0
        for place, i in enumerate(order):
            self._rows[i].to(float(place))
        return True

    def step(self, dt: float) -> None:
        """Moves on what glides by `dt` seconds."""
        self.caption.step(dt, self.calm)
        for glide in self._rows:
            glide.step(glide.seconds if self.calm else dt)

    def _row(self, place: float) -> Rect:
        assert self.page is not None and self.layout is not None
        page, board = self.page, self.layout.board
        pad = page.px(14.0)
        height = page.px(row_height(page) * page.text_scale)
        return Rect(
            board.x + pad,
            board.y + page.px(HEAD * page.text_scale) + place * height,
            self._rows_width() - 2.0 * pad,
            height,
        )

    def _rows_width(self) -> float:
        assert self.page is not None and self.layout is not None
        return self.layout.board.w * (0.5 if self.page.upright else 1.0)

    def chart(self) -> Rect:
        """Returns where the chart stands on the board."""
        assert self.page is not None and self.layout is not None
        page, board = self.page, self.layout.board
        if page.upright:
            left = board.x + self._rows_width() + page.px(10.0)
            return Rect(left, board.y + page.px(20.0), board.right - page.px(28.0) - left, board.h - page.px(40.0))
        top = board.y + page.px((HEAD + 3 * row_height(page)) * page.text_scale + 14.0)
        return Rect(board.x + page.px(28.0), top, board.w - page.px(56.0), board.bottom - page.px(22.0) - top)

    def paint(self, canvas: Canvas, numbers: Numbers, controls: Controls) -> None:
        """Paints head, caption, hint and board."""
        if self.page is None or self.layout is None:
            return
        page, layout = self.page, self.layout
        self._frame.paint(canvas, page, layout)
        self.caption.paint(canvas, page, layout.caption)
        self._paint_board(canvas, page, layout.board, numbers, controls)

    def paint_names(
        self, canvas: Canvas, spots: Sequence[Spot], names: Sequence[str], dropped: Spot | None, dt: float
    ) -> None:
        """Puts the runners' names beside their balls and a ring where they were dropped, `dt` after the last time."""
        if self.page is None or self.layout is None:
            return
        page, theme, messages = self.page, self.page.theme, self.page.messages
        points = [
            Named(
                runner_name(messages, name), spot.x, spot.y, theme.color(ROLES[RUNNERS.index(name)]), 20.0, spot.opacity
            )
            for name, spot in zip(names, spots, strict=True)
            if spot.opacity > 0.02
        ]
        if dropped is not None:
            canvas.opacity = dropped.opacity
            line = max(page.line(2.2), 1.5)
            canvas.mark("ring", dropped.x, dropped.y, page.px(11.0), theme.title, border=theme.title, border_width=line)
            canvas.opacity = 1.0
            text = messages("race.dropped")
            points.append(Named(text, dropped.x, dropped.y, theme.text, 13.0, dropped.opacity, "hint"))
        avoid = [rect for name, rect in self.layout.parts() if name != "stage"]
        paint_labels(canvas, page, self._labels.arrange(page, points, avoid, page.inner, dt))

    def _paint_chart(self, canvas: Canvas, page: Page, chart: Rect, numbers: Numbers, controls: Controls) -> None:
        history = numbers.history
        rows = [i for i, name in enumerate(RUNNERS) if controls.on(name)]
        if not rows:
            return
        shown = np.stack([history.row(i) for i in rows])
        floor = 1e-6
        y = decades(np.clip(shown, floor, 1e6), floor * 0.99, least=3)
        x = Axis(0.0, roomy(history.steps))
        series = [
            Series(
                RUNNERS[i],
                _ended(history, numbers.splits[i], i),
                page.theme.color(ROLES[i]),
                every=float(history.stride),
                version=history.version,
            )
            for i in rows
        ]
        self._plot.paint(canvas, page, chart, series, x, y, page.messages("race.chart"))

    def _paint_board(self, canvas: Canvas, page: Page, board: Rect, numbers: Numbers, controls: Controls) -> None:
        losses, splits, ended = numbers.losses.tolist(), numbers.splits, numbers.history.version
        canvas.part(self._card, (page, board, numbers.step), partial(self._paint_card, canvas, page, board, numbers))
        for i, name in enumerate(RUNNERS):
            racing, row = controls.on(name), self._row(self._rows[i].value)
            paint = partial(self._paint_row, canvas, page, i, row, numbers, racing)
            canvas.opacity = room(i, self._rows)
            canvas.part(self._lanes[i], (page, row, racing, losses[i], splits[i]), paint)
        canvas.opacity = 1.0
        chart = self.chart()
        key = (page, chart, controls.version, splits, ended, numbers.history.steps, numbers.history.stride)
        canvas.part(self._chart, key, partial(self._paint_chart, canvas, page, chart, numbers, controls))

    def _paint_card(self, canvas: Canvas, page: Page, board: Rect, numbers: Numbers) -> None:
        paint_card(canvas, page, board)
        pad = page.px(28.0)
        head = baseline(page.style("label"), board.y + page.px(18.0), page.px((HEAD - 18.0) * page.text_scale))
        paint_label(canvas, page, page.messages("race.loss"), board.x + pad, head)
        step = page.messages("race.step", step=numbers.step)
        paint_label(canvas, page, step, board.x + self._rows_width() - pad, head, right=True)

    def _paint_row(self, canvas: Canvas, page: Page, i: int, row: Rect, numbers: Numbers, racing: bool) -> None:
        theme, messages, pad = page.theme, page.messages, page.px(14.0)
        color: Color = theme.color(ROLES[i]) if racing else faded(theme.color(ROLES[i]), 0.45)
        mark = row.x + pad + page.px(9.0)
        middle = row.y + row.h / 2.0
        if racing:
            canvas.mark(MARKS[i], mark, middle, page.px(8.5), color)
        else:
            canvas.mark("ring", mark, middle, page.px(8.5), color)
        text = mark + page.px(23.0)
        note = split_text(messages, numbers.splits[i]) if racing else messages("race.split.out")
        name_style = page.style("name")
        top = row.y + (page.px(3.0) if note else 0.0)
        height = row.h * (0.58 if note else 1.0)
        base = baseline(name_style, top, height)
        canvas.text(runner_name(messages, RUNNERS[i]), name_style, text, base, theme.value if racing else theme.muted)
        if note:
            style = page.style("small", 0.92)
            canvas.text(note, style, text, baseline(style, row.y + row.h * 0.54, row.h * 0.42), theme.muted)
        if racing and numbers.splits[i].diverged is None:
            shown, exponent = loss_text(messages, float(numbers.losses[i]))
            raised = page.style("exponent", 1.25)
            end = row.right - pad - measure(exponent, raised)
            paint_number(canvas, page, shown, end, base)
            canvas.text(exponent, raised, end + page.px(1.0), base - page.px(8.0), theme.text)


def _ended(history: History, split: Split, i: int) -> npt.NDArray[np.float64]:
    """Returns a runner's losses up to where it flew off."""
    row = history.row(i)
    return row if split.diverged is None else row[: max(split.diverged // history.stride, 1)]
