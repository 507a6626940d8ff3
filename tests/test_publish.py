"""The one run of a lesson from which slides, page and handout are made."""

import gzip
import json
import re
import sys
from base64 import b64decode

import nbformat
import numpy as np
import pytest
from lessons import PATHS
from small import lesson

from helpers.lesson import CannotBuildError
from helpers.publish import lesson as module
from helpers.publish.lesson import SVG, run

WRITTEN = """
from helpers import drawing, panels
word = "early"
def write(ax):
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.text(0.5, 0.5, word)
"""


@pytest.fixture(autouse=True)
def kept(request, monkeypatch, tmp_path):
    """Keep what small lessons give in a folder of this test."""
    if "path" not in request.fixturenames:
        monkeypatch.setattr(module, "KEPT_IN", tmp_path / "kept")


@pytest.fixture
def small(tmp_path):
    """Return a function that writes a lesson of cells of code, each with what it is to say."""

    def write(*cells):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# 1. Small")])
        for source, said in cells:
            outputs = [nbformat.v4.new_output("stream", name="stdout", text=said)] if said else []
            notebook.cells.append(nbformat.v4.new_code_cell(source, outputs=outputs))
        path = tmp_path / "01_small.ipynb"
        nbformat.write(notebook, path)
        return path

    return write


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_lesson_says_what_is_stored_also_twice_and_warns_of_nothing(path):
    assert run(path).on_slides.notebook.cells


def pictures(models):
    """Yield for each control of each panel its kind and the pictures on its way from the start."""
    for model in models.values():
        if model["module"] == "panel":
            controls = model["traits"]["controls"]
            packed = models[model["traits"]["drawn"]]["buffers"]["positions"]
            drawn = np.array(json.loads(gzip.decompress(b64decode(packed))), dtype=object)
            drawn = drawn.reshape([len(control["texts"]) for control in controls])
            for number, control in enumerate(controls):
                place = [other["first"] for other in controls]
                place[number] = slice(None)
                yield control["kind"], list(drawn[tuple(place)])


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_each_control_changes_its_picture_and_each_choice_has_its_own(path):
    lesson = run(path)
    for form in (lesson.on_slides, lesson.on_page):
        for kind, ways in pictures(form.models):
            assert len(set(ways)) >= (len(ways) if kind == "choice" else min(3, len(ways))), kind


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("raise ValueError('no such thing')", "ValueError: no such thing"),
        ("1 +", "SyntaxError"),
        ("print('three')", "something else"),
        ("import warnings\nwarnings.warn('look out')\nprint('two')", "UserWarning: look out"),
        ("n = globals().get('n', 1) + 1\nprint({2: 'two'}.get(n, n))", "same when it runs twice"),
    ],
)
def test_a_cell_that_fails_warns_or_says_something_else_is_an_error(small, source, told):
    with pytest.raises(CannotBuildError, match=told):
        run(small((source, "two\n")))


def test_a_print_that_arrives_in_pieces_is_the_same(small):
    path = small(("import sys\nfor word in ('one', 'two'):\n    sys.stdout.write(word)", "onetwo"))
    (output,) = run(path).on_page.notebook.cells[1].outputs
    assert output.text == "onetwo"


def test_a_picture_is_drawn_in_all_forms_before_a_later_cell_changes_its_names(small):
    alt = {"output_type": "display_data", "data": {"text/plain": "A word."}, "metadata": {}}
    path = small(
        (WRITTEN, ""), ("drawing.still(background=write, alt='A word.')", ""), ("word = 'late'", "")
    )
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].outputs = [nbformat.from_dict(alt)]
    nbformat.write(notebook, path)
    ran = run(path)
    for form, size in ((ran.on_slides, "600pt"), (ran.on_page, "518.4pt")):
        (output,) = form.notebook.cells[2].outputs
        svg = output.data[SVG]
        assert re.search(r'<svg[^>]* width="([^"]+)"', svg)[1] == size
        assert "early" in svg
        assert "late" not in svg
    assert 'width="223.75pt"' in ran.on_page.notebook.cells[2].outputs[0].metadata[SVG]["upright"]


def test_what_a_run_gives_is_kept_until_the_lesson_changes(tmp_path, monkeypatch):
    path = tmp_path / "01_small.ipynb"
    notebook = lesson()
    nbformat.write(notebook, path)
    main = sys.modules["__main__"]
    first = run(path)
    assert sys.modules["__main__"] is main
    monkeypatch.setattr(module, "_run", lambda path: pytest.fail("it ran again"))
    again = run(path)
    assert again.on_slides.models == first.on_slides.models
    assert again.on_page.notebook == first.on_page.notebook
    notebook.cells[0].source += "!"
    nbformat.write(notebook, path)
    with pytest.raises(pytest.fail.Exception, match="ran again"):
        run(path)
