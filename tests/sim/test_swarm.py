"""The swarm takes the race's own steps; the contest knows who settled first, by the race's own definition."""

import numpy as np
import pytest

from descent_game.sim.optimizers.adam import Adam
from descent_game.sim.optimizers.momentum import SGD, Momentum
from descent_game.sim.optimizers.optimizer import Optimizer
from descent_game.sim.race import Race
from descent_game.sim.referee import settled_at
from descent_game.sim.surfaces.catalogue import LANDSCAPES, PLATE
from descent_game.sim.surfaces.minima_index import NOWHERE
from descent_game.sim.swarm import BLOCK, Contest, Swarm, cloud, grid

ALL = (SGD(), Momentum(), Adam())
DOMAIN = 2.4


@pytest.mark.parametrize("name", list(LANDSCAPES))
@pytest.mark.parametrize("optimizer", ALL, ids=lambda optimizer: optimizer.name)
def test_each_of_the_swarm_walks_like_a_runner_of_the_race_to_the_bit(name: str, optimizer: Optimizer) -> None:
    starts = cloud(PLATE, BLOCK + 7, seed=3)
    swarm = Swarm(LANDSCAPES[name], optimizer, starts, 0.05)
    for _ in range(60):
        swarm.step()
    for row in (0, 5, BLOCK - 1, BLOCK, BLOCK + 6):
        race = Race(LANDSCAPES[name], (optimizer,), 0.05)
        race.drop((float(starts[row, 0]), float(starts[row, 1])))
        for _ in range(60):
            race.step()
        assert swarm.positions[row].tobytes() == race.positions()[0].tobytes()


def test_those_that_fly_off_stay_where_they_were_and_the_others_go_on() -> None:
    landscape = LANDSCAPES["ravine"]
    starts = np.array([[-2.0, 1.0], [1.0, 0.0]])
    swarm = Swarm(landscape, SGD(), starts, 0.2)
    for _ in range(200):
        swarm.step()
    assert swarm.live.tolist() == [False, True]
    assert np.isfinite(swarm.positions).all()
    assert abs(swarm.positions[1, 0]) < 0.01


def test_in_single_precision_it_ends_in_the_same_places() -> None:
    starts = cloud(PLATE, 2000, seed=1)
    ends = []
    for single in (False, True):
        swarm = Swarm(LANDSCAPES["saddle"], Momentum(), starts, 0.05, single=single)
        for _ in range(400):
            swarm.step()
        assert swarm.positions.dtype == (np.float32 if single else np.float64)
        ends.append(LANDSCAPES["saddle"].basins(swarm.positions))
    assert np.mean(ends[0] == ends[1]) > 0.995
    assert set(np.unique(ends[0])) <= {NOWHERE, 0, 1}


@pytest.mark.parametrize("name", list(LANDSCAPES))
def test_the_contest_agrees_with_single_races(name: str) -> None:
    landscape = LANDSCAPES[name]
    starts = np.vstack((grid(PLATE, 4), [landscape.drop]))
    contest = Contest(landscape, starts, 0.05, ALL, steps=700)
    while not contest.done:
        contest.advance(64)
    for row, start in enumerate(starts):
        race = Race(landscape, ALL, 0.05)
        race.drop((float(start[0]), float(start[1])))
        paths = [race.positions()]
        for _ in range(700):
            race.step()
            paths.append(race.positions())
        path = np.stack(paths)
        for column in range(len(ALL)):
            expected = settled_at(path[:, column], landscape)
            assert contest.settled[row, column] == (NOWHERE if expected is None else expected)


@pytest.mark.parametrize(("name", "winner"), [("ravine", "momentum"), ("saddle", "adam")])
def test_the_first_to_settle_from_the_drop_wins(name: str, winner: str) -> None:
    landscape = LANDSCAPES[name]
    contest = Contest(landscape, np.array([landscape.drop]), 0.05, ALL, steps=700)
    while not contest.done:
        contest.advance(64)
    assert ALL[contest.winners()[-1]].name == winner


@pytest.mark.parametrize("name", list(LANDSCAPES))
def test_a_basin_is_the_number_of_the_minimum_that_is_near(name: str) -> None:
    minima = LANDSCAPES[name].places
    numbers = list(range(len(minima)))
    assert LANDSCAPES[name].basins(minima + (0.03, -0.03)).tolist() == numbers
    assert LANDSCAPES[name].basins(minima + (0.04, 0.04)).tolist() == [NOWHERE] * len(minima)


def test_a_tie_and_nobody_are_no_win() -> None:
    landscape = LANDSCAPES["ravine"]
    contest = Contest(landscape, np.array([[0.0, 0.0], [-2.0, 1.0]]), 0.001, ALL, steps=5)
    contest.advance(99)
    assert contest.done
    assert contest.settled[0].tolist() == [0, 0, 0]
    assert contest.winners().tolist() == [NOWHERE, NOWHERE]


def test_starts_lie_on_the_plate() -> None:
    for starts in (grid(PLATE, 16), cloud(PLATE, 1000, 2)):
        assert (np.abs(starts) < DOMAIN).all()
    assert grid(PLATE, 4)[0].tolist() == pytest.approx([-1.8, -1.8])
    assert grid(PLATE, 4)[1].tolist() == pytest.approx([-0.6, -1.8])


def test_what_does_not_fit_is_refused() -> None:
    landscape = LANDSCAPES["ravine"]
    for starts, rate, word in (
        (grid(PLATE, 2), -0.1, "learning_rate"),
        (grid(PLATE, 2), float("nan"), "learning_rate"),
        (np.array([[np.nan, 0.0]]), 0.1, "starts"),
    ):
        with pytest.raises(ValueError, match=word):
            Swarm(landscape, SGD(), starts, rate)
