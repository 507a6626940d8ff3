"""The numbers and formulas of lesson 02, each proved apart from the code that the lesson runs."""

import csv
from fractions import Fraction
from itertools import product

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import ROOT, fact
from scipy import special
from sklearn.metrics import mean_squared_error

PROBABILITIES = st.floats(0.01, 0.99)


def birds():
    """Return tenths of a millimetre as whole numbers, and 1 for a Chinstrap, 0 for an Adelie."""
    with (ROOT / "notebooks/data/penguins.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["bill_length_mm"]]
    kinds = {"Adelie": 0, "Chinstrap": 1}
    kept = [row for row in rows if row["species"] in kinds]
    tenths = [Fraction(row["bill_length_mm"]) * 10 for row in kept]
    assert all(tenth.denominator == 1 for tenth in tenths)
    return np.array([int(t) for t in tenths]), np.array([kinds[row["species"]] for row in kept])


TENTHS, Y = birds()
BILL = TENTHS / 10
X = (BILL - np.mean(BILL)) / np.std(BILL)


def mistakes(t):
    """Count the birds on the wrong side of `t`, in hundredths of a millimetre."""
    return int(np.sum((t < TENTHS * 10) != (Y == 1)))


@fact(
    "02",
    "Between 40.9 and 46 mm there are both.",
    "They overlap between 40.9 and 46 mm, and some lengths occur in both.",
    "At 40.05 mm 51 birds are wrong.",
    "13 mistakes at 42.35 mm, with 14 on either side",
    "Its lowest step, 9 mistakes, is more than a millimetre wide.",
    "The slope is 0 at every position.",
)
def test_the_staircase_of_mistakes():
    assert (TENTHS[Y == 1].min(), TENTHS[Y == 0].max()) == (409, 460)
    assert set(TENTHS[Y == 0]) & set(TENTHS[Y == 1])
    assert mistakes(4005) == 51
    places = range(3405, 5405, 10)
    counts = {t: mistakes(t) for t in places}
    assert [counts[t] for t in (4225, 4235, 4245)] == [14, 13, 14]
    assert min(counts.values()) == counts[4495] == 9
    lowest = [t for t in range(3405, 5405) if mistakes(t) == 9]
    assert lowest[-1] - lowest[0] > 100
    assert len(lowest) == 1 + lowest[-1] - lowest[0]
    assert all(len({mistakes(t + Fraction(k, 10)) for k in (-1, 0, 1)}) == 1 for t in places)


@fact(
    "02",
    "Squaring does that: half as far off costs a quarter.",
    "The two birds on the wrong side, 3 and 4, make most of it.",
    "The birds of 46.0 and 40.9 mm are on the wrong side of the threshold.",
)
def test_the_six_birds():
    six = [23, 80, 18, 181, 210, 209]
    guesses = special.expit((BILL[six] - 44) / 2)
    wrong = np.flatnonzero((guesses > 0.5) != Y[six])
    assert list(wrong + 1) == [3, 4]
    assert list(BILL[six][wrong]) == [46.0, 40.9]
    areas = (guesses - Y[six]) ** 2
    assert areas[wrong].sum() / areas.sum() > 0.8
    assert Fraction(1, 2) ** 2 == Fraction(1, 4)


@fact(
    "02",
    r"\frac{\partial C}{\partial \hat{y}_i} = \frac{2(\hat{y}_i - y_i)}{N}",
    "The slope of $u^2$ is $2u$",
    r"its gradient is $2(\hat{y}_i - y_i)/N$",
)
@given(y_hat=PROBABILITIES, y=st.sampled_from([0, 1]), count=st.integers(1, 9))
def test_the_gradient_of_squared_error(y_hat, y, count):
    """All other terms of the sum stand still, so they may as well be 0."""
    slope = mpmath.diff(lambda value: (value - y) ** 2 / count, y_hat)
    assert float(slope) == pytest.approx(2 * (y_hat - y) / count, abs=1e-12)


@fact("02", "ln 0.01 is twice ln 0.1", "Each factor of ten adds 2.303, without an end")
def test_surprise():
    assert mpmath.almosteq(mpmath.log(0.01), 2 * mpmath.log(0.1))
    assert mpmath.nstr(mpmath.log(10), 4) == "2.303"


@fact("02", r"\ell = -y \ln \hat{y} - (1 - y) \ln(1 - \hat{y})")
@given(y_hat=PROBABILITIES, y=st.sampled_from([0, 1]))
def test_cross_entropy_is_the_surprise_at_what_happened(y_hat, y):
    loss = -y * mpmath.log(y_hat) - (1 - y) * mpmath.log(1 - mpmath.mpf(y_hat))
    happened = y_hat if y == 1 else 1 - mpmath.mpf(y_hat)
    assert mpmath.almosteq(loss, -mpmath.log(happened))


@fact("02", r"$-\ln(1 - \sigma(z)) = -\ln \sigma(-z) = \ln(1 + e^{z})$")
@given(z=st.floats(-30, 30))
def test_cross_entropy_straight_from_z(z):
    with mpmath.workdps(40):
        from_output = -mpmath.log(1 - 1 / (1 + mpmath.exp(-z)))
        assert mpmath.almosteq(from_output, mpmath.log(1 + mpmath.exp(z)), 1e-20)


@fact(
    "02",
    "Squared error is flat, cross-entropy has a slope of about 1.",
    "A square never exceeds 1, so it runs out of room. The surprise is about z itself.",
    "Cross-entropy becomes a straight line with a slope of nearly 1. For $y = 1$ all this is",
)
def test_both_losses_where_the_neuron_is_sure_and_wrong():
    losses = lambda s: s**2, lambda s: -mpmath.log(1 - s)  # of the chance of the other species
    squared, surprise = (
        lambda z, loss=loss: loss(1 / (1 + mpmath.exp(-mpmath.mpf(z)))) for loss in losses
    )
    assert squared(30) < 1
    assert 0 < mpmath.diff(squared, 8) < 0.001
    assert 0.999 < mpmath.diff(surprise, 8) < 1
    assert abs(surprise(8) - 8) < 0.001
    for_y_1 = mpmath.diff(lambda z: -mpmath.log(1 / (1 + mpmath.exp(-z))), -8)
    assert mpmath.almosteq(for_y_1, -mpmath.diff(surprise, 8), 1e-9)


@fact("02", "It says ½ to every bird: 0.25 for each.", "so at x = −b/w")
def test_where_the_neuron_says_one_half():
    assert (Fraction(1, 2) - 0) ** 2 == (Fraction(1, 2) - 1) ** 2 == Fraction(1, 4)
    for w, b in ((3, -1.5), (0.5, 2)):
        assert special.expit(w * (-b / w) + b) == 0.5
        assert special.expit(w * (-b / w) + b + 0.1) > 0.5  # so the middle has moved to the left


@fact("02", "The lowest of all positions is $w = 5$, $b = -2$.")
def test_the_lowest_position_of_both_sliders():
    costs = {
        (w, b): mean_squared_error(Y, special.expit(w * X + b))
        for w, b in product(range(-5, 11), range(-8, 8))
    }
    best = min(costs, key=costs.get)
    assert (best, f"{costs[best]:.4f}") == ((5, -2), "0.0344")


@fact("02", "With a million sliders of 16 positions each, one round is 16 million tries")
def test_the_price_of_one_slider_after_the_other():
    assert len(range(-5, 11)) == len(range(-8, 8)) == 16
