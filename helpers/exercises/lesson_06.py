"""Exercises of lesson 06."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.activations import sigmoid
from helpers.arrays import Array
from helpers.exercises import Answer, Case, Exercise
from helpers.exercises.calls import turned

_rng = np.random.default_rng(5)


def _quarter(of: Callable[[Array], Any]) -> Answer:
    """Return the answer that is true where `of` gives the numbers of rows."""
    return lambda numbers: np.isin(np.arange(len(numbers)), of(numbers))


lowest_quarter = Exercise(
    solutions=(lambda numbers: numbers < len(numbers) // 4,),
    cases=tuple(
        {"numbers": numbers}
        for numbers in (
            *(_rng.permutation(n) for n in (12, 10, 7)),
            np.array([1, 4, 0, 3, 2]),
            np.array([5, 2, 0, 4, 1, 3]),
            np.array([0]),
        )
    ),
    slips={
        lambda numbers: numbers <= len(numbers) // 4: (
            "This is one row too many: the numbers begin with 0."
        ),
        lambda numbers: numbers < len(numbers) / 4: (
            "A quarter of 10 is 2.5, and three numbers are below that. Round down: // 4."
        ),
        lambda numbers: numbers >= len(numbers) // 4: (
            "These are the rows to train on. True should stand at the rows held out."
        ),
        lambda numbers: numbers >= len(numbers) - len(numbers) // 4: (
            "A quarter at random, too, but that of the highest numbers. Take the lowest."
        ),
        lambda numbers: numbers < 4: "This holds out four rows, however many there are.",
        lambda numbers: numbers < 0.25: (
            "The numbers are whole and run from 0 to n − 1. A quarter of n is n // 4."
        ),
        lambda numbers: numbers[: len(numbers) // 4]: (
            "These are the numbers that the first rows got. Return True or False for each row."
        ),
        lambda numbers: np.flatnonzero(numbers < len(numbers) // 4): (
            "These are the indices of the right rows. Return True or False for each row."
        ),
        lambda numbers: np.sum(numbers < len(numbers) // 4): (
            "This says how many rows are held out. Return True or False for each row."
        ),
        _quarter(lambda numbers: numbers[: len(numbers) // 4]): (
            "A quarter at random, too, but another one: here the first numbers name the rows. "
            "Ask of each row whether its own number is among the lowest."
        ),
        _quarter(lambda numbers: np.arange(len(numbers) // 4)): (
            "This is the first quarter. In a sorted file it may hold one class only."
        ),
        _quarter(lambda numbers: np.arange(len(numbers) - len(numbers) // 4, len(numbers))): (
            "This is the last quarter. In a sorted file it may hold one class only."
        ),
        _quarter(lambda numbers: np.arange(3, len(numbers), 4)): (
            "This is every fourth row. Where the classes alternate, it holds one class only."
        ),
        lambda numbers: numbers % 4 == 3: (
            "This takes every fourth number. Take the lowest quarter of them."
        ),
        lambda numbers: numbers % 4 == 0: (
            "This takes every fourth number. Take the lowest quarter of them."
        ),
        lambda numbers: len(numbers) % 4 == 3: (
            "This is one True or False for all rows together: len(numbers) is a single number. "
            "Compare numbers itself, and NumPy does it for each row."
        ),
    },
    shows="One row in four, chosen by chance, is met for the first time after the training.",
)


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

# With numbers below 0, and with a held-out row farther out than any limit one might think of.
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
            "Mean and spread come from all rows here. The held-out rows should not be looked at: "
            "use X[training] for both."
        ),
        _scaled(lambda X, known: known.mean(axis=0), lambda X, known: X.std(axis=0)): (
            "The spread comes from all rows here; use X[training] for it, too."
        ),
        _scaled(lambda X, known: X.mean(axis=0), lambda X, known: known.std(axis=0)): (
            "The mean comes from all rows here; use X[training] for it, too."
        ),
        lambda X, training: _on_the_scale_of(X, ~training): (
            "Mean and spread come from the held-out rows here. X[training] are the training rows."
        ),
        lambda X, training: np.where(training[:, None], _on_the_scale_of(X, training), X): (
            "The held-out rows are still in their own units. Return all rows on one scale."
        ),
        lambda X, training: np.where(
            training[:, None], _on_the_scale_of(X, training), _on_the_scale_of(X, ~training)
        ): ("The held-out rows have a scale of their own here. Use that of the training rows."),
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
    shows="Every feature now varies by about 1 around 0, and no held-out row was used for it.",
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


def _guesses(y_hat: list[float], y: list[int]) -> Case:
    return {"y_hat": np.array(y_hat), "y": np.array(y, dtype=float)}


share_right = Exercise(
    solutions=(lambda y_hat, y: np.mean((y_hat > 0.5) == y),),
    cases=(
        _guesses([0.9, 0.2, 0.6, 0.1, 0.7, 0.4, 0.8], [1, 0, 0, 0, 1, 1, 1]),
        _guesses([0.3, 0.55, 1.0, 0.0, 0.5], [1, 1, 1, 1, 0]),
        _guesses([0.6, 0.7, 0.03], [0, 1, 1]),
        _guesses([0.4], [0]),
    ),
    slips={
        lambda y_hat, y: np.sum((y_hat > 0.5) == y): "This is the number of them: take the mean.",
        lambda y_hat, y: np.mean((y_hat >= 0.5) == y): (
            "At exactly ½ the answer is 0: the answer is 1 only above ½, which is >, not >=."
        ),
        lambda y_hat, y: np.mean((y_hat > 0) == y): (
            "Every output is above 0. Compare with ½; it is z that is compared with 0."
        ),
        lambda y_hat, y: (y_hat > 0.5) == y: (
            "This says for each row whether it is right. Take the mean: that is the share."
        ),
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
            "This counts only the ones that are recognised. A zero that is recognised is right, "
            "too."
        ),
    },
    shows="The cost leads the training; this is what one wants to know in the end.",
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
