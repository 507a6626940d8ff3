"""Answers to the exercises of lesson 03, and what is special to them."""

from fractions import Fraction

import numpy as np
import pytest

from helpers.exercises import lesson_03
from helpers.exercises.lesson_03 import descend_until, descent, largest_rate, newton, until


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


def test_a_guess_gives_nothing_away():
    verdict = largest_rate.check(0.97)
    assert verdict.state == "Not yet"
    assert "0.85" not in verdict.message


def test_a_wrong_rate_is_told_what_it_does():
    assert largest_rate.check(0.97).message == (
        "With η = 0.97 it does not arrive: the distance after 20 steps is 1.74064."
    )
    assert largest_rate.check(0.7).message == (
        "With η = 0.7 it arrives; but a larger rate arrives as well."
    )


@pytest.mark.parametrize("rate", [0.851, 0.8508, 0.850761])
def test_the_limit_rounded_up_is_told_to_be_cut(rate):
    message = largest_rate.check(rate).message
    assert "does not arrive" in message
    assert message.endswith("Cut the digits, do not round them up.")


def test_a_rate_just_too_large_is_not_told_that_it_arrives():
    message = largest_rate.check(0.8507608).message
    assert message.endswith("the distance after 20 steps is 0.00500003.")


@pytest.mark.parametrize("rate", np.arange(8450, 8560) / 10_000)
def test_a_rate_is_right_only_if_it_arrives(rate):
    distance = 6 * abs(1 - 2 * Fraction(str(rate))) ** 20
    right = largest_rate.check(rate).state == "Right"
    assert right == (rate >= 0.85 and distance < Fraction("0.005"))


def test_the_numbers_in_the_hints():
    assert 2 * 8.0 - 4 == 12
    assert 2 * -4.0 - 4 == -12


def test_the_walker_of_the_slips_is_right_where_nothing_is_changed():
    walker = lesson_03._walker()
    for case in until.cases:
        np.testing.assert_array_equal(walker(**case), descend_until(**case))


def test_a_wrong_walk_is_told_what_it_did():
    def inside_the_loop(gradient, start, learning_rate, steps):
        path = [start]
        for _ in range(steps):
            path.append(path[-1] - learning_rate * gradient(path[-1]))
            return np.array(path)
        return None

    def of_the_notebook(gradient, start, learning_rate, steps):
        path = [start]
        for _ in range(steps):
            path.append(path[-1] - learning_rate * (2 * path[-1] - 4))
        return path

    assert "return stands inside the loop" in descent.check(inside_the_loop).message
    assert "use gradient" in descent.check(of_the_notebook).message

    def one_step(gradient, start, learning_rate, steps):
        return [start, start - learning_rate * gradient(start)]

    assert descent.check(one_step).message == "It ends after one step, wherever that leads."


def in_place(gradient, start, learning_rate, steps):
    x, path = start, [start]
    for _ in range(steps):
        x -= learning_rate * gradient(x)
        path.append(x)
    return np.array(path)


def in_place_with_copies(gradient, start, learning_rate, steps):
    x, path = start, [np.array(start)]
    for _ in range(steps):
        x -= learning_rate * gradient(x)
        path.append(np.array(x))
    return np.array(path)


def in_place_on_an_array_of_its_own(gradient, start, learning_rate, steps):
    return in_place(gradient, np.array(start), learning_rate, steps)


def in_place_in_the_list(gradient, start, learning_rate, steps):
    path = [start]
    for _ in range(steps):
        path[-1] -= learning_rate * gradient(path[-1])
        path.append(path[-1])
    return np.array(path)


def returned_append(gradient, start, learning_rate, steps):  # noqa: RET503
    path = [start]
    for _ in range(steps):
        return path.append(path[-1] - learning_rate * gradient(path[-1]))


def without_return(gradient, start, learning_rate, steps):
    by_a_list(gradient, start, learning_rate, steps)


def with_print(gradient, start, learning_rate, steps):
    print(by_a_list(gradient, start, learning_rate, steps))


def append_as_a_value(gradient, start, learning_rate, steps):
    path = [start]
    for _ in range(steps):
        path = path.append(path[-1] - learning_rate * gradient(path[-1]))
    return path


def step_without_return(gradient, start, learning_rate, steps):
    def step(x):
        x - learning_rate * gradient(x)

    path = [start]
    for _ in range(steps):
        path.append(step(path[-1]))
    return path


def walking(step, start_at=lambda start: start):
    """Return the walk that a learner makes of the next place."""

    def walk(gradient, start, learning_rate, steps):
        path = [start_at(start)]
        for _ in range(steps):
            path.append(step(path, gradient, learning_rate))
        return np.array(path)

    return walk


def in_an_array_of_numbers(gradient, start, learning_rate, steps):
    path = np.zeros(steps + 1)
    path[0] = start
    for i in range(steps):
        path[i + 1] = path[i] - learning_rate * gradient(path[i])
    return path


def written_beyond_the_end(gradient, start, learning_rate, steps):
    path = [start]
    for i in range(steps):
        path[i + 1] = path[i] - learning_rate * gradient(path[i])
    return path


def appended_and_dropped(gradient, start, learning_rate, steps):
    path = np.array([start])
    for _ in range(steps):
        np.append(path, path[-1] - learning_rate * gradient(path[-1]))
    return path


def in_one_row(gradient, start, learning_rate, steps):
    path = np.array([start])
    for _ in range(steps):
        path = np.append(path, path[-1] - learning_rate * gradient(path[-1]))
    return path


def in_one_row_beside_the_place(gradient, start, learning_rate, steps):
    x, path = start, np.array([start])
    for _ in range(steps):
        x = x - learning_rate * gradient(x)
        path = np.append(path, x)
    return path


def a_number_for_a_range(gradient, start, learning_rate, steps):
    path = [start]
    for _ in steps:
        path.append(path[-1] - learning_rate * gradient(path[-1]))
    return path


def from_zero(gradient, start, learning_rate, steps):
    start = 0.0
    return by_while(gradient, start, learning_rate, steps)


def without_the_start(gradient, start, learning_rate, steps):
    path = np.zeros(steps + 1)
    for i in range(steps):
        path[i + 1] = path[i] - learning_rate * gradient(path[i])
    return path


@pytest.mark.parametrize(
    ("slip", "hint"),
    [
        (in_an_array_of_numbers, "One entry of an array has room for one number"),
        (written_beyond_the_end, "A list has no such place yet"),
        (appended_and_dropped, "np.append leaves the old array as it is"),
        (in_one_row, "np.append writes all numbers into one row"),
        (in_one_row_beside_the_place, "np.append writes all numbers into one row"),
        (a_number_for_a_range, "write range(n)"),
        (walking(lambda path, gradient, rate: path[-1] - rate * gradient), "To call it"),
        (walking(lambda path, gradient, rate: path[-1] - gradient * rate), "To call it"),
        (from_zero, "It does not use its input start."),
        (without_the_start, "It does not use its input start."),
        (
            walking(
                lambda path, gradient, rate: path[-1] - rate * gradient(path[-1]), np.zeros_like
            ),
            "It always starts at 0",
        ),
        (in_place, "It changes its input start."),
        (in_place_with_copies, "It changes its input start."),
        (in_place_on_an_array_of_its_own, "All places are the last one: x -= …"),
        (in_place_in_the_list, "as in path[-1] -= …, overwrites the entry in the list."),
        (returned_append, "It returns what append gives, and that is None"),
        (without_return, "It returns nothing; a return is missing."),
        (with_print, "It prints a result, but returns nothing. Write return in place of print."),
        (append_as_a_value, "append changes the list and returns nothing"),
        (step_without_return, "A place in your path is None"),
    ],
)
def test_a_walk_in_place_and_one_without_return_have_hints_of_their_own(slip, hint):
    verdict = descent.check(slip)
    assert verdict.state == "Not yet"
    assert hint in verdict.message


def test_a_start_that_was_changed_in_place_is_as_before():
    before = [np.array(case["start"]) for case in descent.cases]
    descent.check(in_place)
    for case, start in zip(descent.cases, before, strict=True):
        np.testing.assert_array_equal(case["start"], start)


def test_newton_in_place_and_without_return():
    def in_place(slope, curvature, x):
        x -= slope(x) / curvature(x)
        return x

    def without_return(slope, curvature, x):
        x - slope(x) / curvature(x)

    assert "It changes its input x." in newton.check(in_place).message
    assert newton.check(without_return).message == "It returns nothing; a return is missing."


def test_a_walk_that_ends_only_where_it_finds_the_valley_returns_nothing_elsewhere():
    def return_in_the_if(gradient, start, learning_rate, tolerance, most):
        path = [start]
        for _ in range(most):
            if abs(gradient(path[-1])) < tolerance:
                return path
            path.append(path[-1] - learning_rate * gradient(path[-1]))
        return None

    message = until.check(return_in_the_if).message
    assert message.startswith("It returns nothing; a return is missing.")
    assert "Does it stand within an if or a loop?" in message


def test_a_walk_that_returns_after_its_first_step_is_told_why():
    def after_the_step(gradient, start, learning_rate, tolerance, most):
        path = [start]
        for _ in range(most):
            if abs(gradient(path[-1])) < tolerance:
                break
            path.append(path[-1] - learning_rate * gradient(path[-1]))
            return np.array(path)
        return None

    message = until.check(after_the_step).message
    assert "A return stands inside the loop" in message


def test_a_walk_that_ignores_most_is_told_so_and_does_not_hang():
    def without_most(gradient, start, learning_rate, tolerance, most):
        path = [start]
        while abs(gradient(path[-1])) >= tolerance:
            path.append(path[-1] - learning_rate * gradient(path[-1]))
        return path

    assert "does not ask for most" in until.check(without_most).message


def test_newton_keeps_the_sign_of_the_curvature():
    def always_down(slope, curvature, x):
        return x - slope(x) / np.abs(curvature(x))

    assert "keeps the sign" in newton.check(always_down).message
    assert np.any(np.cos(newton.cases[0]["x"]) < 0)


def test_a_number_of_steps_is_no_range():
    def answer(gradient, start, learning_rate, tolerance, most):
        path = [start]
        for _ in most:
            path.append(path[-1] - learning_rate * gradient(path[-1]))
        return path

    assert "write range(n)" in until.check(answer).message


def test_a_slope_that_is_not_asked_for_its_place():
    def answer(gradient, start, learning_rate, tolerance, most):
        return [start] if abs(gradient) < tolerance else [start, start]

    assert "To call it" in until.check(answer).message
