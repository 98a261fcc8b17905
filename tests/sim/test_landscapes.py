"""Each landscape against its formula, finite differences and the hard corners of float64."""

import re
from collections.abc import Iterator

import numpy as np
import pytest

from descent_game.sim.landscapes import DOMAIN, LANDSCAPES, RAVINE, SADDLE, Array, Landscape, display_height

HILLS = tuple(LANDSCAPES.values())


@pytest.fixture(autouse=True)
def _loud() -> Iterator[None]:
    with np.errstate(all="raise"):
        yield


def _points(count: int = 200) -> Array:
    return np.random.default_rng(3).uniform(-DOMAIN, DOMAIN, (count, 2))


def _hessian(hill: Landscape, point: Array, h: float = 1e-5) -> Array:
    rows = [(hill.gradient(point + h * e) - hill.gradient(point - h * e)) / (2.0 * h) for e in np.eye(2)]
    return np.array(rows)


def test_the_table_lists_ravine_and_saddle_in_the_order_of_the_menu() -> None:
    assert tuple(LANDSCAPES) == ("ravine", "saddle")
    assert all(hill.name == name for name, hill in LANDSCAPES.items())
    with pytest.raises(TypeError):
        LANDSCAPES["ravine"] = SADDLE  # type: ignore[index]


@pytest.mark.parametrize(
    ("hill", "point", "loss", "gradient"),
    [
        (RAVINE, (-2.0, 1.0), 20.1, (-0.6, 39.0)),
        (RAVINE, (1.0, -2.0), 78.15, (0.3, -78.0)),
        (SADDLE, (0.0, 0.0), 0.12, (0.0, 0.0)),
        (SADDLE, (2.0, 1.0), 0.62, (0.48, 1.0)),
        (SADDLE, (-1.0, 2.0), 2.03, (0.12, 2.0)),
    ],
)
def test_values_worked_out_by_hand(
    hill: Landscape, point: tuple[float, float], loss: float, gradient: tuple[float, float]
) -> None:
    assert hill.loss(np.array(point)) == pytest.approx(loss, rel=1e-15)
    assert hill.gradient(np.array(point)) == pytest.approx(gradient, rel=1e-15, abs=1e-300)


def test_the_formula_names_the_coefficients_that_are_computed() -> None:
    ravine = [float(number) for number in re.findall(r"\d+\.\d+", RAVINE.formula)]
    assert ravine == [RAVINE.loss(np.array((1.0, 0.0))), RAVINE.loss(np.array((0.0, 1.0)))]
    saddle = [float(number) for number in re.findall(r"\d+\.\d+", SADDLE.formula)]
    assert saddle == [SADDLE.loss(np.array((1.0, 0.0))), SADDLE.loss(np.array((1.0, 1.0))) - 0.03]


@pytest.mark.parametrize("hill", HILLS, ids=lambda hill: hill.name)
def test_gradient_equals_central_differences(hill: Landscape) -> None:
    points, h = _points(), 1e-5
    for axis in (0, 1):
        offset = h * np.eye(2)[axis]
        slope = (hill.loss(points + offset) - hill.loss(points - offset)) / (2.0 * h)
        np.testing.assert_allclose(hill.gradient(points)[:, axis], slope, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("hill", HILLS, ids=lambda hill: hill.name)
def test_minima_are_the_lowest_points_and_flat(hill: Landscape) -> None:
    assert hill.minima.shape[1] == 2
    assert np.abs(hill.gradient(hill.minima)).max() < 1e-15
    assert hill.loss(hill.minima).max() < 1e-30
    assert hill.loss(_points(5000)).min() > hill.loss(hill.minima).max()
    with pytest.raises(ValueError, match="read-only"):
        hill.minima[0, 0] = 1.0


@pytest.mark.parametrize("hill", HILLS, ids=lambda hill: hill.name)
def test_sharpness_is_the_largest_curvature_at_the_minima_along_the_steep_axis(hill: Landscape) -> None:
    for minimum in hill.minima:
        hessian = _hessian(hill, minimum)
        assert np.linalg.eigvalsh(hessian)[-1] == pytest.approx(hill.sharpness, rel=1e-8)
        assert hessian[hill.steep_axis, hill.steep_axis] == pytest.approx(hill.sharpness, rel=1e-8)


@pytest.mark.parametrize("hill", HILLS, ids=lambda hill: hill.name)
@pytest.mark.parametrize("shape", [(), (3,), (4, 5), (0,)])
def test_any_leading_shape_gives_the_same_numbers(hill: Landscape, shape: tuple[int, ...]) -> None:
    points = np.random.default_rng(5).uniform(-DOMAIN, DOMAIN, (*shape, 2))
    kept = points.copy()
    assert np.shape(hill.loss(points)) == shape
    gradient = hill.gradient(points)
    assert gradient.shape == (*shape, 2)
    assert not np.shares_memory(gradient, points)
    gradient += 1.0
    np.testing.assert_array_equal(points, kept)
    for index in np.ndindex(shape):
        assert hill.loss(points)[index] == hill.loss(points[index])
        np.testing.assert_array_equal(hill.gradient(points)[index], hill.gradient(points[index]))


@pytest.mark.parametrize("hill", HILLS, ids=lambda hill: hill.name)
@pytest.mark.parametrize("size", [1e-320, 1e-300, 1e-160, 1e100, 1e160, 1e308])
def test_silent_over_the_whole_range_of_a_float(hill: Landscape, size: float) -> None:
    corners = size * np.array(((1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (0.0, -1.0)))
    assert not np.isnan(hill.loss(corners)).any()
    assert (hill.loss(corners) >= 0.0).all()
    assert not np.isnan(hill.gradient(corners)).any()


@pytest.mark.parametrize("hill", HILLS, ids=lambda hill: hill.name)
def test_the_default_drop_is_on_the_plate_and_above_the_floor(hill: Landscape) -> None:
    assert max(abs(coordinate) for coordinate in hill.drop) <= DOMAIN
    assert hill.loss(np.array(hill.drop)) > 1.0


def test_the_ridge_of_the_saddle_has_no_slope_across_it() -> None:
    ridge = np.column_stack((np.zeros(9), np.linspace(-DOMAIN, DOMAIN, 9)))
    assert (SADDLE.gradient(ridge)[:, 0] == 0.0).all()


def test_display_height_is_the_logarithm_of_the_loss() -> None:
    height = display_height(np.array((0.0, 0.1, 0.9, 20.1)))
    np.testing.assert_allclose(height, (0.0, np.log(2.0), np.log(10.0), np.log(202.0)), rtol=1e-14)
    assert display_height(np.array((5e-324, 1e308, np.inf)))[2] == np.inf
    assert (np.diff(display_height(np.linspace(0.0, 100.0, 500))) > 0.0).all()
