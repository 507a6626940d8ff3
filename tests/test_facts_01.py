"""The numbers and formulas of lesson 01, each proved apart from the code that the lesson runs."""

import math
from collections import Counter
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import code, fact, path_of, read
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from helpers import drawing
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


@fact("01", "σ(2) is 0.881", "Yes: 1 − 0.881.", "a chance of 0.881, *no cat* with 0.119")
def test_sigma_at_2():
    assert f"{mpmath.nstr(_exact_sigmoid(2), 3)}" == "0.881"
    assert Fraction("1") - Fraction("0.881") == Fraction("0.119")


@fact("01", r"about $1.8 \cdot 10^{308}$")
def test_the_largest_float():
    assert f"{np.finfo(float).max:.1e}" == "1.8e+308"


@fact("01", r"Below $z \approx -709.78$ the number $e^{-z}$ is larger")
def test_where_the_textbook_formula_overflows():
    assert -math.log(np.finfo(float).max) == pytest.approx(-709.78, abs=0.005)
    with np.errstate(over="raise"):
        textbook(-709.78)
        with pytest.raises(FloatingPointError, match="overflow"):
            textbook(-709.79)


@fact(
    "01",
    r"From $z \approx 36.74$ on, $e^{-z}$ is so small that adding it to 1 changes nothing: the "
    "output is *exactly* 1",
)
def test_where_the_output_becomes_exactly_1():
    assert textbook(36.73) < 1
    assert textbook(36.74) == pytest.approx(1, abs=2e-16)
    assert np.all(textbook(np.linspace(36.745, 800, 10_000)) == 1)


@fact("01", "Both are 0, where 4.48e-309 and 4.25e-18 would be right: all digits are lost")
def test_what_the_textbook_formula_loses():
    with np.errstate(over="ignore"):
        assert textbook(-710) == 0
    assert 1 - textbook(40) == 0
    with mpmath.workdps(400):
        assert mpmath.nstr(_exact_sigmoid(-710), 3) == "4.48e-309"
        assert mpmath.nstr(1 - _exact_sigmoid(40), 3) == "4.25e-18"


@fact("01", "right to nine digits from $z = -710$ to 800, and without a warning for any $z$")
def test_the_task_of_exercise_4_can_be_done():
    with mpmath.workdps(400), np.errstate(all="raise", under="ignore"):
        for z in np.linspace(-710, 800, 303):
            wanted = float(_exact_sigmoid(mpmath.mpf(z)))
            assert float(sigmoid(z)) == pytest.approx(wanted, rel=1e-9, abs=0)
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
    r"\hat y(1 - \hat y) = \tfrac{1}{4} - \left(\hat y - \tfrac{1}{2}\right)^2",
    "the slope never above 1/4?",
    r"the slope is at most 1/4. It is 1/4 where $\hat y = 1/2$, that is at $z = 0$",
    "never above 1/4.",
    "Its slope is never above 1/4",
    "The slope is never more than 1/4",
    r"$\sigma' = \sigma(1 - \sigma)$ is never above 1/4.",
)
@given(s=st.fractions(0, 1))
def test_the_greatest_slope_is_a_quarter(s):
    assert s * (1 - s) == Fraction(1, 4) - (s - Fraction(1, 2)) ** 2
    assert s * (1 - s) <= Fraction(1, 4)
    assert _exact_sigmoid(0) == 0.5


@fact(
    "01", "the greatest *difference* of the two over the 1000 points", "159 of 200 slopes are lost"
)
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
    "On the right it rises in stairs: $1 + e^{-z}$ is just above 1, where the gap between two "
    "floats is 2.2e-16. So the output moves in jumps of that size.",
    "One jump divided by the step gives a slope of 0.0022, and none gives 0;",
    "Where the curve is steeper, a step catches two jumps or three.",
    "One of the 200 points has 0.0011: rounding left half a jump.",
)
def test_the_jumps_that_make_the_staircase():
    assert math.nextafter(1, 2) - 1 == 2**-52 == pytest.approx(2.2e-16, rel=0.01)
    assert np.all(np.abs(np.spacing(1 + np.exp(-GRID[GRID > 6]))) == 2**-52)
    assert [round(k * 2**-53 / 1e-13, 4) for k in (1, 2)] == [0.0011, 0.0022]
    asked = (textbook(GRID + 1e-13) - textbook(GRID)) / 1e-13
    units = asked[GRID > 6] * 1e-13 / 2**-53
    assert len(units) == 200
    assert Counter(units) == {0: 159, 1: 1, 2: 40}
    shown = np.linspace(5, 10, 250)
    slopes = (textbook(shown + 1e-13) - textbook(shown)) / 1e-13
    steps = Counter(np.rint(slopes * 1e-13 / 2**-53).astype(int))
    assert {2, 4, 6} <= set(steps)
    steep = np.linspace(5, 5.1, 1001)
    caught = Counter(np.rint((textbook(steep + 1e-13) - textbook(steep)) * 2**53).astype(int))
    assert caught[4] > 0 < caught[6]
    assert caught[4] + caught[6] > 0.9 * caught.total()
    assert steps[0] + steps[2] + steps[4] + steps[6] > 0.9 * steps.total()


@fact("01", "On the left the output rises smoothly.")
def test_seven_left_of_the_middle_the_output_keeps_to_the_curve():
    for way in np.linspace(0, 1e-12, 101):
        rise, exact = textbook(-7 + way) - textbook(-7), _move(-7, mpmath.mpf(way))
        assert abs(rise - exact) < 2**-52 / 100


@fact(
    "01",
    "Near $z = 7$ the asker's step catches one jump or none.",
    "right would be 0.0009. So the measured slope leaps up and down",
)
def test_seven_right_of_the_middle_a_step_catches_one_jump_or_none():
    assert f"{float(_slope(7)):.4f}" == "0.0009"
    ways = np.linspace(0, 1e-12, 1001)
    stairs = [k / 2**52 for k in range(5)]  # four jumps on the way in the picture
    assert (
        sorted({round(rise * 2**52) / 2**52 for rise in textbook(7 + ways) - textbook(7)}) == stairs
    )
    near = np.linspace(6.95, 7.05, 1001)
    caught = Counter(np.rint((textbook(near + 1e-13) - textbook(near)) * 2**53).astype(int))
    assert min(caught[0], caught[2]) > 300
    assert caught[0] + caught[2] > 990


@fact(
    "01",
    "at z = 6 a step of 1e-13 should lift the output by 2.5e-16, and it moves in jumps of 2.2e-16.",
)
def test_the_rise_over_the_step_of_the_question_is_hardly_more_than_a_jump():
    with mpmath.workdps(40):
        rise = _exact_sigmoid(6 + mpmath.mpf("1e-13")) - _exact_sigmoid(6)
        assert mpmath.nstr(rise, 2) == "2.5e-16"
    near = textbook(np.linspace(6, 6 + 1e-12, 1001))
    outputs, often = np.unique(near, return_counts=True)
    jumps = np.diff(outputs[often > 10])  # rounding leaves half a jump for a moment, now and then
    assert len(jumps) > 5
    assert np.all(jumps == 2**-52)
    assert f"{jumps[0]:.1e}" == "2.2e-16"


@fact("01", "We measure it with a larger step than the asker, `1e-6`.")
def test_the_step_of_the_tangent_is_good_enough_for_its_digits():
    ours, askers = greatest_errors(forward, (1e-6, 1e-13))
    assert ours < 5e-7
    assert ours < askers / 1000


@fact("01", "For large $z$ most points are at 0, and some are far too high.")
@pytest.mark.parametrize("difference", [forward, central])
def test_the_ratio_on_the_right(difference):
    ratio = difference(1e-13) / exact_slopes()
    assert np.mean(ratio[GRID > 8] == 0) > 0.5
    assert np.max(ratio[GRID > 8]) > 2


@fact("01", "The central difference is hardly better.")
def test_at_the_step_of_the_question_both_differences_are_bad():
    one_sided, two_sided = (
        greatest_errors(difference, [1e-13])[0] for difference in (forward, central)
    )
    assert one_sided / 3 < two_sided < one_sided


@fact(
    "01",
    "On this finer grid they turn at 6e-08 and at 2e-05.",
    "There the central difference is right to about eleven digits after the decimal point.",
)
def test_the_best_steps():
    steps = np.logspace(0, -16, 161)
    one_sided, two_sided = greatest_errors(forward, steps), greatest_errors(central, steps)
    best_forward, best_central = steps[one_sided.argmin()], steps[two_sided.argmin()]
    assert f"{best_forward:.0e}" == "6e-08"
    assert f"{best_central:.0e}" == "2e-05"
    assert 4e-9 < one_sided.min() < 8e-9
    assert 5e-12 < two_sided.min() < 2e-11


@fact(
    "01",
    "The error is smallest at 1e-07 for the forward difference, and at 2e-05 for the central one.",
)
def test_the_best_positions_of_the_step_panel():
    exact = exact_slopes()
    steps = [float(f"{10 ** (-k / 3):.12g}") for k in range(49)]
    for difference, best, about in ((forward, "1e-07", 6.5e-9), (central, "2e-05", 1.3e-11)):
        errors = {step: np.abs(difference(step) - exact).max() for step in steps}
        least = min(errors, key=errors.get)
        assert f"{least:.0e}" == best
        assert errors[least] == pytest.approx(about, rel=0.05)


@fact(
    "01",
    "The slope of $x^3$ at 2 is 12.",
    "The forward difference misses 12 by 3.25, the central one by 0.25.",
)
def test_both_differences_of_a_cube():
    x, h = Fraction(2), Fraction(1, 2)
    assert 3 * x**2 == 12
    assert ((x + h) ** 3 - x**3) / h - 12 == Fraction("3.25")
    assert ((x + h) ** 3 - (x - h) ** 3) / (2 * h) - 12 == Fraction("0.25")


@fact("01", "At step 1 the forward slope is too large on the left and too small on the right")
def test_the_first_position_of_the_step_panel():
    ratio = forward(1.0) / exact_slopes()
    assert np.all(ratio[GRID < -1] > 1.1)
    assert np.all(ratio[GRID > 1] < 0.9)


@fact(
    "01",
    "From 0.01 on it fits.",
    "At about 1e-10 the right end gets ragged, at 1e-13 it is lost. "
    "At 1e-16 only some noise in the middle is left",
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
    "square. The gaps between floats make both rise in proportion to 1/step.",
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
    "01",
    r"with `textbook_sigmoid` as σ, the imaginary part of $\sigma(z + ih)/h$ is the slope without "
    "a subtraction",
    "With $h = 10^{-200}$ the slope has fifteen right digits.",
)
def test_the_complex_step():
    for z in (0.0, 1.0, -2.0, 6.0, -6.0):
        measured = textbook(z + 1e-200j).imag / 1e-200
        assert measured == pytest.approx(float(mpmath.diff(_exact_sigmoid, z)), rel=5e-16)


def _move(z, nudge):
    """Return how far the output moves, from mpmath."""
    return _exact_sigmoid(mpmath.mpf(z) + nudge) - _exact_sigmoid(mpmath.mpf(z))


def _slope(z):
    return mpmath.diff(_exact_sigmoid, z)


@fact(
    "01",
    "The output really moves by 0.150. Slope times nudge says 0.197.",
    "At z = 1 a nudge of 1 moves the output by 0.150.",
    "by 0.150 again: the nudge is the same",
    "It is 0.197 at z = 1, and 0.0025 at z = 6.",
    "by about 0.002",
    "The slope at z = 6 is only 0.0025, so hardly any of it arrives.",
)
def test_a_nudge_of_z():
    assert f"{float(_move(1, 1)):.3f}" == "0.150"
    assert mpmath.nstr(_slope(1), 3) == "0.197"
    assert f"{float(_slope(6)):.4f}" == "0.0025"
    assert f"{float(_move(6, 1)):.3f}" == "0.002"


@fact("01", "The curve bends away from its tangent on the way, so the dot lies below the square.")
def test_right_of_the_middle_the_curve_stays_below_its_tangent():
    for way in np.linspace(0.01, 1, 100):
        assert _move(1, mpmath.mpf(way)) < _slope(1) * way


@fact(
    "01",
    "At $z = 1$ slope times nudge says too much: by 0.17 for the nudge 2, and by 0.047 for 1. Half "
    "the nudge leaves about a quarter of the gap. For 0.25 and 0.1 the dot lies in the middle of "
    "the square.",
)
def test_a_smaller_nudge_leaves_a_smaller_gap():
    gaps = {n: _slope(1) * n - _move(1, mpmath.mpf(n)) for n in (2, 1, 0.5, 0.25, 0.1)}
    assert [mpmath.nstr(gaps[n], 2) for n in (2, 1)] == ["0.17", "0.047"]
    for nudge in (2, 1, 0.5):
        assert float(gaps[nudge / 2] / gaps[nudge]) == pytest.approx(1 / 4, abs=0.03)
    # The axis is 1.25 high; a dot is in the middle where it is off by less than a 400th of that.
    assert [0 < gaps[n] < 1.25 / 400 for n in (0.1, 0.25, 0.5, 1, 2)] == [True, True, *[False] * 3]


@fact(
    "01",
    "Near the middle a nudge of 1 moves the output most, by up to 0.245. At $z = 6$ it moves it by "
    "only 0.002. The two bars rise and fall nearly together: slope times nudge is greatest at 0, "
    "the real change at −0.5.",
)
def test_the_nudge_panel_from_end_to_end():
    places = np.linspace(-6, 6, 25)
    moves = np.array([float(_move(z, 1)) for z in places])
    products = np.array([float(_slope(z)) for z in places])
    assert f"{moves.max():.3f}" == "0.245"
    assert places[moves.argmax()] == -0.5
    assert places[products.argmax()] == 0
    assert mpmath.almosteq(_slope(-0.5), _slope(0.5))  # so the move is level there
    assert f"{moves[-1]:.3f}" == "0.002"
    assert np.corrcoef(moves, products)[0, 1] > 0.95


@fact(
    "01",
    r"$$\Delta\hat y \approx \sigma'(z) \cdot x \cdot \Delta w$$",
    r"$\Delta\hat y \approx \sigma'(z) \cdot \Delta b$",
)
@given(x=st.floats(-3, 3), w=st.floats(-2, 2), b=st.floats(-2, 2))
def test_a_tiny_nudge_of_a_weight_or_of_the_bias(x, w, b):
    with mpmath.workdps(40):
        x, w, b, tiny = mpmath.mpf(x), mpmath.mpf(w), mpmath.mpf(b), mpmath.mpf("1e-15")
        slope = mpmath.exp(-(w * x + b)) / (1 + mpmath.exp(-(w * x + b))) ** 2

        def output(w, b):
            return _exact_sigmoid(w * x + b)

        assert abs((output(w + tiny, b) - output(w, b)) / tiny - slope * x) < 1e-13
        assert abs((output(w, b + tiny) - output(w, b)) / tiny - slope) < 1e-13


@fact(
    "01",
    "This is the way of a nudge of $w$ by 0.2, for the input $x = 2$:",
    r"The nudge of $w$ moves $z$ by 0.4. The output moves by about $0.197 \cdot 0.4$, which is "
    "0.079. Does it move further at another input?",
    "At $x = 2$ the output really moves by 0.071. At $x = 0$ there is no strip: the slope is 0.197",
    "For a negative input a larger weight makes the output *smaller*.",
    "Here z = −1, and the slope is 0.197.",
    "Here z = 0, and the slope is greatest: 0.25 · 1.",
    "Yes: z = 1, and 0.197 · 2 is 0.39.",
    "z = 5, where the slope is 0.0066: 0.0066 · 6 is 0.04.",
)
def test_a_nudge_of_a_weight():
    dw = mpmath.mpf("0.2")
    moves = {x: _move(x - 1, dw * x) for x in (-5, -2, -1, 0, 1, 2, 6)}
    assert Fraction("0.2") * 2 == Fraction("0.4")
    assert mpmath.nstr(_slope(1) * 2 * dw, 2) == "0.079"
    assert mpmath.nstr(moves[2], 2) == "0.071"
    assert max(moves, key=moves.get) == 2
    assert moves[0] == 0
    assert all(moves[x] < 0 for x in (-5, -2, -1))
    products = {x: x * _slope(x - 1) for x in (0, 1, 2, 6)}
    assert mpmath.nstr(_slope(-1), 3) == "0.197"
    assert [f"{float(products[x]):.2f}" for x in (0, 1, 2, 6)] == ["0.00", "0.25", "0.39", "0.04"]
    assert f"{float(_slope(5)):.4f}" == "0.0066"


def test_where_nothing_is_nudged_no_strip_is_drawn():
    """Look at the pixels far from the curve, where nothing but a strip can be."""
    (source,) = (c.source for c in code(read(path_of("01"))) if "def nudge(" in c.source)
    space = {"np": np, "drawing": drawing, "sigmoid": sigmoid}
    space["sigmoid_derivative"] = sigmoid_derivative
    exec(source, space)
    seen = []
    for z, dz in ((-1, 0), (1, 0.4)):
        figure = Figure(dpi=100)
        canvas, axes = FigureCanvasAgg(figure), figure.subplots(1, 2)
        axes[0].set(xlim=(-7.5, 8.5), ylim=(-0.05, 1.2))
        space["nudge"](axes, z, dz)
        canvas.draw()
        pixels = np.asarray(canvas.buffer_rgba())[::-1, :, :3]
        for place in ((z + dz / 2, 1.1), (-6, sigmoid(z + dz / 2))):
            across, up = axes[0].transData.transform(place).astype(int)
            seen.append(pixels[up - 2 : up + 3, across - 2 : across + 3].min())
    assert seen[:2] == [255, 255]
    assert max(seen[2:]) < 220


@fact(
    "01",
    "At both ends the strip is wide, but the slope is nearly 0, and so are the bars.",
    r"$0.2 \cdot x$ wide",
)
def test_far_out_the_slope_wins():
    b, nudged = Fraction(-1), 1 + Fraction(1, 5)
    for x in (-5, 7):
        z = x + b
        width = nudged * x + b - z
        assert width == Fraction(x, 5)
        assert abs(width) >= 1
        assert abs(_move(int(z), mpmath.mpf(x) / 5)) < 0.002
        assert _slope(int(z)) < 0.0025


@fact(
    "01",
    "With *squared error*, a common measure of how wrong an output is, each nudge is in proportion "
    "to the slope. Half the slope gives half the nudge, if the input and the error are the same.",
    "A neuron learns by squared error, so each nudge is in proportion to the slope.",
)
@given(z=st.floats(-6, 6), y=st.sampled_from([0, 1]), x=st.floats(0.5, 3))
def test_with_squared_error_a_nudge_has_three_factors(z, y, x):
    """Gradient descent nudges a weight by the slope of the loss, times a rate."""
    with mpmath.workdps(40):
        z, x = mpmath.mpf(z), mpmath.mpf(x)
        nudge = mpmath.diff(lambda w: (_exact_sigmoid(w * x) - y) ** 2, z / x)
        wrong = _exact_sigmoid(z) - y
        assert mpmath.almosteq(nudge / (x * wrong), 2 * _slope(z), rel_eps=mpmath.mpf("1e-12"))


@fact(
    "01",
    "With squared error a small slope counts twice: the nudge is small, and little of it reaches "
    "the output.",
)
def test_a_nudge_in_proportion_to_the_slope_moves_the_output_by_its_square():
    with mpmath.workdps(40):
        rate = mpmath.mpf("1e-6")
        moves = [_move(z, rate * _slope(z)) / rate for z in (0, 1, 6)]
        for z, move in zip((0, 1, 6), moves, strict=True):
            assert mpmath.almosteq(move, _slope(z) ** 2, rel_eps=mpmath.mpf("1e-5"))


@fact("01", "the slope drops out of the nudge, and the plateau hurts less")
def test_with_cross_entropy_the_slope_drops_out():
    with mpmath.workdps(40):
        for z in (-6, 1, 20):
            slope = mpmath.diff(lambda z: -mpmath.log(1 - _exact_sigmoid(z)), z)
            assert mpmath.almosteq(slope, _exact_sigmoid(z), rel_eps=mpmath.mpf("1e-15"))


@fact(
    "01",
    "after half a turn about its middle the S lies on itself, and half a turn leaves every line as "
    "steep as it was.",
)
@given(z=st.floats(-20, 20), slope=st.floats(-4, 4))
def test_half_a_turn_of_the_curve_and_of_a_line(z, slope):
    def turned(place):
        return 2 * mpmath.mpc(0, 0.5) - place

    with mpmath.workdps(40):
        place = turned(mpmath.mpc(z, _exact_sigmoid(z)))
        assert mpmath.almosteq(place.imag, _exact_sigmoid(place.real))
        ends = [turned(mpmath.mpc(x, 1 + mpmath.mpf(slope) * x)) for x in (0, 3)]
        way = ends[1] - ends[0]
        assert mpmath.almosteq(way.imag / way.real, slope)


@fact(
    "01",
    "the slope is only 0.105, less than half of the greatest",
    "At $z = 20$ a nudge moves the output a hundred million times less than at 0",
    "its slope is 2e-09",
)
def test_readiness_to_learn():
    with mpmath.workdps(30):
        slopes = [float(mpmath.diff(_exact_sigmoid, z)) for z in (0, 1, -2, 20)]
    assert [f"{slope:.3g}" for slope in slopes] == ["0.25", "0.197", "0.105", "2.06e-09"]
    assert slopes[2] < slopes[0] / 2
    with mpmath.workdps(30):
        moves = [_move(z, mpmath.mpf("0.01")) for z in (0, 20)]
    assert float(moves[0] / moves[1]) == pytest.approx(1e8, rel=0.25)


@fact(
    "01",
    r"Half the greatest slope is 1/8. So $\tfrac{1}{4} - (\hat y - \tfrac{1}{2})^2 = "
    r"\tfrac{1}{8}$, and $(\hat y - \tfrac{1}{2})^2 = \tfrac{1}{8}$. The root of 1/8 is "
    r"$\tfrac{1}{4}\sqrt{2}$, so $\hat y = \tfrac{1}{2} \pm \tfrac{1}{4}\sqrt{2}$.",
    r"$\hat y = 1/(1 + e^{-z})$ solved for $z$ is $z = \ln\frac{\hat y}{1 - \hat y}$",
    "Between −1.7627 and 1.7627 the neuron is at least half as ready as it can be",
)
def test_half_the_greatest_slope():
    with mpmath.workdps(30):
        s = mpmath.mpf(1) / 2 + mpmath.sqrt(2) / 4
        z = mpmath.log(s / (1 - s))
        assert mpmath.almosteq(s * (1 - s), mpmath.mpf(1) / 8)
        assert mpmath.almosteq((s - mpmath.mpf(1) / 2) ** 2, mpmath.mpf(1) / 8)
        assert mpmath.almosteq(mpmath.sqrt(mpmath.mpf(1) / 8), mpmath.sqrt(2) / 4)
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


@fact("01", "tanh is steeper in the middle, and ReLU is flat only on the left.")
def test_where_tanh_is_steeper_and_where_relu_is_flat():
    def steeper(z):
        return mpmath.sech(z) ** 2 > mpmath.exp(-z) / (1 + mpmath.exp(-z)) ** 2

    assert all(steeper(z) for z in np.linspace(-1.6, 1.6, 99))
    assert not any(steeper(z) for far in np.linspace(1.7, 20, 99) for z in (-far, far))
    z = np.linspace(0.01, 100, 999)
    assert np.all(np.diff(relu(-z)) == 0)
    assert np.all(np.diff(relu(z)) > 0)


@fact(
    "01",
    "a sigmoid stretched to the range from −1 to 1 and squeezed sideways",
    r"$\tanh z = 2\sigma(2z) - 1$",
)
@given(z=st.floats(-20, 20))
def test_tanh_is_a_stretched_sigmoid(z):
    assert tanh(z) == pytest.approx(float(2 * _exact_sigmoid(2 * mpmath.mpf(z)) - 1), abs=1e-12)


@fact(
    "01",
    "Its slope is 1 on the right and exactly 0 on the left",
    "a slope of 0.01 on the left",
    "on its left a ReLU gets no nudge at all",
)
@given(z=st.floats(1e-3, 1e3))
def test_the_slopes_of_both_relus(z):
    step = z / 1024
    assert (relu(z + step) - relu(z)) / step == pytest.approx(1)
    assert relu(-z + step) - relu(-z) == 0
    assert (leaky_relu(-z + step) - leaky_relu(-z)) / step == pytest.approx(0.01)
