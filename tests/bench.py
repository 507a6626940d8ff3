"""Measure the course against the ways that others take: `make bench`.

Parts can be measured one after the other: what a part found is kept in `.benchmark/`, and the table
and the picture are made of whatever is there. Ratios hold within a run; no test asserts them.
"""

import argparse
import json
import sys
from datetime import UTC, datetime

from benchmark import (
    chart,
    decks,
    lessons_run,
    lite,
    machine,
    panels,
    report,
    setup,
    sliders,
    suite,
)
from benchmark.timing import FailedCommandError
from browser import ROOT

KEPT = ROOT / ".benchmark"
PICTURE = ROOT / ".github" / "bench.png"
PARTS = {
    "sliders": sliders.measure,
    "panels": panels.measure,
    "lessons": lessons_run.measure,
    "decks": decks.measure,
    "lite": lite.measure,
    "setup": setup.measure,
    "nbval": suite.nbval,
    "tests": suite.tests,
}


def main(arguments):
    """Measure the named parts, or all, then show what is kept; return a text if a part fails."""
    options = asked(arguments)
    names = PARTS if "all" in options.parts else [name for name in options.parts if name in PARTS]
    for name in names:
        print(f"{name}:", file=sys.stderr, flush=True)
        try:
            keep(name, PARTS[name](options.runs))
        except FailedCommandError as error:
            return f"The part {name} failed. {error}"
    show(kept())
    return None


def asked(arguments):
    """Return what is asked for on the command line."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", choices=["all", *PARTS, "report"], default="all",
        help="what to measure (all if nothing is named); report only shows what is kept",
    )  # fmt: skip
    parser.add_argument(
        "--runs", type=int, default=5,
        help="how often to measure (5 if not given); keys are pressed five times as often",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    if options.runs < 1:
        parser.error("--runs should be at least 1")
    return options


def keep(name, samples):
    """Store what a part has measured, with the machine and the time."""
    KEPT.mkdir(exist_ok=True)
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    stored = {"machine": machine.describe(), "when": when, "samples": samples}
    (KEPT / f"{name}.json").write_text(json.dumps(stored, indent=1), encoding="utf-8")


def kept():
    """Return what is stored of each part, by name."""
    files = [(name, KEPT / f"{name}.json") for name in PARTS]
    return {
        name: json.loads(file.read_text(encoding="utf-8")) for name, file in files if file.exists()
    }


def show(stored):
    """Print the table, and draw the picture if its parts are there."""
    print(report.table(stored) if stored else "Nothing has been measured yet.")
    missing = [name for name in chart.NEEDED if name not in stored]
    if missing:
        print(f"No picture without the parts: {', '.join(missing)}.", file=sys.stderr)
        return
    picture = chart.picture(stored)
    PICTURE.write_bytes(picture.content)
    print(f"\n![{picture.alt}]({PICTURE.relative_to(ROOT).as_posix()})")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
