"""What the lessons of *How one neuron learns* share.

Imports run one way, from left to right::

    versions → panels → scenes → fonts, svg
    versions → front_end
    drawing → scenes
    drawing → svg, arrays
    panels → jupyterlab
    exercises → neuron → losses → activations → arrays
    exercises → descent, gradient_check → arrays
    network → losses
    data → arrays
    publish → panels, notebooks
    notebooks → jupyterlab → copies → files, lesson
"""

from __future__ import annotations  # so that an older Python comes as far as to be told so

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PYTHON = "3.11"
NEEDED = {  # the oldest versions that will do, as in pyproject.toml
    "anywidget": "0.9.18",
    "charset_normalizer": "3.3",
    "ipywidgets": "7.7.1",
    "matplotlib": "3.10",
    "numpy": "2.0",
    "pandas": "2.2",
}
IN_A_CELL = "run %pip install {} in a cell, then restart the kernel"


def check_installed(modules: Iterable[str], way: str) -> None:
    """Check that modules are there, and raise `ImportError`, in one line, for those that are not.

    `way` says how to install them; it may hold `{}` for their names.
    """
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise ImportError(
            f"the course needs {', '.join(missing)}, not installed here: "
            + way.format(" ".join(missing))
        )


def _check_python(version: tuple[int, ...]) -> None:
    if version < tuple(map(int, PYTHON.split("."))):
        raise ImportError(
            f"the course needs Python {PYTHON} or newer, but this is "
            f"{'.'.join(map(str, version))}: choose a kernel with a newer one"
        )


_check_python(sys.version_info[:2])
check_installed(NEEDED, IN_A_CELL)
