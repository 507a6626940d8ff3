"""The pages as a reader opens them: from disk or from a server, in a browser, with no kernel."""

import re
import subprocess
import threading
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import hosted
import nbformat
import pytest
import yaml
from browser import axe_of, wait_for
from lessons import GLOSSARY, PATHS, ROOT, prose, read
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from playwright.sync_api import expect
from small import lesson

from helpers.drawing import still
from helpers.lesson import CannotBuildError, tags
from helpers.publish.deck.__main__ import overview
from helpers.publish.lesson import Published
from helpers.publish.pages import pages, written
from helpers.publish.pages.__main__ import main
from helpers.publish.pages.addresses import FILE, addresses
from helpers.publish.pages.archive import archive
from helpers.publish.pages.services import NO_WIDGETS, SAFARI, services

SMALL, OTHER, WORDS, FIRST = "01_small.html", "02_other.html", "glossary.html", "index.html"
TEACHERS = "teachers.html"
REPORTS = {NO_WIDGETS, SAFARI}  # what others have met, which the first page tells
SIZES = (1280, 720), (390, 844)
BINDER = "https://mybinder.org/v2/gh/a/b/HEAD?labpath=my_lessons/00_start_here.ipynb"
OPENING = "Turn a *line*.\n\n**Time.** 7 minutes."
LONG = "print('one line that is much wider than a telephone, and than a page')"
# a panel without axes, so that a telephone shows it as wide as a page does
WIDE = """panels.choice_panel(
    lambda ax, n: ax.text(0, 0, n), background=lambda ax: ax.axis("off"), alt="{n}", n=["a", "b"]
)"""
TERMS = """# Glossary

What is said.

## All

- **Slope, $s$**: the way up. [Lesson 1](01_small.ipynb#A-panel)
- **Way down**: minus the slope. [Lesson 1](01_small.ipynb)
"""


SOLUTION = """\
<details>
<summary>Our solution</summary>

Add.

```python
def add(a, b):
    return a + b
```

</details>"""


def small_lesson():
    """Return a lesson with the panel of the first page, a quiz, an exercise and its solution."""
    notebook = lesson()
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(OPENING))
    picture = still(background=lambda ax: ax.plot([0, 1]), alt="A line.")
    png = picture._repr_mimebundle_()[0]["image/png"]
    notebook.cells[3].outputs[0].data["image/png"] = png
    notebook.cells[3].outputs[0].metadata = {"image/png": {"alt": "slope 2"}}
    notebook.cells += [
        nbformat.v4.new_markdown_cell("### Exercise 1: add"),
        nbformat.v4.new_code_cell("exercises = type('', (), {'add': panels})"),
        nbformat.v4.new_code_cell("def add(a, b):\n    return ..."),
        nbformat.v4.new_code_cell("if False:\n    exercises.add.check(add)"),
        nbformat.v4.new_markdown_cell(SOLUTION),
        nbformat.v4.new_code_cell(LONG, outputs=[printed(LONG[7:-2])]),
        nbformat.v4.new_code_cell(WIDE, outputs=[shown("a\n[n: a to b]")]),
    ]
    notebook.cells[1].metadata.tags = ["opening"]
    notebook.cells[3].metadata.tags = ["panel", "landing"]
    notebook.cells[-4].metadata.tags = ["check"]
    notebook.cells[-3].metadata.tags = ["solution"]
    return notebook


def as_stored(path):
    return Published(read(path), {})


def with_words(*texts):
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_markdown_cell, texts)))
    for cell in notebook.cells[1:2]:
        cell.metadata.tags = ["opening"]
    return notebook


def shown(text):
    return nbformat.v4.new_output("display_data", {"text/plain": text})


def printed(text):
    return nbformat.v4.new_output("stream", name="stdout", text=f"{text}\n")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the pages of two small lessons and a glossary; the first has the panel of all."""
    folder = tmp_path_factory.mktemp("a site with spaces é")
    notebooks = {
        "01_small": small_lesson(),
        "02_other": with_words("# 2. Words", OPENING),
        "glossary": with_words(TERMS),
    }
    paths = [folder / f"{name}.ipynb" for name in notebooks]
    for path, notebook in zip(paths, notebooks.values(), strict=True):
        nbformat.write(notebook, path)
    (folder / "printed").mkdir()
    (folder / "printed/01_small.pdf").write_bytes(b"%PDF")
    place = folder / "site"
    options = ["--to", str(place), "--handouts", str(folder / "printed")]
    assert main([*map(str, paths), *options]) == 0
    return place


class Tab:
    """A page opened without a network, with what it asked for in vain and what went wrong."""

    def __init__(self, browser, address, size):
        viewport = dict(zip(("width", "height"), size, strict=True))
        self.context = browser.new_context(viewport=viewport)
        self.tab, self.wrong = self.context.new_page(), []
        own = address.partition("/")[0]
        self.tab.on(
            "request", lambda r: r.url.startswith((own, "blob:", "data:")) or self.note(r.url)
        )
        self.tab.on("requestfailed", lambda request: self.note(request.url))
        self.tab.on("pageerror", lambda error: self.note(str(error)))
        self.tab.on("console", lambda m: m.type == "error" and self.note(m.text))
        self.tab.goto(address)
        self.tab.wait_for_selector("html[data-alive]", state="attached")

    def note(self, text):
        self.wrong.append(text)


@pytest.fixture
def opened(browser, site):
    """Return a function that opens a page of the site, from disk or at an address."""
    tabs = []

    def open_page(name, size=SIZES[0], root=None):
        tabs.append(Tab(browser, f"{root or site.as_uri()}/{name}", size))
        return tabs[-1]

    yield open_page
    for tab in tabs:
        tab.context.close()


class Page(HTMLParser):
    """What a page holds: its places, its links, its headings and what it says of itself."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.tags, self.about = [], [], [], {}
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append(tag)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes["href"])
        if tag == "html":
            self.about["lang"] = attributes["lang"]
        if tag == "link":
            self.about[attributes["rel"]] = attributes["href"]
        if tag == "meta":
            name = attributes.get("name") or attributes.get("property")
            self.about[name] = attributes.get("content")


def parsed(site):
    return {path.name: Page(path.read_text(encoding="utf-8")) for path in site.glob("*.html")}


def dead(found):
    """Return the links of pages, given by name, that lead to none of them or to no place there."""
    lost = []
    for name, page in found.items():
        for link in page.links:
            file, _, place = unquote(link).partition("#")
            there = found.get(file or name)
            if file.endswith(".html") and "/" not in file and there is None:
                lost.append((name, link))
            if there and place and place not in there.ids:
                lost.append((name, link))
    return lost


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [FIRST, SMALL, WORDS, TEACHERS])
def test_a_page_opens_from_disk_asks_nobody_and_can_be_read_by_a_screen_reader(opened, name, size):
    page = opened(name, size)
    page.tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.tab.wait_for_timeout(100)
    assert page.wrong == []
    assert axe_of(page.tab) == []
    assert page.tab.evaluate("document.documentElement.scrollWidth") == size[0]


def test_it_works_on_a_server_too(opened, site):
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *about: None})
    with ThreadingHTTPServer(("localhost", 0), partial(quiet, directory=site)) as server:
        threading.Thread(target=server.serve_forever).start()
        page = opened(FIRST, root=f"http://localhost:{server.server_port}")
        pictures = page.tab.locator(".lessons img")
        for picture in pictures.all():
            picture.scroll_into_view_if_needed()
        wait_for(
            page.tab,
            "() => [...document.images].every(one => one.complete && one.naturalWidth > 0)",
        )
        assert pictures.count() == 1
        assert page.wrong == []
        server.shutdown()


@pytest.mark.parametrize("name", [FIRST, SMALL])
def test_a_slider_moves_its_picture_and_a_telephone_has_its_own(opened, name):
    for size, shown in zip(SIZES, (".course-lying", ".course-upright"), strict=True):
        panel = opened(name, size).tab.locator(".course-panel").first
        slider = panel.locator("input[type=range]")
        picture = panel.locator(f"{shown} svg[role=img]")
        expect(picture).to_have_attribute("aria-label", "slope 2")
        slider.press("End")
        expect(picture).to_have_attribute("aria-label", "slope 3")
        assert picture.is_visible()
        assert panel.locator("svg[role=img]:visible").count() == 1


# Where each part of a page stands.
TOPS = "[...document.querySelectorAll('h1, h2, h3')].map(one => one.offsetTop)"


@pytest.mark.parametrize("size", SIZES)
def test_a_panel_finds_its_place_kept_so_that_nothing_moves_when_it_comes(opened, size):
    page = opened(SMALL, size).tab
    tops = page.evaluate(TOPS)
    page.evaluate("document.querySelectorAll('.panel > *').forEach(one => one.remove())")
    assert page.evaluate(TOPS) == pytest.approx(tops, abs=30)


def test_a_quiz_answers_and_code_and_solutions_are_folded(opened):
    page = opened(SMALL).tab
    page.get_by_label("that").check()
    expect(page.locator(".course-feedback")).to_have_text("No, the other.")
    assert page.get_by_text("panels.quiz").count() == 0
    assert not page.get_by_text("panels.slider_panel").first.is_visible()
    solution = page.get_by_text("return a + b")
    assert not solution.is_visible()
    page.get_by_text("Our solution").click()
    assert solution.is_visible()


def test_what_is_too_wide_for_a_telephone_can_be_reached_with_keys(opened):
    wide, narrow = (opened(SMALL, size).tab for size in SIZES)
    for part in ("pre:has-text('much wider') >> nth=-1", ".course-picture >> nth=-1"):
        expect(narrow.locator(part)).to_have_attribute("tabindex", "0")
        expect(wide.locator(part)).not_to_have_attribute("tabindex", "0")


def test_an_aside_hangs_at_its_lesson_and_has_no_slides(tmp_path):
    names = "01_own", "01b_aside", "02_next"
    for name in names:
        nbformat.write(with_words(f"# {name}", OPENING), tmp_path / f"{name}.ipynb")

    def links(name):
        path = tmp_path / f"{name}.ipynb"
        return set(Page(pages.page(as_stored(path), path)).links)

    own, aside, after = map(links, names)
    assert {"01b_aside.html", "02_next.html", "slides/01_own.html"} <= own
    assert "01_own.html" in aside
    assert not {"02_next.html", "slides/01b_aside.html"} & aside
    assert "01_own.html" in after
    assert "01b_aside.html" not in after


def test_the_check_of_an_exercise_gives_way_to_a_line():
    check = nbformat.v4.new_code_cell("exercises.add.check(add)", metadata={"tags": ["check"]})
    (cell,) = pages._parts(check)
    assert cell.source == pages.CHECK


@pytest.mark.parametrize("asked", ["2", "02"])
def test_an_address_can_ask_for_a_lesson(opened, asked):
    page = opened(FIRST + f"?lesson={asked}")
    page.tab.wait_for_url(f"**/{OTHER}")
    expect(page.tab.locator("h1")).to_have_text("2. Words")


def test_a_lesson_that_there_is_not_is_said_as_text(opened):
    note = opened(FIRST + "?lesson=<b>9").tab.locator(".chosen")
    expect(note).to_have_text("There is no lesson <b>9. These are the lessons:")


def test_a_page_says_what_it_is(site):
    found = parsed(site)
    assert set(found) == {FIRST, SMALL, OTHER, WORDS, TEACHERS}
    for page in found.values():
        assert page.about["lang"] == "en"
        assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("title") == 1
        assert {"header", "nav", "footer"} <= set(page.tags)
        assert len(page.ids) == len(set(page.ids))
        assert page.about["og:title"]
        assert page.about["description"]
    assert found[SMALL].about["description"] == "Turn a line."
    assert found[WORDS].about["description"] == "What is said."


def test_pages_lead_to_each_other_and_to_what_belongs_to_them(site):
    found = parsed(site)
    assert dead(found) == []
    assert {SMALL, OTHER, WORDS, TEACHERS, "slides/index.html"} <= set(found[FIRST].links)
    assert {FIRST, OTHER, WORDS, "slides/01_small.html"} <= set(found[SMALL].links)
    assert {"slope", "way-down"} <= set(found[WORDS].ids)
    for link in ("how-one-neuron-learns.zip", "handouts/01_small.pdf"):
        assert link in found[FIRST].links
        assert (site / link).exists()


@pytest.fixture(scope="module")
def of_words():
    """Return the words of the real notebooks as they stand on pages."""
    renderers = dict.fromkeys(PATHS, pages.Renderer) | {GLOSSARY: pages.GlossaryRenderer}
    return {
        f"{path.stem}.html": Page(
            MarkdownWithMath(renderer=renderer(escape=False, exclude_anchor_links=True)).render(
                prose(path)
            )
        )
        for path, renderer in renderers.items()
    }


def test_every_link_of_the_course_leads_to_its_place(of_words):
    assert dead(of_words) == []
    assert sum(link.startswith("0") for link in of_words[WORDS].links) > 80


def test_every_term_of_the_glossary_has_a_place_of_its_own(of_words):
    terms = re.findall(r"^- \*\*", "\n".join(cell.source for cell in read(GLOSSARY).cells), re.M)
    own = [link[1:] for link in of_words[WORDS].links if re.fullmatch(r"#[a-z0-9-]+", link)]
    assert len(own) == len(set(own)) >= len(terms) > 50
    assert set(own) <= set(of_words[WORDS].ids)


def test_the_list_of_the_slides_leads_back_to_the_pages_where_there_are_any():
    alone, within = (Page(overview(PATHS[:1], home)) for home in ("", f"../{FIRST}"))
    assert within.links == [f"../{FIRST}", *alone.links]


def test_slides_say_what_they_are(small_deck_file):
    for html in (overview(PATHS[:1]), small_deck_file.read_text(encoding="utf-8")):
        page = Page(html)
        assert page.about["lang"] == "en"
        assert page.about["description"].casefold().find("live panels") > 0
        assert page.tags.count("title") == page.tags.count("main") == 1


def test_the_name_of_a_file_and_what_an_address_says_are_text(monkeypatch, tmp_path):
    hostile = "\"'><img src=x alt=x>&"
    known = {"repository": hostile, "site": hostile, "binder": ""}
    monkeypatch.setattr(pages, "addresses", lambda: known)
    words = with_words("# 1. Text", f"{hostile}\n\n**Time.** 7 minutes.", "## a < b & c")
    page = Page(pages.page(Published(words, {}), tmp_path / f"01_{hostile}.ipynb"))
    assert page.tags.count("img") == 1  # that of the words, which are Markdown
    assert page.about["description"] == hostile
    assert page.about["og:url"].startswith(f"{hostile}/01_%22%27")
    assert "a-<-b-&-c" in page.ids
    assert hostile in page.links


def test_one_lesson_has_the_panel_of_the_first_page():
    cells = [cell for path in PATHS for cell in read(path).cells if pages._is_landing(cell)]
    assert ["panel" in tags(cell) for cell in cells] == [True]


def test_an_address_that_there_is_not_is_written_nowhere(site):
    known = addresses()
    ours = [*known.values(), *(one.link for one in services(known))]
    for path in site.glob("*.html"):
        html = re.sub(r"http://www\.w3\.org/[\w/]+", "", path.read_text(encoding="utf-8"))
        found = set(re.findall(r"https?://[^\"]*", html))
        foreign = {url for url in found if not url.startswith(tuple(filter(None, ours)))}
        assert foreign == (REPORTS if path.name == FIRST else set())


def test_with_an_address_a_page_has_a_picture_for_those_who_link_to_it(monkeypatch):
    known = {"repository": "https://example.org/r", "site": "https://example.org/s", "binder": ""}
    monkeypatch.setattr(pages, "addresses", lambda: known)
    about = Page(pages.page(as_stored(PATHS[0]), PATHS[0])).about
    assert about["og:image"] == f"https://example.org/s/pictures/{PATHS[0].stem}.png"
    assert about["og:url"] == f"https://example.org/s/{PATHS[0].stem}.html" == about["canonical"]
    words = pages.page(as_stored(GLOSSARY), GLOSSARY, pages.GlossaryRenderer)
    assert "og:image" not in Page(words).about
    assert known["repository"] in Page(words).links


def test_the_first_page_names_the_repository_and_binder_where_there_are(monkeypatch):
    known = {"repository": "https://x.org/r", "site": "https://x.org/s", "binder": "https://b.org"}
    monkeypatch.setattr(pages, "addresses", lambda: known)
    (path,) = (path for path in PATHS if any(map(pages._is_landing, read(path).cells)))
    page = Page(pages.landing(as_stored(path), path))
    assert {"https://x.org/r", "https://b.org"} <= set(page.links)
    assert page.about["og:url"] == "https://x.org/s/" == page.about["canonical"]


ON_GITHUB = "https://github.com/a/b"
FAR = {"Google Colab", "Kaggle", "GitHub Codespaces", "Binder"}


def known_as(repository="", site="", binder=""):
    return {"repository": repository, "site": site, "binder": binder}


def test_on_github_each_service_has_a_link_that_names_the_repository():
    links = {one.name: one.link for one in services(known_as(ON_GITHUB, binder=BINDER)) if one.link}
    first = "blob/learners/00_start_here.ipynb"
    assert (ROOT / "notebooks" / first.rpartition("/")[2]).exists()
    container = "vscode://ms-vscode-remote.remote-containers/cloneInVolume"
    assert links == {
        "VS Code": f"https://vscode.dev/redirect?url={container}?url={ON_GITHUB}",
        "Google Colab": f"https://colab.research.google.com/github/a/b/{first}",
        "Kaggle": f"https://www.kaggle.com/kernels/welcome?src={ON_GITHUB}/{first}",
        "GitHub Codespaces": "https://codespaces.new/a/b?quickstart=1",
        "Binder": BINDER,
    }


@pytest.mark.parametrize("repository", ["", "https://example.org/a/b"])
def test_elsewhere_no_service_has_a_link(repository):
    assert [one.link for one in services(known_as(repository))] == [""] * 8


@pytest.mark.parametrize("known", [known_as(), known_as(ON_GITHUB, binder=BINDER)])
def test_the_first_page_offers_the_services_that_can_be_used(monkeypatch, known):
    monkeypatch.setattr(pages, "addresses", lambda: known)
    (path,) = (path for path in PATHS if any(map(pages._is_landing, read(path).cells)))
    html = pages.landing(as_stored(path), path)
    named = set(re.findall(r'<th scope="row">(.+?)</th>', html))
    assert named == {one.name for one in services(known) if one.near or one.link}
    assert named >= FAR if known["repository"] else not FAR & named
    assert {one.link for one in services(known) if one.link} <= set(Page(html).links)


def test_what_we_have_not_run_is_marked_so():
    told = {one.name: one.tried for one in services(known_as())}
    ours = {name for name, text in told.items() if text.startswith("Run by us:")}
    assert ours == {"JupyterLab 4.6", "JupyterLite", "Jupyter Notebook 7", "Google Colab"}
    assert all("not run by us" in told[name] for name in FAR | {"VS Code"})


def test_the_versions_of_colab_are_those_with_which_the_lessons_are_run():
    (told,) = (one.tried for one in services(known_as()) if one.name == "Google Colab")
    python, *_ = hosted.NEWER
    assert f"Python {python.removeprefix('python')}" in told
    for wanted in hosted.OLDEST:
        package, version = wanted.removesuffix(".*").removesuffix(".0").split("==")
        assert f"{package} {version}" in told.casefold()
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text())
    runs = workflow["jobs"]["test"]["strategy"]["matrix"]["include"]
    (run,) = (run for run in runs if run["run"] == "make hosted")
    assert f"python{run['python']}" == python


README = "# Title\n\n<!-- link -->\nold\n<!-- /link -->\n\n<!-- services -->\n<!-- /services -->\n"


def test_the_readme_begins_with_the_link_once_there_is_one():
    known = known_as(ON_GITHUB, "https://a.example/b", BINDER)
    text = written.with_blocks(README, known)
    assert text.splitlines()[3].startswith("**[Open the course](https://a.example/b/)**")
    assert f"[Binder]({BINDER})" in written.link(known)
    assert text.count("| [Google Colab](https://colab.") == 1
    assert written.with_blocks(text, known) == text
    assert written.with_blocks(text, known_as()) == written.with_blocks(README, known_as())


@pytest.mark.parametrize("known", [known_as(), known_as("https://example.org/r")])
def test_the_readme_names_no_address_that_there_is_not(known):
    assert set(
        re.findall(r"https://[^)]*", written.link(known) + written.table(known))
    ) == REPORTS | {"https://mybinder.org"}


def test_an_address_is_written_into_the_readme_and_each_lesson_and_then_nothing_changes(
    monkeypatch, tmp_path, capsys
):
    monkeypatch.setattr(written, "addresses", lambda: known_as(ON_GITHUB, binder=BINDER))
    (tmp_path / "README.md").write_text(README)
    (tmp_path / "notebooks").mkdir()
    for path in (*PATHS[:2], GLOSSARY):
        nbformat.write(read(path), tmp_path / "notebooks" / path.name)
    written.main(tmp_path)
    names = ["README.md", *(path.name for path in PATHS[:2])]
    assert capsys.readouterr().out.splitlines() == [f"wrote {name}" for name in names]
    assert ON_GITHUB in (tmp_path / "README.md").read_text()
    for path in PATHS[:2]:
        before, after = read(path).cells, read(tmp_path / "notebooks" / path.name).cells
        changed = [cell.source for cell, old in zip(after, before, strict=True) if cell != old]
        assert changed == [written.set_up(ON_GITHUB, path.name)]
    written.main(tmp_path)
    assert capsys.readouterr().out == ""


def test_the_readme_says_what_the_setting_says():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert written.with_blocks(readme, addresses()) == readme


def test_a_readme_without_the_marks_is_refused():
    with pytest.raises(CannotBuildError, match="<!-- /link --> once, but holds them 0 times"):
        written.with_blocks("# Title\n", known_as())


@pytest.mark.parametrize(
    ("repository", "binder"),
    [
        ("", ""),
        ("https://example.org/a/b", ""),
        ("https://github.com/a/b/", BINDER),
    ],
)
def test_binder_is_offered_where_it_finds_the_repository(tmp_path, repository, binder):
    (tmp_path / "a.json").write_text(f'{{"repository": "{repository}", "site": ""}}')
    known = addresses(tmp_path / "a.json")
    assert known == {"repository": repository.rstrip("/"), "site": "", "binder": binder}


@pytest.mark.parametrize(
    "wrong", ["example.org", "http://example.org", "https://", "https://e.org/?a"]
)
def test_an_address_that_is_none_is_refused(tmp_path, wrong):
    (tmp_path / "a.json").write_text(f'{{"repository": "", "site": "{wrong}"}}')
    with pytest.raises(CannotBuildError, match="the site in addresses.json should be empty or"):
        addresses(tmp_path / "a.json")


def test_the_archive_holds_the_course_and_is_the_same_each_time():
    content = archive()
    assert content == archive()
    names = ZipFile(BytesIO(content)).namelist()
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    missing = {name for name in tracked if f"how-one-neuron-learns/{name}" not in names}
    assert all(name.startswith(".") for name in missing), missing
    assert not any("/." in name or "__pycache__" in name for name in names)
    assert FILE.relative_to(ROOT).as_posix() in {name.partition("/")[2] for name in names}


def test_what_cannot_be_built_is_said_and_all_else_is_built(tmp_path, capsys):
    paths = [tmp_path / "03_bare.ipynb", tmp_path / "glossary.ipynb"]
    for path, text in zip(paths, ("No heading.", TERMS), strict=True):
        nbformat.write(with_words(text), path)
    assert main([*map(str, paths), "--to", str(tmp_path / "site")]) == 1
    assert "03_bare.ipynb: a lesson should have a heading" in capsys.readouterr().err
    assert sorted(path.name for path in (tmp_path / "site").glob("*.html")) == [WORDS, TEACHERS]


def test_a_folder_that_is_a_file_is_named(tmp_path, capsys):
    (tmp_path / "site").write_text("")
    assert main([str(GLOSSARY), "--to", str(tmp_path / "site")]) == 1
    assert "this folder cannot be written" in capsys.readouterr().err
