"""Pyodide, the Python of a browser, as the site carries it.

Its lock file says which packages there are, where they lie and what their hashes are. Ours names
only those that the course needs, and all of them are loaded while the kernel starts.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from helpers.lesson import CannotBuildError
from helpers.publish import packages
from helpers.publish.lite import bytecode, wheels

HERE = Path(__file__).parent
NETWORK = "https://cdn.jsdelivr.net/pyodide/v{}/full/"
LIST, LIBRARY = "pyodide-lock.json", "python_stdlib.zip"
RUNTIME = "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"
COMPILED = "contourpy", "kiwisolver", "matplotlib", "numpy", "pandas", "pillow"

Entry = dict[str, Any]  # of one package in the lock file


def build(place: Path, at: str, distribution: Path | None = None) -> dict[str, Any]:
    """Write all of Pyodide that the site serves into the folder `place`, and return its settings.

    These are the settings of JupyterLite's kernel, and `at` is how they name the folder. Without a
    `distribution`, the folder of an unpacked Pyodide, browsers take its compiled part from its
    public content network. Raises `CannotBuildError` for a folder that lacks something or is of
    another version, `OSError` where the folder cannot be written, and `RuntimeError` with the words
    of npm, pip, hatchling or Node if one of them fails.
    """
    folder = distribution or packages.folder(HERE) / "pyodide"
    entries = _entries(folder)
    with TemporaryDirectory() as name:
        made = Path(name)
        pure = [*wheels.locked(), *wheels.of_the_kernel(made), wheels.of_the_course(made)]
        carried = [*pure, *_checked(folder, entries.values())] if distribution else pure
        ours = [_carry(wheel, place) for wheel in bytecode.compiled(carried, folder)]
    (library,) = bytecode.compiled([folder / LIBRARY], folder, bytecode.LIBRARY)
    shutil.copy(library, place / LIBRARY)
    if distribution:
        for part in RUNTIME:
            shutil.copy(folder / part, place / part)
    listed = entries | {entry["name"]: entry for entry in ours}
    return _settings(_write_list(folder, listed, place), at, bool(distribution))


def compiled() -> dict[str, str]:
    """Return the version that Pyodide has of each compiled package, by name.

    Raises what `build` does.
    """
    entries = _entries(packages.folder(HERE) / "pyodide")
    return {name: str(entry["version"]) for name, entry in entries.items()}


def version() -> str:
    """Return the version of Pyodide that the course is made for."""
    asked = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    return str(asked["dependencies"]["pyodide"])


def _entries(folder: Path) -> dict[str, Entry]:
    """Return what the lock file of Pyodide says of the compiled packages, at its network."""
    if not all((folder / name).is_file() for name in ("package.json", LIST, LIBRARY, *RUNTIME)):
        raise CannotBuildError(
            f"PYODIDE should name a folder of Pyodide {version()}, with its package.json and "
            f"{LIST}, but {folder} is not one: unpack the whole distribution there"
        )
    found = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    stored = json.loads((folder / LIST).read_text(encoding="utf-8"))["packages"]
    if found != version():
        raise CannotBuildError(
            f"PYODIDE should name a folder of Pyodide {version()}, but {folder} holds {found}"
        )
    known = {entry["name"].lower(): entry for entry in stored.values()}
    network = NETWORK.format(found)
    return {
        name: known[name] | {"depends": [], "file_name": network + known[name]["file_name"]}
        for name in COMPILED
    }


def _checked(folder: Path, entries: Iterable[Mapping[str, Any]]) -> list[Path]:
    """Return the wheels of entries in a folder, whose hashes are what they should be."""
    found = []
    for entry in entries:
        wheel = folder / entry["file_name"].rpartition("/")[2]
        if not wheel.is_file() or _hash(wheel) != entry["sha256"]:
            raise CannotBuildError(
                f"the folder {folder} should hold {wheel.name} as its {LIST} describes it, but "
                "does not: unpack the whole distribution of Pyodide there"
            )
        found.append(wheel)
    return found


def _carry(wheel: Path, place: Path) -> Entry:
    """Copy a wheel under its hash, so that no browser takes an older one for it; list it."""
    name, version_of, *_ = wheel.stem.split("-")
    digest = _hash(wheel)
    (place / digest[:12]).mkdir(parents=True, exist_ok=True)
    shutil.copy(wheel, place / digest[:12])
    return {
        "name": re.sub("_", "-", name).lower(),
        "version": version_of,
        "file_name": f"{digest[:12]}/{wheel.name}",
        "install_dir": "site",
        "sha256": digest,
        "package_type": "package",
        "imports": [],
        "depends": [],
    }


def _write_list(folder: Path, entries: Mapping[str, Entry], place: Path) -> Path:
    known = json.loads((folder / LIST).read_text(encoding="utf-8"))
    listed = dict(sorted(entries.items()))
    (place / LIST).write_text(json.dumps(known | {"packages": listed}), encoding="utf-8")
    return place / LIST


def _settings(lock: Path, at: str, carried: bool) -> dict[str, Any]:
    """Return the kernel's settings; hashes in the addresses keep browsers from older files."""
    names = list(json.loads(lock.read_text(encoding="utf-8"))["packages"])
    library = lock.with_name(LIBRARY)
    return {
        "pyodideUrl": (f"{at}/" if carried else NETWORK.format(version())) + RUNTIME[0],
        "disablePyPIFallback": True,
        "loadPyodideOptions": {
            "packages": names,
            "lockFileURL": f"{at}/{LIST}?{_hash(lock)[:12]}",
            "stdLibURL": f"{at}/{LIBRARY}?{_hash(library)[:12]}",
        },
    }


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
