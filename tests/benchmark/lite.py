"""How much JupyterLite fetches on a first visit, and how soon lesson 01 lives there."""

import tempfile
from pathlib import Path

from browser import ALONE, chromium
from lessons import path_of
from lite import RUN, LiteNotebook, build, served

from benchmark.timing import Samples, stopwatch
from helpers.publish.html import run_address

LESSON = path_of("01")
# Whether the first cell of code is in a state: it runs while it waits, too.
FIRST_IS = """state => [...jupyterapp.shell.currentWidget.model.cells]
  .find(cell => cell.type === "code").executionState === state"""


def measure(runs):
    """Build JupyterLite from a folder of Pyodide, then visit lesson 01 for the first time."""
    samples = Samples()
    with tempfile.TemporaryDirectory() as name:
        build(Path(name), [LESSON])
        for _ in range(runs):
            visit(samples, Path(name))
    return samples


def visit(samples, site):
    """Open lesson 01 in a browser that has never been there, run it, and add what that took."""
    sent = []
    with served(site, sent) as root, chromium(ALONE) as browser:
        lesson = LiteNotebook(browser.new_page(viewport={"width": 1280, "height": 720}))
        seconds = stopwatch()
        lesson.page.goto(f"{root}/{run_address(LESSON, 'lite')}")
        # In view, the panel is shown as soon as it can be.
        lesson.cell(lesson.index("panels.slider_panel"))
        whole = lesson.page.evaluate_handle(f"() => ({{done: ({RUN})()}})")
        for state in ("running", "idle"):
            lesson.page.wait_for_function(FIRST_IS, arg=state, timeout=120_000)
        samples.add("first cell, s", seconds())
        lesson.page.locator("[data-live]").first.wait_for(timeout=120_000)
        samples.add("first panel, s", seconds())
        whole.evaluate("whole => whole.done")
        samples.add("whole, s", seconds())
        samples.add("fetched, MB", sum(sent) / 1e6)
