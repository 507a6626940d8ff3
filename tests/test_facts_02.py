"""The numbers and formulas of lesson 02, each proved apart from the code that the lesson runs."""

import csv
import math
from fractions import Fraction
from itertools import pairwise

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import ROOT, fact
from scipy import optimize, special
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, mean_squared_error

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


def smooth(t):
    return mean_squared_error(Y, special.expit(BILL - t))


def squared(w, b):
    return mean_squared_error(Y, special.expit(w * X + b))


def entropy(w, b):
    z = w * X + b
    return np.mean(np.logaddexp(0, z) - Y * z)


def hessian(of_bird, w, b):
    """Return the matrix of second derivatives of a mean over the birds; `of_bird(z, y)` is d²/dz².

    For z = wx + b it is the mean of of_bird(z, y) times the outer product of (x, 1) with itself.
    """
    inputs = np.stack([X, np.ones_like(X)])
    return (inputs * of_bird(w * X + b, Y)) @ inputs.T / len(X)


def squared_bends(z, y):
    s = special.expit(z)
    return 2 * s * (1 - s) * (s * (1 - s) + (s - y) * (1 - 2 * s))


def entropy_bends(z, y):
    return special.expit(z) * special.expit(-z)


PLANE = [(w, b) for w in np.linspace(-10, 10, 41) for b in np.linspace(-8, 8, 33)]


@fact("02", "between 40.9 and 46 mm a bird may be of either species", "9 mistakes among 219 birds")
def test_the_birds():
    assert len(Y) == 219
    assert (min(TENTHS[Y == 1]), max(TENTHS[Y == 0])) == (409, 460)
    assert mistakes(4495) == 9


@fact(
    "02",
    "How many of 200 thresholds between 34 and 54 mm have a slope other than 0?",
    "The slope of the count is 0 at every position.",
    "13 mistakes at 42.35 mm, with 14 on either side",
    "Its lowest step, 9 mistakes, is more than a millimetre wide",
    "the count between 40 and 46 mm",
)
def test_the_staircase():
    places = range(3405, 5396, 10)
    assert len(places) == 200
    assert all(mistakes(t - 1) == mistakes(t) == mistakes(t + 1) for t in places)
    assert [mistakes(t) for t in (4225, 4235, 4245)] == [14, 13, 14]
    lowest = [t for t in range(3200, 5800) if mistakes(t) == 9]
    assert min(mistakes(t) for t in range(3200, 5900)) == 9
    assert (lowest[0], lowest[-1]) == (4410, 4519)
    assert lowest == list(range(4410, 4520))
    counts = [mistakes(t) for t in range(4005, 4600, 10)]
    assert any(later > before for before, later in pairwise(counts))


@fact(
    "02",
    "The smooth cost has a slope wherever it is not at its lowest, and its only valley lies at "
    "about 44.15 mm.",
    "From 40 mm on",
)
def test_the_smooth_cost_has_one_valley():
    places = np.linspace(34.05, 53.95, 1991)
    s = special.expit(BILL - places[:, None])
    slopes = np.mean(-2 * (s - Y) * s * (1 - s), axis=1)
    assert np.sum(np.diff(np.sign(slopes)) != 0) == 1
    found = optimize.minimize_scalar(smooth, bounds=(40, 48), method="bounded")
    assert found.x == pytest.approx(44.15, abs=0.03)


@fact("02", "The upper tangent is level: 51 mistakes", "The lower one falls to the right")
def test_the_first_position_of_the_threshold_panel():
    assert mistakes(4005) == 51
    assert smooth(40.06) < smooth(40.05)


@fact("02", r"C = \frac{1}{N} \sum_{i=1}^{N} (\hat{y}_i - y_i)^2")
@given(pairs=st.lists(st.tuples(PROBABILITIES, st.sampled_from([0, 1])), min_size=1, max_size=9))
def test_the_mean_of_squares(pairs):
    total = sum((Fraction(y_hat) - y) ** 2 for y_hat, y in pairs) / len(pairs)
    y_hat, y = zip(*pairs, strict=True)
    assert mean_squared_error(y, y_hat) == pytest.approx(float(total))


@fact(
    "02",
    "half as far off costs a quarter",
    "The two birds on the wrong side, 3 and 4, make most of the cost.",
    "its threshold at 44 mm, half as steep as before",
    "From 0 to $N$ there are $N + 1$ terms, here 7 for 6 birds",
)
def test_the_six_birds():
    six = [23, 80, 18, 181, 210, 209]
    guesses = special.expit((BILL[six] - 44) / 2)
    wrong = np.flatnonzero((guesses > 0.5) != Y[six])
    assert list(wrong + 1) == [3, 4]
    areas = (guesses - Y[six]) ** 2
    assert areas[wrong].sum() / areas.sum() > 0.8
    assert Fraction(1, 2) ** 2 == Fraction(1, 4)
    assert len(range(7)) == 7
    steepness = [mpmath.diff(lambda x, k=k: 1 / (1 + mpmath.exp(-x / k)), 0) for k in (1, 2)]
    assert mpmath.almosteq(steepness[0], 2 * steepness[1])


@fact(
    "02",
    r"\frac{\partial C}{\partial \hat{y}_i} = \frac{2(\hat{y}_i - y_i)}{N}",
    "the slope of $u^2$ is $2u$",
    r"its gradient $2(\hat{y}_i - y_i)/N$, or without the 2 if the cost has the half",
    r"Squared error has $2(\hat{y} - y)$",
)
@given(y_hat=PROBABILITIES, y=st.sampled_from([0, 1]), count=st.integers(1, 9))
def test_the_gradient_of_squared_error(y_hat, y, count):
    """All other terms of the sum stand still, so they may as well be 0."""
    slope = mpmath.diff(lambda value: (value - y) ** 2 / count, y_hat)
    assert float(slope) == pytest.approx(2 * (y_hat - y) / count, abs=1e-12)
    half = mpmath.diff(lambda value: (value - y) ** 2 / (2 * count), y_hat)
    assert float(half) == pytest.approx((y_hat - y) / count, abs=1e-12)


@fact(
    "02",
    "0.693 at the toss of a coin",
    "and each time the probability is ten times smaller, 2.303 is added",
    r"$-\ln(pq) = -\ln p - \ln q$",
)
@given(p=PROBABILITIES, q=PROBABILITIES)
def test_surprise(p, q):
    assert mpmath.nstr(-mpmath.log(mpmath.mpf(1) / 2), 3) == "0.693"
    assert mpmath.nstr(mpmath.log(10), 4) == "2.303"
    assert float(-mpmath.log(mpmath.mpf(p) * q)) == pytest.approx(-math.log(p) - math.log(q))


@fact("02", r"\ell = -y \ln \hat{y} - (1 - y) \ln (1 - \hat{y})")
@given(y_hat=PROBABILITIES, y=st.sampled_from([0, 1]))
def test_cross_entropy_is_the_surprise_at_the_target(y_hat, y):
    loss = -y * mpmath.log(y_hat) - (1 - y) * mpmath.log(1 - mpmath.mpf(y_hat))
    assert float(loss) == pytest.approx(-math.log(y_hat if y else 1 - y_hat))
    assert float(loss) == pytest.approx(log_loss([y], [y_hat], labels=[0, 1]))


@fact("02", r"is rounded to exactly 1 from $z \approx 36.74$ on")
def test_where_the_output_becomes_exactly_1():
    assert 1 / (1 + math.exp(-36.73)) < 1
    assert 1 / (1 + math.exp(-36.75)) == 1


@fact(
    "02",
    r"-\ln \sigma(z) = \ln(1 + e^{-z}) = \max(-z, 0) + \ln(1 + e^{-|z|})",
    r"$-\ln(1 - \sigma(z))$ is the same with $-z$ for $z$",
    "the surprise is just about $|z|$. For one that is sure and right it is nearly 0.",
)
@given(z=st.floats(-40, 40))
def test_surprise_from_z(z):
    with mpmath.workdps(60):
        z = mpmath.mpf(z)
        s = 1 / (1 + mpmath.exp(-z))
        stable = max(-z, 0) + mpmath.log(1 + mpmath.exp(-abs(z)))
        assert mpmath.almosteq(-mpmath.log(s), mpmath.log(1 + mpmath.exp(-z)), 1e-30)
        assert mpmath.almosteq(-mpmath.log(s), stable, 1e-30)
        mirrored = max(z, 0) + mpmath.log(1 + mpmath.exp(-abs(z)))
        assert mpmath.almosteq(-mpmath.log(1 - s), mirrored, 1e-30)
        assert 0 < mpmath.log(1 + mpmath.exp(40)) - 40 < 1e-17
        assert mpmath.log(1 + mpmath.exp(-40)) < 1e-17


@fact(
    "02",
    r"The slope of $\ln p$ is $1/p$, so cross-entropy has $-1/\hat{y}$ if $y = 1$, and by the "
    r"chain rule $1/(1 - \hat{y})$ if $y = 0$.",
    "Each pair of pictures is the mirror image of the other.",
)
@given(y_hat=PROBABILITIES)
def test_the_slopes_of_cross_entropy(y_hat):
    y_hat = mpmath.mpf(y_hat)
    at_1 = mpmath.diff(lambda p: -mpmath.log(p), y_hat)
    at_0 = mpmath.diff(lambda p: -mpmath.log(1 - p), y_hat)
    mirrored = mpmath.diff(lambda p: -mpmath.log(1 - p), 1 - y_hat)
    assert mpmath.almosteq(at_1, -1 / y_hat, 1e-9)
    assert mpmath.almosteq(at_0, 1 / (1 - y_hat), 1e-9)
    assert mpmath.almosteq(at_1, -mirrored, 1e-9)


@fact(
    "02",
    "For the target 0 squared error charges 0.810 and cross-entropy 2.303.",
    r"How do both judge $\hat{y} = 0.9$?",
    "For the target 1 both are content with 0.9",
    "At ŷ = 0.99 with the target 0, squared error has a slope of 1.98.",
    "about 100",
    "the chance of being right is 0.01",
    "squared error ends at a loss of 1 and a slope of 2; cross-entropy at 0.99 has a loss of 4.605 "
    "and a slope of 100, outside the picture",
    "the slope of squared error dies out, but that of cross-entropy comes near 1 in size",
)
def test_the_numbers_of_the_panel_one_guess():
    assert Fraction("0.9") ** 2 == Fraction("0.810")
    assert mpmath.nstr(-mpmath.log(mpmath.mpf("0.1")), 4) == "2.303"
    assert 2 * Fraction("0.99") == Fraction("1.98")
    assert 1 / (1 - Fraction("0.99")) == 100
    assert mpmath.nstr(-mpmath.log(mpmath.mpf("0.01")), 4) == "4.605"
    assert 1 / Fraction("0.99") < Fraction("1.011")


@fact(
    "02",
    "By 6.92 in the loss and by 500.5 in the slope.",
    "each further nine after the point makes the second figure ten times as large",
    "Cross-entropy is $-\\ln(1 - 0.999)$ and squared error $0.999^2$.",
    r"$y = 0$, and the neuron says $\hat{y} = 0.999$",
)
def test_sure_and_wrong():
    with mpmath.workdps(30):
        p = mpmath.mpf("0.999")
        assert mpmath.nstr(-mpmath.log(1 - p) / p**2, 3) == "6.92"
        ratios = [1 / (1 - q) / (2 * q) for q in (p, mpmath.mpf("0.9999"))]
        assert mpmath.nstr(ratios[0], 4) == "500.5"
        assert ratios[1] / ratios[0] == pytest.approx(10, rel=1e-3)


@fact("02", "It says 0.5 to every bird and pays 0.25 for each.")
def test_the_neuron_that_knows_nothing():
    assert squared(0, 0) == Fraction(1, 4)


@fact("02", "0.5 just at it", "its middle lies where wx + b = 0, so at x = −b/w")
def test_where_the_curve_has_its_middle():
    for w, b in ((3, -1.5), (0.5, 2)):
        x = optimize.brentq(lambda x, w=w, b=b: special.expit(w * x + b) - 0.5, -9, 9)
        assert x == pytest.approx(-b / w)


@fact(
    "02",
    "The lowest position of the sliders is at $w = 5$ and $b = -2$, with a cost of 0.0344.",
    "With two sliders there are 961. Each further slider multiplies that by 31; with six we are at "
    "8.9e+08",
    "a million weights",
)
def test_the_best_position_of_the_sliders():
    places = [(w / 2, b / 2) for w in range(-10, 21) for b in range(-16, 15)]
    assert len(places) == 961 == 31**2
    assert min(places, key=lambda place: squared(*place)) == (5, -2)
    assert f"{squared(5, -2):.4f}" == "0.0344"
    assert f"{31**6:.1e}" == "8.9e+08"


@fact("02", "each time one has moved, the best place of all others has changed")
def test_the_best_b_depends_on_w():
    best = [optimize.minimize_scalar(lambda b, w=w: squared(w, b)).x for w in (2, 5, 8)]
    assert best[0] > best[1] + 0.5 > best[2] + 1


@fact("02", "both have their valley in nearly the same place")
def test_both_valleys():
    low = optimize.minimize(lambda p: squared(*p), (0, 0)).x
    fitted = LogisticRegression(C=1e9, tol=1e-10).fit(X[:, None], Y)
    surprised = np.array([fitted.coef_[0, 0], fitted.intercept_[0]])
    assert np.abs(low - surprised).max() < 1


@fact(
    "02",
    "no bird can cost more than 1",
    "At $w = -5$, halfway, the rope across squared error hangs at 0.558, and the surface is above "
    "it, at 0.803: not convex. Across cross-entropy the rope is at 4.414 and the surface below it.",
    "the slope of squared error is only −0.0062, that of cross-entropy −0.8023",
    "And at $w = -10$, where the neuron gets most birds wrong",
)
def test_the_rope():
    assert f"{(squared(-10, 0) + squared(0, 0)) / 2:.3f}" == "0.558"
    assert f"{squared(-5, 0):.3f}" == "0.803"
    assert f"{(entropy(-10, 0) + entropy(0, 0)) / 2:.3f}" == "4.414"
    assert entropy(-5, 0) < 4.414
    s = special.expit(-10 * X)
    assert f"{np.mean(2 * (s - Y) * s * (1 - s) * X):.4f}" == "-0.0062"
    assert f"{np.mean((s - Y) * X):.4f}" == "-0.8023"
    assert np.mean((s > 0.5) != Y) > 0.8


@fact("02", "on the right each is rounded one way, on the left some bend both ways")
def test_the_level_lines():
    """Two places within a level line whose middle lies outside it: the line bends inwards."""
    rng = np.random.default_rng(0)
    low, high = (-5, -8), (10, 7)
    first, second = rng.uniform(low, high, (2, 400, 2))
    inwards = {squared: 0, entropy: 0}
    for f in inwards:
        for a, b in zip(first, second, strict=True):
            inwards[f] += f(*(a + b) / 2) > max(f(*a), f(*b)) + 1e-12
    assert inwards[squared] > 0
    assert inwards[entropy] == 0


@given(z=st.floats(-20, 20), y=st.sampled_from([0, 1]))
def test_the_curvatures_that_the_hessians_are_made_of(z, y):
    with mpmath.workdps(40):

        def s(z):
            return 1 / (1 + mpmath.exp(-z))

        square = mpmath.diff(lambda z: (s(z) - y) ** 2, z, 2)
        surprise = mpmath.diff(lambda z: -mpmath.log(s(z) if y else 1 - s(z)), z, 2)
        assert squared_bends(z, y) == pytest.approx(float(square), rel=1e-6, abs=1e-12)
        assert entropy_bends(z, y) == pytest.approx(float(surprise), rel=1e-6, abs=1e-12)


@fact(
    "02",
    "Cross-entropy bends upward in every place and every direction.",
    "each bird's surface is bent like a gutter, and a mean of gutters never bends downward",
    "with one neuron cross-entropy is a convex bowl, squared error has plateaus",
)
def test_the_hessian_of_cross_entropy_is_positive_semidefinite():
    for w, b in PLANE:
        assert np.linalg.eigvalsh(hessian(entropy_bends, w, b)).min() >= 0
        one_bird = entropy_bends(w * X[0] + b, 0) * np.outer([X[0], 1], [X[0], 1])
        assert abs(np.linalg.eigvalsh(one_bird)[0]) < 1e-12


@fact("02", "At $w = -5$ squared error bends downward, −0.0106.")
def test_squared_error_has_a_direction_of_negative_curvature():
    matrix = hessian(squared_bends, -5, 0)
    assert f"{matrix[0, 0]:.4f}" == "-0.0106"
    assert np.linalg.eigvalsh(matrix).min() < -0.01
    assert np.linalg.eigvalsh(hessian(squared_bends, 5, -2)).min() > 0


@fact(
    "02",
    r"it is $\ln(1 + e^{-z})$ or $\ln(1 + e^{z})$. The slopes of these are $\sigma(z) - 1$ and "
    r"$\sigma(z)$, and the slope of both slopes is $\sigma'(z)$, never negative",
)
@given(z=st.floats(-20, 20))
def test_the_slopes_in_z(z):
    with mpmath.workdps(40):
        s = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        at_1 = mpmath.diff(lambda z: mpmath.log(1 + mpmath.exp(-z)), z)
        at_0 = mpmath.diff(lambda z: mpmath.log(1 + mpmath.exp(z)), z)
        assert mpmath.almosteq(at_1, s - 1, abs_eps=1e-12)
        assert mpmath.almosteq(at_0, s, abs_eps=1e-12)
        for form in (-1, 1):
            bend = mpmath.diff(lambda z, form=form: mpmath.log(1 + mpmath.exp(form * z)), z, 2)
            assert mpmath.almosteq(bend, s * (1 - s), abs_eps=1e-12)
