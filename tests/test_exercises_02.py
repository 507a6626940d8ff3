"""Every exercise of lesson 02: untouched, right, right in another form, each slip, wrong kinds."""

import numpy as np
import pytest
from sklearn.metrics import log_loss
from sklearn.metrics import mean_squared_error as reference_mean_squared_error

from helpers.exercises import lesson_02
from helpers.exercises.lesson_02 import (
    cross_entropy,
    squared_error,
    squared_error_gradient,
    sure_and_wrong,
)

EXERCISES = {
    "squared_error": squared_error,
    "squared_error_gradient": squared_error_gradient,
    "cross_entropy": cross_entropy,
    "sure_and_wrong": sure_and_wrong,
}


def by_nudges(y_hat, y):
    nudges = 1e-3 * np.eye(len(y))
    return [
        (np.mean((y_hat + nudge - y) ** 2) - np.mean((y_hat - nudge - y) ** 2)) / 2e-3
        for nudge in nudges
    ]


OTHER_RIGHT_ANSWERS = {
    "squared_error": [
        lambda y_hat, y: reference_mean_squared_error(y, y_hat),
        lambda y_hat, y: (y_hat - y) @ (y_hat - y) / len(y),
        lambda y_hat, y: sum((a - b) ** 2 for a, b in zip(y_hat, y, strict=True)) / len(y),
    ],
    "squared_error_gradient": [
        lambda y_hat, y: -2 / len(y) * (y - y_hat),
        lambda y_hat, y: [2 * (a - b) / len(y) for a, b in zip(y_hat, y, strict=True)],
        by_nudges,
    ],
    "cross_entropy": [
        lambda y_hat, y: log_loss(y, y_hat),
        lambda y_hat, y: -np.mean(np.log(np.where(y == 1, y_hat, 1 - y_hat))),
        lambda y_hat, y: -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)),
    ],
    "sure_and_wrong": [6.92, 6.922, np.log(1000) / 0.998001],
}
WRONG_TYPES = {
    "squared_error": lambda y_hat, y: "C",
    "squared_error_gradient": lambda y_hat, y: {"slope": y_hat},
    "cross_entropy": lambda y_hat, y: np.log,
    "sure_and_wrong": "6.92",
}
WRONG_SHAPES = {
    "squared_error": lambda y_hat, y: np.array([1.0, 2.0]),
    "squared_error_gradient": lambda y_hat, y: (2 * (y_hat - y) / len(y))[:, None],
    "cross_entropy": lambda y_hat, y: np.array([1.0, 2.0]),
    "sure_and_wrong": [6.92],
}
each = pytest.mark.parametrize("name", EXERCISES)


def pairs(table):
    return [(name, item) for name, items in table.items() for item in items]


def as_answer(name, function):
    return function() if name == "sure_and_wrong" else function


def test_the_table_is_complete():
    kind = type(squared_error)
    assert {name for name, value in vars(lesson_02).items() if isinstance(value, kind)} == set(
        EXERCISES
    )


@each
def test_untouched(name):
    untouched = ... if name == "sure_and_wrong" else lambda *arguments: ...
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
    verdict = EXERCISES[name].check((lambda: 6.92) if name == "sure_and_wrong" else 0.25)
    assert verdict.state == "Not yet"
    assert "The answer should be a" in verdict.message


@each
def test_no_exercise_gives_its_answer_away_to_a_guess(name):
    verdict = EXERCISES[name].check(3.0 if name == "sure_and_wrong" else lambda *arguments: 3.0)
    assert verdict.state == "Not yet"
    if name == "sure_and_wrong":
        assert "A ratio of 3 is above 1, but it does not fit." in verdict.message
        assert "6.9" not in verdict.message
        assert "is below 1" in sure_and_wrong.check(0.3).message


@pytest.mark.parametrize("name", ["squared_error", "squared_error_gradient", "cross_entropy"])
def test_the_inputs_tell_all_parts_apart(name):
    """Both targets occur, both ways of being wrong, and two sizes of data."""
    sizes = {len(case["y"]) for case in EXERCISES[name].cases}
    assert len(sizes) == 2
    for case in EXERCISES[name].cases:
        assert set(case["y"]) == {0.0, 1.0}
        assert np.all((case["y_hat"] > 0) & (case["y_hat"] < 1))


def test_a_wrong_number_from_arrays_shows_the_arrays():
    message = squared_error.check(lambda y_hat, y: 3.0).message
    assert message.startswith("For y_hat = [")
    assert "it gives 3, but should give 0." in message
