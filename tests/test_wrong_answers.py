"""Dozens of wrong answers, made by machine, at every exercise: none may pass.

Each is made of our own solution by one change that makes it wrong wherever it applies. An answer
that a change leaves as it was, such as a single number turned round, is no wrong answer; those few
are counted, so that the table cannot become empty unseen.
"""

import re
from collections import Counter
from copy import deepcopy

import numpy as np
import pytest
from tables import EXERCISES

FUNCTIONS = [key for key, exercise in EXERCISES.items() if not exercise.wants_number]
NUMBERS = [key for key, exercise in EXERCISES.items() if exercise.wants_number]


def numbers(value):
    return np.asarray(value, dtype=float)


def with_entry(value, index, change):
    changed = numbers(value).copy()
    changed.flat[index] += change
    return changed


# What is done to the right result. All but those of SAME_FOR_SOME change every result.
CHANGES = {
    "the sign turned": lambda v: -numbers(v) - (numbers(v) == 0),
    "doubled": lambda v: 2 * numbers(v) + (numbers(v) == 0),
    "halved": lambda v: numbers(v) / 2 + (numbers(v) == 0),
    "ten times": lambda v: 10 * numbers(v) + (numbers(v) == 0),
    "a percentage": lambda v: 100 * numbers(v) + (numbers(v) == 0),
    "one too many": lambda v: numbers(v) + 1,
    "one too few": lambda v: numbers(v) - 1,
    "a little too large": lambda v: numbers(v) * (1 + 1e-5) + (numbers(v) == 0) * 1e-5,
    "a little shifted": lambda v: numbers(v) + 1e-5 * (1 + np.abs(numbers(v))),
    "the complement": lambda v: 1 - numbers(v) + (numbers(v) == 0.5),
    "all zero but one": lambda v: with_entry(np.zeros_like(numbers(v)), 0, 7.25),
    "not a number": lambda v: numbers(v) * np.nan,
    "infinite": lambda v: numbers(v) + np.inf,
    "a wrong first entry": lambda v: with_entry(v, 0, 0.5),
    "a wrong last entry": lambda v: with_entry(v, -1, 0.5),
    "one dimension more": lambda v: numbers(v)[..., None],
    "words": str,
    "nothing": lambda v: None,
    "a tuple with it": lambda v: (v, v, "and more"),
}
# These leave some results as they are: a single entry, whole numbers, positive ones, and so on.
SAME_FOR_SOME = {
    "turned round": np.flip,
    "rolled on by one": lambda v: np.roll(numbers(v), 1),
    "on its side": np.transpose,
    "the sum": np.sum,
    "the mean": np.mean,
    "summed up on the way": lambda v: np.cumsum(numbers(v)).reshape(np.shape(v)),
    "sums of rows": lambda v: np.sum(numbers(v), axis=-1) if np.ndim(v) else v,
    "sums of columns": lambda v: np.sum(numbers(v), axis=0) if np.ndim(v) else v,
    "in order": lambda v: np.sort(numbers(v), axis=None).reshape(np.shape(v)),
    "the size alone": lambda v: np.abs(numbers(v)),
    "squared": lambda v: numbers(v) ** 2,
    "rounded": lambda v: np.round(numbers(v), 3),
    "whole": lambda v: np.trunc(np.nan_to_num(numbers(v))),
    "without the first": lambda v: numbers(v)[1:] if np.ndim(v) else v,
    "without the last": lambda v: numbers(v)[:-1] if np.ndim(v) else v,
    "clipped": lambda v: np.clip(numbers(v), -0.1, 0.9),
}


def same(first, second):
    first, second = np.asarray(first), np.asarray(second)
    if first.shape != second.shape:
        return False
    if "f" not in first.dtype.kind + second.dtype.kind:
        return np.array_equal(first, second)
    return np.allclose(first, second, rtol=1e-9, atol=1e-300, equal_nan=True)


def results(exercise, function):
    with np.errstate(all="ignore"):
        return [function(*deepcopy(dict(case)).values()) for case in exercise.cases]


def passes(exercise, answer):
    with np.errstate(all="ignore"):
        return exercise.check(answer).state == "Right"


def changed(exercise, change):
    def answer(*arguments):
        return change(exercise.solutions[0](*arguments))

    return answer


@pytest.mark.parametrize(("lesson", "name"), FUNCTIONS)
def test_no_changed_result_passes(lesson, name):
    exercise = EXERCISES[lesson, name]
    passed = [how for how, change in CHANGES.items() if passes(exercise, changed(exercise, change))]
    assert passed == []


@pytest.mark.parametrize(("lesson", "name"), EXERCISES)
def test_a_result_of_another_kind_or_shape_is_named(lesson, name):
    exercise = EXERCISES[lesson, name]
    for change in (str, lambda v: (v, "and more"), lambda v: np.stack([v, v, v])):
        answer = changed(exercise, change)
        message = exercise.check(answer() if exercise.wants_number else answer).message
        told = message.splitlines()[0]
        assert re.fullmatch("It should (be .+, but is|have the shape .+, but has) .+", told)
        assert " ()" not in told


def test_no_result_of_another_order_or_shape_passes():
    tried, passed = Counter(), []
    for key in FUNCTIONS:
        exercise = EXERCISES[key]
        right = results(exercise, exercise.solutions[0])
        for how, change in SAME_FOR_SOME.items():
            answer = changed(exercise, change)
            if all(map(same, results(exercise, answer), right)):
                continue
            tried[how] += 1
            if passes(exercise, answer):
                passed.append((key, how))
    assert passed == []
    assert set(tried) == set(SAME_FOR_SOME)
    assert sum(tried.values()) > 8 * len(FUNCTIONS)


def memory(exercise, remembered):
    """Return an answer that knows the results of the cases `remembered`, and else gives 0.123."""
    known = [(list(exercise.cases[i].values()), exercise.solutions[0]) for i in remembered]

    def answer(*arguments):
        for case, solution in known:
            # a function is handed in with its calls counted
            if all(map(np.array_equal, case, [getattr(a, "__wrapped__", a) for a in arguments])):
                return solution(*arguments)
        return 0.123

    return answer


@pytest.mark.parametrize(("lesson", "name"), FUNCTIONS)
def test_no_answer_that_remembers_one_case_passes(lesson, name):
    exercise = EXERCISES[lesson, name]
    assert len(exercise.cases) >= 2
    assert not any(passes(exercise, memory(exercise, [i])) for i in range(len(exercise.cases)))


@pytest.mark.parametrize(("lesson", "name"), FUNCTIONS)
def test_no_answer_that_gives_back_an_input_passes(lesson, name):
    exercise = EXERCISES[lesson, name]
    for index in range(len(exercise.cases[0])):
        assert not passes(exercise, lambda *arguments, index=index: arguments[index])


@pytest.mark.parametrize(("lesson", "name"), FUNCTIONS)
def test_no_answer_that_writes_into_an_array_passes(lesson, name):
    exercise = EXERCISES[lesson, name]
    arrays = [k for k, value in enumerate(exercise.cases[0].values()) if np.ndim(value)]
    for index in arrays:

        def answer(*arguments, index=index):
            result = exercise.solutions[0](*arguments)
            arguments[index][...] = 0 * np.asarray(arguments[index]) + 7
            return result

        assert not passes(exercise, answer)


@pytest.mark.parametrize(("lesson", "name"), FUNCTIONS)
def test_no_answer_that_is_right_only_once_passes(lesson, name):
    exercise = EXERCISES[lesson, name]
    calls = []

    def answer(*arguments):
        calls.append(arguments)
        return exercise.solutions[0](*arguments) if len(calls) == 1 else 0.123

    assert not passes(exercise, answer)


# On either side of it an answer may take another branch; it is 0 where nothing else is said.
MIDDLES = {"y_hat": 0.5, "y": 0.5, "training": 0.5, "numbers": 2.5}
ABOVE_0 = {"h", "step", "learning_rate", "steps", "tolerance", "most", "spread"}
OF_0_AND_1 = {"y", "training"}
# The border has two weights, a start a weight and a bias, and one row alone has no spread.
NEVER_ONE = {
    ("boundary", "w"),
    ("training", "start"),
    *(("standardised", k) for k in ("X", "training")),
    *(("difference", k) for k in ("X", "y")),  # a picture of each kind
}


def assumptions(exercise_name, name, values):
    """Yield what holds of an input in every case: an answer may count on it and be wrong."""
    arrays = [value for value in values if value.ndim]
    several = [value.ravel() for value in arrays if value.size > 1]
    middle = MIDDLES.get(name, 0)
    if name not in ABOVE_0:
        on = {side for value in values for side in np.sign(value - middle).flat}
        yield "on one side", len(on - {0}) < 2
    if several and name not in ABOVE_0:
        sides = [np.sign(value - middle) for value in several]
        yield "each array on one side", all(len({*side} - {0}) < 2 for side in sides)
        yield "the first tells the side", len({side[0] for side in sides} - {0}) < 2
        yield "the last tells the side", len({side[-1] for side in sides} - {0}) < 2
    if several:
        yield "rising", all(value[0] <= value[-1] for value in several)
        yield "falling", all(value[0] >= value[-1] for value in several)
    if several and name not in OF_0_AND_1:
        sizes = [np.abs(value[value != 0]) for value in several]
        yield "of like sizes", all(size.max() < 10 * size.min() for size in sizes)
    if arrays and (exercise_name, name) not in NEVER_ONE:
        yield "more than one", min(map(len, arrays)) > 1
    if name == "X":
        yield "no square", not any(len(v) > 1 and len({*v.shape}) == 1 for v in values)


@pytest.mark.parametrize(("lesson", "name"), FUNCTIONS)
def test_inputs_are_tried_with_both_signs_and_sizes_in_two_orders_alone_and_square(lesson, name):
    """Or one branch for the whole array, taken by its first entry or its least, would pass."""
    cases = EXERCISES[lesson, name].cases
    found = [
        f"{put_in}: {what}"
        for put_in, value in cases[0].items()
        if not callable(value)
        for what, so in assumptions(
            name, put_in, [np.asarray(case[put_in], float) for case in cases]
        )
        if so
    ]
    assert found == []


@pytest.mark.parametrize(("lesson", "name"), NUMBERS)
def test_no_number_far_off_passes(lesson, name):
    exercise = EXERCISES[lesson, name]
    right = float(exercise.solutions[0]())
    far = [0.0, -right, -1e3] if exercise.read is not np.asarray else [-right - 5, right + 1e3, 1e9]
    assert not any(passes(exercise, value) for value in (*far, np.nan, np.inf, "words", None))
    assert not passes(exercise, [right, right])
