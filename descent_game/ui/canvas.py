"""The rectangles, marks, curves and runs of text of one picture's interface, in pixels, y down; drawn last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Concatenate, Generic, Literal, NamedTuple, ParamSpec, TypeAlias

import numpy as np
import numpy.typing as npt

Color: TypeAlias = tuple[float, float, float, float]
"""Red, green, blue as displayed (sRGB) and opacity, from 0 to 1; not premultiplied."""
CLEAR: Color = (0.0, 0.0, 0.0, 0.0)

MarkKind: TypeAlias = Literal[
    "box", "disc", "ring", "square", "diamond", "triangle", "play", "pause", "step", "cross", "check", "arrows"
]
MARKS: tuple[MarkKind, ...] = (
    "box", "disc", "ring", "square", "diamond", "triangle", "play", "pause", "step", "cross", "check", "arrows",
)  # fmt: skip


class Rect(NamedTuple):
    """A rectangle in pixels: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.h

    @property
    def center(self) -> tuple[float, float]:
        """The middle."""
        return self.x + self.w / 2.0, self.y + self.h / 2.0

    def contains(self, x: float, y: float) -> bool:
        """Returns whether (x, y) lies inside."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def overlaps(self, other: Rect) -> bool:
        """Returns whether the two share more than an edge."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def inset(self, dx: float, dy: float | None = None) -> Rect:
        """Returns the rectangle shrunk by `dx` and `dy` (default `dx`) on every side; negative values grow it."""
        dy = dx if dy is None else dy
        return Rect(self.x + dx, self.y + dy, self.w - 2.0 * dx, self.h - 2.0 * dy)


EVERYWHERE = Rect(-1e6, -1e6, 2e6, 2e6)
NOWHERE = Rect(0.0, 0.0, 0.0, 0.0)


class Style(NamedTuple):
    """How a run of text is set: family, weight, size in whole pixels, letter spacing in em, tabular figures."""

    family: Literal["serif", "sans"] = "sans"
    weight: Literal["light", "regular", "semibold", "italic", "semibold_italic"] = "regular"
    size: int = 18
    spacing: float = 0.0
    tabular: bool = False


class Box(NamedTuple):
    """A rounded rectangle or a mark with an edge one pixel soft. `softness` > 0 blurs it (a shadow or a glow)."""

    kind: MarkKind
    rect: Rect
    radius: float
    fill: Color
    border: Color
    border_width: float
    softness: float
    clip: Rect


class Curve(NamedTuple):
    """A polyline (n, 2) of constant width with round ends; `dash` is (on, off) lengths in pixels, (0, 0) for solid.

    Its points are never written again.
    """

    points: npt.NDArray[np.float32]
    width: float
    color: Color
    dash: tuple[float, float]
    clip: Rect


class Run(NamedTuple):
    """A run of text whose baseline starts at (x, y); x is already the left end, both are whole pixels."""

    text: str
    style: Style
    x: float
    y: float
    color: Color


class Formula(NamedTuple):
    """A formula (LaTeX) whose box has its left upper corner at (x, y), at a type size in pixels."""

    latex: str
    size: int
    x: float
    y: float
    color: Color


class TermPlace(NamedTuple):
    """Where a stretch of text stands that the glossary explains: its rectangle, the entry's key, the layer."""

    rect: Rect
    key: str
    layer: int


@dataclass
class Layer:
    """What is drawn together: boxes first, then curves, then text and formulas."""

    boxes: list[Box] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)

    def sizes(self) -> tuple[int, int, int, int]:
        """Returns how many of each there are."""
        return len(self.boxes), len(self.curves), len(self.runs), len(self.formulas)

    def since(self, boxes: int, curves: int, runs: int, formulas: int) -> Layer:
        """Returns what has been put down since there were so many of each."""
        return Layer(self.boxes[boxes:], self.curves[curves:], self.runs[runs:], self.formulas[formulas:])

    def extend(self, other: Layer) -> None:
        """Puts down all of another layer too."""
        self.boxes += other.boxes
        self.curves += other.curves
        self.runs += other.runs
        self.formulas += other.formulas


Shown = ParamSpec("Shown")


class Part(Generic[Shown]):
    """A part of a page: what it put down in the last picture is put down again while it shows the same.

    `paint` is a function of a module, and what it shows are values that nobody changes: then these are all that the
    part depends on, but for the canvas itself, and none of it can be forgotten.
    """

    def __init__(self, paint: Callable[Concatenate[Canvas, Shown], None]) -> None:
        self._paint = paint
        self._shown: tuple[object, ...] | None = None
        self._layers: list[tuple[int, Layer]] = []
        self._terms: list[TermPlace] = []

    def paint(self, canvas: Canvas, *shown: Shown.args, **named: Shown.kwargs) -> None:
        """Puts the part on a canvas; calls `paint` only where it shows something else than the last time."""
        now = (shown, named, canvas.layer, canvas.opacity, canvas.hints, canvas.width, canvas.height)
        if now == self._shown:
            canvas.extend(self._layers, self._terms)
            return
        sizes, terms = canvas.sizes(), len(canvas.terms)
        self._shown = None
        self._paint(canvas, *shown, **named)
        self._layers, self._terms = canvas.since(sizes), canvas.terms[terms:]
        self._shown = now


class Canvas:
    """One picture's interface. `layer` is where things are put; higher layers are drawn over lower ones, whole.

    `opacity` multiplies that of everything put down while it is set. `terms` are the marked terms of this picture;
    `hints` says whether it is to tell what hands can do.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.layer = 0
        self.opacity = 1.0
        self.hints = True
        self.terms: list[TermPlace] = []
        self._layers: dict[int, Layer] = {}

    def clear(self, width: int, height: int) -> None:
        """Empties the canvas for the next picture, of this size."""
        self.width, self.height = width, height
        self.layer, self.opacity = 0, 1.0
        self.terms.clear()
        self._layers.clear()

    def layers(self) -> Iterator[Layer]:
        """Yields the layers from the lowest to the highest."""
        for key in sorted(self._layers):
            yield self._layers[key]

    def sizes(self) -> dict[int, tuple[int, int, int, int]]:
        """Returns how much of everything there is in each layer."""
        return {number: layer.sizes() for number, layer in self._layers.items()}

    def since(self, sizes: dict[int, tuple[int, int, int, int]]) -> list[tuple[int, Layer]]:
        """Returns what has been put down since there was so much, layer by layer."""
        put = [(number, layer.since(*sizes.get(number, (0, 0, 0, 0)))) for number, layer in self._layers.items()]
        return [(number, layer) for number, layer in put if any(layer.sizes())]

    def extend(self, layers: list[tuple[int, Layer]], terms: list[TermPlace]) -> None:
        """Puts down all of these layers and terms too."""
        for number, layer in layers:
            self._at(number).extend(layer)
        self.terms += terms

    def _here(self) -> Layer:
        return self._at(self.layer)

    def _at(self, number: int) -> Layer:
        layer = self._layers.get(number)
        if layer is None:
            layer = self._layers[number] = Layer()
        return layer

    def _faded(self, color: Color) -> Color:
        if self.opacity >= 1.0:
            return color
        return color[0], color[1], color[2], color[3] * self.opacity

    def box(
        self,
        rect: Rect,
        fill: Color = CLEAR,
        *,
        radius: float = 0.0,
        border: Color = CLEAR,
        border_width: float = 0.0,
        softness: float = 0.0,
        clip: Rect = EVERYWHERE,
    ) -> None:
        """Puts down a rounded rectangle; the border lies inside its edge."""
        fill, border = self._faded(fill), self._faded(border)
        self._here().boxes.append(Box("box", rect, radius, fill, border, border_width, softness, clip))

    def mark(
        self,
        kind: MarkKind,
        x: float,
        y: float,
        radius: float,
        fill: Color,
        *,
        border: Color = CLEAR,
        border_width: float = 0.0,
        softness: float = 0.0,
        clip: Rect = EVERYWHERE,
    ) -> None:
        """Puts down a mark centred on (x, y) that fills a square of twice `radius`."""
        rect = Rect(x - radius, y - radius, 2.0 * radius, 2.0 * radius)
        fill, border = self._faded(fill), self._faded(border)
        self._here().boxes.append(Box(kind, rect, 0.0, fill, border, border_width, softness, clip))

    def curve(
        self,
        points: npt.ArrayLike,
        width: float,
        color: Color,
        *,
        dash: tuple[float, float] = (0.0, 0.0),
        clip: Rect = EVERYWHERE,
    ) -> None:
        """Puts down a polyline through `points`, (n, 2), as they are now; float32 that nobody can write is kept."""
        array = np.asarray(points, np.float32)
        if array.flags.writeable:
            array = array.copy()
            array.flags.writeable = False
        if len(array) >= 2:
            self._here().curves.append(Curve(array, width, self._faded(color), dash, clip))

    def text(self, text: str, style: Style, x: float, y: float, color: Color) -> None:
        """Puts down a run of text that starts at x with its baseline at y; both are rounded to whole pixels."""
        if text:
            self._here().runs.append(Run(text, style, float(round(x)), float(round(y)), self._faded(color)))

    def term(self, rect: Rect, key: str) -> None:
        """Notes that what stands at `rect` is a term of the glossary; what has all but faded cannot be asked about."""
        if self.opacity > 0.5:
            self.terms.append(TermPlace(rect, key, self.layer))

    def formula(self, latex: str, size: int, x: float, y: float, color: Color) -> None:
        """Puts down a formula with its left upper corner at (x, y), rounded to whole pixels."""
        self._here().formulas.append(Formula(latex, size, float(round(x)), float(round(y)), self._faded(color)))
