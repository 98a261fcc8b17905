"""Real layers against PyTorch's autograd on the same weights, and against the simple story."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from descent_game.sim.network.activations import ACTIVATIONS, surviving
from descent_game.sim.network.layers import BATCH, INITIALISATIONS, WIDTH, Stack, backward, draw, forward, measure

ORACLE = np.load(Path(__file__).parents[1] / "data" / "activations.npz")


@pytest.fixture(autouse=True)
def _loud() -> Iterator[None]:
    with np.errstate(all="raise"):
        yield


def test_the_oracle_measured_the_weights_that_are_drawn_here() -> None:
    assert set(ORACLE["names"]) >= set(ACTIVATIONS)
    assert tuple(ORACLE["initialisations"]) == tuple(INITIALISATIONS)
    stack = draw("xavier", int(ORACLE["seeds"][0]))
    drawn = np.stack([stack.weights[0, 0], stack.inputs[0], stack.arriving[0]])
    assert np.abs(drawn - ORACLE["first_draws"]).max() < 1e-15


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_bars_are_pytorchs(name: str) -> None:
    expected = ORACLE["layers"][ORACLE["names"].tolist().index(name)]
    for row, initialisation in zip(expected, INITIALISATIONS, strict=True):
        for bars, seed in zip(row, ORACLE["seeds"], strict=True):
            found = measure(ACTIVATIONS[name], initialisation, int(seed)).gradients
            assert found == pytest.approx(bars, rel=1e-9, abs=0.0)


def test_a_draw_is_eight_layers_of_64_and_the_same_for_the_same_seed() -> None:
    stack, again, other = draw("he", 5), draw("he", 5), draw("he", 6)
    assert stack.weights.shape == (8, WIDTH, WIDTH)
    assert stack.inputs.shape == stack.arriving.shape == (BATCH, WIDTH)
    assert np.array_equal(stack.weights, again.weights) and not np.array_equal(stack.weights, other.weights)


def test_initialisations_differ_by_scale_alone() -> None:
    spread = {name: float(draw(name, 2).weights.std()) * np.sqrt(WIDTH) for name in INITIALISATIONS}
    assert spread["xavier"] == pytest.approx(1.0, rel=0.02)
    assert spread["he"] == pytest.approx(np.sqrt(2.0), rel=0.02)
    assert spread["small"] < 0.5 and spread["large"] > 2.0
    same = draw("xavier", 2).weights / INITIALISATIONS["xavier"] - draw("large", 2).weights / INITIALISATIONS["large"]
    assert np.abs(same).max() < 1e-15
    with pytest.raises(KeyError):
        draw("zero", 2)


def test_with_identity_weights_the_bars_are_the_simple_story() -> None:
    relu = ACTIVATIONS["relu"]
    ones = np.ones((4, 3))
    for sign, bars in ((1.0, [1.0] * 8), (-1.0, [0.0] * 8)):
        stack = Stack(np.tile(np.eye(3), (8, 1, 1)), sign * ones, ones)
        measured = backward(stack, relu, forward(stack, relu))
        assert measured.gradients.tolist() == bars == surviving(relu, sign).tolist()
        assert measured.dead.tolist() == [1.0 - bar for bar in bars]
        assert measured.silent == (sign < 0.0)


def test_the_gradient_is_the_slope_of_a_real_loss() -> None:
    stack, activation = draw("he", 9, layers=3, width=5, batch=4), ACTIVATIONS["mish"]

    def loss(inputs: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        last = forward(Stack(stack.weights, inputs, stack.arriving), activation)[-1]
        return float((activation.value(last) * stack.arriving).sum())

    slopes = np.empty((4, 5))
    for place in np.ndindex(4, 5):
        nudge = np.zeros((4, 5))
        nudge[place] = 1e-5
        slopes[place] = (loss(stack.inputs + nudge) - loss(stack.inputs - nudge)) / 2e-5
    expected = np.sqrt(np.mean(slopes**2)) / np.sqrt(np.mean(stack.arriving**2))
    measured = backward(stack, activation, forward(stack, activation))
    assert measured.gradients[-1] == pytest.approx(expected, rel=1e-8)


def test_what_the_gallery_says_about_real_networks_holds() -> None:
    assert measure(ACTIVATIONS["sigmoid"], "xavier", 1).gradients[-1] < 1e-4
    assert 0.3 < measure(ACTIVATIONS["relu"], "he", 1).gradients[-1] < 3.0
    assert measure(ACTIVATIONS["tanh"], "small", 1).gradients[-1] < 1e-4
    assert measure(ACTIVATIONS["linear"], "large", 1).gradients[-1] > 1e3
