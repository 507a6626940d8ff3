"""Build a deck for each notebook and a page that lists them: `python -m helpers.slides FILE…`."""

import argparse
import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from html import escape
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.slides import deck, packages

OVERVIEW = Path(__file__).parent / "overview.html"


def main(arguments: Sequence[str]) -> int:
    """Write `NN_name.html` for each notebook and `index.html`; return 1 if one could not be built.

    What was in the folder stays until its successor is whole. Raises what `packages.folder` does
    and what `overview` does.
    """
    parser = argparse.ArgumentParser(prog="python -m helpers.slides", description=__doc__)
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--to", type=Path, default=Path("slides"), help="folder of the slides")
    options = parser.parse_args(arguments)
    options.to.mkdir(parents=True, exist_ok=True)
    packages.folder()
    failed = _build_all(options.notebooks, options.to)
    for path, error in failed.items():
        print(f"NOT built: {path}: {error}", file=sys.stderr)
    if not failed:
        _write(options.to / "index.html", overview(options.notebooks))
        print(f"open {options.to / 'index.html'}")
    return int(bool(failed))


def overview(paths: Iterable[Path]) -> str:
    """Return the HTML of a page that lists the decks with a picture and the time each takes.

    Raises `CannotBuildError` for a lesson without a heading or a time.
    """
    return OVERVIEW.read_text(encoding="utf-8").replace(
        "<!-- LESSONS -->", "".join(map(_entry, paths))
    )


def _build_all(paths: Iterable[Path], folder: Path) -> dict[Path, BaseException]:
    """Build two decks at a time and return the errors by path."""
    failed: dict[Path, BaseException] = {}
    with ProcessPoolExecutor(max_workers=2) as pool:
        jobs = {pool.submit(deck.build, path): path for path in paths}
        for done, job in enumerate(as_completed(jobs), start=1):
            path = jobs[job]
            error = job.exception()
            if error:
                failed[path] = error
                continue
            written = _write(folder / f"{path.stem}.html", job.result())
            megabytes = written.stat().st_size / 1e6
            print(f"[{done}/{len(jobs)}] {written}, {megabytes:.1f} MB", flush=True)
    return failed


def _entry(path: Path) -> str:
    notebook = nbformat.read(path, as_version=4)
    title = escape(deck.title(notebook))
    time = re.search(r"\*\*Time\.\*\* (\d+ minutes)", notebook.cells[1].source)
    if not time:
        raise deck.CannotBuildError(f"{path.name} should say in its second cell what time it takes")
    picture, alt = _first_panel(notebook)
    source = f"data:image/png;base64,{b64encode(picture).decode()}"
    return (
        f'<li><a href="{escape(path.stem)}.html"><img src="{source}" alt="{escape(alt)}">'
        f"<strong>{title}</strong></a> <span>{time[1]}</span></li>\n"
    )


def _first_panel(notebook: NotebookNode) -> tuple[bytes, str]:
    """Return the picture of the first panel, or else the first picture, and its description."""
    pictures = [
        (not cell.source.startswith("panels."), output)
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    _, output = min(pictures, key=lambda pair: pair[0])
    return b64decode(output.data["image/png"]), output.metadata["image/png"]["alt"]


def _write(path: Path, text: str) -> Path:
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(text, encoding="utf-8")
    return unfinished.replace(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
