"""Choose the pure Python for the browser anew: `python -m helpers.publish.lite.lock LOCK`.

It takes the versions of that lock, so that a package is the same in the browser and beside it. What
is compiled has the version that Pyodide has of it.
"""

import sys
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

from helpers.publish.lite import pyodide
from helpers.publish.lite.wheels import LOCK, ROOT

HERE = Path(__file__).parent
UNUSED = "jupyterlab-widgets", "widgetsnbextension"  # the front end has them already
OPTIONS = (
    *("--quiet", "--upgrade", "--generate-hashes", "--no-annotate"),
    *("--python-version=3.14", "--python-platform=wasm32-pyodide2024"),
    *("--custom-compile-command", "make lock"),
)


def main(lock: Path) -> None:
    """Write `browser.lock`.

    Raises `subprocess.CalledProcessError` if uv finds no versions, and what `pyodide.build` does.
    """
    left_out = [f"--no-emit-package={name}" for name in (*pyodide.compiled(), *UNUSED)]
    asked = ["pyproject.toml", str(HERE / "browser.in"), "-o", str(LOCK)]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "constraints.txt"
        file.write_text(constraints(lock.read_text(encoding="utf-8")), encoding="utf-8")
        compile_pip = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS]
        run([*compile_pip, "-c", str(file), *left_out, *asked], cwd=ROOT, check=True)


def constraints(lock: str) -> str:
    """Return the lines of a lock with those of compiled packages as Pyodide has them.

    Raises what `pyodide.build` does.
    """
    known = pyodide.compiled()
    kept = [line for line in lock.splitlines() if line.partition("==")[0] not in known]
    return "\n".join([*kept, *(f"{name}=={found}" for name, found in known.items())])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
