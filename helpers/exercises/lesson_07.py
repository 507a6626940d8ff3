"""Exercises of lesson 07."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from helpers.activations import sigmoid, sigmoid_derivative
from helpers.arrays import Array, apart
from helpers.exercises import Case, Exercise
from helpers.exercises.calls import turned

_rng = np.random.default_rng(6)

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
        f"It is not {apart(slope, -0.2)[0]}. Multiply each δ by its weight, add up the three "
        "products, and go on through the sigmoid of the hidden neuron."
    ),
    shows="Three ways back add up, and one sigmoid lies on all of them.",
)


def _before(delta: Array, W: Array, Z_before: Array) -> Array:
    carried: Array = delta @ W.T
    return carried * sigmoid_derivative(Z_before)


_layers: tuple[Case, ...] = tuple(
    {
        "delta": _rng.normal(size=(examples, neurons)),
        "W": _rng.normal(size=(inputs, neurons)),
        "Z_before": _rng.normal(size=(examples, inputs)),
    }
    for examples, inputs, neurons in ((5, 3, 2), (4, 4, 4), (2, 1, 3))
)
_one_neuron: Case = {
    "delta": np.array([[-0.4]]),
    "W": np.array([[-0.07], [-12.0]]),
    "Z_before": np.array([[0.02, -2.0]]),
}

delta_before = Exercise(
    solutions=(_before,),
    cases=(*_layers, turned(_layers[0]), turned(_layers[1]), _one_neuron),
    slips={
        lambda delta, W, Z_before: delta @ W.T: (
            "This is the slope for the outputs of the layer before. To reach its z, multiply by "
            "σ′ there, entry by entry."
        ),
        lambda delta, W, Z_before: (delta @ W.T) * sigmoid(Z_before): (
            "You multiply by the outputs. The factor is the slope of the sigmoid."
        ),
        lambda delta, W, Z_before: (delta @ W.T) * sigmoid_derivative(sigmoid(Z_before)): (
            "σ′ is taken at the weighted inputs Z_before themselves, not at the outputs."
        ),
        lambda delta, W, Z_before: (delta @ W.T) * Z_before: (
            "Multiply by the slope σ′(Z_before), not by Z_before itself."
        ),
        lambda delta, W, Z_before: (delta @ W.T) * sigmoid(Z_before) - sigmoid(Z_before): (
            "Python multiplies before it subtracts. Put brackets around 1 - A: A * (1 - A)."
        ),
        lambda delta, W, Z_before: _before(delta, W, Z_before) / len(delta): (
            "Nothing is divided here: the mean over the examples is in the first δ, at the output."
        ),
        lambda delta, W, Z_before: (delta @ W) * sigmoid_derivative(Z_before): (
            "A row of δ should meet a row of W, and @ takes its columns: turn W, with W.T."
        ),
        lambda delta, W, Z_before: (W @ delta) * sigmoid_derivative(Z_before): (
            "Rows are examples here, so delta stands first: delta @ W.T."
        ),
        lambda delta, W, Z_before: (W.T @ delta) * sigmoid_derivative(Z_before): (
            "Rows are examples here, so delta stands first: delta @ W.T."
        ),
        lambda delta, W, Z_before: (W @ delta.T) * sigmoid_derivative(Z_before): (
            "Rows are examples here, so delta stands first: delta @ W.T."
        ),
        lambda delta, W, Z_before: delta * W.T * sigmoid_derivative(Z_before): (
            "The first product adds up where ways meet: it is one of matrices, delta @ W.T."
        ),
        lambda delta, W, Z_before: (delta @ W.T) @ sigmoid_derivative(Z_before): (
            "The last product is entry by entry: each hidden neuron has its own slope. Use *."
        ),
        lambda delta, W, Z_before: (delta * sigmoid_derivative(Z_before)) @ W.T: (
            "First back along the weights, then through the sigmoid: Z_before belongs to the "
            "layer before, where delta @ W.T arrives."
        ),
    },
    shows="One line carries δ from any layer to the one before it.",
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
        "dW_2": lambda n: n["A_1"].T @ n["delta_2"],
        "db_2": lambda n: n["delta_2"].sum(axis=0),
        "slope_1": lambda n: sigmoid_derivative(n["Z_1"]),
        "delta_1": lambda n: (n["delta_2"] @ n["W_2"].T) * n["slope_1"],
        "dW_1": lambda n: n["X"].T @ n["delta_1"],
        "db_1": lambda n: n["delta_1"].sum(axis=0),
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
_square: Case = {
    **_network(4, 4, 4),
    "b_1": np.array([-0.05, 1.2, -0.7, 2.0]),
    "W_2": np.array([[0.06], [-1.1], [0.8], [-1.9]]),
}
two_layers = Exercise(
    solutions=(_with(),),
    slopes=True,
    cases=(_network(5, 2, 3), _square, turned(_square), _network(3, 1, 2), _network(1, 2, 1)),
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
        _with(
            db_1=lambda n: n["b_1"] * n["delta_1"].sum(0),
            db_2=lambda n: n["b_2"] * n["delta_2"].sum(0),
        ): ("dW_1 and dW_2 are right. z moves as far as its bias does: db has no factor b."),
        _with(db_1=lambda n: n["delta_1"], db_2=lambda n: n["delta_2"]): (
            "dW_1 and dW_2 are right. Sum δ over the examples: each bias has one slope."
        ),
        _with(db_1=lambda n: n["delta_1"].sum(axis=1), db_2=lambda n: n["delta_2"].sum(axis=1)): (
            "axis=1 adds up along each row, over the neurons. The rows are examples: sum over them."
        ),
        _with(delta_1=lambda n: (n["delta_2"] @ n["dW_2"].T) * n["slope_1"]): (
            "The second layer is right. δ goes back through the weights, W_2, not their slopes."
        ),
        _with(dW_2=lambda n: n["W_2"]): "This returns W_2, where its slope belongs, dW_2.",
        _with(delta_2=lambda n: (n["Z_2"] - n["y"]) / len(n["y"])): (
            "The output needs its sigmoid: y_hat is σ(Z_2)."
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
