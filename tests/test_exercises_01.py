"""Answers to the exercises of lesson 01, and what is special to them."""

import re

import numpy as np
import pytest
from scipy import special
from scipy.optimize import brentq

from helpers.exercises.lesson_01 import change_of_output, half_slope

OTHER_RIGHT_ANSWERS = {
    "change_of_output": [
        lambda y_hat, x, dw: dw * x * (y_hat - y_hat**2),
        lambda y_hat, x, dw: (0.25 - (y_hat - 0.5) ** 2) * x * dw,
    ],
    "half_slope": [1.7627, -1.763, np.arccosh(3.0), np.array(1.76275)],
}
WRONG_TYPES = {
    "change_of_output": lambda y_hat, x, dw: {"slope": y_hat},
    "half_slope": "1.7627",
}
WRONG_SHAPES = {
    "change_of_output": lambda y_hat, x, dw: np.array([y_hat, x]),
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
    assert special.expit(np.log(3)) == pytest.approx(3 / 4)
    assert (3 / 4) * (1 / 4) == 3 / 16


@pytest.mark.parametrize("answer", [(1, 763), (1, 7627), (-1, 763)])
def test_a_decimal_comma_is_named(answer):
    assert half_slope.check(answer).message.endswith("write a decimal point.")


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
