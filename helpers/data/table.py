"""Two columns or more of a file as the arrays that the mathematics takes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas

from helpers.arrays import Array, count
from helpers.data import classes as two_values
from helpers.data.numerals import is_gap, numbers
from helpers.data.rows import SEPARATORS, read
from helpers.data.source import Source, opened
from helpers.data.words import as_list, listed, several, shown

FEWEST_ROWS = 10
MOST_FEATURES = 2
LeftOut = dict[str, int]  # how many rows, by the reason


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

    def called(self, value: float) -> str:
        """Return what y = `value` means in the file, such as "species = Adelie (y = 0)"."""
        return f"{shown(self.target)} = {shown(self.classes[int(value)])} (y = {int(value)})"


@dataclass(frozen=True)
class Wish:
    """What of a file is asked for, and what it does not tell itself; `None` where it has to."""

    features: list[str]
    target: str
    classes: tuple[str, str] | None
    most: int | None = None
    header: Sequence[str] | None = None
    encoding: str | None = None
    decimal: str | None = None
    gaps: tuple[str, ...] = ()


def names_of(features: str | Iterable[str], target: str, most: int | None = None) -> list[str]:
    """Return the names of features; `most` is how many there may be.

    Raises `ValueError` for none or too many, for one name twice, and for the target among them, and
    `TypeError` for what is no text.
    """
    if not isinstance(target, str):
        raise TypeError(
            f"target should be the name of a column, but is {shown(repr(target))}; put it in quotes"
        )
    names = [features] if isinstance(features, str) else _texts(features, "features")
    if not names or len({*names, target}) <= len(names):
        raise ValueError(
            f"features should name one or more different columns, and not the target "
            f"{shown(target)}, but are {as_list(names)}; for example features=['length', 'depth']"
        )
    if most and len(names) > most:
        raise ValueError(
            f"features should name one or two columns, but names {len(names)}: {listed(names)}; a "
            "neuron takes any number, but a picture has room for two: choose those that tell most"
        )
    return names


def wished(
    names: list[str],
    target: str,
    classes: Iterable[object] | None,
    most: int | None = None,
    header: Iterable[str] | None = None,
    encoding: str | None = None,
    decimal: str | None = None,
    gaps: Iterable[str] = (),
) -> Wish:
    """Return the `Wish` for these arguments.

    Raises `ValueError` for classes that are not two and for `most` below ten, and `TypeError` for
    what is no text or no number.
    """
    return Wish(
        names,
        target,
        two_values.asked_for(classes),
        None if most is None else count(most, "most", least=FEWEST_ROWS),
        None if header is None else _texts(header, "header"),
        encoding,
        decimal,
        tuple(_texts(gaps, "gaps")),
    )


def table(path: str | Path, wish: Wish) -> Table:
    """Return the `Table` that is wished for; raises what `helpers.data.load_csv` does."""
    columns = [*wish.features, wish.target]
    source = opened(path, [*columns, *(wish.classes or ())], wish.encoding)
    sheet = read(source, columns, wish.header)
    *features, target = map(str, sheet.frame.columns)
    names_of(features, target)
    left_out: LeftOut = {"empty": sheet.empty} if sheet.empty else {}
    frame, classes, notes = _of_two_classes(source, sheet.frame, target, wish, left_out)
    for name in features:
        frame = _without_gaps(frame, name, is_gap(frame[name], wish.gaps), left_out)
    X, style, more = numbers(source.name, frame[features], wish.decimal)
    y = (frame[target] == classes[1]).to_numpy(dtype=float)
    found = Table(X, y, tuple(features), target, classes, "")
    _check_rows(source.name, found, left_out)
    rows = np.arange(len(y))
    if wish.most and len(y) > wish.most:
        rows = two_values.drawn(y, wish.most)
        said = f"beyond the {wish.most} drawn at random, so that pictures stay quick"
        left_out[said] = len(y) - wish.most
        found = replace(found, X=X[rows], y=y[rows])
        _check_rows(source.name, found, left_out)
    report = [
        (
            f"{source.name}: {source.encoding}, "
            f"{SEPARATORS.get(sheet.separator, shown(sheet.separator))} between columns, {style}"
        ),
        f"{len(source.lines)} lines, {sheet.rows} rows below the names, {len(rows)} rows used",
        *_told(found, left_out, frame.iloc[rows[0]]),
        *(f"note: {note}" for note in [*sheet.notes, *notes, *more]),
        f"to turn 0 and 1 round: classes={as_list(classes[::-1])}",
    ]
    return replace(found, report="\n".join(report))


def _of_two_classes(
    source: Source, frame: pandas.DataFrame, target: str, wish: Wish, left_out: LeftOut
) -> tuple[pandas.DataFrame, tuple[str, str], list[str]]:
    """Return the rows of two classes, the names of these, and what to note about other values."""
    gap = is_gap(frame[target], wish.gaps) & ~frame[target].isin(wish.classes or ())
    words = [word for word in frame.loc[gap, target].unique() if word]
    frame = _without_gaps(frame, target, gap, left_out)
    classes = two_values.two(source.name, frame[target], wish.classes, words)
    notes = two_values.alike_but_left_out(frame[target], classes)
    kept = frame[target].isin(classes)
    return _keep(frame, kept, left_out, f"with another {shown(target)}"), classes, notes


def _without_gaps(
    frame: pandas.DataFrame, name: str, gap: pandas.Series, left_out: LeftOut
) -> pandas.DataFrame:
    words = Counter(word for word in frame.loc[gap, name] if word)
    told = ", ".join(f"{count} {shown(word)}" for word, count in words.items())
    return _keep(frame, ~gap, left_out, f"without {shown(name)}" + (f" ({told})" if told else ""))


def _keep(
    frame: pandas.DataFrame, kept: pandas.Series, left_out: LeftOut, reason: str
) -> pandas.DataFrame:
    if not kept.all():
        left_out[reason] = int((~kept).sum())
    return frame[kept]


def _told(found: Table, left_out: LeftOut, first: pandas.Series) -> list[str]:
    """Return the lines of a report that count the rows, and show what numbers were read."""
    target = shown(found.target)
    cells = [
        _as_read(name, number, first[name])
        for name, number in zip(found.features, found.X[0], strict=True)
    ]
    return [
        *(
            f"y = {value}: {np.sum(found.y == value)} rows with {target} = {shown(name)}"
            for value, name in enumerate(found.classes)
        ),
        f"{sum(left_out.values())} rows left out{': ' * bool(left_out)}{_reasons(left_out)}",
        f"first row used: {', '.join(cells)}, {target} = {shown(first[found.target])}",
        *(
            f"{shown(name)}: {column.min():.10g} to {column.max():.10g}"
            for name, column in zip(found.features, found.X.T, strict=True)
        ),
    ]


def _as_read(name: str, number: float, text: str) -> str:
    """Return a number as it was read, and what stands in the file where that is not the same."""
    try:
        same = float(text) == number
    except ValueError:
        same = False
    said = f"{shown(name)} = {number:.10g}"
    return said if same else f"{said} ({shown(text)} in the file)"


def _reasons(left_out: LeftOut) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in left_out.items())


def _check_rows(name: str, found: Table, left_out: LeftOut) -> None:
    """Refuse rows that are too few, or of one class, or all alike in a feature."""
    if len(found.y) < FEWEST_ROWS:
        raise ValueError(
            f"{name} should have at least {FEWEST_ROWS} complete rows, but has {len(found.y)}; "
            + (f"left out were {_reasons(left_out)}" if left_out else "bring more rows")
        )
    for value, of_class in enumerate(found.classes):
        if value not in found.y:
            raise ValueError(
                f"{name} has no complete row whose {shown(found.target)} is {shown(of_class)}; "
                f"left out were {_reasons(left_out)}"
            )
    for column, feature in zip(found.X.T, found.features, strict=True):
        if np.ptp(column) == 0:
            raise ValueError(
                f"the feature {shown(feature)} of {name} is {column[0]:g} in every row used, so it "
                "tells nothing apart; choose another column"
            )


def _texts(names: Iterable[object], argument: str) -> list[str]:
    """Return several texts as a list; an argument that holds something else is named."""
    texts = several(names)
    if isinstance(names, str) or not all(isinstance(text, str) for text in texts):
        raise TypeError(
            f"{argument} should be a list of texts, but is {shown(repr(names))}; put each in "
            f"quotes, such as {argument}=['a', 'b']"
        )
    return [str(text) for text in texts]
