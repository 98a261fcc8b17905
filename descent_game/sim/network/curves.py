"""The activation functions themselves and their exact derivatives, in forms that neither overflow nor complain.

Each takes and returns float64 arrays of any shape and is finite and silent from -1e308 to 1e308: exponentials are only
taken of numbers below zero, and what is too small for a float64 becomes zero. Where a function has a kink its slope
is the one PyTorch uses. The derivatives are written so that their tails keep their digits: tanh'(20) is 1.7e-17, where
1 - tanh² would say 0.
"""

from math import pi, sqrt

import numpy as np

from descent_game.sim.network.special import Array, erfc

_BELL_END = 39.0  # exp(-z²/2) is below the smallest float64 from z = 38.6 on

quiet = np.errstate(under="ignore")


def linear(z: Array) -> Array:
    """Return z itself."""
    return z.copy()


def linear_slope(z: Array) -> Array:
    """Return 1 everywhere."""
    return np.ones_like(z)


@quiet
def sigmoid(z: Array) -> Array:
    """Return 1 / (1 + exp(-z)), from exp(-abs(z)) on either side."""
    tail = np.exp(-np.abs(z))
    return np.where(z >= 0.0, 1.0, tail) / (1.0 + tail)


@quiet
def sigmoid_slope(z: Array) -> Array:
    """Return σ(z) (1 - σ(z)) as exp(-abs(z)) / (1 + exp(-abs(z)))²."""
    tail = np.exp(-np.abs(z))
    return tail / np.square(1.0 + tail)


@quiet
def tanh(z: Array) -> Array:
    """Return the hyperbolic tangent."""
    return np.tanh(z)


@quiet
def tanh_slope(z: Array) -> Array:
    """Return 1 - tanh²(z) as 4 exp(-2 abs(z)) / (1 + exp(-2 abs(z)))²."""
    tail = np.square(np.exp(-np.abs(z)))
    return 4.0 * tail / np.square(1.0 + tail)


def relu(z: Array) -> Array:
    """Return the larger of z and 0."""
    return np.maximum(z, 0.0)


def relu_slope(z: Array) -> Array:
    """Return 1 above zero, else 0; at zero itself 0."""
    return np.where(z > 0.0, 1.0, 0.0)


@quiet
def leaky(z: Array, slope: float) -> Array:
    """Return z above zero and `slope` z below."""
    return np.where(z > 0.0, z, slope * z)


def leaky_slope(z: Array, slope: float) -> Array:
    """Return 1 above zero, else `slope`; at zero itself `slope`."""
    return np.where(z > 0.0, 1.0, slope)


@quiet
def elu(z: Array) -> Array:
    """Return z above zero and exp(z) - 1 below."""
    return np.where(z > 0.0, z, np.expm1(np.minimum(z, 0.0)))


@quiet
def elu_slope(z: Array) -> Array:
    """Return 1 above zero and exp(z) below; both meet at 1."""
    return np.exp(np.minimum(z, 0.0))


@quiet
def gelu(z: Array) -> Array:
    """Return z Φ(z), Φ the share of a standard normal variable below z (the exact form, not the one with tanh)."""
    return z * (0.5 * erfc(z * -sqrt(0.5)))


@quiet
def gelu_slope(z: Array) -> Array:
    """Return Φ(z) + z φ(z), φ the normal density."""
    near = np.clip(z, -_BELL_END, _BELL_END)
    return 0.5 * erfc(z * -sqrt(0.5)) + near * np.exp(-0.5 * near * near) / sqrt(2.0 * pi)


@quiet
def silu(z: Array) -> Array:
    """Return z σ(z)."""
    return z * sigmoid(z)


@quiet
def silu_slope(z: Array) -> Array:
    """Return σ(z) (1 + z (1 - σ(z)))."""
    return sigmoid(z) * (1.0 + z * sigmoid(-z))


@quiet
def softplus(z: Array) -> Array:
    """Return log(1 + exp(z)) as max(z, 0) + log(1 + exp(-abs(z))).

    PyTorch's own softplus answers z itself above its `threshold` of 20, which is up to 2e-9 less than the true value;
    this one is exact everywhere, and equals PyTorch's with the threshold raised.
    """
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def softplus_slope(z: Array) -> Array:
    """Return σ(z)."""
    return sigmoid(z)


def mish_gate(z: Array) -> tuple[Array, Array]:
    """Return tanh(softplus(z)) and 1 minus it, as fractions in e = exp(-abs(z)).

    With w = exp(z) the gate is (w² + 2w) / (w² + 2w + 2); above zero both parts are divided by w².
    """
    e = np.exp(-np.abs(z))
    above = z >= 0.0
    gate = np.where(above, 1.0 + 2.0 * e, e * (e + 2.0))
    rest = np.where(above, 2.0 * e * e, 2.0)
    return gate / (gate + rest), rest / (gate + rest)


@quiet
def mish(z: Array) -> Array:
    """Return z tanh(softplus(z))."""
    return z * mish_gate(z)[0]


@quiet
def mish_slope(z: Array) -> Array:
    """Return t + z (1 - t²) σ(z) with t = tanh(softplus(z))."""
    gate, rest = mish_gate(z)
    return gate + z * (rest * (1.0 + gate) * sigmoid(z))
