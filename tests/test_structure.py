"""How the helpers are arranged: each derivative below its function, imports in one direction."""

import ast
import re

import pytest
from lessons import ROOT

HELPERS = ROOT / "helpers"
MATHEMATICS = ["arrays", "activations", "losses", "gradient_check", "descent", "neuron", "network"]


def public_functions(module):
    tree = ast.parse((HELPERS / f"{module}.py").read_text(encoding="utf-8"))
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [name for name in functions if not name.startswith("_")]


def imports(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [f"helpers.{alias.name}" for alias in node.names]
            if isinstance(node, ast.ImportFrom) and node.module == "helpers"
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }


@pytest.mark.parametrize(
    ("module", "suffix"), [("activations", "_derivative"), ("losses", "_gradient")]
)
def test_every_derivative_stands_directly_below_its_function(module, suffix):
    names = public_functions(module)
    assert len(names) >= 8
    assert names[1::2] == [name + suffix for name in names[::2]]


@pytest.mark.parametrize("module", MATHEMATICS)
def test_the_mathematics_knows_numpy_and_itself_only(module):
    known = {"numpy", "numpy.typing", "dataclasses", "itertools", "collections.abc", "typing"}
    known |= {f"helpers.{name}" for name in MATHEMATICS}
    assert imports(HELPERS / f"{module}.py") <= known


def test_drawing_knows_no_panels_and_panels_no_exercises():
    assert not any(
        "panels" in name or "ipywidgets" in name for name in imports(HELPERS / "drawing.py")
    )
    assert not any("exercises" in name for name in imports(HELPERS / "panels.py"))
    for path in HELPERS.glob("**/*.py"):
        assert not any(name.startswith("matplotlib.pyplot") for name in imports(path))


def test_public_docstrings_begin_with_one_sentence():
    for path in HELPERS.glob("**/*.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        classes = [node for node in body if isinstance(node, ast.ClassDef) and node.name[0] != "_"]
        for node in (*body, *(inner for outer in classes for inner in outer.body)):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                first = (ast.get_docstring(node) or "").split("\n\n")[0]
                assert re.search(r"[.:]$", first), f"{path.name}: {node.name}"
