"""Answers to the exercises of the aside 06b, and what is special to them."""

import numpy as np

from helpers.exercises.lesson_06b import difference


def by_counting(X, y):
    means = []
    for kind in (1, 0):
        total, count = np.zeros(X.shape[1]), 0
        for picture, target in zip(X, y, strict=True):
            if target == kind:
                total, count = total + picture, count + 1
        means.append(total / count)
    return means[0] - means[1]


OTHER_RIGHT_ANSWERS = {
    "difference": [
        by_counting,
        lambda X, y: y @ X / np.sum(y) - (1 - y) @ X / np.sum(1 - y),
        lambda X, y: np.average(X, axis=0, weights=y) - np.average(X, axis=0, weights=1 - y),
    ]
}
WRONG_TYPES = {"difference": lambda X, y: (X[y == 1], X[y == 0])}
WRONG_SHAPES = {"difference": lambda X, y: X[y == 1] - X[y == 0].mean(axis=0)}


def test_a_guess_is_told_the_first_difference():
    assert "but should give" in difference.check(lambda X, y: X[0]).message
