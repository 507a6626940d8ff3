"""Exercises of lesson 04."""

from collections.abc import Callable

import numpy as np

from helpers import gradient_check
from helpers.activations import sigmoid, sigmoid_derivative
from helpers.arrays import Array
from helpers.exercises import Answer, Exercise
from helpers.exercises.backward import (
    AS_ROWS,
    B_FIRST,
    JOIN,
    KEEP_SIGN,
    NOT_SQUASHED,
    NOT_TURNED,
    OF_THE_NOTEBOOK,
    PENGUINS,
    POWER,
    SUM_FOR_B,
    SUMS_FOR_W,
    TIMES,
    after,
    as_rows,
    b_first,
    batches,
    delta,
    error,
    in_parts,
    joined,
    made_of,
    not_turned,
    with_a_roof,
    without_times,
)

_BRACKETS = "Python multiplies before it subtracts. Put brackets around 1 - s: s * (1 - s)."
_OUTPUT_ALONE = "σ′(z) is ŷ(1 − ŷ), and here it is ŷ alone: the second factor is missing."
_SLOPE_OF_LOSS = "The first factor should be the slope of the loss, ŷ − y, without a square."
_SLOPES: dict[Answer, str] = {
    made_of(lambda z, y: error(z, y) * sigmoid(z) / len(y)): _OUTPUT_ALONE,
    made_of(lambda z, y: error(z, y) * sigmoid(z) - sigmoid(z) / len(y)): _BRACKETS,
    made_of(lambda z, y: (error(z, y) * sigmoid(z) - sigmoid(z)) / len(y)): _BRACKETS,
    made_of(lambda z, y: error(z, y) * z * (1 - z) / len(y)): (
        "σ′(z) is ŷ(1 − ŷ), made of the outputs; z(1 − z) is something else."
    ),
    made_of(lambda z, y: error(z, y) * sigmoid_derivative(sigmoid(z)) / len(y)): (
        "The slope of the wrong thing: σ′ belongs at z, and here it is taken at ŷ."
    ),
    made_of(lambda z, y: error(z, y) * y * (1 - sigmoid(z)) / len(y)): (
        "The slope of σ is made of the output alone: y does not belong in it."
    ),
    made_of(lambda z, y: np.abs(delta(z, y))): KEEP_SIGN,
    made_of(lambda z, y: delta(z, y) * error(z, y)): _SLOPE_OF_LOSS,
    made_of(lambda z, y: delta(z, y) * error(z, y) / 2): _SLOPE_OF_LOSS,
    made_of(lambda z, y: (z - y) * sigmoid_derivative(z) / len(y)): NOT_SQUASHED,
    made_of(lambda z, y: (z - y) * z * (1 - z) / len(y)): NOT_SQUASHED,
}


backward = Exercise(
    solutions=(joined("quadratic"),),
    slopes=True,
    cases=batches,
    slips={
        lambda X, y, w, b: np.full(len(w) + 1, np.sum(delta(X @ w + b, y))): (
            "The factor x is lost: ∂z/∂w is x, so the slopes for the weights are Xᵀδ/N."
        ),
        lambda X, y, w, b: np.append(
            X.T @ delta(X @ w + b, y), len(y) * np.sum(delta(X @ w + b, y))
        ): SUM_FOR_B,
        lambda X, y, w, b: np.append(
            len(y) * X.T @ delta(X @ w + b, y), np.sum(delta(X @ w + b, y))
        ): SUMS_FOR_W,
        lambda X, y, w, b: np.append(
            X.T @ delta(X @ w + b, y) / len(y), np.sum(delta(X @ w + b, y))
        ): "The slopes for w are divided by N twice.",
        lambda X, y, w, b: np.append(X.T @ delta(X @ w + b, y), np.mean(delta(X @ w + b, y))): (
            "The slope for b is divided by N twice: np.mean divides, too."
        ),
        made_of(lambda z, y: delta(z, y) / len(y)): "Divided by N twice; once is enough.",
        made_of(lambda z, y: delta(z, y) * len(y) / PENGUINS): OF_THE_NOTEBOOK,
        made_of(lambda z, y: delta(z, y) * len(y) / 3): (
            "You divide by 3, the number of birds above. There may be other numbers: use len(y)."
        ),
        in_parts("quadratic"): JOIN,
        b_first("quadratic"): B_FIRST,
        not_turned: NOT_TURNED,
        as_rows: AS_ROWS,
        made_of(lambda z, y: -delta(z, y)): (
            "The sign is turned: this leads uphill. δ begins with ŷ − y, not y − ŷ."
        ),
        made_of(lambda z, y: delta(z, y) * len(y)): (
            "The average is missing: the cost is a mean, so divide by the number of examples."
        ),
        made_of(lambda z, y: 2 * delta(z, y)): (
            "Twice too large: the loss has the factor ½, which takes away the 2 of the square."
        ),
        **_SLOPES,
        **after(delta),
        made_of(lambda z, y: 0 * z): (
            "All slopes are 0 here. `s*1 - s` is s − s: with brackets it is s * (1 - s)."
        ),
        without_times: TIMES,
        with_a_roof: POWER,
        joined("cross_entropy"): (
            "The factor σ′(z) is missing. (This is the gradient of another cost; you will meet it.)"
        ),
    },
    shows="Three local slopes multiplied, averaged over the examples: that is backpropagation.",
)


def bent(p: Array) -> float:
    """Return a number in which each entry of p, shape (entries,), has a slope of its own."""
    return float(np.sum(np.arange(1, len(p) + 1) * p**3) + np.prod(p))


def _each(
    change: Callable[[Callable[[Array], float], Array, Array, float], float],
) -> Callable[..., Array]:
    """Return the gradient whose entries `change(f, p, nudge, step)` gives, one entry nudged."""
    return lambda f, p, step: np.array([change(f, p, n, step) for n in step * np.eye(len(p))])


def _nudges_that_stay(f: Callable[[Array], float], p: Array, step: float) -> Array:
    after, before, slopes = p.copy(), p.copy(), []
    for k in range(len(p)):
        after[k] += step
        before[k] -= step
        slopes.append((f(after) - f(before)) / (2 * step))
    return np.array(slopes)


def _entries_alone(f: Callable[[Array], float], p: Array, step: float) -> Array:
    return np.array([(f(entry + step) - f(entry - step)) / (2 * step) for entry in p])


_AT_ONCE = (
    "This nudges all entries of p at once. Nudge one at a time: p + nudge, where all entries of "
    "nudge but one are 0."
)

numerical_gradient = Exercise(
    solutions=(gradient_check.numerical_gradient,),
    cases=(
        {"f": bent, "p": np.array([0.5, -1.0, 2.0]), "step": 0.5},
        {"f": bent, "p": np.array([-1.5]), "step": 0.25},
        {"f": bent, "p": np.array([-0.75, 0.125, 1.0, -2.0]), "step": 2.0},
        {"f": bent, "p": np.array([1.0, -3.0]), "step": 1.5},
    ),
    slips={
        _each(lambda f, p, nudge, step: (f(p + nudge) - f(p)) / step): (
            "This nudges to one side. Take f(p + nudge) - f(p - nudge), and divide by 2 * step."
        ),
        _each(lambda f, p, nudge, step: (f(p) - f(p - nudge)) / step): (
            "This nudges down alone. Take f(p + nudge) - f(p - nudge), and divide by 2 * step."
        ),
        _each(lambda f, p, nudge, step: (f(p + nudge) - f(p)) / (2 * step)): (
            "The nudge goes to one side, and the division is for both: subtract f(p - nudge)."
        ),
        _each(lambda f, p, nudge, step: (f(p + nudge) - f(p - nudge)) / step): (
            "Twice too large: the two places are 2 * step apart."
        ),
        _each(lambda f, p, nudge, step: (f(p + nudge) - f(p - nudge)) / 2 * step): (
            "Python divides by 2 and then multiplies by step. Put brackets around 2 * step."
        ),
        _each(lambda f, p, nudge, step: (f(p + nudge) - f(p - nudge)) / 2): (
            "The change is divided by 2, and not by how far apart the two places are: 2 * step."
        ),
        _each(lambda f, p, nudge, step: f(p + nudge) - f(p - nudge)): (
            "This is the change of f. Divide it by 2 * step for the slope."
        ),
        _each(lambda f, p, nudge, step: f(p + nudge) - f(p - nudge) / (2 * step)): (
            "Python divides before it subtracts. Put brackets around the difference."
        ),
        _each(lambda f, p, nudge, step: (f(p - nudge) - f(p + nudge)) / (2 * step)): (
            "The sign is turned: subtract what f gives below from what it gives above."
        ),
        lambda f, p, step: gradient_check.numerical_gradient(f, p): (
            "It does not use step: it always nudges by 1e-5."
        ),
        lambda f, p, step: (f(p + step) - f(p - step)) / (2 * step): _AT_ONCE,
        lambda f, p, step: np.full(len(p), (f(p + step) - f(p - step)) / (2 * step)): _AT_ONCE,
        _nudges_that_stay: (
            "The nudge of one entry is still there when the next one is nudged. Begin each time "
            "with p as it was."
        ),
        _entries_alone: (
            "f takes the whole array. Hand it all of p, with one entry nudged, not one entry alone."
        ),
    },
    shows="Each slope measured by itself: this proves any gradient right or wrong.",
)


def broken(X: Array, y: Array, w: Array, b: float) -> Array:
    """Return a gradient with two bugs in it, for learners to find.

    Shapes and errors are as in `helpers.neuron`.
    """
    y_hat = 1 / (1 + np.exp(X @ w + b))
    delta = (y_hat - y) * y_hat * (1 - y_hat)
    return np.append(X.T @ delta, 0) / len(y)


def _with_plus(z: Array, y: Array) -> Array:
    """Return δ of each example over their number, with the minus of the sigmoid lost."""
    return (sigmoid(-z) - y) * sigmoid_derivative(z) / len(y)


_PLUS = "The sigmoid is 1/(1 + e⁻ᶻ). Its minus is still missing: look at the first line."

mended = Exercise(
    solutions=(joined("quadratic"),),
    cases=batches,
    slopes=True,
    slips={
        broken: "This computes what the broken one computes. Begin with the first line.",
        made_of(_with_plus): _PLUS,
        made_of(lambda z, y: -_with_plus(z, y)): _PLUS,
        **_SLOPES,
        **after(delta),
        made_of(lambda z, y: 0 * z): (
            "All slopes are 0 here. `s*1 - s` is s − s: with brackets it is s * (1 - s)."
        ),
        without_times: TIMES,
        with_a_roof: POWER,
        made_of(lambda z, y: -delta(z, y)): "The bugs are mended, but the sign has been turned.",
        made_of(lambda z, y: delta(z, y) * len(y)): (
            "The bugs are mended, but now / len(y) is missing."
        ),
        made_of(lambda z, y: delta(z, y) * len(y) / PENGUINS): OF_THE_NOTEBOOK,
        lambda X, y, w, b: np.append(X.T @ delta(X @ w + b, y), np.mean(delta(X @ w + b, y))): (
            "The slope for b is divided by N twice: np.mean divides, too."
        ),
        in_parts("quadratic"): JOIN,
        b_first("quadratic"): B_FIRST,
        not_turned: NOT_TURNED,
        as_rows: AS_ROWS,
        joined("cross_entropy"): "σ′(z) is gone, and it belongs to this cost.",
    },
    shows="The gradient check says that something is wrong, and when nothing is any more.",
)
