"""The lessons in JupyterLite, as a learner meets them who has nothing but a browser.

All that the browser needs comes from the site itself; whatever else it asks for is refused and
told. That every notebook says there what is stored is tested by `make browser`.
"""

import json
from pathlib import Path

import pytest
from browser import STRANGER
from lessons import path_of, read
from lite import LiteNotebook, alone, build, landing, served
from playwright.sync_api import expect

from helpers.lesson import tags
from helpers.publish.lite import pyodide
from helpers.publish.lite.jupyterlite import NAME

FIRST, OWN = path_of("01"), path_of("06")
WRONG = "def my_change_of_output(y_hat, x, dw):\n    return x * dw"
RIGHT = "def my_change_of_output(y_hat, x, dw):\n    return y_hat * (1 - y_hat) * x * dw"
CSV = "a;kind\n" + "".join(f"{i},5;{'yes' if i % 3 else 'no'}\n" for i in range(30))
OF_OWN = (
    "file = 'own.csv'\n\ntable = data.load_csv(file, ['a'], 'kind')\nprint(table)"  # as one writes
)
NO_PYTHON = "**/*.wasm", lambda route: route.abort()
NETWORK = pyodide.NETWORK.format(pyodide.version())
STORED = """async name =>
  (await jupyterapp.serviceManager.contents.get(name, {content: true})).content"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build a first page, and JupyterLite with two lessons."""
    folder = tmp_path_factory.mktemp("a site with spaces é")
    (folder / "index.html").write_text(landing(folder), encoding="utf-8")
    build(folder, [FIRST, OWN])
    return folder


@pytest.fixture(scope="module")
def root(site):
    with served(site) as address:
        yield address


@pytest.fixture
def opened(lonely, root):
    """Return a function that opens a page of the site, and refuse all that is not of the site."""
    contexts, asked = [], []

    def opening(address="", size=(1280, 720), host="localhost", routes=(), clock=False, **options):
        viewport = dict(zip(("width", "height"), size, strict=True))
        contexts.append(lonely.new_context(viewport=viewport, **options))
        place = root.replace("localhost", host)
        alone(contexts[-1], place, asked)
        for addresses, answer in routes:
            contexts[-1].route(addresses, answer)
        if clock:
            contexts[-1].clock.install()
        page = contexts[-1].new_page()
        page.goto(f"{place}/{address}")
        return page

    yield opening
    for context in contexts:
        context.close()
    assert asked == []


def notice(page, text):
    return page.locator(".Toastify").get_by_text(text)


def choose(page, item):
    """Choose an item of the menu *Course*."""
    page.locator("#jp-MainMenu").get_by_text("Course", exact=True).click()
    page.locator(".lm-Menu").get_by_text(item, exact=True).click()


def test_a_learner_runs_a_lesson_with_a_browser_alone_and_finds_the_work_again(opened):
    page = opened()
    page.get_by_role("link", name="Run 1. The sigmoid").click()
    lesson = LiteNotebook(page)
    run_to_the_end(lesson)
    move_each_slider(lesson)
    exercise = answer_wrongly_and_rightly(lesson)
    lesson.save()
    place = read_own_file(lesson)

    page.reload()
    page.locator(".lm-TabBar-tab", has_text="06_").click()
    assert lesson.index(OF_OWN) == place
    page.locator(".jp-DirListing-item", has_text="own.csv").wait_for()
    kept = page.evaluate(STORED, FIRST.name)
    assert kept["cells"][exercise]["source"] == RIGHT
    assert "image/png" in json.dumps(kept)
    assert "widget-view" not in json.dumps(kept)

    with page.expect_download() as download:
        choose(page, "Download This Lesson")
    taken = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert "".join(taken["cells"][place]["source"]) == OF_OWN
    assert lesson.wrong == []
    page.on("dialog", lambda dialog: dialog.accept())
    choose(page, "Begin This Lesson Afresh")
    page.locator(".jp-Cell", has_text="data/penguins.csv").first.wait_for(state="attached")
    assert lesson.cells()[place]["source"] == read(OWN).cells[place].source
    choose(page, "All Lessons")
    expect(page.locator("h1")).to_have_text("How one neuron learns")


def run_to_the_end(lesson):
    """Run a lesson and compare what its cells say with what is stored."""
    notice(lesson.page, "Python is starting").wait_for()
    notice(lesson.page, "What you write is kept in this browser").wait_for()
    notice(lesson.page, "Python is ready").wait_for(timeout=120_000)
    lesson.run_all(read(FIRST).cells, timeout=120_000)
    assert lesson.says_what_is_stored(FIRST)


def move_each_slider(lesson):
    """Move the first slider of each panel to its end, and see its picture change."""
    cells = read(FIRST).cells
    found = [i for i, cell in enumerate(cells) if "panel" in tags(cell)]
    assert len(found) > 2
    for index in found:
        panel = lesson.cell(index).locator("[data-live]")
        picture = panel.locator("svg[role=img]")
        before = picture.get_attribute("aria-label")
        panel.locator("input[type=range]").first.press("End")
        expect(picture).not_to_have_attribute("aria-label", before)


def answer_wrongly_and_rightly(lesson):
    """Answer a quiz and an exercise, and return the place of the exercise."""
    quiz = lesson.cell(next(i for i, c in enumerate(read(FIRST).cells) if "quiz" in tags(c)))
    quiz.get_by_role("radio", name="0: no day for a swim").check()
    expect(quiz.locator(".course-feedback")).to_contain_text("and 1 / (1 + e⁰) is not 0.")
    exercise = lesson.index("def my_change_of_output")
    for answer, verdict in ((WRONG, "Not yet"), (RIGHT, "Right")):
        lesson.write(exercise, answer)
        lesson.run(exercise)
        assert verdict in lesson.run(exercise + 1)
    return exercise


def read_own_file(lesson):
    """Upload a file in lesson 06 and read it there; return the place of the cell that does."""
    page = lesson.page
    lesson.open("06_")
    with page.expect_file_chooser() as chooser:
        page.locator(".jp-FileBrowser").get_by_title("Upload Files").first.click()
    chooser.value.set_files({"name": "own.csv", "mimeType": "text/csv", "buffer": CSV.encode()})
    page.locator(".lm-TabBar-tab.lm-mod-current", has_text="own.csv").wait_for()
    page.locator(".lm-TabBar-tab", has_text="06_").click()
    place = lesson.index("file = ")
    for index in lesson.code_before(place):
        lesson.run(index, timeout=120_000)
    lesson.write(place, OF_OWN)
    said = lesson.run(place)
    assert "own.csv: UTF-8, semicolons between columns, decimal commas" in said
    lesson.save()
    return place


WRITE = """async ([name, place, source]) => {
  const {contents} = jupyterapp.serviceManager;
  const file = await contents.get(name, {content: true});
  if (source) file.content.cells[place].source = source;
  await contents.save(name, file);
}"""


@pytest.mark.parametrize("written_in", [False, True])
def test_a_lesson_that_is_kept_follows_the_course_unless_somebody_has_written_in_it(
    opened, root, site, written_in
):
    """Without Python, which is not needed for it."""
    address = f"lite/lab/index.html?path={FIRST.name}"
    page = opened(address, routes=[NO_PYTHON])
    lesson = LiteNotebook(page)
    place = next(
        i for i, c in enumerate(lesson.cells()) if "exercise" in c["metadata"].get("tags", [])
    )
    assert not any(cell.get("outputs") for cell in lesson.cells())
    page.wait_for_function(
        "name => localStorage.getItem(`how-one-neuron-learns given ${name}`)", arg=FIRST.name
    )
    page.evaluate(WRITE, [FIRST.name, place, RIGHT if written_in else ""])

    file = site / "lite/files" / FIRST.name
    stored = file.read_text(encoding="utf-8")
    newer = json.loads(stored)
    newer["cells"][0]["source"] = "# 1. New"
    file.write_text(json.dumps(newer), encoding="utf-8")
    try:
        page.goto(f"{root}/{address}")
        if written_in:
            notice(page, "There is a newer version of this lesson").wait_for()
            assert lesson.cells()[place]["source"] == RIGHT
        else:
            page.locator(".jp-Cell h1", has_text="1. New").wait_for()
    finally:
        file.write_text(stored, encoding="utf-8")


def test_back_leads_to_where_the_lesson_was_opened(opened):
    page = opened(routes=[NO_PYTHON])
    page.get_by_role("link", name="Run 1. The sigmoid").click()
    page.locator(".jp-Cell h1").wait_for()
    page.wait_for_function("() => !location.search.includes('path=')")
    page.go_back()
    expect(page.locator("h1")).to_have_text("How one neuron learns")


def test_over_plain_http_a_lesson_reads_its_data_and_the_page_says_what_is_missing(opened):
    page = opened(f"lite/lab/index.html?path={OWN.name}", host=STRANGER)
    assert page.evaluate("isSecureContext") is False
    lesson = LiteNotebook(page)
    lesson.run_whole()
    assert lesson.says_what_is_stored(OWN)
    notice(page, "use https, or localhost").wait_for()


@pytest.mark.parametrize("silent", [False, True])
def test_a_network_that_blocks_python_is_told_so(opened, silent):
    blocked = (lambda route: None) if silent else (lambda route: route.abort())
    routes = [("**/jupyter-lite.json*", from_the_network), (NETWORK + "**", blocked)]
    page = opened(f"lite/lab/index.html?path={FIRST.name}", routes=routes, clock=silent)
    if silent:
        notice(page, "Python is starting").wait_for()
        page.clock.fast_forward(30_000)
    notice(page, "Python comes from cdn.jsdelivr.net, which does not answer").wait_for()
    expect(notice(page, "Python is starting")).to_have_count(0)


def from_the_network(route):
    """Answer with the settings of a site that takes Python from its content network."""
    settings = route.fetch().text()
    route.fulfill(body=settings.replace("./static/pyodide/pyodide.mjs", NETWORK + "pyodide.mjs"))


def test_what_a_browser_cannot_do_is_said(opened):
    lesson = f"lite/lab/index.html?path={FIRST.name}"
    page = opened(lesson, service_workers="block", routes=[NO_PYTHON], clock=True)
    notice(page, "Python is starting").wait_for()
    page.clock.fast_forward(60_000)
    notice(page, "Python has not started for a minute").wait_for()
    notice(page, "use a window that is not private").wait_for()
    texts = page.evaluate(
        f"import('../extensions/{NAME}/static/notices.js').then(all => all.TEXTS)"
    )
    assert len(texts) > 5
    assert {name: text for name, text in texts.items() if len(text) > 140} == {}  # or it is cut


def test_on_a_telephone_the_lesson_has_the_whole_page(opened):
    lesson = f"lite/lab/index.html?path={FIRST.name}"
    page = opened(lesson, size=(390, 844), routes=[NO_PYTHON])
    page.locator(".jp-Cell h1").wait_for()
    notice(page, "Python is starting").wait_for()
    assert page.locator(".jp-Cell h1").bounding_box()["width"] > 200


def test_from_a_disk_the_page_says_that_it_needs_a_server(lonely, site):
    page = lonely.new_page()
    page.goto((site / "lite/lab/index.html").as_uri())
    expect(page.get_by_role("alert")).to_contain_text("JupyterLite needs a web server")
    page.get_by_role("link", name="All lessons").click()
    expect(page.locator("h1")).to_have_text("How one neuron learns")
    page.close()
