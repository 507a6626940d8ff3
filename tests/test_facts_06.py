"""The numbers of lesson 06, each proved apart from the code that the lesson runs."""

import re
from functools import cache
from itertools import combinations

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import grad
from lessons import fact, path_of, prose
from scipy.optimize import linprog
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from helpers.exercises import lesson_06

X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0.0], [1], [1], [0]])


def separable(rows):
    """Say whether one neuron can be right about `rows`, by linear programming."""
    signs = 2 * Y[rows] - 1
    conditions = -signs * np.column_stack([X[rows], np.ones(len(rows))])
    found = linprog(np.zeros(3), conditions, -np.ones(len(rows)), bounds=[(None, None)] * 3)
    return found.status == 0


@fact(
    "06",
    "It gives up: ½ for each corner, and a cost of 0.693, that of pure guessing.",
    "No weights can do that: one and the same sum would have to be negative and positive.",
)
def test_one_neuron_is_right_about_three_corners_at_most():
    assert not separable([0, 1, 2, 3])
    assert all(separable(list(rows)) for rows in combinations(range(4), 3))
    fitted = LogisticRegression(C=1e6).fit(X, Y[:, 0])
    assert fitted.predict_proba(X)[:, 1] == pytest.approx([0.5] * 4, abs=1e-3)
    assert round(float(mpmath.log(2)), 3) == 0.693


@fact(
    "06",
    "Three right would leave one very wrong, and for that cross-entropy charges more: ½ everywhere "
    "is the cheapest.",
)
def test_a_half_everywhere_is_the_cheapest_for_one_neuron():
    """The cost is strictly convex, for the rows are independent, and flat where all weights are 0.

    So this is its only minimum.
    """
    rows = np.column_stack([X, np.ones(4)])
    slope = grad(lambda w: anp.mean(anp.logaddexp(0, rows @ w) - Y[:, 0] * (rows @ w)))
    assert slope(np.zeros(3)).tolist() == [0, 0, 0]
    assert np.linalg.matrix_rank(rows) == 3


def cost(layers):
    """Return the cost of networks stacked along the first axis, one of each."""
    (V, c), (w, b) = layers
    hidden = 1 / (1 + anp.exp(-(anp.matmul(X, V) + c)))
    z = anp.matmul(hidden, w) + b
    return anp.mean(anp.logaddexp(0, z) - Y * z, axis=(1, 2))


def slopes(layers):
    """Return the slopes of `cost`, by formulas that are far faster than `differentiated`."""
    (V, c), (w, b) = layers
    hidden = expit(X @ V + c)
    last = (expit(hidden @ w + b) - Y) / len(Y)
    first = (last @ w.swapaxes(1, 2)) * hidden * (1 - hidden)
    parts = (X.T @ first, first), (hidden.swapaxes(1, 2) @ last, last)
    return [(dW, delta.sum(axis=1, keepdims=True)) for dW, delta in parts]


differentiated = grad(lambda layers: anp.sum(cost(layers)))


def test_the_slopes_are_those_of_automatic_differentiation():
    layers = descend(from_seeds(range(100)), 10)
    for found, exact in zip(slopes(layers), differentiated(layers), strict=True):
        for part in (0, 1):
            np.testing.assert_allclose(found[part], exact[part], rtol=1e-9, atol=1e-15)


def descend(layers, epochs):
    """Take steps with η = 3, for all networks at once."""
    for _ in range(epochs):
        layers = [
            (W - 3 * dW, b - 3 * db)
            for (W, b), (dW, db) in zip(layers, slopes(layers), strict=True)
        ]
    return layers


def outputs(layers):
    (V, c), (w, b) = layers
    return expit(expit(X @ V + c) @ w + b)[:, :, 0]


def from_seeds(seeds):
    """Draw weights as the lesson says: normal, spread 2 / √inputs, first layer first."""
    drawn = [(np.random.default_rng(seed)) for seed in seeds]
    pairs = [(rng.normal(size=(2, 3)), rng.normal(size=(3, 1))) for rng in drawn]
    first, second = (np.array(part) for part in zip(*pairs, strict=True))
    count = len(first)
    return [
        (first * 2 / np.sqrt(2), np.zeros((count, 1, 3))),
        (second * 2 / np.sqrt(3), np.zeros((count, 1, 1))),
    ]


@cache
def a_hundred():
    return descend(from_seeds(range(100)), 500)


@fact(
    "06",
    "Of a hundred seeds 92 learn it within 500 epochs. Of the other eight four learn it within "
    "5,000, and four are still stuck after 20,000.",
)
def test_most_of_a_hundred_seeds_learn_xor():
    layers = a_hundred()
    right = np.all((outputs(layers) > 0.5) == (Y[:, 0] == 1), axis=1)
    learned = cost(layers) < 0.1
    assert learned.sum() == 92
    assert np.all(right[learned])
    assert np.flatnonzero(~learned).tolist() == [8, 18, 29, 32, 38, 60, 80, 86]
    assert learned[:20].sum() == 18


def test_four_of_eight_are_only_slow():
    slow, stuck = longer(4_500), longer(19_500)
    assert np.flatnonzero(cost(slow) < 0.1).tolist() == [2, 4, 6, 7]
    assert np.flatnonzero(cost(stuck) > 0.1).tolist() == [0, 1, 3, 5]
    assert cost(stuck)[[0, 1, 3, 5]] == pytest.approx([0.3467] * 4, abs=5e-5)


@cache
def longer(epochs):
    """Take the eight networks that have not learned XOR within 500 epochs further."""
    stuck = cost(a_hundred()) >= 0.1
    return descend([(W[stuck], b[stuck]) for W, b in a_hundred()], epochs)


@fact(
    "06",
    "With seeds 0 and 2 all outputs stay near ½ from epoch 10 to 60; with 3 and 6 the cost falls "
    "from the beginning. Seed 8 is right about the two corners with x₁ = 0; the two with x₁ = 1 "
    "get ½ each, and the cost stays at 0.352. Longer training does not free it: after 20,000 "
    "epochs the cost is 0.347.",
)
def test_what_seeds_that_wait_and_a_seed_that_fails_look_like():
    assert round(float(cost(a_hundred())[8]), 3) == 0.352
    assert outputs(a_hundred())[8] == pytest.approx([0, 1, 0.5, 0.5], abs=0.015)
    assert round(float(cost(longer(19_500))[0]), 3) == 0.347
    assert cost(longer(19_500))[0] == pytest.approx(np.log(2) / 2, abs=2e-4)
    assert outputs(longer(19_500))[0].round(2).tolist() == [0, 1, 0.5, 0.5]
    way = [from_seeds(range(10))]
    for _ in range(6):
        way.append(descend(way[-1], 10))
    assert all(np.all(np.abs(outputs(at)[[0, 2]] - 0.5) < 0.08) for at in way[1:])
    falling = np.array([cost(at)[[3, 6]] for at in way])
    assert np.all(np.diff(falling, axis=0) < 0)
    assert np.all(falling[2:] < 0.6)
    later = outputs(descend(from_seeds([0]), 100))[0].round(2)
    assert later.tolist() == [0.24, 0.65, 0.65, 0.47]


@fact(
    "06",
    "Three equal columns: three neurons that act as one, and that is not enough. Three corners "
    "are right; the last one gets 0.73 and should get 0.",
)
def test_equal_neurons_stay_equal():
    shapes = ((1, 2, 3), (1, 1, 3)), ((1, 3, 1), (1, 1, 1))
    for start in (0.0, 0.5):
        layers = descend([(np.full(W, start), np.zeros(b)) for W, b in shapes], 500)
        weights = layers[0][0][0]
        np.testing.assert_allclose(weights, weights[:, :1].repeat(3, axis=1), rtol=1e-12)
        assert cost(layers)[0] > 0.477  # three corners at 1/3 and one right: the best of one
        assert bool(np.any(weights)) == bool(start)
    assert 0.75 * -(np.log(1 / 3) / 3 + 2 * np.log(2 / 3) / 3) == pytest.approx(0.477, abs=5e-4)
    assert outputs(layers)[0].round(2).tolist() == [0.02, 0.72, 0.72, 0.73]


@fact("06", "So the neurons have to start differently, and random numbers are the simplest way.")
def test_a_start_that_is_different_but_not_random_learns():
    chosen = np.array([[0.5, 1, -0.5], [1, 0.5, -1]])
    start = [(chosen, np.zeros((1, 3))), (np.full((3, 1), 0.5), np.zeros((1, 1)))]
    layers = descend([(W[None], b[None]) for W, b in start], 500)
    assert cost(layers)[0] < 0.1


@fact(
    "06",
    r"δ = 0.3 and 0.1, by weights 2 and −1, has the slope $0.3 \cdot 2 + 0.1 \cdot (-1) = 0.5$",
)
def test_an_input_adds_up_the_slopes_of_the_neurons_it_feeds():
    targets = np.array([0.3, 0.1])
    slope = grad(lambda x: anp.sum(targets * (x * np.array([2.0, -1.0]))))
    assert slope(1.5) == pytest.approx(0.5)


@fact(
    "06", r"With cross-entropy and one output the last layer begins with $\delta = (\hat y - y)/N$"
)
def test_where_the_walk_back_begins():
    z, y = np.array([[0.3], [-1.2], [2.0]]), np.array([[1.0], [0], [1]])
    slope = grad(lambda z: anp.mean(anp.logaddexp(0, z) - y * z))
    np.testing.assert_allclose(slope(z), (expit(z) - y) / 3, rtol=1e-12)


@fact(
    "06",
    "one that asks whether *any* input is 1, one that asks whether *both* are. The last neuron "
    "wants the first and not the second.",
    "All four.",
)
def test_xor_set_by_hand():
    any_input, both = expit(20 * X.sum(axis=1) - 10), expit(20 * X.sum(axis=1) - 30)
    assert any_input.round().tolist() == [0, 1, 1, 1]
    assert both.round().tolist() == [0, 0, 0, 1]
    assert expit(20 * any_input - 20 * both - 10).round(3).tolist() == [0, 1, 1, 0]


@fact("06", "That is the same with every matrix on its side: examples are columns there.")
def test_columns_or_rows():
    rng = np.random.default_rng(0)
    rows, W, b = rng.normal(size=(5, 2)), rng.normal(size=(2, 3)), rng.normal(size=3)
    np.testing.assert_allclose(expit(rows @ W + b), expit(W.T @ rows.T + b[:, None]).T)


@fact(
    "06",
    "After five layers it is less than a thousandth.",
    r"$0.25^n < 10^{-6}$ means $n > 6 \ln 10 / \ln 4$",
)
def test_quarters_multiply():
    factors = [mpmath.mpf(1) / 4**n for n in range(12)]
    assert [float(factors[n]) for n in (1, 2, 3)] == [0.25, 0.0625, 0.015625]
    assert float(factors[5]) == 0.0009765625
    assert factors[5] < 0.001
    assert next(n for n, factor in enumerate(factors) if factor < mpmath.mpf(10) ** -6) == 10
    assert 9.9 < 6 * mpmath.log(10) / mpmath.log(4) < 10


def typical_slopes(squash, scale, width=10, seed=1):
    """Return the root mean square of ∂C/∂Z in each hidden layer by automatic differentiation.

    A shift of 0 is added to each Z; the slope in that shift is δ.
    """
    data = np.random.default_rng(0)
    rows, targets = data.normal(size=(100, width)), data.integers(0, 2, size=(100, 1))
    rng = np.random.default_rng(seed)
    sizes = [(width, width)] * 10 + [(width, 1)]
    weights = [rng.normal(size=size) * scale / np.sqrt(width) for size in sizes]
    weighted = []

    def shifted_cost(shifts):
        fed = rows
        for W, shift in zip(weights[:-1], shifts, strict=True):
            z = anp.dot(fed, W) + shift
            weighted.append(z)
            fed = squash(z)
        z = anp.dot(fed, weights[-1])
        return anp.mean(anp.logaddexp(0, z) - targets * z)

    deltas = grad(shifted_cost)([np.zeros((100, width))] * 10)
    far = np.mean([np.abs(z._value) > 3 for z in weighted])
    return [np.sqrt(np.mean(delta**2)) for delta in deltas], far


def sigmoid(z):
    return 1 / (1 + anp.exp(-z))


def relu(z):
    return anp.where(z > 0, z, 0.0)


@fact(
    "06",
    "Through the sigmoid nine layers leave less than a millionth of the slope; through ReLU about "
    "a hundredth.",
)
def test_nine_layers_at_scale_1():
    through_sigmoid, _ = typical_slopes(sigmoid, 1)
    through_relu, _ = typical_slopes(relu, 1)
    assert through_sigmoid[0] / through_sigmoid[-1] < 1e-6
    assert 0.005 < through_relu[0] / through_relu[-1] < 0.02


@fact(
    "06",
    "ReLU comes closest to level between 1.4 and 2, and at 8 there is an *exploding gradient*: "
    "the first layer has 2e+04.",
    "The sigmoid comes level between 11 and 16. But that level has a price: at 11 two thirds of "
    "its weighted inputs are more than 3 away from 0, where σ′ is below 0.05.",
)
def test_scales_at_which_the_slopes_are_level():
    def level(squash, scale):
        found, _ = typical_slopes(squash, scale)
        return found[0] / found[-1]

    assert level(relu, 1.4) < 1 < level(relu, 2)
    assert f"{typical_slopes(relu, 8)[0][0]:.0e}" == "2e+04"
    assert level(sigmoid, 11) < 1 < level(sigmoid, 16)
    assert round(typical_slopes(sigmoid, 11)[1], 2) == 0.67
    assert expit(3) * expit(-3) < 0.05


@fact("06", "In wide layers it is level at a scale of √2", "the level scale lies a little higher")
def test_the_level_scale_of_wide_layers_and_of_narrow_ones():
    def level(scale, width, seeds):
        found = [typical_slopes(relu, scale, width, seed)[0] for seed in range(1, 1 + seeds)]
        return np.median([slopes[0] / slopes[-1] for slopes in found])

    assert level(np.sqrt(2), 100, 15) == pytest.approx(1, abs=0.1)
    assert level(np.sqrt(2), 10, 100) < 0.6
    assert level(1.4, 10, 100) < 1 < level(1.7, 10, 100)


@fact(
    "06",
    "a scale of √2, which makes up for the half of the neurons that are closed",
    "The spread of the weights is a *scale* divided by √10: at scale 1 a sum over ten inputs is "
    "about as large as one of them.",
)
def test_scales_keep_the_size():
    rng = np.random.default_rng(0)
    fed = rng.normal(size=(4000, 100))
    sums = fed @ (rng.normal(size=(100, 100)) / 10)
    assert np.mean(sums**2) == pytest.approx(np.mean(fed**2), rel=0.05)
    positive = np.maximum(sums, 0)
    assert np.mean(positive > 0) == pytest.approx(0.5, abs=0.02)
    assert 2 * np.mean(positive**2) == pytest.approx(np.mean(sums**2), rel=0.05)


@fact(
    "06",
    "ReLU's is exactly 0, so at −10 it is the worst of the three. Leaky ReLU of lesson 1 keeps a "
    "slope of 0.01 there.",
)
def test_slopes_at_minus_ten():
    slope = mpmath.diff(lambda z: 1 / (1 + mpmath.exp(-z)), -10)
    assert mpmath.nstr(slope, 2) == "4.5e-5"
    assert grad(lambda z: anp.maximum(z, 0.0))(-10.0) == 0
    assert grad(lambda z: anp.where(z > 0, z, 0.01 * z))(-10.0) == 0.01


def steps_to(place, slope, start=-10, most=25_000):
    """Descend with η = 1 along slopes by automatic differentiation or a formula by hand."""
    z = float(start)
    for step in range(most):
        if z > place:
            return step
        z -= slope(z)
    return None


def steps_to_the_other_side(slope, start):
    return steps_to(0, slope, start)


def slow(z):
    s = 1 / (1 + np.exp(-z))
    return (s - 1 / (1 + np.exp(-10))) * s * (1 - s)


def leaky(z):
    f = z if z > 0 else 0.01 * z
    return (f - 10) * (1 if z > 0 else 0.01)


@fact(
    "06",
    "The slow sigmoid gets there after all, and with cross-entropy it is the first above 0. The "
    "first at 10 is leaky ReLU, after 101 steps. Its target is 10, that of the sigmoid almost 1, "
    "so at the start it is ten times as far off.",
    "each unit nearer to 0 divides its step count by about 2.7, until it is close. ReLU "
    "stands still at every start up to 0. Above 0, with η = 1, which happens to be exactly right "
    "for its slope of 1, it is there after a single step.",
)
def test_from_the_wrong_side():
    assert steps_to_the_other_side(slow, -10) == 22_064
    assert steps_to_the_other_side(leaky, -10) == 100
    assert steps_to_the_other_side(lambda z: expit(z) - expit(10), -10) == 11
    dead = grad(lambda z: (anp.where(z > 0, z, 0.0) - 10) ** 2 / 2)
    assert all(dead(float(z)) == 0 for z in range(-10, 1))
    assert all(z - dead(z) == 10 for z in (1.0, 2.0))
    assert all(z - 0.1 * dead(z) < 3 for z in (1.0, 2.0))
    assert steps_to(9.9, leaky) == 101
    assert steps_to(9.9, lambda z: expit(z) - expit(10)) is None
    assert steps_to(9.9, slow) is None
    assert (10 + 0.1) / (expit(10) - expit(-10)) == pytest.approx(10, abs=0.2)
    for start in range(-10, -7):
        fewer = steps_to_the_other_side(slow, start) / steps_to_the_other_side(slow, start + 1)
        assert 2.65 < fewer < 2.75


def test_the_listing_gives_the_slopes_that_are_measured():
    """It runs with our solutions of the exercises, against automatic differentiation."""
    (listing,) = re.findall(r"```python\n(.*?)```", prose(path_of("06")), flags=re.S)
    rng = np.random.default_rng(0)
    W_1, b_1, W_2, b_2 = (rng.normal(size=shape) for shape in ((2, 3), (1, 3), (3, 1), (1, 1)))
    Z_1 = X @ W_1 + b_1
    A_1 = expit(Z_1)
    ours = {
        name: getattr(lesson_06, name).solutions[0] for name in ("carried_back", "weight_slopes")
    }
    values = {"X": X, "y": Y, "Z_1": Z_1, "A_1": A_1, "W_2": W_2, "y_hat": expit(A_1 @ W_2 + b_2)}
    exec(listing, values | ours, given := {})
    measured = differentiated([(W_1[None], b_1[None]), (W_2[None], b_2[None])])
    for found, exact in zip((given["slopes_1"], given["slopes_2"]), measured, strict=True):
        np.testing.assert_allclose(found[0], exact[0][0], rtol=1e-10)
        np.testing.assert_allclose(found[1], exact[1][0, 0], rtol=1e-10)
