"""Exercises of the aside 01b."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.activations import sigmoid
from helpers.arrays import Array, Function
from helpers.exercises import Answer, Exercise
from helpers.gradient_check import central_difference

_rng = np.random.default_rng(1)
_left = np.concatenate([_rng.uniform(-30, 0, 4), [-710, -600, -40]])
_right = np.concatenate([_rng.uniform(0, 30, 4), [0, 40, 800]])
_points = np.array([-1.5, 0.6, -0.2, 1.8, -1.9])
_both_sides = np.array([-1.5, 12.0, -710.0, -0.01, 3.0, -40.0, 0.25, 800.0])


def _textbook(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def _textbook_in_the_other_form(z: Array) -> Array:
    growth: Array = np.exp(z)
    return growth / (1 + growth)


def _where_of_both_forms(z: Array) -> Array:
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def _mirrored(z: Array) -> Array:
    return sigmoid(-z)


def _in_the_wrong_places(z: Array) -> Array:
    return np.where(z < 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def _muted(formula: Function) -> Answer:
    def answer(z: Array) -> object:
        with np.errstate(all="ignore"):
            return formula(z)

    return answer


def _magnified(outputs: Array) -> Array:
    """Return the outputs times 1e250, so that even those near 1e-309 have to be right."""
    return outputs * 1e250


def _clipped_at(limit: float) -> Function:
    return lambda z: sigmoid(np.clip(z, -limit, limit))


def _by_tanh(z: Array) -> Array:
    return (1 + np.tanh(z / 2)) / 2


def _one_branch(decides: Callable[[Array], Any]) -> Answer:
    """Return the answer that takes one of both forms for the whole array."""
    return lambda z: (_textbook if decides(z) else _textbook_in_the_other_form)(z)


_ONE_BRANCH = (
    "Here one `if` decides for the whole array, and an array may hold numbers on both sides of 0: "
    "np.where chooses for each."
)
_CLIP_HINT = (
    "Clipping z keeps the warning away, but beyond the clip the output stands still: "
    "σ(−600) is 2.7e-261 and σ(−710) is 4.5e-309."
)
_WRONG_PLACES = (
    "The two forms stand in each other's place: 1 / (1 + e^−z) is safe where z is positive, the "
    "other one where z is negative."
)

stable_sigmoid = Exercise(
    solutions=(sigmoid,),
    cases=(
        *({"z": z} for z in (_left, _right, _both_sides, _both_sides[::-1])),
        {"z": np.array([-1.5])},
        {"z": np.array([1.5])},
    ),
    read=_magnified,
    slips={
        _muted(_textbook): (
            "No warning is heard, but e^−z still becomes infinite, and σ(−710) comes out as 0; it "
            "is 4.5e-309. Let the exponent be −|z|."
        ),
        _muted(_textbook_in_the_other_form): (
            "No warning is heard, but e^z still becomes infinite where z is large, and ∞/∞ is no "
            "number. Let the exponent be −|z|."
        ),
        _in_the_wrong_places: _WRONG_PLACES,
        _muted(_in_the_wrong_places): _WRONG_PLACES,
        _textbook: (
            "This is the textbook formula: e^−z overflows for z below −709.78. "
            "Where z is negative, multiply top and bottom by e^z."
        ),
        _textbook_in_the_other_form: (
            "This form is right for negative z, but e^z overflows for z above 709.78 and leaves "
            "∞/∞, which is no number. Use the textbook form where z is positive."
        ),
        _where_of_both_forms: (
            "The values are right, but NumPy still warns: np.where is handed both forms, computed "
            "for every z. Let the exponent be −|z| in both."
        ),
        _mirrored: (
            "This is σ(−z): it falls where σ rises. Look at the signs of the exponents, or at the "
            "order of the two cases in np.where."
        ),
        lambda z: 1 / (1 + np.exp(-np.abs(z))): (
            "Right for z ≥ 0. For negative z the numerator must be e^−|z| as well."
        ),
        lambda z: np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(z) / (1 + np.exp(z))): (
            "The values are right, but np.where computes both cases for every z, and e^z overflows "
            "where z is large. Write e^−|z| in both."
        ),
        lambda z: np.where(z >= 0, sigmoid(np.abs(z)), 1 - sigmoid(np.abs(z))): (
            "Subtracting from 1 loses digits where σ is close to 0. Divide e^−|z| by 1 + e^−|z|."
        ),
        _clipped_at(100): _CLIP_HINT,
        _clipped_at(500): _CLIP_HINT,
        _clipped_at(700): _CLIP_HINT,
        _clipped_at(709): _CLIP_HINT,
        _by_tanh: (
            "Nothing overflows, but 1 + tanh loses its digits: for z = −40 it gives 0, and σ is "
            "4.2e-18. Use e^−|z|."
        ),
        _one_branch(lambda z: z[0] >= 0): _ONE_BRANCH,
        _one_branch(lambda z: z[-1] >= 0): _ONE_BRANCH,
        _one_branch(lambda z: z.min() >= 0): _ONE_BRANCH,
        _one_branch(lambda z: z.max() >= 0): _ONE_BRANCH,
        _one_branch(lambda z: z.mean() >= 0): _ONE_BRANCH,
    },
    shows="Nine digits and more from one end to the other, and NumPy has nothing to say.",
)


def _half_a_step_to_either_side(f: Callable[[Array], Array], x: Array, h: float) -> Array:
    return (f(x + h / 2) - f(x - h / 2)) / h


def _cube(x: Array) -> Array:
    return x**3


central = Exercise(
    solutions=(central_difference,),
    cases=(
        {"f": np.sin, "x": _points, "h": 0.5},
        {"f": _cube, "x": _points, "h": 0.25},
        {"f": np.exp, "x": 0.3, "h": 0.125},
        {"f": np.exp, "x": np.append(0.05, -_points), "h": 0.125},
        {"f": _cube, "x": np.array([-0.75]), "h": 0.5},
    ),
    slips={
        lambda f, x, h: (f(x + h) - f(x)) / h: (
            "This is the forward difference. Go a step back as well, and divide by 2h."
        ),
        lambda f, x, h: (f(x) - f(x - h)) / h: (
            "This is the backward difference. Go a step forward as well, and divide by 2h."
        ),
        lambda f, x, h: (f(x + h) - f(x - h)) / h: (
            "Twice too steep: from x − h to x + h the way is 2h long."
        ),
        lambda f, x, h: (f(x + h) - f(x)) / (2 * h): (
            "Half as steep as it should be: from x to x + h the way is h long. Start at x − h."
        ),
        lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h): (
            "The sign is turned: take the value on the right minus the one on the left."
        ),
        lambda f, x, h: (f(x + h) + f(x - h)) / (2 * h): "A plus where a minus belongs.",
        lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h: (
            "Python divides by 2 and then multiplies by h. Put brackets around 2 * h."
        ),
        lambda f, x, h: (f(x + h) - f(x - h)) / 2: (
            "The step is missing: from x − h to x + h the way is 2h long, not 2."
        ),
        lambda f, x, h: f(x + h) - f(x - h): (
            "This is the rise alone. Divide it by the way, which is 2h long."
        ),
        lambda f, x, h: f(x + h) - f(x - h) / (2 * h): (
            "Only the second term is divided. Put brackets around the difference."
        ),
        _half_a_step_to_either_side: (
            "A central difference too, but of half the step: go a whole h to either side."
        ),
    },
    shows="Errors on either side cancel, so the error shrinks with h² and not with h.",
)
