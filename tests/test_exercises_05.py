"""Answers to the exercises of lesson 05, and what is special to them."""

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import expit
from test_exercises_04 import WRONG_ENDS, by_loop, from_two, hint, joined

from helpers.descent import gradient_descent
from helpers.exercises.lesson_05 import cross_entropy_gradient, fall, hopeless_start, training


def cross_entropy_with_a_column_of_ones(X, y, w, b):
    A = np.column_stack([X, np.ones(len(y))])
    return A.T @ (expit(A @ np.append(w, b)) - y) / len(y)


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
    "training": [training_by_loop, training_in_two_parts],
    "cross_entropy_gradient": [
        lambda *arguments: by_loop(*arguments, ready=lambda s: 1.0),
        cross_entropy_with_a_column_of_ones,
    ],
    "hopeless_start": [3, 7.5, np.float64(100.0), 1e308],
}
WRONG_TYPES = {
    "training": lambda X, y, start, learning_rate, steps: [start, "and so on"],
    "cross_entropy_gradient": lambda X, y, w, b: (w, "b"),
    "hopeless_start": "w",
}
WRONG_SHAPES = {
    "training": lambda *arguments: training_in_two_parts(*arguments).T[:, 1:],
    "cross_entropy_gradient": lambda X, y, w, b: w,
    "hopeless_start": [5.0, 5.0, 5.0],
}


def test_a_wrong_guess_of_the_right_shape_is_not_right():
    assert cross_entropy_gradient.check(lambda X, y, w, b: np.ones(len(w) + 1)).state == "Not yet"


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


def test_the_number_of_penguins_for_that_of_the_examples_is_named():
    answer = joined(lambda z, s, y: (s - y) / 219)
    assert hint(cross_entropy_gradient, answer).startswith("You divide by 219")


def test_a_table_that_is_not_turned_is_named():

    def answer(X, y, w, b):
        s = expit(X @ w + b)
        d = (s - y) / len(y)
        return np.append(X @ d, np.sum(d))

    assert "use `X.T @ delta`" in hint(cross_entropy_gradient, answer)


def test_rows_taken_for_features_are_named():
    """NumPy says of both the same, word for word, where X is not square."""

    def answer(X, y, w, b):
        s = expit(w @ X + b)
        d = (s - y) / len(y)
        return np.append(X.T @ d, np.sum(d))

    assert "use `X @ w`" in hint(cross_entropy_gradient, answer)

    def another(X, y, w, b):
        return np.append(np.ones(len(y)) @ X.T, 0.5)

    assert "use `X.T @ delta`" not in cross_entropy_gradient.check(another).message


def test_the_textbook_sigmoid_is_right_but_for_a_warning_and_leads_to_that_of_helpers():
    def answer(X, y, w, b):
        d = (1 / (1 + np.exp(-(X @ w + b))) - y) / len(y)
        return np.append(X.T @ d, np.sum(d))

    assert "`sigmoid(z)` gives the same numbers" in hint(cross_entropy_gradient, answer)


def test_two_numbers_for_w_and_b_are_no_decimal_comma():
    assert hopeless_start.check((5, 5)).message == "w and b start at the same number: give it once."


@pytest.mark.parametrize("kind", [tuple, list])
def test_right_slopes_that_are_not_joined_are_told_to_be(kind):
    def answer(*arguments):
        *dw, db = cross_entropy_gradient.solutions[0](*arguments)
        return kind((np.array(dw), db))

    assert hint(cross_entropy_gradient, answer).startswith("The numbers are right. Join them")


@pytest.mark.parametrize("ready", [lambda z, s: s * (1 - s), lambda z, s: expit(z) * expit(-z)])
def test_factors_that_are_not_cancelled_divide_by_0(ready):
    answer = joined(lambda z, s, y: (s - y) / (s * (1 - s)) * ready(z, s) / len(y))
    assert "divides 0 by 0" in hint(cross_entropy_gradient, answer)


def test_a_training_that_stands_on_a_wrong_gradient_says_where_it_differs():
    def with_twice_the_gradient(X, y, start, learning_rate, steps):
        return training_in_two_parts(X, y, start, 2 * learning_rate, steps)

    assert "in row 1, column 0" in training.check(with_twice_the_gradient).message


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
    delta = (expit(z) - y) * expit(z) * expit(-z) / len(y)
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


@pytest.mark.parametrize(("of_weights", "of_bias", "said"), WRONG_ENDS)
def test_a_slope_that_is_made_wrongly_of_a_right_delta_is_named(of_weights, of_bias, said):
    assert said in hint(cross_entropy_gradient, from_two(of_weights, of_bias, lambda s: 1.0))


@pytest.mark.parametrize("number", [lambda X, w: len(w), lambda X, w: X.shape[1]])
def test_a_mean_over_the_features_is_named(number):

    def answer(X, y, w, b):
        s = expit(X @ w + b)
        d = (s - y) / number(X, w)
        return np.append(X.T @ d, np.sum(d))

    assert "the number of features" in hint(cross_entropy_gradient, answer)


def test_a_wrong_delta_of_cross_entropy_is_named():
    not_squashed = joined(lambda z, s, y: (z - y) / len(y))
    assert "z has not gone through the sigmoid" in hint(cross_entropy_gradient, not_squashed)
    without_sign = joined(lambda z, s, y: np.abs(s - y) / len(y))
    assert "keep its sign" in hint(cross_entropy_gradient, without_sign)


def test_a_weighted_input_entry_by_entry_is_named():
    def answer(X, y, w, b):
        d = (expit(X * w + b) - y) / len(y)
        return np.append(X.T @ d, np.sum(d))

    assert "A sum of products takes @, as in X @ w." in hint(cross_entropy_gradient, answer)


def test_a_backward_pass_that_is_handed_over_with_all_its_inputs_is_named():
    def answer(X, y, start, learning_rate, steps):
        return gradient_descent(as_in_the_notebook, start, learning_rate, steps)

    assert "hand over a gradient(p)" in hint(training, answer)


def test_a_training_that_replaces_its_start_is_named():
    def answer(X, y, start, learning_rate, steps):
        start = np.zeros(X.shape[1] + 1)
        return training_by_loop(X, y, start, learning_rate, steps)

    assert "It always starts at 0" in hint(training, answer)
