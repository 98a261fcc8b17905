"""The referee on paths drawn by hand and by chance, against the definitions."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from descent_game.sim.referee import STAY, Referee, Split, settled_at
from descent_game.sim.surfaces.catalogue import RAVINE, SADDLE
from descent_game.sim.surfaces.surface import NEAR, Landscape, Minimum


def _watch(path: Sequence[tuple[float, float]], landscape: Landscape = RAVINE) -> Split:
    referee = Referee(landscape, path[0])
    for step, point in enumerate(path[1:], 1):
        referee.observe(step, point)
    return referee.split()


FAR, HOME = (-2.0, 1.0), (0.01, 0.0)


def test_a_stay_is_declared_only_once_it_has_lasted() -> None:
    assert _watch([FAR, FAR] + [HOME] * STAY) == Split(touched=2, settled=None, farthest=(2, 0.01))
    assert _watch([FAR, FAR] + [HOME] * (STAY + 1)).settled == 2


def test_a_stay_is_withdrawn_when_the_runner_leaves_and_begins_anew() -> None:
    stay = [FAR] + [HOME] * 100
    assert _watch(stay).settled == 1
    assert _watch([*stay, FAR]).settled is None
    again = _watch([*stay, FAR] + [HOME] * 100)
    assert (again.touched, again.settled) == (1, 102)


def test_dropped_at_a_minimum_is_settled_from_the_start() -> None:
    split = _watch([HOME] * (STAY + 1))
    assert (split.touched, split.settled) == (0, 0)


def test_any_minimum_counts() -> None:
    for x in (-np.sqrt(2.0), np.sqrt(2.0)):
        assert _watch([(0.05, 1.5)] + [(float(x), 0.0)] * 100, SADDLE).settled == 1


def test_the_edge_of_near_is_outside() -> None:
    assert _watch([FAR, (0.0, NEAR)]).touched is None
    assert _watch([FAR, (0.0, 0.999 * NEAR)]).touched == 1


def test_the_plateau_is_crossed_on_either_side_and_only_where_there_is_one() -> None:
    assert _watch([(0.05, 1.5), (1.0, 1.0), (1.01, 1.0), (0.5, 1.0)], SADDLE).crossed == 2
    assert _watch([(0.05, 1.5), (-1.01, 1.0)], SADDLE).crossed == 1
    assert _watch([(2.0, 1.0), (2.0, 0.5)], SADDLE).crossed == 0
    assert _watch([FAR, (2.0, 1.0)]).crossed is None


def test_a_bounce_goes_from_wall_to_wall_in_one_step() -> None:
    assert _watch([(-2.0, 1.0), (-2.0, -0.9), (-2.0, 0.8), (-2.0, 0.7)]).bounces == 2
    rolled_through = [(-2.0, 1.0), (-2.0, 0.02), (-2.0, -0.9)]
    assert _watch(rolled_through).bounces == 0
    assert _watch([(-2.0, 0.06), (-2.0, -0.04)]).bounces == 0


def test_going_over_from_one_valley_to_another_is_no_bounce() -> None:
    minima = tuple(Minimum(0.0, y, 0.0, (1.0, 2.0)) for y in (1.0, -1.0))
    valleys = replace(RAVINE, minima=minima)
    assert _watch([(-2.0, 0.5), (-2.0, -0.5), (-2.0, 0.5)], valleys).bounces == 0
    assert _watch([(-2.0, 0.5), (-2.0, 1.5), (-2.0, 0.5), (-2.0, -0.5), (-2.0, -1.5)], valleys).bounces == 3


def test_a_plateau_that_lies_elsewhere_is_crossed_there_along_its_valley() -> None:
    surface = replace(SADDLE.surface, extent=(8.0, 10.0, -7.0, -3.0))
    upright = replace(SADDLE, surface=surface, valley_axis=1, minima=())
    assert _watch([(8.5, -5.5), (9.9, -4.1), (9.0, -6.01)], upright).crossed == 2
    assert _watch([(8.5, -5.5), (9.9, -4.1)], replace(upright, valley_axis=0, plateau=0.8)).crossed == 1


def test_where_there_is_no_minimum_nobody_settles() -> None:
    bare = replace(RAVINE, minima=())
    assert _watch([FAR, *[HOME] * 100], bare) == Split()
    assert settled_at(np.array([FAR, *[HOME] * 100]), bare) is None


@pytest.mark.parametrize("count", [1, 3, 9, 100])
def test_with_any_number_of_minima_a_stay_is_near_one_of_them(count: int) -> None:
    chance = np.random.default_rng(count)
    places = chance.uniform(-2.0, 2.0, (count, 2))
    many = replace(RAVINE, minima=tuple(Minimum(x, y, 0.0, (1.0, 2.0)) for x, y in places.tolist()))
    x, y = (places[-1] + (0.0, 0.999 * NEAR)).tolist()
    assert _watch([FAR, *[(x, y)] * (STAY + 1)], many).settled == 1


def test_the_overshoot_is_the_farthest_point_past_the_minimum_seen_from_the_start() -> None:
    assert _watch([(-2.0, 1.0), (-0.5, 0.0)]).farthest is None
    assert _watch([(-2.0, 1.0), (0.3, 0.0), (0.47, 0.0), (0.2, 0.0), (-3.0, 0.0)]).farthest == (2, 0.47)
    assert _watch([(2.0, 1.0), (0.3, 0.0), (-0.2, 0.0), (3.0, 0.0)]).farthest == (2, -0.2)
    assert _watch([(0.05, 1.5), (1.6, 0.0)], SADDLE).farthest == (1, 1.6)
    assert _watch([(2.3, 1.5), (1.6, 0.0), (1.2, 0.0)], SADDLE).farthest == (2, 1.2)


def test_divergence_is_noted_with_its_step() -> None:
    referee = Referee(RAVINE, FAR)
    referee.diverge(7)
    assert referee.split() == Split(diverged=7)


@pytest.mark.parametrize("seed", range(20))
def test_settled_agrees_with_the_definition_over_paths_that_wander_in_and_out(seed: int) -> None:
    generator = np.random.default_rng(seed)
    stays = generator.integers(1, 90, size=12)
    near = np.repeat(np.arange(12) % 2 == seed % 2, stays)
    angle = generator.uniform(0.0, 2.0 * np.pi, near.size)
    distance = np.where(
        near, generator.uniform(0.0, 0.99 * NEAR, near.size), generator.uniform(1.01 * NEAR, 1, near.size)
    )
    path = distance[:, np.newaxis] * np.column_stack((np.cos(angle), np.sin(angle)))
    definition = settled_at(path, RAVINE)
    declared = _watch([(float(x), float(y)) for x, y in path]).settled
    lasted = definition is not None and len(path) - 1 - definition >= STAY
    assert declared == (definition if lasted else None)
    assert (definition is None) == (not near[-1])


def test_settled_at_by_hand() -> None:
    path = np.array([FAR, HOME, FAR, HOME, HOME])
    assert settled_at(path, RAVINE) == 3
    assert settled_at(path[:3], RAVINE) is None
    assert settled_at(path[3:], RAVINE) == 0
