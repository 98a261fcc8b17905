"""The network's passes against finite differences, closed forms, and themselves."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from descent_game.sim.datasets import make
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.network.network import Network, accuracy, cross_entropy, initial, logit_gradient, reroll

POINTS, LABELS = make("moons", 60, seed=2)


@pytest.fixture(autouse=True)
def _loud() -> Iterator[None]:
    with np.errstate(all="raise"):
        yield


def test_the_parts_are_views_of_one_vector_in_order() -> None:
    network = Network(np.arange(17.0))
    assert network.neurons == 4
    assert network.hidden_weights.tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert network.hidden_biases.tolist() == [8, 9, 10, 11]
    assert network.output_weights.tolist() == [12, 13, 14, 15]
    assert network.output_bias == 16.0
    for part in (network.hidden_weights, network.hidden_biases, network.output_weights):
        assert np.shares_memory(part, network.parameters)


@pytest.mark.parametrize("size", [0, 1, 4, 16, 18, 37])
def test_a_vector_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match=r"expected 4 H \+ 1 numbers"):
        Network(np.zeros(size))


def test_a_network_by_hand() -> None:
    network = Network(np.array([1.0, 0.5, -2.0, 1.0, 0.1, -0.2, 3.0, -1.0, 0.25]), ACTIVATIONS["relu"])
    passed = network.forward(np.array([[1.0, 0.2], [-1.0, 0.9]]))
    assert passed.sums == pytest.approx(np.array([[0.7, 0.5], [-2.7, 0.2]]), abs=1e-15)
    assert passed.hidden == pytest.approx(np.array([[0.7, 0.5], [0.0, 0.2]]), abs=1e-15)
    assert passed.logits == pytest.approx([1.85, 0.05], abs=1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("neurons", [1, 3, 8])
def test_gradients_are_central_differences(name: str, neurons: int) -> None:
    network = initial(neurons, ACTIVATIONS[name], seed=5)
    gradient = network.gradients(POINTS, LABELS)[1]
    assert gradient.shape == network.parameters.shape
    for place in range(gradient.size):
        nudge = np.zeros(gradient.size)
        nudge[place] = 1e-6
        above = replace(network, parameters=network.parameters + nudge).gradients(POINTS, LABELS)[0]
        below = replace(network, parameters=network.parameters - nudge).gradients(POINTS, LABELS)[0]
        assert gradient[place] == pytest.approx((above - below) / 2e-6, abs=1e-8)


def test_the_loss_is_binary_cross_entropy() -> None:
    network = initial(4, seed=1)
    chance = network.probability(POINTS)
    expected = -np.mean(LABELS * np.log(chance) + (1.0 - LABELS) * np.log(1.0 - chance))
    assert network.gradients(POINTS, LABELS)[0] == pytest.approx(expected, rel=1e-13)
    assert cross_entropy(np.zeros(3), np.array([0.0, 1.0, 1.0])) == pytest.approx(np.log(2.0), rel=1e-15)


def test_loss_and_gradient_stay_finite_and_keep_their_digits_at_large_logits() -> None:
    logits, labels = np.array([800.0, -800.0, 50.0, 1e300]), np.array([1.0, 1.0, 1.0, 0.0])
    assert cross_entropy(logits[:2], labels[:2]) == 400.0
    assert cross_entropy(logits[2:3], labels[2:3]) == pytest.approx(np.exp(-50.0), rel=1e-13)
    assert cross_entropy(logits, labels) == 2.5e299
    gradient = logit_gradient(logits, labels)
    assert gradient[[0, 1, 3]].tolist() == [0.0, -0.25, 0.25]
    assert gradient[2] == pytest.approx(-np.exp(-50.0) / 4.0, rel=1e-13)


def test_without_points_all_is_zero() -> None:
    points, labels = np.empty((0, 2)), np.empty(0)
    network = initial(4, ACTIVATIONS["relu"], seed=0)
    loss, gradient = network.gradients(points, labels)
    assert loss == 0.0 and not gradient.any() and not network.dead(points).any()
    assert accuracy(network.forward(points).logits, labels) == 0.0


def test_accuracy_counts_the_right_side() -> None:
    assert accuracy(np.array([1.0, -1.0, 2.0, 0.0]), np.array([1.0, 0.0, 0.0, 1.0])) == 0.5


def test_the_field_has_the_shape_of_its_points_and_is_a_probability() -> None:
    grid = np.stack(np.meshgrid(np.linspace(-1.0, 1.0, 5), np.linspace(-1.0, 1.0, 7)), axis=-1)
    network = initial(4, seed=3)
    field = network.probability(grid)
    assert field.shape == (7, 5)
    assert ((field > 0.0) & (field < 1.0)).all()
    assert field[2, 3] == pytest.approx(1.0 / (1.0 + np.exp(-network.forward(grid[2, 3][None]).logits[0])), rel=1e-14)


def test_dead_neurons_are_those_that_say_nothing_anywhere() -> None:
    relu = ACTIVATIONS["relu"]
    network = initial(4, relu, seed=0)
    network.hidden_biases[:] = -10.0, 10.0, -10.0, 0.0
    assert network.dead(POINTS).tolist() == [True, False, True, False]
    for name in ("leaky_relu", "tanh", "linear", "elu"):
        assert not replace(network, activation=ACTIVATIONS[name]).dead(POINTS).any()


def test_a_seed_draws_the_same_weights_and_another_other_ones() -> None:
    first, again, other = initial(4, seed=1), initial(4, seed=1), initial(4, seed=2)
    assert np.array_equal(first.parameters, again.parameters)
    assert not np.array_equal(first.parameters, other.parameters)
    assert initial().neurons == 4 and initial().activation.name == "tanh" and initial().output_bias == 0.0
    for neurons in (0, 9):
        with pytest.raises(ValueError, match="expected 1 to 8"):
            initial(neurons)


def test_weights_start_within_their_ranges() -> None:
    drawn = [initial(4, seed=seed) for seed in range(200)]
    for limit, part in ((np.sqrt(0.5), "hidden_weights"), (0.5, "hidden_biases"), (2.0, "output_weights")):
        values = np.array([getattr(network, part) for network in drawn])
        assert 0.98 * limit < np.abs(values).max() <= limit
        assert abs(values.mean()) < 0.1 * limit


def test_a_reroll_draws_only_the_chosen_neurons_anew() -> None:
    network = Network(np.arange(17.0))
    rolled = reroll(network, np.array([False, True, False, True]), seed=9)
    fresh = initial(4, seed=9)
    for part in ("hidden_weights", "hidden_biases", "output_weights"):
        kept, old, new = getattr(rolled, part), getattr(network, part), getattr(fresh, part)
        assert np.array_equal(kept[..., [0, 2]], old[..., [0, 2]])
        assert np.array_equal(kept[..., [1, 3]], new[..., [1, 3]])
    assert rolled.output_bias == 16.0 and network.parameters.tolist() == list(range(17))
