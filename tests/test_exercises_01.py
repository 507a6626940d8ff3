"""Answers to the exercises of lesson 01, and what is special to them."""

import numpy as np
import pytest
from scipy import special

from helpers.exercises.lesson_01 import half_slope, slope_from_output


def by_masks(z):
    result = np.empty_like(z)
    result[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    result[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return result


OTHER_RIGHT_ANSWERS = {
    "stable_sigmoid": [
        special.expit,
        by_masks,
        lambda z: np.exp(-np.logaddexp(0, -z)),
        lambda z: [float(special.expit(number)) for number in z],
    ],
    "slope_from_output": [lambda s: s - s**2, lambda s: 0.25 - (s - 0.5) ** 2],
    "central": [
        lambda f, x, h: (f(x + h) / h - f(x - h) / h) / 2,
        lambda f, x, h: ((f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h) / 2,
    ],
    "half_slope": [1.7627, -1.763, np.arccosh(3.0), np.array(1.76275)],
}
WRONG_TYPES = {
    "stable_sigmoid": lambda z: "σ",
    "slope_from_output": lambda s: {"slope": s},
    "central": lambda f, x, h: f,
    "half_slope": "1.7627",
}
WRONG_SHAPES = {
    "stable_sigmoid": lambda z: special.expit(z)[:, None],
    "slope_from_output": lambda s: (s * (1 - s)).sum(),
    "central": lambda f, x, h: np.array([1.0, 2.0]),
    "half_slope": [1.7627],
}


def test_a_guess_is_told_what_it_would_mean_and_nothing_more():
    verdict = half_slope.check(3.0)
    assert verdict.state == "Not yet"
    assert verdict.message == "At z = 3 the slope is 0.04518; that is 0.1807 of the greatest."
    assert "1.76" not in verdict.message


def test_the_numbers_in_the_hints():
    assert f"{special.expit(-600):.1e}" == "2.7e-261"
    assert f"{special.expit(-40):.1e}" == "4.2e-18"
    assert special.expit(np.log(3)) == pytest.approx(3 / 4)
    assert (3 / 4) * (1 / 4) == 3 / 16


def test_an_answer_that_memorises_what_the_lesson_shows_is_not_right():
    shown = {0.1: 0.09, 0.5: 0.25, 0.9: 0.09}
    verdict = slope_from_output.check(lambda s: np.array([shown.get(v, 0.25) for v in s]))
    assert verdict.state == "Not yet"
