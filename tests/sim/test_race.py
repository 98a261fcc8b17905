"""The race: the published figures to the step, PyTorch's trajectories, isolation, noise and determinism."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from descent_game.sim.optimizers.adam import Adam
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.optimizers.momentum import SGD, Momentum
from descent_game.sim.optimizers.schedules import Schedule
from descent_game.sim.race import FARTHEST, Race, TraceRow, trace_rows
from descent_game.sim.referee import Split, settled_at
from descent_game.sim.surfaces.catalogue import LANDSCAPES, RAVINE, SADDLE
from descent_game.sim.surfaces.surface import HALF as DOMAIN
from descent_game.sim.surfaces.surface import Array, Landscape, Surface

ALL = (SGD(), Momentum(), Adam())
NAMES = ("sgd", "momentum", "adam")
LIMIT = FARTHEST * DOMAIN
ORACLE = Path(__file__).parents[1] / "data" / "race.npz"


@pytest.fixture(autouse=True)
def _loud() -> Iterator[None]:
    with np.errstate(all="raise"):
        yield


def _run(race: Race, steps: int) -> Array:
    path = [race.positions()]
    for _ in range(steps):
        race.step()
        path.append(race.positions())
    return np.array(path)


def _by_name(race: Race) -> dict[str, Split]:
    return dict(zip([each.name for each in race.optimizers], race.splits, strict=True))


def _places_by_definition(race: Race, path: Array) -> list[int | None]:
    return [settled_at(path[:, i], race.landscape) for i in range(len(race.optimizers))]


def test_the_ravine_to_the_step() -> None:
    race = Race(RAVINE, ALL)
    path = _run(race, 1000)
    splits = _by_name(race)
    assert [split.settled for split in race.splits] == [245, 67, 75]
    assert _places_by_definition(race, path) == [245, 67, 75]
    assert splits["sgd"].bounces == 58
    assert splits["sgd"].farthest is None
    assert splits["momentum"].farthest == (27, path[27, 1, 0])
    assert path[:, 1, 0].max() == path[27, 1, 0] == pytest.approx(0.47, abs=0.005)
    assert all(split.crossed is None and split.diverged is None for split in race.splits)


def test_adam_walks_the_ravine_nearly_straight() -> None:
    race = Race(RAVINE, ALL)
    path = _run(race, 75)
    lengths = np.linalg.norm(np.diff(path, axis=0), axis=-1).sum(axis=0) / np.hypot(*RAVINE.drop)
    assert _by_name(race)["adam"].bounces == 0
    assert lengths[2] < 2.0 < lengths[1] < lengths[0]


def test_the_saddle_to_the_step() -> None:
    race = Race(SADDLE, ALL)
    path = _run(race, 1000)
    assert [split.crossed for split in race.splits] == [280, 49, 19]
    assert [split.settled for split in race.splits] == [387, 89, 69]
    assert _places_by_definition(race, path) == [387, 89, 69]
    assert all(split.bounces < 2 and split.diverged is None for split in race.splits)


def test_trajectories_equal_pytorchs_to_the_last_digits() -> None:
    with np.load(ORACLE) as oracle:
        columns = ("landscape", "optimizer", "start", "learning_rate", "path")
        cases = list(zip(*(oracle[column] for column in columns), strict=True))
        steps = oracle["steps"]
    assert steps[-1] == 1000
    counts = Counter((str(landscape), str(optimizer)) for landscape, optimizer, *_ in cases)
    assert {(hill, name) for hill in LANDSCAPES for name in OPTIMIZERS} <= set(counts)
    assert min(counts.values()) >= 4
    for landscape, optimizer, start, rate, path in cases:
        race = Race(LANDSCAPES[str(landscape)], (OPTIMIZERS[str(optimizer)],), float(rate))
        race.drop((float(start[0]), float(start[1])))
        ours = _run(race, 1000)[steps, 0]
        # where a coordinate passes through zero only its size before has digits to compare: hence the absolute term
        case = f"{landscape} {optimizer} {start} {rate}"
        with np.errstate(under="ignore"):
            np.testing.assert_allclose(ours, path, rtol=1e-12, atol=1e-17, err_msg=case)


@pytest.mark.parametrize(("name", "limit"), [("sgd", 2.0 / 39.0), ("momentum", 3.8 / 39.0)])
def test_the_limits_of_the_learning_rate_in_the_ravine(name: str, limit: float) -> None:
    below, beyond = Race(RAVINE, ALL, 0.998 * limit), Race(RAVINE, ALL, 1.002 * limit)
    _run(below, 4000)
    _run(beyond, 4000)
    assert _by_name(below)[name].diverged is None
    assert _by_name(below)[name].settled is not None
    assert _by_name(beyond)[name].diverged is not None
    assert _by_name(beyond)["adam"].diverged is None


@pytest.mark.parametrize("fraction", [0.9, 0.95, 0.98, 0.995])
@pytest.mark.parametrize("drop", [(-2.0, 1.0), (2.4, 2.4), (-2.4, -2.4)])
def test_below_its_limit_momentum_may_swing_far_off_the_plate_and_still_comes_home(
    fraction: float, drop: tuple[float, float]
) -> None:
    race = Race(RAVINE, (Momentum(),), fraction * 3.8 / 39.0)
    race.drop(drop)
    path = _run(race, 2000)
    assert np.abs(path[..., 1]).max() > DOMAIN
    assert race.splits[0].diverged is None
    assert race.splits[0].settled is not None


def test_nineteen_times_the_start_is_not_lost() -> None:
    """As far as momentum swings at its very limit, from the edge of the plate: the limit is just beyond that."""
    race = Race(RAVINE, (Momentum(),), 0.9999 * 3.8 / 39.0)
    race.drop((0.0, DOMAIN))
    path = _run(race, 200)
    assert 17.0 * DOMAIN < np.abs(path[..., 1]).max() < LIMIT
    assert race.splits[0].diverged is None


@pytest.mark.parametrize("rate", [0.01, 0.02, 0.03, 0.038, 0.0399])
def test_below_a_rate_of_0_04_momentum_settles_before_adam_in_the_ravine(rate: float) -> None:
    race = Race(RAVINE, ALL, rate)
    path = _run(race, 2000)
    _, momentum, adam = _places_by_definition(race, path)
    assert momentum is not None and adam is not None
    assert momentum < adam


def test_adam_is_not_first_in_the_ravine_at_the_default_rate_either() -> None:
    race = Race(RAVINE, ALL)
    _run(race, 200)
    settled = {name: split.settled for name, split in _by_name(race).items()}
    assert settled == {"sgd": None, "momentum": 67, "adam": 75}


@pytest.mark.parametrize("y", [1.5, -2.4, 0.0])
def test_on_the_ridge_all_three_stay_for_ever(y: float) -> None:
    race = Race(SADDLE, ALL)
    race.drop((0.0, y))
    path = _run(race, 5000)
    assert (path[..., 0] == 0.0).all()
    assert all(split.crossed is None and split.touched is None for split in race.splits)


@pytest.mark.parametrize("seed", range(8))
def test_noise_frees_them_from_the_ridge(seed: int) -> None:
    race = Race(SADDLE, ALL, noise=0.05, seed=seed)
    race.drop((0.0, 1.5))
    _run(race, 2500)
    assert all(split.crossed is not None for split in race.splits)


def test_a_diverged_runner_stands_at_its_last_finite_place() -> None:
    race = Race(RAVINE, (SGD(), Adam()), 0.06)
    path = _run(race, 400)
    step = race.splits[0].diverged
    assert step is not None and 1 < step < 100
    assert np.abs(path[: step + 1, 0]).max() <= LIMIT
    assert (path[step:, 0] == path[step - 1, 0]).all()
    # the step it did not take would have passed the limit
    assert np.abs(path[step - 1, 0] - 0.06 * RAVINE.surface.gradient(path[step - 1, 0])).max() > LIMIT
    for alpha in (0.0, 0.3, 1.0):
        np.testing.assert_allclose(race.positions(alpha)[0], path[step - 1, 0], rtol=1e-15)
    assert np.isfinite(race.losses()).all()
    assert race.splits[1].settled is not None


@pytest.mark.parametrize("noise", [0.0, 0.3])
@pytest.mark.parametrize("landscape", LANDSCAPES.values(), ids=lambda hill: hill.name)
def test_no_runner_depends_on_its_company_to_the_last_bit(landscape: Landscape, noise: float) -> None:
    rate = 0.06 if landscape is RAVINE else 0.2
    together = Race(landscape, ALL, rate, noise, seed=4)
    path = _run(together, 500)
    if landscape in (RAVINE, SADDLE):
        assert (together.splits[0].diverged is not None) == (landscape is RAVINE)
    for company in ((Adam(),), (Momentum(), Adam()), (Adam(), SGD()), (Momentum(),)):
        race = Race(landscape, company, rate, noise, seed=4)
        apart = _run(race, 500)
        for i, optimizer in enumerate(company):
            np.testing.assert_array_equal(apart[:, i], path[:, ALL.index(optimizer)])
            assert race.splits[i] == together.splits[ALL.index(optimizer)]


@pytest.mark.parametrize("rate", [1.0, 1e10, 1e200, 1e308])
@pytest.mark.parametrize("landscape", LANDSCAPES.values(), ids=lambda hill: hill.name)
def test_absurd_rates_are_an_event_and_never_a_warning(landscape: Landscape, rate: float) -> None:
    race = Race(landscape, ALL, rate, noise=1.0)
    race.drop((2.4, 2.4))
    path = _run(race, 300)
    assert np.isfinite(path).all()
    assert np.isfinite(race.losses()).all()
    if rate > 2.0:
        assert [split.diverged is not None for split in race.splits] == [True, True, True]


def test_a_race_that_runs_on_until_nothing_is_left_of_the_slope_is_silent() -> None:
    race = Race(RAVINE, ALL)
    for _ in range(16_000):
        race.step()
    race.losses()
    sgd, momentum, adam = np.abs(race.positions(0.5)).max(axis=1)
    assert max(sgd, momentum) < 1e-100
    assert adam < 1e-3


def test_nothing_moves_before_the_first_step_and_a_new_drop_starts_over() -> None:
    race = Race(RAVINE, ALL, seed=2, noise=0.1)
    first = _run(race, 50)
    np.testing.assert_array_equal(first[0], np.tile(RAVINE.drop, (3, 1)))
    race.drop((1.0, -0.5))
    assert (race.start, race.step_count) == ((1.0, -0.5), 0)
    for alpha in (0.0, 0.5, 1.0):
        np.testing.assert_array_equal(race.positions(alpha), np.tile((1.0, -0.5), (3, 1)))
    assert race.splits == (Split(),) * 3
    race.drop(RAVINE.drop)
    np.testing.assert_array_equal(_run(race, 50), first)


def test_the_seed_alone_decides_the_noise() -> None:
    paths = [_run(Race(SADDLE, ALL, noise=0.2, seed=seed), 60) for seed in (1, 1, 2)]
    np.testing.assert_array_equal(paths[0], paths[1])
    assert (paths[0][1:] != paths[2][1:]).all()
    race = Race(SADDLE, ALL, noise=0.2, seed=1)
    race.drop(SADDLE.drop, seed=2)
    np.testing.assert_array_equal(_run(race, 60), paths[2])
    assert (race.noise, race.seed) == (0.2, 2)


def test_noise_has_the_size_it_is_given() -> None:
    race = Race(RAVINE, (SGD(),), learning_rate=1e-9, noise=0.05)
    kicks = np.diff(_run(race, 4000)[:, 0], axis=0) / -1e-9 - RAVINE.surface.gradient(np.array(RAVINE.drop))
    np.testing.assert_allclose(kicks.std(axis=0), 0.05, rtol=0.05)
    np.testing.assert_allclose(kicks.mean(axis=0), 0.0, atol=0.005)


def test_every_runner_has_noise_of_its_own() -> None:
    race = Race(RAVINE, (SGD(), Momentum()), noise=0.05)
    race.step()
    # from rest the first moves of these two differ by nothing but the noise
    assert (race.positions()[0] != race.positions()[1]).all()


def test_positions_glide_from_before_the_last_step_to_after_it() -> None:
    race = Race(RAVINE, ALL)
    path = _run(race, 9)
    np.testing.assert_array_equal(race.positions(0.0), path[8])
    np.testing.assert_array_equal(race.positions(1.0), path[9])
    np.testing.assert_allclose(race.positions(0.25), 0.75 * path[8] + 0.25 * path[9], rtol=1e-15)
    race.positions()[:] = np.nan
    np.testing.assert_array_equal(race.positions(1.0), path[9])


def test_losses_are_those_of_the_places_after_the_last_step() -> None:
    race = Race(SADDLE, ALL)
    path = _run(race, 12)
    np.testing.assert_array_equal(race.losses(), SADDLE.surface.loss(path[12]))


def test_rate_and_noise_may_change_while_they_run() -> None:
    race = Race(RAVINE, (SGD(),), 0.01)
    race.step()
    race.learning_rate = 0.02
    before = race.positions()
    race.step()
    np.testing.assert_array_equal(race.positions(), before + RAVINE.surface.gradient(before) * -0.02)
    race.noise = 1.0
    before = race.positions()
    race.step()
    assert (race.positions() != before + RAVINE.surface.gradient(before) * -0.02).all()


def test_a_race_without_runners_runs() -> None:
    race = Race(RAVINE, ())
    race.step()
    assert race.positions().shape == (0, 2) and race.losses().shape == (0,) and race.splits == ()


@pytest.mark.parametrize("bad", [0.0, -0.1, float("nan"), float("inf")])
def test_a_wrong_rate_is_refused_and_changes_nothing(bad: float) -> None:
    race = Race(RAVINE, ALL)
    with pytest.raises(ValueError, match="learning_rate"):
        race.learning_rate = bad
    assert race.learning_rate == 0.05
    with pytest.raises(ValueError, match="learning_rate"):
        Race(RAVINE, ALL, learning_rate=bad)


@pytest.mark.parametrize("bad", [-0.1, float("nan"), float("inf")])
def test_a_wrong_noise_is_refused_and_changes_nothing(bad: float) -> None:
    race = Race(RAVINE, ALL)
    with pytest.raises(ValueError, match="noise"):
        race.noise = bad
    assert race.noise == 0.0


@pytest.mark.parametrize("bad", [(float("nan"), 0.0), (0.0, float("inf")), (0.0, 1e9)])
def test_a_wrong_drop_is_refused_and_changes_nothing(bad: tuple[float, float]) -> None:
    race = Race(RAVINE, ALL)
    path = _run(race, 5)
    with pytest.raises(ValueError, match="start"):
        race.drop(bad)
    with pytest.raises(ValueError, match="seed"):
        race.drop((0.0, 0.0), seed=-1)
    assert race.start == RAVINE.drop and race.step_count == 5
    np.testing.assert_array_equal(race.positions(), path[5])


@pytest.mark.parametrize("noise", [0.0, 0.2])
def test_a_race_goes_on_from_a_snapshot_to_the_last_bit(noise: float) -> None:
    race = Race(RAVINE, ALL, 0.0516, noise, seed=3)
    _run(race, 70)
    state = race.snapshot()
    first, splits, asked = _run(race, 300), race.splits, race.asked
    race.drop((1.0, 0.5), seed=8)
    race.learning_rate, race.noise = 0.01, 0.4
    race.restore(state)
    np.testing.assert_array_equal(_run(race, 300), first)
    assert race.splits == splits and race.asked == asked and asked[2] == 370
    other = Race(RAVINE, ALL)
    other.restore(state)
    np.testing.assert_array_equal(_run(other, 300), first)
    with pytest.raises(ValueError, match="state"):
        Race(SADDLE, ALL).restore(state)


def test_a_schedule_scales_the_rate_from_its_first_step_on() -> None:
    halves = Schedule("halves", lambda step, length: 1.0 if step < length // 2 else 0.0)
    race, plain = Race(RAVINE, ALL, schedule=halves, length=20), Race(RAVINE, ALL)
    path = _run(race, 30)
    np.testing.assert_array_equal(path[:11], _run(plain, 10))
    assert (path[10:] == path[10]).all()


def test_a_surface_of_another_place_and_size_without_a_minimum_is_raced_on_too() -> None:
    tilted = Surface(
        (10.0, 14.0, -1.0, 0.0),
        lambda points: points[..., 0] - 4.0,
        lambda points: np.stack((np.ones(points.shape[:-1]), np.zeros(points.shape[:-1])), axis=-1),
        lambda points: np.zeros((*points.shape, 2)),
        floor=6.0,
    )
    race = Race(Landscape("tilted", tilted, "x - 4", "a test", (13.0, -0.5), 0.125, ()), ALL, 0.125)
    for _ in range(3000):
        race.step()
    assert [split.settled for split in race.splits] == [None] * 3
    assert race.splits[0].diverged == 329  # 41 ahead lies -28, twenty half sides of 2 from the middle
    with pytest.raises(ValueError, match="start"):
        race.drop((-29.0, 0.0))


def test_trace_rows_are_the_race_step_by_step() -> None:
    rows = list(trace_rows(SADDLE, (Adam(), SGD()), (0.3, -1.0), 0.1, steps=30, noise=0.1, seed=9))
    race = Race(SADDLE, (Adam(), SGD()), 0.1, noise=0.1, seed=9)
    race.drop((0.3, -1.0))
    path = _run(race, 30)
    assert [(row.step, row.optimizer) for row in rows] == [(s, name) for s in range(31) for name in ("adam", "sgd")]
    np.testing.assert_array_equal([(row.x, row.y) for row in rows], path.reshape(-1, 2))
    np.testing.assert_array_equal([row.loss for row in rows], SADDLE.surface.loss(path).ravel())


def test_trace_defaults_are_the_landscapes_own() -> None:
    rows = list(trace_rows(RAVINE, ALL, steps=0))
    assert rows == [TraceRow(0, name, -2.0, 1.0, rows[0].loss) for name in NAMES]


def test_the_rows_of_a_diverged_runner_end_and_the_others_go_on() -> None:
    rows = list(trace_rows(RAVINE, ALL, learning_rate=0.06, steps=200))
    race = Race(RAVINE, ALL, learning_rate=0.06)
    _run(race, 200)
    assert [row.step for row in rows if row.optimizer == "sgd"] == list(range(race.splits[0].diverged or 0))
    assert [row.step for row in rows if row.optimizer == "adam"] == list(range(201))


def test_wrong_traces_are_refused_before_the_first_row() -> None:
    for arguments in ({"steps": -1}, {"learning_rate": float("nan")}, {"start": (99.0, 0.0)}):
        with pytest.raises(ValueError, match="expected"):
            trace_rows(RAVINE, ALL, **arguments)
