"""Faults of the machine and odd places: a full disk, a locked folder, a far locale, a name."""

import ast
import errno
import os
import shutil
import socket
import subprocess
import sys
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from browser import POWERLESS
from IPython.core.formatters import DisplayFormatter
from jupyter_client.connect import LocalPortCache
from lessons import ROOT, read
from test_panel_module import U, V, control, opened  # noqa: F401 - a fixture

from helpers import data, notebooks
from helpers.files import write_whole
from helpers.publish import building
from helpers.publish.deck import __main__ as slides
from helpers.publish.deck import deck
from helpers.publish.lesson import Lesson, Published

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no such limits and rights")
HOSTILE = "<script>alert(1)<img src=x onerror=alert(1)>\"'&#% ?"


def run(source, *arguments, powerless=False, **variables):
    """Run Python with a limited power, in an environment in which some variables may be missing."""
    environment = os.environ | variables
    return subprocess.run(
        [*POWERLESS * powerless, sys.executable, "-c", source, *map(str, arguments)],
        cwd=ROOT, env={key: value for key, value in environment.items() if value is not None},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "ü and spaces"
    place.mkdir()
    yield place
    place.chmod(0o755)


def fill_disk(monkeypatch):
    """Let every file end in the middle, as it does when the disk is full."""

    def half(path, content):
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)


FULL = "could not be written (No space left on device), so it is as it was: make room, or choose"


def test_a_full_disk_leaves_the_old_file_and_nothing_else(folder, monkeypatch):
    path = folder / "deck.html"
    path.write_text("old", encoding="utf-8")
    fill_disk(monkeypatch)
    with pytest.raises(OSError, match="deck.html could not be written") as told:
        write_whole(path, "new" * 1000)
    assert FULL in str(told.value)
    assert [file.name for file in folder.iterdir()] == ["deck.html"]
    assert path.read_text(encoding="utf-8") == "old"


WRITES = "import sys, pathlib; from helpers.files import write_whole; "
WRITES_MUCH = WRITES + (
    "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)); "
    "write_whole(pathlib.Path(sys.argv[1]), 'new' * 10_000)"
)


@POSIX
def test_a_limit_of_the_system_leaves_the_old_file_too(folder):
    path = folder / "deck.html"
    path.write_text("old", encoding="utf-8")
    ran = run(WRITES_MUCH, path)
    assert "deck.html could not be written (File too large)" in ran.stderr.splitlines()[-1]
    assert [file.read_text(encoding="utf-8") for file in folder.iterdir()] == ["old"]


@POSIX
def test_a_folder_that_cannot_be_written_is_told(folder):
    folder.chmod(0o555)
    ran = run(WRITES + "write_whole(pathlib.Path(sys.argv[1]), '')", folder / "x", powerless=True)
    assert "x could not be written (Permission denied)" in ran.stderr.splitlines()[-1]


@POSIX
def test_two_that_write_the_same_file_at_once_do_not_disturb_each_other(folder):
    path = folder / "deck.html"
    texts = ["a" * 200_000, "b" * 200_000]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda k: write_whole(path, texts[k % 2]), range(200)))
    assert path.read_text(encoding="utf-8") in texts
    assert list(folder.iterdir()) == [path]


def test_a_full_disk_leaves_the_notebook_as_it_was(folder, monkeypatch):
    path = folder / "01_lesson.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), path)
    before = path.read_bytes()
    monkeypatch.setattr(notebooks, "run", lambda *_: None)
    fill_disk(monkeypatch)
    with pytest.raises(OSError, match="so it is as it was"):
        notebooks.execute(path)
    assert path.read_bytes() == before


PICTURE = b64encode(b"\x89PNG").decode()


def lesson(path):
    """Write a lesson that needs no kernel: a title, an exercise and a picture."""
    output = nbformat.v4.new_output(
        "display_data",
        {"image/png": PICTURE, "text/plain": "A line."},
        metadata={"image/png": {"alt": "A line."}},
    )
    cells = [
        nbformat.v4.new_markdown_cell("# 1. Small"),
        nbformat.v4.new_markdown_cell("**Time.** 5 minutes.\n\n### Exercise\n\nDo it."),
        nbformat.v4.new_code_cell("draw()", outputs=[output]),
    ]
    for cell in cells:
        cell.metadata.slideshow = {"slide_type": "slide"}
    cells[1].metadata.update(tags=["opening"], slide={"headline": "Do it", "layout": "exercise"})
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.fixture
def built(folder, monkeypatch):
    """Return a function that builds decks in this process, of lessons taken as they stand."""

    def as_it_is(path):
        stored = Published(read(path), {})
        return Lesson(stored, stored)

    monkeypatch.setattr(deck, "run", as_it_is)
    monkeypatch.setattr(building, "ProcessPoolExecutor", ThreadPoolExecutor)

    def build(*paths):
        return slides.main([*map(str, paths), "--to", str(folder / "slides")])

    return build


def test_a_full_disk_leaves_the_old_slides_and_names_each(folder, built, monkeypatch, capsys):
    paths = [lesson(folder / f"0{k}_lesson.ipynb") for k in (1, 2)]
    assert built(*paths) == 0
    old = {file: file.read_bytes() for file in (folder / "slides").iterdir()}
    capsys.readouterr()
    fill_disk(monkeypatch)
    assert built(*paths) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert all(line.startswith("NOT built: ") and FULL in line for line in told)
    assert {file: file.read_bytes() for file in (folder / "slides").iterdir()} == old


def test_slides_for_a_place_that_is_no_folder_are_refused_before_the_lessons_run(
    folder, built, monkeypatch, capsys
):
    (folder / "slides").touch()
    monkeypatch.setattr(deck, "build", lambda path: pytest.fail("it ran the lesson"))
    assert built(lesson(folder / "01_lesson.ipynb")) == 1
    told = capsys.readouterr().err
    assert told.endswith("this folder cannot be written (File exists); name another with --to\n")
    assert told.count("\n") == 1


def test_slides_for_a_folder_that_is_locked_are_refused_in_one_line(
    folder, built, monkeypatch, capsys
):
    def locked(**options):
        raise PermissionError(errno.EACCES, "Permission denied", f"{options['dir']}/x")

    monkeypatch.setattr(building, "TemporaryFile", locked)
    assert built(lesson(folder / "01_lesson.ipynb")) == 1
    assert capsys.readouterr().err == (
        f"NOT built: {folder / 'slides'}: this folder cannot be written (Permission denied); "
        "name another with --to\n"
    )


def test_a_failing_npm_is_told_in_one_piece(folder, built, monkeypatch, capsys):
    def fails():
        raise RuntimeError("npm could not install the JavaScript")

    monkeypatch.setattr(slides.packages, "folder", fails)
    assert built(lesson(folder / "01_lesson.ipynb")) == 1
    assert capsys.readouterr().err.endswith("slides: npm could not install the JavaScript\n")


@POSIX
def test_a_checkout_that_cannot_be_written_is_named_by_make_lab(folder):
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    folder.chmod(0o555)
    ran = subprocess.run(
        [*POWERLESS, "make", "VENV=.venv", "LOCK=requirements.lock", "lab"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode
    assert f"Permission denied: '{folder / '.venv'}'" in ran.stderr


class Seen(HTMLParser):
    """What a browser makes of a page: its elements, its links and its text."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.links, self.text = [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes).get("src", "")))
        self.links += [value for name, value in attributes if name == "href"]

    def handle_data(self, text):
        self.text += text


@POSIX
def test_the_name_of_a_file_is_text_in_decks_and_a_link_leads_to_it(folder, built, browser):
    name = f"01_{HOSTILE}"
    paths = [lesson(folder / f"{name}.ipynb"), lesson(folder / "02_next.ipynb")]
    assert built(*paths) == 0
    for file in (folder / "slides").iterdir():
        seen = Seen(file.read_text(encoding="utf-8"))
        assert ("img", "x") not in seen.elements
        assert {unquote(link) for link in seen.links} <= {p.name for p in file.parent.iterdir()}
        if file.stem == name:
            assert f"In the notebook {name}.ipynb" in seen.text
    page = browser.new_page()
    wrong = []
    page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    page.goto((folder / "slides/index.html").as_uri())
    page.locator("a").first.click()
    page.wait_for_selector("html[data-alive]", state="attached")
    assert unquote(page.url).endswith(f"/{name}.html")
    assert wrong == []
    page.close()


@POSIX
def test_the_name_of_a_file_is_text_in_reports_and_errors(folder):
    path = folder / f"{HOSTILE}.csv"
    path.write_text("x,t\n" + "".join(f"{k},{'ab'[k % 2]}\n" for k in range(12)), encoding="utf-8")
    table = data.load_csv(path, "x", "t")
    shown, _ = DisplayFormatter().format(table)
    assert shown == {"text/plain": table.report}
    assert table.report.startswith(f"{HOSTILE}.csv: ")
    with pytest.raises(data.NoColumnError) as told:
        data.load_csv(path, "z", "t")
    assert str(told.value).startswith(f"{HOSTILE}.csv has no column z")


SILENT = "No news from Python for 10 seconds. If it has stopped, run the cells again."


def test_a_panel_whose_kernel_is_gone_says_that_it_has_no_news(opened):  # noqa: F811
    page = opened(U, V, drawn=False)
    page.clock.install()
    note = page.locator(".course-note")
    page.evaluate("change('percent', 5)")
    page.clock.fast_forward(9_000)
    page.evaluate("change('percent', 6)")
    page.clock.fast_forward(9_000)
    assert note.inner_text() == "drawing: 6 %"
    page.clock.fast_forward(2_000)
    assert note.inner_text() == SILENT
    page.evaluate("change('percent', 7)")
    assert note.inner_text() == "drawing: 7 %"
    page.evaluate("change('trouble', 'It was interrupted.')")
    page.clock.fast_forward(60_000)
    assert note.inner_text() == "It was interrupted."


def test_a_panel_that_is_complete_or_gone_waits_for_no_news(opened):  # noqa: F811
    page = opened(U, V)
    page.clock.install()
    page.evaluate("change('percent', 100)")
    page.clock.fast_forward(60_000)
    assert page.locator(".course-note").inner_text() == ""


@pytest.mark.parametrize(
    ("locale", "zone"),
    [("tr-TR", "Europe/Istanbul"), ("de-DE", "Pacific/Kiritimati"), ("ar-EG", "Africa/Cairo")],
)
def test_a_panel_says_the_same_in_every_language_of_a_browser(opened, locale, zone):  # noqa: F811
    controls = (
        control("rate", ["0.10", "1,5"]),
        control("step", range(3), kind="player", interval=9),
    )
    said = []
    for options in ({}, {"locale": locale, "timezone_id": zone}):
        page = opened(*controls, **options)
        page.get_by_role("slider", name="rate").press("End")
        number = page.get_by_role("spinbutton")
        number.fill("2")
        said.append((page.locator("main").inner_text(), number.input_value()))
    assert said[0] == said[1]
    assert said[0][1] == "2"


@POSIX
def test_a_notebook_is_executed_without_a_home_in_a_folder_with_spaces(folder):
    path = folder / "01 ü.ipynb"
    cells = [nbformat.v4.new_code_cell("import os\n'HOME' in os.environ")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    ran = run("import sys; from helpers.notebooks import main; main(sys.argv[1:])", path, HOME=None)
    assert (ran.stdout, ran.stderr) == (f"executed {path}\n", "")
    assert read(path).cells[0].outputs[0].data["text/plain"] == "False"


def test_a_kernel_that_finds_its_port_taken_starts_once_more(folder, monkeypatch):
    free_port, given = LocalPortCache.find_available_port, []

    def port(cache, ip):
        given.append(ip)
        return taken.getsockname()[1] if len(given) == 1 else free_port(cache, ip)

    monkeypatch.setattr(LocalPortCache, "find_available_port", port)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("6 * 7")])
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        notebooks.run(notebook, folder)
    assert len(given) == 10  # five ports for each start
    assert notebook.cells[0].outputs[0].data["text/plain"] == "42"


@pytest.mark.parametrize(
    ("message", "starts"),
    [("Kernel died before replying to kernel_info", notebooks.STARTS), ("Out of memory", 1)],
)
def test_a_kernel_that_never_starts_is_an_error(message, starts):
    started = []

    def start():
        started.append(1)
        raise RuntimeError(message)

    with pytest.raises(RuntimeError, match=message):
        notebooks.with_kernel(start)
    assert len(started) == starts


def test_every_text_is_read_and_written_in_one_encoding_whatever_the_system_speaks():
    asked = [
        (call.lineno, {keyword.arg for keyword in call.keywords})
        for path in ROOT.glob("helpers/**/*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", ""))
        in {"open", "read_text", "write_text"}
    ]
    assert len(asked) > 5
    assert all("encoding" in named for _, named in asked)
