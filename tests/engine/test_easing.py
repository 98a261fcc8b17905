"""Easing: by time, not by frame."""

import pytest

from descent_game.engine.easing import Glide, approach, smooth


def test_approach_composes() -> None:
    once = approach(9.0, 0.1)
    twice = approach(9.0, 0.05)
    assert 1.0 - (1.0 - twice) ** 2 == pytest.approx(once)


def test_a_glide_takes_its_time_and_can_be_turned_on_its_way() -> None:
    glide = Glide(0.0, 0.5)
    glide.to(10.0)
    for _ in range(30):
        glide.step(1 / 120)
    assert glide.value == pytest.approx(5.0)
    glide.to(0.0)
    assert glide.value == pytest.approx(5.0)
    for _ in range(61):
        glide.step(1 / 120)
    assert glide.value == 0.0
    assert not glide.moving


def test_smooth_is_flat_at_both_ends_and_clamped() -> None:
    assert smooth(0.5) == 0.5
    assert smooth(1e-4) < 1e-6
    assert smooth(-1.0) == 0.0
    assert smooth(7.0) == 1.0
