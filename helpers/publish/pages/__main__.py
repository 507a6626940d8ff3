"""Build the pages of the course into a folder: `python -m helpers.publish.pages FILE…`.

The files are the lessons and the glossary. Decks are built into its folder `slides` by
`helpers.publish.deck`, JupyterLite into `lite` by `helpers.publish.lite`; handouts are copied where
they are built.
"""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from helpers.publish import building, packages
from helpers.publish.pages import archive, pages

FIRST = "index.html"
LITE = "lite"  # the folder of JupyterLite, to which pages lead if it is there


def main(arguments: Sequence[str]) -> int:
    """Write a page for each notebook and `index.html`; return 1 if one could not be built.

    What was in the folder stays until its successor is whole. What is wrong is said in one line,
    such as a `CannotBuildError`.
    """
    parser = argparse.ArgumentParser(prog="python -m helpers.publish.pages", description=__doc__)
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--to", type=Path, default=Path("site"), help="folder of what is built")
    parser.add_argument("--handouts", type=Path, default=Path("handouts"), help="folder of PDFs")
    options = parser.parse_args(arguments)
    failed = _build(options.notebooks, options.to, sorted(options.handouts.glob("*.pdf")))
    for path, error in failed.items():
        print(f"NOT built: {path}: {error}", file=sys.stderr)
    if not failed:
        print(f"open {options.to / FIRST}")
    return int(bool(failed))


def _build(
    paths: Sequence[Path], folder: Path, handouts: Sequence[Path]
) -> dict[Path, BaseException]:
    """Build all pages and what they lead to, and return what went wrong by path."""
    try:
        building.check_writable(folder)
        packages.folder()
        printed = {f"handouts/{path.name}": path.read_bytes() for path in handouts}
        others: building.Files = {
            "teachers.html": pages.for_teachers(),
            f"{archive.NAME}.zip": archive.archive(),
            **printed,
        }
        building.write_all(others, folder)
        lite = LITE if (folder / LITE / "index.html").exists() else ""
        build = partial(pages.build, handouts=list(printed), lite=lite)
        return building.build_all(build, paths, folder)
    except (OSError, RuntimeError) as error:
        return {folder: error}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
