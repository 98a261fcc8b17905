"""What a pointer does in the gallery: what it is over, what it takes hold of, and where that moves the marker."""

from __future__ import annotations

import math
from dataclasses import dataclass

from descent_game.engine.camera import Camera
from descent_game.sim.network.activations import LAYERS
from descent_game.ui.canvas import Rect

from .close_up import HANDLE
from .page import Places
from .plot import place_of
from .state import Z
from .viewer import on_wall

STILL = 0.02
"""How far, in half window heights, a press on the wall may wander and still choose a picture."""
SNAP = 6.0
"""How near, in pixels of the design, the marker is drawn to zero."""


@dataclass(frozen=True)
class Grab:
    """A finger on the marker: where it went down, how far from the handle's middle, whether it has moved."""

    x: float
    y: float
    offset: float = 0.0
    moved: bool = False


@dataclass(frozen=True)
class PointerTargets:
    """Where things are for a pointer: the page, and the camera while the whole wall is seen (None close up)."""

    places: Places
    camera: Camera | None

    def pixel(self, x: float, y: float) -> tuple[float, float] | None:
        """Returns the pixel of the page, or of the wall's page, at a place of the screen in [-1, 1]."""
        if self.camera is None:
            return self.places.page.pixels(x, y)
        return on_wall(self.camera.ray(x, y))

    def picture(self, x: float, y: float) -> int | None:
        """Returns the number of the picture on the wall at a place of the screen."""
        pixel = self.pixel(x, y)
        if pixel is None or self.camera is None:
            return None
        return next((i for i, p in enumerate(self.places.far) if p.frame.contains(*pixel)), None)

    def reach(self) -> Rect:
        """Returns where a finger takes hold of the marker close up: the plot, and a finger's width about it."""
        page, plot = self.places.page, self.places.near.plot
        side = max(page.finger / 2.0, page.px(HANDLE[0]) / 2.0)
        return Rect(plot.x - side, plot.y, plot.w + 2.0 * side, plot.h + side)

    def grabs(self, x: float, y: float) -> bool:
        """Returns whether a press takes hold of the marker, or of a picture on the wall."""
        pixel = self.pixel(x, y)
        if self.camera is not None:
            return self.picture(x, y) is not None
        return pixel is not None and self.reach().contains(*pixel)

    def grab(self, x: float, y: float, z: float) -> Grab:
        """Returns what a press takes hold of: on the handle it keeps its distance from the handle's middle."""
        pixel = self.pixel(x, y)
        if pixel is None or self.camera is not None:
            return Grab(x, y)
        page, plot = self.places.page, self.places.near.plot
        away = pixel[0] - (plot.x + place_of(z) * plot.w)
        on_handle = abs(away) <= page.px(HANDLE[0]) / 2.0 and pixel[1] > plot.bottom - page.px(HANDLE[1]) / 2.0
        return Grab(x, y, away if on_handle else 0.0)

    def wandered(self, grab: Grab, x: float, y: float) -> bool:
        """Returns whether a finger has gone so far that it means to move the marker, not to choose a picture."""
        page = self.places.page
        return grab.moved or math.hypot((x - grab.x) * page.width / page.height, y - grab.y) > STILL

    def value(self, grab: Grab, x: float, y: float) -> float | None:
        """Returns the z that a finger at (x, y) points at, in the plot close up or in the picture it went down on."""
        pixel = self.pixel(x, y)
        if pixel is None:
            return None
        plot = self.places.near.plot
        if self.camera is not None:
            number = self.picture(grab.x, grab.y)
            if number is None:
                return None
            plot = self.places.far[number].plot
        reach = self.places.page.px(SNAP) / plot.w
        return Z.at((pixel[0] - grab.offset - plot.x) / plot.w, reach)

    def bar(self, x: float, y: float) -> int | None:
        """Returns the bar close up at a place of the screen, counted from 0; each takes its whole column."""
        pixel = self.pixel(x, y)
        chart = self.places.near.bars
        if pixel is None or self.camera is not None or not chart.contains(*pixel):
            return None
        return min(int((pixel[0] - chart.x) / chart.w * LAYERS), LAYERS - 1)
