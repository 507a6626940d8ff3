"""The numbers and formulas of lesson 02, each proved apart from the code that the lesson runs."""

import csv
import math
from fractions import Fraction
from itertools import pairwise, product

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


@fact(
    "02",
    "between 40.9 and 46 mm a bird may be of either species. With 42.5 mm, for example, there are "
    "both.",
    "9 mistakes among 219 birds",
    "The share that is right, 210 of 219, is called the **accuracy**.",
)
def test_the_birds():
    assert len(Y) == 219
    assert (min(TENTHS[Y == 1]), max(TENTHS[Y == 0])) == (409, 460)
    assert set(Y[TENTHS == 425]) == {0, 1}
    assert mistakes(4495) == 9 == 219 - 210


@fact(
    "02",
    "We try 200 thresholds between 34 and 54 mm. How many have a slope other than 0?",
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
    "The smooth cost has a slope wherever it is not at its lowest. It does not choose the middle "
    "of that step either. Its only valley lies at about 44.15 mm, near the left end",
    "From 40 mm on",
)
def test_the_smooth_cost_has_one_valley():
    places = np.linspace(34.05, 53.95, 1991)
    s = special.expit(BILL - places[:, None])
    slopes = np.mean(-2 * (s - Y) * s * (1 - s), axis=1)
    assert np.sum(np.diff(np.sign(slopes)) != 0) == 1
    found = optimize.minimize_scalar(smooth, bounds=(40, 48), method="bounded")
    assert found.x == pytest.approx(44.15, abs=0.03)
    left, right = 44.1, 45.2  # of the lowest step, as the test above finds
    assert found.x - left < 0.05 * (right - left)


@fact("02", "the Chinstraps with short bills pull it there")
def test_without_the_short_chinstraps_the_valley_lies_further_right():
    kept = ~((Y == 1) & (BILL < 44))
    found = optimize.minimize_scalar(
        lambda t: np.mean((special.expit(BILL[kept] - t) - Y[kept]) ** 2),
        bounds=(40, 48),
        method="bounded",
    )
    assert found.x > 44.65


@fact(
    "02",
    "From 44.05 to 44.95 mm the mistakes fall from 11 to 9, but the smooth cost rises from 0.0346 "
    "to 0.0372.",
    "The Adelies cost 1.53 less: their outputs all move nearer to 0, and two birds of 44.1 mm are "
    "now right.",
    "The Chinstraps cost 2.11 more. Six of them were wrong before and are now further off: 1.03. "
    "The rest, 1.08, comes from birds that are still right, but less clearly.",
    "Together that is 0.58 more. Divided by 219 birds, it is the 0.0026 by which the cost rises.",
)
def test_why_fewer_mistakes_cost_more():
    assert (mistakes(4405), mistakes(4495)) == (11, 9)
    assert [f"{smooth(t):.4f}" for t in (44.05, 44.95)] == ["0.0346", "0.0372"]
    passed = (BILL > 44.05) & (BILL < 44.95)
    assert list(BILL[passed]) == [44.1, 44.1]
    assert set(Y[passed]) == {0}
    wrong_chinstraps = (Y == 1) & (BILL < 44.05)
    assert np.sum(wrong_chinstraps) == 6
    assert not np.any((Y == 1) & passed)
    still_right = (Y == 1) & (BILL > 44.95)
    assert np.sum(still_right | wrong_chinstraps) == np.sum(Y == 1)
    more = [_how_much_more(x, y) for x, y in zip(BILL, Y, strict=True)]
    assert all((change > 0) == (y == 1) for change, y in zip(more, Y, strict=True))
    sums = [
        sum(change for change, counts in zip(more, which, strict=True) if counts)
        for which in (Y == 0, Y == 1, wrong_chinstraps, still_right)
    ]
    assert [f"{float(change):.2f}" for change in sums] == ["-1.53", "2.11", "1.03", "1.08"]
    together = sums[0] + sums[1]
    assert f"{float(together):.2f}" == "0.58"
    assert f"{float(together / 219):.4f}" == f"{smooth(44.95) - smooth(44.05):.4f}" == "0.0026"
    assert all(1 / (1 + mpmath.exp(44.95 - x)) < 1 / (1 + mpmath.exp(44.05 - x)) for x in BILL)


def _how_much_more(x, y):
    """Return by how much more one bird costs at the threshold 44.95 than at 44.05."""
    low, high = (1 / (1 + mpmath.exp(t - x)) for t in (44.05, 44.95))
    return (high - y) ** 2 - (low - y) ** 2


@fact(
    "02",
    r"The measure need not be smooth: the plain distance $|\hat{y} - y|$ has a kink where it is 0, "
    "and it can guide a neuron too.",
)
def test_the_distance_guides_a_neuron_too():
    """Descent by measured slopes from a poor threshold comes to one with few mistakes."""
    t = 49.0
    for _ in range(300):
        ahead, behind = (np.mean(np.abs(special.expit(BILL - v) - Y)) for v in (t + 1e-4, t - 1e-4))
        t -= 10 * (ahead - behind) / 2e-4
    assert mistakes(round(100 * t)) <= 11
    assert mistakes(4900) > 30
    kink = [(abs(0.5 + h - 0.5) - abs(0.5 - 0.5)) / h for h in (-0.01, 0.01)]
    assert kink == pytest.approx([-1, 1])


@fact("02", "The upper tangent is level: 51 mistakes", "The lower one falls to the right")
def test_the_first_position_of_the_threshold_panel():
    assert mistakes(4005) == 51
    assert smooth(40.06) < smooth(40.05)


@fact(
    "02",
    r"C = \frac{1}{N} \sum_{i=1}^{N} (\hat{y}_i - y_i)^2",
    "a target may lie between 0 and 1, such as 0.25",
)
@given(
    pairs=st.lists(st.tuples(PROBABILITIES, st.sampled_from([0, 0.25, 1])), min_size=1, max_size=9)
)
def test_the_mean_of_squares(pairs):
    total = sum((Fraction(y_hat) - Fraction(y)) ** 2 for y_hat, y in pairs) / len(pairs)
    y_hat, y = zip(*pairs, strict=True)
    assert mean_squared_error(y, y_hat) == pytest.approx(float(total))


@fact(
    "02",
    "Squaring does that: half as far off costs a quarter.",
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
    "the toss of a coin is a surprise of 0.693",
    "Each time the probability is ten times smaller, 2.303 is added.",
    r"$-\ln(pq) = -\ln p - \ln q$",
    "So the least surprise is the greatest likelihood.",
    r"$-\ln p$, which is the same as $\ln(1/p)$",
)
@given(p=PROBABILITIES, q=PROBABILITIES)
def test_surprise(p, q):
    assert mpmath.nstr(-mpmath.log(mpmath.mpf(1) / 2), 3) == "0.693"
    assert mpmath.nstr(mpmath.log(10), 4) == "2.303"
    assert float(-mpmath.log(mpmath.mpf(p) * q)) == pytest.approx(-math.log(p) - math.log(q))


@fact(
    "02",
    "If one bird tells us nothing about another, the probabilities of several birds are multiplied",
)
@given(
    urns=st.tuples(*2 * [st.lists(st.sampled_from([0, 1]), min_size=1, max_size=9)]),
    guess=st.tuples(*2 * [st.sampled_from([0, 1])]),
)
def test_probabilities_of_what_tells_nothing_of_each_other(urns, guess):
    """Each draw of one urn meets each of the other; a draw that is a copy tells all instead."""
    pairs = list(product(*urns))
    both = Fraction(pairs.count(guess), len(pairs))
    single = [Fraction(urn.count(one), len(urn)) for urn, one in zip(urns, guess, strict=True)]
    assert both == single[0] * single[1]
    copies = [(one, one) for one in (0, 1)]
    assert Fraction(copies.count((1, 1)), len(copies)) != Fraction(1, 2) ** 2


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
    r"For negative $z$ we take $e^{-z}$ out of the bracket: $\ln(e^{-z}(e^{z} + 1)) = -z + "
    r"\ln(1 + e^{z})$, and there $e^{z}$ is $e^{-|z|}$.",
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
        out = mpmath.log(mpmath.exp(-z) * (mpmath.exp(z) + 1))
        assert mpmath.almosteq(out, -z + mpmath.log(1 + mpmath.exp(z)), 1e-30)
        assert mpmath.almosteq(out, mpmath.log(1 + mpmath.exp(-z)), 1e-30)
        mirrored = max(z, 0) + mpmath.log(1 + mpmath.exp(-abs(z)))
        assert mpmath.almosteq(-mpmath.log(1 - s), mirrored, 1e-30)
        assert 0 < mpmath.log(1 + mpmath.exp(40)) - 40 < 1e-17
        assert mpmath.log(1 + mpmath.exp(-40)) < 1e-17


@fact(
    "02",
    r"The slope of $\ln p$ is $1/p$, so cross-entropy has $-1/\hat{y}$ if $y = 1$, and by the "
    r"chain rule $1/(1 - \hat{y})$ if $y = 0$.",
    "The two upper pictures are mirror images of each other. The slopes are mirrored too, but "
    r"their sign changes: for $y = 0$ a smaller $\hat{y}$ is better, for $y = 1$ a larger one.",
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
    assert at_1 < 0 < at_0
    square_at_1 = mpmath.diff(lambda p: (p - 1) ** 2, y_hat)
    square_at_0 = mpmath.diff(lambda p: p**2, 1 - y_hat)
    assert mpmath.almosteq(square_at_1, -square_at_0, abs_eps=1e-9)
    assert square_at_1 < 0 < square_at_0
    for loss in (mean_squared_error, lambda y, p: log_loss(y, p, labels=[0, 1])):
        p = float(y_hat)
        assert loss([1], [p]) == pytest.approx(loss([0], [1 - p]))


@fact(
    "02",
    "For the target 1 both losses are small. For the target 0 squared error is 0.810 and "
    "cross-entropy 2.303.",
    r"How do both judge $\hat{y} = 0.9$?",
    "At ŷ = 0.99 with the target 0, squared error has a slope of 1.98.",
    "about 100",
    "the chance of being right is 0.01",
    "squared error ends at a loss of 1 and a slope of 2. Cross-entropy at 0.99 has a loss of 4.605 "
    "and a slope of 100, outside the picture. Both numbers go on growing.",
    "the slope of squared error dies out, but that of cross-entropy comes near 1 in size",
)
def test_the_numbers_of_the_panel_one_guess():
    assert Fraction("0.9") ** 2 == Fraction("0.810")
    assert mpmath.nstr(-mpmath.log(mpmath.mpf("0.1")), 4) == "2.303"
    assert max(Fraction("0.1") ** 2, -math.log(0.9)) < 0.11
    assert 2 * Fraction("0.99") == Fraction("1.98")
    assert 1 / (1 - Fraction("0.99")) == 100
    assert mpmath.nstr(-mpmath.log(mpmath.mpf("0.01")), 4) == "4.605"
    assert 1 / Fraction("0.99") < Fraction("1.011")
    assert 1 / (1 - Fraction("0.999")) > 1 / (1 - Fraction("0.99"))
    assert -mpmath.log(mpmath.mpf("0.001")) > -mpmath.log(mpmath.mpf("0.01"))


@fact(
    "02",
    "Cross-entropy is 6.92 times as large, and its slope 500.5 times as large.",
    "With 0.9999 its slope is about 5000 times as large: each further nine multiplies that by ten.",
    "Cross-entropy is $-\\ln(1 - 0.999)$ and squared error $0.999^2$.",
    r"$y = 0$, and the neuron says $\hat{y} = 0.999$",
)
def test_sure_and_wrong():
    with mpmath.workdps(30):
        p = mpmath.mpf("0.999")
        assert mpmath.nstr(-mpmath.log(1 - p) / p**2, 3) == "6.92"
        ratios = [1 / (1 - q) / (2 * q) for q in (p, mpmath.mpf("0.9999"))]
        assert mpmath.nstr(ratios[0], 4) == "500.5"
        assert ratios[1] == pytest.approx(5000, rel=1e-3)
        assert ratios[1] / ratios[0] == pytest.approx(10, rel=1e-3)


@fact("02", "It says 0.5 to every bird and pays 0.25 for each.")
def test_the_neuron_that_knows_nothing():
    assert squared(0, 0) == Fraction(1, 4)


@fact("02", "0.5 just at it", "its middle lies where wx + b = 0, so at x = −b/w")
def test_where_the_curve_has_its_middle():
    for w, b in ((3, -1.5), (0.5, 2)):
        x = optimize.brentq(lambda x, w=w, b=b: special.expit(w * x + b) - 0.5, -9, 9)
        assert x == pytest.approx(-b / w)


def best_of_the_sliders(w_positions, b_positions):
    places = [(w, b) for w in w_positions for b in b_positions]
    return min(places, key=lambda place: squared(*place))


W_POSITIONS, B_POSITIONS = range(-5, 11), range(-8, 8)


@fact(
    "02",
    "The lowest of the 256 positions is at $w = 5$ and $b = -2$, with a cost of 0.0344. Each "
    "further slider multiplies their number by 16: with six it is over 16 million",
    "a million weights",
    "one round is 16 million tries",
)
def test_the_best_position_of_the_sliders():
    assert len(W_POSITIONS) == len(B_POSITIONS) == 16
    assert 16**2 == 256
    assert 16e6 < 16**6 < 17e6
    assert best_of_the_sliders(W_POSITIONS, B_POSITIONS) == (5, -2)
    assert f"{squared(5, -2):.4f}" == "0.0344"


@fact("02", "Then the pictures look all alike, while the number still falls.")
def test_the_lowest_place_between_the_positions_is_hardly_lower():
    low = optimize.minimize(lambda p: squared(*p), (0, 0), tol=1e-10)
    assert f"{low.fun:.4f}" == "0.0344"
    x = np.linspace(-2, 3.2, 99)
    near = special.expit(6 * x - 2), special.expit(5 * x - 2)
    assert np.abs(near[0] - near[1]).max() < 0.12
    assert squared(6, -2) > squared(5, -2)


@fact(
    "02",
    "It works: two rounds, 64 tries, and the best position is found. One round is not enough, "
    "because another $w$ is best once $b$ has moved.",
)
def test_one_slider_after_the_other():
    w, b, found = 0, 0, []
    for _ in range(2):
        w = best_of_the_sliders(W_POSITIONS, [b])[0]
        b = best_of_the_sliders([w], B_POSITIONS)[1]
        found.append((w, b))
    assert found == [(6, -2), (5, -2)]
    assert found[-1] == best_of_the_sliders(W_POSITIONS, B_POSITIONS)
    assert 2 * (len(W_POSITIONS) + len(B_POSITIONS)) == 64


@fact(
    "02",
    "Suppose that 10 birds have bills of the same length, and 3 of them are Chinstraps.",
    "Honest would be 0.3.",
    "Three of the ten birds have the target 1, seven have 0. So a cost is 0.3 times the loss at "
    "$y = 1$, plus 0.7 times the loss at $y = 0$.",
    r"with squared error at 0.3: there the slope $0.3 \cdot 2(\hat{y} - 1) + 0.7 \cdot 2\hat{y} = "
    r"2(\hat{y} - 0.3)$ is 0,",
    r"cross-entropy at 0.3 too: there the slope $-0.3/\hat{y} + 0.7/(1 - \hat{y})$ is 0,",
    r"the distance at 0: the cost $0.3(1 - \hat{y}) + 0.7\hat{y} = 0.3 + 0.4\hat{y}$ rises all the",
    "each step down is nearer to 7 birds and further from only 3, all the way to 0",
    "If 3 of 10 birds are Chinstraps, the **odds** are 3 to 7",
    "The other two ask for the share, whatever it is",
)
@given(y_hat=PROBABILITIES)
def test_what_ten_equal_birds_ask_for(y_hat):
    share, y_hat = mpmath.mpf(3) / 10, mpmath.mpf(y_hat)

    def square(p, share=share):
        return share * (1 - p) ** 2 + (1 - share) * p**2

    def surprise(p, share=share):
        return -share * mpmath.log(p) - (1 - share) * mpmath.log(1 - p)

    def distance(p):
        return share * abs(p - 1) + (1 - share) * abs(p)

    assert mpmath.almosteq(mpmath.diff(square, y_hat), 2 * (y_hat - share), abs_eps=1e-12)
    in_two_parts = share * 2 * (y_hat - 1) + (1 - share) * 2 * y_hat
    assert mpmath.almosteq(in_two_parts, 2 * (y_hat - share), abs_eps=1e-12)
    slope = -share / y_hat + (1 - share) / (1 - y_hat)
    assert mpmath.almosteq(mpmath.diff(surprise, y_hat), slope, 1e-9, 1e-9)
    assert mpmath.almosteq(distance(y_hat), share + mpmath.mpf(4) / 10 * y_hat, abs_eps=1e-12)
    for cost in (square, surprise):
        assert cost(share) <= cost(y_hat)
        assert cost(y_hat, share=y_hat) <= cost(share, share=y_hat)  # whatever the share is
    assert distance(0) < distance(y_hat)
    assert mpmath.almosteq(share / (1 - share), mpmath.mpf(3) / 7)


@fact(
    "02",
    r"\frac{\hat{y}}{1 - \hat{y}} = \frac{\sigma(z)}{\sigma(-z)} = \frac{1 + e^{z}}{1 + e^{-z}} = "
    "e^{z}",
    r"(The last step: $e^{z}(1 + e^{-z}) = e^{z} + 1$.)",
    r"z = \ln \frac{\hat{y}}{1 - \hat{y}}",
    "Each step of 1 in $z$ multiplies the odds by $e \\approx 2.718$.",
)
@given(z=st.floats(-20, 20))
def test_the_log_odds(z):
    with mpmath.workdps(40):
        z = mpmath.mpf(z)
        s, mirrored = 1 / (1 + mpmath.exp(-z)), 1 / (1 + mpmath.exp(z))
        odds = s / (1 - s)
        for form in (s / mirrored, (1 + mpmath.exp(z)) / (1 + mpmath.exp(-z)), mpmath.exp(z)):
            assert mpmath.almosteq(odds, form, 1e-25)
        assert mpmath.almosteq(mpmath.log(odds), z, 1e-25, 1e-25)
        assert mpmath.almosteq(mpmath.exp(z) * (1 + mpmath.exp(-z)), mpmath.exp(z) + 1, 1e-30)
        after = 1 / (1 + mpmath.exp(-z - 1))
        assert mpmath.almosteq(after / (1 - after) / odds, mpmath.e, 1e-20)
    assert mpmath.nstr(mpmath.e, 4) == "2.718"


@fact(
    "02",
    "At $z = 0$ the odds are 1 to 1",
    "From even odds this takes $\\hat{y}$ from 0.5 to 0.731, from $z = 7$ only from 0.9991 to "
    "0.9997. No number of steps reaches 1.",
    "Each millimetre of bill adds the same amount to them.",
)
def test_what_the_log_odds_explain():
    with mpmath.workdps(400):
        s = [1 / (1 + mpmath.exp(-mpmath.mpf(z))) for z in (0, 1, 7, 8, 800)]
        assert [mpmath.nstr(v, 3) for v in s[:2]] == ["0.5", "0.731"]
        assert [mpmath.nstr(v, 4) for v in s[2:4]] == ["0.9991", "0.9997"]
        assert s[4] < 1
        assert s[0] / (1 - s[0]) == 1


@fact(
    "02",
    "From 44 mm and from 50 mm alike, 1.386 mm make the odds twice as large.",
    r"The neuron of the six birds has $z = (x - 44)/2$",
    r"Odds twice as large are log-odds larger by $\ln 2$. One millimetre adds ½ to $z$.",
)
@given(length=st.floats(30, 60))
def test_twice_the_odds(length):
    def odds(x):
        return mpmath.exp((x - 44) / 2)

    assert float(odds(length + 1.386) / odds(length)) == pytest.approx(2, rel=3e-4)
    assert mpmath.nstr(2 * mpmath.log(2), 4) == "1.386"


@fact(
    "02",
    "At $z = 2$ it still has a slope, 0.185; cross-entropy has 0.881.",
    "Squared error is flat there.",
    "its slope is about 1",
    "its slope is about 485 million",
    "On the left, sure and right, both losses are nearly 0 and flat. On the right, sure and wrong, "
    "squared error runs onto a **plateau**: it is high there, with nearly no slope. "
    "Cross-entropy becomes a straight line with a slope of nearly 1. Its slope never falls, so it "
    "bends only upward.",
)
def test_both_losses_against_z():
    def s(z):
        return 1 / (1 + mpmath.exp(-z))

    def square(z):
        return s(z) ** 2

    def surprise(z):
        return -mpmath.log(1 - s(z))

    with mpmath.workdps(40):
        assert [mpmath.nstr(mpmath.diff(f, 2), 3) for f in (square, surprise)] == ["0.185", "0.881"]
        assert mpmath.diff(square, 20) < 1e-8
        assert abs(mpmath.diff(surprise, 20) - 1) < 1e-8
        in_y_hat = mpmath.diff(lambda p: -mpmath.log(1 - p), s(20), h=mpmath.mpf("1e-20"))
        assert 485e6 < in_y_hat < 486e6
        for f in (square, surprise):
            assert f(-8) < 1e-3
            assert mpmath.diff(f, -8) < 1e-3
        assert square(8) > 0.999
        assert mpmath.diff(square, 8) < 1e-3
        assert 0.999 < mpmath.diff(surprise, 8) < 1
        slopes = [mpmath.diff(surprise, z) for z in range(-8, 9)]
        assert all(before < after for before, after in pairwise(slopes))


@fact(
    "02",
    "both have their valley in nearly the same place",
    "A star marks the lowest place of each.",
)
def test_both_valleys():
    """Each star lies on the grid of the maps, within one mesh of the lowest place."""
    low = optimize.minimize(lambda p: squared(*p), (0, 0)).x
    fitted = LogisticRegression(C=1e9, tol=1e-10).fit(X[:, None], Y)
    surprised = np.array([fitted.coef_[0, 0], fitted.intercept_[0]])
    assert np.abs(low - surprised).max() < 1
    mesh = 16 / 96
    grid = [(-5.5 + mesh * i, -8.5 + mesh * k) for i in range(97) for k in range(97)]
    for f, lowest in ((squared, low), (entropy, surprised)):
        star = min(grid, key=lambda place, f=f: f(*place))
        assert np.abs(lowest - star).max() <= mesh


@fact(
    "02",
    "If a cost is convex, the straight way between them never leads higher than the higher of the "
    "two: the surface lies nowhere above the rope.",
    "On the left map the places $(-5, -5.3)$ and $(0, 0.9)$ cost less than 0.4. But between them, "
    "at $(-2, -1.58)$, the cost is 0.436.",
)
def test_a_way_between_two_low_places():
    first, second = (Fraction(-5), Fraction("-5.3")), (Fraction(0), Fraction("0.9"))
    part = Fraction(3, 5)
    between = tuple(a + part * (b - a) for a, b in zip(first, second, strict=True))
    assert between == (Fraction(-2), Fraction("-1.58"))
    assert [_mean_square(*place) < 0.4 for place in (first, second, between)] == [True, True, False]
    assert mpmath.nstr(_mean_square(*between), 3) == "0.436"
    first, second = (tuple(map(float, place)) for place in (first, second))
    higher = max(entropy(*first), entropy(*second))
    for part in np.linspace(0, 1, 21):
        on_rope = (1 - part) * entropy(*first) + part * entropy(*second)
        place = [(1 - part) * a + part * b for a, b in zip(first, second, strict=True)]
        assert entropy(*place) <= on_rope + 1e-12 <= higher + 2e-12


def _mean_square(w, b):
    """Return the cost in squared error, with each bird by itself."""
    w, b = mpmath.mpf(w.numerator) / w.denominator, mpmath.mpf(b.numerator) / b.denominator
    squares = [(1 / (1 + mpmath.exp(-w * x - b)) - y) ** 2 for x, y in zip(X, Y, strict=True)]
    return mpmath.fsum(squares) / len(squares)


@fact(
    "02",
    "no bird can cost more than 1",
    "It is squared error, both times. Its curve lies above the rope, so it is not convex.",
    "Cross-entropy lies below the rope, and it is steep where the neuron gets most birds wrong.",
)
def test_the_rope():
    for part in np.linspace(0.02, 0.98, 49):
        ropes = [(1 - part) * f(-10, 0) + part * f(0, 0) for f in (squared, entropy)]
        assert squared(-10 + 10 * part, 0) > ropes[0]
        assert entropy(-10 + 10 * part, 0) < ropes[1]
    s = special.expit(-10 * X)
    assert abs(np.mean(2 * (s - Y) * s * (1 - s) * X)) < 0.01
    assert np.mean((s - Y) * X) < -0.8
    assert np.mean((s > 0.5) != Y) > 0.8


@fact(
    "02",
    "on the right each is rounded one way. On the left some bend both ways.",
    "A line that bends both ways shows that there are such places.",
)
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
    "No bird has a negative one. So over all birds cross-entropy is convex.",
    "each bird makes a sheet that is bent in one direction only, as a sheet of paper can be",
    "Cross-entropy bends upward in all three places.",
    "With one neuron cross-entropy is convex.",
)
def test_the_hessian_of_cross_entropy_is_positive_semidefinite():
    for w, b in PLANE:
        assert np.linalg.eigvalsh(hessian(entropy_bends, w, b)).min() >= 0
        one_bird = entropy_bends(w * X[0] + b, 0) * np.outer([X[0], 1], [X[0], 1])
        assert abs(np.linalg.eigvalsh(one_bird)[0]) < 1e-12


@fact("02", "Along any straight way, the curvature of a mean is the mean of the curvatures.")
@given(
    place=st.tuples(st.floats(-6, 6), st.floats(-6, 6)),
    way=st.tuples(st.floats(-1, 1), st.floats(-1, 1)),
)
def test_the_curvature_of_a_mean_along_a_straight_way(place, way):
    """The mean is measured in mpmath, each bird by itself has its curvature from a formula."""
    birds = list(zip(X[::20], Y[::20], strict=True))
    (w, b), (along_w, along_b) = place, way

    def mean(t):
        z = [((w + t * along_w) * x + b + t * along_b, y) for x, y in birds]
        return mpmath.fsum(mpmath.log(1 + mpmath.exp(-z if y else z)) for z, y in z) / len(birds)

    each = [entropy_bends(w * x + b, y) * (along_w * x + along_b) ** 2 for x, y in birds]
    with mpmath.workdps(40):
        assert float(mpmath.diff(mean, 0, 2)) == pytest.approx(np.mean(each), rel=1e-9, abs=1e-12)
    assert min(each) >= 0


@fact("02", "At $w = -5$ squared error bends downward, −0.0106.")
def test_squared_error_has_a_direction_of_negative_curvature():
    matrix = hessian(squared_bends, -5, 0)
    assert f"{matrix[0, 0]:.4f}" == "-0.0106"
    assert np.linalg.eigvalsh(matrix).min() < -0.01
    assert np.linalg.eigvalsh(hessian(squared_bends, 5, -2)).min() > 0


@fact(
    "02",
    "The slope of cross-entropy looks like the sigmoid, and it is the sigmoid.",
    r"$y = 0$: $\frac{1}{1 - \hat{y}} \cdot \hat{y}(1 - \hat{y}) = \hat{y}$",
    r"$y = 1$: $-\frac{1}{\hat{y}} \cdot \hat{y}(1 - \hat{y}) = \hat{y} - 1$",
    r"So in both cases it is $\hat{y} - y$",
    r"With squared error the slope in $z$ is $2(\hat{y} - y) \cdot \hat{y}(1 - \hat{y})$.",
    r"Where the neuron is sure, $\hat{y}(1 - \hat{y})$ is nearly 0, also if it is wrong.",
    r"For one bird the slope of cross-entropy in $z$ is $\sigma(z) - y$. The slope of this slope "
    r"is $\sigma'(z)$, which is never negative",
)
@given(z=st.floats(-20, 20))
def test_the_slopes_in_z(z):
    with mpmath.workdps(40):
        s = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        at_1 = mpmath.diff(lambda z: mpmath.log(1 + mpmath.exp(-z)), z)
        at_0 = mpmath.diff(lambda z: mpmath.log(1 + mpmath.exp(z)), z)
        assert mpmath.almosteq(at_1, s - 1, abs_eps=1e-12)
        assert mpmath.almosteq(at_0, s, abs_eps=1e-12)
        for y, in_z, in_y_hat in ((0, at_0, 1 / (1 - s)), (1, at_1, -1 / s)):
            assert mpmath.almosteq(in_z, in_y_hat * s * (1 - s), abs_eps=1e-12)
            square = mpmath.diff(lambda z, y=y: (mpmath.mpf(1) / (1 + mpmath.exp(-z)) - y) ** 2, z)
            assert mpmath.almosteq(square, 2 * (s - y) * s * (1 - s), abs_eps=1e-12)
        for far in (-12, 12):
            sure = 1 / (1 + mpmath.exp(far))
            assert sure * (1 - sure) < 1e-5
        for form in (-1, 1):
            bend = mpmath.diff(lambda z, form=form: mpmath.log(1 + mpmath.exp(form * z)), z, 2)
            assert mpmath.almosteq(bend, s * (1 - s), abs_eps=1e-12)


@fact(
    "02",
    "Half a step to the right of $w$ the slope is about $(f(w + h) - f(w))/h$. Half a step to the "
    "left it is about $(f(w) - f(w - h))/h$. These places are $h$ apart",
    r"\frac{f(w + h) - 2f(w) + f(w - h)}{h^2}",
)
@given(w=st.floats(-3, 3))
def test_the_second_difference(w):
    h = mpmath.mpf("1e-6")
    w = mpmath.mpf(w)
    ahead, behind = (mpmath.sin(w + h) - mpmath.sin(w)) / h, (mpmath.sin(w) - mpmath.sin(w - h)) / h
    assert mpmath.almosteq(ahead, mpmath.cos(w + h / 2), abs_eps=1e-9)
    assert mpmath.almosteq(behind, mpmath.cos(w - h / 2), abs_eps=1e-9)
    with mpmath.workdps(40):
        second = (mpmath.sin(w + h) - 2 * mpmath.sin(w) + mpmath.sin(w - h)) / h**2
        assert mpmath.almosteq(second, -mpmath.sin(w), abs_eps=1e-9)


@fact(
    "02",
    "one bird with $x = 1$ and $y = 0$",
    "On the left the lines lie close together, with the plateau behind them. On the right they are "
    "almost equally far apart: the steep side is nearly straight.",
    "It is flat on one side and steep on the other.",
)
def test_the_lines_of_one_bird():
    """Over z, which is all that counts, cross-entropy is at 2, 5, 8, 11, 14 at nearly these z."""
    z = [math.log(math.expm1(height)) for height in (2, 5, 8, 11, 14)]
    assert np.diff(z) == pytest.approx([3, 3, 3, 3], abs=0.15)
    assert np.diff(z[1:]) == pytest.approx([3, 3, 3], abs=0.01)
    flat, steep = (mpmath.diff(lambda z: mpmath.log(1 + mpmath.exp(z)), z) for z in (-5, 5))
    assert flat < 0.01
    assert steep > 0.99
    low, high = (math.log(h / (1 - h)) for h in (math.sqrt(0.1), math.sqrt(0.9)))
    assert high - low < 4
