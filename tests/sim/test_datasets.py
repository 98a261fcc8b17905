"""The data sets: in their square, balanced, drawn from a seed, and of the shape their name says."""

from collections.abc import Iterator

import numpy as np
import pytest

from descent_game.sim.datasets import DATASETS, REACH, make


@pytest.fixture(autouse=True)
def _loud() -> Iterator[None]:
    with np.errstate(all="raise"):
        yield


def test_the_table_is_read_only() -> None:
    with pytest.raises(TypeError):
        DATASETS["other"] = DATASETS["line"]  # type: ignore[index]


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("count", [1, 2, 3, 5, 240])
@pytest.mark.parametrize("noise", [0.0, 0.02, 1.0])
def test_points_lie_in_the_square_and_classes_balance(name: str, count: int, noise: float) -> None:
    points, labels = make(name, count, noise, 4)
    assert points.shape == (count, 2) and labels.shape == (count,)
    assert points.dtype == labels.dtype == np.float64
    assert np.abs(points).max() <= 1.0
    assert set(labels) <= {0.0, 1.0} and labels.sum() == (count + 1) // 2


@pytest.mark.parametrize("name", DATASETS)
def test_a_seed_draws_the_same_points_and_another_other_ones(name: str) -> None:
    points = make(name, seed=3)[0]
    assert np.array_equal(points, make(name, seed=3)[0])
    assert not np.array_equal(points, make(name, seed=4)[0])
    assert len(np.unique(points, axis=0)) == len(points)


@pytest.mark.parametrize("name", DATASETS)
def test_noise_moves_points_by_its_size_and_no_label(name: str) -> None:
    clean, labels = make(name, 2000, 0.0, 8)
    moved, same = make(name, 2000, 0.05, 8)
    assert np.array_equal(labels, same)
    assert (moved - clean).std() == pytest.approx(0.05, rel=0.1)
    assert np.abs(clean).max() <= REACH


@pytest.mark.parametrize("name", DATASETS)
def test_what_noise_carries_over_the_edge_is_reflected(name: str) -> None:
    """The same seed takes the same steps at any noise: told from very small ones, where they lead is worked out."""
    clean, _ = make(name, 2000, 0.0, 8)
    steps = (make(name, 2000, 1e-4, 8)[0] - clean) / 1e-4
    led = clean + 0.3 * steps
    beyond = np.abs(led) > 1.0
    assert beyond.any() or name == "moons"
    expected = np.where(beyond, np.sign(led) * (1.0 - (np.abs(led) - 1.0)), led)
    assert make(name, 2000, 0.3, 8)[0] == pytest.approx(np.clip(expected, -1.0, 1.0), abs=1e-9)


def test_the_checker_is_exclusive_or_with_equal_quadrants() -> None:
    points, labels = make("checker", 240, 0.0, 1)
    assert np.array_equal(labels == 1.0, points[:, 0] * points[:, 1] > 0.0)
    for right in (True, False):
        for upper in (True, False):
            quadrant = ((points[:, 0] > 0.0) == right) & ((points[:, 1] > 0.0) == upper)
            assert quadrant.sum() == 60
            strips = np.floor(np.abs(points[quadrant]) / REACH * 60.0)
            assert sorted(strips[:, 0]) == sorted(strips[:, 1]) == list(range(60))


def test_the_circle_lies_in_its_ring() -> None:
    points, labels = make("circle", 300, 0.0, 1)
    radius = np.hypot(*points.T)
    assert radius[labels == 1.0].max() < 0.5 < 0.6 < radius[labels == 0.0].min()


def test_moons_interlock() -> None:
    points, labels = make("moons", 300, 0.0, 1)
    upper, lower = points[labels == 1.0], points[labels == 0.0]
    assert upper[:, 1].min() < lower[:, 1].max() and upper[:, 0].max() > lower[:, 0].min()
    distance = np.hypot(*(upper[:, None] - lower[None]).T)
    assert distance.min() > 0.1


def test_the_arms_of_the_spiral_are_each_others_half_turn() -> None:
    points, labels = make("spiral", 400, 0.0, 1)
    radius = np.hypot(*points.T)
    turned = points * np.where(labels == 1.0, -1.0, 1.0)[:, np.newaxis]
    angle = 2.5 * np.pi * radius / REACH
    assert turned == pytest.approx(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1), abs=1e-12)


def test_one_cut_parts_the_line_and_the_blobs() -> None:
    points, labels = make("line", 20_000, 0.0, 1)
    assert np.array_equal(labels == 1.0, 2.0 * points[:, 1] > points[:, 0])
    points, labels = make("blobs", 300, 0.0, 1)
    assert np.mean((points.sum(axis=1) > 0.0) == (labels == 1.0)) > 0.99


def test_bad_wishes_are_refused_by_name() -> None:
    with pytest.raises(KeyError):
        make("chess")
    with pytest.raises(ValueError, match="points: expected at least 1, found 0"):
        make("checker", 0)
    for noise in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="noise: expected 0 to 1"):
            make("checker", noise=noise)
