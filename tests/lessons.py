"""The lessons as the tests read them, and the register of facts that the prose rests on."""

import ast
import functools
import json
import os
import re
from collections import defaultdict
from pathlib import Path

import nbformat

from helpers.lesson import lessons, number, tags, thread

ROOT = Path(__file__).parent.parent
FOLDER = Path(os.environ.get("NOTEBOOKS_TO_TEST", ROOT / "notebooks"))
PATHS = lessons(FOLDER)
DECKS = thread(PATHS)  # an aside has none
GLOSSARY = ROOT / "notebooks/glossary.ipynb"
FACTS = defaultdict(list)


def path_of(lesson):
    """Return the path of a lesson given by its number, such as "01", or of the "glossary"."""
    (path,) = (path for path in [*PATHS, GLOSSARY] if (number(path) or path.stem) == lesson)
    return path


def read(path):
    return nbformat.read(path, as_version=4)


def markdown(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


# Run in a kernel, it thins sliders out: there stay both ends, and the start or the middle.
FEW_POSITIONS = """
from dataclasses import replace
from helpers import panels

def few(slider):
    start, last = slider.index(), len(slider.positions) - 1
    between = start if 0 < start < last else last // 2
    positions = tuple(slider.positions[place] for place in sorted({0, between, last}))
    return replace(slider, positions=positions, first=slider.positions[start])

def show_few(scene, sliders, kind="slider", _show=panels._show_positions, **options):
    if kind != "choice":
        sliders = {name: few(slider) for name, slider in sliders.items()}
    _show(scene, sliders, kind, **options)

panels._show_positions = show_few
"""


# The lesson with many large pictures has all of their positions in JupyterLab; decks have all.
WHOLE = "03_gradient_descent"


def first_in_every_kernel(folder, source):
    """Return an IPYTHONDIR in a folder: a kernel that finds it there runs the source first."""
    place = folder / ".ipython"
    (place / "profile_default/startup").mkdir(parents=True)
    (place / "profile_default/startup/first.py").write_text(source, encoding="utf-8")
    return place


def with_few_positions(notebook):
    """Let the panels of a notebook draw few positions, for tests of other things.

    Drawing all of them takes most of the time in which a lesson runs.
    """
    notebook.cells.insert(0, nbformat.v4.new_code_cell(FEW_POSITIONS.strip()))
    return notebook


def outputs(notebook):
    return [output for cell in code(notebook) for output in cell.outputs]


def text_of(output):
    """Return what an output says as text, not as a picture."""
    data = output.get("data", {})
    return output.get("text", "") + data.get("text/plain", "") + data.get("text/html", "")


def prose(path):
    return "\n\n".join(cell.source for cell in markdown(read(path)))


def slide_words(cell):
    """Return headline and text of the slide that begins with a cell, as Markdown."""
    asked = cell.metadata.get("slide", {})
    return "\n\n".join(asked[name] for name in ("headline", "text") if name in asked)


def tagged(path, tag):
    """Return the cells of a lesson that have a tag."""
    return [cell for cell in read(path).cells if tag in tags(cell)]


def block(cell, language="python"):
    """Return the text of the fenced block of a language in a cell, or ""."""
    found = re.search(rf"^```{language}\n(.*?)\n```", cell.source, flags=re.M | re.S)
    return found[1] if found else ""


def quizzes(path):
    """Return all texts within the calls of `quiz`: questions, answers and feedback."""
    return [
        node.value
        for cell in tagged(path, "quiz")
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def words(path):
    """Return how many words a lesson has, folded ones too; a displayed formula is one word."""
    without_code = re.sub(r"```.*?```", "", prose(path), flags=re.S)
    return len(re.sub(r"\$\$.*?\$\$", "formula", without_code, flags=re.S).split())


def functions(path):
    """Return the functions that a notebook defines, by name, as they stand in its cells."""
    import numpy as np

    namespace = {"np": np}
    names = set()
    for cell in code(read(path)):
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef):
                exec(compile(ast.Module([node], []), path.name, "exec"), namespace)
                names.add(node.name)
    return {name: namespace[name] for name in names}


def fact(lesson, *texts):
    """Mark a test as the proof of texts that stand, word for word, in the prose of a lesson."""
    FACTS[lesson] += texts

    def decorate(test):
        @functools.wraps(test)
        def with_texts(*arguments, **named):
            path = path_of(lesson)
            on_slides = map(slide_words, read(path).cells)
            everything = "\n".join([prose(path), *quizzes(path), *on_slides])
            for text in texts:
                assert text in everything, f"lesson {lesson} no longer says: {text}"
            test(*arguments, **named)

        return with_texts

    return decorate


def numbers(text):
    """Return the numbers in a text of Markdown and LaTeX as pairs (as written, float)."""
    text = text.replace("−", "-").replace("{,}", "")
    text = re.sub(r"([\d.]+) *\\cdot *10\^\{?(-?\d+)\}?", r"\1e\2", text)
    text = re.sub(r"\b10\^\{?(-?\d+)\}?", r"1e\1", text)
    text = re.sub(r"\\t?frac\{(\d+)\}\{(\d+)\}", r"\1/\2", text)
    text = re.sub(r"\^\{?-?\d+\}?", "", text)
    pattern = r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w])"
    return [(found, float(found)) for found in re.findall(pattern, text)]


def raw_json(path):
    return json.loads(path.read_text(encoding="utf-8"))
