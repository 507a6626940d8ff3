"""Spelling of everything that is written here, and links that lead somewhere."""

import json
import re
import subprocess
import sys
import tomllib
from urllib.parse import urlsplit

import pytest
from lessons import GLOSSARY, PATHS, ROOT, prose, read
from packaging.requirements import Requirement

from helpers.slides.deck import title

NOTEBOOKS = [*PATHS, GLOSSARY]
PAGES = sorted(ROOT.glob("*.md"))
TEXTS = [(path.name, path.read_text(encoding="utf-8")) for path in PAGES]
README = dict(TEXTS)["README.md"]
TEXTS += [(path.stem, prose(path)) for path in NOTEBOOKS]


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
    files = [*PAGES, ROOT / "Makefile", ROOT / "pyproject.toml"]
    files += [*ROOT.glob("helpers/**/*.py"), *ROOT.glob("helpers/**/*.js")]
    files += ROOT.glob("tests/*.py")
    assert misspelt(*files) == ""


def test_a_misspelling_would_be_found(tmp_path):
    (tmp_path / "text").write_text("evitivired"[::-1], encoding="utf-8")
    assert "derivative" in misspelt(tmp_path / "text")


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=lambda value: value[:20])
def test_links_lead_to_files_or_are_well_formed(name, text):
    folder = ROOT if name.endswith(".md") else ROOT / "notebooks"
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        parts = urlsplit(target)
        if parts.scheme:
            assert parts.scheme == "https", target
            assert re.fullmatch(r"[\w-]+(\.[\w-]+)+", parts.netloc), target
        elif parts.path:
            assert (folder / parts.path).exists(), target


def test_the_readme_lists_every_lesson_with_its_title_and_its_time():
    rows = re.findall(
        r"^\| \[(\d\. .+?)\]\(notebooks/(\w+)\.ipynb\) \| (.+?) \|", README, flags=re.M
    )
    assert rows == [
        (title(read(path)), path.stem, re.search(r"\*\*Time\.\*\* (.+?)\.", prose(path))[1])
        for path in PATHS
    ]


def test_the_readme_says_why_each_dependency_is_there():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = sum(project["optional-dependencies"].values(), project["dependencies"])
    names = {Requirement(text).name for text in asked} - {project["name"]}
    for folder in ("helpers/slides", "tests/javascript"):
        text = (ROOT / folder / "package.json").read_text(encoding="utf-8")
        names |= set(json.loads(text)["dependencies"])
    table = README.partition("**Why each dependency is there**")[2].partition("## ")[0]
    packages = re.findall(r"^\| \w* ?\| (.+?) \|", table, flags=re.M)
    explained = {name for cell in packages for name in re.findall(r"`(.+?)`", cell)}
    assert names <= explained
