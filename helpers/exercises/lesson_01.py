"""Exercises of lesson 01."""

from typing import Any

import numpy as np

from helpers.activations import sigmoid, sigmoid_derivative
from helpers.arrays import apart
from helpers.exercises import Exercise


def _change_of_output(y_hat: float, x: float, dw: float) -> float:
    return y_hat * (1 - y_hat) * x * dw


def _called_like_a_function(y_hat: Any, x: float, dw: float) -> object:
    return y_hat(1 - y_hat) * x * dw


def _the_change_itself(y_hat: float, x: float, dw: float) -> object:
    return sigmoid(np.log(y_hat / (1 - y_hat)) + x * dw) - y_hat


_ONE_FACTOR = "The slope of σ is ŷ·(1 − ŷ); here one of its two factors is missing."

change_of_output = Exercise(
    solutions=(_change_of_output,),
    cases=(
        {"y_hat": 0.75, "x": 2.0, "dw": 0.2},
        {"y_hat": 0.9, "x": -1.5, "dw": 0.3},
        {"y_hat": 0.002, "x": 40.0, "dw": -0.01},
        {"y_hat": 0.35, "x": -2.5, "dw": -0.25},
    ),
    slips={
        _called_like_a_function: (
            "In mathematics a product needs no sign, in Python it does: write y_hat * (1 - y_hat)."
        ),
        lambda y_hat, x, dw: (y_hat * 1 - y_hat) * x * dw: (
            "Python multiplies before it subtracts, so y_hat * 1 - y_hat is 0. Put brackets around "
            "1 - y_hat."
        ),
        lambda y_hat, x, dw: y_hat * 1 - y_hat * x * dw: (
            "Python multiplies before it subtracts. Put brackets around 1 - y_hat."
        ),
        lambda y_hat, x, dw: sigmoid_derivative(y_hat) * x * dw: (
            "This takes ŷ for z and squashes it a second time. ŷ is already σ(z): use it as it is."
        ),
        lambda y_hat, x, dw: sigmoid(y_hat) * (1 - y_hat) * x * dw: (
            "The first factor squashes ŷ again; ŷ is already σ(z)."
        ),
        _the_change_itself: (
            "This is the change itself, with the bend of the curve. The question is what the slope "
            "says: slope times nudge."
        ),
        lambda y_hat, x, dw: y_hat + y_hat * (1 - y_hat) * x * dw: (
            "This is the new output. The question is how far it moves."
        ),
        lambda y_hat, x, dw: y_hat * (1 - y_hat) * dw: (
            "The input is missing: a nudge of w moves z by x times as much."
        ),
        lambda y_hat, x, dw: y_hat * (1 - y_hat) * x: "The nudge dw is missing.",
        lambda y_hat, x, dw: y_hat * (1 - y_hat): (
            "This is the slope alone. Multiply it by the nudge of z, which is x · Δw."
        ),
        lambda y_hat, x, dw: x * dw: (
            "This is how far z moves. The slope says how much of that reaches the output."
        ),
        lambda y_hat, x, dw: y_hat * (1 - y_hat) * (x + dw): (
            "A plus where a product belongs: w · x is in z, so z moves by x times Δw."
        ),
        lambda y_hat, x, dw: y_hat * (y_hat - 1) * x * dw: (
            "The sign is turned: σ rises everywhere, so its slope is positive."
        ),
        lambda y_hat, x, dw: y_hat * (1 + y_hat) * x * dw: (
            "A sign has slipped: the second factor of the slope is 1 − ŷ."
        ),
        lambda y_hat, x, dw: (1 - y_hat) * x * dw: _ONE_FACTOR,
        lambda y_hat, x, dw: y_hat * x * dw: _ONE_FACTOR,
        lambda y_hat, x, dw: (1 - y_hat**2) * x * dw: (
            "1 − ŷ² is the slope of tanh from its output. σ needs ŷ(1 − ŷ)."
        ),
    },
    shows="Nothing but what the neuron has kept: the slope needs the output, and no z.",
)

_half_slope = float(np.log(3 + 2 * np.sqrt(2)))
_DECIMAL_COMMA = "A comma makes two numbers of it: write a decimal point."


def _ratio_at(z: float) -> str:
    slope = sigmoid_derivative(z)
    here, share = apart(slope, 1 / 8)[0], apart(4 * slope, 1 / 2)[0]
    nearly = " Very close: give one more digit." if abs(abs(z) - _half_slope) < 0.001 else ""
    return f"At z = {z:.6g} the slope is {here}; that is {share} of the greatest.{nearly}"


half_slope = Exercise(
    solutions=(lambda: _half_slope, lambda: -_half_slope),
    tolerance=3e-4,
    slips={
        lambda: 0.125: "This is half the greatest slope itself; the question is at which z.",
        lambda: sigmoid(_half_slope): "This is σ at the place, not the place; which z has it?",
        lambda: sigmoid(-_half_slope): "This is σ at the place, not the place; which z has it?",
        lambda: 2 * _half_slope: "This is the distance between the two places; each is half of it.",
        lambda: (1, 763): _DECIMAL_COMMA,
        lambda: (-1, 763): _DECIMAL_COMMA,
        lambda: (1, 7627): _DECIMAL_COMMA,
        lambda: (-1, 7627): _DECIMAL_COMMA,
        lambda: (_half_slope, -_half_slope): "Both are right; give one of them, as a number.",
        lambda: 1.76: "Close: give three digits after the decimal point or more.",
        lambda: -1.76: "Close: give three digits after the decimal point or more.",
        lambda: 1.77: "Close: give three digits after the decimal point or more.",
        lambda: np.log(3): "Here σ is 3/4, halfway up from its middle; its slope is 3/16.",
        lambda: 0.0: "At 0 the slope is at its greatest, 1/4. Where is it 1/8?",
        lambda: np.log(1 + np.sqrt(2)): "This is the place for tanh, which is twice as narrow.",
    },
    shows=(
        "Beyond ±1.76 the slope is less than half of the greatest: there less than half as much of "
        "a small nudge arrives."
    ),
    explain=_ratio_at,
)
