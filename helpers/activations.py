"""Activation functions; each stands directly above its derivative.

Every function takes a number or an array of any shape and returns floats of the same shape, is
exact to a few units in the last place for every float, ±inf included, and keeps NaN as NaN.
All raise `TypeError` for anything but real numbers. Source: I. Goodfellow, Y. Bengio and A.
Courville, Deep Learning, MIT Press, 2016, sections 3.10 and 6.3.
"""

import numpy as np
from numpy.typing import ArrayLike

from helpers.arrays import Array, quiet, real_array


@quiet
def sigmoid(z: ArrayLike) -> Array:
    """Return σ(z) = 1 / (1 + e^−z), between 0 and 1.

    The exponent is never positive, so nothing overflows where the textbook formula does.
    """
    z = real_array(z, "z")
    decay: Array = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, decay)[()] / (1 + decay)


@quiet
def sigmoid_derivative(z: ArrayLike) -> Array:
    """Return σ′(z) = σ(z)·(1 − σ(z)), between 0 and 1/4.

    1 − σ(z) is computed as σ(−z), which keeps its digits where σ(z) rounds to 1.
    """
    z = real_array(z, "z")
    return sigmoid(z) * sigmoid(-z)


@quiet
def tanh(z: ArrayLike) -> Array:
    """Return the hyperbolic tangent, 2σ(2z) − 1, between −1 and 1."""
    return np.tanh(real_array(z, "z"))


@quiet
def tanh_derivative(z: ArrayLike) -> Array:
    """Return 1 − tanh²(z), between 0 and 1, as 4d / (1 + d)² with d = (e^−|z|)²."""
    decay: Array = np.square(np.exp(-np.abs(real_array(z, "z"))))
    return 4 * decay / np.square(1 + decay)


@quiet
def relu(z: ArrayLike) -> Array:
    """Return z where it is positive and 0 elsewhere."""
    return np.maximum(real_array(z, "z"), 0.0)


@quiet
def relu_derivative(z: ArrayLike) -> Array:
    """Return 1 where z is positive and 0 elsewhere; at 0, where there is no slope, 0 by custom."""
    return np.heaviside(real_array(z, "z"), 0.0)
