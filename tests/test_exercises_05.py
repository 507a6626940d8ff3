"""Answers to the exercises of lesson 05, and what is special to them."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score
from sklearn.preprocessing import StandardScaler

from helpers.exercises.lesson_05 import boundary, every_fourth, share_right, standardised


def by_slice(n):
    chosen = np.zeros(n, dtype=bool)
    chosen[3::4] = True
    return chosen


def by_the_library(X, training):
    return StandardScaler().fit(X[training]).transform(X)


def column_by_column(X, training):
    columns = []
    for column in X.T:
        known = column[training]
        spread = np.sqrt(np.mean((known - np.mean(known)) ** 2))
        columns.append((column - np.mean(known)) / spread)
    return np.array(columns).T


def by_solving(x1, w, b):
    """Solve w₁x₁ + w₂x₂ + b = 0 and the value of x₁ as two linear equations."""
    lines = np.array([w, [1.0, 0.0]])
    return np.array([np.linalg.solve(lines, [-b, x])[1] for x in x1])


def by_counting(y_hat, y):
    right = 0
    for guess, target in zip(y_hat, y, strict=True):
        right += (guess > 0.5) == bool(target)
    return right / len(y)


OTHER_RIGHT_ANSWERS = {
    "every_fourth": [
        by_slice,
        lambda n: np.arange(1, n + 1) % 4 == 0,
        lambda n: [i % 4 == 3 for i in range(n)],
    ],
    "standardised": [by_the_library, column_by_column],
    "boundary": [by_solving, lambda x1, w, b: -w[0] / w[1] * x1 - b / w[1]],
    "share_right": [
        lambda y_hat, y: accuracy_score(y, y_hat > 0.5),
        by_counting,
        lambda y_hat, y: np.mean(np.round(y_hat) == y),
    ],
}
WRONG_TYPES = {
    "every_fourth": lambda n: ["held out"] * n,
    "standardised": lambda X, training: (X[training], X[~training]),
    "boundary": lambda x1, w, b: "x2",
    "share_right": lambda y_hat, y: f"{np.mean((y_hat > 0.5) == y):.0%}",
}
WRONG_SHAPES = {
    "every_fourth": lambda n: by_slice(n)[:, None],
    "standardised": lambda X, training: X[0],
    "boundary": lambda x1, w, b: -(w * x1[:1] + b),
    "share_right": lambda y_hat, y: (y_hat > 0.5) == y,
}


def test_an_answer_that_writes_into_the_table_is_told_so():
    def in_place(X, training):
        X -= X[training].mean(axis=0)
        X /= X[training].std(axis=0)
        return X

    assert "It changes its input X" in standardised.check(in_place).message


@pytest.mark.parametrize(
    ("exercise", "guess"),
    [
        (every_fourth, lambda n: np.arange(n) == 3),
        (standardised, lambda X, training: X),
        (boundary, lambda x1, w, b: x1),
        (share_right, lambda y_hat, y: 0.25),
    ],
)
def test_a_guess_is_told_the_first_difference(exercise, guess):
    assert "but should give" in exercise.check(guess).message
