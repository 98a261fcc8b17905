"""The trainer's page: what stands where, and everything that is painted over and beside the fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from descent_game.engine.camera import Camera, Viewport
from descent_game.engine.controls import Controls
from descent_game.engine.mesh import Uniform
from descent_game.engine.remembered import Remembered, frozen
from descent_game.sim.network.network import Network
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.messages import Messages
from descent_game.ui.page import DESIGN, Page, baseline
from descent_game.ui.panels import FadingCaption, PageFrame, paint_caption_centred
from descent_game.ui.text import measure
from descent_game.ui.theme import DARK, Theme
from descent_game.ui.widgets import Widget, option_label

from ..caption import Caption
from .board import MARKS, ROLES, TrainerBoard, TrainingNumbers, loss_text
from .controls import DRAWERS
from .diagram import Diagram, Thumbnails
from .diagram_paint import ShownNetwork, Sketch
from .field import NEURON_ROLES, SIDE, color_uniforms, fixed, network_uniforms, sampled
from .layout import NAMES, TrainerLayout, lay_out
from .one_step import Watching
from .runs import Runs
from .view import FieldsView
from .words import caption, facts, telling

CORNER = 16.0
POINT_RADIUS = 7.4
DIMMED = 0.22
TELL_SECONDS = 0.1


@dataclass(frozen=True)
class Picture:
    """What one picture shows: the runs, the network of the diagram as it is shown, which of its
    neurons are dead, the step that is being told."""

    runs: Runs
    controls: Controls
    network: Network
    dead: npt.NDArray[np.bool_]
    watching: Watching
    numbers: TrainingNumbers
    camera: Camera
    view: FieldsView
    hover: tuple[float, float] | None


def caption_text(messages: Messages, said: Caption) -> str:
    """Returns a caption as a sentence, its runners and numbers as the language writes them."""
    values = dict(said.values)
    for key, value in said.values.items():
        if key in ("switch", "drawer"):
            values[key] = messages(f"trainer.{value}")
        elif key in ("first", "last", "runner"):
            values[key] = option_label(messages, "trainer", "optimizer", str(value))
        elif key == "percent" and isinstance(value, float):
            values[key] = messages.number(value, 0 if value >= 100.0 else 1)
        elif key in ("loss", "before", "after") and isinstance(value, float):
            values[key] = loss_text(messages, value)
    return messages(f"trainer.caption.{said.key}", **values)


def neuron_colors(theme: Theme) -> npt.NDArray[np.float32]:
    """Returns the colours of hidden neurons, (`MOST_HIDDEN`, 4)."""
    return np.array([theme.color(role) for role in NEURON_ROLES], np.float32)


def plate_uniforms(page: Page, fields: tuple[Rect, ...], relief: float) -> dict[str, Uniform]:
    """Returns what plates that lie flat on these squares need on a page; as they lift, their corners sharpen."""
    small = 1.0 if len(fields) == 1 else 0.72
    corner = page.px(CORNER) / fields[0].w * 2.0 * SIDE
    return {
        **color_uniforms(page.theme),
        "side": SIDE,
        "unit": fields[0].w / (2.0 * SIDE),
        "width": page.line(1.0),
        "radius": max(page.scale * POINT_RADIUS * small, 2.6),
        "probe": 0.0,
        "corner": corner * max(1.0 - 6.0 * relief, 0.05),
    }


class TrainerPage:
    """Lays the trainer out and paints it; holds only what glides and what was laid out."""

    def __init__(self, table: Mapping[str, Widget]) -> None:
        self._table = table
        self.thumbnails = Thumbnails()
        self.caption = FadingCaption(paint_caption_centred)
        self._board = TrainerBoard()
        self._frame, self._sketch = PageFrame(), Sketch()
        self._told = frozen(np.zeros(0))
        self._age = 0.0
        self._laid_out, self._diagram = Remembered(lay_out), Remembered(Diagram)
        self._inks, self._plate = Remembered(neuron_colors), Remembered(plate_uniforms)
        self._lines = neuron_colors(DARK)
        self._picture: Picture | None = None
        self._shown: ShownNetwork | None = None
        self.show(DESIGN, DRAWERS[0], False, 1, False)

    @property
    def pitch(self) -> float:
        """The distance of two fields' middles in sides of a field."""
        if len(self.layout.fields) < 2:
            return 1.1
        first, second = self.layout.fields[:2]
        return (second.x - first.x) / first.w

    @property
    def stages(self) -> tuple[Viewport, Viewport]:
        """The parts of the window for flat fields and for fields in relief."""
        return self.page.stage(self.layout.stage), self.page.stage(self.layout.wide)

    def show(self, page: Page, drawer: str, three: bool, hidden: int, dead: bool) -> None:
        """Shows on a page one network of so many `hidden` neurons, or three; with one drawer open."""
        self.page, self._drawer, self._three, self._hidden, self._dead = page, drawer, three, hidden, dead

    @property
    def layout(self) -> TrainerLayout:
        """Where everything stands."""
        return self._laid_out(self.page, self._table, self._drawer, self._three, self._dead)

    @property
    def diagram(self) -> Diagram | None:
        """The diagram of the network, where there is one."""
        rect = self.layout.diagram
        return self._diagram(self.page, rect, self._hidden) if rect.w > 0.0 else None

    def uniforms(self, relief: float) -> dict[str, Uniform]:
        """Returns what all fields need besides their networks."""
        return {**self._plate(self.page, self.layout.fields, relief), "neuron_colors": self._lines}

    def follow(self, dt: float, picture: Picture) -> None:
        """Moves numbers and caption on by `dt` seconds, to what a picture tells."""
        self._tell(dt, picture)
        board = picture.numbers
        now = facts(picture.runs, picture.controls, picture.dead, board.accuracy, board.step)
        said = telling(picture.watching) or caption(now)
        self.caption.say(caption_text(self.page.messages, said), said.key, passing="percent" in said.values)
        self.caption.step(dt, self.page.reduced_motion)

    def dress(self, picture: Picture) -> None:
        """Takes what is to be shown, and finds what the pointer means."""
        page, network = self.page, picture.network
        self._picture = picture
        self._shown = self._showing(page, picture)
        self._lines = self._inks(page.theme).copy()
        if self._shown is not None:
            self._lines[: network.neurons, 3] = [self._strength(j, self._shown) for j in range(network.neurons)]
        diagram = self.diagram
        self.thumbnails.place(diagram)
        if diagram is not None:
            numbers, colors = network_uniforms(network, network.parameters), color_uniforms(page.theme)
            ground = {name: colors[name] for name in ("ground", "class_colors")}
            self.thumbnails.dress({**numbers, **ground}, sampled(network.activation), fixed(network))

    def _tell(self, dt: float, picture: Picture) -> None:
        """Takes over the parameters that the diagram's numbers tell: ten times a second, faster nobody reads."""
        self._age += dt
        now = frozen(picture.network.parameters)
        fast = picture.numbers.moving and not picture.watching.going and picture.numbers.step > 0
        if not fast or self._age >= TELL_SECONDS or now.shape != self._told.shape:
            self._told, self._age = now, 0.0

    def _showing(self, page: Page, picture: Picture) -> ShownNetwork | None:
        diagram = self.diagram
        if diagram is None or diagram.neurons != picture.network.neurons:
            return None
        pointer = page.pixels(*picture.hover) if picture.hover is not None else (0.0, 0.0)
        meant = diagram.hit(*pointer) if picture.hover is not None else None
        part, share = picture.watching.part()
        gradient = None
        run = picture.runs.first
        if part and picture.watching.watched is not None:
            gradient = picture.watching.watched.backward.parameters
        elif meant is not None and len(run.labels):
            gradient = picture.network.gradients(run.points, run.labels)[1]
        draw, dead = int(picture.controls.number("weights")), tuple(picture.dead.tolist())
        slopes = None if gradient is None else frozen(gradient)
        return ShownNetwork(
            frozen(picture.network.parameters), self._told, slopes, dead, draw, part, share, meant, pointer
        )

    def _strength(self, j: int, shown: ShownNetwork) -> float:
        """Returns how strongly a neuron's line is drawn: dead ones not at all, others faint while one is pointed at."""
        if shown.dead[j]:
            return 0.0
        neurons = len(shown.dead)
        if shown.meant is None or shown.meant == 4 * neurons or shown.meant % neurons == j:
            return 1.0
        return DIMMED

    def paint(self, canvas: Canvas) -> None:
        """Paints head, diagram, board, caption and the names of the fields."""
        picture, layout, diagram, page = self._picture, self.layout, self.diagram, self.page
        if picture is None:
            return
        lifted = picture.controls.word("relief") == "relief"
        self._frame.paint(canvas, page, layout.base, page.messages("trainer.hint_relief") if lifted else "")
        self.caption.paint(canvas, page, layout.caption)
        if diagram is not None and self._shown is not None:
            self._sketch.paint(canvas, page, diagram, self._shown)
            if self._shown.part or not any(self._shown.dead):
                self._sketch.paint_foot(canvas, page, layout.foot, self._shown)
        self._board.paint(canvas, page, layout.board, picture.runs, picture.numbers)
        if len(picture.runs.runs) > 1:
            feet = [
                (field.offset[0], field.offset[1] - SIDE, -picture.view.relief / 2.0) for field in picture.view.shown
            ]
            for name, foot in zip(picture.runs.names, picture.camera.project(np.array(feet)), strict=True):
                self._paint_name(canvas, page, name, *page.pixels(float(foot[0]), float(foot[1])))

    def _paint_name(self, canvas: Canvas, page: Page, name: str, x: float, y: float) -> None:
        """Puts an optimizer's name centred below the front edge of its field."""
        style, text = page.style("ball"), option_label(page.messages, "trainer", "optimizer", name)
        color = page.theme.color(ROLES[name])
        top, height = y + page.px(8.0), page.px(NAMES - 8.0)
        left = x - (measure(text, style) + page.px(28.0)) / 2.0
        canvas.mark(MARKS[name], left + page.px(9.0), top + height / 2.0, page.px(8.5), color)
        canvas.text(text, style, left + page.px(28.0), baseline(style, top, height), color)
