"""How the helpers are arranged: each derivative below its function, imports in one direction."""

import ast
import importlib
import inspect
import re
from itertools import pairwise, product

import pytest
from hatchling.builders.wheel import WheelBuilder
from lessons import ROOT

HELPERS = ROOT / "helpers"
MATHEMATICS = ("activations", "losses", "gradient_check", "descent", "neuron", "network")


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
    without = {"binary_cross_entropy"}  # the lessons differentiate it by z alone
    names = [name for name in public_functions(module) if name not in without]
    assert len(names) >= 6
    assert names[1::2] == [name + suffix for name in names[::2]]


@pytest.mark.parametrize("module", MATHEMATICS)
def test_the_mathematics_says_what_shapes_it_takes_and_where_each_formula_is_from(module):
    found = importlib.import_module(f"helpers.{module}")
    said = [inspect.getdoc(getattr(found, name)) for name in public_functions(module)]
    assert re.search(r"\b[Ss]hapes?\b", found.__doc__)
    assert re.search(r"Sources?\b[^:]*: [^:]*\b(19|20)\d\d\b", "\n".join([found.__doc__, *said]))


@pytest.mark.parametrize("module", ["arrays", *MATHEMATICS])
def test_the_mathematics_knows_numpy_and_itself_only(module):
    known = {"numpy", "numpy.typing", "dataclasses", "itertools", "collections.abc", "typing"}
    known |= {f"helpers.{name}" for name in ("arrays", *MATHEMATICS)}
    assert imports(HELPERS / f"{module}.py") <= known


def test_drawing_knows_no_panels_and_panels_no_exercises():
    for module in ("drawing.py", "scenes.py"):
        assert not any("panels" in n or "ipywidgets" in n for n in imports(HELPERS / module))
    assert not any("exercises" in name for name in imports(HELPERS / "panels/__init__.py"))
    for path in HELPERS.glob("**/*.py"):
        assert not any(name.startswith("matplotlib.pyplot") for name in imports(path))


def test_what_publishes_is_imported_by_nothing_else_and_is_not_in_the_wheel():
    others = [path for path in HELPERS.glob("**/*.py") if "publish" not in path.parts]
    assert len(others) > 40
    for path in others:
        assert not any(name.startswith("helpers.publish") for name in imports(path)), path
    files = [file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()]
    assert "helpers/drawing.py" in files
    assert not any("publish" in file for file in files)


def top_level_imports():
    """Return (importing, imported) for the modules and packages that stand in helpers itself."""
    names = {path.stem for path in HELPERS.glob("[!_]*.py")}
    names |= {path.parent.name for path in HELPERS.glob("*/__init__.py")}
    pairs = {
        (path.relative_to(HELPERS).with_suffix("").parts[0], name.split(".")[1])
        for path in HELPERS.glob("**/*.py")
        for name in imports(path)
        if name.startswith("helpers.")
    }
    return names, {(start, end) for start, end in pairs if start != end and end in names}


def test_the_map_of_the_helpers_names_every_module_and_every_way_of_imports():
    told = ast.get_docstring(ast.parse((HELPERS / "__init__.py").read_text(encoding="utf-8")))
    names, imported = top_level_imports()
    routes = [re.split(" *→ *", line.strip()) for line in told.splitlines() if "→" in line]
    arrows = {
        (start, end)
        for route in routes
        for left, right in pairwise(route)
        for start, end in product(left.split(", "), right.split(", "))
    }
    assert {name for arrow in arrows for name in arrow} == names
    assert arrows <= imported
    reached = set(arrows)
    for middle in names:
        reached |= {(a, d) for a, b in reached for c, d in reached if b == middle == c}
    assert imported <= reached
    assert not any((end, start) in reached for start, end in reached)
