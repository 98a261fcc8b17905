"""Picking: the nearest of the very triangles that are drawn."""

import numpy as np
import pytest

from descent_game.engine.ray import Ray, pick

QUADS = np.array([(0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1), (0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)], float)
CELLS = np.array([(4, 5, 6), (4, 6, 7), (0, 1, 2), (0, 2, 3)])


def test_the_nearest_crossing_wins_from_either_side() -> None:
    above = pick(Ray((0.3, 0.6, 5.0), (0.0, 0.0, -1.0)), QUADS, CELLS)
    below = pick(Ray((0.3, 0.6, -5.0), (0.0, 0.0, 1.0)), QUADS, CELLS)
    assert above is not None
    assert below is not None
    assert above.point == pytest.approx((0.3, 0.6, 1.0))
    assert above.distance == pytest.approx(4.0)
    assert below.point == pytest.approx((0.3, 0.6, 0.0))


def test_a_ray_through_a_shared_edge_or_a_corner_is_not_lost() -> None:
    for x, y in ((0.5, 0.5), (0.0, 0.0), (1.0, 1.0), (0.25, 0.25)):
        assert pick(Ray((x, y, 5.0), (0.0, 0.0, -1.0)), QUADS, CELLS) is not None


def test_a_miss_and_what_lies_behind_are_none() -> None:
    assert pick(Ray((1.2, 0.5, 5.0), (0.0, 0.0, -1.0)), QUADS, CELLS) is None
    assert pick(Ray((0.5, 0.5, 5.0), (0.0, 0.0, 1.0)), QUADS, CELLS) is None
    assert pick(Ray((0.5, -1.0, 0.5), (0.0, 0.0, 1.0)), QUADS, CELLS) is None
