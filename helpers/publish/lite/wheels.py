"""The wheels of pure Python that the kernel in a browser imports.

`browser.lock` and `kernel.lock` pin those from PyPI by their hashes, and the course is built from
its own folder. What is compiled comes from Pyodide.
"""

import hashlib
import re
import shutil
import sys
import tempfile
from pathlib import Path
from subprocess import run
from zipfile import ZipFile, ZipInfo

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
DATA = ROOT / "notebooks" / "data"
PYTHON_BEGINS = "home/pyodide"  # the folder in which it does, where no files of a learner are seen
LOCK = HERE / "browser.lock"
KERNEL_LOCK = HERE / "kernel.lock"
OF_THE_KERNEL = r"/pypi/((ipykernel|piplite|pyodide_kernel)-[^/]+\.whl)$"
ANYWHERE = ("--only-binary=:all:", "--platform=any", "--python-version=3.14")


def locked(lock: Path = LOCK) -> list[Path]:
    """Return the wheels that a lock names, and download them if they are not there.

    They lie in the Python environment, under the hash of the lock. Raises `RuntimeError` with the
    words of pip if that fails, for want of a network say.
    """
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    place = Path(sys.prefix) / "share" / "how-one-neuron-learns" / f"wheels-{digest[:12]}"
    if not place.exists():
        _download(lock, place)
    return sorted(place.glob("*.whl"))


def kernel() -> Path:
    """Return the wheel of JupyterLite's kernel, which is an extension of JupyterLab.

    Raises what `locked` does.
    """
    (wheel,) = locked(KERNEL_LOCK)
    return wheel


def of_the_kernel(folder: Path) -> list[Path]:
    """Return the wheels that the kernel carries for Python, which are written into a folder.

    Raises what `locked` does.
    """
    found = []
    with ZipFile(kernel()) as archive:
        for name in archive.namelist():
            if match := re.search(OF_THE_KERNEL, name):
                found.append(folder / match[1])
                found[-1].write_bytes(archive.read(name))
    return found


def of_the_course(folder: Path) -> Path:
    """Return the path of the wheel of the course and its data, which is built into a folder.

    Python finds the data where it begins, also in a browser that shows it no files. Raises
    `RuntimeError` with the words of hatchling if that fails.
    """
    run_module("hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (wheel,) = folder.glob("how_one_neuron_learns-*.whl")
    name = "-".join(wheel.name.split("-")[:2])
    with ZipFile(wheel, "a") as archive:
        for file in sorted(DATA.glob("*.csv")):
            place = f"{name}.data/data/{PYTHON_BEGINS}/data/{file.name}"
            archive.writestr(ZipInfo(place), file.read_bytes())  # dated 1980
    return wheel


def run_module(module: str, *words: str, cwd: Path | None = None) -> None:
    """Run a module of this Python in a folder, and say nothing.

    Raises `RuntimeError` with the words of the module if that fails.
    """
    command = [sys.executable, "-m", module, *words]
    done = run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module} could not do its part; it said:\n{done.stdout}{done.stderr}")


def _download(lock: Path, place: Path) -> None:
    """Download into a folder beside `place`, which it becomes once it is whole."""
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=place.parent))
    quiet = "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"
    run_module("pip", "download", *quiet, *ANYWHERE, "-r", str(lock), "-d", str(unfinished))
    try:
        unfinished.rename(place)
    except OSError:  # another process was faster
        shutil.rmtree(unfinished)
