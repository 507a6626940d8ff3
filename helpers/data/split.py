"""Rows that are held out: how many of each class there are, and what is missing."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from helpers.data.table import Table
from helpers.data.words import shown

FEW_HELD_OUT = 20  # below this, one row is more than 5 % of a share
FEW_OF_A_CLASS = 5


def split_report(table: Table, held_out: NDArray[np.bool]) -> str:
    """Return in words how many rows of each class are held out and how many are left to learn from.

    `held_out` (rows,) is true for the rows that are put aside. Says what is missing among them,
    and what is few. Raises `ValueError` for anything but True and False for each row, and for
    training rows that have one class only or a feature without spread.
    """
    held_out = np.asarray(held_out)
    if held_out.dtype != bool or held_out.shape != table.y.shape:
        raise ValueError(
            f"held_out should be True or False for each of the {len(table.y)} rows, but is of "
            f"shape {held_out.shape} and holds {held_out.dtype.name}; a comparison gives that, "
            "such as numbers < len(table.y) // 4"
        )
    counts = {name: _counts(table, rows) for name, rows in _parts(held_out).items()}
    _check_training(table, ~held_out, counts["training"])
    lines = [
        f"{name} rows: {sum(found)} ({', '.join(map(_counted, found, table.classes))})"
        for name, found in counts.items()
    ]
    return "\n".join([*lines, *_doubts(table, counts)])


def _parts(held_out: NDArray[np.bool]) -> dict[str, NDArray[np.bool]]:
    return {"training": ~held_out, "held-out": held_out}


def _counts(table: Table, rows: NDArray[np.bool]) -> list[int]:
    return [int(np.sum(table.y[rows] == value)) for value in (0, 1)]


def _counted(count: int, name: str) -> str:
    return f"{count} {shown(name)}"


def _check_training(table: Table, training: NDArray[np.bool], counts: Sequence[int]) -> None:
    for count, name in zip(counts, table.classes, strict=True):
        if count == 0:
            raise ValueError(
                f"no training row has {shown(table.target)} = {shown(name)}, so the neuron "
                "cannot learn it; choose another seed, or bring more rows of that class"
            )
    for column, name in zip(table.X[training].T, table.features, strict=True):
        if np.ptp(column) == 0:
            raise ValueError(
                f"the feature {shown(name)} is {column[0]:g} in every training row, so it has no "
                "spread to divide by; choose another column, or another seed"
            )


def _doubts(table: Table, counts: Mapping[str, Sequence[int]]) -> list[str]:
    """Return a sentence for each thing that makes the test, or the training, say little."""
    doubts = []
    total = sum(counts["held-out"])
    if 0 < total < FEW_HELD_OUT:
        doubts.append(f"Only {total} held-out rows: each of them is {1 / total:.1%} of the share.")
    for part, found in counts.items():
        for count, name in zip(found, table.classes, strict=True):
            value = f"{shown(table.target)} = {shown(name)}"
            if count == 0:
                doubts.append(
                    f"No {part} row has {value}: the test says nothing about this class. "
                    "Choose another seed, or bring more rows."
                )
            elif count < FEW_OF_A_CLASS:
                doubts.append(f"{part.capitalize()} rows with {value}: only {count}, which is few.")
    return doubts
