"""The numbers and formulas of the aside 01b, each proved apart from the code that it runs."""

import math
from collections import Counter
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import fact

from helpers.activations import sigmoid

GRID = np.linspace(-10, 10, 1000)


def textbook(z):
    return 1 / (1 + np.exp(-z))


def _exact_sigmoid(z):
    return 1 / (1 + mpmath.exp(-z))


def exact_slopes():
    """Return the slopes on the asker's grid from mpmath, rounded to floats once."""
    with mpmath.workdps(40):
        return np.array([float(mpmath.diff(_exact_sigmoid, mpmath.mpf(z))) for z in GRID])


def forward(step, z=GRID):
    return (sigmoid(z + step) - sigmoid(z)) / step


def central(step, z=GRID):
    return (sigmoid(z + step) - sigmoid(z - step)) / (2 * step)


def greatest_errors(difference, steps):
    exact = exact_slopes()
    return np.array([np.abs(difference(step) - exact).max() for step in steps])


@fact("01b", "Both should be 0.00091.", "It should be 0.0009.")
def test_the_slope_seven_away_from_the_middle():
    for z in (-7, 7):
        assert f"{float(mpmath.diff(_exact_sigmoid, z)):.5f}" == "0.00091"


@fact("01b", "are lost, and only on the right")
def test_the_slopes_on_the_left_are_right_to_better_than_one_percent():
    asked = (textbook(GRID + 1e-13) - textbook(GRID)) / 1e-13
    left = GRID < -6
    assert np.max(np.abs(asked[left] / exact_slopes()[left] - 1)) < 0.01


@fact(
    "01b",
    "On the right the gap is about a thousand times as wide.",
    "which is just above 1 there, where the gap is 2.2e-16",
    "On the right it rises in stairs: it moves in jumps of 2.2e-16. Near $z = 7$ a step of the "
    "asker catches one jump or none. One jump divided by the step is a slope of 0.0022",
)
def test_the_jumps_that_make_the_staircase():
    gaps = [math.ulp(float(_exact_sigmoid(z))) for z in (7, -7)]
    assert gaps[0] / gaps[1] == 1024
    assert math.nextafter(1, 2) - 1 == 2**-52 == pytest.approx(2.2e-16, rel=0.01)
    assert np.all(np.spacing(1 + np.exp(-GRID[GRID > 6])) == 2**-52)
    assert f"{2**-52 / 1e-13:.4f}" == "0.0022"
    ways = np.linspace(0, 1e-12, 1001)
    rises = textbook(7 + ways) - textbook(7)
    assert {round(rise * 2**52) for rise in rises} == {0, 1, 2, 3, 4}
    near = np.linspace(6.95, 7.05, 1001)
    caught = Counter(np.rint((textbook(near + 1e-13) - textbook(near)) * 2**53).astype(int))
    assert min(caught[0], caught[2]) > 300
    assert caught[0] + caught[2] > 990


@fact("01b", "On the left the output rises smoothly.")
def test_seven_left_of_the_middle_the_output_keeps_to_the_curve():
    for way in np.linspace(0, 1e-12, 101):
        with mpmath.workdps(40):
            exact = _exact_sigmoid(-7 + mpmath.mpf(way)) - _exact_sigmoid(mpmath.mpf(-7))
        assert abs(textbook(-7 + way) - textbook(-7) - exact) < 2**-52 / 100


@fact(
    "01b",
    "The slope of $x^3$ at 2 is 12.",
    "The forward difference misses 12 by 3.25, the central one by 0.25.",
)
def test_both_differences_of_a_cube():
    x, h = Fraction(2), Fraction(1, 2)
    assert 3 * x**2 == 12
    assert ((x + h) ** 3 - x**3) / h - 12 == Fraction("3.25")
    assert ((x + h) ** 3 - (x - h) ** 3) / (2 * h) - 12 == Fraction("0.25")


@fact("01b", "At step 1 the forward slope is too large on the left and too small on the right")
def test_the_first_position_of_the_step_panel():
    ratio = forward(1.0) / exact_slopes()
    assert np.all(ratio[GRID < -1] > 1.1)
    assert np.all(ratio[GRID > 1] < 0.9)


@fact(
    "01b",
    "The error is smallest at 1e-07 for the forward difference, and at 2e-05 for the central one.",
)
def test_the_best_positions_of_the_step_panel():
    steps = [float(f"{10 ** (-k / 3):.12g}") for k in range(49)]
    for difference, best in ((forward, "1e-07"), (central, "2e-05")):
        assert f"{steps[greatest_errors(difference, steps).argmin()]:.0e}" == best


@fact(
    "01b",
    "At about 1e-10 the right end gets ragged, at 1e-13 it is lost. At 1e-16 little is left: for "
    "$z$ beyond 1 on either side, `z + step` is `z` itself.",
)
def test_the_small_steps_of_the_step_panel():
    exact = exact_slopes()
    assert np.abs(forward(1e-9) / exact - 1).max() < 0.01
    assert 0.01 < np.abs(forward(1e-10) / exact - 1).max() < 0.1
    for difference in (forward, central):
        ratio = difference(1e-13) / exact
        assert np.mean(ratio[GRID > 8] == 0) > 0.5
    beyond = np.abs(GRID) > 1
    assert np.all(GRID[beyond] + 1e-16 == GRID[beyond])
    assert np.any(forward(1e-16)[~beyond] > 0)


@fact(
    "01b",
    "The forward difference turns just below 1e-07, the central one near 2e-05. There the central "
    "one is right to about eleven digits after the decimal point.",
    "So here take the central difference, with a step near 1e-05.",
    "with a step near 1e-05.",
)
def test_the_best_steps():
    steps = np.logspace(0, -16, 161)
    one_sided, two_sided = greatest_errors(forward, steps), greatest_errors(central, steps)
    assert f"{steps[one_sided.argmin()]:.0e}" == "6e-08"
    assert f"{steps[two_sided.argmin()]:.0e}" == "2e-05"
    assert 5e-12 < two_sided.min() < 2e-11
    assert greatest_errors(central, [1e-5])[0] < one_sided.min() / 100


@fact(
    "01b",
    "The forward error falls in proportion to the step, the central one in proportion to its "
    "square. Gaps between floats make both rise as 1/step, nearly to the end.",
)
def test_the_two_error_curves():
    def growth(difference, first, last):
        errors = greatest_errors(difference, [first, last])
        return math.log(errors[1] / errors[0]) / math.log(last / first)

    assert growth(forward, 1e-2, 1e-5) == pytest.approx(1, abs=0.05)
    assert growth(central, 1e-1, 1e-3) == pytest.approx(2, abs=0.05)
    assert growth(forward, 1e-9, 1e-14) == pytest.approx(-1, abs=0.1)
    assert growth(central, 1e-7, 1e-14) == pytest.approx(-1, abs=0.1)


@fact(
    "01b",
    r"about $1.8 \cdot 10^{308}$. Below $z \approx -709.78$ the number $e^{-z}$ is larger",
)
def test_where_the_textbook_formula_overflows():
    assert f"{np.finfo(float).max:.1e}" == "1.8e+308"
    assert -math.log(np.finfo(float).max) == pytest.approx(-709.78, abs=0.005)
    with np.errstate(over="raise"):
        textbook(-709.78)
        with pytest.raises(FloatingPointError, match="overflow"):
            textbook(-709.79)


@fact("01b", "At −710 the output should be 4.48e-309, and at 40 the slope should be 4.25e-18:")
def test_what_the_textbook_formula_loses():
    with mpmath.workdps(400):
        assert mpmath.nstr(_exact_sigmoid(-710), 3) == "4.48e-309"
        assert mpmath.nstr(mpmath.diff(_exact_sigmoid, 40), 3) == "4.25e-18"


@fact("01b", r"\sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}}")
@given(z=st.floats(-30, 30))
def test_both_forms_of_the_sigmoid_are_one(z):
    z = mpmath.mpf(z)
    assert mpmath.almosteq(1 / (1 + mpmath.exp(-z)), mpmath.exp(z) / (1 + mpmath.exp(z)))


@fact(
    "01b",
    "right to nine digits from $z = -710$ to 800, and without a warning for any $z$",
    "print(my_sigmoid(np.array([-710.0, -40.0, 0.0, 800.0])))\n```\n\n```text\n"
    "[4.47628623e-309 4.24835426e-018 5.00000000e-001 1.00000000e+000]",
)
def test_the_task_of_exercise_2_can_be_done():
    with mpmath.workdps(400), np.errstate(all="raise", under="ignore"):
        for z in np.linspace(-710, 800, 303):
            wanted = float(_exact_sigmoid(mpmath.mpf(z)))
            assert float(sigmoid(z)) == pytest.approx(wanted, rel=1e-9, abs=0)
        sigmoid(np.array([-np.inf, -1e300, 1e300, np.inf]))
        printed = [mpmath.nstr(_exact_sigmoid(mpmath.mpf(z)), 9) for z in (-710, -40)]
    assert printed == ["4.47628623e-309", "4.24835426e-18"]
