"""What a function has given, as numbers to compare and in words."""

import re
from collections.abc import Generator
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.arrays import apart
from helpers.exercises.calls import Case

_SHORT = 75  # letters of an array that is shown
Piece = NDArray[Any]  # of floats, or of True and False


def pieces(value: Any) -> tuple[Piece, ...]:
    """Return the arrays of numbers that a value consists of: several where no one holds it all.

    Without numbers, or with anything else, there are none.
    """
    array = _array(value)
    if array is not None:
        return (array,)
    if not isinstance(value, tuple | list):
        return ()
    parts = [pieces(part) for part in value]
    return tuple(chain(*parts)) if all(parts) else ()


def _array(value: Any) -> Piece | None:
    try:
        array = np.asarray(value)
    except (Exception, SystemExit):  # a ragged list, or an object with a mistake of its own
        return None
    if array.dtype.kind == "b":
        return array
    return array.astype(float) if array.dtype.kind in "iuf" else None


def has_dots(value: Any) -> bool:
    """Return whether the three dots of an unanswered exercise are a value, or stand in it."""
    if isinstance(value, np.ndarray):
        value = value.tolist() if value.dtype.kind == "O" else 0
    return value is ... or (isinstance(value, list | tuple) and any(map(has_dots, value)))


def misfit(value: Any, wanted: Any) -> str:
    """Return in words why a value is not of the kind that is wanted, or "" if it is.

    True and False count as the numbers 1 and 0, but not the other way round.
    """
    got, right = pieces(value), pieces(wanted)
    shapes = [piece.shape for piece in got] == [piece.shape for piece in right]
    numbers = any(r.dtype == bool != g.dtype for g, r in zip(got, right, strict=False))
    if shapes and not numbers:
        return ""
    arrays = len(got) == len(right) == 1 and got[0].ndim and right[0].ndim
    if arrays and not numbers and not isinstance(value, tuple):
        return f"It should have the shape {right[0].shape}, but has {got[0].shape}."
    kind = " of numbers" if numbers and got[0].ndim else ""
    came = f"{_described(value)}{kind}"
    compare = " A comparison, such as x == 3, gives True and False." if numbers and shapes else ""
    return f"It should be {_described(wanted)}, but is {came}.{compare}{_advice(value, right)}"


def _advice(value: Any, right: tuple[Piece, ...]) -> str:
    comma = _decimal_comma(value)
    one = len(right) == 1 and not right[0].ndim
    if one and comma and isinstance(value, str):
        return f" Write a decimal point: {comma}."
    if one and comma:
        return f" If the comma belongs to the number, write a decimal point: {comma}."
    if one and isinstance(value, str) and re.fullmatch(r"[-\d.e]+", value):
        return f" Leave the quotation marks away: {value}."
    if len(right) == 1 and isinstance(value, tuple) and _whole(next(iter(value), None)):
        return " If the comma belongs to a number, write a decimal point: 0.5, not 0,5."
    if isinstance(value, Generator | map | filter | zip):
        return " Its values are not computed yet: put list(…) around it."
    return ""


def _decimal_comma(value: Any) -> str:
    """Return "1.763" for 1,763, which Python takes for two numbers, and for "1,763"."""
    if isinstance(value, str) and re.fullmatch(r"-?\d+,\d+", value.strip()):
        return value.strip().replace(",", ".")
    pair = isinstance(value, tuple) and len(value) == 2 and all(map(_whole, value))
    return f"{value[0]}.{value[1]}" if pair and value[1] >= 0 else ""


def _whole(value: Any) -> bool:
    return type(value) is int and abs(value) < 10**17


def _described(value: Any) -> str:
    """Return in words what kind of thing a value is."""
    if isinstance(value, tuple) and len(value) > 1:
        return f"{len(value)} values with a comma between them: {_listed(value)}"
    array = _array(value)
    if array is not None:
        logical = array.dtype.kind == "b"
        if array.ndim:
            return f"an array of shape {array.shape}" + " of True and False" * logical
        return "True or False" if logical else "one number"
    if isinstance(value, list) and pieces(value):
        return f"a list of {len(value)} parts that differ: {_listed(value)}"
    return said(value)


def _listed(values: Any) -> str:
    if all(map(np.isscalar, values)) and pieces(values):
        return " and ".join(f"{float(value):.6g}" for value in values)
    *first, last = map(_described, values)
    return f"{', '.join(first)} and {last}" if first else last


def said(value: Any) -> str:
    """Return a value as Python writes it, but short, and without an address in memory."""
    try:
        written = " ".join(repr(value).split())
    except (Exception, SystemExit):  # a mistake of its own
        written = " at 0x"
    if " at 0x" in written and not isinstance(value, str):
        name = getattr(value, "__name__", "") if callable(value) else ""
        return f"the function {name}" if name else f"of the type {type(value).__name__}"
    short = written if len(written) <= 80 else f"{written[:79]}…"
    return f"the text {short}" if isinstance(value, str) else short


def difference(
    case: Case,
    got: Piece,
    wanted: Piece,
    close: NDArray[np.bool],
    part: str = "",
    entry_by_entry: bool = True,
) -> str:
    """Return in words where an array, or a part, differs from what is wanted: first, or most.

    Where a result comes about `entry_by_entry`, it is the worst place, and the inputs there are
    named alone. Elsewhere an entry may be wrong because of one before it.
    """
    far = ~close
    if entry_by_entry:
        with np.errstate(invalid="ignore"):
            away = np.nan_to_num(np.abs(got.astype(float) - wanted), nan=np.inf)
        far &= away >= np.max(away, where=far, initial=0)
    index = tuple(map(int, np.argwhere(far)[0]))
    if wanted.dtype == bool:
        given, right = str(got[index]), str(wanted[index])
    else:
        given, right = apart(got[index], wanted[index])
    if entry_by_entry and wanted.shape in map(np.shape, case.values()):
        shown, place = inputs(case, got.shape, index), ""
    elif len(index) == 2:
        shown, place = inputs(case), f" in row {index[0]}, column {index[1]}"
    else:
        shown, place = inputs(case), f" at index {', '.join(map(str, index))}" if index else ""
    return f"For {shown} it gives {given}{place}{part}, but should give {right}."


def inputs(case: Case, shape: tuple[int, ...] = (), index: tuple[int, ...] = ()) -> str:
    """Return the inputs as "x = 1, y = 2", and of those of the shape one entry."""
    return ", ".join(f"{name} {_input(value, shape, index)}" for name, value in case.items())


def _input(value: Any, shape: tuple[int, ...], index: tuple[int, ...]) -> str:
    if callable(value):
        return f"= {value.__name__}"
    if np.shape(value) == shape and len(shape) < 2:
        return f"= {value[index] if shape else value:.6g}"
    written = np.array2string(np.asarray(value), precision=6, separator=", ")
    if np.ndim(value) > 1 or len(written) > _SHORT:
        return f"of shape {np.shape(value)}"
    return f"= {written}"
