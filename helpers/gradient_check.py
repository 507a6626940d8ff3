"""Slopes measured instead of derived: the independent witness for every gradient.

All raise `TypeError` for anything but real numbers, and those that take a `step` raise `ValueError`
unless it is positive and finite. Source of the differences: J. Nocedal and S. Wright, Numerical
Optimization, Springer, 2006, section 8.1.
"""

import numpy as np
from numpy.typing import ArrayLike

from helpers.arrays import Array, Cost, Function, Number, real_array, same_shape


def forward_difference(f: Function, x: ArrayLike, step: ArrayLike) -> Array:
    """Return (f(x + h) − f(x)) / h, the slope of f at x with an error in proportion to h.

    `x` and `step` broadcast to the shape of the result; `f` acts entry by entry.
    """
    x, step = real_array(x, "x"), _positive(step)
    return (f(x + step) - f(x)) / step


def central_difference(f: Function, x: ArrayLike, step: ArrayLike) -> Array:
    """Return (f(x + h) − f(x − h)) / 2h, the slope of f at x with an error in proportion to h².

    `x` and `step` broadcast to the shape of the result; `f` acts entry by entry.
    """
    x, step = real_array(x, "x"), _positive(step)
    return (f(x + step) - f(x - step)) / (2 * step)


def numerical_gradient(f: Cost, x: ArrayLike, step: float = 1e-5) -> Array:
    """Return the gradient of f at x, measured by nudging one entry of x at a time.

    `f` takes an array of the shape of `x` and returns one number; the result has that shape too.
    """
    x = real_array(x, "x")
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):

        def along(value: Array, index: tuple[int, ...] = index) -> Number:
            nudged = x.copy()
            nudged[index] = value
            return f(nudged)

        gradient[index] = central_difference(along, x[index], step)
    return gradient


def relative_error(analytic: ArrayLike, numerical: ArrayLike) -> Number:
    """Return |a − n| / max(|a|, |n|) with |·| the length of the whole vector; 0 if both are 0.

    About 1e-7 or less speaks for the analytic gradient, above 1e-4 against it. Raises `ValueError`
    for shapes that differ. Source: the gradient check of Stanford's CS231n, taken over vectors.
    """
    analytic, numerical = same_shape(analytic, numerical, ("analytic", "numerical"))
    scale = max(np.linalg.norm(analytic), np.linalg.norm(numerical))
    return np.linalg.norm(analytic - numerical) / scale if scale else 0.0


def _positive(step: ArrayLike) -> Array:
    step = real_array(step, "step")
    if not np.all((step > 0) & np.isfinite(step)):
        raise ValueError(f"step should be positive and finite, but is {step}; 1e-5 is a good start")
    return step
