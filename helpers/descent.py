"""Ways down a cost function. Each returns the path of points it visited, the start first.

What a way has cost is counted by `price`.

A point is a number or an array; a path of k steps has the shape (k + 1, *start.shape). A path that
leaves the finite numbers raises `DivergenceError`, which holds the finite part. All raise
`ValueError` for a start that is not finite, for a learning rate that is not positive, for a number
of steps that is not whole or is negative, and where a function returns a wrong shape; and
`TypeError` for anything but real numbers, and for what should be a function and is none. Source:
J. Nocedal and S. Wright, Numerical Optimization, Springer, 2006, chapters 2 and 3.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from helpers.arrays import (
    Array,
    Cost,
    DivergenceError,
    Function,
    Number,
    checked,
    count,
    each_between_0_and_1,
    finite,
    one,
    rate,
    real_array,
    shown,
    too_large,
)


def gradient_descent(
    gradient: Function, start: ArrayLike, learning_rate: float, steps: int
) -> Array:
    """Return the path of x ← x − learning_rate · gradient(x)."""
    eta, gradient = rate(learning_rate), checked(gradient, "gradient", order=1)
    return _path(lambda x: x - eta * gradient(x), start, steps, too_large(eta))


def descent_with_momentum(
    gradient: Function, start: ArrayLike, learning_rate: float, beta: float, steps: int
) -> Array:
    """Return the path of v ← beta · v − learning_rate · gradient(x), x ← x + v, from v = 0.

    Raises `ValueError` unless 0 ≤ `beta` ≤ 1. Source: B. Polyak, USSR Computational Mathematics and
    Mathematical Physics 4, 1964.
    """
    eta, gradient = rate(learning_rate), checked(gradient, "gradient", order=1)
    kept = each_between_0_and_1(np.array(one(beta, "beta")), "beta")
    start = finite(start, "start")
    v = np.zeros_like(start)

    def step(x: Array) -> Array:
        nonlocal v
        v = kept * v - eta * gradient(x)
        return x + v

    return _path(step, start, steps, too_large(eta))


def newton(gradient: Function, curvature: Function, start: ArrayLike, steps: int) -> Array:
    """Return the path of x ← x − gradient(x) / curvature(x), which lands on the place of slope 0.

    For a vector x of length n, `curvature(x)` is the Hessian, shape (n, n).
    """
    gradient = checked(gradient, "gradient", order=1)
    curvature = checked(curvature, "curvature", order=2)
    start = finite(start, "start")
    if start.ndim > 1:
        raise ValueError(
            f"start should be a number or a vector, but has the shape {start.shape}; "
            "np.ravel makes a vector of it"
        )

    def step(x: Array) -> Array | Number:
        if x.ndim == 0:
            return x - gradient(x) / curvature(x)
        try:
            return x - np.linalg.solve(curvature(x), gradient(x))
        except np.linalg.LinAlgError:
            return np.full_like(x, np.nan)

    return _path(step, start, steps, "the curvature there is probably 0: start elsewhere")


def backtracking_line_search(
    f: Cost,
    gradient: Function,
    start: ArrayLike,
    steps: int,
    learning_rate: float = 1.0,
    shrink: float = 0.5,
) -> Array:
    """Return the path of descent whose rate is shrunk at each step until f falls far enough.

    Far enough is half of what the slope at x promises; where no rate above 1e-16 gets there, the
    point stays. Raises `ValueError` unless 0 < `shrink` < 1. Source: L. Armijo, Pacific Journal of
    Mathematics 16, 1966, whose constant is 1/2.
    """
    height_at, gradient = checked(f, "f", order=0), checked(gradient, "gradient", order=1)
    first, shrink = rate(learning_rate), one(shrink, "shrink")
    if not 0 < shrink < 1:
        raise ValueError(f"shrink should lie between 0 and 1, but is {shrink}; 0.5 halves the rate")

    def step(x: Array) -> Array | Number:
        height, slope = height_at(x), gradient(x)
        if not np.all(np.isfinite([height, *np.ravel(slope)])):
            return np.full_like(x, np.nan)
        eta = first
        while not height_at(x - eta * slope) <= height - eta / 2 * np.sum(slope**2):
            eta *= shrink
            if eta < 1e-16:
                return x
        return x - eta * slope

    return _path(step, start, steps, "f or its gradient is not finite there: start elsewhere")


def grid_search(f: Cost, candidates: ArrayLike) -> Array:
    """Return, for each candidate in turn, the best one so far; the last is the best of all.

    `candidates` has the shape (k, *point shape), and so has the result. Among equals the first is
    the best; a candidate at which f is NaN counts as infinitely bad. Raises `ValueError` if there
    are none, or if f is NaN at each.
    """
    candidates, height_at = real_array(candidates, "candidates"), checked(f, "f", order=0)
    if not candidates.size or not candidates.ndim:
        came = "a single number" if candidates.size else "empty"
        raise ValueError(
            f"candidates should hold at least one point, but is {came}; give a grid of points"
        )
    with np.errstate(all="ignore"):
        values = np.array([height_at(point) for point in candidates])
    if np.all(np.isnan(values)):
        raise ValueError(
            "f should be a number at one candidate at least, but is nan at each of "
            f"{len(values)}; give another grid"
        )
    values = np.where(np.isnan(values), np.inf, values)
    best_before = np.minimum.accumulate(np.append(np.inf, values[:-1]))
    records = np.where(values < best_before, np.arange(len(values)), 0)
    return candidates[np.maximum.accumulate(records)]


def price(
    way: Callable[..., Array],
    functions: Sequence[Function],
    lowest: ArrayLike,
    near: float,
    most: int = 1000,
) -> tuple[int, ...] | None:
    """Return how many steps and calls of each function a way needs to come near the lowest point.

    `way(*functions, steps)` walks so many steps and returns its path. Near is where no coordinate
    is `near` or more away from `lowest`; a way that is not there after `most` steps, or before it
    leaves the finite numbers, gets None.
    """
    lowest, near, most = finite(lowest, "lowest"), rate(near, "near"), count(most, "most")
    try:
        path = way(*functions, most)
    except DivergenceError as error:
        path = error.path
    if lowest.shape not in {(), path.shape[1:]}:
        raise ValueError(
            f"lowest should be one number or a point of the shape {path.shape[1:]}, but has "
            f"{lowest.shape}; give a number for each direction"
        )
    away = np.abs(path - lowest)
    arrived = np.all(away.reshape(len(away), -1) < near, axis=1)
    if not arrived.any():
        return None
    steps = int(np.argmax(arrived))
    counted = [_Counted(function) for function in functions]
    way(*counted, steps)
    return steps, *(function.calls for function in counted)


class _Counted:
    """A function that counts its calls."""

    def __init__(self, function: Function) -> None:
        self.function, self.calls = function, 0

    def __call__(self, x: Array) -> Array | Number:
        self.calls += 1
        return self.function(x)


def _path(step: Function, start: ArrayLike, steps: int, cause: str) -> Array:
    """Return the places of so many steps; `cause` is why one of them may be no finite number."""
    path = [finite(start, "start")]
    with np.errstate(all="ignore"):
        for k in range(1, count(steps, "steps") + 1):
            x = np.asarray(step(path[-1]))
            if not np.all(np.isfinite(x)):
                raise DivergenceError(
                    f"Step {k} leads to x = {shown(x)}. The last finite x is {shown(path[-1])}; "
                    f"{cause}.",
                    np.array(path),
                )
            path.append(x)
    return np.array(path)
