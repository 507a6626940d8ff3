"""A lesson as a file: its place among the others, and what each of its cells is.

A cell's tag says what the cell is, so that nobody has to read its source to find out.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

TAGS = {
    "opening": "what a learner can do at the end, and how long it takes",
    "setup": "gets the course where it is missing",
    "drawing": "draws a picture, or says how a panel draws",
    "quiz": "asks what the learner expects",
    "panel": "starts a panel or a player",
    "seen": "says, folded, what should have been seen",
    "exercise": "is filled in by the learner",
    "check": "says of an exercise what is wrong with it",
    "solution": "shows, folded, our answer",
    "recap": "what a learner can do now",
    "code": "shows its code on its slide",
    "landing": "is the panel of the first page",
}
FOLDED = {"setup", "drawing", "quiz", "panel"}  # what a learner runs and need not read
NUMBER = r"\d\d[a-z]?(?=_)"  # begins the name of a file; an aside has the letter


class CannotBuildError(Exception):
    """A page, a deck or a handout that would not be what its notebook promises."""


def tags(cell: "NotebookNode") -> set[str]:
    """Return the tags of a cell."""
    return set(cell.metadata.get("tags", []))


def number(path: Path) -> str:
    """Return the number of a lesson, such as "01", or of an aside, such as "01b"; else ""."""
    found = re.match(NUMBER, path.name)
    return found[0] if found else ""


def is_aside(path: Path) -> bool:
    """Return whether the lesson at `path` is an aside, which no other needs."""
    return len(number(path)) > 2


def lessons(folder: Path) -> list[Path]:
    """Return all lessons of a folder in their order, each aside behind the lesson it belongs to."""
    return sorted(filter(number, folder.glob("*.ipynb")), key=number)


def thread(paths: Iterable[Path]) -> list[Path]:
    """Return those of the notebooks that lead from the first lesson to the last: no aside."""
    return [path for path in paths if number(path) and not is_aside(path)]


def neighbours(path: Path) -> dict[str, Path]:
    """Return the lessons `before` and `after` one, and an `aside` that belongs to it, if there are.

    Only the lesson that an aside belongs to is before it, and none is after it.
    """
    known = lessons(path.parent)
    if path not in known:
        return {}
    along = thread(known)
    if is_aside(path):
        (own,) = (other for other in along if number(other) == number(path)[:2])
        return {"before": own}
    place = along.index(path)
    beside = {
        "before": along[max(place - 1, 0) : place],
        "after": along[place + 1 : place + 2],
        "aside": [other for other in known if number(other)[:-1] == number(path)],
    }
    return {side: found[0] for side, found in beside.items() if found}


def title(notebook: "NotebookNode") -> str:
    """Return the text of the first heading, such as "1. The sigmoid and its derivative".

    Raises `CannotBuildError` if the first cell has none.
    """
    heading = re.search(r"^# (.+)$", notebook.cells[0].source, flags=re.M)
    if not heading:
        raise CannotBuildError("a lesson should have a heading in its first cell")
    return heading[1]


def time(notebook: "NotebookNode") -> str:
    """Return how long a lesson takes, such as "60 minutes".

    Raises `CannotBuildError` if its opening does not say it.
    """
    opening = "\n".join(cell.source for cell in notebook.cells if "opening" in tags(cell))
    found = re.search(r"\*\*Time\.\*\* (\d+ minutes)", opening)
    if not found:
        raise CannotBuildError(
            f"the lesson {title(notebook)} should say what time it takes, as **Time.** 60 minutes, "
            "in a cell with the tag opening"
        )
    return found[1]


def unfolded(cell: "NotebookNode") -> str:
    """Return the words of a cell that is folded by `<details>`, without its summary."""
    return re.sub(r"<summary>.*?</summary>|</?details>", "", cell.source).strip()


def picture(notebook: "NotebookNode", kind: str) -> "NotebookNode | None":
    """Return the output that holds the picture of a lesson, as MIME type `kind`, if there is one.

    It is the first position of the first panel, or else the first picture.
    """
    pictures: list[tuple[bool, NotebookNode]] = [
        ("panel" not in tags(cell), output)
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if kind in output.get("data", {})
    ]
    return min(pictures, key=lambda pair: pair[0])[1] if pictures else None
