"""Curves, axes and bars of the gallery: what is drawn is what was computed, also on the way from one to another."""

import numpy as np
import pytest

from descent_game.sim.network.activations import ACTIVATIONS, LAYERS, leaky_relu, surviving
from scenes.gallery.bars import BOTTOM, Bars, fitting_top
from scenes.gallery.plot import (
    ACROSS,
    COARSE,
    FAR_SEGMENTS,
    HALF,
    PLACES,
    SEGMENTS,
    Curves,
    lengths,
    segments,
    tangent,
    ticks,
)


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_axes_fit_the_function(name: str) -> None:
    curves = Curves(ACTIVATIONS[name]).now
    heights, scale = curves.heights(), curves.scale
    assert heights.min() > 0.03
    assert heights.max() < 0.97
    assert heights.max() - heights.min() > 0.8
    np.testing.assert_allclose(heights[0], ACTIVATIONS[name].value(PLACES) * scale.factor + scale.offset, atol=1e-12)
    np.testing.assert_allclose(heights[1], ACTIVATIONS[name].slope(PLACES) * scale.factor + scale.offset, atol=1e-12)
    values = ticks(scale)
    assert 3 <= len(values) <= 8
    assert 0.0 in values
    assert all(0.0 <= scale.height(value) <= 1.0 for value in values)


def test_a_step_in_the_slope_is_drawn_as_a_step() -> None:
    curves = Curves(ACTIVATIONS["relu"]).now
    slopes = (curves.heights()[1] - curves.scale.offset) / curves.scale.factor
    assert slopes[HALF - 1] == pytest.approx(0.0, abs=1e-12)
    assert slopes[HALF] == pytest.approx(1.0)
    rows = segments(curves.heights()[1])
    assert rows.shape == (SEGMENTS, 4)
    assert np.array_equal(rows[:, 1], rows[:, 3])  # no stroke goes up
    assert segments(curves.heights()[1], COARSE).shape == (FAR_SEGMENTS, 4)
    assert (segments(curves.heights()[0], COARSE)[:, 0] == 0.5).sum() == 1


def test_strokes_follow_one_another_and_know_how_long_the_curve_is() -> None:
    rows = segments(Curves(ACTIVATIONS["linear"]).now.heights()[0])
    before = lengths(rows, 1.5)
    assert before[0] == 0.0
    whole = np.hypot(1.5, rows[-1, 3] - rows[0, 1])
    last = np.hypot((rows[-1, 2] - rows[-1, 0]) * 1.5, rows[-1, 3] - rows[-1, 1])
    assert before[-1] + last == pytest.approx(whole, rel=1e-5)
    assert np.array_equal(rows[1 : HALF - 1, :2], rows[: HALF - 2, 2:])


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_the_marker_stands_on_the_curves(name: str) -> None:
    curves = Curves(ACTIVATIONS[name]).now
    for z in (-6.0, -1.234, -0.01, 0.0, 0.01, 2.5, 6.0):
        marked = curves.marked(z, 1.4)
        assert marked.value == pytest.approx(curves.scale.height(float(ACTIVATIONS[name].value(z))))
        assert marked.slope == pytest.approx(curves.scale.height(float(ACTIVATIONS[name].slope(z))))
        x0, y0, x1, y1 = marked.tangent
        assert 0.0 <= x0 <= marked.across <= x1 <= 1.0
        assert -1e-9 <= min(y0, y1) <= max(y0, y1) <= 1.0 + 1e-9
        rise = float(ACTIVATIONS[name].slope(z)) * curves.scale.factor * 12.0
        assert y1 - y0 == pytest.approx(rise * (x1 - x0), abs=1e-9)


def test_the_tangent_has_one_length_however_steep() -> None:
    for steepness in (0.0, 0.5, -3.0, 40.0):
        x0, y0, x1, y1 = tangent(0.5, 0.5, steepness, 1.4)
        assert np.hypot((x1 - x0) * 1.4, y1 - y0) == pytest.approx(2.0 * 0.13 * 1.4)


def test_curves_glide_and_arrive_and_the_marker_rides_along() -> None:
    curves = Curves(ACTIVATIONS["sigmoid"])
    before = curves.now.heights().copy()
    curves.show(ACTIVATIONS["relu"])
    assert np.array_equal(curves.now.heights(), before)
    for _ in range(15):
        curves.step(1.0 / 120.0)
    assert curves.now.moving
    halfway = curves.now.heights()
    marked = curves.now.marked(2.0, 1.4)
    at = int(np.argmin(np.abs(ACROSS - marked.across)))
    assert marked.value == pytest.approx(halfway[0, at], abs=1e-9)
    for _ in range(30):
        curves.step(1.0 / 120.0)
    assert not curves.now.moving
    np.testing.assert_array_equal(curves.now.heights(), Curves(ACTIVATIONS["relu"]).now.heights())
    np.testing.assert_allclose(halfway, (before + curves.now.heights()) / 2.0, atol=1e-9)


def settled(values: np.ndarray) -> Bars:
    bars = Bars(2)
    bars.show([0], values[np.newaxis])
    bars.open(fitting_top(values), 0.0)
    bars.settle()
    return bars


def test_bars_stand_at_their_exponents() -> None:
    bars = settled(surviving(ACTIVATIONS["sigmoid"], 0.0))
    np.testing.assert_array_equal(bars.values[0], 0.25 ** np.arange(1, LAYERS + 1))
    np.testing.assert_allclose(bars.now.heights()[0], 1.0 + np.arange(1, LAYERS + 1) * np.log10(0.25) / 8.0)
    assert bars.now.near.lines() == [-8, -6, -4, -2, 0]
    assert not bars.now.dead()[0]
    full = settled(surviving(ACTIVATIONS["relu"], 1.0))
    assert (full.values[0] == 1.0).all()
    assert (full.now.heights()[0] == 1.0).all()
    assert (full.now.lit.array[0] == 1.0).all()


def test_dead_is_a_state_of_its_own() -> None:
    bars = settled(surviving(ACTIVATIONS["relu"], 1.0))
    bars.show([0], surviving(ACTIVATIONS["relu"], -1.0)[np.newaxis])
    bars.settle()
    assert bars.now.dead()[0]
    assert (bars.now.lit.array[0] == 0.0).all()
    assert (bars.now.heights()[0] == 1.0).all()  # they go out where they are
    low = settled(surviving(leaky_relu(0.001), -1.0))
    assert not low.now.dead()[0]
    assert (low.now.lit.array[0] == 1.0).all()
    assert (low.now.heights()[0] > 0.0).all()


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0.3, 0.0), (1.0, 0.0), (1.002, 0.0), (1.01, 2.0), (100.0, 2.0), (675.0, 4.0), (6e4, 8.0), (1e300, 16.0)],
)
def test_the_scale_opens_upward_as_far_as_it_must(highest: float, top: float) -> None:
    values = np.geomspace(0.5, highest, LAYERS)
    assert fitting_top(values) == max(top, 0.0)
    bars = settled(values)
    assert bars.now.heights()[0].max() <= 1.0
    assert bars.now.near.height(BOTTOM) == 0.0
    assert bars.now.near.height(top) == 1.0
    lines = bars.now.near.lines()
    assert 0 in lines
    assert lines[-1] == top
    assert len(lines) <= 8


def test_bars_glide_to_their_place_and_stop() -> None:
    bars = settled(surviving(ACTIVATIONS["sigmoid"], 0.0))
    bars.show([0], surviving(ACTIVATIONS["sigmoid"], 4.0)[np.newaxis])
    heights = [bars.now.heights()[0, 0]]
    for _ in range(120):
        bars.step(1.0 / 120.0)
        heights.append(bars.now.heights()[0, 0])
    assert (np.diff(heights) <= 0.0).all()
    assert not bars.moving
    before = bars.now
    bars.step(1.0 / 120.0)
    assert bars.now == before
    assert heights[12] - heights[-1] < 0.25 * (heights[0] - heights[-1])
