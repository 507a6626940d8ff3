"""The one door through which numbers enter the mathematics."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]  # numbers included: they are arrays of the shape ()
Number = float | np.floating[Any]  # what is always one number, Python's or NumPy's
Function = Callable[[Array], Array | Number]  # such as an activation or a gradient
Cost = Callable[[Array], Number]  # how bad a point is


def real_array(value: ArrayLike, name: str) -> Array:
    """Return `value` as an array of floats of the same shape.

    Raises `TypeError` if `value` holds anything but real numbers; booleans count as 0 and 1.
    """
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(
            f"{name} should hold real numbers, but holds {array.dtype}; "
            f"convert it first, for example with np.asarray({name}, dtype=float)"
        )
    return array.astype(float)


def same_shape(first: ArrayLike, second: ArrayLike, names: tuple[str, str]) -> tuple[Array, Array]:
    """Return both values as arrays of floats once they are known to have one shape.

    Raises what `real_array` does, and `ValueError` if the shapes differ or the arrays are empty.
    """
    first, second = (real_array(v, name) for v, name in zip((first, second), names, strict=True))
    if first.shape != second.shape:
        raise ValueError(
            f"{names[0]} and {names[1]} should have one shape, but {names[0]} has {first.shape} "
            f"and {names[1]} has {second.shape}; reshape one of them, for example with .ravel()"
        )
    if first.size == 0:
        raise ValueError(f"{names[0]} and {names[1]} are empty; give at least one value of each")
    return first, second


def each_between_0_and_1(array: Array, name: str) -> Array:
    """Return `array` unchanged once every entry is known to lie in [0, 1].

    Raises `ValueError` that names the first entry outside; NaN lies outside.
    """
    outside = array[~((array >= 0) & (array <= 1))]
    if outside.size:
        raise ValueError(
            f"{name} should lie between 0 and 1, but holds {outside.flat[0]:g}; "
            f"rescale {name} or look for a mistake where it is computed"
        )
    return array
