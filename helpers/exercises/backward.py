"""What may be right and wrong with the backward pass of a neuron, for lessons 04 and 05.

Shapes and errors are as in `helpers.neuron`.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.activations import sigmoid, sigmoid_derivative
from helpers.arrays import Array
from helpers.exercises import Answer, Case
from helpers.exercises.calls import turned
from helpers.neuron import gradients

PENGUINS = 219  # as many as the lessons train with
_rng = np.random.default_rng(4)
Gradient = Callable[..., Array]


def _batch(examples: int, features: int, b: float = 0.3) -> Case:
    return {
        "X": _rng.normal(size=(examples, features)),
        "y": _rng.integers(0, 2, examples).astype(float),
        "w": _rng.normal(size=features),
        "b": b,
    }


# Where there are as many examples as features, a lost transpose is no error of shapes.
_square: Case = {**_batch(4, 4, -1.5), "y": np.array([0.0, 1.0, 0.0, 1.0])}
batches = (_batch(7, 3), _batch(4, 1), _square, turned(_square), _batch(1, 2))


def joined(loss: str) -> Gradient:
    """Return the gradient as one array."""
    return lambda X, y, w, b: np.append(*gradients(X, y, w, b, loss))


def in_parts(loss: str) -> Answer:
    """Return the gradient as two values."""
    return lambda X, y, w, b: gradients(X, y, w, b, loss)


def made_of(delta: Callable[[Array, Array], Array]) -> Gradient:
    """Return the gradient made, rightly, of a δ that may be wrong."""
    return lambda X, y, w, b: np.append(X.T @ delta(X @ w + b, y), np.sum(delta(X @ w + b, y)))


def error(z: Array, y: Array) -> Array:
    """Return how wrong each output is."""
    return sigmoid(z) - y


def delta(z: Array, y: Array) -> Array:
    """Return δ of each example with squared loss, over their number."""
    return error(z, y) * sigmoid_derivative(z) / np.size(y)


def b_first(loss: str) -> Gradient:
    """Return the gradient with the slope for b in the first place."""
    return lambda X, y, w, b: np.append(*gradients(X, y, w, b, loss)[::-1])


def not_turned(X: Array, y: Array, w: Array, b: float) -> Array:
    """Return the gradient with X where Xᵀ belongs."""
    d = delta(X @ w + b, y)
    return np.append(X @ d, np.sum(d))


def as_rows(X: Array, y: Array, w: Array, b: float) -> Array:
    """Return the gradient with the rows of X taken for features."""
    d = delta(w @ X + b, y)
    return np.append(X.T @ d, np.sum(d))


def without_times(*arguments: Any) -> Array:
    """Write s(1 - s), which calls the outputs of several examples, or the one output of a bird."""
    s: Any = sigmoid(np.zeros(2) if np.ndim(arguments[0]) else 0.0)
    result: Array = s(1 - s)
    return result


def with_a_roof(*arguments: Any) -> Array:
    """Write a power as s^2, which Python reads as something else."""
    s: Any = sigmoid(np.zeros(2) if np.ndim(arguments[0]) else 0.0)
    result: Array = s - s ^ 2
    return result


TIMES = "Python takes `s(1 - s)` for the call of a function: write the times sign, s * (1 - s)."
POWER = "A power is written with two stars in Python: `s**2`, not `s^2`."
B_FIRST = "The numbers are right, but b comes first. Put the slopes for the weights before it."
NOT_TURNED = (
    "`X @ delta` needs a δ for each feature, and there is one for each example: use `X.T @ delta`."
)
AS_ROWS = (
    "`w @ X` multiplies each row of X by one weight. A row is an example, and each of its numbers "
    "has a weight: use `X @ w`."
)
OF_THE_NOTEBOOK = (
    f"You divide by {PENGUINS}, the number of penguins. These are other examples: use len(y)."
)
JOIN = "The numbers are right. Join them into one array: np.append(dw, db)."
SUM_FOR_B = "The slope for b is not averaged: divide it by the number of examples, too."
SUMS_FOR_W = "The slopes for w are not averaged: divide them by the number of examples, too."
NOT_SQUASHED = "ŷ is σ(z). Here z has not gone through the sigmoid."
KEEP_SIGN = "ŷ − y has to keep its sign, which tells the way: leave abs away."


def after(delta: Callable[[Array, Array], Array]) -> dict[Answer, str]:
    """Return the slips that may follow a right δ."""

    def ending(of_bias: Callable[[Array, float], Any]) -> Gradient:
        def answer(X: Array, y: Array, w: Array, b: float) -> Array:
            d = delta(X @ w + b, y)
            return np.append(X.T @ d, of_bias(d, b))

        return answer

    products = "The slope for a weight is a sum over the examples: X.T @ delta multiplies and adds."
    return {
        ending(lambda d, b: []): "The slope for b is missing: put it behind those for the weights.",
        ending(lambda d, b: 0): "The slope for b is 0. As ∂z/∂b is 1, it is the sum of all δ.",
        ending(lambda d, b: b * np.sum(d)): "∂z/∂b is 1: the slope for b has no factor b.",
        ending(lambda d, b: d): "This gives b a slope for each example. Add them up.",
        lambda X, y, w, b: np.append(X.T * delta(X @ w + b, y), sum(delta(X @ w + b, y))): products,
        lambda X, y, w, b: np.append((X.T * delta(X @ w + b, y)).T, sum(delta(X @ w + b, y))): (
            products
        ),
        lambda X, y, w, b: np.append(
            np.sum(X.T * delta(X @ w + b, y), axis=0), sum(delta(X @ w + b, y))
        ): (
            "axis=1 adds up along each row, over its features. The slope for a weight is a sum "
            "over the examples."
        ),
        lambda X, y, w, b: made_of(delta)(X, y, w, b) * len(y) / len(w): (
            "You divide by the number of features. The cost is a mean over the examples: len(y)."
        ),
    }
