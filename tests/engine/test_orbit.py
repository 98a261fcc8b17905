"""The orbit: eases by time, comes to rest, zooms toward what is under the pointer, pans with the hand."""

import math

import numpy as np
import pytest

from descent_game.engine.camera import Viewport
from descent_game.engine.orbit import Orbit, Pose
from descent_game.engine.remembered import frozen

BOX = frozen(np.array([(x, y, z) for x in (-2.0, 2.0) for y in (-2.0, 2.0) for z in (0.0, 1.0)]))
HOME = Pose(yaw=0.4, pitch=0.6)


def settle(orbit: Orbit, seconds: float = 4.0) -> None:
    """Lets an orbit come to rest."""
    for _ in range(int(seconds * 120)):
        orbit.step(1 / 120)


def test_a_second_of_easing_is_the_same_in_any_steps() -> None:
    poses = []
    for rate in (30, 60, 144):
        orbit = Orbit(HOME, BOX)
        orbit.turn(0.9, -0.2)
        for _ in range(rate // 10):
            orbit.step(1 / rate)
        poses.append((orbit.pose.yaw, orbit.pose.pitch))
    # a tenth of a second is 3, 6 and 14.4 frames: 144 runs 14, which is 0.097 s
    assert poses[0] == pytest.approx(poses[1], abs=1e-12)
    assert poses[2] == pytest.approx(poses[1], abs=0.02)


def test_it_comes_to_rest_exactly_on_its_goal() -> None:
    orbit = Orbit(HOME, BOX)
    orbit.turn(0.5, 0.1)
    assert orbit.moving
    settle(orbit)
    assert orbit.pose == orbit.goal
    assert not orbit.moving
    assert orbit.pose.yaw == pytest.approx(HOME.yaw + 0.5)


def test_a_fling_coasts_on_and_dies() -> None:
    orbit = Orbit(HOME, BOX)
    orbit.turn(2.0, 0.0, fling=True)
    settle(orbit, 0.2)
    early = orbit.pose.yaw
    assert early > HOME.yaw + 0.05
    settle(orbit)
    assert orbit.pose.yaw > early
    assert not orbit.moving
    orbit.turn(2.0, 0.0, fling=True)
    orbit.turn(0.0, 0.0, fling=True)
    before = orbit.goal
    settle(orbit, 1.0)
    assert orbit.goal == before


def test_the_pitch_stays_between_its_limits() -> None:
    orbit = Orbit(HOME, BOX)
    orbit.turn(0.0, 9.0)
    assert orbit.goal.pitch == pytest.approx(math.pi / 2)
    orbit.turn(0.0, -9.0)
    assert 0.0 < orbit.goal.pitch < 0.1


@pytest.mark.parametrize("factor", [0.5, 0.9, 1.2])
def test_zoom_keeps_what_is_under_the_pointer_on_every_picture(factor: float) -> None:
    orbit = Orbit(HOME, BOX)
    orbit.stage = Viewport(0.1, 0.0, 0.6, 0.8, 16 / 9)
    orbit.zoom(0.8, (0.0, 0.0, 0.5))
    settle(orbit)
    point = (0.7, -0.4, 0.3)
    before = orbit.camera(1.0).project(np.array(point))
    orbit.zoom(factor, point)
    for _ in range(60):
        orbit.step(1 / 120)
        assert np.allclose(orbit.camera(1.0).project(np.array(point))[:2], before[:2], atol=1e-6)


def test_pan_moves_the_object_with_the_hand() -> None:
    orbit = Orbit(HOME, BOX)
    middle = np.array([0.0, 0.0, 0.5])
    orbit.pan(0.2, -0.1)
    settle(orbit)
    seen = orbit.camera(1.0).project(middle)
    assert seen[0] == pytest.approx(0.2, abs=0.01)
    assert seen[1] == pytest.approx(-0.1, abs=0.01)


def test_it_never_loses_the_object() -> None:
    orbit = Orbit(HOME, BOX)
    for _ in range(100):
        orbit.pan(1.0, 1.0)
        orbit.zoom(0.5, (9.0, 9.0, 9.0))
    settle(orbit)
    assert np.abs(np.asarray(orbit.pose.offset)).max() <= 2.0
    assert orbit.pose.zoom >= 0.1
    for _ in range(100):
        orbit.zoom(3.0, (0.0, 0.0, 0.0))
    assert orbit.goal.zoom <= 2.0


def test_home_is_reached_the_shorter_way_round() -> None:
    orbit = Orbit(HOME, BOX)
    orbit.turn(math.tau * 3 + 0.1, 0.0)
    settle(orbit)
    orbit.aim(HOME)
    assert abs(orbit.goal.yaw - orbit.pose.yaw) < 0.2
    settle(orbit)
    assert math.cos(orbit.pose.yaw) == pytest.approx(math.cos(HOME.yaw))


def test_between_two_steps_the_camera_is_between_them() -> None:
    orbit = Orbit(HOME, BOX)
    orbit.turn(1.0, 0.0)
    orbit.step(1 / 120)
    yaws = [orbit.camera(alpha).yaw for alpha in (0.0, 0.5, 1.0)]
    assert yaws[0] == HOME.yaw
    assert yaws[0] < yaws[1] < yaws[2] == orbit.pose.yaw


def test_the_camera_stays_the_same_until_pose_stage_or_box_changes() -> None:
    orbit = Orbit(HOME, BOX)
    rest = orbit.camera(1.0)
    orbit.step(1 / 120)
    assert orbit.camera(0.3) is rest
    orbit.stage = Viewport(0.1, 0.0, 0.6, 0.8, 16 / 9)
    staged = orbit.camera(1.0)
    assert staged.stage == orbit.stage
    orbit.corners = frozen(BOX.array * 2.0)
    assert orbit.camera(1.0).distance > 1.5 * staged.distance
    orbit.turn(0.2, 0.0)
    orbit.step(1 / 120)
    assert HOME.yaw < orbit.camera(0.5).yaw < orbit.camera(1.0).yaw < HOME.yaw + 0.2
