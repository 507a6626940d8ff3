"""Exercises of lesson 03."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.arrays import Array, Function, apart
from helpers.descent import gradient_descent
from helpers.exercises import Exercise

_ONE_ROW = (
    "np.append writes all numbers into one row, so two directions get mixed. A list keeps each "
    "place whole: path.append(…)."
)
_places = np.append(np.random.default_rng(3).uniform(-1, 1, 4), [2.5, -2.0])  # and near hilltops


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


def _in_place(gradient: Function, start: Array, learning_rate: float, steps: int) -> Array:
    x = np.array(start)
    path = [x]
    for _ in range(steps):
        x -= learning_rate * gradient(x)
        path.append(x)
    return np.array(path)


def _slope_alone(gradient: Function, start: Array, learning_rate: float, steps: int) -> Array:
    path = [start]
    for _ in range(steps):
        path.append(np.asarray(-learning_rate * gradient(path[-1])))
    return np.array(path)


def _in_one_row(gradient: Function, start: Array, learning_rate: float, steps: int) -> Array:
    path = np.array([start])
    for _ in range(steps):
        path = np.append(path, path[-1] - learning_rate * gradient(path[-1]))
    return path


def _append_as_a_value(gradient: Function, start: Array, learning_rate: float, steps: int) -> Any:
    path: Any = [start]
    for _ in range(steps):
        path = path.append(path[-1] - learning_rate * gradient(path[-1]))
    return path


def _step_without_return(gradient: Function, start: Array, learning_rate: float, steps: int) -> Any:
    path: list[Any] = [start]
    for _ in range(steps):
        gradient(path[-1])
        path.append(None)
    return path


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
        {
            "gradient": wave_slope,
            "start": np.array([3.0, 40.0, -0.2]),
            "learning_rate": 0.5,
            "steps": 2,
        },
        {"gradient": parabola_slope, "start": np.array([5.0]), "learning_rate": 0.2, "steps": 3},
    ),
    slips={
        lambda gradient, start, rate, steps: gradient_descent(gradient, start, rate, steps)[-1]: (
            "This is the last place alone; return the whole path, the start first."
        ),
        lambda gradient, start, rate, steps: gradient_descent(gradient, start, rate, steps)[1:]: (
            "The start is missing: the path begins with it."
        ),
        lambda gradient, start, rate, steps: gradient_descent(gradient, start, rate, steps - 1): (
            "One step is missing: with the start, there are steps + 1 places."
        ),
        lambda gradient, start, rate, steps: gradient_descent(gradient, start, rate, steps + 1): (
            "One step too many: with the start, there are steps + 1 places."
        ),
        lambda gradient, start, rate, steps: gradient_descent(gradient, start, rate, 1): (
            "It ends after one step, wherever that leads."
        ),
        lambda gradient, start, rate, steps: gradient_descent(
            lambda x: -gradient(x), start, rate, steps
        ): ("It walks uphill: plus the slope leads up, so subtract it."),
        lambda gradient, start, rate, steps: gradient_descent(gradient, start, 1.0, steps): (
            "The learning rate is missing: it multiplies the slope."
        ),
        lambda gradient, start, rate, steps: gradient_descent(gradient, start, 0.1, steps): (
            "The rate is always 0.1 here; use learning_rate, which differs from call to call."
        ),
        lambda gradient, start, rate, steps: gradient_descent(parabola_slope, start, rate, steps): (
            "It always uses slope, that of the parabola; use gradient, which is another function "
            "at each call."
        ),
        lambda gradient, start, rate, steps: gradient_descent(
            lambda x: gradient(start), start, rate, steps
        ): "Every step uses the slope of the start; ask for the slope at the place just reached.",
        lambda gradient, start, rate, steps: np.array(
            [start] + [start - rate * gradient(start)] * steps
        ): "Every step begins at the start again; begin at the place just reached.",
        _in_place: (
            "All places are the last one: x -= … writes into the array that stands in the path "
            "already. Write x = x - …, which makes a new one."
        ),
        lambda gradient, start, rate, steps: gradient_descent(gradient, 0 * start, rate, steps): (
            "It always starts at 0; use the parameter start."
        ),
        lambda *arguments: gradient_descent(*arguments).ravel(): _ONE_ROW,
        _in_one_row: _ONE_ROW,
        _append_as_a_value: (
            "append changes the list and returns nothing: write path.append(…) on a line of its "
            "own, without path = before it."
        ),
        _step_without_return: (
            "A place in your path is None: a function of your own gives it, and there a return is "
            "missing."
        ),
        _slope_alone: "The old place is missing: x − learning_rate · slope.",
    },
    shows="One line of arithmetic, and it walks in any number of directions.",
)


_ENOUGH = 0.85  # what is asked for, three digits after the point, allows for a cut rate
_LIMIT = (1 + (0.005 / 6) ** (1 / 20)) / 2  # 6 · |1 − 2η|²⁰ is 0.005 there


def _within(rate: Array) -> Array:
    """Return (1, 0) for every rate that is right, and (0, rate) for every other."""
    right = (rate >= _ENOUGH) & (rate < _LIMIT)
    return np.array([right, np.where(right, 0, rate)])


def _constant(value: float) -> Callable[[], float]:
    return lambda: value


def _how_far(rate: float) -> str:
    distance = 6 * abs(1 - 2 * rate) ** 20
    if distance < 0.005:
        return f"With η = {rate:.6g} it arrives; but a larger rate arrives as well."
    shown, _ = apart(distance, 0.005)
    said = f"With η = {rate:.6g} it does not arrive: the distance after 20 steps is {shown}."
    rounded = any(rate == round(_LIMIT, digits) for digits in range(3, 7))
    return said + rounded * " Cut the digits, do not round them up."


largest_rate = Exercise(
    solutions=(_constant(0.8507),),
    tolerance=1e-4,
    read=_within,
    slips={
        _constant(1 - _LIMIT): (
            "This is the smallest rate that arrives. The largest lies on the other side of ½."
        ),
        _constant(0.149): (
            "This is near the smallest rate that arrives. The largest lies beyond ½."
        ),
        _constant(0.15): "This is near the smallest rate that arrives. The largest lies beyond ½.",
        _constant(0.5): "This is the fastest rate, not the largest one that arrives in time.",
        _constant(1.0): "At 1 it jumps back and forth for ever.",
        _constant(2 * _LIMIT - 1): (
            "This is the size of the factor, |1 − 2η|. Which η makes 1 − 2η its negative?"
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
    gradient: Function, start: Array, learning_rate: float, tolerance: float, most: int
) -> Array:
    """Return the path that ends where the size of the slope is below `tolerance`."""
    path = [start]
    for _ in range(most):
        if np.abs(gradient(path[-1])) < tolerance:
            break
        path.append(np.asarray(path[-1] - learning_rate * gradient(path[-1])))
    return np.array(path)


def _small(slope: Array, place: Array, step: Array, tolerance: float) -> NDArray[np.bool]:
    return np.abs(slope) < tolerance


def _walker(
    stops: Callable[[Array, Array, Array, float], NDArray[np.bool]] = _small,
    *,
    first: int = 0,
    late: int = 0,
) -> Callable[..., Array]:
    """Return a walk that ends where it `stops`, or `late` steps later.

    `stops` is asked for slope, place and step, along the whole path at once; what it says of the
    places before number `first` does not count.
    """

    def walk(
        gradient: Function, start: Array, learning_rate: float, tolerance: float, most: int
    ) -> Array:
        path = gradient_descent(gradient, start, learning_rate, most)
        slopes = np.array([gradient(x) for x in path])
        ends = np.flatnonzero(stops(slopes, path, learning_rate * slopes, tolerance))
        ends = ends[ends >= first]
        return path[: ends[0] + late + 1] if ends.size else path

    return walk


until = Exercise(
    solutions=(descend_until,),
    cases=tuple(
        dict(zip(("gradient", "start", "learning_rate", "tolerance", "most"), values, strict=True))
        for values in (
            (parabola_slope, 8.0, 0.1, 0.01, 100),
            (parabola_slope, -4.0, 0.2, 0.5, 50),
            (parabola_slope, 2.0, 0.1, 0.01, 9),  # it begins in the valley
            (parabola_slope, 8.0, 0.5, 0.01, 4),  # and here it lands there at once
            (parabola_slope, 3.0, 0.9, 0.01, 5),  # too few steps: it zigzags
            (wave_slope, 1.5, 0.02, 0.01, 6),  # and here it creeps
        )
    ),
    slips={
        _walker(lambda slope, place, step, tolerance: slope < tolerance): (
            "A slope of −12 is below any tolerance, and not small at all: compare its size, abs."
        ),
        _walker(lambda slope, place, step, tolerance: np.abs(step) < tolerance): (
            "This stops when the step is small. A small learning rate makes small steps "
            "everywhere; look at the slope itself."
        ),
        _walker(lambda slope, place, step, tolerance: np.abs(slope) > tolerance): (
            "The comparison is turned: stop where the slope is below the tolerance."
        ),
        _walker(lambda slope, place, step, tolerance: slope == 0): (
            "This waits for a slope of exactly 0; stop as soon as its size is below tolerance."
        ),
        _walker(lambda slope, place, step, tolerance: np.abs(place) < tolerance): (
            "It compares the place x with the tolerance; compare the slope there."
        ),
        _walker(lambda slope, place, step, tolerance: np.abs(slope[:1]) < tolerance): (
            "It looks at the slope of the start every time; look at the place just reached."
        ),
        _walker(late=1): "One step too many: where the slope is small, do not step once more.",
        _walker(first=1): (
            "Look before the first step: a walk that starts in the valley need not move."
        ),
        lambda gradient, start, rate, tolerance, most: gradient_descent(
            gradient, start, rate, most
        ): "It never looks at the slope: it always takes as many steps as it may.",
        lambda gradient, start, rate, tolerance, most: descend_until(
            gradient, start, rate, tolerance, 1000
        ): "It does not ask for most: with a rate too large it would walk for ever.",
        lambda gradient, start, rate, tolerance, most: descend_until(
            gradient, start, rate, tolerance, most + 1
        ): "It may take one step more than most.",
        lambda gradient, start, rate, tolerance, most: descend_until(
            gradient, start, rate, tolerance, most - 1
        ): "It takes one step fewer than most, where that many are needed.",
        lambda gradient, start, rate, tolerance, most: descend_until(
            gradient, start, rate, tolerance, 1
        ): ("It ends after one step, wherever that leads."),
        lambda gradient, start, rate, tolerance, most: descend_until(
            gradient, start, 0.1, tolerance, most
        ): "The rate is always 0.1 here; use learning_rate, which differs from call to call.",
        lambda gradient, start, rate, tolerance, most: descend_until(
            gradient, start, rate, 0.01, most
        ): "The tolerance is always 0.01 here; use tolerance, which differs from call to call.",
        lambda gradient, start, rate, tolerance, most: descend_until(
            parabola_slope, start, rate, tolerance, most
        ): (
            "It always uses slope, that of the parabola; use gradient, which is another function "
            "at each call."
        ),
        lambda *arguments: len(descend_until(*arguments)) - 1: (
            "This is the number of steps; return the path."
        ),
        lambda *arguments: descend_until(*arguments)[-1]: (
            "This is the last place alone; return the whole path, the start first."
        ),
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
        {"slope": wave_slope, "curvature": wave_curvature, "x": -_places},
        {"slope": np.sinh, "curvature": np.cosh, "x": _places[::-1]},
        {"slope": np.sinh, "curvature": np.cosh, "x": np.array([-0.5])},
    ),
    slips={
        lambda slope, curvature, x: x + slope(x) / curvature(x): (
            "The sign is turned: plus the slope leads uphill, so subtract."
        ),
        lambda slope, curvature, x: slope(x) / curvature(x): (
            "This is the length of the step; subtract it from x."
        ),
        lambda slope, curvature, x: -slope(x) / curvature(x): "This is the step; add it to x.",
        lambda slope, curvature, x: x - slope(x) * curvature(x): (
            "Divide by the curvature: where the slope changes fast, the step should be short."
        ),
        lambda slope, curvature, x: x - curvature(x) / slope(x): (
            "The fraction is upside down: divide the slope by the curvature."
        ),
        lambda slope, curvature, x: (x - slope(x)) / curvature(x): (
            "Python subtracts first here, because of the brackets; only the slope is divided."
        ),
        lambda slope, curvature, x: x - slope(x) / abs(curvature(x)): (
            "With abs every step goes downhill. That can be useful, but it is not Newton's step: "
            "that looks for slope 0, on a hilltop too, and keeps the sign of the curvature."
        ),
        lambda slope, curvature, x: x - slope(x) / 2.0: (
            "The curvature is always 2 here, as on the parabola; ask curvature at x."
        ),
        lambda slope, curvature, x: x - slope(x): (
            "This is gradient descent with the rate 1. The curvature is missing."
        ),
    },
    shows="The rate is 1/curvature, chosen anew at each place.",
)
