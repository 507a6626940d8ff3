"""Every command in the README and in CONTRIBUTING.md, run in a fresh clone at an awkward path.

`make test` runs the quick ones and `make lab`, which sets everything up; `make commands` runs all.
What takes very long is then given a part of its work by an option of its target. Runs of all tests
are left to the checks of each change. conda is on neither PyPI nor Debian: what it is told is held
to what pip is told.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from browser import environment, executable, jupyterlab
from lessons import PATHS, ROOT

LESSON = PATHS[0].name
PAGES = "README.md", "CONTRIBUTING.md"
INLINE = r"`(make(?: [a-z./]+)?|git restore [a-z]+|(?:jupyter|\.venv/bin/python) [a-z/. -]+)`"
NPM = "cd helpers/slides && ../../.venv/bin/python -c "
QUICK = [
    ("make", ""),
    ("make diff", ""),
    ("git diff --stat -- notebooks", ""),
    ("git diff -I '\"image/png\": ' -- notebooks", ""),
    ("git restore notebooks", ""),
]
LONG = [
    ("make .venv/checks", ""),
    ("make lint", ""),
    (".venv/bin/python -m pytest notebooks/03_gradient_descent.ipynb tests/test_facts_03.py", ""),
    (".venv/bin/python tests/javascript/check.py --mend", ""),
    ("make notebooks", f"NOTEBOOKS=notebooks/{LESSON}"),
    ("make slides", ""),
    ("jupyter nbconvert --to slides", f"notebooks/{LESSON} --output-dir slides"),
    ("make animation", ""),
    ("make bench", "PARTS=panels RUNS=1"),
    ("make mutation", "MUTANTS='helpers.arrays.x_same_shape*'"),
    ("make lock", ""),
    (NPM, ""),
    ("make clean", ""),
    ("python3 -m venv .venv", ""),
    ('.venv/bin/python -m pip install -c requirements.lock -e ".[lab]"', ""),
]
ALL = os.environ.get("COMMANDS") == "all"
RUN = QUICK + LONG * ALL
STARTING = ["make lab", ".venv/bin/python -m jupyter lab notebooks/00_start_here.ipynb"]
ON_EACH_CHANGE = ["make test", "make commands", "make oldest", "make newest", "make hosted"]
WITH_CONDA = [
    "conda env create -f environment.yml",
    "conda activate how-one-neuron-learns",
    "jupyter lab notebooks/00_start_here.ipynb",
]


def commands():
    """Return the commands of both pages: lines of code blocks, and those within a sentence."""
    text = "\n\n".join((ROOT / name).read_text(encoding="utf-8") for name in PAGES)
    blocks = re.findall(r"(?m)^ {4}(\S.*)$", text)
    return {*blocks, *re.findall(INLINE, text)}


def whole(start):
    """Return the one command that is `start`, or else the one that begins so."""
    known = commands()
    if start in known:
        return start
    (command,) = (command for command in known if command.startswith(start))
    return command


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """Return a clone of the tree as it is now, with spaces and an accent in its path."""
    folder = tmp_path_factory.mktemp("clones") / "é, a course with spaces"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in filter(lambda name: (ROOT / name).exists(), listed):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    for words in ("init -q", "add -A", "-c user.name=x -c user.email=x commit -qm x"):
        subprocess.run(["git", *words.split()], cwd=folder, check=True)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


def surroundings(clone, home):
    """Return the environment of someone who has just cloned the course, with pip's cache kept."""
    cache = {"PIP_CACHE_DIR": str(Path.home() / ".cache/pip")}
    path = {"PATH": f"{clone / '.venv/bin'}{os.pathsep}{os.environ['PATH']}"}
    ours = ("NOTEBOOKS_TO_TEST", "PYTEST_", "COV_")
    kept = environment(home, clone).items()
    return {k: v for k, v in kept if not k.startswith(ours)} | cache | path


def test_no_command_is_left_out():
    tested = {whole(start) for start, _ in QUICK + LONG} | {*STARTING, *ON_EACH_CHANGE, *WITH_CONDA}
    assert tested == commands()


def test_make_lab_sets_up_and_opens_the_course(clone, home):
    with jupyterlab(home, clone, STARTING[0]) as (_, _, log):
        assert "Setting up the course" in log.read_text()


@pytest.mark.parametrize(("start", "options"), RUN, ids=[start for start, _ in RUN])
def test_it_works(clone, home, start, options):
    if start == "make slides":  # it tests the lessons first, as all of this does
        (clone / ".venv/proven").touch()
    if start == "make animation" and executable() is None:
        pytest.skip("needs Chromium or Chrome")
    ran = subprocess.run(
        f"{whole(start)} {options}", shell=True, cwd=clone, env=surroundings(clone, home),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    if start == "make slides":
        assert len(list((clone / "slides").glob("*.html"))) == len(PATHS) + 1
    if start == NPM:
        lock = "helpers/slides/package-lock.json"
        subprocess.run(["git", "diff", "--exit-code", lock], cwd=clone, check=True)


if ALL:

    def test_without_make_it_opens_too(clone, home):
        with jupyterlab(home, clone, STARTING[1]):
            pass


def test_conda_is_told_the_same():
    told = (ROOT / "environment.yml").read_text()
    create, activate, start = WITH_CONDA
    assert f"name: {activate.split()[-1]}\n" in told
    assert STARTING[1].endswith(start)
    assert (ROOT / create.split()[-1]).exists()
    installed = re.findall(r"^ {6}- (--.+)$", told, flags=re.M)
    assert installed == ["--constraint requirements.lock", "--editable .[lab]"]


def test_whole_test_runs_are_made_on_each_change():
    workflow = (ROOT / ".github/workflows/test.yml").read_text()
    assert all(re.search(rf"{command}\b", workflow) for command in ON_EACH_CHANGE)
    assert "make test" in (ROOT / ".ci/run").read_text()
