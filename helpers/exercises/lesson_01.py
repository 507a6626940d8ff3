"""Exercises of lesson 01."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.activations import sigmoid, sigmoid_derivative
from helpers.arrays import Array, Function, apart
from helpers.exercises import Answer, Case, Exercise
from helpers.exercises.calls import turned
from helpers.gradient_check import central_difference

_rng = np.random.default_rng(1)
_left = np.concatenate([_rng.uniform(-30, 0, 4), [-710, -600, -40]])
_right = np.concatenate([_rng.uniform(0, 30, 4), [0, 40, 800]])
_outputs = _rng.uniform(0.02, 0.98, 9)
_points = _rng.uniform(-2, 2, 5)
_inputs = _rng.uniform(-4, 4, 9)
_both_sides = np.array([-1.5, 12.0, -710.0, -0.01, 3.0, -40.0, 0.25, 800.0])
_nudged: Case = {"y_hat": _outputs, "x": _inputs, "dw": 0.2}
_three_nudged: Case = {
    "y_hat": np.array([0.9, 0.25, 0.002]),
    "x": np.array([3.0, -1.5, 40.0]),
    "dw": -0.01,
}


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


def _change_of_output(y_hat: Array, x: Array, dw: float) -> Array:
    return y_hat * (1 - y_hat) * x * dw


def _called_like_a_function(y_hat: Any, x: Array, dw: float) -> object:
    return y_hat(1 - y_hat) * x * dw


def _the_change_itself(y_hat: Array, x: Array, dw: float) -> Array:
    return sigmoid(np.log(y_hat / (1 - y_hat)) + x * dw) - y_hat


_ONE_FACTOR = "The slope of σ is ŷ·(1 − ŷ); here one of its two factors is missing."

change_of_output = Exercise(
    solutions=(_change_of_output,),
    cases=(
        _nudged,
        _three_nudged,
        turned(_nudged),
        turned(_three_nudged),
        {"y_hat": np.array([0.35]), "x": np.array([-2.5]), "dw": 0.3},
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
        "Beyond ±1.76 the slope is less than half of the greatest: there the neuron is less than "
        "half as ready as it can be."
    ),
    explain=_ratio_at,
)
