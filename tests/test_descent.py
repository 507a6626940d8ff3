"""Paths against closed forms worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.descent import (
    backtracking_line_search,
    descent_with_momentum,
    gradient_descent,
    grid_search,
    newton,
    price,
)


def parabola(x):
    return x**2 - 4 * x + 6


def slope(x):
    return 2 * x - 4


def constant_two(x):
    return 2.0


@given(start=st.floats(-50, 50), rate=st.floats(0, 1.2), steps=st.integers(0, 40))
def test_descent_on_the_parabola_multiplies_the_error_by_one_factor(start, rate, steps):
    path = gradient_descent(slope, start, rate, steps)
    exact = 2 + (start - 2) * (1 - 2 * rate) ** np.arange(steps + 1.0)
    np.testing.assert_allclose(path, exact, rtol=1e-9, atol=1e-9 * max(1, *np.abs(exact)))


def test_points_may_be_arrays():
    start = np.array([[1.0, 2.0], [3.0, 4.0]])
    path = gradient_descent(lambda p: 2 * p, start, 0.25, 3)
    assert path.shape == (4, 2, 2)
    np.testing.assert_array_equal(path[3], start / 8)


def test_the_start_is_copied():
    start = np.array([1.0])
    path = gradient_descent(lambda p: 2 * p, start, 0.25, 1)
    start[0] = 7
    np.testing.assert_array_equal(path, [[1.0], [0.5]])


def test_a_path_that_flies_off_ends_at_its_last_finite_point():
    path = gradient_descent(lambda x: x**3, 10.0, 1.0, 100)
    assert 2 < len(path) < 101
    assert np.all(np.isfinite(path))
    last = float(path[-1])
    assert abs(last) > 1e103  # its cube is beyond the floats


def test_a_path_ends_before_nan():
    path = gradient_descent(np.sqrt, 1.0, 2.0, 5)
    np.testing.assert_array_equal(path, [1.0, -1.0])


def test_momentum_adds_a_share_of_the_last_step():
    # slopes 12, 6 and −1.5 at 8, 5 and 1.25: steps −3, −0.75·3 − 1.5 and −0.75·3.75 + 0.375
    path = descent_with_momentum(slope, 8.0, 0.25, 0.75, 3)
    np.testing.assert_array_equal(path, [8.0, 5.0, 1.25, -1.1875])


@given(start=st.floats(-50, 50), rate=st.floats(0, 1.2), steps=st.integers(0, 40))
def test_momentum_without_memory_is_gradient_descent(start, rate, steps):
    path = descent_with_momentum(slope, start, rate, 0.0, steps)
    np.testing.assert_array_equal(path, gradient_descent(slope, start, rate, steps))


@given(rate=st.floats(0.01, 0.9), beta=st.floats(0, 0.95), steps=st.integers(0, 30))
def test_momentum_follows_its_recurrence_in_every_direction(rate, beta, steps):
    # e at the next step is (1 + beta − rate·curvature) e now − beta e before, by eliminating v
    curvatures = np.array([[0.5], [1.0]])
    path = descent_with_momentum(lambda p: curvatures * p, [[3.0], [-2.0]], rate, beta, steps)
    assert path.shape == (steps + 1, 2, 1)
    before = now = np.array([[3.0], [-2.0]])
    for k in range(steps):
        before, now = now, (1 + beta - rate * curvatures) * now - beta * before
        np.testing.assert_allclose(path[k + 1], now, rtol=1e-9, atol=1e-9)


def test_newton_lands_on_the_minimum_of_a_parabola_in_one_step():
    np.testing.assert_array_equal(newton(slope, constant_two, 8.0, 2), [8.0, 2.0, 2.0])


def test_newton_solves_with_the_hessian():
    hessian = np.array([[3.0, 1.0], [1.0, 2.0]])
    minimum = np.array([1.0, -1.0])
    path = newton(lambda p: hessian @ (p - minimum), lambda p: hessian, [5.0, 5.0], 1)
    np.testing.assert_allclose(path, [[5.0, 5.0], minimum])


def test_newton_asks_for_the_curvature_where_it_stands():
    # x³ − 8 as slope: x − (x³ − 8)/(3x²), the classical iteration for the cube root of 8
    path = newton(lambda x: x**3 - 8, lambda x: 3 * x**2, 1.0, 2)
    np.testing.assert_allclose(path, [1.0, 1 + 7 / 3, 10 / 3 - (1000 / 27 - 8) / (100 / 3)])
    path = newton(lambda p: p**3 - 8, lambda p: np.diag(3 * p**2), [1.0, 2.0], 1)
    np.testing.assert_allclose(path, [[1.0, 2.0], [10 / 3, 2.0]])


def test_newton_without_curvature_ends_at_once():
    np.testing.assert_array_equal(newton(slope, lambda x: 0.0, 8.0, 5), [8.0])


def test_grid_search_keeps_the_best_so_far():
    path = grid_search(parabola, [8.0, -1.0, 3.0, 1.0, 2.0, 0.0])
    np.testing.assert_array_equal(path, [8.0, -1.0, 3.0, 3.0, 2.0, 2.0])


def test_grid_search_takes_points_and_passes_over_nan():
    grid = np.array([[3.0, 0.0], [np.nan, 0.0], [1.0, 1.0], [2.0, 2.0]])
    path = grid_search(lambda p: np.sum(p**2), grid)
    np.testing.assert_array_equal(path, [[3, 0], [3, 0], [1, 1], [1, 1]])
    np.testing.assert_array_equal(grid_search(parabola, [np.nan, 1.0, 5.0])[1:], [1.0, 1.0])


def test_grid_search_wants_a_candidate():
    with pytest.raises(
        ValueError, match="^candidates should hold at least one point, but is empty"
    ):
        grid_search(parabola, [])
    with pytest.raises(TypeError, match="^candidates should hold real numbers"):
        grid_search(parabola, ["here"])


def test_line_search_takes_the_first_halved_rate_that_falls_half_as_promised():
    # on this parabola the condition reads rate <= 1/2, whatever x is
    path = backtracking_line_search(parabola, slope, 8.0, 1)
    np.testing.assert_array_equal(path, [8.0, 2.0])
    path = backtracking_line_search(parabola, slope, 8.0, 1, learning_rate=0.75)
    np.testing.assert_array_equal(path, [8.0, 8 - 0.375 * 12])
    path = backtracking_line_search(parabola, slope, 8.0, 1, learning_rate=0.75, shrink=0.1)
    np.testing.assert_allclose(path, [8.0, 8 - 0.075 * 12])
    path = backtracking_line_search(parabola, slope, 8.0, 1, learning_rate=0.6)
    np.testing.assert_allclose(path, [8.0, 8 - 0.3 * 12])
    path = backtracking_line_search(lambda x: x**2 / 4, lambda x: x / 2, 8.0, 1)
    np.testing.assert_array_equal(path, [8.0, 4.0])  # the rate is 1 unless told otherwise
    path = backtracking_line_search(parabola, slope, 8.0, 1, learning_rate=0.25)
    np.testing.assert_array_equal(path, [8.0, 5.0])


def test_line_search_sums_over_all_directions():
    # f = 8x² + y²/2 from (1, 4): slope (16, 4), half of the promised fall is 136·rate;
    # the actual fall is 272·rate − 2056·rate², enough from rate = 1/16 down
    def f(p):
        return 8 * p[0] ** 2 + p[1] ** 2 / 2

    path = backtracking_line_search(f, lambda p: p * [16, 1], [1.0, 4.0], 1)
    np.testing.assert_array_equal(path, [[1.0, 4.0], [0.0, 3.75]])


def test_line_search_stays_where_no_rate_helps():
    path = backtracking_line_search(lambda x: x, lambda x: -1.0, 1.0, 2)
    np.testing.assert_array_equal(path, [1.0, 1.0, 1.0])


@pytest.mark.parametrize("shrink", [0, 1, 1.5, -0.5])
def test_line_search_must_shrink(shrink):
    with pytest.raises(ValueError, match=f"shrink should lie between 0 and 1, but is {shrink}"):
        backtracking_line_search(parabola, slope, 8.0, 1, shrink=shrink)


def down(rate):
    return lambda gradient, steps: gradient_descent(gradient, 8.0, rate, steps)


def test_the_price_of_descent_is_one_slope_a_step():
    # the distances are 6, 3, 1.5, 0.75: near is nearer, not as near
    assert price(down(0.25), [slope], lowest=2, near=0.8) == (3, 3)
    assert price(down(0.25), [slope], lowest=2, near=0.75) == (4, 4)
    assert price(down(0.25), [slope], lowest=2, near=7) == (0, 0)


def test_the_price_counts_each_function_apart():
    def search(f, gradient, steps):
        return backtracking_line_search(f, gradient, 8.0, steps)

    # the height here, that at the rate 1 and that at 1/2
    assert price(search, [parabola, slope], lowest=2, near=0.005) == (1, 3, 1)


def test_a_way_that_does_not_arrive_has_no_price():
    assert price(down(1.5), [slope], lowest=2, near=0.005) is None
    assert price(down(0.25), [slope], lowest=2, near=0.8, most=2) is None
    assert price(down(0.25), [slope], lowest=2, near=0.8, most=3) == (3, 3)
    # 1000 steps at most: 0.999 to the power of 1000 is 0.37, to that of 999 a little more
    assert price(down(0.0005), [slope], lowest=2, near=6 * 0.999**999.5) == (1000, 1000)
    assert price(down(0.0005), [slope], lowest=2, near=6 * 0.999**1000.5) is None


def test_near_is_near_in_every_direction():
    def way(gradient, steps):
        return gradient_descent(gradient, [4.0, 1.0], 0.5, steps)

    assert price(way, [lambda p: p], lowest=0, near=0.6) == (3, 3)
    assert price(way, [lambda p: p], lowest=[0, 1], near=0.6) is None


WAYS = {
    "gradient_descent": lambda start, steps: gradient_descent(slope, start, 0.1, steps),
    "momentum": lambda start, steps: descent_with_momentum(slope, start, 0.1, 0.5, steps),
    "newton": lambda start, steps: newton(slope, constant_two, start, steps),
    "line_search": lambda start, steps: backtracking_line_search(parabola, slope, start, steps),
}
each_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


@each_way
def test_no_steps_is_the_start_alone(way):
    np.testing.assert_array_equal(way(8, 0), [8.0])


@each_way
@pytest.mark.parametrize("start", [np.nan, np.inf])
def test_a_start_that_is_not_finite_is_refused(way, start):
    with pytest.raises(ValueError, match=f"start should be finite, but is {start}; begin"):
        way(start, 3)


@each_way
def test_a_negative_number_of_steps_is_refused(way):
    with pytest.raises(ValueError, match="steps should be 0 or more, but is -1"):
        way(8.0, -1)


@each_way
def test_a_start_in_words_is_refused(way):
    with pytest.raises(TypeError, match="^start should hold real numbers"):
        way("eight", 1)
