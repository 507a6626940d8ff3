"""One notebook as one HTML file of slides with live panels.

The way of the data: `executed` runs the notebook, `talk` keeps the cells of the slides and lays
them out in two columns, nbconvert fills the template, and `packed` gives it its JavaScript and what
its panels hold. The module that shows a panel in a notebook shows it in the deck.
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

import nbformat
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert import SlidesExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from traitlets.config import Config

from helpers import panels
from helpers.notebooks import normalise, run
from helpers.slides import packages
from helpers.slides.formulas import font, mathml

HERE = Path(__file__).parent
COMPARED = "text/plain", "text/html"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
FORMULA_AND_STOP = r'<math[^>]* display="inline">(?:(?!</math>).)*</math>[.,;:?!)]+'
SHOWN_BY = {"helpers.panels.Panel": "panel", "helpers.panels.Quiz": "quiz"}
VECTOR_PICTURES = "from helpers import scenes; scenes.Picture.form = 'svg'"


class CannotBuildError(Exception):
    """A deck that would not be what its notebook promises."""


def build(path: str | Path) -> str:
    """Return the HTML of the deck of the notebook at `path`.

    Raises what `executed` and what `packed` does, `NoMathMLError` if a formula does not become
    MathML, and `CannotBuildError` if a picture has no description.
    """
    path = Path(path)
    notebook = executed(path)
    html = _Exporter().from_notebook_node(talk(notebook), {"metadata": {"name": path.stem}})[0]
    if "No description has been provided" in html:
        raise CannotBuildError(f"{path.name}: a picture on a slide has no description")
    return packed(html, models(notebook))


def executed(path: Path) -> NotebookNode:
    """Return the notebook at `path`, run anew with vector pictures and what its panels hold.

    Raises `CannotBuildError` if a cell fails or says something else than what is stored.
    """
    stored: NotebookNode = nbformat.read(path, as_version=4)
    notebook = deepcopy(stored)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(VECTOR_PICTURES))
    try:
        run(notebook, path.parent, widget_state=True)
    except Exception as error:
        raise CannotBuildError(f"{path.name}: {error}") from error
    del notebook.cells[0]
    _compare(path, stored, notebook)
    return notebook


def talk(notebook: NotebookNode) -> NotebookNode:
    """Return a copy with the cells that are on slides, each told which column it begins and ends.

    Words stand on the left, what they speak of on the right. Code shows where its tag is `code`.
    """
    notebook = deepcopy(notebook)
    cells = [cell for cell in notebook.cells if _slide_type(cell) != "skip"]
    cells = [cell for cell in cells if "solution" not in cell.metadata.get("tags", [])]
    notebook.cells = []
    for slide in _slides(cells):
        words = [cell for cell in slide if cell.cell_type == "markdown"]
        shown = [cell for cell in slide if cell.cell_type == "code"]
        _begin_slide([*words, *shown], slide[0])
        for name, column in (("words", words), ("shown", shown)):
            if column:
                column[0].metadata.column_start = name
                column[-1].metadata.column_end = True
        for cell in shown:
            cell.metadata.transient = {"remove_source": "code" not in cell.metadata.get("tags", [])}
        columns = "both" if words and shown else "words" if words else "shown"
        (words + shown)[0].metadata.slide_columns = columns
        notebook.cells += [*words, *shown]
    return notebook


def models(notebook: NotebookNode) -> dict[str, dict[str, Any]]:
    """Return what each panel of an executed notebook holds, by the name of its model.

    `module` names the JavaScript that shows it, `traits` are what it reads, and `buffers` those of
    them that are bytes, in base64.
    """
    stored = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {"state": {}})["state"]
    return {
        name: {
            "module": module,
            "traits": {key: value for key, value in model["state"].items() if key[0] != "_"},
            "buffers": {buffer["path"][0]: buffer["data"] for buffer in model.get("buffers", [])},
        }
        for name, model in stored.items()
        if (module := SHOWN_BY.get(model["state"].get("_anywidget_id")))
    }


def packed(html: str, models: dict[str, dict[str, Any]]) -> str:
    """Return `html` with its JavaScript and its panels compressed, and a policy that shuts it in.

    The one script that stands in the page is named in the policy by its hash; all others are
    unpacked by it. Raises what `packages.folder` does.
    """
    boot = (HERE / "boot.js").read_text(encoding="utf-8")
    allowed = b64encode(hashlib.sha256(boot.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{allowed}' blob:; "
        "style-src 'unsafe-inline'; img-src data:; font-src data:"
    )
    packs = {
        "reveal": packages.text("reveal.js/dist/reveal.esm.js"),
        **{name: (HERE / f"{name}.js").read_text(encoding="utf-8") for name in ("deck", "mount")},
        **panels.MODULES,
        "models": json.dumps(models),
    }
    scripts = [
        f'<script type="application/gzip" id="pack-{name}">{_gzip(text)}</script>'
        for name, text in packs.items()
    ]
    scripts.append(f"<script>{boot}</script>")
    formulas = "".join(re.findall(r"<math.*?</math>", html, flags=re.S))
    html = html.replace("/* FONT */", font(formulas), 1).replace("POLICY", policy, 1)
    return html.replace("<!-- SCRIPTS -->", "\n".join(scripts), 1)


class _Exporter(SlidesExporter):
    """nbconvert's slides by the template beside this file, with formulas as MathML."""

    def __init__(self) -> None:
        options = {
            "template_name": "template",
            "extra_template_basedirs": [str(HERE)],
            "exclude_input_prompt": True,
            "exclude_output_prompt": True,
        }
        super().__init__(config=Config({"SlidesExporter": options}))

    def _init_resources(self, resources: dict[str, Any] | None) -> dict[str, Any]:
        filled: dict[str, Any] = super()._init_resources(resources)
        filled["deck_styles"] = "\n".join(
            [
                packages.text("reveal.js/dist/reset.css"),
                packages.text("reveal.js/dist/reveal.css"),
                panels.STYLE,
                (HERE / "deck.css").read_text(encoding="utf-8"),
            ]
        )
        return filled

    @pass_context
    def markdown2html(self, _context: Context, source: str) -> str:
        """Return the HTML of a text in Markdown."""
        renderer = _Renderer(escape=False, exclude_anchor_links=True)
        html = MarkdownWithMath(renderer=renderer).render(source)
        return re.sub(FORMULA_AND_STOP, r'<span class="unparted">\g<0></span>', html, flags=re.S)


class _Renderer(IPythonRenderer):
    def block_math(self, body: str) -> str:
        return mathml(body, "block")

    def inline_math(self, body: str) -> str:
        return mathml(body, "inline")


def title(notebook: NotebookNode) -> str:
    """Return the text of the first heading, such as "1. The sigmoid and its derivative".

    Raises `CannotBuildError` if the first cell has none.
    """
    heading = re.search(r"^# (.+)$", notebook.cells[0].source, flags=re.M)
    if not heading:
        raise CannotBuildError("a lesson should have a heading in its first cell")
    return heading[1]


def _slide_type(cell: NotebookNode) -> str:
    return str(cell.metadata.get("slideshow", {}).get("slide_type", "-"))


def _slides(cells: Sequence[NotebookNode]) -> list[list[NotebookNode]]:
    """Return the cells of each slide as a list."""
    numbers, number = [], 0
    for cell in cells:
        number += _slide_type(cell) in {"slide", "subslide"}
        numbers.append(number)
    pairs = zip(numbers, cells, strict=True)
    return [[cell for _, cell in run] for _, run in groupby(pairs, key=lambda pair: pair[0])]


def _begin_slide(cells: Sequence[NotebookNode], first: NotebookNode) -> None:
    """Give the slide's type and its notes to the cell that stands first in the columns."""
    kind, notes = _slide_type(first), first.metadata.pop("speaker_notes", "")
    if cells[0] is not first:
        first.metadata.slideshow = {"slide_type": "-"}
    cells[0].metadata.slideshow = {"slide_type": kind}
    cells[0].metadata.speaker_notes = notes


def _compare(path: Path, stored: NotebookNode, fresh: NotebookNode) -> None:
    """Raise `CannotBuildError` where running says something else than the notebook that was tested.

    Compared are the texts, as nbval does, not the pictures.
    """
    fresh = deepcopy(fresh)
    normalise(fresh)
    for before, after in zip(stored.cells, fresh.cells, strict=True):
        if _texts(before) != _texts(after):
            raise CannotBuildError(
                f"{path.name}: a cell says something else than what is stored; run `make notebooks`"
                f" and the tests first. The cell is:\n{before.source}"
            )


def _texts(cell: NotebookNode) -> tuple[str, list[list[str | None]]]:
    """Return what a cell printed, in however many pieces it came, and the texts of its results."""
    outputs = cell.get("outputs", [])
    printed = "".join(output.get("text", "") for output in outputs)
    return printed, [
        [output.data.get(kind) for kind in COMPARED] for output in outputs if "data" in output
    ]


def _gzip(text: str) -> str:
    return b64encode(gzip.compress(text.encode(), mtime=0)).decode()
