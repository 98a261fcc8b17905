"""Thousands at once: a swarm of points on the hill, each in the colour of the place where it will end."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from descent_game.engine.geometry import Geometry
from descent_game.engine.mesh import Material, Mesh
from descent_game.engine.node import Node
from descent_game.engine.snapshot import Snapshot, Stateful
from descent_game.sim.optimizers.optimizer import Optimizer
from descent_game.sim.surfaces.minima_index import NOWHERE
from descent_game.sim.surfaces.surface import HALF, Landscape
from descent_game.sim.swarm import Swarm, cloud
from descent_game.ui.canvas import Canvas, MarkKind, Rect
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page, baseline
from descent_game.ui.panels import paint_card, paint_label, paint_number
from descent_game.ui.text import measure
from descent_game.ui.theme import Theme

from ..roster import named
from .board import BOARD, MARGIN, NAMES, NOTE, board_size, design, head_height, head_width, row_height, row_lines
from .captions import percentages
from .minima import MINIMA, groups, ranks
from .terrain import Terrain

HORIZON = 700
"""Steps after which a runner has ended where it is."""
SINGLE_FROM = 100_000
"""From this many on the swarm is computed in single precision."""
WORK = 60_000
"""Runner-steps that looking ahead takes in one fixed step; a crowd too large for that takes a quarter of a step."""
UNKNOWN, FLOWN, WAITING = -3, -2, NOWHERE
"""Fates beside the numbers of the minima: not yet known, flown off, arrived nowhere within the horizon."""
FATES = (*MINIMA, "muted", "title", "muted")
"""Colour roles of where one ends: those of the minima, and from the end those of the fates below nought."""
SPREAD = 0.25
"""How wide a crowd dropped at one place spreads, standard deviation, on a surface of half side `HALF`."""


COUNTED = 100_000
"""How many runners are counted at every step; of a larger crowd all are, but at fewer steps."""
BLOCK = 16_384
"""How many are counted at once, so that what that takes stays in the processor's cache."""
SHARES = 44.0
"""Height of the strip of shares at the foot of the board, with its room."""
STRIP = 10.0
ON_THE_WAY = "muted"


@dataclass(frozen=True)
class Tally:
    """Where a crowd of `total` is at a step: how many are near each minimum, how many have flown off."""

    step: int = 0
    total: int = 0
    arrived: tuple[int, ...] = ()
    flown: int = 0

    @property
    def on_the_way(self) -> int:
        """How many are near no minimum and have not flown off."""
        return self.total - sum(self.arrived) - self.flown


def counted(swarm: Swarm) -> Tally:
    """Returns where everyone of a swarm is."""
    arrived = np.zeros(len(swarm.landscape.minima), np.int64)
    for start in range(0, len(swarm.positions), BLOCK):
        ends = swarm.landscape.basins(swarm.positions[start : start + BLOCK])
        ends = ends[swarm.live[start : start + BLOCK] & (ends != NOWHERE)]
        arrived += np.bincount(ends, minlength=len(arrived))
    flown = int(np.count_nonzero(~swarm.live))
    return Tally(swarm.step_count, len(swarm.positions), tuple(arrived.tolist()), flown)


def looks(landscape: Landscape) -> npt.NDArray[np.float32]:
    """Returns by a fate which of `FATES` is its colour: that of its minimum; from the end where it is below nought."""
    shown = np.minimum(ranks(landscape)[:-1], len(MINIMA) - 1)
    return np.array([*shown, *range(len(MINIMA), len(FATES))], np.float32)


def fate_colors(theme: Theme) -> npt.NDArray[np.float32]:
    """Returns the colours of `FATES`; fainter are those that are not known of, and faintest those that end nowhere."""
    colors = np.array([theme.color(role) for role in FATES], np.float32)
    colors[UNKNOWN, 3], colors[WAITING, 3] = 0.8, 0.6
    return colors


class Crowd(Stateful):
    """A swarm under one optimizer, a second one that runs ahead of it to see where each will end, and their points."""

    STATE = ("fates", "tally", "_owed", "_way")

    def __init__(self) -> None:
        self._swarm: Swarm | None = None
        self._ahead: Swarm | None = None
        self._mesh: Mesh | None = None
        self._owed = 0
        self._way = np.zeros((0, 4), np.float32)
        self.node = Node("crowd", visible=False)
        self.fates: npt.NDArray[np.int16] = np.zeros(0, np.int16)
        self.tally = Tally()

    @property
    def known(self) -> bool:
        """Whether it is known where each will end."""
        return self._swarm is not None and self._ahead is None

    @property
    def step_count(self) -> int:
        """How many steps the swarm has taken."""
        return 0 if self._swarm is None else self._swarm.step_count

    def drop(
        self,
        landscape: Landscape,
        optimizer: Optimizer,
        count: int,
        learning_rate: float,
        seed: int,
        around: tuple[float, float] | None = None,
    ) -> None:
        """Drops `count` runners at rest: spread over the plate, or around one place of it."""
        surface = landscape.surface
        starts = cloud(surface.extent, count, seed)
        if around is not None:
            generator = np.random.Generator(np.random.PCG64(seed))
            x0, x1, y0, y1 = surface.extent
            spread = SPREAD * (surface.half / HALF)
            starts = np.clip(around + spread * generator.standard_normal((count, 2)), (x0, y0), (x1, y1))
        single = count >= SINGLE_FROM
        self._swarm = Swarm(landscape, optimizer, starts, learning_rate, single=single)
        self._ahead = Swarm(landscape, optimizer, starts, learning_rate, single=single)
        self._owed = 0
        self.fates = np.full(count, UNKNOWN, np.int16)
        self.tally = counted(self._swarm)
        self._way = np.tile(self._swarm.positions, 2).astype(np.float32)
        self._show()

    def _show(self) -> None:
        """Brings points and fates into the mesh, which is made anew for a crowd of another size."""
        count = len(self._way)
        if self._mesh is None or self._mesh.geometry.vertices != count:
            geometry = Geometry({"way": np.zeros((count, 4)), "fate": np.zeros(count)}, vertices=count)
            material = Material("crowd", depth="read", primitive="points", fixed=(("FATES", len(FATES)),))
            self._mesh = Mesh("crowd points", geometry, material)
        self.node.children, self.node.visible = [self._mesh], True
        self._mesh.geometry.write("way", self._way)
        self._show_fates()

    def _show_fates(self) -> None:
        """Brings fates into the mesh, each as the number of its colour."""
        if self._swarm is not None and self._mesh is not None:
            self._mesh.geometry.write("fate", looks(self._swarm.landscape)[self.fates])

    def snapshot(self) -> Snapshot:
        """Returns the swarm, the one that runs ahead of it, and what is known of everyone's end, as one value."""
        swarms = (None if swarm is None else swarm.snapshot() for swarm in (self._swarm, self._ahead))
        return Snapshot({**super().snapshot().values, "swarms": tuple(swarms)})

    def restore(self, state: Any) -> None:
        """Goes back to what `snapshot` returned."""
        values = dict(state.values)
        self._swarm, self._ahead = (None if each is None else Swarm.of(each) for each in values.pop("swarms"))
        super().restore(Snapshot(values))
        if self._swarm is None:
            self.leave()
        else:
            self._show()

    def leave(self) -> None:
        """Sends everyone home; nothing is held any longer."""
        self._swarm = self._ahead = self._mesh = None
        self._way = np.zeros((0, 4), np.float32)
        self.fates = np.zeros(0, np.int16)
        self.tally = Tally()
        self.node.children = []
        self.node.visible = False

    def advance(self) -> None:
        """Takes one step with everyone."""
        if self._swarm is None or self._mesh is None:
            return
        self._swarm.step()
        if self._swarm.step_count % max(len(self._way) // COUNTED, 1) == 0:
            self.tally = counted(self._swarm)
        self._way[:, :2] = self._way[:, 2:]
        self._way[:, 2:] = self._swarm.positions
        self._mesh.geometry.write("way", self._way)

    def look_ahead(self) -> None:
        """Runs ahead a little further; at the horizon everyone's fate is known."""
        if self._ahead is None or self._mesh is None:
            return
        count = len(self._way)
        self._owed += max(WORK, count // 4)
        while self._owed >= count and self._ahead.step_count < HORIZON:
            self._owed -= count
            self._ahead.step()
        if self._ahead.step_count >= HORIZON:
            ends = self._ahead.landscape.basins(self._ahead.positions)
            fates = np.where(ends == NOWHERE, WAITING, ends)
            self.fates = np.where(self._ahead.live, fates, FLOWN).astype(np.int16)
            self._show_fates()
            self._ahead = None

    def count(self, fate: int) -> int:
        """Returns how many end so."""
        return int(np.count_nonzero(self.fates == fate))

    def dress(self, terrain: Terrain, share: float, scale: float, colors: npt.NDArray[np.float32]) -> None:
        """Sets what the shader needs: how far between two steps, the size of a point, the colours of the fates."""
        if self._mesh is None:
            return
        ground = terrain.ground
        self._mesh.textures["ground"] = ground.texture
        size = float(np.clip(320.0 / np.sqrt(len(self._way)), 1.3, 6.0))
        self._mesh.uniforms.update(
            plate=ground.half,
            middle=ground.surface.middle,
            stretch=ground.stretch,
            share=share,
            pixels=max(size * scale, 1.2),
            lift=0.02,
            fates=colors,
        )


@dataclass(frozen=True)
class Line:
    """A row of the board: its mark and colour role, how many, and what is said of them."""

    mark: MarkKind
    role: str
    count: int
    note: str


def place_note(messages: Messages, landscape: Landscape, number: int) -> str:
    """Returns in words where a minimum of a landscape is."""
    if len(landscape.minima) == 1:
        return messages("race.crowd.lowest")
    digits = landscape.surface.digits(2)
    columns = [messages.number(minimum.x, digits) for minimum in landscape.minima]
    if columns.count(columns[number]) > 1:
        y = messages.number(landscape.minima[number].y, digits)
        return messages("race.crowd.valley_at", x=columns[number], y=y)
    return messages("race.crowd.valley", x=columns[number])


def group_note(messages: Messages, landscape: Landscape, numbers: tuple[int, ...]) -> str:
    """Returns in words which minima of a landscape these are: where the only one is, or how many they are."""
    if len(numbers) == 1:
        return place_note(messages, landscape, numbers[0])
    return messages("race.crowd.others", count=len(numbers))


def board_lines(messages: Messages, landscape: Landscape, tally: Tally) -> list[Line]:
    """Returns the rows: one for each colour of a minimum, those on their way, those that flew off; together all."""
    rows = [
        Line("disc", role, sum(tally.arrived[i] for i in numbers), group_note(messages, landscape, numbers))
        for role, numbers in zip(MINIMA, groups(landscape), strict=False)
    ]
    rows.append(Line("ring", ON_THE_WAY, tally.on_the_way, messages("race.crowd.way")))
    rows.append(Line("disc", FATES[FLOWN], tally.flown, messages("race.crowd.flown")))
    return rows


def crowd_board_size(page: Page, landscape: Landscape) -> tuple[float, float]:
    """Returns width and height of the board in the design's pixels, at normal text."""
    rows = board_lines(page.messages, landscape, Tally(arrived=(0,) * len(landscape.minima)))
    small = page.style("small", NOTE)
    wide = page.px(NAMES + MARGIN) + max(measure(line.note, small) for line in rows)
    width = max(board_size(page)[0], BOARD, design(page, min(wide, page.inner.w * 0.4)))
    return width, head_height(page) + len(rows) * row_height(page) + SHARES


def paint_crowd_board(canvas: Canvas, page: Page, board: Rect, landscape: Landscape, runner: str, tally: Tally) -> None:
    """Paints the board of a crowd under one optimizer."""
    paint_card(canvas, page, board)
    _paint_head(canvas, page, board, runner, tally)
    rows = board_lines(page.messages, landscape, tally)
    shares = percentages([line.count for line in rows])
    for place, line in enumerate(rows):
        rect = _row(page, board, place, len(rows))
        if rect.bottom <= board.bottom + 1.0:
            _paint_line(canvas, page, rect, line, shares[place])
    _paint_shares(canvas, page, board, rows, tally.total)


def _paint_head(canvas: Canvas, page: Page, board: Rect, runner: str, tally: Tally) -> None:
    pad, style = page.px(MARGIN), page.style("label")
    under = page.px((head_height(page) - 18.0) * page.text_scale)
    head = baseline(style, board.y + page.px(18.0), under)
    step = page.messages("race.step", step=tally.step)
    paint_label(canvas, page, step, board.right - pad, head, right=True)
    name = named(runner).title(page.messages)
    for text in (f"{page.messages.number(tally.total)} × {name}", name):
        if head_width(page, text, tally.step) <= board.w - 2.0 * pad:
            paint_label(canvas, page, text, board.x + pad, head)
            break


def _row(page: Page, board: Rect, place: int, rows: int) -> Rect:
    pad, columns = page.px(14.0), 2 if page.upright else 1
    head = page.px(head_height(page) * page.text_scale)
    down, across = place // columns, place % columns
    free = max(board.h - head, 0.0) / math.ceil(rows / columns)
    height = max(min(page.px(row_height(page) * page.text_scale), free), page.row("name") * 0.95)
    width = board.w / columns
    return Rect(board.x + across * width + pad, board.y + head + down * height, width - 2.0 * pad, height)


def _paint_shares(canvas: Canvas, page: Page, board: Rect, rows: list[Line], total: int) -> None:
    """Paints the shares as a strip, each as long as it is large; only where there is room for it."""
    pad, high = page.px(MARGIN), max(page.px(STRIP), 3.0)
    last = _row(page, board, len(rows) - 1, len(rows)).bottom
    y = board.bottom - page.px(18.0) - high
    if y < last + 2.0 or not total:
        return
    x, width = board.x + pad, board.w - 2.0 * pad
    canvas.box(Rect(x, y, width, high), page.theme.track)
    for line in rows:
        long = width * line.count / total
        if line.count and line.role != ON_THE_WAY:
            canvas.box(Rect(x, y, long, high), page.theme.color(line.role))
            x += long


def _paint_line(canvas: Canvas, page: Page, row: Rect, line: Line, percent: float) -> None:
    theme, messages, pad = page.theme, page.messages, page.px(14.0)
    mark = row.x + pad + page.px(9.0)
    canvas.mark(line.mark, mark, row.y + row.h / 2.0, page.px(8.5), theme.color(line.role))
    text, noted = mark + page.px(23.0), row.h >= row_lines(page) - 1.0
    style = page.style("number")
    base = baseline(style, row.y + (page.px(3.0) if noted else 0.0), row.h * (0.58 if noted else 1.0))
    count = messages.number(line.count)
    canvas.text(count, style, text, base, theme.value)
    share = f"{messages.number(percent, 1)} %"
    if text + measure(count, style) + page.px(12.0) + measure(share, style) <= row.right - pad:
        paint_number(canvas, page, share, row.right - pad, base)
    if noted:
        small = page.style("small", NOTE)
        canvas.text(line.note, small, text, baseline(small, row.y + row.h * 0.54, row.h * 0.42), theme.muted)
