"""Moving a camera by hand: turning with inertia, zooming toward a point, panning, and coming home."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from descent_game.engine.camera import Camera, Viewport, fitting_distance
from descent_game.engine.easing import approach
from descent_game.engine.linalg import Vector
from descent_game.engine.remembered import FrozenArray, Remembered
from descent_game.engine.snapshot import Stateful

RATE = 12.0
"""How fast the camera follows the hand, per second."""
COAST = 3.5
"""How fast a fling dies, per second."""


@dataclass(frozen=True)
class Pose:
    """Where an orbit is: angles in radians, `zoom` in units of the distance that frames the object, an offset."""

    yaw: float
    pitch: float
    zoom: float = 1.0
    offset: Vector = (0.0, 0.0, 0.0)
    field_of_view: float = math.radians(34.0)

    def mixed(self, other: Pose, share: float) -> Pose:
        """Returns the pose `share` of the way to `other`."""
        a, b = self.offset, other.offset
        return Pose(
            self.yaw + (other.yaw - self.yaw) * share,
            self.pitch + (other.pitch - self.pitch) * share,
            self.zoom + (other.zoom - self.zoom) * share,
            (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share),
            self.field_of_view + (other.field_of_view - self.field_of_view) * share,
        )

    def near(self, other: Pose) -> bool:
        """Returns whether the two differ by less than can be seen."""
        gaps = [self.yaw - other.yaw, self.pitch - other.pitch, self.zoom - other.zoom]
        gaps += [p - q for p, q in zip(self.offset, other.offset, strict=True)]
        return max(map(abs, gaps)) < 1e-5 and abs(self.field_of_view - other.field_of_view) < 1e-6


class Orbit(Stateful):
    """Eases a pose to its goal by 1 - exp(-k dt); at zoom 1 the box of `corners`, (n, 3), just fills the `stage`."""

    STATE = ("goal", "pose", "previous", "_coast")

    def __init__(
        self,
        home: Pose,
        corners: FrozenArray,
        *,
        zooms: tuple[float, float] = (0.12, 1.8),
        pitches: tuple[float, float] = (math.radians(4.0), math.radians(90.0)),
    ) -> None:
        self.home = self.goal = self.pose = self.previous = home
        self.corners = corners
        self.stage = Viewport()
        self._zooms, self._pitches = zooms, pitches
        self._coast = (0.0, 0.0)
        low, high = corners.array.min(axis=0), corners.array.max(axis=0)
        x, y, z = ((low + high) / 2.0).tolist()
        self._center: Vector = (x, y, z)
        self._reach = (high - low) / 2.0
        self._framed = Remembered(framed)

    @property
    def moving(self) -> bool:
        """Whether the camera is on its way."""
        return self.pose is not self.goal or self.previous is not self.pose or self._coast != (0.0, 0.0)

    def turn(self, yaw: float, pitch: float, *, fling: bool = False) -> None:
        """Turns by radians, or lets the orbit coast on at radians a second."""
        self._coast = (yaw, pitch) if fling else (0.0, 0.0)
        if not fling:
            self._aim(yaw, pitch)

    def _aim(self, yaw: float, pitch: float) -> None:
        low, high = self._pitches
        self.goal = replace(self.goal, yaw=self.goal.yaw + yaw, pitch=min(max(self.goal.pitch + pitch, low), high))

    def zoom(self, factor: float, toward: Vector) -> None:
        """Scales the distance by `factor`, keeping the world point `toward` where it is on the screen."""
        low, high = self._zooms
        factor = min(max(self.goal.zoom * factor, low), high) / self.goal.zoom
        center = np.add(self._center, self.goal.offset)
        offset = self.goal.offset + (np.asarray(toward) - center) * (1.0 - factor)
        self.goal = replace(self.goal, zoom=self.goal.zoom * factor, offset=self._held(offset))

    def pan(self, dx: float, dy: float) -> None:
        """Moves the view by a part of the window, so that the object follows the hand."""
        camera = self.camera(1.0)
        tan_y = math.tan(camera.field_of_view / 2.0)
        up = camera.distance * tan_y / camera.stage.half_height
        right = up * camera.stage.window_aspect
        move = camera.axes[0] * (dx * right) + camera.axes[1] * (dy * up)
        self.goal = replace(self.goal, offset=self._held(self.goal.offset - move))

    def _held(self, offset: npt.NDArray[np.float64]) -> Vector:
        x, y, z = np.clip(offset, -self._reach, self._reach)
        return float(x), float(y), float(z)

    def aim(self, pose: Pose) -> None:
        """Sets a new goal, taking the shorter way round."""
        turns = round((self.pose.yaw - pose.yaw) / math.tau)
        self.goal = replace(pose, yaw=pose.yaw + turns * math.tau)
        self._coast = (0.0, 0.0)

    def jump(self, pose: Pose) -> None:
        """Goes to a pose at once."""
        self.goal = self.pose = self.previous = pose
        self._coast = (0.0, 0.0)

    def step(self, dt: float, *, cut: bool = False) -> None:
        """Moves the camera on by `dt` seconds; near enough to its goal it comes to rest there. `cut`: at once."""
        if cut:
            self.jump(self.goal)
            return
        self.previous = self.pose
        yaw, pitch = self._coast
        if yaw or pitch:
            self._aim(yaw * dt, pitch * dt)
            keep = 1.0 - approach(COAST, dt)
            yaw, pitch = yaw * keep, pitch * keep
            self._coast = (yaw, pitch) if math.hypot(yaw, pitch) > 0.01 else (0.0, 0.0)
        if self.pose is not self.goal:
            mixed = self.pose.mixed(self.goal, approach(RATE, dt))
            self.pose = self.goal if mixed.near(self.goal) else mixed

    def camera(self, alpha: float) -> Camera:
        """Returns the camera `alpha` of the way from the last step to this one, framed into the stage.

        While nothing moves it is the same one, with all that has been worked out of it.
        """
        still = alpha >= 1.0 or self.previous is self.pose
        pose = self.pose if still else self.previous.mixed(self.pose, alpha)
        return self._framed(pose, self._center, self.stage, self.corners)


def framed(pose: Pose, center: Vector, stage: Viewport, corners: FrozenArray) -> Camera:
    """Returns a pose's camera, turned about a center and framed so that all corners, (n, 3), fit the stage."""
    camera = Camera(pose.yaw, pose.pitch, 1.0, center, pose.field_of_view, stage)
    fx, fy, fz = np.add(center, pose.offset).tolist()
    distance = fitting_distance(camera, corners.array) * pose.zoom
    return replace(camera, distance=distance, target=(fx, fy, fz))
