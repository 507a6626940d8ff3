"""Lesson 06 with files of a learner's own: its cells run, and names become nothing but text."""

import ast
import re
import shutil
from collections import Counter
from copy import deepcopy

import nbformat
import numpy as np
import pytest
from browser import Notebook, complaints, jupyterlab
from lessons import ROOT, code, path_of, read, text_of, with_few_positions
from nbclient.exceptions import CellExecutionError

from helpers.lesson import tags
from helpers.notebooks import run
from helpers.publish.deck import deck

HOSTILE = "<img src=x onerror=alert(1)>"
MATHEMATICAL = "price in $ and $"
FORMULA = "=cmd('/C calc')"
CLASSES = ["<script>alert(1)</script>", "{yes}"]
rng = np.random.default_rng(5)


def own_rows(count, far=1.5):
    y = np.arange(count) % 3 == 0
    return np.round(rng.normal(size=(count, 2)) + far * y[:, None], 3), y


def lines(header, X, y, classes, separator=",", comma=False):
    rows = [[*map(str, x), classes[int(v)]] for x, v in zip(X, y, strict=True)]
    rows = [[cell.replace(".", ",") if comma else cell for cell in row] for row in rows]
    return "\n".join(separator.join(row) for row in [header, *rows]) + "\n"


def with_file(folder, content, features, target, classes=None):
    """Return lesson 06 as it is once a learner has named a file, which is put in `folder`."""
    (folder / "own.csv").write_bytes(content)
    notebook = read(path_of("06"))
    (cell,) = (cell for cell in notebook.cells if cell.source.startswith("file = "))
    last = cell.source.index("\n\n")
    cell.source = (
        f"file = 'own.csv'\nfeatures = {features!r}\ntarget = {target!r}\n"
        f"classes = {classes!r}{cell.source[last:]}"
    )
    return with_few_positions(notebook)


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
APART = own_rows(60, far=30)
ALIKE = np.column_stack([MANY[0][:, 0], MANY[0][:, 0] * 2.54 + rng.normal(0, 1e-3, 60)])
TWO = ["x", "z", "t"]
FILES = {
    "one feature": (
        lines(["Größe", "t"], MANY[0][:, :1], MANY[1], "ab", ";", comma=True),
        ["Größe"],
    ),
    "ten rows": (lines(TWO, *SMALL, "ab", "\t"), ["x", "z"]),
    "large numbers": (lines(TWO, 1e7 + MANY[0] * 1e6, MANY[1], "ab"), ["z", "x"]),
    "tiny numbers": (lines(TWO, 1 + np.round(MANY[0] / 1e6, 9), MANY[1], "ab"), ["z", "x"]),
    "classes far apart": (lines(TWO, *APART, "ab"), ["x", "z"]),
    "features that say the same": (lines(TWO, ALIKE, MANY[1], "ab"), ["x", "z"]),
}
BITS = rng.integers(0, 2, (60, 2)).astype(float)
FILES |= {
    "features of 0 and 1": (lines(TWO, BITS, MANY[1], "ab"), ["x", "z"]),
    "one feature of 0 and 1": (lines(["x", "t"], BITS[:, :1], MANY[1], "ab"), ["x"]),
    "classes called 1 and 2": (lines(TWO, *MANY, "12"), ["x", "z"]),
}
APART_IS_SAID = "One border divides all training rows: there is no lowest place."
FEW_IS_SAID = "Only 2 rows for the test: each of them is 50.0% of the share."
SAYS = {"ten rows": {FEW_IS_SAID, APART_IS_SAID}, "classes far apart": {APART_IS_SAID}}


def printed(outputs):
    return "".join(output.text for output in outputs if output.output_type == "stream")


@pytest.mark.parametrize("name", FILES)
def test_every_cell_runs_on_a_file_of_ones_own(folder, name):
    text, features = FILES[name]
    told = printed(outputs_of(with_file(folder, text.encode(), features, "t"), folder))
    assert "nan" not in re.findall(r"\w+", told)
    said = {line for line in (APART_IS_SAID, FEW_IS_SAID) if line in told}
    assert said == SAYS.get(name, set())
    shares = re.findall(r"([\d.]+)% right, baseline ([\d.]+)%", told)
    assert len(shares) == 3
    assert all(float(baseline) >= 50 for _, baseline in shares)
    if "apart" in name:
        assert float(shares[0][0]) == 100
    names = "12" if "called" in name else "ab"
    assert re.search(rf"so the answer is t = [{names}] \(y = [01]\)$", told, flags=re.M)
    answers = re.findall(r"ŷ = (\S+?),? ?(?:so|$)", told, flags=re.M)
    assert len(answers) == 2
    assert float(answers[0]) == pytest.approx(float(answers[1]), rel=0.01, abs=1e-6)


def refusal(folder, X, y, features):
    text = lines([*"xzv"[: X.shape[1]], "t"], X, y, "ab")
    with pytest.raises(CellExecutionError) as told:
        run(with_file(folder, text.encode(), features, "t"), folder)
    return re.sub(r"\x1b\[[\d;]*m", "", str(told.value)).strip().splitlines()[-1]


def test_what_cannot_be_learned_or_drawn_is_refused_in_words(folder):
    X, y = np.column_stack([MANY[0], MANY[0][:, 0] ** 2]), MANY[1]
    told = refusal(folder, X, y, ["x", "z", "v"])
    assert told.startswith("ValueError: features should name one or two columns, but names 3")
    told = refusal(folder, np.column_stack([X[:, 0], 0 * y]), y, ["x", "z"])
    assert "the feature z of own.csv is 0 in every row used" in told
    rare = np.random.default_rng(0).permutation(60) == 0  # the lesson puts this row into the test
    told = refusal(folder, np.column_stack([X[:, 0], rare]), y, ["x", "z"])
    assert "the feature z is 0 in every training row, so it has no spread" in told
    told = refusal(folder, MANY[0], rare, ["x", "z"])
    assert "no training row has t = b, so the neuron cannot learn it" in told


def test_a_cell_may_run_again_whatever_has_run_since(folder):
    """First all cells in their order, then once more from the last to the first.

    Panels are left out: they take long and leave nothing behind for other cells.
    """
    notebook = read(path_of("06"))
    cells = [cell for cell in code(notebook) if "panel" not in tags(cell)]
    notebook.cells = cells + deepcopy(cells[::-1])
    outputs_of(notebook, folder)
    for first, again in zip(cells, notebook.cells[: len(cells) - 1 : -1], strict=True):
        assert [text_of(o) for o in first.outputs] == [text_of(o) for o in again.outputs]


def names_of(source):
    """Return the names that a cell gives a meaning, and those to which it needs one given."""
    tree = ast.parse(source)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    local = {n for f in functions for n in ast.walk(f) if isinstance(n, ast.Name | ast.arg)}
    own = {n.arg for n in local if isinstance(n, ast.arg)} | {
        n.id for n in local if isinstance(getattr(n, "ctx", None), ast.Store)
    }
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    given = {n.id for n in names if isinstance(n.ctx, ast.Store) and n not in local}
    needed = {n.id for n in names if isinstance(n.ctx, ast.Load)}
    given |= {function.name for function in functions}
    return given, needed - own - given


def test_no_cell_needs_a_name_that_two_others_give_a_meaning():
    """So what a cell does never depends on which of the others ran last."""
    named = [names_of(cell.source) for cell in code(read(path_of("06")))]
    counts = Counter(name for given, _ in named for name in given)
    twice = {name for name, count in counts.items() if count > 1}
    assert set.union(*(needed for _, needed in named)) & twice == set()


def test_many_rows_take_no_longer_than_a_learner_waits(folder):
    text = lines(["x", "z", "t"], *own_rows(20_000), "ab")
    outputs = outputs_of(with_file(folder, text.encode(), ["x", "z"], "t"), folder)
    said = "".join(output.get("data", {}).get("text/plain", "") for output in outputs)
    assert "15000 beyond the 5000 drawn at random" in said


def hostile(folder):
    X, y = own_rows(30)
    text = lines([HOSTILE, MATHEMATICAL, FORMULA], X, y, CLASSES)
    return with_file(folder, text.encode(), [HOSTILE, MATHEMATICAL], FORMULA)


ESCAPED = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
SEEN = """() => ({
  text: document.body.innerText,
  drawn: [...document.querySelectorAll("svg text")].map(node => node.textContent),
  images: [...document.querySelectorAll("img")].map(image => image.getAttribute("src")),
})"""


def check_page(seen, wrong):
    assert HOSTILE in seen["text"]
    assert f"with {FORMULA} = {CLASSES[0]}" in seen["text"]
    assert HOSTILE in seen["drawn"]
    assert MATHEMATICAL in seen["drawn"]
    assert "x" not in seen["images"]
    assert not wrong


def listen(page):
    wrong = complaints(page)
    page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    return wrong


def test_names_are_text_in_slides(folder, browser):
    """The report on the file, which is on no slide of the lesson, is put on one here."""
    path = folder / "06_own.ipynb"
    notebook = hostile(folder)
    (report,) = (cell for cell in code(notebook) if "data.load_csv(" in cell.source)
    report.metadata.slideshow = {"slide_type": "slide"}
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
        page.evaluate("number => Reveal.slide(number)", number)
        for key, value in page.evaluate(SEEN).items():
            seen[key] += value
    check_page(seen, wrong)
    page.close()


def test_names_are_text_in_jupyterlab(tmp_path, browser):
    with jupyterlab(tmp_path) as lab:
        folder = tmp_path / "notebooks"
        notebook = hostile(folder)
        nbformat.write(notebook, folder / "06_own.ipynb")
        opened = Notebook(browser, lab, "06_own.ipynb", height=20_000)
        dialogs = listen(opened.page)
        opened.run_all(notebook.cells)
        check_page(opened.page.evaluate(SEEN), dialogs)
        opened.close()
