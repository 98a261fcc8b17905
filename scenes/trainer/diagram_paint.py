"""The diagram painted: edges by sign and size, rings, every number, and what runs along the edges of a watched step."""

from __future__ import annotations

import math
from dataclasses import dataclass

from descent_game.engine.remembered import FrozenArray
from descent_game.ui.canvas import CLEAR, Canvas, Color, Part, Rect, Style
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page, baseline
from descent_game.ui.text import measure
from descent_game.ui.theme import faded

from .diagram import Diagram, DiagramSpot, Edge, Kind
from .field import NEURON_ROLES
from .one_step import PARTS, StepPart

ALL_NUMBERS = 4
"""Up to so many neurons every number is written out where there is room; else those that a pointer means."""
NUMBER = 0.94
"""The numbers' size, as a part of the style's."""
BESIDE, BELOW = 8.0, 19.0
"""How far from its neuron a weight stands, and the middle of a bias, in the design's pixels."""
SUBSCRIPTS = "₁₂₃₄₅₆₇₈"


@dataclass(frozen=True)
class ShownNetwork:
    """What the diagram shows: parameters, their gradient where it is known, which neurons are dead, what is pointed at.

    `told` are the parameters as the numbers tell them, `draw` is the seed of the weights, `part` and `share` tell the
    step that is watched; `pointer` is in pixels.
    """

    parameters: FrozenArray
    told: FrozenArray
    gradient: FrozenArray | None
    dead: tuple[bool, ...]
    draw: int
    part: StepPart = ""
    share: float = 1.0
    meant: int | None = None
    pointer: tuple[float, float] = (0.0, 0.0)


def weight_text(messages: Messages, value: float) -> str:
    """Returns a weight to two decimals, a large one to three figures, a huge one in powers of ten."""
    if abs(value) < 100.0:
        return messages.number(value, 2)
    return messages.plain(value) if abs(value) < 1e4 else messages.powers(value)


def gradient_text(messages: Messages, value: float) -> str:
    """Returns a gradient to two figures, in powers of ten where it is tiny or huge."""
    plain = value == 0.0 or 0.00095 <= abs(value) < 1e4
    return messages.plain(value, 2) if plain else messages.powers(value)


def width_of(text: str, style: Style) -> float:
    """Returns the width of a text with tabular figures; all figures count alike, so that few texts are measured."""
    return measure("".join("0" if c.isdecimal() else c for c in text), style)


def neuron_color(page: Page, j: int) -> Color:
    """Returns the colour of a hidden neuron."""
    return page.theme.color(NEURON_ROLES[j])


class Sketch:
    """The diagram on the canvas; rings and numbers are painted anew only when they tell something else."""

    def __init__(self) -> None:
        self._rings, self._numbers = Part(_paint_rings), Part(_paint_numbers)
        self._foot = Part(_paint_foot)

    def paint(self, canvas: Canvas, page: Page, diagram: Diagram, shown: ShownNetwork) -> None:
        """Puts edges, rings, numbers and pulses on the canvas."""
        parameters = shown.parameters.array.tolist()
        for edge in diagram.edges:
            _paint_edge(canvas, page, diagram, edge, parameters[edge.parameter], shown)
        layer, canvas.layer = canvas.layer, canvas.layer + 1
        self._rings.paint(canvas, page, diagram, shown.dead)
        if shown.part in ("forward", "backward"):
            _paint_pulses(canvas, page, diagram, shown)
        slopes = shown.gradient if shown.part == "backward" else None
        numbers = shown.told if slopes is None else slopes
        self._numbers.paint(canvas, page, diagram, numbers, slopes is not None, shown.meant)
        if shown.meant is not None:
            _paint_meaning(canvas, page, diagram, shown.meant, shown)
        canvas.layer = layer

    def paint_foot(self, canvas: Canvas, page: Page, rect: Rect, shown: ShownNetwork) -> None:
        """Puts below the diagram how many numbers there are, or which part of the step is being told."""
        self._foot.paint(canvas, page, rect, shown.part, shown.parameters.shape[0], shown.draw)


def _paint_numbers(
    canvas: Canvas, page: Page, diagram: Diagram, numbers: FrozenArray, slopes: bool, meant: int | None
) -> None:
    """Writes the parameters out, or with `slopes` the gradient."""
    kinds = _written_out(page, diagram)
    for parameter, value in enumerate(numbers.array.tolist()):
        if diagram.kind(parameter) in kinds or _belongs(diagram, parameter, meant):
            _paint_number(canvas, page, diagram, parameter, value, slopes, meant)


def _written_out(page: Page, diagram: Diagram) -> frozenset[Kind]:
    """Returns which kinds of numbers are written out at every neuron: where text is large, biases wait to be asked.

    It asks how much room there is, not how long the numbers are now, so that none comes and goes while they change.
    """
    style, spot = page.style("small_number", NUMBER), diagram.hidden[0]
    gap = diagram.hidden[1].y - spot.y if diagram.neurons > 1 else math.inf
    half, rise = style.size * 0.4, _rise(page, spot)
    if diagram.neurons > ALL_NUMBERS or gap < 2.0 * (rise + half):
        return frozenset(("output_bias",))
    weights: frozenset[Kind] = frozenset(("weight_in", "weight_out", "output_bias"))
    messages, below = page.messages, spot.radius + page.px(BELOW)
    wide = width_of(messages("trainer.bias", value=messages.number(-8.88, 2)), style)
    between = wide / 2.0 < spot.radius + page.px(BESIDE)
    clear = below >= rise + 2.0 * half and gap >= below + rise + 2.0 * half
    return weights | {"bias"} if between or clear else weights


def _rise(page: Page, spot: DiagramSpot) -> float:
    """Returns how far above and below a neuron's middle the numbers stand that come in."""
    return max(spot.radius * 0.5, page.style("small_number", NUMBER).size * 0.62)


def _belongs(diagram: Diagram, parameter: int, meant: int | None) -> bool:
    """Returns whether a parameter belongs to what is pointed at: to the same neuron."""
    if meant is None:
        return parameter == 4 * diagram.neurons
    last = 4 * diagram.neurons
    return parameter == meant or (
        meant != last and parameter != last and parameter % diagram.neurons == meant % diagram.neurons
    )


def _paint_edge(canvas: Canvas, page: Page, diagram: Diagram, edge: Edge, weight: float, shown: ShownNetwork) -> None:
    color = page.theme.cyan if weight > 0.0 else page.theme.coral
    opacity = 0.78
    if shown.meant is not None:
        opacity = 0.95 if _belongs(diagram, edge.parameter, shown.meant) else 0.3
    if shown.dead[edge.neuron]:
        color, opacity = page.theme.muted, opacity * 0.5
    canvas.curve(edge.drawn, page.line(1.0 + min(1.55 * abs(weight), 12.0)), faded(color, opacity))


def _ring(canvas: Canvas, page: Page, spot: DiagramSpot, color: Color, thick: float) -> None:
    rect = Rect(spot.x - spot.radius, spot.y - spot.radius, 2.0 * spot.radius, 2.0 * spot.radius)
    grown = rect.inset(-page.line(thick) / 2.0)
    canvas.box(grown, CLEAR, radius=grown.w / 2.0, border=color, border_width=page.line(thick))


def _paint_rings(canvas: Canvas, page: Page, diagram: Diagram, dead: tuple[bool, ...]) -> None:
    theme, messages = page.theme, page.messages
    apart = diagram.inputs[1].y - diagram.inputs[0].y
    style = page.style("caption", 1.12 * min(1.0, apart / page.style("caption", 1.12).size))
    names = (*diagram.inputs, diagram.output)
    for spot, name in zip(names, ("x₁", "x₂", "p"), strict=True):
        _ring(canvas, page, spot, theme.value if spot is diagram.output else theme.muted, 3.0)
        y = baseline(style, spot.y - spot.radius - page.px(34.0), page.px(28.0))
        canvas.text(name, style, spot.x - measure(name, style) / 2.0, y, theme.text)
    for j, spot in enumerate(diagram.hidden):
        _ring(canvas, page, spot, theme.axis if dead[j] else neuron_color(page, j), 4.0)
        if dead[j]:
            label, small = messages("trainer.dead"), page.style("small", 0.9)
            y = baseline(small, spot.y - spot.radius, 2.0 * spot.radius)
            canvas.text(label, small, spot.x - measure(label, small) / 2.0, y, theme.muted)


def _paint_pulses(canvas: Canvas, page: Page, diagram: Diagram, shown: ShownNetwork) -> None:
    """Discs run from the inputs to the output; gradients, as diamonds, run back."""
    late = shown.share >= 0.5
    share = (shown.share - 0.5) * 2.0 if late else shown.share * 2.0
    forward = shown.part == "forward"
    into_output = late if forward else not late
    slopes = shown.gradient.array.tolist() if shown.gradient is not None else []
    steepest = max(map(abs, slopes), default=0.0)
    for edge in diagram.edges:
        if (edge.parameter >= 3 * diagram.neurons) != into_output:
            continue
        x, y = edge.at(share if forward else 1.0 - share)
        if forward:
            canvas.mark("disc", x, y, page.px(7.0), page.theme.value)
        elif steepest > 0.0:
            size = math.sqrt(abs(slopes[edge.parameter]) / steepest)
            canvas.mark("diamond", x, y, page.px(3.0 + 8.0 * size), page.theme.amber)


def _number_place(page: Page, diagram: Diagram, parameter: int, width: float) -> tuple[float, float]:
    """Returns where a parameter's number stands: its left end and its middle."""
    kind, gap = diagram.kind(parameter), page.px(BESIDE)
    if kind == "output_bias":
        spot = diagram.output
        return min(spot.x - width / 2.0, diagram.rect.right - width), spot.y + spot.radius + page.px(BELOW)
    spot = diagram.hidden[parameter % diagram.neurons]
    if kind == "bias":
        return spot.x - width / 2.0, spot.y + spot.radius + page.px(BELOW if diagram.neurons <= ALL_NUMBERS else 13.0)
    if kind == "weight_out":
        return spot.x + spot.radius + gap, spot.y
    rise = _rise(page, spot)
    row = parameter // diagram.neurons
    return spot.x - spot.radius - gap - width, spot.y + (rise if row else -rise)


def _paint_number(
    canvas: Canvas, page: Page, diagram: Diagram, parameter: int, value: float, slope: bool, meant: int | None
) -> None:
    theme, messages = page.theme, page.messages
    style = page.style("small_number", NUMBER)
    text = gradient_text(messages, value) if slope else weight_text(messages, value)
    kind = diagram.kind(parameter)
    bias = kind in ("bias", "output_bias")
    if bias:
        text = messages("trainer.bias", value=text)
    width = width_of(text, style)
    x, middle = _number_place(page, diagram, parameter, width)
    height = style.size * 1.24
    top = middle - height / 2.0
    canvas.box(Rect(x - page.px(4.0), top, width + page.px(8.0), height), theme.plate, radius=page.px(5.0))
    dim = meant is not None and not _belongs(diagram, parameter, meant)
    color = theme.amber if slope else theme.muted if bias else theme.value
    canvas.text(text, style, x, baseline(style, top, height), faded(color, 0.45) if dim else color)


def _paint_foot(canvas: Canvas, page: Page, rect: Rect, part: StepPart, count: int, draw: int) -> None:
    theme, messages, style = page.theme, page.messages, page.style("option")
    y = baseline(style, rect.y, rect.h)
    if not part:
        text = messages("trainer.parameters", count=count, draw=draw)
        canvas.text(text, style, rect.x + (rect.w - measure(text, style)) / 2.0, y, theme.muted)
        return
    words = [(name, messages(f"trainer.part.{name}")) for name, _ in PARTS]
    gap = page.px(26.0)
    x = rect.x + (rect.w - sum(measure(w, style) for _, w in words) - 3.0 * gap) / 2.0
    for name, word in words:
        lit = name == part
        color = theme.amber if lit and name == "backward" else theme.value if lit else faded(theme.muted, 0.6)
        canvas.text(word, style, x, y, color)
        x += measure(word, style) + gap


def _paint_meaning(canvas: Canvas, page: Page, diagram: Diagram, meant: int, shown: ShownNetwork) -> None:
    """A card beside the pointer: what the number is, how large, and its gradient."""
    messages, theme, kind = page.messages, page.theme, diagram.kind(meant)
    j = meant % diagram.neurons
    title = messages(f"trainer.meaning.{kind}", input=f"x{SUBSCRIPTS[meant // diagram.neurons % 2]}", neuron=j + 1)
    number = float(shown.parameters.array[meant])
    value = messages.number(number, 4) if abs(number) < 1e4 else messages.powers(number, 3)
    lines = [title, messages("trainer.value", value=value)]
    if shown.gradient is not None:
        slope = float(shown.gradient.array[meant])
        slope_text = messages.number(slope, 6) if abs(slope) < 1e4 else messages.powers(slope, 3)
        lines.append(messages("trainer.gradient", value=slope_text))
    style, row, pad = page.style("small_number"), page.row("small_number"), page.px(14.0)
    width = max(width_of(line, style) for line in lines) + 2.0 * pad
    height = row * len(lines) + 1.4 * pad
    x = min(max(shown.pointer[0] + page.px(18.0), page.px(12.0)), page.width - width - page.px(12.0))
    y = min(shown.pointer[1] + page.px(20.0), page.height - height - page.px(12.0))
    layer, canvas.layer = canvas.layer, canvas.layer + 1
    rect = Rect(round(x), round(y), width, height)
    canvas.box(
        rect, theme.palette.background_outer, radius=page.px(12.0), border=theme.axis, border_width=page.line(1.5)
    )
    for i, line in enumerate(lines):
        top = rect.y + 0.7 * pad + i * row
        canvas.text(line, style, rect.x + pad, baseline(style, top, row), theme.value if i else theme.text)
    canvas.layer = layer
