"""Exercises of lesson 02."""

import numpy as np

from helpers.arrays import Array, Number, apart
from helpers.exercises import Exercise
from helpers.exercises.calls import turned
from helpers.losses import (
    binary_cross_entropy,
    mean_squared_error,
    mean_squared_error_gradient,
    quadratic_cost,
    quadratic_cost_gradient,
)

_rng = np.random.default_rng(2)
_seven, _four = (
    {
        "y_hat": np.append(_rng.uniform(0.05, 0.95, count - 1), 0.02),
        "y": _rng.permutation(np.arange(count) % 2).astype(float),
    }
    for count in (7, 4)
)
_alone = {"y_hat": np.array([0.3]), "y": np.array([1.0])}
_cases = (_seven, _four, turned(_seven), turned(_four), _alone)
_NOTEBOOKS_N = 6  # the birds that the lesson calls N
_DIFFERENCE_FIRST = (
    "Python takes powers, products and fractions before it subtracts. Put brackets round y_hat - y."
)
_REST_FIRST = "Python multiplies before it subtracts. Put brackets round 1 - y."
_LOGARITHM_OF_TARGETS = (
    "Here a target stands in a logarithm, and ln 0 is infinite. Look at the order of y_hat and y, "
    "in the first line too."
)
_NO_SIZE = "A slope tells which way: without abs it is negative where the output is too low."
_NO_SQUARE = "This is made of the square, not its slope: the slope of u² is 2u."
_soft = {"y_hat": np.array([0.2, 0.9, 0.4, 0.7, 0.6]), "y": np.array([0.0, 1.0, 0.25, 0.5, 0.9])}


def _first_only(y_hat: Array, y: Array) -> Number:
    return float((y_hat[0] - y[0]) ** 2 / len(y))


squared_error = Exercise(
    solutions=(mean_squared_error,),
    cases=(*_cases, _soft),
    slips={
        lambda y_hat, y: np.mean(y_hat**2 - 2 * y_hat * y + y): (
            "Right for the targets 0 and 1, where y² is y, and wrong for all others: write y²."
        ),
        lambda y_hat, y: np.mean(np.where(y == 1, (1 - y_hat) ** 2, y_hat**2)): (
            "Right for the targets 0 and 1, but a target may lie between them: use ŷ − y."
        ),
        lambda y_hat, y: np.sum((y_hat - y) ** 2) / _NOTEBOOKS_N: (
            "Divided by 6, the N of the six birds. Other data have another N: take len(y)."
        ),
        lambda y_hat, y: np.mean((y_hat - y) ^ 2): "In Python a power is written **, not ^.",
        _first_only: "Only the first example counts here. The mean takes all of them.",
        lambda y_hat, y: np.sum((y_hat - y) ** 2): (
            "This is the sum. The mean divides it by N, so that more data do not cost more."
        ),
        quadratic_cost: "Half of it: this is the cost with 1/(2N). Here the factor is 1/N.",
        lambda y_hat, y: np.sum((y_hat - y) ** 2) / (len(y) + 1): (
            "Divided by N + 1, but the sum has N terms."
        ),
        lambda y_hat, y: np.sum((y_hat - y) ** 2) / (len(y) - 1): (
            "Divided by N − 1. That is for estimating a variance; the mean divides by N."
        ),
        lambda y_hat, y: (y_hat - y) ** 2: (
            "This is the loss of each example; the cost is their mean."
        ),
        lambda y_hat, y: np.mean(y_hat - y): (
            "Without a square, too high and too low cancel each other."
        ),
        lambda y_hat, y: np.mean(y_hat - y) ** 2: (
            "The square of the mean: too high and too low cancel first. Square before you average."
        ),
        lambda y_hat, y: np.mean(np.abs(y_hat - y)): (
            "This is the mean distance. Square each difference instead of taking its size."
        ),
        lambda y_hat, y: np.sqrt(np.mean((y_hat - y) ** 2)): (
            "This is the root of the mean square; leave the root away."
        ),
        lambda y_hat, y: np.mean(y_hat**2 - y**2): (
            "The difference of the squares. Take the square of the difference: mind the brackets."
        ),
        lambda y_hat, y: np.mean(y_hat - y**2): _DIFFERENCE_FIRST,
        lambda y_hat, y: (
            -np.mean((y_hat - y) ** 2)
        ): "A cost is smaller the better; drop the minus.",
        lambda y_hat, y: np.mean((y_hat + y) ** 2): "A plus where a minus belongs.",
    },
    shows="The mean of N squares: half as far off costs a quarter.",
)

squared_error_gradient = Exercise(
    solutions=(mean_squared_error_gradient,),
    slopes=True,
    cases=(*_cases, _soft),
    slips={
        lambda y_hat, y: 2 * (y_hat - y) / _NOTEBOOKS_N: (
            "Divided by 6, the N of the six birds. Other data have another N: take len(y)."
        ),
        lambda y_hat, y: 2 * (y_hat[0] - y[0]) / len(y): (
            "This is the slope of the first output alone. Return one slope for each output."
        ),
        lambda y_hat, y: np.mean(2 * (y_hat - y)): (
            "This is the mean of the slopes, one number. Keep one slope for each output."
        ),
        lambda y_hat, y: 2 * (y_hat - y): (
            "The factor 1/N is missing: one output is only one of N in the mean."
        ),
        lambda y_hat, y: 2 * (y - y_hat) / len(y): (
            "The sign is turned. Where the output is too high, the slope is positive. Look at the "
            "order of y_hat and y, in the first line too."
        ),
        quadratic_cost_gradient: (
            "The 2 is lost: this is the gradient of the cost with 1/(2N). Here it is 1/N."
        ),
        lambda y_hat, y: y_hat - y: "Both the 2 and the factor 1/N are missing.",
        lambda y_hat, y: 2 * (y - y_hat): "The sign is turned, and the factor 1/N is missing.",
        lambda y_hat, y: (y - y_hat) / len(y): "The sign is turned, and the 2 is lost.",
        lambda y_hat, y: y - y_hat: "The sign is turned, and both the 2 and 1/N are missing.",
        lambda y_hat, y: (y_hat - y) ** 2 / len(y): _NO_SQUARE,
        lambda y_hat, y: 2 * (y_hat - y) ** 2 / len(y): _NO_SQUARE,
        lambda y_hat, y: 2 * (y_hat - y) ** 2: _NO_SQUARE,
        lambda y_hat, y: 2 * np.abs(y_hat - y) / len(y): _NO_SIZE,
        lambda y_hat, y: np.abs(y_hat - y) / len(y): _NO_SIZE,
        lambda y_hat, y: 2 * y_hat - y / len(y): _DIFFERENCE_FIRST,
        lambda y_hat, y: (2 * y_hat - y) / len(y): _DIFFERENCE_FIRST,
        lambda y_hat, y: 2 * y_hat - y: _DIFFERENCE_FIRST,
        lambda y_hat, y: 2 * y_hat / len(y) - y: _DIFFERENCE_FIRST,
        lambda y_hat, y: y_hat - 2 * y / len(y): _DIFFERENCE_FIRST,
        lambda y_hat, y: 2 * (y_hat - y) / (len(y) + 1): "Divided by N + 1; there are N terms.",
        lambda y_hat, y: 2 * (y_hat - y) / len(y) * y_hat * (1 - y_hat): (
            "The sigmoid's slope is in it already. Here the question is only how C depends on ŷ."
        ),
    },
    shows="One slope for each output: positive where it is too high, negative where too low.",
)


def _both_terms(y_hat: Array, y: Array) -> Array:
    return y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)


def _given(y_hat: Array, y: Array) -> Array:
    """Return the probability that the outputs gave to what happened."""
    return np.where(y == 1, y_hat, 1 - y_hat)


cross_entropy = Exercise(
    solutions=(binary_cross_entropy,),
    cases=_cases,
    tolerance=1e-6,
    slips={
        lambda y_hat, y: -np.log(np.mean(_given(y_hat, y))): (
            "The logarithm of the mean. Take the surprise at each example first, then the mean."
        ),
        lambda y_hat, y: np.mean(_given(y_hat, y)): (
            "This is the mean probability of what happened. The surprise is its −ln."
        ),
        lambda y_hat, y: np.mean(1 - _given(y_hat, y)): (
            "This is the mean distance to the target. The surprise is −ln of the probability."
        ),
        lambda y_hat, y: -np.sum(np.log(_given(y_hat, y))) / _NOTEBOOKS_N: (
            "Divided by 6, the N of the six birds. Other data have another N: take np.mean."
        ),
        lambda y_hat, y: -np.log(_given(y_hat, y))[0] / len(y): (
            "Only the first example counts here. The mean takes all of them."
        ),
        lambda y_hat, y: np.mean(_both_terms(y_hat, y)): (
            "The minus is missing: the logarithm of a probability is negative, surprise is not."
        ),
        lambda y_hat, y: -np.sum(_both_terms(y_hat, y)): (
            "This is the sum of the surprises; take their mean."
        ),
        lambda y_hat, y: -_both_terms(y_hat, y): (
            "This is the surprise at each example; take the mean."
        ),
        lambda y_hat, y: -np.mean(y * np.log(y_hat)): (
            "Only the examples with y = 1 count here. Those with y = 0 have ln(1 − ŷ)."
        ),
        lambda y_hat, y: -np.mean((1 - y) * np.log(1 - y_hat)): (
            "Only the examples with y = 0 count here. Those with y = 1 have ln ŷ."
        ),
        lambda y_hat, y: -np.mean(_both_terms(1 - y_hat, y)): (
            "The two logarithms have changed places: ln ŷ belongs to y = 1."
        ),
        lambda y_hat, y: -np.mean(_both_terms(y_hat, y)) / np.log(2): (
            "Right, but in bits: that is np.log2. Here it should be the natural np.log."
        ),
        lambda y_hat, y: -np.mean(_both_terms(y_hat, y)) / np.log(10): (
            "This is np.log10. Use the natural logarithm, np.log."
        ),
        lambda y_hat, y: np.mean(-y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)): (
            "The second term needs its minus too; or put brackets around both."
        ),
        lambda y_hat, y: -np.mean(y * np.log(y_hat) + 1 - y * np.log(1 - y_hat)): _REST_FIRST,
        lambda y_hat, y: np.mean(-y * np.log(y_hat) - 1 - y * np.log(1 - y_hat)): _REST_FIRST,
        lambda y_hat, y: -np.mean(_both_terms(y, y_hat)): _LOGARITHM_OF_TARGETS,
        lambda y_hat, y: -np.mean(_both_terms(y, y)): _LOGARITHM_OF_TARGETS,
        lambda y_hat, y: -np.mean(_both_terms(y_hat, y)) / 2: (
            "Half of it. Cross-entropy has no square, so no half is needed."
        ),
        lambda y_hat, y: -np.mean(y * np.log(y_hat) + (1 - y) * np.log(y_hat)): (
            "For y = 0 the probability of what came is 1 − ŷ: its logarithm belongs to 1 − y."
        ),
        lambda y_hat, y: -np.mean(np.log(y_hat) + np.log(1 - y_hat)): (
            "Both logarithms count for every example. Weigh them by y and 1 − y."
        ),
    },
    shows="The mean surprise: small where the targets got a high probability.",
)

_sure = 0.999
_surprise = float(-np.log1p(-_sure))
_square = _sure**2


def _ratio_means(value: float) -> str:
    way = "above" if value > 1 else "below"
    return (
        f"A ratio of {apart(value, 1)[0]} is {way} 1, but it does not fit. Compute both losses "
        "for y = 0 and ŷ = 0.999, and divide the larger by the smaller."
    )


sure_and_wrong = Exercise(
    solutions=(lambda: _surprise / _square,),
    tolerance=7e-4,
    slips={
        lambda: _square / _surprise: "The other way round: divide the larger by the smaller.",
        lambda: _surprise: "This is the loss of cross-entropy alone; divide it by the other loss.",
        lambda: _square: "This is squared error alone; divide the other loss by it.",
        lambda: _surprise - _square: "This is the difference of the losses; divide them instead.",
        lambda: 0.5 / (1 - _sure) / _sure: (
            "This is the ratio of the slopes, and a good thing to know; the question is the losses."
        ),
        lambda: 2 * _surprise / _square: (
            "Twice too much: the squared loss of one example has no half."
        ),
        lambda: _surprise / _sure: "Squared error is not squared yet.",
        lambda: -_surprise / _square: "The sign: −ln of a number below 1 is positive.",
        lambda: _surprise / np.log(2) / _square: "This is np.log2; use the natural logarithm.",
        lambda: _surprise / np.log(10) / _square: "This is np.log10; use the natural logarithm.",
        lambda: np.log(_sure) / -((1 - _sure) ** 2): (
            "This is the slope of cross-entropy, or the ratio for y = 1, where 0.999 is nearly "
            "right. Compare the losses for y = 0."
        ),
        lambda: 6.9: "Close: give two digits after the point or more.",
        lambda: 7.0: "Close: give two digits after the point or more.",
    },
    shows="Cross-entropy has no upper end, squared error stops at 1: the surer, the more.",
    explain=_ratio_means,
)

_LENGTH_AT_EVEN_ODDS, _MILLIMETRES_FOR_ONE_Z = 44, 2
_twice = _MILLIMETRES_FOR_ONE_Z * float(np.log(2))


def _odds_grow(millimetres: float) -> str:
    factor = np.exp(millimetres / _MILLIMETRES_FOR_ONE_Z)
    return (
        f"With {millimetres:.6g} mm more, z grows by {millimetres / 2:.4g} and the odds become "
        f"{factor:.4g} times as large, not twice. By how much must z grow?"
    )


twice_the_odds = Exercise(
    solutions=(lambda: _twice,),
    tolerance=5e-3,
    slips={
        lambda: np.log(2): (
            "This is what must be added to z. One millimetre adds only ½ to z: how many are needed?"
        ),
        lambda: np.log(2) / 2: (
            "One millimetre adds ½ to z. So divide ln 2 by ½, which is to multiply it by 2."
        ),
        lambda: -_twice: "A longer bill makes Chinstrap more probable, so this is positive.",
        lambda: _LENGTH_AT_EVEN_ODDS + _twice: (
            "This is a length; the question is how much longer the bill must be. Subtract 44."
        ),
        lambda: 2.0: (
            "2 mm add 1 to z, and that makes the odds e times as large. They should become twice "
            "as large: ln 2 must be added to z."
        ),
        lambda: 2 * np.log10(2): "This is np.log10; use the natural logarithm, np.log.",
        lambda: 4.0: "4 mm add 2 to z. But z is the logarithm of the odds: add ln 2 to it.",
        lambda: 1.4: "Close: give two digits after the point or more.",
        lambda: _MILLIMETRES_FOR_ONE_Z * np.log(3): (
            "This takes the probability from ½ to ¾, so the odds from 1 to 3. They should go to 2."
        ),
    },
    shows="The same step makes the odds twice as large at every length: z is their logarithm.",
    explain=_odds_grow,
)
