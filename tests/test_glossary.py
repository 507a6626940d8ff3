"""The glossary: every term that a lesson introduces is there, and leads to where that is."""

import importlib
import re
from statistics import median

import pytest
from lessons import FACTS, GLOSSARY, PATHS, ROOT, markdown, numbers, prose, read
from words import sentences, words

from helpers.lesson import number, tags

ENTRY = r"- \*\*(.+?)\*\*: (.+)\. (\[Lesson \d+b?\]\(\S+\)(?:, \[lesson \d+b?\]\(\S+\))*)"
PLACE = r"\[[Ll]esson (\d+b?)\]\((\S+?)\.ipynb#([^)\s]+)\)"
# what the course calls its quantities, as its design fixes it
TERMS = [
    "Weighted input, $z$",
    r"Output, $\hat y$, `y_hat`",
    "Target, $y$",
    r"Loss, $\ell$",
    "Cost, $C$",
    r"Learning rate, $\eta$",
    "Slope",
    "Derivative",
    "Gradient",
]
LINES = [line for line in prose(GLOSSARY).splitlines() if line.startswith("- ")]
ENTRIES = [re.fullmatch(ENTRY, line) for line in LINES]
each_entry = pytest.mark.parametrize(
    "entry", ENTRIES, ids=lambda entry: entry[1] if entry else "none"
)


def anchor(heading):
    """Return a heading as JupyterLab writes it into a link."""
    return heading.replace(" ", "-")


def anchors(path):
    return {anchor(heading) for heading in re.findall(r"^#+ (.+)$", prose(path), flags=re.M)}


def names(entry):
    """Return what a term is called, in small letters and without its symbols."""
    return [name.lower() for name in entry[1].split(", ") if not re.match(r"[$`]", name)]


def bold_terms(sources):
    """Return pairs of a term in bold, in small letters, and the heading above it.

    What ends like a sentence or a label is no term.
    """
    found, heading = [], ""
    for source in sources:
        for line in source.splitlines():
            heading = line.lstrip("# ") if line.startswith("#") else heading
            bold = re.findall(r"\*\*(.+?)\*\*", line)
            found += [(term.lower(), heading) for term in bold if term[-1] not in ".:?!"]
    return found


def told(path):
    """Return the prose of a lesson but for its opening and recap, whose bold verbs are no terms."""
    cells = markdown(read(path))
    return [cell.source for cell in cells if not tags(cell) & {"opening", "recap"}]


INTRODUCED = [
    (term, (number(path).lstrip("0"), path.stem, anchor(heading)))
    for path in PATHS
    for term, heading in bold_terms(told(path))
]


def places(entry):
    """Return the places where lessons introduce a term, or its plural, in the order of reading."""
    forms = {form for name in names(entry) for form in (name, f"{name}s")}
    return list(dict.fromkeys(place for term, place in INTRODUCED if term in forms))


@pytest.mark.parametrize("path", [GLOSSARY, *PATHS], ids=lambda path: path.stem)
def test_every_link_to_a_notebook_leads_to_a_file_and_a_heading(path):
    text = prose(path)
    for target, heading in re.findall(r"\]\(([^)\s:]+?\.ipynb)(?:#([^)\s]+))?\)", text):
        linked = ROOT / "notebooks" / target
        assert linked.is_file(), target
        assert not heading or heading in anchors(linked), heading


def test_every_entry_is_a_sentence_or_two_with_a_link():
    assert len(LINES) > 60
    assert all(ENTRIES), [line for line, entry in zip(LINES, ENTRIES, strict=True) if entry is None]
    lengths = []
    for entry in ENTRIES:
        told = [len(words(sentence)) for sentence in sentences(f"{entry[2]}.")]
        assert len(told) <= 2, entry[2]
        assert max(told) <= 25, entry[2]
        lengths += told
    assert median(lengths) <= 14


def test_every_term_of_the_design_is_there_and_none_twice():
    assert set(TERMS) <= {entry[1] for entry in ENTRIES}
    every = [name for entry in ENTRIES for name in names(entry)]
    assert sorted(set(every)) == sorted(every)


def test_terms_stand_in_the_order_of_the_alphabet():
    for cell in markdown(read(GLOSSARY)):
        terms = re.findall(r"^- \*\*(.+?)\*\*", cell.source, flags=re.M)
        assert terms == sorted(terms, key=str.lower)


def test_every_term_that_a_lesson_introduces_is_in_the_glossary():
    assert len(INTRODUCED) > 60
    known = {name for entry in ENTRIES for name in names(entry)}
    assert [
        f"{term} ({place[1]}, {place[2]})"
        for term, place in INTRODUCED
        if not {term, term.removesuffix("s")} & known
    ] == []


@each_entry
def test_an_entry_leads_to_where_its_term_is_first_introduced(entry):
    linked, introduced = re.findall(PLACE, entry[3]), places(entry)
    assert linked[0] == introduced[0]
    assert [place for place in introduced if place in linked] == linked
    assert len({number for number, *_ in linked}) == len(linked)


def test_bold_terms_are_found_and_labels_are_not():
    sources = [
        "## A place\n\nA **slope** is here, and a **Local slope**, say.\n\n**Panel: z.** Move.",
        "No heading, but **more**.\n\n- **The ½.** It is so.\n- the **ReLU** is not,",
    ]
    terms = ["slope", "local slope", "more", "relu"]
    assert bold_terms(sources) == [(term, "A place") for term in terms]


@each_entry
def test_numbers_and_formulas_are_proven(entry):
    """All but 0, 1 and 2, and single symbols; `test_facts_glossary.py` has the proofs."""
    importlib.import_module("test_facts_glossary")
    text = entry[2]
    for proven in FACTS["glossary"]:
        text = text.replace(proven, "")
    assert [written for written, value in numbers(text) if value not in {0, 1, 2}] == []
    assert [found for found in re.findall(r"\$.+?\$", text) if re.search(r"[-+/=(^]", found)] == []


def test_it_holds_prose_only():
    notebook = read(GLOSSARY)
    assert all(cell.cell_type == "markdown" for cell in notebook.cells)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}


def test_it_is_found_from_the_first_lesson_and_the_last():
    for path in (PATHS[0], PATHS[-1]):
        assert "(glossary.ipynb)" in prose(path)
