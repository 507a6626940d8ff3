"""Exercises of lesson 03."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.arrays import Array, Function
from helpers.descent import gradient_descent
from helpers.exercises import Exercise

Slope = Callable[[float], float]

_rng = np.random.default_rng(3)
_places = _rng.uniform(-1, 1, 5)


def parabola_slope(x: Array) -> Array:
    """Return the slope of x² − 4x + 6."""
    return 2 * x - 4


def bowl_gradient(x: Array) -> Array:
    """Return the gradient of a bowl that is four times as steep in its second direction."""
    return np.array([1.0, 4.0]) * x


def wave_slope(x: Array) -> Array:
    """Return the slope of −cos x, whose valley at 0 lies between two hills."""
    return np.sin(x)


def wave_curvature(x: Array) -> Array:
    """Return the slope of `wave_slope`."""
    return np.cos(x)


def _collect(step: Function, start: Any, steps: int) -> Array:
    path = [start]
    for _ in range(steps):
        path.append(step(path[-1]))
    return np.array(path)


def _only_the_last(gradient: Function, start: Array, learning_rate: float, steps: int) -> object:
    return gradient_descent(gradient, start, learning_rate, steps)[-1]


def _without_the_start(gradient: Function, start: Array, learning_rate: float, steps: int) -> Array:
    return gradient_descent(gradient, start, learning_rate, steps)[1:]


def _one_too_few(gradient: Function, start: Array, learning_rate: float, steps: int) -> Array:
    return gradient_descent(gradient, start, learning_rate, steps - 1)


def _one_too_many(gradient: Function, start: Array, learning_rate: float, steps: int) -> Array:
    return gradient_descent(gradient, start, learning_rate, steps + 1)


def _uphill(gradient: Function, start: Array, learning_rate: float, steps: int) -> Array:
    return gradient_descent(gradient, start, -learning_rate, steps)


def _without_a_rate(gradient: Function, start: Array, learning_rate: float, steps: int) -> Array:
    return gradient_descent(gradient, start, 1.0, steps)


def _slope_of_the_start(
    gradient: Function, start: Array, learning_rate: float, steps: int
) -> Array:
    return gradient_descent(lambda x: gradient(start), start, learning_rate, steps)


def _always_from_the_start(
    gradient: Function, start: Array, learning_rate: float, steps: int
) -> Array:
    after = start - learning_rate * gradient(start)
    return np.array([start] + [after] * steps)


def _slope_alone(gradient: Function, start: Array, learning_rate: float, steps: int) -> Array:
    return _collect(lambda x: -learning_rate * gradient(x), start, steps)


descent = Exercise(
    solutions=(gradient_descent,),
    cases=(
        {"gradient": parabola_slope, "start": 8.0, "learning_rate": 0.1, "steps": 4},
        {"gradient": wave_slope, "start": -1.5, "learning_rate": 0.75, "steps": 7},
        {
            "gradient": bowl_gradient,
            "start": np.array([-3.0, 1.0]),
            "learning_rate": 0.3,
            "steps": 3,
        },
    ),
    slips={
        _only_the_last: "This is the last place alone; return the whole path, the start first.",
        _without_the_start: "The start is missing: the path begins with it.",
        _one_too_few: "One step is missing: with the start, there are steps + 1 places.",
        _one_too_many: "One step too many: with the start, there are steps + 1 places.",
        _uphill: "It walks uphill: the slope points up, so subtract it.",
        _without_a_rate: "The learning rate is missing: it multiplies the slope.",
        _slope_of_the_start: (
            "Every step uses the slope of the start; ask for the slope at the place just reached."
        ),
        _always_from_the_start: (
            "Every step begins at the start again; begin at the place just reached."
        ),
        _slope_alone: "The old place is missing: x − learning_rate · slope.",
    },
    shows="One line of arithmetic, and it walks in any number of directions.",
)


def _distance_after(rate: float, steps: int = 20) -> float:
    return 6 * abs(1 - 2 * rate) ** steps


_limit = (1 + (0.005 / 6) ** (1 / 20)) / 2
_widths = np.arange(0.84999 + 8.4e-5, _limit, 1.6e-4)
_accepted = [_limit - 8e-5, *(rate for rate in _widths if rate < _limit - 8e-5)]


def _constant(value: float) -> Callable[[], float]:
    return lambda: value


def _how_far(rate: float) -> str:
    distance = _distance_after(rate)
    if distance < 0.005:
        return f"With ν = {rate:.6g} it arrives; but a larger rate arrives as well."
    return f"With ν = {rate:.6g} it does not arrive: the distance after 20 steps is {distance:.6f}."


largest_rate = Exercise(
    solutions=tuple(_constant(float(rate)) for rate in _accepted),
    tolerance=1e-4,
    slips={
        _constant(1 - _limit): (
            "This is the smallest rate that arrives. The largest lies on the other side of ½."
        ),
        _constant(0.149): (
            "This is near the smallest rate that arrives. The largest lies beyond ½."
        ),
        _constant(0.15): "This is near the smallest rate that arrives. The largest lies beyond ½.",
        _constant(0.851): "Just too large: cut the digits, do not round them up.",
        _constant(0.5): "This is the fastest rate, not the largest one that arrives in time.",
        _constant(1.0): "At 1 it jumps to and fro for ever.",
        _constant(2 * _limit - 1): (
            "This is the size of the factor, |1 − 2ν|. Which ν makes 1 − 2ν its negative?"
        ),
        _constant((1 + 0.005 ** (1 / 20)) / 2): (
            "The distance at the start is 8 − 2, not 1: it must shrink to 0.005/6 of that."
        ),
        _constant((1 + (0.005 / 8) ** (1 / 20)) / 2): (
            "The distance at the start is not 8 but 8 − 2: the village is at 2."
        ),
        _constant((1 + (0.005 / 6) ** (1 / 19)) / 2): (
            "This one arrives in 19 steps; you may take 20."
        ),
        _constant((1 + (0.005 / 6) ** (1 / 21)) / 2): "This one needs 21 steps.",
    },
    shows="Beyond ½ the walk zigzags, and the nearer to 1, the longer it takes.",
    explain=_how_far,
)


def descend_until(
    gradient: Slope, start: float, learning_rate: float, tolerance: float, most: int
) -> Array:
    """Return the path that ends where the size of the slope is below `tolerance`."""
    path = [start]
    for _ in range(most):
        if abs(gradient(path[-1])) < tolerance:
            break
        path.append(path[-1] - learning_rate * gradient(path[-1]))
    return np.array(path)


def _until(stops: Callable[[float, float, float], bool]) -> Callable[..., Array]:
    """Return the walk that ends where `stops(slope, step, tolerance)` holds."""

    def walk(
        gradient: Slope, start: float, learning_rate: float, tolerance: float, most: int
    ) -> Array:
        path = [start]
        for _ in range(most):
            slope = gradient(path[-1])
            if stops(slope, learning_rate * slope, tolerance):
                break
            path.append(path[-1] - learning_rate * slope)
        return np.array(path)

    return walk


def _looks_at_the_start(
    gradient: Slope, start: float, learning_rate: float, tolerance: float, most: int
) -> Array:
    path = [start]
    while len(path) <= most and abs(gradient(start)) >= tolerance:
        path.append(path[-1] - learning_rate * gradient(path[-1]))
    return np.array(path)


def _one_step_late(
    gradient: Slope, start: float, learning_rate: float, tolerance: float, most: int
) -> Array:
    path = [start]
    for _ in range(most):
        slope = gradient(path[-1])
        path.append(path[-1] - learning_rate * slope)
        if abs(slope) < tolerance:
            break
    return np.array(path)


def _steps_before_it_looks(
    gradient: Slope, start: float, learning_rate: float, tolerance: float, most: int
) -> Array:
    path = [start]
    for _ in range(most):
        path.append(path[-1] - learning_rate * gradient(path[-1]))
        if abs(gradient(path[-1])) < tolerance:
            break
    return np.array(path)


def _never_stops(
    gradient: Function, start: float, learning_rate: float, tolerance: float, most: int
) -> Array:
    return gradient_descent(gradient, start, learning_rate, most)


def _place_is_small(
    gradient: Slope, start: float, learning_rate: float, tolerance: float, most: int
) -> Array:
    path = [start]
    for _ in range(most):
        if abs(path[-1]) < tolerance:
            break
        path.append(path[-1] - learning_rate * gradient(path[-1]))
    return np.array(path)


def _how_many_steps(*arguments: Any) -> int:
    return len(descend_until(*arguments)) - 1


def _end(*arguments: Any) -> object:
    return descend_until(*arguments)[-1]


until = Exercise(
    solutions=(descend_until,),
    cases=(
        {
            "gradient": parabola_slope,
            "start": 8.0,
            "learning_rate": 0.1,
            "tolerance": 0.01,
            "most": 100,
        },
        {
            "gradient": parabola_slope,
            "start": -4.0,
            "learning_rate": 0.2,
            "tolerance": 0.5,
            "most": 50,
        },
        {
            "gradient": parabola_slope,
            "start": 2.0,
            "learning_rate": 0.1,
            "tolerance": 0.01,
            "most": 9,
        },
        {
            "gradient": parabola_slope,
            "start": 8.0,
            "learning_rate": 0.5,
            "tolerance": 0.01,
            "most": 4,
        },
        {
            "gradient": wave_slope,
            "start": 1.5,
            "learning_rate": 0.001,
            "tolerance": 0.01,
            "most": 6,
        },
        {
            "gradient": parabola_slope,
            "start": 3.0,
            "learning_rate": 1.25,
            "tolerance": 0.01,
            "most": 5,
        },
    ),
    slips={
        _until(lambda slope, step, tolerance: slope < tolerance): (
            "A slope of −12 is below any tolerance, and not small at all: compare its size, abs."
        ),
        _until(lambda slope, step, tolerance: abs(step) < tolerance): (
            "This stops when the step is small. A small learning rate makes small steps "
            "everywhere; look at the slope itself."
        ),
        _until(lambda slope, step, tolerance: abs(slope) > tolerance): (
            "The comparison is turned: stop where the slope is below the tolerance."
        ),
        _until(lambda slope, step, tolerance: slope == 0): (
            "This waits for a slope of exactly 0; stop as soon as its size is below tolerance."
        ),
        _looks_at_the_start: (
            "It looks at the slope of the start every time; look at the place just reached."
        ),
        _one_step_late: "One step too many: where the slope is small, do not step once more.",
        _steps_before_it_looks: (
            "Look before the first step: whoever starts in the valley need not move."
        ),
        _never_stops: "It never looks at the slope: it always takes as many steps as it may.",
        _place_is_small: "It compares the place x with the tolerance; compare the slope there.",
        _how_many_steps: "This is the number of steps; return the path.",
        _end: "This is the last place alone; return the whole path, the start first.",
    },
    shows="It stops by what it can feel, the slope, and it ends even if it never gets there.",
)


def _newton_step(slope: Function, curvature: Function, x: Array) -> Array:
    return x - slope(x) / curvature(x)


newton = Exercise(
    solutions=(_newton_step,),
    cases=(
        {"slope": wave_slope, "curvature": wave_curvature, "x": _places},
        {"slope": np.sinh, "curvature": np.cosh, "x": 1.5},
    ),
    slips={
        lambda slope, curvature, x: x + slope(x) / curvature(x): (
            "The sign is turned: subtract, for the slope points uphill."
        ),
        lambda slope, curvature, x: slope(x) / curvature(x): (
            "This is the length of the step; subtract it from x."
        ),
        lambda slope, curvature, x: -slope(x) / curvature(x): "This is the step; add it to x.",
        lambda slope, curvature, x: x - slope(x) * curvature(x): (
            "Divide by the curvature: where the slope changes fast, the step should be short."
        ),
        lambda slope, curvature, x: x - curvature(x) / slope(x): (
            "The fraction stands on its head: slope over curvature."
        ),
        lambda slope, curvature, x: (x - slope(x)) / curvature(x): (
            "Python subtracts first here, because of the brackets; only the slope is divided."
        ),
        lambda slope, curvature, x: x - slope(x): (
            "This is gradient descent with the rate 1. The curvature is missing."
        ),
    },
    shows="The rate is 1/curvature, chosen anew at each place.",
)
