"""What the lessons ask of a machine: the slowest cell, and how many widgets a lesson makes."""

from lessons import PATHS, read
from nbclient import NotebookClient
from traitlets.config import Config

from benchmark.timing import Samples, stopwatch

STATE = "application/vnd.jupyter.widget-state+json"


def measure(runs):
    """Run every lesson from top to bottom and take the time of each cell."""
    samples = Samples()
    for _ in range(runs):
        lessons = [of_lesson(path) for path in PATHS]
        samples.add("slowest cell, s", max(seconds for seconds, _ in lessons))
        samples.add("most widgets, widgets", max(widgets for _, widgets in lessons))
    return samples


def of_lesson(path):
    """Return the seconds of the slowest cell of a lesson and the number of its widgets.

    The layout, which each widget has, is not counted.
    """
    started, seconds = [], []
    notebook = read(path)
    client = NotebookClient(
        notebook,
        timeout=600,
        store_widget_state=True,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_execute=lambda **_: started.append(stopwatch()),
        on_cell_executed=lambda **_: seconds.append(started[-1]()),
        config=Config(KernelManager={"transport_encryption": "auto"}),
    )
    client.execute()
    state = notebook.metadata.widgets[STATE]["state"].values()
    return max(seconds), sum(model["model_name"] != "LayoutModel" for model in state)
