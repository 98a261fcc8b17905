"""The network's forward and backward pass once more, for speed: the same numbers as `Network`, without temporaries.

A step on 200 points costs mostly the calls themselves, so this keeps every buffer, writes every result in place and
folds each bias into its matrix product with a row of ones: W1 and b1 lie beside each other in the vector and are one
(3, H) matrix, W2 and b2 one vector of H + 1. Points lie across, (3, n) and (H, n), so that whole blocks are contiguous.
Results are given their places by position, which numpy reads faster than `out=`.
"""

import numpy as np

from descent_game.sim.network.activations import Activation
from descent_game.sim.network.kernels import kernel_of
from descent_game.sim.network.special import Array


class Views:
    """A vector of parameters and the matrices in it, as the passes take them: all one memory."""

    def __init__(self, parameters: Array) -> None:
        """Look at `parameters` (4 H + 1,) as W1 with b1 (H, 3), W2 with b2 (H + 1,), W2 as (H, 1), all as one row."""
        split = parameters.size // 4 * 3
        self.parameters = parameters
        self.row = parameters[np.newaxis]
        self.hidden = parameters[:split].reshape(3, -1).T
        self.output = parameters[split:]
        self.column = parameters[split:-1].reshape(-1, 1)


class Workspace:
    """Buffers for one batch size: `load` a batch, run `forward` and `backward`, read `logits` and `gradient`.

    The gradient (1, 4 H + 1) is a row, as an optimizer takes it. Nothing here is safe from the next call: copy what
    should stay.
    """

    def __init__(self, count: int, neurons: int, activation: Activation) -> None:
        """Prepare the buffers for `count` points."""
        self.labels = np.empty(count)
        self.logits = np.empty(count)
        self.gradient = np.zeros((1, 4 * neurons + 1))
        self._points = np.ones((3, count))
        self._sums = np.empty((neurons, count))
        self._with_one = np.ones((neurons + 1, count))
        self._hidden = self._with_one[:neurons]
        self._back = np.empty((neurons, count))
        self._slope = np.empty((neurons, count))
        self._back_across = self._back.T
        self._offset = np.empty(count)
        self._error = np.empty((1, count))
        self._hidden_gradient = self.gradient[0, : 3 * neurons].reshape(3, neurons)
        self._output_gradient = self.gradient[0, 3 * neurons :]
        self._half_share = 0.5 / max(count, 1)
        self._wrong = np.empty(count)
        self._tail = np.empty(count)
        self._sign = np.empty(count)
        self._ones = np.empty(count, dtype=bool)
        self._count = max(count, 1)
        self._kernel = kernel_of(activation)

    def load(self, points: Array, labels: Array) -> None:
        """Take the batch `points` (n, 2), `labels` (n,) for the passes to come."""
        self._points[:2] = points.T
        self.labels[:] = labels
        np.equal(labels, 1.0, out=self._ones)
        np.subtract(1.0, 2.0 * self._ones, out=self._sign)
        # (p - label) / n = tanh(l / 2) / 2n + (1/2 - label) / n, and the last part is known before any step.
        np.subtract(0.5, labels, out=self._offset)
        self._offset *= 2.0 * self._half_share

    def forward(self, views: Views) -> None:
        """Fill `logits` from the parameters in `views`."""
        np.dot(views.hidden, self._points, self._sums)
        self._kernel(self._sums, self._hidden, self._slope)
        np.dot(views.output, self._with_one, self.logits)

    def backward(self, views: Views) -> None:
        """Fill `gradient` from what `forward` left behind with the same parameters."""
        error = self._error[0]
        np.multiply(self.logits, 0.5, error)
        np.tanh(error, error)
        np.multiply(error, self._half_share, error)
        np.add(error, self._offset, error)
        np.dot(self._with_one, error, self._output_gradient)
        np.dot(views.column, self._error, self._back)
        np.multiply(self._back, self._slope, self._back)
        np.dot(self._points, self._back_across, self._hidden_gradient)

    def measure(self) -> tuple[float, float]:
        """Return loss and accuracy at the logits of the last forward pass, as `cross_entropy` and `accuracy` do."""
        wrong, tail = self._wrong, self._tail
        np.multiply(self.logits, self._sign, wrong)
        np.abs(wrong, tail)
        np.negative(tail, tail)
        np.exp(tail, tail)
        np.log1p(tail, tail)
        np.maximum(wrong, 0.0, out=wrong)
        np.add(wrong, tail, wrong)
        right = np.count_nonzero((self.logits > 0.0) == self._ones)
        return float(np.add.reduce(wrong)) / self._count, right / self._count
