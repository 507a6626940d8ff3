"""Activations against mpmath, which shares no code with NumPy."""

import mpmath
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from helpers.activations import (
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
)

FUNCTIONS = [
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
    relu,
    relu_derivative,
]
SMOOTH = {
    sigmoid: lambda z: 1 / (1 + mpmath.exp(-z)),
    sigmoid_derivative: lambda z: 1 / (2 + mpmath.exp(-z) + mpmath.exp(z)),
    tanh: mpmath.tanh,
    tanh_derivative: lambda z: mpmath.sech(z) ** 2,
}
# value below, at and above 0, written down from the definitions
KINKED = {
    relu: (lambda z: 0.0, 0.0, lambda z: z),
    relu_derivative: (lambda z: 0.0, 0.0, lambda z: 1.0),
}
LIMITS = {
    sigmoid: (0, 1),
    sigmoid_derivative: (0, 0),
    tanh: (-1, 1),
    tanh_derivative: (0, 0),
    relu: (0, np.inf),
    relu_derivative: (0, 1),
}
each = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
finite_floats = st.one_of(st.floats(-800, 800), st.floats(-1e-3, 1e-3), st.floats(allow_nan=False))


@pytest.mark.parametrize("function", SMOOTH, ids=lambda f: f.__name__)
@given(z=st.one_of(st.floats(-800, 800), st.floats(-1e-3, 1e-3)))
@example(z=-745.0)
@example(z=-709.79)
@example(z=36.75)
@example(z=372.5)
@example(z=0.0)
def test_smooth_functions_are_exact_to_a_few_units_in_the_last_place(function, z):
    with mpmath.workdps(700):
        exact = float(SMOOTH[function](mpmath.mpf(z)))
    assert abs(function(z) - exact) <= 4 * np.spacing(abs(exact))


@pytest.mark.parametrize("function", KINKED, ids=lambda f: f.__name__)
@given(z=finite_floats)
@example(z=0.0)
@example(z=5e-324)
@example(z=-5e-324)
def test_kinked_functions_follow_their_definition(function, z):
    below, at, above = KINKED[function]
    assert function(z) == (below(z) if z < 0 else above(z) if z > 0 else at)


@each
@given(z=arrays(float, array_shapes(min_dims=0, max_dims=3, min_side=0), elements=finite_floats))
def test_shape_is_kept_and_entries_do_not_meet(function, z):
    result = function(z)
    assert result.shape == z.shape
    assert result.dtype == float
    np.testing.assert_array_equal(np.ravel(result), [function(entry) for entry in z.ravel()])


@each
def test_limits_at_infinity(function):
    np.testing.assert_array_equal(function([-np.inf, np.inf]), LIMITS[function])


@each
def test_the_largest_floats_are_as_good_as_infinity(function):
    largest = np.finfo(float).max
    result = function([-largest, largest])
    below, above = LIMITS[function]
    np.testing.assert_array_equal(
        np.where(np.abs(result) > 1e300, np.copysign(np.inf, result), result), [below, above]
    )


@each
def test_nan_stays_nan(function):
    assert np.isnan(function(np.nan))


@each
@pytest.mark.parametrize("integers", [3, [-2, 0, 2], np.array([True, False]), np.uint8(200)])
def test_integers_count_as_floats(function, integers):
    np.testing.assert_array_equal(function(integers), function(np.asarray(integers, dtype=float)))


@each
def test_input_is_left_alone(function):
    z = np.array([-1.0, 0.0, 2.0])
    function(z)
    np.testing.assert_array_equal(z, [-1.0, 0.0, 2.0])


@each
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (1j, "complex ones; take np.real"),
        ("1", "text; convert it first, with np.asarray"),
        (None, "None; a function that ends without return gives None"),
        ([1, "a"], "'a'; give each entry a number"),
    ],
)
def test_anything_but_real_numbers_is_refused(function, wrong, told):
    with pytest.raises(TypeError, match=f"^z should hold real numbers, but holds {told}"):
        function(wrong)


def test_a_number_too_large_for_a_float_is_infinite_without_a_warning():
    assert sigmoid(np.longdouble("1e4000")) == 1
    assert sigmoid(np.longdouble("-1e4000")) == 0
