"""The gallery's pictures as meshes: rounded boxes and strokes, each in a panel of the wall."""

from __future__ import annotations

import numpy as np

from descent_game.engine.geometry import Geometry
from descent_game.engine.mesh import Material, Mesh, Uniform
from descent_game.engine.node import Node
from descent_game.engine.remembered import Remembered
from descent_game.sim.network.activations import LAYERS
from descent_game.ui.canvas import Canvas, Color, Rect
from descent_game.ui.page import Page, baseline, fitted
from descent_game.ui.panels import paint_lines
from descent_game.ui.text import measure
from descent_game.ui.theme import Theme, faded

from .bars import BarScale, BarsNow
from .page import Places, bar_edges, lead_lines
from .plot import (
    COARSE,
    FAR_SEGMENTS,
    HIGH,
    LOW,
    SEGMENTS,
    CurvesNow,
    Marked,
    Scale,
    lengths,
    place_of,
    segments,
    ticks,
)
from .state import NAMES
from .viewer import Rows, Viewpoint, WallSeen
from .words import activation_name

FRAME, PLOT, PLOT_EDGE, VALUE, SLOPE, GRID, AXIS, STEM, TANGENT, BAR, BEYOND, EMPTY = range(12)
NUMBERS = 16
FRAME_PANEL, PLOT_PANEL, BARS_PANEL = range(3)
NOTHING = -1.0

CARDS, BARS = 2, 2 * LAYERS
"""Boxes of one picture: its frame and plot; its bars, and the outlines of those that are dead."""
NEAR_LINES, FAR_LINES = 44, 6
MARKER = 2
"""The last two lines of a picture are the marker's stem and its tangent: over its grid and its axes."""
DOTS = 2
SMALL = 0.52
"""The width of strokes on the wall, of what it is close up."""
CLEARLY = 0.02
"""The exponent from which a bar is past one to the eye too, and takes the other colour."""
ON, OFF, BOTH = 17.0, 11.0, 3.0


def pens() -> Rows:
    """Returns the pens by number, (16, 4): width, dash on and off in the design's pixels, whether on whole pixels."""
    table = np.zeros((NUMBERS, 4), np.float32)
    table[VALUE] = (5.0, 0.0, 0.0, 0.0)
    table[SLOPE] = (4.0, ON, OFF, 0.0)
    table[GRID] = (1.2, 0.0, 0.0, 1.0)
    table[AXIS] = (1.8, 0.0, 0.0, 1.0)
    table[STEM] = (2.6, 0.0, 0.0, 1.0)
    table[TANGENT] = (3.0, 0.0, 0.0, 0.0)
    return table


def colors(theme: Theme, near: float) -> Rows:
    """Returns the colours by number, (16, 4); the grid is drawn only close up."""
    table: dict[int, Color] = {
        FRAME: faded(theme.card_border, 1.0 - near),
        PLOT: theme.plate,
        PLOT_EDGE: theme.card_border,
        VALUE: theme.sky,
        SLOPE: theme.amber,
        GRID: faded(theme.grid, near),
        AXIS: theme.axis,
        STEM: theme.knob,
        TANGENT: faded(theme.text, 0.75),
        BAR: theme.amber,
        BEYOND: theme.coral,
        EMPTY: theme.muted,
    }
    rows = np.zeros((NUMBERS, 4), np.float32)
    for number, color in table.items():
        rows[number] = color
    return rows


class Wall:
    """All pictures; the first is the one that is gone up to, the others hang in their order."""

    def __init__(self, pictures: int) -> None:
        self.pictures = pictures + 1
        self._shared: dict[str, Uniform] = {"pens": pens(), "pen": 1.0, "snap": 0.0}
        self._cards = self._plate_mesh("cards", self._card_rows())
        self._lines = self._stroke_mesh("lines", NEAR_LINES + pictures * FAR_LINES)
        self._bars = self._plate_mesh("bars", self._bar_rows())
        self._curves = self._stroke_mesh("curves", 2 * (SEGMENTS + pictures * FAR_SEGMENTS))
        self._dots = self._plate_mesh("dots", self._dot_rows())
        self.meshes = (self._cards, self._lines, self._bars, self._curves, self._dots)
        self.node = Node("wall", *self.meshes)
        self._far_lines()
        self._each_written = tuple((Remembered(write_curves), Remembered(write_axes)) for _ in range(self.pictures))
        self._pictures_written = Remembered(write_pictures)
        self._grid_written = Remembered(write_grid)
        self._markers_written = Remembered(write_markers)
        self._bars_written = Remembered(write_bars)
        self._marked = Remembered(markers)
        self._colors = Remembered(colors)

    def _plate_mesh(self, name: str, rows: dict[str, Rows]) -> Mesh:
        geometry = Geometry(instance_arrays=rows, vertices=10, instances=len(rows["box"]))
        material = Material("plate", depth="off", primitive="triangle_strip")
        return Mesh(name, geometry, material, uniforms=dict(self._shared))

    def _stroke_mesh(self, name: str, count: int) -> Mesh:
        kind = np.zeros((count, 4), np.float32)
        kind[:, 1] = NOTHING
        arrays: dict[str, Rows] = {"ends": np.zeros((count, 4), np.float32), "kind": kind}
        geometry = Geometry(instance_arrays=arrays, vertices=4, instances=count)
        material = Material("stroke", depth="off", primitive="triangle_strip")
        return Mesh(name, geometry, material, uniforms=dict(self._shared))

    def draw(self, curves: tuple[CurvesNow, ...], bars: BarsNow, z: float, places: Places, near: float) -> Marked:
        """Writes what has changed of the pictures that there are curves of; returns what stands at the first marker."""
        hung, plot = places.far[0].plot, places.far[0].plot if near < 0.5 else places.near.plot
        aspects = (plot.w / plot.h, hung.w / hung.h)
        lines = self._lines.geometry
        self._pictures_written(self._each_written, self._curves.geometry, lines, curves, aspects, bars.far)
        marked = self._marked(curves, z, aspects)
        self._markers_written(lines, self._dots.geometry, marked)
        self._grid_written(lines, curves[0].scale, curves[0].goal.scale, bars.near)
        count = 1 if near == 1.0 else self.pictures
        self._bars_written(self._bars.geometry, count, bars, places.near.bars.w, places.far[0].bars.w)
        return marked[0]

    def dress(self, theme: Theme, scale: float, seen: WallSeen, at: Viewpoint) -> None:
        """Sets what the shaders need; before one picture, nothing but that is drawn."""
        shared: dict[str, Uniform] = {
            "panels": seen.panels,
            "fades": seen.fades,
            "colors": self._colors(theme, at.near),
            "pen": scale * (SMALL + (1.0 - SMALL) * at.near),
            "snap": float(at.straight),
        }
        firsts, others = (CARDS, NEAR_LINES, BARS, 2 * SEGMENTS, DOTS), (CARDS, FAR_LINES, BARS, 2 * FAR_SEGMENTS, DOTS)
        for mesh, first, each in zip(self.meshes, firsts, others, strict=True):
            mesh.uniforms.update(shared)
            mesh.geometry.instances = first if at.near == 1.0 else first + each * (self.pictures - 1)

    def _card_rows(self) -> dict[str, Rows]:
        sizes = {"box": 4, "look": 4, "shape": 3}
        rows = {key: np.zeros((self.pictures, CARDS, size), np.float32) for key, size in sizes.items()}
        panels = 3.0 * np.arange(self.pictures)
        rows["box"][:] = (0.0, 0.0, 1.0, 1.0)
        parts = ((FRAME_PANEL, NOTHING, FRAME), (PLOT_PANEL, PLOT, PLOT_EDGE))
        shapes = ((26.0, 2.6, 0.0), (20.0, 1.6, 0.0))
        for i, ((panel, fill, edge), shape) in enumerate(zip(parts, shapes, strict=True)):
            rows["look"][:, i, 0], rows["look"][:, i, 1:] = panels + panel, (fill, edge, 1.0)
            rows["shape"][:, i] = shape
        return {key: array.reshape(-1, sizes[key]) for key, array in rows.items()}

    def _bar_rows(self) -> dict[str, Rows]:
        look = np.zeros((self.pictures, 2, LAYERS, 4), np.float32)
        look[:, :, :, 0] = (3.0 * np.arange(self.pictures) + BARS_PANEL)[:, np.newaxis, np.newaxis]
        look[:, 0, :, 1:3] = (BAR, NOTHING)
        look[:, 1, :, 1:3] = (NOTHING, EMPTY)
        shape = np.zeros((self.pictures, 2, LAYERS, 3), np.float32)
        shape[...] = (6.0, 0.0, 0.0)
        shape[:, 1, :, 1] = 2.2
        return {"box": np.zeros((self.pictures * BARS, 4), np.float32), "look": look.reshape(-1, 4),
                "shape": shape.reshape(-1, 3)}  # fmt: skip

    def _dot_rows(self) -> dict[str, Rows]:
        look = np.zeros((self.pictures, DOTS, 4), np.float32)
        look[:, :, 0] = (3.0 * np.arange(self.pictures) + PLOT_PANEL)[:, np.newaxis]
        look[:, :, 1] = (VALUE, SLOPE)
        look[:, :, 2:] = (NOTHING, 1.0)
        shape = np.tile(np.array((11.0, 0.0, 11.0), np.float32), (self.pictures * DOTS, 1))
        return {"box": np.zeros((len(shape), 4), np.float32), "look": look.reshape(-1, 4), "shape": shape}

    def _far_lines(self) -> None:
        """Marks the lines of the pictures on the wall: stem, tangent, the two axes, the ends of the bars' scale."""
        for picture in range(1, self.pictures):
            start, panel = NEAR_LINES + (picture - 1) * FAR_LINES, 3.0 * picture
            plot, bars = panel + PLOT_PANEL, panel + BARS_PANEL
            looks = [(plot, AXIS), (plot, AXIS), (bars, AXIS), (bars, AXIS), (plot, STEM), (plot, TANGENT)]
            self._lines.geometry.write("kind", np.array([(*look, 0.0, BOTH) for look in looks], np.float32), start)


CurvesWriter = Remembered[[Geometry, int, CurvesNow, float], None]
AxesWriter = Remembered[[Geometry, int, Scale, BarScale], None]


def write_pictures(
    writers: tuple[tuple[CurvesWriter, AxesWriter], ...],
    strokes: Geometry,
    lines: Geometry,
    curves: tuple[CurvesNow, ...],
    aspects: tuple[float, float],
    bars: BarScale,
) -> None:
    """Writes the curves of pictures, and the axes of those on the wall; `aspects` are the first plot's and theirs."""
    for picture, (drawn, (write_own_curves, write_own_axes)) in enumerate(zip(curves, writers, strict=False)):
        write_own_curves(strokes, picture, drawn, aspects[min(picture, 1)])
        if picture:
            write_own_axes(lines, picture, drawn.scale, bars)


def write_curves(strokes: Geometry, picture: int, curves: CurvesNow, aspect: float) -> None:
    """Writes the two curves of a picture, whose plot is `aspect` times as wide as high."""
    panel, every = 3.0 * picture + PLOT_PANEL, COARSE if picture else 1
    start = 2 * (SEGMENTS + (picture - 1) * FAR_SEGMENTS) if picture else 0
    for heights, pen in zip(curves.heights(), (VALUE, SLOPE), strict=True):
        ends = segments(heights, every)
        kind = np.zeros((len(ends), 4), np.float32)
        kind[:, 0], kind[:, 1], kind[:, 2] = panel, pen, lengths(ends, aspect)
        half = len(ends) // 2
        kind[[0, half], 3] = 1.0
        kind[[half - 1, -1], 3] = 2.0
        strokes.write("ends", ends, start)
        strokes.write("kind", kind, start)
        start += len(ends)


def write_grid(strokes: Geometry, scale: Scale, goal: Scale, bars: BarScale) -> None:
    """Writes the grid of the picture close up: its lines glide with the axes."""
    rows: list[tuple[float, ...]] = []
    looks: list[tuple[float, ...]] = []

    def line(panel: int, pen: int, ends: tuple[float, float, float, float]) -> None:
        if len(rows) < NEAR_LINES - MARKER and all(-1e-6 <= end <= 1.0 + 1e-6 for end in ends):
            rows.append(ends)
            looks.append((float(panel), float(pen), 0.0, BOTH))

    for z in range(round(LOW) + 1, round(HIGH)):
        line(PLOT_PANEL, AXIS if z == 0 else GRID, (place_of(z), 0.0, place_of(z), 1.0))
    for value in ticks(goal):
        height = scale.height(value)
        line(PLOT_PANEL, AXIS if value == 0.0 else GRID, (0.0, height, 1.0, height))
    for exponent in bars.lines():
        height = bars.height(exponent)
        line(BARS_PANEL, AXIS if exponent == 0 else GRID, (0.0, height, 1.0, height))
    missing = NEAR_LINES - MARKER - len(rows)
    rows += [(0.0,) * 4] * missing
    looks += [(0.0, NOTHING, 0.0, 0.0)] * missing
    strokes.write("ends", np.array(rows, np.float32))
    strokes.write("kind", np.array(looks, np.float32))


def write_axes(strokes: Geometry, picture: int, scale: Scale, bars: BarScale) -> None:
    """Writes the axes of a picture on the wall."""
    zero, one = scale.height(0.0), min(bars.height(0.0), 1.0)
    ends = [(place_of(0.0), 0.0, place_of(0.0), 1.0), (0.0, zero, 1.0, zero), (0.0, 0.0, 1.0, 0.0)]
    rows = np.array([*ends, (0.0, one, 1.0, one)], np.float32)
    strokes.write("ends", rows, NEAR_LINES + (picture - 1) * FAR_LINES)


def markers(curves: tuple[CurvesNow, ...], z: float, aspects: tuple[float, float]) -> tuple[Marked, ...]:
    """Returns what stands at the marker in each picture; `aspects` are the shapes of the first plot and the others."""
    return tuple(drawn.marked(z, aspects[min(row, 1)]) for row, drawn in enumerate(curves))


def write_markers(strokes: Geometry, dots: Geometry, marked: tuple[Marked, ...]) -> None:
    """Writes the markers of the first pictures: stems, tangents, the two points of each."""
    ends = [np.array(((m.across, 0.0, m.across, 1.0), m.tangent), np.float32) for m in marked]
    strokes.write("ends", ends[0], NEAR_LINES - MARKER)
    looks = np.array([(PLOT_PANEL, STEM, 0.0, BOTH), (PLOT_PANEL, TANGENT, 0.0, BOTH)], np.float32)
    strokes.write("kind", looks, NEAR_LINES - MARKER)
    for picture, far_ends in enumerate(ends[1:], 1):
        strokes.write("ends", far_ends, NEAR_LINES + picture * FAR_LINES - MARKER)
    points = [(m.across, y, m.across, y) for m in marked for y in (m.value, m.slope)]
    dots.write("box", np.array(points, np.float32))


def write_bars(boxes: Geometry, count: int, bars: BarsNow, near_width: float, far_width: float) -> None:
    """Writes the bars of the first `count` pictures, on whole pixels of charts so wide close up and on the wall."""
    heights, lit = bars.heights()[:count], bars.lit.array[:count]
    box = np.zeros((count, 2, LAYERS, 4), np.float32)
    look = boxes.instance_arrays["look"].reshape(-1, 2, LAYERS, 4)[:count].copy()
    box[0, :, :, 0::2], box[1:, :, :, 0::2] = bar_edges(near_width, LAYERS), bar_edges(far_width, LAYERS)
    box[:, 0, :, 3] = heights
    box[0, 1, :, 3] = min(bars.near.height(0.0), 1.0)
    box[1:, 1, :, 3] = min(bars.far.height(0.0), 1.0)
    look[:, 0, :, 3] = (0.42 + 0.58 * heights) * lit
    look[:, 0, :, 1] = np.where(bars.levels.array[:count] > CLEARLY, BEYOND, BAR)
    look[:, 1, :, 3] = 1.0 - lit
    boxes.write("box", box.reshape(-1, 4))
    boxes.write("look", look.reshape(-1, 4))


def paint_wall(
    canvas: Canvas,
    page: Page,
    lead: Rect,
    pictures: tuple[tuple[Rect, Rect], ...],
    chosen: int,
    hovered: int | None,
    dead: tuple[bool, ...],
) -> None:
    """Puts the names of the pictures, each a frame and its bars, and the lead on the canvas; `dead` have no bars."""
    row, pad = page.row("small") + page.px(16.0), page.px(18.0)
    for i, ((frame, chart), name) in enumerate(zip(pictures, NAMES, strict=True)):
        text = activation_name(page.messages, name)
        style = fitted(page, "small", text, frame.w - 2.0 * pad)
        color = page.theme.value if i in (chosen, hovered) else page.theme.muted
        canvas.text(text, style, frame.x + pad, baseline(style, frame.y + page.px(2.0), row), color)
        if i == hovered:
            line = max(page.px(2.0), 1.0)
            canvas.box(frame, radius=page.px(14.0), border=page.theme.focus, border_width=line)
        if dead[i]:
            _paint_dead(canvas, page, chart)
    if not page.upright:
        style = page.style("reading")
        paint_lines(canvas, page, "reading", style, lead_lines(page, lead), lead.x, lead.y, page.theme.text)


def _paint_dead(canvas: Canvas, page: Page, chart: Rect) -> None:
    style, text = page.style("small"), page.messages("gallery.dead")
    width, height = measure(text, style), page.row("small")
    x, y = chart.center
    rect = Rect(round(x - width / 2.0), round(y - height / 2.0), width, height)
    plate: Color = (*page.theme.palette.background_inner[:3], 0.94)
    canvas.box(rect.inset(-page.px(9.0), -page.px(2.0)), plate, radius=page.px(8.0))
    canvas.text(text, style, rect.x, baseline(style, rect.y, rect.h), page.theme.text)
