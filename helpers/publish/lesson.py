"""A lesson run once, with each picture and panel in every form in which it is published.

A cell runs in this process. What it has shown is asked for its other forms before the next cell
runs, which may give another meaning to the names that a drawing uses. Then the cell runs once more,
as a learner may do, and has to say the same. All warnings are errors. `python -m
helpers.publish.lesson FILE…` runs lessons before the tests do, which else would run some twice.
"""

import gzip
import hashlib
import json
import sys
import warnings
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from copy import deepcopy
from dataclasses import dataclass, field
from importlib.metadata import version
from io import TextIOBase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from ipywidgets import Widget
from nbformat import NotebookNode
from traitlets import Type
from traitlets.config import Config

from helpers.copies import ROOT
from helpers.files import write_whole
from helpers.jupyterlab import WIDGET_VIEW
from helpers.lesson import CannotBuildError
from helpers.notebooks import normalise
from helpers.panels import Panel, Quiz, compressed
from helpers.publish.deck import layout
from helpers.scenes import NOTEBOOK, PNG, UPRIGHT, Bundle, Form, Picture

SVG = "image/svg+xml"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
COMPARED = "text/plain", "text/html"
KEPT_IN = ROOT / ".published"
HELPERS = Path(__file__).parent.parent
DRAWS = "anywidget", "ipython", "matplotlib", "numpy"  # a new version may draw something else
Model = dict[str, Any]  # what a panel or a quiz holds, as `mount.js` reads it


@dataclass(frozen=True)
class Published:
    """A notebook with its pictures in one form, and what its panels and quizzes hold, by name.

    Of a model `module` names the JavaScript that shows it, or is `None` for one that another reads;
    `traits` are what it holds, and `buffers` those of them that are bytes, in base64.
    """

    notebook: NotebookNode
    models: dict[str, Model]


@dataclass(frozen=True)
class Lesson:
    """A lesson that has been run, as its slides and as its page show it."""

    on_slides: Published
    on_page: Published


def run(path: Path) -> Lesson:
    """Return the lesson at `path`, which is run only if nothing has kept what that gives.

    It is kept under a hash of the lesson, its data and `helpers`. Raises `CannotBuildError` if a
    cell fails, warns, or says something else than what is stored or when it runs once more, and
    what `layout.slides` does.
    """
    kept = KEPT_IN / f"{path.stem}-{_hash(path)}.json.gz"
    if kept.exists():
        return _read(kept)
    lesson = _run(path)
    KEPT_IN.mkdir(exist_ok=True)
    text = json.dumps({name: vars(getattr(lesson, name)) for name in vars(lesson)})
    write_whole(kept, gzip.compress(text.encode(), compresslevel=1))
    return lesson


def _read(kept: Path) -> Lesson:
    forms = json.loads(gzip.decompress(kept.read_bytes()))
    return Lesson(
        **{
            name: Published(nbformat.from_dict(form["notebook"]), form["models"])
            for name, form in forms.items()
        }
    )


def _hash(path: Path) -> str:
    """Return a name for all that decides what a lesson shows."""
    read = [path, *sorted(HELPERS.rglob("*.py")), *sorted(path.parent.glob("data/*"))]
    parts = [hashlib.sha256(file.read_bytes()).hexdigest() for file in read]
    parts += [sys.version, *map(version, DRAWS)]
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


def _run(path: Path) -> Lesson:
    stored: NotebookNode = nbformat.read(path, as_version=4)
    sizes = layout.picture_sizes(stored)
    slides, page = (Published(deepcopy(stored), {}) for _ in range(2))
    every = zip(stored.cells, slides.notebook.cells, page.notebook.cells, strict=True)
    with TemporaryDirectory() as home, _shell(home) as shell, chdir(path.parent):
        for cell, on_slide, on_page in every:
            if cell.cell_type != "code":
                continue
            try:
                shown = shell.run(cell.source)
                slide = Form(sizes.get(cell.id, layout.WITH_CONTROLS))
                on_slide.outputs = _in_form(shown, cell.id, slide, slides.models)
                on_page.outputs = _in_form(shown, cell.id, NOTEBOOK, page.models)
                again = shell.run(cell.source, once_more=True)
            except Exception as error:
                raise CannotBuildError(
                    f"{path.name}: {type(error).__name__}: {error}. The cell is:\n{cell.source}"
                ) from error
            _compare(path, cell, shown.outputs, again.outputs)
    for form in (slides, page):  # nbconvert shows no widget but those whose state is in a notebook
        form.notebook.metadata["widgets"] = {
            WIDGET_STATE: {"state": {name: {} for name in form.models}}
        }
    return Lesson(slides, page)


@dataclass
class _Shown:
    """What a cell has shown: its outputs, and by their places those that have other forms."""

    outputs: list[NotebookNode] = field(default_factory=list)
    drawn: dict[int, Picture | Panel | Quiz] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)  # the places of those that can be updated


class _Hook(DisplayHook):
    """Hands the result of a cell to the shell instead of printing it."""

    def __call__(self, result: object = None) -> None:
        """Show a result, if there is one."""
        shell: Any = self.shell
        if result is not None:
            data, metadata = shell.display_formatter.format(result)
            if data:
                shell.show("execute_result", data, metadata)


class _Publisher(DisplayPublisher):
    """Hands what a cell displays to the shell."""

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,  # noqa: ARG002 (as IPython calls it)
        *,
        transient: Any = None,
        **_: Any,
    ) -> None:
        """Show data; what is shown again has its name in `transient`."""
        name = (transient or {}).get("display_id", "")
        self.shell.show("display_data", data, metadata or {}, name)


class _Stream(TextIOBase):
    """Keeps what a cell prints among its outputs."""

    def __init__(self, name: str, outputs: list[NotebookNode]) -> None:
        self.name, self.outputs = name, outputs

    def write(self, text: str) -> int:
        """Add the text to the last output if that is printed, too."""
        last = self.outputs[-1] if self.outputs else None
        if last and last.get("name") == self.name:
            last.text += text
        else:
            self.outputs.append(nbformat.v4.new_output("stream", name=self.name, text=text))
        return len(text)


class _Shell(InteractiveShell):
    """IPython in this process, which hands out what each cell shows."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    widgets: list[Widget]
    shown: _Shown
    once_more: bool

    def run(self, source: str, *, once_more: bool = False) -> _Shown:
        """Run a cell and return what it shows; raises what the cell does.

        When it runs `once_more`, its panels draw three positions only.
        """
        self.shown, self.once_more = _Shown(), once_more
        out, err = (_Stream(name, self.shown.outputs) for name in ("stdout", "stderr"))
        with redirect_stdout(out), redirect_stderr(err):
            self.run_cell(source, store_history=True).raise_error()  # type: ignore[no-untyped-call]
        return self.shown

    def show(
        self, kind: str, data: dict[str, Any], metadata: dict[str, Any], name: str = "", **_: object
    ) -> None:
        """Keep an output, in the place of the one that has its name, if there is one."""
        shown, view = self.shown, data.pop(WIDGET_VIEW, None)
        place = shown.named.setdefault(name, len(shown.outputs)) if name else len(shown.outputs)
        it = metadata.pop("picture", None)
        if view:
            (it,) = (one for one in self.widgets if one.model_id == view["model_id"])
        if isinstance(it, Panel) and self.once_more:
            it.positions = [it.positions[0], it.values, it.positions[-1]]
        if isinstance(it, Picture | Panel | Quiz):
            shown.drawn[place] = it
        shown.outputs[place : place + 1] = [nbformat.v4.new_output(kind, data, metadata=metadata)]

    def _showtraceback(self, *_: object) -> None:
        """Print nothing: the error is raised."""


@contextmanager
def _shell(home: str) -> Iterator[_Shell]:
    """Yield a shell that is the one of this process as long as it is needed."""
    config = Config(HistoryManager={"enabled": False})
    shell = _Shell.instance(config=config, ipython_dir=home)
    shell.widgets = []
    formatter: Any = shell.display_formatter
    formatter.mimebundle_formatter.for_type(Picture, _with_itself)
    Widget.on_widget_constructed(shell.widgets.append)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield shell
    finally:
        Widget.on_widget_constructed(None)
        for widget in shell.widgets:
            widget.close()
        shell.restore_sys_module_state()  # type: ignore[no-untyped-call]
        _Shell.clear_instance()


def _with_itself(picture: Picture) -> Bundle:
    data, metadata = picture._repr_mimebundle_()
    return data, metadata | {"picture": picture}


def _in_form(shown: _Shown, cell: str, form: Form, models: dict[str, Model]) -> list[NotebookNode]:
    """Return the outputs of a cell as they are on a slide, or as they are on a page."""
    outputs = deepcopy(shown.outputs)
    for place, it in shown.drawn.items():
        output, name = outputs[place], f"{cell}-{place}"
        if not isinstance(it, Quiz):
            del output.data[PNG]
            output.data[SVG] = it.scene(form).svg(it.values)
            output.metadata = {SVG: output.metadata[PNG]}
        if isinstance(it, Picture):
            tall = it.scene(UPRIGHT)
            if form == NOTEBOOK and tall.is_legible(it.values):
                output.metadata[SVG]["upright"] = tall.svg(it.values)
            continue
        output.data[WIDGET_VIEW] = {"version_major": 2, "version_minor": 0, "model_id": name}
        if isinstance(it, Quiz):
            models[name] = _model("quiz", question=it.question, answers=it.answers)
        else:
            models |= _panel(it, name, form)
    return outputs


def _panel(panel: Panel, name: str, form: Form) -> dict[str, Model]:
    """Return the models of a panel: as on a slide, or as on a page and for a telephone."""
    standing, pictures = panel.standing, panel.pictures()
    if form != NOTEBOOK:
        standing, pictures = _drawn(panel, form)
    elif panel.scene(UPRIGHT).is_legible(panel.values):
        upright, tall = _drawn(panel, UPRIGHT)
        standing = _both(standing, upright)
        pictures = [_both(*pair) for pair in zip(pictures, tall, strict=True)]
    drawn = f"{name}-drawn"
    first = pictures[panel.positions.index(panel.values)]
    packed = {"positions": b64encode(compressed(pictures)).decode()}
    return {
        name: _model(
            "panel", standing=standing, moving=first, controls=panel.controls, drawn=drawn
        ),
        drawn: _model(None, percent=0, trouble="") | {"buffers": packed},
    }


def _model(module: str | None, **traits: Any) -> Model:
    return {"module": module, "traits": traits, "buffers": {}}


def _drawn(panel: Panel, form: Form) -> tuple[str, list[str]]:
    """Return what stands still in a panel and what moves at each position, in one form."""
    scene = panel.scene(form)
    _, *pictures = scene.moving([panel.values, *panel.positions])
    return scene.standing(), pictures


def _both(lying: str, upright: str) -> str:
    """Return two SVG, of which a page shows the one that fits the screen."""
    return f'<div class="course-lying">{lying}</div><div class="course-upright">{upright}</div>'


def _compare(
    path: Path, cell: NotebookNode, outputs: list[NotebookNode], again: list[NotebookNode]
) -> None:
    """Raise `CannotBuildError` where a cell says something else than when it was tested, or again.

    Compared are the texts, as nbval does, not the pictures.
    """
    ran = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=outputs)])
    normalise(ran)
    if _texts(cell.outputs) != _texts(ran.cells[0].outputs):
        raise CannotBuildError(
            f"{path.name}: a cell says something else than what is stored; run `make notebooks`"
            f" and the tests first. The cell is:\n{cell.source}"
        )
    if _texts(outputs) != _texts(again):
        raise CannotBuildError(
            f"{path.name}: a cell should say the same when it runs twice, but does not. The cell "
            f"is:\n{cell.source}"
        )


def _texts(outputs: list[NotebookNode]) -> tuple[str, list[list[str | None]]]:
    """Return what a cell printed, in however many pieces it came, and the texts of its results."""
    printed = "".join(output.get("text", "") for output in outputs)
    return printed, [
        [output.data.get(kind) for kind in COMPARED] for output in outputs if "data" in output
    ]


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2) as pool:
        list(pool.map(run, map(Path, sys.argv[1:])))
