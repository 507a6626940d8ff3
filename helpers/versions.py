"""Which front end and which versions run here, for a learner who asks for help."""

from collections.abc import Iterable, Mapping
from html import escape
from importlib.metadata import PackageNotFoundError, version
from platform import python_version

from ipywidgets import HTML
from packaging.version import InvalidVersion, Version  # comes with Matplotlib

from helpers import NEEDED, PYTHON
from helpers.front_end import front_end
from helpers.panels import show_widget

PACKAGES = (
    "jupyterlab", "ipywidgets", "anywidget", "matplotlib", "numpy", "pandas",
    "charset_normalizer", "nbconvert",
)  # fmt: skip
MISSING = "not installed"
FAILS = {  # front end, package, version: what was reported
    ("VS Code", "ipywidgets", "8.1.9"): (
        "VS Code was reported to show no widget of ipywidgets 8.1.9, so no panel and no quiz "
        "(microsoft/vscode-jupyter, issue 17504). Run %pip install ipywidgets==8.1.8, then "
        "restart the kernel."
    ),
}


def versions(packages: Iterable[str] = PACKAGES) -> dict[str, str]:
    """Return the version of Python and of each package by name; "not installed" for none."""
    return {"Python": python_version()} | {name: _version(name) for name in packages}


def troubles(program: str, found: Mapping[str, str]) -> list[str]:
    """Return a sentence for each version that the course knows to fail, given a front end.

    `program` is what `front_end` returns and `found` what `versions` does.
    """
    too_old = [
        f"{name} {found[name]} is older than {least}, the oldest that the course works with."
        for name, least in {"Python": PYTHON, **NEEDED}.items()
        if _is_older(found.get(name, MISSING), least)
    ]
    return too_old + [
        told
        for (where, name, number), told in FAILS.items()
        if program.startswith(where) and found.get(name) == number
    ]


def show(packages: Iterable[str] = PACKAGES) -> None:
    """Show front end and versions as a table; what a notebook stores of it is the same everywhere.

    Of a version that is known to fail a printed line tells, which needs no widget.
    """
    program, found = front_end(), versions(packages)
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>"
        for name, value in {"front end": program, **found}.items()
    )
    text = f"[front end, and the versions of {', '.join(found)}: run the cell to see yours]"
    show_widget(HTML(f"<table>{rows}</table>"), text)
    for told in troubles(program, found):
        print(told)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return MISSING


def _is_older(found: str, least: str) -> bool:
    try:
        return Version(found) < Version(least)
    except InvalidVersion:  # none is installed, or it is somebody's own
        return False
