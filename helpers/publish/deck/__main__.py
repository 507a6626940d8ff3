"""Build a deck for each lesson and a page that lists them: `python -m helpers.publish.deck FILE…`.

An aside has none.

With `--handouts` it prints a PDF of each notebook for its teacher instead.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import quote

import nbformat

from helpers.files import write_whole
from helpers.lesson import CannotBuildError, is_aside, picture, time, title
from helpers.publish import building, packages
from helpers.publish.deck import deck
from helpers.publish.html import PALETTE, allowed
from helpers.publish.paper import chromium, handouts

OVERVIEW = Path(__file__).parent / "overview.html"


def main(arguments: Sequence[str]) -> int:
    """Write `NN_name.html` for each notebook and `index.html`; return 1 if one could not be built.

    For handouts it writes `NN_name.pdf`. What was in the folder stays until its successor is whole.
    What is wrong is said in one line, such as a `CannotPrintError`.
    """
    parser = argparse.ArgumentParser(prog="python -m helpers.publish.deck", description=__doc__)
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--to", type=Path, default=Path("slides"), help="folder of what is built")
    parser.add_argument("--handouts", action="store_true", help="print PDFs for teachers instead")
    parser.add_argument("--home", default="", help="page to which the list of the decks leads back")
    parser.add_argument("--lite", default="", help="JupyterLite to which the decks lead")
    options = parser.parse_args(arguments)
    if options.handouts and not chromium.executable():
        print(chromium.MISSING, file=sys.stderr)
        return 1
    failed = _build(options)
    for path, error in failed.items():
        print(f"NOT built: {path}: {error}", file=sys.stderr)
    return int(bool(failed))


def overview(paths: Iterable[Path], home: str = "") -> str:
    """Return the HTML of a page that lists the decks with a picture and the time each takes.

    It leads back to `home`, the address of a page, if there is one. Raises
    `CannotBuildError` for a lesson without a heading or a time.
    """
    back = f'<p><a href="{escape(home)}">All pages of the course</a></p>\n' if home else ""
    script = OVERVIEW.with_suffix(".js").read_text(encoding="utf-8")
    html = OVERVIEW.read_text(encoding="utf-8").replace("SCRIPT_HASH", allowed(script))
    html = html.replace("/* PALETTE */", PALETTE).replace("<!-- HOME -->", back)
    html = html.replace("<script>SCRIPT</script>", f"<script>{script}</script>")
    return html.replace("<!-- LESSONS -->", "".join(map(_entry, paths)))


def _build(options: argparse.Namespace) -> dict[Path, BaseException]:
    """Build the handouts, or the decks and their list, and return what went wrong by path."""
    paths, folder = [path for path in options.notebooks if not is_aside(path)], options.to
    try:
        building.check_writable(folder)
        packages.folder()
        if options.handouts:
            return building.build_all(partial(_handout, folder=folder), paths, folder)
        return _build_decks(paths, folder, options.home, options.lite)
    except (OSError, RuntimeError, CannotBuildError) as error:
        return {folder: error}


def _build_decks(
    paths: Sequence[Path], folder: Path, home: str, lite: str
) -> dict[Path, BaseException]:
    """Build the decks and, if all are there, their list; return the errors by path."""
    failed = building.build_all(partial(_deck, lite=lite), paths, folder)
    if not failed:
        print(f"open {write_whole(folder / 'index.html', overview(paths, home))}")
    return failed


def _deck(path: Path, lite: str) -> dict[str, str]:
    return {f"{path.stem}.html": deck.build(path, lite)}


def _handout(path: Path, folder: Path) -> dict[str, bytes]:
    return {f"{path.stem}.pdf": handouts.build(path, folder)}


def _entry(path: Path) -> str:
    notebook = nbformat.read(path, as_version=4)
    shown = picture(notebook, "image/png")
    if shown is None:
        raise CannotBuildError(f"{path.name} should have a picture for the list of the decks")
    alt = shown.metadata["image/png"]["alt"]
    source = "data:image/png;base64," + "".join(shown.data["image/png"].split())
    return (
        f'<li><a href="{quote(path.stem)}.html"><img src="{source}" alt="{escape(alt)}">'
        f"<strong>{escape(title(notebook))}</strong></a> <span>{time(notebook)}</span></li>\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
