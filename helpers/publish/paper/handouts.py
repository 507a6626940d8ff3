"""A lesson's slides on paper, for its teacher: one PDF with all pictures and the notes.

The way of the data is that of a deck as far as `deck.talk`; then `with_notes` puts the notes below
each slide, `shown` says how each panel and quiz stands on paper, and Chromium prints.
"""

import gzip
import json
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from helpers.jupyterlab import WIDGET_VIEW
from helpers.lesson import title
from helpers.publish.deck import deck
from helpers.publish.formulas import font
from helpers.publish.html import Markdown, filled
from helpers.publish.lesson import Published, run
from helpers.publish.paper import chromium

HERE = Path(__file__).parent
NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


@dataclass(frozen=True)
class Position:
    """A panel at one position: its picture as a file of SVG and in words, and where it stands."""

    svg: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Shown:
    """A quiz or a panel on paper: answers, each with what is said to it, or positions."""

    answers: list[tuple[str, str]]
    positions: list[Position]


def build(path: Path, folder: Path) -> bytes:
    """Return the PDF of the handout of the notebook at `path`, which is printed within `folder`.

    Raises what `run`, what `page` and what `chromium.printed` do.
    """
    return chromium.printed(page(run(path).on_slides, path), folder)


def page(lesson: Published, path: Path) -> str:
    """Return the HTML of the handout of the notebook at `path`, which has been run.

    Raises what `filled` and what `font` do.
    """
    heading, on_paper = title(lesson.notebook), shown(lesson.models)
    css = (HERE / "handouts.css").read_text(encoding="utf-8")
    styles = css.replace('"TITLE"', _css_text(heading))
    resources = {"title": heading, "handout_styles": styles, "shown": on_paper}
    talk = with_notes(deck.talk(lesson.notebook), on_paper)
    html = filled(HERE / "handout", _Renderer, talk, path, **resources)
    formulas = "".join(re.findall(r"<math.*?</math>", html, flags=re.S))
    return html.replace("/* FONT */", font(formulas), 1)


def with_notes(talk: NotebookNode, on_paper: Mapping[str, Shown]) -> NotebookNode:
    """Return the cells that `deck.talk` keeps, each slide with its notes as its last cell.

    The notes do not say again what `on_paper`, which `shown` returns, has of its quiz.
    """
    slides: list[list[NotebookNode]] = []
    for cell in talk.cells:
        slides += [[]] if "on_slide" in cell.metadata else []
        slides[-1].append(cell)
    talk.cells = [cell for slide in slides for cell in [*slide, *_notes(slide, on_paper)]]
    return talk


def shown(models: Mapping[str, Mapping[str, Any]]) -> dict[str, Shown]:
    """Return how quizzes and panels stand on paper, by their names.

    The first slider of a panel stands at its first, its middle and its last position, all others
    where they stand when the panel opens.
    """
    return {
        name: Shown(
            [(answer, told) for answer, told in model["traits"].get("answers", [])],
            list(_positions(model["traits"], models)),
        )
        for name, model in models.items()
        if model["module"]
    }


class _Renderer(Markdown):
    """Markdown for a page that no link leads from, with each formula as one thing with a name.

    The name is its LaTeX: without it a reader of a PDF has nothing but the letters of a fraction.
    """

    def block_math(self, body: str) -> str:
        return _named(super().block_math(body), body)

    def inline_math(self, body: str) -> str:
        return _named(super().inline_math(body), body)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Return a link to the web as it is, and the mere text of one to another notebook."""
        return super().link(text, url, title) if url.startswith("http") else text


def _named(mathml: str, latex: str) -> str:
    named = f'<math role="img" aria-label="{escape(" ".join(latex.split()))}"'
    return mathml.replace("<math", named, 1)


def _notes(slide: Sequence[NotebookNode], on_paper: Mapping[str, Shown]) -> list[NotebookNode]:
    """Return the notes of a slide as a cell, if it has any."""
    views = [
        output.data[WIDGET_VIEW]["model_id"]
        for cell in slide
        for output in cell.get("outputs", [])
        if WIDGET_VIEW in output.get("data", {})
    ]
    said = {f"- {answer}: {told}" for view in views for answer, told in on_paper[view].answers}
    lines = slide[0].metadata.speaker_notes.splitlines()
    text = "\n".join(line for line in lines if line.strip() not in said).strip()
    marks = {"column_start": "notes", "column_end": True, "slideshow": {"slide_type": "-"}}
    return [nbformat.v4.new_markdown_cell(text, metadata=marks)] if text else []


def _positions(
    panel: Mapping[str, Any], models: Mapping[str, Mapping[str, Any]]
) -> Iterator[Position]:
    """Yield the positions of a panel that stand on paper, each once."""
    if "drawn" not in panel:
        return
    pictures = json.loads(
        gzip.decompress(b64decode(models[panel["drawn"]]["buffers"]["positions"]))
    )
    controls = panel["controls"]
    counts = [len(control["texts"]) for control in controls]
    others = [control["first"] for control in controls[1:]]
    for first in dict.fromkeys((0, counts[0] // 2, counts[0] - 1)):
        places = [first, *others]
        moving = pictures[_place(places, counts)]
        yield Position(
            svg=_layered(panel["standing"], moving),
            alt=unescape(re.findall(r'aria-label="([^"]*)"', moving)[0]),
            caption=", ".join(
                f"{control['label']}: {control['texts'][place]}"
                for control, place in zip(controls, places, strict=True)
            ),
        )


def _place(places: Sequence[int], counts: Sequence[int]) -> int:
    """Return where a panel keeps the picture of these places of its sliders."""
    place = 0
    for one, count in zip(places, counts, strict=True):
        place = place * count + one
    return place


def _layered(standing: str, moving: str) -> str:
    """Return what moves on top of what stands still as one file of SVG."""
    box, *_ = re.findall(r'viewBox="[^"]*"', standing)
    return f"<svg {NAMESPACES} {box}>{standing}{moving}</svg>"


def _css_text(text: str) -> str:
    """Return a text as a string of CSS, which may stand within HTML."""
    return '"' + re.sub(r'["\\<\n]', lambda found: rf"\{ord(found[0]):x} ", text) + '"'
