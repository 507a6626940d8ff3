"""The numbers of the aside 06b, each proved apart from the code that it runs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import fact
from scipy.special import expit
from sklearn.datasets import load_digits

DIGITS = load_digits()
THREE_OR_EIGHT = np.isin(DIGITS.target, (3, 8))
PICTURES = DIGITS.data[THREE_OR_EIGHT] / 16
EIGHT = (DIGITS.target[THREE_OR_EIGHT] == 8).astype(float)
NEW = np.random.default_rng(0).permutation(len(EIGHT)) < len(EIGHT) // 5
X, Y = PICTURES[~NEW], EIGHT[~NEW]
ETA = 8 / (np.mean([picture @ picture for picture in X]) + 1)
DIFFERENCE = X[Y == 1].mean(axis=0) - X[Y == 0].mean(axis=0)


def walk(epochs):
    """Return the weights and the biases at each epoch, without any code of `neuron`."""
    w, b = np.zeros(64), 0.0
    places = [(w, b)]
    for _ in range(epochs):
        d = expit(X @ w + b) - Y
        w, b = w - ETA * d @ X / len(Y), b - ETA * d.mean()
        places.append((w, b))
    return places


PLACES = walk(240)


@fact(
    "06b",
    "8 by 8 pixels each",
    "The ink is divided by 16, its largest value. It cannot be standardised: some pixels are white "
    "in every picture, so their spread is 0.",
)
def test_the_pictures():
    assert PICTURES.shape[1] == 64
    assert PICTURES.max() == 1
    assert np.any(np.ptp(PICTURES, axis=0) == 0)


@fact(
    "06b",
    "`X` has the shape (pictures, 64)",
    "Return 64 numbers",
    "and each row counts by ½",
    r"the factor is $\eta \cdot \tfrac12 \cdot \tfrac12 = \eta / 4$",
)
@given(st.integers(1, 20), st.floats(0.1, 2))
def test_with_equal_numbers_the_first_step_is_a_quarter_of_the_difference(count, eta):
    rng = np.random.default_rng(count)
    inputs, y = rng.uniform(size=(2 * count, 64)), np.arange(2 * count) % 2
    slope = (expit(np.zeros(2 * count)) - y) @ inputs / (2 * count)
    apart = inputs[y == 1].mean(axis=0) - inputs[y == 0].mean(axis=0)
    assert -eta * slope == pytest.approx(eta / 4 * apart)


@fact(
    "06b",
    "They are not quite equal, as there are a few more threes.",
    "The largest numbers lie left of the middle. There an eight closes its loops, and a three is "
    "open.",
)
def test_what_the_first_step_draws():
    assert 0 < np.sum(Y == 0) - np.sum(Y == 1) < 10
    for shown in (DIFFERENCE, PLACES[1][0]):
        largest = np.argsort(shown)[-4:]
        assert np.all(largest % 8 < 4)
        assert np.all(shown[largest] > 0)


@fact(
    "06b",
    'At the beginning each output is ½, which is not above ½. So every answer is "three", and '
    "50.7 % are right. After one epoch it is 97.2 %, and in the end 100 %. Meanwhile the largest "
    "weight grows from 0.069 to 2.3: the neuron becomes surer, and the cost falls.",
    "After how many of the 240 epochs are 95 % of the pictures that were put aside recognised "
    "correctly?",
    "By then it is surer of them, but it recognised them long before.",
    "## And 239 steps more",
)
def test_how_many_are_recognised():
    shares = [
        np.mean((PICTURES[NEW] @ w + b > 0) == EIGHT[NEW])
        for w, b in (PLACES[k] for k in (0, 1, -1))
    ]
    assert [round(100 * share, 1) for share in shares] == [50.7, 97.2, 100]
    sizes = [np.abs(PLACES[k][0]).max() for k in (1, -1)]
    assert (round(sizes[0], 3), round(sizes[1], 1)) == (0.069, 2.3)


@fact(
    "06b",
    "The strongest blue moves away from where threes have most ink compared with eights.",
    "the one where threes have most ink compared with eights, and one in the last row but one",
)
def test_where_the_weights_are_most_negative():
    assert divmod(int(np.argmin(DIFFERENCE)), 8) == (4, 5)
    assert np.argmin(PLACES[1][0]) == np.argmin(DIFFERENCE)
    assert divmod(int(np.argmin(PLACES[-1][0])), 8) == (2, 4)
    assert PLACES[-1][0][8 * 6 + 4] < PLACES[-1][0][8 * 4 + 5] < 0
    assert abs(DIFFERENCE[8 * 6 + 4]) < 0.02
