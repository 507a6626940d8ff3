"""Every exercise of lesson 04: untouched, right, right in another form, each slip, wrong kinds."""

import numpy as np
import pytest
from scipy.special import expit

from helpers import activations
from helpers.exercises import Exercise, lesson_04
from helpers.exercises.lesson_04 import (
    backward,
    broken,
    cross_entropy_gradient,
    fall,
    hopeless_start,
    mended,
)

EXERCISES = {
    "backward": backward,
    "mended": mended,
    "cross_entropy_gradient": cross_entropy_gradient,
    "hopeless_start": hopeless_start,
}
each = pytest.mark.parametrize("name", EXERCISES)
each_function = pytest.mark.parametrize("name", [n for n in EXERCISES if n != "hopeless_start"])


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


RIGHT = {
    "backward": [by_loop, with_a_column_of_ones],
    "mended": [by_loop, with_a_column_of_ones],
    "cross_entropy_gradient": [
        lambda *arguments: by_loop(*arguments, ready=lambda s: 1.0),
        cross_entropy_with_a_column_of_ones,
    ],
    "hopeless_start": [3, 7.5, np.float64(100.0)],
}


def as_answer(name, function):
    return function() if name == "hopeless_start" else function


def test_the_table_is_complete():
    found = {name for name, value in vars(lesson_04).items() if isinstance(value, Exercise)}
    assert found == set(EXERCISES)


@each
def test_untouched(name):
    untouched = ... if name == "hopeless_start" else lambda *arguments: ...
    assert EXERCISES[name].check(untouched).state == "Not answered yet"


@each
def test_our_solution(name):
    for solution in EXERCISES[name].solutions:
        verdict = EXERCISES[name].check(as_answer(name, solution))
        assert (verdict.state, verdict.message) == ("Right", EXERCISES[name].shows)


@pytest.mark.parametrize(("name", "answer"), [(n, a) for n, found in RIGHT.items() for a in found])
def test_right_answers_of_another_form_pass(name, answer):
    verdict = EXERCISES[name].check(answer)
    assert verdict.state == "Right", verdict


@pytest.mark.parametrize(
    ("name", "slip"), [(n, slip) for n, exercise in EXERCISES.items() for slip in exercise.slips]
)
def test_each_slip_has_its_own_hint(name, slip):
    verdict = EXERCISES[name].check(as_answer(name, slip))
    assert verdict.state == "Not yet"
    assert verdict.message == EXERCISES[name].slips[slip]


@each
def test_an_answer_of_the_wrong_type(name):
    wrong = "w" if name == "hopeless_start" else lambda X, y, w, b: (w, "b")
    verdict = EXERCISES[name].check(wrong)
    assert verdict.state == "Not yet"
    assert "should be a number or an array of numbers" in verdict.message


@each
def test_an_answer_of_the_wrong_shape(name):
    wrong = [5.0, 5.0] if name == "hopeless_start" else lambda X, y, w, b: w
    verdict = EXERCISES[name].check(wrong)
    assert verdict.state == "Not yet"
    assert "should have the shape" in verdict.message


@each_function
def test_a_wrong_guess_is_not_right(name):
    assert EXERCISES[name].check(lambda X, y, w, b: np.ones(len(w) + 1)).state == "Not yet"


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
    from lessons import path_of, prose

    (shown,) = prose(path_of("04")).split("```python\n")[1:]
    namespace = {"np": np, "activations": activations}
    exec(shown.split("```")[0], namespace)
    case = mended.cases[0]
    np.testing.assert_allclose(namespace["broken"](**case), broken(**case))
    assert not np.allclose(broken(**case), by_loop(**case))
