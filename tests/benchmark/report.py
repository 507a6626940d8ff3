"""The table: what was measured, as plain text that is Markdown too."""

import statistics
from dataclasses import dataclass

from lessons import DECKS

from benchmark.tangent import POSITIONS
from helpers.lesson import number

EXPLANATION = (
    "All figures are medians of n; sliders and panels show the tangent of lesson 01 "
    f"at {POSITIONS} positions. The ratio says how many times faster or smaller ours is."
)
COLUMNS = "what", "ours", "other", "ratio", "n", "measured (UTC)"
NUMBERS = "ratio", "n"


@dataclass(frozen=True)
class Row:
    """One line of the table: names of samples, ours and those of the other way if there is one.

    `against` names the other way, or says why there is none.
    """

    what: str
    ours: str
    other: str | None = None
    against: str = ""

    def cells(self, stored):
        """Return the texts of the line, given what is stored of its part."""
        samples = stored["samples"]
        ours = samples[self.ours]
        return (
            self.what,
            amount(ours, unit_of(self.ours)),
            ", ".join(filter(None, [self._other(samples), self.against])),
            ratio(self.ours, ours, samples[self.other]) if self.other else "—",
            str(len(ours)),
            stored["when"],
        )

    def _other(self, samples):
        return amount(samples[self.other], unit_of(self.other)) if self.other else "—"


def deck_rows():
    """Return the size of each deck, its seconds until it is alive, and those to build them all."""
    lessons = [number(path) for path in DECKS]
    for lesson in lessons:
        yield Row(f"size of deck {lesson}", f"{lesson} deck, MB", f"{lesson} plain, MB", EXPORT)
    for lesson in lessons:
        yield Row(f"deck {lesson}, opened from disk until alive", f"{lesson} alive, s")
    yield Row(
        "running the lessons and building all decks", "decks built, s", "plain built, s",
        f"{EXPORT}, runs nothing",
    )  # fmt: skip


INTERACT, EXPORT = "`@interact`", "nbconvert's export"
ROWS = {
    "sliders": [
        Row("key to picture, JupyterLab", "panel, ms", "interact, ms", INTERACT),
        Row("the same in display frames", "panel, frames", "interact, frames", INTERACT),
        Row("memory kept for each step, JupyterLab", "kept, kB"),
        Row("messages to the kernel for each step", "sent, messages", "sent by interact, messages"),
        Row("key to picture, deck", "deck, ms", None, f"{INTERACT} needs a kernel"),
        Row("the same in display frames", "deck, frames"),
    ],
    "panels": [
        Row("drawing positions", "ahead, positions/s", "each, positions/s", "`savefig` for each"),
        Row("cell run to first picture", "panel drawn, ms", "interact drawn, ms", INTERACT),
        Row("cell run to all positions", "panel alive, ms", None, f"{INTERACT} draws when asked"),
    ],
    "lessons": [
        Row("slowest cell of all lessons", "slowest cell, s"),
        Row("widgets of the lesson with most", "most widgets, widgets"),
    ],
    "decks": list(deck_rows()),
    "lite": [
        Row("JupyterLite, first visit: fetched", "fetched, MB"),
        Row("the same until the first cell of lesson 01 has run", "first cell, s"),
        Row("the same until its first panel lives", "first panel, s"),
        Row("the same until all of it has run", "whole, s"),
    ],
    "setup": [
        Row("set-up, cold", "cold, s", "cached, s", "cold, but for pip's cache"),
        Row("set-up, warm", "warm, s", "cold, s", "cold"),
        Row("`make lab` until it answers, warm", "warm answer, s", "cold answer, s", "cold"),
    ],
    "nbval": [Row("nbval alone, lesson 01", "one, s", "all, s", "all lessons")],
    "tests": [Row("whole test run, lesson 01", "one, s", "all, s", "all lessons")],
}


def table(stored):
    """Return the table of all stored parts, a dict of their results by the part's name.

    Raises `ValueError` if they come from different machines, for then no ratio would be fair.
    """
    machines = {part["machine"] for part in stored.values()}
    if len(machines) != 1:
        raise ValueError(f"the parts come from different machines: {'; '.join(sorted(machines))}")
    lines = [row.cells(stored[part]) for part in ROWS if part in stored for row in ROWS[part]]
    return f"On {machines.pop()}. {EXPLANATION}\n\n{markdown(lines)}"


def markdown(lines):
    """Return lines of cells below the header as a Markdown table with straight columns."""
    widths = [max(3, *map(len, column)) for column in zip(COLUMNS, *lines, strict=True)]
    rule = [
        "-" * (width - 1) + (":" if name in NUMBERS else "-")
        for name, width in zip(COLUMNS, widths, strict=True)
    ]
    return "\n".join(_line(cells, widths) for cells in [COLUMNS, rule, *lines])


def _line(cells, widths):
    padded = [
        text.rjust(width) if name in NUMBERS else text.ljust(width)
        for name, text, width in zip(COLUMNS, cells, widths, strict=True)
    ]
    return f"| {' | '.join(padded)} |"


def amount(samples, unit):
    """Return the median with its unit."""
    middle = statistics.median(samples)
    return f"{three_digits(middle)} {'frame' if (middle, unit) == (1, 'frames') else unit}"


def ratio(name, ours, other):
    """Return how many times better ours is; rates are better if larger, all else if smaller."""
    if not statistics.median(ours):
        return "—"
    larger = statistics.median(ours) / statistics.median(other)
    return three_digits(larger if unit_of(name).endswith("/s") else 1 / larger)


def unit_of(name):
    """Return what follows the last comma in the name of samples."""
    return name.rpartition(", ")[2]


def three_digits(number):
    """Return a number with at most three digits that count, and without an exponent."""
    return f"{float(f'{number:.3g}'):g}"
