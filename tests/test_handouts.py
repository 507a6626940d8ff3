"""The handouts as a teacher gets them: PDFs that Chromium prints, read by another library."""

import gzip
import json
import re
import sys
from base64 import b64encode
from itertools import pairwise

import nbformat
import pytest
from pypdf import PdfReader

from helpers.publish.deck.__main__ import main
from helpers.publish.paper import chromium, handouts

TITLE = '7. A "small" lesson of σ < 1'
SET_UP = "from helpers import panels"
PANEL = """
panels.slider_panel(
    lambda ax, z: ax.plot(z, z, "o"), alt="a dot at {z}", z=panels.Slider((1, 2, 3, 4, 5), "the z")
)
""".strip()
QUIZ = 'panels.quiz("Is 2 < 3?", {"no": "Count again.", "yes": "Yes, by one."})'
LONG = "Pictures of this slide come after a slide with much to say. " * 9
PICTURES = [f"Picture {number} has a headline" for number in range(7)]
HEADLINES = [TITLE, "The half is less", *PICTURES, "Is 2 < 3?", "Exercise 1: halve", "It prints"]


def cell(kind, source, notes="", **slide):
    make = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
    shown = {"slideshow": {"slide_type": "slide"}, "speaker_notes": notes, "slide": slide}
    return make(source, metadata=shown | {"tags": ["quiz"] if source == QUIZ else []})


def with_panel(number, headline):
    """Return the cells of a slide with a panel, each with longer notes than the one before."""
    words = cell(
        "markdown", "## Dots", LONG * number, headline=headline, layout="picture", text="?"
    )
    return [words, nbformat.v4.new_code_cell(PANEL, metadata={"tags": ["panel"]})]


def lesson():
    """Return a lesson with a slide of each kind that a handout has to show."""
    skipped = nbformat.v4.new_code_cell(SET_UP, metadata={"slideshow": {"slide_type": "skip"}})
    half = "$$y = \\frac{x}{2}$$\n\n| x | y |\n| - | - |\n| 14 | 7 |"
    quiz_notes = "Let all commit.\n\n- no: Count again.  \n- yes: Yes, by one. "
    exercise = {"layout": "exercise", "minutes": 7, "text": "Return half."}
    cells = [
        cell(
            "markdown",
            f"# {TITLE}",
            "Greet the class. It knows [lesson 3](03_descent.ipynb).",
            headline=TITLE,
        ),
        skipped,
        cell("markdown", "So it is.", "Ask for the half.", headline=HEADLINES[1], text=half),
        *(made for number, one in enumerate(PICTURES) for made in with_panel(number, one)),
        cell("code", QUIZ, quiz_notes),
        cell("markdown", "### Exercise", "Walk round.", headline=HEADLINES[-2], **exercise),
        cell("code", "print(41 + 1)", "Read it out.", headline=HEADLINES[-1]),
    ]
    return nbformat.v4.new_notebook(cells=cells)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("handouts with spaces é")


@pytest.fixture(scope="module")
def pdf(folder, chromium_is_here):
    """Print the lesson, whose outputs are not stored: there is nothing to compare them with."""
    path = folder.parent / "07_small.ipynb"
    nbformat.write(lesson(), path)
    file = folder.parent / "07_small.pdf"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("helpers.publish.lesson._compare", lambda *ran: None)
        file.write_bytes(handouts.build(path, folder))
    return PdfReader(file)


@pytest.fixture(scope="module")
def pages(pdf):
    """Return the text of each page, with one space wherever there is any."""
    return [" ".join(page.extract_text().split()) for page in pdf.pages]


@pytest.fixture(scope="module")
def text(pages):
    return " ".join(pages)


def tags(pdf):
    """Return what the structure tree holds, in its order: tag, other words for it, its pages."""
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(pdf.pages, start=1)}
    found = []

    def walk(node, page, holders):
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one, page, holders)
        elif isinstance(node, int):
            for pages in holders:
                pages.add(page)
        else:
            page = numbers[node.raw_get("/Pg").idnum] if "/Pg" in node else page
            if "/S" in node:
                found.append((node["/S"], str(node.get("/Alt", "")), set()))
                holders = [*holders, found[-1][2]]
            for name in ("/K", "/MCID"):
                if name in node:
                    walk(node[name], page, holders)

    walk(pdf.trailer["/Root"]["/StructTreeRoot"], None, [])
    return found


def outline(entries):
    """Return the titles of an outline, which is a tree of lists."""
    nested = (outline(entry) if isinstance(entry, list) else [entry.title] for entry in entries)
    return [title for titles in nested for title in titles]


def test_it_says_what_the_slides_say_and_what_the_teacher_says(text):
    found = [text.index(headline) for headline in HEADLINES]
    assert found == sorted(found)
    notes = [
        text.index(said)
        for said in (
            "Greet the class.",
            "Ask for the half.",
            LONG[:40],
            "Let all",
            "Walk",
            "Read it",
        )
    ]
    assert notes == sorted(notes)
    assert text.index(HEADLINES[0]) < notes[0] < text.index(HEADLINES[1]) < notes[1]
    assert "x y 14 7" in text
    assert "Return half." in text
    assert "In the notebook 07_small.ipynb, 7 minutes" in text
    assert "It prints 42 Notes" in text


def test_a_panel_stands_at_its_first_its_middle_and_its_last_position(pdf, text):
    pictures = [alt for tag, alt, _ in tags(pdf) if tag == "/Figure" and alt.startswith("a dot")]
    title, *of_panels = pictures
    assert title == "a dot at 3"
    assert of_panels == ["a dot at 1", "a dot at 3", "a dot at 5"] * len(PICTURES)
    assert re.findall(r"the z: \d", text) == ["the z: 1", "the z: 3", "the z: 5"] * len(PICTURES)


def test_a_quiz_is_a_list_with_what_it_says_to_each_answer_once(text):
    assert "1. no Count again. 2. yes Yes, by one. Notes Let all commit." in text
    assert text.count("Count again.") == text.count("Yes, by one.") == 1


def test_it_is_tagged_and_says_its_language_and_its_title(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert pdf.metadata.title == TITLE
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert outline(pdf.outline) == HEADLINES
    kinds = [tag for tag, _, _ in tags(pdf)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(HEADLINES) - 1
    assert {"/Table", "/TH", "/TD", "/L", "/LI", "/P", "/Caption"} <= set(kinds)


def test_every_picture_and_every_formula_has_other_words_for_it(pdf):
    figures = [alt for tag, alt, _ in tags(pdf) if tag == "/Figure"]
    assert all(figures)
    assert "y = \\frac{x}{2}" in figures


def test_formulas_have_their_font_and_no_font_is_left_out(pdf):
    fonts = [
        font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()
    ]
    assert any("STIXTwoMath" in font["/BaseFont"] for font in fonts)
    for font in fonts:
        (inner,) = font.get("/DescendantFonts", [font])
        descriptor = inner.get_object().get("/FontDescriptor", {}).get_object()
        assert font["/Subtype"] == "/Type3" or any("FontFile" in key for key in descriptor)


def test_no_link_leads_to_a_file_of_this_machine(pdf, text):
    assert "It knows lesson 3." in text
    assert not any("/Annots" in page for page in pdf.pages)


def test_a_page_is_a4_and_has_a_foot(pdf, pages):
    for number, (page, text) in enumerate(zip(pdf.pages, pages, strict=True), start=1):
        assert page.mediabox.width == pytest.approx(210 / 25.4 * 72, abs=1)
        assert page.mediabox.height == pytest.approx(297 / 25.4 * 72, abs=1)
        assert TITLE in text
        assert f"{number} / {len(pdf.pages)}" in text


def test_a_headline_stays_with_its_picture_and_a_picture_with_its_caption(pdf):
    held = [one for one in tags(pdf) if one[0] in {"/H1", "/H2", "/Figure", "/Caption"}]
    pairs = [
        (before, after)
        for before, after in pairwise(held)
        if after[0] == "/Caption" or (before[0] != "/Caption" and after[0] == "/Figure")
    ]
    assert len(pairs) >= 4 * len(PICTURES)
    for before, after in pairs:
        assert before[2] == after[2]
        assert len(after[2]) == 1
    first = {min(pages) for tag, _, pages in held if tag == "/H2"}
    assert len(first) > 4  # the lesson is long enough for a break at many places


def test_no_page_begins_with_the_last_line_of_the_notes(tmp_path, chromium_is_here):
    """Each section begins on a page of its own and has one paragraph more than the one before."""
    css = (handouts.HERE / "handouts.css").read_text(encoding="utf-8")
    counts = range(20, 50)
    sections = (
        f"<section style='break-before: page'><div class=notes><div>{paragraphs(count)}</div></div>"
        for count in counts
    )
    html = f"<!DOCTYPE html><meta charset=utf-8><style>{css}</style>{''.join(sections)}"
    (tmp_path / "sections.pdf").write_bytes(chromium.printed(html, tmp_path))
    pages = [page.extract_text() for page in PdfReader(tmp_path / "sections.pdf").pages]
    lasts = [page.count("One more line") for page in pages if "The last line" in page]
    assert len(lasts) == len(counts) < len(pages)
    assert min(lasts) >= 2


def paragraphs(count):
    return "<p>One more line.</p>" * count + "<p>The last line.</p>"


def test_nothing_is_left_where_it_was_printed(pdf, folder):
    assert list(folder.iterdir()) == []


def panel(*lengths):
    """Return the models of a panel with sliders of these lengths, whose pictures are numbered."""
    count = 1
    for length in lengths:
        count *= length
    pictures = [f'<svg aria-label="a &quot;{n}&quot;"></svg>' for n in range(count)]
    packed = b64encode(gzip.compress(json.dumps(pictures).encode())).decode()
    controls = [
        {"label": f"slider {n}", "first": 1, "texts": [f"at {place}" for place in range(length)]}
        for n, length in enumerate(lengths)
    ]
    traits = {"standing": '<svg viewBox="0 0 2 1"></svg>', "controls": controls, "drawn": "d"}
    return {
        "p": {"module": "panel", "traits": traits, "buffers": {}},
        "d": {"module": None, "traits": {}, "buffers": {"positions": packed}},
    }


@pytest.mark.parametrize(
    ("lengths", "captions", "numbers"),
    [
        ((5,), ["slider 0: at 0", "slider 0: at 2", "slider 0: at 4"], [0, 2, 4]),
        ((2,), ["slider 0: at 0", "slider 0: at 1"], [0, 1]),
        ((1,), ["slider 0: at 0"], [0]),
        (
            (3, 4),
            [
                "slider 0: at 0, slider 1: at 1",
                "slider 0: at 1, slider 1: at 1",
                "slider 0: at 2, slider 1: at 1",
            ],
            [1, 5, 9],
        ),
    ],
)
def test_the_first_slider_moves_and_all_others_stand_where_they_begin(lengths, captions, numbers):
    shown = handouts.shown(panel(*lengths))
    assert set(shown) == {"p"}
    positions = shown["p"].positions
    assert [position.caption for position in positions] == captions
    assert [position.alt for position in positions] == [f'a "{number}"' for number in numbers]
    assert all('viewBox="0 0 2 1"' in position.svg for position in positions)


@pytest.fixture
def wrong(tmp_path):
    """Return the path of a lesson that cannot be built, found so without running it."""
    notebook = nbformat.v4.new_notebook(cells=[cell("markdown", "# 7. Small", layout="wide")])
    nbformat.write(notebook, tmp_path / "wrong.ipynb")
    return tmp_path / "wrong.ipynb"


def test_an_old_handout_stays_when_a_new_one_fails(wrong, tmp_path, capsys, chromium_is_here):
    (tmp_path / "wrong.pdf").write_bytes(b"old")
    assert main([str(wrong), "--handouts", "--to", str(tmp_path)]) == 1
    assert "NOT built" in capsys.readouterr().err
    assert (tmp_path / "wrong.pdf").read_bytes() == b"old"


def test_without_a_chromium_it_says_at_once_what_to_do(wrong, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(chromium, "executable", lambda: None)
    assert main([str(wrong), "--handouts", "--to", str(tmp_path / "new")]) == 1
    told = capsys.readouterr().err
    assert "Chromium or Chrome" in told
    assert "apt install chromium" in told
    assert len(told.splitlines()) == 1
    assert not (tmp_path / "new").exists()
    with pytest.raises(chromium.CannotPrintError, match="apt install chromium"):
        chromium.printed("<p>", tmp_path)


def test_a_chromium_that_prints_nothing_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(chromium, "executable", lambda: sys.executable)  # Python has no --headless
    with pytest.raises(chromium.CannotPrintError, match="unknown option"):
        chromium.printed("<p>", tmp_path)
    assert list(tmp_path.iterdir()) == []
