"""Answers to the exercises of lesson 04, and what is special to them."""

import numpy as np
import pytest
from lessons import path_of, prose
from scipy.special import expit

from helpers import activations
from helpers.exercises.lesson_04 import (
    backward,
    broken,
    cross_entropy_gradient,
    fall,
    hopeless_start,
    mended,
)


def by_loop(X, y, w, b, ready=lambda s: s * (1 - s)):
    """Add up the gradient example by example, with no product of matrices."""
    total = np.zeros(len(w) + 1)
    for row, target in zip(X, y, strict=True):
        s = expit(np.dot(row, w) + b)
        total += (s - target) * ready(s) * np.append(row, 1.0)
    return total / len(y)


def with_a_column_of_ones(X, y, w, b):
    A = np.column_stack([X, np.ones(len(y))])
    s = expit(A @ np.append(w, b))
    return np.mean(((s - y) * s * (1 - s))[:, None] * A, axis=0)


def cross_entropy_with_a_column_of_ones(X, y, w, b):
    A = np.column_stack([X, np.ones(len(y))])
    return A.T @ (expit(A @ np.append(w, b)) - y) / len(y)


OTHER_RIGHT_ANSWERS = {
    "backward": [by_loop, with_a_column_of_ones],
    "mended": [by_loop, with_a_column_of_ones],
    "cross_entropy_gradient": [
        lambda *arguments: by_loop(*arguments, ready=lambda s: 1.0),
        cross_entropy_with_a_column_of_ones,
    ],
    "hopeless_start": [3, 7.5, np.float64(100.0)],
}


FUNCTIONS = ("backward", "mended", "cross_entropy_gradient")
WRONG_TYPES = {name: lambda X, y, w, b: (w, "b") for name in FUNCTIONS} | {"hopeless_start": "w"}
WRONG_SHAPES = {name: lambda X, y, w, b: w for name in FUNCTIONS} | {"hopeless_start": [5.0, 5.0]}


@pytest.mark.parametrize("exercise", [backward, mended, cross_entropy_gradient])
def test_a_wrong_guess_of_the_right_shape_is_not_right(exercise):
    assert exercise.check(lambda X, y, w, b: np.ones(len(w) + 1)).state == "Not yet"


def fall_by_a_loop_of_our_own(start):
    w = b = start
    costs = [expit(w + b) ** 2 / 2]
    for _ in range(50):
        s = expit(w + b)
        w, b = w - 0.15 * s * s * (1 - s), b - 0.15 * s * s * (1 - s)
        costs.append(expit(w + b) ** 2 / 2)
    return 1 - costs[-1] / costs[0]


@pytest.mark.parametrize("start", [0.5, 1.0, 3.0])
def test_how_far_the_cost_falls(start):
    assert fall(start) == pytest.approx(fall_by_a_loop_of_our_own(start))


def test_a_start_that_learns_is_told_how_much():
    share = fall_by_a_loop_of_our_own(1.0)
    told = f"From w = b = 1 the cost falls by {share:.2%}: it does learn."
    assert hopeless_start.check(1.0).message == told


def test_the_broken_function_is_the_one_that_the_lesson_shows():
    (shown,) = prose(path_of("04")).split("```python\n")[1:]
    namespace = {"np": np, "activations": activations}
    exec(shown.split("```")[0], namespace)
    case = mended.cases[0]
    np.testing.assert_allclose(namespace["broken"](**case), broken(**case))
    assert not np.allclose(broken(**case), by_loop(**case))
