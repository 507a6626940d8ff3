"""Panels in JupyterLab where things go on at once, in another order, again and again."""

import io

import nbformat
import numpy as np
import pytest
from browser import BUSY, MOVES, Notebook, heap, jupyterlab, window
from lessons import PATHS, read
from PIL import Image

from helpers.copies import cleared
from helpers.lesson import tags
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
FIGURES = 150
MANY_FIGURES = f"""
%matplotlib inline
import matplotlib.pyplot as plt
small = dict(background=background, alt="", height=1.2, z=1)
first = drawing.still(mark, **small).content
whole = same = 0
for k in range({FIGURES}):
    figure = plt.figure()
    plt.plot([0, k], [0, 1])
    time.sleep(0.05)
    whole += plt.gcf() is figure and len(figure.axes) == 1 and len(figure.axes[0].lines) == 1
    plt.close(figure)
    same += drawing.still(mark, **small).content == first
print(whole, same)
"""
MEMORY = """
import gc
from ipywidgets.widgets.widget import _instances
gc.collect()
drawn = [widget for widget in _instances.values() if isinstance(widget, panels.Drawn)]
print(len(_instances), sum(len(widget.positions) for widget in drawn))
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with jupyterlab(tmp_path_factory.mktemp("home")) as started:
        yield started


@pytest.fixture(scope="module")
def shared(browser, lab):
    page = window(browser, lab, height=1400)
    yield page
    page.close()


@pytest.fixture
def open_cells(browser, lab, shared, tmp_path):
    """Return a function that opens a notebook of the given cells, alone where memory counts."""
    opened = []

    def opening(*sources, alone=False):
        name = f"{tmp_path.name}_{len(opened)}.ipynb"
        cells = [nbformat.v4.new_code_cell(source.strip()) for source in sources]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
        nbformat.write(notebook, lab[2].parent / "notebooks" / name)
        opened.append(Notebook(browser, lab, name, 1400, None if alone else shared))
        return opened[-1]

    yield opening
    for notebook in opened:
        assert notebook.wrong == []
        notebook.close()


def picture(notebook, index):
    return notebook.cell(index).locator("svg[role=img]").get_attribute("aria-label")


def slider(notebook, index):
    return notebook.cell(index).locator("[data-live] input[type=range]")


def move(notebook, index, *keys):
    for key in keys:
        slider(notebook, index).press(key)
        notebook.page.wait_for_timeout(40)


def test_figures_stay_whole_while_sliders_move(open_cells):
    notebook = open_cells(SET_UP, PANEL, MANY_FIGURES)
    notebook.run(0)
    notebook.run(1)
    move(notebook, 1, "ArrowRight", "ArrowRight")  # where there are subshells, these begin one
    notebook.page.wait_for_timeout(500)
    notebook.start(2)
    slider(notebook, 1).focus()
    seen = set()
    while notebook.prompt(2) == "[*]:":
        notebook.page.keyboard.press("ArrowRight" if len(seen) < 50 else "Home")
        notebook.page.wait_for_timeout(40)
        seen.add(picture(notebook, 1))
    assert len(seen) > 30
    assert notebook.said(2).split() == [str(FIGURES)] * 2


def test_a_panel_lives_where_its_module_comes_too_late_for_messages(open_cells):
    """A browser that is busy for two seconds makes anywidget drop every message to the widget."""
    notebook = open_cells(SET_UP, PANEL, alone=True)
    notebook.run(0)
    late = []
    notebook.page.on("pageerror", lambda error: BUSY in str(error) and late.append(error))
    notebook.page.evaluate(
        "AbortSignal.timeout = () => ({addEventListener: (_event, late) => late()})"
    )
    notebook.run(1)
    move(notebook, 1, "End")
    assert picture(notebook, 1) == "Marked is 6.00."
    assert len(late) == 1


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


def test_a_panel_that_runs_again_and_again_takes_little_more_memory_than_one(open_cells):
    """Nobody closes the panels of earlier runs, so each has to be small."""
    notebook = open_cells(SET_UP, PANEL, MEMORY, alone=True)
    notebook.run(0)
    empty, more = heap(notebook.page), 10
    in_kernel, in_page, shown = [], [], []
    for runs in range(2 + more):
        notebook.run(1)
        slider(notebook, 1).wait_for()
        shown.append(notebook.page.locator("*").count())
        in_page.append(heap(notebook.page))
        if runs in (1, 1 + more):
            in_kernel.append(map(int, notebook.run(2).split()))
    (widgets, size), (more_widgets, more_size) = in_kernel
    assert more_widgets - widgets == more * 3  # each has its layout and what is drawn
    assert more_size - size < more * 30_000
    assert max(shown) - min(shown) < 20
    growth = np.median(np.diff(in_page[1:]))  # the browser compiles more once, at some run
    assert growth < 0.15 * (in_page[1] - empty)


def test_nothing_is_kept_and_nothing_sent_while_a_slider_moves(open_cells):
    notebook = open_cells(SET_UP, PANEL, alone=True)
    session, frames = notebook.page.context.new_cdp_session(notebook.page), []
    session.send("Network.enable")
    session.on("Network.webSocketFrameSent", lambda event: frames.append(event["response"]))
    notebook.run(0)
    notebook.run(1)
    slider(notebook, 1).wait_for()
    moved = slider(notebook, 1).element_handle()
    moved.evaluate(MOVES, 100)
    before, sent = heap(notebook.page), len(frames)
    assert sent
    moved.evaluate(MOVES, 600)
    assert (heap(notebook.page) - before) / 600 < 300
    assert len(frames) == sent


# Resolves with what was seen in each display frame from the first picture to a live slider.
WATCH = """
scope => new Promise(resolve => {
  const output = document.querySelector(scope), seen = [];
  const look = () => {
    const pictures = [...output.querySelectorAll('.course-picture')];
    const there = pictures.some(p => p.querySelectorAll('svg').length >= 2 && p.clientHeight > 100);
    if (there || seen.length) seen.push(there);
    if (output.querySelector('[data-live]')) resolve(seen);
    else requestAnimationFrame(look);
  };
  look();
})
"""


def test_a_panel_is_never_blank_once_it_is_there(open_cells):
    notebook = open_cells(SET_UP, PANEL)
    notebook.run(0)
    cell = notebook.cell(1)
    scope = ".jp-Cell[data-windowed-list-index='1']"
    notebook.page.evaluate(f"s => void (window.seen = ({WATCH})(s))", scope)
    notebook.start(1)
    seen = notebook.page.evaluate("window.seen")
    assert len(seen) > 3
    assert all(seen)
    for runs in range(3):
        notebook.run(1)
        slider(notebook, 1).wait_for()
        assert cell.locator(".course-panel").count() == 1, runs
        assert cell.locator("svg[role=img]").count() == 1
    assert "Loading" not in cell.inner_text()


SLOW = """
def slow(ax, z):
    time.sleep(0.2)
    mark(ax, z)

panels.slider_panel(slow, background=background, alt="Marked is {z:.2f}.", z=positions)
"""
FAILS = """
def fails(ax, z):
    mark(ax, 1 / float(z - 6))

panels.slider_panel(fails, background=background, alt="Marked is {z:.2f}.", z=positions)
"""


def test_an_interrupt_leaves_a_panel_that_says_so_and_a_later_run_heals(open_cells):
    notebook = open_cells(SET_UP, SLOW)
    notebook.run(0)
    notebook.start(1)
    cell = notebook.cell(1)
    cell.get_by_text("drawing: ").wait_for()
    notebook.page.keyboard.press("i")
    notebook.page.keyboard.press("i")
    cell.get_by_text("The drawing was interrupted: run the cell again.").wait_for()
    cell.get_by_text("KeyboardInterrupt").first.wait_for()
    assert cell.locator("input[type=range]").is_disabled()
    notebook.write(1, SLOW.replace("0.2", "0"))
    notebook.run(1)
    slider(notebook, 1).wait_for()
    assert "interrupted" not in cell.inner_text()


def test_an_error_late_in_the_drawing_leaves_no_half_panel(open_cells):
    notebook = open_cells(SET_UP, FAILS)
    notebook.run(0)
    said = notebook.run(1)
    assert "This happened while drawing the position z = 6.0" in said
    assert not notebook.cell(1).locator(".course-panel, img, svg[role=img]").count()
    assert "model not found" not in said


def test_two_panels_of_one_cell_both_live(open_cells):
    notebook = open_cells(SET_UP, PANEL + PANEL)
    notebook.run(0)
    notebook.run(1)
    cell = notebook.cell(1)
    cell.locator("[data-live]").nth(1).wait_for()
    first, second = cell.locator("[data-live] input[type=range]").all()
    first.press("End")
    second.press("Home")
    names = [svg.get_attribute("aria-label") for svg in cell.locator("svg[role=img]").all()]
    assert names == ["Marked is 6.00.", "Marked is -6.00."]


def test_a_closed_notebook_shows_its_picture_when_opened_again_and_lives_when_run(browser, lab):
    path = lab[2].parent / "notebooks" / "again.ipynb"
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in (SET_UP, PANEL)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), path)
    for round_ in range(2):
        notebook = Notebook(browser, lab, path.name, height=1400)
        if round_:
            notebook.cell(1).locator(".jp-RenderedImage img").wait_for()
            assert "model not found" not in notebook.page.text_content("body")
        notebook.run(0)
        notebook.run(1)
        move(notebook, 1, "End")
        assert picture(notebook, 1) == "Marked is 6.00."
        notebook.save()
        assert notebook.wrong == []
        notebook.close()


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
    shot = notebook.cell(index).locator(".course-picture").screenshot()
    return np.asarray(Image.open(io.BytesIO(shot)).convert("L")).astype(float)


def alike(one, other):
    """Say whether two pictures are the same but for the place of edges within a pixel."""
    return one.shape == other.shape and np.abs(one - other).mean() < 0.5


def test_a_folder_that_cannot_be_written_is_no_obstacle(browser, tmp_path):
    with jupyterlab(tmp_path, read_only=True) as lab:
        path = PATHS[0]
        notebook = Notebook(browser, lab, path.name)
        notebook.run_all(read(path).cells)
        panel = next(i for i, c in enumerate(read(path).cells) if "panel" in tags(c))
        before = picture(notebook, panel)
        move(notebook, panel, "End")
        assert picture(notebook, panel) != before
        notebook.page.keyboard.press("ControlOrMeta+S")
        notebook.page.get_by_text('is read-only. Use "Save as…" instead.').wait_for()
        given = (lab[2].parent / "notebooks" / path.name).read_bytes()
        assert given == cleared(path)
        assert notebook.wrong == []
        notebook.close()
        assert "[E " not in lab[2].read_text()


def test_a_slider_has_the_arrow_keys_and_the_notebook_the_rest(open_cells):
    notebook = open_cells(SET_UP, PANEL, "'the next cell'")
    notebook.run(0)
    notebook.run(1)
    slider(notebook, 1).press("ArrowDown")
    assert picture(notebook, 1) == "Marked is -0.10."
    slider(notebook, 1).press("Shift+Enter")
    notebook.page.keyboard.press("Shift+Enter")
    notebook.cell(2).locator(".jp-OutputArea-output").wait_for()
    assert notebook.said(2) == "'the next cell'"
    slider(notebook, 1).press("End")
    notebook.save()
