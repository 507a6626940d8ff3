"""The numbers and formulas of the glossary, each proved apart from the code of the course."""

import math
import sys
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import fact
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, mean_squared_error
from sklearn.preprocessing import LabelEncoder

numbers = st.floats(-9, 9)
outputs = st.floats(0.01, 0.99)


def sigmoid(z):
    return 1 / (1 + mpmath.exp(-z))


@fact(
    "glossary",
    r"the S-shaped function $\sigma(z) = 1/(1 + e^{-z})$. It squashes every number into the range "
    "from 0 to 1",
    "its output is ½ there, and $z = 0$",
)
@given(z=st.floats(1e-6, 30))
def test_the_sigmoid(z):
    assert mpmath.almosteq(sigmoid(z), (1 + mpmath.tanh(mpmath.mpf(z) / 2)) / 2)
    assert 0 < sigmoid(-z) < sigmoid(0) == 1 / 2 < sigmoid(z) < 1


@fact(
    "glossary",
    r"from −1 to 1 and squeezed sideways: $\tanh z = 2\sigma(2z) - 1$",
)
@given(z=numbers)
def test_tanh(z):
    assert mpmath.almosteq(mpmath.tanh(z), 2 * sigmoid(2 * mpmath.mpf(z)) - 1, abs_eps=1e-12)
    assert -1 < mpmath.tanh(z) < 1


@fact("glossary", r"it is the weighted input: $z = \ln\frac{\hat y}{1 - \hat y}$")
@given(z=numbers)
def test_the_log_odds(z):
    with mpmath.workdps(30):
        y_hat = sigmoid(mpmath.mpf(z))
        assert mpmath.almosteq(mpmath.log(y_hat / (1 - y_hat)), z, abs_eps=1e-20)


@fact("glossary", "a probability divided by its rest, $p/(1 - p)$: 3 to 7 for 3 of 10 birds")
def test_odds():
    p = Fraction(3, 10)
    assert p / (1 - p) == Fraction(3, 7)


@fact("glossary", "times their weights, and the bias: $z = w_1 x_1 + w_2 x_2 + b$")
def test_the_weighted_input():
    X = np.random.default_rng(0).normal(size=(40, 2))
    model = LogisticRegression().fit(X, X @ [1.0, -2.0] > 0.3)
    (w,), (b,) = model.coef_, model.intercept_
    assert model.decision_function(X) == pytest.approx(w[0] * X[:, 0] + w[1] * X[:, 1] + b)


@fact("glossary", "looking to both sides: $(f(x + h) - f(x - h))/(2h)$")
def test_the_central_difference():
    for f in (mpmath.sin, mpmath.exp):
        h = mpmath.mpf("1e-4")
        measured = (f(1 + h) - f(1 - h)) / (2 * h)
        assert abs(measured - mpmath.diff(f, 1)) < h**2


@fact(
    "glossary",
    r"with respect to the weighted input of a neuron: $\delta = \partial \ell / \partial z$",
)
@given(z=numbers, y=st.floats(0, 1))
def test_delta(z, y):
    measured = mpmath.diff(lambda z: (sigmoid(z) - y) ** 2 / 2, z)
    y_hat = sigmoid(mpmath.mpf(z))
    assert abs(measured - (y_hat - y) * y_hat * (1 - y_hat)) < 1e-9


@fact("glossary", "Code often divides it by the number of examples: then it is a slope of the cost")
@given(z=numbers, other=numbers)
def test_delta_divided_by_the_number_of_examples(z, other):
    def cost(z):
        return ((sigmoid(z) - 1) ** 2 / 2 + sigmoid(other) ** 2 / 2) / 2

    delta = mpmath.diff(lambda z: (sigmoid(z) - 1) ** 2 / 2, z)
    assert abs(mpmath.diff(cost, z) - delta / 2) < 1e-9


@fact(
    "glossary",
    r"the surprise at the target: $-\ln \hat y$ if $y = 1$, and $-\ln(1 - \hat y)$ if $y = 0$. "
    "Binary cross-entropy is the mean of this loss",
    r"what $-\ln p$ measures, if something with the probability $p$ happens. "
    "It is 0 for what was certain",
)
@given(ones=st.lists(outputs, min_size=1), zeros=st.lists(outputs, min_size=1))
def test_cross_entropy(ones, zeros):
    y = [1] * len(ones) + [0] * len(zeros)
    losses = [-math.log(p) for p in ones] + [-math.log(1 - p) for p in zeros]
    assert log_loss(y, ones + zeros) == pytest.approx(np.mean(losses))
    assert -math.log(1) == 0


@fact(
    "glossary",
    r"the loss $(\hat y - y)^2$. From lesson 4 on the course takes half of it, so that its slope "
    r"is $\hat y - y$",
)
@given(y_hat=outputs, y=st.floats(0, 1))
def test_squared_error(y_hat, y):
    assert mean_squared_error([y], [y_hat]) == pytest.approx((y_hat - y) ** 2)
    assert abs(mpmath.diff(lambda p: (p - y) ** 2 / 2, y_hat) - (y_hat - y)) < 1e-9


@fact(
    "glossary",
    r"Near that point it is $1 - \eta \cdot \text{curvature}$",
    "Near the lowest point of a valley the learning rate must stay below 2/curvature",
    "steps with the rate 1/curvature",
)
@pytest.mark.parametrize("eta", [0.1, 0.5, 0.9, 1.1])
def test_the_factor(eta):
    """Near 0 the curve 2 cos has a hill of curvature −2, so −2 cos has a valley of curvature 2."""
    near = mpmath.mpf("1e-6")
    curvature = mpmath.diff(lambda x: -2 * mpmath.cos(x), 0, 2)
    after = near - eta * mpmath.diff(lambda x: -2 * mpmath.cos(x), near)
    assert abs(after / near - (1 - eta * curvature)) < 1e-9
    assert (abs(after) < near) == (eta < 2 / curvature)
    newton = near - mpmath.diff(lambda x: -2 * mpmath.cos(x), near) / curvature
    assert abs(newton) < near / 1e6


@fact(
    "glossary",
    r"one step against the slope: $w \leftarrow w - \eta \, \partial C / \partial w$",
)
@pytest.mark.parametrize("w", [-2, 0.5, 3])
def test_a_short_step_against_the_slope_goes_down(w):
    def cost(w):
        return (sigmoid(w) - 0.3) ** 2 + (sigmoid(-2 * w) - 0.8) ** 2

    assert cost(w - 0.01 * mpmath.diff(cost, w)) < cost(w)


@fact("glossary", r"about $1.8 \cdot 10^{308}$", "with about sixteen digits")
def test_floats():
    assert f"{sys.float_info.max:.1e}" == "1.8e+308"
    assert round(-math.log10(sys.float_info.epsilon)) == 16


@fact("glossary", "such as two species. One is 0, the other 1")
def test_classes_are_0_and_1():
    assert list(LabelEncoder().fit_transform(["Adelie", "Chinstrap"])) == [0, 1]


@fact("glossary", "the input at which the output is ½. With one input it is $-b/w$")
@given(w=st.floats(0.1, 9), b=numbers)
def test_the_threshold(w, b):
    assert sigmoid(w * (-b / w) + b) == pytest.approx(0.5)
