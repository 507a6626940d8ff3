"""A network: layers of neurons, each fed by the outputs of the layer before it.

A network is a list of layers (W, b), `W` of shape (inputs, neurons), `b` (neurons,); rows of other
arrays are examples. Hidden layers squash by `activation`, the last by σ; the cost is cross-entropy.
All raise `ValueError` for shapes that do not fit, for targets outside [0, 1] and for an unknown
activation, and `TypeError` for anything but real numbers. Source of the slopes, which lesson 06
derives: D. Rumelhart, G. Hinton and R. Williams, Nature 323, 1986.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from helpers import activations
from helpers.arrays import Array, Number, real_array
from helpers.losses import binary_cross_entropy_from_z, binary_cross_entropy_from_z_gradient

Layer = tuple[Array, Array]  # (W, b), or the slopes of the cost against them
Network = Sequence[Layer]


def new_network(sizes: Sequence[int], rng: np.random.Generator, scale: float = 1.0) -> list[Layer]:
    """Return layers for `sizes` (inputs, neurons, …, outputs): random weights, biases of 0.

    `rng`, a `numpy.random.Generator`, draws weights of the standard deviation `scale` / √inputs.
    Source: M. Nielsen, Neural Networks and Deep Learning, 2015, chapter 3, where `scale` is 1.
    """
    return [(rng.normal(0, scale / np.sqrt(n), (n, m)), np.zeros(m)) for n, m in pairwise(sizes)]


def forward(
    X: ArrayLike, layers: Network, activation: str = "sigmoid"
) -> tuple[list[Array], list[Array]]:
    """Return the weighted inputs Z of each layer, and what each is fed: X, then f(Z) after f(Z)."""
    squash, _ = _activation(activation)
    fed: list[Array] = [real_array(X, "X")]
    weighted: list[Array] = []
    for W, b in layers:
        if fed[-1].shape[-1:] + b.shape != np.shape(W):
            raise ValueError(
                f"a layer with W {np.shape(W)} and b {b.shape} cannot be fed with {fed[-1].shape}; "
                "W should be (inputs, neurons), b (neurons,)"
            )
        weighted.append(fed[-1] @ W + b)
        fed.append(squash(weighted[-1]))
    return weighted, fed[:-1]


def cost(X: ArrayLike, y: ArrayLike, layers: Network, activation: str = "sigmoid") -> Number:
    """Return the cross-entropy of the outputs; `y` has the shape (examples, outputs)."""
    return binary_cross_entropy_from_z(forward(X, layers, activation)[0][-1], y)


def backward(
    X: ArrayLike, y: ArrayLike, layers: Network, activation: str = "sigmoid"
) -> tuple[list[Array], list[Layer]]:
    """Return δ = ∂C/∂Z of each layer, and its (∂C/∂W, ∂C/∂b), first layer first."""
    _, slope = _activation(activation)
    weighted, fed = forward(X, layers, activation)
    deltas = [binary_cross_entropy_from_z_gradient(weighted[-1], y)]
    for (W, _), Z in zip(layers[:0:-1], weighted[-2::-1], strict=True):
        deltas.insert(0, (deltas[0] @ W.T) * slope(Z))
    return deltas, [(A.T @ d, d.sum(axis=0)) for A, d in zip(fed, deltas, strict=True)]


def _activation(name: str) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    if name not in ("sigmoid", "tanh", "relu"):
        raise ValueError(f"activation should be one of sigmoid, tanh, relu, but is {name!r}")
    return getattr(activations, name), getattr(activations, f"{name}_derivative")
