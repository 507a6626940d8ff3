"""Exercises of lesson 06."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.activations import sigmoid
from helpers.arrays import Array
from helpers.exercises import Answer, Case, Exercise
from helpers.exercises.calls import turned

_rng = np.random.default_rng(5)


def _table(rows: int, features: int) -> Case:
    return {
        "X": _rng.normal(40, 7, size=(rows, features)) * np.arange(1, features + 1),
        "training": _rng.permutation(rows) >= rows // 4,
    }


def _scaled(mean: Callable[[Array, Array], Any], spread: Callable[[Array, Array], Any]) -> Answer:
    """Return the scaling by a mean and a spread that are functions of all and of training rows."""
    return lambda X, training: (X - mean(X, X[training])) / spread(X, X[training])


def _on_the_scale_of(X: Any, rows: Any) -> Any:
    return (X - X[rows].mean(axis=0)) / X[rows].std(axis=0)


_ALONG_ROWS = (
    "axis=1 goes along each row and mixes its features. Each column has a mean and a spread."
)

# With numbers below 0, and with another row farther out than any limit one might think of.
_wide: Case = {
    "X": np.array([[4.0, -0.5, 0.2], [-3.0, 0.5, -0.1], [900.0, -75.0, -4.0]]),
    "training": np.array([True, True, False]),
}

standardised = Exercise(
    solutions=(_on_the_scale_of,),
    cases=(_table(11, 2), _table(9, 1), _wide, turned(_wide)),
    tolerance=5e-7,  # so that a spread + 1e-8, a habit of many, is right as well
    slips={
        _scaled(lambda X, known: X.mean(axis=0), lambda X, known: X.std(axis=0)): (
            "Mean and spread come from all rows here. The other rows are not to be used yet: use "
            "X[training] for both."
        ),
        _scaled(lambda X, known: known.mean(axis=0), lambda X, known: X.std(axis=0)): (
            "The spread comes from all rows here; use X[training] for it, too."
        ),
        _scaled(lambda X, known: X.mean(axis=0), lambda X, known: known.std(axis=0)): (
            "The mean comes from all rows here; use X[training] for it, too."
        ),
        lambda X, training: _on_the_scale_of(X, ~training): (
            "Mean and spread come from the other rows here. X[training] are the training rows."
        ),
        lambda X, training: np.where(training[:, None], _on_the_scale_of(X, training), X): (
            "The other rows are still in their own units. Return all rows on one scale."
        ),
        lambda X, training: np.where(
            training[:, None], _on_the_scale_of(X, training), _on_the_scale_of(X, ~training)
        ): ("The other rows have a scale of their own here. Use that of the training rows."),
        _scaled(lambda X, known: known.mean(axis=1), lambda X, known: known.std(axis=1)): (
            _ALONG_ROWS
        ),
        _scaled(
            lambda X, known: known.mean(axis=1, keepdims=True),
            lambda X, known: known.std(axis=1, keepdims=True),
        ): _ALONG_ROWS,
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
        _scaled(lambda X, known: known.mean(axis=0), lambda X, known: known.std(axis=0) + 1e-5): (
            "Something is added to the spread. That is for columns without spread, which the "
            "lesson has refused already; and 1e-8 would be enough."
        ),
        lambda X, training: X - X[training].mean(axis=0) / X[training].std(axis=0): (
            "Parentheses are missing: the difference is divided, not the mean alone."
        ),
        lambda X, training: _on_the_scale_of(X, training)[
            training
        ]: "These are the training rows alone. Return all rows, on the scale of the training rows.",
        _scaled(
            lambda X, known: known.min(axis=0),
            lambda X, known: known.max(axis=0) - known.min(axis=0),
        ): "This is another scale, from 0 to 1. Use mean and standard deviation.",
    },
    shows="Every feature now varies by about 1 around 0, and only training rows were used for it.",
)


def _border(x1: list[float], w: list[float], b: float) -> Case:
    return {"x1": np.array(x1), "w": np.array(w), "b": b}


boundary = Exercise(
    solutions=(lambda x1, w, b: -(w[0] * x1 + b) / w[1],),
    cases=(
        _border([-2.0, 0.5, 1.0], [2.0, -0.5], 0.3),
        _border([0.7, 3.0], [-1.5, 4.0], -2.0),
        _border([5.0, 0.2, -3.0], [0.1, -3.0], 0.5),
        _border([-1.0], [2.5, 0.5], -0.3),
    ),
    slips={
        lambda x1, w, b: (w[0] * x1 + b) / w[1]: (
            "The sign is lost: w₁x₁ + b goes to the other side of the equation."
        ),
        lambda x1, w, b: -(w[1] * x1 + b) / w[0]: (
            "The weights are swapped: w[0] belongs to x₁, and w[1] is what you divide by."
        ),
        lambda x1, w, b: -w[0] * x1 / w[1]: "The bias is lost: without b every border meets 0.",
        lambda x1, w, b: -(w[0] * x1 + b): "Divide by w₂, which stands before x₂.",
        lambda x1, w, b: -w[0] * x1 - b / w[1]: "Divide w₁x₁ by w₂, too, and not b alone.",
        lambda x1, w, b: -(w[0] * x1 + b) * w[1]: "Divide by w₂; this multiplies by it.",
        lambda x1, w, b: w[0] * x1 + w[1] * x1 + b: (
            "This is z at x₂ = x₁. The question is for which x₂ z is 0."
        ),
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


def _row(
    row: list[float], mean: list[float], spread: list[float], w: list[float], b: float = 0.4
) -> Case:
    named = {"row": row, "mean": mean, "spread": spread, "w": w}
    return {name: np.array(values) for name, values in named.items()} | {"b": b}


_three_features = _row(
    [-20.0, 0.7, 3.0], [-18.0, 0.2, -0.4], [2.5, 0.2, 4.0], [-0.8, -0.05, 1.1], -1
)


def _output(z: Callable[..., Any]) -> Answer:
    return lambda row, mean, spread, w, b: sigmoid(z(row, mean, spread, w, b))


predicted = Exercise(
    solutions=(_output(lambda row, mean, spread, w, b: (row - mean) / spread @ w + b),),
    cases=(
        _row([2.9, 0.9], [2.5, 1.5], [0.6, 1.2], [1.5, -0.75]),
        _row([1.8], [2.2], [0.4], [-1.25]),
        _three_features,
        turned(_three_features),
    ),
    slips={
        _output(lambda row, mean, spread, w, b: row @ w + b): (
            "The row is still in its own units. The weights belong to standardised features: "
            "subtract mean and divide by spread first."
        ),
        _output(lambda row, mean, spread, w, b: (row - mean) @ w + b): (
            "The mean is subtracted; divide by the spread, too."
        ),
        _output(lambda row, mean, spread, w, b: row / spread @ w + b): (
            "Divided by the spread; subtract the mean first."
        ),
        _output(lambda row, mean, spread, w, b: (row - mean / spread) @ w + b): (
            "Parentheses are missing: the difference is divided, not the mean alone."
        ),
        _output(lambda row, mean, spread, w, b: (row - mean) * spread @ w + b): (
            "Divide by the spread; this multiplies by it."
        ),
        _output(lambda row, mean, spread, w, b: (row * spread + mean) @ w + b): (
            "This is the way from standardised numbers back to the units of the file. The other "
            "way is needed."
        ),
        _output(lambda row, mean, spread, w, b: (row - mean) / spread @ w): "The bias b is lost.",
        _output(lambda row, mean, spread, w, b: (row - mean) / spread * w + b): (
            "Each feature has an output of its own here. One z adds up all products: use @."
        ),
        lambda row, mean, spread, w, b: (row - mean) / spread @ w + b: (
            "This is z. The sigmoid makes ŷ of it."
        ),
        lambda row, mean, spread, w, b: float(sigmoid((row - mean) / spread @ w + b) > 0.5): (
            "This is the answer, 0 or 1. Return ŷ itself: it says how sure the neuron is."
        ),
        lambda row, mean, spread, w, b: sigmoid([(row - mean) / spread @ w + b]): (
            "This is an array with one output in it. Return the output itself: [0]."
        ),
        _output(lambda row, mean, spread, w, b: (row - row.mean()) / row.std() @ w + b): (
            "This is the mean of different features of one row. Use mean and spread, which come "
            "from the training rows."
        ),
    },
    shows="A new row takes the same way as the training rows: standardised, weighted, squashed.",
)
