"""The lessons in JupyterLite, built as `make site PYODIDE=folder` does, on a server of its own."""

import os
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import distribution
import nbformat
from browser import Notebook, complaints
from lessons import GLOSSARY, PATHS, code, read
from small import lesson

from helpers.publish.lesson import run
from helpers.publish.lite.__main__ import main
from helpers.publish.pages import pages

ALL = [*PATHS, GLOSSARY]
MODEL = "() => jupyterapp.shell.currentWidget.model.toJSON()"
# Runs every cell; what is asked last is answered when all of them have run.
RUN = """async () => {
  const {sessionContext} = jupyterapp.shell.currentWidget;
  await sessionContext.ready;
  await jupyterapp.commands.execute('notebook:run-all-cells');
  await sessionContext.session.kernel.requestExecute({code: '', silent: true}).done;
}"""
READ = "() => window.jupyterapp?.shell.currentWidget?.context?.isReady"


def build(folder, notebooks=ALL):
    """Build JupyterLite into the folder `lite` of a site, from a folder of Pyodide alone."""
    options = ["--to", str(folder / "lite"), "--pyodide", str(distribution.folder())]
    assert main([*map(str, notebooks), *options]) == 0


def landing(folder):
    """Return the first page of the course, with the panel of a small lesson, which runs in less."""
    notebook = lesson()
    (panel,) = (cell for cell in notebook.cells if "panels.slider_panel" in cell.source)
    panel.metadata.tags = ["drawing", pages.LANDING]
    file = folder / "small.ipynb"
    nbformat.write(notebook, file)
    ran = run(file).on_page
    file.unlink()
    return pages.landing(ran, PATHS[0], lite="lite")


class Handler(SimpleHTTPRequestHandler):
    """Serves files without a word, and notes how many bytes of each it has sent."""

    def __init__(self, *arguments, sent, **options):
        self.sent = sent
        super().__init__(*arguments, **options)

    def log_message(self, *about):
        pass

    def copyfile(self, source, outputfile):
        self.sent.append(os.fstat(source.fileno()).st_size)
        super().copyfile(source, outputfile)


@contextmanager
def served(folder, sent=None):
    """Serve a folder to this machine, and yield the address; bytes of files go into `sent`."""
    handler = partial(Handler, directory=folder, sent=[] if sent is None else sent)
    with ThreadingHTTPServer(("localhost", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def alone(context, root, asked):
    """Refuse all that a context asks for elsewhere than at `root`, and note it in `asked`."""

    def refuse(route):
        asked.append(route.request.url)
        route.abort()

    context.route(lambda address: not address.startswith((root, "blob:", "data:")), refuse)


class LiteNotebook(Notebook):
    """A notebook that is open in JupyterLite."""

    KERNEL = "Python (Pyodide)"

    def __init__(self, page):
        self.window = None
        self.page = page
        self.wrong = complaints(page)

    def cells(self):
        """Return the cells of the notebook in front, once it has been read."""
        self.page.wait_for_function(READ)
        return self.page.evaluate(MODEL)["cells"]

    def index(self, begins):
        """Return the place of the first cell whose source begins so."""
        cells = self.cells()
        sources = ["".join(cell["source"]) for cell in cells]
        return next(i for i, source in enumerate(sources) if source.startswith(begins))

    def run_whole(self):
        """Run every cell once the notebook has its kernel, and wait for the last."""
        self.cells()
        self.page.evaluate(RUN)

    def code_before(self, place):
        """Return the places of the cells of code before one."""
        return [i for i, cell in enumerate(self.cells()[:place]) if cell["cell_type"] == "code"]

    def says_what_is_stored(self, path):
        """Check that each cell of code says what the notebook at `path` holds; return True."""
        fresh = [cell for cell in self.cells() if cell["cell_type"] == "code"]
        stored = code(read(path))
        for one, other in zip(fresh, stored, strict=True):
            assert texts(one["outputs"]) == texts(other.outputs), one["source"]
        return True


def texts(outputs):
    """Return what the outputs of a cell say as text: the name of each, and its text in one line."""
    return [
        (
            output["output_type"],
            output.get("name", ""),
            *(joined(output.get(part, "")) for part in ("text", "ename", "evalue")),
            *(joined(output.get("data", {}).get(kind, "")) for kind in ("text/plain", "text/html")),
        )
        for output in outputs
    ]


def joined(text):
    return "".join(text)
