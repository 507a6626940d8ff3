"""One row that a learner writes into a cell."""

from collections.abc import Iterable

import numpy as np

from helpers.arrays import Array
from helpers.data.table import Table
from helpers.data.words import several, shown


def one_row(table: Table, new_row: str | float | Iterable[object]) -> Array:
    """Return a row as floats (features,), as it would stand in the file of `table`.

    `new_row` holds a number for each feature, as number or as text; a single one needs no list.
    Raises `ValueError` for anything else.
    """
    given = new_row.split() if isinstance(new_row, str) else several(new_row)
    asked = f"{len(table.features)} numbers" if len(table.features) > 1 else "1 number"
    wanted = f"new_row should be {asked}, for {' and '.join(map(shown, table.features))}, but has"
    if len(given) != len(table.features):
        way_out = (
            "write decimals with a point, such as [46.0, 17.5]"
            if len(given) == 2 * len(table.features)
            else "write one number for each feature, in this order, in brackets"
        )
        listed = f": {', '.join(shown(value) for value in given)}" if given else ""
        raise ValueError(f"{wanted} {len(given)}{listed}; {way_out}")
    return np.array(
        [
            _number(value, f"{wanted} {shown(repr(value))} for {shown(name)}")
            for value, name in zip(given, table.features, strict=True)
        ]
    )


def _number(value: object, told: str) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = np.nan
    if not np.isfinite(number):
        raise ValueError(f"{told}; write decimals with a point, such as 46.0")
    return number
