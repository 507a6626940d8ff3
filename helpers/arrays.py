"""The one door through which numbers enter the mathematics, and where they may not leave it.

Each check returns what it was given as floats, or raises `TypeError` for anything but real numbers
and `ValueError` for numbers that will not do. The message says what was expected, what came and
what to do. Wherever an array may stand, so may a list, a table of pandas or a single number.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]  # numbers included: they are arrays of the shape ()
Number = float | np.floating[Any]  # what is always one number, Python's or NumPy's
Function = Callable[[Array], Array | Number]  # such as an activation or a gradient
Cost = Callable[[Array], Number]  # how bad a point is

quiet = np.errstate(all="ignore")  # a decorator: what NumPy would warn of, the result shows


class DivergenceError(ArithmeticError):
    """A walk that left the finite numbers; `path` holds the finite part of it."""

    def __init__(self, message: str, path: Any) -> None:
        super().__init__(message)
        self.path = path


def real_array(value: ArrayLike, name: str) -> Array:
    """Return `value` as an array of floats of the same shape; booleans count as 0 and 1."""
    if type(value) is np.ndarray and value.dtype == np.float64:  # as nearly always, so quick
        return value.copy()
    if isinstance(value, float):  # Python's or NumPy's
        return np.array(value)
    if _is_masked(value):
        raise TypeError(
            f"{name} should hold real numbers, but is masked, and its mask would be lost; fill its "
            f"gaps with {name}.filled(…), or leave them out with {name}.compressed()"
        )
    try:
        array = np.asarray(value)
    except ValueError:
        raise TypeError(
            f"{name} should hold real numbers, but holds rows of different lengths; "
            "give each row as many numbers"
        ) from None
    if array.dtype.kind not in "biuf":
        came, way_out = _no_numbers(value, array, name)
        raise TypeError(f"{name} should hold real numbers, but holds {came}; {way_out}")
    with np.errstate(all="ignore"):  # a number of more digits than a float has
        return array.astype(float, order="C")


def finite(value: ArrayLike, name: str) -> Array:
    """Return `value` as an array of floats of the same shape, none of them NaN or infinite."""
    array = real_array(value, name)
    if not np.isfinite(array).all():
        wrong = np.argwhere(~np.isfinite(array))
        first = tuple(map(int, wrong[0]))
        place = f" at index {', '.join(map(str, first))}" if first else ""
        more = f", the first of {len(wrong)}" if len(wrong) > 1 else ""
        raise ValueError(
            f"{name} should be finite, but holds {array[first]}{place}{more}; "
            "leave that out, or look for a mistake where it is computed"
        )
    return array


def positive(value: ArrayLike, name: str, good: str) -> Array:
    """Return `value` as an array of floats of the same shape, all above 0 and finite.

    `good` is a value that will do, for the message.
    """
    array = real_array(value, name)
    wrong = array[~((array > 0) & np.isfinite(array))]
    if wrong.size:
        came = wrong.flat[0]
        raise ValueError(
            f"{name} should be positive and finite, but is {came:g}; {good} is a good start"
        )
    return array


def one(value: ArrayLike, name: str) -> float:
    """Return `value`, of the shape (), as one finite number."""
    array = finite(value, name)
    if array.shape:
        raise ValueError(
            f"{name} should be one number, but has the shape {array.shape}; "
            "pick one entry, or combine them, for example with np.sum"
        )
    return float(array)


def rate(value: ArrayLike, name: str = "learning_rate") -> float:
    """Return `value`, of the shape (), as a positive number."""
    return one(positive(value, name, "0.1"), name)


def count(value: ArrayLike, name: str, least: int = 0) -> int:
    """Return `value`, of the shape (), as a whole number of at least `least`."""
    number = one(value, name)
    if number < least or number % 1:
        raise ValueError(
            f"{name} should be a whole number, {least} or more, but is {number:.17g}; "
            f"{max(least, 100)} would do"
        )
    return int(number)


def same_shape(first: ArrayLike, second: ArrayLike, names: tuple[str, str]) -> tuple[Array, Array]:
    """Return both values as arrays of floats once they are known to have one shape.

    Empty arrays are refused, too.
    """
    first, second = (real_array(v, name) for v, name in zip((first, second), names, strict=True))
    if first.shape != second.shape:
        raise ValueError(
            f"{names[0]} and {names[1]} should have one shape, but {names[0]} has {first.shape} "
            f"and {names[1]} has {second.shape}; reshape one of them, for example with np.ravel"
        )
    if first.size == 0:
        raise ValueError(f"{names[0]} and {names[1]} are empty; give at least one value of each")
    return first, second


def each_between_0_and_1(array: Array, name: str) -> Array:
    """Return `array` unchanged, of any shape, once every entry is known to lie in [0, 1].

    The first entry outside is named; NaN lies outside.
    """
    outside = array[~((array >= 0) & (array <= 1))]
    if outside.size:
        came, _ = apart(outside[0], np.clip(outside[0], 0, 1))
        raise ValueError(
            f"{name} should lie between 0 and 1, but holds {came}; "
            f"rescale {name} or look for a mistake where it is computed"
        )
    return array


def checked(function: Function, name: str, order: int) -> Callable[[Array], Array]:
    """Return `function` so that each call gets a copy of x and its result is checked.

    The result should be finite or not, but numbers of the right shape: of `order` 0, a cost, one
    number; of 1, a gradient, that of x; of 2, a curvature, that of x twice.
    """
    if not callable(function):
        raise TypeError(
            f"{name} should be a function, but is {_short(function)}; "
            "hand over its name, without brackets behind it"
        )

    def call(x: Array) -> Array:
        result = real_array(function(x.copy()), f"{name}(x)")
        if result.shape != x.shape * order:
            raise ValueError(
                f"{name}(x) should have the shape {x.shape * order} where x has {x.shape}, "
                f"but has {result.shape}; look at what {name} returns"
            )
        return result

    return call


def too_large(learning_rate: float) -> str:
    """Return in words that a rate is probably too large, and which to try."""
    better = min(learning_rate / 10, 0.1)
    return f"the learning rate {learning_rate:g} is probably too large: try {better:g}"


def apart(number: Number | Array, other: Number | Array) -> tuple[str, str]:
    """Return both numbers with six digits, or with as many more as tell them apart."""
    pairs = ((f"{number:.{digits}g}", f"{other:.{digits}g}") for digits in range(6, 18))
    return next((pair for pair in pairs if pair[0] != pair[1]), (f"{number}", f"{other}"))


def shown(array: ArrayLike) -> str:
    """Return in short what an array of any shape holds, for a message."""
    return np.array2string(
        np.asarray(array), threshold=6, edgeitems=2, formatter={"float_kind": lambda x: f"{x:.6g}"}
    )


def _is_masked(value: Any) -> bool:
    parts = value if isinstance(value, list | tuple) else ()
    return isinstance(value, np.ma.MaskedArray) or any(map(_is_masked, parts))


def _no_numbers(value: Any, array: NDArray[Any], name: str) -> tuple[str, str]:
    """Return in words what an array holds that is no real number, and what to do about it."""
    if array.dtype.kind == "c":
        return "complex ones", f"take np.real({name}), if their imaginary part is 0"
    if value is None:
        return "None", "a function that ends without return gives None"
    if array.dtype.kind not in "SUO":
        return str(array.dtype), "compute numbers of it first"
    if array.dtype.kind == "O" and not array.ndim:
        return f"something {_short(value)}", "give a number, a list or an array"
    wrong = next((entry for entry in array.ravel().tolist() if not _is_number(entry)), ...)
    if wrong is ...:
        kind = "text" if array.dtype.kind in "SU" else "objects"
        return kind, f"convert it first, with np.asarray({name}, dtype=float)"
    return _short(wrong), "give each entry a number, such as 0 and 1 for two classes"


def _is_number(entry: Any) -> bool:
    try:
        float(entry)
    except (TypeError, ValueError, OverflowError):
        return False
    return True


def _short(value: Any) -> str:
    text = " ".join(repr(value).split())
    return (
        text if len(text) <= 40 and " at 0x" not in text else f"of the type {type(value).__name__}"
    )
