"""Answers to the exercises of lesson 02, and what is special to them."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import logit
from sklearn.metrics import log_loss
from sklearn.metrics import mean_squared_error as reference_mean_squared_error

from helpers.exercises.lesson_02 import (
    cross_entropy,
    squared_error,
    squared_error_gradient,
    sure_and_wrong,
    twice_the_odds,
)

ROUNDED = "The numbers are rounded. Return them with all their digits."


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
        lambda y_hat, y: log_loss(y, y_hat, labels=[0, 1]),
        lambda y_hat, y: -np.mean(np.log(np.where(y == 1, y_hat, 1 - y_hat))),
        lambda y_hat, y: -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)),
    ],
    "sure_and_wrong": [6.92, 6.922, np.log(1000) / 0.998001],
    "twice_the_odds": [1.386, 1.39, math.log(4), np.float64(logit(2 / 3) / 0.5)],
}
WRONG_TYPES = {
    "squared_error": lambda y_hat, y: "C",
    "squared_error_gradient": lambda y_hat, y: {"slope": y_hat},
    "cross_entropy": lambda y_hat, y: np.log,
    "sure_and_wrong": "6.92",
    "twice_the_odds": "ln 4",
}
WRONG_SHAPES = {
    "squared_error": lambda y_hat, y: np.array([1.0, 2.0]),
    "squared_error_gradient": lambda y_hat, y: (2 * (y_hat - y) / len(y))[:, None],
    "cross_entropy": lambda y_hat, y: np.array([1.0, 2.0]),
    "sure_and_wrong": [6.92],
    "twice_the_odds": [1.386],
}


def test_a_guess_is_told_what_it_would_mean_and_nothing_more():
    verdict = sure_and_wrong.check(3.0)
    assert verdict.state == "Not yet"
    assert "A ratio of 3 is above 1, but it does not fit." in verdict.message
    assert "6.9" not in verdict.message
    assert "is below 1" in sure_and_wrong.check(0.3).message
    assert "A ratio of 1.0000001 is above 1" in sure_and_wrong.check(1.0000001).message


@pytest.mark.parametrize("exercise", [squared_error, squared_error_gradient, cross_entropy])
def test_the_inputs_tell_all_parts_apart(exercise):
    """Both targets occur, both ways of being wrong, and several sizes of data; no size is 6."""
    sizes = [len(case["y"]) for case in exercise.cases]
    assert len(set(sizes)) >= 3
    assert 6 not in sizes, "the notebook's N would pass"
    for case in exercise.cases:
        assert {0.0, 1.0} <= set(case["y"]) or len(case["y"]) == 1
        assert np.all((case["y_hat"] > 0) & (case["y_hat"] < 1))


@pytest.mark.parametrize("exercise", [squared_error, squared_error_gradient])
def test_squares_are_asked_for_soft_targets_too(exercise):
    """Or (ŷ² − 2ŷy + y)/N, which is right for 0 and 1 alone, would pass."""
    assert any(0 < target < 1 for case in exercise.cases for target in case["y"])


def test_cross_entropy_is_asked_for_0_and_1_alone():
    """Its text speaks of no other targets, so an answer by cases is right."""
    assert all(set(case["y"]) <= {0.0, 1.0} for case in cross_entropy.cases)


def test_slips_of_a_loop():
    def too_early(y_hat, y):
        for guess, target in zip(y_hat, y, strict=True):
            return (guess - target) ** 2 / len(y)
        return None

    early, hint = squared_error.check(too_early).message.splitlines()
    assert early.startswith("A return stands inside the loop")
    assert hint == "Only the first example counts here. The mean takes all of them."


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        (squared_error, lambda y_hat, y: (y_hat[0] - y[0]) ** 2 / len(y)),
        (squared_error_gradient, lambda y_hat, y: 2 * (y_hat[0] - y[0]) / len(y)),
        (cross_entropy, lambda y_hat, y: -np.log(abs(1 - y[0] - y_hat[0])) / len(y)),
    ],
)
def test_nobody_without_a_loop_is_told_of_one(exercise, answer):
    told = exercise.check(answer).message
    assert "first" in told
    assert "loop" not in told


@pytest.mark.parametrize(
    "answer",
    [
        lambda y_hat, y: round(np.mean((y_hat - y) ** 2), 3),
        lambda y_hat, y: np.round((y_hat - y) @ (y_hat - y) / len(y), 6),
    ],
)
def test_a_rounded_cost_is_told_so_and_nobody_speaks_of_slopes(answer):
    assert squared_error.check(answer).message.splitlines()[1:] == [ROUNDED]


def test_a_median_is_not_taken_for_a_slope():
    near = squared_error.cases[0]["y"] + 0.1
    of_equal_errors = replace(squared_error, cases=({"y_hat": near, "y": near - 0.1},) * 2)
    answer = of_equal_errors.check(lambda y_hat, y: 1.001 * np.median((y_hat - y) ** 2))
    assert "nudge" not in answer.message


def sum_too_early(y_hat, y):
    s = 0.0
    for guess, target in zip(y_hat, y, strict=True):
        s += (guess - target) ** 2
        return s
    return None


def slopes_too_early(y_hat, y):
    g = []
    for guess, target in zip(y_hat, y, strict=True):
        g.append(2 * (guess - target) / len(y))
        return g
    return None


def surprise_too_early(y_hat, y):
    s = 0.0
    for guess, target in zip(y_hat, y, strict=True):
        s -= np.log(guess if target == 1 else 1 - guess)
        return s
    return None


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        (squared_error, sum_too_early),
        (squared_error_gradient, slopes_too_early),
        (cross_entropy, surprise_too_early),
    ],
)
def test_a_return_inside_the_loop_is_named_whatever_has_been_collected(exercise, answer):
    assert "A return stands inside the loop" in exercise.check(answer).message


def test_a_number_of_millimetres_is_told_what_it_does_to_the_odds():
    message = twice_the_odds.check(3.0).message
    assert "With 3 mm more, z grows by 1.5 and the odds become 4.482 times as large" in message
    assert "1.38" not in message


def test_a_wrong_number_from_arrays_shows_the_arrays():
    message = squared_error.check(lambda y_hat, y: 3.0).message
    assert message.startswith("For y_hat = [")
    assert "it gives 3, but should give 0." in message


BRACKETS_ROUND_THE_DIFFERENCE = "Put brackets round y_hat - y."
BRACKETS_ROUND_THE_REST = "Put brackets round 1 - y"
LOGARITHM_OF_TARGETS = "Here a target stands in a logarithm, and ln 0 is infinite."


@pytest.mark.parametrize(
    ("exercise", "answer", "hint"),
    [
        (squared_error, lambda y_hat, y: np.mean(y_hat - y**2), BRACKETS_ROUND_THE_DIFFERENCE),
        (
            squared_error,
            lambda y_hat, y: np.sum(y_hat - y**2) / len(y),
            BRACKETS_ROUND_THE_DIFFERENCE,
        ),
        *(
            (squared_error_gradient, answer, BRACKETS_ROUND_THE_DIFFERENCE)
            for answer in (
                lambda y_hat, y: 2 * y_hat - y / len(y),
                lambda y_hat, y: (2 * y_hat - y) / len(y),
                lambda y_hat, y: 2 * y_hat - y,
                lambda y_hat, y: 2 / len(y) * y_hat - y,
                lambda y_hat, y: y_hat - y * 2 / len(y),
            )
        ),
        (squared_error_gradient, lambda y, y_hat: 2 * (y_hat - y) / len(y), "in the first line"),
        (
            squared_error_gradient,
            lambda y_hat, y: 2 * np.abs(y_hat - y) / len(y),
            "without abs it is negative",
        ),
        (
            squared_error_gradient,
            lambda y_hat, y: np.abs(y_hat - y) / len(y),
            "without abs it is negative",
        ),
        *(
            (squared_error_gradient, answer, "the slope of u² is 2u.")
            for answer in (
                lambda y_hat, y: 2 * (y_hat - y) ** 2 / len(y),
                lambda y_hat, y: (y_hat - y) ** 2 / len(y),
                lambda y_hat, y: 2 * (y_hat - y) ** 2,
            )
        ),
        *(
            (cross_entropy, answer, BRACKETS_ROUND_THE_REST)
            for answer in (
                lambda y_hat, y: -np.mean(y * np.log(y_hat) + 1 - y * np.log(1 - y_hat)),
                lambda y_hat, y: -1 / len(y) * sum(y * np.log(y_hat) + 1 - y * np.log(1 - y_hat)),
                lambda y_hat, y: np.mean(-y * np.log(y_hat) - 1 - y * np.log(1 - y_hat)),
            )
        ),
        *(
            (cross_entropy, answer, LOGARITHM_OF_TARGETS)
            for answer in (
                lambda y, y_hat: -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)),
                lambda y, y_hat: -np.log(np.where(y == 1, y_hat, 1 - y_hat)).mean(),
                lambda y_hat, y: -np.mean(y_hat * np.log(y) + (1 - y_hat) * np.log(1 - y)),
                lambda y_hat, y: -np.mean(y * np.log(y) + (1 - y) * np.log(1 - y)),
            )
        ),
        (cross_entropy, lambda y_hat, y: -np.mean(np.ln(y_hat)), "is np.log."),
        (cross_entropy, lambda y_hat, y: -math.log(y_hat), "take one number"),
    ],
)
def test_a_slip_is_named(exercise, answer, hint):
    verdict = exercise.check(answer)
    assert verdict.state == "Not yet"
    assert hint in verdict.message
