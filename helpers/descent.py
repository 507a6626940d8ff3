"""Ways down a cost function. Each returns the path of points it visited, the start first.

What a way has cost is counted by `price`.

A point is a number or an array; a path of k steps has the shape (k + 1, *start.shape). A path
that leaves the finite numbers ends at its last finite point, without a warning. All raise
`ValueError` for a start that is not finite and for a negative number of steps, and `TypeError` for
points that are not real numbers. Source: J. Nocedal and S. Wright, Numerical Optimization,
Springer, 2006, chapters 2 and 3.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, takewhile

import numpy as np
from numpy.typing import ArrayLike

from helpers.arrays import Array, Cost, Function, Number, real_array


def gradient_descent(
    gradient: Function, start: ArrayLike, learning_rate: float, steps: int
) -> Array:
    """Return the path of x ← x − learning_rate · gradient(x)."""
    return _path(lambda x: x - learning_rate * gradient(x), start, steps)


def descent_with_momentum(
    gradient: Function, start: ArrayLike, learning_rate: float, beta: float, steps: int
) -> Array:
    """Return the path of v ← beta · v − learning_rate · gradient(x), x ← x + v, from v = 0.

    Source: B. Polyak, USSR Computational Mathematics and Mathematical Physics 4, 1964.
    """

    def step(state: Array) -> Array:
        x, v = state
        v = beta * v - learning_rate * gradient(x)
        return np.array([x + v, v])

    start = _finite(start)
    return _path(step, np.array([start, np.zeros_like(start)]), steps)[:, 0]


def newton(gradient: Function, curvature: Function, start: ArrayLike, steps: int) -> Array:
    """Return the path of x ← x − gradient(x) / curvature(x), which lands on the place of slope 0.

    For a vector x of length n, `curvature(x)` is the Hessian, shape (n, n). Raises
    `numpy.linalg.LinAlgError` where that is singular.
    """

    def step(x: Array) -> Array | Number:
        if x.ndim == 0:
            return x - gradient(x) / curvature(x)
        return x - np.linalg.solve(curvature(x), gradient(x))

    return _path(step, start, steps)


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
    if not 0 < shrink < 1:
        raise ValueError(f"shrink should lie between 0 and 1, but is {shrink}; 0.5 halves the rate")

    def step(x: Array) -> Array | Number:
        height, slope = f(x), np.asarray(gradient(x))
        rate = learning_rate
        while f(x - rate * slope) > height - rate / 2 * np.sum(slope**2):
            rate *= shrink
            if rate < 1e-16:
                return x
        return x - rate * slope

    return _path(step, start, steps)


def grid_search(f: Cost, candidates: ArrayLike) -> Array:
    """Return, for each candidate in turn, the best one so far; the last is the best of all.

    `candidates` has the shape (k, *point shape), and so has the result. Among equals the first is
    the best; a candidate at which f is NaN counts as infinitely bad. Raises `ValueError` if there
    are none.
    """
    candidates = real_array(candidates, "candidates")
    if not candidates.size:
        raise ValueError("candidates should hold at least one point, but is empty; give a grid")
    values = np.array([f(point) for point in candidates])
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
    is `near` or more away from `lowest`; a way that is not there after `most` steps gets None.
    """
    away = np.abs(way(*functions, most) - real_array(lowest, "lowest"))
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


def _finite(start: ArrayLike) -> Array:
    start = real_array(start, "start")
    if not np.all(np.isfinite(start)):
        raise ValueError(f"start should be finite, but is {start}; begin at an ordinary point")
    return start


def _path(step: Function, start: ArrayLike, steps: int) -> Array:
    start = _finite(start)
    if steps < 0:
        raise ValueError(f"steps should be 0 or more, but is {steps}")
    with np.errstate(all="ignore"):
        visited = takewhile(lambda x: np.all(np.isfinite(x)), _iterates(step, start))
        return np.array(list(islice(visited, steps + 1)))


def _iterates(step: Function, x: Array) -> Iterator[Array]:
    while True:
        yield x
        x = np.asarray(step(x))
