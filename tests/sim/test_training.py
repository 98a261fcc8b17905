"""Training against PyTorch, the fast pass against the readable one, and what two, four and dead neurons can learn."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from descent_game.sim.datasets import DATASETS, make
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.network.history import History
from descent_game.sim.network.network import Network, initial, reroll
from descent_game.sim.network.training import Training
from descent_game.sim.optimizers.adam import Adam
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.optimizers.momentum import SGD, Momentum
from descent_game.sim.optimizers.optimizer import Optimizer

ORACLE = np.load(Path(__file__).parents[1] / "data" / "network.npz")
POINTS, LABELS = make("checker", 200, seed=3)


@pytest.fixture(autouse=True)
def _loud() -> Iterator[None]:
    with np.errstate(all="raise"):
        yield


def _trained(hidden: int, activation: str, seed: int, steps: int) -> Training:
    """Return a run on the checker of 240 points with Adam's defaults."""
    training = Training(*make("checker", seed=seed), initial(hidden, ACTIVATIONS[activation], seed), Adam())
    training.run(steps)
    return training


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda optimizer: optimizer.name)
def test_500_steps_are_pytorchs(activation: str, optimizer: Optimizer) -> None:
    column = list(ORACLE["optimizers"]).index(optimizer.name)
    runs = ORACLE["runs"][list(ORACLE["activations"]).index(activation), column]
    network = Network(ORACLE["start"], ACTIVATIONS[activation])
    rate = float(ORACLE["rates"][column])
    training = Training(ORACLE["points"], ORACLE["labels"], network, optimizer, rate)
    assert len(runs) == 11
    for row in runs:
        assert training.measure()[0] == pytest.approx(row[0], rel=1e-9)
        assert training.network.parameters == pytest.approx(row[1:], rel=1e-9, abs=1e-15)
        training.run(int(ORACLE["every"]))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda optimizer: optimizer.name)
@pytest.mark.parametrize("batch", [None, 64])
def test_a_fast_step_is_the_readable_step(activation: str, optimizer: Optimizer, batch: int | None) -> None:
    for hidden in (1, 5):
        network = initial(hidden, ACTIVATIONS[activation], 2)
        training = Training(POINTS, LABELS, network, optimizer, 0.1, batch, seed=4)
        for _ in range(12):
            watched = training.watch()
            training.step()
            assert training.network.parameters == pytest.approx(watched.after.parameters, rel=1e-12, abs=1e-14)


def test_a_watched_step_shows_every_stage_and_takes_none() -> None:
    training = Training(POINTS, LABELS, initial(4, seed=1), SGD(), 0.5)
    training.run(10)
    before = training.network.parameters
    watched = training.watch()
    assert np.array_equal(training.network.parameters, before) and training.steps == 10
    assert np.array_equal(watched.before.parameters, before)
    assert watched.loss == pytest.approx(training.measure()[0], rel=1e-13)
    assert np.array_equal(watched.forward.logits, watched.before.forward(POINTS).logits)
    assert np.array_equal(watched.backward.parameters, watched.before.gradients(POINTS, LABELS)[1])
    assert np.array_equal(watched.move, -0.5 * watched.backward.parameters)
    assert np.array_equal(watched.after.parameters, before + watched.move)
    assert training.watch().after.gradients(POINTS, LABELS)[0] < watched.loss


def test_runs_add_up_and_repeat_bit_for_bit() -> None:
    for batch in (None, 32):
        whole = Training(POINTS, LABELS, initial(4, seed=1), Adam(), batch=batch, seed=5)
        parts = Training(POINTS, LABELS, initial(4, seed=1), Adam(), batch=batch, seed=5)
        whole.run(60)
        for steps in (1, 7, 0, 30, 22):
            assert parts.run(steps) == steps
            parts.watch()
        assert whole.steps == parts.steps == 60
        assert np.array_equal(whole.network.parameters, parts.network.parameters)
        assert np.array_equal(whole.history.loss, parts.history.loss)


def test_the_network_handed_out_is_a_copy() -> None:
    start = initial(4, seed=1)
    kept = start.parameters.copy()
    training = Training(POINTS, LABELS, start, Adam())
    early = training.network
    training.run(5)
    assert np.array_equal(start.parameters, kept) and np.array_equal(early.parameters, kept)
    assert np.array_equal(training.start.parameters, kept)
    assert not np.array_equal(training.network.parameters, kept)


def test_history_has_one_entry_a_step_from_before_the_first() -> None:
    training = Training(POINTS, LABELS, initial(4, seed=1), Adam())
    first = training.measure()
    training.run(20)
    assert training.history.steps.tolist() == list(range(21))
    assert (training.history.loss[0], training.history.accuracy[0]) == first
    assert (training.history.loss[-1], training.history.accuracy[-1]) == training.measure()


def test_thinning_the_history_does_not_change_the_run() -> None:
    short = Training(POINTS, LABELS, initial(4, seed=1), Adam(), capacity=8)
    long = Training(POINTS, LABELS, initial(4, seed=1), Adam())
    short.run(100)
    long.run(100)
    assert np.array_equal(short.network.parameters, long.network.parameters)
    assert short.history.stride == 16 and short.history.steps.tolist() == list(range(0, 101, 16))
    assert np.array_equal(short.history.loss, long.history.loss[::16])


def test_mini_batches_take_every_point_once_a_pass() -> None:
    training = Training(POINTS, LABELS, initial(4, seed=1), Adam(), batch=64, seed=6)
    for _ in range(3):
        seen = []
        for size in (64, 64, 64, 8):
            watched = training.watch()
            assert len(watched.labels) == size
            seen.append(watched.points)
            training.step()
        assert np.array_equal(np.unique(np.concatenate(seen), axis=0), np.unique(POINTS, axis=0))
    full, larger = (Training(POINTS, LABELS, initial(4, seed=1), Adam(), batch=batch) for batch in (None, 200))
    full.run(5)
    larger.run(5)
    assert np.array_equal(full.network.parameters, larger.network.parameters)


def test_mini_batches_learn_and_record_the_loss_of_all_points() -> None:
    training = Training(POINTS, LABELS, initial(4, seed=1), Adam(), batch=10, seed=6)
    training.run(1500)
    assert training.history.accuracy[-1] >= 0.95
    loss = training.network.gradients(POINTS, LABELS)[0]
    assert training.history.loss[-1] == pytest.approx(loss, rel=1e-12)


def test_points_may_change_while_it_trains() -> None:
    training = Training(POINTS, LABELS, initial(4, seed=1), Adam())
    training.run(5)
    before = training.network.parameters
    training.replace_points(POINTS[:7], 1.0 - LABELS[:7])
    assert training.steps == 5 and np.array_equal(training.network.parameters, before)
    training.run(1)
    assert training.steps == 6 and not np.array_equal(training.network.parameters, before)
    with pytest.raises(ValueError, match="expected 6 of 2 coordinates"):
        training.replace_points(POINTS[:7], LABELS[:6])


def test_without_points_nothing_moves_and_nothing_is_nan() -> None:
    training = Training(np.empty((0, 2)), np.empty(0), initial(4, seed=1), Adam())
    assert training.run(10) == 0 and training.steps == 0
    assert training.measure() == (0.0, 0.0)
    assert np.array_equal(training.watch().after.parameters, training.network.parameters)
    training.replace_points(POINTS, LABELS)
    assert training.run(3) == 3 and training.history.steps.tolist() == [0, 1, 2, 3]


def test_another_network_starts_the_optimizer_anew() -> None:
    training = Training(POINTS, LABELS, initial(4, seed=1), Adam())
    training.run(9)
    fresh = initial(6, ACTIVATIONS["relu"], seed=2)
    training.replace_network(fresh)
    assert training.steps == 9 and training.network.neurons == 6
    training.step()
    expected = Training(POINTS, LABELS, fresh, Adam())
    expected.step()
    assert np.array_equal(training.network.parameters, expected.network.parameters)


@pytest.mark.parametrize(("activation", "rate"), [("linear", 10.0), ("leaky_relu", 1e6), ("tanh", 1e300)])
def test_divergence_is_an_event_at_the_last_good_parameters(activation: str, rate: float) -> None:
    training = Training(POINTS, LABELS, initial(4, ACTIVATIONS[activation], 1), Momentum(), rate)
    taken = training.run(3000)
    assert training.diverged and taken == training.steps < 3000
    assert training.run(5) == 0
    assert np.isfinite(training.network.parameters.astype(np.float32)).all()
    assert np.isfinite(training.measure()).all()
    assert np.isfinite(training.history.loss).all() and training.history.steps[-1] == training.steps
    assert np.isfinite(training.watch().after.parameters).all()
    training.replace_network(training.start)
    training.learning_rate = 0.01
    assert training.run(5) == 5 and not training.diverged


def test_saturated_runs_stay_finite() -> None:
    for activation in ACTIVATIONS.values():
        for optimizer in OPTIMIZERS.values():
            training = Training(POINTS, LABELS, initial(8, activation, 1), optimizer, 1000.0)
            training.run(200)
            assert np.isfinite(training.network.parameters).all() and np.isfinite(training.history.loss).all()


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ({"learning_rate": -1.0}, "learning_rate"),
        ({"learning_rate": float("nan")}, "learning_rate"),
        ({"batch": 0}, "batch"),
    ],
)
def test_bad_wishes_are_refused(wish: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Training(POINTS, LABELS, initial(), Adam(), **wish)  # type: ignore[arg-type]


@pytest.mark.parametrize("batch", [None, 32])
@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda optimizer: optimizer.name)
def test_a_run_goes_on_from_a_snapshot_to_the_last_bit(optimizer: Optimizer, batch: int | None) -> None:
    training = Training(POINTS, LABELS, initial(4, seed=1), optimizer, 0.1, batch, seed=4)
    training.run(37)
    state = training.snapshot()
    training.run(60)
    expected, history = training.network.parameters, History.of(training.history.snapshot())
    training.replace_network(initial(4, seed=2))
    training.replace_points(POINTS[:9], LABELS[:9])
    training.run(5)
    for run in (training, Training(POINTS[:3], LABELS[:3], initial(4, seed=9), optimizer)):
        run.restore(state)
        assert run.steps == 37
        run.run(60)
        np.testing.assert_array_equal(run.network.parameters, expected)
        np.testing.assert_array_equal(run.history.steps, history.steps)
        np.testing.assert_array_equal(run.history.loss, history.loss)


@pytest.mark.parametrize("seed", range(12))
def test_four_tanh_neurons_learn_the_checker_from_every_seed(seed: int) -> None:
    assert _trained(4, "tanh", seed, 4000).history.accuracy[-1] >= 0.95


def test_two_tanh_neurons_stall() -> None:
    for seed in range(6):
        history = _trained(2, "tanh", seed, 4000).history
        assert history.accuracy.max() <= 0.885 and history.loss.min() > 0.25


def test_four_relu_neurons_learn_it_from_some_seeds_only() -> None:
    learned = [_trained(4, "relu", seed, 2000).history.accuracy[-1] >= 0.95 for seed in range(10)]
    assert any(learned) and not all(learned)


def test_linear_cannot_learn_the_checker_but_learns_the_line() -> None:
    assert _trained(4, "linear", 0, 1000).history.accuracy.max() < 0.7
    line = Training(*make("line", noise=0.0), initial(4, ACTIVATIONS["linear"], 0), Adam())
    line.run(2000)
    assert line.history.accuracy[-1] >= 0.98


@pytest.mark.parametrize("name", ["circle", "moons", "blobs", "line"])
def test_four_tanh_neurons_learn_the_easier_sets(name: str) -> None:
    assert name in DATASETS
    training = Training(*make(name), initial(4, seed=0), Adam())
    training.run(3000)
    assert training.history.accuracy[-1] >= 0.95


def test_dead_neurons_stay_dead_until_they_are_drawn_anew() -> None:
    network = initial(4, ACTIVATIONS["relu"], 1)
    network.hidden_biases[1] = -5.0
    training = Training(POINTS, LABELS, network, Adam())
    training.run(500)
    after = training.network
    assert after.dead(POINTS)[1]
    assert np.array_equal(after.hidden_weights[:, 1], network.hidden_weights[:, 1])
    training.replace_network(reroll(after, after.dead(POINTS), seed=3))
    assert not training.network.dead(POINTS)[1]
