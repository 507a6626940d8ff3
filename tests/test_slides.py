"""The slides as a teacher opens them: from disk, in a real browser, with all traffic blocked."""

import re
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from xml.etree import ElementTree

import nbformat
import pytest
from browser import MOVES, heap
from lessons import PATHS, ROOT, prose, read

from helpers.slides import deck, packages
from helpers.slides.__main__ import main, overview
from helpers.slides.formulas import NoMathMLError, mathml

UPRIGHT = 420, 800
CHECKS = ROOT / "tests" / "javascript"
SIZES = (1280, 720), (1920, 1080), (1024, 768), UPRIGHT
each = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def built(request):
    """Return the lessons whose decks the selected tests open; all if they name none."""
    cases = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    asked = {case["page"] for case in cases if "page" in case}
    return [path for path in PATHS if path in asked] or PATHS


@pytest.fixture(scope="module")
def folder(tmp_path_factory, built):
    """Build the decks, two at a time, as `make slides` does."""
    place = tmp_path_factory.mktemp("slides with spaces é")
    with ProcessPoolExecutor(max_workers=2) as pool:
        for path, html in zip(built, pool.map(deck.build, built), strict=True):
            (place / f"{path.stem}.html").write_text(html, encoding="utf-8")
    (place / "index.html").write_text(overview(built), encoding="utf-8")
    return place


class Page:
    """A deck opened in the browser, with what it asked for and what went wrong."""

    def __init__(self, browser, file, query=""):
        self.wrong = []
        self.context = browser.new_context(viewport={"width": 1280, "height": 720})
        self.context.set_offline(True)
        self.tab = self.context.new_page()
        self.tab.set_default_timeout(15_000)
        self.tab.on("request", self._note_request)
        self.tab.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.tab.on("console", lambda m: m.type == "error" and self.wrong.append(m.text))
        self.tab.goto(file.as_uri() + query)
        self.tab.wait_for_selector("html[data-alive]", state="attached")

    def _note_request(self, request):
        if not request.url.startswith(("file:", "blob:", "data:")):
            self.wrong.append(request.url)

    def slides(self):
        """Go to each slide in turn and yield its number and its locator."""
        for number in range(self.tab.evaluate("Reveal.getTotalSlides()")):
            self.tab.evaluate(
                """n => { const {h, v} = Reveal.getIndices(Reveal.getSlides()[n]);
                          Reveal.slide(h, v); }""",
                number,
            )
            yield number, self.tab.locator("section.present:not(.stack)")


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path.stem)
def page(request, browser, folder):
    opened = Page(browser, folder / f"{request.param.stem}.html")
    opened.path = request.param
    yield opened
    opened.context.close()


def picture(slide):
    """Return what can be seen of the pictures of a slide, as one text."""
    return slide.evaluate(
        "slide => [...slide.querySelectorAll('svg[role=img]')]"
        ".filter(svg => svg.checkVisibility()).map(svg => svg.outerHTML).join()"
    )


def wait_for_change(tab, slide, before):
    for _ in range(40):
        if picture(slide) != before:
            return True
        tab.wait_for_timeout(25)
    return False


@each
def test_a_deck_is_a_talk(path):
    notebook = deck.talk(read(path))
    starts = [cell for cell in notebook.cells if "slide_columns" in cell.metadata]
    assert (8 if path.name.startswith("00") else 12) <= len(starts) <= 25
    assert all(len(cell.metadata.speaker_notes.split()) >= 8 for cell in starts)
    kinds = [cell.metadata.slideshow.slide_type for cell in starts]
    assert set(kinds) == {"slide", "subslide"}
    assert all("solution" not in cell.metadata.get("tags", []) for cell in notebook.cells)


@each
def test_every_quiz_and_every_panel_is_on_a_slide(path):
    on_slides = {cell.id for cell in deck.talk(read(path)).cells}
    for cell in read(path).cells:
        if cell.source.startswith("panels."):
            assert cell.id in on_slides, cell.source


def test_it_opens_without_a_request_and_without_an_error(page):
    assert page.wrong == []
    assert page.tab.evaluate("document.documentElement.lang") == "en"
    assert page.tab.locator("section.present:not(.stack) h1").is_visible()


def test_every_slider_and_every_choice_changes_its_picture(page):
    moved = 0
    for _, slide in page.slides():
        for slider in slide.locator("input[type=range]").all():
            slider.focus()
            shown = set()
            for key in ("Home", "End", "ArrowLeft", "ArrowLeft"):
                before = picture(slide)
                page.tab.keyboard.press(key)
                wait_for_change(page.tab, slide, before)
                shown.add(picture(slide))
            assert len(shown) >= 3
            assert slide.evaluate("s => s.classList.contains('present')")
            moved += 1
        for button in slide.locator(".course-choice input").all()[1:]:
            before = picture(slide)
            button.check()
            assert wait_for_change(page.tab, slide, before)
            moved += 1
    assert moved
    assert page.wrong == []


def test_a_slider_follows_the_mouse_and_a_clicker_turns_the_page_all_the_same(page):
    number, slide = next(
        (number, slide)
        for number, slide in page.slides()
        if slide.locator("input[type=range]").count()
    )
    slider = slide.locator("input[type=range]").first
    slider.press("Home")
    page.tab.wait_for_timeout(100)
    before = picture(slide)
    box = slider.bounding_box()
    page.tab.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
    assert wait_for_change(page.tab, slide, before)
    slider.focus()
    page.tab.keyboard.press("PageDown")
    assert page.tab.evaluate("Reveal.getSlidePastCount()") == number + 1


def test_a_slider_is_large_enough_for_a_finger(page):
    for size, least in (((1280, 720), 24), (UPRIGHT, 24)):
        page.tab.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        for _, slide in page.slides():
            for slider in slide.locator("input[type=range]").all():
                assert slider.bounding_box()["height"] >= least
    page.tab.set_viewport_size({"width": 1280, "height": 720})


def test_on_a_telephone_held_upright_words_stand_above_what_they_speak_of(page):
    def columns():
        words, shown = (slide.locator(f"> .{name}").bounding_box() for name in ("words", "shown"))
        return words["y"] + words["height"] <= shown["y"], words["x"] + words["width"] <= shown["x"]

    slide = next(slide for _, slide in page.slides() if "both" in slide.get_attribute("class"))
    assert columns() == (False, True)
    page.tab.set_viewport_size(dict(zip(("width", "height"), UPRIGHT, strict=True)))
    slide.page.wait_for_function("document.documentElement.classList.contains('portrait')")
    assert columns() == (True, False)
    page.tab.set_viewport_size({"width": 1280, "height": 720})


SWIPE = """element => {
  for (const [type, clientX] of [["pointerdown", 900], ["pointermove", 500], ["pointerup", 500]])
    element.dispatchEvent(new PointerEvent(type, {
      bubbles: true, cancelable: true, pointerType: "touch", clientX, clientY: 300}));
}"""


def test_a_swipe_turns_the_page_but_not_on_a_slider(browser, folder, built):
    opened = Page(browser, folder / f"{built[-1].stem}.html")
    number, slide = next(
        (number, slide)
        for number, slide in opened.slides()
        if slide.locator("input[type=range]").count()
    )
    at = "Reveal.getSlidePastCount()"
    slide.locator("input[type=range]").first.evaluate(SWIPE)
    assert opened.tab.evaluate(at) == number
    slide.locator(".words").first.evaluate(SWIPE)
    assert opened.tab.evaluate(at) != number
    opened.context.close()


def test_nothing_is_kept_while_a_slider_moves(browser, folder, built):
    opened = Page(browser, folder / f"{built[0].stem}.html")
    _, slide = next(
        (number, slide)
        for number, slide in opened.slides()
        if slide.locator("input[type=range]").count()
    )
    slider = slide.locator("input[type=range]").first.element_handle()
    slider.evaluate(MOVES, 100)
    before = heap(opened.tab)
    slider.evaluate(MOVES, 600)
    assert (heap(opened.tab) - before) / 600 < 300
    opened.context.close()


def test_a_deck_holds_nothing_of_ipywidgets_and_may_evaluate_no_text(page, folder):
    html = (folder / f"{page.path.stem}.html").read_text(encoding="utf-8")
    assert "unsafe-eval" not in html
    assert "jupyter-widgets" not in html
    evaluated = "(() => { try { return new Function('return 1')(); } catch { return 0; } })()"
    tried = page.tab.evaluate(
        "text => new Promise(resolve => {"
        " const url = URL.createObjectURL(new Blob(['export default ' + text],"
        " {type: 'text/javascript'}));"
        " import(url).then(module => resolve(module.default)); })",
        evaluated,
    )
    assert tried == 0
    page.wrong[:] = [text for text in page.wrong if "unsafe-eval" not in text]


def test_every_quiz_answers(page):
    asked = 0
    for _, slide in page.slides():
        for radio in slide.locator(".course-quiz input[type=radio]").all():
            radio.check()
            assert len(slide.locator(".course-feedback").inner_text()) > 10
            asked += 1
    assert asked >= (3 if page.path.name.startswith("00") else 6)


def test_every_player_plays(page):
    for _, slide in page.slides():
        for button in slide.locator(".course-play").all():
            page.tab.wait_for_timeout(50)
            before = picture(slide)
            button.click()
            assert wait_for_change(page.tab, slide, before)


OUTSIDE = """slide => {
  const edge = slide.getBoundingClientRect(), outside = [];
  for (const element of slide.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (element.parentElement.closest("svg") || element.matches(".course-said")) continue;
    if (!element.checkVisibility({checkVisibilityCSS: true})) continue;
    if (element.closest("math") && element.tagName !== "math") continue;
    const cut = element.matches("pre, p, li, h1, h2, h3")
      && element.scrollWidth > element.clientWidth + 1;
    if (box.width && box.height && (cut || box.left < edge.left - 1 || box.top < edge.top - 1 ||
        box.right > edge.right + 1 || box.bottom > edge.bottom + 1))
      outside.push(element.outerHTML.slice(0, 200));
  }
  return outside;
}"""


# Formulas whose full stop or comma stands on the next line.
PARTED = """slide => [...slide.querySelectorAll("math:not([display=block])")].filter(math => {
  const after = math.nextSibling;
  if (!/^[.,;:?!)]/.test(after?.data ?? "") || !math.checkVisibility()) return false;
  const stop = document.createRange();
  stop.setStart(after, 0);
  stop.setEnd(after, 1);
  return stop.getBoundingClientRect().left < math.getBoundingClientRect().right - 1;
}).map(math => math.parentElement.textContent)"""


def test_nothing_overflows_or_is_parted(page):
    for width, height in SIZES:
        page.tab.set_viewport_size({"width": width, "height": height})
        for number, slide in page.slides():
            for radio in slide.locator(".course-quiz input[type=radio]").all()[:1]:
                radio.check()
            assert slide.evaluate(OUTSIDE) == [], (number, width)
            assert slide.evaluate(PARTED) == [], (number, width)
            edge = slide.bounding_box()
            assert edge["x"] >= 0
            assert edge["x"] + edge["width"] <= width
            assert edge["y"] + edge["height"] <= height
    page.tab.set_viewport_size({"width": 1280, "height": 720})


def test_axe_finds_no_violation(page):
    axe = (packages.folder(CHECKS) / "axe-core/axe.min.js").read_text(encoding="utf-8")
    page.tab.evaluate(axe)
    for number, _ in page.slides():
        found = page.tab.evaluate("axe.run().then(result => result.violations)")
        told = [(v["id"], [node["html"][-160:] for node in v["nodes"]][:3]) for v in found]
        assert not told, f"slide {number}: {told}"


def test_the_print_view_has_as_many_pages_as_slides(page, browser, folder):
    printed = Page(browser, folder / f"{page.path.stem}.html", "?print-pdf")
    printed.tab.wait_for_selector(".pdf-page")
    printed.tab.wait_for_timeout(500)
    pages = re.findall(rb"/Type\s*/Page\b", printed.tab.pdf(prefer_css_page_size=True))
    assert len(pages) == page.tab.evaluate("Reveal.getTotalSlides()")
    assert printed.wrong == []
    printed.context.close()


def test_the_notes_open_in_a_window_of_their_own(page):
    for _ in page.slides():
        break
    page.tab.locator("body").click(position={"x": 5, "y": 5})
    with page.context.expect_page() as opened:
        page.tab.keyboard.press("s")
    assert opened.value.locator("h1").inner_text().startswith("Slide 1 of ")
    notes = page.tab.locator("section.present aside.notes").first.text_content().strip()
    assert opened.value.locator("div").inner_text().strip() == notes
    opened.value.close()


def test_a_deck_is_small(page, folder):
    assert (folder / f"{page.path.stem}.html").stat().st_size <= 3e6


def test_a_browser_that_cannot_unpack_a_deck_is_told_so(browser, folder, built):
    context = browser.new_context()
    context.add_init_script("delete window.DecompressionStream")
    tab = context.new_page()
    tab.goto((folder / f"{built[0].stem}.html").as_uri())
    tab.get_by_text("These slides need a browser of 2023 or newer").wait_for()
    context.close()


def test_the_index_leads_to_every_deck(browser, folder, built):
    tab = browser.new_page()
    tab.goto((folder / "index.html").as_uri())
    links = tab.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links == [f"{path.stem}.html" for path in built]
    assert all((folder / link).exists() for link in links)
    assert tab.locator("img").evaluate_all("all => all.every(i => i.naturalWidth && i.alt)")
    assert tab.locator("span").all_inner_texts() == [
        re.search(r"\*\*Time\.\*\* (.*?)\.", read(path).cells[1].source)[1] for path in built
    ]
    tab.close()


@each
def test_every_formula_keeps_its_fractions_and_its_letters(path):
    """A fraction has two parts, and each letter of the LaTeX stands in the MathML as often."""
    formulas = re.findall(r"\$\$(.+?)\$\$|\$(.+?)\$", prose(path), flags=re.S)
    for latex in (block or inline for block, inline in formulas):
        tree = ElementTree.fromstring(mathml(latex, "inline"))
        fractions = [node for node in tree.iter() if node.tag.endswith("mfrac")]
        assert len(fractions) == len(re.findall(r"\\t?frac", latex)), latex
        assert all(len(fraction) == 2 for fraction in fractions), latex
        bare = re.sub(r"\\(?:begin|end)\{\w+\}", "", latex)
        names = re.findall(r"\\(ln|log|max|min|cosh|tanh|sinh)\b", bare)
        wanted = sorted("".join(re.findall(r"[a-zA-Z]", re.sub(r"\\[a-zA-Z]+", "", bare))))
        written = re.sub(r"ŷ", "y", "".join(tree.itertext()))
        assert sorted(re.findall(r"[a-zA-Z]", written)) == sorted([*wanted, *"".join(names)]), latex


def test_a_hat_within_a_fraction_stays_within_it():
    tree = ElementTree.fromstring(mathml(r"\frac{\partial \hat y}{\partial z}", "inline"))
    (fraction,) = (node for node in tree.iter() if node.tag.endswith("mfrac"))
    assert ["".join(part.itertext()) for part in fraction] == ["∂ŷ", "∂z"]


@pytest.mark.parametrize("latex", [r"\nosuchcommand x", r"\frac{1", r"\left( x"])
def test_a_formula_that_cannot_be_set_is_an_error(latex):
    with pytest.raises(NoMathMLError, match="no MathML for"):
        mathml(latex, "inline")


@pytest.fixture
def small(tmp_path):
    """Return the path of a notebook of one lesson's form, and a function that writes it."""
    path = tmp_path / "small.ipynb"

    def write(source, text=None):
        cell = nbformat.v4.new_code_cell(source)
        if text:
            cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
        title = nbformat.v4.new_markdown_cell("# 1. Small")
        nbformat.write(nbformat.v4.new_notebook(cells=[title, cell]), path)
        return path

    return write


def test_a_cell_that_fails_is_an_error(small):
    with pytest.raises(deck.CannotBuildError, match="no such thing"):
        deck.build(small("raise ValueError('no such thing')"))


def test_a_cell_that_says_something_else_than_what_was_tested_is_an_error(small):
    assert "two" in deck.build(small("print('two')", "two\n"))
    with pytest.raises(deck.CannotBuildError, match="something else"):
        deck.build(small("print('two')", "three\n"))


def test_a_lesson_without_a_time_or_a_heading_is_not_listed(small):
    path = small("1")
    with pytest.raises(
        deck.CannotBuildError, match=r"small.ipynb should say .* what time it takes"
    ):
        overview([path])
    notebook = read(path)
    notebook.cells.pop(0)
    with pytest.raises(deck.CannotBuildError, match="heading in its first cell"):
        deck.title(notebook)


def test_a_print_that_arrives_in_pieces_is_the_same():
    def cell(*pieces):
        outputs = [nbformat.v4.new_output("stream", name="stdout", text=text) for text in pieces]
        return nbformat.v4.new_code_cell("print()", outputs=outputs)

    assert deck._texts(cell("one\n", "two\n")) == deck._texts(cell("one\ntwo\n"))


def test_a_picture_without_a_description_is_an_error(small):
    source = (
        "from IPython.display import SVG, display\n"
        "display(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>'))"
    )
    path = small(source)
    notebook = read(path)
    output = nbformat.v4.new_output(
        "display_data", {"text/plain": "<IPython.core.display.SVG object>"}
    )
    notebook.cells[1].outputs = [output]
    nbformat.write(notebook, path)
    with pytest.raises(deck.CannotBuildError, match="no description"):
        deck.build(path)


def test_what_could_not_be_built_is_named_and_the_old_slides_stay(small, tmp_path, capsys):
    folder = tmp_path / "slides"
    folder.mkdir()
    (folder / "small.html").write_text("old", encoding="utf-8")
    assert main([str(small("1 / 0")), "--to", str(folder)]) == 1
    assert "NOT built" in capsys.readouterr().err
    assert (folder / "small.html").read_text(encoding="utf-8") == "old"
    assert not (folder / "index.html").exists()


def test_npm_that_fails_says_why(monkeypatch, tmp_path):
    monkeypatch.setattr(packages.sys, "prefix", str(tmp_path))
    monkeypatch.setattr(
        packages,
        "run",
        lambda *a, **k: type("Done", (), {"returncode": 1, "stdout": "", "stderr": "no network"}),
    )
    packages.folder.cache_clear()
    with pytest.raises(RuntimeError, match="no network"):
        packages.folder()
    packages.folder.cache_clear()


def test_nbconvert_alone_makes_slides_too(tmp_path):
    copy = shutil.copy(PATHS[0], tmp_path)
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "slides", copy]
    subprocess.run(command, check=True, capture_output=True)
    assert "<section" in (tmp_path / f"{PATHS[0].stem}.slides.html").read_text(encoding="utf-8")
