"""What there is to be seen in the gallery at one moment, and the sentence under it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from descent_game.engine.camera import Camera
from descent_game.engine.easing import Glide
from descent_game.sim.network.activations import Activation
from descent_game.ui.canvas import Canvas, KeyedPart, Rect, Style
from descent_game.ui.lines import TextLine, lines
from descent_game.ui.page import Page
from descent_game.ui.panels import CROSS_FADE, paint_lines
from descent_game.ui.theme import line_height

from .bars import Bars
from .plot import Curves, Marked

SMALLER = (1.0, 0.93, 0.86, 0.8, 0.74, 0.68, 0.6, 0.5)


@dataclass(frozen=True)
class GalleryView:
    """One moment: how near the visitor stands (0 to 1), what is shown, and where it is on the screen, in pixels.

    `pointed` is the bar that is pointed at, `hovered` the picture on the wall under the pointer; `dead_share` is the
    share of each layer's neurons that are dead in a measured network, empty in the simple story.
    """

    near: float
    plot: Rect
    chart: Rect
    pictures: tuple[tuple[Rect, Rect], ...]
    names: tuple[str, ...]
    activation: Activation
    z: float
    weight: float
    curves: Curves
    bars: Bars
    marked: Marked
    dead_share: tuple[float, ...]
    pointed: int | None
    hovered: int | None

    @property
    def real(self) -> bool:
        """Whether the bars were measured in a network."""
        return bool(self.dead_share)


def on_screen(page: Page, camera: Camera, edges: npt.NDArray[np.floating]) -> list[Rect]:
    """Returns where panels (left, lower, right, upper edge on the wall; (n, 4)) are seen, in pixels of the window."""
    corners = np.zeros((len(edges), 2, 3))
    corners[:, 0, 0::2], corners[:, 1, 0::2] = edges[:, [0, 3]], edges[:, [2, 1]]
    seen = camera.project(corners)[..., :2]
    half = np.array((page.width, page.height)) / 2.0
    pixels = (seen * (1.0, -1.0) + 1.0) * half
    return [Rect(left, top, right - left, bottom - top) for (left, top), (right, bottom) in pixels.tolist()]


def fitted(page: Page, role: str, text: str, rect: Rect) -> tuple[Style, tuple[TextLine, ...]]:
    """Returns the style and the lines of a text as large as it fits into a rectangle."""
    for smaller in SMALLER:
        style = page.style(role, smaller)
        set_lines = lines(text, style, rect.w)
        if len(set_lines) * line_height(role, style.size) <= rect.h:
            break
    return style, set_lines


class Sentence:
    """The caption: a sentence of another kind fades in where the old one fades out; numbers change in place."""

    def __init__(self) -> None:
        self.text = ""
        self._key = ""
        self._before = ""
        self._fade = Glide(1.0, CROSS_FADE)
        self._part = KeyedPart()

    def say(self, key: str, text: str) -> None:
        """Changes the sentence; one of the same key only has other numbers in it."""
        if key != self._key and self._key:
            self._before = self.text
            self._fade.jump(0.0)
            self._fade.to(1.0)
        self._key, self.text = key, text

    def step(self, dt: float, reduced_motion: bool) -> None:
        """Moves the fade on by `dt` seconds; with reduced motion it cuts."""
        self._fade.step(CROSS_FADE if reduced_motion else dt)

    def paint(self, canvas: Canvas, page: Page, rect: Rect) -> None:
        """Puts the sentence at the head of `rect`, as large as it fits."""
        share, before = self._fade.value, canvas.opacity
        for text, opacity in ((self._before, 1.0 - 2.0 * share), (self.text, 2.0 * share - 1.0)):
            if text and opacity > 0.0:
                canvas.opacity = before * min(opacity, 1.0)
                canvas.part(self._part, (page, rect, text), partial(_paint_sentence, canvas, page, rect, text))
        canvas.opacity = before


def _paint_sentence(canvas: Canvas, page: Page, rect: Rect, text: str) -> None:
    style, set_lines = fitted(page, "reading", text, rect)
    if len(set_lines) * line_height("reading", style.size) > rect.h + page.px(26.0):
        return  # no room for it as large as can be read: nothing rather than a text over the controls
    paint_lines(canvas, page, "reading", style, set_lines, rect.x, rect.y, page.theme.text)
