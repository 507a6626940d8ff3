"""The numbers and formulas of lesson 01, each proved apart from the code that the lesson runs."""

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
from helpers.activations import sigmoid, sigmoid_derivative


def _exact_sigmoid(z):
    return 1 / (1 + mpmath.exp(-z))


def _move(z, nudge):
    """Return how far the output moves, from mpmath."""
    return _exact_sigmoid(mpmath.mpf(z) + nudge) - _exact_sigmoid(mpmath.mpf(z))


def _slope(z):
    return mpmath.diff(_exact_sigmoid, z)


@fact(
    "01",
    "Tomorrow is as warm, 25 °C, but the wind has 5 metres per second.",
    "Yes: z = 2 − 2.5 + 0.5 = 0, and σ(0) = 1 / (1 + 1) = 1/2.",
    "1 / (1 + e⁰) is not 0",
)
def test_the_windier_day():
    parts = [Fraction("0.4") * (25 - 20), Fraction("-0.5") * 5, Fraction("0.5")]
    assert parts == [2, Fraction("-2.5"), Fraction("0.5")]
    assert sum(parts) == 0
    assert _exact_sigmoid(0) == 0.5


@fact("01", r"$$\sigma(-z) = 1 - \sigma(z)$$", "σ(−2) is as far above 0 as σ(2) is below 1.")
@given(z=st.floats(-30, 30))
def test_symmetry(z):
    assert mpmath.almosteq(_exact_sigmoid(-mpmath.mpf(z)), 1 - _exact_sigmoid(mpmath.mpf(z)))


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
    r"so the slope is at most 1/4. It is 1/4 where $\hat y = 1/2$, at $z = 0$",
    "The slope is greatest in the middle, 0.250, and falls off to both sides alike",
    "never above 1/4.",
    "The slope is never more than 1/4",
    r"So the slope is at most 1/4. It is 1/4 where $\hat y = 1/2$.",
    "Yes: 0.9 · (1 − 0.9) = 0.9 · 0.1.",
)
@given(s=st.fractions(0, 1))
def test_the_greatest_slope_is_a_quarter(s):
    assert s * (1 - s) == Fraction(1, 4) - (s - Fraction(1, 2)) ** 2
    assert s * (1 - s) <= Fraction(1, 4)
    assert _exact_sigmoid(0) == 0.5
    assert Fraction("0.9") * (1 - Fraction("0.9")) == Fraction("0.09")


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
    "It is 0.197 at z = 1, and 0.0025 at z = 6.",
    "by about 0.002",
    "because the curve bends away from its tangent on the way.",
)
def test_a_nudge_of_z():
    assert mpmath.nstr(_slope(1), 3) == "0.197"
    assert f"{float(_slope(6)):.4f}" == "0.0025"
    assert f"{float(_move(6, 1)):.3f}" == "0.002"
    assert all(_move(1, mpmath.mpf(way)) < _slope(1) * way for way in np.linspace(0.01, 1, 100))


@fact(
    "01",
    "Near the middle a nudge of 1 moves the output most, by up to 0.245. At $z = 6$ it moves it by "
    "only 0.002. The two bars rise and fall nearly together.",
)
def test_the_nudge_panel_from_end_to_end():
    places = np.linspace(-6, 6, 25)
    moves = np.array([float(_move(z, 1)) for z in places])
    products = np.array([float(_slope(z)) for z in places])
    assert f"{moves.max():.3f}" == "0.245"
    assert abs(places[moves.argmax()]) <= 0.5
    assert f"{moves[-1]:.3f}" == "0.002"
    assert np.corrcoef(moves, products)[0, 1] > 0.95


@fact(
    "01",
    "At $z = 1$ slope times nudge says too much for the large nudges; at $z = -2$ it says too "
    "little. For 0.25 and 0.1 the dot lies in the middle of the square.",
)
def test_a_smaller_nudge_leaves_a_smaller_gap():
    gaps = [_slope(1) * n - _move(1, mpmath.mpf(n)) for n in (0.1, 0.25, 0.5, 1, 2)]
    # The axis is 1.25 high; a dot is in the middle where it is off by less than a 400th of that.
    assert [0 < gap < 1.25 / 400 for gap in gaps] == [True, True, *[False] * 3]
    assert all(_slope(-2) * n < _move(-2, mpmath.mpf(n)) for n in (0.1, 0.25, 0.5, 1, 2))


@fact(
    "01",
    r"$$\Delta\hat y \approx \sigma'(z) \cdot \Delta z$$",
    r"$$\Delta\hat y \approx \sigma'(z) \cdot x \cdot \Delta w$$",
    "For the bias there is no input: the slope is the only factor.",
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
    "by 0.08, on our day of warmth 5:",
    "Then $z$ is 0.4 times the warmth, minus 1.5 for the wind, plus the bias 0.5.",
    "At the input 0 there is no strip: the slope is 0.197, but the input lets no nudge through.",
    "For a negative input a larger weight makes the output *smaller*.",
    "Here z = −1, and the slope is 0.197.",
    "Here z = 0, and the slope is greatest: 0.25 · 2.5 is 0.625.",
    "Yes: z = 1, and 0.1966 · 5 is 0.98.",
    "z = 5, where the slope is 0.0066: 0.0066 · 15 is 0.1.",
    'print(f"{my_change_of_output(0.731, 5, 0.08):.3f}")\n```\n\n```text\n0.079',
)
def test_a_nudge_of_the_first_weight():
    def z(warmth):
        return Fraction("0.4") * Fraction(warmth) + Fraction("-0.5") * 3 + Fraction("0.5")

    days = [0, 2.5, 5, 15]
    assert [z(day) for day in days] == [-1, 0, 1, 5]
    assert Fraction("0.08") * 5 == Fraction("0.4")
    slopes = [_slope(int(z(day))) for day in days]
    assert [mpmath.nstr(slope, 2) for slope in slopes] == ["0.2", "0.25", "0.2", "0.0066"]
    assert mpmath.nstr(slopes[0], 3) == mpmath.nstr(slopes[2], 3) == "0.197"
    assert mpmath.nstr(slopes[2] * mpmath.mpf("0.4"), 2) == "0.079"
    assert f"{0.731 * 0.269 * 5 * 0.08:.3f}" == "0.079"
    products = [float(slope * day) for slope, day in zip(slopes, days, strict=True)]
    assert [f"{product:.3g}" for product in products] == ["0", "0.625", "0.983", "0.0997"]
    moves = [_move(float(z(day)), mpmath.mpf("0.08") * day) for day in (-12, *days)]
    assert max(moves) == moves[3]
    assert moves[0] < 0 == moves[1]


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


@fact("01", "At both ends the strip is wide, but the slope is nearly 0, and so are the bars.")
def test_far_out_the_slope_wins():
    for warmth in (-12, 18):
        z, width = mpmath.mpf("0.4") * warmth - 1, mpmath.mpf("0.08") * warmth
        assert abs(width) > 0.9
        assert abs(_move(z, width)) < 0.003
        assert _slope(z) < 0.004


@fact(
    "01",
    "The first has the weight 0.6 and the bias 0.9, the second has 2 and 2. A nudge makes weight "
    "and bias smaller by 0.05 each.",
    "The grey strips are equally wide: each nudge lowers both $z$ by 0.1.",
    "Yes: its z is 1.5, where the slope is 0.149. The second has z = 4 and the slope 0.018.",
    "At its z = 4 the slope is only 0.018.",
)
def test_the_same_ten_nudges_for_two_neurons():
    starts = [Fraction("0.6") + Fraction("0.9"), Fraction(2) + 2]
    assert starts == [Fraction("1.5"), 4]
    assert Fraction("0.05") + Fraction("0.05") == Fraction("0.1")
    assert [f"{float(_slope(float(z))):.3f}" for z in starts] == ["0.149", "0.018"]


@fact(
    "01",
    "Half the greatest slope is 1/8.",
    r"$$\tfrac{1}{4} - \left(\hat y - \tfrac{1}{2}\right)^2 = \tfrac{1}{8} \quad\text{or}\quad "
    r"\hat y = \tfrac{1}{2} \pm \sqrt{\tfrac{1}{8}}$$",
    r"$\hat y = 1/(1 + e^{-z})$",
    r"$$e^{-z} = \frac{1 - \hat y}{\hat y} \quad\text{so}\quad z = \ln\frac{\hat y}{1 - \hat y}$$",
    'print(f"{half_slope_z:.4f}")\n```\n\n```text\n1.7627',
    "np.sqrt(1 / 8)",
)
@pytest.mark.parametrize("sign", [1, -1])
def test_half_the_greatest_slope(sign):
    with mpmath.workdps(30):
        s = mpmath.mpf(1) / 2 + sign * mpmath.sqrt(mpmath.mpf(1) / 8)
        z = mpmath.log(s / (1 - s))
        assert mpmath.almosteq(mpmath.mpf(1) / 4 - (s - mpmath.mpf(1) / 2) ** 2, mpmath.mpf(1) / 8)
        assert mpmath.almosteq(_exact_sigmoid(z), s)
        assert mpmath.nstr(abs(z), 5) == "1.7627"
        assert mpmath.almosteq(mpmath.diff(_exact_sigmoid, z), mpmath.mpf(1) / 8)
