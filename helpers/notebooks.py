"""Execute notebooks in place and keep what a reader needs: `python -m helpers.notebooks FILE…`."""

import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT = {"tags", "slideshow", "speaker_notes"}


def main(paths: Iterable[str]) -> None:
    """Execute and normalise each notebook, two at a time, and print its name when done."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        for path in pool.map(execute, map(Path, paths)):
            print(f"executed {path}")


def execute(path: Path) -> Path:
    """Run a notebook top to bottom, write it back normalised and return its path.

    Raises `nbclient.exceptions.CellExecutionError` at the first cell that fails, and then leaves
    the file as it was.
    """
    notebook = nbformat.read(path, as_version=4)
    run(notebook, path.parent)
    normalise(notebook)
    nbformat.write(notebook, path)
    return path


def run(notebook: NotebookNode, folder: Path, widget_state: bool = False) -> None:
    """Execute a notebook object in a folder; its metadata then hold the state of its widgets.

    That is so if `widget_state` is true. Raises as `execute` does.
    """
    client = NotebookClient(
        notebook,
        timeout=120,
        record_timing=False,
        coalesce_streams=True,
        store_widget_state=widget_state,
        resources={"metadata": {"path": str(folder)}},
        config=Config(KernelManager={"transport_encryption": "auto"}),  # or each kernel warns
    )
    client.execute()


def normalise(notebook: NotebookNode) -> None:
    """Drop from an executed notebook whatever differs from run to run or needs a live kernel.

    Solutions and quizzes are folded, whether or not a reader has unfolded them.
    """
    notebook.metadata = nbformat.from_dict(METADATA)
    drop_views(notebook)
    for cell in notebook.cells:
        for name in set(cell.metadata) - KEPT:
            del cell.metadata[name]
        if "solution" in cell.metadata.get("tags", []) or cell.source.startswith("panels.quiz("):
            cell.metadata["jupyter"] = {"source_hidden": True}
        else:
            cell.metadata.pop("jupyter", None)


def drop_views(notebook: dict[str, Any]) -> None:
    """Drop the views of widgets from the outputs of a notebook, a dict or a `NotebookNode`.

    A view without its kernel would only say that its model is missing; the picture and the text in
    the same output then stand in for it.
    """
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)


if __name__ == "__main__":
    main(sys.argv[1:])
