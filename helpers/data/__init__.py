"""Data from files, as the arrays that the mathematics takes.

A file passes through the modules from left to right: `source` finds it and has it `encodings`
decode, `rows` divides it, `classes` and `numerals` read its cells, `table` puts them together.
`split` tells of its parts, and `own` reads a row that a learner writes.
"""

from collections.abc import Iterable
from pathlib import Path

from helpers.arrays import Array
from helpers.data.own import one_row
from helpers.data.split import split_report
from helpers.data.table import MOST_FEATURES, Table, names_of, table, wished
from helpers.data.words import NoColumnError

__all__ = ["NoColumnError", "Table", "load_csv", "one_row", "split_report", "two_classes"]


def load_csv(
    path: str | Path,
    features: str | Iterable[str],
    target: str,
    classes: Iterable[object] | None = None,
    most: int | None = 5000,
    header: Iterable[str] | None = None,
    encoding: str | None = None,
    decimal: str | None = None,
    gaps: Iterable[str] = (),
) -> Table:
    """Return the `Table` of all complete rows of two classes in a CSV file.

    `features` and `target` name columns. `classes` names the values of the target for y = 0 and
    y = 1 and leaves rows with other values out; without it the target must have two values, and
    the second in order becomes 1. Of more than `most` rows, that many are drawn, always the same.

    What separates columns, decimals and thousands, how the text is encoded and which cells are gaps
    is found out, and said in the report. Where it cannot be, four arguments say it: `header` names
    the columns of a file that has no line of names, `encoding` is one of Python's, `decimal` is "."
    or ",", and `gaps` are words for a missing value beside those that are known.

    Raises `FileNotFoundError`; `NoColumnError`, a `KeyError`, for a column that is not there;
    `TypeError` for arguments that are no texts; and `ValueError` for more than two features, for a
    file that is empty, no text, over 100 MB or over a million lines, for rows longer than the
    header, for quotes that swallow lines, for cells that are no numbers or may be two, for a target
    without two values, a constant feature and fewer than ten rows.
    """
    try:
        names = names_of(features, target, MOST_FEATURES)
        wish = wished(names, target, classes, most, header, encoding, decimal, gaps)
        return table(path, wish)
    except (FileNotFoundError, NoColumnError, TypeError, ValueError) as error:
        raise error.with_traceback(None) from None  # the message is what a learner should see


def two_classes(
    path: str | Path, features: str | Iterable[str], target: str, classes: Iterable[object]
) -> tuple[Array, Array]:
    """Return `X` (examples, features) and `y` of all complete rows of two classes in a CSV file.

    `classes` names the two values of the target; y is 0 for the first and 1 for the second. Raises
    what `load_csv` does, but takes any number of features.
    """
    found = table(path, wished(names_of(features, target), target, classes))
    return found.X, found.y
