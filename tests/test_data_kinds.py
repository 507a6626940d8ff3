"""Every kind of CSV file that learners bring: what is understood of it, and what is said.

Each kind is a row of one table. Where a file is refused, the error says how it can be read.
"""

import numpy as np
import pytest

from helpers.data import NoColumnError, load_csv

COUNT = 12
PLAIN = list(range(COUNT))
TENTHS = [i + 0.5 for i in range(COUNT)]
THOUSANDS = [1234.5 + 1000 * i for i in range(COUNT)]
WHOLE = [1100 + i for i in range(COUNT)]
AMERICAN = [f"{n:,}" for n in THOUSANDS]
GERMAN = [c.translate({44: ".", 46: ","}) for c in AMERICAN]


def spaced(space):
    return [cell.replace(".", space) for cell in GERMAN]


def text(cells=PLAIN, mark=",", above="x,kind\n", classes="ab"):
    """Return a file with a row for each cell of x, and the classes in turn."""
    lines = (f"{cell}{mark}{classes[i % len(classes)]}\n" for i, cell in enumerate(cells))
    return above.replace(",", mark) + "".join(lines)


def quoted(cells):
    return [f'"{cell}"' for cell in cells]


def with_gap(word):
    return [*PLAIN[:4], word, *PLAIN[4:]]


def swallowing(lines=40, at=15, until=38):
    """Return a file in which a stray quote opens in one line, and a good one ends it later."""
    rows = [f"{i},note {i},{'ab'[i % 2]}" for i in range(lines)]
    rows[at] = rows[at].replace("note", '"note')
    rows[until] = f'{until},"note {until}",{"ab"[until % 2]}'
    return "x,note,kind\n" + "\n".join(rows) + "\n"


SWALLOWED = (
    "the quote in line 17 of own.csv should be closed in that line, but takes in all up to line "
    "40; look at line 17: remove a quote that is too many there, or"
)
MAC = text(above="Größe,kind\n", classes=["süß", "groß"])
SPANISH = text(above="x,kind\n", classes=["año", "día"])
X = {"features": "x"}
GROESSE = {"features": "Größe"}

# the file, how it is called, the numbers that are understood or None, and what is said
UNDERSTOOD = {
    "a first line sep=;": ("sep=;\n" + text(mark=";"), X, PLAIN, "note: line 1, sep=;, names"),
    "sep=; before decimal commas": (
        "sep=;\r\n" + text([c.replace(".", ",") for c in map(str, TENTHS)], ";"),
        X,
        TENTHS,
        "semicolons between columns, decimal commas",
    ),
    "sep=^, which no other file has": (
        '"sep=^"\n' + text(mark="^"),
        X,
        PLAIN,
        "^ between columns",
    ),
    "lines with # above the header": (
        "# made by a logger\n# 2024, Kiel\n" + text(),
        X,
        PLAIN,
        "note: line 3 has the names, and lines above the rows begin with #",
    ),
    "a header that begins with #": (
        text(above="# x,kind\n"),
        X,
        PLAIN,
        "note: line 1 has the names, and lines above the rows begin with #",
    ),
    "the typographic minus": (
        text([f"−{i}" for i in PLAIN]),
        X,
        [-i for i in PLAIN],
        "note: − is read as a minus in 12 cells",
    ),
    "American thousands": (
        text(quoted(AMERICAN)),
        X,
        THOUSANDS,
        "decimal points, commas between thousands",
    ),
    "German thousands": (
        text(GERMAN, ";"),
        X,
        THOUSANDS,
        "decimal commas, points between thousands",
    ),
    "thousands with spaces": (
        text(spaced(" "), ";"),
        X,
        THOUSANDS,
        "decimal commas, spaces between thousands",
    ),
    "thousands with thin spaces": (
        text(spaced("\u2009"), ";"),
        X,
        THOUSANDS,
        "decimal commas, spaces between thousands",
    ),
    "thousands with no-break spaces": (
        text(spaced("\u00a0"), ";"),
        X,
        THOUSANDS,
        "decimal commas, spaces between thousands",
    ),
    "thousands with narrow no-break spaces": (
        text(spaced("\u202f"), ";"),
        X,
        THOUSANDS,
        "decimal commas, spaces between thousands",
    ),
    "Swiss thousands": (
        text([c.replace(",", "’") for c in AMERICAN]),
        X,
        THOUSANDS,
        "decimal points, apostrophes between thousands",
    ),
    "numbers that fit two ways, but one does not": (
        text(quoted([*(f"{n:,}" for n in WHOLE[:-1]), "1,111.5"])),
        X,
        [*WHOLE[:-1], 1111.5],
        "commas between thousands",
    ),
    "numbers that fit two ways, and decimal": (
        text(quoted(f"{n:,}" for n in WHOLE)),
        X | {"decimal": "."},
        WHOLE,
        "first row used: x = 1100 (1,100 in the file)",
    ),
    "the same with the other decimal": (
        text(quoted(f"{n:,}" for n in WHOLE)),
        X | {"decimal": ","},
        [n / 1000 for n in WHOLE],
        "first row used: x = 1.1 (1,100 in the file)",
    ),
    **{
        f"{word} for a gap": (text(with_gap(word)), X, None, f"1 without x (1 {word})")
        for word in ("?", "-", "NA", "n/a", "nan", "NaN", ".", "–", "#N/A", "NULL")
    },
    "gaps in the target": (
        text() + "5,?\n5,?\n5,n/a\n",
        X,
        PLAIN,
        "3 rows left out: 3 without kind (2 ?, 1 n/a)",
    ),
    "gaps in the target that are classes": (
        text(classes="+-"),
        X | {"classes": "+-"},
        PLAIN,
        "y = 1: 6 rows with kind = -",
    ),
    "a word of one's own for a gap": (
        text(with_gap("broken")),
        X | {"gaps": ["broken"]},
        None,
        "1 without x (1 broken)",
    ),
    "columns separated by spaces": (text(mark=" "), X, PLAIN, "spaces between columns"),
    "columns aligned by spaces": (
        "  x    kind\n" + "".join(f"{i:3}    {'ab'[i % 2]}  \n" for i in PLAIN),
        X,
        PLAIN,
        "spaces between columns",
    ),
    "a quoted header": (text(above='"x","kind"\n'), X, PLAIN, "commas between columns"),
    "a header in single quotes": (
        text(above="'x','kind'\n"),
        X,
        PLAIN,
        "note: the column 'x' is taken for x",
    ),
    "a quoted header with a mark at its start": (
        "\ufeff" + text(above='"x", "kind"\n'),
        X,
        PLAIN,
        "UTF-8",
    ),
    "a header in another case": (
        text(above="X,Kind\n"),
        X,
        PLAIN,
        "note: the column Kind is taken for kind",
    ),
    "a header with stray spaces": (
        text(above=" body  mass ,kind\n"),
        {"features": "body mass"},
        PLAIN,
        "note: the column body  mass is taken for body mass".replace("  ", " "),
    ),
    "a header that was typed with stray spaces": (
        text(),
        {"features": " x"},
        PLAIN,
        "is taken for x",
    ),
    "no header, and one is given": (
        text(above=""),
        X | {"header": ["x", "kind"]},
        PLAIN,
        "12 lines, 12 rows below the names",
    ),
    "fewer rows used than lines": (
        text() + "\n\n,\n",
        X,
        PLAIN,
        "16 lines, 15 rows below the names, 12 rows used",
    ),
    "old Mac, known by its words": (
        MAC.encode("mac_roman"),
        GROESSE,
        PLAIN,
        "own.csv: old Mac (mac_",
    ),
    "old Mac, though no letter of the names is foreign": (
        text(classes=["größer", "kürzer"]).encode("mac_roman"),
        X,
        PLAIN,
        "kind = größer",
    ),
    "DOS, known by its words": (MAC.encode("cp850"), GROESSE, PLAIN, "own.csv: DOS (cp850)"),
    "DOS, with the mark that ends its texts": (
        text(classes=["männlich", "weiblich"]).encode("cp437") + b"\x1a",
        X,
        PLAIN,
        "kind = männlich",
    ),
    "Windows, as ever": (MAC.encode("cp1252"), GROESSE, PLAIN, "own.csv: Latin-1 (Windows-1252)"),
    "an encoding that is told": (
        SPANISH.encode("mac_roman"),
        X | {"encoding": "mac_roman"},
        PLAIN,
        "y = 0: 6 rows with kind = año",
    ),
    "old line ends": (text().replace("\n", "\r"), X, PLAIN, "12 rows used"),
    "a text of several lines": (
        "x,note,kind\n" + "".join(f'{i},"first, and\nsecond",{"ab"[i % 2]}\n' for i in PLAIN),
        X,
        PLAIN,
        "25 lines, 12 rows below the names, 12 rows used",
    ),
    "a class that differs from another in case, left out": (
        text() + "5,A\n",
        X | {"classes": "ab"},
        PLAIN,
        "note: A, a differ only in case, but are different values",
    ),
    "formulas": (
        text(above="=cmd(),kind\n", classes=["=1+1", "@SUM(A1)"]),
        {"features": "=cmd()"},
        PLAIN,
        "first row used: =cmd() = 0, kind = =1+1",
    ),
    "HTML": (
        text(above="<script>alert(1)</script>,kind\n"),
        {"features": "<script>alert(1)</script>"},
        PLAIN,
        "first row used: <script>alert(1)</script> = 0, kind = a",
    ),
    "letters that turn the direction of a line": (
        text(classes=["a\u202eb", "c"]),
        X,
        PLAIN,
        r"kind = a\u202eb",
    ),
}

REFUSED = {
    "numbers that may be thousands or decimals": (
        text(quoted(f"{n:,}" for n in WHOLE)),
        X,
        (
            "own.csv should hold clear numbers, but '1,100' in line 2, column x, may be 1100 or "
            "1.1, and no other cell tells; add decimal='.' for 1100, or decimal=',' for 1.1"
        ),
    ),
    "the same, German": (
        text([f"{n:,}".replace(",", ".") for n in WHOLE], ";"),
        X,
        "'1.100' in line 2, column x, may be 1.1 or 1100, and no other cell tells",
    ),
    "both decimal marks": (
        text([*PLAIN, "1.5", "2,5"], ";"),
        X,
        (
            "own.csv should have one decimal mark, but has decimal points ('1.5' in line 14, "
            "column x) and decimal commas ('2,5' in line 15, column x)"
        ),
    ),
    "cells that are no numbers": (
        text([*with_gap("broken"), "none", "broken", "lost"]),
        X,
        (
            "own.csv should hold numbers in the features, but not so in 4 cells: 'broken' in line "
            "6, column x; 'none' in line 15, column x; 'broken' in line 16, column x and 1 more; "
            "to leave these rows out, add gaps=['broken', 'none', 'lost']; or"
        ),
    ),
    "numbers with a unit": (
        text([f"{i} mm" for i in PLAIN]),
        X,
        "remove 'mm' everywhere, with Find and Replace",
    ),
    "a feature that says yes or no": (
        text(["yes", "no"] * 6),
        X,
        "x has two values: put 0 for yes and 1 for no with Find and",
    ),
    "a feature that is text": (
        text([f"name {c}" for c in "cdefghijklmn"]),
        X,
        "x has no number at all: choose another column",
    ),
    "a minus behind its number": (
        text([*PLAIN, "5-"]),
        X,
        "1 cell: '5-' in line 14, column x; to leave these rows out, add gaps=['5-']",
    ),
    "a first line that names a letter or a quote as separator": (
        'sep="\n' + text(),
        X,
        "should begin with the names of the columns, but x stands in line 2 only; delete",
    ),
    "Indian thousands": (
        text(quoted(["1,00,000", *PLAIN])),
        X,
        "1 cell: '1,00,000' in line 2, column x; to leave",
    ),
    "no header": (
        text(above=""),
        X,
        (
            "line 1 of own.csv should hold the names of the columns, but holds 0, a; write them "
            "above it, or name each column, with your own words for these: header=['column 1', "
            "'column 2']"
        ),
    ),
    "a header for another number of columns": (
        text(above=""),
        X | {"header": ["x", "z", "kind"]},
        "should name each of the 2 cells in line 1 of own.csv, 0, a, but is ['x', 'z', 'kind']",
    ),
    "a header for a file that has one": (
        text(),
        X | {"header": ["x", "kind"]},
        "leave header out if that line holds the names",
    ),
    "names that differ too little": (
        text(above="x,kind,X,KIND\n"),
        X | {"target": "Kind"},
        "has no column Kind; its columns are x, kind, X, KIND; kind, KIND differ too little",
    ),
    "two columns that are nearly what is asked for": (
        text(above="A x,kind,a X\n"),
        {"features": "a x"},
        "has no column a x; its columns are A x, kind, a X; A x, a X differ too little",
    ),
    "a title above the header": (
        "Results 2024\n\n" + text(),
        X,
        "but x stands in line 3 only; delete",
    ),
    "a stray quote": (swallowing(), X, SWALLOWED),
    "a stray quote in the next row": (
        text().replace("2,a\n3,b", '"2,a\n3",b'),
        X,
        "the quote in line 4 of own.csv should be closed in",
    ),
    "a quote that never ends": (
        text() + '5,"a\n',
        X,
        "the quote in line 14 of own.csv should be closed in that line",
    ),
    "a quote that never ends in a long file": (
        'x,kind\n"' + text(range(40_000), above=""),
        X,
        "the quote in line 2 of own.csv should be closed in",
    ),
    "rows longer than the header": (
        text() + "1,5,a\n2,5,b\n",
        X,
        (
            "rows of own.csv should have 2 cells, as the header has, but 2 have more: 3 cells in "
            "line 14; 3 cells in line 15; are there decimal commas in a file that separates by "
            "commas?"
        ),
    ),
    "row names without a name": (
        "x,kind\n" + "".join(f"{i},{i},a\n" for i in PLAIN),
        X,
        "is there a column without a name?",
    ),
    "a measure as target": (
        "x,y\n" + "".join(f"{i},{i / 7}\n" for i in range(148)),
        X | {"target": "y"},
        "has 148, from 0.0 to 21.0, and looks like a measure; name a column with two values,",
    ),
    "classes that differ in case": (
        text(classes=["cat", "Cat", "CAT", "dog"]),
        X,
        "has 4 values, CAT, Cat, cat, dog; CAT, Cat, cat differ only in case: write them alike",
    ),
    "two classes that differ in case": (
        text(classes=["cat", "Cat"]),
        X,
        "has 2 values, Cat, cat; Cat, cat differ only in case",
    ),
    "a class in another case": (
        text(),
        X | {"classes": ["A", "b"]},
        "its values are a, b; write it as the file does: a",
    ),
    "a class that is taken for a gap": (
        text(classes="+-"),
        X,
        "- is taken for a gap: if it is a class, name both, classes=['-', '+']",
    ),
    "an encoding that may be several": (
        text(classes=["männlich", "weiblich"]).encode("mac_roman"),
        X,
        "own.csv should be UTF-8, but is in an older encoding, and it is not clear in which:",
    ),
    "bytes that Windows does not have": (
        b"x,kind\n1,\x81\n",
        X,
        "'ü' with encoding='cp850', 'Å' with encoding='mac_roman'; say which",
    ),
    "an encoding that is not so": (
        b"x,kind\n\xff",
        X | {"encoding": "utf-8"},
        "should be text in the encoding utf-8, but is not",
    ),
    "an encoding that there is not": (
        text(),
        X | {"encoding": "klingon"},
        "encoding should be one that Python knows, such as",
    ),
    "another decimal mark": (text(), X | {"decimal": "'"}, "decimal should be '.' or ',', but is"),
    "too few rows to draw": (
        text(),
        X | {"most": 1},
        "most should be a whole number, 10 or more, but is 1",
    ),
    "a workbook": (
        b"PK\x03\x04\x14\x00",
        X,
        "own.csv is no text, so no CSV file; open it in the program",
    ),
    "UTF-16 without its mark": (
        text().encode("utf-16-le"),
        X,
        "own.csv is no text, so no CSV file",
    ),
}


@pytest.fixture
def called(tmp_path):
    def call(content, arguments):
        path = tmp_path / "own.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_csv(path, **{"target": "kind"} | arguments)

    return call


@pytest.mark.parametrize("kind", UNDERSTOOD)
def test_a_kind_of_file_is_understood_and_said(called, kind):
    content, arguments, numbers, said = UNDERSTOOD[kind]
    table = called(content, arguments)
    np.testing.assert_allclose(table.X[:, 0], PLAIN if numbers is None else numbers, rtol=1e-15)
    assert said in table.report


@pytest.mark.parametrize("kind", REFUSED)
def test_a_kind_of_file_is_refused_with_a_way_out(called, kind):
    content, arguments, said = REFUSED[kind]
    with pytest.raises((NoColumnError, ValueError)) as told:
        called(content, arguments)
    assert said in str(told.value)
    assert "; " in str(told.value)
