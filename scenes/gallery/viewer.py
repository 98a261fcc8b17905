"""Where the viewer stands before the wall: far enough to see all of it, or close to one picture; and what is seen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from descent_game.engine.camera import Camera
from descent_game.engine.easing import Glide, approach, smooth
from descent_game.engine.ray import Ray
from descent_game.engine.snapshot import Stateful
from descent_game.ui.canvas import Rect
from descent_game.ui.page import Page

from .page import PictureLayout, Places

UNIT = 1000.0
"""Pixels of the wall's page for one unit of the world: the wall is that page, hung upright."""
SECONDS = 0.7
FIELD_OF_VIEW = math.radians(34.0)
FARTHEST = (0.3, 0.18)
"""How far a viewer may look aside and up, in radians."""
RATE = 10.0
ASIDE, UPWARD = (0.25, 0.5), (0.62, 0.38)
"""On which part of the way (from where, how long) the bars go to the side, and then up: round the plot, not across."""
BACK = 0.6
"""How far one steps back, of the distance, for each radian that one looks aside, so that the wall stays in view."""
STRAIGHT = (0.0, 0.0)

Rows = npt.NDArray[np.float32]


def _mixed(a: Rect, b: Rect, share: float, upward: float | None = None) -> Rect:
    """Returns the rectangle `share` of the way from `a` to `b`, and `upward` of it in height."""
    up = share if upward is None else upward
    return Rect(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * up, a.w + (b.w - a.w) * share, a.h + (b.h - a.h) * up)


class Viewpoint(NamedTuple):
    """How near the viewer stands, from 0 (before the whole wall) to 1 (before one picture), and where to he looks."""

    near: float = 1.0
    aside: tuple[float, float] = STRAIGHT

    @property
    def straight(self) -> bool:
        """Whether all pixels of the wall fall on the screen's: at either end, and looked at straight."""
        return self.near in (0.0, 1.0) and self.aside == STRAIGHT


class Viewer(Stateful):
    """State: how near the viewer is and where he looks, and where both are going."""

    STATE = ("_near", "_aside", "_aside_goal")

    def __init__(self) -> None:
        self._near = Glide(1.0, SECONDS)
        self._aside = self._aside_goal = STRAIGHT

    @property
    def now(self) -> Viewpoint:
        """Where the viewer stands at this moment."""
        return Viewpoint(self._near.value, self._aside)

    @property
    def near(self) -> float:
        """How near the viewer stands, from 0 to 1."""
        return self._near.value

    def go(self, near: bool, *, at_once: bool = False) -> None:
        """Sets off to the picture, or back from it."""
        self._near.to(float(near))
        if at_once:
            self._near.jump(float(near))
        if near:
            self.look_straight()

    def turn(self, yaw: float, pitch: float) -> None:
        """Looks at the wall from another side, within limits."""
        (x, y), (most_x, most_y) = self._aside_goal, FARTHEST
        self._aside_goal = (min(max(x + yaw, -most_x), most_x), min(max(y + pitch, -most_y), most_y))

    def look_straight(self) -> None:
        """Looks straight at the wall again."""
        self._aside_goal = STRAIGHT

    def settle(self) -> None:
        """Stands at once where the viewer is going to."""
        self.step(SECONDS, at_once=True)

    def step(self, dt: float, *, at_once: bool = False) -> None:
        """Moves on by `dt` seconds."""
        self._near.step(SECONDS if at_once else dt)
        if self._aside != self._aside_goal:
            share = 1.0 if at_once else approach(RATE, dt)
            x, y = (a + (b - a) * share for a, b in zip(self._aside, self._aside_goal, strict=True))
            close = max(abs(x - self._aside_goal[0]), abs(y - self._aside_goal[1])) < 1e-4
            self._aside = self._aside_goal if close else (x, y)


@dataclass(frozen=True, eq=False)
class WallSeen:
    """The wall as it is seen from somewhere: `panels` and `fades` are the shaders', `rects` the panels in the window.

    `panels`, (n, 4), are left, lower, right and upper edge of frame, plot and bars of every picture; `fades` how much
    of each picture is to be seen.
    """

    camera: Camera
    panels: Rows
    fades: Rows
    rects: tuple[Rect, ...]

    @property
    def pictures(self) -> tuple[tuple[Rect, Rect], ...]:
        """Frame and bars of each picture on the wall, in pixels of the window."""
        return tuple(zip(self.rects[3::3], self.rects[5::3], strict=True))


def wall_seen(places: Places, chosen: int, at: Viewpoint) -> WallSeen:
    """Returns the wall as it is seen from a viewpoint, where one of its pictures is the one that is gone up to."""
    camera, panels = camera_at(places, chosen, at), panels_at(places, chosen, at.near)
    rects = tuple(on_screen(places.page, camera, panels))
    return WallSeen(camera, panels, fades_at(chosen, len(places.far), at.near), rects)


def camera_at(places: Places, chosen: int, at: Viewpoint) -> Camera:
    """Returns the camera; at rest the wall's pixels fall on the screen's."""
    near = at.near
    stage = _mixed(places.far_stage, places.near_stage, near)
    closest, x, y = _closest(places, chosen)
    zoom = closest**near
    share = near if abs(closest - 1.0) < 1e-6 else (1.0 / zoom - 1.0) / (1.0 / closest - 1.0)
    far_x, far_y = places.far_stage.center
    x, y = far_x + (x - far_x) * share, far_y + (y - far_y) * share
    distance = stage.h / (UNIT * zoom) / (2.0 * math.tan(FIELD_OF_VIEW / 2.0))
    yaw, pitch = (angle * (1.0 - near) for angle in at.aside)
    distance *= 1.0 + BACK * (abs(yaw) + abs(pitch))
    part = places.page.stage(stage)
    return Camera(yaw, pitch, distance, (x / UNIT, 0.0, -y / UNIT), FIELD_OF_VIEW, part)


def panels_at(places: Places, chosen: int, near: float) -> Rows:
    """Returns where the panels hang, (33, 4): left, lower, right and upper edge of frame, plot and bars.

    The first picture is the one that is chosen, on its way between the wall and its place close up.
    """
    home, close_up = places.far[chosen], places.near
    closest, x, y = _closest(places, chosen)
    center_x, center_y = places.near_stage.center

    def back(rect: Rect) -> Rect:
        left, top = (rect.x - center_x) / closest + x, (rect.y - center_y) / closest + y
        return Rect(left, top, rect.w / closest, rect.h / closest)

    ahead, behind = (smooth((near - start) / length) for start, length in (ASIDE, UPWARD))
    shares = (ahead, behind) if close_up.bars.x >= close_up.plot.right else (behind, ahead)
    bars = _mixed(home.bars, back(close_up.bars), *shares)
    frame, plot = _mixed(home.frame, back(close_up.frame), near), _mixed(home.plot, back(close_up.plot), near)
    rects = [rect for p in (PictureLayout(frame, plot, bars), *places.far) for rect in (p.frame, p.plot, p.bars)]
    edges = np.array([(r.x, -r.bottom, r.right, -r.y) for r in rects]) / UNIT
    return np.asarray(edges, np.float32)


def fades_at(chosen: int, count: int, near: float) -> Rows:
    """Returns how much of each picture is to be seen: the others fade as the viewer comes near one."""
    fades = np.full(count + 1, 1.0 - smooth(near * 2.2), np.float32)
    fades[0] = 1.0
    fades[chosen + 1] = 0.0
    return fades


def on_screen(page: Page, camera: Camera, edges: npt.NDArray[np.floating]) -> list[Rect]:
    """Returns where panels (left, lower, right, upper edge on the wall; (n, 4)) are seen, in pixels of the window."""
    corners = np.zeros((len(edges), 2, 3))
    corners[:, 0, 0::2], corners[:, 1, 0::2] = edges[:, [0, 3]], edges[:, [2, 1]]
    seen = camera.project(corners)[..., :2]
    half = np.array((page.width, page.height)) / 2.0
    pixels = (seen * (1.0, -1.0) + 1.0) * half
    return [Rect(left, top, right - left, bottom - top) for (left, top), (right, bottom) in pixels.tolist()]


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
