"""Build JupyterLite with notebooks into a folder: `python -m helpers.publish.lite FILE…`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from helpers.lesson import CannotBuildError
from helpers.publish.lite import jupyterlite


def main(arguments: Sequence[str]) -> int:
    """Write JupyterLite and return 0, or say in one line what is wrong and return 1."""
    parser = argparse.ArgumentParser(prog="python -m helpers.publish.lite", description=__doc__)
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--to", type=Path, default=Path("site/lite"), help="folder to write")
    parser.add_argument(
        "--pyodide", type=Path, help="folder of an unpacked Pyodide, from which all of it is taken"
    )
    options = parser.parse_args(arguments)
    try:
        jupyterlite.build(options.notebooks, options.to, options.pyodide)
    except (OSError, RuntimeError, CannotBuildError) as error:
        print(f"NOT built: {options.to}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
