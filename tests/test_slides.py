"""The slides as a teacher opens them: from disk, in a real browser, with all traffic blocked."""

import ast
import io
import re
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from xml.etree import ElementTree

import nbformat
import pytest
from browser import MOVES, Deck, axe_of, heap, wait_for
from lessons import DECKS, path_of, prose, read, tagged
from playwright.sync_api import expect
from pypdf import PdfReader

from helpers.lesson import CannotBuildError, tags, time, title, unfolded
from helpers.publish import packages
from helpers.publish.deck import deck, layout
from helpers.publish.deck.__main__ import main, overview
from helpers.publish.formulas import NoMathMLError, mathml

SIZES = (1280, 720), (1920, 1080), (1024, 768)
each = pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)


def on(paths):
    """Let a test open only the decks of these lessons."""
    return pytest.mark.parametrize("page", paths, ids=lambda path: path.stem, indirect=True)


# One deck shows what all do alike: it has sliders, choices, a player, quizzes and an exercise.
once = on([path_of("04")])


@pytest.fixture(scope="module")
def built(request):
    """Return the lessons whose decks the selected tests open; all if they name none."""
    cases = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    asked = {case["page"] for case in cases if "page" in case}
    return [path for path in DECKS if path in asked] or DECKS


@pytest.fixture(scope="module")
def folder(tmp_path_factory, built):
    """Build the decks, two at a time, as `make slides` does."""
    place = tmp_path_factory.mktemp("slides with spaces é")
    with ProcessPoolExecutor(max_workers=2) as pool:
        for path, html in zip(built, pool.map(deck.build, built), strict=True):
            (place / f"{path.stem}.html").write_text(html, encoding="utf-8")
    (place / "index.html").write_text(overview(built), encoding="utf-8")
    return place


SLIDER = "input[type=range]"


@pytest.fixture(scope="module", params=DECKS, ids=lambda path: path.stem)
def page(request, browser, folder):
    opened = Deck(browser, folder / f"{request.param.stem}.html")
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
    starts = [cell for cell in notebook.cells if "on_slide" in cell.metadata]
    assert (8 if path.name.startswith("00") else 12) <= len(starts) <= 25
    assert all(len(cell.metadata.speaker_notes.split()) >= 8 for cell in starts)
    assert all(not {"seen", "solution"} & tags(cell) for cell in notebook.cells)


@each
def test_every_slide_has_a_headline(path):
    assert all(slide.headline for slide in layout.slides(read(path)))


@each
def test_every_slide_says_one_message_of_its_own(path):
    slides = layout.slides(read(path))
    headlines = [slide.headline for slide in slides]
    assert len(set(headlines)) == len(headlines)
    assert all(len(headline) <= 60 for headline in headlines if not headline.endswith("?"))


# Model answers, which fill their slides.
LONG_FEEDBACK = {"04-87", "06-q1"}


@each
def test_the_feedback_of_a_quiz_can_be_read_at_a_glance(path):
    for cell in tagged(path, "quiz"):
        answers = ast.literal_eval(ast.parse(cell.source).body[0].value.args[1])
        most = 80 if cell.id in LONG_FEEDBACK else 45
        assert all(len(feedback.split()) <= most for feedback in answers.values()), cell.id


@each
def test_every_quiz_and_every_panel_is_on_a_slide(path):
    on_slides = {cell.id for cell in deck.talk(read(path)).cells}
    for cell in (*tagged(path, "quiz"), *tagged(path, "panel")):
        assert cell.id in on_slides, cell.source


def test_it_opens_without_a_request_and_without_an_error(page):
    assert page.wrong == []
    assert page.tab.evaluate("document.documentElement.lang") == "en"
    assert page.tab.locator("section.present h1").is_visible()


@once
def test_the_arrow_key_alone_reaches_every_slide_in_the_order_of_the_numbers_in_the_foot(page):
    total = page.tab.evaluate("Reveal.getTotalSlides()")
    seen = [page.go(0).locator("footer > span").last.inner_text()]
    for _ in range(total - 1):
        page.tab.keyboard.press("ArrowRight")
        seen.append(page.tab.locator("section.present footer > span").last.inner_text())
    assert seen == [f"{number} / {total}" for number in range(1, total + 1)]


@once
def test_every_slider_and_every_choice_changes_its_picture(page):
    moved = 0
    for _, slide in page.slides(f"{SLIDER}, .course-choice"):
        for slider in slide.locator(SLIDER).all():
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


@once
def test_a_slider_follows_the_mouse_and_a_clicker_turns_the_page_all_the_same(page):
    number, slide = next(page.slides(SLIDER))
    slider = slide.locator(SLIDER).first
    slider.press("Home")
    page.tab.wait_for_timeout(100)
    before = picture(slide)
    box = slider.bounding_box()
    page.tab.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
    assert wait_for_change(page.tab, slide, before)
    slider.focus()
    page.tab.keyboard.press("PageDown")
    assert page.tab.evaluate("Reveal.getSlidePastCount()") == number + 1


@once
def test_a_slider_is_large_enough_for_a_finger(page):
    heights = """slide => [...slide.querySelectorAll("input[type=range]")].map(
      slider => slider.getBoundingClientRect().height)"""
    found = [height for slide in page.each(heights) for height in slide]
    assert found
    assert min(found) >= 24


def test_held_upright_it_says_what_to_do_and_else_nothing(small_deck):
    words = small_deck.tab.get_by_text("Turn the telephone, or read this lesson as a page.")
    assert not words.is_visible()
    small_deck.resize(390, 844)
    assert words.is_visible()
    assert axe_of(small_deck.tab) == []


SWIPE = """element => {
  for (const [type, clientX] of [["pointerdown", 900], ["pointermove", 500], ["pointerup", 500]])
    element.dispatchEvent(new PointerEvent(type, {
      bubbles: true, cancelable: true, pointerType: "touch", clientX, clientY: 300}));
}"""


def test_a_swipe_turns_the_page_but_not_on_a_slider(browser, folder, built):
    opened = Deck(browser, folder / f"{built[-1].stem}.html")
    number, slide = next(opened.slides(SLIDER))
    at = "Reveal.getSlidePastCount()"
    slide.locator(SLIDER).first.evaluate(SWIPE)
    assert opened.tab.evaluate(at) == number
    slide.locator(".words").first.evaluate(SWIPE)
    assert opened.tab.evaluate(at) != number
    opened.context.close()


def test_nothing_is_kept_while_a_slider_moves(browser, folder, built):
    opened = Deck(browser, folder / f"{built[0].stem}.html")
    _, slide = next(opened.slides(SLIDER))
    slider = slide.locator(SLIDER).first.element_handle()
    slider.evaluate(MOVES, 100)
    before = heap(opened.tab)
    slider.evaluate(MOVES, 600)
    assert (heap(opened.tab) - before) / 600 < 300
    opened.context.close()


@once
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


@once
def test_every_quiz_answers(page):
    asked = 0
    for _, slide in page.slides(".course-quiz"):
        for radio in slide.locator(".course-quiz input[type=radio]").all():
            radio.check()
            assert len(slide.locator(".course-feedback").inner_text()) > 10
            asked += 1
    assert asked >= 6


@once
def test_every_player_plays_until_its_slide_is_left(page):
    for number, slide in page.slides(".course-play"):
        for button in slide.locator(".course-play").all():
            page.tab.wait_for_timeout(50)
            before = picture(slide)
            button.click()
            assert wait_for_change(page.tab, slide, before)
            page.tab.keyboard.press("PageDown")
            stopped = picture(page.go(number))
            assert not wait_for_change(page.tab, slide, stopped)
            assert button.inner_text() == "Play"


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


# What reaches down to the foot of a slide, which would be written over.
ON_THE_FOOT = """slide => {
  const foot = slide.querySelector("footer").getBoundingClientRect();
  const parts = ".words, .shown img, .shown pre, .course-picture, .course-quiz";
  return [...slide.querySelectorAll(parts)]
    .filter(part => part.getBoundingClientRect().bottom > foot.top + 1)
    .map(part => part.outerHTML.slice(0, 200));
}"""

# What there is to read on a slide beside its headline; a formula is one word.
READ = """slide => {
  const copy = slide.cloneNode(true);
  const apart = "aside, footer, .head, .course-panel, legend, .course-feedback, pre";
  for (const element of copy.querySelectorAll(apart)) element.remove();
  for (const formula of copy.querySelectorAll("math")) formula.replaceWith("Formula");
  for (const piece of copy.querySelectorAll("td, th, p, li, label")) piece.append(" ");
  return copy.textContent;
}"""

# The smallest text outside pictures and the smallest within, in CSS pixels, without what is raised
# or lowered in a formula; and the share of the slide that pictures cover.
MEASURED = """slide => {
  const seen = element => element.checkVisibility({checkVisibilityCSS: true});
  const size = element => parseFloat(getComputedStyle(element).fontSize);
  const own = element => [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const written = [...slide.querySelectorAll(":not(.course-said)")].filter(element =>
    own(element) && seen(element) && !element.closest("svg, math math *, .course-said, aside")
    && !element.closest("msub, msup, msubsup, mfrac, munder, mover, munderover"));
  const drawn = [...slide.querySelectorAll("svg text")].filter(seen).map(text => {
    const parts = [text, ...text.querySelectorAll("tspan")].filter(own).map(size);
    const {a, b} = text.getScreenCTM(); // it may be turned, as the label of a vertical axis is
    return Math.max(...parts) * Math.hypot(a, b);
  });
  const pictures = [...slide.querySelectorAll(".course-picture, .shown img")].filter(seen);
  const area = ({width, height}) => width * height;
  return {
    outside: Math.min(...written.map(size)),
    within: Math.min(100, ...drawn),
    share: pictures.map(p => area(p.getBoundingClientRect())).reduce((a, b) => a + b, 0)
      / area(slide.getBoundingClientRect()),
  };
}"""

# A still picture is an image, whose text can be measured once it is part of the page.
UNPACKED = """slide => {
  for (const image of slide.querySelectorAll(".shown img")) {
    const text = new TextDecoder().decode(
      Uint8Array.from(atob(image.currentSrc.split(",")[1]), letter => letter.charCodeAt(0)));
    const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    const copy = document.importNode(svg, true);
    copy.setAttribute("width", image.width);
    copy.setAttribute("height", image.height);
    const place = Object.assign(document.createElement("div"), {className: "unpacked"});
    place.append(copy);
    image.after(place);
  }
}"""


def test_every_slide_can_be_read_in_the_last_row(browser, folder, page):
    opened = Deck(browser, folder / f"{page.path.stem}.html")
    as_it_is = opened.each(
        f"""slide => ({{
          headline: slide.dataset.headline,
          seen: slide.querySelector("h1, h2, legend").checkVisibility(),
          defines: Boolean(slide.querySelector(".words strong")),
          text: ({READ})(slide),
          asked: slide.classList.contains("picture"),
          share: ({MEASURED})(slide).share,
        }})"""
    )
    opened.each(UNPACKED)
    for number, (slide, type_) in enumerate(zip(as_it_is, opened.each(MEASURED), strict=True)):
        assert slide["headline"], number
        assert slide["seen"], number
        count = len(re.findall(r"\S*[^\W\d_]\S*", slide["text"]))
        assert count <= (60 if slide["defines"] else 40), (number, count)
        assert slide["share"] >= 0.5 or not slide["asked"], number
        assert type_["outside"] >= 18, (number, type_)
        assert type_["within"] >= 17.99, (number, type_)
    opened.context.close()


# How high the words of a slide without a picture are, in which type they are set, and its code.
FILLED = """slide => {
  const size = element => parseFloat(getComputedStyle(element).fontSize);
  const parts = [...slide.querySelectorAll(".words, .shown")];
  return !slide.matches(".message, .exercise") ? null : {
    high: parts.map(part => part.getBoundingClientRect().height).reduce((a, b) => a + b, 0),
    words: size(slide.querySelector(".words")),
    headline: size(slide.querySelector("h2")),
    code: [...slide.querySelectorAll(".words pre, .shown pre")].map(size),
  };
}"""


def test_a_slide_without_a_picture_fills_the_screen(page):
    found = list(filter(None, page.each(FILLED)))
    assert found
    for slide in found:
        assert slide["high"] >= 290 or slide["words"] >= 44
        assert slide["headline"] >= slide["words"]
        assert set(slide["code"]) <= {slide["words"]}


@once
def test_a_digit_answers_the_quiz_and_its_feedback_has_a_sign(page):
    for _, slide in page.slides(".course-quiz"):
        answers = slide.locator(".course-quiz input").all()
        for digit, answer in enumerate(answers, start=1):
            page.tab.keyboard.press(str(digit))
            assert answer.is_checked()
            told = slide.locator(".course-feedback")
            right = told.inner_text().startswith("Yes")
            sign = told.evaluate("told => getComputedStyle(told, '::before').content")
            assert sign == ('"✓"' if right else '"➜"')
            assert slide.locator("legend").is_visible()
        assert slide.locator(".course-quiz label").first.bounding_box()["width"] > 900


CHECKED = "quiz => [...quiz.querySelectorAll('input')].map(answer => answer.checked)"


def test_the_arrow_key_turns_the_page_after_an_answer_by_mouse_but_not_by_keyboard(small_deck):
    slide = small_deck.go(2)
    slide.get_by_text("that").click()
    small_deck.tab.keyboard.press("ArrowRight")
    assert small_deck.tab.evaluate("Reveal.getSlidePastCount()") == 3
    assert small_deck.go(2).evaluate(CHECKED) == [False, True]
    slide.locator("input").last.focus()
    small_deck.tab.keyboard.press("ArrowLeft")
    assert slide.evaluate(CHECKED) == [True, False]
    assert small_deck.tab.evaluate("Reveal.getSlidePastCount()") == 2


def test_g_and_a_number_jump_to_a_slide_and_answer_no_quiz(small_deck):
    small_deck.go(2)
    for key in ("g", "2", "Enter"):
        small_deck.tab.keyboard.press(key)
    assert small_deck.tab.locator("section.present footer > span").last.inner_text() == "2 / 4"
    assert small_deck.go(2).evaluate(CHECKED) == [False, False]


@pytest.mark.parametrize(("hide", "show"), [("b", "b"), ("Shift+Slash", "Escape")])
def test_keys_do_nothing_to_a_quiz_that_is_hidden(small_deck, hide, show):
    """It is behind a black screen, or behind the list of the keys."""
    slide = small_deck.go(2)
    for key in (hide, "2", "Tab", "Tab", "Space", "ArrowDown", "1"):
        small_deck.tab.keyboard.press(key)
    assert slide.evaluate(CHECKED) == [False, False]
    small_deck.tab.keyboard.press(show)
    small_deck.tab.keyboard.press("2")
    assert slide.evaluate(CHECKED) == [False, True]


@once
def test_the_timer_of_an_exercise_goes_on_while_another_slide_is_shown(page):
    _, slide = next(page.slides(".timer"))
    assert slide.locator("h2").inner_text().startswith("Exercise ")
    assert f"{page.path.stem}.ipynb" in slide.locator(".where").inner_text()
    left = slide.locator(".timer span")
    whole = left.inner_text()
    assert re.fullmatch(r"\d+:00", whole)
    slide.locator(".timer button").click()
    expect(left).to_have_text(re.compile(r"^\d+:5\d$"))
    seen = left.inner_text()
    handle = left.element_handle()
    page.tab.keyboard.press("PageDown")
    page.tab.keyboard.press("PageUp")
    wait_for(page.tab, "([timer, seen]) => timer.textContent < seen", [handle, seen])
    slide.locator(".timer button").click()
    assert left.inner_text() == whole


def test_a_deck_leads_to_its_neighbours_and_to_the_list(page):
    place = DECKS.index(page.path)
    beside = [path.stem for path in DECKS[max(place - 1, 0) : place]]
    wanted = [*beside, "index", *[path.stem for path in DECKS[place + 1 : place + 2]]]
    links = page.each(
        "slide => [...slide.querySelectorAll('footer a')].map(a => a.getAttribute('href'))"
    )
    assert links[0] == links[-1] == [f"{name}.html" for name in wanted]
    assert not any(links[1:-1])


WITHOUT_PICTURES = "document.querySelectorAll('svg').forEach(svg => svg.replaceChildren())"


@once
def test_a_deck_can_be_dark(browser, folder, page):
    dark = Deck(browser, folder / f"{page.path.stem}.html", "?dark")
    shade = "getComputedStyle(document.body).backgroundColor"
    assert dark.tab.evaluate(shade) == "rgb(20, 20, 20)"
    assert dark.tab.locator("footer a").first.evaluate("a => a.search") == "?dark"
    assert (
        dark.tab.locator(".shown img, .course-picture")
        .first.evaluate("picture => getComputedStyle(picture).filter")
        .startswith("invert")
    )
    # Pictures are inverted as wholes, which axe does not see; without them it is much faster.
    dark.tab.evaluate(WITHOUT_PICTURES)
    assert axe_complaints(dark, "{runOnly: ['color-contrast']}") == []
    dark.tab.keyboard.press("d")
    assert dark.tab.evaluate(shade) == "rgb(255, 255, 255)"
    assert dark.wrong == []
    dark.context.close()


# Formulas whose full stop or comma stands on the next line.
PARTED = """slide => [...slide.querySelectorAll("math:not([display=block])")].filter(math => {
  const after = math.nextSibling;
  if (!/^[.,;:?!)]/.test(after?.data ?? "") || !math.checkVisibility()) return false;
  const stop = document.createRange();
  stop.setStart(after, 0);
  stop.setEnd(after, 1);
  return stop.getBoundingClientRect().left < math.getBoundingClientRect().right - 1;
}).map(math => math.parentElement.textContent)"""


# Whatever is wrong on a slide, with each answer of its quiz and then with the last.
WRONG = f"""slide => {{
  const onTheFoot = [...({ON_THE_FOOT})(slide)];
  for (const radio of slide.querySelectorAll(".course-quiz input[type=radio]")) {{
    radio.click();
    onTheFoot.push(...({ON_THE_FOOT})(slide));
  }}
  const {{left, right, top, bottom}} = slide.getBoundingClientRect();
  const within = Math.min(left, top, innerWidth - right, innerHeight - bottom) > -0.01;
  return [...onTheFoot, ...({OUTSIDE})(slide), ...({PARTED})(slide)]
    .concat(within ? [] : ["the slide leaves the screen"]);
}}"""


# Where the foot of a slide stands, to a hundredth of a pixel.
FOOT = """slide => {
  const {top, left, right} = slide.querySelector("footer").getBoundingClientRect();
  return [top, left, right].map(side => Math.round(100 * side) / 100);
}"""


def test_the_foot_stands_at_the_same_place_on_every_slide(page):
    for size in SIZES:
        page.resize(*size)
        first, *others = page.each(FOOT)
        assert [foot for foot in others if foot != pytest.approx(first, abs=0.1)] == []
    page.resize(1280, 720)


def test_nothing_overflows_or_is_parted(page):
    for size in SIZES:
        page.resize(*size)
        for number, wrong in enumerate(page.each(WRONG)):
            assert wrong == [], (number, size)
    page.resize(1280, 720)


# Shows each slide while all others are empty: axe reads the whole page each time.
ALONE = """async number => {
  const slides = Reveal.getSlides();
  window.kept ??= slides.map(slide => [...slide.childNodes]);
  slides.forEach((slide, place) =>
    slide.replaceChildren(...(number === undefined || place === number ? kept[place] : [])));
  Reveal.slide(number ?? 0);
}"""


def axe_complaints(page, rules="{}"):
    """Return what axe finds on each slide of a deck, with its number, and on the whole page."""
    found = axe_of(page.tab, "document", rules)
    for number in range(page.tab.evaluate("Reveal.getTotalSlides()")):
        page.tab.evaluate(ALONE, number)
        here = axe_of(page.tab, "'section.present'", rules)
        found += [(number, *violation) for violation in here]
    page.tab.evaluate(f"({ALONE})()")
    return found


def test_axe_finds_no_violation(page):
    assert axe_complaints(page) == []


# What of a slide is wrong on its page: where it lies, and what lies on its edge or on its foot.
WRONG_ON_PAPER = f"""() => Reveal.getSlides().flatMap((slide, number) => {{
  const {{left, top, width, height}} = slide.getBoundingClientRect();
  const page = [left, top + scrollY, width, height].map(Math.round);
  const parts = [...slide.querySelectorAll(".head, .words, .shown, footer")];
  const onTheEdge = parts.some(part => part.getBoundingClientRect().left < left + 39);
  return [...({ON_THE_FOOT})(slide), ...({OUTSIDE})(slide)]
    .concat(`${{page}}` === `0,${{720 * number}},1280,720` ? [] : [page])
    .concat(onTheEdge ? ["a part touches the left edge"] : []);
}})"""


def test_each_slide_is_whole_on_paper(page):
    page.tab.emulate_media(media="print")
    assert page.tab.evaluate(WRONG_ON_PAPER) == []
    page.tab.emulate_media(media="screen")


@once
@pytest.mark.parametrize("query", ["", "?print-pdf"])
def test_each_slide_is_printed_on_a_page_of_its_own(page, browser, folder, query):
    printed = Deck(browser, folder / f"{page.path.stem}.html", query)
    printed.go(3)
    total = page.tab.evaluate("Reveal.getTotalSlides()")
    for paper in ({"prefer_css_page_size": True}, {"format": "A4"}):
        pages = PdfReader(io.BytesIO(printed.tab.pdf(**paper))).pages
        feet = [re.findall(rf"\d+ / {total}\b", text.extract_text())[-1:] for text in pages]
        assert feet == [[f"{number} / {total}"] for number in range(1, total + 1)]
    printed.tab.emulate_media(media="print")
    printed.tab.keyboard.press("Escape")  # shows all slides beside each other
    assert printed.tab.evaluate(WRONG_ON_PAPER) == []
    assert printed.wrong == []
    printed.context.close()


def test_a_deck_is_small(page, folder):
    assert (folder / f"{page.path.stem}.html").stat().st_size <= 3e6


def test_a_browser_that_cannot_unpack_a_deck_is_told_so(browser, folder, built):
    context = browser.new_context()
    context.add_init_script("delete window.DecompressionStream")
    tab = context.new_page()
    tab.goto((folder / f"{built[0].stem}.html").as_uri())
    tab.get_by_text("This page needs a browser of 2023 or newer").wait_for()
    context.close()


def test_the_index_leads_to_every_deck(browser, folder, built):
    tab = browser.new_page()
    tab.goto((folder / "index.html").as_uri())
    links = tab.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links == [f"{path.stem}.html" for path in built]
    assert all((folder / link).exists() for link in links)
    assert tab.locator("img").evaluate_all("all => all.every(i => i.naturalWidth && i.alt)")
    assert tab.locator("span").all_inner_texts() == [
        re.search(r"\*\*Time\.\*\* (.*?)\.", tagged(path, "opening")[0].source)[1] for path in built
    ]
    tab.close()


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Write the list of the first two decks, which leads back to a page."""
    place = tmp_path_factory.mktemp("list") / "index.html"
    place.write_text(overview(DECKS[:2], "../index.html"), encoding="utf-8")
    return place


SHADE = "getComputedStyle(document.body).backgroundColor"
SEARCHES = "[...document.querySelectorAll('a')].map(a => a.search)"


def test_the_index_is_dark_with_the_decks_that_it_leads_to(browser, index):
    tab, wrong = browser.new_page(), []
    tab.on("console", lambda message: wrong.append(message.text))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    dark, bright = ("rgb(20, 20, 20)", ["", "?dark", "?dark"]), ("rgb(255, 255, 255)", [""] * 3)
    for query, first, second in (("", bright, dark), ("?dark", dark, bright)):
        tab.goto(index.as_uri() + query)
        assert (tab.evaluate(SHADE), tab.evaluate(SEARCHES)) == first
        tab.keyboard.press("d")
        assert (tab.evaluate(SHADE), tab.evaluate(SEARCHES)) == second
        tab.keyboard.press("Control+d")
        assert (tab.evaluate(SHADE), tab.evaluate(SEARCHES)) == second
    filters = "getComputedStyle(document.querySelector('img')).filter"
    assert tab.evaluate(filters) == "none"
    tab.keyboard.press("d")
    assert tab.evaluate(filters).startswith("invert")
    assert wrong == []
    tab.close()


@pytest.mark.parametrize("query", ["", "?dark"])
def test_axe_finds_no_violation_in_the_index(lonely, index, query):
    context = lonely.new_context(bypass_csp=True)
    tab = context.new_page()
    tab.goto(index.as_uri() + query)
    assert axe_of(tab) == []
    context.close()


def test_the_index_lets_no_script_run_but_its_own(browser, index):
    tab = browser.new_page()
    tab.goto(index.as_uri())
    added = "document.body.append(Object.assign(document.createElement('script'), {text: 'x = 1'}))"
    tab.evaluate(added)
    assert tab.evaluate("'x' in window") is False
    tab.close()


def test_a_dark_deck_leads_to_the_notebook_as_a_bright_one_does(browser, small_deck_file):
    html = deck.build(small_deck_file.with_suffix(".ipynb"), "../lite")
    place = small_deck_file.with_name("with_lite.html")
    place.write_text(html, encoding="utf-8")
    links = "[...document.querySelectorAll('a')].map(a => [a.textContent, a.search])"
    asked = "?workspace=01_small&path=01_small.ipynb"
    opened = Deck(browser, place)
    for query in ("", "?dark", ""):
        assert ["Run this lesson", asked] in opened.tab.evaluate(links)
        assert ["All lessons", query] in opened.tab.evaluate(links)
        opened.tab.keyboard.press("d")
    opened.context.close()


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
        written = "".join(tree.itertext())
        assert sorted(re.findall(r"[a-zA-Z]", written)) == sorted([*wanted, *"".join(names)]), latex


def test_a_hat_within_a_fraction_stays_within_it():
    tree = ElementTree.fromstring(mathml(r"\frac{\partial \hat y}{\partial z}", "inline"))
    (fraction,) = (node for node in tree.iter() if node.tag.endswith("mfrac"))
    assert ["".join(part.itertext()) for part in fraction] == ["∂yˆ", "∂z"]


@pytest.mark.parametrize(
    ("latex", "signs"),
    [
        (r"\sigma(-z)", 1),
        (r"\max(-z, -x)", 2),
        (r"\left(-x\right) - [-1, 1]", 2),
        (r"x = -y - z", 1),
        (r"(x - y) \cdot (1 - z)", 0),
    ],
)
def test_a_minus_stands_close_to_what_follows_where_it_is_a_sign(latex, signs):
    tree = ElementTree.fromstring(mathml(latex, "inline"))
    minuses = [node for node in tree.iter() if node.text == "\N{MINUS SIGN}"]
    assert sum(minus.get("form") == "prefix" for minus in minuses) == signs
    assert len(minuses) == latex.count("-")


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


def test_a_lesson_without_a_picture_a_time_or_a_heading_is_not_listed(small):
    path = small("1")
    with pytest.raises(CannotBuildError, match="should have a picture for the list of the decks"):
        overview([path])
    notebook = read(path)
    with pytest.raises(CannotBuildError, match=r"1. Small should say what time it takes"):
        time(notebook)
    notebook.cells.pop(0)
    with pytest.raises(CannotBuildError, match="heading in its first cell"):
        title(notebook)


@pytest.mark.parametrize(
    ("asked", "told"),
    [({"layout": "wide"}, "should be one of columns"), ({"title": "x"}, "no fields but headline")],
)
def test_a_slide_that_asks_for_what_there_is_not_is_an_error(small, asked, told):
    notebook = read(small("1"))
    notebook.cells[0].metadata.update(slideshow={"slide_type": "slide"}, slide=asked)
    with pytest.raises(CannotBuildError, match=told):
        layout.slides(notebook)


def lesson(*sources, **metadata):
    """Return a notebook with a slide for each source of Markdown; the last has the metadata."""
    cells = [nbformat.v4.new_markdown_cell(source) for source in sources]
    for cell in cells:
        cell.metadata.slideshow = {"slide_type": "slide"}
    cells[-1].metadata.update(metadata)
    return nbformat.v4.new_notebook(cells=cells)


def test_a_slide_says_its_headline_and_the_teacher_has_what_the_notebook_says():
    asked = {"headline": "It rises", "text": "Always.", "layout": "message"}
    notebook = lesson("# 1. A", "## B\n\nIt goes up.", slide=asked, speaker_notes="Ask why.")
    slide = layout.slides(notebook)[-1]
    assert (slide.headline, slide.section) == ("It rises", "B")
    assert [cell.source for cell in slide.words] == ["Always."]
    assert slide.notes == "Ask why.\n\n**The notebook says:**\n\nIt goes up."


def test_the_notes_of_a_panel_say_what_the_class_should_see():
    asked = {"headline": "It turns", "layout": "picture"}
    notebook = lesson("# 1. A", "## B\n\nMove it.", slide=asked, speaker_notes="Ask why.")
    folded = (
        "<details>\n<summary>What you should have seen</summary>\n\nIt rises.\n\nSo.\n\n</details>"
    )
    seen = nbformat.v4.new_markdown_cell(folded, metadata={"tags": ["seen"]})
    panel = nbformat.v4.new_code_cell("panels.slider_panel(draw)", metadata={"tags": ["panel"]})
    notebook.cells += [panel, seen]
    assert layout.slides(notebook)[-1].notes.split("\n\n") == [
        "Ask why.",
        "**What the class should see:**", "It rises.", "So.",
        "**The notebook says:**", "Move it.",
    ]  # fmt: skip


@each
def test_no_note_taken_from_the_notebook_leads_on_to_a_cell_that_is_not_on_its_slide(path):
    """Where that ends with a colon or a question, what it leads to is missing in the notes."""
    taken = [unfolded(cell) for cell in tagged(path, "seen")]
    assert [said[-80:] for said in taken if said.rstrip("*_) ").endswith((":", "?"))] == []


@each
def test_no_note_repeats_what_the_deck_takes_from_the_notebook(path):
    notes = [cell.metadata.get("speaker_notes", "") for cell in read(path).cells]
    assert not any("What the class should see:" in note for note in notes)


@pytest.mark.parametrize(
    ("asked", "tag", "size"),
    [
        ({"headline": "It rises", "layout": "picture"}, "drawing", (1200, 510)),
        ({"headline": "It rises", "layout": "picture"}, "panel", (1200, 456)),
        ({"headline": "It rises", "layout": "columns"}, "panel", (720, 460)),
    ],
)
def test_a_picture_has_the_size_of_its_place_on_the_slide(asked, tag, size):
    notebook = lesson("# 1. A", "## B", slide=asked)
    shown = nbformat.v4.new_code_cell("draw()", metadata={"tags": [tag]})
    notebook.cells.append(shown)
    assert layout.picture_sizes(notebook) == {shown.id: size}


def test_a_slide_without_a_headline_of_its_own_takes_the_nearest_heading():
    notebook = lesson("# 1. A", "## B\n\nIt goes up.", "It goes down.")
    first, second, third = layout.slides(notebook)
    assert [first.layout, second.layout] == ["title", "message"]
    assert [slide.headline for slide in (first, second, third)] == ["1. A", "B", "B"]
    assert second.words == []
    assert second.notes == "**The notebook says:**\n\nIt goes up."
    assert notebook.cells[1].source.startswith("## B")


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
    with pytest.raises(CannotBuildError, match="no description"):
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
    copy = shutil.copy(DECKS[0], tmp_path)
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "slides", copy]
    subprocess.run(command, check=True, capture_output=True)
    assert "<section" in (tmp_path / f"{DECKS[0].stem}.slides.html").read_text(encoding="utf-8")
