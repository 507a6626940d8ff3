"""The plain `make lab` of a clone, on its first day and after a pull, as learners meet it."""

import subprocess

import nbformat
import pytest
from browser import Notebook, jupyterlab
from checkout import commit_of_the_tree, lend_packages
from lessons import PATHS, code, read

from helpers.copies import COPIES
from helpers.lesson import tags

RUN, EDITED, UNSAVED, RENAMED = PATHS[1:5]
WRITTEN = "# what a learner writes"
NEW_NAME = f"{RENAMED.name[:3]}another_name.ipynb"


@pytest.fixture
def clone(tmp_path, monkeypatch):
    folder = commit_of_the_tree(tmp_path / "a clone é")
    home = tmp_path / "home"
    home.mkdir()
    for name, value in lend_packages(folder).items():
        monkeypatch.setenv(name, value)
    return folder, home


def first_code(path):
    return next(i for i, cell in enumerate(read(path).cells) if cell.cell_type == "code")


def write(notebook, path):
    """Write a line into the first exercise of a lesson that is open."""
    cells = read(path).cells
    place = next(i for i, cell in enumerate(cells) if "exercise" in tags(cell))
    notebook.write(place, WRITTEN)


def pull(clone):
    """Change all lessons in the clone, and rename one, as a new version of the course does."""
    for path in (RUN, EDITED, UNSAVED):
        changed = read(path)
        changed.cells[0].source += "\n\nNew."
        nbformat.write(changed, clone / "notebooks" / path.name)
    (clone / "notebooks" / RENAMED.name).rename(clone / "notebooks" / NEW_NAME)
    for words in ("add -A", "-c user.name=x -c user.email=x commit -qm new"):
        subprocess.run(["git", *words.split()], cwd=clone, check=True)


def test_lessons_follow_a_pull_unless_somebody_has_written_in_them(clone, browser):
    folder, home = clone
    mine = folder / COPIES

    def is_new(path):
        return read(mine / path.name).cells[0].source.endswith("New.")

    with jupyterlab(home, folder) as lab:
        notebook = Notebook(browser, lab, RUN.name)
        assert not any(cell.outputs for cell in code(read(mine / RUN.name)))
        notebook.run(first_code(RUN) + 1)
        notebook.save()
        assert any(cell.execution_count for cell in code(read(mine / RUN.name)))
        edited = Notebook(browser, lab, EDITED.name)
        write(edited, EDITED)
        edited.save()
        unsaved = Notebook(browser, lab, UNSAVED.name)
        write(unsaved, UNSAVED)

        pull(folder)
        with jupyterlab(home, folder) as second:
            assert f"A newer {EDITED.name}" in second[2].read_text()
            assert [is_new(path) for path in (RUN, EDITED, UNSAVED)] == [True, False, True]
            assert WRITTEN in (mine / EDITED.name).read_text()
            assert (mine / NEW_NAME).exists()
            assert not (mine / RENAMED.name).exists()
            again = Notebook(browser, second, EDITED.name)
            assert f"A newer {EDITED.name}" in again.run(first_code(EDITED))

        unsaved.page.keyboard.press("ControlOrMeta+S")  # JupyterLab asks which of both to keep
        dialog = unsaved.page.locator(".jp-Dialog")
        dialog.get_by_text("changed on disk").wait_for()
        dialog.get_by_role("button", name="Overwrite").click()
        dialog.wait_for(state="detached")
        unsaved.page.locator(".lm-TabBar-tab.jp-mod-dirty").wait_for(state="detached")
        assert WRITTEN in (mine / UNSAVED.name).read_text()
