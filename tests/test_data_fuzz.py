"""Bytes and tables that chance has spoilt: read, or refused in the reader's own words.

`FUZZ` in the environment says how many of each are tried; `make stress` tries 2,000.
"""

import csv
import io
import os
import random
import re
import warnings

import numpy as np
import pytest

from helpers.data import NoColumnError, load_csv

TRIES = int(os.environ.get("FUZZ", "60"))
PIECES = [
    b",", b";", b"\t", b"|", b" ", b'"', b'""', b"'", b"\n", b"\r\n", b"\r", b"\n\n", b"#",
    b"sep=;", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b"\x1a", b"\x85", b"\xe2\x80\xa8",
    b"\xe2\x88\x92", b"\xc2\xa0", b"\xe2\x80\xaf", b"\xe4", b"\x81", b"1,234.5", b"1.234,5",
    b"1'000", b"1e999", b"-", b"?", b"NA", b"nan", b"inf", b".", b",,,", b"=cmd()", b"<script>",
    b"x", b"kind", b"a", b"B",
]  # fmt: skip
OURS = re.compile(
    r"(?s)(\S+ (should|has|is|holds) |line \d+ of |the (target|feature|quote) |rows of |there is |"
    r"header should |features should ).*; .+"
)
CALLS = [
    {},
    {"classes": ["a", "b"]},
    {"most": 10},
    {"header": ["x", "note", "kind"]},
    {"decimal": ","},
    {"encoding": "cp1252"},
    {"gaps": ["x"]},
]


def good(rng):
    """Return a file as a program writes it, of a chance separator, encoding and line end."""
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=rng.choice(",;\t| "), lineterminator=rng.choice(["\n", "\r\n", "\r"])
    )
    writer.writerow(["x", "note", "kind"])
    for i in range(rng.randint(8, 30)):
        number = rng.choice(["{:.1f}", "{:,.2f}", "{:.0f}", "{:e}"]).format(rng.uniform(-2e4, 2e4))
        writer.writerow(
            [number, rng.choice(["", "a b", "é", 'say "x"', "two\nlines"]), "ab"[i % 2]]
        )
    return text.getvalue().encode(
        rng.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
    )


def mutated(rng):
    content = bytearray(good(rng))
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(content) + 1)
        until = min(len(content), at + rng.choice([0, 0, 1, 2, 9, 40]))
        content[at:until] = rng.choice(PIECES) * rng.choice([1, 1, 1, 2, 30])
    return bytes(content)


def noise(rng):
    alphabet = rng.choice([bytes(range(256)), bytes(range(32, 127)) + b"\n", b'x,"\n1;kind ab.-'])
    return bytes(rng.choices(alphabet, k=rng.choice([0, 1, 10, 300, 5000])))


def outcome(path, **arguments):
    """Return the table, or the text of an error that a learner may see."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return load_csv(path, **{"features": "x", "target": "kind"} | arguments)
    except (NoColumnError, ValueError) as error:
        return str(error)


@pytest.mark.parametrize("spoilt", [mutated, noise])
def test_chance_gives_a_table_or_an_error_of_the_readers_own(tmp_path, spoilt):
    path = tmp_path / "own.csv"
    for seed in range(TRIES):
        rng = random.Random(seed)
        path.write_bytes(spoilt(rng))
        got = outcome(path, features=rng.choice(["x", ["x", "note"]]), **rng.choice(CALLS))
        if isinstance(got, str):
            assert OURS.match(got), f"seed {seed} of {spoilt.__name__}"
        else:
            assert np.all(np.isfinite(got.X)), f"seed {seed} of {spoilt.__name__}"
            assert set(got.y) == {0, 1}, f"seed {seed} of {spoilt.__name__}"
            assert len(got.X) == len(got.y) >= 10, f"seed {seed} of {spoilt.__name__}"
            assert all(map(str.isprintable, got.report.splitlines()))


def test_what_chance_spoils_was_good(tmp_path):
    """Most of it: some files have too few rows. Else all errors might be about something else."""
    path = tmp_path / "own.csv"
    got = []
    for seed in range(40):
        path.write_bytes(good(random.Random(seed)))
        got.append(outcome(path))
    refused = [told for told in got if isinstance(told, str)]
    assert len(refused) < 10
    assert all("at least 10 complete rows" in told for told in refused)
