"""Learners' copies of the lessons, without outputs: `python -m helpers.copies` makes them.

A copy in which nobody has written follows its lesson. One in which somebody has is kept for ever.
What was given stands beside the copies, as a hash of each file.
"""

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

from helpers.files import write_whole
from helpers.lesson import number

ROOT = Path(__file__).resolve().parent.parent
LESSONS = ROOT / "notebooks"
COPIES = "my_lessons"
GIVEN = ".given.json"
NEWER = (
    "A newer {name} has come with the course. You have written in yours, so it is kept as it is. "
    "For the newer one give yours another name, or delete it, and then type make lab again "
    "(or: python -m helpers.copies)."
)
GONE = "{name} is no longer a lesson of the course. You have written in it, so it is kept."
FOREIGN = (
    "{name} in this folder does not come from the course, so it is kept as it is. For the lesson "
    "of this name give yours another name, and then type make lab again."
)
BEGUN = (
    "notebooks/{name} has been edited, so what is written there is also in your copy, where you "
    "go on. If you do not maintain the course: git restore notebooks/{name}"
)


def main(arguments: Sequence[str]) -> int:
    """Make the copies, or bring them up to date; return 1 if they cannot be written."""
    parser = argparse.ArgumentParser(prog="python -m helpers.copies", description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / COPIES, help="folder of the copies")
    folder = parser.parse_args(arguments).to
    try:
        for line in refresh(folder):
            print(line)
    except OSError as error:
        print(
            f"The lessons could not be copied: {error}. Name a folder that can be written: "
            "python -m helpers.copies --to FOLDER",
            file=sys.stderr,
        )
        return 1
    return 0


def refresh(folder: Path, lessons: Path = LESSONS) -> list[str]:
    """Return what a learner should know, once the copies in a folder are up to date.

    Raises `OSError` where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    given, begun = _given(folder), _begun(lessons)
    contents = {name: cleared(lessons / name) for name in _names(lessons)}
    kept, told = {}, []
    for name in sorted({*contents, *given}):
        content, copy, was = contents.get(name), folder / name, given.get(name)
        ours = fingerprint(content) if content is not None else None
        newest = begun.get(name, ours)
        now = _fingerprint_of(copy)
        if content is not None and (now is None or now == was != newest):
            copy.parent.mkdir(exist_ok=True)
            write_whole(copy, content)
            kept[name] = newest
            told += [BEGUN.format(name=name)] if name in begun else []
        elif now in {newest, ours}:
            kept[name] = newest
        elif was is None:
            told.append(FOREIGN.format(name=name))
        elif now == was and content is None:
            copy.unlink(missing_ok=True)
        else:
            kept[name] = was
            if newest != was:
                told.append((NEWER if newest else GONE).format(name=name))
    known = {name: found for name, found in kept.items() if found}
    if known != given:
        write_whole(folder / GIVEN, json.dumps(known, indent=1))
    return told


def cleared(path: Path) -> bytes:
    """Return what a learner is given of a file: of a notebook no outputs, of others all."""
    if path.suffix != ".ipynb":
        return path.read_bytes()
    notebook = json.loads(path.read_bytes())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
        for name in {"slideshow", "slide", "speaker_notes"} & cell["metadata"].keys():
            del cell["metadata"][name]
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def fingerprint(content: bytes) -> str:
    """Return a hash that changes with what is written in a file; of a notebook, in its cells.

    What cells have put out does not count.
    """
    try:
        cells = json.loads(content)["cells"]
        written = json.dumps([[c["cell_type"], "".join(c["source"])] for c in cells]).encode()
    except (ValueError, TypeError, KeyError):  # no notebook
        written = content
    return hashlib.sha256(written).hexdigest()[:16]


def say_if_old(name: str) -> None:
    """Show, in a copy of a lesson in this folder, that its lesson has changed since, if it has.

    If a name is then missing in `helpers`, these words stand in the place of the error.
    """
    was = _given(Path.cwd()).get(name)
    lesson = LESSONS / name
    newest = fingerprint(cleared(lesson)) if lesson.exists() else ""
    if was is None or newest in {was, _fingerprint_of(Path.cwd() / name)}:
        return
    words = (NEWER if newest else GONE).format(name=name)
    print(words)
    _explain_missing_names(words)


def _explain_missing_names(words: str) -> None:
    from IPython import get_ipython  # noqa: PLC0415 - the copies are also made without it

    shell = get_ipython()

    def explain(
        _shell: Any, kind: type[BaseException], error: Any, trace: TracebackType, **_: Any
    ) -> None:
        owner = getattr(error, "obj", None) or sys.modules.get(getattr(error, "name", "") or "")
        if isinstance(owner, ModuleType) and owner.__name__.startswith("helpers"):
            print(f"This cell needs what the course no longer has ({error}).\n{words}")
        else:
            shell.showtraceback((kind, error, trace))

    if shell is not None:
        shell.set_custom_exc((AttributeError, ImportError), explain)


def _names(lessons: Path) -> Iterator[str]:
    """Yield the names of the files that learners are given."""
    for path in (*lessons.glob("*.ipynb"), *lessons.glob("data/*")):
        if path.suffix != ".ipynb" or number(path) or path.stem == "glossary":
            yield path.relative_to(lessons).as_posix()


def _given(folder: Path) -> dict[str, str]:
    """Return the hash of what was given of each file of a folder."""
    try:
        return dict(json.loads((folder / GIVEN).read_bytes()))
    except (OSError, ValueError, TypeError):  # nothing was given yet, or nobody knows what
        return {}


def _fingerprint_of(path: Path) -> str | None:
    try:
        return fingerprint(path.read_bytes())
    except FileNotFoundError:
        return None


def _begun(lessons: Path) -> dict[str, str]:
    """Return the hash of what git knows of each lesson in which somebody has begun to write.

    As what was given it lets a copy of what is written there count as written in.
    """
    git = ["git", "-C", str(lessons)]
    try:
        listed = subprocess.run(
            [*git, "diff", "--name-only", "--relative", "HEAD", "--", "*.ipynb"],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        before = {
            name: subprocess.run(
                [*git, "show", f"HEAD:./{name}"], capture_output=True, check=True
            ).stdout
            for name in listed.splitlines()
            if (lessons / name).exists()
        }
    except (OSError, subprocess.CalledProcessError):  # no git, or no repository
        return {}
    return {
        name: fingerprint(content)
        for name, content in before.items()
        if fingerprint(content) != _fingerprint_of(lessons / name)
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
