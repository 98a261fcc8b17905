"""Between the story and the wall: writes the parts of the pictures that have changed, and no others."""

from __future__ import annotations

import numpy as np

from descent_game.engine.mesh import Uniform
from descent_game.ui.page import Page

from .page import Places
from .plot import Marked
from .state import GalleryState
from .walk import Walk
from .wall import Rows, Wall, colors

SMALL = 0.52
"""The width of strokes on the wall, of what it is close up."""


class MeshUpdater:
    """Remembers in which state each part of the wall was drawn."""

    def __init__(self, wall: Wall) -> None:
        self.wall = wall
        self._drawn: dict[str, tuple[object, ...]] = {}
        self._marked: list[Marked] = []
        self._colors: Rows = np.zeros((0, 4), np.float32)

    def fit(self, places: Places) -> None:
        """Takes another page: everything is drawn anew."""
        self._drawn.clear()
        self.wall.fit_bars(places.near.bars.w, places.far[0].bars.w)

    def _changed(self, key: str, *state: object) -> bool:
        """Returns whether this part was last drawn in another state, and notes the new one."""
        if self._drawn.get(key) == state:
            return False
        self._drawn[key] = state
        return True

    def draw(self, story: GalleryState, places: Places, near: float) -> Marked:
        """Writes what has changed, close up of the first picture alone; returns what stands at its marker."""
        z, bars = story.controls.number("z"), story.bars
        rows = range(len(story.curves) if near < 1.0 else 1)
        hung, plot = places.far[0].plot, places.far[0].plot if near < 0.5 else places.near.plot
        aspects = [plot.w / plot.h, *[hung.w / hung.h] * (len(rows) - 1)]
        for row in rows:
            curves = story.curves[row]
            if self._changed(f"curves {row}", curves.version, aspects[row]):
                self.wall.draw_curves(row, curves, aspects[row])
            if row and self._changed(f"axes {row}", curves.version, bars.tops[1].value):
                self.wall.draw_axes(row, curves, bars)
        versions = sum(story.curves[row].version for row in rows)
        if self._changed("markers", z, len(rows), aspects[0], versions, story.chosen):
            self._marked = [story.curves[row].marked(z, aspects[row]) for row in rows]
            self.wall.draw_markers(self._marked)
        top = bars.tops[0]
        if self._changed("grid", story.curves[0].version, top.value, top.goal):
            self.wall.draw_grid(story.curves[0], bars)
        if self._changed("bars", bars.version, near == 1.0):
            self.wall.draw_bars(bars, near == 1.0)
        return self._marked[0]

    def dress(self, page: Page, panels: Rows, fades: Rows, walk: Walk) -> None:
        """Sets what the shaders need: where the panels hang, how much is seen of each picture, colours, pens."""
        near = walk.near
        rests = near in (0.0, 1.0) and walk.aside == (0.0, 0.0)
        if self._changed("colors", page.theme.name, near):
            self._colors = colors(page.theme, near)
        shared: dict[str, Uniform] = {
            "panels": panels,
            "fades": fades,
            "colors": self._colors,
            "pen": page.scale * (SMALL + (1.0 - SMALL) * near),
            "snap": float(rests),
        }
        self.wall.dress(shared, near == 1.0)
