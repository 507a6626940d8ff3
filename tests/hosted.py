"""The course in a notebook service that brings its own, older packages: `make hosted`.

These are what Google Colab served when this was written: ipywidgets 7 has other widgets, another
manager and another way to be shown. Its manager is shown here by the classic Notebook 6. A lesson
that is opened there alone fetches the course; a git repository on this disk stands for its own.
"""

import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from browser import jupyterlab
from checkout import commit_of_the_tree
from lessons import PATHS, ROOT, code, path_of, read

from helpers.notebooks import METADATA
from helpers.publish.pages.written import set_up, with_set_up

OLDEST = ["ipywidgets==7.7.1", "numpy==2.1.*", "matplotlib==3.10.0", "pandas==2.2.*"]
FRONT_END = ["notebook<7", "setuptools<81", "nbval", "pytest"]
FETCHED = {"anywidget", "charset-normalizer", "how-one-neuron-learns", "psygnal"}
QUIETLY = "-q", "-c", "/dev/null", "-p", "no:cacheprovider"
NEWER = "python3.13", "python3.12"
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


def host():
    """Return a Python of the version that a service has, if there is one here that runs."""
    found = [path for name in NEWER if (path := shutil.which(name))]
    runs = [path for path in found if not subprocess.run([path, "-c", ""], check=False).returncode]
    return next(iter(runs), sys.executable)


def pip(python, *words):
    """Run pip in an environment and return the lines that it prints."""
    command = [python, "-m", "pip", "--quiet", *words]
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.splitlines()


def environment_of(folder):
    """Return the Python of a new environment in a folder, with the packages of a service alone."""
    subprocess.run([host(), "-m", "venv", folder], check=True)
    there = folder / "bin" / "python"
    pip(there, "install", *OLDEST, *FRONT_END)
    return there


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """Return the Python of an environment in which the course met packages that were there."""
    there = environment_of(tmp_path_factory.mktemp("hosted"))
    for wanted in (["anywidget==0.9.18"], ["--editable", str(ROOT)]):
        pip(there, "install", *wanted)
    return there


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """Return the Python of an environment that knows nothing of the course."""
    return environment_of(tmp_path_factory.mktemp("service"))


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """Return the address of a git repository of the course."""
    return commit_of_the_tree(tmp_path_factory.mktemp("repository")).as_uri()


def test_the_course_leaves_the_packages_of_its_host_alone(python):
    listed = "\n".join(pip(python, "freeze")).lower()
    for wanted in OLDEST:
        assert wanted.removesuffix("*") in listed
    assert "jupyterlab==" not in listed


def says_what_is_stored(python, path):
    """Run a lesson and check that each of its cells says what is stored, in an empty folder too."""
    command = [python, "-m", "pytest", *QUIETLY, "--nbval", path]
    ran = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert f"{len(code(read(path)))} passed" in ran.stdout


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_lesson_says_there_what_is_stored(python, path):
    says_what_is_stored(python, path)


@pytest.mark.parametrize("lesson", ["01", "06"])
def test_a_lesson_alone_fetches_the_course_and_its_data(service, repository, lesson, tmp_path):
    alone = tmp_path / path_of(lesson).name
    nbformat.write(with_set_up(read(path_of(lesson)), repository, path_of(lesson).name), alone)
    before = set(pip(service, "freeze"))
    says_what_is_stored(service, alone)
    after = set(pip(service, "freeze"))
    assert before <= after
    fetched = {re.split("==| @ ", line)[0] for line in after - before}
    assert fetched == FETCHED
    assert {path.name for path in tmp_path.iterdir()} - {"__pycache__"} == {"data", alone.name}
    pip(service, "uninstall", "--yes", *FETCHED)


def test_what_has_been_fetched_is_not_fetched_again_and_own_data_stay(
    service, repository, tmp_path
):
    (tmp_path / "data").mkdir()
    place = tmp_path / "twice.ipynb"
    cells = [nbformat.v4.new_code_cell(set_up(repository, place.name)) for _ in range(2)]
    cells[1].source = set_up("file:///nowhere", place.name)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), place)
    says_what_is_stored(service, place)
    assert list((tmp_path / "data").iterdir()) == []
    pip(service, "uninstall", "--yes", *FETCHED)


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
