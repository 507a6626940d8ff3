"""Answers to the exercises of lesson 06, and what is special to them."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score
from sklearn.preprocessing import StandardScaler

from helpers.exercises.lesson_06 import (
    boundary,
    lowest_quarter,
    predicted,
    share_right,
    standardised,
)
from helpers.neuron import forward


def by_sorting(numbers):
    """Write True at the places where the sorted numbers come from."""
    chosen = np.zeros(len(numbers), dtype=bool)
    chosen[np.argsort(numbers)[: len(numbers) // 4]] = True
    return chosen


def one_by_one(numbers):
    n = len(numbers)
    return [number in range(n // 4) for number in numbers]


def by_the_library(X, training):
    return StandardScaler().fit(X[training]).transform(X)


def column_by_column(X, training):
    columns = []
    for column in X.T:
        known = column[training]
        spread = np.sqrt(np.mean((known - np.mean(known)) ** 2))
        columns.append((column - np.mean(known)) / spread)
    return np.array(columns).T


def by_solving(x1, w, b):
    """Solve w₁x₁ + w₂x₂ + b = 0 and the value of x₁ as two linear equations."""
    lines = np.array([w, [1.0, 0.0]])
    return np.array([np.linalg.solve(lines, [-b, x])[1] for x in x1])


def by_counting(y_hat, y):
    right = 0
    for guess, target in zip(y_hat, y, strict=True):
        right += (guess > 0.5) == bool(target)
    return right / len(y)


def by_the_log_odds(row, mean, spread, w, b):
    """Add up what each feature does to the odds of y = 1."""
    odds = np.exp(b)
    for value, middle, width, weight in zip(row, mean, spread, w, strict=True):
        odds *= np.exp(weight * (value - middle) / width)
    return odds / (1 + odds)


OTHER_RIGHT_ANSWERS = {
    "lowest_quarter": [
        by_sorting,
        one_by_one,
        lambda numbers: np.isin(numbers, np.arange(numbers.size // 4)),
        lambda numbers: numbers < np.floor(len(numbers) / 4),
        lambda numbers: np.where(numbers < len(numbers) // 4, True, False),
    ],
    "standardised": [
        by_the_library,
        column_by_column,
        lambda X, training: (X - X[training].mean(axis=0)) / (X[training].std(axis=0) + 1e-8),
    ],
    "boundary": [by_solving, lambda x1, w, b: -w[0] / w[1] * x1 - b / w[1]],
    "share_right": [
        lambda y_hat, y: accuracy_score(y, y_hat > 0.5),
        by_counting,
        lambda y_hat, y: np.mean(np.round(y_hat) == y),
    ],
    "predicted": [
        by_the_log_odds,
        lambda row, mean, spread, w, b: forward([(row - mean) / spread], w, b)[0],
    ],
}
WRONG_TYPES = {
    "lowest_quarter": lambda numbers: ["held out"] * len(numbers),
    "standardised": lambda X, training: (X[training], X[~training]),
    "boundary": lambda x1, w, b: "x2",
    "share_right": lambda y_hat, y: f"{np.mean((y_hat > 0.5) == y):.0%}",
    "predicted": lambda row, mean, spread, w, b: "class 1",
}
WRONG_SHAPES = {
    "lowest_quarter": lambda numbers: by_sorting(numbers)[:, None],
    "standardised": lambda X, training: X[0],
    "boundary": lambda x1, w, b: -(w * x1[:1] + b),
    "share_right": lambda y_hat, y: np.abs(y_hat - y) < 0.5,
    "predicted": lambda row, mean, spread, w, b: (row - mean) / spread,
}


def test_an_answer_that_writes_into_the_table_is_told_so():
    def in_place(X, training):
        X -= X[training].mean(axis=0)
        X /= X[training].std(axis=0)
        return X

    assert "It changes its input X" in standardised.check(in_place).message


@pytest.mark.parametrize("limit", [3, 5, 10, 100])
def test_a_value_far_out_may_not_be_cut_off(limit):
    def clipped(X, training):
        known = X[training]
        return np.clip((X - known.mean(axis=0)) / known.std(axis=0), -limit, limit)

    assert f"it gives {limit} in row 2" in standardised.check(clipped).message


@pytest.mark.parametrize(
    ("exercise", "guess"),
    [
        (lowest_quarter, lambda numbers: numbers == 3),
        (standardised, lambda X, training: X),
        (boundary, lambda x1, w, b: x1),
        (share_right, lambda y_hat, y: 0.25),
        (predicted, lambda row, mean, spread, w, b: 0.25),
    ],
)
def test_a_guess_is_told_the_first_difference(exercise, guess):
    assert "but should give" in exercise.check(guess).message


def test_true_and_false_are_asked_for():
    told = lowest_quarter.check(lambda numbers: 1 * (numbers < len(numbers) // 4)).message
    assert told.startswith("It should be an array of shape (12,) of True and False, but is")
    assert told.endswith("A comparison, such as x == 3, gives True and False.")


def test_how_many_rows_there_are_is_shown_since_it_decides():
    told = lowest_quarter.check(lambda numbers: numbers < 2.5).message
    ten = lowest_quarter.cases[1]["numbers"]
    assert told == (
        f"For numbers = [{', '.join(map(str, ten))}] it gives True at index {[*ten].index(2)}, but "
        "should give False."
    )


def test_an_and_between_comparisons_is_not_told_to_put_brackets_where_they_are():
    told = share_right.check(lambda y_hat, y: np.mean((y_hat > 0.5) and (y == 1))).message
    assert "Between comparisons write &" in told.splitlines()[1]
    told = share_right.check(lambda y_hat, y: np.mean(y_hat > 0.5 == y)).message
    assert "Python makes two comparisons of a > b == c" in told.splitlines()[1]


def test_a_rounded_output_is_told_so():
    told = predicted.check(
        lambda row, mean, spread, w, b: round(by_the_log_odds(row, mean, spread, w, b), 3)
    )
    assert told.message.splitlines()[1:] == [
        "The numbers are rounded. Return them with all their digits."
    ]


def test_an_array_with_the_one_output_is_told_so():
    told = predicted.check(lambda row, mean, spread, w, b: forward([(row - mean) / spread], w, b))
    assert told.message == "This is an array with one output in it. Return the output itself: [0]."


def test_a_count_that_ends_with_the_first_row_is_told_why():
    def too_early(y_hat, y):
        right = 0
        for guess, target in zip(y_hat, y, strict=True):
            right += (guess > 0.5) == target
            return right / len(y)
        return None

    assert "A return stands inside the loop" in share_right.check(too_early).message


def held_out_left(X, training):
    scaled = X.copy()
    scaled[training] = by_the_library(X[training], training[training])
    return scaled


def each_part_by_itself(X, training):
    scaled = X.copy()
    for rows in (training, ~training):
        scaled[rows] = (X[rows] - X[rows].mean(axis=0)) / X[rows].std(axis=0)
    return scaled


def by_rows(X, training, **shape):
    known = X[training]
    return (X - known.mean(axis=1, **shape)) / known.std(axis=1, **shape)


@pytest.mark.parametrize(
    ("exercise", "answer", "hint"),
    [
        (standardised, held_out_left, "The held-out rows are still in their own units"),
        (standardised, each_part_by_itself, "The held-out rows have a scale of their own here."),
        (
            standardised,
            lambda X, training: (X - np.mean(X[~training], 0)) / np.std(X[~training], 0),
            "come from the held-out rows",
        ),
        (standardised, by_rows, "axis=1 goes along each row"),
        (standardised, lambda *a: by_rows(*a, keepdims=True), "axis=1 goes along each row"),
        (
            predicted,
            lambda row, mean, spread, w, b: sigmoid((row - mean) / spread @ w + b),  # noqa: F821
            "There is no sigmoid here.",
        ),
    ],
)
def test_a_slip_is_named(exercise, answer, hint):
    verdict = exercise.check(answer)
    assert verdict.state == "Not yet"
    assert hint in verdict.message
