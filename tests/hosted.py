"""The course in a notebook service that brings its own, older packages: `make hosted`.

These are what Google Colab served when this was written: ipywidgets 7 has other widgets, another
manager and another way to be shown. Its manager is shown here by the classic Notebook 6.
"""

import shutil
import subprocess
import sys

import nbformat
import pytest
from browser import jupyterlab
from lessons import PATHS, ROOT, read

from helpers.notebooks import METADATA

OLDEST = ["ipywidgets==7.7.1", "numpy==2.1.*", "matplotlib==3.10.0", "pandas==2.2.2"]
FRONT_END = ["anywidget==0.9.18", "notebook<7", "setuptools<81", "nbval", "pytest"]
PYTHON = shutil.which("python3.12") or shutil.which("python3.13") or sys.executable
CELLS = """
import numpy as np
from helpers import panels

def draw(ax, z=0.0, name="", step=0):
    ax.plot([0, 1], [0, z + step + len(name)], "o")

panels.slider_panel(draw, alt="at {z:.1f}", z=np.linspace(0, 1, 11))
panels.choice_panel(draw, alt="the {name}", name=["one", "three"])
panels.step_player(draw, 3, alt="step {step}")
panels.quiz("Is it?", {"yes": "It is.", "no": "It is all the same."})
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """Return the Python of an environment in which the course met packages that were there."""
    folder = tmp_path_factory.mktemp("hosted")
    subprocess.run([PYTHON, "-m", "venv", folder], check=True)
    there = folder / "bin" / "python"
    for wanted in ([*OLDEST, *FRONT_END], ["--editable", str(ROOT)]):
        subprocess.run([there, "-m", "pip", "install", "--quiet", *wanted], check=True)
    return there


def test_the_course_leaves_the_packages_of_its_host_alone(python):
    listed = subprocess.run(
        [python, "-m", "pip", "freeze"], check=True, capture_output=True, text=True
    ).stdout.lower()
    for wanted in OLDEST:
        assert wanted.removesuffix("*") in listed
    assert "jupyterlab==" not in listed


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_lesson_says_there_what_is_stored(python, path):
    command = [python, "-m", "pytest", "-q", "-c", "/dev/null", "--nbval", path]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert f"{sum(cell.cell_type == 'code' for cell in read(path).cells)} passed" in ran.stdout


def test_a_panel_is_shown_and_moves_there(python, browser, tmp_path):
    place = tmp_path / "panels.ipynb"
    cells = [nbformat.v4.new_code_cell(CELLS.strip())]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), place)
    command = f"{python} -m notebook --notebook-dir={tmp_path}"
    with jupyterlab(tmp_path, command=command, app="NotebookApp") as (root, token, _):
        page = browser.new_page()
        page.goto(f"{root}/notebooks/{place.name}?token={token}")
        page.locator(".kernel_idle_icon").wait_for(state="attached")
        page.locator(".cell").first.click()
        page.keyboard.press("Control+Enter")
        page.locator("[data-live]").nth(2).wait_for()
        slider = page.get_by_role("slider", name="z")
        slider.press("End")
        assert page.locator("svg[role=img]").first.get_attribute("aria-label") == "at 1.0"
        page.get_by_role("radio", name="three").check()
        assert page.locator("svg[role=img]").nth(1).get_attribute("aria-label") == "the three"
        page.get_by_role("radio", name="yes").check()
        page.get_by_text("It is.", exact=True).wait_for()
        page.close()
