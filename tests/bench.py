"""How fast the panels are, against the ways that others take: `make bench`.

All figures of one table come from one run on one machine; their ratios are what counts.
"""

import io
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from browser import chromium, jupyterlab
from lessons import PATHS, code, path_of, read

from helpers.drawing import Scene
from helpers.notebooks import METADATA

POSITIONS = 300
BUILDS = 5
KEYS = 25

COMMON = """
positions = np.linspace(-6, 6, {positions}).round(2)
"""
PANEL = """
panels.slider_panel(tangent, background=curve_and_slope, alt=describe, grid=(2, 1), z=positions)
"""
INTERACT = """
%matplotlib inline
import matplotlib.pyplot as plt
from ipywidgets import SelectionSlider, interact

def picture(z):
    figure, axes = plt.subplots(2, 1, figsize=(7.2, 4.2))
    curve_and_slope(axes)
    tangent(axes, z)
    plt.show()

interact(picture, z=SelectionSlider(options=positions.tolist()));
"""
# Resolves with the milliseconds and display frames from a key press to a picture that changed.
LATENCY = """
([cell, wanted]) => new Promise(resolve => {
  const output = document.querySelector(`.jp-Cell[data-windowed-list-index="${cell}"]`);
  const shown = () => { const p = output.querySelector(wanted);
                        return p && (p.src || p.outerHTML); };
  const before = shown();
  let start = 0, frames = 0, blank = 0;
  const look = () => {
    const now = shown();
    frames += 1;
    if (!now) blank += 1;
    if (now && now !== before) resolve([performance.now() - start, frames, blank]);
    else requestAnimationFrame(look);
  };
  document.addEventListener('keydown', () => {
    start = performance.now(); requestAnimationFrame(look);
  }, {once: true, capture: true});
})
"""
# Resolves with the milliseconds from running a cell to its slider being alive.
READY = """
([cell, alive]) => new Promise(resolve => {
  const output = document.querySelector(`.jp-Cell[data-windowed-list-index="${cell}"]`);
  let start = 0, first = 0;
  const look = () => {
    if (!first && output.querySelector('.noUi-handle')) first = performance.now() - start;
    if (output.querySelector(alive)) resolve([first, performance.now() - start]);
    else requestAnimationFrame(look);
  };
  document.addEventListener('keydown', event => {
    if (event.key === 'Enter') { start = performance.now(); requestAnimationFrame(look); }
  }, {capture: true});
})
"""


def lesson_cells():
    """Return the cells of lesson 01 that define the tangent picture."""
    wanted = ("import numpy", "def forward_difference", "from helpers.activations", "def tangent")
    cells = [cell.source for cell in code(read(path_of("01"))) if cell.source.startswith(wanted)]
    return [source.split("\ndrawing.still(")[0] for source in cells]


def building():
    """Return the seconds for all positions, drawn as panels do and with savefig for each."""
    namespace = {}
    source = "def textbook_sigmoid(z): return 1 / (1 + np.exp(-z))\n" + "\n".join(lesson_cells())
    exec(source.split("def plot_from_the_question")[0], namespace)
    for cell in lesson_cells()[2:]:
        exec(cell, namespace)
    positions = [{"z": -6 + 12 * i / (POSITIONS - 1)} for i in range(POSITIONS)]
    tangent, background = namespace["tangent"], namespace["curve_and_slope"]

    def scene():
        return Scene(tangent, background, "at {z}", None, (2, 1))

    def drawn_ahead():
        list(scene().moving(positions))

    def saved_each():
        whole = scene()
        for values in positions:
            with whole._drawn(values):
                whole.figure.savefig(io.StringIO(), format="svg")

    return [median_seconds(drawn_ahead), median_seconds(saved_each)]


def median_seconds(function):
    times = []
    for _ in range(BUILDS):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def in_jupyterlab():
    """Return the times of the panel and of `interact` as JupyterLab in Chromium shows them."""
    definitions = "\n".join([*lesson_cells(), COMMON.format(positions=POSITIONS)])
    home = Path(tempfile.mkdtemp())
    with jupyterlab(home) as (root, token, _), chromium() as browser:
        cells = [nbformat.v4.new_code_cell(s) for s in (definitions, PANEL, INTERACT)]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
        nbformat.write(notebook, home / "notebooks" / "bench.ipynb")
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        page.goto(f"{root}/lab/tree/bench.ipynb?token={token}&reset")
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        run(page, 0)
        page.wait_for_timeout(3000)
        alive = ".noUi-target:not([disabled])"
        ready = [run(page, 1, alive) for _ in range(BUILDS)]
        panel = [press(page, 1, "svg[role=img]") for _ in range(KEYS)]
        run(page, 2, ".jp-RenderedImage img")
        interact = [press(page, 2, ".jp-RenderedImage img") for _ in range(KEYS)]
        return ready, panel, interact


def run(page, index, alive=None):
    """Run one cell from its editor; with `alive`, return its times until that is there."""
    page.locator(".jp-Cell").nth(index).locator(".jp-InputArea-editor").click()
    page.keyboard.press("Escape")
    page.get_by_text("Edit", exact=True).click()
    page.get_by_text("Clear Cell Output", exact=True).click()
    page.wait_for_timeout(300)
    if alive:
        page.evaluate(f"void (window.times = ({READY})([{index}, '{alive}']))")
    page.keyboard.press("Control+Enter")
    times = page.evaluate("window.times") if alive else None
    page.wait_for_timeout(1500)
    return times


def press(page, index, picture):
    """Move the slider of a cell by one key and return milliseconds, frames and blank frames."""
    page.locator(".jp-Cell").nth(index).locator(".noUi-handle").focus()
    page.evaluate(f"void (window.latency = ({LATENCY})([{index}, '{picture}']))")
    page.keyboard.press("ArrowRight")
    latency = page.evaluate("window.latency")
    page.wait_for_timeout(200)
    return latency


def of_slides():
    """Return the seconds for all decks, and for each its megabytes and seconds until it is alive.

    Beside them stand the seconds and megabytes of nbconvert's own export, which stays blank
    without a network and has no time to compare.
    """
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        notebooks = [str(path) for path in PATHS]
        ours = seconds_of("helpers.slides", *notebooks, "--to", name)
        plain = seconds_of(
            "jupyter", "nbconvert", "--to", "slides", "--output-dir", name, *notebooks
        )
        rows = []
        for path in PATHS:
            deck, export = folder / f"{path.stem}.html", folder / f"{path.stem}.slides.html"
            sizes = [file.stat().st_size / 1e6 for file in (deck, export)]
            rows.append((path.stem, *sizes, statistics.median(until_alive(browser, deck))))
        return ours, plain, rows


def seconds_of(*command):
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", *command], check=True, capture_output=True)
    return time.perf_counter() - start


def until_alive(browser, deck):
    """Return the seconds from opening a deck to its sliders being alive, a few times."""
    for _ in range(BUILDS):
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        start = time.perf_counter()
        page.goto(deck.as_uri(), wait_until="commit")
        page.wait_for_selector("html[data-alive]", state="attached")
        yield time.perf_counter() - start
        page.close()


def main():
    """Measure everything once and print one table."""
    ahead, each = building()
    ready, panel, interact = in_jupyterlab()
    decks, exports, sizes = of_slides()

    def median(rows, column):
        return statistics.median(row[column] for row in rows)

    print(f"{platform.platform()}, Python {platform.python_version()}, {POSITIONS} positions")
    print(f"{'':38}{'panel':>10}{'others':>10}{'ratio':>8}")

    def row(name, ours, others, unit):
        print(f"{name:38}{ours:>8.3g}{unit:>2}{others:>8.3g}{unit:>2}{others / ours:>8.1f}")

    row("draw all positions (others: savefig)", ahead, each, "s")
    row("key to picture (others: @interact)", median(panel, 0), median(interact, 0), "ms")
    row("the same in display frames", median(panel, 1), median(interact, 1), "")
    print(f"{'run the cell: first picture':38}{median(ready, 0):>8.0f}ms")
    print(f"{'run the cell: all positions alive':38}{median(ready, 1):>8.0f}ms")
    print(f"{'frames without a picture':38}{max(r[2] for r in panel):>8}  ", end="")
    print(f"{max(r[2] for r in interact):>8}")

    print(f"\n{'slides':38}{'decks':>10}{'nbconvert':>12}")
    print(f"{'build all, two at a time':38}{decks:>8.1f} s{exports:>10.1f} s")
    for name, ours, plain, alive in sizes:
        print(f"{name:38}{ours:>7.1f} MB{plain:>9.1f} MB  alive after {alive:.2f} s")


if __name__ == "__main__":
    main()
