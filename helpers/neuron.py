"""One neuron: ŷ = σ(Xw + b), its cost, the gradients of the cost, and training.

Shapes: `X` (examples, features), `y` (examples,), `w` (features,), `b` a number. All functions
raise `ValueError` for shapes that do not fit, for numbers that are not finite, for targets outside
[0, 1] and for an unknown loss, and `TypeError` for anything but real numbers. Source of the
gradients, which lesson 04 derives: M. Nielsen, Neural Networks and Deep Learning, 2015, chapters 2
and 3.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.activations import sigmoid, sigmoid_derivative
from helpers.arrays import (
    Array,
    DivergenceError,
    Number,
    count,
    each_between_0_and_1,
    finite,
    quiet,
    rate,
    shown,
    too_large,
)
from helpers.losses import (
    binary_cross_entropy_from_z,
    binary_cross_entropy_from_z_gradient,
    quadratic_cost,
    quadratic_cost_gradient,
)


@quiet
def forward(X: ArrayLike, w: ArrayLike, b: ArrayLike) -> Array:
    """Return the outputs ŷ = σ(Xw + b), shape (examples,)."""
    return sigmoid(_weighted_input(*_inputs(X, w, b)))


@quiet
def cost(X: ArrayLike, y: ArrayLike, w: ArrayLike, b: ArrayLike, loss: str) -> Number:
    """Return the cost over the data; `loss` is "quadratic" (1/(2N)) or "cross_entropy"."""
    of_z, _ = _loss(loss)
    return of_z(_weighted_input(*_inputs(X, w, b)), y)


@quiet
def gradients(
    X: ArrayLike, y: ArrayLike, w: ArrayLike, b: ArrayLike, loss: str
) -> tuple[Array, Number]:
    """Return (∂C/∂w, ∂C/∂b), shape (features,) and a number.

    With δ = ∂ℓ/∂z for each example they are Xᵀδ/N and the mean of δ.
    """
    _, slope_in_z = _loss(loss)
    return _gradients(*_inputs(X, w, b), y, slope_in_z)


@dataclass(frozen=True)
class Training:
    """How a training went: `w` (epochs + 1, features), `b` and `cost` (epochs + 1,)."""

    w: Array
    b: Array
    cost: Array


@quiet
def train(
    X: ArrayLike,
    y: ArrayLike,
    w: ArrayLike,
    b: ArrayLike,
    learning_rate: float,
    epochs: int,
    loss: str = "quadratic",
    batch_size: int | None = None,
    rng: np.random.Generator | None = None,
) -> Training:
    """Return the `Training` that gradient descent makes of the start `w`, `b`.

    An epoch is one pass over all examples: one step without `batch_size`, else one step for each
    batch, shuffled anew by `rng`, a `numpy.random.Generator`. Raises `ValueError` for a learning
    rate that is not positive, for a number of epochs that is not whole or is negative, and for a
    batch size below 1 or without `rng`; and `DivergenceError`, which holds the training so far,
    where that leaves the finite numbers.
    """
    X, w, b = _inputs(X, w, b)
    y = each_between_0_and_1(finite(y, "y"), "y")
    eta, epochs, size = rate(learning_rate), count(epochs, "epochs"), _batch_size(batch_size, rng)
    of_z, slope_in_z = _loss(loss)
    record = [(w, b, finite(of_z(_weighted_input(X, w, b), y), "cost"))]
    for epoch in range(1, epochs + 1):
        try:
            for batch in _batches(len(y), size, rng):
                dw, db = _gradients(X[batch], w, b, y[batch], slope_in_z)
                w, b = w - eta * dw, b - eta * db
            record.append((w, b, finite(of_z(_weighted_input(X, w, b), y), "cost")))
        except ValueError:  # only numbers that are not finite are new since the first cost
            raise DivergenceError(_left(epoch, record[-1], X, eta), _training(record)) from None
    return _training(record)


_Record = tuple[Array, Array, Array]  # w, b and the cost after an epoch


def _training(record: Sequence[_Record]) -> Training:
    return Training(*(np.array(column) for column in zip(*record, strict=True)))


def _left(epoch: int, last: _Record, X: Array, eta: float) -> str:
    """Return in words that an epoch has left the finite numbers, and the likely cause."""
    w, b, cost = last
    largest = np.abs(X).max(initial=0)
    cause = (
        f"X holds numbers as large as {largest:.3g}: standardise it"
        if largest > 100
        else too_large(eta)
    )
    return (
        f"Epoch {epoch} leaves the finite numbers. The last finite cost is {cost:.6g}, at "
        f"w = {shown(w)}, b = {b:.6g}; {cause}."
    )


def _inputs(X: ArrayLike, w: ArrayLike, b: ArrayLike) -> tuple[Array, Array, Array]:
    """Return all three as arrays of finite floats, once their shapes are known to fit."""
    X, w, b = finite(X, "X"), finite(w, "w"), finite(b, "b")
    if X.ndim != 2 or w.shape != X.shape[1:] or b.ndim:
        way_out = (
            "np.reshape(X, (-1, 1)) makes one feature of a list"
            if X.ndim < 2
            else "give one weight for each column of X, in one list, and one number as b"
        )
        raise ValueError(
            "X, w and b should have shapes (examples, features), (features,) and (), "
            f"but have {X.shape}, {w.shape} and {b.shape}; {way_out}"
        )
    return X, w, b


def _weighted_input(X: Array, w: Array, b: Array) -> Array:
    z = X @ w + b
    if not np.all(np.isfinite(z)):
        raise ValueError(
            f"X @ w + b should be finite, but X goes up to {np.abs(X).max(initial=0):.3g} and w to "
            f"{np.abs(w).max(initial=0):.3g}; standardise X, or take smaller weights"
        )
    return z


def _gradients(
    X: Array, w: Array, b: Array, y: ArrayLike, slope_in_z: Callable[[Array, ArrayLike], Array]
) -> tuple[Array, Number]:
    delta_over_n = slope_in_z(_weighted_input(X, w, b), y)
    return X.T @ delta_over_n, np.sum(delta_over_n)


def _quadratic_of_z(z: ArrayLike, y: ArrayLike) -> Number:
    return quadratic_cost(sigmoid(z), y)


def _quadratic_of_z_gradient(z: ArrayLike, y: ArrayLike) -> Array:
    return quadratic_cost_gradient(sigmoid(z), y) * sigmoid_derivative(z)


_CostAndGradient = tuple[Callable[[Array, ArrayLike], Number], Callable[[Array, ArrayLike], Array]]
_LOSSES: dict[str, _CostAndGradient] = {
    "quadratic": (_quadratic_of_z, _quadratic_of_z_gradient),
    "cross_entropy": (binary_cross_entropy_from_z, binary_cross_entropy_from_z_gradient),
}


def _loss(name: str) -> _CostAndGradient:
    if not isinstance(name, str) or name not in _LOSSES:
        raise ValueError(f"loss should be one of {', '.join(_LOSSES)}, but is {name!r}")
    return _LOSSES[name]


def _batch_size(batch_size: int | None, rng: np.random.Generator | None) -> int | None:
    if batch_size is None:
        return None
    if not hasattr(rng, "permutation"):
        raise ValueError("batches are drawn at random: pass rng=np.random.default_rng(seed)")
    return count(batch_size, "batch_size", least=1)


def _batches(
    examples: int, batch_size: int | None, rng: np.random.Generator | None
) -> Sequence[slice | NDArray[np.intp]]:
    if batch_size is None or rng is None:
        return [slice(None)]
    order = rng.permutation(examples)
    return [order[i : i + batch_size] for i in range(0, examples, batch_size)]
