"""Lesson 05 with files of a learner's own: its cells run, and names become nothing but text."""

import re
import shutil

import nbformat
import numpy as np
import pytest
from browser import Notebook, jupyterlab
from lessons import ROOT, path_of, read

from helpers.notebooks import run
from helpers.slides import deck

HOSTILE = "<img src=x onerror=alert(1)>"
MATHEMATICAL = "price in $ and $"
CLASSES = ["<b>no</b>", "{yes}"]
rng = np.random.default_rng(5)


def own_rows(count, far=1.5):
    y = np.arange(count) % 3 == 0
    return np.round(rng.normal(size=(count, 2)) + far * y[:, None], 3), y


def lines(header, X, y, classes, separator=",", comma=False):
    rows = [[*map(str, x), classes[int(v)]] for x, v in zip(X, y, strict=True)]
    rows = [[cell.replace(".", ",") if comma else cell for cell in row] for row in rows]
    return "\n".join(separator.join(row) for row in [header, *rows]) + "\n"


def with_file(folder, content, features, target, classes=None):
    """Return lesson 05 as it is once a learner has named a file, which is put in `folder`."""
    (folder / "own.csv").write_bytes(content)
    notebook = read(path_of("05"))
    (cell,) = (cell for cell in notebook.cells if cell.source.startswith("file = "))
    last = cell.source.index("\n\n")
    cell.source = (
        f"file = 'own.csv'\nfeatures = {features!r}\n"
        f"target, classes = {target!r}, {classes!r}{cell.source[last:]}"
    )
    return notebook


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(ROOT / "notebooks/data", tmp_path / "data")
    return tmp_path


def outputs_of(notebook, folder):
    run(notebook, folder)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output.text for output in outputs if output.get("name") == "stderr"]
    return outputs


SMALL, MANY = own_rows(10), own_rows(60)
FILES = {
    "one feature": (lines(["x", "t"], MANY[0][:, :1], MANY[1], "ab", ";", comma=True), ["x"]),
    "ten rows": (lines(["x", "z", "t"], *SMALL, "ab"), ["x", "z"]),
    "large numbers": (lines(["x", "z", "t"], 1e7 + MANY[0] * 1e6, MANY[1], "ab"), ["z", "x"]),
    "classes far apart": (lines(["x", "z", "t"], *own_rows(60, far=30), "ab"), ["x", "z"]),
}


@pytest.mark.parametrize("name", FILES)
def test_every_cell_runs_on_a_file_of_ones_own(folder, name):
    text, features = FILES[name]
    notebook = with_file(folder, text.encode(), features, "t")
    theirs = [cell.source.startswith("## A neuron that looks") for cell in notebook.cells]
    notebook.cells = notebook.cells[: theirs.index(True)]
    outputs_of(notebook, folder)


def test_many_rows_take_no_longer_than_a_learner_waits(folder):
    text = lines(["x", "z", "t"], *own_rows(20_000), "ab")
    outputs = outputs_of(with_file(folder, text.encode(), ["x", "z"], "t"), folder)
    said = "".join(output.get("data", {}).get("text/plain", "") for output in outputs)
    assert "15000 beyond the 5000 drawn at random" in said


def hostile(folder):
    X, y = own_rows(30)
    text = lines([HOSTILE, MATHEMATICAL, "t"], X, y, CLASSES)
    return with_file(folder, text.encode(), [HOSTILE, MATHEMATICAL], "t")


ESCAPED = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
SEEN = """() => ({
  text: document.body.innerText,
  drawn: [...document.querySelectorAll("svg text")].map(node => node.textContent),
  images: [...document.querySelectorAll("img")].map(image => image.getAttribute("src")),
})"""


def check_page(seen, wrong):
    assert HOSTILE in seen["text"]
    assert HOSTILE in seen["drawn"]
    assert MATHEMATICAL in seen["drawn"]
    assert "x" not in seen["images"]
    assert not wrong


def listen(page):
    wrong = []
    page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return wrong


def test_names_are_text_in_slides(folder, browser):
    path = folder / "05_own.ipynb"
    notebook = hostile(folder)
    run(notebook, folder)
    nbformat.write(notebook, path)
    html = deck.build(path)
    assert HOSTILE not in re.sub(r"(?s)<script.*?</script>", "", html)
    assert ESCAPED in html
    (folder / "own.html").write_text(html, encoding="utf-8")
    page = browser.new_page()
    wrong = listen(page)
    page.goto((folder / "own.html").as_uri())
    page.wait_for_selector("html[data-alive]", state="attached")
    total = page.evaluate("Reveal.getTotalSlides()")
    seen = {"text": "", "drawn": [], "images": []}
    for number in range(total):
        page.evaluate(
            "n => { const {h, v} = Reveal.getIndices(Reveal.getSlides()[n]); Reveal.slide(h, v); }",
            number,
        )
        for key, value in page.evaluate(SEEN).items():
            seen[key] += value
    check_page(seen, wrong)
    page.close()


def test_names_are_text_in_jupyterlab(tmp_path, browser):
    with jupyterlab(tmp_path) as lab:
        folder = tmp_path / "notebooks"
        notebook = hostile(folder)
        nbformat.write(notebook, folder / "05_own.ipynb")
        opened = Notebook(browser, lab, "05_own.ipynb", height=20_000)
        dialogs = listen(opened.page)
        opened.run_all(notebook.cells)
        check_page(opened.page.evaluate(SEEN), dialogs)
        opened.close()
