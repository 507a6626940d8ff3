"""Paths against closed forms worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.arrays import DivergenceError
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


@given(start=st.floats(-50, 50), rate=st.floats(1e-9, 1.2), steps=st.integers(0, 40))
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


def test_a_path_that_leaves_the_floats_says_where_and_keeps_its_finite_part():
    with pytest.raises(DivergenceError) as caught:
        gradient_descent(lambda x: x**3, 10.0, 1.0, 100)
    path = caught.value.path
    assert 2 < len(path) < 101
    assert np.all(np.isfinite(path))
    last = float(path[-1])
    assert abs(last) > 1e103  # its cube is beyond the floats
    assert str(caught.value) == (
        f"Step {len(path)} leads to x = {-np.copysign(np.inf, last)}. The last finite x is "
        f"{last:.6g}; the learning rate 1 is probably too large: try 0.1."
    )


def test_a_path_ends_before_nan():
    with pytest.raises(
        DivergenceError, match="^Step 2 leads to x = nan. The last finite"
    ) as caught:
        gradient_descent(np.sqrt, 1.0, 2.0, 5)
    np.testing.assert_array_equal(caught.value.path, [1.0, -1.0])


def test_a_walk_that_diverges_but_stays_finite_is_shown():
    path = gradient_descent(slope, 8.0, 1.5, 400)  # each step makes of e minus twice e
    np.testing.assert_array_equal(path, 2 + 6 * (-2.0) ** np.arange(401))
    assert path[-1] > 1e120


def test_a_rate_beyond_all_measure_is_named():
    with pytest.raises(DivergenceError, match=r"^Step 1 .* is 8; the learning rate 1e\+308 is pro"):
        gradient_descent(slope, 8.0, 1e308, 5)
    with pytest.raises(DivergenceError, match=r"^Step 1 .* is \[8 3\]; the learning rate 1e\+308"):
        descent_with_momentum(slope, [8.0, 3.0], 1e308, 0.5, 5)


def test_a_gradient_may_write_into_what_it_is_given():
    def careless(x):
        x *= 2
        return x

    np.testing.assert_array_equal(gradient_descent(careless, 8.0, 0.25, 2), [8.0, 4.0, 2.0])
    path = descent_with_momentum(careless, [8.0], 0.25, 0.0, 2)
    np.testing.assert_array_equal(path, [[8.0], [4.0], [2.0]])
    np.testing.assert_array_equal(newton(careless, constant_two, 8.0, 1), [8.0, 0.0])
    np.testing.assert_array_equal(grid_search(careless, [3.0, 1.0]), [3.0, 1.0])


def test_momentum_adds_a_share_of_the_last_step():
    # slopes 12, 6 and −1.5 at 8, 5 and 1.25: steps −3, −0.75·3 − 1.5 and −0.75·3.75 + 0.375
    path = descent_with_momentum(slope, 8.0, 0.25, 0.75, 3)
    np.testing.assert_array_equal(path, [8.0, 5.0, 1.25, -1.1875])


@given(start=st.floats(-50, 50), rate=st.floats(1e-9, 1.2), steps=st.integers(0, 40))
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


@pytest.mark.parametrize(
    ("curvature", "start"),
    [(lambda x: 0.0, 8.0), (lambda x: np.zeros((2, 2)), [8.0, 1.0]), (lambda x: np.nan, 8.0)],
)
def test_newton_without_curvature_says_so(curvature, start):
    message = "^Step 1 .*; the curvature there is probably 0: start elsewhere.$"
    with pytest.raises(DivergenceError, match=message) as caught:
        newton(slope, curvature, start, 5)
    np.testing.assert_array_equal(caught.value.path, [start])


def test_newton_wants_a_number_or_a_vector():
    with pytest.raises(
        ValueError, match=r"^start should be a number or a vector, but has .* \(1, 1\)"
    ):
        newton(slope, constant_two, [[8.0]], 1)


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
    with pytest.raises(ValueError, match="at least one point, but is a single number; give a grid"):
        grid_search(parabola, 3.0)


def test_grid_search_among_nothing_but_nan_is_refused():
    with pytest.raises(ValueError, match="^f should be a number .* but is nan at each of 2; give"):
        grid_search(parabola, [np.nan, np.nan])


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


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_line_search_passes_over_heights_that_are_no_numbers(wrong):
    # the first try, at the rate 1, lands at −4, the second, at 1/2, on the lowest point
    path = backtracking_line_search(lambda x: parabola(x) if x > -1 else abs(wrong), slope, 8.0, 1)
    np.testing.assert_array_equal(path, [8.0, 2.0])
    with pytest.raises(DivergenceError, match="^Step 1 .* is 8; f or its gradient is not finite"):
        backtracking_line_search(parabola, lambda x: wrong, 8.0, 2)


def test_line_search_into_a_bottomless_pit_says_so():
    with pytest.raises(DivergenceError, match="^Step 2 .* is 2; f or its gradient is not finite"):
        backtracking_line_search(lambda x: x if x > 2 else -np.inf, slope, 3.0, 2, 0.5)


def test_line_search_shrinks_even_a_rate_beyond_all_measure():
    path = backtracking_line_search(parabola, slope, 8.0, 1, learning_rate=2.0**1023)
    np.testing.assert_array_equal(path, [8.0, 2.0])


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
    with pytest.raises(ValueError, match=f"^start should be finite, but holds {start}; leave"):
        way(start, 3)


@each_way
@pytest.mark.parametrize(("steps", "shown"), [(-1, "-1"), (2.5, "2.5"), (-3.0, "-3")])
def test_steps_that_cannot_be_counted_are_refused(way, steps, shown):
    message = f"^steps should be a whole number, 0 or more, but is {shown}; 100 would do$"
    with pytest.raises(ValueError, match=message):
        way(8.0, steps)


@each_way
@pytest.mark.parametrize("steps", [np.nan, np.inf])
def test_steps_without_end_are_refused(way, steps):
    with pytest.raises(ValueError, match=f"^steps should be finite, but holds {steps}; leave"):
        way(8.0, steps)


@each_way
def test_steps_may_be_any_whole_number(way):
    for steps in (3.0, np.float32(3), np.int8(3), np.array(3)):
        np.testing.assert_array_equal(way(8.0, steps), way(8.0, 3))


RATES = {
    "gradient_descent": lambda rate: gradient_descent(slope, 8.0, rate, 1),
    "momentum": lambda rate: descent_with_momentum(slope, 8.0, rate, 0.5, 1),
    "line_search": lambda rate: backtracking_line_search(parabola, slope, 8.0, 1, rate),
}


@pytest.mark.parametrize("walk", RATES.values(), ids=RATES)
@pytest.mark.parametrize("rate", [np.nan, np.inf, -np.inf, -1, 0])
def test_a_rate_that_is_no_rate_is_refused(walk, rate):
    message = f"^learning_rate should be positive and finite, but is {rate}; 0.1 is a good start$"
    with pytest.raises(ValueError, match=message):
        walk(rate)


@pytest.mark.parametrize("walk", RATES.values(), ids=RATES)
def test_a_rate_is_one_number(walk):
    with pytest.raises(ValueError, match=r"^learning_rate should be one .* the shape \(1,\); pick"):
        walk([0.1])
    with pytest.raises(
        TypeError, match="^learning_rate should hold real numbers, but holds text; convert it"
    ):
        walk("0.1")


@pytest.mark.parametrize(
    ("beta", "told"),
    [(np.nan, "be finite"), (-0.1, "lie between 0 and 1, but holds -0.1"), (1.5, "lie between")],
)
def test_what_is_kept_of_a_step_is_a_share(beta, told):
    with pytest.raises(ValueError, match=f"^beta should {told}"):
        descent_with_momentum(slope, 8.0, 0.1, beta, 1)


def test_a_slope_in_place_of_a_function_is_named():
    message = r"^gradient should be a function, but is 12.0; hand over its name, without brackets"
    with pytest.raises(TypeError, match=message):
        gradient_descent(slope(8.0), 8.0, 0.1, 1)
    with pytest.raises(TypeError, match="^curvature should be a function, but is 2.0"):
        newton(slope, 2.0, 8.0, 1)
    with pytest.raises(TypeError, match="^f should be a function, but is None"):
        backtracking_line_search(None, slope, 8.0, 1)


def test_what_a_function_gives_is_checked():
    with pytest.raises(
        TypeError, match=r"^gradient\(x\) should hold real numbers, but holds None; a"
    ):
        gradient_descent(lambda x: None, 8.0, 0.1, 1)
    message = r"^gradient\(x\) should have the shape \(2,\) where x has \(2,\), but has \(\); look"
    with pytest.raises(ValueError, match=message):
        gradient_descent(np.sum, [8.0, 1.0], 0.1, 1)
    with pytest.raises(ValueError, match=r"^f\(x\) should have the shape \(\) where x has \(2,\)"):
        backtracking_line_search(parabola, slope, [8.0, 1.0], 1)
    with pytest.raises(ValueError, match=r"^curvature\(x\) should have the shape \(2, 2\) where x"):
        newton(slope, constant_two, [8.0, 1.0], 1)


@pytest.mark.parametrize("near", [0, -1, np.nan])
def test_near_is_a_distance(near):
    with pytest.raises(ValueError, match=f"^near should be positive and finite, but is {near}"):
        price(down(0.25), [slope], lowest=2, near=near)
    with pytest.raises(ValueError, match="^most should be a whole number"):
        price(down(0.25), [slope], lowest=2, near=0.1, most=-1)


def test_the_price_of_a_way_that_leaves_the_floats_after_it_was_near():
    # from 2.25 with the rate 5 the distance grows, and passes 0.3 only at the start
    def flies(gradient, steps):
        return gradient_descent(gradient, 2.25, 5.0, steps)

    assert price(flies, [slope], lowest=2, near=0.3) == (0, 0)
    assert price(flies, [slope], lowest=2, near=0.2) is None


@each_way
def test_a_start_in_words_is_refused(way):
    with pytest.raises(TypeError, match="^start should hold real numbers"):
        way("eight", 1)


def three_numbers(_x):
    return np.zeros(3)


@pytest.mark.parametrize(
    "walk",
    [
        lambda f: gradient_descent(f, 8.0, 0.1, 3),
        lambda f: descent_with_momentum(f, 8.0, 0.1, 0.5, 3),
        lambda f: newton(f, constant_two, 8.0, 3),
        lambda f: backtracking_line_search(parabola, f, 8.0, 3),
    ],
    ids=["descent", "momentum", "Newton", "line search"],
)
def test_a_gradient_of_a_wrong_shape_is_named(walk):
    told = r"^gradient\(x\) should have the shape \(\) where x has \(\), but has \(3,\); look at"
    with pytest.raises(ValueError, match=told):
        walk(three_numbers)


def test_a_height_of_a_wrong_shape_is_named():
    with pytest.raises(ValueError, match=r"^f\(x\) should have the shape \(\) where x has \(\)"):
        grid_search(three_numbers, [1.0, 2.0])


def test_a_grid_far_out_warns_of_nothing():
    assert list(grid_search(lambda x: np.exp(x) - x, [1000.0, 1.0, 2.0])) == [1000.0, 1.0, 1.0]


def test_the_rate_to_try_is_smaller_than_the_one_that_failed():
    with pytest.raises(DivergenceError, match="rate 0.5 is probably too large: try 0.05"):
        gradient_descent(lambda x: x**3, 10.0, 0.5, 100)


def test_a_point_with_many_numbers_is_told_in_short():
    with pytest.raises(DivergenceError) as caught:
        gradient_descent(lambda x: x * np.inf, np.arange(1.0, 21.0), 0.5, 1)
    assert "The last finite x is [1 2 ... 19 20];" in str(caught.value)


def test_the_first_of_several_wrong_numbers_is_named_with_their_count():
    with pytest.raises(ValueError, match="holds nan at index 1, the first of 2; leave"):
        gradient_descent(slope, [1.0, np.nan, np.nan], 0.1, 1)


def test_a_lowest_point_of_a_wrong_shape_is_told_the_right_one():
    told = r"a point of the shape \(2,\), but has \(3,\); give a number for each direction"

    def way(gradient, steps):
        return gradient_descent(gradient, [8.0, 3.0], 0.1, steps)

    with pytest.raises(ValueError, match=told):
        price(way, [lambda x: x], [0.0, 0.0, 0.0], near=0.1)
