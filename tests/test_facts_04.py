"""The numbers and formulas of lesson 04, each proved apart from the code that the lesson runs."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import ROOT, fact
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from helpers import data, neuron
from helpers.gradient_check import numerical_gradient, relative_error

BILL, Y = data.two_classes(
    ROOT / "notebooks/data/penguins.csv", ["bill_length_mm"], "species", ["Adelie", "Chinstrap"]
)
X = (BILL - BILL.mean()) / BILL.std()
numbers = st.floats(-4, 4)


def exact_sigmoid(z):
    return 1 / (1 + mpmath.exp(-z))


def cost(parameters):
    """Return the quadratic cost on the penguins, written once more with scipy's sigmoid."""
    return np.mean((expit(X[:, 0] * parameters[0] + parameters[1]) - Y) ** 2) / 2


def descend(w, b, eta, epochs):
    """Return the quadratic cost at each epoch, by a loop that shares no code with `neuron`."""
    costs = [cost((w, b))]
    for _ in range(epochs):
        s = expit(X[:, 0] * w + b)
        d = (s - Y) * s * (1 - s)
        w, b = w - eta * np.mean(d * X[:, 0]), b - eta * np.mean(d)
        costs.append(cost((w, b)))
    return costs


@fact("04", "The weighted input is 1, the output 0.731. It should be 0, and that costs 0.267.")
def test_the_forward_pass():
    z = mpmath.mpf("0.8") * mpmath.mpf("1.5") - mpmath.mpf("0.2")
    assert mpmath.nstr(z, 5) == "1.0"
    assert mpmath.nstr(exact_sigmoid(z), 3) == "0.731"
    assert mpmath.nstr(exact_sigmoid(z) ** 2 / 2, 3) == "0.267"


@fact(
    "04",
    r"z = wx + b \qquad \hat y = \sigma(z) \qquad C = \tfrac{1}{2}(\hat y - y)^2",
    r"\frac{\partial C}{\partial w} = (\hat y - y) \cdot \sigma'(z) \cdot x",
    r"\frac{\partial C}{\partial b} = (\hat y - y) \cdot \sigma'(z)",
    r"\frac{\partial z}{\partial w} = x \qquad \frac{\partial \hat y}{\partial z} = \sigma'(z)",
    r"\frac{\partial C}{\partial \hat y} = \hat y - y",
)
@given(x=numbers, w=numbers, b=numbers, y=st.floats(0, 1))
def test_the_two_gradients_of_one_example(x, w, b, y):
    with mpmath.workdps(40):
        x, w, b, y = map(mpmath.mpf, (x, w, b, y))

        def cost_of(w, b):
            return (exact_sigmoid(w * x + b) - y) ** 2 / 2

        y_hat = exact_sigmoid(w * x + b)
        delta = (y_hat - y) * mpmath.diff(exact_sigmoid, w * x + b)
        assert abs(mpmath.diff(cost_of, (w, b), (1, 0)) - delta * x) < 1e-12
        assert abs(mpmath.diff(cost_of, (w, b), (0, 1)) - delta) < 1e-12


@fact("04", "one and a half times the slope below $b$: the input 1.5 makes the difference")
def test_the_factor_between_the_slopes():
    dw, db = neuron.gradients([[1.5]], [0.0], [0.8], -0.2, "quadratic")
    assert dw[0] / db == pytest.approx(1.5)


@fact("04", "At $w = b = 4$ the output could hardly be more wrong")
def test_the_far_corner_of_the_graph():
    assert expit(4 * 1.5 + 4) > 0.9999
    assert mpmath.diff(exact_sigmoid, 10) < 1e-4


@fact("04", "The cost grows at every step.")
def test_the_lost_minus():
    w, b, costs = 0.8, -0.2, []
    for _ in range(4):
        s = expit(-(w * 1.5 + b))
        costs.append(s**2 / 2)
        w, b = w - 3 * s * s * (1 - s) * 1.5, b - 3 * s * s * (1 - s)
    assert np.all(np.diff(costs) > 0)


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
    "Below $10^{-7}$ a gradient can be trusted; above $10^{-4}$ it is wrong somewhere.",
)
def test_the_bounds_of_the_gradient_check():
    parameters = np.array([0.5, 1.0])
    measured = numerical_gradient(cost, parameters)
    right = np.append(*neuron.gradients(X, Y, [0.5], 1.0, "quadratic"))
    assert relative_error(right, measured) < 1e-7
    s = expit(X[:, 0] * 0.5 + 1)
    d = (s - Y) * expit(s) * expit(-s)
    wrong_place = np.array([np.mean(d * X[:, 0]), np.mean(d)])
    assert relative_error(wrong_place, measured) > 1e-4


@fact("04", "the cost goes up, to 0.438", "A cost of a half would be a neuron that is wrong about")
def test_the_wrong_sign():
    assert round(descend(-1.0, 1.0, -3.0, 40)[-1], 3) == 0.438
    assert np.mean((1 - 0) ** 2) / 2 == 0.5


@fact(
    "04",
    "*No average* makes every step 219 times too long",
    "*Never reset* gathers speed and runs past the lowest place: its cost rises again, from 0.018 "
    "to 0.021, too little to see.",
)
def test_bugs_that_lower_the_cost():
    right = descend(-1.0, 1.0, 3.0, 40)
    assert len(Y) == 219
    assert descend(-1.0, 1.0, 3.0 * 219, 40)[-1] < right[-1]
    w, b, total, costs = -1.0, 1.0, np.zeros(2), []
    for _ in range(41):
        costs.append(cost((w, b)))
        s = expit(X[:, 0] * w + b)
        d = (s - Y) * s * (1 - s)
        total = total + np.array([np.mean(d * X[:, 0]), np.mean(d)])
        w, b = w - 3 * total[0], b - 3 * total[1]
    assert costs[10] < right[10]
    assert round(min(costs), 3) == 0.018
    assert round(costs[-1], 3) == 0.021


@fact("04", "That is 96 %", "called logistic regression, gets 208 right")
def test_the_trained_neuron_against_an_independent_logistic_regression():
    reference = LogisticRegression(C=np.inf, tol=1e-10).fit(X, Y)
    assert np.sum(reference.predict(X) == Y) == 208
    mine = neuron.train(X, Y, [0.0], 0.0, 3, 3000, "cross_entropy")
    assert np.sum((neuron.forward(X, mine.w[-1], mine.b[-1]) > 0.5) == Y) == 208
    np.testing.assert_allclose(mine.w[-1], reference.coef_[0], rtol=1e-3)
    trained = neuron.train(X, Y, [0.0], 0.0, 3, 200)
    right = np.mean((neuron.forward(X, trained.w[-1], trained.b[-1]) > 0.5) == Y)
    assert f"{right:.0%}" == "96%"


@fact("04", "the star marks the lowest place")
def test_the_lowest_place():
    found = minimize(
        cost, (1.0, 0.0), method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-14}
    )
    np.testing.assert_allclose(found.x, (5.0, -2.05), atol=0.01)


@fact(
    "04",
    "With η = 0.1 no start arrives within 60 epochs. From the middle, rates from 10 to 100 arrive.",
    "η = 3 just frees $w = -4$; $w = -6$ needs 30; $w = -8$, of these rates, only 1000.",
    "rates from 10 to 500 run onto another plateau: 0.155 is the cost of calling every bird an "
    "Adelie, with 68 of 219 wrong",
    "η = 1000 throws the path far past the star",
)
def test_what_the_panel_of_learning_rate_and_start_shows():
    lowest = cost((5.0, -2.05))
    assert all(descend(s, 2.0, 0.1, 60)[-1] > 3 * lowest for s in range(-8, 13, 2))
    for eta in (10, 20, 30, 50, 100):
        assert all(descend(s, 2.0, eta, 60)[-1] < 1.1 * lowest for s in (-2, 0, 2, 4, 6))
    rates = (0.1, 0.3, 1, 3, 10, 20, 30, 50, 100, 200, 500, 1000)
    frees = {s: next(e for e in rates if descend(s, 2.0, e, 60)[-1] < 0.05) for s in (-4, -6, -8)}
    assert frees == {-4: 3, -6: 30, -8: 1000}
    for eta in (10, 20, 30, 50, 100, 200, 500):
        assert round(descend(-8, 2.0, eta, 60)[-1], 2) == pytest.approx(0.155, abs=0.006)
    assert Y.sum() == 68
    assert round(np.mean(Y**2) / 2, 3) == 0.155
    for start in range(-8, 13, 2):
        path = neuron.train(X, Y, [start], 2.0, 1000, 60)
        assert np.abs(path.w).max() > 13 or np.abs(path.b).max() > 9
        assert path.cost[-1] > 1.05 * lowest


@fact("04", "Batches of 20 make 110 steps", "single birds make 2190 and reach the star")
def test_the_number_of_steps():
    assert 10 * -(-219 // 20) == 110
    assert 10 * 219 == 2190
    rng = np.random.default_rng(0)
    path = neuron.train(X, Y, [-3.0], 2.0, 3, 10, batch_size=1, rng=rng)
    assert np.hypot(path.w[-1, 0] - 5.0, path.b[-1] + 2.05) < 1


@fact(
    "04",
    "still says 0.976 after fifty epochs",
    "With cross-entropy it is at 0.099 by then.",
    "the input is 1, the target 0, and η = 0.15",
    "input 1, target 0, squared loss, η = 0.15, fifty epochs",
)
def test_the_badly_wrong_neuron():
    def output(w, b, ready):
        for _ in range(50):
            s = expit(w + b)
            d = s * (s * (1 - s) if ready else 1)
            w, b = w - 0.15 * d, b - 0.15 * d
        return round(float(expit(w + b)), 3)

    assert output(2.0, 2.0, ready=True) == 0.976
    assert output(2.0, 2.0, ready=False) == 0.099
    assert output(0.6, 0.9, ready=True) < 0.5


@fact(
    "04",
    r"\delta = \frac{\hat y - y}{\hat y (1 - \hat y)} \cdot \hat y (1 - \hat y) = \hat y - y",
    r"with respect to $\hat y$ is $\frac{\hat y - y}{\hat y (1 - \hat y)}$",
)
@given(z=numbers, y=st.floats(0, 1))
def test_the_sigmoid_cancels(z, y):
    with mpmath.workdps(40):
        z, y = mpmath.mpf(z), mpmath.mpf(y)

        def surprise(s):
            return -y * mpmath.log(s) - (1 - y) * mpmath.log(1 - s)

        s = exact_sigmoid(z)
        assert abs(mpmath.diff(surprise, s) - (s - y) / (s * (1 - s))) < 1e-10
        assert abs(mpmath.diff(lambda v: surprise(exact_sigmoid(v)), z) - (s - y)) < 1e-12


@fact("04", "A factor of 22,028.")
def test_the_factor_at_10():
    with mpmath.workdps(30):
        assert mpmath.nstr(1 / mpmath.diff(exact_sigmoid, 10), 5) == "22028.0"


@fact("04", "with birds whose bill is below 38 mm or above 50 mm", "so that all can be right")
def test_the_clear_birds():
    clear = (BILL[:, 0] < 38) | (BILL[:, 0] > 50)
    assert np.array_equal(BILL[clear, 0] > 44, Y[clear] == 1)


@fact("04", "With ten times the weights the slopes shrink, and not one bird changes sides.")
def test_a_small_slope_is_no_sign_of_overfitting():
    half = neuron.train(X[::2], Y[::2], [0.0], 0.0, 3, 200)
    z = X[:, 0] * half.w[-1, 0] + half.b[-1]
    assert np.array_equal(z > 0, 10 * z > 0)
    assert np.mean(expit(10 * z) * expit(-10 * z)) < np.mean(expit(z) * expit(-z)) / 5


@fact("04", "of the eleven birds that are told wrongly, seven are too far from the border for that")
def test_the_birds_that_are_told_wrongly():
    z = 20 * X[:, 0] - 8
    wrong = (z > 0) != Y
    assert wrong.sum() == 11
    assert np.sum(expit(z[wrong]) * expit(-z[wrong]) < 0.01) == 7


@fact("04", "At $w = b = 5$ the weighted input is 10")
def test_the_hopeless_start():
    assert 5 * 1 + 5 == 10
