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
from types import SimpleNamespace

import pytest
import yaml
from lessons import ROOT, raw_json
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from helpers import copies
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


def saved_in(folder):
    """Return what Jupyter keeps of a notebook with a panel that is saved in a folder."""
    data = {WIDGET_VIEW: {"model_id": "1"}, "image/png": "", "text/plain": "a panel"}
    cells = [{"outputs": [{"data": data}, {"text": "printed"}]}, {"source": "prose"}]
    model = {"type": "notebook", "content": {"cells": cells}}
    before_saving(model=model, path="/a.ipynb", contents_manager=SimpleNamespace(root_dir=folder))
    return cells[0]["outputs"]


def test_jupyter_saves_what_can_be_read_without_a_kernel(tmp_path):
    kept = [{"data": {"image/png": "", "text/plain": "a panel"}}, {"text": "printed"}]
    assert saved_in(ROOT / "my_lessons") == kept
    copies.refresh(tmp_path / "elsewhere")
    assert saved_in(tmp_path / "elsewhere") == kept


def test_notebooks_that_are_not_of_the_course_are_saved_as_they_are(tmp_path):
    assert WIDGET_VIEW in saved_in(tmp_path)[0]["data"]


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


@pytest.mark.parametrize("file", ["stress", "hosted"])
def test_the_tests_that_only_run_elsewhere_find_all_they_need(file):
    planned = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "--setup-plan", "-p", "no:cacheprovider",
         f"tests/{file}.py"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert planned.returncode == 0, planned.stdout[-2000:]


def test_a_container_sets_the_course_up_as_make_does_and_opens_the_first_lesson():
    asked = raw_json(ROOT / ".devcontainer/devcontainer.json")
    (python,) = re.findall(r"/python:(\d+)\.(\d+)-", asked["image"])
    least = PROJECT["requires-python"].removeprefix(">=").split(".")
    assert tuple(map(int, python)) >= tuple(map(int, least))
    make, target = asked["postCreateCommand"].split()
    planned = subprocess.run(
        [make, "--dry-run", target, "VENV=.venv"], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert planned.returncode == 0, planned.stderr
    own = asked["customizations"]
    assert own["vscode"]["extensions"] == ["ms-python.python", "ms-toolsai.jupyter"]
    interpreter = own["vscode"]["settings"]["python.defaultInterpreterPath"]
    assert interpreter == "${containerWorkspaceFolder}/.venv/bin/python"
    for name in map(Path, own["codespaces"]["openFiles"]):
        assert name.parent == Path(copies.COPIES)
        assert (ROOT / "notebooks" / name.name).exists()


def test_a_container_forwards_the_ports_that_make_serves_at():
    from jupyter_server.serverapp import DEFAULT_JUPYTER_SERVER_PORT

    asked = raw_json(ROOT / ".devcontainer/devcontainer.json")
    preview = re.search(r"http\.server .* (\d+)$", (ROOT / "Makefile").read_text(), flags=re.M)
    assert asked["forwardPorts"] == [DEFAULT_JUPYTER_SERVER_PORT, int(preview[1])]
    assert set(asked["portsAttributes"]) == set(map(str, asked["forwardPorts"]))


def test_the_pages_are_built_by_make_and_published_by_a_job_that_may_do_that_alone():
    workflow = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text())
    assert workflow[True]["push"] == {"branches": ["main"]}  # YAML reads `on` as true
    build, publish = (workflow["jobs"][name] for name in ("build", "publish"))
    commands = [step["run"] for step in build["steps"] if "run" in step]
    assert commands == ["make site PYTHON=python"]
    upload = build["steps"][-1]
    assert upload["uses"].startswith("actions/upload-pages-artifact@")
    (folder,) = re.findall(
        r"-m helpers\.publish\.pages \S+ --to (\w+)$", (ROOT / "Makefile").read_text(), re.M
    )
    assert upload["with"] == {"path": folder}
    assert build["permissions"] == {"contents": "read"}
    assert publish["needs"] == "build"
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}
    assert [step["uses"].split("@")[0] for step in publish["steps"]] == ["actions/deploy-pages"]


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github/workflows").glob("*.yml")), ids=lambda p: p.stem
)
def test_a_workflow_runs_targets_that_there_are(path):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    asked = re.findall(r"\bmake ([a-z]+)", path.read_text())
    assert asked
    assert set(asked) <= targets
