"""A notebook as HTML: filled into a template, with formulas as MathML, packed and shut in.

`packed` gives a page its JavaScript and what its panels hold, compressed. The modules that show a
panel in a notebook show it there.
"""

import gzip
import hashlib
import json
import re
from base64 import b64encode
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
from helpers.lesson import CannotBuildError, neighbours, title
from helpers.publish.formulas import font, mathml
from helpers.publish.lesson import Model

HERE = Path(__file__).parent
FORMULA_AND_STOP = r'<math[^>]* display="inline">(?:(?!</math>).)*</math>[.,;:?!)]+'
PALETTE = (HERE / "palette.css").read_text(encoding="utf-8")


def filled(
    template: Path,
    renderer: type["Markdown"],
    notebook: NotebookNode,
    path: Path,
    **resources: Any,
) -> str:
    """Return the HTML of a notebook's cells by the template in a folder.

    `renderer` turns its Markdown into HTML, `path` is that of the notebook, and `resources` are
    what the template can use besides. Raises `NoMathMLError` if a formula does not become MathML,
    and `CannotBuildError` if a picture has no description.
    """
    known = {"metadata": {"name": path.stem}, **resources}
    html: str = _Exporter(template, renderer).from_notebook_node(notebook, known)[0]
    if "No description has been provided" in html:
        raise CannotBuildError(f"{path.name}: a picture has no description")
    return html


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
    modules |= scripts(HERE, "mount") | panels.MODULES
    packs = [
        f'<script type="application/gzip" id="pack-{name}">{_gzip(text)}</script>'
        for name, text in {**modules, "models": json.dumps(models)}.items()
    ]
    formulas = "".join(re.findall(r"<math.*?</math>", html, flags=re.S))
    html = html.replace("/* FONT */", font(formulas), 1).replace("POLICY", policy, 1)
    return html.replace("<!-- SCRIPTS -->", "\n".join([*packs, f"<script>{boot}</script>"]), 1)


def allowed(script: str) -> str:
    """Return the words by which a content policy lets this script run that stands in the page."""
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def scripts(folder: Path, *names: str) -> dict[str, str]:
    """Return the JavaScript of the modules of these names in a folder, by their names."""
    return {name: (folder / f"{name}.js").read_text(encoding="utf-8") for name in names}


def run_address(path: Path, lite: str) -> str:
    """Return the address of the notebook at `path` in the JupyterLite at `lite`; "" without one.

    Each has a workspace of its own, or JupyterLab would open all others too, each with a Python.
    """
    asked = urlencode({"workspace": path.stem, "path": path.name}, quote_via=quote)
    return f"{lite}/lab/index.html?{asked}" if lite else ""


def beside(path: Path) -> dict[str, tuple[str, str]]:
    """Return address and title of the pages of the `neighbours` of the lesson at `path`.

    Raises what `title` does.
    """
    return {
        side: (f"{quote(found.stem)}.html", title(nbformat.read(found, as_version=4)))
        for side, found in neighbours(path).items()
    }


class Markdown(IPythonRenderer):
    """Markdown as nbconvert renders it, with formulas as MathML.

    Raises `NoMathMLError` for a formula that does not become that.
    """

    def block_math(self, body: str) -> str:
        """Return a formula that stands on a line of its own."""
        return mathml(body, "block")

    def inline_math(self, body: str) -> str:
        """Return a formula that stands within a line."""
        return mathml(body, "inline")


class _Exporter(SlidesExporter):
    """nbconvert's slides by the template in a folder, with formulas as MathML."""

    def __init__(self, template: Path, renderer: type["Markdown"]) -> None:
        self.renderer = renderer
        options = {
            "template_name": template.name,
            "extra_template_basedirs": [str(template.parent), str(HERE / "deck")],
            "extra_template_paths": [
                str(template.parent),
                str(HERE / "deck"),
            ],  # of one within another
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


def _gzip(text: str) -> str:
    return b64encode(gzip.compress(text.encode(), mtime=0)).decode()
