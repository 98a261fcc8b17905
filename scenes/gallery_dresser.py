"""Between the story and the wall: writes the parts of the pictures that have changed, and no others."""

from __future__ import annotations

from descent_game.engine.mesh import Uniform
from descent_game.ui.page import Page

from .gallery_page import Places
from .gallery_story import Story
from .gallery_walk import Walk
from .gallery_wall import Rows, Wall, colors

SMALL = 0.52
"""The width of strokes on the wall, of what it is close up."""


class Dresser:
    """Remembers in which state each part of the wall was drawn."""

    def __init__(self, wall: Wall) -> None:
        self.wall = wall
        self._drawn: dict[str, tuple[object, ...]] = {}

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

    def draw(self, story: Story, places: Places, near: float) -> None:
        """Writes curves, markers, axes and bars where they have changed; close up those of the first picture alone."""
        z, bars = story.controls.number("z"), story.bars
        for row in range(len(story.curves) if near < 1.0 else 1):
            curves, plot = story.curves[row], (places.far[0].plot if row or near < 0.5 else places.near.plot)
            aspect = plot.w / plot.h
            if self._changed(f"curves {row}", curves.version, aspect):
                self.wall.draw_curves(row, curves, aspect)
            if self._changed(f"marker {row}", curves.version, z, aspect):
                self.wall.draw_marker(row, curves.marked(z, aspect))
            if row and self._changed(f"axes {row}", curves.version, bars.tops[1].value):
                self.wall.draw_axes(row, curves, bars)
        top = bars.tops[0]
        if self._changed("grid", story.curves[0].version, top.value, top.goal):
            self.wall.draw_grid(story.curves[0], bars)
        if self._changed("bars", bars.version, near == 1.0):
            self.wall.draw_bars(bars, near == 1.0)

    def dress(self, page: Page, panels: Rows, fades: Rows, walk: Walk) -> None:
        """Sets what the shaders need: where the panels hang, how much is seen of each picture, colours, pens."""
        near = walk.near
        rests = near in (0.0, 1.0) and walk.aside == (0.0, 0.0)
        shared: dict[str, Uniform] = {
            "panels": panels,
            "fades": fades,
            "colors": colors(page.theme, near),
            "pen": page.scale * (SMALL + (1.0 - SMALL) * near),
            "snap": float(rests),
        }
        self.wall.dress(shared, near == 1.0)
