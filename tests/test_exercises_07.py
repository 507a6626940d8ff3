"""Answers to the exercises of lesson 07, and what is special to them."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.special import expit

from helpers import network
from helpers.exercises.lesson_07 import delta_before, hidden_delta, two_layers


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


def neuron_by_neuron(delta, W, Z_before):
    found = np.zeros(np.shape(Z_before))
    for row, of_example in enumerate(delta):
        for k, weights in enumerate(W):
            a = expit(Z_before[row, k])
            for d, w in zip(of_example, weights, strict=True):
                found[row, k] += d * w * a * (1 - a)
    return found


def before_by_autograd(delta, W, Z_before):
    return grad(lambda Z: anp.sum(delta * anp.dot(1 / (1 + anp.exp(-Z)), W)))(Z_before)


OTHER_RIGHT_ANSWERS = {
    "hidden_delta": [-1 / 5, (0.1 * 2 - 0.4 * 1 - 0.2 * 3) * expit(0) * expit(-0)],
    "delta_before": [
        neuron_by_neuron,
        before_by_autograd,
        lambda delta, W, Z_before: (W @ delta.T).T * expit(Z_before) * expit(-Z_before),
    ],
    "two_layers": [example_by_example, by_broadcasting, as_a_list, by_autograd],
}
WRONG_TYPES = {
    "hidden_delta": "minus",
    "delta_before": lambda delta, W, Z_before: "δ",
    "two_layers": lambda X, y, W_1, b_1, W_2, b_2: "δ",
}
WRONG_SHAPES = {
    "hidden_delta": [-0.2, -0.2],
    "delta_before": lambda delta, W, Z_before: np.zeros_like(delta),
    "two_layers": lambda X, y, W_1, b_1, W_2, b_2: np.zeros_like(W_1),
}


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


def test_one_case_before_has_square_matrices_only():
    shapes = [case["delta"].shape + case["W"].shape for case in delta_before.cases]
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
