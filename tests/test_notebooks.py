"""What every notebook must be; strict nbval alone passes what was never stored."""

import ast
import importlib
import math
import pkgutil
import re
from collections import defaultdict
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
    tagged,
    text_of,
    words,
)

import helpers
from helpers.lesson import FOLDED, TAGS, number, tags, time
from helpers.publish.pages import written
from helpers.publish.pages.addresses import addresses

each = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def test_there_are_lessons_with_numbers_of_their_own():
    assert PATHS
    assert len({number(path) for path in PATHS}) == len(PATHS)


@each
def test_every_cell_ran_once_from_top_to_bottom(path):
    counts = [cell.execution_count for cell in code(read(path))]
    assert counts == list(range(1, len(counts) + 1))


@each
def test_every_cell_that_ends_in_a_value_has_its_output(path):
    for cell in code(read(path))[1:]:  # the first one speaks only in an old copy
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
def test_tags_are_known_and_say_what_is_folded(path):
    for cell in read(path).cells:
        assert tags(cell) <= set(TAGS)
        folded = cell.metadata.get("jupyter", {}).get("source_hidden", False)
        assert folded == bool(tags(cell) & FOLDED), cell.source


@each
def test_a_folded_cell_begins_with_a_comment_that_says_what_it_draws_or_asks(path):
    for cell in code(read(path)):
        if tags(cell) & FOLDED:
            assert re.match(r"# \S+ \S+", cell.source), cell.source


@each
def test_what_is_visible_is_what_is_taught(path):
    for cell in code(read(path)):
        visible = not tags(cell) & FOLDED
        lines = cell.source.splitlines()
        assert len(lines) <= (10 if visible else 40), cell.source
        if visible:
            assert max(map(len, lines)) <= 92, cell.source
            assert not re.search(r"\b(drawing|panels)\.", cell.source), cell.source


@each
def test_exercises_are_checked_at_once_and_solved_folded_below(path):
    cells = read(path).cells
    for i, cell in enumerate(cells):
        if "exercise" in tags(cell):
            assert re.search(r"^### Exercise", cells[i - 1].source, flags=re.M)
            assert "..." in cell.source
            assert tags(cells[i + 1]) == {"check"}
            last = cells[i + 1].outputs[-1]
            assert last.data["text/plain"].startswith("Not answered yet.")
            assert tags(cells[i + 2]) == {"solution"}
            assert re.search(r"^```python\n", cells[i + 2].source, flags=re.M)
    assert len(tagged(path, "exercise")) == len(tagged(path, "solution"))
    assert len(tagged(path, "exercise")) == len(tagged(path, "check"))


@each
def test_a_lesson_goes_on_with_a_checked_answer_in_one_form_and_where_it_can_be_seen(path):
    """A panel that drew with an answer would not be the panel that the lesson speaks of."""
    answers = set()
    for cell in tagged(path, "check"):
        form = r"(?:(\w+) = (?=.*\n\1$))?exercises\.\w+\.check\((\w+)\)(?:\n\w+)?"
        answers |= {*re.fullmatch(form, cell.source).groups()} - {None}
    for cell in code(read(path)):
        if tags(cell) & FOLDED:
            used = {n.id for n in ast.walk(ast.parse(cell.source)) if isinstance(n, ast.Name)}
            assert not answers & used, cell.source


@each
def test_what_is_folded_in_the_prose_can_be_unfolded(path):
    """Blank lines let the words between be read as Markdown."""
    summaries = {"seen": "What you should have seen", "solution": "Our solution"}
    for tag, summary in summaries.items():
        for cell in tagged(path, tag):
            begins = f"<details>\n<summary>{summary}</summary>\n\n"
            assert cell.source.startswith(begins)
            assert cell.source.endswith("\n\n</details>")


@each
def test_every_panel_comes_after_a_prediction_and_before_what_was_to_be_seen(path):
    cells = read(path).cells
    for i, cell in enumerate(cells):
        if "panel" in tags(cell):
            assert re.search(r"^\*\*(Panel|Player): .+?\.\*\*", cells[i - 1].source, flags=re.M)
            assert "quiz" in tags(cells[i - 2]), cell.source
            assert "seen" in tags(cells[i + 1]), cell.source


@each
def test_the_feedback_on_one_answer_at_most_begins_with_yes(path):
    """By this a slide knows which is right; a quiz that asks whether you have written has none."""
    for cell in tagged(path, "quiz"):
        (call,) = (node.value for node in ast.parse(cell.source).body)
        question, answers = map(ast.literal_eval, call.args)
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
    """It opens with what a learner can do at the end, and closes with the same, answered."""
    cells = read(path).cells
    (opening,), (recap,) = tagged(path, "opening"), tagged(path, "recap")
    assert cells[1] == opening
    verbs = re.findall(r"^- \*\*(\w+)\*\*", opening.source, flags=re.M)
    assert 1 <= len(verbs) <= 4
    answered = re.findall(r"^- \*\*(\w+)\*\*", recap.source, flags=re.M)
    assert answered == [verb.capitalize() for verb in verbs]
    assert cells[-1].source.startswith("**Where it goes from here.**")


BUDGETS = {  # words and minutes at most
    "00": (600, 20),
    "01": (1900, 60),
    "01b": (1200, 40),
    "02": (1900, 70),
    "03": (1900, 65),
    "03b": (1300, 45),
    "04": (1900, 65),
    "05": (2000, 70),
    "06": (2000, 70),
    "06b": (700, 25),
    "07": (1900, 70),
    "08": (1900, 70),
}
MINUTES = {"panel": 3, "quiz": 1, "exercise": 8}
WORDS_A_MINUTE = 110


@each
def test_a_lesson_is_one_sitting_and_says_honestly_how_long_it_takes(path):
    most_words, most_minutes = BUDGETS[number(path)]
    stills = [
        cell
        for cell in tagged(path, "drawing")
        if any("image/png" in o.get("data", {}) for o in cell.outputs)
    ]
    minutes = words(path) / WORDS_A_MINUTE + len(stills) / 2
    minutes += sum(minutes_each * len(tagged(path, tag)) for tag, minutes_each in MINUTES.items())
    assert words(path) <= most_words
    assert time(read(path)) == f"{5 * math.ceil(minutes / 5)} minutes"
    assert 5 * math.ceil(minutes / 5) <= most_minutes


@each
def test_a_name_is_a_function_or_data_but_not_both(path):
    """Or a cell that is run again would find the other."""
    kinds = defaultdict(set)
    for cell in code(read(path)):
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                kinds[node.name].add("function")
            elif isinstance(node, ast.Assign):
                kind = (
                    "function"
                    if "check" in tags(cell) or isinstance(node.value, ast.Lambda)
                    else "data"
                )
                for target in node.targets:
                    for name in ast.walk(target):
                        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                            kinds[name.id].add(kind)
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


@each
def test_prose_stands_between_the_code(path):
    cells = read(path).cells
    assert cells[0].cell_type == cells[-1].cell_type == "markdown"
    for cell in markdown(read(path)):
        said = re.sub(r"```.*?```|\$\$.*?\$\$", "", cell.source, flags=re.S).split()
        assert sum(bool(re.search(r"\w", word)) for word in said) <= 120, cell.source


@each
def test_the_first_cell_gets_the_course_and_the_second_holds_all_imports_at_most_three(path):
    first, second, *others = code(read(path))
    assert first.metadata.tags == ["setup"]
    assert first.source == written.set_up(addresses()["repository"], path.name)
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
    "relative_error": [(np.array([1.0, 2.0]), np.array([2.0, 2.0]))],
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
    for proven in FACTS[number(path)]:
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
