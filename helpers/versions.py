"""Which versions run here, for a learner who asks for help."""

from collections.abc import Iterable
from html import escape
from importlib.metadata import PackageNotFoundError, version
from platform import python_version

from ipywidgets import HTML

from helpers.panels import show_widget

PACKAGES = ("jupyterlab", "ipywidgets", "matplotlib", "numpy", "pandas", "nbconvert")


def versions(packages: Iterable[str] = PACKAGES) -> dict[str, str]:
    """Return the version of Python and of each package by name; "not installed" for none."""
    return {"Python": python_version()} | {name: _version(name) for name in packages}


def show(packages: Iterable[str] = PACKAGES) -> None:
    """Show the versions as a table; what a notebook stores of it is the same on every machine."""
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(found)}</td></tr>"
        for name, found in versions(packages).items()
    )
    text = f"[the versions of Python, {', '.join(packages)}: run the cell to see yours]"
    show_widget(HTML(f"<table>{rows}</table>"), text)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
