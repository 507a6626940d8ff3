"""The numbers and formulas of lesson 01, each proved apart from the code that the lesson runs."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import fact

from helpers.activations import leaky_relu, relu, sigmoid, sigmoid_derivative, tanh

GRID = np.linspace(-10, 10, 1000)


def textbook(z):
    return 1 / (1 + np.exp(-z))


def exact_slopes():
    """Return the slopes on the asker's grid from mpmath, rounded to floats once."""
    with mpmath.workdps(40):
        return np.array([float(mpmath.diff(_exact_sigmoid, mpmath.mpf(z))) for z in GRID])


def _exact_sigmoid(z):
    return 1 / (1 + mpmath.exp(-z))


def forward(step, z=GRID):
    return (sigmoid(z + step) - sigmoid(z)) / step


def central(step, z=GRID):
    return (sigmoid(z + step) - sigmoid(z - step)) / (2 * step)


def greatest_errors(difference, steps):
    exact = exact_slopes()
    return np.array([np.abs(difference(step) - exact).max() for step in steps])


@fact("01", r"\sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}}")
@given(z=st.floats(-30, 30))
def test_both_forms_of_the_sigmoid_are_one(z):
    z = mpmath.mpf(z)
    assert mpmath.almosteq(1 / (1 + mpmath.exp(-z)), mpmath.exp(z) / (1 + mpmath.exp(z)))


@fact("01", r"$$\sigma(-z) = 1 - \sigma(z)$$")
@given(z=st.floats(-30, 30))
def test_symmetry(z):
    assert mpmath.almosteq(_exact_sigmoid(-mpmath.mpf(z)), 1 - _exact_sigmoid(mpmath.mpf(z)))


@fact("01", "σ(2) is 0.881", "Yes: 1 − 0.881.", "$1 - 0.881$, which is 0.119")
def test_sigma_at_2():
    assert f"{mpmath.nstr(_exact_sigmoid(2), 3)}" == "0.881"
    assert Fraction("1") - Fraction("0.881") == Fraction("0.119")


@fact("01", r"about $1.8 \cdot 10^{308}$")
def test_the_largest_float():
    assert f"{np.finfo(float).max:.1e}" == "1.8e+308"


@fact("01", r"Below $z \approx -709.78$ the number $e^{-z}$ is too large for a float")
def test_where_the_textbook_formula_overflows():
    assert -math.log(np.finfo(float).max) == pytest.approx(-709.78, abs=0.005)
    with np.errstate(over="raise"):
        textbook(-709.78)
        with pytest.raises(FloatingPointError, match="overflow"):
            textbook(-709.79)


@fact("01", r"from $z \approx 36.74$ on the output is *exactly* 1", "less than 1 by 1e-16")
def test_where_the_output_becomes_exactly_1():
    assert textbook(36.73) < 1
    assert textbook(36.74) == pytest.approx(1, abs=2e-16)
    assert np.all(textbook(np.linspace(36.745, 800, 10_000)) == 1)
    assert 1 - _exact_sigmoid(mpmath.mpf("36.74")) == pytest.approx(1e-16, rel=0.2)


@fact("01", "right to nine digits from $z = -690$ to 800, and without a warning for any $z$")
def test_the_task_of_exercise_1_can_be_done():
    with mpmath.workdps(400), np.errstate(all="raise", under="ignore"):
        for z in np.linspace(-690, 800, 301):
            assert float(sigmoid(z)) == pytest.approx(float(_exact_sigmoid(z)), rel=1e-9, abs=0)
        sigmoid(np.array([-np.inf, -1e300, 1e300, np.inf]))


@fact(
    "01",
    r"\sigma'(z) = -\frac{1}{(1 + e^{-z})^2} \cdot (-e^{-z})",
    r"= \frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}}",
    r"= \sigma(z) \cdot (1 - \sigma(z))",
)
@given(z=st.floats(-30, 30))
def test_each_line_of_the_derivation_is_the_slope(z):
    with mpmath.workdps(50):
        z = mpmath.mpf(z)
        decay, s = mpmath.exp(-z), _exact_sigmoid(z)
        slope = mpmath.diff(_exact_sigmoid, z)
        for line in (
            -1 / (1 + decay) ** 2 * -decay,
            1 / (1 + decay) * (decay / (1 + decay)),
            s * (1 - s),
        ):
            assert mpmath.almosteq(line, slope, rel_eps=mpmath.mpf("1e-18"))


@fact(
    "01",
    r"s(1 - s) = \tfrac{1}{4} - \left(s - \tfrac{1}{2}\right)^2",
    "the slope never above 1/4?",
    "the slope is 1/4 at most, and exactly that where $s = 1/2$",
    "never above 1/4.",
    "Its slope is never above 1/4",
)
@given(s=st.fractions(0, 1))
def test_the_greatest_slope_is_a_quarter(s):
    assert s * (1 - s) == Fraction(1, 4) - (s - Fraction(1, 2)) ** 2
    assert s * (1 - s) <= Fraction(1, 4)


@fact("01", "at each of its 1000 points", "over the 1000 points", "159 of 200 slopes are lost")
def test_the_slopes_that_the_question_lost():
    asked = (textbook(GRID + 1e-13) - textbook(GRID)) / 1e-13
    assert len(GRID) == 1000
    assert np.sum(GRID > 6) == 200
    assert np.sum(asked[GRID > 6] == 0) == 159
    assert f"{np.abs(asked - exact_slopes()).max():.1e}" == "2.5e-03"


@fact("01", "on the left, all are right to better than 1 %")
def test_the_slopes_on_the_left():
    asked = (textbook(GRID + 1e-13) - textbook(GRID)) / 1e-13
    left = GRID < -6
    assert np.max(np.abs(asked[left] / exact_slopes()[left] - 1)) < 0.01


@fact(
    "01",
    "2.2e-16 is the gap above 1, in which the denominator $1 + e^{-z}$ lies, and half of that is "
    "the gap below 1",
    "divided by the step, `1e-13`, that is 0.0011 or 0.0022",
    "The true slope is 0.0025 at $z = 6$ and falls smoothly from there",
)
def test_the_jumps_that_make_the_staircase():
    assert math.nextafter(1, 2) - 1 == 2**-52 == pytest.approx(2.2e-16, rel=0.01)
    assert 1 - math.nextafter(1, 0) == 2**-53
    assert round(2**-52 / 1e-13, 4) == 0.0022
    assert round(2**-53 / 1e-13, 4) == 0.0011
    assert round(float(mpmath.diff(_exact_sigmoid, 6)), 4) == 0.0025
    asked = (textbook(GRID + 1e-13) - textbook(GRID)) / 1e-13
    units = asked[GRID > 6] * 1e-13 / 2**-53
    assert set(units) <= {0.0, 1.0, 2.0}


@fact("01", "for large $z$ most points are at 0, and some are far too high")
def test_the_ratio_on_the_right():
    ratio = forward(1e-13) / exact_slopes()
    assert np.mean(ratio[GRID > 7] == 0) > 0.5
    assert np.max(ratio[GRID > 7]) > 2


@fact(
    "01", r"for steps from 1 down to $10^{-16}$", "hundreds of times larger", "about eleven digits"
)
def test_the_best_steps():
    steps = np.logspace(0, -16, 161)
    one_sided, two_sided = greatest_errors(forward, steps), greatest_errors(central, steps)
    best_forward, best_central = steps[one_sided.argmin()], steps[two_sided.argmin()]
    assert 4e-8 < best_forward < 1e-7
    assert 4e-9 < one_sided.min() < 8e-9
    assert 1e-5 < best_central < 3e-5
    assert 5e-12 < two_sided.min() < 2e-11
    assert best_central / best_forward == pytest.approx(250, rel=0.2)


@fact("01", "The slope of $x^2$ at 3 is 6", "even with so large a step as 0.5")
def test_a_central_difference_is_exact_for_a_parabola():
    assert (Fraction("3.5") ** 2 - Fraction("2.5") ** 2) / 1 == 6


@fact("01", "At step 1 the slope is too large on the left and too small on the right")
def test_the_first_position_of_the_step_panel():
    ratio = forward(1.0) / exact_slopes()
    assert np.all(ratio[GRID < -1] > 1.1)
    assert np.all(ratio[GRID > 1] < 0.9)


@fact(
    "01",
    "From 0.01 on it fits. At about 1e-10 the right end begins to fray, at 1e-13 it is lost, "
    "and at 1e-16 nothing is left but some noise in the middle",
    "for $z$ beyond 1 on either side, `z + step` is `z` itself",
    "The slider runs from the step 1, on its left, to $10^{-16}$.",
)
def test_the_other_positions_of_the_step_panel():
    exact = exact_slopes()
    for step in np.logspace(-2, -9, 22):
        assert np.abs(forward(step) / exact - 1).max() < 0.01
    assert 0.01 < np.abs(forward(1e-10) / exact - 1).max() < 0.1
    assert np.mean(forward(1e-13)[GRID > 8] == 0) > 0.8
    beyond = np.abs(GRID) > 1
    assert np.all(GRID[beyond] + 1e-16 == GRID[beyond])
    assert np.any(forward(1e-16)[~beyond] > 0)


@fact(
    "01",
    "The forward error falls in proportion to the step, the central one in proportion to its "
    "square; the jumps of the floats make both rise in proportion to 1/step.",
)
def test_the_two_error_curves():
    def growth(difference, first, last):
        errors = greatest_errors(difference, [first, last])
        return math.log(errors[1] / errors[0]) / math.log(last / first)

    assert growth(forward, 1e-2, 1e-5) == pytest.approx(1, abs=0.05)
    assert growth(central, 1e-1, 1e-3) == pytest.approx(2, abs=0.05)
    assert growth(forward, 1e-9, 1e-14) == pytest.approx(-1, abs=0.1)
    assert growth(central, 1e-7, 1e-14) == pytest.approx(-1, abs=0.1)


@fact("01", r"with a step of $10^{-200}$ all fifteen digits agree")
def test_the_complex_step():
    measured = (1 / (1 + np.exp(-(1 + 1e-200j)))).imag / 1e-200
    assert f"{measured:.15f}" == f"{float(mpmath.diff(_exact_sigmoid, 1)):.15f}"


@fact(
    "01",
    "its 0.105 is less than half of the greatest slope",
    "at $z = 20$ the same nudge moves the output a hundred million times less than at 0",
    "the slope is 2.06e-09 there, and 0.25 here",
)
def test_readiness_to_learn():
    with mpmath.workdps(30):
        slopes = [float(mpmath.diff(_exact_sigmoid, z)) for z in (0, 1, -2, 20)]
    assert [f"{slope:.3g}" for slope in slopes] == ["0.25", "0.197", "0.105", "2.06e-09"]
    assert slopes[2] < slopes[0] / 2
    assert slopes[0] / slopes[3] == pytest.approx(1e8, rel=0.25)


@fact(
    "01",
    "Half the greatest slope is 1/8.",
    r"From $s(1 - s) = \tfrac{1}{4} - (s - \tfrac{1}{2})^2 = \tfrac{1}{8}$ follows "
    r"$s = \tfrac{1}{2} \pm \tfrac{1}{4}\sqrt{2}$",
    r"$s = 1/(1 + e^{-z})$ solved for $z$ is $z = \ln\frac{s}{1 - s}$",
    "Between −1.7627 and 1.7627 the neuron is at least half as ready as it can be",
)
def test_half_the_greatest_slope():
    with mpmath.workdps(30):
        s = mpmath.mpf(1) / 2 + mpmath.sqrt(2) / 4
        z = mpmath.log(s / (1 - s))
        assert mpmath.almosteq(s * (1 - s), mpmath.mpf(1) / 8)
        assert mpmath.almosteq(mpmath.diff(_exact_sigmoid, z), mpmath.mpf(1) / 8)
        assert mpmath.nstr(z, 5) == "1.7627"
    inside = np.linspace(-1.7627, 1.7627, 1001)
    assert np.all(sigmoid_derivative(inside) >= 0.125)
    assert sigmoid_derivative(1.7628) < 0.125


@fact(
    "01", "The slope of tanh reaches 1 in the middle, four times the sigmoid's, and dies out sooner"
)
def test_the_slope_of_tanh():
    assert mpmath.diff(mpmath.tanh, 0) == 1
    assert mpmath.diff(mpmath.tanh, 0) / mpmath.diff(_exact_sigmoid, 0) == 4
    with mpmath.workdps(30):
        assert mpmath.diff(mpmath.tanh, 4) < mpmath.diff(_exact_sigmoid, 4) / 10


@fact(
    "01",
    "a sigmoid stretched to the range from −1 to 1 and squeezed sideways",
    r"$\tanh z = 2\sigma(2z) - 1$",
)
@given(z=st.floats(-20, 20))
def test_tanh_is_a_stretched_sigmoid(z):
    assert tanh(z) == pytest.approx(float(2 * _exact_sigmoid(2 * mpmath.mpf(z)) - 1), abs=1e-12)


@fact("01", "The slope of ReLU is 1 on the right and exactly 0 on the left", "a slope of 0.01")
@given(z=st.floats(1e-3, 1e3))
def test_the_slopes_of_both_relus(z):
    step = z / 1024
    assert (relu(z + step) - relu(z)) / step == pytest.approx(1)
    assert relu(-z + step) - relu(-z) == 0
    assert (leaky_relu(-z + step) - leaky_relu(-z)) / step == pytest.approx(0.01)


@fact("01", "At $z = -10$ the slope of ReLU is exactly 0, and the sigmoid's is 4.5e-05")
def test_what_is_left_at_minus_10():
    assert relu(-10 + 1e-3) - relu(-10) == 0
    with mpmath.workdps(30):
        assert mpmath.nstr(mpmath.diff(_exact_sigmoid, -10), 2) == "4.5e-5"
