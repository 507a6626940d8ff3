"""A notebook as a page to read: its words, its pictures, its panels, and its code folded.

The way of the data is that of a deck: `run` gives the notebook and its panels, `readable` says how
each cell stands on the page, `filled` fills the template, and `packed` adds what moves.
"""

import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from copy import deepcopy
from html import escape, unescape
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from helpers import lesson, panels
from helpers.jupyterlab import WIDGET_VIEW
from helpers.lesson import tags, unfolded
from helpers.publish.building import Files
from helpers.publish.html import PALETTE, Markdown, beside, filled, packed, run_address, scripts
from helpers.publish.lesson import SVG, Model, Published, run
from helpers.publish.pages.addresses import addresses
from helpers.publish.pages.services import BROWSERS, services
from helpers.scenes import PNG, SHOWN_WIDTH

HERE = Path(__file__).parent
TEACHERS = HERE / "teachers.md"
NAME = "How one neuron learns"
ABOUT = (
    "A course with live panels: what the derivative of the sigmoid is for, from two curves to a "
    "neuron that learns."
)
LANDING = "landing"  # the tag of the panel that the first page shows
NARROW = "(max-width: 600px)"  # where pictures are those for a telephone
BESIDE = "data: 'self' file:"  # where pictures may be: in the page, on its server, on its disk
CODE, SOLUTION, WATCH = "Code", "Show our solution", "What you should have seen"
CHECK = "*In the notebook the next cell checks your answer, and says what is probably wrong.*"


class Renderer(Markdown):
    """Markdown for a page: headings have anchors, and links to notebooks lead to their pages."""

    def heading(self, text: str, level: int, **attributes: Any) -> str:
        """Return a heading; one of the second or third level can be linked."""
        html = super().heading(text, level, **attributes)
        name = escape(anchor(unescape(re.sub("<[^>]*>", "", text))))
        return html.replace(">", f' id="{name}">', 1) if level in {2, 3} else html

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Return a link, to the page where it leads to a notebook."""
        on_page = url if ":" in url.partition("#")[0] else re.sub(r"\.ipynb(?=#|$)", ".html", url)
        return super().link(text, on_page, title)


class GlossaryRenderer(Renderer):
    """Markdown of the glossary, where each term is a place that can be linked, such as `#bias`."""

    def list_item(self, text: str) -> str:
        """Return an item of a list, which begins with a term in bold."""
        term = re.match(r"<strong>(.+?)</strong>", text)
        if not term:
            return str(super().list_item(text))
        name = re.sub(r"[^\w]+", "-", unescape(term[1].split(",")[0]).lower()).strip("-")
        return f'<li id="{name}"><a href="#{name}">{term[0]}</a>{text[term.end() :]}</li>\n'


def build(path: Path, handouts: Sequence[str] = (), lite: str = "") -> Files:
    """Return the page of the notebook at `path` and the files that belong to it.

    With the lesson that has the panel of the first page comes that page; it leads to `handouts`,
    the names of their files. A lesson leads to itself in JupyterLite if `lite` is the address of
    one. Raises what `run`, what `page` and what `landing` do.
    """
    stored = nbformat.read(path, as_version=4)
    if not any(cell.cell_type == "code" for cell in stored.cells):
        return {f"{path.stem}.html": page(Published(stored, {}), path, GlossaryRenderer)}
    ran = run(path).on_page
    files: dict[str, str | bytes] = {f"{path.stem}.html": page(ran, path, lite=lite)}
    picture = lesson.picture(stored, PNG)
    if picture:
        files[picture_of(stored, path)] = b64decode(picture.data[PNG])
    if any(map(_is_landing, ran.notebook.cells)):
        files["index.html"] = landing(ran, path, handouts, lite)
    return files


def for_teachers() -> str:
    """Return the HTML of the page that says how to hand the course to a class.

    Raises what `page` does.
    """
    words = nbformat.v4.new_markdown_cell(TEACHERS.read_text(encoding="utf-8"))
    return page(Published(nbformat.v4.new_notebook(cells=[words]), {}), TEACHERS)


def page(ran: Published, path: Path, renderer: type[Renderer] = Renderer, *, lite: str = "") -> str:
    """Return the HTML of the page of the notebook at `path`, which has been run.

    Raises what `filled`, what `packed`, what `lesson.time` and what `addresses` do.
    """
    notebook = ran.notebook
    about_it = {
        "title": lesson.title(notebook),
        "about": about(notebook),
        "time": lesson.time(notebook) if lesson.number(path) else "",
        "has_slides": not lesson.is_aside(path),
        "sections": sections(notebook),
        "picture": picture_of(notebook, path),
        "neighbours": beside(path),
        "run": run_address(path, lite),
    }
    shown = Published(readable(notebook), ran.models)
    return _filled("page", shown, path, renderer, **about_it)


def landing(ran: Published, path: Path, handouts: Sequence[str] = (), lite: str = "") -> str:
    """Return the HTML of the first page, with the panel that has its tag in a lesson that was run.

    `path` is that of this lesson, beside which all others are. Raises what `page` does.
    """
    cells = ran.notebook.cells
    (place,) = (number for number, cell in enumerate(cells) if _is_landing(cell))
    after = cells[place + 1 : place + 2]
    shown = deepcopy(ran.notebook)
    shown.cells = [_parts(cells[place])[-1], *map(_folded_words, after)]
    paths = lesson.lessons(path.parent)
    lessons = [_entry(one, nbformat.read(one, as_version=4), lite) for one in paths]
    about_it = {
        "title": NAME,
        "about": ABOUT,
        "lessons": lessons,
        "picture": picture_of(shown, path),
        "handouts": handouts,
    }
    return _filled(LANDING, Published(shown, ran.models), path, Renderer, **about_it)


def readable(notebook: NotebookNode) -> NotebookNode:
    """Return a copy with the cells of a page: code that only draws is folded, as are solutions.

    A quiz shows no code, and the check of an exercise gives way to a line that says where it is.
    """
    notebook = deepcopy(notebook)
    notebook.cells = [part for cell in notebook.cells for part in _parts(cell)]
    notebook.cells[0].metadata.is_first = True
    return notebook


def about(notebook: NotebookNode) -> str:
    """Return in plain words how a notebook begins."""
    begins = re.search(r"^([^#\s].*)", "\n".join(cell.source for cell in notebook.cells[:2]), re.M)
    return re.sub(r"[*`$]", "", begins[1]) if begins else ""


def sections(notebook: NotebookNode) -> list[tuple[str, str]]:
    """Return anchor and text of each heading of the second level."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    headings = re.findall(r"^## (.+)$", "\n\n".join(texts), flags=re.M)
    return [(anchor(heading), heading) for heading in headings]


def anchor(heading: str) -> str:
    """Return the name of a heading in a link, as JupyterLab writes it."""
    return heading.strip().replace(" ", "-")


def picture_of(notebook: NotebookNode, path: Path) -> str:
    """Return where the picture of the notebook at `path` is within the site, if it has one."""
    pictures = (lesson.picture(notebook, kind) for kind in (PNG, SVG))
    return f"pictures/{path.stem}.png" if any(pictures) else ""


def _filled(
    template: str, shown: Published, path: Path, renderer: type[Renderer], **about_it: Any
) -> str:
    """Return the whole HTML of a page by one of the templates beside this file."""
    css = [panels.STYLE, PALETTE, (HERE / "site.css").read_text(encoding="utf-8")]
    where = addresses()
    known = {
        "site_styles": "\n".join(css),
        "upright_when": NARROW,
        "addresses": where,
        "services": [one for one in services(where) if one.link or one.near],
        "browsers": BROWSERS,
        "site_name": NAME,
    }
    models = _models(shown)
    kept = {name: _kept(model["traits"]) for name, model in models.items()}
    html = filled(HERE / template, renderer, shown.notebook, path, kept=kept, **known, **about_it)
    modules = scripts(HERE, "start", "chosen", "reach")
    return packed(html, models, modules, images=BESIDE)


def _kept(panel: Mapping[str, Any]) -> str:
    """Return, in CSS, what room to keep for a panel or quiz, so that nothing moves when it comes.

    On a telephone a picture without one of its own is as wide as on a page.
    """
    boxes = re.findall(r'viewBox="0 0 (\S+) (\S+)"', panel.get("standing", ""))
    if not boxes:
        return f"--answers: {len(panel.get('answers', []))}"
    lying, *upright = (float(height) / float(width) for width, height in boxes)
    narrow = (
        f"calc({upright[0]:.3f} * (100vw - 32px))" if upright else f"{SHOWN_WIDTH * lying:.0f}px"
    )
    wide = f"calc({lying:.3f} * min(100vw - 32px, {SHOWN_WIDTH}px))"
    return f"--wide: {wide}; --narrow: {narrow}; --controls: {len(panel['controls'])}"


def _models(shown: Published) -> dict[str, Model]:
    """Return what the panels on a page hold, without those of the lesson that are not on it."""
    models = shown.models
    outputs = [output for cell in shown.notebook.cells for output in cell.get("outputs", [])]
    views = [
        output.data[WIDGET_VIEW] for output in outputs if WIDGET_VIEW in output.get("data", {})
    ]
    names = {view["model_id"] for view in views}
    names |= {models[name]["traits"].get("drawn") for name in names}
    return {name: model for name, model in models.items() if name in names}


def _entry(path: Path, notebook: NotebookNode, lite: str) -> Mapping[str, str]:
    """Return what the first page says of a lesson."""
    return {
        "number": lesson.number(path),
        "page": f"{path.stem}.html",
        "title": lesson.title(notebook),
        "time": lesson.time(notebook),
        "about": about(notebook),
        "picture": picture_of(notebook, path),
        "run": run_address(path, lite),
    }


def _parts(cell: NotebookNode) -> list[NotebookNode]:
    """Return a cell as it stands on a page: as it is, or its code folded above what it shows."""
    if cell.cell_type != "code":
        return [cell]
    if "solution" in tags(cell):
        return [_folded(cell, SOLUTION)]
    if "check" in tags(cell):
        return [nbformat.v4.new_markdown_cell(CHECK)]
    shown = deepcopy(cell)
    shown.metadata.transient = {"remove_source": True}
    if "quiz" in tags(cell):
        return [shown]
    if lesson.FOLDED & tags(cell):
        code = nbformat.v4.new_code_cell(cell.source)
        return [_folded(code, CODE), *([shown] if shown.outputs else [])]
    return [cell]


def _folded(cell: NotebookNode, summary: str) -> NotebookNode:
    cell.metadata.summary = summary
    return cell


def _folded_words(cell: NotebookNode) -> NotebookNode:
    """Return the cell that says what should have been seen, folded below a panel."""
    words = nbformat.v4.new_markdown_cell(unfolded(cell))
    return _folded(words, WATCH)


def _is_landing(cell: NotebookNode) -> bool:
    return LANDING in tags(cell)
