"""Each landscape against its formula, finite differences and the hard corners of float64."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from descent_game.sim.surfaces.catalogue import LANDSCAPES, RAVINE, SADDLE
from descent_game.sim.surfaces.minima import find_minima
from descent_game.sim.surfaces.minima_index import NOWHERE, MinimaIndex
from descent_game.sim.surfaces.surface import Array, Landscape, Minimum, Surface, drawn_height, drawn_slope

HILLS = tuple(LANDSCAPES.values())


@pytest.fixture(autouse=True)
def _loud() -> Iterator[None]:
    with np.errstate(all="raise"):
        yield


def _points(hill: Landscape, count: int = 200) -> Array:
    x0, x1, y0, y1 = hill.surface.extent
    return np.random.default_rng(3).uniform((x0, y0), (x1, y1), (count, 2))


def test_every_entry_of_the_table_stands_under_its_name_and_cannot_be_changed() -> None:
    assert {"ravine", "saddle"} <= set(LANDSCAPES)
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
    assert hill.surface.loss(np.array(point)) == pytest.approx(loss, rel=1e-15)
    assert hill.surface.gradient(np.array(point)) == pytest.approx(gradient, rel=1e-15, abs=1e-300)


def test_the_formula_names_the_coefficients_that_are_computed() -> None:
    ravine = [float(number) for number in re.findall(r"\d+\.\d+", RAVINE.formula)]
    assert ravine == [RAVINE.surface.loss(np.array((1.0, 0.0))), RAVINE.surface.loss(np.array((0.0, 1.0)))]
    saddle = [float(number) for number in re.findall(r"\d+\.\d+", SADDLE.formula)]
    assert saddle == [SADDLE.surface.loss(np.array((1.0, 0.0))), SADDLE.surface.loss(np.array((1.0, 1.0))) - 0.03]


@pytest.mark.parametrize("hill", HILLS, ids=lambda hill: hill.name)
def test_gradient_and_hessian_equal_central_differences(hill: Landscape) -> None:
    points, h = _points(hill), 1e-5 * hill.surface.half
    surface = hill.surface
    for axis in (0, 1):
        offset = h * np.eye(2)[axis]
        slope = (surface.loss(points + offset) - surface.loss(points - offset)) / (2.0 * h)
        close = 1e-8 * max(float(np.abs(slope).max()) / 100.0, 1.0)  # what a difference of large losses can tell
        np.testing.assert_allclose(surface.gradient(points)[:, axis], slope, rtol=1e-7, atol=close)
        bend = (surface.gradient(points + offset) - surface.gradient(points - offset)) / (2.0 * h)
        np.testing.assert_allclose(surface.hessian(points)[:, axis], bend, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("hill", HILLS, ids=lambda hill: hill.name)
def test_minima_are_flat_lie_on_the_floor_and_bend_upward(hill: Landscape) -> None:
    assert hill.places.shape == (len(hill.minima), 2)
    for minimum, place in zip(hill.minima, hill.places, strict=True):
        assert np.abs(hill.surface.gradient(place)).max() < 1e-12
        assert minimum.loss == hill.surface.loss(place) >= hill.surface.floor
        assert minimum.curvatures == tuple(np.linalg.eigvalsh(hill.surface.hessian(place)))
        assert 0.0 < minimum.curvatures[0] <= minimum.sharpness
    assert hill.surface.loss(_points(hill, 5000)).min() >= hill.surface.floor
    lowest = min((minimum.loss for minimum in hill.minima), default=hill.surface.floor)
    assert lowest == pytest.approx(hill.surface.floor, abs=1e-12)


@pytest.mark.parametrize("hill", HILLS, ids=lambda hill: hill.name)
def test_the_minima_told_are_those_that_are_found(hill: Landscape) -> None:
    told = sorted((minimum.x, minimum.y) for minimum in hill.minima)
    found = sorted((minimum.x, minimum.y) for minimum in find_minima(hill.surface))
    np.testing.assert_allclose(found, told, atol=1e-9)


def test_minima_are_found_on_a_surface_of_another_place_size_and_floor() -> None:
    def loss(points: Array) -> Array:
        x, y = points[..., 0] - 100.0, points[..., 1]
        return np.asarray(1e-3 * ((x * x - 9.0) ** 2 + 4.0 * (y - 1.0) ** 2 + 6.0 * x) - 4.0)

    def gradient(points: Array) -> Array:
        x, y = points[..., 0] - 100.0, points[..., 1]
        return 1e-3 * np.stack((4.0 * x * (x * x - 9.0) + 6.0, 8.0 * (y - 1.0)), axis=-1)

    def hessian(points: Array) -> Array:
        x = points[..., 0] - 100.0
        bend = np.zeros((*points.shape, 2))
        bend[..., 0, 0], bend[..., 1, 1] = 1e-3 * (12.0 * x * x - 36.0), 8e-3
        return bend

    surface = Surface((95.0, 105.0, -1.0, 2.0), loss, gradient, hessian)
    deep, shallow = find_minima(surface)
    roots = sorted(np.roots((4.0, 0.0, -36.0, 6.0)).real)
    assert (deep.x, shallow.x) == pytest.approx((100.0 + roots[0], 100.0 + roots[2]), abs=1e-9)
    assert deep.y == shallow.y == pytest.approx(1.0)
    assert deep.loss < shallow.loss < 0.0
    assert (surface.half, surface.middle) == (5.0, (100.0, 0.5))
    assert surface.contains(95.0, 2.0) and not surface.contains(95.0, 2.1)
    assert find_minima(Surface((0.0, 1.0, 0.0, 1.0), loss, gradient, hessian)) == ()
    with pytest.raises(ValueError, match="extent"):
        Surface((1.0, 1.0, 0.0, 1.0), loss, gradient, hessian)


def test_the_ravine_and_the_saddle_have_the_curvatures_of_their_formulas() -> None:
    assert RAVINE.sharpness == 39.0 and RAVINE.minima[0].curvatures[0] == pytest.approx(0.3)
    assert SADDLE.sharpness == 1.0 and SADDLE.minima[1].curvatures[0] == pytest.approx(0.48)


@pytest.mark.parametrize("hill", HILLS, ids=lambda hill: hill.name)
@pytest.mark.parametrize("shape", [(), (3,), (4, 5), (0,)])
def test_any_leading_shape_gives_the_same_numbers(hill: Landscape, shape: tuple[int, ...]) -> None:
    points = np.random.default_rng(5).uniform(-1.0, 1.0, (*shape, 2))
    kept = points.copy()
    assert np.shape(hill.surface.loss(points)) == shape
    gradient = hill.surface.gradient(points)
    assert gradient.shape == (*shape, 2)
    assert not np.shares_memory(gradient, points)
    gradient += 1.0
    np.testing.assert_array_equal(points, kept)
    for index in np.ndindex(shape):
        assert hill.surface.loss(points)[index] == hill.surface.loss(points[index])
        np.testing.assert_array_equal(hill.surface.gradient(points)[index], hill.surface.gradient(points[index]))


@pytest.mark.parametrize("hill", HILLS, ids=lambda hill: hill.name)
@pytest.mark.parametrize("size", [1e-320, 1e-300, 1e-160, 1e100, 1e160, 1e308])
def test_silent_over_the_whole_range_of_a_float(hill: Landscape, size: float) -> None:
    corners = size * np.array(((1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (0.0, -1.0)))
    assert not np.isnan(hill.surface.loss(corners)).any()
    assert (hill.surface.loss(corners) >= hill.surface.floor).all()
    assert not np.isnan(hill.surface.gradient(corners)).any()


@pytest.mark.parametrize("hill", HILLS, ids=lambda hill: hill.name)
def test_the_default_drop_is_on_the_plate_and_above_the_floor(hill: Landscape) -> None:
    assert hill.surface.contains(*hill.drop)
    assert hill.surface.loss(np.array(hill.drop)) > hill.surface.floor + hill.surface.scale


def test_the_ridge_of_the_saddle_has_no_slope_across_it() -> None:
    ridge = np.column_stack((np.zeros(9), np.linspace(-2.4, 2.4, 9)))
    assert (SADDLE.surface.gradient(ridge)[:, 0] == 0.0).all()


def _bowl(floor: float, scale: float) -> Surface:
    """Returns a bowl along x whose floor and scale are those."""
    return Surface(
        (0.0, 1.0, 0.0, 1.0),
        lambda points: points[..., 0] ** 2 + floor,
        lambda points: points * (2.0, 0.0),
        lambda points: np.zeros((*points.shape, 2)),
        floor,
        scale,
    )


def test_the_drawn_height_is_the_logarithm_of_the_loss_above_the_floor() -> None:
    for floor, scale in ((0.0, 0.1), (-4.0, 0.1), (7.0, 2.0)):
        surface = _bowl(floor, scale)
        points = np.column_stack((np.sqrt(scale * np.array((0.0, 1.0, 9.0, 201.0))), np.zeros(4)))
        np.testing.assert_allclose(drawn_height(surface, points), np.log((1.0, 2.0, 10.0, 202.0)), atol=1e-12)
        h = np.array((1e-6, 0.0))
        slope = (drawn_height(surface, points + h) - drawn_height(surface, points - h)) / 2e-6
        np.testing.assert_allclose(drawn_slope(surface, points)[:, 0], slope, rtol=1e-6, atol=1e-9)
    assert drawn_height(_bowl(0.0, 0.1), np.array((1e200, 0.0))) == np.inf
    assert drawn_height(_bowl(4.0, 0.1), np.array((0.0, 0.0))) == 0.0


def _nearest(places: Array, near: float, points: npt.NDArray[np.floating]) -> list[int]:
    """Returns by comparing every point with every minimum which one it is near; the first of several as near."""
    if not len(places):
        return [NOWHERE] * len(points)
    squared = np.square(points[:, np.newaxis] - places).sum(axis=-1)
    found: list[int] = np.where(squared.min(axis=1) < near * near, squared.argmin(axis=1), NOWHERE).tolist()
    return found


@pytest.mark.parametrize("count", [0, 1, 2, 4, 5, 9, 100])
@pytest.mark.parametrize("spread", [0.0, 0.02, 1.0, 400.0])
def test_whoever_is_near_a_minimum_is_told_its_number_however_many_there_are(count: int, spread: float) -> None:
    chance = np.random.default_rng(count)
    near, middle = 0.05, np.array((-3.0, 70.0))
    places = middle + spread * chance.uniform(-1.0, 1.0, (count, 2))
    points = middle + spread * chance.uniform(-1.5, 1.5, (4000, 2))
    if count:
        points[::2] = places[chance.integers(0, count, 2000)] + chance.uniform(-1.2 * near, 1.2 * near, (2000, 2))
    points[0] = middle + 1e6
    index = MinimaIndex(places, near)
    assert index.near(points).tolist() == _nearest(places, near, points)
    single = points.astype(np.float32)
    assert index.near(single).tolist() == _nearest(places, near, single)


def test_two_minima_as_near_as_each_other_are_told_apart_by_their_order() -> None:
    places = np.array([(x, 0.0) for x in (0.5, -0.5, 7.0, 8.0, 9.0, 0.5)])
    assert MinimaIndex(places, 1.0).near(np.array([(0.0, 0.0), (8.5, 0.0), (7.9, 0.1)])).tolist() == [0, 3, 3]


def test_a_landscape_knows_the_loss_of_the_minimum_that_a_point_is_near() -> None:
    minima = tuple(Minimum(x, 1.0, loss, (1.0, 2.0)) for x, loss in ((2.0, -4.0), (-2.0, 3.5)))
    hill = replace(SADDLE, minima=minima)
    points = np.array([(-2.0, 1.04), (0.0, 1.0), (2.04, 1.0), (2.04, 1.04)])
    assert hill.basins(points).tolist() == [1, NOWHERE, 0, NOWHERE]
    assert hill.lowest_near(points).tolist() == [3.5, -np.inf, -4.0, -np.inf]
    bare = replace(SADDLE, minima=())
    assert bare.places.shape == (0, 2) and bare.sharpness is None
    assert bare.lowest_near(points).tolist() == [-np.inf] * 4


@pytest.mark.parametrize(("half", "digits"), [(2.4, 2), (5.0, 2), (50.0, 1), (512.0, 0), (0.3, 3), (0.002, 5)])
def test_places_are_told_to_as_many_decimals_as_their_surface_needs(half: float, digits: int) -> None:
    surface = replace(RAVINE.surface, extent=(-half, half, 0.0, half))
    assert surface.digits(2) == digits
