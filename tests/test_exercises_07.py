"""Answers to the exercises of lesson 07, and what is special to them."""

import re

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.special import expit

from helpers import network
from helpers.exercises.lesson_07 import corner_bias, dead_bias, depth, hidden_delta, two_layers


def example_by_example(X, y, W_1, b_1, W_2, b_2):
    dW_1, db_1, dW_2, db_2 = (np.zeros(np.shape(part)) for part in (W_1, b_1, W_2, b_2))
    for x, target in zip(X, y[:, 0], strict=True):
        a = [expit(sum(x * W_1[:, k]) + b_1[k]) for k in range(len(b_1))]
        wrong = expit(sum(a * W_2[:, 0]) + b_2[0]) - target
        for k, out in enumerate(a):
            back = wrong * W_2[k, 0] * out * (1 - out)
            dW_1[:, k] += back * x / len(X)
            db_1[k] += back / len(X)
            dW_2[k, 0] += wrong * out / len(X)
        db_2[0] += wrong / len(X)
    return np.concatenate([dW_1.ravel(), db_1, dW_2.ravel(), db_2])


def by_broadcasting(X, y, W_1, b_1, W_2, b_2):
    """Divide at the end, and use that one output needs no product of matrices."""
    A_1 = expit(X @ W_1 + b_1)
    delta_2 = expit(A_1 @ W_2 + b_2) - y
    delta_1 = delta_2 * W_2.T * A_1 * (1 - A_1)
    parts = X.T @ delta_1, delta_1.sum(0), A_1.T @ delta_2, delta_2.sum(0)
    return np.hstack([part.flatten() for part in parts]) / len(X)


def as_a_list(*arguments):
    return list(by_broadcasting(*arguments))


def by_autograd(X, y, *parts):
    def cost(parts):
        W_1, b_1, W_2, b_2 = parts
        z = anp.dot(1 / (1 + anp.exp(-(anp.dot(X, W_1) + b_1))), W_2) + b_2
        return anp.mean(anp.logaddexp(0, z) - y * z)

    return np.concatenate([np.ravel(slope) for slope in grad(cost)(list(parts))])


def by_counting():
    factor, layers = 1.0, 0
    while factor >= 1e-6:
        factor, layers = factor / 4, layers + 1
    return layers


OTHER_RIGHT_ANSWERS = {
    "corner_bias": [-10.0, -8, -12.5, -15, -5],
    "hidden_delta": [-1 / 5, (0.1 * 2 - 0.4 * 1 - 0.2 * 3) * expit(0) * expit(-0)],
    "two_layers": [example_by_example, by_broadcasting, as_a_list, by_autograd],
    "depth": [by_counting(), float(by_counting())],
    "dead_bias": [-3.0, np.float64(-3)],
}
WRONG_TYPES = {
    "corner_bias": "ten",
    "hidden_delta": "minus",
    "two_layers": lambda X, y, W_1, b_1, W_2, b_2: "δ",
    "depth": "ten",
    "dead_bias": "dead",
}
WRONG_SHAPES = {
    "corner_bias": [-10, -10],
    "hidden_delta": [-0.2, -0.2],
    "two_layers": lambda X, y, W_1, b_1, W_2, b_2: np.zeros_like(W_1),
    "depth": [10, 10],
    "dead_bias": [-3, -3],
}


@pytest.mark.parametrize(
    ("bias", "said"),
    [
        (-16, r"At \(1, 0\) z would be 4 and the output 0.982014. It should be near 1"),
        (-15.405, r"the output 0.989999. It should be near 1"),
        (-25, r"At \(1, 0\) z would be -5"),
        (-4, r"At \(0, 0\) and \(1, 1\) z would be -4 and the output 0.0179862. It should"),
        (-4.595, r"the output 0.0100012. It should be near 0"),
        (5, r"At \(0, 0\) and \(1, 1\) z would be 5 .* Is the sign of b right\?"),
        (10, r"At \(0, 0\) and \(1, 1\) z would be 10 .* Is the sign of b right\?"),
        (0, r"At \(0, 0\) and \(1, 1\) z would be 0 and the output 0.5"),
        (-30, r"z would be -10 .* the sum is 20 at most"),
    ],
)
def test_a_wrong_bias_is_told_which_corner_it_gets_wrong(bias, said):
    assert re.search(said, corner_bias.check(bias).message)


@pytest.mark.parametrize("bias", [-5, -9, -15])
def test_a_bias_that_is_not_half_way_is_not_praised_for_that(bias):
    verdict = corner_bias.check(bias)
    assert verdict.state == "Right"
    assert "alf way" not in verdict.message


@pytest.mark.parametrize("bias", np.linspace(-25, 5, 61))
def test_the_biases_that_pass_are_those_with_the_asked_outputs(bias):
    outputs = expit(np.array([0, -20, 20, 0]) + bias)
    right = np.all(np.abs(outputs - [0, 0, 1, 0]) < 0.01)
    assert (corner_bias.check(float(bias)).state == "Right") == right


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        (9, "still above one millionth"),
        (11, "fewer layers will do"),
        (9.97, "whole"),
        (0, "at least one layer"),
        (-3, "at least one layer"),
    ],
)
def test_a_wrong_depth_is_told_what_it_would_mean(layers, said):
    message = depth.check(layers).message
    assert said in message
    assert "10 " not in message


@pytest.mark.parametrize(
    ("bias", "said"),
    [
        (-4, "a larger bias will do"),
        (-2.5, "above 0 for some inputs, 0.5 at most"),
        (0, "3 at most"),
        (-3.0000001, "With b = -3.0000001 it is dead"),
        (-2.9999999, "With b = -2.9999999 z is above 0"),
    ],
)
def test_a_wrong_bias_is_told_the_largest_z(bias, said):
    message = dead_bias.check(bias).message
    assert said in message
    assert "-3 " not in message


def test_a_wrong_slope_is_told_the_way_and_not_the_number():
    message = hidden_delta.check(0.123).message
    assert "Multiply each δ by its weight" in message
    assert "0.2" not in message
    assert hidden_delta.check(-0.2000001).message.startswith("It is not -0.2000001.")


def test_shapes_that_do_not_fit_stop_with_the_line_of_the_learner():
    def reshaped(X, y, W_1, b_1, W_2, b_2):
        return np.concatenate([W_1, b_1])

    message = two_layers.check(reshaped).message
    assert "your line “return np.concatenate([W_1, b_1])” stops" in message


def test_four_arrays_are_told_to_be_joined():
    def four(X, y, W_1, b_1, W_2, b_2):
        return W_1, b_1, W_2, b_2

    assert "4 values with a comma between them" in two_layers.check(four).message


@pytest.mark.parametrize(
    "back",
    [lambda carried, A_1: carried * (A_1 * 1 - A_1), lambda carried, A_1: carried * A_1 * 1 - A_1],
)
def test_brackets_that_are_missing_are_named(back):
    def answer(X, y, W_1, b_1, W_2, b_2):
        A_1 = expit(X @ W_1 + b_1)
        delta_2 = (expit(A_1 @ W_2 + b_2) - y) / len(y)
        delta_1 = back(delta_2 @ W_2.T, A_1)
        parts = X.T @ delta_1, delta_1.sum(0), A_1.T @ delta_2, delta_2.sum(0)
        return np.hstack([part.flatten() for part in parts])

    message = two_layers.check(answer).message
    assert message.startswith("The second layer is right.")
    assert "Put brackets around 1 - A_1" in message


def test_some_matrices_are_square_so_that_a_lost_transpose_is_no_error_of_shapes():
    shapes = [case["X"].shape + case["W_1"].shape for case in two_layers.cases]
    assert (4, 4, 4, 4) in shapes


def in_parts(**changed):
    """Return the backward pass that a learner writes, with one of its lines replaced."""

    def answer(X, y, W_1, b_1, W_2, b_2):
        A_1 = expit(X @ W_1 + b_1)
        Z_2 = A_1 @ W_2 + b_2
        y_hat = changed.get("y_hat", expit)(Z_2)
        delta_2 = (y_hat - y) / len(y)
        dW_2 = A_1.T @ delta_2
        returned = changed.get("returned", lambda W_2, dW_2: dW_2)(W_2, dW_2)
        back = changed.get("back", lambda W_2, dW_2: W_2)(W_2, dW_2)
        delta_1 = (delta_2 @ back.T) * A_1 * (1 - A_1)
        of_bias = changed.get("of_bias", lambda d, b: d.sum(axis=0))
        slopes = X.T @ delta_1, of_bias(delta_1, b_1), returned, of_bias(delta_2, b_2)
        return network.join(*slopes)

    return answer


@pytest.mark.parametrize(
    ("changed", "hint"),
    [
        ({"of_bias": lambda d, b: b * d.sum(axis=0)}, "no factor b"),
        ({"of_bias": lambda d, b: d}, "Sum δ over the examples"),
        ({"of_bias": lambda d, b: d.sum(axis=1)}, "axis=1 adds up along each row"),
        ({"back": lambda W_2, dW_2: dW_2}, "δ goes back through the weights, W_2"),
        ({"returned": lambda W_2, dW_2: W_2}, "This returns W_2, where its slope belongs"),
        ({"y_hat": lambda Z_2: Z_2}, "The output needs its sigmoid"),
    ],
)
def test_a_slip_is_named(changed, hint):
    verdict = two_layers.check(in_parts(**changed))
    assert verdict.state == "Not yet"
    assert hint in verdict.message


def test_the_lines_of_the_slips_are_right_where_nothing_is_changed():
    assert two_layers.check(in_parts()).state == "Right"
