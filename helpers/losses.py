"""Cost functions: how wrong the outputs `y_hat` are about the targets `y`, as one number.

Each is a mean over the N examples. Directly below it stands its gradient, where a lesson needs one,
which has the shape of its first argument and holds the factor 1/N. Targets lie in [0, 1]. All raise
`ValueError` for shapes that differ, for empty input and for values outside their range, and
`TypeError` for anything but real numbers. Sources: M. Nielsen, Neural Networks and Deep Learning,
2015, chapters 1 and 3; for cross-entropy from z, I. Goodfellow, Y. Bengio and A. Courville, Deep
Learning, MIT Press, 2016, section 6.2.2.
"""

import numpy as np
from numpy.typing import ArrayLike

from helpers.activations import sigmoid
from helpers.arrays import Array, Number, each_between_0_and_1, quiet, same_shape


@quiet
def mean_squared_error(y_hat: ArrayLike, y: ArrayLike) -> Number:
    """Return the mean of (ŷ − y)², the squared error with the factor 1/N."""
    y_hat, y = _outputs_and_targets(y_hat, y)
    return np.mean((y_hat - y) ** 2)


@quiet
def mean_squared_error_gradient(y_hat: ArrayLike, y: ArrayLike) -> Array:
    """Return 2(ŷ − y)/N."""
    y_hat, y = _outputs_and_targets(y_hat, y)
    return 2 * (y_hat - y) / y.size


@quiet
def quadratic_cost(y_hat: ArrayLike, y: ArrayLike) -> Number:
    """Return half the mean of (ŷ − y)², the squared error with the factor 1/(2N)."""
    return mean_squared_error(y_hat, y) / 2


@quiet
def quadratic_cost_gradient(y_hat: ArrayLike, y: ArrayLike) -> Array:
    """Return (ŷ − y)/N; the half in the cost has cancelled the 2."""
    return mean_squared_error_gradient(y_hat, y) / 2


@quiet
def binary_cross_entropy(y_hat: ArrayLike, y: ArrayLike) -> Number:
    """Return the mean surprise −y·ln ŷ − (1 − y)·ln(1 − ŷ), in nats.

    It is infinite where an output of exactly 0 or 1 is wrong; `binary_cross_entropy_from_z` is not.
    """
    y_hat, y = _outputs_and_targets(y_hat, y)
    y_hat = each_between_0_and_1(y_hat, "y_hat")
    return np.mean(_weigh(y, -np.log(y_hat)) + _weigh(1 - y, -np.log1p(-y_hat)))


@quiet
def binary_cross_entropy_from_z(z: ArrayLike, y: ArrayLike) -> Number:
    """Return the cross-entropy of ŷ = σ(z), in nats, finite for every finite z.

    The surprise −ln σ(z) is computed as ln(1 + e^−z) without leaving the range of floats.
    """
    z, y = _outputs_and_targets(z, y, "z")
    return np.mean(_weigh(y, _log_one_plus_exp(-z)) + _weigh(1 - y, _log_one_plus_exp(z)))


@quiet
def binary_cross_entropy_from_z_gradient(z: ArrayLike, y: ArrayLike) -> Array:
    """Return (σ(z) − y)/N, the slope with respect to z: the sigmoid's own slope has cancelled."""
    z, y = _outputs_and_targets(z, y, "z")
    return ((1 - y) * sigmoid(z) - y * sigmoid(-z)) / y.size


def _outputs_and_targets(
    outputs: ArrayLike, y: ArrayLike, name: str = "y_hat"
) -> tuple[Array, Array]:
    outputs, y = same_shape(outputs, y, (name, "y"))
    return outputs, each_between_0_and_1(y, "y")


def _log_one_plus_exp(z: Array) -> Array:
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def _weigh(weight: Array, amount: Array) -> Array:
    """Return weight·amount, where a weight of 0 silences even an infinite amount."""
    return np.multiply(weight, amount, where=weight != 0, out=np.zeros_like(weight))
