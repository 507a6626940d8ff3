"""Every command in the README and in CONTRIBUTING.md, run in a fresh clone at an awkward path.

`make test` runs those that need no set-up; `make commands` sets everything up anew and runs all.
What takes very long is then given a part of its work by an option of its target. Runs of all tests
are left to the checks of each change. conda is on neither PyPI nor Debian: what it is told is held
to what pip is told.
"""

import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import distribution
import pytest
from browser import environment, executable, jupyterlab
from checkout import commit_of_the_tree
from lessons import PATHS, ROOT

LESSON = PATHS[0].name
PAGES = "README.md", "CONTRIBUTING.md"
INLINE = r"`(make(?: [a-z./]+)?|git restore [a-z]+|(?:jupyter|\.venv/bin/python) [a-z/. -]+)`"
NPM = "cd helpers/publish && ../../.venv/bin/python -c "
QUICK = [
    ("make", ""),
    ("git diff --stat -- notebooks", ""),
    ("git diff -I '\"image/png\": ' -- notebooks", ""),
]
LONG = [
    ("make diff", ""),
    ("make .venv/checks", ""),
    ("make lint", ""),
    (".venv/bin/python -m helpers.copies", ""),
    ("make copies", ""),
    (".venv/bin/python -m pytest notebooks/03_gradient_descent.ipynb tests/test_facts_03.py", ""),
    (".venv/bin/python tests/javascript/check.py --mend", ""),
    ("make addresses", "&& git diff --exit-code -- README.md notebooks"),
    ("make notebooks", f"NOTEBOOKS=notebooks/{LESSON}"),
    ("make slides", ""),
    ("make handouts", f"LESSONS=notebooks/{LESSON}"),
    ("jupyter nbconvert --to slides", f"notebooks/{LESSON} --output-dir slides"),
    ("make animation", ""),
    ("make sheets", "PARTS=00"),
    ("make site", ""),
    (
        "make site PYODIDE=folder",
        f"PYODIDE='{distribution.PLACE}' NOTEBOOKS=notebooks/{LESSON} LESSONS=notebooks/{LESSON}",
    ),
    ("make bench", "PARTS=panels RUNS=1"),
    ("make mutation", "MUTANTS='helpers.arrays.x_same_shape*'"),
    ("make stress", "FUZZ=20 TEST_OPTIONS='-k \"two_runs or fuzz\"'"),
    ("make lock", ""),
    (NPM, ""),
    ("make clean", ""),
    ("python3 -m venv .venv", ""),
    ('.venv/bin/python -m pip install -c requirements.lock -e ".[lab]"', ""),
]
ALL = os.environ.get("COMMANDS") == "all"
RUN = QUICK + LONG * ALL
PREVIEW, EDITING = "make preview", "make edit"
STARTING = ["make lab", ".venv/bin/python -m jupyter lab my_lessons/00_start_here.ipynb"]
ON_EACH_CHANGE = ["make test", "make commands", "make oldest", "make newest", "make hosted"]
ON_EACH_CHANGE += ["make browser"]
WITH_CONDA = [
    "conda env create -f environment.yml",
    "conda activate how-one-neuron-learns",
    "python -m helpers.copies",
    "jupyter lab my_lessons/00_start_here.ipynb",
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
    return commit_of_the_tree(tmp_path_factory.mktemp("clones") / "é, a course with spaces")


def answer_of(address, server):
    """Return what a server that has just been started shows at an address."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.read()
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError(f"no server at {address}")


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
    run = {whole(start) for start, _ in QUICK + LONG}
    assert run | {*STARTING, EDITING, PREVIEW, *ON_EACH_CHANGE, *WITH_CONDA} == commands()


if ALL:

    def test_make_lab_sets_up_and_opens_the_course(clone, home):
        with jupyterlab(home, clone, STARTING[0]) as (_, _, log):
            assert "Setting up the course" in log.read_text()


@pytest.mark.parametrize(("start", "options"), RUN, ids=[start for start, _ in RUN])
def test_it_works(clone, home, start, options):
    if "PYODIDE" in start:
        distribution.folder()
    if start.startswith(
        ("make slides", "make site")
    ):  # they test the lessons first, as all of this does
        (clone / ".venv/proven").touch()
    if start in {"make animation", "make handouts", "make sheets"} and executable() is None:
        pytest.skip("needs Chromium or Chrome")
    ran = subprocess.run(
        f"{whole(start)} {options}", shell=True, cwd=clone, env=surroundings(clone, home),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    if start == "make slides":
        sizes = [deck.stat().st_size for deck in (clone / "slides").glob("*.html")]
        assert len(sizes) == len(PATHS) + 1
        assert max(sizes) <= 3e6
    if start == "make site":
        assert len(list((clone / "site").glob("*.html"))) == len(PATHS) + 3
        assert len(list((clone / "site/lite/files").glob("*.ipynb"))) == len(PATHS) + 1
    if start == "make site PYODIDE=folder":
        assert (clone / "site/lite/static/pyodide/pyodide.asm.wasm").exists()
    if start == NPM:
        lock = "helpers/publish/package-lock.json"
        subprocess.run(["git", "diff", "--exit-code", lock], cwd=clone, check=True)


if ALL:

    def test_the_preview_shows_the_first_page(clone, home):
        (clone / "site").mkdir(exist_ok=True)
        (clone / "site/index.html").write_text("the first page")
        with subprocess.Popen(
            PREVIEW.split(), cwd=clone, env=surroundings(clone, home), start_new_session=True
        ) as server:
            try:
                assert answer_of("http://localhost:8000", server) == b"the first page"
            finally:
                os.killpg(server.pid, signal.SIGINT)

    def test_the_lessons_themselves_can_be_opened(clone, home):
        with jupyterlab(home, clone, EDITING) as (_, _, log):
            assert "root_dir=notebooks" in log.read_text()

    def test_without_make_it_opens_too(clone, home):
        with jupyterlab(home, clone, STARTING[1]):
            pass


def test_conda_is_told_the_same():
    told = (ROOT / "environment.yml").read_text()
    create, activate, _, start = WITH_CONDA
    assert f"name: {activate.split()[-1]}\n" in told
    assert STARTING[1].endswith(start)
    assert (ROOT / create.split()[-1]).exists()
    installed = re.findall(r"^ {6}- (--.+)$", told, flags=re.M)
    assert installed == ["--constraint requirements.lock", "--editable .[lab]"]


def test_whole_test_runs_are_made_on_each_change():
    workflow = (ROOT / ".github/workflows/test.yml").read_text()
    assert all(re.search(rf"{command}\b", workflow) for command in ON_EACH_CHANGE)
    assert "make test" in (ROOT / ".ci/run").read_text()
