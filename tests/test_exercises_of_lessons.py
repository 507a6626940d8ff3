"""Every exercise of every lesson: untouched, right, right in another form, each slip, wrong kinds.

`test_exercises_NN.py` holds the answers to the exercises of lesson NN, and what is special to them.
"""

import importlib
import re
from dataclasses import replace

import numpy as np
import pytest
from lessons import PATHS, code, read
from scipy.special import expit

from helpers import network
from helpers.exercises import Exercise
from helpers.lesson import number

LESSONS = [number(path) for path in PATHS]
ANSWERS = {lesson: importlib.import_module(f"test_exercises_{lesson}") for lesson in LESSONS}
EXERCISES = {
    (lesson, name): value
    for lesson in LESSONS
    for name, value in vars(importlib.import_module(f"helpers.exercises.lesson_{lesson}")).items()
    if isinstance(value, Exercise)
}
each = pytest.mark.parametrize(("lesson", "name"), EXERCISES)
each_solution = pytest.mark.parametrize(
    ("lesson", "name", "solution"), [(*k, s) for k, e in EXERCISES.items() for s in e.solutions]
)
each_other_right_answer = pytest.mark.parametrize(
    ("lesson", "name", "answer"),
    [(*key, a) for key in EXERCISES for a in ANSWERS[key[0]].OTHER_RIGHT_ANSWERS[key[1]]],
)
each_slip = pytest.mark.parametrize(
    ("lesson", "name", "slip"), [(*key, slip) for key, e in EXERCISES.items() for slip in e.slips]
)


def wants_number(exercise):
    return exercise.cases == ({},)


def as_answer(exercise, function):
    return function() if wants_number(exercise) else function


def refused(lesson, name, answer):
    """Return the message to an answer that is not right."""
    verdict = EXERCISES[lesson, name].check(answer)
    assert verdict.state == "Not yet"
    return verdict.message


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_exercise_stands_in_its_lesson_with_two_other_right_answers(path):
    lesson = number(path)
    names = [name for number, name in EXERCISES if number == lesson]
    checked = "\n".join(cell.source for cell in code(read(path)))
    assert names
    assert all(f"exercises.{name}.check(" in checked for name in names)
    assert set(ANSWERS[lesson].OTHER_RIGHT_ANSWERS) == set(names)
    assert all(len(answers) >= 2 for answers in ANSWERS[lesson].OTHER_RIGHT_ANSWERS.values())


@each
def test_untouched(lesson, name):
    exercise = EXERCISES[lesson, name]
    untouched = ... if wants_number(exercise) else lambda *arguments: ...
    assert exercise.check(untouched).state == "Not answered yet"


@each_solution
def test_our_solution(lesson, name, solution):
    exercise = EXERCISES[lesson, name]
    verdict = exercise.check(as_answer(exercise, solution))
    assert (verdict.state, verdict.message) == ("Right", exercise.shows)


@each_other_right_answer
def test_right_answers_of_another_form_pass(lesson, name, answer):
    verdict = EXERCISES[lesson, name].check(answer)
    assert verdict.state == "Right", verdict


@each_slip
def test_each_slip_has_its_own_hint(lesson, name, slip):
    exercise = EXERCISES[lesson, name]
    *complaint, hint = refused(lesson, name, as_answer(exercise, slip)).splitlines()
    assert hint == exercise.slips[slip]
    assert all(re.search("stops with (Attribute|Type|Value)Error", line) for line in complaint)


def of_outputs(y_hat, y):
    return y_hat, lambda p: np.mean((p - y) ** 2)


def of_birds(X, y, w, b):
    return np.append(w, b), lambda p: np.mean((expit(X @ p[:-1] + p[-1]) - y) ** 2) / 2


def of_two_layers(X, y, *parts):
    sizes = [*np.shape(parts[0]), 1]
    return network.join(*parts), lambda p: network.cost(X, y, network.layers_of(p, sizes))


def measured(parameters_and_cost, to_the_right, to_the_left):
    """Return the answer that nudges each parameter to both sides, or to one if the other is 0."""

    def answer(*arguments):
        p, cost = parameters_and_cost(*arguments)
        slopes = []
        for k in range(len(p)):
            after, before = np.array(p), np.array(p)
            after[k] += to_the_right
            before[k] -= to_the_left
            slopes.append((cost(after) - cost(before)) / (to_the_right + to_the_left))
        return np.array(slopes)

    return answer


@pytest.mark.parametrize(
    ("lesson", "name", "of", "nudges"),
    [
        (
            "02",
            "squared_error_gradient",
            of_outputs,
            [(1e-4, 0), (1e-6, 0), (1e-8, 0), (1e-8, 1e-8)],
        ),
        ("04", "backward", of_birds, [(0.01, 0), (1e-5, 0), (1e-3, 1e-3), (1e-8, 1e-8)]),
        ("07", "two_layers", of_two_layers, [(0.001, 0), (1e-6, 0), (1e-5, 1e-5)]),
    ],
)
def test_a_slope_that_was_measured_is_told_so_and_nothing_else(lesson, name, of, nudges):
    for nudge in nudges:
        first, said = refused(lesson, name, measured(of, *nudge)).splitlines()
        assert "but should give" in first
        assert said.startswith("It is nearly right. If you measured a slope with a nudge")


@pytest.mark.parametrize(
    ("lesson", "name", "of", "nudge"),
    [
        ("04", "backward", of_birds, 1e-5),
        ("07", "two_layers", of_two_layers, 1e-5),
    ],
)
def test_a_slope_that_was_measured_well_is_right_and_not_praised_for_a_formula(
    lesson, name, of, nudge
):
    exercise = replace(EXERCISES[lesson, name], tolerance=1e-6)
    verdict = exercise.check(measured(of, nudge, nudge))
    assert verdict.state == "Right"
    assert "as if you had measured the slopes with a nudge" in verdict.message


@each
def test_an_answer_of_the_wrong_type(lesson, name):
    message = refused(lesson, name, ANSWERS[lesson].WRONG_TYPES[name])
    assert re.fullmatch(r"It should be .+, but is .+", message.splitlines()[0])


@each
def test_an_answer_of_the_wrong_shape(lesson, name):
    message = refused(lesson, name, ANSWERS[lesson].WRONG_SHAPES[name])
    assert re.fullmatch(
        r"It should (be .+, but is|have the shape .+, but has) .+", message.splitlines()[0]
    )
    assert "()" not in message


@each
def test_a_number_where_a_function_belongs_and_the_other_way_round(lesson, name):
    wrong = (lambda: 1.0) if wants_number(EXERCISES[lesson, name]) else 0.25
    assert "The answer should be a" in refused(lesson, name, wrong)


@pytest.mark.parametrize(
    ("lesson", "name"), [key for key, exercise in EXERCISES.items() if not wants_number(exercise)]
)
def test_a_constant_answers_no_question_about_a_function(lesson, name):
    refused(lesson, name, lambda *arguments: 3.0)
