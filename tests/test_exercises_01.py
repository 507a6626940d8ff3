"""Every exercise of lesson 01: untouched, right, right in another form, each slip, wrong kinds."""

import numpy as np
import pytest
from scipy import special

from helpers.exercises import lesson_01
from helpers.exercises.lesson_01 import central, half_slope, slope_from_output, stable_sigmoid


def by_masks(z):
    result = np.empty_like(z)
    result[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    result[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return result


EXERCISES = {
    "stable_sigmoid": stable_sigmoid,
    "slope_from_output": slope_from_output,
    "central": central,
    "half_slope": half_slope,
}
OTHER_RIGHT_ANSWERS = {
    "stable_sigmoid": [
        special.expit,
        by_masks,
        lambda z: np.exp(-np.logaddexp(0, -z)),
        lambda z: [float(special.expit(number)) for number in z],
    ],
    "slope_from_output": [lambda s: s - s**2, lambda s: 0.25 - (s - 0.5) ** 2],
    "central": [
        lambda f, x, h: (f(x + h) / h - f(x - h) / h) / 2,
        lambda f, x, h: ((f(x + h) - f(x)) / h + (f(x) - f(x - h)) / h) / 2,
    ],
    "half_slope": [1.7627, -1.763, np.arccosh(3.0), np.array(1.76275)],
}
WRONG_TYPES = {
    "stable_sigmoid": lambda z: "σ",
    "slope_from_output": lambda s: {"slope": s},
    "central": lambda f, x, h: f,
    "half_slope": "1.7627",
}
WRONG_SHAPES = {
    "stable_sigmoid": lambda z: special.expit(z)[:, None],
    "slope_from_output": lambda s: (s * (1 - s)).sum(),
    "central": lambda f, x, h: np.array([1.0, 2.0]),
    "half_slope": [1.7627],
}
each = pytest.mark.parametrize("name", EXERCISES)


def pairs(table):
    return [(name, item) for name, items in table.items() for item in items]


def as_answer(name, function):
    return function() if name == "half_slope" else function


def test_the_table_is_complete():
    kind = type(stable_sigmoid)
    assert {name for name, value in vars(lesson_01).items() if isinstance(value, kind)} == set(
        EXERCISES
    )


@each
def test_untouched(name):
    untouched = ... if name == "half_slope" else lambda *arguments: ...
    verdict = EXERCISES[name].check(untouched)
    assert verdict.state == "Not answered yet"


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
    verdict = EXERCISES[name].check((lambda: 1.7627) if name == "half_slope" else 0.25)
    assert verdict.state == "Not yet"
    assert "The answer should be a" in verdict.message


@each
def test_no_exercise_gives_its_answer_away_to_a_guess(name):
    verdict = EXERCISES[name].check(3.0 if name == "half_slope" else lambda *arguments: 3.0)
    assert verdict.state == "Not yet"
    if name == "half_slope":
        assert verdict.message == "At z = 3 the slope is 0.04518; that is 0.1807 of the greatest."
        assert "1.76" not in verdict.message


def test_the_numbers_in_the_hints():
    assert f"{special.expit(-600):.1e}" == "2.7e-261"
    assert f"{special.expit(-40):.1e}" == "4.2e-18"
    assert special.expit(np.log(3)) == pytest.approx(3 / 4)
    assert (3 / 4) * (1 / 4) == 3 / 16


def test_an_answer_that_memorises_what_the_lesson_shows_is_not_right():
    shown = {0.1: 0.09, 0.5: 0.25, 0.9: 0.09}
    verdict = slope_from_output.check(lambda s: np.array([shown.get(v, 0.25) for v in s]))
    assert verdict.state == "Not yet"
