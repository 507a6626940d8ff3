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
