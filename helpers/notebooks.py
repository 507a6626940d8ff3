"""Execute notebooks in place and keep what a reader needs: `python -m helpers.notebooks FILE…`."""

import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

from helpers.files import write_whole
from helpers.jupyterlab import drop_views
from helpers.lesson import FOLDED, tags

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT = {"tags", "slide", "slideshow", "speaker_notes"}
STARTS = 3
DIED = "Kernel died before replying"  # as jupyter_client says it
Result = TypeVar("Result")


def main(paths: Iterable[str]) -> None:
    """Execute and normalise each notebook, two at a time, and print its name when done.

    Raises what `execute` does.
    """
    with ThreadPoolExecutor(max_workers=2) as pool:
        for path in pool.map(execute, map(Path, paths)):
            print(f"executed {path}")


def execute(path: Path) -> Path:
    """Run a notebook top to bottom, write it back normalised and return its path.

    Raises `nbclient.exceptions.CellExecutionError` at the first cell that fails, `RuntimeError` if
    no kernel starts, and what `write_whole` does; then it leaves the file as it was.
    """
    notebook = nbformat.read(path, as_version=4)
    run(notebook, path.parent)
    normalise(notebook)
    return write_whole(path, nbformat.writes(notebook) + "\n")


def run(notebook: NotebookNode, folder: Path, widget_state: bool = False) -> None:
    """Execute a notebook object in a folder; its metadata then hold the state of its widgets.

    That is so if `widget_state` is true. Raises `RuntimeError` if no kernel starts, and else as
    `execute` does.
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
    with_kernel(client.execute)


def with_kernel(start: Callable[[], Result]) -> Result:
    """Return what `start` returns, which starts a kernel; start once more where that died at once.

    Its ports are chosen before it takes them, so another program, such as a second kernel, may be
    quicker (jupyter_client#487). Raises `RuntimeError` where it dies three times.
    """
    for _ in range(STARTS - 1):
        try:
            return start()
        except RuntimeError as error:
            if DIED not in str(error):
                raise
    return start()


def normalise(notebook: NotebookNode) -> None:
    """Drop from an executed notebook whatever differs from run to run or needs a live kernel.

    What `FOLDED` names is folded, even if a reader unfolded it.
    """
    notebook.metadata = nbformat.from_dict(METADATA)
    drop_views(notebook)
    for cell in notebook.cells:
        for name in set(cell.metadata) - KEPT:
            del cell.metadata[name]
        if FOLDED & tags(cell):
            cell.metadata["jupyter"] = {"source_hidden": True}
        else:
            cell.metadata.pop("jupyter", None)


if __name__ == "__main__":
    main(sys.argv[1:])
