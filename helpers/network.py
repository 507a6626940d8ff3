"""A network: layers of neurons, each fed by the outputs of the layer before it.

A network is a list of layers (W, b), `W` of shape (inputs, neurons), `b` (neurons,); rows of other
arrays are examples. Hidden layers squash by `activation`, the last by σ; the cost is cross-entropy.
All raise `ValueError` for shapes that do not fit, for numbers that are not finite, for targets
outside [0, 1], for sizes that are no counts and for an unknown activation, and `TypeError` for
anything but real numbers. Source of the slopes, which lesson 07 derives: D. Rumelhart, G. Hinton
and R. Williams, Nature 323, 1986.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers import activations
from helpers.arrays import Array, Number, count, finite, one, positive, quiet
from helpers.losses import binary_cross_entropy_from_z, binary_cross_entropy_from_z_gradient

Layer = tuple[Array, Array]  # (W, b), or the slopes of the cost against them
Network = Sequence[Layer]


@quiet
def new_network(sizes: Sequence[int], rng: np.random.Generator, scale: float = 1.0) -> list[Layer]:
    """Return layers for `sizes` (inputs, neurons, …, outputs): random weights, biases of 0.

    `rng`, a `numpy.random.Generator`, draws weights of the standard deviation `scale` / √inputs.
    Source: M. Nielsen, Neural Networks and Deep Learning, 2015, chapter 3, where `scale` is 1.
    """
    spread = one(positive(scale, "scale", "1"), "scale")
    if not hasattr(rng, "normal"):
        raise ValueError("rng should be a generator of random numbers; np.random.default_rng(0) is")
    shapes = pairwise(_sizes(sizes))
    return [(rng.normal(0, spread / np.sqrt(n), (n, m)), np.zeros(m)) for n, m in shapes]


@quiet
def forward(
    X: ArrayLike, layers: Network, activation: str = "sigmoid"
) -> tuple[list[Array], list[Array]]:
    """Return the weighted inputs Z of each layer, and what each is fed: X, then f(Z) after f(Z)."""
    squash, _ = _activation(activation)
    fed, weighted = [_examples(X)], list[Array]()
    for W, b in _layers(layers):
        if fed[-1].shape[-1:] + b.shape != W.shape:
            raise ValueError(
                f"layers should fit together, but one with W {W.shape} and b {b.shape} is fed with "
                f"{fed[-1].shape}; W should be (inputs, neurons), b (neurons,)"
            )
        weighted.append(_weighted(fed[-1], W, b))
        fed.append(squash(weighted[-1]))
    return weighted, fed[:-1]


@quiet
def cost(X: ArrayLike, y: ArrayLike, layers: Network, activation: str = "sigmoid") -> Number:
    """Return the cross-entropy of the outputs; `y` has the shape (examples, outputs)."""
    return binary_cross_entropy_from_z(forward(X, layers, activation)[0][-1], y)


@quiet
def backward(
    X: ArrayLike, y: ArrayLike, layers: Network, activation: str = "sigmoid"
) -> tuple[list[Array], list[Layer]]:
    """Return δ = ∂C/∂Z of each layer, and its (∂C/∂W, ∂C/∂b), first layer first."""
    _, slope = _activation(activation)
    weighted, fed = forward(X, layers, activation)
    deltas = [binary_cross_entropy_from_z_gradient(weighted[-1], y)]
    for (W, _), Z in zip(layers[:0:-1], weighted[-2::-1], strict=True):
        deltas.insert(0, finite((deltas[0] @ np.transpose(W)) * slope(Z), "∂C/∂Z"))
    return deltas, [(A.T @ d, d.sum(axis=0)) for A, d in zip(fed, deltas, strict=True)]


def join(*parts: Any) -> Array:
    """Return the entries of all parts in a row, as one array; a part is an array or a layer.

    So descent walks with one array: `join(*layers)` undoes what `layers_of` does.
    """
    if not parts:
        raise ValueError("parts should be arrays or layers, but there is none; give one or more")
    return np.concatenate([join(*p) if isinstance(p, tuple) else np.ravel(p) for p in parts])


def layers_of(p: ArrayLike, sizes: Sequence[int]) -> list[Layer]:
    """Return layers for `sizes` whose entries stand in a row in `p`, of the kind that they have."""
    p, sizes = np.asarray(p), _sizes(sizes)
    counts = [entries for n, m in pairwise(sizes) for entries in (n * m, m)]
    if p.shape != (sum(counts),):
        raise ValueError(
            f"p should have the shape ({sum(counts)},) for layers of the sizes {tuple(sizes)}, "
            f"but has {p.shape}; network.join(*layers) makes such a row"
        )
    parts = np.split(p, np.cumsum(counts)[:-1])
    shapes = pairwise(sizes)
    return [(W.reshape(n), b) for n, W, b in zip(shapes, parts[::2], parts[1::2], strict=True)]


def _sizes(sizes: Sequence[int]) -> list[int]:
    """Return the sizes of layers as whole numbers, once there are two or more of them."""
    numbers = finite(sizes, "sizes")
    if numbers.ndim != 1 or len(numbers) < 2:
        raise ValueError(
            "sizes should be a row of two or more counts, (inputs, neurons, …, outputs), but has "
            f"the shape {numbers.shape}; (2, 3, 1) would do"
        )
    return [count(n, "each of sizes", least=1) for n in numbers]


def _examples(X: ArrayLike) -> Array:
    X = finite(X, "X")
    if X.ndim < 2:
        raise ValueError(
            f"X should have the shape (examples, features), but has {X.shape}; np.reshape(X, "
            "(-1, 1)) makes each number an example, np.reshape(X, (1, -1)) makes all of them one"
        )
    return X


def _layers(layers: Network) -> list[Layer]:
    """Return the weights and biases of each layer as finite floats; they may be lists."""
    try:
        pairs = [(W, b) for W, b in layers]
    except (TypeError, ValueError):
        pairs = []
    if not pairs:
        raise ValueError(
            "layers should be a list of one or more pairs (W, b), but is something else; "
            "network.new_network makes one"
        )
    numbered = enumerate(pairs, 1)
    return [(finite(W, f"W of layer {k}"), finite(b, f"b of layer {k}")) for k, (W, b) in numbered]


def _weighted(A: Array, W: Array, b: Array) -> Array:
    Z = A @ W + b
    if not np.all(np.isfinite(Z)):
        raise ValueError(
            "Z = A @ W + b should be finite, but is not where A goes up to "
            f"{np.abs(A).max():.3g} and W to {np.abs(W).max():.3g}; standardise X, or take smaller "
            "weights"
        )
    return Z


def _activation(name: str) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    if not isinstance(name, str) or name not in ("sigmoid", "tanh", "relu"):
        raise ValueError(
            f"activation should be one of sigmoid, tanh, relu, but is {name!r}; write one of these"
        )
    return getattr(activations, name), getattr(activations, f"{name}_derivative")
