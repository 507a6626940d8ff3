"""Cells become numbers: decimal marks, marks between thousands, minus signs and gaps."""

import re
from collections.abc import Iterable, Mapping

import numpy as np
import pandas
from numpy.typing import NDArray

from helpers.arrays import Array
from helpers.data.words import Place, as_list, cells, listed, places, shown

DECIMALS = {".": "decimal points", ",": "decimal commas"}
THOUSANDS = {",": "commas", ".": "points", " ": "spaces", "'": "apostrophes"}
GAPS = ("", "?", "-", "–", "—", ".", "na", "n/a", "#n/a", "nan", "null")
TOO_LARGE = 1e100
_MINUS = "\u2212"
# No-break, figure, thin and narrow no-break spaces, the typographic minus and apostrophe.
_PLAIN = str.maketrans("\u00a0\u2007\u2009\u202f" + _MINUS + "\u2019", "    -'")


def _others(decimal: str) -> str:
    return "".join(mark for mark in THOUSANDS if mark != decimal)


def _form(decimal: str) -> re.Pattern[str]:
    """Return what a number looks like; one and the same mark may stand between its thousands."""
    point, marks = re.escape(decimal), _others(decimal)
    return re.compile(
        rf"[+-]?(?:[1-9][0-9]{{0,2}}([{marks}])[0-9]{{3}}(?:\1[0-9]{{3}})*|[0-9]+|(?={point}[0-9]))"
        rf"(?:{point}[0-9]*)?(?:e[+-]?[0-9]+)?",
        re.IGNORECASE,
    )


_ABOUT_A_NUMBER = re.compile(r"^([^-+.,0-9]*)[-+]?[0-9][0-9.,' ]*([^0-9]*)$")  # $, % and such
_FORMS = {decimal: _form(decimal) for decimal in DECIMALS}
_TO_PYTHON = {mark: str.maketrans(mark, ".", _others(mark)) for mark in DECIMALS}
_Readings = Mapping[str, Array]  # by decimal mark; NaN where a cell is no number


def is_gap(column: pandas.Series, more: Iterable[str] = ()) -> pandas.Series:
    """Return which cells stand for a value that is not there; `more` words may say so, too."""
    return column.str.casefold().isin([*GAPS, *(word.strip().casefold() for word in more)])


def is_number(text: str) -> bool:
    """Return whether a text is a number in one way of writing or the other."""
    return any(form.fullmatch(text.translate(_PLAIN)) for form in _FORMS.values())


def numbers(
    name: str, frame: pandas.DataFrame, decimal: str | None
) -> tuple[Array, str, list[str]]:
    """Return the cells as floats (rows, features), how they are written, and what to note.

    The file is called `name`. Raises `ValueError` for another `decimal`, for cells that hold no
    number, for both decimal marks in one file, and for cells that are numbers in two ways, unless
    `decimal` says in which.
    """
    if decimal is not None and (not isinstance(decimal, str) or decimal not in DECIMALS):
        raise ValueError(f"decimal should be '.' or ',', but is {decimal!r}; or leave it out")
    readings = {
        mark: np.column_stack([_read(frame[column], mark) for column in frame])
        for mark in DECIMALS
        if decimal in (None, mark)
    }
    _check_cells(name, frame, np.all(np.isnan(list(readings.values())), axis=0))
    fits = {mark: X for mark, X in readings.items() if not np.isnan(X).any()}
    if not fits:
        raise ValueError(_mixed(name, frame, readings))
    mark, X = next(iter(fits.items()))
    for other in fits.values():
        if not np.array_equal(X, other):
            raise ValueError(_two_readings(name, frame, fits))
    _check_size(name, frame, X)
    said, notes = _style(frame, mark)
    return X, said, notes


def _read(column: pandas.Series, decimal: str) -> Array:
    """Return the cells as floats where they are numbers with this decimal mark, else NaN."""
    places_of, texts = pandas.factorize(column)
    values = np.array([_value(text, decimal) for text in texts], dtype=float)
    read: Array = np.take(values, places_of)
    return read


def _value(text: str, decimal: str) -> float:
    text = text if text.isascii() else text.translate(_PLAIN)
    if not _FORMS[decimal].fullmatch(text):
        return np.nan
    return float(text.translate(_TO_PYTHON[decimal]))


def _style(frame: pandas.DataFrame, decimal: str) -> tuple[str, list[str]]:
    """Return in words which marks the numbers have, and how many typographic minus signs."""
    texts = [text for column in frame for text in frame[column].unique()]
    every = "\n".join(texts).translate(_PLAIN)
    said = DECIMALS[decimal] if decimal in every else "whole numbers"
    between = [told for mark, told in THOUSANDS.items() if mark in every and mark != decimal]
    said += f", {' or '.join(between)} between thousands" if between else ""
    minus = sum(int(frame[column].str.startswith(_MINUS).sum()) for column in frame)
    return said, [f"{_MINUS} is read as a minus in {minus} cells"] if minus else []


def _where(frame: pandas.DataFrame, where: NDArray[np.bool]) -> tuple[list[Place], list[str]]:
    """Return the places where `where` is true, row by row, and the different texts there."""
    texts = frame.to_numpy()
    found = [
        (int(frame.index[row]), str(frame.columns[column]), str(texts[row, column]))
        for row, column in np.argwhere(where)
    ]
    return found, list(dict.fromkeys(value for _, _, value in found))


def _check_cells(name: str, frame: pandas.DataFrame, wrong: NDArray[np.bool]) -> None:
    if not wrong.any():
        return
    found, values = _where(frame, wrong)
    text = [str(name) for name, column in zip(frame, wrong.T, strict=True) if column.all()]
    raise ValueError(
        f"{name} should hold numbers in the features, but not so in {cells(len(found))}: "
        f"{places(found)}; {_repair(values, text)}"
    )


def _repair(values: list[str], text: list[str]) -> str:
    """Return the way to mend all cells at once, by what stands in them."""
    about = {_ABOUT_A_NUMBER.sub(r"\1\2", value) for value in values}
    unit = about.pop().strip() if len(about) == 1 else ""
    if unit.strip("+-" + _MINUS) and all(
        is_number(value.replace(unit, "").strip()) for value in values
    ):
        return f"remove {unit!r} everywhere, with Find and Replace in a spreadsheet"
    if text and len(values) == 2:
        return (
            f"{shown(text[0])} has two values: put 0 for {shown(values[0])} and 1 for "
            f"{shown(values[1])} with Find and Replace in a spreadsheet, or choose another column"
        )
    if text:
        return f"{listed(text)} has no number at all: choose another column"
    if len(values) <= 5:
        return (
            f"to leave these rows out, add gaps={as_list(values)}; or put numbers in their place, "
            "with Find and Replace in a spreadsheet"
        )
    return "choose another column, or empty these cells: rows with empty cells are left out"


def _mixed(name: str, frame: pandas.DataFrame, readings: _Readings) -> str:
    told = " and ".join(
        f"{DECIMALS[mark]} ({places(_where(frame, only)[0][:1])})"
        for mark, only in {
            mark: np.isnan(readings[other]) for mark, other in ((".", ","), (",", "."))
        }.items()
    )
    return (
        f"{name} should have one decimal mark, but has {told}; replace one by the other with Find "
        "and Replace in a spreadsheet"
    )


def _two_readings(name: str, frame: pandas.DataFrame, fits: _Readings) -> str:
    """Return both readings of the first cell that has two."""
    point, comma = fits["."], fits[","]
    row, column = np.argwhere(point != comma)[0]
    line, text = frame.index[row], frame.iloc[row, column]
    return (
        f"{name} should hold clear numbers, but {shown(text)!r} in line {line}, "
        f"column {shown(frame.columns[column])}, may be {point[row, column]:.10g} or "
        f"{comma[row, column]:.10g}, and no other cell tells; add decimal='.' for "
        f"{point[row, column]:.10g}, or decimal=',' for {comma[row, column]:.10g}"
    )


def _check_size(name: str, frame: pandas.DataFrame, X: Array) -> None:
    wrong = ~(np.abs(X) < TOO_LARGE)
    if wrong.any():
        found, _ = _where(frame, wrong)
        raise ValueError(
            f"{name} should hold numbers below {TOO_LARGE:g}, but not so in {cells(len(found))}: "
            f"{places(found)}; correct them, or empty them: rows with empty "
            "cells are left out"
        )
