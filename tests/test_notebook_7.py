"""Panels in Jupyter Notebook 7, the other front end that many use on their own machine."""

import sys

import nbformat
import pytest
from browser import complaints, jupyterlab
from lessons import PATHS, code, read

from helpers.notebooks import METADATA

CELLS = [
    "import numpy as np\nfrom helpers import panels",
    "def draw(ax, z=0.0, name='', step=0):\n    ax.plot([0, 1], [0, z + step + len(name)], 'o')",
    "panels.slider_panel(draw, alt='at {z:.1f}', z=np.linspace(0, 1, 11))",
    "panels.choice_panel(draw, alt='the {name}', name=['one', 'three'])",
    "panels.step_player(draw, 3, alt='step {step}', interval=50)",
    "panels.quiz('Is it?', {'yes': 'It is.', 'no': 'It is all the same.'})",
]


@pytest.fixture(scope="module")
def notebook_7(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    root_dir = home / "notebooks"
    command = f"{sys.executable} -m jupyter notebook --ServerApp.root_dir={root_dir}"
    with jupyterlab(home, command=command) as (root, token, _):
        yield root_dir, lambda name: f"{root}/notebooks/{name}?token={token}"


@pytest.fixture
def opened(browser, notebook_7):
    """Return a function that opens a notebook and runs all of its cells."""
    folder, address = notebook_7
    pages, wrong = [], []

    def opening(cells, name):
        made = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
        nbformat.write(made, folder / name)
        page = browser.new_page(viewport={"width": 1280, "height": 2400})
        wrong.append(complaints(page))
        with page.expect_websocket(lambda socket: "/api/kernels/" in socket.url) as to_kernel:
            page.goto(address(name))
        to_kernel.value.wait_for_event("framereceived")  # before, the menu does nothing
        page.locator(".jp-Cell").first.wait_for()
        page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
        page.locator("#jp-MainMenu").get_by_text("Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        pages.append(page)
        return page

    yield opening
    said = [text for texts in wrong for text in texts]
    assert [text for text in said if not text.endswith("(reading 'schema')")] == []  # its own
    for page in pages:
        page.close()


def shown(page, place=0):
    return page.locator("svg[role=img]").nth(place).get_attribute("aria-label")


def test_each_kind_of_panel_lives(opened):
    page = opened([nbformat.v4.new_code_cell(source) for source in CELLS], "kinds.ipynb")
    page.locator("[data-live]").nth(2).wait_for()
    slider = page.get_by_role("slider", name="z")
    for key, text in (("End", "at 1.0"), ("Home", "at 0.0"), ("ArrowRight", "at 0.1")):
        slider.press(key)
        assert shown(page) == text
    page.get_by_role("radio", name="three").check()
    assert shown(page, 1) == "the three"
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelectorAll('svg[role=img]')[2].ariaLabel === 'step 3'")
    page.get_by_role("radio", name="yes").check()
    page.get_by_text("It is.", exact=True).wait_for()


def test_a_lesson_runs_and_its_panels_live(opened):
    lesson = read(PATHS[0])
    page = opened(lesson.cells, "lesson.ipynb")
    last = len(code(lesson)) - sum("jupyter" in cell.metadata for cell in code(lesson)[-1:])
    page.locator("[data-live]").first.wait_for()
    page.locator(f".jp-InputPrompt:text-is('[{last}]:')").wait_for(state="attached")
    assert not page.locator("[data-mime-type$='error']").count()
    before = shown(page)
    page.locator("[data-live] input[type=range]").first.press("End")
    assert shown(page) != before
