"""A learner's file: found, not too large, and text."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from helpers.arrays import apart
from helpers.data.encodings import decoded
from helpers.data.words import listed, shown

MOST_BYTES = 100_000_000
MOST_LINES = 1_000_000
PART_LINES = 50_000  # of a file that is too large, about so many are a good part


@dataclass(frozen=True)
class Source:
    """The name of a text file, its lines without their ends, and in words how it was read."""

    name: str
    lines: list[str]
    encoding: str


def opened(path: str | Path, wanted: Iterable[str] = (), encoding: str | None = None) -> Source:
    """Return the `Source` at a path; `wanted` are names that should be in it.

    Raises `FileNotFoundError` where there is no such file, `ValueError` for a folder, for what is
    empty, no text or over 100 MB or a million lines, and `TypeError` for what is no path.
    """
    path = _found(path)
    name = shown(path.name)
    size = path.stat().st_size
    if size > MOST_BYTES:
        came, most = apart(size / 1e6, MOST_BYTES / 1e6)
        told = f"{came} MB, but should have at most {most} MB"
        raise ValueError(_too_large(path, told, size // (PART_LINES * 40)))
    content = path.read_bytes()
    lines = max(content.count(b"\n"), content.count(b"\r"))
    if lines > MOST_LINES:
        told = f"{lines:,} lines, but should have at most {MOST_LINES:,}"
        raise ValueError(_too_large(path, told, lines // PART_LINES))
    text, said = decoded(name, content, wanted, encoding)
    if not text.strip():
        raise ValueError(f"{name} is empty; it should hold a header and rows")
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    return Source(name, text.split("\n"), said)


def _found(path: str | Path) -> Path:
    if not isinstance(path, str | Path):
        raise TypeError(
            f"path should be the name of a file, but is {type(path).__name__}; write it in quotes, "
            "such as 'own.csv'"
        )
    try:
        found = Path(path).expanduser()
        there, folder = found.exists(), found.is_dir()
    except (OSError, RuntimeError, ValueError):
        raise ValueError(
            f"path should be the name of a file, but no file can be called {shown(path)}; look at "
            "the list of files"
        ) from None
    if not there:
        raise FileNotFoundError(f"there is no file {shown(found, 200)}; {_files_near(found)}")
    if folder:
        raise ValueError(f"{shown(found, 200)} is a folder; {_files_near(found / '*')}")
    return found


def _files_near(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return (
            f"there is no folder {shown(folder, 200)} either; the name is seen from the notebook's "
            "folder"
        )
    names = sorted(file.name for file in folder.iterdir() if file.is_file())
    near = get_close_matches(path.name, names, cutoff=0.5) or [
        name for name in names if name.lower().endswith((".csv", ".tsv", ".txt"))
    ]
    if not near:
        return "and there is no CSV file in its folder; upload one"
    return f"its folder has {listed(near)}"


def _too_large(path: Path, told: str, step: int) -> str:
    """Return in words that a file is too large, with a line of code that makes a smaller one."""
    step += 1 - step % 2  # an odd one takes from both classes where they alternate
    part = f"part_of_{path.name}"
    return (
        f"{shown(path.name)} has {told}; take a part, here one line in {step}, and name that: "
        f"open({part!r}, 'wb').writelines(line for i, line in enumerate(open({str(path)!r}, 'rb')) "
        f"if i < 20 or i % {step} == 0)"
    )
