"""Fixed steps: whole, none lost at film rates, bounded after a hang."""

import pytest

from descent_game.engine.clock import MOST_STEPS_A_FRAME, FixedStep


@pytest.mark.parametrize("fps", [24, 25, 30, 48, 50, 60, 120, 144, 240])
def test_a_minute_of_any_film_rate_is_7200_steps(fps: int) -> None:
    fixed = FixedStep()
    ran = sum(fixed.advance(1.0 / fps) for _ in range(60 * fps))
    assert ran == fixed.steps == 7200
    assert fixed.alpha < 1e-6


def test_alpha_is_how_far_the_next_step_is() -> None:
    fixed = FixedStep()
    assert fixed.advance(1.5 / 120) == 1
    assert fixed.alpha == pytest.approx(0.5)


def test_a_hang_is_dropped_and_a_clock_set_back_is_ignored() -> None:
    fixed = FixedStep()
    assert fixed.advance(3600.0) == MOST_STEPS_A_FRAME == 12  # a tenth of a second
    assert fixed.advance(0.0) == 0
    assert fixed.advance(-5.0) == 0
    assert fixed.steps == MOST_STEPS_A_FRAME
