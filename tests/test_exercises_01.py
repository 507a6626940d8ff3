"""Answers to the exercises of lesson 01, and what is special to them."""

import re
from math import exp

import numpy as np
import pytest
from scipy import special
from scipy.optimize import brentq

from helpers.exercises.lesson_01 import central, change_of_output, half_slope, stable_sigmoid


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
    "change_of_output": [
        lambda y_hat, x, dw: dw * x * (y_hat - y_hat**2),
        lambda y_hat, x, dw: [
            float((0.25 - (output - 0.5) ** 2) * put_in * dw)
            for output, put_in in zip(y_hat, x, strict=True)
        ],
    ],
    "central": [
        lambda f, x, h: (f(x + h) / h - f(x - h) / h) / 2,
        lambda f, x, h: ((f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h) / 2,
    ],
    "half_slope": [1.7627, -1.763, np.arccosh(3.0), np.array(1.76275)],
}
WRONG_TYPES = {
    "stable_sigmoid": lambda z: "σ",
    "change_of_output": lambda y_hat, x, dw: {"slope": y_hat},
    "central": lambda f, x, h: f,
    "half_slope": "1.7627",
}
WRONG_SHAPES = {
    "stable_sigmoid": lambda z: special.expit(z)[:, None],
    "change_of_output": lambda y_hat, x, dw: (y_hat * (1 - y_hat) * x * dw).sum(),
    "central": lambda f, x, h: np.array([1.0, 2.0]),
    "half_slope": [1.7627],
}


def test_a_guess_is_told_what_it_would_mean_and_nothing_more():
    verdict = half_slope.check(3.0)
    assert verdict.state == "Not yet"
    assert verdict.message == "At z = 3 the slope is 0.0451767; that is 0.180707 of the greatest."
    assert "1.76" not in verdict.message


@pytest.mark.parametrize("z", [1.7621, -1.7634, 1.763276, 1.762218])
def test_a_guess_just_outside_is_not_told_that_its_slope_is_half(z):
    message = half_slope.check(z).message
    slope, share = re.search(r"is (\S+); that is (\S+) of", message).groups()
    assert float(slope) != 1 / 8
    assert float(share) != 1 / 2
    assert float(slope) == pytest.approx(special.expit(z) * special.expit(-z), rel=1e-5)


def test_a_guess_that_was_cut_and_not_rounded_is_told_that_digits_are_missing():
    assert half_slope.check(1.762).message.endswith(
        "of the greatest. Very close: give one more digit."
    )
    assert "digit" not in half_slope.check(1.75).message


def test_the_numbers_in_the_hints():
    assert f"{special.expit(-600):.1e}" == "2.7e-261"
    assert f"{special.expit(-40):.1e}" == "4.2e-18"
    assert f"{np.exp(-710):.1e}" == "4.5e-309"  # σ(−710), to as many digits
    assert special.expit(np.log(3)) == pytest.approx(3 / 4)
    assert (3 / 4) * (1 / 4) == 3 / 16


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


@pytest.mark.parametrize("answer", [(1, 763), (1, 7627), (-1, 763)])
def test_a_decimal_comma_is_named(answer):
    assert half_slope.check(answer).message.endswith("write a decimal point.")


def test_a_way_that_is_missing_is_named_though_the_first_case_cannot_tell():
    assert central.check(lambda f, x, h: f(x + h) - f(x - h)).message == (
        "This is the rise alone. Divide it by the way, which is 2h long."
    )
    assert central.check(lambda f, x, h: f(x + h) / 2 - f(x - h) / 2).message == (
        "The step is missing: from x − h to x + h the way is 2h long, not 2."
    )


def test_a_product_without_a_sign_is_named():
    verdict = change_of_output.check(lambda y_hat, x, dw: y_hat(1 - y_hat) * x * dw)
    assert "write y_hat * (1 - y_hat)" in verdict.message


def test_beyond_the_named_place_the_slope_is_less_than_half_of_the_greatest():
    def slope(z):
        return special.expit(z) * special.expit(-z)

    place = brentq(lambda z: slope(z) - slope(0) / 2, 0, 5)
    assert f"Beyond ±{place:.2f} the slope is less than half of the greatest" in half_slope.shows
    assert np.all(slope(np.linspace(place, 30, 99)[1:]) < slope(0) / 2)


def test_a_neuron_and_no_network_is_spoken_of():
    assert "what the neuron has kept" in change_of_output.shows
