"""Slopes measured instead of derived: the independent witness for every gradient.

All raise `TypeError` for anything but real numbers, also where `f` returns it, and `ValueError`
for numbers that are not finite and for shapes that do not fit. Those that take a `step` raise
`ValueError` unless it is positive, and large enough to change the number it is added to. Source of
the differences: J. Nocedal and S. Wright, Numerical Optimization, Springer, 2006, section 8.1.
"""

import numpy as np
from numpy.typing import ArrayLike

from helpers.arrays import (
    Array,
    Cost,
    Function,
    Number,
    checked,
    finite,
    positive,
    quiet,
    rate,
    same_shape,
)


def forward_difference(f: Function, x: ArrayLike, step: ArrayLike) -> Array:
    """Return (f(x + h) − f(x)) / h, the slope of f at x with an error in proportion to h.

    `x` and `step` broadcast to the shape of the result; `f` acts entry by entry.
    """
    f = checked(f, "f", order=1)
    x, _, after, step = _places(x, step)
    return _share(f(after), f(x), step)


def central_difference(f: Function, x: ArrayLike, step: ArrayLike) -> Array:
    """Return (f(x + h) − f(x − h)) / 2h, the slope of f at x with an error in proportion to h².

    `x` and `step` broadcast to the shape of the result; `f` acts entry by entry.
    """
    f = checked(f, "f", order=1)
    _, before, after, step = _places(x, step)
    return _share(f(after), f(before), step) / 2


def numerical_gradient(f: Cost, x: ArrayLike, step: float = 1e-5) -> Array:
    """Return the gradient of f at x, measured by nudging one entry of x at a time.

    `f` takes an array of the shape of `x` and returns one number; the result has that shape too.
    """
    x, step = finite(x, "x"), rate(step, "step")
    cost = checked(f, "f", order=0)
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):

        def along(value: Array, index: tuple[int, ...] = index) -> Array | Number:
            nudged = x.copy()
            nudged[index] = value
            return cost(nudged)

        gradient[index] = central_difference(along, x[index], step)
    return gradient


def relative_error(analytic: ArrayLike, numerical: ArrayLike) -> Number:
    """Return |a − n| / max(|a|, |n|) with |·| the length of the whole vector; 0 if both are 0.

    About 1e-7 or less speaks for the analytic gradient, above 1e-4 against it. Source: the gradient
    check of Stanford's CS231n, taken over vectors, 2016.
    """
    analytic, numerical = same_shape(analytic, numerical, ("analytic", "numerical"))
    both = np.array([finite(analytic, "analytic"), finite(numerical, "numerical")])
    a, n = both / (np.abs(both).max() or 1)  # so that no square leaves the floats
    scale = max(np.linalg.norm(a), np.linalg.norm(n))
    return np.linalg.norm(a - n) / scale if scale else 0.0


@quiet
def _places(x: ArrayLike, step: ArrayLike) -> tuple[Array, Array, Array, Array]:
    """Return x, x − step, x + step and step in one shape, once each step is known to move its x."""
    x, step = finite(x, "x"), positive(step, "step", "1e-5")
    try:
        x, step = np.broadcast_arrays(x, step)
    except ValueError:
        raise ValueError(
            f"x and step should fit each other, but x has the shape {x.shape} and step "
            f"{step.shape}; one step for all is enough"
        ) from None
    before, after = x - step, x + step
    stuck = np.abs(x[(before == x) | (after == x)])
    if stuck.size:
        raise ValueError(
            f"step should be large enough to move x, but {step.min():g} does not change "
            f"{stuck.max():g}; the smallest useful step there is {np.spacing(stuck.max()):.2g}"
        )
    return x, before, after, step


@quiet
def _share(after: Array, before: Array, step: Array) -> Array:
    return (after - before) / step
