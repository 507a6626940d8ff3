"""The numbers of lesson 07, each proved apart from the code that the lesson runs."""

import re
from functools import cache
from itertools import combinations, pairwise

import autograd.numpy as anp
import mpmath
import numpy as np
import pytest
from autograd import grad
from lessons import code, fact, path_of, read
from scipy.optimize import linprog
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from helpers import activations
from helpers.exercises import lesson_07

X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0.0], [1], [1], [0]])


def separable(rows):
    """Say whether one neuron can be right about `rows`, by linear programming."""
    signs = 2 * Y[rows] - 1
    conditions = -signs * np.column_stack([X[rows], np.ones(len(rows))])
    found = linprog(np.zeros(3), conditions, -np.ones(len(rows)), bounds=[(None, None)] * 3)
    return found.status == 0


@fact(
    "07",
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
    "07",
    r"So the four losses together are at least $4 \ln 2$, and ½ everywhere reaches exactly that.",
)
def test_a_half_everywhere_is_the_cheapest_for_one_neuron():
    """The cost is strictly convex, for the rows are independent, and flat where all weights are 0.

    So this is its only minimum.
    """
    rows = np.column_stack([X, np.ones(4)])
    slope = grad(lambda w: anp.mean(anp.logaddexp(0, rows @ w) - Y[:, 0] * (rows @ w)))
    assert slope(np.zeros(3)).tolist() == [0, 0, 0]
    assert np.linalg.matrix_rank(rows) == 3
    near, far = X.sum(axis=1) % 2 == 0, X.sum(axis=1) % 2 == 1  # (0,0) and (1,1); the other two
    assert (rows[near].sum(axis=0) == rows[far].sum(axis=0)).all()  # so z₁ + z₄ = z₂ + z₃
    assert mpmath.almosteq(4 * mpmath.log(1 + mpmath.exp(0)), 4 * mpmath.log(2))


@fact(
    "07",
    "Turn the sign of $z$ at the two corners with target 0, and call the result the *margin* $m$. "
    r"It is positive where the neuron is right, and the loss is $\ln(1 + e^{-m})$. The equation "
    "above says that the four margins add up to 0. So if three corners are right, the fourth is "
    "wrong by as much as the three together.",
)
def test_the_margins_of_the_four_corners():
    rng = np.random.default_rng(0)
    for w, b in zip(rng.normal(size=(200, 2)) * 2, rng.normal(size=200) * 2, strict=True):
        outputs = expit(X @ w + b)
        margins = np.log(outputs / (1 - outputs)) * np.where(Y[:, 0] == 1, 1, -1)
        assert margins.sum() == pytest.approx(0, abs=1e-6)
        assert np.array_equal(margins > 0, (outputs > 0.5) == (Y[:, 0] == 1))
        surprise = -np.log(np.where(Y[:, 0] == 1, outputs, 1 - outputs))
        assert np.log(1 + np.exp(-margins)) == pytest.approx(surprise, rel=1e-6, abs=1e-9)
        assert margins.min() < 0 or np.all(margins == 0)


@fact(
    "07",
    "The loss curve bends only upward (lesson 2), so it never goes below its tangent at $m = 0$, "
    r"which is $\ln 2 - m/2$. Add this up for the four corners: the $m$ cancel.",
)
def test_the_loss_is_never_below_its_tangent():
    """The gap is the logarithm of cosh(m/2), which is never below 1."""

    def loss(m):
        return mpmath.log(1 + mpmath.exp(-m))

    assert mpmath.almosteq(mpmath.diff(loss, 0), mpmath.mpf(-1) / 2)
    for m in mpmath.linspace(-30, 30, 121):
        gap = loss(m) - (mpmath.log(2) - m / 2)
        assert mpmath.almosteq(gap, mpmath.log(mpmath.cosh(m / 2)), abs_eps=1e-12)
        assert gap > 0 or m == 0
        assert mpmath.diff(loss, m, 2) > 0


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
    "07",
    "Of a hundred seeds 92 learn it.",
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
    "07",
    "The slopes are right, and here the cost falls from every start. But from some it soon falls "
    "so slowly that it gets nowhere.",
)
def test_the_cost_of_twenty_starts_falls_in_every_epoch():
    at, costs = from_seeds(range(20)), []
    for _ in range(500):
        costs.append(cost(at))
        at = descend(at, 1)
    assert np.all(np.diff(costs, axis=0) < 0)
    assert np.flatnonzero(costs[-1] > 0.1).tolist() == [8, 18]
    assert np.all(costs[300][[8, 18]] - costs[499][[8, 18]] < 0.01)


@fact(
    "07",
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
    "07",
    "Three neurons that act as one are not enough: the last corner gets 0.73 and should get 0.",
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


@fact("07", "So the neurons have to start differently, and random numbers are the simplest way.")
def test_a_start_that_is_different_but_not_random_learns():
    chosen = np.array([[0.5, 1, -0.5], [1, 0.5, -1]])
    start = [(chosen, np.zeros((1, 3))), (np.full((3, 1), 0.5), np.zeros((1, 1)))]
    layers = descend([(W[None], b[None]) for W, b in start], 500)
    assert cost(layers)[0] < 0.1


@fact("07", r"For the first example the first neuron adds up $1 \cdot 4 + 2 \cdot 5 = 14$")
def test_the_product_that_is_worked_out():
    rows, weights = [[1, 2], [3, 0]], [[4, -1], [5, 2]]
    entries = [[sum(row[i] * weights[i][k] for i in (0, 1)) for k in (0, 1)] for row in rows]
    assert entries == [[14, 3], [12, -3]]


@fact(
    "07",
    "Their δ are 0.3 and 0.1.",
    r"So its slope is a sum: $0.3 \cdot 2 + 0.1 \cdot (-1) = 0.5$.",
    "The 0.5 from above is a row of δ with a *row* of $W$.",
    "Which three numbers stand beside the 0.5 in",
    "Their δ are 0.3 and 0.1. The slope for the input is a sum:",
    r"$$0.3 \cdot 2 + 0.1 \cdot (-1) = 0.5$$",
    r"$$\delta_{\text{hidden}} = 0.5 \cdot \sigma'(z)$$",
    "Two ways lead back to the input: they bring 0.6 and −0.1.",
)
def test_an_input_adds_up_the_slopes_of_the_neurons_it_feeds():
    delta, weights = np.array([[0.3, 0.1], [0, -0.2]]), np.array([[2.0, -1], [4, 3]])
    slope = grad(lambda fed: anp.sum(delta * anp.dot(fed, weights)))
    assert slope(np.array([[1.5, 0.2], [-0.3, 7.0]])) == pytest.approx(
        np.array([[0.5, 1.5], [0.2, -0.6]])
    )
    for way, brought in ((0, 0.6), (1, -0.1)):
        alone = grad(lambda x, way=way: delta[0, way] * weights[0, way] * x)
        assert alone(1.5) == pytest.approx(brought)
    through_a_sigmoid = grad(lambda z: anp.dot(delta[0], weights[0]) / (1 + anp.exp(-z)))
    assert through_a_sigmoid(0.3) == pytest.approx(0.5 * expit(0.3) * expit(-0.3))


@fact("07", "by the weights 2, −1 and 3. Their δ are 0.1, 0.4 and −0.2.")
def test_the_delta_of_the_hidden_neuron():
    def change(z):
        return anp.sum(np.array([0.1, 0.4, -0.2]) * np.array([2, -1, 3]) / (1 + anp.exp(-z)))

    assert grad(change)(0.0) == pytest.approx(-0.2)
    assert lesson_07.hidden_delta.solutions[0]() == -0.2


@fact("07", r"At the output lesson 4 found $\delta = \hat y - y$ for each example.")
def test_where_the_walk_back_begins():
    z, y = np.array([[0.3], [-1.2], [2.0]]), np.array([[1.0], [0], [1]])
    slope = grad(lambda z: anp.sum(anp.logaddexp(0, z) - y * z))
    np.testing.assert_allclose(slope(z), expit(z) - y, rtol=1e-12)


def in_a_row(layers):
    return np.concatenate([np.ravel(part) for layer in layers for part in layer])


@fact(
    "07",
    "A network with two inputs, three hidden neurons and one output has 13 parameters.",
    "All 13 agree, twice at each of the two places.",
    "All 13 parameters become values.",
)
@pytest.mark.parametrize("seed", [0, 1])
def test_our_backward_pass_gives_the_slopes_of_automatic_differentiation(seed):
    layers = from_seeds([seed])
    assert in_a_row(layers).shape == (13,)
    (V, c), (w, b) = ((W[0], b[0, 0]) for W, b in layers)
    for _ in range(2):
        ours = lesson_07.two_layers.solutions[0](X, Y, V, c, w, b)
        np.testing.assert_allclose(ours, in_a_row(differentiated(layers)), rtol=1e-10)


@fact(
    "07",
    r"Since $\sigma(10) = 0.99995$ and $\sigma(-10) = 0.00005$",
    "With weights of 20 the sum $20x_1 + 20x_2$ is 0, 20 or 40. *Any* divides 0 from 20. Half way "
    "is 10, so $b = -10$. *Both* divides 20 from 40, so $b = -30$.",
    "So its sum is 0, 20, 20 and 0, and half way is again 10. All four corners are right.",
)
def test_xor_set_by_hand():
    sigma = [mpmath.nstr(1 / (1 + mpmath.exp(-z)), 5) for z in (10, -10)]
    assert (sigma[0], round(float(sigma[1]), 5)) == ("0.99995", 0.00005)
    sums = 20 * X.sum(axis=1)
    assert set(sums) == {0, 20, 40}
    any_input, both = expit(sums - 10), expit(sums - 30)
    assert any_input.round().tolist() == [0, 1, 1, 1]
    assert both.round().tolist() == [0, 0, 0, 1]
    last = 20 * any_input - 20 * both
    assert last.round(2).tolist() == [0, 20, 20, 0]
    assert expit(last - 10).round(3).tolist() == [0, 1, 1, 0]


@fact(
    "07",
    "should say 1 at the corner (1, 0) and 0 at the other three, each to within 0.01.",
    "The sum $20x_1 - 20x_2$ is 20 at (1, 0). At the others it is 0, −20 and 0.",
)
def test_one_corner_alone():
    sums = 20 * X[:, 0] - 20 * X[:, 1]
    assert sums.tolist() == [0, -20, 20, 0]
    assert expit(sums - 10) == pytest.approx([0, 0, 1, 0], abs=0.01)


@fact(
    "07", "All three hidden neurons are used: without any one of them some corner would be wrong."
)
def test_without_any_of_its_three_hidden_neurons_the_network_of_seed_0_is_wrong():
    (V, c), (w, b) = descend(from_seeds([0]), 500)
    hidden = expit(X @ V[0] + c[0])
    right = Y[:, 0] == 1
    assert np.array_equal(hidden @ w[0, :, 0] + b[0, 0, 0] > 0, right)
    for k in range(3):
        without = hidden * (np.arange(3) != k)
        assert not np.array_equal(without @ w[0, :, 0] + b[0, 0, 0] > 0, right)


def machine(change=lambda source: source):
    """Return what the cells of the lesson define that make `Value`."""
    names = {"np": np, "activations": activations}
    for cell in code(read(path_of("07"))):
        if re.match(r"class Value|def carry_back|def neuron_of", cell.source):
            exec(change(cell.source), names)
    return names


@fact("07", "There you found 0.216 and 0.144.", r"which is 7 at $a = 3$.")
def test_the_bird_and_the_value_used_twice_by_hand():
    slopes = grad(lambda p: (1 / (1 + anp.exp(-(1.5 * p[0] + p[1])))) ** 2 / 2)
    assert slopes(np.array([0.8, -0.2])).round(3).tolist() == [0.216, 0.144]
    assert grad(lambda a: a * a + a)(3.0) == 7


@fact("07", "They bring 3, 3 and 1, and `+=` adds them up. With `=` only the last would stay.")
def test_what_the_two_signs_make_of_a_value_used_twice():
    def slope(change=lambda source: source, times=1):
        Value = machine(change)["Value"]
        a = Value(3.0)
        end = a * a + a
        for _ in range(times):
            end.backward()
        return a.slope

    assert slope() == 3 + 3 + 1
    assert slope(lambda source: source.replace("before.slope += ", "before.slope = ")) == 3
    assert slope(times=2) not in (7, 14)


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
    end.backward()
    exact = grad(lambda p: formula(p, lambda z: 1 / (1 + anp.exp(-z))))
    assert end.number == pytest.approx(formula(start, expit), rel=1e-12)
    assert [v.slope for v in values] == pytest.approx(exact(start).tolist(), rel=1e-9, abs=1e-300)


def ring():
    """Return the points of the lesson and their targets, drawn in its order."""
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, 2 * np.pi, 100)
    radius = np.concatenate([rng.uniform(0, 1, 100)[:50], rng.uniform(1.4, 2.2, 100)[50:]])
    points = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return points, np.repeat([[1.0], [0.0]], 50, axis=0)


@cache
def around_the_ring(count, eta=3):
    """Return the layers of all 501 epochs from seed 0."""
    points, targets = ring()
    rng = np.random.default_rng(0)
    V, c = rng.normal(size=(2, count)) * 2 / np.sqrt(2), np.zeros(count)
    w, b = rng.normal(size=(count, 1)) * 2 / np.sqrt(count), np.zeros(1)
    way = [(V, c, w, b)]
    for _ in range(500):
        hidden = expit(points @ V + c)
        last = (expit(hidden @ w + b) - targets) / 100
        first = last * w.T * hidden * (1 - hidden)
        V, c = V - eta * points.T @ first, c - eta * first.sum(axis=0)
        w, b = w - eta * hidden.T @ last, b - eta * last.sum(axis=0)
        way.append((V, c, w, b))
    return way


def weighted(layers, points):
    V, c, w, b = layers
    return (expit(points @ V + c) @ w + b)[:, 0]


def right(layers):
    points, targets = ring()
    return int(np.sum((weighted(layers, points) > 0) == (targets[:, 0] == 1)))


def is_closed(layers):
    """Say whether the disc is inside of the border, and all that is far away is outside."""
    angle = np.linspace(0, 2 * np.pi, 721)
    around = np.column_stack([np.cos(angle), np.sin(angle)])
    far = [np.all(weighted(layers, distance * around) < 0) for distance in (3, 10, 100)]
    return weighted(layers, np.zeros((1, 2)))[0] > 0 and all(far)


@fact(
    "07",
    "Hardly more than by guessing.",
    "Fifty points lie in a disc, fifty in a ring around it. One neuron, trained, gets 60 right.",
)
def test_one_neuron_on_the_ring():
    points, targets = ring()
    assert (targets == 1).sum() == (targets == 0).sum() == 50
    place = np.zeros(3)
    with_ones = np.column_stack([points, np.ones(100)])
    for _ in range(500):
        place -= with_ones.T @ (expit(with_ones @ place) - targets[:, 0]) / 100
    assert np.sum((with_ones @ place > 0) == (targets[:, 0] == 1)) == 60
    fitted = LogisticRegression(C=1e6).fit(points, targets[:, 0])
    assert fitted.score(points, targets[:, 0]) == pytest.approx(0.6, abs=0.02)


def straight_borders():
    """Return for every straight border that can matter how many are right, and all distances.

    A border can be moved, with the same points on each side, until it goes through two of them. A
    small turn or shift then puts these two on the sides where they are right.
    """
    points, targets = ring()
    borders = []
    for pair in combinations(range(100), 2):
        along = points[pair[1]] - points[pair[0]]
        distance = (points - points[pair[0]]) @ [-along[1], along[0]] / np.linalg.norm(along)
        agree = np.delete((distance > 0) == (targets[:, 0] == 1), pair)
        borders.append((agree.sum() + 2, distance))
        borders.append((np.sum(~agree) + 2, -distance))
    return borders


@fact(
    "07",
    "The best straight border has 74 right. But a neuron is surer the farther a point lies from "
    "its border, so far points on the wrong side cost it much. Cross-entropy keeps its weights "
    "small instead.",
)
def test_the_best_straight_border_and_what_it_would_cost():
    points, targets = ring()
    count, distance = max(straight_borders(), key=lambda border: border[0])
    assert count == 74
    wrong = np.where(targets[:, 0] == 1, -distance, distance)
    losses = {size: np.logaddexp(0, size * wrong) for size in (0.01, 0.1, 1, 2, 4)}
    assert losses[4][wrong.argmax()] > 10 * np.log(2)
    assert np.log(2) < losses[1].mean() < losses[2].mean() < losses[4].mean()
    fitted = LogisticRegression(C=1e6).fit(points, targets[:, 0])
    assert np.linalg.norm(fitted.coef_) < 0.25
    of_disc = fitted.predict_proba(points)[:, 1]
    assert 0.39 < of_disc.min() < of_disc.max() < 0.63
    least = -np.mean(np.log(np.where(targets[:, 0] == 1, of_disc, 1 - of_disc)))
    assert all(least < loss.mean() for loss in losses.values())


@fact(
    "07",
    "With one hidden neuron the border is straight, and 71 points are right. A neuron alone got "
    "60.",
    "Two neurons make a wedge, open on one side, and 87 are right. Three close the border between "
    "epochs 100 and 150: from then on all 100 are right. More neurons are faster: four or eight "
    "are there by epoch 100.",
    "The border bends round the disc, and all points are right.",
)
def test_the_borders_around_the_disc():
    ends = {count: around_the_ring(count)[500] for count in (1, 2, 3, 4, 8)}
    assert {count: right(end) for count, end in ends.items()} == {
        1: 71,
        2: 87,
        3: 100,
        4: 100,
        8: 100,
    }
    assert [is_closed(ends[count]) for count in (1, 2, 3, 4, 8)] == [False, False, True, True, True]
    three = around_the_ring(3)
    assert not is_closed(three[100])
    assert all(is_closed(at) and right(at) == 100 for at in three[150:])
    assert right(three[100]) < 100
    assert all(right(around_the_ring(count)[100]) == 100 for count in (4, 8))
    assert all(is_closed(around_the_ring(count)[100]) for count in (4, 8))


@fact(
    "07",
    "It could draw this border. But if it were sure of the disc, it would be even surer of the far "
    "points of the ring on the left, and wrong. The network levels off at 0.01 and 0.66: no point "
    "on the left costs it much. So it can cut off a part of the ring.",
)
def test_why_a_neuron_alone_does_not_draw_the_border_of_the_network():
    points, targets = ring()
    V, c, w, b = around_the_ring(1)[500]
    assert V[0, 0] < 0 < w[0, 0]  # the disc is on the left of the border
    assert [f"{expit(z[0]):.2f}" for z in (b, w[0] + b)] == ["0.01", "0.66"]
    z = weighted((V, c, w, b), points)
    threshold = -b[0] / w[0, 0]  # the hidden output at the border
    same = points @ V[:, 0] + c[0] - np.log(threshold / (1 - threshold))
    assert np.array_equal(same > 0, z > 0)
    disc = targets[:, 0] == 1
    beside = ~disc & (z > 0)
    assert points[beside].mean(axis=0)[0] < points[disc].mean(axis=0)[0]
    assert np.sum(same[beside] > same[disc].max()) >= 10
    assert np.logaddexp(0, z)[beside].max() < 1.1
    sure = 4 / np.median(same[disc])  # so that half of the disc gets 0.98 or more
    assert np.logaddexp(0, sure * same)[beside].max() > 7
    alone, network = (np.mean(np.logaddexp(0, at) - disc * at) for at in (sure * same, z))
    assert network < np.log(2) < 2 * np.log(2) < alone


def test_the_wedge_is_open_on_one_side_only():
    angle = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    around = 100 * np.column_stack([np.cos(angle), np.sin(angle)])
    inside = weighted(around_the_ring(2)[500], around) > 0
    assert 0 < inside.sum() < 180
    assert np.sum(inside != np.roll(inside, 1)) == 2


@fact(
    "07",
    "The cost first rises to 1.03: at this start η = 3 is too large, and with η = 1 it would fall "
    "from the first step.",
)
def test_the_cost_of_eight_neurons_rises_only_with_a_rate_that_is_too_large():
    points, targets = ring()
    z = {eta: [weighted(at, points) for at in around_the_ring(8, eta)] for eta in (1, 3)}
    slow, fast = (np.mean(np.logaddexp(0, z[eta]) - targets[:, 0] * z[eta], axis=1) for eta in z)
    assert np.all(np.diff(slow) < 0)
    assert fast[0] == slow[0] < fast[1]
    assert f"{fast.max():.2f}" == "1.03"
    assert fast.argmax() < 10
    assert np.all(np.diff(fast[fast.argmax() :]) < 0)


@fact(
    "07",
    "Two lines leave a way out: in some direction both hidden outputs push z the same way, however "
    "far one goes. There the border stays open.",
)
def test_two_hidden_neurons_never_close_a_border():
    """Along the direction in which both weighted inputs move as the last weights wish, z rises."""
    rng = np.random.default_rng(0)
    for _ in range(200):
        V, c, w, b = (rng.normal(size=size) * 3 for size in ((2, 2), 2, (2, 1), 1))
        direction = np.linalg.solve(V.T, np.sign(w[:, 0]))
        for way in (direction, -direction):
            steps = np.linspace(0, 50, 200)[:, None] * way
            z = weighted((V, c, w, b), rng.normal(size=2) + steps)
            change = np.diff(z)
            assert np.all(change >= -1e-12) or np.all(change <= 1e-12)


@fact("07", "That is the same with every matrix on its side: examples are columns there.")
def test_columns_or_rows():
    rng = np.random.default_rng(0)
    rows, W, b = rng.normal(size=(5, 2)), rng.normal(size=(2, 3)), rng.normal(size=3)
    np.testing.assert_allclose(expit(rows @ W + b), expit(W.T @ rows.T + b[:, None]).T)


@fact(
    "07",
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
    "07",
    "Through the sigmoid nine layers leave less than a millionth of the slope; through ReLU about "
    "a hundredth.",
)
def test_nine_layers_at_scale_1():
    through_sigmoid, _ = typical_slopes(sigmoid, 1)
    through_relu, _ = typical_slopes(relu, 1)
    assert through_sigmoid[0] / through_sigmoid[-1] < 1e-6
    assert 0.005 < through_relu[0] / through_relu[-1] < 0.02


@fact(
    "07",
    "ReLU comes closest to level between 1.4 and 2, and at 8 there is an **exploding gradient**: "
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


@fact("07", "In wide layers it is level at a scale of √2", "the level scale lies a little higher")
def test_the_level_scale_of_wide_layers_and_of_narrow_ones():
    def level(scale, width, seeds):
        found = [typical_slopes(relu, scale, width, seed)[0] for seed in range(1, 1 + seeds)]
        return np.median([slopes[0] / slopes[-1] for slopes in found])

    assert level(np.sqrt(2), 100, 15) == pytest.approx(1, abs=0.1)
    assert level(np.sqrt(2), 10, 100) < 0.6
    assert level(1.4, 10, 100) < 1 < level(1.7, 10, 100)


@fact(
    "07",
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
    "07",
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


def slow(z):
    s = 1 / (1 + np.exp(-z))
    return (s - 1 / (1 + np.exp(-10))) * s * (1 - s)


def leaky(z):
    f = z if z > 0 else 0.01 * z
    return (f - 10) * (1 if z > 0 else 0.01)


@fact(
    "07",
    "Each takes 25,000 steps with η = 1.",
    "The sigmoid with squared loss gets above 0 after 22,064 steps. With cross-entropy it is the "
    "first of all: 11 steps. From 0 to 9 it then needs about 10,000 more. But this is no fault. At "
    "$z = 5$ its output is 0.993, and its target is nearly 1: little is left to learn, so "
    r"$\hat y - y$ is small. Leaky ReLU has a slope of 1 above 0, so one more step takes it to 10.",
)
def test_from_the_wrong_side():
    assert steps_to(0, slow) == 22_064
    assert steps_to(0, leaky) == 100
    assert steps_to(0, lambda z: expit(z) - expit(10)) == 11
    dead = grad(lambda z: (anp.where(z > 0, z, 0.0) - 10) ** 2 / 2)
    assert dead(-10.0) == 0
    assert steps_to(9, lambda z: expit(z) - expit(10)) == 10_119
    assert steps_to(9, slow) is None
    assert steps_to(9, leaky) == steps_to(9.999, leaky) == 101
    assert round(10_119 - 11, -3) == 10_000
    at_5, wanted = (1 / (1 + mpmath.exp(-z)) for z in (5, 10))
    assert mpmath.nstr(at_5, 3) == "0.993"
    assert 0.9999 < wanted < 1
    assert 0 < wanted - at_5 < 0.007
    assert grad(lambda z: anp.where(z > 0, z, 0.01 * z))(0.1) == 1


@fact(
    "07",
    "With η = 0.5 the first step even lowers the cost. But it brings $z$ below 0 for all three "
    "inputs.",
    "A ReLU with $w = 1$ and $b = ½$ gets the inputs 1, 2 and 3. The targets are ½, 1 and 1½, so "
    "it should learn $w = ½$ and $b = 0$.",
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


@fact("07", "There it is $1 + 2 + b$, and this must not be above 0.")
def test_the_largest_bias_of_a_dead_relu():
    found = linprog([-1, 2], bounds=[(-1, 1)] * 2)
    assert -found.fun == pytest.approx(3)
    assert found.x == pytest.approx([1, -1])
    assert lesson_07.dead_bias.solutions[0]() == -3


SQUASHED = {"sigmoid": sigmoid, "relu": lambda z: anp.where(z > 0, z, 0.0)}
SLOPES = {
    "sigmoid": lambda z: expit(z) * expit(-z),
    "relu": lambda z: np.where(z > 0, 1.0, 0.0),
}


def deep_start(scale, hidden):
    rng = np.random.default_rng(2)
    sizes = [2, *[8] * hidden, 1]
    return [(rng.normal(size=(n, m)) * scale / np.sqrt(n), np.zeros(m)) for n, m in pairwise(sizes)]


def deep_cost(layers, squash):
    points, targets = ring()
    for W, b in layers[:-1]:
        points = squash(anp.dot(points, W) + b)
    z = anp.dot(points, layers[-1][0]) + layers[-1][1]
    return anp.mean(anp.logaddexp(0, z) - targets * z)


def deep_slopes(layers, name):
    """Return the slopes, and the weighted inputs and δ of all layers, the last first."""
    points, targets = ring()
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


@pytest.mark.parametrize(("name", "scale"), [("sigmoid", 1), ("relu", 1.4)])
def test_deep_slopes_are_those_of_automatic_differentiation(name, scale):
    layers = deep_start(scale, 4)
    exact = grad(deep_cost)(layers, SQUASHED[name])
    for found, wanted in zip(deep_slopes(layers, name)[0], exact, strict=True):
        for part in (0, 1):
            np.testing.assert_allclose(found[part], wanted[part], rtol=1e-8, atol=1e-16)


@cache
def trained_deep(name, scale, hidden, eta, epochs=500):
    """Return the layers in the end, and the first step before which some layer is dead."""
    layers, died = deep_start(scale, hidden), None
    for epoch in range(epochs):
        slopes, sums, _ = deep_slopes(layers, name)
        if died is None and name == "relu" and any(np.all(z <= 0) for z in sums[:-1]):
            died = epoch
        layers = [
            (W - eta * dW, b - eta * db) for (W, b), (dW, db) in zip(layers, slopes, strict=True)
        ]
    return layers, died


def deep_right(layers, name):
    _, sums, _ = deep_slopes(layers, name)
    return int(np.sum((sums[-1] > 0) == (ring()[1] == 1)))


@fact(
    "07",
    "500 epochs. The weights of the sigmoid have scale 1, those of ReLU 1.4.",
    "With one hidden layer both learn, and the sigmoid needs the larger rates. With three, it "
    "learns at η = 2 alone; with four or six, at none of them. Its cost stays at 0.693. "
    "With six layers at η = 1 it does draw a border, and 60 points are right. That means nothing: "
    "all its outputs lie between 0.4999 and 0.5001.",
    "Both failures cost 0.693, that of pure guessing.",
)
def test_deep_sigmoids():
    ends = {
        (hidden, eta): trained_deep("sigmoid", 1.0, hidden, eta)[0]
        for hidden in (1, 3, 4, 6)
        for eta in (0.1, 0.5, 1, 2)
    }
    learned = {key for key, end in ends.items() if deep_right(end, "sigmoid") == 100}
    assert learned == {(1, 1), (1, 2), (3, 2)}
    stuck = [deep_cost(end, sigmoid) for (hidden, _), end in ends.items() if hidden > 3]
    assert [round(float(c), 3) for c in stuck] == [0.693] * 8
    assert deep_right(ends[6, 1], "sigmoid") == 60
    assert np.all(np.abs(expit(deep_slopes(ends[6, 1], "sigmoid")[1][-1]) - 0.5) < 1e-4)


@fact(
    "07",
    "ReLU learns at every depth, and faster. But with six layers it fails too, at η = 1 and 2: "
    "within the first twelve steps a whole layer dies.",
    "For ReLU at η = 1 it is exactly 0. The fifth layer has died, so no slope gets back through "
    "it. The sixth gets only zeros from it, and no $z$ in it is above 0: it is dead as well. So "
    "none of the hidden layers will ever change again.",
)
def test_deep_relus():
    for hidden in (1, 2, 3, 4, 6):
        for eta in (0.1, 0.5, 1, 2):
            end, died = trained_deep("relu", 1.4, hidden, eta)
            slopes, sums, deltas = deep_slopes(end, "relu")
            if hidden == 6 and eta >= 1:
                assert died <= 12
                assert round(float(deep_cost(end, SQUASHED["relu"])), 3) == 0.693
                assert deep_right(end, "relu") == 50
                assert not deltas[-1].any()
                assert [bool(np.any(z > 0)) for z in sums[:6]] == [True] * 4 + [False] * 2
                assert not any(dW.any() or db.any() for dW, db in slopes[:-1])
            else:
                assert deep_right(end, "relu") == 100
                sigmoids = trained_deep("sigmoid", 1.0, hidden, eta)[0]
                assert deep_cost(end, SQUASHED["relu"]) < deep_cost(sigmoids, sigmoid)


@fact("07", "The sigmoid has a slope, but a tiny one.", "It learns.")
def test_the_sigmoid_of_six_layers():
    _, _, deltas = deep_slopes(trained_deep("sigmoid", 1.0, 6, 1)[0], "sigmoid")
    assert 0 < np.abs(deltas[-1]).max() < 1e-6
    assert deep_right(trained_deep("sigmoid", 4.0, 6, 1)[0], "sigmoid") == 100
    assert deep_cost(trained_deep("sigmoid", 4.0, 6, 1)[0], sigmoid) < 0.01
