"""One notebook as one HTML file of slides with live panels.

The way of the data: `run` gives the notebook and its panels, `talk` keeps what `layout` puts on
the slides, nbconvert fills the template, and `packed` gives it its JavaScript and what its panels
hold. The module that shows a panel in a notebook shows it in the deck.
"""

import gzip
import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Sequence
from copy import deepcopy
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import nbformat
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert import SlidesExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from traitlets.config import Config

from helpers import panels
from helpers.lesson import CannotBuildError, neighbours, picture, tags, title
from helpers.publish.run import SVG, Model, run
from helpers.slides import layout, packages
from helpers.slides.formulas import font, mathml

HERE = Path(__file__).parent
FORMULA_AND_STOP = r'<math[^>]* display="inline">(?:(?!</math>).)*</math>[.,;:?!)]+'
MODULES = "start", "deck", "mount", "type", "quizzes", "timer", "speaker"
PALETTE = (HERE / "palette.css").read_text(encoding="utf-8")


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
    html = filled(HERE / "template", Renderer, talk(lesson.notebook), path, **resources)
    reveal = packages.text("reveal.js/dist/reveal.esm.js")
    return packed(html, lesson.models, {"reveal": reveal, **scripts(HERE, *MODULES)})


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


def filled(
    template: Path,
    renderer: type["Renderer"],
    notebook: NotebookNode,
    path: Path,
    **resources: Any,
) -> str:
    """Return the HTML of a notebook's cells by the template in this folder.

    `renderer` turns its Markdown into HTML, `path` is that of the notebook, and `resources` are
    what the template can use besides. Raises `NoMathMLError` if a formula does not become MathML,
    and `CannotBuildError` if a picture has no description.
    """
    known = {"metadata": {"name": path.stem}, **resources}
    html: str = _Exporter(template, renderer).from_notebook_node(notebook, known)[0]
    if "No description has been provided" in html:
        raise CannotBuildError(f"{path.name}: a picture has no description")
    return html


def run_address(path: Path, lite: str) -> str:
    """Return the address of the notebook at `path` in the JupyterLite at `lite`; "" without one.

    Each has a workspace of its own, or JupyterLab would open all others too, each with a Python.
    """
    asked = urlencode({"workspace": path.stem, "path": path.name}, quote_via=quote)
    return f"{lite}/lab/index.html?{asked}" if lite else ""


def scripts(folder: Path, *names: str) -> dict[str, str]:
    """Return the JavaScript of the modules of these names in a folder, by their names."""
    return {name: (folder / f"{name}.js").read_text(encoding="utf-8") for name in names}


def packed(
    html: str, models: dict[str, Model], modules: dict[str, str], *, images: str = "data:"
) -> str:
    """Return `html` with its JavaScript and its panels compressed, and a policy that shuts it in.

    `modules` are the JavaScript beside that of the panels; of them `start` begins. The one script
    that stands in the page is named in the policy by its hash; all others are unpacked by it.
    `images` says where pictures may be, in the words of a policy. Raises what `packages.folder`
    does.
    """
    boot = (HERE / "boot.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; script-src {allowed(boot)} blob:; "
        f"style-src 'unsafe-inline'; img-src {images}; font-src data:"
    )
    packs = [
        f'<script type="application/gzip" id="pack-{name}">{_gzip(text)}</script>'
        for name, text in {**modules, **panels.MODULES, "models": json.dumps(models)}.items()
    ]
    formulas = "".join(re.findall(r"<math.*?</math>", html, flags=re.S))
    html = html.replace("/* FONT */", font(formulas), 1).replace("POLICY", policy, 1)
    return html.replace("<!-- SCRIPTS -->", "\n".join([*packs, f"<script>{boot}</script>"]), 1)


def allowed(script: str) -> str:
    """Return the words by which a content policy lets this script run that stands in the page."""
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


class _Exporter(SlidesExporter):
    """nbconvert's slides by the template in a folder, with formulas as MathML."""

    def __init__(self, template: Path, renderer: type["Renderer"]) -> None:
        self.renderer = renderer
        options = {
            "template_name": template.name,
            "extra_template_basedirs": [str(template.parent), str(HERE)],
            "extra_template_paths": [str(template.parent), str(HERE)],  # of one within another
            "exclude_input_prompt": True,
            "exclude_output_prompt": True,
        }
        super().__init__(config=Config({"SlidesExporter": options}))

    @pass_context
    def markdown2html(self, _context: Context, source: str) -> str:
        """Return the HTML of a text in Markdown."""
        renderer = self.renderer(escape=False, exclude_anchor_links=True)
        html = MarkdownWithMath(renderer=renderer).render(source)
        return re.sub(FORMULA_AND_STOP, r'<span class="unparted">\g<0></span>', html, flags=re.S)


class Renderer(IPythonRenderer):
    """Markdown as nbconvert renders it, with formulas as MathML.

    Raises `NoMathMLError` for a formula that does not become that.
    """

    def block_math(self, body: str) -> str:
        """Return a formula that stands on a line of its own."""
        return mathml(body, "block")

    def inline_math(self, body: str) -> str:
        """Return a formula that stands within a line."""
        return mathml(body, "inline")


def beside(path: Path) -> dict[str, tuple[str, str]]:
    """Return address and title of the pages of the `neighbours` of the lesson at `path`.

    Raises what `title` does.
    """
    return {
        side: (f"{quote(found.stem)}.html", title(nbformat.read(found, as_version=4)))
        for side, found in neighbours(path).items()
    }


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


def _gzip(text: str) -> str:
    return b64encode(gzip.compress(text.encode(), mtime=0)).decode()
