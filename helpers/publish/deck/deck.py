"""One notebook as one HTML file of slides with live panels.

The way of the data: `run` gives the notebook and its panels, `talk` keeps what `layout` puts on
the slides, and `html` makes a file of it.
"""

from collections.abc import Sequence
from copy import deepcopy
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from helpers import panels
from helpers.lesson import picture, tags
from helpers.publish import packages
from helpers.publish.deck import layout
from helpers.publish.html import PALETTE, Markdown, beside, filled, packed, run_address, scripts
from helpers.publish.lesson import SVG, run

HERE = Path(__file__).parent
MODULES = "start", "deck", "type", "quizzes", "timer", "speaker"


def build(path: str | Path, lite: str = "") -> str:
    """Return the HTML of the deck of the notebook at `path`.

    It leads to the decks of the notebooks beside it, and to the notebook itself in JupyterLite if
    `lite` is the address of one that has it. Raises what `run` and what `packed` does,
    `NoMathMLError` if a formula does not become MathML, and `CannotBuildError` if a picture has no
    description.
    """
    path = Path(path)
    lesson = run(path).on_slides
    resources = {
        "deck_styles": _styles(),
        "neighbours": beside(path),
        "run": run_address(path, lite),
    }
    html = filled(HERE / "talk", Markdown, talk(lesson.notebook), path, **resources)
    modules = {"reveal": packages.text("reveal.js/dist/reveal.esm.js"), **scripts(HERE, *MODULES)}
    return packed(html, lesson.models, modules)


def talk(notebook: NotebookNode) -> NotebookNode:
    """Return a copy with the cells of the slides alone, each told what it begins and ends.

    A slide is a headline, words and what is shown, which `layout.slides` has found. Code shows
    where its tag is `code`. Raises what `layout.slides` does.
    """
    notebook = deepcopy(notebook)
    found = layout.slides(notebook)
    slides = [_parts(slide, notebook) for slide in found]
    for (first, *_), place in zip(slides, _places(found), strict=True):
        first.metadata.on_slide |= place
    notebook.cells = [cell for slide in slides for cell in slide]
    return notebook


def _styles() -> str:
    """Return the style sheets of a deck as one text."""
    return "\n".join(
        [
            packages.text("reveal.js/dist/reset.css"),
            packages.text("reveal.js/dist/reveal.css"),
            panels.STYLE,
            PALETTE,
            (HERE / "deck.css").read_text(encoding="utf-8"),
        ]
    )


def _parts(slide: layout.Slide, notebook: NotebookNode) -> list[NotebookNode]:
    """Return the cells of a slide, column by column; the first knows what the slide is."""
    columns = {
        "head": [] if slide.layout == "quiz" else [_headline(slide)],  # its question is that
        "words": slide.words,
        "shown": slide.shown + _picture_of_title(slide, notebook),
    }
    for cell in columns["shown"]:
        cell.metadata.transient = {"remove_source": "code" not in tags(cell)}
    for name, column in columns.items():
        if column:
            column[0].metadata.column_start = name
            column[-1].metadata.column_end = True
    cells = [cell for column in columns.values() for cell in column]
    for cell in cells:
        if cell.metadata.get("slideshow", {}).get("slide_type") != "fragment":
            cell.metadata.slideshow = {"slide_type": "-"}
    cells[0].metadata.slideshow = {"slide_type": "slide"}
    cells[0].metadata.speaker_notes = slide.notes
    cells[0].metadata.on_slide = {
        "classes": [
            slide.layout,
            *(["both"] if slide.layout == "columns" and slide.words else []),
        ],
        "headline": slide.headline,
        "minutes": slide.minutes if slide.layout == "exercise" else 0,
    }
    return cells


def _headline(slide: layout.Slide) -> NotebookNode:
    level = "#" if slide.layout == "title" else "##"
    cell: NotebookNode = nbformat.v4.new_markdown_cell(f"{level} {slide.headline}")
    return cell


def _picture_of_title(slide: layout.Slide, notebook: NotebookNode) -> list[NotebookNode]:
    """Return for a title slide a cell that shows the picture of the lesson, if it has one."""
    found = picture(notebook, SVG)
    if found is None or slide.layout != "title":
        return []
    shown = deepcopy(found)
    shown.data = {kind: shown.data[kind] for kind in (SVG, "text/plain")}
    return [nbformat.v4.new_code_cell("", outputs=[shown])]


def _places(slides: Sequence[layout.Slide]) -> list[dict[str, Any]]:
    """Return for each slide its number, how many there are, and how far each part has come.

    A part of the lesson is a pair of its heading and how much of it has been shown, from 0 to 1.
    """
    parts = [
        (name, [number for number, _ in members])
        for name, members in groupby(enumerate(slides, start=1), key=lambda pair: pair[1].section)
    ]
    return [
        {
            "number": number,
            "total": len(slides),
            "section": slide.section,
            "parts": [
                (len(numbers), sum(n <= number for n in numbers) / len(numbers))
                for _, numbers in parts
            ],
        }
        for number, slide in enumerate(slides, start=1)
    ]
