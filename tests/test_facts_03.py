"""The numbers and formulas of lesson 03, each proved apart from the code that the lesson runs."""

import math
from fractions import Fraction
from itertools import pairwise

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import fact


def exact_walk(rate, steps, start=8):
    """Return the walk on the parabola in fractions."""
    path = [Fraction(start)]
    for _ in range(steps):
        path.append(path[-1] - Fraction(rate) * (2 * path[-1] - 4))
    return path


def two_valleys(x):
    return x**4 / 4 - 2 * x**2 + x / 2 + 5


def two_valleys_slope(x):
    return x**3 - 4 * x + 0.5


def where_it_ends(start, rate):
    x = start
    for _ in range(2000):
        x -= rate * two_valleys_slope(x)
    return x


@fact(
    "03",
    "$$y = x^2 - 4x + 6$$",
    "So the slope is $2x - 4$.",
    "At the lowest point it is 0, which gives $x = 2$.",
)
@given(x=st.fractions(-20, 20))
def test_the_parabola_its_slope_and_its_lowest_point(x):
    def height(x):
        return x**2 - 4 * x + 6

    step = Fraction(1, 7)
    assert (height(x + step) - height(x - step)) / (2 * step) == 2 * x - 4
    assert height(x) >= height(2)


@fact("03", "after 32 steps $x$ is still 2.0048", "About every three steps the distance halves")
def test_the_walk_of_the_player():
    assert f"{float(exact_walk('0.1', 32)[-1]):.4f}" == "2.0048"
    assert math.log(0.5) / math.log(0.8) == pytest.approx(3, abs=0.2)


@fact(
    "03",
    "a short move changes the height by about slope times move",
    "So where the slope is not 0, a step that is short enough goes down.",
)
@pytest.mark.parametrize("f", [mpmath.sin, mpmath.exp, lambda x: x**2 - 4 * x + 6])
def test_a_short_step_against_the_slope_goes_down(f):
    with mpmath.workdps(40):
        for x in map(mpmath.mpf, ("-3", "-0.5", "0.25", "8")):
            slope = mpmath.diff(f, x)
            for rate in map(mpmath.mpf, ("1e-6", "1e-7")):
                change = f(x - rate * slope) - f(x)
                assert change < 0
                kept = change / (-rate * slope**2)
                # the rest is rate/2 times a curvature on the way, which stays below that of exp 8
                assert abs(kept - 1) < rate * mpmath.exp(8)


@fact(
    "03",
    "Below ½ it slides in, and at ½ it arrives in one step. Between ½ and 1 it zigzags in. At 1 it "
    "jumps 8, −4, 8 for ever, and above 1 each jump is longer than the last.",
)
@given(part=st.fractions("0.01", "0.99"))
def test_the_five_kinds_of_walk(part):
    sliding = exact_walk(part / 2, 9)
    assert all(2 < after < before for before, after in pairwise(sliding))
    assert exact_walk("0.5", 3) == [8, 2, 2, 2]
    for rate, shrinks in (((1 + part) / 2, True), (1 + part, False)):
        distances = [x - 2 for x in exact_walk(rate, 9)]
        for before, after in pairwise(distances):
            assert before * after < 0
            assert (abs(after) < abs(before)) == shrinks
    assert exact_walk(1, 4) == [8, -4, 8, -4, 8]


@fact(
    "03",
    "The start shifts the line up and down, but never changes its tilt.",
    "Our slope, $2x - 4$, grows by 2.",
)
@given(rate=st.fractions(0, 2), start=st.fractions(-9, 9))
def test_each_step_multiplies_the_distance_by_one_factor(rate, start):
    before, after = exact_walk(rate, 1, start)
    assert after - 2 == (1 - 2 * rate) * (before - 2)


@fact(
    "03",
    r"d - \eta \cdot \text{curvature} \cdot d = (1 - \eta \cdot \text{curvature}) \cdot d",
    "A factor between −1 and 1 shrinks the distance. For that the rate must stay below "
    "*2/curvature*. The best rate is *1/curvature*, where the factor is 0.",
)
@given(curvature=st.fractions("0.1", 20), share=st.fractions("0.01", 3), start=st.fractions(1, 9))
def test_the_factor_for_any_curvature(curvature, share, start):
    rate = share / curvature
    after = start - rate * (curvature * start)
    assert after == (1 - rate * curvature) * start
    assert (abs(after) < start) == (rate < 2 / curvature)
    assert (after == 0) == (rate == 1 / curvature)


@fact(
    "03",
    "its curvature is 10",
    "At 0.5 the factor is 1 − 5 = −4.",
    "Yes: 1/10. And it flies off above 0.2, where ours slides in safely.",
)
def test_the_rates_of_a_parabola_that_bends_more():
    assert 1 - 10 * Fraction("0.5") == 1 - 5 == -4
    assert 1 - 10 * Fraction(1, 10) == 0
    assert 1 - 10 * Fraction("0.2") == -1
    assert 0 < 1 - 2 * Fraction("0.2") < 1


@fact("03", "(Where the curvature changes, this nearly holds close to the lowest point.)")
@pytest.mark.parametrize(
    ("f", "lowest"),
    [(lambda x: -mpmath.cos(x), 0), (mpmath.cosh, 0), (lambda x: x - mpmath.log(x), 1)],
)
def test_near_a_lowest_point_the_slope_is_the_curvature_times_the_distance(f, lowest):
    with mpmath.workdps(40):
        curvature = mpmath.diff(f, lowest, 2)
        for e in (mpmath.mpf("1e-6"), mpmath.mpf("-1e-6")):
            assert abs(mpmath.diff(f, lowest + e) / (curvature * e) - 1) < 2e-6


@fact("03", "| 1 | never |", "From 1 on, only twice the best rate, it never arrives.")
@given(rate=st.fractions(1, 5))
def test_from_the_rate_1_on_no_walk_gets_nearer(rate):
    assert all(abs(x - 2) >= 6 for x in exact_walk(rate, 9))


@fact(
    "03",
    "the walk is to be nearer to 2 than 0.005 after 20 steps",
    "nearer to 2 than 0.005 after 20 steps?",
    r"$$6 \cdot (2\eta - 1)^{20} < 0.005 \quad\text{so}\quad"
    r" \eta < \tfrac{1}{2}\left(1 + \sqrt[20]{0.005 / 6}\right) = 0.85076",
    "gradient_descent(slope, 8.0, rate, 20)[-1] - 2) < 0.005",
    "0.8507",
)
def test_the_largest_rate_that_arrives_in_time():
    limit = (1 + mpmath.root(mpmath.mpf("0.005") / 6, 20)) / 2
    assert mpmath.floor(limit * 100_000) == 85076
    for rate, arrives in (("0.8507", True), ("0.8508", False)):
        distance = exact_walk(rate, 20)[-1] - 2
        assert distance == 6 * (2 * Fraction(rate) - 1) ** 20
        assert (distance < Fraction("0.005")) == arrives


@fact(
    "03",
    r"$$C(p, q) = \tfrac{1}{2} p^2 + 5 q^2$$",
    "the vector $(p, 10q)$",
    r"$$p \cdot \Delta p + 10q \cdot \Delta q$$",
    "1 for $p$ and 10 for $q$",
    r"two factors, $1 - \eta$ and $1 - 10\eta$. At $\eta = 0.03$ they are 0.97 and 0.7.",
)
@given(p=st.fractions(-9, 9), q=st.fractions(-9, 9), rate=st.fractions(0, 1))
def test_the_gradient_of_the_bowl(p, q, rate):
    def cost(p, q):
        return p**2 / 2 + 5 * q**2

    h = Fraction(1, 3)
    slopes = [
        (cost(p + h, q) - cost(p - h, q)) / (2 * h),
        (cost(p, q + h) - cost(p, q - h)) / (2 * h),
    ]
    assert slopes == [p, 10 * q]
    near = Fraction(1, 10**6)
    promised = p * near + 10 * q * 2 * near
    assert abs(cost(p + near, q + 2 * near) - cost(p, q) - promised) < 100 * near**2
    assert p - rate * slopes[0] == (1 - rate) * p
    assert q - rate * slopes[1] == (1 - 10 * rate) * q
    assert [1 - Fraction("0.03"), 1 - 10 * Fraction("0.03")] == [Fraction("0.97"), Fraction("0.7")]


@fact(
    "03",
    "Up to 0.1 the walk slides in both directions. Above 0.1 it zigzags north–south and still "
    "creeps east–west",
    "Above 0.2 it flies off. At 0.18 both are about equally fast, with the factors 0.82 and −0.8.",
    "above 0.2, which is 2/curvature north–south",
    "North–south the factor at 1 is −9.",
    "East–west the best rate would be 1.",
    "With equal curvatures, in a round bowl, one rate makes both factors 0.",
    "East–west the curvature is 1, north–south 10.",
)
def test_the_rates_in_the_narrow_valley():
    def factors(rate):
        return 1 - Fraction(rate), 1 - 10 * Fraction(rate)

    assert factors("0.18") == (Fraction("0.82"), Fraction("-0.8"))
    assert factors("0.09")[1] > 0 == factors("0.1")[1] > factors("0.11")[1]
    assert factors("0.2") == (Fraction("0.8"), -1)
    assert factors(1) == (0, -9)


@fact(
    "03",
    "On trust: the rise is the gradient's length, $\\sqrt{9^2 + 20^2}$ or 21.93, times the cosine "
    "of the angle to it: greatest along it, 0 across, least against.",
    "The rise per unit step in each direction is a cosine of height 21.93.",
)
def test_the_rise_in_each_direction_is_a_cosine():
    place, h = mpmath.matrix([-9, 2]), mpmath.mpf("1e-12")

    def cost(at):
        return at[0] ** 2 / 2 + 5 * at[1] ** 2

    def rise(degrees):
        angle = mpmath.radians(degrees)
        way = mpmath.matrix([mpmath.cos(angle), mpmath.sin(angle)])
        return (cost(place + h * way) - cost(place - h * way)) / (2 * h)

    with mpmath.workdps(40):
        size, up = mpmath.sqrt(9**2 + 20**2), mpmath.degrees(mpmath.atan2(20, -9))
        assert mpmath.nstr(size, 4) == "21.93"
        for angle in range(-180, 181, 15):
            assert abs(rise(angle) - size * mpmath.cos(mpmath.radians(angle - up))) < 1e-9


@fact(
    "03",
    r"$$y = \tfrac{1}{4}x^4 - 2x^2 + \tfrac{1}{2}x + 5$$",
    r"$y = \tfrac{1}{4}x^4 - 2x^2 + \tfrac{1}{2}x + 5$",
    r"$$\text{slope} = x^3 - 4x + \tfrac{1}{2}$$",
    "The village on the left lies lower.",
)
def test_the_curve_with_two_valleys():
    with mpmath.workdps(30):
        for x in (-2.5, -0.3, 1.25, 3):
            assert mpmath.almosteq(mpmath.diff(two_valleys, x), two_valleys_slope(x), 1e-12)
    left, top, right = sorted(np.roots([1, 0, -4, 0.5]))
    assert [round(x, 4) for x in (left, right)] == [-2.0598, 1.9343]
    assert two_valleys(left) < two_valleys(right) < two_valleys(top)


@fact(
    "03",
    "At 0.02 the top of the hill divides the starts: up to 0.1 they lead to the left, from 0.2 on "
    "to the right. At 0.22 a walk from 2.9 or 3 leaps over the hill into the lower valley, and one "
    "from −3 into the *higher*. The other 58 end as before.",
    "The slope at 3 is 15.5: the first step is 3.41 long and lands beyond the top.",
    "Here the curvature at the bottom allows 0.22.",
)
def test_where_the_walks_of_the_two_valleys_end():
    left, top, right = sorted(np.roots([1, 0, -4, 0.5]))
    starts = np.arange(-30, 31) / 10
    with_short_steps = [where_it_ends(start, 0.02) for start in starts]
    for start, end in zip(starts, with_short_steps, strict=True):
        assert (start <= 0.1) == (start < top)
        assert end == pytest.approx(left if start <= 0.1 else right, abs=1e-6)
    other = [
        (start, end < 0)
        for start, before in zip(starts, with_short_steps, strict=True)
        if abs((end := where_it_ends(start, 0.22)) - before) > 0.01
    ]
    assert other == [(-3.0, False), (2.9, True), (3.0, True)]
    assert len(starts) - len(other) == 58
    assert two_valleys_slope(3.0) == 15.5
    assert Fraction("15.5") * Fraction("0.22") == Fraction("3.41")
    assert top > 3 - 3.41
    assert 2 / (3 * left**2 - 4) > 0.22
