"""A camera as data: where it stands, what it looks at, and the part of the window its object may fill."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from descent_game.engine import linalg
from descent_game.engine.linalg import Matrix, Vector
from descent_game.engine.ray import Ray


@dataclass(frozen=True)
class Viewport:
    """The free part of the window: centre and half size in [-1, 1] coordinates, y up, and the window's aspect."""

    x: float = 0.0
    y: float = 0.0
    half_width: float = 1.0
    half_height: float = 1.0
    window_aspect: float = 16 / 9

    @property
    def aspect(self) -> float:
        """Width over height of the stage itself."""
        return self.window_aspect * self.half_width / self.half_height


@dataclass(frozen=True)
class Camera:
    """Stands at angles `yaw` and `pitch` (radians) and `distance` from `target`; z is up.

    At yaw 0 it stands on the negative y axis; a pitch of half a turn over four looks straight down, with the y axis
    upward on the screen. `field_of_view` is the vertical angle of the stage.
    """

    yaw: float = 0.0
    pitch: float = 0.5
    distance: float = 5.0
    target: Vector = (0.0, 0.0, 0.0)
    field_of_view: float = math.radians(34.0)
    stage: Viewport = Viewport()

    @cached_property
    def axes(self) -> npt.NDArray[np.float64]:
        """The camera's right, up and backward axes, (3, 3), one a row. Never undefined, straight down included."""
        sin_yaw, cos_yaw = math.sin(self.yaw), math.cos(self.yaw)
        sin_pitch, cos_pitch = math.sin(self.pitch), math.cos(self.pitch)
        return np.array(
            [
                [cos_yaw, sin_yaw, 0.0],
                [-sin_yaw * sin_pitch, cos_yaw * sin_pitch, cos_pitch],
                [sin_yaw * cos_pitch, -cos_yaw * cos_pitch, sin_pitch],
            ]
        )

    @cached_property
    def eye(self) -> Vector:
        """Where the camera stands."""
        x, y, z = np.asarray(self.target, np.float64) + self.distance * self.axes[2]
        return float(x), float(y), float(z)

    @cached_property
    def view(self) -> npt.NDArray[np.float64]:
        """World to eye, 4x4 float64."""
        matrix = np.eye(4)
        matrix[:3, :3] = self.axes.T
        matrix[3, :3] = -(self.axes @ np.asarray(self.eye))
        return matrix

    @cached_property
    def projection(self) -> npt.NDArray[np.float64]:
        """Eye to clip space, 4x4 float64: the frustum of the stage, moved to where the stage is in the window."""
        near = max(self.distance * 0.02, 1e-3)
        matrix = linalg.perspective(self.field_of_view, self.stage.aspect, near, self.distance * 3.0 + 20.0)
        place = np.eye(4)
        place[0, 0], place[1, 1] = self.stage.half_width, self.stage.half_height
        place[3, 0], place[3, 1] = self.stage.x, self.stage.y
        return matrix @ place

    @cached_property
    def world_to_clip(self) -> npt.NDArray[np.float64]:
        """World to clip space, 4x4 float64."""
        return self.view @ self.projection

    @cached_property
    def matrix(self) -> Matrix:
        """World to clip space, 4x4 float32, row vectors."""
        return np.asarray(self.world_to_clip, np.float32)

    @cached_property
    def _clip_to_world(self) -> npt.NDArray[np.float64]:
        return linalg.inverse(self.world_to_clip)

    def ray(self, x: float, y: float) -> Ray:
        """Returns the ray from the eye through the point (x, y) of the window, in [-1, 1], y up."""
        far = np.array([x, y, 0.5, 1.0]) @ self._clip_to_world
        eye = np.asarray(self.eye)
        direction = linalg.normalized(far[:3] / far[3] - eye)
        if float(direction @ self.axes[2]) > 0.0:
            direction = -direction
        dx, dy, dz = direction
        return Ray(self.eye, (float(dx), float(dy), float(dz)))

    def project(self, points: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """Returns window coordinates in [-1, 1], y up, and depth, (..., 3), of world points (..., 3)."""
        points = np.asarray(points, np.float64)
        clip = points @ self.world_to_clip[:3] + self.world_to_clip[3]
        return np.asarray(clip[..., :3] / np.maximum(clip[..., 3:], 1e-9))


def fitting_distance(camera: Camera, corners: npt.NDArray[np.floating]) -> float:
    """Returns the least distance at which all `corners`, (n, 3), lie inside the camera's stage.

    A point at (right, up, back) in the camera's axes, seen from distance d, is inside while |right| ≤ tan_x (d - back)
    and the same upward.
    """
    local = (np.asarray(corners, np.float64) - np.asarray(camera.target)) @ camera.axes.T
    tan_y = math.tan(camera.field_of_view / 2.0)
    tan_x = tan_y * camera.stage.aspect
    need = np.maximum(np.abs(local[:, 0]) / tan_x, np.abs(local[:, 1]) / tan_y) + local[:, 2]
    return float(need.max())
