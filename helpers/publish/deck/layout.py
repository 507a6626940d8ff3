"""What stands on each slide: one message as its headline, a few words, and the evidence.

The metadata of its first cell say it: `"slide": {"headline": "…", "text": "…", "layout": "…"}`.
Headline and text then stand in the place of the slide's Markdown, which goes into the teacher's
notes, below what the class should see on a panel, if a cell says that. Without a headline there,
it is the heading in the Markdown or the question of the quiz.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

import nbformat
from nbformat import NotebookNode

from helpers.lesson import CannotBuildError, tags, unfolded

LAYOUTS = {"title", "message", "picture", "columns", "quiz", "exercise"}
# How large pictures are, in CSS pixels, on a slide of 1280 by 720.
STILL, WITH_CONTROLS, BESIDE_WORDS = (1200, 510), (1200, 456), (720, 460)
FIELDS = {"headline", "text", "layout", "minutes"}
MINUTES = 5
HEADING = re.compile(r"^#{1,4} (.+)$", flags=re.M)


@dataclass(frozen=True)
class Slide:
    """What stands on one slide; `words` and `shown` are cells of its notebook or made for it.

    `layout` is one of `LAYOUTS`, `section` is the heading of this part of the lesson, and `minutes`
    is how long an exercise takes.
    """

    layout: str
    headline: str
    words: list[NotebookNode]
    shown: list[NotebookNode]
    notes: str
    section: str
    minutes: int


def slides(notebook: NotebookNode) -> list[Slide]:
    """Return the slides of a notebook in their order.

    Raises `CannotBuildError` for a layout or a field that there is not.
    """
    sections, seen = _sections(notebook.cells), _seen(notebook.cells)
    title = HEADING.match(notebook.cells[0].source)
    named = title[1] if title else ""
    return [
        _slide(cells, sections[cells[0].id], named, seen.get(cells[-1].id, ""))
        for cells in _cells_of_slides(notebook.cells)
    ]


def picture_sizes(notebook: NotebookNode) -> dict[str, tuple[int, int]]:
    """Return the size of the picture of each cell on a slide, by the cell's name.

    Raises what `slides` does.
    """
    return {
        cell.id: _picture_size(slide, cell) for slide in slides(notebook) for cell in slide.shown
    }


def _picture_size(slide: Slide, cell: NotebookNode) -> tuple[int, int]:
    if slide.layout == "columns":
        return BESIDE_WORDS
    return WITH_CONTROLS if "panel" in tags(cell) else STILL


def _slide(cells: Sequence[NotebookNode], section: str, title: str, seen: str) -> Slide:
    """Return the slide that begins with the first of the cells; `seen` is what it lets one see."""
    asked = _asked(cells[0])
    markdown = [cell for cell in cells if cell.cell_type == "markdown"]
    shown = [cell for cell in cells if cell.cell_type == "code"]
    notes = {
        "": cells[0].metadata.get("speaker_notes", ""),
        "What the class should see": seen,
        "The notebook says": _words_of(markdown),
    }
    return Slide(
        layout=asked.get("layout") or _fitting_layout(markdown, shown, cells[0]),
        headline=asked.get("headline")
        or _question(shown)
        or _heading(markdown)
        or section
        or title,
        words=[nbformat.v4.new_markdown_cell(asked["text"])] if "text" in asked else [],
        shown=shown,
        notes=_labelled(notes),
        section=section,
        minutes=asked.get("minutes", MINUTES),
    )


def _asked(cell: NotebookNode) -> Mapping[str, Any]:
    """Return what the metadata of a cell ask for; raises `CannotBuildError` for what is unknown."""
    asked: Mapping[str, Any] = cell.metadata.get("slide", {})
    if not set(asked) <= FIELDS:
        raise CannotBuildError(
            f"the slide of the cell {cell.id} should have no fields but "
            f"{', '.join(sorted(FIELDS))}; it has {', '.join(sorted(set(asked) - FIELDS))}"
        )
    if asked.get("layout", "message") not in LAYOUTS:
        raise CannotBuildError(
            f"the layout of the cell {cell.id} should be one of {', '.join(sorted(LAYOUTS))}, but "
            f"is {asked['layout']!r}"
        )
    return asked


def _fitting_layout(
    markdown: Sequence[NotebookNode], shown: Sequence[NotebookNode], first: NotebookNode
) -> str:
    """Return the layout of a slide whose metadata name none."""
    if _is_quiz(shown):
        return "quiz"
    if first.source.startswith("# "):
        return "title"
    return "columns" if markdown and shown else "message"


def _words_of(markdown: Sequence[NotebookNode]) -> str:
    """Return what the notebook says here beside its headings, which the slide leaves out."""
    return "\n\n".join(HEADING.sub("", cell.source).strip() for cell in markdown).strip()


def _labelled(parts: Mapping[str, str]) -> str:
    """Return the parts that are not empty as one text in Markdown, each below its label."""
    return "\n\n".join(
        f"**{label}:**\n\n{part}" if label else part for label, part in parts.items() if part
    )


def _seen(cells: Sequence[NotebookNode]) -> dict[str, str]:
    """Return what should have been seen in each panel after which a cell says it, by its name."""
    return {panel.id: unfolded(cell) for panel, cell in pairwise(cells) if "seen" in tags(cell)}


def _heading(markdown: Sequence[NotebookNode]) -> str:
    """Return the first heading with which a cell begins, or nothing."""
    return next((found[1] for cell in markdown if (found := HEADING.match(cell.source))), "")


def _is_quiz(shown: Sequence[NotebookNode]) -> bool:
    return bool(shown) and "quiz" in tags(shown[0])


def _question(shown: Sequence[NotebookNode]) -> str:
    """Return the question of a quiz, which stands in its output, or nothing."""
    if not _is_quiz(shown):
        return ""
    texts = [output.data["text/plain"] for output in shown[0].outputs if "data" in output]
    return str(texts[0].splitlines()[0]) if texts else ""


def _slide_type(cell: NotebookNode) -> str:
    return str(cell.metadata.get("slideshow", {}).get("slide_type", "-"))


def _cells_of_slides(cells: Sequence[NotebookNode]) -> list[list[NotebookNode]]:
    """Return the cells of each slide as a list, without those that are on none."""
    kept = [
        cell
        for cell in cells
        if _slide_type(cell) != "skip" and not {"seen", "solution"} & tags(cell)
    ]
    numbers, number = [], 0
    for cell in kept:
        number += _slide_type(cell) in {"slide", "subslide"}
        numbers.append(number)
    pairs = zip(numbers, kept, strict=True)
    return [[cell for _, cell in run] for _, run in groupby(pairs, key=lambda pair: pair[0])]


def _sections(cells: Sequence[NotebookNode]) -> dict[str, str]:
    """Return the last heading of the second level at or before each cell, by the cell's name."""
    section, found = "", {}
    for cell in cells:
        heading = re.search(r"^## (.+)$", cell.source, flags=re.M)
        if cell.cell_type == "markdown" and heading:
            section = heading[1]
        found[cell.id] = section
    return found
