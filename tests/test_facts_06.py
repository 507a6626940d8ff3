"""The numbers of lesson 06, each proved apart from the code that the lesson runs."""

import csv
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import ROOT, block, code, fact, path_of, read
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit, log_expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.preprocessing import StandardScaler

from helpers import drawing
from helpers.data.table import FEWEST_ROWS
from helpers.lesson import tags
from helpers.scenes import Scene


def birds():
    """Read the two species by the standard library; return bill length and depth, and y."""
    with (ROOT / "notebooks/data/penguins.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["bill_length_mm"]]
    rows = [row for row in rows if row["species"] in ("Adelie", "Chinstrap")]
    X = np.array([[float(row["bill_length_mm"]), float(row["bill_depth_mm"])] for row in rows])
    return X, np.array([float(row["species"] == "Chinstrap") for row in rows])


RAW, Y_ALL = birds()
NUMBERS = np.random.default_rng(0).permutation(len(Y_ALL)).tolist()
TEST, VALIDATION = ([n // (len(Y_ALL) // 5) == part for n in NUMBERS] for part in (0, 1))
TRAINING = ~(np.array(TEST) | VALIDATION)
SCALER = StandardScaler().fit(RAW[TRAINING])
X, Y = SCALER.transform(RAW[TRAINING]), Y_ALL[TRAINING]
X_NEW, Y_NEW = SCALER.transform(RAW[VALIDATION]), Y_ALL[VALIDATION]
BILL = RAW[:, :1]
SAFE = 8 / 3


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
    """Return the lowest place by a general minimiser."""
    found = minimize(
        lambda p: cross_entropy(X, y, p[:-1], p[-1]),
        np.zeros(X.shape[1] + 1),
        jac=lambda p: slopes_at(X, y, p),
        method="BFGS",
        options={"gtol": 1e-9},
    )
    return found.x


def slopes_at(X, y, p):
    d = expit(X @ p[:-1] + p[-1]) - y
    return np.append(d @ X, d.sum()) / len(y)


def curved_at(X, y, p):
    """Return the curvatures of the cost at a place, from nothing but differences of its slopes."""
    nudges = 1e-4 * np.eye(len(p))
    second = [(slopes_at(X, y, p + nudge) - slopes_at(X, y, p - nudge)) / 2e-4 for nudge in nudges]
    return np.linalg.eigvalsh(second)


def right(X, y, w, b):
    return np.mean((X @ w + b > 0) == (y == 1))


@pytest.fixture
def lesson(monkeypatch):
    """Return the names of the lesson once all but its panels and quizzes has run."""
    monkeypatch.chdir(ROOT / "notebooks")
    names = {}
    for cell in code(read(path_of("06"))):
        if not tags(cell) & {"setup", "panel", "quiz"}:
            exec(cell.source, names)
    return names


@fact(
    "06",
    "at least ten complete rows",
    "Many files are sorted, as that of the penguins is. Then the last fifth holds one class only.",
)
def test_the_birds_in_the_file():
    with (ROOT / "notebooks/data/penguins.csv").open() as file:
        species = [row["species"] for row in csv.DictReader(file)]
    assert sum(a != b for a, b in pairwise(species)) == 2
    assert Y_ALL[-(len(Y_ALL) // 5) :].all()
    assert FEWEST_ROWS == 10


@fact(
    "06",
    r"So in $w$ the curvature is at most $\tfrac14 x^2$. In $b$ it is at most ¼, as if $x$ were 1. "
    "No direction has more than both together:\n\n"
    r"$$\text{curvature} \le \text{mean of } \tfrac14 (x^2 + 1)$$"
    "\n\n"
    r"With two features it is $x_1^2 + x_2^2 + 1$.",
    "Standardised, the mean of $x^2$ is 1, so 4 is safe for one feature of any file.",
    r"A row curves the cost by at most $\tfrac14 x^2$ in $w$, and by ¼ in $b$.",
)
@given(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=3, max_size=30),
    st.tuples(st.floats(-3, 3), st.floats(-3, 3), st.floats(-3, 3)),
    st.sampled_from([1, 2]),
)
def test_no_direction_is_curved_more_than_the_mean_of_a_quarter_of_the_squares(rows, p, features):
    inputs = np.array(rows)[:, :features]
    y = np.arange(len(inputs)) % 2
    curved = curved_at(inputs, y, np.array([*p[:features], p[2]]))
    assert curved[-1] <= np.mean(np.sum(inputs**2, axis=1) + 1) / 4 + 1e-6
    if np.std(inputs, axis=0).min() > 1e-3:
        scaled = StandardScaler().fit_transform(inputs)
        assert 8 / np.mean(np.sum(scaled**2, axis=1) + 1) == pytest.approx([4, SAFE][features - 1])


@fact(
    "06",
    "the path stays a dot in it. At 0.9 times the safe rate its cost ends at 0.654. From 2 times "
    "on it jumps.",
    "Standardised, the path comes near the star from 0.9 times on, and the cost ends at 0.12. The "
    "cost never jumps, not even at 5 times the safe rate, because near the star σ′ is below ¼.",
    "Each path gets the same multiple of its own safe rate, from 0.01 to 20. Will the path in "
    "millimetres come to its star in 60 steps?",
    "no, with no rate",
)
def test_one_multiple_on_two_maps():
    safe = 8 / np.mean(BILL**2 + 1)
    scaled = StandardScaler().fit_transform(BILL)
    w_star, b_star = lowest(scaled, Y_ALL)
    b_mm = b_star - w_star * BILL.mean() / BILL.std()
    ends = {}
    for times in (0.01, 0.1, 0.3, 0.9, 1.1, 2, 5, 20):
        w, b, costs = descend(BILL, Y_ALL, [0], 0, times * safe, 60)
        assert np.hypot(w[0], b) < 0.04 * abs(b_mm)
        ends[times] = costs
        w, b, standardised = descend(scaled, Y_ALL, [0], 0, times * 4, 60)
        assert times < 0.9 or round(standardised[-1], 2) == 0.12
        assert times < 0.9 or np.hypot(w[0] - w_star, b - b_star) < 0.9
        assert times > 5 or np.all(np.diff(standardised) < 0.01)
    assert round(ends[0.9][-1], 3) == 0.654
    assert np.all(np.diff(ends[0.9]) < 0)
    assert all(np.diff(ends[times]).max() > 0.2 for times in (2, 5, 20))
    assert np.diff(ends[1.1]).max() < 0.1
    output = expit(scaled[:, 0] * w_star + b_star)
    assert np.mean(output * (1 - output)) < 0.25 / 5


def test_the_lines_of_both_maps_are_whole(lesson, monkeypatch):
    """Where a convex cost is below a level is one piece, so no map has a chain of rings."""
    (panel,) = (cell for cell in code(read(path_of("06"))) if "def two_maps" in cell.source)
    monkeypatch.setattr(lesson["panels"], "slider_panel", lambda *_, **__: None)
    exec(panel.source, lesson)
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


@fact("06", "Two features that say nearly the same make a ravine on any scale.")
@given(st.floats(0.99, 0.9999), st.floats(0.1, 10), st.floats(0.1, 10))
def test_correlated_features_leave_a_ravine(r, one, two):
    rng = np.random.default_rng(0)
    u, v = StandardScaler().fit_transform(rng.normal(size=(100, 2))).T
    inputs = np.column_stack([one * u, two * (r * u + np.sqrt(1 - r**2) * v)])
    curved = curved_at(inputs, np.arange(100) % 2, np.zeros(3))
    assert curved[-1] / curved[0] > 100


@fact(
    "06",
    r"$$C(w, b) = -\frac{1}{N} \sum_{i=1}^{N} \bigl( y_i \ln \hat y_i "
    r"+ (1 - y_i) \ln(1 - \hat y_i) \bigr)",
    r"\hat y_i = \sigma(w_1 x_{i1} + w_2 x_{i2} + b)$$",
)
def test_the_function_that_is_minimised():
    w, b = np.array([1.5, -0.5]), 0.25
    y_hat = 1 / (1 + np.exp(-(w[0] * X[:, 0] + w[1] * X[:, 1] + b)))
    summed = sum(t * np.log(o) + (1 - t) * np.log(1 - o) for t, o in zip(Y, y_hat, strict=True))
    assert -summed / len(Y) == pytest.approx(log_loss(Y, y_hat))
    assert -summed / len(Y) == pytest.approx(cross_entropy(X, Y, w, b))


W, B, _ = descend(X, Y, [0, 0], 0, SAFE, 3000)


@fact(
    "06",
    "If the neuron divides *all* training rows, a line says so. Then the weights grow as long "
    "as you train",
)
def test_a_separable_file_has_no_lowest_place():
    x = np.array([[-2.0], [-1.0], [0.5], [3.0]])
    y = np.array([0.0, 0.0, 1.0, 1.0])
    costs = [cross_entropy(x, y, np.array([2.0 * factor]), factor) for factor in range(1, 40)]
    assert np.all(np.diff(costs) < 0)
    w, b, sizes = np.zeros(1), 0.0, [0.0]
    for _ in range(6):
        w, b, _ = descend(x, y, w, b, 1, 500)
        sizes.append(np.hypot(*w, b))
    assert np.all(np.diff(sizes) > 0)


@fact("06", r"w_1 x_1 + w_2 x_2 + b = 0", "that is the place $x = -b/w$", "above ½")
@given(st.floats(0.1, 9), st.floats(-9, -0.1), st.floats(-9, 9), st.floats(-9, 9))
def test_the_output_is_a_half_on_the_border(w1, w2, b, x1):
    assert expit(w1 * (-b / w1) + b) == pytest.approx(0.5)
    x2 = -(w1 * x1 + b) / w2
    assert expit(w1 * x1 + w2 * x2 + b) == pytest.approx(0.5)


@fact("06", "It has room for two numbers, so each place has the $b$ that is best there.")
def test_each_place_of_the_map_has_the_best_b(lesson):
    places = [(w1, w2) for w1 in (-20, 0, 3, 20) for w2 in (-15, 0, 4)]
    for place, found in zip(places, lesson["with_best_b"](np.array(places)), strict=True):
        best = minimize_scalar(lambda b, w=place: cross_entropy(X, Y, w, b), bounds=(-90, 90))
        assert cross_entropy(X, Y, found[:2], found[2]) == pytest.approx(best.fun, abs=1e-6)


@fact(
    "06",
    "The shaded side turns from the Adelies to the Chinstraps: slowly in the first 15 epochs, "
    "fastest near epoch 29, then slowly again. Where $w_1$ and $w_2$ are near 0, the same step "
    "changes their ratio most. Of the training birds 12 % are right at the start and 97 % at the "
    "end, while the cost falls from 9.07 to 0.15.",
    "From this bad start the first steps are about equally long.",
    "The path will start opposite to the star, so at first each weight has the wrong sign, and the "
    "border has its sides the wrong way round.",
)
def test_how_border_and_path_move():
    places, b = [-W], 0.0
    for _ in range(60):
        w, b, _ = descend(X, Y, places[-1], b, 0.25 * SAFE, 1)
        places.append(w)
    angles = np.unwrap([np.arctan2(*w[::-1]) for w in places])
    turned = np.abs(np.diff(np.degrees(angles)))
    assert turned[:15].max() < 1.5
    assert np.argmax(turned) in (28, 29)
    assert turned[40:].max() < 5
    assert abs(np.argmax(turned) - np.argmin(np.hypot(*np.transpose(places)))) <= 3
    steps = np.hypot(*np.diff(places, axis=0).T)
    assert steps[10] > 0.9 * steps[0]
    assert round(right(X, Y, places[0], 0), 2) == 0.12
    assert round(right(X, Y, w, b), 2) == 0.97
    assert round(cross_entropy(X, Y, places[0], 0), 2) == 9.07
    assert round(cross_entropy(X, Y, w, b), 2) == 0.15


@fact(
    "06",
    "Every start comes down. At 0.01 times the safe rate sixty epochs are far too few. From 3 "
    "times on every start ends at a low cost; at 30 times some end a little higher again.",
    "From (0, 0) the solid line ends lowest at 10 times, with 0.049, and the dotted one at 30 "
    "times, with 0.0119. There the dotted line is lower: by chance the validation birds are "
    "easier. After 3000 epochs 1, 10 and 30 times end alike.",
)
def test_every_start_comes_down():
    starts = [
        (one, two)
        for one in 2 * W[0] * np.linspace(-0.9, 0.9, 5)
        for two in 2 * W[0] * np.linspace(-0.9, 0.9, 5)
    ]
    ends, dotted = {}, {}
    for times in (0.01, 0.1, 0.25, 1, 3, 10, 30):
        for start in starts:
            w, b, costs = descend(X, Y, start, 0, times * SAFE, 60)
            assert costs[-1] < costs[0]
            ends[times, start] = costs[-1]
            dotted[times, start] = cross_entropy(X_NEW, Y_NEW, w, b)
    last = {times: [ends[times, start] for start in starts] for times, _ in ends}
    assert min(last[0.01]) > 0.25
    assert max(last[3] + last[10]) < 0.07 < max(last[30]) < 0.1
    middle = starts[12]
    assert middle == (0, 0)
    assert min(last, key=lambda times: ends[times, middle]) == 10
    assert min(last, key=lambda times: dotted[times, middle]) == 30
    assert (round(ends[10, middle], 3), round(dotted[30, middle], 4)) == (0.049, 0.0119)
    ends_late = [descend(X, Y, middle, 0, times * SAFE, 3000)[2][-1] for times in (1, 10, 30)]
    assert max(ends_late) - min(ends_late) < 0.001
    best = lowest(X, Y)
    assert cross_entropy(X_NEW, Y_NEW, best[:2], best[2]) < cross_entropy(X, Y, best[:2], best[2])


@fact(
    "06",
    r"$$z = w_1 \frac{x_1 - m_1}{s_1} + w_2 \frac{x_2 - m_2}{s_2} + b = \frac{w_1}{s_1} x_1 "
    r"+ \frac{w_2}{s_2} x_2 + \Bigl( b - \frac{w_1 m_1}{s_1} - \frac{w_2 m_2}{s_2} \Bigr)$$",
)
@given(*[st.tuples(st.floats(-9, 9), st.floats(-9, 9)) for _ in range(3)], st.floats(0.1, 9))
def test_mean_and_spread_go_into_weights_and_bias(x, m, w, s):
    spread = s, s + 1
    scaled = sum(wi * (xi - mi) / si for wi, xi, mi, si in zip(w, x, m, spread, strict=True)) + 0.5
    rest = 0.5 - w[0] * m[0] / spread[0] - w[1] * m[1] / spread[1]
    assert w[0] / spread[0] * x[0] + w[1] / spread[1] * x[1] + rest == pytest.approx(scaled)


@fact(
    "06",
    "If your training has arrived, it finds nearly the same numbers. `C=np.inf` switches off a "
    "*penalty*",
)
def test_the_library_finds_nearly_the_same(lesson):
    """The block of the lesson runs, and with the penalty the weights would be much smaller."""
    (shown,) = (block(cell) for cell in read(path_of("06")).cells if "from sklearn" in block(cell))
    exec(shown, lesson)
    found = np.append(lesson["fitted"].coef_, lesson["fitted"].intercept_)
    np.testing.assert_allclose(found, np.append(lesson["w"], lesson["b"]), rtol=0.02)
    np.testing.assert_allclose(found, lowest(X, Y), rtol=0.02)
    kept_small = LogisticRegression().fit(X, Y)
    assert np.abs(kept_small.coef_).max() < 0.5 * np.abs(found).max()


@fact("06", "(The scale stays; that hardly matters.)")
def test_the_scale_hardly_matters_in_the_twenty_tests(lesson):
    for seed, share in enumerate(lesson["shares"]):
        numbers = np.random.default_rng(seed).permutation(len(Y_ALL))
        ask = numbers < len(Y_ALL) // 5
        scaled = StandardScaler().fit(RAW[~ask]).transform(RAW)
        w, b, _ = descend(scaled[~ask], Y_ALL[~ask], [0, 0], 0, SAFE, 300)
        assert abs(right(scaled[ask], Y_ALL[ask], w, b) - share) < 1.5 / ask.sum()
