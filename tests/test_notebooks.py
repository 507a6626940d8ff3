"""What every notebook must be; strict nbval alone passes what was never stored."""

import ast
import importlib
import pkgutil
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from lessons import (
    FACTS,
    PATHS,
    ROOT,
    code,
    functions,
    markdown,
    numbers,
    outputs,
    prose,
    read,
    slide_words,
    text_of,
)

import helpers
from helpers.site import written
from helpers.site.addresses import addresses

TAGS = {"code", "drawing", "exercise", "landing", "setup", "solution"}
OPENINGS = ["What you will do.", "What you will learn.", "What you need.", "Time."]
each = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def test_there_are_lessons_with_numbers_of_their_own():
    assert PATHS
    assert len({path.name[:2] for path in PATHS}) == len(PATHS)


@each
def test_every_cell_ran_once_from_top_to_bottom(path):
    counts = [cell.execution_count for cell in code(read(path))]
    assert counts == list(range(1, len(counts) + 1))


@each
def test_every_cell_that_ends_in_a_value_has_its_output(path):
    for cell in code(read(path)):
        last = ast.parse(cell.source).body[-1]
        prints = "print(" in cell.source
        assert bool(cell.outputs) == (isinstance(last, ast.Expr) or prints), cell.source


@each
def test_nothing_is_stored_but_results(path):
    notebook = read(path)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.language_info == {"name": "python"}
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags", "jupyter", "slide", "slideshow", "speaker_notes"}
    for output in outputs(notebook):
        assert output.output_type in {"stream", "execute_result", "display_data"}
        assert output.get("name", "stdout") == "stdout", output.text
        assert set(output.get("data", {})) <= {"text/plain", "text/html", "image/png"}


@each
def test_no_output_tells_of_this_machine_or_of_time(path):
    foreign = r"/home/|/Users/|/tmp/|[A-Z]:\\\\|0x[0-9a-f]{6,}|\d+(\.\d+)? ?(ms|µs|seconds)\b"
    for output in outputs(read(path)):
        assert not re.search(foreign, text_of(output)), text_of(output)
        assert not any(f"{place}/" in text_of(output) for place in (ROOT, Path.home()))


@each
def test_every_picture_says_what_it_shows(path):
    for output in outputs(read(path)):
        if "image/png" in output.get("data", {}):
            metadata = output.metadata["image/png"]
            assert len(metadata["alt"]) > 20
            assert metadata["width"] == 720


@each
def test_tags_are_known_and_solutions_are_folded_under_a_heading(path):
    cells = read(path).cells
    for before, cell in pairwise(cells):
        tags = set(cell.metadata.get("tags", []))
        assert tags <= TAGS
        is_quiz = cell.cell_type == "code" and cell.source.startswith("panels.quiz(")
        folded = cell.metadata.get("jupyter", {}).get("source_hidden", False)
        assert folded == bool(tags & {"drawing", "setup", "solution"} or is_quiz), cell.source
        if "solution" in tags:
            assert before.cell_type == "markdown"
            assert before.source.startswith("#### Our solution")


@each
def test_exercises_are_checked_at_once_and_solved_below(path):
    cells = read(path).cells
    exercises = [i for i, cell in enumerate(cells) if "exercise" in cell.metadata.get("tags", [])]
    for i in exercises:
        assert cells[i - 1].source.lstrip().startswith("### Exercise")
        assert "..." in cells[i].source
        assert re.match(r"exercises\.\w+\.check\(", cells[i + 1].source)
        assert cells[i + 1].outputs[0].data["text/plain"].startswith("Not answered yet.")
        assert cells[i + 3].metadata.tags == ["solution"]


@each
def test_every_panel_comes_after_a_prediction_and_before_what_was_to_be_seen(path):
    cells = read(path).cells
    for i, cell in enumerate(cells):
        if re.match(r"panels\.(slider_panel|choice_panel|step_player)\(", cell.source):
            assert re.match(r"\*\*(Panel|Player): .+?\.\*\*", cells[i - 1].source), cell.source
            assert cells[i - 2].source.startswith("panels.quiz("), cell.source
            assert cells[i + 1].source.startswith("**What you should have seen.**"), cell.source


@each
def test_the_feedback_on_one_answer_at_most_begins_with_yes(path):
    """By this a slide knows which is right; a quiz that asks whether you have written has none."""
    for cell in code(read(path)):
        if cell.source.startswith("panels.quiz("):
            question, answers = map(ast.literal_eval, ast.parse(cell.source).body[0].value.args)
            right = [reply for reply in answers.values() if re.match(r"Yes\b", reply)]
            assert len(right) == (not question.startswith("Have you written")), cell.source


@each
def test_one_title_and_no_level_is_skipped(path):
    levels = [len(marks) for marks in re.findall(r"^(#+) ", prose(path), flags=re.M)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


@each
def test_the_recap_mirrors_the_opening_line_by_line(path):
    cells = markdown(read(path))
    (opening,) = (cell.source for cell in cells if "**What you will do.**" in cell.source)
    assert re.findall(r"^\*\*(.*?)\*\*", opening, flags=re.M) == OPENINGS
    assert re.search(r"^\*\*Time\.\*\* \d+ minutes\.", opening, flags=re.M)
    (recap,) = (cell.source for cell in cells if cell.source.startswith("## What you have learned"))
    verbs = re.findall(r"^- \*\*(\w+)\*\*", opening, flags=re.M)
    assert len(verbs) >= 3
    assert re.findall(r"^- \*\*(\w+)\*\*", recap, flags=re.M) == [v.capitalize() for v in verbs]
    assert cells[-1].source.startswith("**Where it goes from here.**")


@each
def test_cells_are_short(path):
    notebook = read(path)
    lengths = [len(cell.source.splitlines()) for cell in code(notebook)]
    assert max(lengths) <= 15
    assert np.median(lengths) <= 6
    visible = [cell.source for cell in code(notebook) if "jupyter" not in cell.metadata]
    assert max(len(line) for source in visible for line in source.splitlines()) <= 92
    for cell in markdown(notebook):
        words = re.sub(r"\$\$.*?\$\$", "", cell.source, flags=re.S).split()
        assert sum(bool(re.search(r"\w", word)) for word in words) <= 120, cell.source


@each
def test_prose_stands_between_the_code(path):
    kinds = "".join(cell.cell_type[0] for cell in read(path).cells)
    assert kinds.startswith("m")
    assert kinds.endswith("m")
    assert "ccc" not in kinds


@each
def test_the_first_cell_gets_the_course_and_the_second_holds_all_imports_at_most_three(path):
    first, second, *others = code(read(path))
    assert first.metadata.tags == ["setup"]
    assert first.source == written.set_up(addresses()["repository"])
    imports = ast.parse(second.source).body
    assert len(imports) <= 3
    assert all(isinstance(node, ast.Import | ast.ImportFrom) for node in imports)
    assert not any(all("import" in line for line in other.source.splitlines()) for other in others)
    assert not any("setup" in other.metadata.get("tags", []) for other in (second, *others))


@each
def test_there_are_no_empty_cells_and_ids_are_unique(path):
    cells = read(path).cells
    assert all(cell.source.strip() for cell in cells)
    assert len({cell.id for cell in cells}) == len(cells)


GUESSES = np.array([0.25, 0.5, 0.875]), np.array([0.0, 1.0, 1.0])
SAMPLES = {
    "sigmoid": [(np.array([-710.0, -3.0, 0.0, 0.5, 40.0]),)],
    "sigmoid_derivative": [(np.array([-710.0, -3.0, 0.0, 0.5, 40.0]),)],
    "forward_difference": [(np.sin, np.array([-1.0, 2.0]), 0.25), (np.exp, 1.0, 0.5)],
    "gradient_descent": [
        (np.sin, 1.5, 0.75, 7),
        (lambda x: np.array([1.0, 4.0]) * x, np.array([-3.0, 1.0]), 0.3, 3),
    ],
    "descent_with_momentum": [
        (np.sin, 1.5, 0.75, 0.5, 7),
        (lambda x: np.array([1.0, 4.0]) * x, np.array([-3.0, 1.0]), 0.3, 0.2, 3),
    ],
    "central_difference": [(np.sin, np.array([-1.0, 2.0]), 0.25), (np.exp, 1.0, 0.5)],
    "mean_squared_error": [GUESSES],
    "mean_squared_error_gradient": [GUESSES],
    "quadratic_cost": [GUESSES],
    "binary_cross_entropy": [GUESSES],
    "binary_cross_entropy_from_z": [(np.array([-800.0, 0.5, 40.0]), np.array([1.0, 1.0, 0.0]))],
}


def _helper_functions():
    modules = [
        importlib.import_module(f"helpers.{module.name}")
        for module in pkgutil.iter_modules(helpers.__path__)
        if module.name != "network"  # the same names for layers; lessons define them for a neuron
    ]
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if callable(value) and getattr(value, "__module__", "") == module.__name__
    }


@each
def test_functions_taught_here_are_the_ones_in_helpers(path):
    shared = _helper_functions()
    for name, taught in functions(path).items():
        if name not in shared:
            continue
        for sample in SAMPLES[name]:
            np.testing.assert_array_equal(taught(*sample), shared[name](*sample), err_msg=name)


@each
def test_every_number_in_the_prose_is_in_an_output_near_it_or_in_a_fact(path):
    """A number may also repeat an input of the cell before or after it, or count lessons."""
    cells = read(path).cells
    unproven = []
    for i, cell in enumerate(cells):
        if cell.cell_type != "markdown":
            continue
        before = [c for c in cells[:i] if c.cell_type == "code"][-4:]
        after = [c for c in cells[i:] if c.cell_type == "code"][:1]
        known = [text_of(output) for c in before for output in c.outputs]
        known += [c.source for c in (*before[-1:], *after)]
        unproven += _unproven(cell.source, known, path)
    assert not unproven


@each
def test_every_number_on_a_slide_is_in_an_output_near_it_or_in_a_fact(path):
    """The outputs are those of the cells before it, as for prose, and of the slide itself."""
    cells = read(path).cells
    unproven = []
    for i, cell in enumerate(cells):
        before = [c for c in cells[:i] if c.cell_type == "code"][-4:]
        after = [c for c in cells[i:] if c.cell_type == "code"][:3]
        known = [text_of(output) for c in (*before, *after) for output in c.outputs]
        known += [c.source for c in (*before[-1:], *after[:1])]
        unproven += _unproven(slide_words(cell), known, path)
    assert not unproven


@each
def test_code_in_the_text_of_a_slide_stands_in_its_notebook(path):
    cells = read(path).cells
    written = {line.strip() for cell in cells for line in cell.source.splitlines()}
    on_slides = "\n".join(map(slide_words, cells))
    blocks = re.findall(r"^```python\n(.*?)^```", on_slides, flags=re.M | re.S)
    shown = {line.strip() for block in blocks for line in block.splitlines()}
    assert shown <= written


def _unproven(text, known, path):
    """Return the numbers in a text that neither a fact nor what is known proves, with the text."""
    for module in sorted(ROOT.glob("tests/test_facts_*.py")):
        importlib.import_module(module.stem)
    left = text
    for proven in FACTS[path.name[:2]]:
        left = left.replace(proven, "")
    counted = r"(?i)(lesson|exercise)s? \d+(, \d+)*( and \d+)?|^# \d+\.|\d+ minutes"
    left = re.sub(counted, "", left, flags=re.M)
    values = [value for _, value in numbers("\n".join(known))] + [0.0, 1.0, 2.0]
    return [
        (written, text)
        for written, value in numbers(left)
        if not any(_rounds_to(written, value, v) for v in values)
    ]


def _rounds_to(written, value, exact):
    """Say whether `exact`, rounded to the digits that are written, is `value`."""
    mantissa, _, exponent = written.partition("e")
    unit = 10.0 ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    return abs(abs(exact) - abs(value)) <= unit / 2 * 1.000001
