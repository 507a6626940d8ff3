"""Answers to the exercises of the aside 01b, and what is special to them."""

from math import exp

import numpy as np
import pytest
from scipy import special

from helpers.exercises.lesson_01b import central, stable_sigmoid


def by_masks(z):
    result = np.empty_like(z)
    result[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    result[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return result


OTHER_RIGHT_ANSWERS = {
    "stable_sigmoid": [
        by_masks,
        lambda z: np.exp(-np.logaddexp(0, -z)),
        lambda z: [1 / (1 + exp(-v)) if v >= 0 else exp(v) / (1 + exp(v)) for v in z],
    ],
    "central": [
        lambda f, x, h: (f(x + h) / h - f(x - h) / h) / 2,
        lambda f, x, h: ((f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h) / 2,
    ],
}
WRONG_TYPES = {"stable_sigmoid": lambda z: "σ", "central": lambda f, x, h: f}
WRONG_SHAPES = {
    "stable_sigmoid": lambda z: special.expit(z)[:, None],
    "central": lambda f, x, h: np.array([1.0, 2.0]),
}


def test_the_numbers_in_the_hints():
    assert f"{special.expit(-600):.1e}" == "2.7e-261"
    assert f"{special.expit(-40):.1e}" == "4.2e-18"
    assert f"{np.exp(-710):.1e}" == "4.5e-309"  # σ(−710), to as many digits


@pytest.mark.parametrize(
    "decides",
    [
        lambda z: z[0] >= 0,
        lambda z: z[-1] >= 0,
        lambda z: (z >= 0).all(),
        lambda z: (z >= 0).any(),
        lambda z: z.min() >= 0,
        lambda z: z.max() > 0,
        lambda z: np.mean(z) >= 0,
    ],
)
def test_one_branch_for_the_whole_array_is_named(decides):
    def answer(z):
        if decides(z):
            return 1 / (1 + np.exp(-z))
        return np.exp(z) / (1 + np.exp(z))

    verdict = stable_sigmoid.check(answer)
    assert verdict.state == "Not yet"
    assert "np.where chooses for each" in verdict.message


def test_a_muted_warning_is_seen_through():
    def muted(z):
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-z))

    for answer in (muted, special.expit):  # SciPy's, too, gives 0 at −710
        verdict = stable_sigmoid.check(answer)
        assert verdict.state == "Not yet"
        assert verdict.message.startswith("No warning is heard, but e^−z still becomes infinite")


def test_a_right_answer_with_muted_warnings_is_praised_for_what_it_does():
    def both_forms(z):
        with np.errstate(all="ignore"):
            return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))

    verdict = stable_sigmoid.check(both_forms)
    assert verdict.state == "Right"
    assert "No exponent" not in verdict.message
    assert "nothing overflows" not in verdict.message


def test_a_wrong_branch_is_not_told_that_its_numbers_are_right():
    def branches_exchanged(z):
        return np.where(z < 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))

    verdict = stable_sigmoid.check(branches_exchanged)
    assert verdict.state == "Not yet"
    assert "numbers are right" not in verdict.message
    assert "in each other's place" in verdict.message


def test_a_way_that_is_missing_is_named_though_the_first_case_cannot_tell():
    assert central.check(lambda f, x, h: f(x + h) - f(x - h)).message == (
        "This is the rise alone. Divide it by the way, which is 2h long."
    )
    assert central.check(lambda f, x, h: f(x + h) / 2 - f(x - h) / 2).message == (
        "The step is missing: from x − h to x + h the way is 2h long, not 2."
    )
