"""The exercise of aside 03b."""

import numpy as np

from helpers.arrays import Array, Function
from helpers.exercises import Exercise
from helpers.exercises.lesson_03 import wave_slope

_places = np.append(np.random.default_rng(3).uniform(-1, 1, 4), [2.5, -2.0])  # and near hilltops


def wave_curvature(x: Array) -> Array:
    """Return the slope of `wave_slope`."""
    return np.cos(x)


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
