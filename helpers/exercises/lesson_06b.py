"""Exercises of the aside 06b."""

import numpy as np

from helpers.exercises import Case, Exercise
from helpers.exercises.calls import turned

_rng = np.random.default_rng(5)


def _pictures(y: list[int], pixels: int) -> Case:
    return {"X": _rng.integers(0, 17, (len(y), pixels)) / 16, "y": np.array(y, dtype=float)}


# No picture has numbers below 0, but a right answer can take them too.
_both_sides: Case = {
    "X": np.array([[4.0, -0.5, 0.2], [-3.0, 0.5, -0.1], [0.7, -75.0, -4.0]]),
    "y": np.array([1.0, 0.0, 0.0]),
}

difference = Exercise(
    solutions=(lambda X, y: X[y == 1].mean(axis=0) - X[y == 0].mean(axis=0),),
    cases=(
        _pictures([1, 0, 0, 1, 0, 0, 1], 4),
        _pictures([0, 1, 0], 3),
        _both_sides,
        turned(_both_sides),
    ),
    slips={
        lambda X, y: X[y == 0].mean(axis=0) - X[y == 1].mean(axis=0): (
            "The sign: this is the mean three minus the mean eight."
        ),
        lambda X, y: X[y == 1].sum(axis=0) - X[y == 0].sum(axis=0): (
            "These are sums. Where one kind has more pictures, its sum is larger: take the means."
        ),
        lambda X, y: X[y == 1].mean() - X[y == 0].mean(): (
            "One mean over all pixels. Each pixel needs its own: axis=0."
        ),
        lambda X, y: X[y == 1].mean(axis=0): "The threes are missing: subtract their mean.",
        lambda X, y: X[y == 1].mean(axis=0) - X.mean(axis=0): (
            "The mean of all pictures is subtracted; subtract that of the threes, X[y == 0]."
        ),
        lambda X, y: (2 * y - 1) @ X / len(y): (
            "Both sums are divided by the number of all pictures. Divide each by its own number."
        ),
        lambda X, y: np.mean(X * y[:, None], axis=0) - np.mean(X * (1 - y)[:, None], axis=0): (
            "Both sums are divided by the number of all pictures. Divide each by its own number."
        ),
        lambda X, y: X[0] - X[1]: "These are the first two pictures alone. Take all of each kind.",
        lambda X, y: X[1] - X[0]: (
            "y == 1 says for each picture whether it is an eight; write X[y == 1], not X[1]."
        ),
    },
    shows="This picture is what the first step of the descent will draw.",
)
