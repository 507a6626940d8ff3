"""Learners' copies: without answers, up to date where nobody has written, and never overwritten."""

import json
import shutil
import subprocess
import sys

import nbformat
import pytest
from browser import POWERLESS
from lessons import PATHS, ROOT, code, read

from helpers import copies

NAME = "03_gradient_descent.ipynb"


def notebook(*sources):
    """Return the text of an executed notebook with these cells."""
    cells = [
        nbformat.v4.new_code_cell(
            source, id=f"c{k}", execution_count=k + 1, metadata={"slideshow": {"slide_type": "-"}},
            outputs=[nbformat.v4.new_output("stream", text="the answer")],
        )
        for k, source in enumerate(sources)
    ]  # fmt: skip
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells))


@pytest.fixture
def place(tmp_path):
    """A course with one lesson and its data, and the copies that a learner has been given."""
    (tmp_path / "lessons/data").mkdir(parents=True)
    (tmp_path / "lessons" / NAME).write_text(notebook("x = ..."))
    (tmp_path / "lessons/data/birds.csv").write_text("1\n")
    assert refresh(tmp_path) == []
    return tmp_path


def refresh(place):
    return copies.refresh(place / "mine", place / "lessons")


def cells(place, name=NAME):
    return [cell.source for cell in code(read(place / "mine" / name))]


def edit(place, source, name=NAME):
    path = place / "mine" / name
    found = read(path)
    found.cells[0].source = source
    nbformat.write(found, path)


def test_a_copy_has_the_cells_of_its_lesson_and_nothing_that_they_put_out(place):
    (cell,) = read(place / "mine" / NAME).cells
    assert (cell.source, cell.outputs, cell.execution_count) == ("x = ...", [], None)
    assert cell.metadata == {}
    assert (place / "mine/data/birds.csv").read_text() == "1\n"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_lesson_shows_no_answer_before_it_is_asked_for(path):
    given = nbformat.reads(copies.cleared(path).decode(), as_version=4)
    assert [cell.source for cell in given.cells] == [cell.source for cell in read(path).cells]
    for cell in given.cells:
        tags = cell.metadata.get("tags", [])
        assert not cell.get("outputs")
        assert set(cell.metadata) <= {"tags", "jupyter"}
        if {"seen", "solution"} & {*tags}:
            assert cell.source.startswith("<details>\n<summary>")
        if {"quiz", "panel", "drawing"} & {*tags}:
            assert cell.metadata.jupyter.source_hidden


def test_what_has_only_run_follows_its_lesson(place):
    shutil.copy(place / "lessons" / NAME, place / "mine")  # as it is saved after it has run
    (place / "lessons" / NAME).write_text(notebook("x = ...", "new"))
    assert refresh(place) == []
    assert cells(place) == ["x = ...", "new"]


def test_what_has_only_run_keeps_its_outputs_while_its_lesson_stays(place):
    shutil.copy(place / "lessons" / NAME, place / "mine")
    assert refresh(place) == []
    assert code(read(place / "mine" / NAME))[0].outputs


def test_what_somebody_has_written_in_is_never_overwritten_and_says_what_is_newer(place):
    edit(place, "x = 3")
    assert refresh(place) == []
    (place / "lessons" / NAME).write_text(notebook("x = ...", "new"))
    for _ in range(2):
        (told,) = refresh(place)
        assert f"A newer {NAME}" in told
        assert cells(place) == ["x = 3"]


def test_a_copy_that_is_deleted_comes_back_as_its_lesson_is_now(place):
    edit(place, "x = 3")
    (place / "lessons" / NAME).write_text(notebook("x = ...", "new"))
    (place / "mine" / NAME).unlink()
    assert refresh(place) == []
    assert cells(place) == ["x = ...", "new"]


@pytest.mark.parametrize("written_in", [False, True])
def test_a_lesson_that_was_renamed_takes_along_what_nobody_has_written_in(place, written_in):
    if written_in:
        edit(place, "x = 3")
    (place / "lessons" / NAME).rename(place / "lessons/04_new.ipynb")
    told = refresh(place)
    assert cells(place, "04_new.ipynb") == ["x = ..."]
    assert (place / "mine" / NAME).exists() == written_in
    assert [f"{NAME} is no longer a lesson" in line for line in told] == [True] * written_in


def test_a_file_of_the_learner_is_not_touched(place):
    own = {"mine/own.ipynb": notebook("own"), "mine/data/own.csv": "2\n", "mine/notes": "own"}
    for name, text in own.items():
        (place / name).write_text(text)
    assert refresh(place) == []
    assert {name: (place / name).read_text() for name in own} == own


def test_a_file_of_the_learner_with_the_name_of_a_lesson_is_kept_and_told_of(place):
    (place / "mine/05_new.ipynb").write_text("own")
    (place / "lessons/05_new.ipynb").write_text(notebook("new"))
    (told,) = refresh(place)
    assert "05_new.ipynb in this folder does not come from the course" in told
    assert (place / "mine/05_new.ipynb").read_text() == "own"


def test_when_it_is_lost_what_was_given_everything_counts_as_written_in(place):
    edit(place, "x = 3")
    (place / "mine" / copies.GIVEN).write_text("{")
    (told,) = refresh(place)
    assert NAME in told
    assert cells(place) == ["x = 3"]


def test_a_copy_that_is_no_notebook_any_more_is_kept(place):
    (place / "mine" / NAME).write_text("<<<<<<< HEAD")
    (place / "lessons" / NAME).write_text(notebook("new"))
    assert len(refresh(place)) == 1
    assert (place / "mine" / NAME).read_text() == "<<<<<<< HEAD"


def git(place, *words):
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *words]
    subprocess.run(command, cwd=place / "lessons", check=True, capture_output=True)


def test_what_was_written_in_the_lessons_themselves_goes_on_in_the_copies(place):
    """As learners of before did; a pull that changes the lesson then does not overwrite it."""
    git(place, "init")
    git(place, "add", ".")
    git(place, "commit", "-m", "first")
    shutil.rmtree(place / "mine")
    (place / "lessons" / NAME).write_text(notebook("x = 3"))
    (told,) = refresh(place)
    assert f"notebooks/{NAME} has been edited" in told
    assert refresh(place) == []
    git(place, "restore", ".")
    (place / "lessons" / NAME).write_text(notebook("x = ...", "new"))
    git(place, "commit", "-am", "second")
    (told,) = refresh(place)
    assert f"A newer {NAME}" in told
    assert cells(place) == ["x = 3"]


def run_module(*arguments, before=()):
    return subprocess.run(
        [*before, sys.executable, "-m", "helpers.copies", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_command_makes_copies_of_all_notebooks_and_their_data(tmp_path):
    folder = tmp_path / "new é"
    both = [
        subprocess.Popen([sys.executable, "-m", "helpers.copies", "--to", folder], cwd=ROOT)
        for _ in range(2)  # as two servers that start at once
    ]
    assert [process.wait() for process in both] == [0, 0]
    made = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    sources = {path.relative_to(ROOT / "notebooks") for path in (ROOT / "notebooks").rglob("*.*")}
    assert made == {path.as_posix() for path in sources if "." not in path.as_posix()[0]} | {
        copies.GIVEN
    }
    assert set(json.loads((folder / copies.GIVEN).read_text())) == made - {copies.GIVEN}


def test_a_folder_that_cannot_be_written_gets_a_clear_word(tmp_path):
    tmp_path.chmod(0o555)
    ran = run_module("--to", str(tmp_path / "new"), before=POWERLESS)
    assert ran.returncode == 1
    assert ran.stderr.startswith("The lessons could not be copied: ")
    assert "--to FOLDER" in ran.stderr


OLD = """
import sys
from IPython.core.interactiveshell import InteractiveShell
from helpers import copies
from pathlib import Path
copies.LESSONS = Path("../lessons")
shell = InteractiveShell.instance()
for cell in sys.argv[1:]:
    shell.run_cell(cell)
"""


def said_in_a_copy(place, *cells):
    """Return what the cells of a copy say, which begins with its set-up."""
    set_up = f'__import__("helpers.copies").copies.say_if_old("{NAME}")'
    command = [sys.executable, "-c", OLD, set_up, *cells]
    ran = subprocess.run(command, cwd=place / "mine", capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    return ran.stdout


MISSING = "from helpers import losses", "losses.of_before(3)"


def test_the_newest_copy_says_nothing_written_in_or_not(place):
    assert said_in_a_copy(place) == ""
    edit(place, "x = 3")
    assert said_in_a_copy(place) == ""


def test_an_old_copy_says_so_and_does_not_say_that_a_name_is_missing_in_the_helpers(place):
    edit(place, "x = 3")
    (place / "lessons" / NAME).write_text(notebook("new"))
    said = said_in_a_copy(place, *MISSING)
    assert said.count(f"A newer {NAME}") == 2
    assert "This cell needs what the course no longer has" in said
    assert "Traceback" not in said
    said = said_in_a_copy(place, "from helpers.losses import of_before")
    assert "Traceback" not in said


def test_an_old_copy_shows_all_other_errors_as_ever(place):
    edit(place, "x = 3")
    (place / "lessons" / NAME).write_text(notebook("new"))
    assert "no attribute 'nothing'" in said_in_a_copy(place, "(3).nothing")
    assert "Traceback" in said_in_a_copy(place, "import no_such_module")
