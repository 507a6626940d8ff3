"""The glossary: every term of the course is there, in one sentence that leads to its place."""

import re

import pytest
from lessons import GLOSSARY, PATHS, ROOT, markdown, prose, read

ENTRY = r"- \*\*(.+?)\*\*: (.+?)\. \[Lesson (\d)\]\((\S+?)\.ipynb#(\S+)\)"
# what the course calls its quantities, as its design fixes it
TERMS = [
    "Weighted input, $z$",
    r"Output, $\hat y$, `y_hat`",
    "Target, $y$",
    "Loss",
    "Cost, $C$",
    r"Learning rate, $\eta$",
    "Slope",
    "Derivative",
    "Gradient",
]
LINES = [line for line in prose(GLOSSARY).splitlines() if line.startswith("- ")]
ENTRIES = [re.fullmatch(ENTRY, line) for line in LINES]


def anchors(path):
    """Return the headings of a notebook as JupyterLab writes them into links."""
    found = re.findall(r"^#+ (.+)$", prose(path), flags=re.M)
    return {heading.replace(" ", "-") for heading in found}


@pytest.mark.parametrize("path", [GLOSSARY, *PATHS], ids=lambda path: path.stem)
def test_every_link_to_a_notebook_leads_to_a_file_and_a_heading(path):
    text = prose(path)
    for target, heading in re.findall(r"\]\(([^)\s:]+?\.ipynb)(?:#([^)\s]+))?\)", text):
        linked = ROOT / "notebooks" / target
        assert linked.is_file(), target
        assert not heading or heading in anchors(linked), heading


def test_every_entry_is_one_sentence_with_a_link():
    assert len(LINES) > 30
    assert all(ENTRIES), [line for line, entry in zip(LINES, ENTRIES, strict=True) if entry is None]
    for entry in ENTRIES:
        assert entry[4].startswith(f"{int(entry[3]):02}_")
        assert not re.search(r"\. [A-Z]", entry[2]), entry[2]


def test_every_term_of_the_design_is_there_and_none_twice():
    terms = [entry[1] for entry in ENTRIES]
    assert set(TERMS) <= set(terms)
    assert len(set(terms)) == len(terms)


def test_terms_stand_in_the_order_of_the_alphabet():
    for cell in markdown(read(GLOSSARY)):
        terms = re.findall(r"^- \*\*(.+?)\*\*", cell.source, flags=re.M)
        assert terms == sorted(terms, key=str.lower)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry[1] if entry else "none")
def test_the_lesson_that_is_linked_uses_the_term(entry):
    word = re.split(r",", entry[1])[0].lower().removesuffix("e")
    (path,) = (path for path in PATHS if path.stem == entry[4])
    text = prose(path).lower() + " ".join(cell.source.lower() for cell in read(path).cells)
    assert word in text.replace("*", ""), word


def test_it_holds_prose_only():
    notebook = read(GLOSSARY)
    assert all(cell.cell_type == "markdown" for cell in notebook.cells)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}


def test_it_is_found_from_the_first_lesson_and_the_last():
    for path in (PATHS[0], PATHS[-1]):
        assert "(glossary.ipynb)" in prose(path)
