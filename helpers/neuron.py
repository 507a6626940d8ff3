"""One neuron: ŷ = σ(Xw + b), its cost, the gradients of the cost, and training.

Shapes: `X` (examples, features), `y` (examples,), `w` (features,), `b` a number. All functions
raise `ValueError` for shapes that do not fit, for targets outside [0, 1] and for an unknown loss,
and `TypeError` for anything but real numbers. Source of the gradients, which lesson 04 derives:
M. Nielsen, Neural Networks and Deep Learning, 2015, chapters 2 and 3.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.activations import sigmoid, sigmoid_derivative
from helpers.arrays import Array, Number, real_array
from helpers.losses import (
    binary_cross_entropy_from_z,
    binary_cross_entropy_from_z_gradient,
    quadratic_cost,
    quadratic_cost_gradient,
)


def forward(X: ArrayLike, w: ArrayLike, b: ArrayLike) -> Array:
    """Return the outputs ŷ = σ(Xw + b), shape (examples,)."""
    return sigmoid(_weighted_input(X, w, b))


def cost(X: ArrayLike, y: ArrayLike, w: ArrayLike, b: ArrayLike, loss: str) -> Number:
    """Return the cost over the data; `loss` is "quadratic" (1/(2N)) or "cross_entropy"."""
    of_z, _ = _loss(loss)
    return of_z(_weighted_input(X, w, b), y)


def gradients(
    X: ArrayLike, y: ArrayLike, w: ArrayLike, b: ArrayLike, loss: str
) -> tuple[Array, Number]:
    """Return (∂C/∂w, ∂C/∂b), shape (features,) and a number.

    With δ = ∂ℓ/∂z for each example they are Xᵀδ/N and the mean of δ.
    """
    _, slope_in_z = _loss(loss)
    delta_over_n = slope_in_z(_weighted_input(X, w, b), y)
    return np.asarray(X).T @ delta_over_n, np.sum(delta_over_n)


@dataclass(frozen=True)
class Training:
    """How a training went: `w` (epochs + 1, features), `b` and `cost` (epochs + 1,)."""

    w: Array
    b: Array
    cost: Array


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
    batch, shuffled anew by `rng`, a `numpy.random.Generator`. Raises `ValueError` for a batch size
    below 1 or without `rng`.
    """
    X, y, w, b = (real_array(v, n) for v, n in ((X, "X"), (y, "y"), (w, "w"), (b, "b")))
    _check_batches(batch_size, rng)
    record = [(w, b, cost(X, y, w, b, loss))]
    for _ in range(epochs):
        for batch in _batches(len(y), batch_size, rng):
            dw, db = gradients(X[batch], y[batch], w, b, loss)
            w, b = w - learning_rate * dw, b - learning_rate * db
        record.append((w, b, cost(X, y, w, b, loss)))
    return Training(*(np.array(column) for column in zip(*record, strict=True)))


def _weighted_input(X: ArrayLike, w: ArrayLike, b: ArrayLike) -> Array:
    X, w, b = real_array(X, "X"), real_array(w, "w"), real_array(b, "b")
    if X.ndim != 2 or w.shape != X.shape[1:] or b.ndim:
        raise ValueError(
            "X, w and b should have shapes (examples, features), (features,) and (), "
            f"but have {X.shape}, {w.shape} and {b.shape}; one feature makes X[:, None]"
        )
    return X @ w + b


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
    if name not in _LOSSES:
        raise ValueError(f"loss should be one of {', '.join(_LOSSES)}, but is {name!r}")
    return _LOSSES[name]


def _check_batches(batch_size: int | None, rng: np.random.Generator | None) -> None:
    if batch_size is not None and batch_size < 1:
        raise ValueError(f"batch_size should be 1 or more, but is {batch_size}; None takes all")
    if batch_size is not None and rng is None:
        raise ValueError("batches are drawn at random: pass rng=np.random.default_rng(seed)")


def _batches(
    examples: int, batch_size: int | None, rng: np.random.Generator | None
) -> Sequence[slice | NDArray[np.intp]]:
    if batch_size is None or rng is None:
        return [slice(None)]
    order = rng.permutation(examples)
    return [order[i : i + batch_size] for i in range(0, examples, batch_size)]
