"""Exercises of lesson 04."""

from collections.abc import Callable

import numpy as np

from helpers.activations import sigmoid, sigmoid_derivative
from helpers.arrays import Array
from helpers.exercises import Answer, Case, Exercise
from helpers.neuron import gradients, train

_rng = np.random.default_rng(4)


def _batch(examples: int, features: int) -> Case:
    return {
        "X": _rng.normal(size=(examples, features)),
        "y": _rng.integers(0, 2, examples).astype(float),
        "w": _rng.normal(size=features),
        "b": 0.3,
    }


_batches = (_batch(7, 3), _batch(4, 1))


def _joined(loss: str) -> Answer:
    return lambda X, y, w, b: np.append(*gradients(X, y, w, b, loss))


def _from(delta: Callable[[Array, Array], Array]) -> Answer:
    """Return the gradient made, rightly, of a δ that may be wrong."""
    return lambda X, y, w, b: np.append(X.T @ delta(X @ w + b, y), np.sum(delta(X @ w + b, y)))


def _error(z: Array, y: Array) -> Array:
    return sigmoid(z) - y


def _delta(z: Array, y: Array) -> Array:
    return _error(z, y) * sigmoid_derivative(z) / len(y)


backward = Exercise(
    solutions=(_joined("quadratic"),),
    cases=_batches,
    slips={
        lambda X, y, w, b: np.full(len(w) + 1, np.sum(_delta(X @ w + b, y))): (
            "The factor x is lost: ∂z/∂w is x, so the part of w is Xᵀδ/N."
        ),
        lambda X, y, w, b: np.append(X.T @ _delta(X @ w + b, y), 0): (
            "The part of b is 0. As ∂z/∂b is 1, it is the mean of all δ."
        ),
        lambda X, y, w, b: np.append(
            X.T @ _delta(X @ w + b, y), len(y) * np.sum(_delta(X @ w + b, y))
        ): "The part of b is not averaged: divide it by the number of examples, too.",
        lambda X, y, w, b: np.append(
            len(y) * X.T @ _delta(X @ w + b, y), np.sum(_delta(X @ w + b, y))
        ): "The part of w is not averaged: divide it by the number of examples, too.",
        _from(lambda z, y: -_delta(z, y)): (
            "The sign is turned: this leads uphill. δ begins with ŷ − y, not y − ŷ."
        ),
        _from(lambda z, y: _delta(z, y) * len(y)): (
            "The average is missing: the cost is a mean, so divide by the number of examples."
        ),
        _from(lambda z, y: 2 * _delta(z, y)): (
            "Twice too large: the cost has the factor 1/2, which cancels the 2 of the square."
        ),
        _from(lambda z, y: _error(z, y) * sigmoid_derivative(sigmoid(z)) / len(y)): (
            "The slope of the wrong thing: σ′ belongs at z, and here it is taken at ŷ."
        ),
        _joined("cross_entropy"): (
            "The factor σ′(z) is missing. (This is the gradient of another cost; you will meet it.)"
        ),
    },
    shows="Three local slopes multiplied, averaged over the examples: that is backpropagation.",
)


def broken(X: Array, y: Array, w: Array, b: float) -> Array:
    """Return a gradient with a bug in it, for learners to find.

    Shapes and errors are as in `helpers.neuron`.
    """
    y_hat = sigmoid(X @ w + b)
    delta = (y_hat - y) * y_hat * (1 - y) / len(y)
    return np.append(X.T @ delta, np.sum(delta))


mended = Exercise(
    solutions=(_joined("quadratic"),),
    cases=_batches,
    slips={
        broken: "This computes what the broken one computes. Look at the two factors after ŷ − y.",
        _from(lambda z, y: _error(z, y) * (1 - y) / len(y)): (
            "Now σ′(z) is gone altogether. It is ŷ(1 − ŷ): the output, not the target, in both."
        ),
        _from(lambda z, y: _error(z, y) * y * (1 - y) / len(y)): (
            "y(1 − y) is always 0 here. The slope of σ is made of the output ŷ."
        ),
        _from(lambda z, y: -_delta(z, y)): "The bug is mended, but the sign has been turned.",
        _joined("cross_entropy"): "The bug is gone, and σ′(z) with it. It belongs to this cost.",
    },
    shows="The gradient check tells that something is wrong; reading tells what.",
)

cross_entropy_gradient = Exercise(
    solutions=(_joined("cross_entropy"),),
    cases=_batches,
    slips={
        _joined("quadratic"): "This is the gradient of the squared loss: σ′(z) should cancel.",
        _from(lambda z, y: -_error(z, y) / len(y)): "The sign is turned: δ is ŷ − y, not y − ŷ.",
        _from(_error): "Divide by the number of examples; the cost is a mean.",
        _from(lambda z, y: _error(z, y) / (sigmoid(z) * sigmoid(-z)) / len(y)): (
            "This is the slope with respect to ŷ. Times σ′(z), its denominator cancels."
        ),
        lambda X, y, w, b: np.full(len(w) + 1, np.mean(_error(X @ w + b, y))): (
            "The factor x is lost: the part of w is Xᵀδ/N."
        ),
        lambda X, y, w, b: np.append(X.T @ _error(X @ w + b, y) / len(y), 0): (
            "The part of b is 0; it is the mean of ŷ − y."
        ),
    },
    shows="σ′(z) has cancelled: however sure a neuron is, it learns while it is wrong.",
)


def fall(start: float) -> float:
    """Return the share by which fifty epochs lower the cost of the badly wrong neuron, 0 to 1.

    Input 1, target 0, squared loss, η = 0.15, and w = b = `start`. Raises what `train` does.
    """
    cost = train([[1.0]], [0.0], [start], start, 0.15, 50).cost
    return float(1 - cost[-1] / cost[0]) if cost[0] else 0.0


def _kind(starts: Array) -> Array:
    """Return 1 where the neuron is wrong and stays so, 2 where it is right already, else 0."""
    output = sigmoid(2 * starts)
    stuck = np.isfinite(starts) & (np.vectorize(fall, otypes=[float])(starts) < 0.001)
    return np.where(output < 0.5, 2.0, np.where(stuck, 1.0, 0.0))


hopeless_start = Exercise(
    solutions=(lambda: 5.0,),
    read=_kind,
    slips={
        lambda: -5.0: (
            "Here the output is below 0.5 from the beginning, and the target is 0: this neuron is "
            "right already. It should be wrong, and sure of it."
        ),
    },
    shows=(
        "ŷ is close to 1, so σ′(z) is close to 0 and every step is tiny, however wrong ŷ is. "
        "Any start far enough out does it."
    ),
    explain=lambda s: f"From w = b = {s:.4g} the cost falls by {fall(s):.2%}: it does learn.",
)
