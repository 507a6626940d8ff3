"""Measured slopes on functions whose slope is known by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from helpers.gradient_check import (
    central_difference,
    forward_difference,
    numerical_gradient,
    relative_error,
)

differences = pytest.mark.parametrize("difference", [forward_difference, central_difference])


@given(x=st.integers(-100, 100), step=st.sampled_from([0.25, 0.5, 2.0]))
def test_differences_of_a_cube_are_the_ones_worked_out_by_hand(x, step):
    def cube(t):
        return t**3

    assert forward_difference(cube, x, step) == 3 * x**2 + 3 * x * step + step**2
    assert central_difference(cube, x, step) == 3 * x**2 + step**2


@differences
def test_differences_take_arrays_of_points_and_of_steps(difference):
    x, steps = np.array([1.0, 2.0, 3.0]), np.array([[0.5], [0.25]])
    measured = difference(np.square, x, steps)
    assert measured.shape == (2, 3)
    assert measured[1, 2] == difference(np.square, 3.0, 0.25)


@given(x=arrays(float, array_shapes(min_dims=0, max_dims=2), elements=st.floats(-3, 3)))
def test_numerical_gradient_of_a_sum_of_sines_is_the_cosine(x):
    gradient = numerical_gradient(lambda v: np.sum(np.sin(v)), x)
    assert gradient.shape == x.shape
    np.testing.assert_allclose(gradient, np.cos(x), atol=1e-9)


def test_numerical_gradient_tells_the_entries_apart_and_leaves_x_alone():
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    weights = np.array([[1.0, 10.0], [100.0, 1000.0]])
    np.testing.assert_allclose(
        numerical_gradient(lambda v: np.sum(weights * v**2), x), 2 * weights * x
    )
    np.testing.assert_array_equal(x, [[1.0, 2.0], [3.0, 4.0]])


def test_numerical_gradient_steps_as_told():
    assert numerical_gradient(lambda v: v**3, 0.0, step=0.5) == 0.25
    assert numerical_gradient(lambda v: v**3, 0.0) == pytest.approx(1e-10)


@pytest.mark.parametrize(
    ("analytic", "numerical", "error"),
    [
        ([3.0, 4.0], [3.0, 4.0], 0.0),
        ([3.0, 4.0], [0.0, 0.0], 1.0),
        ([0.0, 0.0], [3.0, 4.0], 1.0),
        ([3.0, 4.0], [-3.0, -4.0], 2.0),
        ([3.0, 4.0], [0.0, 4.0], 0.6),
        (0.0, 0.0, 0.0),
        ([6.0, 8.0], [3.0, 4.0], 0.5),
        ([3.0, 4.0], [6.0, 8.0], 0.5),
        ([1e-200], [2e-200], 0.5),
        ([5e-324], [1e-323], 0.5),
        ([1e200], [2e200], 0.5),
        ([1.5e308, 0.0], [-1.5e308, 0.0], 2.0),
        ([1e-200, 1e200], [1e-200, 1e200], 0.0),
    ],
)
def test_relative_error(analytic, numerical, error):
    assert relative_error(analytic, numerical) == pytest.approx(error)


def test_relative_error_wants_one_shape():
    message = r"have one shape, but analytic has \(2,\) and numerical has \(\)"
    with pytest.raises(ValueError, match=message):
        relative_error([1, 2], 1)


@differences
@pytest.mark.parametrize("step", [0, -1e-5, np.nan, np.inf, [1e-5, 0]])
def test_a_step_that_is_no_step_is_refused(difference, step):
    with pytest.raises(ValueError, match=r"step should be positive and finite, but is .*; 1e-5 is"):
        difference(np.sin, 0.0, step)


@differences
def test_anything_but_real_numbers_is_refused(difference):
    with pytest.raises(TypeError, match="^x should hold real numbers"):
        difference(np.sin, "0", 1e-5)
    with pytest.raises(TypeError, match="^step should hold real numbers"):
        difference(np.sin, 0, "1e-5")
    with pytest.raises(TypeError, match="^x should hold real numbers"):
        numerical_gradient(np.sum, [1j])


@given(
    pair=st.integers(1, 4).flatmap(
        lambda n: st.tuples(*2 * [arrays(float, n, elements=st.integers(-9, 9))])
    ),
    power=st.integers(-1000, 1000),
)
def test_relative_error_does_not_depend_on_the_scale(pair, power):
    scaled = [part * 2.0**power for part in pair]
    assert relative_error(*scaled) == relative_error(*pair)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_relative_error_wants_finite_numbers(wrong):
    with pytest.raises(
        ValueError, match=f"^analytic should be finite, but holds {wrong} at index 1"
    ):
        relative_error([1.0, wrong], [1.0, 2.0])
    with pytest.raises(
        ValueError, match=f"^numerical should be finite, but holds {wrong} at index"
    ):
        relative_error([1.0, 2.0], [1.0, wrong])


@differences
@pytest.mark.parametrize(
    ("x", "step", "smallest"),
    [
        (0.3, 1e-17, "5.6e-17"),
        (1e12, 1e-5, "0.00012"),
        (-1e12, 1e-5, "0.00012"),
        ([0.0, 4.0], 1e-16, "8.9e-16"),
        (1.0, [1e-3, 1e-17], "2.2e-16"),
    ],
)
def test_a_step_that_does_not_move_x_is_refused_with_the_smallest_useful_one(
    difference, x, step, smallest
):
    with pytest.raises(ValueError, match=f"^step should be .* useful step there is {smallest}$"):
        difference(np.sin, x, step)
    assert np.all(difference(lambda t: t, x, float(smallest)) > 0)


def test_a_central_step_has_to_move_x_to_both_sides():
    # the floats above 1 are twice as far apart as those below
    with pytest.raises(ValueError, match="step should be large enough"):
        central_difference(np.sin, 1.0, 2.0**-53)


def test_numerical_gradient_refuses_a_step_that_does_not_move_an_entry():
    with pytest.raises(ValueError, match=r"^step .* does not change 1e\+12; .* is 0.00012$"):
        numerical_gradient(np.sum, [1.0, 1e12])
    with pytest.raises(ValueError, match="^step should be positive and finite, but is 0"):
        numerical_gradient(np.sum, [], step=0)


@differences
@pytest.mark.parametrize("x", [np.nan, np.inf])
def test_points_are_finite(difference, x):
    with pytest.raises(ValueError, match=f"^x should be finite, but holds {x}; leave"):
        difference(np.sin, x, 1e-5)


@differences
def test_what_a_function_gives_is_checked(difference):
    with pytest.raises(TypeError, match=r"^f\(x\) should hold real numbers, but holds None"):
        difference(lambda x: None, 0.0, 1e-5)
    with pytest.raises(
        ValueError, match=r"^f\(x\) should have the shape \(2,\) where x has \(2,\)"
    ):
        difference(np.sum, [0.0, 1.0], 1e-5)
    with pytest.raises(TypeError, match="^f should be a function, but is 2.0"):
        difference(2.0, 0.0, 1e-5)
    with pytest.raises(
        ValueError, match=r"^f\(x\) should have the shape \(\) where x has \(2,\), but"
    ):
        numerical_gradient(np.sin, [0.0, 1.0])


@differences
def test_shapes_that_do_not_fit_are_both_named(difference):
    message = r"^x and step should fit .* x has the shape \(2,\) and step \(3,\); one step for all"
    with pytest.raises(ValueError, match=message):
        difference(np.sin, [0.0, 1.0], [1e-5] * 3)


@differences
def test_a_function_may_write_into_what_it_is_given(difference):
    def careless(x):
        x *= 3
        return x

    np.testing.assert_allclose(difference(careless, [1.0, 2.0], 0.5), [3.0, 3.0])
    weights = np.array([1.0, 2.0])
    np.testing.assert_allclose(numerical_gradient(lambda v: np.sum(careless(v)), weights), [3, 3])


@differences
def test_a_slope_beyond_the_floats_warns_of_nothing(difference):
    assert difference(lambda x: np.where(x > 0, 1e308, -1e308), 0.0, 1e-5) == np.inf
    assert np.isnan(difference(lambda x: x * 0 + np.inf, 0.0, 1e-5))
