"""Answers to the exercises of lesson 04, and what is special to them."""

import numpy as np
import pytest
from lessons import path_of, prose
from scipy.optimize import brentq
from scipy.special import expit

from helpers import activations
from helpers.descent import gradient_descent
from helpers.exercises.lesson_04 import (
    backward,
    broken,
    cross_entropy_gradient,
    fall,
    hopeless_start,
    mended,
    one_bird,
    training,
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


def one_bird_by_measuring(x, y, w, b):
    """Differentiate with complex steps, which lose no digits."""

    def loss(w, b):
        return (1 / (1 + np.exp(-(w * x + b))) - y) ** 2 / 2

    return loss(w + 1e-100j, b).imag / 1e-100, loss(w, b + 1e-100j).imag / 1e-100


def one_bird_as_an_array(x, y, w, b):
    s = expit(w * x + b)
    return np.array([x, 1]) * (s - y) * (s - s**2)


def training_by_loop(X, y, start, learning_rate, steps):
    path = [np.copy(start)]
    for _ in range(steps):
        p = path[-1]
        path.append(p - learning_rate * by_loop(X, y, p[:-1], p[-1]))
    return path


def training_in_two_parts(X, y, start, learning_rate, steps):
    w, b, path = start[:-1], start[-1], [start]
    for _ in range(steps):
        s = expit(X @ w + b)
        d = (s - y) * s * (1 - s) / len(y)
        w, b = w - learning_rate * X.T @ d, b - learning_rate * d.sum()
        path.append(np.array([*w, b]))
    return np.array(path)


OTHER_RIGHT_ANSWERS = {
    "one_bird": [one_bird_by_measuring, one_bird_as_an_array],
    "training": [training_by_loop, training_in_two_parts],
    "backward": [by_loop, with_a_column_of_ones],
    "mended": [by_loop, with_a_column_of_ones],
    "cross_entropy_gradient": [
        lambda *arguments: by_loop(*arguments, ready=lambda s: 1.0),
        cross_entropy_with_a_column_of_ones,
    ],
    "hopeless_start": [3, 7.5, np.float64(100.0), 1e308],
}


FUNCTIONS = ("backward", "mended", "cross_entropy_gradient")
WRONG_TYPES = {name: lambda X, y, w, b: (w, "b") for name in FUNCTIONS} | {
    "hopeless_start": "w",
    "one_bird": lambda x, y, w, b: {"dw": w, "db": b},
    "training": lambda X, y, start, learning_rate, steps: [start, "and so on"],
}
WRONG_SHAPES = {name: lambda X, y, w, b: w for name in FUNCTIONS} | {
    "hopeless_start": [5.0, 5.0, 5.0],
    "one_bird": lambda x, y, w, b: np.outer((w, b), (x, y)),
    "training": lambda *arguments: training_in_two_parts(*arguments).T[:, 1:],
}


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
    told = f"From w = b = 1 the loss falls by {100 * share:.6g} %: it does learn."
    assert hopeless_start.check(1.0).message == told


def test_a_start_just_outside_is_not_told_a_tenth_of_a_percent():
    start = brentq(lambda s: fall_by_a_loop_of_our_own(s) - 0.00100001, 1, 6)
    assert "falls by 0.100001 %" in hopeless_start.check(start).message


def test_the_broken_function_is_the_one_that_the_lesson_shows():
    (shown,) = prose(path_of("04")).split("```python\n")[1:]
    namespace = {"np": np, "activations": activations}
    exec(shown.split("```")[0], namespace)
    case = mended.cases[0]
    np.testing.assert_allclose(namespace["broken"](**case), broken(**case))
    assert not np.allclose(broken(**case), by_loop(**case))


def hint(exercise, answer):
    """Return the last line of what is said to an answer that is not right."""
    verdict = exercise.check(answer)
    assert verdict.state == "Not yet"
    return verdict.message.splitlines()[-1]


def joined(delta):
    """Return the backward pass that a learner makes of z, of ŷ and of the targets."""

    def answer(X, y, w, b):
        z = X @ w + b
        d = delta(z, expit(z), y)
        return np.append(X.T @ d, np.sum(d))

    return answer


@pytest.mark.parametrize("exercise", [backward, mended])
def test_brackets_that_are_missing_are_named(exercise):
    assert "s*1 - s" in hint(exercise, joined(lambda z, s, y: (s - y) * (s * 1 - s) / len(y)))


@pytest.mark.parametrize("exercise", [backward, mended])
@pytest.mark.parametrize(
    "delta",
    [
        lambda z, s, y: (s - y) * s * 1 - s / len(y),
        lambda z, s, y: ((s - y) * s * 1 - s) / len(y),
    ],
)
def test_brackets_that_are_missing_beside_other_factors_are_named(exercise, delta):
    assert "Put brackets around 1 - s" in hint(exercise, joined(delta))


@pytest.mark.parametrize("in_one_line", [True, False])
def test_brackets_that_are_missing_for_one_bird_are_named(in_one_line):
    def answer(x, y, w, b):
        s = expit(w * x + b)
        delta = (s - y) * s * 1 - s
        dw = (s - y) * s * 1 - s * x if in_one_line else delta * x
        return dw, delta

    assert "Put brackets around 1 - s" in hint(one_bird, answer)


@pytest.mark.parametrize("exercise", [backward, mended])
def test_z_in_the_place_of_the_output_is_named(exercise):
    answer = joined(lambda z, s, y: (s - y) * z * (1 - z) / len(y))
    assert "z(1 − z) is something else" in hint(exercise, answer)


@pytest.mark.parametrize("exercise", [backward, mended, cross_entropy_gradient])
def test_the_number_of_penguins_for_that_of_the_examples_is_named(exercise):
    ready = (lambda s: 1) if exercise is cross_entropy_gradient else (lambda s: s * (1 - s))
    answer = joined(lambda z, s, y: (s - y) * ready(s) / 219)
    assert hint(exercise, answer).startswith("You divide by 219")


@pytest.mark.parametrize("exercise", [backward, mended, cross_entropy_gradient])
def test_a_table_that_is_not_turned_is_named(exercise):
    ready = (lambda s: 1) if exercise is cross_entropy_gradient else (lambda s: s * (1 - s))

    def answer(X, y, w, b):
        s = expit(X @ w + b)
        d = (s - y) * ready(s) / len(y)
        return np.append(X @ d, np.sum(d))

    assert "use `X.T @ delta`" in hint(exercise, answer)


@pytest.mark.parametrize("exercise", [backward, mended, cross_entropy_gradient])
def test_rows_taken_for_features_are_named(exercise):
    """NumPy says of both the same, word for word, where X is not square."""

    def answer(X, y, w, b):
        s = expit(w @ X + b)
        d = (s - y) * (1 if exercise is cross_entropy_gradient else s * (1 - s)) / len(y)
        return np.append(X.T @ d, np.sum(d))

    assert "use `X @ w`" in hint(exercise, answer)

    def another(X, y, w, b):
        return np.append(np.ones(len(y)) @ X.T, 0.5)

    assert "use `X.T @ delta`" not in exercise.check(another).message


def test_the_textbook_sigmoid_is_right_but_for_a_warning_and_leads_to_that_of_helpers():
    def answer(X, y, w, b):
        d = (1 / (1 + np.exp(-(X @ w + b))) - y) / len(y)
        return np.append(X.T @ d, np.sum(d))

    assert "`activations.sigmoid(z)` gives the same numbers" in hint(cross_entropy_gradient, answer)


def test_two_numbers_for_w_and_b_are_no_decimal_comma():
    assert hopeless_start.check((5, 5)).message == "w and b start at the same number: give it once."


@pytest.mark.parametrize("exercise", [backward, mended])
def test_b_in_the_first_place_is_named(exercise):
    assert "b comes first" in hint(exercise, lambda *arguments: np.roll(by_loop(*arguments), 1))


@pytest.mark.parametrize("exercise", [backward, mended, cross_entropy_gradient])
@pytest.mark.parametrize("kind", [tuple, list])
def test_right_slopes_that_are_not_joined_are_told_to_be(exercise, kind):
    def answer(*arguments):
        *dw, db = exercise.solutions[0](*arguments)
        return kind((np.array(dw), db))

    assert hint(exercise, answer).startswith("The numbers are right. Join them into one array")


@pytest.mark.parametrize("ready", [lambda z, s: s * (1 - s), lambda z, s: expit(z) * expit(-z)])
def test_factors_that_are_not_cancelled_divide_by_0(ready):
    answer = joined(lambda z, s, y: (s - y) / (s * (1 - s)) * ready(z, s) / len(y))
    assert "divides 0 by 0" in hint(cross_entropy_gradient, answer)


def test_two_numbers_for_one_bird_may_be_a_list_and_in_the_wrong_order_are_told_so():
    assert one_bird.check(lambda *arguments: list(one_bird_by_measuring(*arguments))).state == (
        "Right"
    )
    turned = hint(one_bird, lambda *arguments: one_bird_by_measuring(*arguments)[::-1])
    assert "db comes first" in turned


def test_a_training_that_stands_on_a_wrong_gradient_says_where_it_differs():
    def with_twice_the_gradient(X, y, start, learning_rate, steps):
        return training_in_two_parts(X, y, start, 2 * learning_rate, steps)

    assert "in row 1, column 0" in training.check(with_twice_the_gradient).message


READY = {"written as a call": lambda s: s(1 - s), "with a roof": lambda s: s - s ^ 2}


@pytest.mark.parametrize(
    ("way", "said"), [("written as a call", "times sign"), ("with a roof", "`s**2`, not `s^2`")]
)
def test_slips_of_writing_are_named(way, said):
    def several(X, y, w, b):
        s = expit(X @ w + b)
        d = (s - y) * READY[way](s)
        return np.append(X.T @ d, np.sum(d))

    def one(x, y, w, b):
        s = expit(w * x + b)
        d = (s - y) * READY[way](s)
        return d * x, d

    assert said in hint(backward, several)
    assert said in hint(mended, several)
    assert said in hint(one_bird, one)


def test_a_gradient_in_the_place_of_the_function_is_named():
    def answer(X, y, start, learning_rate, steps):
        return gradient_descent(by_loop(X, y, start[:-1], start[-1]), start, learning_rate, steps)

    assert "hand it `gradient`, not" in hint(training, answer)
    assert "gradient_descent wants a function for gradient" in hint(training, of_the_lesson)


def test_a_lost_times_sign_is_not_taken_for_a_gradient_that_was_called():
    def answer(X, y, start, learning_rate, steps):
        def gradient(p):
            s = expit(X @ p[:-1] + p[-1])
            return np.append(X.T @ (s - y), s(1 - s))

        return gradient_descent(gradient, start, learning_rate, steps)

    assert "A product needs its sign" in hint(training, answer)


def of_the_lesson(X, y, start, learning_rate, steps):
    def gradient_descent(gradient, start, learning_rate, steps):
        return start - learning_rate * gradient(start)

    return gradient_descent(by_loop(X, y, start[:-1], start[-1]), start, learning_rate, steps)


def test_a_training_uphill_is_named():
    def answer(X, y, start, learning_rate, steps):
        return gradient_descent(
            lambda p: -by_loop(X, y, p[:-1], p[-1]), start, learning_rate, steps
        )

    assert "It walks uphill." in hint(training, answer)


def as_in_the_notebook(X, y, w, b):
    z = X @ w + b
    delta = (activations.sigmoid(z) - y) * activations.sigmoid_derivative(z) / len(y)
    return np.append(X.T @ delta, np.sum(delta))


@pytest.mark.parametrize(
    "apart",
    [
        lambda p: (p[0], p[1]),
        lambda p: (p[0], p[-1]),
        lambda p: (p[:1], p[1]),
        lambda p: (p, p[-1]),
        lambda p: (p[:-1], p[1]),
    ],
)
def test_an_array_that_is_taken_apart_in_a_wrong_way_is_named(apart):
    def answer(X, y, start, learning_rate, steps):
        def gradient(p):
            return as_in_the_notebook(X, y, *apart(p))

        return gradient_descent(gradient, start, learning_rate, steps)

    assert "all but the last, the array `p[:-1]`" in hint(training, answer)


@pytest.mark.parametrize("exercise", [backward, mended])
def test_the_output_alone_for_the_slope_of_the_sigmoid_is_named(exercise):
    answer = joined(lambda z, s, y: (s - y) * s / len(y))
    assert "here it is ŷ alone" in hint(exercise, answer)


@pytest.mark.parametrize(
    ("of_weights", "of_bias", "said"),
    [
        (np.sum, np.mean, "The slopes for w are not averaged"),
        (np.mean, np.sum, "The slope for b is not averaged"),
    ],
)
def test_a_mean_that_is_missing_for_some_slopes_of_cross_entropy_is_named(
    of_weights, of_bias, said
):
    def answer(X, y, w, b):
        error = expit(X @ w + b) - y
        return np.append(of_weights(X * error[:, None], axis=0), of_bias(error))

    assert said in hint(cross_entropy_gradient, answer)


def from_two(of_weights, of_bias, ready=lambda s: s * (1 - s)):
    """Return the backward pass that a learner makes of δ, with a slope of either kind wrong."""

    def answer(X, y, w, b):
        s = expit(X @ w + b)
        d = (s - y) * ready(s) / len(y)
        return np.append(of_weights(X, d, w), of_bias(d, b))

    return answer


def adds_up(X, d, w):
    return X.T @ d


def total(d, b):
    return np.sum(d)


@pytest.mark.parametrize("exercise", [backward, mended, cross_entropy_gradient])
@pytest.mark.parametrize(
    ("of_weights", "of_bias", "said"),
    [
        (adds_up, lambda d, b: [], "The slope for b is missing"),
        (adds_up, lambda d, b: b * np.sum(d), "no factor b"),
        (adds_up, lambda d, b: np.dot(d, np.full(len(d), b)), "no factor b"),
        (adds_up, lambda d, b: d, "This gives b a slope for each example."),
        (adds_up, lambda d, b: 0, "The slope for b is 0"),
        (lambda X, d, w: X.T * d, total, "The slope for a weight is a sum over the examples"),
        (lambda X, d, w: d[:, None] * X, total, "The slope for a weight is a sum over the"),
        (lambda X, d, w: d * X, total, "A sum of products takes @"),
        (lambda X, d, w: np.sum(X * d[:, None], axis=1), total, "axis=1 adds up along each row"),
    ],
)
def test_a_slope_that_is_made_wrongly_of_a_right_delta_is_named(
    exercise, of_weights, of_bias, said
):
    ready = (lambda s: 1.0) if exercise is cross_entropy_gradient else (lambda s: s * (1 - s))
    assert said in hint(exercise, from_two(of_weights, of_bias, ready))


@pytest.mark.parametrize("exercise", [backward, mended, cross_entropy_gradient])
@pytest.mark.parametrize("number", [lambda X, w: len(w), lambda X, w: X.shape[1]])
def test_a_mean_over_the_features_is_named(exercise, number):
    ready = (lambda s: 1.0) if exercise is cross_entropy_gradient else (lambda s: s * (1 - s))

    def answer(X, y, w, b):
        s = expit(X @ w + b)
        d = (s - y) * ready(s) / number(X, w)
        return np.append(X.T @ d, np.sum(d))

    assert "the number of features" in hint(exercise, answer)


@pytest.mark.parametrize("exercise", [backward, mended])
@pytest.mark.parametrize(
    ("delta", "said"),
    [
        (lambda z, s, y: (s - y) * expit(s) * (1 - expit(s)) / len(y), "here it is taken at ŷ"),
        (lambda z, s, y: (s - y) * y * (1 - s) / len(y), "y does not belong in it"),
        (lambda z, s, y: np.abs(s - y) * s * (1 - s) / len(y), "keep its sign"),
        (lambda z, s, y: (s - y) ** 2 * s * (1 - s) / len(y), "the slope of the loss"),
        (lambda z, s, y: (s - y) ** 2 / 2 * s * (1 - s) / len(y), "the slope of the loss"),
        (lambda z, s, y: (z - y) * s * (1 - s) / len(y), "z has not gone through the sigmoid"),
        (lambda z, s, y: (z - y) * z * (1 - z) / len(y), "z has not gone through the sigmoid"),
    ],
)
def test_a_wrong_factor_of_delta_is_named(exercise, delta, said):
    assert said in hint(exercise, joined(delta))


def test_a_wrong_delta_of_cross_entropy_is_named():
    not_squashed = joined(lambda z, s, y: (z - y) / len(y))
    assert "z has not gone through the sigmoid" in hint(cross_entropy_gradient, not_squashed)
    without_sign = joined(lambda z, s, y: np.abs(s - y) / len(y))
    assert "keep its sign" in hint(cross_entropy_gradient, without_sign)


@pytest.mark.parametrize("exercise", [backward, mended, cross_entropy_gradient])
def test_a_weighted_input_entry_by_entry_is_named(exercise):
    def answer(X, y, w, b):
        d = (expit(X * w + b) - y) / len(y)
        return np.append(X.T @ d, np.sum(d))

    assert "A sum of products takes @, as in X @ w." in hint(exercise, answer)


def test_a_backward_pass_that_is_handed_over_with_all_its_inputs_is_named():
    def answer(X, y, start, learning_rate, steps):
        return gradient_descent(as_in_the_notebook, start, learning_rate, steps)

    assert "hand over a gradient(p)" in hint(training, answer)


def test_a_training_that_replaces_its_start_is_named():
    def answer(X, y, start, learning_rate, steps):
        start = np.zeros(X.shape[1] + 1)
        return training_by_loop(X, y, start, learning_rate, steps)

    assert "It always starts at 0" in hint(training, answer)


def test_names_that_are_nearly_right_are_named():
    def answer(X, y, w, b):
        delta_2 = activations.sigmoid(X @ w + b) - y
        return np.append(X.T @ delta_2, delta2)  # noqa: F821

    assert "Do you mean delta_2?" in hint(backward, answer)
    assert "Do you mean activations.sigmoid?" in hint(backward, lambda X, y, w, b: sigmoid(X @ w))  # noqa: F821
