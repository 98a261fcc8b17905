"""The activation functions against PyTorch, against their own definitions, and at the ends of float64."""

from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from math import erf as exact_erf
from math import erfc as exact_erfc
from math import inf, isinf
from pathlib import Path

import numpy as np
import pytest

from descent_game.sim.network.activations import ACTIVATIONS, LAYERS, Activation, leaky_relu, surviving
from descent_game.sim.network.kernels import kernel_of
from descent_game.sim.network.special import Array, erf, erfc

ORACLE = np.load(Path(__file__).parents[1] / "data" / "activations.npz")
POWERS = np.arange(1, LAYERS + 1)


@pytest.fixture(autouse=True)
def _loud() -> Iterator[None]:
    with np.errstate(all="raise"):
        yield


@pytest.fixture(params=ACTIVATIONS)
def activation(request: pytest.FixtureRequest) -> Activation:
    """Return each activation in turn."""
    return ACTIVATIONS[request.param]


def _close(found: Array, expected: Array) -> bool:
    """Return whether all agree to 1e-12, relative where they are larger than 1."""
    return bool(np.all(np.abs(found - expected) <= 1e-12 * np.maximum(1.0, np.abs(expected))))


def test_the_table_is_read_only_and_pytorch_knows_all_of_it() -> None:
    assert set(ACTIVATIONS) <= set(ORACLE["names"])
    assert all(activation.name == name for name, activation in ACTIVATIONS.items())
    with pytest.raises(TypeError):
        ACTIVATIONS["relu"] = leaky_relu()  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        ACTIVATIONS["relu"].name = "other"  # type: ignore[misc]


def test_value_and_slope_are_pytorchs_also_at_the_hard_points(activation: Activation) -> None:
    z = ORACLE["z"]
    value, slope = ORACLE["curves"][ORACLE["names"].tolist().index(activation.name)]
    assert {0.0, 1e-300, -1e-300, 1e4, -1e4, 1e308, -1e308} <= set(z)
    assert _close(activation.value(z), value)
    assert _close(activation.slope(z), slope)


def test_everything_from_end_to_end_is_finite_and_silent(activation: Activation) -> None:
    sizes = np.concatenate([np.logspace(-307, 308, 1231), np.linspace(1.0, 800.0, 1600), [5e-324, 1.7e308]])
    z = np.concatenate([-sizes, [0.0, -0.0], sizes])
    assert np.isfinite(activation.value(z)).all()
    assert np.isfinite(activation.slope(z)).all()
    assert activation.value(0.5).shape == activation.slope(0.5).shape == ()


def test_slopes_are_central_differences_away_from_kinks(activation: Activation) -> None:
    z = np.linspace(-8.0, 8.0, 401) + 0.0123
    step = 1e-5
    difference = (activation.value(z + step) - activation.value(z - step)) / (2.0 * step)
    assert np.abs(activation.slope(z) - difference).max() < 1e-9


def test_tails_keep_their_digits() -> None:
    assert ACTIVATIONS["tanh"].slope(20.0) == pytest.approx(4.0 * np.exp(-40.0), rel=1e-12)
    assert ACTIVATIONS["sigmoid"].slope(50.0) == pytest.approx(np.exp(-50.0), rel=1e-12)
    assert ACTIVATIONS["softplus"].value(-40.0) == pytest.approx(np.exp(-40.0), rel=1e-12)


def test_kinks_are_where_the_slope_jumps_and_take_the_left_slope(activation: Activation) -> None:
    jump = np.abs(activation.slope(1e-9) - activation.slope(-1e-9)) > 0.5
    assert activation.kinks == ((0.0,) if jump else ())
    for kink in activation.kinks:
        assert activation.slope(kink) == activation.slope(kink - 1e-9)


def test_largest_and_least_slope_are_never_passed_and_nearly_met(activation: Activation) -> None:
    slope = activation.slope(np.linspace(-60.0, 60.0, 240001))
    assert activation.least_slope - 1e-15 <= slope.min() <= activation.least_slope + 1e-7
    assert activation.largest_slope - 1e-7 <= slope.max() <= activation.largest_slope + 1e-15
    if activation.steepest_at is not None:
        assert activation.slope(activation.steepest_at) == pytest.approx(activation.largest_slope, abs=1e-15)


def test_bounds_are_never_passed_and_nearly_met(activation: Activation) -> None:
    value = activation.value(np.linspace(-60.0, 60.0, 240001))
    for bound, found in zip(activation.bounds, (value.min(), value.max()), strict=True):
        assert abs(found) > 0.5 if isinf(bound) else abs(found - bound) < 1e-7
    assert activation.bounds[0] - 1e-15 <= value.min()
    assert value.max() <= activation.bounds[1]


def test_flat_sides_and_dead_halves_are_as_stated(activation: Activation) -> None:
    ends = {"left": float(activation.slope(-700.0)), "right": float(activation.slope(700.0))}
    assert tuple(side for side, slope in ends.items() if abs(slope) < 1e-100) == activation.flat
    assert activation.dead == bool(np.all(activation.slope(np.linspace(-20.0, -1e-12, 1000)) == 0.0))


def test_formulas_are_latex_with_balanced_braces(activation: Activation) -> None:
    for formula in (activation.formula, activation.slope_formula):
        assert formula.count("{") == formula.count("}")
        assert formula.count("(") == formula.count(")")
        assert formula.count(r"\left") == formula.count(r"\right")
        assert "z" in formula and "=" in formula


@pytest.mark.parametrize("slope", [0.0, 0.01, 0.2, 1.0])
def test_the_leak_is_adjustable(slope: float) -> None:
    leaky = leaky_relu(slope)
    assert leaky.value(-3.0) == -3.0 * slope
    assert leaky.slope(-3.0) == leaky.slope(0.0) == leaky.least_slope == slope
    assert leaky.value(3.0) == 3.0
    assert f"{slope:g}" in leaky.formula
    assert leaky.dead == (slope == 0.0)


@pytest.mark.parametrize("slope", [-0.1, 1.5, inf, float("nan")])
def test_a_leak_out_of_range_is_refused(slope: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        leaky_relu(slope)


def test_the_sigmoid_at_zero_leaves_exactly_a_quarter_a_layer() -> None:
    assert surviving(ACTIVATIONS["sigmoid"], 0.0).tolist() == [4.0**-k for k in range(1, 9)]


def test_the_relu_leaves_nothing_or_everything() -> None:
    assert surviving(ACTIVATIONS["relu"], -1.0).tolist() == [0.0] * 8
    assert surviving(ACTIVATIONS["relu"], 0.0).tolist() == [0.0] * 8
    assert surviving(ACTIVATIONS["relu"], 1.0).tolist() == [1.0] * 8


def test_the_leaky_relu_leaves_a_trickle() -> None:
    assert surviving(ACTIVATIONS["leaky_relu"], -1.0) == pytest.approx(0.01**POWERS, rel=1e-14)


def test_what_survives_is_a_power_of_weight_times_slope(activation: Activation) -> None:
    for weight in (0.5, 1.0, 2.0):
        factor = weight * float(activation.slope(0.7))
        assert surviving(activation, 0.7, weight) == pytest.approx(factor**POWERS, rel=1e-13)
    assert surviving(ACTIVATIONS["linear"], 3.0, 2.0).tolist() == [2.0**k for k in range(1, 9)]


def test_surviving_takes_many_points_and_any_depth(activation: Activation) -> None:
    z = np.linspace(-30.0, 1e4, 12).reshape(3, 4)
    table = surviving(activation, z, 1.5, layers=5)
    assert table.shape == (3, 4, 5)
    assert np.array_equal(table[1, 2], surviving(activation, float(z[1, 2]), 1.5, layers=5))


def test_kernels_give_the_same_numbers(activation: Activation) -> None:
    for bend in (activation, leaky_relu(0.3)):
        z = np.random.default_rng(3).normal(0.0, 6.0, (4, 300))
        z[:, :2] = 0.0, -0.0
        value, slope = np.full_like(z, np.nan), np.full_like(z, np.nan)
        with np.errstate(under="ignore"):
            kernel_of(bend)(z, value, slope)
        assert np.abs(value - bend.value(z)).max() < 1e-14
        assert np.abs(slope - bend.slope(z)).max() < 2e-14


def test_the_error_function_is_that_of_the_c_library() -> None:
    x = np.concatenate([np.linspace(-7.0, 26.5, 20001), [0.0, 1e-300, -1e-300, 5e-324, 1e308, -1e308]])
    expected = np.array([exact_erf(value) for value in x])
    assert np.abs(erf(x) - expected).max() <= 2.3e-16
    large = np.abs(expected) > 1e-290
    assert (np.abs(erf(x) - expected)[large] <= 4e-16 * np.abs(expected[large])).all()
    assert erf(1e-300) == pytest.approx(exact_erf(1e-300), rel=1e-15)
    expected = np.array([exact_erfc(value) for value in x])
    large = expected > 1e-290
    assert (np.abs(erfc(x) - expected)[large] <= 2e-15 * expected[large]).all()
    assert erfc(1e308) == 0.0 and erfc(-1e308) == 2.0 and np.signbit(erf(-0.0))
