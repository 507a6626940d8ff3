"""Exercises of lesson 05."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.arrays import Array
from helpers.exercises import Answer, Case, Exercise

_rng = np.random.default_rng(5)

every_fourth = Exercise(
    solutions=(lambda n: np.arange(n) % 4 == 3,),
    cases=({"n": 12}, {"n": 10}, {"n": 3}),
    slips={
        lambda n: np.arange(n) % 4 == 0: (
            "This begins with the very first row. The fourth row has the index 3."
        ),
        lambda n: np.arange(n) % 4 == 1: "These are rows 2, 6, 10; the fourth row has the index 3.",
        lambda n: np.arange(n) % 4 != 3: (
            "These are the rows to train on. True should stand at the rows held out."
        ),
        lambda n: np.arange(n) % 4: (
            "This is the remainder itself. Compare it with 3, to get True and False."
        ),
        lambda n: np.arange(n)[3::4]: (
            "These are the indices. Wanted is True or False for each of the n rows."
        ),
        lambda n: np.arange(n) % 3 == 2: "This holds out every third row.",
        lambda n: np.arange(n) % 5 == 4: "This holds out every fifth row.",
        lambda n: np.arange(n) < n // 4: (
            "This is the first quarter. In a sorted file it may hold one class only."
        ),
        lambda n: np.arange(n) >= n - n // 4: (
            "This is the last quarter. In a sorted file it may hold one class only."
        ),
    },
    shows="One row in four will be met for the first time when the training is over.",
)


def _table(rows: int, features: int) -> Case:
    return {
        "X": _rng.normal(40, 7, size=(rows, features)) * np.arange(1, features + 1),
        "training": np.arange(rows) % 4 != 3,
    }


def _scaled(mean: Callable[[Array, Array], Any], spread: Callable[[Array, Array], Any]) -> Answer:
    """Return the scaling by a mean and a spread that are functions of all and of training rows."""
    return lambda X, training: (X - mean(X, X[training])) / spread(X, X[training])


standardised = Exercise(
    solutions=(lambda X, training: (X - X[training].mean(axis=0)) / X[training].std(axis=0),),
    cases=(_table(11, 2), _table(9, 1)),
    slips={
        _scaled(lambda X, known: X.mean(axis=0), lambda X, known: X.std(axis=0)): (
            "Mean and spread come from all rows here. The held-out rows should not be looked at: "
            "use X[training] for both."
        ),
        _scaled(lambda X, known: known.mean(axis=0), lambda X, known: X.std(axis=0)): (
            "The spread comes from all rows here; use X[training] for it, too."
        ),
        _scaled(lambda X, known: X.mean(axis=0), lambda X, known: known.std(axis=0)): (
            "The mean comes from all rows here; use X[training] for it, too."
        ),
        _scaled(lambda X, known: known.mean(), lambda X, known: known.std()): (
            "One mean for all columns. Each column needs its own: axis=0."
        ),
        _scaled(lambda X, known: known.mean(axis=0), lambda X, known: 1.0): (
            "The mean is 0 now, but the spread is still that of the file: divide by it."
        ),
        _scaled(lambda X, known: 0.0, lambda X, known: known.std(axis=0)): (
            "The spread is 1 now, but the mean is not 0: subtract it first."
        ),
        _scaled(lambda X, known: known.mean(axis=0), lambda X, known: known.var(axis=0)): (
            "Divide by the standard deviation, .std, not by its square, .var."
        ),
        _scaled(lambda X, known: known.mean(axis=0), lambda X, known: known.std(axis=0, ddof=1)): (
            "This spread divides by one row less. Here it is the plain one, NumPy's .std(axis=0)."
        ),
        lambda X, training: X - X[training].mean(axis=0) / X[training].std(axis=0): (
            "Parentheses are missing: the difference is divided, not the mean alone."
        ),
        lambda X, training: (
            (X[training] - X[training].mean(axis=0)) / X[training].std(axis=0)
        ): "These are the training rows alone. Return all rows, on the scale of the training rows.",
        _scaled(
            lambda X, known: known.min(axis=0),
            lambda X, known: known.max(axis=0) - known.min(axis=0),
        ): "This is another scale, from 0 to 1. Use mean and standard deviation.",
    },
    shows="Every feature now varies by about 1 around 0, and no held-out row was used for it.",
)


def _border(x1: list[float], w: list[float], b: float) -> Case:
    return {"x1": np.array(x1), "w": np.array(w), "b": b}


boundary = Exercise(
    solutions=(lambda x1, w, b: -(w[0] * x1 + b) / w[1],),
    cases=(_border([-2.0, 0.5, 1.0], [2.0, -0.5], 0.3), _border([0.7, 3.0], [-1.5, 4.0], -2.0)),
    slips={
        lambda x1, w, b: (w[0] * x1 + b) / w[1]: (
            "The sign is lost: w₁x₁ + b goes to the other side of the equation."
        ),
        lambda x1, w, b: -(w[1] * x1 + b) / w[0]: (
            "The weights are swapped: w[0] belongs to x₁, and w[1] is what you divide by."
        ),
        lambda x1, w, b: -w[0] * x1 / w[1]: "The bias is lost: without b every border meets 0.",
        lambda x1, w, b: -(w[0] * x1 + b): "Divide by w₂, which stands before x₂.",
        lambda x1, w, b: -w[0] * x1 / w[1] - b: "The bias is to be divided by w₂, too.",
        lambda x1, w, b: -w[0] * x1 + b / w[1]: "Divide the whole of −(w₁x₁ + b) by w₂.",
        lambda x1, w, b: (b - w[0] * x1) / w[1]: (
            "The sign of b: it goes to the other side of the equation, too."
        ),
        lambda x1, w, b: (0.5 - w[0] * x1 - b) / w[1]: (
            "The output is ½ where z is 0, not where z is ½."
        ),
    },
    shows="The border is a straight line, whatever the weights: one neuron has no other.",
)


def _guesses(y_hat: list[float], y: list[int]) -> Case:
    return {"y_hat": np.array(y_hat), "y": np.array(y, dtype=float)}


share_right = Exercise(
    solutions=(lambda y_hat, y: np.mean((y_hat > 0.5) == y),),
    cases=(
        _guesses([0.9, 0.2, 0.6, 0.1, 0.7, 0.4, 0.8], [1, 0, 0, 0, 1, 1, 1]),
        _guesses([0.3, 0.55, 1.0, 0.0], [1, 1, 1, 1]),
    ),
    slips={
        lambda y_hat, y: np.sum((y_hat > 0.5) == y): "This is the number of them: take the mean.",
        lambda y_hat, y: np.mean((y_hat > 0.5) != y): "This is the share of wrong answers.",
        lambda y_hat, y: 100 * np.mean((y_hat > 0.5) == y): (
            "This is in percent. A share lies between 0 and 1."
        ),
        lambda y_hat, y: np.mean(y_hat == y): (
            "An output is hardly ever exactly 0 or 1. Make it an answer first: is it above ½?"
        ),
        lambda y_hat, y: np.mean(1 - np.abs(y_hat - y)): (
            "This says how close the outputs are. An answer is right or wrong: is ŷ above ½?"
        ),
        lambda y_hat, y: np.mean(y_hat > 0.5): (
            "This is how often the answer is 1. Compare the answers with y."
        ),
        lambda y_hat, y: np.mean((y_hat > 0.5) & (y == 1)): (
            "This counts only the ones told as ones. A zero told as a zero is right, too."
        ),
    },
    shows="The cost leads the training; this is what one wants to know in the end.",
)
