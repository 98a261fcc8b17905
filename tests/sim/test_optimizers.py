"""The three updates against the textbook, their purity, and the learning rates at which they lose hold."""

from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from decimal import Decimal, getcontext

import numpy as np
import pytest

from descent_game.sim.optimizers.adam import Adam
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.optimizers.momentum import SGD, Momentum
from descent_game.sim.optimizers.optimizer import Array, Memory, Optimizer, Terms

ALL = tuple(OPTIMIZERS.values())


@pytest.fixture(autouse=True)
def _loud() -> Iterator[None]:
    with np.errstate(all="raise"):
        yield


def _gradients(steps: int = 60, n: int = 4, d: int = 3) -> Array:
    return np.random.default_rng(11).standard_normal((steps, n, d))


class Told:
    """An oracle whose gradient is told beforehand, wherever it is asked."""

    def __init__(self, gradient: Array) -> None:
        self._gradient = gradient

    def gradient(self, parameters: Array) -> Array:
        return self._gradient.copy()

    def hessian(self, parameters: Array) -> Array:
        raise NotImplementedError


def _step(optimizer: Optimizer, gradient: Array, memory: Memory, rate: float) -> tuple[Array, Memory]:
    """Returns the move of one step from the origin."""
    return optimizer.step(Told(gradient), np.zeros_like(gradient), memory, rate)


def _moves(optimizer: Optimizer, gradients: Array, rate: float) -> Array:
    memory, moves = optimizer.start(gradients.shape[1:]), []
    for gradient in gradients:
        move, memory = _step(optimizer, gradient, memory, rate)
        moves.append(move)
    return np.array(moves)


def test_every_entry_of_the_table_stands_under_its_name_and_cannot_be_changed() -> None:
    assert {"sgd", "momentum", "adam"} <= set(OPTIMIZERS)
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


def _copied(memory: Memory) -> Memory:
    return Memory(memory.steps, {name: total.copy() for name, total in memory.sums.items()})


def _assert_same(one: Memory, two: Memory) -> None:
    assert one.steps == two.steps and list(one.sums) == list(two.sums)
    for name in one.sums:
        np.testing.assert_array_equal(one.sums[name], two.sums[name])


@pytest.mark.parametrize("optimizer", ALL, ids=lambda optimizer: optimizer.name)
def test_a_step_changes_nothing_and_repeats(optimizer: Optimizer) -> None:
    gradients = _gradients()
    _, memory = _step(optimizer, gradients[0], optimizer.start((4, 3)), 0.1)
    kept = _copied(memory)
    one, after_one = _step(optimizer, gradients[1], memory, 0.1)
    two, after_two = _step(optimizer, gradients[1], memory, 0.1)
    np.testing.assert_array_equal(one, two)
    assert after_one.steps == 2
    _assert_same(after_one, after_two)
    _assert_same(memory, kept)


@pytest.mark.parametrize("optimizer", ALL, ids=lambda optimizer: optimizer.name)
def test_terms_and_a_place_for_the_result_change_no_bit_and_the_move_is_the_step(optimizer: Optimizer) -> None:
    gradients, place, memory, out = _gradients(), np.ones((4, 3)), optimizer.start((4, 3)), np.empty((4, 3))
    for gradient in gradients:
        plain, after = optimizer.step(Told(gradient), place, memory, 0.1)
        terms: Terms = {}
        told, after_told = optimizer.step(Told(gradient), place, memory, 0.1, out=out, terms=terms)
        assert told is out
        np.testing.assert_array_equal(told, plain)
        np.testing.assert_array_equal(place + terms["move"], plain)
        np.testing.assert_array_equal(terms["g"], gradient)
        _assert_same(after, after_told)
        place, memory = plain, after


def test_adams_terms_are_those_of_its_formula() -> None:
    adam, memory, place = Adam(), Adam().start((4, 3)), np.zeros((4, 3))
    for gradient in _gradients():
        terms: Terms = {}
        place, memory = adam.step(Told(gradient), place, memory, 0.1, terms=terms)
        np.testing.assert_allclose(terms["m_hat"], terms["m"] / (1.0 - 0.9**memory.steps), rtol=1e-14)
        np.testing.assert_allclose(terms["root_v_hat"], np.sqrt(terms["v"] / (1.0 - 0.999**memory.steps)), rtol=1e-14)
        np.testing.assert_allclose(terms["move"], -0.1 * terms["m_hat"] / (terms["root_v_hat"] + 1e-8), rtol=1e-14)


@pytest.mark.parametrize("optimizer", ALL, ids=lambda optimizer: optimizer.name)
def test_settings_are_told_as_data_and_held_to_their_limits(optimizer: Optimizer) -> None:
    for each in optimizer.settings():
        assert getattr(optimizer, each.name) == each.default
        assert each.least <= each.default <= each.most and each.latex
        for value in (each.least - 1.0, each.most + 1.0, float("nan")):
            with pytest.raises(ValueError, match=f"{each.name}: expected a number from"):
                type(optimizer)(**{each.name: value})
        assert getattr(type(optimizer)(**{each.name: each.least}), each.name) == each.least


@pytest.mark.parametrize("optimizer", ALL, ids=lambda optimizer: optimizer.name)
def test_rows_never_mix_to_the_last_bit(optimizer: Optimizer) -> None:
    gradients = _gradients(steps=20, n=1001, d=2)
    together = _moves(optimizer, gradients, 0.07)
    for row in (0, 1, 500, 1000):
        np.testing.assert_array_equal(together[:, row : row + 1], _moves(optimizer, gradients[:, row : row + 1], 0.07))


def _grows(optimizer: Optimizer, sharpness: float, rate: float) -> bool:
    place, memory = np.array(((1.0,),)), optimizer.start((1, 1))
    sizes = []
    for _ in range(4000):
        place, memory = optimizer.step(Told(sharpness * place), place, memory, rate)
        sizes.append(float(np.abs(place[0, 0])))
    return max(sizes[-50:]) > max(sizes[:50])


@pytest.mark.parametrize("sharpness", [1.0, 39.0])
@pytest.mark.parametrize("optimizer", [SGD(), Momentum(), Momentum(momentum=0.5)], ids=repr)
def test_the_stability_limit_parts_coming_to_rest_from_flying_off(optimizer: Optimizer, sharpness: float) -> None:
    limit = optimizer.stability_limit(sharpness)
    assert limit is not None
    assert not _grows(optimizer, sharpness, 0.999 * limit)
    assert _grows(optimizer, sharpness, 1.001 * limit)


def test_the_limits_of_the_ravine() -> None:
    assert OPTIMIZERS["sgd"].stability_limit(39.0) == 2.0 / 39.0
    assert OPTIMIZERS["momentum"].stability_limit(39.0) == pytest.approx(3.8 / 39.0, rel=1e-15)
    assert OPTIMIZERS["adam"].stability_limit(39.0) is None
