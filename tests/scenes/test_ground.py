"""A ground against its surface: places, heights, texture and mesh, on surfaces of any place, size and floor."""

import numpy as np
import numpy.typing as npt
import pytest

from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.sim.surfaces.minima import find_minima
from descent_game.sim.surfaces.surface import Landscape, Surface
from scenes.race.ground import COARSE, ERROR, FINE, TOP, Ground
from scenes.race.terrain import GroundMesh

Floats = npt.NDArray[np.float64]


def _wide_loss(points: Floats) -> Floats:
    x, y = points[..., 0] - 7.0, points[..., 1]
    return np.asarray(np.square(np.square(x) - 1.0) + 0.5 * np.square(y) - 4.0)


def _wide_gradient(points: Floats) -> Floats:
    x, y = points[..., 0] - 7.0, points[..., 1]
    return np.stack((4.0 * x * (np.square(x) - 1.0), y), axis=-1)


def _wide_hessian(points: Floats) -> Floats:
    hessian = np.zeros((*points.shape, 2))
    hessian[..., 0, 0] = 12.0 * np.square(points[..., 0] - 7.0) - 4.0
    hessian[..., 1, 1] = 1.0
    return hessian


WIDE = Surface((5.0, 9.0, -1.0, 1.0), _wide_loss, _wide_gradient, _wide_hessian, -4.0)
HILLS = (*LANDSCAPES.values(), Landscape("wide", WIDE, "f", "a test", (5.2, 0.9), 0.05, find_minima(WIDE)))
EACH = pytest.mark.parametrize("hill", HILLS, ids=lambda hill: hill.name)


def sampled(ground: Ground, points: Floats) -> Floats:
    """Returns the texture at points of the plate, (n, 4), as linear filtering gives it."""
    data = ground.texture.data.astype(float)
    at = (points / ground.half * 0.5 + 0.5) * (FINE - 1)
    low = np.clip(np.floor(at).astype(int), 0, FINE - 2)
    x, y = (at - low).T[..., np.newaxis]
    column, row = low.T
    upper = data[row + 1, column] * (1.0 - x) + data[row + 1, column + 1] * x
    return np.asarray((data[row, column] * (1.0 - x) + data[row, column + 1] * x) * (1.0 - y) + upper * y)


@EACH
def test_a_surface_stands_in_the_middle_of_the_plate_as_large_as_it_can(hill: Landscape) -> None:
    ground = Ground(hill)
    x0, x1, y0, y1 = hill.surface.extent
    assert max(ground.half) == pytest.approx(2.4)
    assert ground.half[0] / ground.half[1] == pytest.approx((x1 - x0) / (y1 - y0))
    corners = np.array([(x0, y0), (x1, y1), hill.drop])
    placed = ground.placed(corners)
    np.testing.assert_allclose(placed[:2], np.outer((-1.0, 1.0), ground.half), atol=1e-12)
    np.testing.assert_allclose(ground.unplaced(placed), corners, atol=1e-12)
    assert ground.holds(*placed[2]) and not ground.holds(ground.half[0] + 0.01, 0.0)
    assert ground.height(placed).max() <= TOP * 1.0001
    for minimum in hill.minima:
        assert ground.height(ground.placed(np.array((minimum.x, minimum.y)))) == pytest.approx(0.0, abs=1e-9)


@EACH
def test_the_texture_is_the_surface_coarsely_at_once_and_finely_later(hill: Landscape) -> None:
    ground = Ground(hill)
    points = np.random.default_rng(1).uniform(-1.0, 1.0, (2000, 2)) * ground.half
    exact = np.column_stack(([ground.slope(point) for point in points], ground.height(points)))
    errors = []
    for _ in range(2):
        found = sampled(ground, points)
        assert (found[:, 3] == 1.0).all()
        errors.append(np.abs(found[:, :3] - exact).mean(axis=0))
        ground.refine()
    assert (errors[1] < 0.4 * errors[0]).all()
    assert errors[1][2] < 1e-4
    kept = ground.texture.data.copy()
    ground.refine()
    np.testing.assert_array_equal(ground.texture.data, kept)
    assert kept.shape == (FINE, FINE, 4) and 2 * COARSE - 1 == FINE


@EACH
def test_facets_lie_close_to_the_surface_and_reach_its_edges(hill: Landscape) -> None:
    ground = Ground(hill)
    mesh = GroundMesh(ground)
    np.testing.assert_allclose(np.abs(mesh.vertices[:, :2]).max(axis=0), ground.half, rtol=1e-6)
    np.testing.assert_allclose(mesh.vertices[:, 2], ground.height(mesh.vertices[:, :2].astype(float)), atol=1e-5)
    corners = mesh.vertices[mesh.cells].astype(float)
    shares = np.random.default_rng(2).dirichlet((1.0, 1.0, 1.0), (len(corners), 3))
    inside = np.einsum("nsk,nkc->nsc", shares, corners).reshape(-1, 3)
    away = np.abs(inside[:, 2] - ground.height(inside[:, :2]))
    assert away.max() < 4.0 * ERROR and away.mean() < 0.5 * ERROR


@EACH
def test_a_way_over_the_ground_has_a_point_at_every_line_and_ends_where_it_should(hill: Landscape) -> None:
    ground = Ground(hill)
    a, b = np.array((-0.9, 0.8)) * ground.half, np.array((0.7, -0.6)) * ground.half
    way = ground.path(a, b)
    crossed = ((ground.xs > a[0]) & (ground.xs < b[0])).sum() + ((ground.ys < a[1]) & (ground.ys > b[1])).sum()
    assert len(way) == crossed + 1
    np.testing.assert_allclose(way[-1, :2], b)
    np.testing.assert_allclose(way[:, 2], ground.height(way[:, :2]))


def test_a_ground_takes_the_shape_of_another_on_its_own_grid() -> None:
    ravine, wide = Ground(LANDSCAPES["ravine"]), Ground(HILLS[-1])
    before = GroundMesh(wide).come_from(ravine)
    assert before.shape == GroundMesh(wide).vertices.shape
    np.testing.assert_allclose(np.abs(before[:, :2]).max(axis=0), ravine.half, rtol=1e-6)
    np.testing.assert_allclose(before[:, 2], ravine.height(before[:, :2].astype(float)), atol=1e-5)
