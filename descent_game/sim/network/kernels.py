"""The activation functions once more, for speed: value and slope together, written into buffers that already exist.

One kernel a function, `kernel(z, value, slope)`. What value and slope share is computed once. The numbers are those of
`curves` to 1e-14, except that a slope's far tail may round to zero. Floating point flags are the caller's affair.
"""

from collections.abc import Callable
from math import pi, sqrt
from typing import TypeAlias

import numpy as np

from descent_game.sim.network import curves
from descent_game.sim.network.activations import Activation
from descent_game.sim.network.special import Array, erfc

Kernel: TypeAlias = Callable[[Array, Array, Array], object]


def kernel_of(activation: Activation) -> Kernel:
    """Return the kernel of `activation`; one that is not in the table gets a kernel from its own two curves."""
    if activation.leak is not None:
        return _leaky_kernel(activation.leak)
    known = {
        "linear": _linear,
        "sigmoid": _sigmoid,
        "tanh": _tanh,
        "relu": _relu,
        "elu": _elu,
        "gelu": _gelu,
        "silu": _silu,
        "softplus": _softplus,
        "mish": _mish,
    }
    return known.get(activation.name) or _plain_kernel(activation)


def _linear(z: Array, value: Array, slope: Array) -> None:
    value[:] = z
    slope.fill(1.0)


def _logistic(z: Array, out: Array) -> None:
    """Write σ(z) = (1 + tanh(z / 2)) / 2."""
    np.multiply(z, 0.5, out)
    np.tanh(out, out)
    np.multiply(out, 0.5, out)
    np.add(out, 0.5, out)


def _sigmoid(z: Array, value: Array, slope: Array) -> None:
    _logistic(z, value)
    np.multiply(value, value, slope)
    np.subtract(value, slope, slope)


def _tanh(z: Array, value: Array, slope: Array) -> None:
    np.tanh(z, value)
    np.multiply(value, value, slope)
    np.subtract(1.0, slope, slope)


def _relu(z: Array, value: Array, slope: Array) -> None:
    np.maximum(z, 0.0, out=value)
    np.sign(value, slope)


def _leaky_kernel(leak: float) -> Kernel:
    def leaky(z: Array, value: Array, slope: Array) -> None:
        np.multiply(z, leak, value)
        np.maximum(z, value, out=value)
        np.greater(z, 0.0, slope)
        np.maximum(slope, leak, out=slope)

    return leaky


def _elu(z: Array, value: Array, slope: Array) -> None:
    np.minimum(z, 0.0, out=slope)
    np.expm1(slope, slope)
    np.maximum(z, 0.0, out=value)
    np.add(value, slope, value)
    np.add(slope, 1.0, slope)


def _gelu(z: Array, value: Array, slope: Array) -> None:
    np.multiply(z, -sqrt(0.5), slope)
    share = erfc(slope)
    share *= 0.5
    np.multiply(z, share, value)
    np.multiply(slope, slope, slope)
    np.negative(slope, slope)
    np.exp(slope, slope)
    np.multiply(slope, 1.0 / sqrt(2.0 * pi), slope)
    np.multiply(slope, z, slope)
    np.add(slope, share, slope)


def _silu(z: Array, value: Array, slope: Array) -> None:
    gate = np.empty_like(z)
    _logistic(z, gate)
    np.multiply(z, gate, value)
    np.multiply(value, gate, slope)
    np.subtract(value, slope, slope)
    np.add(slope, gate, slope)


def _softplus(z: Array, value: Array, slope: Array) -> None:
    np.abs(z, slope)
    np.negative(slope, slope)
    np.exp(slope, slope)
    np.log1p(slope, slope)
    np.maximum(z, 0.0, out=value)
    np.add(value, slope, value)
    _logistic(z, slope)


def _mish(z: Array, value: Array, slope: Array) -> None:
    gate, rest = curves.mish_gate(z)
    np.multiply(z, gate, value)
    _logistic(z, slope)
    np.multiply(slope, z, slope)
    np.multiply(slope, rest, slope)
    np.multiply(slope, gate + 1.0, slope)
    np.add(slope, gate, slope)


def _plain_kernel(activation: Activation) -> Kernel:
    def plain(z: Array, value: Array, slope: Array) -> None:
        value[:] = activation.curve(z)
        slope[:] = activation.derivative(z)

    return plain
