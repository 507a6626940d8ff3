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
from scipy import optimize

from helpers.descent import backtracking_line_search

FIGURES = (
    "6.80 5.84 5.07 4.45 3.96 3.57 3.25 3.00 2.80 2.64 2.51 2.41 2.32 2.26 2.21 2.16 "
    "2.13 2.10 2.08 2.06 2.05 2.04 2.03 2.02 2.02 2.01 2.01 2.01 2.00 2.00 2.00 2.00"
)
SOURCE = FIGURES.split()
HUNDRED = 100


def exact_walk(rate, steps, start=8, after=lambda x: x):
    """Return the walk on the parabola in fractions; `after` changes the place after each step."""
    path = [Fraction(start)]
    for _ in range(steps):
        path.append(after(path[-1] - Fraction(rate) * (2 * path[-1] - 4)))
    return path


def cut(x):
    return Fraction(math.floor(x * HUNDRED), HUNDRED)


def rounded(x):
    return Fraction(math.floor(x * HUNDRED + Fraction(1, 2)), HUNDRED)


def first_below(path, limit):
    return next(k for k, x in enumerate(path) if abs(x - 2) < Fraction(limit))


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
    "Its slope is $2x - 4$",
    "so $2x - 4 = 0$, which gives $x = 2$",
    "There $y = 4 - 8 + 6$",
)
@given(x=st.fractions(-20, 20))
def test_the_parabola_its_slope_and_its_lowest_point(x):
    def height(x):
        return x**2 - 4 * x + 6

    step = Fraction(1, 7)
    assert (height(x + step) - height(x - step)) / (2 * step) == 2 * x - 4
    assert height(x) >= height(2) == 4 - 8 + 6 == 2


@fact(
    "03",
    r"$2 + 6 \cdot 0.8^k$ after $k$ steps",
    r"At $\eta = 0.1$ that is 0.8 here: hence $2 + 6 \cdot 0.8^k$",
    "after 32 steps $x$ is still 2.0048",
    "From 8 to 6.8, to 5.84, and on",
    "About every three steps the distance halves",
    "so the next step is 0.768 long",
)
def test_the_walk_in_closed_form():
    path = exact_walk("0.1", 99)
    assert path == [2 + 6 * Fraction("0.8") ** k for k in range(100)]
    assert path[1:3] == [Fraction("6.8"), Fraction("5.84")]
    assert f"{float(path[32]):.4f}" == "2.0048"
    assert path[2] - path[3] == Fraction("0.768")
    assert math.log(0.5) / math.log(0.8) == pytest.approx(3, abs=0.2)


@fact(
    "03",
    "a move $\\Delta$ changes the height by about $\\text{slope} \\cdot \\Delta$",
    "So wherever the slope is not 0, a step that is short enough goes down.",
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
    "$x = 8$, where the slope is 12",
    "At 0.1 it keeps nine tenths, at 0.5 half, at 1 nothing, and at 1.1 the step goes *up*",
    "the promise is never a way up",
)
def test_how_much_of_its_promise_a_step_keeps():
    def kept(rate):
        before, after = exact_walk(rate, 1)
        fall = (before**2 - 4 * before) - (after**2 - 4 * after)
        return fall / (Fraction(rate) * (2 * before - 4) ** 2)

    assert [kept(rate) for rate in ("0.1", "0.5", 1)] == [Fraction(9, 10), Fraction(1, 2), 0]
    assert kept("0.01") == Fraction("0.99")
    assert kept("1.1") < 0


@fact(
    "03",
    "Rounding would print 2.03 for 2.0283. All 32 figures of the source agree with this, so its "
    "2.00 at step 29 is 2.0093.",
    "In the source one line leads from 2.02 to 2.02, and the next line from 2.02 to 2.01.",
    "The two 2.02 are 2.0283 and 2.0227, cut after two digits.",
)
def test_the_figures_of_the_source_are_cut_when_printed():
    printed = [Fraction(figure) for figure in SOURCE]
    path = exact_walk("0.1", 32)[1:]
    assert len(printed) == 32
    assert [cut(x) for x in path] == printed
    assert [rounded(x) for x in path] != printed
    assert exact_walk("0.1", 32, after=cut)[1:] != printed
    assert exact_walk("0.1", 32, after=rounded)[1:] != printed
    assert SOURCE[23:29] == ["2.02", "2.02", "2.01", "2.01", "2.01", "2.00"]
    assert [f"{float(path[k]):.4f}" for k in (23, 24, 28)] == ["2.0283", "2.0227", "2.0093"]
    assert rounded(path[23]) == Fraction("2.03")


@fact("03", "From 2.02 the rule leads to 2.016, which is rounded to 2.02, for ever.")
def test_rounding_at_every_step_gets_stuck():
    stuck = exact_walk("0.1", 500, after=rounded)
    assert set(stuck[25:]) == {Fraction("2.02")}
    assert exact_walk("0.1", 1, start=Fraction("2.02"))[1] == Fraction("2.016")


@fact(
    "03",
    "To be nearer than 0.005, so that *rounding* shows 2.00, takes 32 steps. A millionth takes 70.",
    "Each further digit costs about ten steps more",
)
def test_when_the_walk_is_there():
    path = exact_walk("0.1", 99)
    assert SOURCE.index("2.00") + 1 == 29 == [cut(x) for x in path].index(2)
    assert first_below(path, "0.005") == 32 == [rounded(x) for x in path].index(2)
    assert first_below(path, "0.000001") == 70
    assert math.log(0.1) / math.log(0.8) == pytest.approx(10, abs=0.5)


@fact(
    "03",
    r"- $0 < \eta < \tfrac{1}{2}$: it slides in from its own side.",
    r"- $\eta = \tfrac{1}{2}$: it arrives in one step.",
    r"- $\tfrac{1}{2} < \eta < 1$: it zigzags in, past the village and back.",
    r"- $\eta = 1$: it jumps 8, −4, 8 for ever.",
    r"- $\eta > 1$: each jump is longer than the last; it flies off.",
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
    "At 1.1 from 8 it has got to 8820.6 after 40 steps, far outside the left picture",
    "The line crosses the dotted one at step 32",
    r"How does the walk look at $\eta = 0.1$, from 8?",
)
def test_where_a_walk_gets_to_that_flies_off():
    assert f"{float(exact_walk('1.1', 40)[-1]):.1f}" == "8820.6"


@fact(
    "03",
    "The start shifts the line on the right up and down but never changes its tilt",
    "On our parabola $d = x - 2$, and the slope $2x - 4$ is exactly $2d$.",
)
@given(rate=st.fractions(0, 2), start=st.fractions(-9, 9))
def test_each_step_multiplies_the_distance_by_one_factor(rate, start):
    before, after = exact_walk(rate, 1, start)
    assert after - 2 == (1 - 2 * rate) * (before - 2)
    assert 2 * start - 4 == 2 * (start - 2)
    assert 1 - 2 * Fraction("0.1") == Fraction("0.8")


@fact(
    "03",
    r"d - \eta \cdot \text{curvature} \cdot d = (1 - \eta \cdot \text{curvature}) \cdot d",
    r"It is above −1 as long as $\eta \cdot \text{curvature}$ is below 2. So the rate",
    "the rate must stay below 2/curvature. The best one is *1/curvature*",
    "A factor between −1 and 1 shrinks the distance",
)
@given(curvature=st.fractions("0.1", 20), share=st.fractions("0.01", 3), start=st.fractions(1, 9))
def test_the_factor_for_any_curvature(curvature, share, start):
    rate = share / curvature
    after = start - rate * (curvature * start)
    assert after == (1 - rate * curvature) * start
    assert (1 - rate * curvature > -1) == (rate * curvature < 2)
    assert (abs(after) < start) == (rate < 2 / curvature)
    assert (after == 0) == (rate == 1 / curvature)


@fact("03", r"$$\text{slope} \approx \text{curvature} \cdot d$$")
@pytest.mark.parametrize(
    ("f", "lowest"),
    [(lambda x: -mpmath.cos(x), 0), (mpmath.cosh, 0), (lambda x: x - mpmath.log(x), 1)],
)
def test_near_a_lowest_point_the_slope_is_the_curvature_times_the_distance(f, lowest):
    with mpmath.workdps(40):
        curvature = mpmath.diff(f, lowest, 2)
        for e in (mpmath.mpf("1e-6"), mpmath.mpf("-1e-6")):
            assert abs(mpmath.diff(f, lowest + e) / (curvature * e) - 1) < 2e-6


def test_the_steps_in_the_picture_of_the_clever_choice():
    for rate, steps in (("0.01", 351), ("0.1", 32), ("0.5", 1), ("0.9", 32), ("0.99", 351)):
        assert first_below(exact_walk(rate, 400), "0.005") == steps


@fact(
    "03",
    "After 20 steps it is to be nearer to 2 than 0.005.",
    r"$6 \cdot |1 - 2\eta|^{20} < 0.005$. The largest rate lies above ½, where $|1 - 2\eta|$ is "
    r"$2\eta - 1$. So $2\eta - 1 < (0.005/6)^{1/20}$.",
    "in steps of 0.0001",
    "With four digits the largest is 0.8507",
    "0.5 needs one step where this one needs twenty",
)
def test_the_largest_rate_that_arrives_in_time():
    limit = (1 + mpmath.root(mpmath.mpf("0.005") / 6, 20)) / 2
    assert limit > 0.5
    assert mpmath.nstr(mpmath.floor(limit * 10_000) / 10_000, 4) == "0.8507"
    assert first_below(exact_walk("0.8507", 30), "0.005") == 20
    assert first_below(exact_walk("0.8508", 30), "0.005") == 21


@fact(
    "03",
    "A slope of −12 is not small",
    r"At $\eta = 0.0001$ the very first step from 8 is only 0.0012 long",
)
def test_a_small_step_is_no_sign_of_having_arrived():
    first, second = exact_walk("0.0001", 1)
    assert first - second == Fraction("0.0012")
    assert 2 * -4 - 4 == -12


@fact(
    "03",
    r"$$C(p, q) = \tfrac{1}{2} p^2 + 5 q^2$$",
    r"the height changes by about $p \cdot \Delta p + 10q \cdot \Delta q$",
    "Eastwards the slope is $p$, here −9: down, towards the village. Northwards it is $10q$, here "
    "20: up.",
    "the vector $(p, 10q)$",
    "2, −1.2, 0.72",
    "the curvature is 1 in one direction and 10 in the other",
    "(With $q$ held still, $5q^2$ is a constant; with $p$ held still",
    r"two factors, $1 - \eta$ and $1 - 10\eta$",
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
    assert (-9, 10 * 2) == (-9, 20)
    assert p - rate * slopes[0] == (1 - rate) * p
    assert q - rate * slopes[1] == (1 - 10 * rate) * q
    factor = 1 - 10 * Fraction("0.16")
    assert [2 * factor, 2 * factor**2] == [Fraction("-1.2"), Fraction("0.72")]


@fact(
    "03",
    "Below 0.1 both directions slide. At 0.1 the steep one arrives at once. Above it zigzags, "
    "and above 0.2 it flies off",
    "At 0.18 both are about equally fast: the factors are 0.82 and −0.8.",
    "A smaller rate makes the flat direction slower. A larger one makes the steep direction "
    "slower, once it zigzags. At the best rate the two are equally fast: "
    r"$1 - \eta = -(1 - 10\eta)$. So $11\eta = 2$, and the best rate is $2/(1 + 10)$",
    "Both distances have become a thousand times smaller, and that took 35 steps: the factors "
    "have the size $9/11$.",
    "How near does it get in 35 steps?",
    "But 0.02 is enough to fly off at 0.22",
    "above 0.2, which is 2/curvature north–south",
    "In the steep direction the factor at 1 is −9.",
    "East–west the best rate would be 1.",
)
def test_the_rates_in_the_narrow_valley():
    def factors(rate):
        return 1 - Fraction(rate), 1 - 10 * Fraction(rate)

    assert factors("0.18") == (Fraction("0.82"), Fraction("-0.8"))
    assert factors("0.09")[1] > 0 == factors("0.1")[1] > factors("0.11")[1]
    assert factors("0.2")[1] == -1 == -abs(factors("0.2")[1])
    assert factors(1) == (0, -9)
    assert factors(Fraction(2, 11))[0] == -factors(Fraction(2, 11))[1] == Fraction(9, 11)
    worst = optimize.minimize_scalar(
        lambda rate: max(abs(1 - rate), abs(1 - 10 * rate)), bounds=(0, 0.3), method="bounded"
    )
    below, above = (tuple(map(abs, factors(Fraction(2, 11) + d))) for d in (-0.01, 0.01))
    assert below[0] > Fraction(9, 11) > below[1]
    assert above[0] < Fraction(9, 11) < above[1]
    assert worst.x == pytest.approx(2 / 11, abs=1e-4)
    assert worst.fun == pytest.approx(9 / 11, abs=1e-4)
    assert math.ceil(math.log(1e-3) / math.log(9 / 11)) == 35
    assert 0.02 * float(abs(factors("0.22")[1])) ** 40 > 20


@fact("03", "the gradient is at a right angle to it", "no direction rises more")
@given(p=st.floats(0.5, 9), q=st.floats(0.5, 9))
def test_the_gradient_is_steepest_and_at_a_right_angle_to_the_contour(p, q):
    gradient = np.array([p, 10 * q])
    turned = np.linspace(0, 2 * np.pi, 721)
    rises = gradient @ np.array([np.cos(turned), np.sin(turned)])
    steepest = turned[rises.argmax()]
    assert steepest == pytest.approx(math.atan2(gradient[1], gradient[0]), abs=0.01)
    angle = math.atan2(q * math.sqrt(10), p)  # the contour through (p, q), drawn as an ellipse
    along = [-math.sin(angle), math.cos(angle) / math.sqrt(10)]
    assert gradient @ along == pytest.approx(0, abs=1e-9)


@fact(
    "03",
    "in the direction of the gradient itself, $(-9, 20)$, at about 114°",
    r"A rise of 21.93 per unit step: no direction rises more. It is the size of the gradient, "
    r"$\sqrt{9^2 + 20^2}$.",
    "The steepest fall, −21.93, is at −66°, opposite the gradient. The village lies at −12.5°. At "
    "the nearest place of the dial, −12°, the fall is only −12.96. Along the thin line, at 24° and "
    "−156°, the rise is nearly 0",
    "both lengths, times the cosine of the angle between them. For a step of length 1: 21.93 times "
    "the cosine. It is 1 along the gradient, 0 across it and −1 against it",
    "So it says how steep the land is at the dot, and not how high the tip of the arrow lies",
    "straight to the village, towards −13°",
    "against the gradient, towards −66°",
    "along the line of equal height, towards 24°",
    "East is 0°, north is 90°.",
)
def test_the_numbers_on_the_dial():
    place, h = mpmath.matrix([-9, 2]), mpmath.mpf("1e-12")

    def cost(at):
        return at[0] ** 2 / 2 + 5 * at[1] ** 2

    def rise(degrees):
        angle = mpmath.radians(degrees)
        way = mpmath.matrix([mpmath.cos(angle), mpmath.sin(angle)])
        return (cost(place + h * way) - cost(place - h * way)) / (2 * h)

    with mpmath.workdps(40):
        size, up = mpmath.sqrt(9**2 + 20**2), mpmath.degrees(mpmath.atan2(20, -9))
        assert mpmath.nstr(size, 4) == mpmath.nstr(rise(114), 4) == "21.93"
        assert mpmath.nstr(up, 3) == "114.0"
        assert [mpmath.nstr(rise(angle), 4) for angle in (-66, -12)] == ["-21.93", "-12.96"]
        to_village = mpmath.degrees(mpmath.atan2(-2, 9))
        assert [mpmath.nstr(to_village, digits) for digits in (2, 3)] == ["-13.0", "-12.5"]
        assert max(abs(rise(24)), abs(rise(-156))) < 0.1
        assert max(map(rise, range(-180, 181))) <= size
        tip = place + mpmath.matrix(
            [mpmath.cos(mpmath.radians(114)), mpmath.sin(mpmath.radians(114))]
        )
        assert cost(tip) - cost(place) > rise(114) + 4
        for angle in range(-180, 181, 15):
            assert abs(rise(angle) - size * mpmath.cos(mpmath.radians(angle - up))) < 1e-9


def slowest(curvatures, rate, beta):
    """Return the largest share of a distance that a step of momentum keeps in the long run."""
    steps = [np.array([[1 + beta - rate * c, -beta], [1, 0]]) for c in curvatures]
    return max(np.abs(np.linalg.eigvals(step)).max() for step in steps)


@fact(
    "03",
    "Momentum needs 14 steps, the plain walk 35.",
    "The rate 0.231 is above 0.2, so alone it would fly off",
    "At curvatures 1 and 100 and the best settings, plain descent keeps 0.98 of the distance at "
    "each step, momentum about 0.82.",
    "Each walk gets its best settings for the curvatures 1 and 10; those of momentum, 0.231 and",
    "Its first swings across the valley are even wider, because its rate is larger: 0.231, not "
    "0.182. But they shrink faster. After 8 steps they are 0.14 wide, and those of the plain walk "
    "0.40.",
)
def test_momentum_on_the_narrow_bowl():
    def walk(rate, beta):
        before = now = np.array([-9.0, 2.0])
        for _ in range(100):
            yield now
            before, now = now, (1 + beta - rate * np.array([1, 10])) * now - beta * before

    def first_near(rate, beta):
        far = np.linalg.norm(list(walk(rate, beta)), axis=1)
        return next((k for k, distance in enumerate(far) if distance < far[0] / 1000), None)

    assert first_near(0.231, 0.27) == 14
    assert first_near(2 / 11, 0) == 35
    assert first_near(0.231, 0) is None
    swings, plain_swings = (
        [abs(place[1]) for place in walk(*settings)] for settings in ((0.231, 0.27), (2 / 11, 0))
    )
    assert f"{2 / 11:.3f}" == "0.182"
    assert all(wide > plain for wide, plain in zip(swings[1:4], plain_swings[1:4], strict=True))
    assert [f"{of[8]:.2f}" for of in (swings, plain_swings)] == ["0.14", "0.40"]
    for curvatures, share, plain in (((1, 10), 0.5195, 9 / 11), ((1, 100), 0.818, 0.98)):
        best = optimize.minimize(
            lambda at, c=curvatures: slowest(c, *at), [2 / curvatures[1], 0.3],
            method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-9, "maxiter": 5000},
        )  # fmt: skip
        assert best.fun == pytest.approx(share, abs=2e-3)
        if curvatures == (1, 10):
            np.testing.assert_allclose(best.x, [0.231, 0.27], atol=2e-3)
        without = optimize.minimize_scalar(
            lambda rate, c=curvatures: slowest(c, rate, 0), bounds=(0, 1), method="bounded"
        )
        assert without.fun == pytest.approx(plain, abs=1e-3)


@fact(
    "03",
    r"$$y = \tfrac{1}{4}x^4 - 2x^2 + \tfrac{1}{2}x + 5$$",
    r"$y = \tfrac{1}{4}x^4 - 2x^2 + \tfrac{1}{2}x + 5$",
    r"$$\text{slope} = x^3 - 4x + \tfrac{1}{2}$$",
    "The village on the left lies lower",
    "The top of the hill between them is at 0.1255",
    "to 0.1255, the top of the hill",
    "The curvature of the curve with two valleys is $3x^2 - 4$.",
)
def test_the_curve_with_two_valleys():
    with mpmath.workdps(30):
        for x in (-2.5, -0.3, 1.25, 3):
            assert mpmath.almosteq(mpmath.diff(two_valleys, x), two_valleys_slope(x), 1e-12)
            assert mpmath.almosteq(mpmath.diff(two_valleys, x, 2), 3 * x**2 - 4, 1e-9)
    left, top, right = sorted(np.roots([1, 0, -4, 0.5]))
    assert [round(x, 4) for x in (left, top, right)] == [-2.0598, 0.1255, 1.9343]
    assert two_valleys(left) < two_valleys(right) < two_valleys(top)


@fact(
    "03",
    "At 0.02 the top of the hill divides the starts: up to 0.1 to the left, from 0.2 on to the "
    "right. At 0.22 the walk can leap across the hill: from 3 it lands on the left, in the lower "
    "valley, and from −3 on the right, in the higher one.",
    "But a walk that starts at 0.2 ends in the other one.",
    "From 0.2 the walk slides to the right.",
    "The slope at 3 is 15.5: the first step is 3.41 long and lands beyond the top.",
    "Here the curvature at the bottom allows 0.22.",
)
def test_where_the_walks_of_the_two_valleys_end():
    for start in np.arange(-30, 31) / 10:
        end = where_it_ends(start, 0.02)
        assert end == pytest.approx(-2.0598 if start <= 0.1 else 1.9343, abs=1e-3)
    assert two_valleys_slope(3.0) == 15.5
    assert Fraction("15.5") * Fraction("0.22") == Fraction("3.41")
    assert 3 - 3.41 < 0.1255
    assert 0.22 < 2 / (3 * 2.0598**2 - 4)
    assert where_it_ends(3.0, 0.22) == pytest.approx(-2.0598, abs=1e-3)
    assert where_it_ends(-3.0, 0.22) == pytest.approx(1.9343, abs=1e-3)


@fact("03", "it takes one step, from 8 to $8 - 12/2$, which is 2")
@given(start=st.fractions(-50, 50))
def test_newton_needs_one_step_on_a_parabola(start):
    assert start - (2 * start - 4) / 2 == 2
    assert 2 * 8 - 4 == 12


@fact(
    "03", "From 0.2 Newton climbs", "From 0.8 it is no better", "Only from 3 does it find a valley"
)
def test_where_newton_ends_on_the_curve_with_two_valleys():
    for start, end in ((0.2, 0.1255), (0.8, 0.1255), (3.0, 1.9343)):
        found = optimize.newton(two_valleys_slope, start, fprime=lambda x: 3 * x**2 - 4)
        assert found == pytest.approx(end, abs=1e-4)


@fact(
    "03",
    "until the walk is nearer to 2 than 0.005",
    "A grid must have a mesh of 0.01 to be within 0.005 for certain. From −4 to 8 that is 1201 "
    "heights.",
    "It finds the lower one.",
    "a grid of 1201 places in each direction has $1201^n$ places: for two weights over a million",
    "| grid of 1201 places in each direction | $1201^n$ |",
    "That makes $n^2$, for a million weights $10^{12}$",
)
def test_the_price_of_grids_and_curvatures():
    assert Fraction(8 + 4) / Fraction("0.01") + 1 == 1201
    assert 1201**2 > 1_000_000
    assert min(range(-400, 401), key=lambda x: two_valleys(Fraction(x, 100))) == -206
    assert (10**6) ** 2 == 10**12


@fact(
    "03",
    "On cosh the rate 0.5 never arrives, nor does 0.1; 0.02 takes 284 steps. Newton takes 8, "
    "for as many slopes and curvatures. The line search takes 12 steps, and pays with 49 heights.",
    "On the parabola Newton and the rate 0.5 need one step, and so does the line search",
    "Its slope is called sinh. Its curvature is cosh again",
    "At 1 and at 0.5 the step falls short of half its promise, and 0.25 is accepted.",
    "A try is accepted if its point lies on that line or below it",
)
def test_what_each_way_spends_on_cosh():
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

    def halving(x, height=lambda x: mpmath.cosh(x - 2), slope=lambda x: mpmath.sinh(x - 2)):
        rate, here, steepness = mpmath.mpf(1), height(x), slope(x)
        tried.append("here")
        while True:
            tried.append("there")
            if height(x - rate * steepness) <= here - rate / 2 * steepness**2:
                return x - rate * steepness
            rate /= 2

    assert steps(lambda x: x - mpmath.mpf("0.02") * mpmath.sinh(x - 2)) == 284
    for rate in ("0.1", "0.5"):
        assert steps(lambda x, rate=rate: x - mpmath.mpf(rate) * mpmath.sinh(x - 2)) is None
    assert steps(lambda x: x - mpmath.tanh(x - 2)) == 8
    assert steps(halving) == 12
    assert len(tried) == 49
    tried.clear()
    assert mpmath.almosteq(halving(mpmath.mpf(4)), 4 - mpmath.sinh(2) / 4)
    assert tried == ["here", "there", "there", "there"]
    assert steps(lambda x: halving(x, lambda x: x**2 - 4 * x + 6, lambda x: 2 * x - 4)) == 1
    start, end = exact_walk("0.5", 1)
    on_the_line = (start**2 - 4 * start + 6) + (2 * start - 4) / 2 * (end - start)
    assert end**2 - 4 * end + 6 == on_the_line
    assert backtracking_line_search(lambda x: x**2 - 4 * x + 6, lambda x: 2 * x - 4, 8, 1)[1] == end


@fact(
    "03",
    "At 8 the slope is sinh 6, about 202. So the first step is 20 long. It lands at −12.2, farther "
    "from 2 than the start. There it is steeper still, and the walk flies off. At 0.02 the first "
    "step is 4 long, and it lands at 3.97.",
    "Here it is 1 at the lowest point and about 202 at the start.",
    "On a parabola the walk flies off beyond 2/curvature; on another curve that limit holds near "
    "the lowest point.",
)
def test_why_a_rate_below_the_limit_at_the_lowest_point_flies_off_on_cosh():
    def after(x, rate):
        return x - mpmath.mpf(rate) * mpmath.diff(mpmath.cosh, x - 2)

    def curvature(x):
        return mpmath.diff(mpmath.cosh, x - 2, 2)

    assert [mpmath.nstr(curvature(x), 3) for x in (2, 8)] == ["1.0", "202.0"]
    assert mpmath.nstr(mpmath.diff(mpmath.cosh, 6), 3) == "202.0"
    first, second = after(8, "0.1"), after(after(8, "0.1"), "0.1")
    assert [mpmath.nstr(first, 3), round(8 - first)] == ["-12.2", 20]
    assert abs(second - 2) > 1000 * abs(first - 2) > 1000 * abs(8 - 2)
    assert [mpmath.nstr(after(8, "0.02"), 3), round(8 - after(8, "0.02"))] == ["3.97", 4]
    limit = 2 / curvature(2)
    for start, arrives in (("2.1", True), (8, False)):
        x, rate = mpmath.mpf(start), mpmath.mpf("0.95") * limit
        for _ in range(100):
            x = after(x, rate) if abs(x) < 100 else x
        assert (abs(x - 2) < 0.01) == arrives
