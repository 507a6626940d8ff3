"""What is special to the exercises of a lesson: inputs, limits, and numbers in hints."""

import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from lessons import path_of, prose
from scipy.optimize import brentq
from scipy.special import expit

from helpers import network
from helpers.exercises import lesson_03
from helpers.exercises.lesson_01 import half_slope
from helpers.exercises.lesson_02 import cross_entropy, squared_error, squared_error_gradient
from helpers.exercises.lesson_03 import descend_until, largest_rate, until
from helpers.exercises.lesson_03b import newton
from helpers.exercises.lesson_04 import backward, broken, mended
from helpers.exercises.lesson_05 import fall, hopeless_start
from helpers.exercises.lesson_07 import delta_before, two_layers


def test_the_numbers_in_the_hints():
    assert expit(np.log(3)) == pytest.approx(3 / 4)  # 01
    assert (3 / 4) * (1 / 4) == 3 / 16
    assert f"{expit(-600):.1e}" == "2.7e-261"  # 01b
    assert f"{expit(-40):.1e}" == "4.2e-18"
    assert f"{np.exp(-710):.1e}" == "4.5e-309"  # σ(−710), to as many digits
    assert 2 * 8.0 - 4 == 12  # 03
    assert 2 * -4.0 - 4 == -12


@pytest.mark.parametrize("z", [1.7621, -1.7634, 1.763276, 1.762218])
def test_a_guess_just_outside_is_not_told_that_its_slope_is_half(z):
    message = half_slope.check(z).message
    slope, share = re.search(r"is (\S+); that is (\S+) of", message).groups()
    assert float(slope) != 1 / 8
    assert float(share) != 1 / 2
    assert float(slope) == pytest.approx(expit(z) * expit(-z), rel=1e-5)


def test_beyond_the_named_place_the_slope_is_less_than_half_of_the_greatest():
    def slope(z):
        return expit(z) * expit(-z)

    place = brentq(lambda z: slope(z) - slope(0) / 2, 0, 5)
    assert f"Beyond ±{place:.2f} the slope is less than half of the greatest" in half_slope.shows
    assert np.all(slope(np.linspace(place, 30, 99)[1:]) < slope(0) / 2)


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


def test_a_median_is_not_taken_for_a_slope():
    near = squared_error.cases[0]["y"] + 0.1
    of_equal_errors = replace(squared_error, cases=({"y_hat": near, "y": near - 0.1},) * 2)
    answer = of_equal_errors.check(lambda y_hat, y: 1.001 * np.median((y_hat - y) ** 2))
    assert "nudge" not in answer.message


def test_a_rate_is_right_only_if_it_arrives():
    for rate in np.arange(8450, 8560) / 10_000:
        distance = 6 * abs(1 - 2 * Fraction(str(rate))) ** 20
        right = largest_rate.check(rate).state == "Right"
        assert right == (rate >= 0.85 and distance < Fraction("0.005")), rate


def test_the_walker_of_the_slips_is_right_where_nothing_is_changed():
    walker = lesson_03._walker()
    for case in until.cases:
        np.testing.assert_array_equal(walker(**case), descend_until(**case))


def test_newton_is_asked_where_the_curvature_is_negative():
    assert np.any(np.cos(newton.cases[0]["x"]) < 0)


def test_the_broken_function_is_the_one_that_the_lesson_shows():
    (shown,) = (text for text in prose(path_of("04")).split("```python\n") if "broken" in text)
    namespace = {"np": np}
    exec(shown.split("```")[0], namespace)
    case = mended.cases[0]
    np.testing.assert_allclose(namespace["broken"](**case), broken(**case))
    assert mended.check(broken).state == "Not yet"


def fall_by_a_loop_of_our_own(start):
    w = b = start
    costs = [expit(w + b) ** 2 / 2]
    for _ in range(50):
        s = expit(w + b)
        w, b = w - 0.15 * s * s * (1 - s), b - 0.15 * s * s * (1 - s)
        costs.append(expit(w + b) ** 2 / 2)
    return 1 - costs[-1] / costs[0]


def test_a_start_that_learns_is_told_how_much():
    for start in (0.5, 1.0, 3.0):
        assert fall(start) == pytest.approx(fall_by_a_loop_of_our_own(start))
    share = fall_by_a_loop_of_our_own(1.0)
    told = f"From w = b = 1 the loss falls by {100 * share:.6g} %: it does learn."
    assert hopeless_start.check(1.0).message == told
    just_outside = brentq(lambda s: fall_by_a_loop_of_our_own(s) - 0.00100001, 1, 6)
    assert "falls by 0.100001 %" in hopeless_start.check(just_outside).message


@pytest.mark.parametrize(
    ("exercise", "before", "after"), [(two_layers, "X", "W_1"), (delta_before, "delta", "W")]
)
def test_some_matrices_are_square_so_that_a_lost_transpose_is_no_error_of_shapes(
    exercise, before, after
):
    shapes = [case[before].shape + case[after].shape for case in exercise.cases]
    assert (4, 4, 4, 4) in shapes


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
    ("exercise", "of", "nudges"),
    [
        (squared_error_gradient, of_outputs, [(1e-4, 0), (1e-6, 0), (1e-8, 0), (1e-8, 1e-8)]),
        (backward, of_birds, [(0.01, 0), (1e-5, 0), (1e-3, 1e-3), (1e-8, 1e-8)]),
        (two_layers, of_two_layers, [(0.001, 0), (1e-6, 0), (1e-5, 1e-5)]),
    ],
)
def test_a_slope_that_was_measured_is_told_so_and_nothing_else(exercise, of, nudges):
    for nudge in nudges:
        verdict = exercise.check(measured(of, *nudge))
        first, said = verdict.message.splitlines()
        assert verdict.state == "Not yet"
        assert "but should give" in first
        assert said.startswith("It is nearly right. If you measured a slope with a nudge")


@pytest.mark.parametrize(("exercise", "of"), [(backward, of_birds), (two_layers, of_two_layers)])
def test_a_slope_that_was_measured_well_is_right_and_not_praised_for_a_formula(exercise, of):
    verdict = replace(exercise, tolerance=1e-6).check(measured(of, 1e-5, 1e-5))
    assert verdict.state == "Right"
    assert "as if you had measured the slopes with a nudge" in verdict.message
