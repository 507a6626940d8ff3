"""Lines of text become rows with names: separators, header, quotes, and where each row stands."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

import pandas

from helpers.data.numerals import is_number
from helpers.data.source import Source
from helpers.data.words import MOST_PLACES, NoColumnError, as_list, listed, shown

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "spaces"}
_DECLARED = re.compile(r'"?sep=(\\t|[^"\w])"?[,;\t| ]*', re.IGNORECASE)
_LOOKED_AT = 20  # lines in which a header is looked for


@dataclass(frozen=True)
class Sheet:
    """The wanted columns of a file as stripped text, numbered by the lines where rows begin.

    `frame` has the names of the file, in the order that was asked for, and no empty rows. `notes`
    say what was understood without being told.
    """

    frame: pandas.DataFrame
    separator: str
    rows: int
    empty: int
    notes: list[str]


@dataclass(frozen=True)
class _Head:
    """Names of columns, the mark between them, and the index of the first line below them."""

    names: list[str]
    mark: str
    below: int


def read(source: Source, wanted: Sequence[str], header: Iterable[object] | None) -> Sheet:
    """Return the `Sheet` of the wanted columns; `header` names the columns of a file without names.

    Raises `NoColumnError` for a name that fits no column or several, and `ValueError` for rows
    longer than the header and for quotes that swallow lines.
    """
    head, notes = _head(source, wanted, header)
    columns = [_column(source, head, name, header, notes) for name in wanted]
    frame, rows, empty = _frame(source, head, columns)
    return Sheet(frame, head.mark, rows, empty, notes)


def _head(
    source: Source, wanted: Sequence[str], header: Iterable[object] | None
) -> tuple[_Head, list[str]]:
    """Return the best reading of the header, and what is to be said of the lines above it."""
    lines, notes = source.lines, []
    start = _next(lines, 0)
    declared = _DECLARED.fullmatch(lines[start].strip(" "))
    marks = list(SEPARATORS)
    if declared:
        marks = [declared[1].replace("\\t", "\t")]
        notes.append(f"line {start + 1}, {shown(lines[start])}, names the separator")
        start = _next(lines, start + 1)
    above = start
    while start < len(lines) and lines[start].lstrip().startswith("#"):
        start = _next(lines, start + 1)
    if header is not None:
        return _given(source, list(map(str, header)), marks, start), notes
    comment = lines[start - 1].lstrip("# ") if start > above else ""
    heads = [_Head(_cells(lines, start, mark), mark, start + 1) for mark in marks]
    commented = [_Head(_cells([comment], 0, mark), mark, start) for mark in marks]
    heads += [head for head in commented if _promise(head, wanted)[1] == len(wanted)]
    best = max(heads, key=lambda head: _promise(head, wanted))
    if start > above:
        notes.append(f"line {best.below} has the names, and lines above the rows begin with #")
    return best, notes


def _next(lines: Sequence[str], start: int) -> int:
    """Return the index of the first line from `start` on that is not blank."""
    return next((i for i in range(start, len(lines)) if lines[i].strip()), len(lines))


def _promise(head: _Head, wanted: Sequence[str]) -> tuple[int, int, bool, int]:
    loosely = set(map(_loose, head.names))
    exact, near = set(wanted) & set(head.names), {n for n in wanted if _loose(n) in loosely}
    return len(exact), len(near), head.mark != " " and len(head.names) > 1, len(head.names)


def _cells(lines: Sequence[str], start: int, mark: str) -> list[str]:
    try:
        _, _, cells = next(_records(lines, start, mark))
    except (StopIteration, csv.Error):
        return []
    return [cell.strip() for cell in cells]


def _given(source: Source, names: list[str], marks: Sequence[str], start: int) -> _Head:
    found = {mark: _cells(source.lines, start, mark) for mark in marks}
    mark = max(found, key=lambda m: (len(found[m]) == len(names), m != " ", len(found[m])))
    if len(found[mark]) != len(names) or set(names) & set(found[mark]):
        raise ValueError(
            f"header should name each of the {len(found[mark])} cells in line {start + 1} of "
            f"{source.name}, {listed(found[mark])}, but is {as_list(names)}; leave header out if "
            "that line holds the names"
        )
    return _Head(names, mark, start)


def _records(lines: Sequence[str], start: int, mark: str) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the numbers of the first and the last line of each record, and its cells."""
    fed = (line + "\n" for line in islice(lines, start, None))
    if mark == " ":
        fed = (" ".join(line.split()) + "\n" for line in islice(lines, start, None))
    reader = csv.reader(fed, delimiter=mark, skipinitialspace=mark != " ")
    before = start
    for cells in reader:
        yield before + 1, start + reader.line_num, cells
        before = start + reader.line_num


def _loose(name: str) -> str:
    """Return a name without what is easily mistyped: case, and spaces and quotes around it."""
    return " ".join(name.strip("\"'“”„").split()).casefold()


def _column(
    source: Source, head: _Head, name: str, header: Iterable[object] | None, notes: list[str]
) -> int:
    """Return the index of a column, and note it where the name was not quite that of the file."""
    exact = [i for i, other in enumerate(head.names) if other == name]
    near = [i for i, other in enumerate(head.names) if _loose(other) == _loose(name)]
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise NoColumnError(
            f"{source.name} has {len(exact)} columns {shown(name)}; rename one in line {head.below}"
        )
    if len(near) == 1:
        notes.append(f"the column {shown(head.names[near[0]])} is taken for {shown(name)}")
        return near[0]
    if not near and (line := _further_down(source, head, name)):
        raise NoColumnError(
            f"{source.name} should begin with the names of the columns, but {shown(name)} stands "
            f"in line {line} only; delete the lines above that one"
        )
    if header is None and any(map(is_number, head.names)):
        places = as_list(f"column {i + 1}" for i in range(len(head.names)))
        raise NoColumnError(
            f"line {head.below} of {source.name} should hold the names of the columns, but holds "
            f"{listed(head.names)}; write them above it, or name each column, with your own words "
            f"for these: header={places}"
        )
    raise NoColumnError(
        f"{source.name} has no column {shown(name)}; its columns are {listed(head.names, 40)}"
        + _hint(head, name, [head.names[i] for i in near])
    )


def _further_down(source: Source, head: _Head, name: str) -> int | None:
    """Return the number of the first line that has a name, if that is not far down."""
    for i, line in enumerate(source.lines[head.below : _LOOKED_AT], head.below + 1):
        if name in map(str.strip, re.split(r"[,;\t|]", line.replace('"', ""))):
            return i
    return None


def _hint(head: _Head, name: str, near: Sequence[str]) -> str:
    """Return what may help where no column has a name, or nothing."""
    if near:
        return f"; {listed(near)} differ too little: rename all but one, or name one exactly"
    other = get_close_matches(name, head.names, n=1, cutoff=0.7)
    return f"; did you mean {shown(other[0])}?" if other else ""


def _frame(
    source: Source, head: _Head, columns: Sequence[int]
) -> tuple[pandas.DataFrame, int, int]:
    """Return the cells of some columns, the number of rows, and how many of them are empty."""
    width = len(head.names)
    numbers, rows, too_long = [], [], []
    begins = ends = head.below
    empty = 0
    cells: list[str] = []
    try:
        for begins, ends, cells in _records(source.lines, head.below, head.mark):
            if ends > begins:
                _check_lines(source, head, columns, begins, ends, cells)
            if not any(cell.strip() for cell in cells):
                empty += 1
                continue
            if any(cell.strip() for cell in cells[width:]):
                too_long.append((begins, len(cells)))
            numbers.append(begins)
            rows.append([cells[i].strip() if i < len(cells) else "" for i in columns])
    except csv.Error:
        raise ValueError(_swallowed(source, ends + 1, len(source.lines))) from None
    _check_end(source, head.mark, begins, ends, cells)
    if too_long:
        raise ValueError(_ragged(source, head, too_long, len(rows)))
    names = [head.names[i] for i in columns]
    frame = pandas.DataFrame(rows, columns=names, index=numbers, dtype=object)
    return frame, len(rows) + empty, empty


def _check_lines(
    source: Source,
    head: _Head,
    columns: Sequence[int],
    begins: int,
    ends: int,
    cells: Sequence[str],
) -> None:
    """Refuse a row of several lines that are rows themselves, or that breaks off."""
    lines = source.lines[begins - 1 : ends]
    alone = sum(_is_row(line, head, columns) for line in lines)
    if alone > 1 or len(cells) != len(head.names):
        raise ValueError(_swallowed(source, begins, ends))


def _is_row(line: str, head: _Head, columns: Sequence[int]) -> bool:
    cells = _cells([line.replace('"', "")], 0, head.mark)
    features = columns[:-1]
    return len(cells) == len(head.names) > 1 and all(is_number(cells[i]) for i in features)


def _check_end(source: Source, mark: str, begins: int, ends: int, cells: Sequence[str]) -> None:
    """Refuse a quote in the last row that is never closed."""
    if cells and cells[-1].endswith("\n"):
        last = [line + "\n" for line in source.lines[begins - 1 : ends]]
        try:
            list(csv.reader(last, delimiter=mark, strict=True))
        except csv.Error:
            raise ValueError(_swallowed(source, begins, ends)) from None


def _swallowed(source: Source, begins: int, ends: int) -> str:
    came = f"takes in all up to line {ends}" if ends > begins else "is not"
    return (
        f"the quote in line {begins} of {source.name} should be closed in that line, but {came}; "
        f"look at line {begins}: remove a quote that "
        'is too many there, or write "" for one that belongs to a text'
    )


def _ragged(source: Source, head: _Head, found: Sequence[tuple[int, int]], rows: int) -> str:
    """Return in words which rows are longer than the header, and the likely cause."""
    told = "; ".join(f"{cells} cells in line {line}" for line, cells in found[:MOST_PLACES])
    more = f" and {len(found) - MOST_PLACES} more" if len(found) > MOST_PLACES else ""
    cause = {
        ",": "are there decimal commas in a file that separates by commas? Save it with semicolons",
        " ": "are there spaces in a text? Put that in quotes, or save the file with semicolons",
    }.get(head.mark, f"a text with one of the {SEPARATORS.get(head.mark, 'separators')} in it?")
    if len(found) == rows:
        cause = "is there a column without a name? Write one for it"
    return (
        f"rows of {source.name} should have {len(head.names)} cells, as the header has, but "
        f"{len(found)} {'has' if len(found) == 1 else 'have'} more: {told}{more}; {cause}"
    )
