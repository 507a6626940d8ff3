"""Exercises of lesson 07."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from helpers.activations import sigmoid, sigmoid_derivative
from helpers.arrays import Array
from helpers.exercises import Case, Exercise

_rng = np.random.default_rng(6)
_CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
_ONE_ALONE = np.array([0, 0, 1, 0])  # wanted at the corners: 1 at (1, 0) alone


def _at_corners(bias: Array) -> Array:
    """Return where the outputs of weights 20 and −20 are as wanted, each to within 0.01."""
    y_hat = sigmoid(_CORNERS @ np.array([20, -20]) + bias)
    return np.asarray(np.abs(y_hat - _ONE_ALONE) < 0.01, dtype=float)


def _what_a_bias_does(b: float) -> str:
    """Say what the neuron gives at a corner that it gets wrong, without a right bias."""
    at_one, at_others = sigmoid(20 + b), sigmoid(b)
    if at_one <= 0.99:
        said = f"At (1, 0) z would be {20 + b:g} and the output {at_one:.2g}. It should be near 1."
        both = " Here the sum is 20 at most, because one of the weights is negative."
        return said + both * (b == -30)
    said = f"At (0, 0) and (1, 1) z would be {b:g} and the output {at_others:.2g}."
    return f"{said} It should be near 0." + " Is the sign of b right?" * (b > 0)


corner_bias = Exercise(
    solutions=(lambda: -10,),
    slips={},
    explain=_what_a_bias_does,
    read=_at_corners,
    shows="Half way between the sums 0 and 20 the neuron is sure on both sides.",
)

hidden_delta = Exercise(
    solutions=(lambda: -0.2,),
    slips={
        lambda: -0.8: (
            "This is the slope of the output of the hidden neuron. One step is left: through its "
            "own sigmoid, whose slope at z = 0 you know."
        ),
        lambda: 0.2: "The sign is turned round: 0.2 − 0.4 − 0.6 is negative.",
        lambda: 0.8: "The sign is turned round, and the step through the sigmoid is missing.",
        lambda: 0.075: (
            "You have added up the three δ. Each has to be multiplied by its weight first."
        ),
        lambda: 0.3: (
            "You have added up the three δ. Each has to be multiplied by its weight first, and "
            "the sum by the slope of the sigmoid."
        ),
        lambda: -0.4: "σ(0) is ½, but the factor is the slope of the sigmoid at 0.",
        lambda: -0.2 / 3: (
            "Divide by nothing here: three ways lead from the neuron to the cost, and their "
            "slopes add up."
        ),
        lambda: -0.8 / 3: (
            "You have taken the mean. Three ways lead from the neuron to the cost, and their "
            "slopes add up. Then the step through the sigmoid is left."
        ),
        lambda: 0.0: "The factor is the slope of the sigmoid at z = 0, not z itself.",
    },
    explain=lambda slope: (
        f"It is not {slope:g}. Multiply each δ by its weight, add up the three products, and go on "
        "through the sigmoid of the hidden neuron."
    ),
    shows="Three ways back add up, and one sigmoid lies on all of them.",
)

_Backward = Callable[..., Any]


def _joined(parts: Iterable[Array]) -> Array:
    return np.concatenate([np.ravel(part) for part in parts])


def _network(examples: int, inputs: int, hidden: int) -> Case:
    return {
        "X": _rng.normal(size=(examples, inputs)),
        "y": _rng.integers(0, 2, (examples, 1)).astype(float),
        "W_1": _rng.normal(size=(inputs, hidden)),
        "b_1": _rng.normal(size=hidden),
        "W_2": _rng.normal(size=(hidden, 1)),
        "b_2": _rng.normal(size=1),
    }


def _parts(*arguments: Array, **changed: Callable[[dict[str, Array]], Array]) -> tuple[Array, ...]:
    """Return the four slopes, some step on the way to them replaced by a wrong one."""
    steps: dict[str, Callable[[dict[str, Array]], Array]] = {
        "Z_1": lambda n: n["X"] @ n["W_1"] + n["b_1"],
        "A_1": lambda n: sigmoid(n["Z_1"]),
        "Z_2": lambda n: n["A_1"] @ n["W_2"] + n["b_2"],
        "delta_2": lambda n: (sigmoid(n["Z_2"]) - n["y"]) / len(n["y"]),
        "slope_1": lambda n: sigmoid_derivative(n["Z_1"]),
        "delta_1": lambda n: (n["delta_2"] @ n["W_2"].T) * n["slope_1"],
        "dW_1": lambda n: n["X"].T @ n["delta_1"],
        "db_1": lambda n: n["delta_1"].sum(axis=0),
        "dW_2": lambda n: n["A_1"].T @ n["delta_2"],
        "db_2": lambda n: n["delta_2"].sum(axis=0),
    }
    names = dict(zip(("X", "y", "W_1", "b_1", "W_2", "b_2"), arguments, strict=True))
    for name, step in (steps | changed).items():
        names[name] = step(names)
    return names["dW_1"], names["db_1"], names["dW_2"], names["db_2"]


def _with(**changed: Callable[[dict[str, Array]], Array]) -> _Backward:
    return lambda *arguments: _joined(_parts(*arguments, **changed))


def _in_order(*order: int) -> _Backward:
    def answer(*arguments: Array) -> Array:
        found = _parts(*arguments)
        return _joined(found[i] for i in order)

    return answer


_BRACKETS = (
    "The second layer is right. In the first, Python multiplies before it subtracts. Put brackets "
    "around 1 - A_1: A_1 * (1 - A_1)."
)
_DIVIDED_TWICE = "delta_2 is divided by the number of examples already; once is enough."
delta_before = Exercise(solutions=(lambda delta, W, Z_before: (delta @ W.T) * sigmoid_derivative(Z_before),), cases=({"delta": _rng.normal(size=(5, 2)), "W": _rng.normal(size=(3, 2)), "Z_before": _rng.normal(size=(5, 3))},), slips={}, shows="x")
two_layers = Exercise(
    solutions=(_with(),),
    cases=(_network(5, 2, 3), _network(4, 4, 4), _network(3, 1, 2)),
    slips={
        _parts: (
            "The numbers are right. Return them as one array: network.join(dW_1, db_1, dW_2, db_2)."
        ),
        _in_order(2, 3, 0, 1): (
            "The numbers are right, but the second layer comes first. Begin with dW_1 and db_1."
        ),
        _in_order(0, 2, 1, 3): (
            "The numbers are right, but in another order: dW_1, db_1, dW_2, db_2."
        ),
        _in_order(1, 0, 3, 2): "The numbers are right, but in each layer dW comes before db.",
        _with(slope_1=lambda n: np.ones_like(n["Z_1"])): (
            "The second layer is right. delta_2 @ W_2.T is the slope of the outputs A_1; to reach "
            "Z_1, multiply by σ′ there, entry by entry."
        ),
        _with(slope_1=lambda n: sigmoid_derivative(n["A_1"])): (
            "The second layer is right. But σ′ is taken at the weighted inputs Z_1, not at the "
            "outputs A_1."
        ),
        _with(slope_1=lambda n: sigmoid_derivative(n["Z_2"])): (
            "The second layer is right. But each hidden neuron has its own slope: take σ′ at Z_1."
        ),
        _with(slope_1=lambda n: n["A_1"]): (
            "The second layer is right. For the first you multiply by the outputs A_1; the slope "
            "of an output is σ′(Z_1), or A_1 * (1 - A_1)."
        ),
        _with(slope_1=lambda n: n["Z_1"]): (
            "The second layer is right. Multiply by the slope σ′(Z_1), not by Z_1 itself."
        ),
        _with(
            delta_2=lambda n: (
                (sigmoid(n["Z_2"]) - n["y"]) * sigmoid_derivative(n["Z_2"]) / len(n["y"])
            )
        ): (
            "These are the slopes of squared loss. With cross-entropy σ′ cancels at the output: "
            "delta_2 has no such factor."
        ),
        _with(delta_2=lambda n: sigmoid(n["Z_2"]) - n["y"]): (
            "The cost is the mean over the examples: divide delta_2 by len(y)."
        ),
        _with(slope_1=lambda n: n["Z_1"] * (1 - n["Z_1"])): (
            "The second layer is right. The slope is made of the outputs, A_1 * (1 - A_1), not of "
            "the weighted inputs."
        ),
        _with(slope_1=lambda n: 0 * n["Z_1"]): _BRACKETS,
        _with(delta_1=lambda n: n["delta_2"] @ n["W_2"].T * n["A_1"] - n["A_1"]): _BRACKETS,
        _with(delta_2=lambda n: (sigmoid(n["Z_2"]) - n["y"]) / 4): (
            "You divide by 4, the number of corners of XOR. These are other examples: use len(y)."
        ),
        _with(delta_1=lambda n: (n["delta_2"] @ n["W_2"].T) * n["slope_1"] / len(n["y"])): (
            f"The second layer is right. For the first: {_DIVIDED_TWICE}"
        ),
        _with(
            dW_1=lambda n: n["X"].T @ n["delta_1"] / len(n["y"]),
            db_1=lambda n: n["delta_1"].mean(axis=0),
            dW_2=lambda n: n["A_1"].T @ n["delta_2"] / len(n["y"]),
            db_2=lambda n: n["delta_2"].mean(axis=0),
        ): _DIVIDED_TWICE,
        _with(
            db_1=lambda n: n["delta_1"].mean(axis=0), db_2=lambda n: n["delta_2"].mean(axis=0)
        ): "dW_1 and dW_2 are right. For the biases take the sum of δ over the examples: the "
        "division is in delta_2.",
        _with(delta_2=lambda n: (n["y"] - sigmoid(n["Z_2"])) / len(n["y"])): (
            "The sign is turned round: delta_2 begins with y_hat - y."
        ),
        _with(Z_1=lambda n: n["X"] @ n["W_1"], Z_2=lambda n: n["A_1"] @ n["W_2"]): (
            "On the way forwards the biases are missing: add b_1 and b_2."
        ),
        _with(
            Z_2=lambda n: n["Z_1"] @ n["W_2"] + n["b_2"], dW_2=lambda n: n["Z_1"].T @ n["delta_2"]
        ): (
            "The second layer is fed with Z_1. It should get the outputs of the first: squash Z_1."
        ),
        _with(dW_2=lambda n: n["Z_1"].T @ n["delta_2"]): (
            "All but dW_2 is right. The second layer is fed with A_1, not with Z_1."
        ),
        _with(dW_2=lambda n: n["X"].T @ n["delta_2"]): (
            "All but dW_2 is right. The inputs of the second layer are A_1, not X."
        ),
        _with(db_1=lambda n: n["delta_1"].sum(), db_2=lambda n: n["delta_2"].sum()): (
            "b_1 has a number for each hidden neuron, and so has its slope: sum over the examples "
            "alone, with axis=0."
        ),
        _with(delta_1=lambda n: (n["delta_2"] @ n["W_2"]) * n["slope_1"]): (
            "On the way forwards W_2 led from hidden neurons to the output. Back it leads the "
            "other way: delta_2 @ W_2.T."
        ),
        _with(delta_1=lambda n: (n["W_2"] @ n["delta_2"]) * n["slope_1"]): (
            "Rows are examples here, so delta_2 stands first: delta_2 @ W_2.T."
        ),
        _with(delta_1=lambda n: (n["delta_2"] @ n["W_2"].T) @ n["slope_1"]): (
            "The last product is entry by entry: each hidden neuron has its own slope. Use *."
        ),
        _with(dW_1=lambda n: n["X"] @ n["delta_1"], dW_2=lambda n: n["A_1"] @ n["delta_2"]): (
            "The sum goes over the examples. They are the rows of both: turn the inputs, X.T and "
            "A_1.T."
        ),
    },
    shows="One line carried δ through a layer. The same line carries it through any number more.",
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
    if b > -3:
        return (
            f"With b = {b:g} z is above 0 for some inputs, {3 + b:g} at most. For them the neuron "
            "has a slope. Which inputs make z largest?"
        )
    return f"With b = {b:g} it is dead: z is {3 + b:g} at most. But a larger bias will do."


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
