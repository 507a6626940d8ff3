"""Lessons as they are really used: with every exercise answered, and every warning an error."""

import pytest
from lessons import PATHS, block, read, text_of, with_few_positions

from helpers.lesson import tags
from helpers.notebooks import run


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_lesson_says_the_same_with_every_exercise_answered_by_our_solution(path):
    """A solution stands in the prose, and can be pasted into the cell of its exercise."""
    notebook = read(path)
    cells = notebook.cells
    printed = {}
    for i, cell in enumerate(cells):
        if "exercise" in tags(cell):
            cell.source = block(cells[i + 2])
            printed[cell.id] = block(cells[i + 2], "text")
    run(with_few_positions(notebook), path.parent)
    for cell, stored in zip(notebook.cells[1:], read(path).cells, strict=True):
        said = "".join(text_of(o) for o in cell.get("outputs", []))
        if cell.id in printed:
            assert said.strip() == printed[cell.id]
        elif "check" in tags(cell):
            assert said.startswith("Right."), said
        else:
            assert said == "".join(text_of(o) for o in stored.get("outputs", [])), cell.source
