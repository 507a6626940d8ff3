"""What a check says to each answer of the tables, and to each slip and solution of a lesson."""

import re
import sys
import warnings
from contextlib import contextmanager
from itertools import chain
from types import SimpleNamespace

import numpy as np
import pytest
from lessons import PATHS, code, read
from tables import EXERCISES, LESSONS, lines

from helpers.exercises import Exercise, Verdict, calls
from helpers.lesson import number, tags

LINES = {table: list(lines(table)) for table in ["any", *LESSONS]}
each = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=map("-".join, EXERCISES))
any_exercise = LINES["any"][0].notebook
double, stable = any_exercise["double"], any_exercise["stable"]


def as_answer(exercise, function):
    return function() if exercise.wants_number else function


def refused(exercise, answer):
    """Return the message to an answer that is not right."""
    verdict = exercise.check(answer)
    assert verdict.state == "Not yet"
    return verdict.message


@pytest.mark.parametrize("line", [*chain(*LINES.values())], ids=lambda line: line.place)
def test_what_is_said_to_an_answer(line):
    said = repr(line.exercise.check(line.answer()))
    assert line.fits(said), f"{said}\n\nin place of\n\n{line.told}"
    assert " ()" not in said


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_exercise_stands_in_its_lesson_and_its_table(path):
    lesson = number(path)
    names = [name for of, name in EXERCISES if of == lesson]
    cells = code(read(path))
    assert len(names) == sum("exercise" in tags(cell) for cell in cells) > 0
    for name in names:
        assert any(f"exercises.{name}.check(" in cell.source for cell in cells)
        told = [line.told for line in LINES[lesson] if line.name == name]
        assert sum(words.startswith("Right") for words in told) >= 2


@each
def test_untouched(exercise):
    untouched = ... if exercise.wants_number else lambda *arguments: ...
    assert exercise.check(untouched).state == "Not answered yet"


@each
def test_our_solutions(exercise):
    for solution in exercise.solutions:
        verdict = exercise.check(as_answer(exercise, solution))
        assert (verdict.state, verdict.message) == ("Right", exercise.shows)


@each
def test_each_slip_has_its_own_hint(exercise):
    for slip, hint in exercise.slips.items():
        *complaint, said = refused(exercise, as_answer(exercise, slip)).splitlines()
        assert said == hint
        assert all(re.search("stops with (Attribute|Type|Value)Error", line) for line in complaint)


@each
def test_a_number_where_a_function_belongs_and_the_other_way_round(exercise):
    wrong = (lambda: 1.0) if exercise.wants_number else 0.25
    assert "The answer should be a" in refused(exercise, wrong)


@each
def test_a_constant_answers_no_question_about_a_function(exercise):
    if not exercise.wants_number:
        refused(exercise, lambda *arguments: 3.0)


def test_a_check_changes_no_input_of_its_own():
    def answer(z):
        z *= 2
        return z

    assert refused(double, answer).startswith("It changes its input z.")
    assert double.check(lambda z: 2 * z).state == "Right"


def test_what_is_printed_is_seen_and_an_answer_that_prints_nothing_writes_nothing(
    capsys, monkeypatch
):
    def answer(z):
        print("z is", z)
        return 2 * z

    assert double.check(answer).state == "Right"
    assert capsys.readouterr().out == "z is [ 1. -2.]\nz is [[0.5]]\n"
    monkeypatch.setattr(sys.stdout, "write", pytest.fail)
    double.check(lambda z: 2 * z)


def test_what_is_printed_without_end_is_cut(capsys):
    def answer(x):
        while True:
            print("again")

    assert "does not come to an end" in refused(any_exercise["counted"], answer)
    out = capsys.readouterr().out
    assert len(out) < 2100
    assert out.endswith("…\n")


def test_a_verdict_is_text_and_escaped_html():
    verdict = Verdict("Not yet", "1 < 2\n<script>")
    assert repr(verdict) == "Not yet. 1 < 2\n<script>"
    assert "<strong>Not yet.</strong> 1 &lt; 2<br>&lt;script&gt;</div>" in verdict._repr_html_()


@contextmanager
def printing(**options):
    before = np.get_printoptions()
    np.set_printoptions(**options)
    try:
        yield
    finally:
        np.set_printoptions(**before)


mean = Exercise((np.mean,), {}, "", ({"y": np.array([0.123456789, 0.987])}, {"y": np.zeros(1)}))
far = Exercise((lambda: 9.0,), {}, "", explain=lambda x: f"Its exponential is {np.exp(1e3 * x)}.")
STATES = {
    "all ignored": lambda: np.errstate(all="ignore"),
    "all raised": lambda: np.errstate(all="raise"),
    "called": lambda: np.errstate(all="call", call=lambda *error: None),
    "warnings off": lambda: warnings.catch_warnings(action="ignore"),
    "warnings are errors": lambda: warnings.catch_warnings(action="error"),
    "printed with two digits": lambda: printing(precision=2, suppress=True, sign="+"),
    "printed in another way": lambda: printing(formatter={"all": lambda value: "?"}, threshold=2),
}
CHECKED = {
    "textbook": (stable, lambda z: 1 / (1 + np.exp(-z))),
    "stable": (stable, lambda z: np.exp(-np.logaddexp(0, -z))),
    "arrays": (mean, lambda y: 3.0),
    "words": (mean, lambda y: [np.array([0.123456789] * 9), "words"]),
    "a number": (far, 1.0),
}


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
@pytest.mark.parametrize(("exercise", "answer"), CHECKED.values(), ids=CHECKED)
def test_what_numpy_was_told_before_changes_no_verdict_and_holds_after_it(exercise, answer, state):
    plain = exercise.check(answer)
    with state():
        before = np.geterr(), np.get_printoptions(), warnings.filters[:]
        assert exercise.check(answer) == plain
        assert (np.geterr(), np.get_printoptions(), warnings.filters) == before


def test_a_state_that_an_answer_leaves_behind_changes_neither_the_next_case_nor_the_notebook():
    def answer(z):
        np.seterr(all="ignore")
        warnings.simplefilter("ignore")
        return 1 / (1 + np.exp(-z))

    before = np.geterr(), warnings.filters[:]
    stable.check(answer)
    assert (np.geterr(), warnings.filters) == before


def test_a_lesson_goes_on_with_a_right_answer_and_else_with_our_solution():
    called = []

    def theirs(z):
        called.append(z)
        return 2 * z

    for answer in (lambda z: ..., lambda z: 3 * z, ..., 7, theirs):
        assert double.check(answer)(21) == 42
    verdict = double.check(theirs)
    called.clear()
    assert verdict(z=21) == 42
    assert called == [21]


def test_a_shell_without_an_exit_of_its_own_as_in_jupyterlite_is_left_as_it_was(monkeypatch):
    shell = SimpleNamespace()
    monkeypatch.setattr(calls, "get_ipython", lambda: shell)
    assert double.check(lambda x: sys.exit() or 2 * x).state == "Not yet"
    assert double.check(lambda x: 2 * x).state == "Right"
    assert vars(shell) == {}
