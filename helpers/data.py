"""Data from files, as the arrays that the mathematics takes."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO
from pathlib import Path

import numpy as np
import pandas

from helpers.arrays import Array

MOST_BYTES = 100_000_000
FEWEST_ROWS = 10
MISSING = ["", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null"]
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
DECIMALS = {".": "decimal points", ",": "decimal commas", "": "whole numbers"}
_NUMBERS = {
    ".": r"[+-]?([0-9]+\.[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?",
    ",": r"[+-]?([0-9]+,[0-9]*|,[0-9]+)(e[+-]?[0-9]+)?",
    "": r"[+-]?[0-9]+(e[+-]?[0-9]+)?",
}
LeftOut = dict[str, int]  # how many rows, by the reason
_NO_TEXT = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"


class NoColumnError(KeyError):
    """A column that is not in the file; unlike that of a `KeyError`, its text has no quotes."""

    __str__ = Exception.__str__


@dataclass(frozen=True)
class Table:
    """Rows of two classes: `X` (rows, features), `y` (rows,) of 0 and 1, and how they came about.

    `features` and `target` are the names of the columns, `classes` what stands in the file for
    y = 0 and y = 1. `report` says in words what was read and what was left out, and why.
    """

    X: Array
    y: Array
    features: tuple[str, ...]
    target: str
    classes: tuple[str, str]
    report: str

    def __repr__(self) -> str:
        return self.report


def load_csv(
    path: str | Path,
    features: str | Iterable[str],
    target: str,
    classes: Iterable[object] | None = None,
    most: int | None = 5000,
) -> Table:
    """Return the `Table` of all complete rows of two classes in a CSV file.

    `features` and `target` name columns. `classes` names the values of the target for y = 0 and
    y = 1 and leaves rows with other values out; without it the target must have two values, and
    the second in order becomes 1. Of more than `most` rows, that many are drawn, always the same.
    Columns may be separated by commas, semicolons, tabs or bars; decimals may follow a point or a
    comma; the text may be UTF-8, UTF-16 with a byte order mark, or Latin-1 as Windows writes it.

    Raises `FileNotFoundError`; `NoColumnError`, a `KeyError`, for a column that is not there; and
    `ValueError` for a file that is empty, no text or over 100 MB, for rows longer than the header,
    for text where numbers belong, for a target without two values, a constant feature and fewer
    than ten rows.
    """
    try:
        return _table(path, features, target, classes, most)
    except (FileNotFoundError, NoColumnError, ValueError) as error:
        raise error.with_traceback(None) from None  # the message is what a learner should see


def _table(
    path: str | Path,
    features: str | Iterable[str],
    target: str,
    classes: Iterable[object] | None,
    most: int | None,
) -> Table:
    features = [features] if isinstance(features, str) else [str(name) for name in features]
    columns = [*features, target]
    if not features or len(set(columns)) != len(columns):
        raise ValueError(
            f"features should name one or more different columns, and not the target "
            f"{_shown(target)}, but are {features}"
        )
    file = _Text(path)
    frame, separator = _frame(file, columns)
    left_out: LeftOut = {}
    frame = _keep(frame, (frame != "").any(axis=1), left_out, "empty")
    frame = frame[columns].apply(lambda column: column.str.strip())
    frame = _keep(frame, ~frame[target].isin(MISSING), left_out, f"without {_shown(target)}")
    classes = _two(file, frame[target], classes)
    frame = _keep(frame, frame[target].isin(classes), left_out, f"with another {_shown(target)}")
    for name in features:
        frame = _keep(frame, ~frame[name].isin(MISSING), left_out, f"without {_shown(name)}")
    X, decimals = _numbers(file, frame[features])
    y = (frame[target] == classes[1]).to_numpy(dtype=float)
    _check_rows(file, X, y, features, target, classes, left_out)
    if most and len(y) > most:
        drawn = np.sort(np.random.default_rng(0).choice(len(y), most, replace=False))
        left_out[f"beyond the {most} drawn at random, so that pictures stay quick"] = len(y) - most
        frame, X, y = frame.iloc[drawn], X[drawn], y[drawn]
    first = ", ".join(f"{_shown(name)} = {_shown(frame[name].iloc[0])}" for name in features)
    report = [
        (
            f"{_shown(file.name)}: {file.encoding}, {SEPARATORS[separator]} between columns, "
            f"{DECIMALS[decimals]}"
        ),
        f"{len(y)} rows used",
        f"y = 0: {np.sum(y == 0)} rows with {_shown(target)} = {_shown(classes[0])}",
        f"y = 1: {np.sum(y == 1)} rows with {_shown(target)} = {_shown(classes[1])}",
        f"{sum(left_out.values())} rows left out{': ' * bool(left_out)}{_reasons(left_out)}",
        f"first row used: {first}, {_shown(target)} = {_shown(frame[target].iloc[0])}",
        f"to turn 0 and 1 round: classes=[{classes[1]!r}, {classes[0]!r}]",
    ]
    return Table(X, y, tuple(features), target, classes, "\n".join(report))


def two_classes(
    path: str | Path, features: str | Iterable[str], target: str, classes: Iterable[object]
) -> tuple[Array, Array]:
    """Return `X` (examples, features) and `y` of all complete rows of two classes in a CSV file.

    `classes` names the two values of the target; y is 0 for the first and 1 for the second. Raises
    what `load_csv` does.
    """
    table = load_csv(path, features, target, classes, most=None)
    return table.X, table.y


class _Text:
    """The text of a file from its header on, the row where that begins, and how it was read."""

    def __init__(self, path: str | Path) -> None:
        path = Path(path).expanduser()
        if not path.exists():
            raise FileNotFoundError(f"there is no file {path}; {_files_near(path)}")
        if path.is_dir():
            raise ValueError(f"{path} is a folder; {_files_near(path / '*')}")
        self.name = path.name
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(
                f"{self.name} has {path.stat().st_size / 1e6:.0f} MB, but should have at most "
                f"{MOST_BYTES / 1e6:.0f} MB; keep only the columns you need, or fewer rows"
            )
        self.text, self.encoding = self._decoded(path.read_bytes())
        if not self.text.strip():
            raise ValueError(f"{self.name} is empty; it should hold a header and rows")
        begun = self.text.lstrip("\n")
        self.text_begins = 1 + len(self.text) - len(begun)
        self.text = begun

    def _decoded(self, content: bytes) -> tuple[str, str]:
        ways = {"utf-8-sig": "UTF-8", "cp1252": "Latin-1 (Windows-1252)"}
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            ways = {"utf-16": "UTF-16"}
        for way, name in ways.items():
            try:
                text = content.decode(way)
            except UnicodeDecodeError:
                continue
            if not re.search(_NO_TEXT, text):
                return text.replace("\r\n", "\n").replace("\r", "\n"), name
        raise ValueError(
            f"{self.name} is no text, so no CSV file; open it in the program that made it and "
            "save it as CSV there"
        )


def _files_near(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"there is no folder {folder} either; the name is seen from the notebook's folder"
    names = sorted(file.name for file in folder.iterdir() if file.is_file())
    near = get_close_matches(path.name, names, cutoff=0.5) or [
        name for name in names if name.lower().endswith((".csv", ".tsv", ".txt"))
    ]
    if not near:
        return "and there is no CSV file in its folder; upload one"
    return f"its folder has {_list(near)}"


def _frame(file: _Text, wanted: Sequence[str]) -> tuple[pandas.DataFrame, str]:
    """Return all cells as text, named and numbered as a spreadsheet does, and the separator.

    The separator is the one by which the header has the wanted columns.
    """
    headers = {mark: _header(file.text, mark) for mark in SEPARATORS}
    mark = max(headers, key=lambda m: (set(wanted) <= set(headers[m]), len(headers[m])))
    for name in wanted:
        _check_column(file, name, headers[mark])
    try:
        frame = pandas.read_csv(
            StringIO(file.text),
            sep=mark,
            header=None,
            dtype=str,
            keep_default_na=False,
            skip_blank_lines=False,
            skipinitialspace=True,
        )
    except pandas.errors.ParserError as error:
        raise ValueError(_unreadable(file, str(error))) from None
    frame.index += file.text_begins
    frame.columns = headers[mark]
    return frame.iloc[1:].fillna(""), mark


def _header(text: str, mark: str) -> list[str]:
    try:
        names = next(csv.reader(StringIO(text), delimiter=mark, skipinitialspace=True))
    except csv.Error:
        return []
    return [name.strip() for name in names]


def _check_column(file: _Text, name: str, header: list[str]) -> None:
    if header.count(name) == 1:
        return
    if name in header:
        raise NoColumnError(f"{file.name} has {header.count(name)} columns {name}; rename one")
    near = get_close_matches(name, header, n=1, cutoff=0.7)
    raise NoColumnError(
        f"{file.name} has no column {name}; its columns are {_list(header, 40)}"
        + "".join(f"; did you mean {_shown(other)}?" for other in near)
    )


def _unreadable(file: _Text, told: str) -> str:
    """Return what pandas told of a row too long or of a quotation mark, in other words."""
    found = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", told)
    if not found:
        return (
            f"{file.name} cannot be taken apart into rows: {told.strip()}; is a quote not closed?"
        )
    wanted, row, cells = found.groups()
    return (
        f"row {row} of {file.name} has {cells} cells, but the header has {wanted}; are there "
        "decimal commas in a file that separates by commas? Save it with semicolons then"
    )


def _keep(
    frame: pandas.DataFrame, kept: pandas.Series, left_out: LeftOut, reason: str
) -> pandas.DataFrame:
    if not kept.all():
        left_out[reason] = int((~kept).sum())
    return frame[kept]


def _two(file: _Text, values: pandas.Series, classes: Iterable[object] | None) -> tuple[str, str]:
    """Return the two values of the target, the one for y = 0 first."""
    found = sorted(values.unique(), key=_by_size)
    if classes is not None:
        classes = tuple(map(str, classes))
        if len(set(classes)) != 2 or len(classes) != 2:
            raise ValueError(f"classes should be two values of the target, but are {classes}")
        for name in classes:
            if name not in found:
                raise ValueError(
                    f"{file.name} has no complete row whose {values.name} is {name}; "
                    f"its values are {_list(found)}"
                )
        return classes
    if len(found) != 2:
        told = {0: "no value at all", 1: "one value only, "}.get(len(found), "")
        told = told or f"{len(found)} values, "
        more = "; name two of them, such as classes=" + repr(found[:2]) if len(found) > 2 else ""
        raise ValueError(
            f"the target {_shown(values.name)} of {file.name} should have two values, but has "
            f"{told}{_list(found)}{more}"
        )
    return tuple(found)


def _by_size(value: str) -> tuple[int, float, str]:
    """Put numbers in their order before texts in theirs."""
    return (0, float(value), value) if re.fullmatch(r"[+-]?\d+(\.\d+)?", value) else (1, 0, value)


def _numbers(file: _Text, frame: pandas.DataFrame) -> tuple[Array, str]:
    """Return the cells as floats, shape (rows, features), and the mark of decimals found."""
    points, commas, whole = (_matches(frame, _NUMBERS[mark]) for mark in (".", ",", ""))
    _check_cells(file, frame, points | commas | whole, "where a number belongs")
    if points.any(axis=None) and commas.any(axis=None):
        (_, row, point), (_, other_row, comma) = _first(frame, points), _first(frame, commas)
        raise ValueError(
            f"{file.name} has decimal points and decimal commas: {point} in row {row}, {comma} in "
            f"row {other_row}; use one of them, and no marks between thousands"
        )
    mark = "," if commas.any(axis=None) else "." if points.any(axis=None) else ""
    X = frame.apply(lambda column: column.str.replace(",", ".").astype(float))
    _check_cells(file, frame, X.abs() < 1e100, "which is too large to compute with")
    return X.to_numpy(), mark


def _matches(frame: pandas.DataFrame, form: str) -> pandas.DataFrame:
    return frame.apply(lambda column: column.str.fullmatch(form, case=False)).astype(bool)


def _check_cells(
    file: _Text, frame: pandas.DataFrame, right: pandas.DataFrame, complaint: str
) -> None:
    if not right.all(axis=None):
        name, row, value = _first(frame, ~right)
        raise ValueError(
            f"row {row} of {file.name} holds {value!r} in column {_shown(name)}, {complaint}; "
            "choose another column, or correct the cell, or empty it: rows with empty cells are "
            "left out"
        )


def _first(frame: pandas.DataFrame, where: pandas.DataFrame) -> tuple[str, int, str]:
    """Return column, row and text of the first cell, row by row, at which `where` is true."""
    row, column = np.argwhere(where.to_numpy())[0]
    return frame.columns[column], frame.index[row], frame.iloc[row, column]


def _check_rows(
    file: _Text,
    X: Array,
    y: Array,
    features: Sequence[str],
    target: str,
    classes: tuple[str, str],
    left_out: LeftOut,
) -> None:
    if len(y) < FEWEST_ROWS:
        raise ValueError(
            f"{file.name} should have at least {FEWEST_ROWS} complete rows, but has {len(y)}"
            + (f"; left out were {_reasons(left_out)}" if left_out else "")
        )
    for value, name in enumerate(classes):
        if value not in y:
            raise ValueError(f"{file.name} has no complete row whose {target} is {name}")
    for column, name in zip(X.T, features, strict=True):
        if np.ptp(column) == 0:
            raise ValueError(
                f"the feature {_shown(name)} of {file.name} is {column[0]:g} in every row used, so "
                "it tells nothing apart; choose another column"
            )


def _reasons(left_out: LeftOut) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in left_out.items())


def _list(names: Sequence[str], most: int = 10) -> str:
    shown = ", ".join(map(_shown, names[:most]))
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")


def _shown(name: object, most: int = 60) -> str:
    """Return a text from a file as one line that is not too long."""
    line = " ".join(str(name).split())
    return line if len(line) <= most else line[: most - 1] + "…"
