"""The course as one file, for who wants to run it and has no git."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ROOT = Path(__file__).parents[3]
NAME = "how-one-neuron-learns"
PATTERNS = (
    *(
        "LICENSE*",
        "*.md",
        "Makefile",
        "environment.yml",
        "postBuild",
        "pyproject.toml",
        "requirements.lock",
    ),
    *("helpers/**/*", "notebooks/**/*", "tests/**/*"),
)


def archive(root: Path = ROOT) -> bytes:
    """Return a ZIP file of the course in the folder `root`, the same each time.

    What is hidden or compiled stays out.
    """
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for path in sorted({path for pattern in PATTERNS for path in root.glob(pattern)}):
            place = path.relative_to(root)
            if path.is_file() and not any(_is_left_out(part) for part in place.parts):
                entry = ZipInfo(f"{NAME}/{place.as_posix()}")  # dated 1980, as is usual
                entry.external_attr = 0o644 << 16
                packed.writestr(entry, path.read_bytes(), ZIP_DEFLATED)
    return file.getvalue()


def _is_left_out(part: str) -> bool:
    return part.startswith(".") or part == "__pycache__"
