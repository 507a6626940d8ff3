"""The numbers and formulas of aside 03b, each proved apart from the code that the aside runs."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import fact
from scipy import optimize

FIGURES = (
    "6.80 5.84 5.07 4.45 3.96 3.57 3.25 3.00 2.80 2.64 2.51 2.41 2.32 2.26 2.21 2.16 "
    "2.13 2.10 2.08 2.06 2.05 2.04 2.03 2.02 2.02 2.01 2.01 2.01 2.00 2.00 2.00 2.00 "
    "2.00"
)
ANSWER = [Fraction(figure) for figure in FIGURES.split()]


def steps_in_the_bowl(rate, beta, most=60):
    """Return after how many steps the walk from (−9, 2) is a thousand times nearer, if it is."""
    before = now = np.array([-9.0, 2.0])
    far = np.linalg.norm(now) / 1000
    for k in range(most + 1):
        if np.linalg.norm(now) < far:
            return k
        before, now = now, (1 + beta - rate * np.array([1, 10])) * now - beta * before
    return None


@fact("03b", "no rate is faster than 0.18", "Above 0.2 the walk without momentum flies off.")
def test_the_fastest_walk_without_momentum():
    counts = {rate: steps_in_the_bowl(rate, 0) for rate in np.arange(1, 2200) / 10_000}
    assert min(filter(None, counts.values())) == counts[0.18]
    assert 1 - 10 * Fraction("0.2") == -1


@fact(
    "03b",
    "At 0.18 the fewest steps are 15, at a share of 0.35. A larger share rolls past the village "
    "and back: at 0.9, 60 steps are not enough. The fewest of all here are 12, at $\\eta = 0.2$ "
    "and $\\beta = 0.35$. At 0.26, shares from 0.35 to 0.8 arrive in time.",
    "Alone, the rate 0.26 flies off.",
)
def test_what_the_panel_of_momentum_shows():
    counts = {
        (eta, beta): steps_in_the_bowl(eta / 50, beta / 20)
        for eta in range(1, 19)
        for beta in range(19)
    }
    arrive = {place: steps for place, steps in counts.items() if steps is not None}
    fewest = min(arrive.values())
    assert [place for place, steps in arrive.items() if steps == fewest] == [(10, 7)]
    assert fewest == 12
    at_0_18 = {beta: steps for (eta, beta), steps in arrive.items() if eta == 9}
    assert [beta for beta, steps in at_0_18.items() if steps == min(at_0_18.values())] == [7]
    assert at_0_18[7] == 15
    assert 18 not in at_0_18
    assert [beta for eta, beta in arrive if eta == 13] == list(range(7, 17))
    assert abs(1 - 10 * Fraction("0.26")) > 1


@fact("03b", "Along the valley the steps agree and add up. Across it they change sides")
def test_where_the_steps_of_momentum_agree():
    before = now = np.array([-9.0, 2.0])
    steps = []
    for _ in range(6):
        before, now = now, (1.35 - 0.26 * np.array([1, 10])) * now - 0.35 * before
        steps.append(now - before)
    across = np.array(steps)[:, 1]
    assert np.all(across[1:] * across[:-1] < 0)
    assert np.all(np.array(steps)[:4, 0] > 0)


@fact("03b", "On the parabola $x^2 - 4x + 6$ that is one step, from 8 to $8 - 12/2$, which is 2.")
@given(start=st.fractions(-50, 50))
def test_newton_needs_one_step_on_a_parabola(start):
    assert start - (2 * start - 4) / 2 == 2
    assert 2 * 8 - 4 == 12


@fact(
    "03b",
    "Its valleys are at −2.06 and 1.93, and between them is the top of a hill, at 0.1255.",
    "Gradient descent walks from 0.2 into the valley on the right.",
    "at 0.2 the curvature is negative",
    "From 0.2 Newton climbs to the top of the hill, and from 0.8 it is no better. There the "
    "curvature is negative, so the rate is too.",
    "The lower one.",
)
def test_the_curve_with_two_valleys_and_newton_on_it():
    left, top, right = sorted(np.roots([1, 0, -4, 0.5]))
    assert [round(left, 2), round(top, 4), round(right, 2)] == [-2.06, 0.1255, 1.93]
    assert left**4 / 4 - 2 * left**2 + left / 2 < right**4 / 4 - 2 * right**2 + right / 2
    curvature = np.polynomial.Polynomial([0.5, -4, 0, 1]).deriv()
    assert max(curvature(x) for x in (0.2, 0.8, top)) < 0 < curvature(right)
    assert top < 0.2
    for start, end in ((0.2, top), (0.8, top), (3.0, right)):
        found = optimize.newton(lambda x: x**3 - 4 * x + 0.5, start, fprime=curvature)
        assert found == pytest.approx(end, abs=1e-6)


@fact("03b", "Its slope is called sinh, and its curvature is cosh again.")
@pytest.mark.parametrize("x", [-1.5, 0.25, 4])
def test_the_slope_and_the_curvature_of_cosh(x):
    with mpmath.workdps(30):
        assert mpmath.almosteq(mpmath.diff(mpmath.cosh, x), mpmath.sinh(x), 1e-12)
        assert mpmath.almosteq(mpmath.diff(mpmath.cosh, x, 2), mpmath.cosh(x), 1e-9)


@fact("03b", "until it is nearer to 2 than 0.005")
def test_what_each_way_pays_on_cosh():
    def steps(step, most=300):
        x = mpmath.mpf(8)
        for k in range(most):
            if abs(x - 2) < mpmath.mpf("0.005"):
                return k
            if abs(x) > 1000:
                return None
            x = step(x)
        return None

    tried = []

    def halving(x):
        rate, here, slope = mpmath.mpf(1), mpmath.cosh(x - 2), mpmath.sinh(x - 2)
        tried.append("here")
        while True:
            tried.append("there")
            if mpmath.cosh(x - rate * slope - 2) <= here - rate / 2 * slope**2:
                return x - rate * slope
            rate /= 2

    assert steps(lambda x: x - mpmath.mpf("0.02") * mpmath.sinh(x - 2)) == 284
    for rate in ("0.1", "0.5"):
        assert steps(lambda x, rate=rate: x - mpmath.mpf(rate) * mpmath.sinh(x - 2)) is None
    assert steps(lambda x: x - mpmath.tanh(x - 2)) == 8
    assert steps(halving) == 12
    assert len(tried) == 49


@fact(
    "03b",
    "At 8 the slope is about 202. So at 0.1 the first step is 20 long and lands farther away than "
    "it began, where it is steeper still.",
    "its first halving happens to find the best rate",
)
def test_why_a_rate_flies_off_on_cosh_and_which_rate_a_search_finds_on_the_parabola():
    slope = mpmath.sinh(8 - 2)
    after = 8 - slope / 10
    assert [mpmath.nstr(slope, 3), round(slope / 10)] == ["202.0", 20]
    assert abs(after - 2) > 8 - 2
    assert abs(mpmath.sinh(after - 2)) > slope
    falls = {rate: 38 - ((8 - rate * 12) ** 2 - 4 * (8 - rate * 12) + 6) for rate in (1, 0.5)}
    assert falls[1] < 12**2 / 2
    assert falls[0.5] >= 0.5 * 12**2 / 2
    assert 8 - 0.5 * 12 == 2


@fact(
    "03b",
    "A grid with a place every 0.01 comes about as near: over 12 units, −4 to 8, that is "
    "1201 heights.",
    "a grid of 1201 places in each direction has $1201^n$ places",
    "That makes $n^2$, for a million weights $10^{12}$.",
)
def test_the_price_of_grids_and_curvatures():
    assert Fraction(8 + 4) / Fraction("0.01") + 1 == 1201
    assert (10**6) ** 2 == 10**12


@fact(
    "03b",
    "It prints each of 33 places with two digits after the point, and ends in 2.00 five times.",
    "In that answer one line leads from 2.02 to 2.02, and the next line from 2.02 to 2.01.",
    "The two 2.02 are 2.0283 and 2.0227, cut after two digits.",
    "All 33 figures of the answer are cut, not rounded. So its first 2.00, at step 29, is 2.0093.",
)
def test_the_figures_of_the_answer_are_cut_when_printed():
    path = [Fraction(8)]
    for _ in range(33):
        path.append(path[-1] - Fraction("0.1") * (2 * path[-1] - 4))
    places = path[1:]
    assert [Fraction(math.floor(x * 100), 100) for x in places] == ANSWER
    assert [Fraction(round(x * 100), 100) for x in places] != ANSWER
    assert ANSWER.count(2) == 5
    assert ANSWER.index(2) + 1 == 29
    assert ANSWER[23:26] == [Fraction("2.02"), Fraction("2.02"), Fraction("2.01")]
    assert [f"{float(places[k]):.4f}" for k in (23, 24, 28)] == ["2.0283", "2.0227", "2.0093"]
