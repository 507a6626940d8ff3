"""Exercises of lesson 08."""

import numpy as np

from helpers.arrays import apart
from helpers.exercises import Exercise

handed_back = Exercise(
    solutions=(lambda so_far, slope, local: so_far + slope * local,),
    cases=(
        {"so_far": 0.0, "slope": 2.0, "local": 3.0},
        {"so_far": 1.5, "slope": -0.25, "local": -4.0},
        {"so_far": -2.0, "slope": 3.0, "local": 0.0},
    ),
    slips={
        lambda so_far, slope, local: slope * local: (
            "That is what this arrow brings. What others have brought, so_far, should stay."
        ),
        lambda so_far, slope, local: so_far * slope * local: (
            "Slopes multiply along a way. But where ways meet, they add up."
        ),
        lambda so_far, slope, local: so_far + slope + local: (
            "Where ways meet, slopes add. But along an arrow they multiply."
        ),
        lambda so_far, slope, local: so_far + local: (
            "The local slope says how the next value moves, not how the end does: multiply it by "
            "the slope of that value."
        ),
        lambda so_far, slope, local: so_far + slope: (
            "The slope goes back along the arrow, so it is multiplied by the local slope."
        ),
        lambda so_far, slope, local: so_far - slope * local: (
            "Nothing is subtracted: what the arrow brings is added."
        ),
        lambda so_far, slope, local: (so_far + slope) * local: (
            "Multiply slope by local alone. What so_far holds has come along its own arrows."
        ),
        lambda so_far, slope, local: so_far * local + slope: (
            "Two have changed places: multiply slope by local, and add so_far."
        ),
    },
    shows="This line is all that the machine needs: along an arrow multiply, where ways meet add.",
)


def _too_deep_or_not(n: float) -> str:
    """Say what a wrong number of layers would mean, without the right one."""
    if n != round(n):
        return "A number of layers is whole: take the first whole one beyond yours, and try it."
    if n < 1:
        return "There is at least one layer."
    factor = 0.25**n
    if factor >= 1e-6:
        return f"After {n:g} layers the factor is {factor:.2g}. That is still above one millionth."
    return f"After {n:g} layers it is {factor:.2g}, small enough; but fewer layers will do."


depth = Exercise(
    solutions=(lambda: 10,),
    slips={
        lambda: 6: (
            "Six would be right for a tenth in each layer. The factor here is a quarter, which is "
            "larger, so more layers are needed."
        ),
        lambda: 20: (
            "Twenty halves make a millionth. Each layer here takes a quarter, two halves at once."
        ),
        lambda: 6 * np.log(10) / np.log(4): (
            "There the factor is exactly one millionth. Take the next whole number of layers."
        ),
    },
    explain=_too_deep_or_not,
    shows="Ten layers, and from the derivatives alone less than a millionth of a slope is left.",
)


def _alive_or_not(b: float) -> str:
    """Say what the largest z would be, without the right bias."""
    came, _ = apart(b, -3)
    if b > -3:
        return (
            f"With b = {came} z is above 0 for some inputs, {3 + b:g} at most. For them the neuron "
            "has a slope. Which inputs make z largest?"
        )
    return f"With b = {came} it is dead: z is {3 + b:g} at most. But a larger bias will do."


dead_bias = Exercise(
    solutions=(lambda: -3,),
    slips={
        lambda: (
            3
        ): "With b = 3 z is never negative. Look for the bias at which it is never positive.",
        lambda: 1: (
            "You have taken both inputs as 1. x₂ has a negative weight: which x₂ makes z largest? "
            "And the bias has to take away what the inputs add."
        ),
        lambda: -1: "z is largest where x₁ is 1 and x₂ is −1; with b = −1 it is 2 there.",
    },
    explain=_alive_or_not,
    shows="No input brings z above 0. So all its slopes are 0, and no step of its own helps it.",
)
