"""Answers to the exercise of aside 03b, and what is special to it."""

import numpy as np

from helpers.exercises.lesson_03b import newton

OTHER_RIGHT_ANSWERS = {
    "newton": [
        lambda slope, curvature, x: (x * curvature(x) - slope(x)) / curvature(x),
        lambda slope, curvature, x: x + (1 / curvature(x)) * -slope(x),
    ],
}
WRONG_TYPES = {"newton": lambda slope, curvature, x: slope}
WRONG_SHAPES = {"newton": lambda slope, curvature, x: np.sum(x - slope(x) / curvature(x))}


def test_newton_in_place_and_without_return():
    def in_place(slope, curvature, x):
        x -= slope(x) / curvature(x)
        return x

    def without_return(slope, curvature, x):
        x - slope(x) / curvature(x)

    assert "It changes its input x." in newton.check(in_place).message
    assert newton.check(without_return).message == "It returns nothing; a return is missing."


def test_newton_keeps_the_sign_of_the_curvature():
    def always_down(slope, curvature, x):
        return x - slope(x) / np.abs(curvature(x))

    assert "keeps the sign" in newton.check(always_down).message
    assert np.any(np.cos(newton.cases[0]["x"]) < 0)
