"""Execute notebooks in place and keep what a reader needs: `python -m helpers.notebooks FILE…`."""

import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

from helpers.jupyterlab import drop_views

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
FOLDED = {"solution", "drawing"}
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

    Solutions, quizzes and code that only draws are folded, whether or not a reader unfolded them.
    """
    notebook.metadata = nbformat.from_dict(METADATA)
    drop_views(notebook)
    for cell in notebook.cells:
        for name in set(cell.metadata) - KEPT:
            del cell.metadata[name]
        folded = FOLDED & set(cell.metadata.get("tags", []))
        if folded or cell.source.startswith("panels.quiz("):
            cell.metadata["jupyter"] = {"source_hidden": True}
        else:
            cell.metadata.pop("jupyter", None)


if __name__ == "__main__":
    main(sys.argv[1:])
