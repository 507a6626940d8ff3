"""Spelling of everything that is written here, and links that lead somewhere."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from statistics import median
from urllib.parse import urlsplit

import pytest
from lessons import GLOSSARY, PATHS, ROOT, code, markdown, prose, quizzes, read, slide_words
from packaging.requirements import Requirement
from words import TURNS, sentences, turns, words

from helpers.lesson import title

NOTEBOOKS = [*PATHS, GLOSSARY]
EXERCISES = sorted(ROOT.glob("helpers/exercises/*.py"))
PAGES = sorted(ROOT.glob("*.md"))
TEXTS = [(path.name, path.read_text(encoding="utf-8")) for path in PAGES]
README = dict(TEXTS)["README.md"]
TEXTS += [(path.stem, prose(path)) for path in NOTEBOOKS]


def misspelt(*paths):
    """Return what codespell says of the files, with the settings of the project."""
    command = [sys.executable, "-m", "codespell_lib", *map(str, paths)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_spelt_well(path, tmp_path):
    cells = read(path).cells
    text = [
        "\n".join([cell.source, cell.metadata.get("speaker_notes", ""), slide_words(cell)])
        for cell in cells
    ]
    (tmp_path / "text").write_text("\n".join(text), encoding="utf-8")
    assert misspelt(tmp_path / "text") == ""


def test_all_else_is_spelt_well():
    files = [*PAGES, ROOT / "Makefile", ROOT / "pyproject.toml"]
    files += [*ROOT.glob("helpers/**/*.py"), *ROOT.glob("helpers/**/*.js")]
    files += ROOT.glob("tests/*.py")
    assert misspelt(*files) == ""


def test_a_misspelling_would_be_found(tmp_path):
    (tmp_path / "text").write_text("evitivired"[::-1], encoding="utf-8")
    assert "derivative" in misspelt(tmp_path / "text")


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=lambda value: value[:20])
def test_links_lead_to_files_or_are_well_formed(name, text):
    folder = ROOT if name.endswith(".md") else ROOT / "notebooks"
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        parts = urlsplit(target)
        if parts.scheme:
            assert parts.scheme == "https", target
            assert re.fullmatch(r"[\w-]+(\.[\w-]+)+", parts.netloc), target
        elif parts.path:
            assert (folder / parts.path).exists(), target


def test_the_readme_lists_every_lesson_with_its_title_and_its_time():
    rows = re.findall(
        r"^\| \[(\d+b?\. .+?)\]\(notebooks/(\w+)\.ipynb\) \| (.+?) \|", README, flags=re.M
    )
    assert rows == [
        (title(read(path)), path.stem, re.search(r"\*\*Time\.\*\* (.+?)\.", prose(path))[1])
        for path in PATHS
    ]


def test_the_readme_says_why_each_dependency_is_there():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = sum(project["optional-dependencies"].values(), project["dependencies"])
    names = {Requirement(text).name for text in asked} - {project["name"]}
    for folder in ("helpers/publish", "tests/javascript", "tests/lighthouse"):
        text = (ROOT / folder / "package.json").read_text(encoding="utf-8")
        names |= set(json.loads(text)["dependencies"])
    table = README.partition("**Why each dependency is there**")[2].partition("## ")[0]
    packages = re.findall(r"^\| \w* ?\| (.+?) \|", table, flags=re.M)
    explained = {name for cell in packages for name in re.findall(r"`(.+?)`", cell)}
    assert names <= explained


@pytest.mark.parametrize(
    ("text", "divided"),
    [
        ("It rises. It falls.", ["It rises.", "It falls."]),
        ("The step is 0.1 long, e.g. here. Then 1.5e-3 follows.",
         ["The step is 0.1 long, e.g. here.", "Then 1.5e-3 follows."]),
        ("See i.e. this, cf. Fig. 3 and 1 vs. 2.", ["See i.e. this, cf. Fig. 3 and 1 vs. 2."]),
        ("# 3. Gradient descent\nIt walks down.", ["Gradient descent", "It walks down."]),
        ("## One rule\n\nIt walks\ndown.", ["One rule", "It walks down."]),
        ("To\n\n- **run** a cell,\n- *move* a slider.\n\nThen go on",
         ["To", "run a cell,", "move a slider.", "Then go on"]),
        ("1. Draw it.\n2. Call it.", ["Draw it.", "Call it."]),
        ("**Panel: slope.** Drag it! Is it flat? Yes…", ["Panel: slope.", "Drag it!", "Is it flat?",
         "Yes…"]),
        ("“Why?” he asks. “No.” That is all.", ["“Why?” he asks.", "“No.”", "That is all."]),
        ("(It is flat.) It is not.", ["(It is flat.)", "It is not."]),
        ("From 1... to 3.", ["From 1... to 3."]),
        ("The slope\n\n$$\\sigma'(z) = s. s$$\n\nis $a. b$ here; see `np.exp(z). T`.",
         ["The slope", "is Formula here; see Code."]),
        ("```python\na. b\n```\nSee [lesson 1. Here](01.ipynb#A. b).", ["See lesson 1.", "Here."]),
        ("| Here | There |\n| --- | :-: |\n| one step | two more. |",
         ["Here", "There", "one step", "two more."]),
        ("w\\* is *w*, 2 * 3 is <b>six</b>.", ["w\\* is w, 2 * 3 is six."]),
        ("σ rises. η shrinks. $z$ stays.", ["σ rises.", "η shrinks.", "Formula stays."]),
        ("> It is so.\n> So it is.", ["It is so.", "So it is."]),
    ],
)  # fmt: skip
def test_a_text_is_divided_into_sentences(text, divided):
    assert sentences(text) == divided


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("It is so – and not so.", 6),
        ("For Formula it is Code.", 5),
        ("Here σ′ = σ(1 − σ) holds.", 3),
        ("A so-called S-shaped curve of 1000 points", 7),
        ("• 5 %", 1),
    ],
)
def test_words_are_counted(sentence, count):
    assert len(words(sentence)) == count


def texts(path):
    """Return what a learner or a teacher reads of a notebook, in pieces: all that people wrote."""
    notebook = read(path)
    found = [cell.source for cell in markdown(notebook)]
    found += [cell.metadata.get("speaker_notes", "") for cell in notebook.cells]
    found += map(slide_words, notebook.cells)
    return found + [text for cell in code(notebook) for text in strings(cell.source)]


def strings(source):
    nodes = ast.walk(ast.parse(source))
    return [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def told(path):
    """Return the sentences of a notebook: its prose, its quizzes and its slides."""
    notebook = read(path)
    found = [cell.source for cell in markdown(notebook)] + quizzes(path)
    found += map(slide_words, notebook.cells)
    return [sentence for text in found for sentence in sentences(text)]


each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@each_notebook
def test_no_sentence_is_long(path):
    """No sentence has over 30 words; among those of four words or more the median is at most 14.

    What is shorter is a heading, a label, or the "Yes" of a quiz.
    """
    counts = {sentence: len(words(sentence)) for sentence in told(path)}
    assert [f"{n} words: {sentence}" for sentence, n in counts.items() if n > 30] == []
    assert median(n for n in counts.values() if n >= 4) <= 14


def found_in(pieces):
    every = dict.fromkeys(sentence for text in pieces for sentence in sentences(text))
    return [f"{said} — in: {sentence}" for sentence in every for said in turns(sentence)]


@each_notebook
def test_no_turn_of_the_list_has_come_back(path):
    assert found_in(texts(path)) == []


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_no_turn_of_the_list_stands_in_a_hint(path):
    assert found_in(strings(path.read_text(encoding="utf-8"))) == []


INSTANCES = [
    "Many ask this who begin with neural networks.",
    "Left of a cell that has run stands a number.",
    "Below it lies the target.",
    "On top of that comes the walk.",
    "Most birds are told rightly.",
    "In earnest one does not know.",
    "How did its figures arise?",
    "Start at several seeds, for some get stuck.",
    "Subtract, for the slope points uphill.",
    "The part of `w` is not averaged.",
    "The part of $b$ is 0.",
    "It needs 2.7 times fewer steps.",
    "Two strokes drop what follows.",
    "Write it once and for all.",
    "It jumps to and fro.",
    "No held-out row had a say in it.",
    "The fraction stands on its head.",
    "What becomes of the step?",
    "It does not see, let alone learn.",
    "It earns its place.",
    "Only so is the sum right.",
    "Shaded is the side where it is large.",
    "Asked is what the slope says.",
    "Wanted is True or False for each row.",
    "Not z is a factor, but the slope is.",
    "A zero told as a zero is right, too.",
    "Had it been larger, it would have jumped.",
]


def test_each_turn_of_the_list_would_be_found():
    assert [len(turns(sentence)) for sentence in INSTANCES] == [1] * len(INSTANCES)
    found = " ".join(said for sentence in INSTANCES for said in turns(sentence))
    assert all(plain in found for plain in TURNS.values())


@pytest.mark.parametrize(
    "sentence",
    [
        "A number stands at the left of a cell.",
        "At 0 the line is flat, and the way up is gone.",
        "In lesson 3 it comes back.",
        "Left of 0 it is flat; it stands at the right.",
        "The rule for the slope is short.",
        "Look for it, there it is.",
        "The two parts of the sum are equal.",
        "Only one of them is right.",
        "Were the steps too long?",
        "The side where it is large is shaded.",
        "Not one of them is right.",
    ],
)
def test_plain_sentences_are_no_turns(sentence):
    assert turns(sentence) == []
