"""Faults that are dear to try: dead kernels, other Pythons, far locales: `make stress`."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from browser import POWERLESS, jupyterlab
from lessons import PATHS, ROOT
from test_faults import POSIX, SILENT, run
from test_stress import SET_UP, SLOW, lab, move, open_cells, picture, shared  # noqa: F401 - fixtures
from test_structure import MATHEMATICS

OLDER, NEWER = ("3.8", "3.10"), ("3.12", "3.13", "3.14")


def python(version):
    """Return a Python of this version that runs; without one, skip and say so."""
    beside = Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}")
    for path in filter(None, [shutil.which(f"python{version}"), *beside]):
        if subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0:
            return path
    return pytest.skip(f"no Python {version} here: put python{version} on the PATH to try it")


@pytest.mark.parametrize("version", OLDER)
def test_a_python_that_is_too_old_says_so_in_one_line(version):
    ran = subprocess.run(
        [python(version), "-c", "import helpers"], cwd=ROOT, capture_output=True, text=True,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, check=False,
    )  # fmt: skip
    assert ran.stderr.strip().splitlines()[-1] == (
        f"ImportError: the course needs Python 3.11 or newer, but this is {version}: "
        "choose a kernel with a newer one"
    )


@pytest.mark.parametrize("version", NEWER)
def test_a_newer_python_says_what_is_stored_and_computes_the_same(version, tmp_path):
    newer = python(version)
    venv = tmp_path / "bin" / "python"
    subprocess.run([newer, "-m", "venv", tmp_path], check=True)
    install = [venv, "-m", "pip", "install", "--quiet", "-c", "requirements.lock"]
    subprocess.run([*install, "--editable", ".[checks]"], cwd=ROOT, check=True)
    tests = [f"tests/test_{name}.py" for name in (*MATHEMATICS, "data", "drawing", "panels")]
    ran = subprocess.run(
        [venv, "-m", "pytest", "-q", "-n2", "-p", "no:cacheprovider", "notebooks", *tests],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-4000:]


def test_a_kernel_that_dies_while_a_panel_draws_leaves_a_panel_that_says_so(open_cells):  # noqa: F811
    notebook = open_cells(SET_UP + "import os", "os.getpid()", SLOW)
    notebook.run(0)
    dying = int(notebook.run(1))
    notebook.start(2)
    cell = notebook.cell(2)
    cell.get_by_text("drawing: ").wait_for()
    os.kill(dying, signal.SIGKILL)
    cell.get_by_text(SILENT).wait_for()
    assert cell.locator("input[type=range]").is_disabled()
    notebook.page.locator(".jp-Dialog").get_by_text("Ok", exact=True).click()
    notebook.wait()
    notebook.write(2, SLOW.replace("0.2", "0"))
    for index in range(3):
        notebook.start(index)
        notebook.wait()
    assert int(notebook.said(1)) != dying
    move(notebook, 2, "End")
    assert picture(notebook, 2) == "Marked is 6.00."


def test_two_runs_that_build_the_same_slides_at_once_both_end_well(tmp_path):
    build = [sys.executable, "-m", "helpers.publish.deck", PATHS[0], "--to", tmp_path]
    runs = [
        subprocess.Popen(build, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    assert [(run.communicate()[1], run.returncode) for run in runs] == [(b"", 0)] * 2
    assert {file.name for file in tmp_path.iterdir()} == {f"{PATHS[0].stem}.html", "index.html"}
    assert "</html>" in (tmp_path / f"{PATHS[0].stem}.html").read_text(encoding="utf-8")[-20:]


@POSIX
def test_a_checkout_that_cannot_be_written_opens_with_its_packages_elsewhere(tmp_path):
    checkout = tmp_path / "checkout"
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for name in listed:
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, checkout / name)
    folders = [path for path in checkout.rglob("*") if path.is_dir()]
    for path in (*folders, checkout):
        path.chmod(0o555)
    command = " ".join(
        [*POWERLESS, f"make VENV={tmp_path / 'venv'} COPIES={tmp_path / 'mine'} lab"]
    )
    try:
        with jupyterlab(tmp_path, checkout, command) as (_, _, log):
            assert "Permission denied" not in log.read_text(encoding="utf-8")
    finally:
        for path in (*folders, checkout):
            path.chmod(0o755)


# Prints for each locale, as JSON, what a learner sees of helpers, and digests of pictures.
SAYS = """
import hashlib, json, locale, os, sys, time
from pathlib import Path

import numpy as np
from helpers import data, drawing, panels
file = Path(sys.argv[1]) / "I.csv"
rows = "".join(f"{k},5;{'İi'[k % 2]}\\n" for k in range(12))
file.write_text("Größe;t\\n" + rows, encoding="utf-8")
shown = []
panels.show_widget = lambda widget, text, *more: shown.append((widget, text))

def draw(ax, rate=1.5):
    ax.plot([0, 1234.5], [0, rate])
    ax.set_title(f"I = {rate:.2f}")

def say():
    table = data.load_csv(file, "Größe", "t")
    yield table.report
    yield table.X.sum()
    yield data.split_report(table, *(np.arange(12) % 3 == part for part in (0, 1, 2)))
    try:
        data.load_csv(file.with_name("ı.CSV"), "x", "t")
    except FileNotFoundError as error:
        yield str(error).replace(sys.argv[1], "")
    panels.slider_panel(draw, alt="{rate:.1f}", rate=[0.5, 1.5])
    yield shown[-1][1]
    picture = drawing.still(draw, alt="A line", rate=2.5)
    for drawn in (shown[-1][0].standing.encode(), picture.content):
        yield hashlib.sha256(drawn).hexdigest()

for zone, name in map(str.split, sys.argv[2:]):
    os.environ["TZ"] = zone
    time.tzset()
    print(json.dumps([locale.setlocale(locale.LC_ALL, name), *map(str, say())]))
"""
ELSEWHERE = {
    "tr_TR.UTF-8": "Pacific/Kiritimati",
    "de_DE.UTF-8": "America/Adak",
    "ar_EG.UTF-8": "Asia/Kathmandu",
}


def says(folder, *places, **variables):
    """Return what is said at each place, which is a time zone and a locale."""
    script = folder / "says.py"
    script.write_text(SAYS, encoding="utf-8")
    source = "import sys, runpy; del sys.argv[0]; runpy.run_path(sys.argv[0])"
    ran = run(source, script, folder, *places, **variables)
    assert (ran.returncode, ran.stderr) == (0, "")
    (*said,) = map(json.loads, ran.stdout.splitlines())
    assert [line[0] for line in said] == [place.split()[1] for place in places]
    assert all(len(line) == 8 for line in said)
    return [line[1:] for line in said]


@POSIX
def test_helpers_say_the_same_in_every_locale_and_time_zone_and_in_ascii(tmp_path):
    known = locales(tmp_path)
    if not known:
        pytest.skip("needs the locales tr_TR, de_DE and ar_EG: on Debian, apt install locales")
    places = [f"{zone} {name}" for name, zone in ELSEWHERE.items() if name in known]
    home, *elsewhere = says(tmp_path, "UTC C", *places, LOCPATH=known.get("LOCPATH"))
    assert elsewhere == [home] * len(places)
    ascii_ = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert says(tmp_path, "UTC C", HOME=None, **ascii_) == [home]


def locales(folder):
    """Return the locales there are; if none, those compiled into `folder`, which LOCPATH names."""
    listed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout
    there = {line.lower().replace("-", "") for line in listed.splitlines()}
    known = {name: name for name in ELSEWHERE if name.lower().replace("-", "") in there}
    if known or not shutil.which("localedef"):
        return known
    for name in ELSEWHERE:
        words = ["localedef", "-i", name[:5], "-f", "UTF-8", str(folder / name)]
        if subprocess.run(words, capture_output=True, check=False).returncode == 0:
            known |= {name: name, "LOCPATH": str(folder)}
    return known


@POSIX
def test_the_lessons_say_in_turkish_what_is_stored(tmp_path):
    known = locales(tmp_path)
    if "tr_TR.UTF-8" not in known:
        pytest.skip("needs the locale tr_TR: on Debian, apt install locales")
    variables = {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"}
    if "LOCPATH" in known:
        variables["LOCPATH"] = known["LOCPATH"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n2", "-p", "no:cacheprovider", *PATHS],
        cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-4000:]
