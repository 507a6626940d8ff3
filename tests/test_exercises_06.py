"""Answers to the exercises of lesson 06, and what is special to them."""

import numpy as np
import pytest
from scipy.special import expit

from helpers.exercises.lesson_06 import carried_back, depth, layer, weight_slopes


def neuron_by_neuron(X, W, b):
    return np.array([[expit(sum(x * w) + c) for w, c in zip(W.T, b, strict=True)] for x in X])


def with_a_column_of_ones(X, W, b):
    return expit(np.column_stack([X, np.ones(len(X))]) @ np.vstack([W, b]))


def examples_in_columns(X, W, b):
    return expit(W.T @ X.T + b[:, None]).T


def example_by_example(delta, W, Z_before):
    rows = []
    for d, z in zip(delta, Z_before, strict=True):
        slopes = expit(z) * expit(-z)
        rows.append([slopes[i] * sum(d * W[i]) for i in range(len(W))])
    return np.array(rows)


def by_einsum(delta, W, Z_before):
    slope = expit(Z_before) * (1 - expit(Z_before))
    return np.einsum("en,in,ei->ei", delta, W, slope)


def sum_of_outer_products(A, delta):
    return sum(np.outer(a, d) for a, d in zip(A, delta, strict=True))


def by_counting():
    factor, layers = 1.0, 0
    while factor >= 1e-6:
        factor, layers = factor / 4, layers + 1
    return layers


OTHER_RIGHT_ANSWERS = {
    "layer": [neuron_by_neuron, with_a_column_of_ones, examples_in_columns],
    "carried_back": [example_by_example, by_einsum],
    "weight_slopes": [
        sum_of_outer_products,
        lambda A, delta: np.einsum("ei,en->in", A, delta),
        lambda A, delta: (delta.T @ A).T,
    ],
    "depth": [by_counting(), float(by_counting())],
}
WRONG_TYPES = {
    "layer": lambda X, W, b: (X @ W, b),
    "carried_back": lambda delta, W, Z_before: "δ",
    "weight_slopes": lambda A, delta: [["a"]],
    "depth": "ten",
}
WRONG_SHAPES = {
    "layer": lambda X, W, b: expit(X @ W + b)[:, 0],
    "carried_back": lambda delta, W, Z_before: Z_before[:, :, None],
    "weight_slopes": lambda A, delta: (A.T @ delta).ravel(),
    "depth": [10, 10],
}


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


@pytest.mark.parametrize("exercise", [layer, carried_back, weight_slopes])
def test_shapes_that_do_not_fit_stop_with_the_line_of_the_learner(exercise):
    def reshaped(*arrays):
        return np.concatenate(arrays)

    assert "Your line “return np.concatenate(arrays)” stops" in exercise.check(reshaped).message


@pytest.mark.parametrize("exercise", [layer, carried_back, weight_slopes])
def test_some_matrices_are_square_so_that_a_lost_transpose_is_no_error_of_shapes(exercise):
    shapes = [
        {value.shape for value in case.values() if value.ndim == 2} for case in exercise.cases
    ]
    assert {(4, 4)} in shapes
