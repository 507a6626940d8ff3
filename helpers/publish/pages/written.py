"""What depends on the addresses of the course, written where readers look for it.

`python -m helpers.publish.pages.written` writes it into README.md and into the first cell of code
of each lesson. Run again, it changes nothing.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.files import write_whole
from helpers.lesson import CannotBuildError, lessons, tags
from helpers.publish.pages.addresses import addresses
from helpers.publish.pages.services import BROWSERS, services

ROOT = Path(__file__).parents[3]
SET_UP = """\
# Is the course here, and is this its newest lesson?
try:
    __import__("helpers.copies")
except ModuleNotFoundError:
    {otherwise}
__import__("helpers.copies").copies.say_if_old({name})"""
ALONE = (
    """raise ImportError("Get the whole course, not this file alone: see README.md.") from None"""
)
# The packages of the host stay as they are: only those of these names come where they are missing.
FETCHED = """\
# On Colab and Kaggle the course is fetched.
    import os, shutil, subprocess, sys, tempfile  # noqa: E401
    with tempfile.TemporaryDirectory() as new:
        git = ["git", "clone", "-q", "--depth=1"]
        git += [{repository}, new]
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--no-deps"]
        pip += [new, "anywidget", "charset-normalizer", "psygnal"]
        if subprocess.call(git) or subprocess.call(pip):
            raise ImportError("The course could not be fetched: turn on the network, as in the "
                "settings of a Kaggle notebook, and run this cell again.") from None
        if not os.path.exists("data"):  # noqa: PTH110
            shutil.copytree(f"{{new}}/notebooks/data", "data")"""


def main(root: Path = ROOT) -> None:
    """Write the known addresses into the README and the lessons of the course in the folder `root`.

    Raises what `addresses`, `with_blocks` and `with_set_up` do, and `OSError` where a file
    cannot be written.
    """
    known = addresses()
    readme = root / "README.md"
    _write(readme, with_blocks(readme.read_text(encoding="utf-8"), known))
    for path in lessons(root / "notebooks"):
        notebook = with_set_up(nbformat.read(path, as_version=4), known["repository"], path.name)
        _write(path, nbformat.writes(notebook) + "\n")


def set_up(repository: str, name: str) -> str:
    """Return the first cell of code of the lesson of this name, which gets the course if need be.

    Without a `repository` it says how to get it.
    """
    otherwise = FETCHED.format(repository=json.dumps(repository)) if repository else ALONE
    return SET_UP.format(otherwise=otherwise, name=json.dumps(name))


def with_set_up(notebook: NotebookNode, repository: str, name: str) -> NotebookNode:
    """Return a lesson whose cell with the tag `setup` is that of `set_up`; it is changed in place.

    Raises `CannotBuildError` if it has none, or more than one.
    """
    cells = [cell for cell in notebook.cells if "setup" in tags(cell)]
    if len(cells) != 1:
        raise CannotBuildError(
            f"a lesson should have one cell with the tag setup, but has {len(cells)}"
        )
    cells[0].source = set_up(repository, name)
    return notebook


def with_blocks(readme: str, known: Mapping[str, str]) -> str:
    """Return the text of the README, with what stands in it between two marks written anew.

    Raises `CannotBuildError` if the marks are not there once.
    """
    for name, text in (("link", link(known)), ("services", table(known))):
        mark = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        readme, count = re.subn(mark, rf"\g<1>{_literal(text)}\g<2>", readme, flags=re.S)
        if count != 1:
            raise CannotBuildError(
                f"README.md should hold <!-- {name} --> and <!-- /{name} --> once, but holds "
                f"them {count} times"
            )
    return readme


def link(known: Mapping[str, str]) -> str:
    """Return the line with which the README begins: the links to the course, in Markdown."""
    ways = " · ".join(f"[{one.name}]({one.link})" for one in services(known) if one.link)
    run = f"Run it in {ways}.\n" if ways else ""
    if known["site"]:
        opened = (
            f"**[Open the course]({known['site']}/)**: read it, move its sliders and answer its "
            "quizzes in your\nbrowser, with nothing installed.\n"
        )
        return "\n".join(filter(None, (opened, run)))
    return run or ("**Open the course** on your machine, with `make lab` ([how](#for-learners)).\n")


def table(known: Mapping[str, str]) -> str:
    """Return the table of the README that says where the course runs and what we have tried."""
    rows = [
        f"| {f'[{one.name}]({one.link})' if one.link else one.name} | {one.how} | {one.tried} |\n"
        for one in services(known)
    ]
    head = "| where | how | tried |\n| --- | --- | --- |\n"
    return f"{head}{''.join(rows)}\n{BROWSERS}\n"


def _literal(text: str) -> str:
    """Return a text as `re.sub` has to be given it."""
    return text.replace("\\", r"\\")


def _write(path: Path, text: str) -> None:
    """Write a file whose text has changed."""
    if path.read_text(encoding="utf-8") != text:
        write_whole(path, text)
        print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
