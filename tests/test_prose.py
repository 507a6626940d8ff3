"""Spelling of everything that is written here, and links that lead somewhere."""

import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from lessons import GLOSSARY, PATHS, ROOT, prose, read

NOTEBOOKS = [*PATHS, GLOSSARY]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXTS = [("README.md", README)] + [(path.stem, prose(path)) for path in NOTEBOOKS]


def misspelt(*paths):
    """Return what codespell says of the files, with the settings of the project."""
    command = [sys.executable, "-m", "codespell_lib", *map(str, paths)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_spelt_well(path, tmp_path):
    cells = read(path).cells
    text = [cell.source + "\n" + cell.metadata.get("speaker_notes", "") for cell in cells]
    (tmp_path / "text").write_text("\n".join(text), encoding="utf-8")
    assert misspelt(tmp_path / "text") == ""


def test_all_else_is_spelt_well():
    files = [ROOT / "README.md", ROOT / "Makefile", ROOT / "pyproject.toml"]
    files += [*ROOT.glob("helpers/**/*.py"), *ROOT.glob("helpers/**/*.js")]
    files += ROOT.glob("tests/*.py")
    assert misspelt(*files) == ""


def test_a_misspelling_would_be_found(tmp_path):
    (tmp_path / "text").write_text("evitivired"[::-1], encoding="utf-8")
    assert "derivative" in misspelt(tmp_path / "text")


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=lambda value: value[:20])
def test_links_lead_to_files_or_are_well_formed(name, text):
    folder = ROOT if name == "README.md" else ROOT / "notebooks"
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        parts = urlsplit(target)
        if parts.scheme:
            assert parts.scheme == "https", target
            assert re.fullmatch(r"[\w-]+(\.[\w-]+)+", parts.netloc), target
        elif parts.path:
            assert (folder / parts.path).exists(), target
