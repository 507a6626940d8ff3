"""Byte code in the place of sources, made by the Python that will run it.

`compile.mjs` runs this file in Pyodide; it knows the standard library only.
"""

import py_compile
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LEFT_OUT = (
    r"/(tests|sample_data)/",
    r"/third_party/.*stubs/",  # in jedi: types of packages that are not there
    r"/fonts/(afm|pdfcorefonts)/",  # for PostScript and PDF, which no lesson writes
    r"\.dist-info/RECORD$",  # it lists the sources
)


def compile_archive(source: str, target: str, place: str) -> None:
    """Write the archive `source` to `target`, the same each time, with byte code for sources.

    `place` is where it will be unpacked, by which Python names what goes wrong. Raises
    `py_compile.PyCompileError` for what is no Python.
    """
    with ZipFile(source) as given, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in sorted(given.namelist()):
            if name.endswith("/") or any(re.search(part, name) for part in LEFT_OUT):
                continue
            is_source, content = name.endswith(".py"), given.read(name)
            entry = ZipInfo(f"{name}c" if is_source else name)  # dated 1980, as is usual
            code = compiled(content, f"{place}/{name}") if is_source else content
            made.writestr(entry, code, ZIP_DEFLATED, 9)


def compiled(source: bytes, name: str) -> bytes:
    """Return the byte code of a source, which names itself `name` where it fails."""
    with TemporaryDirectory() as folder:
        given, made = Path(folder) / "source.py", Path(folder) / "source.pyc"
        given.write_bytes(source)
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(str(given), str(made), name, doraise=True, invalidation_mode=mode)
        return made.read_bytes()
