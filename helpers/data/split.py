"""Rows in three parts: how many of each class there are, and what is missing."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from helpers.data.table import Table
from helpers.data.words import shown

FEW = 20  # below this, one row is more than 5 % of a share
FEW_OF_A_CLASS = 5


def split_report(
    table: Table,
    training: NDArray[np.bool],
    validation: NDArray[np.bool],
    test: NDArray[np.bool],
) -> str:
    """Return in words how many rows of each class are in each part, and what is missing or few.

    Each part (rows,) is true for its rows. Raises `ValueError` for anything but True and False for
    each row, for a row that is not in one part, and for training rows that have one class only or a
    feature without spread.
    """
    given = {"training": training, "validation": validation, "test": test}
    parts = {name: _part(table, name, rows) for name, rows in given.items()}
    found = np.sum([*parts.values()], axis=0)
    if np.any(found != 1):
        row = int(np.argmax(found != 1))
        raise ValueError(
            f"each row should be in one part, but row {row} is in {found[row]}; run the cell again "
            "that makes the parts"
        )
    counts = {
        name: [int(np.sum(table.y[rows] == value)) for value in (0, 1)]
        for name, rows in parts.items()
    }
    _check_training(table, parts["training"], counts["training"])
    lines = [
        f"{name}: {sum(found)} rows, "
        + ", ".join(f"{count} with {table.called(value)}" for value, count in enumerate(found))
        for name, found in counts.items()
    ]
    return "\n".join([*lines, *_doubts(table, counts)])


def _part(table: Table, name: str, rows: NDArray[np.bool]) -> NDArray[np.bool]:
    rows = np.asarray(rows)
    if rows.dtype != bool or rows.shape != table.y.shape:
        raise ValueError(
            f"{name} should be True or False for each of the {len(table.y)} rows, but is of shape "
            f"{rows.shape} and holds {rows.dtype.name}; a comparison gives that, such as "
            "numbers < len(table.y) // 5"
        )
    return rows


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
    """Return a sentence for each thing that makes a share, or the training, say little."""
    doubts = []
    for part, found in counts.items():
        total = sum(found)
        if part != "training" and 0 < total < FEW:
            doubts.append(
                f"Only {total} rows for the {part}: each of them is {1 / total:.1%} of the share."
            )
        for count, name in zip(found, table.classes, strict=True):
            value = f"{shown(table.target)} = {shown(name)}"
            if count == 0:
                doubts.append(
                    f"No row for the {part} with {value}: its share says nothing about this class. "
                    "Choose another seed, or bring more rows."
                )
            elif count < FEW_OF_A_CLASS:
                doubts.append(f"Rows for the {part} with {value}: only {count}, which is few.")
    return doubts
