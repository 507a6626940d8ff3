"""JupyterLite round the lessons: one program for the browser, with what the course adds to it."""

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from helpers.copies import cleared
from helpers.publish.lite import pyodide, wheels

HERE = Path(__file__).parent
OUTPUT = "output"
AT = "static/pyodide"
NAME = "how-one-neuron-learns"  # of the extension
YEAR_1980 = 315532800  # the same dates each time
KERNEL_ID = "@jupyterlite/pyodide-kernel-extension:kernel"
EXTENSIONS = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
LAB = EXTENSIONS / "@jupyter-widgets" / "jupyterlab-manager", EXTENSIONS / "anywidget"


def build(notebooks: Sequence[Path], folder: Path, distribution: Path | None = None) -> None:
    """Write JupyterLite with notebooks and the data beside them into a folder.

    What was there stays until its successor is whole. Raises what `pyodide.build` does, and
    `RuntimeError` with the words of JupyterLite if that fails.
    """
    folder = folder.resolve()  # JupyterLite works in a folder of its own
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=folder.parent) as name:
        place = Path(name)
        _contents(notebooks, place / "contents")
        settings = pyodide.build(place / "files", f"./{AT}", distribution)
        _configure(place, settings)
        wheels.run_module("jupyter", "lite", "build", cwd=place)
        _say_first(place / OUTPUT / "lab" / "index.html")
        shutil.copytree(place / "files", place / OUTPUT / AT, dirs_exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        (place / OUTPUT).rename(folder)


def _contents(notebooks: Sequence[Path], place: Path) -> None:
    """Put learners' copies of notebooks, and the data beside them, where JupyterLite takes them."""
    place.mkdir()
    for path in notebooks:
        (place / path.name).write_bytes(cleared(path))
    for data in {path.parent / "data" for path in notebooks}:
        shutil.copytree(data, place / "data", dirs_exist_ok=True)


def _configure(place: Path, kernel: dict[str, Any]) -> None:
    """Write what JupyterLite reads when it is built, and what it reads in the browser."""
    building = {
        "apps": ["lab"],
        "contents": [str(place / "contents")],
        "federated_extensions": [str(path) for path in (wheels.kernel(), *LAB, HERE / "extension")],
        "ignore_sys_prefix": True,
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "output_dir": str(place / OUTPUT),
        "source_date_epoch": YEAR_1980,
    }
    running = {
        "appName": "How one neuron learns",
        "exposeAppInBrowser": True,
        "litePluginSettings": {KERNEL_ID: kernel},
        "settingsOverrides": _settings(),
    }
    files = {
        "jupyter_lite_config.json": {"LiteBuildConfig": building},
        "jupyter-lite.json": {"jupyter-lite-schema-version": 0, "jupyter-config-data": running},
    }
    for name, content in files.items():
        (place / name).write_text(json.dumps(content), encoding="utf-8")


def _settings() -> dict[str, Any]:
    """Return the settings of JupyterLab: those of the course, and some for the browser alone."""
    files = HERE.parent.parent / "jupyterlab" / "overrides.json", HERE / "overrides.json"
    of_the_course, of_the_browser = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    return dict(of_the_course | of_the_browser)


def _say_first(page: Path) -> None:
    """Let the page of JupyterLab say at once why it does not run where it cannot."""
    html = page.read_text(encoding="utf-8")
    script = f'<script src="../extensions/{NAME}/static/opening.js"></script>'
    page.write_text(html.replace("</body>", f"{script}\n</body>", 1), encoding="utf-8")
