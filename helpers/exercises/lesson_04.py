"""Exercises of lesson 04."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.activations import sigmoid, sigmoid_derivative
from helpers.arrays import Array, apart
from helpers.descent import gradient_descent
from helpers.exercises import Answer, Case, Exercise
from helpers.exercises.calls import turned
from helpers.neuron import gradients, train

PENGUINS = 219  # as many as the lesson trains with
_rng = np.random.default_rng(4)
_Gradient = Callable[..., Array]


def _batch(examples: int, features: int, b: float = 0.3) -> Case:
    return {
        "X": _rng.normal(size=(examples, features)),
        "y": _rng.integers(0, 2, examples).astype(float),
        "w": _rng.normal(size=features),
        "b": b,
    }


# Where there are as many examples as features, a lost transpose is no error of shapes.
_square: Case = {**_batch(4, 4, -1.5), "y": np.array([0.0, 1.0, 0.0, 1.0])}
_batches = (_batch(7, 3), _batch(4, 1), _square, turned(_square), _batch(1, 2))


def _joined(loss: str) -> _Gradient:
    return lambda X, y, w, b: np.append(*gradients(X, y, w, b, loss))


def _apart(loss: str) -> Answer:
    return lambda X, y, w, b: gradients(X, y, w, b, loss)


def _from(delta: Callable[[Array, Array], Array]) -> _Gradient:
    """Return the gradient made, rightly, of a δ that may be wrong."""
    return lambda X, y, w, b: np.append(X.T @ delta(X @ w + b, y), np.sum(delta(X @ w + b, y)))


def _error(z: Array, y: Array) -> Array:
    return sigmoid(z) - y


def _delta(z: Array, y: Array) -> Array:
    return _error(z, y) * sigmoid_derivative(z) / np.size(y)


def _b_first(loss: str) -> _Gradient:
    return lambda X, y, w, b: np.append(*gradients(X, y, w, b, loss)[::-1])


def _not_turned(X: Array, y: Array, w: Array, b: float) -> Array:
    delta = _delta(X @ w + b, y)
    return np.append(X @ delta, np.sum(delta))


def _as_rows(X: Array, y: Array, w: Array, b: float) -> Array:
    """Take the rows of X for features, and not for examples."""
    delta = _delta(w @ X + b, y)
    return np.append(X.T @ delta, np.sum(delta))


def _without_times(*arguments: Any) -> Array:
    """Write s(1 - s), which calls the outputs of several examples, or the one output of a bird."""
    s: Any = sigmoid(np.zeros(2) if np.ndim(arguments[0]) else 0.0)
    result: Array = s(1 - s)
    return result


def _with_a_roof(*arguments: Any) -> Array:
    """Write a power as s^2, which Python reads as something else."""
    s: Any = sigmoid(np.zeros(2) if np.ndim(arguments[0]) else 0.0)
    result: Array = s - s ^ 2
    return result


_TIMES = "Python takes `s(1 - s)` for the call of a function: write the times sign, s * (1 - s)."
_POWER = "A power is written with two stars in Python: `s**2`, not `s^2`."
_B_FIRST = "The numbers are right, but b comes first. Put the slopes for the weights before it."
_NOT_TURNED = (
    "`X @ delta` needs a δ for each feature, and there is one for each example: use `X.T @ delta`."
)
_AS_ROWS = (
    "`w @ X` multiplies each row of X by one weight. A row is an example, and each of its numbers "
    "has a weight: use `X @ w`."
)
_OF_THE_NOTEBOOK = (
    f"You divide by {PENGUINS}, the number of penguins. These are other examples: use len(y)."
)
_JOIN = "The numbers are right. Join them into one array: np.append(dw, db)."
_BRACKETS = "Python multiplies before it subtracts. Put brackets around 1 - s: s * (1 - s)."
_OUTPUT_ALONE = "σ′(z) is ŷ(1 − ŷ), and here it is ŷ alone: the second factor is missing."
_SUM_FOR_B = "The slope for b is not averaged: divide it by the number of examples, too."
_SUMS_FOR_W = "The slopes for w are not averaged: divide them by the number of examples, too."
_NOT_SQUASHED = "ŷ is σ(z). Here z has not gone through the sigmoid."
_KEEP_SIGN = "ŷ − y has to keep its sign, which tells the way: leave abs away."
_SLOPE_OF_LOSS = "The first factor should be the slope of the loss, ŷ − y, without a square."
_SLOPES: dict[Answer, str] = {
    _from(lambda z, y: _error(z, y) * sigmoid(z) / len(y)): _OUTPUT_ALONE,
    _from(lambda z, y: _error(z, y) * sigmoid(z) - sigmoid(z) / len(y)): _BRACKETS,
    _from(lambda z, y: (_error(z, y) * sigmoid(z) - sigmoid(z)) / len(y)): _BRACKETS,
    _from(lambda z, y: _error(z, y) * z * (1 - z) / len(y)): (
        "σ′(z) is ŷ(1 − ŷ), made of the outputs; z(1 − z) is something else."
    ),
    _from(lambda z, y: _error(z, y) * sigmoid_derivative(sigmoid(z)) / len(y)): (
        "The slope of the wrong thing: σ′ belongs at z, and here it is taken at ŷ."
    ),
    _from(lambda z, y: _error(z, y) * y * (1 - sigmoid(z)) / len(y)): (
        "The slope of σ is made of the output alone: y does not belong in it."
    ),
    _from(lambda z, y: np.abs(_delta(z, y))): _KEEP_SIGN,
    _from(lambda z, y: _delta(z, y) * _error(z, y)): _SLOPE_OF_LOSS,
    _from(lambda z, y: _delta(z, y) * _error(z, y) / 2): _SLOPE_OF_LOSS,
    _from(lambda z, y: (z - y) * sigmoid_derivative(z) / len(y)): _NOT_SQUASHED,
    _from(lambda z, y: (z - y) * z * (1 - z) / len(y)): _NOT_SQUASHED,
}


def _after(delta: Callable[[Array, Array], Array]) -> dict[Answer, str]:
    """Return the slips that may follow a right δ."""

    def ending(of_bias: Callable[[Array, float], Any]) -> _Gradient:
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
        lambda X, y, w, b: _from(delta)(X, y, w, b) * len(y) / len(w): (
            "You divide by the number of features. The cost is a mean over the examples: len(y)."
        ),
    }


one_bird = Exercise(
    solutions=(lambda x, y, w, b: np.array([_delta(w * x + b, y) * x, _delta(w * x + b, y)]),),
    slopes=True,
    cases=(
        {"x": 1.5, "y": 0.0, "w": 0.8, "b": -0.2},
        {"x": -2.0, "y": 1.0, "w": 0.5, "b": 0.7},
        {"x": 0.25, "y": 1.0, "w": -1.0, "b": 3.0},
    ),
    slips={
        lambda x, y, w, b: _delta(w * x + b, y) * x: "This is dw alone. Return both: dw, db.",
        lambda x, y, w, b: _delta(w * x + b, y): (
            "This is db alone. Multiply it by x for dw, and return both: dw, db."
        ),
        lambda x, y, w, b: np.array([1, x]) * _delta(w * x + b, y): (
            "The numbers are right, but db comes first. Return dw, db."
        ),
        lambda x, y, w, b: np.array([1, 1]) * _delta(w * x + b, y): (
            "db is right. But z moves x times as far as w: dw needs the factor x."
        ),
        lambda x, y, w, b: np.array([x, x]) * _delta(w * x + b, y): (
            "dw is right. But z moves exactly as far as b: db has no factor x."
        ),
        lambda x, y, w, b: np.array([x, 0]) * _delta(w * x + b, y): (
            "dw is right. db is not 0: z moves as far as b does, and that moves ŷ and ℓ."
        ),
        lambda x, y, w, b: np.array([w, 1]) * _delta(w * x + b, y): (
            "db is right. For dw, z = wx + b moves by x for each unit of w, not by w."
        ),
        lambda x, y, w, b: np.array([-x, -1]) * _delta(w * x + b, y): (
            "The sign is turned: the slope of ℓ with respect to ŷ is ŷ − y, not y − ŷ."
        ),
        lambda x, y, w, b: np.array([2 * x, 2]) * _delta(w * x + b, y): (
            "Twice too large: the loss has the factor ½, which takes away the 2 of the square."
        ),
        lambda x, y, w, b: np.array([x, 1]) * _error(w * x + b, y): (
            "The middle stage is missing: a nudge of z reaches ŷ times σ′(z)."
        ),
        lambda x, y, w, b: np.array([x, 1]) * sigmoid_derivative(w * x + b): (
            "The last stage is missing: a nudge of ŷ reaches ℓ times ŷ − y."
        ),
        lambda x, y, w, b: (
            np.array([x, 1]) * _error(w * x + b, y) ** 2 / 2 * sigmoid_derivative(w * x + b)
        ): ("The first factor should be the slope of the loss, ŷ − y, not the loss itself."),
        lambda x, y, w, b: (
            np.array([x, 1]) * _error(w * x + b, y) * sigmoid_derivative(sigmoid(w * x + b))
        ): ("σ′ is taken at the wrong place: it belongs at z, and here it is taken at ŷ."),
        lambda x, y, w, b: (
            np.array([x, 1]) * _error(w * x + b, y) * (w * x + b) * (1 - (w * x + b))
        ): ("σ′(z) is ŷ(1 − ŷ), made of the output; z(1 − z) is something else."),
        lambda x, y, w, b: (
            np.array([x, 1]) * _error(w * x + b, y) * sigmoid(w * x + b)
        ): _OUTPUT_ALONE,
        lambda x, y, w, b: (
            np.array([x, 1]) * (_error(w * x + b, y) - 1) * sigmoid(w * x + b)
        ): _BRACKETS,
        lambda x, y, w, b: (
            (_error(w * x + b, y) - np.array([x, 1])) * sigmoid(w * x + b)
        ): _BRACKETS,
        lambda x, y, w, b: np.zeros(2): (
            "Both are 0 here. `s*1 - s` is s − s: with brackets it is s * (1 - s)."
        ),
        _without_times: _TIMES,
        _with_a_roof: _POWER,
    },
    shows="Three local slopes multiplied for w, and for b the same without x.",
)

backward = Exercise(
    solutions=(_joined("quadratic"),),
    slopes=True,
    cases=_batches,
    slips={
        lambda X, y, w, b: np.full(len(w) + 1, np.sum(_delta(X @ w + b, y))): (
            "The factor x is lost: ∂z/∂w is x, so the slopes for the weights are Xᵀδ/N."
        ),
        lambda X, y, w, b: np.append(
            X.T @ _delta(X @ w + b, y), len(y) * np.sum(_delta(X @ w + b, y))
        ): _SUM_FOR_B,
        lambda X, y, w, b: np.append(
            len(y) * X.T @ _delta(X @ w + b, y), np.sum(_delta(X @ w + b, y))
        ): _SUMS_FOR_W,
        lambda X, y, w, b: np.append(
            X.T @ _delta(X @ w + b, y) / len(y), np.sum(_delta(X @ w + b, y))
        ): "The slopes for w are divided by N twice.",
        lambda X, y, w, b: np.append(X.T @ _delta(X @ w + b, y), np.mean(_delta(X @ w + b, y))): (
            "The slope for b is divided by N twice: np.mean divides, too."
        ),
        _from(lambda z, y: _delta(z, y) / len(y)): "Divided by N twice; once is enough.",
        _from(lambda z, y: _delta(z, y) * len(y) / PENGUINS): _OF_THE_NOTEBOOK,
        _from(lambda z, y: _delta(z, y) * len(y) / 3): (
            "You divide by 3, the number of birds above. There may be other numbers: use len(y)."
        ),
        _apart("quadratic"): _JOIN,
        _b_first("quadratic"): _B_FIRST,
        _not_turned: _NOT_TURNED,
        _as_rows: _AS_ROWS,
        _from(lambda z, y: -_delta(z, y)): (
            "The sign is turned: this leads uphill. δ begins with ŷ − y, not y − ŷ."
        ),
        _from(lambda z, y: _delta(z, y) * len(y)): (
            "The average is missing: the cost is a mean, so divide by the number of examples."
        ),
        _from(lambda z, y: 2 * _delta(z, y)): (
            "Twice too large: the loss has the factor ½, which takes away the 2 of the square."
        ),
        **_SLOPES,
        **_after(_delta),
        _from(lambda z, y: 0 * z): (
            "All slopes are 0 here. `s*1 - s` is s − s: with brackets it is s * (1 - s)."
        ),
        _without_times: _TIMES,
        _with_a_roof: _POWER,
        _joined("cross_entropy"): (
            "The factor σ′(z) is missing. (This is the gradient of another cost; you will meet it.)"
        ),
    },
    shows="Three local slopes multiplied, averaged over the examples: that is backpropagation.",
)


def _walk(gradient: _Gradient) -> _Gradient:
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
    slope: Any = _joined("quadratic")(X, y, start[:-1], start[-1])
    return gradient_descent(slope, start, learning_rate, steps)


_TAKE_APART = (
    "p may hold any number of weights: they are all but the last, the array `p[:-1]`, and b is the "
    "last, `p[-1]`."
)


def _taken_apart(weights: int | slice, bias: int) -> _Gradient:
    """Return the training that takes these entries of p for the weights and for b."""

    def training(X: Array, y: Array, start: Array, learning_rate: float, steps: int) -> Array:
        gradient = _from(_delta)
        return gradient_descent(
            lambda p: gradient(X, y, p[weights], p[bias]), start, learning_rate, steps
        )

    return training


_right_walk = _walk(_joined("quadratic"))

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
        _walk(lambda *arguments: -_joined("quadratic")(*arguments)): (
            "It walks uphill. gradient_descent subtracts already: leave the sign of the gradient."
        ),
        lambda X, y, start, learning_rate, steps: gradient_descent(
            lambda p: _joined("quadratic")(X, y, start[:-1], start[-1]), start, learning_rate, steps
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
        lambda X, y, start, learning_rate, steps: _joined("quadratic")(
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
        _walk(_joined("cross_entropy")): (
            "This trains with another gradient. Use backward: it has the factor σ′(z)."
        ),
    },
    shows="Place for place the path of neuron.train: your gradient, your descent.",
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
    slopes=True,
    cases=_batches,
    slips={
        broken: "This computes what the broken one computes. Look at the two factors after ŷ − y.",
        _from(lambda z, y: _error(z, y) * (1 - y) / len(y)): (
            "Now σ′(z) is gone altogether. It is ŷ(1 − ŷ): the output, not the target, in both."
        ),
        _from(lambda z, y: 0 * z): (
            "All slopes are 0: y(1 − y) is always 0 here, and so is `s*1 - s`. "
            "The slope of σ is ŷ * (1 - ŷ), made of the output and with brackets."
        ),
        **_SLOPES,
        **_after(_delta),
        _without_times: _TIMES,
        _with_a_roof: _POWER,
        _from(lambda z, y: -_delta(z, y)): "The bug is mended, but the sign has been turned.",
        _from(
            lambda z, y: _delta(z, y) * len(y)
        ): "The bug is mended, but now / len(y) is missing.",
        _from(lambda z, y: _delta(z, y) * len(y) / PENGUINS): _OF_THE_NOTEBOOK,
        _apart("quadratic"): _JOIN,
        _b_first("quadratic"): _B_FIRST,
        _not_turned: _NOT_TURNED,
        _as_rows: _AS_ROWS,
        _joined("cross_entropy"): "The bug is gone, and σ′(z) with it. It belongs to this cost.",
    },
    shows="The gradient check tells that something is wrong; reading tells what.",
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
        return _error(z, y) / ready * ready / len(y)


def _not_cancelled_loudly(z: Array, y: Array) -> Array:
    ready = sigmoid(z) * (1 - sigmoid(z))
    return _error(z, y) / ready * ready / len(y)


def _with_the_textbook_sigmoid(X: Array, y: Array, w: Array, b: float) -> Array:
    delta = (1 / (1 + np.exp(-(X @ w + b))) - y) / len(y)
    return np.append(X.T @ delta, np.sum(delta))


_DIVIDES = (
    "This is right on paper. But where ŷ is exactly 0 or 1 it divides 0 by 0. Let the two factors "
    "cancel before you write code."
)

cross_entropy_gradient = Exercise(
    solutions=(_joined("cross_entropy"),),
    slopes=True,
    cases=(*_batches, _sure),
    slips={
        _from(_not_cancelled): _DIVIDES,
        _from(_not_cancelled_loudly): _DIVIDES,
        _joined("quadratic"): "This is the gradient of the squared loss: σ′(z) should cancel.",
        _from(lambda z, y: -_error(z, y) / len(y)): "The sign is turned: δ is ŷ − y, not y − ŷ.",
        _from(_error): "Divide by the number of examples; the cost is a mean.",
        _from(lambda z, y: _error(z, y) / PENGUINS): _OF_THE_NOTEBOOK,
        _from(lambda z, y: _error(z, y) / (sigmoid(z) * sigmoid(-z)) / len(y)): (
            "This is the slope with respect to ŷ. Times σ′(z), its denominator cancels."
        ),
        _apart("cross_entropy"): _JOIN,
        _b_first("cross_entropy"): _B_FIRST,
        lambda X, y, w, b: np.append(
            X @ _error(X @ w + b, y) / len(y), np.mean(_error(X @ w + b, y))
        ): _NOT_TURNED,
        lambda X, y, w, b: np.append(
            X.T @ _error(w @ X + b, y) / len(y), np.mean(_error(w @ X + b, y))
        ): _AS_ROWS,
        _with_the_textbook_sigmoid: (
            "The numbers are right. But e^−z overflows where z is far below 0. "
            "`activations.sigmoid(z)` gives the same numbers, and no warning."
        ),
        lambda X, y, w, b: np.full(len(w) + 1, np.mean(_error(X @ w + b, y))): (
            "The factor x is lost: the slopes for the weights are Xᵀδ/N."
        ),
        _from(lambda z, y: (z - y) / len(y)): _NOT_SQUASHED,
        _from(lambda z, y: np.abs(_error(z, y)) / len(y)): _KEEP_SIGN,
        **_after(lambda z, y: _error(z, y) / len(y)),
        lambda X, y, w, b: np.append(
            X.T @ _error(X @ w + b, y), np.mean(_error(X @ w + b, y))
        ): _SUMS_FOR_W,
        lambda X, y, w, b: np.append(
            X.T @ _error(X @ w + b, y) / len(y), np.sum(_error(X @ w + b, y))
        ): _SUM_FOR_B,
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
