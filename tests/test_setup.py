"""What a fresh clone sets up: one lock for everyone, and settings that JupyterLab really reads."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
from lessons import ROOT, raw_json
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from helpers.jupyterlab import WIDGET_VIEW, before_saving

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCK = [
    Requirement(line)
    for line in (ROOT / os.environ.get("LOCK", "requirements.lock")).read_text().splitlines()
    if line and not line.startswith("#")
]


def tracked_files():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines()]


def test_the_lock_holds_one_exact_version_of_each_package_and_no_address():
    for requirement in LOCK:
        assert re.fullmatch(r"==[\w.!+]+", str(requirement.specifier)), requirement
        assert requirement.url is None
    here = [r.name for r in LOCK if r.marker is None or r.marker.evaluate()]
    assert len(set(here)) == len(here)


def test_the_lock_satisfies_what_the_project_asks_for():
    extras = PROJECT["optional-dependencies"].values()
    for asked in map(Requirement, sum(extras, PROJECT["dependencies"])):
        if asked.name == PROJECT["name"]:
            assert asked.extras <= set(PROJECT["optional-dependencies"])
            continue
        locked = [r for r in LOCK if canonicalize_name(r.name) == canonicalize_name(asked.name)]
        assert locked, f"{asked} is not locked: run make lock"
        for requirement in locked:
            assert asked.specifier.contains(str(requirement.specifier)[2:]), requirement


def test_what_runs_here_is_what_is_locked():
    locked = {canonicalize_name(r.name): r for r in LOCK if r.marker is None or r.marker.evaluate()}
    for installed in distributions():
        name = canonicalize_name(installed.name)
        if name in {"pip", "setuptools", canonicalize_name(PROJECT["name"])}:
            continue
        assert locked[name].specifier.contains(installed.version), installed.name


def test_conda_and_binder_get_the_same_versions_from_the_same_lock():
    lines = [line.strip() for line in (ROOT / "environment.yml").read_text().splitlines()]
    lines = [line for line in lines if not line.startswith("#")]
    assert lines[lines.index("- pip:") + 1 :] == [
        "- --constraint requirements.lock",
        "- --editable .[lab]",
    ]
    packages = lines[lines.index("dependencies:") + 1 : lines.index("- pip:")]
    (python,) = (line.removeprefix("- python=") for line in packages if "python=" in line)
    assert packages == [f"- python={python}", "- pip"]
    oldest = PROJECT["requires-python"].removeprefix(">=")
    assert tuple(map(int, python.split("."))) >= tuple(map(int, oldest.split(".")))
    assert not (ROOT / "binder").exists()


def test_the_settings_of_the_course_lie_where_jupyterlab_looks():
    from jupyterlab.commands import get_app_dir

    installed = Path(get_app_dir()) / "settings" / "overrides.json"
    assert json.loads(installed.read_text()) == raw_json(ROOT / "helpers/jupyterlab/overrides.json")


def test_jupyter_saves_what_can_be_read_without_a_kernel():
    data = {WIDGET_VIEW: {"model_id": "1"}, "image/png": "", "text/plain": "a panel"}
    cells = [{"outputs": [{"data": data}, {"text": "printed"}]}, {"source": "prose"}]
    before_saving(model={"type": "notebook", "content": {"cells": cells}}, path="", manager=None)
    assert cells[0]["outputs"] == [
        {"data": {"image/png": "", "text/plain": "a panel"}},
        {"text": "printed"},
    ]
    before_saving(model={"type": "file", "content": "text"})


def test_executing_a_notebook_says_its_name_and_nothing_else(tmp_path):
    copy = shutil.copy(ROOT / "notebooks/00_start_here.ipynb", tmp_path)
    command = [sys.executable, "-m", "helpers.notebooks", copy]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == (f"executed {copy}\n", "")


def test_make_alone_explains_every_target():
    make = shutil.which("make")
    shown = subprocess.run([make], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.M)
    assert {"lab", "test", "slides"} <= set(targets)
    for target in set(targets) - {"moved", "tests"}:
        assert re.search(rf"^  make {target} +\w", shown, flags=re.M), target


@pytest.mark.parametrize("python", ["no-such-python", "false"])
def test_a_missing_python_gets_one_clear_sentence(tmp_path, python):
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    ran = subprocess.run(
        ["make", "--no-print-directory", f"PYTHON={python}", "LOCK=requirements.lock", "lab"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode
    sentence = f"The course needs Python 3.11 or newer with its venv module, and '{python}' is not"
    assert ran.stderr.startswith(sentence)
    assert not (tmp_path / ".venv").exists()


def test_no_tracked_file_names_a_place_on_this_machine():
    places = [f"{place}/".encode() for place in (ROOT, Path.home()) if len(str(place)) > 1]
    for path in tracked_files():
        assert not any(place in path.read_bytes() for place in places), path


def test_the_lock_and_the_environment_name_no_host():
    for name in ("requirements.lock", "environment.yml", "pyproject.toml", "Makefile"):
        assert "://" not in (ROOT / name).read_text(), name


def test_notebooks_have_the_format_that_jupyterlab_writes():
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        assert raw_json(path)["nbformat"] == 4
        assert raw_json(path)["nbformat_minor"] >= 5
