"""The three updates against the textbook, their purity, and the learning rates at which they lose hold."""

from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from decimal import Decimal, getcontext

import numpy as np
import pytest

from descent_game.sim.optimizers import OPTIMIZERS, SGD, Adam, Array, Momentum, Optimizer, stability_limit

ALL = tuple(OPTIMIZERS.values())


@pytest.fixture(autouse=True)
def _loud() -> Iterator[None]:
    with np.errstate(all="raise"):
        yield


def _gradients(steps: int = 60, n: int = 4, d: int = 3) -> Array:
    return np.random.default_rng(11).standard_normal((steps, n, d))


def _moves(optimizer: Optimizer, gradients: Array, rate: float) -> Array:
    state, moves = optimizer.start(*gradients.shape[1:]), []
    for gradient in gradients:
        move, state = optimizer.update(gradient, state, rate)
        moves.append(move)
    return np.array(moves)


def test_the_table_lists_the_three_in_the_order_of_the_board() -> None:
    assert tuple(OPTIMIZERS) == ("sgd", "momentum", "adam")
    assert all(optimizer.name == name for name, optimizer in OPTIMIZERS.items())
    with pytest.raises(TypeError):
        OPTIMIZERS["sgd"] = SGD()  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        OPTIMIZERS["adam"].epsilon = 0.0  # type: ignore[attr-defined]


def test_sgd_moves_against_the_gradient() -> None:
    gradients = _gradients()
    np.testing.assert_array_equal(_moves(SGD(), gradients, 0.25), -0.25 * gradients)


def test_momentum_remembers_nine_tenths_of_its_velocity() -> None:
    gradient = np.ones((1, 1))
    moves = _moves(Momentum(), np.array([gradient, gradient, gradient, 0.0 * gradient]), 1.0)
    np.testing.assert_allclose(moves.ravel(), (-1.0, -1.9, -2.71, -2.439), rtol=1e-15)


def test_momentum_of_nought_is_sgd() -> None:
    gradients = _gradients()
    np.testing.assert_array_equal(_moves(Momentum(momentum=0.0), gradients, 0.1), _moves(SGD(), gradients, 0.1))


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e6])
def test_adams_first_step_has_the_length_of_the_learning_rate_whatever_the_slope(size: float) -> None:
    move = _moves(Adam(), np.array([[[size, -size]]]), 0.05)[0, 0]
    np.testing.assert_allclose(move, (-0.05, 0.05), rtol=1.1e-8 / size + 1e-14)


def test_adam_equals_its_definition_in_fifty_digits() -> None:
    getcontext().prec = 50
    gradients = _gradients(n=1, d=1)
    beta1, beta2, epsilon, rate = (Decimal(value) for value in (0.9, 0.999, 1e-8, 0.03))
    m = v = Decimal(0)
    expected = []
    for t, gradient in enumerate(gradients.ravel(), 1):
        g = Decimal(float(gradient))
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        expected.append(-rate * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + epsilon))
    moves = _moves(Adam(), gradients, 0.03).ravel()
    np.testing.assert_allclose(moves, np.array(expected, dtype=np.float64), rtol=1e-13)


@pytest.mark.parametrize("optimizer", ALL, ids=lambda optimizer: optimizer.name)
def test_update_is_pure(optimizer: Optimizer) -> None:
    gradients = _gradients()
    _, state = optimizer.update(gradients[0], optimizer.start(4, 3), 0.1)
    kept = (gradients[1].copy(), state.steps, state.first.copy(), state.second.copy())
    one, after_one = optimizer.update(gradients[1], state, 0.1)
    two, after_two = optimizer.update(gradients[1], state, 0.1)
    np.testing.assert_array_equal(one, two)
    assert after_one.steps == after_two.steps == 2
    np.testing.assert_array_equal(after_one.first, after_two.first)
    np.testing.assert_array_equal(after_one.second, after_two.second)
    for before, now in zip(kept, (gradients[1], state.steps, state.first, state.second), strict=True):
        np.testing.assert_array_equal(before, now)


@pytest.mark.parametrize("optimizer", ALL, ids=lambda optimizer: optimizer.name)
def test_rows_never_mix_to_the_last_bit(optimizer: Optimizer) -> None:
    gradients = _gradients(steps=20, n=1001, d=2)
    together = _moves(optimizer, gradients, 0.07)
    for row in (0, 1, 500, 1000):
        np.testing.assert_array_equal(together[:, row : row + 1], _moves(optimizer, gradients[:, row : row + 1], 0.07))


def _grows(optimizer: Optimizer, sharpness: float, rate: float) -> bool:
    place, state = np.array(((1.0,),)), optimizer.start(1, 1)
    sizes = []
    for _ in range(4000):
        move, state = optimizer.update(sharpness * place, state, rate)
        place = place + move
        sizes.append(float(np.abs(place[0, 0])))
    return max(sizes[-50:]) > max(sizes[:50])


@pytest.mark.parametrize("sharpness", [1.0, 39.0])
@pytest.mark.parametrize("optimizer", [SGD(), Momentum(), Momentum(momentum=0.5)], ids=repr)
def test_the_stability_limit_parts_coming_to_rest_from_flying_off(optimizer: Optimizer, sharpness: float) -> None:
    limit = stability_limit(optimizer, sharpness)
    assert limit is not None
    assert not _grows(optimizer, sharpness, 0.999 * limit)
    assert _grows(optimizer, sharpness, 1.001 * limit)


def test_the_limits_of_the_ravine() -> None:
    assert stability_limit(OPTIMIZERS["sgd"], 39.0) == 2.0 / 39.0
    assert stability_limit(OPTIMIZERS["momentum"], 39.0) == pytest.approx(3.8 / 39.0, rel=1e-15)
    assert stability_limit(OPTIMIZERS["adam"], 39.0) is None
