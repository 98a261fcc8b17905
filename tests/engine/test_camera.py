"""The camera: projecting a point and casting a ray through it come back to the point, wherever the stage is."""

import math

import numpy as np
import pytest

from descent_game.engine.camera import Camera, Viewport, fitting_distance

BOX = np.array([(x, y, z) for x in (-2.4, 2.4) for y in (-2.4, 2.4) for z in (0.0, 2.0)])
STAGES = [Viewport(), Viewport(-0.1, 0.05, 0.5, 0.7, 16 / 9), Viewport(0.2, -0.3, 0.9, 0.4, 9 / 16)]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    ("yaw", "pitch"), [(0.0, 0.1), (1.0, 0.6), (-2.5, 1.2), (3.0, math.pi / 2), (0.0, math.pi / 2)]
)
def test_a_ray_through_a_projected_point_meets_it(stage: Viewport, yaw: float, pitch: float) -> None:
    camera = Camera(yaw, pitch, 7.0, (0.1, -0.2, 0.9), math.radians(30.0), stage)
    for point in np.random.default_rng(3).uniform(-1.0, 1.0, (50, 3)):
        x, y, _ = camera.project(point)
        ray = camera.ray(x, y)
        along = float(np.dot(point - np.array(ray.origin), ray.direction))
        assert along > 0.0
        assert np.allclose(ray.at(along), point, atol=1e-9)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("yaw", [0.0, 0.7, 2.0, -1.3])
@pytest.mark.parametrize("pitch", [0.1, 0.6, math.pi / 2])
def test_the_fitting_distance_fills_the_stage_and_no_more(stage: Viewport, yaw: float, pitch: float) -> None:
    aim = Camera(yaw, pitch, 1.0, (0.0, 0.0, 1.0), math.radians(34.0), stage)
    camera = Camera(yaw, pitch, fitting_distance(aim, BOX), (0.0, 0.0, 1.0), math.radians(34.0), stage)
    seen = camera.project(BOX)
    right = np.abs(seen[:, 0] - stage.x) / stage.half_width
    up = np.abs(seen[:, 1] - stage.y) / stage.half_height
    assert max(right.max(), up.max()) == pytest.approx(1.0, abs=1e-9)


def test_looking_straight_down_is_defined_and_keeps_y_upward() -> None:
    camera = Camera(0.0, math.pi / 2, 5.0)
    assert np.isfinite(camera.matrix).all()
    up = camera.project(np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]))
    assert up[0, 1] > 0.1
    assert abs(up[0, 0]) < 1e-9
    assert up[1, 0] > 0.1


def test_nearer_points_have_less_depth() -> None:
    camera = Camera(0.3, 0.4, 5.0)
    near = np.asarray(camera.eye) * 0.5
    depths = camera.project(np.stack([near, np.zeros(3)]))[:, 2]
    assert -1.0 < depths[0] < depths[1] < 1.0


def test_the_matrix_is_float32_row_vectors() -> None:
    camera = Camera(0.3, 0.4, 5.0)
    point = np.array([0.3, -0.2, 0.1, 1.0], np.float32)
    clip = point @ camera.matrix
    assert camera.matrix.dtype == np.float32
    assert np.allclose(clip[:3] / clip[3], camera.project(point[:3]), atol=1e-5)
