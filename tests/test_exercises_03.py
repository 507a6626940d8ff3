"""Every exercise of lesson 03: untouched, right, right in another form, each slip, wrong kinds."""

from fractions import Fraction

import numpy as np
import pytest

from helpers.exercises import lesson_03
from helpers.exercises.lesson_03 import descent, largest_rate, newton, until


def by_while(gradient, start, learning_rate, steps):
    path = np.empty((steps + 1, *np.shape(start)))
    path[0] = start
    k = 0
    while k < steps:
        path[k + 1] = path[k] - gradient(path[k]) * learning_rate
        k += 1
    return path


def by_a_list(gradient, start, learning_rate, steps):
    x, path = start, []
    for _ in range(steps + 1):
        path.append(x)
        x = x + -learning_rate * gradient(x)
    return path


def until_by_return(gradient, start, learning_rate, tolerance, most):
    path, x = [start], start
    while len(path) <= most and not -tolerance < gradient(x) < tolerance:
        x = x - learning_rate * gradient(x)
        path.append(x)
    return path


def until_by_cutting(gradient, start, learning_rate, tolerance, most):
    path = by_while(gradient, start, learning_rate, most)
    small = np.abs(gradient(path)) < tolerance
    return path[: np.argmax(small) + 1] if small.any() else path


EXERCISES = {"descent": descent, "largest_rate": largest_rate, "until": until, "newton": newton}
OTHER_RIGHT_ANSWERS = {
    "descent": [by_while, by_a_list],
    "largest_rate": [0.85, 0.8507, 0.85075, 0.8505, np.array(0.8506)],
    "until": [until_by_return, until_by_cutting],
    "newton": [
        lambda slope, curvature, x: (x * curvature(x) - slope(x)) / curvature(x),
        lambda slope, curvature, x: x + (1 / curvature(x)) * -slope(x),
    ],
}
WRONG_TYPES = {
    "descent": lambda *arguments: "down",
    "largest_rate": "0.85",
    "until": lambda *arguments: {"path": [8.0]},
    "newton": lambda slope, curvature, x: slope,
}
WRONG_SHAPES = {
    "descent": lambda *arguments: by_while(*arguments)[:, None],
    "largest_rate": [0.85],
    "until": lambda *arguments: until_by_cutting(*arguments)[None],
    "newton": lambda slope, curvature, x: np.sum(x - slope(x) / curvature(x)),
}
each = pytest.mark.parametrize("name", EXERCISES)


def pairs(table):
    return [(name, item) for name, items in table.items() for item in items]


def as_answer(name, function):
    return function() if name == "largest_rate" else function


def test_the_table_is_complete():
    kind = type(descent)
    assert {name for name, value in vars(lesson_03).items() if isinstance(value, kind)} == set(
        EXERCISES
    )


@each
def test_untouched(name):
    untouched = ... if name == "largest_rate" else lambda *arguments: ...
    assert EXERCISES[name].check(untouched).state == "Not answered yet"


@each
def test_our_solution(name):
    exercise = EXERCISES[name]
    for solution in exercise.solutions:
        verdict = exercise.check(as_answer(name, solution))
        assert (verdict.state, verdict.message) == ("Right", exercise.shows)


@pytest.mark.parametrize(("name", "answer"), pairs(OTHER_RIGHT_ANSWERS))
def test_right_answers_of_another_form_pass(name, answer):
    verdict = EXERCISES[name].check(answer)
    assert verdict.state == "Right", verdict


@pytest.mark.parametrize(
    ("name", "slip"),
    [(name, slip) for name, exercise in EXERCISES.items() for slip in exercise.slips],
)
def test_each_slip_has_its_own_hint(name, slip):
    exercise = EXERCISES[name]
    verdict = exercise.check(as_answer(name, slip))
    assert verdict.state == "Not yet"
    assert verdict.message.endswith(exercise.slips[slip])


@each
def test_an_answer_of_the_wrong_type(name):
    verdict = EXERCISES[name].check(WRONG_TYPES[name])
    assert verdict.state == "Not yet"
    assert "should be a number or an array of numbers, but is" in verdict.message


@each
def test_an_answer_of_the_wrong_shape(name):
    verdict = EXERCISES[name].check(WRONG_SHAPES[name])
    assert verdict.state == "Not yet"
    assert "should have the shape" in verdict.message


@each
def test_a_number_where_a_function_belongs_and_the_other_way_round(name):
    verdict = EXERCISES[name].check((lambda: 0.85) if name == "largest_rate" else 0.25)
    assert verdict.state == "Not yet"
    assert "The answer should be a" in verdict.message


@each
def test_no_exercise_gives_its_answer_away_to_a_guess(name):
    verdict = EXERCISES[name].check(0.97 if name == "largest_rate" else lambda *arguments: 3.0)
    assert verdict.state == "Not yet"
    assert "0.85" not in verdict.message


def test_a_wrong_rate_is_told_what_it_does():
    assert largest_rate.check(0.97).message == (
        "With ν = 0.97 it does not arrive: the distance after 20 steps is 1.740637."
    )
    assert largest_rate.check(0.7).message == (
        "With ν = 0.7 it arrives; but a larger rate arrives as well."
    )


@pytest.mark.parametrize("rate", np.arange(8450, 8560) / 10_000)
def test_a_rate_is_right_only_if_it_arrives(rate):
    distance = 6 * abs(1 - 2 * Fraction(str(rate))) ** 20
    right = largest_rate.check(rate).state == "Right"
    assert right == (rate >= 0.85 and distance < Fraction("0.005"))


def test_the_numbers_in_the_hints():
    assert 2 * 8.0 - 4 == 12
    assert 2 * -4.0 - 4 == -12
