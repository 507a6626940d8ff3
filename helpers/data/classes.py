"""The target: which two of its values are the classes, and which rows to draw of many."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import pandas
from numpy.typing import NDArray

from helpers.arrays import Array
from helpers.data.numerals import is_number
from helpers.data.words import as_list, listed, several, shown

MANY_VALUES = 10  # more numbers than that are a measure, not classes
FEW_OF_A_CLASS = 5


def asked_for(classes: Iterable[object] | None) -> tuple[str, str] | None:
    """Return the names of two classes as text, or None for None; `ValueError` for all else."""
    if classes is None:
        return None
    names = [*classes] if isinstance(classes, str) else [str(name) for name in several(classes)]
    if len(names) != 2 or len(set(names)) != 2:
        raise ValueError(
            f"classes should be two values of the target, but are {as_list(names)}; for example "
            "classes=['no', 'yes']"
        )
    return names[0], names[1]


def two(
    name: str, values: pandas.Series, asked: tuple[str, str] | None, gaps: Sequence[str] = ()
) -> tuple[str, str]:
    """Return the two values of the target, the one for y = 0 first; the file is called `name`.

    `gaps` are words that stand in the target and were taken for no value.

    Raises `ValueError` for a target without two values, or without those that are asked for, and
    for values that differ only in case.
    """
    found = sorted(values.unique(), key=_by_size)
    alike = _alike(found)
    if asked:
        for value in asked:
            if value not in found:
                raise ValueError(
                    f"{name} has no complete row whose {shown(values.name)} is {shown(value)}; its "
                    f"values are {listed(found)}{_nearly(value, found)}"
                )
        return asked
    if len(found) == 2 and not alike:
        return found[0], found[1]
    if len(found) > MANY_VALUES and all(map(is_number, found)):
        raise ValueError(
            f"the target {shown(values.name)} of {name} should have two values, but has "
            f"{len(found)}, from {shown(found[0])} to {shown(found[-1])}, and looks like a "
            "measure; name a column with two values, or make one in a spreadsheet, such as 1 above "
            "a limit and 0 below"
        )
    told = {0: "no value at all", 1: "one value only, "}.get(len(found), f"{len(found)} values, ")
    raise ValueError(
        f"the target {shown(values.name)} of {name} should have two values, but has {told}"
        f"{listed(found)}{_advice(found, alike, gaps)}"
    )


def alike_but_left_out(values: pandas.Series, classes: Sequence[str]) -> list[str]:
    """Return a note for each class that others differ from only in case."""
    found = list(values.unique())
    return [
        f"{listed([*others, name])} differ only in case, but are different values"
        for name in classes
        if (others := [v for v in found if v not in classes and _same(v) == _same(name)])
    ]


def drawn(y: Array, most: int) -> NDArray[np.intp]:
    """Return the indices of `most` rows, always the same, in the shares that the classes have.

    Of a class that is rare a few rows are kept whatever its share.
    """
    rng = np.random.default_rng(0)
    rows = [np.flatnonzero(y == value) for value in (0, 1)]
    rare = int(len(rows[1]) < len(rows[0]))
    count = max(round(most * len(rows[rare]) / len(y)), min(len(rows[rare]), FEW_OF_A_CLASS))
    counts = {rare: count, 1 - rare: most - count}
    return np.sort(
        np.concatenate([rng.choice(rows[v], n, replace=False) for v, n in counts.items()])
    )


def _by_size(value: str) -> tuple[int, float, str, str]:
    """Put numbers in their order before texts in that of the alphabet, whatever their case."""
    if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", value):
        return 0, float(value), "", value
    return 1, 0, value.casefold(), value


def _same(value: str) -> str:
    return " ".join(value.split()).casefold()


def _alike(found: Iterable[str]) -> list[list[str]]:
    """Return the groups of values that differ only in case, or in spaces."""
    groups = defaultdict(list)
    for value in found:
        groups[_same(value)].append(value)
    return [group for group in groups.values() if len(group) > 1]


def _nearly(value: str, found: Sequence[str]) -> str:
    near = [other for other in found if _same(other) == _same(value)]
    return f"; write it as the file does: {listed(near)}" if near else ""


def _advice(found: list[str], alike: list[list[str]], gaps: Sequence[str]) -> str:
    if alike:
        groups = "; ".join(map(listed, alike))
        return f"; {groups} differ only in case: write them alike, with Find and Replace"
    if len(found) > 2:
        return f"; name two of them, such as classes={as_list(found[:2])}"
    if gaps:
        classes = as_list([*gaps, *found][:2])
        return (
            f"; {listed(gaps)} is taken for a gap: if it is a class, name both, classes={classes}"
        )
    return "; name another column, or bring rows of another class"
