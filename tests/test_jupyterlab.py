"""The lessons in JupyterLab, started as `make lab` starts it and used as a learner uses them."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from browser import Notebook, end_kernels, jupyterlab, window
from lessons import (
    FEW_POSITIONS,
    PATHS,
    ROOT,
    WHOLE,
    block,
    code,
    first_in_every_kernel,
    path_of,
    read,
)

from helpers.jupyterlab import WIDGET_VIEW
from helpers.lesson import tags

FIRST = PATHS[0]
RENEWED = PATHS[1]  # it has sliders and quizzes
# One module of JavaScript shows all controls, so two lessons show that they work here; the others
# are only run. Decks try every control of every lesson.
USED = [RENEWED, path_of("04")]
used = pytest.mark.parametrize("lesson", USED, ids=lambda path: path.stem, indirect=True)


START_UP = f"""
import os
if {WHOLE!r} not in os.environ.get("JPY_SESSION_NAME", ""):
    exec({FEW_POSITIONS!r})
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    first_in_every_kernel(home, START_UP)
    with jupyterlab(home) as started:
        yield started


@pytest.fixture(scope="module")
def learned():
    """Return the list of lessons that have been answered and saved: in a whole run those used."""
    return []


@pytest.fixture(scope="module")
def shared(browser, lab):
    page = window(browser, lab)
    yield page
    page.close()


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path.stem)
def lesson(request, browser, lab, shared):
    """Open a lesson, run every cell, of the first by keys, and hand it out with its path."""
    notebook = Notebook(browser, lab, request.param.name, window=shared)
    run = notebook.run_each if request.param == FIRST else notebook.run_all
    run(read(request.param).cells)
    yield notebook, request.param
    notebook.close()


class Renewal:
    """`make notebooks` on a copy of a saved lesson, while the tests go on."""

    def __init__(self, folder):
        self.folder = folder
        self.pool = ThreadPoolExecutor(max_workers=1)
        self.run = None

    def begin(self, path):
        shutil.copytree(path.parent / "data", self.folder / "data")
        command = ["make", "notebooks", f"NOTEBOOKS={shutil.copy(path, self.folder)}"]
        options = {"cwd": ROOT, "check": True, "capture_output": True}
        self.run = self.pool.submit(subprocess.run, command, **options)


@pytest.fixture(scope="module")
def renewal(lab):
    return Renewal(lab[2].parent / "renewed")


def saved(lab, path):
    """Return where the lesson stands in the folder from which JupyterLab opened it."""
    return lab[2].parent / "notebooks" / path.name


def cells_with(path, tag):
    return [i for i, cell in enumerate(read(path).cells) if tag in tags(cell)]


def description(cell):
    return cell.locator("svg[role=img]").get_attribute("aria-label")


def test_it_opens_on_the_first_lesson_and_asks_nothing(browser, lab):
    notebook = Notebook(browser, lab)
    page = notebook.page
    page.locator("h1", has_text="Start here").first.wait_for()
    assert FIRST.name in page.url
    page.wait_for_timeout(1000)
    assert not page.locator(".Toastify__toast").count()
    assert not page.locator(".jp-Dialog").count()
    notebook.close()


def test_the_settings_of_the_course_are_in_force(lab):
    root, token, _ = lab
    plugin = "@jupyterlab/apputils-extension:notification"
    with urllib.request.urlopen(f"{root}/lab/api/settings/{plugin}?token={token}") as answer:
        properties = json.load(answer)["schema"]["properties"]
    wanted = {"fetchNews": "false", "checkForUpdates": False}
    assert {key: properties[key]["default"] for key in wanted} == wanted


def test_every_cell_ran_and_none_failed(lesson):
    notebook, path = lesson
    page, cells = notebook.page, code(read(path))
    unfolded = [f"[{n}]:" for n, c in enumerate(cells, start=1) if "jupyter" not in c.metadata]
    prompts = page.locator(".jp-CodeCell .jp-InputPrompt").all_text_contents()
    assert [prompt for prompt in prompts if prompt] == unfolded
    assert page.locator(".jp-OutputArea-output").count() == sum(len(c.outputs) for c in cells)
    assert not page.locator("[data-mime-type$='stderr'], [data-mime-type$='error']").count()
    assert "model not found" not in page.locator(".jp-Notebook").text_content()


@used
def test_every_slider_shows_every_end_by_keyboard(lesson):
    notebook, path = lesson
    panels = cells_with(path, "panel")
    assert panels
    for index in panels:
        cell = notebook.cell(index)
        for slider in cell.locator("[data-live] input[type=range]").all():
            seen = [description(cell)]
            for key in ("End", "Home", "ArrowRight"):
                height = cell.bounding_box()["height"]
                slider.press(key)
                notebook.page.wait_for_timeout(50)
                assert cell.locator("svg[role=img]").count() == 1
                assert cell.bounding_box()["height"] == height
                seen.append(description(cell))
            assert len(set(seen)) >= 3, seen


@used
def test_every_choice_shows_its_picture(lesson):
    notebook, path = lesson
    for index in cells_with(path, "panel"):
        cell = notebook.cell(index)
        seen = set()
        buttons = cell.locator("[data-live] .course-choice input").all()
        for button in buttons:
            button.check()
            notebook.page.wait_for_timeout(50)
            seen.add(description(cell))
        assert len(seen) == len(buttons)


@used
def test_every_quiz_reveals_its_feedback_only_when_answered(lesson):
    notebook, path = lesson
    quizzes = cells_with(path, "quiz")
    assert quizzes
    for index in quizzes:
        cell = notebook.cell(index)
        feedback = cell.locator(".course-feedback")
        assert feedback.inner_text() == ""
        seen = set()
        for answer in cell.locator("input[type=radio]").all():
            answer.check()
            notebook.page.wait_for_timeout(50)
            seen.add(feedback.inner_text())
        assert len(seen) == cell.locator("input[type=radio]").count()


def exercise_of(path):
    """Return where the first function to write stands, a wrong answer to it and our own."""
    cells = read(path).cells
    index = next(i for i in cells_with(path, "exercise") if cells[i].source.startswith("def "))
    head = cells[index].source.splitlines()[0]
    return index, f"{head}\n    return 0.123", block(cells[index + 2])


@used
def test_an_exercise_is_refused_then_passes_and_is_kept(lesson, lab, learned):
    notebook, path = lesson
    index, wrong, right = exercise_of(path)
    for answer, verdict in ((wrong, "Not yet."), (right, "Right.")):
        notebook.write(index, answer)
        notebook.run(index)
        assert notebook.run(index + 1).strip().startswith(verdict)
    notebook.save()
    kept = read(saved(lab, path))
    assert kept.cells[index].source == right
    assert kept.cells[index + 1].outputs[0].data["text/plain"].startswith("Right.")
    assert not any(WIDGET_VIEW in o.get("data", {}) for c in code(kept) for o in c.outputs)
    learned.append(path)


@used
def test_a_solution_unfolds_by_a_click(lesson):
    notebook, path = lesson
    index, _, right = exercise_of(path)
    solution = notebook.cell(index + 2)
    answer = solution.locator("details pre").first
    assert not answer.is_visible()
    solution.locator("summary").click()
    assert answer.inner_text().strip() == right


@used
def test_an_exercise_that_is_put_back_is_saved_for_make_notebooks(lesson, lab, renewal):
    notebook, path = lesson
    index, _, _ = exercise_of(path)
    untouched = read(path).cells[index].source
    notebook.write(index, untouched)
    notebook.save()
    kept = read(saved(lab, path))
    assert kept.cells[index].source == untouched
    assert kept.metadata.language_info != read(path).metadata.language_info
    if path == RENEWED:
        renewal.begin(saved(lab, path))


def test_nothing_was_reported_to_the_console_or_the_log(lesson, lab):
    notebook, _ = lesson
    assert notebook.wrong == []
    log = lab[2].read_text()
    assert not re.search(r"^\[E |Traceback", log, flags=re.M), log


def test_lessons_can_be_reopened_side_by_side_and_read_without_their_kernels(browser, lab, learned):
    assert learned == USED, "this test reopens what the others have saved: run those, too"
    end_kernels(lab)
    notebook = Notebook(browser, lab)
    for path in learned:
        notebook.open(path.name)
        notebook.cell(exercise_of(path)[0] + 1).get_by_text("Right.").wait_for()
        for panel in cells_with(path, "panel"):
            picture = notebook.cell(panel).locator(".jp-RenderedImage img")
            picture.wait_for()
            assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 1000
    assert "model not found" not in notebook.page.text_content("body")  # that of every lesson
    notebook.wait()
    assert notebook.wrong == []
    notebook.close()


def test_what_was_saved_is_a_lesson_again_after_make_notebooks(renewal):
    assert renewal.run, f"this test needs what those of {RENEWED.name} have saved: run them, too"
    renewal.run.result()
    assert [path.name for path in renewal.folder.glob("*.ipynb")] == [RENEWED.name]
    tests = [sys.executable, "-m", "pytest", "-q", "-n0", "tests/test_notebooks.py"]
    environment = os.environ | {"NOTEBOOKS_TO_TEST": str(renewal.folder)}
    ran = subprocess.run(
        tests, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout
