"""Walking up to a picture and back: where the camera stands before the wall, and where each panel hangs."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from descent_game.engine.camera import Camera
from descent_game.engine.easing import Glide, approach, smooth
from descent_game.engine.ray import Ray
from descent_game.engine.snapshot import Stateful
from descent_game.ui.canvas import Rect

from .page import PictureLayout, Places

UNIT = 1000.0
"""Pixels of the wall's page for one unit of the world: the wall is that page, hung upright."""
SECONDS = 0.7
FIELD_OF_VIEW = math.radians(34.0)
FARTHEST = (0.3, 0.18)
"""How far a visitor may look aside and up, in radians."""
RATE = 10.0
ASIDE, UPWARD = (0.25, 0.5), (0.62, 0.38)
"""On which part of the way (from where, how long) the bars go to the side, and then up: round the plot, not across."""
BACK = 0.6
"""How far one steps back, of the distance, for each radian that one looks aside, so that the wall stays in view."""

Rows = npt.NDArray[np.float32]


def _mixed(a: Rect, b: Rect, share: float, upward: float | None = None) -> Rect:
    """Returns the rectangle `share` of the way from `a` to `b`, and `upward` of it in height."""
    up = share if upward is None else upward
    return Rect(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * up, a.w + (b.w - a.w) * share, a.h + (b.h - a.h) * up)


class Walk(Stateful):
    """How near the visitor stands, from 0 (before the whole wall) to 1 (before one picture), and where he looks."""

    STATE = ("_near", "aside", "_aside_goal")

    def __init__(self) -> None:
        self._near = Glide(1.0, SECONDS)
        self.aside = (0.0, 0.0)
        self._aside_goal = (0.0, 0.0)

    @property
    def near(self) -> float:
        """How near the visitor stands, from 0 to 1."""
        return self._near.value

    @property
    def resting(self) -> bool:
        """Whether nothing moves."""
        return not self._near.moving and self.aside == self._aside_goal

    def to(self, near: bool, *, at_once: bool = False) -> None:
        """Walks up to the picture, or back."""
        self._near.to(float(near))
        if at_once:
            self._near.jump(float(near))
        if near:
            self._aside_goal = (0.0, 0.0)

    def turn(self, yaw: float, pitch: float) -> None:
        """Looks at the wall from another side, within limits."""
        (x, y), (most_x, most_y) = self._aside_goal, FARTHEST
        self._aside_goal = (min(max(x + yaw, -most_x), most_x), min(max(y + pitch, -most_y), most_y))

    def straight(self) -> None:
        """Looks straight at the wall again."""
        self._aside_goal = (0.0, 0.0)

    def settle(self) -> None:
        """Stands at once where the visitor is going to."""
        self.step(SECONDS, at_once=True)

    def step(self, dt: float, *, at_once: bool = False) -> None:
        """Moves on by `dt` seconds."""
        self._near.step(SECONDS if at_once else dt)
        if self.aside != self._aside_goal:
            share = 1.0 if at_once else approach(RATE, dt)
            x, y = (a + (b - a) * share for a, b in zip(self.aside, self._aside_goal, strict=True))
            close = max(abs(x - self._aside_goal[0]), abs(y - self._aside_goal[1])) < 1e-4
            self.aside = self._aside_goal if close else (x, y)

    # -- where things are -------------------------------------------------------------------------------------------

    def _view(self, places: Places, chosen: int) -> tuple[Rect, float, float, float]:
        """Returns the stage, the zoom, and the pixel of the wall's page that is seen at the stage's centre."""
        t = self.near
        stage = _mixed(places.far_stage, places.near_stage, t)
        closest, x, y = _closest(places, chosen)
        zoom = closest**t
        u = t if abs(closest - 1.0) < 1e-6 else (1.0 / zoom - 1.0) / (1.0 / closest - 1.0)
        far_x, far_y = places.far_stage.center
        return stage, zoom, far_x + (x - far_x) * u, far_y + (y - far_y) * u

    def camera(self, places: Places, chosen: int) -> Camera:
        """Returns the camera; at rest the wall's pixels fall on the screen's."""
        stage, zoom, x, y = self._view(places, chosen)
        distance = stage.h / (UNIT * zoom) / (2.0 * math.tan(FIELD_OF_VIEW / 2.0))
        yaw, pitch = (angle * (1.0 - self.near) for angle in self.aside)
        distance *= 1.0 + BACK * (abs(yaw) + abs(pitch))
        part = places.page.stage(stage)
        return Camera(yaw, pitch, distance, (x / UNIT, 0.0, -y / UNIT), FIELD_OF_VIEW, part)

    def panels(self, places: Places, chosen: int) -> Rows:
        """Returns where the panels hang, (33, 4): left, lower, right and upper edge of frame, plot and bars.

        The first picture is the one that is chosen, on its way between the wall and its place close up.
        """
        t = self.near
        home = places.far[chosen]
        closest, x, y = _closest(places, chosen)
        center_x, center_y = places.near_stage.center

        def back(near: Rect) -> Rect:
            left, top = (near.x - center_x) / closest + x, (near.y - center_y) / closest + y
            return Rect(left, top, near.w / closest, near.h / closest)

        near = places.near
        ahead, behind = (smooth((t - start) / length) for start, length in (ASIDE, UPWARD))
        shares = (ahead, behind) if near.bars.x >= near.plot.right else (behind, ahead)
        bars = _mixed(home.bars, back(near.bars), *shares)
        first = PictureLayout(_mixed(home.frame, back(near.frame), t), _mixed(home.plot, back(near.plot), t), bars)
        rects = [rect for p in (first, *places.far) for rect in (p.frame, p.plot, p.bars)]
        edges = np.array([(r.x, -r.bottom, r.right, -r.y) for r in rects]) / UNIT
        return np.asarray(edges, np.float32)

    def fades(self, chosen: int, count: int) -> Rows:
        """Returns how much of each picture is to be seen: the others fade as the visitor comes near one."""
        others = 1.0 - smooth(self.near * 2.2)
        fades = np.full(count + 1, others, np.float32)
        fades[0] = 1.0
        fades[chosen + 1] = 0.0
        return fades


def _closest(places: Places, chosen: int) -> tuple[float, float, float]:
    """Returns the zoom close up, and the pixel of the wall's page that is seen at the stage's centre then."""
    home, near = places.far[chosen].plot, places.near.plot
    zoom = near.w / home.w
    (home_x, home_y), (near_x, near_y) = home.center, near.center
    center_x, center_y = places.near_stage.center
    return zoom, home_x - (near_x - center_x) / zoom, home_y - (near_y - center_y) / zoom


def on_wall(ray: Ray) -> tuple[float, float] | None:
    """Returns the pixel of the wall's page that a ray meets, or None if it goes past."""
    if ray.direction[1] <= 1e-9:
        return None
    x, _, z = ray.at(-ray.origin[1] / ray.direction[1])
    return x * UNIT, -z * UNIT
