"""The numbers of lesson 08, each proved apart from the code that the lesson runs."""

import re
from functools import cache
from itertools import pairwise, product

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import grad
from lessons import code, fact, path_of, read
from scipy.optimize import linprog
from scipy.special import expit

from helpers import activations
from helpers.exercises import lesson_08


def machine():
    """Return what the cells of the lesson define that make `Value`, with our line in its place."""
    names = {"np": np, "activations": activations}
    names["handed_back"] = lesson_08.handed_back.solutions[0]
    for cell in code(read(path_of("08"))):
        if re.match(r"tape = |def carry_back|def through", cell.source):
            exec(cell.source, names)
    return names


@fact(
    "08",
    "Two arrows bring 3 each, one brings 1, and where ways meet slopes add.",
    "It has found the 7.",
)
def test_the_value_used_twice_by_hand():
    assert grad(lambda a: a * a + a)(3.0) == 7
    names = machine()
    a = names["Value"](3.0)
    end = a * a + a
    for _ in range(2):  # it begins afresh each time
        names["carry_back"](end)
        assert a.slope == 7


@pytest.mark.parametrize("seed", range(20))
def test_the_machine_finds_the_slopes_of_automatic_differentiation(seed):
    """In formulas made at random, in which values are used again and again."""
    names = machine()
    rng = np.random.default_rng(seed)
    steps = [(rng.integers(3), *rng.integers(0, 3 + k, 2)) for k in range(12)]

    def formula(values, squashed):
        values = list(values)
        for kind, i, j in steps:
            one, other = values[i], values[j]
            values.append(squashed(one) if kind == 0 else one * other if kind == 1 else one + other)
        return values[-1] * values[0] + values[1]

    def squashed(value):
        return names["through"](expit, lambda z: expit(z) * expit(-z), value)

    start = rng.normal(size=3)
    values = [names["Value"](number) for number in start]
    end = formula(values, squashed)
    names["carry_back"](end)
    exact = grad(lambda p: formula(p, lambda z: 1 / (1 + anp.exp(-z))))
    assert end.number == pytest.approx(formula(start, expit), rel=1e-12)
    assert [v.slope for v in values] == pytest.approx(exact(start).tolist(), rel=1e-9, abs=1e-300)


@fact(
    "08",
    "After five layers it is less than a thousandth.",
    "| layers back | at most |\n| ---: | ---: |\n| 1 | 0.25 |\n| 2 | 0.0625 |\n| 3 | 0.015625 |\n"
    "| 5 | 0.0009765625 |",
    "while 0.25**my_layers >= 1e-6:",
    "print(my_layers)\n```\n\n```text\n10\n```",
)
def test_quarters_multiply():
    factors = [mpmath.mpf(1) / 4**n for n in range(12)]
    assert [float(factors[n]) for n in (1, 2, 3)] == [0.25, 0.0625, 0.015625]
    assert float(factors[5]) == 0.0009765625
    assert factors[5] < 0.001
    assert next(n for n, factor in enumerate(factors) if factor < mpmath.mpf(10) ** -6) == 10


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
    "08",
    "Through the sigmoid less than a millionth is left, through ReLU about a hundredth, through "
    "tanh nearly a fifth.",
)
def test_nine_layers_at_scale_1():
    left = {}
    for squash in (sigmoid, relu, anp.tanh):
        found, _ = typical_slopes(squash, 1)
        left[squash] = found[0] / found[-1]
    assert left[sigmoid] < 1e-6
    assert 0.005 < left[relu] < 0.02
    assert 0.15 < left[anp.tanh] < 0.2


@fact(
    "08",
    "tanh is most nearly level at 1.4, ReLU between 1.4 and 2. Beyond that ReLU has an **exploding "
    "gradient**: at 8 the first layer has 2e+04. The sigmoid becomes level only between 11 and 16. "
    "But there over two thirds of its $z$ are more than 3 away from 0, where σ′ is below 0.05: "
    "these neurons are saturated.",
)
def test_scales_at_which_the_slopes_are_level():
    def level(squash, scale):
        found, _ = typical_slopes(squash, scale)
        return found[0] / found[-1]

    assert level(anp.tanh, 1.4) == pytest.approx(1, abs=0.1)
    assert level(relu, 1.4) < 1 < level(relu, 2)
    assert f"{typical_slopes(relu, 8)[0][0]:.0e}" == "2e+04"
    assert level(sigmoid, 11) < 1 < level(sigmoid, 16)
    assert 2 / 3 < typical_slopes(sigmoid, 11)[1] < typical_slopes(sigmoid, 16)[1] < 0.8
    assert expit(3) * expit(-3) < 0.05


@fact("08", "In wide layers ReLU's δ is then level.")
def test_the_level_scale_of_wide_layers():
    def level(squash, scale, width):
        found = [typical_slopes(squash, scale, width, seed)[0] for seed in range(1, 8)]
        return np.median([slopes[0] / slopes[-1] for slopes in found])

    assert level(relu, np.sqrt(2), 200) == pytest.approx(1, abs=0.15)


@fact(
    "08",
    "half of the neurons are closed, and larger weights make up for that",
    "With weights of spread 1/√10 a sum over ten inputs is about as large as one of them.",
)
def test_scales_keep_the_size():
    rng = np.random.default_rng(0)
    fed = rng.normal(size=(4000, 100))
    sums = fed @ (rng.normal(size=(100, 100)) / 10)
    assert np.mean(sums**2) == pytest.approx(np.mean(fed**2), rel=0.05)
    positive = np.maximum(sums, 0)
    assert np.mean(positive > 0) == pytest.approx(0.5, abs=0.02)
    assert 2 * np.mean(positive**2) == pytest.approx(np.mean(sums**2), rel=0.05)


def disc_and_ring():
    """Return the points of the lesson and their targets, drawn in its order."""
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, 2 * np.pi, 100)
    radius = np.concatenate([rng.uniform(0, 1, 100)[:50], rng.uniform(1.4, 2.2, 100)[50:]])
    points = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return points, np.repeat([[1.0], [0.0]], 50, axis=0)


SQUASHED = {"sigmoid": sigmoid, "tanh": anp.tanh, "relu": relu}
SLOPES = {
    "sigmoid": lambda z: expit(z) * expit(-z),
    "tanh": lambda z: 1 / np.cosh(z) ** 2,
    "relu": lambda z: np.where(z > 0, 1.0, 0.0),
}


def deep_start(scale, hidden, seed):
    rng = np.random.default_rng(seed)
    sizes = [2, *[8] * hidden, 1]
    return [(rng.normal(size=(n, m)) * scale / np.sqrt(n), np.zeros(m)) for n, m in pairwise(sizes)]


def deep_cost(layers, squash):
    points, targets = disc_and_ring()
    for W, b in layers[:-1]:
        points = squash(anp.dot(points, W) + b)
    z = anp.dot(points, layers[-1][0]) + layers[-1][1]
    return anp.mean(anp.logaddexp(0, z) - targets * z)


def deep_slopes(layers, name):
    """Return the slopes, and the weighted inputs and δ of all layers, the last first."""
    points, targets = disc_and_ring()
    fed, sums = [points], []
    for W, b in layers:
        sums.append(fed[-1] @ W + b)
        fed.append(SQUASHED[name](sums[-1]))
    delta, slopes, deltas = (expit(sums[-1]) - targets) / 100, [], []
    for k in reversed(range(len(layers))):
        deltas.append(delta)
        slopes.append((fed[k].T @ delta, delta.sum(axis=0)))
        delta = delta @ layers[k][0].T * (SLOPES[name](sums[k - 1]) if k else 1)
    return slopes[::-1], sums, deltas


@pytest.mark.parametrize(("name", "scale"), [("sigmoid", 1), ("tanh", 1), ("relu", 1.4)])
def test_deep_slopes_are_those_of_automatic_differentiation(name, scale):
    layers = deep_start(scale, 4, 2)
    exact = grad(deep_cost)(layers, SQUASHED[name])
    for found, wanted in zip(deep_slopes(layers, name)[0], exact, strict=True):
        for part in (0, 1):
            np.testing.assert_allclose(found[part], wanted[part], rtol=1e-8, atol=1e-16)


@cache
def trained_deep(name, scale, hidden, eta, seed):
    """Return the layers after 300 epochs."""
    layers = deep_start(scale, hidden, seed)
    for _ in range(300):
        slopes, _, _ = deep_slopes(layers, name)
        layers = [
            (W - eta * dW, b - eta * db) for (W, b), (dW, db) in zip(layers, slopes, strict=True)
        ]
    return layers


def how_many_learn(name, scale, hidden, eta):
    """Return how many of the eight starts have a cost below 0.1 in the end, and all costs."""
    ends = [trained_deep(name, scale, hidden, eta, seed) for seed in range(8)]
    costs = np.array([deep_cost(end, SQUASHED[name]) for end in ends])
    return int(np.sum(costs < 0.1)), costs


RATES = (0.5, 1, 2)


@fact(
    "08",
    "The sigmoid learns with one hidden layer at η = 2. With three or six it learns at no rate "
    "here, and with six all costs stay at 0.693.",
    "But look how much its cost has fallen after 300 epochs.",
    "Many failures cost 0.693, that of pure guessing.",
)
def test_deep_sigmoids():
    assert how_many_learn("sigmoid", 1.0, 1, 2)[0] == 8
    for eta in RATES:
        assert how_many_learn("sigmoid", 1.0, 3, eta)[0] == 0
        learned, costs = how_many_learn("sigmoid", 1.0, 6, eta)
        assert learned == 0
        assert costs.round(3).tolist() == [0.693] * 8
    assert round(float(mpmath.log(2)), 3) == 0.693


@fact(
    "08",
    "tanh learns from all eight starts, but only from some with six layers at η = 2. ReLU learns "
    "everywhere with one layer, and nearly everywhere with three. With six it learns from all "
    "starts at η = 0.5, from some at η = 1, and from none at η = 2.",
)
def test_deep_tanh_and_deep_relus():
    """Where only some learn, the order of additions decides which, so how many is not told."""
    for hidden, eta in product((1, 3, 6), RATES):
        learned, _ = how_many_learn("tanh", 1.0, hidden, eta)
        assert (learned == 8) == ((hidden, eta) != (6, 2))
        assert learned > 0
    assert [how_many_learn("relu", 1.4, 1, eta)[0] for eta in RATES] == [8, 8, 8]
    assert 16 < sum(how_many_learn("relu", 1.4, 3, eta)[0] for eta in RATES) < 24
    every, some, none = (how_many_learn("relu", 1.4, 6, eta)[0] for eta in RATES)
    assert every == 8 > some > none == 0


@fact(
    "08",
    "For this ReLU the slope is exactly 0: some layer gives 0 for every example, and nothing goes "
    "back through it.",
    "Six hidden layers after 300 epochs, η = 1:",
    "Train for 300 epochs",
)
def test_a_layer_of_dead_relus():
    slopes, sums, deltas = deep_slopes(trained_deep("relu", 1.4, 6, 1, 2), "relu")
    assert any(np.all(z <= 0) for z in sums[:-1])
    assert not deltas[-1].any()
    assert not any(dW.any() or db.any() for dW, db in slopes[:-1])


@fact(
    "08",
    "At −10 it is closed: its output is 0, and stays 0 if z moves.",
    "| neuron | slope at −10 |\n| --- | ---: |\n| sigmoid | 4.5e-05 |\n| ReLU | 0 |",
)
def test_slopes_at_minus_ten():
    slope = mpmath.diff(lambda z: 1 / (1 + mpmath.exp(-z)), -10)
    assert mpmath.nstr(slope, 2) == "4.5e-5"
    assert grad(lambda z: anp.maximum(z, 0.0))(-10.0) == 0


@fact(
    "08", "With η = 0.5 the first step even lowers the cost. But $z$ is then below 0 for all inputs"
)
def test_how_a_relu_dies():
    inputs, targets = np.array([1.0, 2.0, 3.0]), np.array([0.5, 1.0, 1.5])

    def cost(p):
        return anp.mean((anp.maximum(p[0] * inputs + p[1], 0.0) - targets) ** 2) / 2

    start = np.array([1.0, 0.5])
    assert cost(np.array([0.5, 0.0])) == 0
    after = start - 0.5 * grad(cost)(start)
    assert np.all(after[0] * inputs + after[1] < 0)
    assert cost(after) < cost(start)
    assert grad(cost)(after).tolist() == [0, 0]
    alive = start - 0.1 * grad(cost)(start)
    assert np.all(alive[0] * inputs + alive[1] > 0)


@fact("08", "$z$ is largest where the first input is 1 and the second is −1. There it is 3")
def test_the_largest_bias_of_a_dead_relu():
    found = linprog([-1, 2], bounds=[(-1, 1)] * 2)
    assert -found.fun == pytest.approx(3)
    assert found.x == pytest.approx([1, -1])
