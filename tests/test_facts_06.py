"""The numbers of lesson 06, each proved apart from the code that the lesson runs."""

import csv
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import ROOT, code, fact, path_of, prose, read
from scipy.optimize import minimize
from scipy.special import expit, log_expit
from sklearn.datasets import load_digits
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.preprocessing import StandardScaler

from helpers import drawing
from helpers.data.table import FEWEST_ROWS
from helpers.scenes import Scene


def birds():
    """Read the two species by the standard library; return bill length and depth, and y."""
    with (ROOT / "notebooks/data/penguins.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["bill_length_mm"]]
    rows = [row for row in rows if row["species"] in ("Adelie", "Chinstrap")]
    X = np.array([[float(row["bill_length_mm"]), float(row["bill_depth_mm"])] for row in rows])
    return X, np.array([float(row["species"] == "Chinstrap") for row in rows])


def split(X, y):
    """Put a quarter aside as the lesson says: the rows that get the lowest numbers by chance."""
    numbers = np.random.default_rng(0).permutation(len(y)).tolist()
    held = np.array([number in range(len(y) // 4) for number in numbers])
    return X[~held], y[~held], X[held], y[held]


RAW, Y = birds()
TRAINING, Y_TRAINING, HELD, Y_HELD = split(RAW, Y)
SCALER = StandardScaler().fit(TRAINING)
Z, Z_HELD = SCALER.transform(TRAINING), SCALER.transform(HELD)

PIXELS = load_digits().data[np.isin(load_digits().target, (3, 8))] / 16
EIGHT = (load_digits().target[np.isin(load_digits().target, (3, 8))] == 8).astype(float)
P, Y_P, P_NEW, Y_NEW = split(PIXELS, EIGHT)


def cross_entropy(X, y, w, b):
    z = X @ w + b
    return -np.mean(y * log_expit(z) + (1 - y) * log_expit(-z))


def descend(X, y, w, b, eta, epochs):
    """Return w, b and the costs of gradient descent, without any code of `neuron`."""
    w, b, costs = np.array(w, dtype=float), float(b), [cross_entropy(X, y, w, b)]
    for _ in range(epochs):
        d = expit(X @ w + b) - y
        w, b = w - eta * d @ X / len(y), b - eta * d.mean()
        costs.append(cross_entropy(X, y, w, b))
    return w, b, costs


def lowest(X, y):
    """Return the lowest place and cost by a general minimiser."""
    found = minimize(
        lambda p: cross_entropy(X, y, p[:-1], p[-1]),
        np.zeros(X.shape[1] + 1),
        jac=lambda p: (
            np.append((expit(X @ p[:-1] + p[-1]) - y) @ X, np.sum(expit(X @ p[:-1] + p[-1]) - y))
            / len(y)
        ),
        method="BFGS",
        options={"gtol": 1e-9},
    )
    return found.x, found.fun


def right(X, y, w, b):
    return np.sum((X @ w + b > 0) == (y == 1))


@fact(
    "06",
    "Of 219 birds that are used, 68 have the target 1: the Chinstraps. 124 birds of a third "
    "species are left out, and one that was not measured.",
    "many files are sorted, as this one is, by species",
    "Both parts have birds of both species.",
    "Bills are about 42 mm long and 18.5 mm deep.",
    "| last quarter | only Chinstraps, as the file is sorted |",
    "| by chance | 39 Adelies, 15 Chinstraps |",
    "| length of the bill | 42.1 | 5.46 |\n| depth of the bill | 18.5 | 1.21 |",
)
def test_the_birds_in_the_file():
    with (ROOT / "notebooks/data/penguins.csv").open() as file:
        rows = list(csv.DictReader(file))
    species = [row["species"] for row in rows]
    assert sum(a != b for a, b in pairwise(species)) == 2
    assert (len(Y), Y.sum()) == (219, 68)
    assert len(set(species)) == 3
    assert sum(name not in ("Adelie", "Chinstrap") for name in species) == 124
    assert len(rows) - 124 - 219 == 1
    assert round(TRAINING[:, 0].mean()) == 42
    assert round(TRAINING[:, 1].mean(), 1) == 18.5
    assert [len(Y_TRAINING), Y_TRAINING.sum()] == [165, 53]
    assert [len(Y_HELD), Y_HELD.sum()] == [54, 15]
    assert Y[-len(Y_HELD) :].all()
    spreads = [f"{column.std():.2f}" for column in TRAINING.T]
    assert [f"{column.mean():.1f}" for column in TRAINING.T] == ["42.1", "18.5"]
    assert spreads == ["5.46", "1.21"]
    assert "at least ten complete rows" in prose(path_of("06"))
    assert FEWEST_ROWS == 10


@fact("06", "Of 8 rows these are the two with the numbers 0 and 1.")
def test_a_quarter_of_eight():
    assert [number for number in range(8) if number < 8 / 4] == [0, 1]


@fact("06", "Where the classes alternate, every fourth row is of one class.")
@given(st.integers(8, 200), st.integers(0, 3))
def test_every_fourth_row_of_classes_that_alternate(n, first):
    assert len({i % 2 for i in range(first, n, 4)}) == 1


@fact(
    "06",
    r"$$C(w, b) = -\frac{1}{N} \sum_{i=1}^{N} \bigl( y_i \ln \hat y_i "
    r"+ (1 - y_i) \ln(1 - \hat y_i) \bigr)$$",
    r"$$\hat y_i = \sigma(w_1 x_{i1} + w_2 x_{i2} + b)$$",
    r"There every output is ½, so each row costs $\ln 2$, which is 0.693. "
    "That is so for every file.",
)
def test_the_function_that_is_minimised():
    w, b = np.array([1.5, -0.5]), 0.25
    y_hat = 1 / (1 + np.exp(-(w[0] * Z[:, 0] + w[1] * Z[:, 1] + b)))
    summed = sum(
        t * np.log(o) + (1 - t) * np.log(1 - o) for t, o in zip(Y_TRAINING, y_hat, strict=True)
    )
    assert -summed / len(Y_TRAINING) == pytest.approx(log_loss(Y_TRAINING, y_hat))
    assert -summed / len(Y_TRAINING) == pytest.approx(cross_entropy(Z, Y_TRAINING, w, b))
    for targets in (Y_TRAINING, 1 - Y_HELD):
        assert log_loss(targets, np.full(len(targets), 0.5)) == pytest.approx(np.log(2))
    assert round(np.log(2), 3) == 0.693


def curvatures(X):
    """Return the greatest and the least second derivative of the cost at 0, over all directions.

    Each is measured along many directions, as the change of the slope.
    """
    y = np.arange(len(X)) % 2
    found = []
    for angle in np.linspace(0, np.pi, 20001):
        step = np.array([np.cos(angle), np.sin(angle)])
        found.append(np.mean((X[:, 0] * step[0] + step[1]) ** 2) / 4)
    direction = np.array([0.6, 0.8]) * 1e-3
    costs = [cross_entropy(X, y, s * direction[:1], s * direction[1]) for s in (-1, 0, 1)]
    measured = (costs[0] - 2 * costs[1] + costs[2]) / 1e-6
    assert measured == pytest.approx(np.mean((0.6 * X[:, 0] + 0.8) ** 2) / 4, rel=1e-3)
    return min(found), max(found)


@fact(
    "06",
    "Standardised, the cost is curved by 0.25 in every direction there, and an η below 8 is safe.",
    "As in the file, the cost is over 100,000 times as curved across the ravine as along it. "
    "Across, η has to stay below 0.00444. Along, such a step does next to nothing.",
)
def test_the_curvatures_of_the_ravine_and_of_the_bowl():
    least, most = curvatures(TRAINING[:, :1])
    assert most / least > 100_000
    assert round(2 / most, 5) == 0.00444
    assert 0.00444 * least < 1e-4
    assert curvatures(Z[:, :1]) == pytest.approx((0.25, 0.25))
    for w in (-40, -3, 0, 3, 40):
        for b in (-20, 0, 20):
            costs = descend(Z[:, :1], Y_TRAINING, [w], b, 0.999 * 8, 40)[2]
            assert np.all(np.diff(costs) < 1e-12)


def curved_at(X, y, p):
    """Return the curvatures of the cost at a place, from nothing but differences of its slopes."""

    def slopes(p):
        d = expit(X @ p[:-1] + p[-1]) - y
        return np.append(d @ X, d.sum()) / len(y)

    nudges = 1e-4 * np.eye(len(p))
    second = [(slopes(p + nudge) - slopes(p - nudge)) / 2e-4 for nudge in nudges]
    return np.linalg.eigvalsh(second)


@fact(
    "06",
    "Near $w = b = 0$ the standardised cost is as round as a bowl. Near the star it is not: σ′ is "
    "small for the birds that the neuron is sure of.",
)
def test_the_standardised_cost_is_round_only_near_0():
    flat, steep = curved_at(Z[:, :1], Y_TRAINING, np.array([0.01, 0.01]))
    assert steep / flat < 1.01
    (w, b), _ = lowest(Z[:, :1], Y_TRAINING)
    for nearby in (0.9, 1, 1.1):
        flat, steep = curved_at(Z[:, :1], Y_TRAINING, nearby * np.array([w, b]))
        assert steep / flat > 5
    output = expit(w * Z[:, 0] + b)
    sure = np.abs(output - 0.5) > 0.45
    assert sure.mean() > 0.5
    assert np.all((output * (1 - output))[sure] < 0.25 / 5)


@fact(
    "06",
    "That is so for one standardised feature of *every* file.",
    "at $w = b = 0$, where every σ′ is 1/4; no place has larger ones",
)
@given(st.lists(st.floats(-1000, 1000), min_size=3, max_size=30), st.floats(-9, 9), st.floats(0, 7))
def test_a_standardised_feature_is_curved_by_a_quarter_at_most(values, w, angle):
    if np.std(values) < 1e-3:
        return
    x = StandardScaler().fit_transform(np.reshape(values, (-1, 1)))[:, 0]
    along = np.cos(angle) * x + np.sin(angle)
    assert np.mean(along**2) / 4 == pytest.approx(0.25)
    z = w * x + w / 2
    assert np.mean(along**2 * expit(z) * expit(-z)) <= 0.25 + 1e-9


@fact(
    "06",
    "At the start nearly: the ratio is 1.54.",
    "So at the start the curvatures are $(1 + r)/4$ and $(1 - r)/4$: for the birds $r = 0.212$. "
    "With $r = 0.99$ their ratio is 199",
    "take away the ravine of units and means, but not that of features that say the same",
)
@given(st.floats(-0.999, 0.999))
def test_correlated_features_leave_a_ravine(r):
    """The least and the greatest curvature, as the largest change of slope over directions."""
    covariance = np.array([[1, r, 0], [r, 1, 0], [0, 0, 1]]) / 4
    angles = np.linspace(0, np.pi, 181)
    along = np.array([np.cos(angles), np.sin(angles), 0 * angles])
    curved = np.einsum("ia,ij,ja->a", along, covariance, along)
    assert curved.min() == pytest.approx((1 - abs(r)) / 4)
    assert curved.max() == pytest.approx((1 + abs(r)) / 4)
    assert (1 - abs(r)) / 4 <= 0.25 <= (1 + abs(r)) / 4
    assert round(1.99 / (1 - 0.99)) == 199
    birds = np.corrcoef(TRAINING.T)[0, 1]
    assert round(birds, 3) == 0.212
    assert round((1 + birds) / (1 - birds), 2) == 1.54
    found = curved_at(Z, Y_TRAINING, np.zeros(3))
    assert found == pytest.approx([(1 - birds) / 4, 0.25, (1 + birds) / 4], abs=1e-6)


@fact(
    "06",
    "The **correlation** $r$ of two standardised features is the mean of $x_1 x_2$.",
    r"Then $z$ moves by $(x_1 + x_2)/\sqrt 2$ times as much. The mean of its square is "
    r"$(1 + 2r + 1)/2 = 1 + r$. For opposite nudges it is $1 - r$.",
)
@given(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=3, max_size=30),
    st.floats(-3, 3),
    st.floats(-3, 3),
)
def test_what_a_correlation_does_to_the_nudges(rows, w1, w2):
    if np.std(rows, axis=0).min() < 1e-3:
        return
    x1, x2 = StandardScaler().fit_transform(rows).T
    r = np.corrcoef(np.transpose(rows))[0, 1]
    assert np.mean(x1 * x2) == pytest.approx(r, abs=1e-6)
    for sign in (1, -1):
        each = 0.1 / np.sqrt(2)
        moved = ((w1 + each) * x1 + (w2 + sign * each) * x2) - (w1 * x1 + w2 * x2)
        assert moved == pytest.approx(0.1 * (x1 + sign * x2) / np.sqrt(2), abs=1e-9)
        assert np.mean((moved / 0.1) ** 2) == pytest.approx(1 + sign * r, abs=1e-6)


@fact("06", "both places give the same output for every bird")
def test_the_two_lowest_places_are_one():
    place, _ = lowest(Z[:, :1], Y_TRAINING)
    w, b = place[0] / SCALER.scale_[0], place[1] - place[0] * SCALER.mean_[0] / SCALER.scale_[0]
    assert (round(place[0], 2), round(place[1], 2)) == (5.53, -2.12)
    assert (round(w, 2), round(b, 1)) == (1.01, -44.8)
    np.testing.assert_allclose(TRAINING[:, 0] * w + b, Z[:, 0] * place[0] + place[1])


@fact(
    "06",
    "the path is hardly longer than a dot. Its cost stays at 0.66. On the right the path comes to "
    "the star.",
    "On the left the path stays a dot. Up to 0.9 its cost comes down to 0.66 and stays there. At "
    "1.1 the cost sways a little. From 1.5 on it jumps, since each step leads across the ravine; "
    "at 10 it goes up to 16. Even so, on a map as wide as this one you still see a dot.",
    "On the right small shares are still on their way. From 0.6 to 5 the cost ends at 0.132, "
    "beside the star. Below the limit the cost is sure to fall at every step. Above it, it still "
    "does here: near the star σ′ is below 1/4, and the curvature with it. At 10 it no longer does.",
    "As in the file, the path stays a dot in 60 epochs. Will a larger share of the limit bring it "
    "to its star in 60 epochs?",
    "no share will",
    "A step short enough across is far too short along, and one η has to serve both.",
)
def test_one_share_on_two_maps():
    limit = 2 / curvatures(TRAINING[:, :1])[1]
    least, most = curvatures(TRAINING[:, :1])
    assert abs(1 - limit * most) <= 1 + 1e-9
    assert (1 - limit * least) ** 60 > 0.99  # the share of the way along that is left
    highest = {}
    for share in (0.01, 0.1, 0.9, 1.1, 1.5, 2, 5, 10, 100):
        w, b, costs = descend(TRAINING[:, :1], Y_TRAINING, [0], 0, share * limit, 60)
        assert bool(np.all(np.diff(costs) < 0)) == (share < 1)
        assert not 0.1 <= share <= 0.9 or round(costs[-1], 2) == 0.66
        assert np.hypot(w[0], b) < 0.02 * 44.8 or share > 10
        assert np.hypot(w[0] - 1.01, b + 44.8) > 30
        highest[share] = max(costs[1:])
    assert 0.66 < highest[1.1] < 0.7
    assert highest[1.5] > 1
    assert round(highest[10]) == 16
    place, best = lowest(Z[:, :1], Y_TRAINING)
    for share in (0.6, 0.9, 1.1, 2, 5):
        w, b, costs = descend(Z[:, :1], Y_TRAINING, [0], 0, 8 * share, 60)
        assert np.all(np.diff(costs) < 0)
        assert round(costs[-1], 3) == 0.132
        assert np.hypot(w[0] - place[0], b - place[1]) < 0.5
    costs = descend(Z[:, :1], Y_TRAINING, [0], 0, 8 * 0.1, 60)[2]
    assert costs[-1] > best + 0.02
    w, b, costs = descend(Z[:, :1], Y_TRAINING, [0], 0, 80, 60)
    assert costs[-1] > best + 0.05
    assert np.any(np.diff(costs) > 0.1)
    output = expit(Z[:, 0] * place[0] + place[1])
    assert (
        np.linalg.eigvalsh(  # the curvatures at the star
            np.cov(
                np.column_stack([Z[:, 0], np.ones(165)]).T * np.sqrt(output * (1 - output)),
                bias=True,
            )
        ).max()
        < 0.25
    )


def test_the_lines_of_both_maps_are_whole(monkeypatch):
    """Where a convex cost is below a level is one piece, so no map has a chain of rings."""
    cells = [cell.source for cell in code(read(path_of("06")))]
    needed = (
        "import numpy",
        "file =",
        "def lowest_quarter",
        "seed =",
        "def standardised",
        "mean, spread",
    )
    needed += "def curvatures", "one_feature", "def two_maps"
    lesson = {}
    monkeypatch.chdir(ROOT / "notebooks")
    for cell in cells:
        if cell.startswith(needed):
            exec(cell, lesson)
    maps = []
    with monkeypatch.context() as patched:
        drawn = drawing.cost_map
        patched.setattr(drawing, "cost_map", lambda *a, **k: maps.append(drawn(*a, **k)))
        Scene(None, lesson["two_maps"], "", 2.9, (1, 3))
    for lines in maps:
        assert len(lines.levels) > 4
        for pieces in lines.allsegs:
            assert len(pieces) <= 2
            assert len(pieces) < 2 or not any(np.array_equal(p[0], p[-1]) for p in pieces)


@fact(
    "06",
    "after 100,000 epochs at nine tenths of the limit it has gone about a quarter of the way",
    "2000 epochs",
)
def test_patience_in_the_ravine():
    x, w, b = TRAINING[:, 0], 0.0, 0.0
    for _ in range(100_000):
        d = expit(x * w + b) - Y_TRAINING
        w, b = w - 0.004 * (d @ x) / len(x), b - 0.004 * d.mean()
    assert round(0.9 * 2 / curvatures(TRAINING[:, :1])[1], 4) == 0.004
    assert 0.22 < b / -44.8 < 0.28


RATE_LIMIT = 8 / (1 + np.corrcoef(Z.T)[0, 1])
LONG_W, LONG_B, LONG_COSTS = descend(Z, Y_TRAINING, [0, 0], 0, 0.9 * RATE_LIMIT, 2000)


@fact(
    "06",
    "A long bill speaks for a Chinstrap, as its weight is positive; a deep one speaks against it. "
    "The cost hardly falls any more: this is close to the lowest place.",
)
def test_where_long_training_leads():
    place, best = lowest(Z, Y_TRAINING)
    assert place[0] > 0 > place[1]
    np.testing.assert_allclose(np.append(LONG_W, LONG_B), place, atol=0.25)
    assert LONG_COSTS[-1] == pytest.approx(best, abs=5e-5)
    assert LONG_COSTS[1000] == pytest.approx(LONG_COSTS[2000], abs=5e-4)


@fact(
    "06",
    "The ratio of the curvatures is 79 now. The neuron is sure of most birds, and only the few "
    "near the border curve the cost much. So the last part of the way is slow.",
)
def test_the_last_part_of_the_way_is_slow():
    place, _ = lowest(Z, Y_TRAINING)
    least, between, most = curved_at(Z, Y_TRAINING, np.append(LONG_W, LONG_B))
    assert round(most / least) == 79
    unsure = np.abs(expit(Z @ LONG_W + LONG_B) - 0.5) < 0.45
    assert 0 < unsure.sum() < 0.1 * len(Y_TRAINING)
    few = curved_at(Z[unsure], Y_TRAINING[unsure], np.append(LONG_W, LONG_B))
    assert few.sum() * unsure.mean() > 0.8 * (least + between + most)
    to_go = np.linalg.norm(np.append(LONG_W, LONG_B) - place)
    w, b, _ = descend(Z, Y_TRAINING, LONG_W, LONG_B, 0.9 * RATE_LIMIT, 100)
    left = np.linalg.norm(np.append(w, b) - place) / to_go
    assert left == pytest.approx((1 - 0.9 * RATE_LIMIT * least) ** 100, abs=0.01)
    assert left > 0.85


@fact(
    "06",
    "It costs more, because some birds are on the wrong side, and the neuron is surer of them too.",
)
@given(st.floats(1.1, 20))
def test_the_wrong_birds_cost_more_at_each_larger_factor(factor):
    wrong = (Z @ LONG_W + LONG_B > 0) != Y_TRAINING
    assert wrong.any()
    more = cross_entropy(Z, Y_TRAINING, factor * LONG_W, factor * LONG_B)
    assert more > LONG_COSTS[-1] + 1e-4
    for rows, sign in ((wrong, 1), (~wrong, -1)):
        before = cross_entropy(Z[rows], Y_TRAINING[rows], LONG_W, LONG_B)
        after = cross_entropy(Z[rows], Y_TRAINING[rows], factor * LONG_W, factor * LONG_B)
        assert sign * (after - before) > 0


@fact(
    "06",
    "Could another border divide all birds? No. One Adelie, 45.8 mm long and 18.9 mm deep, lies "
    "between three Chinstraps. A line with all three on one side has this Adelie there too. So far "
    "out in every direction some bird is wrong, and there is a lowest place.",
)
@given(st.floats(0, 2 * np.pi), st.floats(-np.pi / 2, np.pi / 2))
def test_an_adelie_lies_between_three_chinstraps(angle, rise):
    """Exactly so, in tenths of a millimetre: it is a mean of the three, with weights above 0."""
    tenths = np.round(10 * TRAINING).astype(int).tolist()
    species = {tuple(row): int(y) for row, y in zip(tenths, Y_TRAINING, strict=True)}
    adelie, three = (458, 189), [(454, 187), (460, 189), (456, 194)]
    assert species[adelie] == 0
    assert [species[chinstrap] for chinstrap in three] == [1, 1, 1]

    def twice_the_area(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    one, two, last = three
    parts = [
        twice_the_area(adelie, two, last),
        twice_the_area(one, adelie, last),
        twice_the_area(one, two, adelie),
    ]
    assert min(parts) > 0
    assert sum(parts) == twice_the_area(one, two, last)
    for i in range(2):
        mixed = sum(part * bird[i] for part, bird in zip(parts, three, strict=True))
        assert mixed == sum(parts) * adelie[i]
    w = np.cos(rise) * np.array([np.cos(angle), np.sin(angle)])
    away = (2 * Y_TRAINING - 1) * (Z @ w + np.sin(rise))  # below 0 where the answer is wrong
    assert away.min() < -1e-3
    far = cross_entropy(Z, Y_TRAINING, 1e6 * w, 1e6 * np.sin(rise))
    assert far > 1


@fact(
    "06",
    "In some files one border divides *all* training rows. Such a file is called **separable**. "
    "There is no lowest place then: the weights grow as long as you train, ever more slowly. If "
    "the training has found such a border, the cell says so. The star is then only the place where "
    "2000 epochs have led.",
)
def test_a_separable_file_has_no_lowest_place():
    x = np.array([[-2.0], [-1.0], [0.5], [3.0]])
    y = np.array([0.0, 0.0, 1.0, 1.0])
    costs = [cross_entropy(x, y, np.array([2.0 * factor]), factor) for factor in range(1, 40)]
    assert np.all(np.diff(costs) < 0)
    assert costs[-1] < 1e-6
    w, b, sizes = np.zeros(1), 0.0, [0.0]
    for _ in range(6):
        w, b, _ = descend(x, y, w, b, 1, 500)
        sizes.append(np.hypot(*w, b))
    assert np.all(np.diff(sizes) > 0)
    assert np.all(np.diff(sizes, 2) < 0)


def test_the_cell_need_not_notice_a_separable_file():
    """The border may be there and not yet found: so the lesson says “if”."""
    rng = np.random.default_rng(2)
    x = [rng.uniform(-1, -0.01, 20), rng.uniform(0.01, 1, 60), rng.uniform(3, 6, 60)]
    x = np.concatenate(x).reshape(-1, 1)
    y = (x[:, 0] > 0).astype(float)
    x = StandardScaler().fit_transform(x)
    w, b, _ = descend(x, y, [0], 0, 0.9 * 8, 2000)
    assert right(x, y, w, b) == len(y) - 1
    assert cross_entropy(x, y, 5 * w, 5 * b) > cross_entropy(x, y, 2 * w, 2 * b)


@fact("06", r"w_1 x_1 + w_2 x_2 + b = 0", "that is the place $x = -b/w$", "above ½")
@given(st.floats(0.1, 9), st.floats(-9, -0.1), st.floats(-9, 9), st.floats(-9, 9))
def test_the_output_is_a_half_on_the_border(w1, w2, b, x1):
    assert expit(w1 * (-b / w1) + b) == pytest.approx(0.5)
    x2 = -(w1 * x1 + b) / w2
    assert expit(w1 * x1 + w2 * x2 + b) == pytest.approx(0.5)


BAD = -np.array(LONG_W)


@fact(
    "06",
    "But only Adelies are there, and all Chinstraps are on the other side. So only 21.2 % of the "
    "training birds are right: the two sides of the border are the wrong way round.",
    "In the first 20 epochs the border turns slowly, from 25 to 35 it turns fast, and then slowly "
    "again. The steps of the path are longest at the start, and only get shorter.",
    "Of the training birds 8.5 % are right at the start and 97 % at the end, while the cost falls "
    "from 10.2 to 0.15.",
    "From a bad start the first steps are about equally long.",
    "After ten epochs 21.2 % of the training birds are right.",
)
def test_how_border_and_path_move():
    places, b = [BAD], 0.0
    for _ in range(60):
        w, b, _ = descend(Z, Y_TRAINING, places[-1], b, 0.1 * RATE_LIMIT, 1)
        places.append(w)
        if len(places) == 11:
            assert round(right(Z, Y_TRAINING, w, b) / 165, 3) == 0.212
            assert right(Z, Y_TRAINING, -w, -b) > np.sum(Y_TRAINING == 0)
            shaded = SCALER.transform(RAW) @ w + b > 0
            assert 0 < np.sum(shaded) < np.sum(Y == 0)
            assert not np.any(Y[shaded])
    angles = np.unwrap([np.arctan2(*w[::-1]) for w in places])
    turned = np.abs(np.diff(np.degrees(angles)))
    assert turned[:20].max() < 2.6
    assert turned[26:34].min() > 4
    assert turned[25:35].sum() > 3 * turned[:20].sum()
    assert turned[40:].max() < 3
    assert 25 <= np.argmax(turned) < 35
    assert abs(np.argmax(turned) - np.argmin(np.hypot(*np.transpose(places)))) <= 3
    steps = np.hypot(*np.diff(places, axis=0).T)
    assert np.all(np.diff(steps) < 0)
    assert steps[10] > 0.9 * steps[0]
    assert round(right(Z, Y_TRAINING, BAD, 0) / 165, 3) == 0.085
    assert round(right(Z, Y_TRAINING, w, b) / 165, 2) == 0.97
    assert round(cross_entropy(Z, Y_TRAINING, BAD, 0), 1) == 10.2
    assert round(cross_entropy(Z, Y_TRAINING, w, b), 2) == 0.15


STARTS = [
    (one, two)
    for one in 2 * LONG_W[0] * np.linspace(-0.9, 0.9, 5)
    for two in 2 * LONG_W[0] * np.linspace(-0.9, 0.9, 5)
]


@fact(
    "06",
    "With 0.003 of the limit sixty epochs are far too few. With 5 times the limit every start ends "
    "at a cost of 0.042 to 0.052. With 15 times the steps are too long, and some starts end at a "
    "higher cost, up to 0.09.",
    "From 2 times the limit on it ends above it. At 2 and 5 times the cost has come near that of "
    "the star, which is the lowest place for the training birds only. The path itself may still be "
    "far from the star: along the valley the cost hardly changes.",
    "For small rates the dotted line is often below: 54 birds are few",
)
def test_every_start_comes_down():
    ends = {
        share: [descend(Z, Y_TRAINING, start, 0, share * RATE_LIMIT, 60) for start in STARTS]
        for share in (0.003, 0.1, 2, 5, 15)
    }
    assert all(costs[-1] < costs[0] for paths in ends.values() for _, _, costs in paths)
    assert min(costs[-1] for _, _, costs in ends[0.003]) > 0.25
    for share, (low, high) in {5: (0.042, 0.052), 15: (0.043, 0.092)}.items():
        last = [round(costs[-1], 3) for _, _, costs in ends[share]]
        assert (min(last), max(last)) == pytest.approx((low, high), abs=5e-4)
    below = {
        share: sum(cross_entropy(Z_HELD, Y_HELD, w, b) < costs[-1] for w, b, costs in paths)
        for share, paths in ends.items()
    }
    assert below[2] == below[5] == below[15] == 0
    assert below[0.1] > len(STARTS) / 2
    place, best = lowest(Z, Y_TRAINING)
    for share in (2, 5):
        assert max(costs[-1] for _, _, costs in ends[share]) < best + 0.011
        away = [np.hypot(*(w - place[:2])) for w, _, _ in ends[share]]
        w, b, costs = ends[share][np.argmax(away)]
        assert max(away) > 13
        across = np.array([-1, 1]) * (w - place[:2])[::-1]
        for side in (-1, 1):  # as far from the star, but not along the valley
            elsewhere = cross_entropy(Z, Y_TRAINING, place[:2] + side * across, b)
            assert elsewhere > best + 10 * (costs[-1] - best)


@fact(
    "06",
    "It comes down from every start: with cross-entropy no place is flat where the neuron is sure "
    "and wrong.",
    "A small rate takes long, but no place is flat where the neuron is sure and wrong.",
)
@given(st.floats(0, 2 * np.pi), st.floats(0.5, 40), st.floats(-20, 20))
def test_no_place_is_flat_where_the_neuron_is_sure_and_wrong(angle, size, b):
    """A bird of which it is sure and wrong costs at least ln 20 and pulls by over 0.95."""
    place, best = lowest(Z, Y_TRAINING)
    w = size * np.array([np.cos(angle), np.sin(angle)])
    wrong = (2 * Y_TRAINING - 1) * (Z @ w + b) < -np.log(19)
    if wrong.mean() < 0.1:
        return
    d = expit(Z @ w + b) - Y_TRAINING
    assert np.all(np.abs(d[wrong]) > 0.95)
    slope = np.linalg.norm(np.append(d @ Z, d.sum())) / len(d)
    cost, far = cross_entropy(Z, Y_TRAINING, w, b), np.linalg.norm(np.append(w, b) - place)
    assert cost > 0.1 * np.log(20) > best
    assert slope > (0.1 * np.log(20) - best) / 62  # the cost is convex
    assert slope * far >= cost - best


@fact(
    "06",
    "The depth alone does not divide the birds. The length alone nearly does, and a slanting line "
    "across both does a little better.",
)
def test_what_each_column_can_do_alone():
    X = StandardScaler().fit_transform(RAW)
    right_by = {
        columns: LogisticRegression(C=1e8).fit(X[:, columns], Y).score(X[:, columns], Y)
        for columns in ((0,), (1,), (0, 1))
    }
    always_adelie = 1 - Y.mean()
    assert right_by[(1,)] == pytest.approx(always_adelie)
    assert 0.94 < right_by[(0,)] < right_by[(0, 1)] < 0.98


def test_beside_the_star_no_place_far_out_is_flat():
    """Far out in any direction some row is told wrongly, and pulls."""
    for angle in np.linspace(0, 2 * np.pi, 181):
        w = 1000 * np.array([np.cos(angle), np.sin(angle)])
        for b in (-1000, 0, 1000):
            d = expit(Z @ w + b) - Y_TRAINING
            assert np.linalg.norm(np.append(d @ Z, d.sum())) / len(d) > 1e-3


@fact(
    "06",
    "On the held-out birds the cost is a little higher.",
    "three numbers cannot learn 165 birds by heart. The share of right answers is even a little "
    "higher; but one bird of 54 makes 1.9 %, so that may be chance.",
    "The baseline is 67.9 % on the training birds and 72.2 % on the held-out ones.",
)
def test_the_shares():
    held = cross_entropy(Z_HELD, Y_HELD, LONG_W, LONG_B)
    assert [round(LONG_COSTS[-1], 4), round(held, 4)] == [0.0419, 0.0471]
    shares = [right(x, t, LONG_W, LONG_B) / len(t) for x, t in ((Z, Y_TRAINING), (Z_HELD, Y_HELD))]
    assert [round(share, 3) for share in shares] == [0.976, 0.981]
    assert round(1 / len(Y_HELD), 3) == 0.019
    assert shares[1] - shares[0] < 1 / len(Y_HELD)
    dummy = DummyClassifier().fit(Z, Y_TRAINING)
    baselines = dummy.score(Z, Y_TRAINING), dummy.score(Z_HELD, Y_HELD)
    assert [round(share, 3) for share in baselines] == [0.679, 0.722]


@fact(
    "06",
    "An Adelie, and the neuron is sure: ŷ is 0.00171. The file says Adelie as well.",
    "For a bill of 100 mm it would say *Chinstrap*, surer than of any bird here, though none of "
    "them has such a bill.",
    "| in millimetres | 39.5 | 17.4 |\n| standardised | −0.47 | −0.89 |",
    r"$$z = 12.5 \cdot (-0.47) - 4.88 \cdot (-0.89) - 4.85$$",
    r"So $z$ is −6.4 and $\hat y$ 0.0017: an Adelie, and the neuron is sure. The file agrees.",
)
def test_the_new_row():
    fitted = expit(Z_HELD[0] @ LONG_W + LONG_B)
    assert round(fitted, 5) == 0.00171
    assert HELD[0].tolist() == [39.5, 17.4]
    assert Z_HELD[0].round(2).tolist() == [-0.47, -0.89]
    assert [f"{number:.3g}" for number in (*LONG_W, LONG_B)] == ["12.5", "-4.88", "-4.85"]
    assert round(12.5 * -0.47 - 4.88 * -0.89 - 4.85, 1) == -6.4
    assert round(Z_HELD[0] @ LONG_W + LONG_B, 1) == -6.4
    assert Y_HELD[0] == 0
    for depth in (RAW[:, 1].min(), RAW[:, 1].max()):
        huge = SCALER.transform([[100, depth]]) @ LONG_W + LONG_B
        assert huge[0] > np.abs(np.append(Z, Z_HELD, axis=0) @ LONG_W + LONG_B).max()
    assert RAW[:, 0].max() < 100


@fact(
    "06",
    "8 by 8 pixels each, and the target is 1 for an eight. Here the amount of ink is divided by 16",
    "That is all but one of 89.",
    "They cannot be standardised: some pixels are white in every picture, so their spread is 0.",
    "The first weights to grow lie left of the middle. An eight has ink there much more often than "
    "a three. At the beginning every output is ½, which is not above ½.",
    'So every answer is "three", and 50.6 % are right. After a single epoch it is 96.6 %, after '
    "240 it is 98.9 %, two pictures more.",
    "The largest weights lie left of the middle. There an eight closes its loops, and a three is "
    "open. The most negative weights lie where a three has more ink: just above the middle, at the "
    "top and the bottom, and at the lower right.",
    "After how many of the 240 epochs are 95 % of the held-out pictures recognised correctly?",
    "The first one is an eight, and the neuron says 0.49: the only mistake among the held-out "
    "ones.",
)
def test_the_neuron_that_looks_at_pictures():
    assert PIXELS.max() == 1
    assert PIXELS.shape[1] == 64
    assert len(Y_NEW) == 89
    w, b, costs = descend(P, Y_P, np.zeros(64), 0, 0.5, 240)
    assert np.any(np.ptp(PIXELS, axis=0) == 0)
    assert round(right(P_NEW, Y_NEW, np.zeros(64), 0) / 89, 3) == 0.506
    assert right(P_NEW, Y_NEW, w, b) == 88
    assert round(costs[-1], 4) == 0.0553
    (wrong,) = np.flatnonzero((P_NEW @ w + b > 0) != Y_NEW)
    assert Y_NEW[wrong] == 1
    assert round(expit(P_NEW[wrong] @ w + b), 2) == 0.49
    early, bias, _ = descend(P, Y_P, np.zeros(64), 0, 0.5, 1)
    assert round(right(P_NEW, Y_NEW, early, bias) / 89, 3) == 0.966
    assert right(P_NEW, Y_NEW, early, bias) == 88 - 2
    assert np.all(np.argsort(w)[-3:] % 8 < 4)
    early, _, _ = descend(P, Y_P, np.zeros(64), 0, 0.5, 8)
    largest = np.argsort(np.abs(early))[-5:]
    assert np.all(early[largest] > 0)
    assert np.all(largest % 8 < 4)
    three, eight = (np.mean(P[digit == Y_P][:, largest] >= 0.5, axis=0) for digit in (0, 1))
    assert np.all(eight > three + 0.4)
    most_negative = np.argsort(w)[:5]
    three, eight = (P[digit == Y_P][:, most_negative].mean(axis=0) for digit in (0, 1))
    assert np.all(three > eight)
    places = sorted(divmod(int(pixel), 8) for pixel in most_negative)
    assert places == [(0, 4), (2, 4), (5, 6), (6, 6), (7, 2)]


@fact(
    "06",
    "The dotted line falls as well, at first a little below the solid one, in the end above it.",
)
def test_the_costs_of_the_held_out_pictures():
    w, b, gaps, held = np.zeros(64), 0.0, [], []
    for _ in range(12):
        w, b, costs = descend(P, Y_P, w, b, 0.5, 20)
        held.append(cross_entropy(P_NEW, Y_NEW, w, b))
        gaps.append(held[-1] / costs[-1])
    assert np.all(np.diff(held) < 0)
    assert 0.9 < gaps[0] < 1 < gaps[-1] < 1.2


@fact(
    "06",
    "With 4 pictures the cost in training is 0.000854, and 0.304 on the held-out ones, more than "
    "300 times as much. Seen from its own rows this is the best neuron of the four; on new "
    "pictures it is the worst.",
    "With all 268 pictures the training cost is the highest of the four, and the held-out cost the "
    "lowest.",
    "With 4 pictures it is right about all 4: one mistake would cost at least 0.69, divided by 4.",
    "Of the 89 held-out pictures 11 are wrong, and all 11 are eights that it takes for threes: it "
    "has met a single eight.",
)
def test_by_heart():
    assert Y_P[:4].sum() == 1
    found = {}
    for count in (4, 8, 16, 268):
        w, b, costs = descend(P[:count], Y_P[:count], np.zeros(64), 0, 1, 1000)
        held = cross_entropy(P_NEW, Y_NEW, w, b)
        found[count] = costs[-1], held, right(P_NEW, Y_NEW, w, b)
        if count == 4:
            assert right(P[:4], Y_P[:4], w, b) == 4
            taken_for_eights = P_NEW @ w + b > 0
            assert np.sum(taken_for_eights != Y_NEW) == 11
            assert np.sum(~taken_for_eights & (Y_NEW == 1)) == 11
    assert round(-np.log(0.5), 2) == 0.69
    assert found[4][2] == len(Y_NEW) - 11 == 89 - 11
    assert (round(found[4][0], 6), round(found[4][1], 3)) == (0.000854, 0.304)
    assert found[4][1] / found[4][0] > 300
    costs, helds, rights = zip(*found.values(), strict=True)
    assert list(costs) == sorted(costs)
    assert list(helds) == sorted(helds, reverse=True)
    assert rights[0] == min(rights) < rights[1]


def test_the_reference_figure_for_the_pictures():
    """All held-out ones right at the end, as scikit-learn's logistic regression gets too."""
    fitted = LogisticRegression(max_iter=10_000).fit(P, Y_P)
    w, b, _ = descend(P, Y_P, np.zeros(64), 0, 1, 1000)
    assert fitted.score(P_NEW, Y_NEW) == right(P_NEW, Y_NEW, w, b) / 89 == 1
