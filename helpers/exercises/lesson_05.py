"""Exercises of lesson 05."""

from typing import Any

import numpy as np

from helpers.activations import sigmoid
from helpers.arrays import Array, apart
from helpers.descent import gradient_descent
from helpers.exercises import Case, Exercise
from helpers.exercises.backward import (
    AS_ROWS,
    B_FIRST,
    JOIN,
    KEEP_SIGN,
    NOT_SQUASHED,
    NOT_TURNED,
    OF_THE_NOTEBOOK,
    PENGUINS,
    SUM_FOR_B,
    SUMS_FOR_W,
    Gradient,
    after,
    b_first,
    batches,
    delta,
    error,
    in_parts,
    joined,
    made_of,
)
from helpers.exercises.calls import turned
from helpers.neuron import gradients, train

_rng = np.random.default_rng(5)


def _walk(gradient: Gradient) -> Gradient:
    """Return the training that descends on `gradient(X, y, w, b)`, w and b in one array."""

    def training(X: Array, y: Array, start: Array, learning_rate: float, steps: int) -> Array:
        return gradient_descent(
            lambda p: gradient(X, y, p[:-1], p[-1]), start, learning_rate, steps
        )

    return training


def _trained(X: Array, y: Array, start: Array, learning_rate: float, steps: int) -> Array:
    run = train(X, y, start[:-1], start[-1], learning_rate, steps)
    return np.column_stack([run.w, run.b])


_HAND_OVER = (
    "gradient_descent wants the function itself: hand it `gradient`, not `gradient(start)`."
)


def _slope_for_function(
    X: Array, y: Array, start: Array, learning_rate: float, steps: int
) -> Array:
    slope: Any = joined("quadratic")(X, y, start[:-1], start[-1])
    return gradient_descent(slope, start, learning_rate, steps)


_TAKE_APART = (
    "p may hold any number of weights: they are all but the last, the array `p[:-1]`, and b is the "
    "last, `p[-1]`."
)


def _taken_apart(weights: int | slice, bias: int) -> Gradient:
    """Return the training that takes these entries of p for the weights and for b."""

    def training(X: Array, y: Array, start: Array, learning_rate: float, steps: int) -> Array:
        gradient = made_of(delta)
        return gradient_descent(
            lambda p: gradient(X, y, p[weights], p[bias]), start, learning_rate, steps
        )

    return training


_right_walk = _walk(joined("quadratic"))

_three_birds: Case = {
    "X": _rng.normal(size=(3, 3)),
    "y": np.array([1.0, 0.0, 0.0]),
    "start": np.array([2.0, -0.1, 0.5, -0.5]),
    "learning_rate": 0.3,
    "steps": 2,
}

training = Exercise(
    solutions=(_trained,),
    cases=(
        {
            "X": _rng.normal(size=(9, 2)),
            "y": _rng.integers(0, 2, 9).astype(float),
            "start": np.array([0.5, -0.4, 0.2]),
            "learning_rate": 0.7,
            "steps": 6,
        },
        {
            "X": _rng.normal(size=(5, 1)),
            "y": _rng.integers(0, 2, 5).astype(float),
            "start": np.array([-1.0, 1.0]),
            "learning_rate": 2.0,
            "steps": 3,
        },
        _three_birds,
        turned(_three_birds),
        {
            "X": np.array([[0.5, -4.0]]),
            "y": np.array([1.0]),
            "start": np.array([-0.2, 0.3, 0.5]),
            "learning_rate": 0.5,
            "steps": 2,
        },
    ),
    slips={
        _walk(lambda *arguments: -joined("quadratic")(*arguments)): (
            "It walks uphill. gradient_descent subtracts already: leave the sign of the gradient."
        ),
        lambda X, y, start, learning_rate, steps: gradient_descent(
            lambda p: joined("quadratic")(X, y, start[:-1], start[-1]), start, learning_rate, steps
        ): (
            "Every step uses the gradient at the start. Take the weights and b out of p, the place "
            "where the walk is now."
        ),
        lambda X, y, start, learning_rate, steps: _right_walk(X, y, start, 3, steps): (
            "The learning rate is always 3 here; use the parameter learning_rate."
        ),
        lambda X, y, start, learning_rate, steps: _right_walk(X, y, start, learning_rate, 200): (
            "It always goes 200 steps; use the parameter steps."
        ),
        lambda X, y, start, learning_rate, steps: _right_walk(
            X, y, 0 * start, learning_rate, steps
        ): "It always starts at 0; use the parameter start.",
        lambda X, y, start, learning_rate, steps: _right_walk(X, y, start, learning_rate, steps)[
            -1
        ]: "This is only where the walk ends. Return the whole path.",
        lambda X, y, start, learning_rate, steps: _right_walk(X, y, start, learning_rate, steps)[
            1:
        ]: "The start is missing: it is the first place of the path.",
        lambda X, y, start, learning_rate, steps: joined("quadratic")(
            X, y, start[:-1], start[-1]
        ): "This is the gradient at the start. Hand a function gradient(p) to gradient_descent.",
        _walk(lambda X, y, w, b: np.append(gradients(X, y, w, b, "quadratic")[0], 0)): (
            "b never moves: its slope is missing in the gradient."
        ),
        _taken_apart(0, 1): _TAKE_APART,
        _taken_apart(slice(1), 1): _TAKE_APART,
        _taken_apart(slice(None), -1): _TAKE_APART,
        _taken_apart(slice(-1), 1): _TAKE_APART,
        _slope_for_function: _HAND_OVER,
        _walk(joined("cross_entropy")): (
            "This trains with another gradient. Use backward: it has the factor σ′(z)."
        ),
    },
    shows="Place for place the path of neuron.train: your gradient, your descent.",
)


_sure: Case = {
    "X": np.array([[1.0, 0.0], [-1.0, 0.5], [1.0, -0.25], [-1.0, 2.0]]),
    "y": np.array([0.0, 1.0, 1.0, 0.0]),
    "w": np.array([800.0, 0.0]),
    "b": 0.0,
}


def _not_cancelled(z: Array, y: Array) -> Array:
    ready = sigmoid(z) * (1 - sigmoid(z))
    with np.errstate(all="ignore"):
        return error(z, y) / ready * ready / len(y)


def _not_cancelled_loudly(z: Array, y: Array) -> Array:
    ready = sigmoid(z) * (1 - sigmoid(z))
    return error(z, y) / ready * ready / len(y)


def _with_the_textbook_sigmoid(X: Array, y: Array, w: Array, b: float) -> Array:
    delta = (1 / (1 + np.exp(-(X @ w + b))) - y) / len(y)
    return np.append(X.T @ delta, np.sum(delta))


_DIVIDES = (
    "This is right on paper. But where ŷ is exactly 0 or 1 it divides 0 by 0. Let the two factors "
    "cancel before you write code."
)

cross_entropy_gradient = Exercise(
    solutions=(joined("cross_entropy"),),
    slopes=True,
    cases=(*batches, _sure),
    slips={
        made_of(_not_cancelled): _DIVIDES,
        made_of(_not_cancelled_loudly): _DIVIDES,
        joined("quadratic"): "This is the gradient of the squared loss: σ′(z) should cancel.",
        made_of(lambda z, y: -error(z, y) / len(y)): "The sign is turned: δ is ŷ − y, not y − ŷ.",
        made_of(error): "Divide by the number of examples; the cost is a mean.",
        made_of(lambda z, y: error(z, y) / PENGUINS): OF_THE_NOTEBOOK,
        made_of(lambda z, y: error(z, y) / (sigmoid(z) * sigmoid(-z)) / len(y)): (
            "This is the slope with respect to ŷ. Times σ′(z), its denominator cancels."
        ),
        in_parts("cross_entropy"): JOIN,
        b_first("cross_entropy"): B_FIRST,
        lambda X, y, w, b: np.append(
            X @ error(X @ w + b, y) / len(y), np.mean(error(X @ w + b, y))
        ): NOT_TURNED,
        lambda X, y, w, b: np.append(
            X.T @ error(w @ X + b, y) / len(y), np.mean(error(w @ X + b, y))
        ): AS_ROWS,
        _with_the_textbook_sigmoid: (
            "The numbers are right. But e^−z overflows where z is far below 0. "
            "`sigmoid(z)` gives the same numbers, and no warning."
        ),
        lambda X, y, w, b: np.full(len(w) + 1, np.mean(error(X @ w + b, y))): (
            "The factor x is lost: the slopes for the weights are Xᵀδ/N."
        ),
        made_of(lambda z, y: (z - y) / len(y)): NOT_SQUASHED,
        made_of(lambda z, y: np.abs(error(z, y)) / len(y)): KEEP_SIGN,
        **after(lambda z, y: error(z, y) / len(y)),
        lambda X, y, w, b: np.append(
            X.T @ error(X @ w + b, y), np.mean(error(X @ w + b, y))
        ): SUMS_FOR_W,
        lambda X, y, w, b: np.append(
            X.T @ error(X @ w + b, y) / len(y), np.sum(error(X @ w + b, y))
        ): SUM_FOR_B,
    },
    shows="σ′(z) has cancelled: however sure a neuron is, it learns while it is wrong.",
)


def fall(start: float) -> float:
    """Return the share by which fifty epochs lower the loss of the badly wrong neuron, 0 to 1.

    Input 1, target 0, squared loss, η = 0.15, and w = b = `start`. Raises what `train` does.
    """
    cost = train([[1.0]], [0.0], [start], start, 0.15, 50).cost
    return float(1 - cost[-1] / cost[0]) if cost[0] else 0.0


def _kind(starts: Array) -> Array:
    """Return 1 where the neuron is wrong and stays so, 2 where it is right already, else 0."""
    within = np.clip(np.nan_to_num(starts), -1e3, 1e3)  # beyond them σ is 0 or 1 all the same
    output = sigmoid(2 * within)
    stuck = np.isfinite(starts) & (np.vectorize(fall, otypes=[float])(within) < 0.001)
    return np.where(output < 0.5, 2.0, np.where(stuck, 1.0, 0.0))


def _how_much_it_learns(start: float) -> str:
    percent, _ = apart(100 * fall(start), 0.1)
    return f"From w = b = {start:.6g} the loss falls by {percent} %: it does learn."


hopeless_start = Exercise(
    solutions=(lambda: 5.0,),
    read=_kind,
    slips={
        lambda: (5.0, 5.0): "w and b start at the same number: give it once.",
        lambda: -5.0: (
            "Here the output is below 0.5 from the beginning, and the target is 0: this neuron is "
            "right already. It should be wrong, and sure of it."
        ),
    },
    shows=(
        "ŷ is close to 1, so σ′(z) is close to 0 and every step is tiny, however wrong ŷ is. "
        "Any start far enough out does it."
    ),
    explain=_how_much_it_learns,
)
