"""The numbers and formulas of lesson 04, each proved apart from the code that the lesson runs."""

import mpmath
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from lessons import ROOT, fact
from scipy.special import expit

from helpers import data, neuron

numbers = st.floats(-4, 4)


def exact_sigmoid(z):
    return 1 / (1 + mpmath.exp(-z))


def loss_at(w, b):
    """Return the loss of the example of the lesson: x = 1.5 and y = 0."""
    return exact_sigmoid(w * mpmath.mpf("1.5") + b) ** 2 / 2


@fact(
    "04",
    "A neuron looks at a penguin and says 0.731. It should say 0. Its weight is 0.8.",
    "The slope at $\\hat y$ is 0.731. Times 0.197 that is 0.144 at $z$. The arrow from $b$ carries "
    "1, because $z$ moves exactly as far as $b$ does. So the slope at $b$ is 0.144, too. The arrow "
    "from $w$ carries the input, 1.5, so the slope at $w$ is 0.216.",
    "Here these are 1.5, $\\sigma'(1) = 0.197$ and 0.731.",
    r"1.5 \cdot 0.197 \cdot 0.731 = 0.216",
    "A nudge of 0.01 should arrive as 0.00216.",
)
def test_the_slopes_of_the_graph():
    z, w, b = mpmath.mpf(1), mpmath.mpf("0.8"), mpmath.mpf("-0.2")
    assert abs(w * mpmath.mpf("1.5") + b - z) < 1e-12
    assert mpmath.nstr(exact_sigmoid(z), 3) == "0.731"
    assert mpmath.nstr(mpmath.diff(lambda y_hat: y_hat**2 / 2, exact_sigmoid(z)), 3) == "0.731"
    assert mpmath.nstr(mpmath.diff(exact_sigmoid, z), 3) == "0.197"
    assert mpmath.nstr(mpmath.diff(lambda z: exact_sigmoid(z) ** 2 / 2, z), 3) == "0.144"
    assert mpmath.nstr(mpmath.diff(lambda v: loss_at(w, v), b), 3) == "0.144"
    slope = mpmath.diff(lambda v: loss_at(v, b), w)
    assert [mpmath.nstr(v, 3) for v in (slope, slope / 100)] == ["0.216", "0.00216"]


@fact(
    "04",
    r"z = wx + b \qquad \hat y = \sigma(z) \qquad \ell = \tfrac{1}{2}(\hat y - y)^2",
    r"\frac{\partial \ell}{\partial w} = (\hat y - y) \cdot \sigma'(z) \cdot x",
    r"\frac{\partial \ell}{\partial b} = (\hat y - y) \cdot \sigma'(z)",
    r"\delta = \frac{\partial \ell}{\partial z} = (\hat y - y) \cdot \sigma'(z)",
)
@given(x=numbers, w=numbers, b=numbers, y=st.floats(0, 1))
def test_the_two_gradients_of_one_example(x, w, b, y):
    with mpmath.workdps(40):
        x, w, b, y = map(mpmath.mpf, (x, w, b, y))

        def loss(w, b):
            return (exact_sigmoid(w * x + b) - y) ** 2 / 2

        def loss_of_z(z):
            return (exact_sigmoid(z) - y) ** 2 / 2

        y_hat = exact_sigmoid(w * x + b)
        delta = (y_hat - y) * mpmath.diff(exact_sigmoid, w * x + b)
        assert abs(mpmath.diff(loss, (w, b), (1, 0)) - delta * x) < 1e-12
        assert abs(mpmath.diff(loss, (w, b), (0, 1)) - delta) < 1e-12
        assert abs(mpmath.diff(loss_of_z, w * x + b) - delta) < 1e-12


@fact("04", "The slope of $(\\hat y - y)^2$ is $2(\\hat y - y)$, and the ½ takes the 2 away.")
@given(y_hat=numbers, y=numbers)
def test_why_the_half(y_hat, y):
    with mpmath.workdps(30):
        y_hat, y = mpmath.mpf(y_hat), mpmath.mpf(y)
        assert abs(mpmath.diff(lambda u: (u - y) ** 2, y_hat) - 2 * (y_hat - y)) < 1e-12
        assert abs(mpmath.diff(lambda u: (u - y) ** 2 / 2, y_hat) - (y_hat - y)) < 1e-12


@fact(
    "04",
    "At $z = 6$ the output is 0.998, so it could hardly be more wrong. But σ′ is only 0.002, and "
    "so is the product with $x = 1$. At $z = -6$ the product is even smaller",
)
def test_the_ends_of_the_three_factors():
    with mpmath.workdps(30):
        slope = mpmath.diff(exact_sigmoid, 6)
        assert mpmath.nstr(exact_sigmoid(6), 3) == "0.998"
        assert f"{float(slope):.3f}" == f"{float(exact_sigmoid(6) * slope):.3f}" == "0.002"
        assert exact_sigmoid(-6) * mpmath.diff(exact_sigmoid, -6) < exact_sigmoid(6) * slope / 100


@fact(
    "04",
    r"\frac{\partial C}{\partial w} = \frac{1}{N} X^T \delta \qquad "
    r"\frac{\partial C}{\partial b} = \frac{1}{N} \sum \delta",
)
@given(seed=st.integers(0, 99))
def test_the_gradient_of_a_batch_is_the_mean_of_the_single_ones(seed):
    rng = np.random.default_rng(seed)
    inputs, targets = rng.normal(size=(5, 3)), rng.uniform(size=5)
    w, b = rng.normal(size=3), rng.normal()
    single = [
        neuron.gradients(inputs[i : i + 1], targets[i : i + 1], w, b, "quadratic") for i in range(5)
    ]
    dw, db = neuron.gradients(inputs, targets, w, b, "quadratic")
    np.testing.assert_allclose(dw, np.mean([s[0] for s in single], axis=0))
    np.testing.assert_allclose(db, np.mean([s[1] for s in single]))


@fact(
    "04",
    "Only *no x* ends higher than it began. *No bias* comes down, but not as far. The other "
    "three end even lower than "
    "the right gradient.",
    "after 2000 steps the right gradient is at 0.0172, and each of them is higher.",
    "Yes, and with some of them even faster than with the right gradient.",
)
def test_where_the_bugs_of_the_clinic_lead():
    bill, y = data.two_classes(
        ROOT / "notebooks/data/penguins.csv", ["bill_length_mm"], "species", ["Adelie", "Chinstrap"]
    )
    x = ((bill - bill.mean()) / bill.std())[:, 0]

    def costs(gradient, steps=2000):
        w = b = gathered_w = gathered_b = 0.0
        found = []
        for _ in range(steps + 1):
            s = expit(w * x + b)
            found.append(np.mean((s - y) ** 2) / 2)
            dw, db = gradient(s)
            if gradient is never_reset:
                dw, db = gathered_w + dw, gathered_b + db
                gathered_w, gathered_b = dw, db
            w, b = w - 3 * dw, b - 3 * db
        return found

    def right(s):
        d = (s - y) * s * (1 - s)
        return np.mean(d * x), np.mean(d)

    def never_reset(s):
        return right(s)

    def plus_sign(s):
        d = (1 - s - y) * s * (1 - s)
        return np.mean(d * x), np.mean(d)

    def at_output(s):
        d = (s - y) * expit(s) * expit(-s)
        return np.mean(d * x), np.mean(d)

    good = costs(right)
    no_x, no_bias = costs(lambda s: (right(s)[1],) * 2), costs(lambda s: (right(s)[0], 0))
    assert no_x[40] > no_x[0] == good[0] > no_bias[40] > good[40]
    assert round(good[2000], 4) == 0.0172
    told = {plus_sign: "0.0201"}  # in the speaker notes
    for bug in (plus_sign, at_output, never_reset):
        wrong = costs(bug)
        assert wrong[40] < good[40]
        assert wrong[2000] > good[2000]
        assert f"{wrong[2000]:.4f}" == told.get(bug, f"{wrong[2000]:.4f}")
