"""One window's page: its size, scale, theme and language, and how a measure of the design becomes pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from descent_game.engine.camera import Viewport
from descent_game.ui.canvas import Rect, Style
from descent_game.ui.messages import Messages
from descent_game.ui.text import measure, metrics
from descent_game.ui.theme import DARK, Theme, line_height, style

UPRIGHT_BELOW = 1.1
"""Windows narrower than this, width over height, are laid out upright."""
LEGIBLE = 3 / 8
"""The scale down to which words can be read; a page smaller than that is a small picture of one of that scale."""
FOOT = 84.0
"""What a caption takes at the foot of a page without widgets, where it has one line."""
LARGE = 1.25
"""How much larger a caption is where no controls are."""
INVITED = 26.0
"""What stands above and below the words that ask to begin, inside their border; outside it is half as much."""
FINGER = 62.0
"""Height of a control in the design: what a finger needs."""


@dataclass(frozen=True)
class Page:
    """A window of `width` x `height` pixels with its theme and language.

    `text_scale` enlarges all text; `least_target` is the least height of a control in pixels, where the size of the
    screen in millimetres is known; with `reduced_motion` changes cut instead of glide. `scenes` are those that the
    tabs show, in their order (none: all); `hidden` are the controls that have no widget, each as `scene.control`.
    A `bare` page has no widgets at all, and room for a caption at its foot; where it is `inviting` it has room above
    that for the words that ask to begin. A `plain` one has no words and panels either: what the scene is about has it
    for itself.
    """

    width: int
    height: int
    theme: Theme
    messages: Messages
    text_scale: float = 1.0
    least_target: float = 0.0
    reduced_motion: bool = False
    scenes: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    bare: bool = False
    inviting: bool = False
    plain: bool = False

    @property
    def upright(self) -> bool:
        """Whether the page is set in one column."""
        return self.width < self.height * UPRIGHT_BELOW

    @cached_property
    def scale(self) -> float:
        """Pixels of the window for one of the design: 1920 x 1080, or a column 1080 wide where it stands upright."""
        if self.upright:
            return min(self.width / 1080.0, self.height / 1600.0)
        return min(self.width / 1920.0, self.height / 1080.0)

    def px(self, measure_of_design: float) -> float:
        """Returns a measure of the design in whole pixels of the window."""
        return float(round(measure_of_design * self.scale))

    def line(self, measure_of_design: float) -> float:
        """Returns the width of a line of the design, at least one pixel."""
        return max(measure_of_design * self.scale, 1.0)

    def style(self, role: str, size: float = 1.0) -> Style:
        """Returns the style of a role at this page's scale, times `size`."""
        return style(role, self.scale * self.text_scale * size, min(self.scale / LEGIBLE, 1.0))

    def row(self, role: str) -> float:
        """Returns the height of one line of a role, in whole pixels."""
        return float(line_height(role, self.style(role).size))

    @cached_property
    def finger(self) -> float:
        """The height of a control in whole pixels: never less than a finger, nor than its text with room around."""
        return float(round(max(FINGER * self.scale, self.least_target, self.style("option").size * 1.9)))

    @cached_property
    def whole(self) -> Rect:
        """The window."""
        return Rect(0.0, 0.0, float(self.width), float(self.height))

    @cached_property
    def inner(self) -> Rect:
        """What lies within the margins: 72 left and right, 58 top, 38 bottom, or as much as is said there."""
        x, top, bottom = self.px(72.0), self.px(58.0), self.px(38.0)
        if self.bare:
            bottom = self.foot + (self.invitation + self.px(INVITED) if self.inviting else 0.0)
        return Rect(x, top, self.width - 2.0 * x, self.height - top - bottom)

    @cached_property
    def foot(self) -> float:
        """What a caption takes at the foot of a page without widgets: one line, two where it stands upright."""
        line = line_height("reading", self.style("reading", LARGE).size)
        return max(self.px(FOOT), line + self.px(43.0)) + (line if self.upright else 0.0)

    @cached_property
    def invitation(self) -> float:
        """The height of the words that ask to begin, with their border."""
        return self.row("heading") + self.px(INVITED)

    def centred(self, width: float, height: float) -> Rect:
        """Returns a rectangle in the middle of the window, at whole pixels, at least so large."""
        width, height = math.ceil(width), math.ceil(height)
        return Rect(float((self.width - width) // 2), float((self.height - height) // 2), float(width), float(height))

    def pixels(self, x: float, y: float) -> tuple[float, float]:
        """Returns the pixel, y down, at a place in [-1, 1], y up."""
        return (x + 1.0) * 0.5 * self.width, (1.0 - y) * 0.5 * self.height

    def stage(self, rect: Rect) -> Viewport:
        """Returns a rectangle in pixels as the part of the window that a camera may fill; at least a pixel of it."""
        x, y = rect.center
        return Viewport(
            x / self.width * 2.0 - 1.0,
            1.0 - y / self.height * 2.0,
            max(rect.w, 1.0) / self.width,
            max(rect.h, 1.0) / self.height,
            self.width / self.height,
        )


def baseline(style: Style, top: float, height: float) -> float:
    """Returns where the baseline of a line stands that is centred in `height` below `top`, in whole pixels."""
    ascent, descent = metrics(style)
    return float(round(top + (height - ascent - descent) / 2.0 + ascent))


def fitted(page: Page, role: str, text: str, width: float, least: float = 0.6) -> Style:
    """Returns the style of a role, made smaller down to `least` of its size until `text` fits into `width`."""
    size = 1.0
    while size > least and measure(text, page.style(role, size)) > width:
        size -= 0.04
    return page.style(role, max(size, least))


DESIGN = Page(1920, 1080, DARK, Messages({}))
"""The page that everything is designed for, without words: what a scene stands on until it is given another."""
