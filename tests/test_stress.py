"""Panels in JupyterLab where things go on at once, in another order, again and again."""

import io

import nbformat
import numpy as np
import pytest
from browser import Notebook, jupyterlab
from lessons import PATHS, read
from PIL import Image

from helpers.notebooks import METADATA

SET_UP = """
import time
import numpy as np
from helpers import drawing, panels

def background(ax):
    ax.set(xlim=(-6, 6), ylim=(-1, 1), xlabel="z")

def mark(ax, z):
    ax.plot([0, z], [0, 0.5], **drawing.PATH)
    ax.set_title(f"z = {z:.2f}")

positions = np.linspace(-6, 6, 121)
"""
PANEL = """
panels.slider_panel(mark, background=background, alt="Marked is {z:.2f}.", z=positions)
"""
FIGURES = 60
MANY_FIGURES = f"""
%matplotlib inline
import matplotlib.pyplot as plt
first = drawing.still(mark, background=background, alt="", z=1).content
whole = same = 0
for k in range({FIGURES}):
    figure = plt.figure()
    plt.plot([0, k], [0, 1])
    time.sleep(0.05)
    whole += plt.gcf() is figure and len(figure.axes) == 1 and len(figure.axes[0].lines) == 1
    plt.close(figure)
    same += drawing.still(mark, background=background, alt="", z=1).content == first
print(whole, same)
"""
MEMORY = """
import gc
from ipywidgets.widgets.widget import _instances
gc.collect()
print(len(_instances), sum(type(thing).__name__ == "HTML" for thing in gc.get_objects()))
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with jupyterlab(tmp_path_factory.mktemp("home")) as started:
        yield started


@pytest.fixture
def open_cells(browser, lab):
    """Return a function that opens a notebook of the given cells."""
    opened = []

    def opening(*sources):
        name = f"stress_{len(opened)}.ipynb"
        cells = [nbformat.v4.new_code_cell(source.strip()) for source in sources]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
        nbformat.write(notebook, lab[2].parent / "notebooks" / name)
        opened.append(Notebook(browser, lab, name, height=1400))
        return opened[-1]

    yield opening
    for notebook in opened:
        assert notebook.wrong == []
        notebook.close()


def picture(notebook, index):
    return notebook.cell(index).locator("svg[role=img]").get_attribute("aria-label")


def handle(notebook, index):
    return notebook.cell(index).locator(".noUi-target:not([disabled]) .noUi-handle")


def move(notebook, index, *keys):
    for key in keys:
        handle(notebook, index).press(key)
        notebook.page.wait_for_timeout(40)


def test_figures_stay_whole_while_sliders_move(open_cells):
    notebook = open_cells(SET_UP, PANEL, MANY_FIGURES)
    notebook.run(0)
    notebook.run(1)
    move(notebook, 1, "ArrowRight", "ArrowRight")  # where there are subshells, these begin one
    notebook.page.wait_for_timeout(500)
    notebook.start(2)
    handle(notebook, 1).focus()
    seen = set()
    while notebook.prompt(2) == "[*]:":
        notebook.page.keyboard.press("ArrowRight" if len(seen) < 50 else "Home")
        notebook.page.wait_for_timeout(10)
        seen.add(picture(notebook, 1))
    assert len(seen) > FIGURES / 2
    assert notebook.said(2).split() == [str(FIGURES)] * 2


def test_a_panel_lives_on_when_its_kernel_is_restarted(open_cells):
    notebook = open_cells(SET_UP, PANEL, "positions.size")
    notebook.run(0)
    notebook.run(1)
    notebook.select(2)
    notebook.page.keyboard.press("Escape")
    notebook.page.keyboard.press("0")
    notebook.page.keyboard.press("0")
    notebook.page.locator(".jp-Dialog").get_by_text("Restart", exact=True).click()
    notebook.wait()
    before = picture(notebook, 1)
    move(notebook, 1, "End")
    assert picture(notebook, 1) == "Marked is 6.00." != before
    assert "name 'positions' is not defined" in notebook.run(2)
    notebook.run(0)
    notebook.run(1)
    assert picture(notebook, 1) == "Marked is 0.00."
    move(notebook, 1, "Home")
    assert picture(notebook, 1) == "Marked is -6.00."
    assert notebook.run(2).strip() == "121"


METRICS = "Nodes", "JSHeapUsedSize"


def memory_of(page):
    """Return how many nodes and how many bytes the page holds, once rubbish is collected."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return [metrics[name] for name in METRICS]


def test_a_panel_that_runs_ten_times_takes_the_memory_of_one(open_cells):
    """What remains of a run in the page is what JupyterLab and ipywidgets keep of any widget."""
    notebook = open_cells(SET_UP, PANEL, MEMORY)
    notebook.run(0)
    empty = memory_of(notebook.page)
    in_kernel, in_page, shown = [], [], []
    for _ in range(11):
        notebook.run(1)
        handle(notebook, 1).wait_for()
        notebook.page.wait_for_timeout(200)
        shown.append(notebook.page.locator("*").count())
        in_page.append(memory_of(notebook.page))
        in_kernel.append(notebook.run(2).split()) if len(in_page) in (1, 11) else None
    first, last = (list(map(int, counts)) for counts in in_kernel)
    assert all(now <= before for before, now in zip(first, last, strict=True))
    assert max(shown) - min(shown) < 20
    first = in_page[1][1] - empty[1]
    growth_of_each = (in_page[-1][1] - in_page[1][1]) / 9
    assert growth_of_each < 0.15 * first


def test_two_panels_of_one_picture_move_apart_and_look_the_same(open_cells):
    notebook = open_cells(SET_UP, PANEL, PANEL)
    for index in range(3):
        notebook.run(index)
    move(notebook, 1, "End")
    assert (picture(notebook, 1), picture(notebook, 2)) == ("Marked is 6.00.", "Marked is 0.00.")
    move(notebook, 2, "End", "ArrowLeft")
    move(notebook, 1, "ArrowLeft")
    one, other = (pixels(notebook, index) for index in (1, 2))
    assert alike(one, other)

    notebook.write(1, "positions.size")
    assert notebook.run(1).strip() == "121"
    assert alike(pixels(notebook, 2), other)
    move(notebook, 2, "Home")
    assert picture(notebook, 2) == "Marked is -6.00."
    assert not alike(pixels(notebook, 2), other)


def pixels(notebook, index):
    notebook.page.mouse.move(5, 5)
    shot = notebook.cell(index).locator(".widget-gridbox").screenshot()
    return np.asarray(Image.open(io.BytesIO(shot)).convert("L")).astype(float)


def alike(one, other):
    """Say whether two pictures are the same but for the place of edges within a pixel."""
    return one.shape == other.shape and np.abs(one - other).mean() < 0.5


def test_a_folder_that_cannot_be_written_is_no_obstacle(browser, tmp_path):
    with jupyterlab(tmp_path, read_only=True) as lab:
        path = PATHS[0]
        notebook = Notebook(browser, lab, path.name)
        notebook.run_all(read(path).cells)
        panel = next(
            i for i, c in enumerate(read(path).cells) if c.source.startswith("panels.slider")
        )
        before = picture(notebook, panel)
        move(notebook, panel, "End")
        assert picture(notebook, panel) != before
        notebook.page.keyboard.press("ControlOrMeta+S")
        notebook.page.get_by_text('is read-only. Use "Save as…" instead.').wait_for()
        assert read(lab[2].parent / "notebooks" / path.name) == read(path)
        assert notebook.wrong == []
        notebook.close()
        assert "[E " not in lab[2].read_text()
