"""The tables of `tests/answers/`: what a check says to each answer.

A table begins with Python that its answers share. Then comes `## name` for each exercise, messages,
and below each message the answers that get it, indented: expressions, one a line, or the statements
of one answer; an empty line stands between two of these.

An answer is what a learner writes below the first line of the function. An expression is what the
function returns, or the number that is asked for; what begins with `answer = ` or `def answer(` is
the whole cell. In a message … stands for anything in a line, and at its beginning or end for
anything in any lines.
"""

import ast
import importlib
import linecache
import re
from pathlib import Path
from textwrap import dedent, indent
from typing import NamedTuple

from lessons import PATHS

from helpers.exercises import Exercise
from helpers.lesson import number

FOLDER = Path(__file__).parent / "answers"
LESSONS = [number(path) for path in PATHS]
EXERCISES = {
    (lesson, name): value
    for lesson in LESSONS
    for name, value in vars(importlib.import_module(f"helpers.exercises.lesson_{lesson}")).items()
    if isinstance(value, Exercise)
}
PARTS = re.compile(r"^## (\w[\w ]*)\n|((?:^[^ \n].*\n)+)|((?:^    .*\n)+)", re.MULTILINE)


class Line(NamedTuple):
    """An answer to an exercise, and what is said to it."""

    place: str  # "03:57", the table and the line there
    name: str
    told: str
    source: str
    notebook: dict[str, object]

    @property
    def exercise(self):
        """Return the exercise, of the lesson or of the table."""
        return EXERCISES.get((self.place.split(":")[0], self.name)) or self.notebook[self.name]

    def answer(self):
        """Return what a learner has, when the cell has run."""
        inputs = ", ".join(self.exercise.cases[0])
        if self.source.startswith(("answer = ", "def answer(")):
            cell = self.source
        elif not inputs:
            cell = f"answer = {self.source}"
        else:
            returned = "return " if _is_expression(self.source) else ""
            cell = f"def answer({inputs}):\n{indent(returned + self.source, '    ')}"
        _execute(cell, f"<{self.place}>", self.notebook)
        return self.notebook["answer"]

    def fits(self, said):
        """Return whether the words of a verdict are those of the table."""
        state = "" if self.told.startswith(("Right", "Not answered yet")) else "Not yet. "
        words = re.escape(self.told.strip("…")).replace("…", ".*")
        before = r"[\s\S]*" if self.told.startswith("…") else ""
        after = r"[\s\S]*" if self.told.endswith("…") else ""
        return re.fullmatch(state + before + words + after, said)


def _is_expression(source):
    try:
        ast.parse(source, mode="eval")
    except SyntaxError:
        return False
    return True


def _apart(block):
    """Return the answers of a block, each with the place of its first line in it."""
    sources = dedent(block).splitlines()
    if all(_is_expression(source.removeprefix("answer = ")) for source in sources):
        return list(enumerate(sources))
    return [(0, "\n".join(sources))]


def _execute(source, name, notebook):
    """Run a cell, whose text is kept as a kernel keeps it."""
    linecache.cache[name] = len(source), None, source.splitlines(keepends=True), name
    exec(compile(source, name, "exec"), notebook)


def lines(table):
    """Yield the lines of a table."""
    text = (FOLDER / f"{table}.txt").read_text(encoding="utf-8")
    start = text.index("\n## ") + 1
    notebook = {}
    _execute(text[:start], f"<{table}>", notebook)
    assert not PARTS.sub("", text[start:]).strip(), f"{table}.txt has lines of no known form"
    for part in PARTS.finditer(text, start):
        heading, message, block = part.groups()
        if heading:
            names = heading.split()
        elif message:
            told = message.strip()
        else:
            first = text.count("\n", 0, part.start()) + 1
            for after, source in _apart(block):
                for name in names:
                    yield Line(f"{table}:{first + after}", name, told, source, notebook)
