"""Data from files, as the arrays that the mathematics takes."""

import csv
from pathlib import Path

import numpy as np


def two_classes(path, features, target, classes):
    """Return `X` (examples, features) and `y` of all complete rows of two classes in a CSV file.

    `features` and `target` name columns, `classes` the two values of the target; y is 0 for the
    first and 1 for the second. Rows of other classes and rows with an empty feature are left out.
    Raises `FileNotFoundError`, `KeyError` for a column that is not there, `ValueError` for a
    feature that is no number and for a class without rows.
    """
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        missing = {*features, target} - set(rows.fieldnames or ())
        if missing:
            raise KeyError(
                f"{path} has no column {', '.join(sorted(missing))}; "
                f"its columns are {', '.join(rows.fieldnames or ())}"
            )
        kept = [r for r in rows if r[target] in classes and all(map(r.get, features))]
    X = np.array([[float(row[name]) for name in features] for row in kept])
    y = np.array([float(classes.index(row[target])) for row in kept])
    for value, name in enumerate(classes):
        if value not in y:
            raise ValueError(f"{path} has no complete row whose {target} is {name}")
    return X, y
