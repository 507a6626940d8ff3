"""Exercises of lesson 06."""

import numpy as np

from helpers.activations import relu, sigmoid, sigmoid_derivative
from helpers.exercises import Case, Exercise

_rng = np.random.default_rng(6)


def _layer(examples: int, inputs: int, neurons: int) -> Case:
    return {
        "X": _rng.normal(size=(examples, inputs)),
        "W": _rng.normal(size=(inputs, neurons)),
        "b": _rng.normal(size=neurons),
    }


layer = Exercise(
    solutions=(lambda X, W, b: sigmoid(X @ W + b),),
    cases=(_layer(5, 2, 3), _layer(4, 4, 4), _layer(1, 3, 1)),
    slips={
        lambda X, W, b: X @ W + b: "This is Z, the weighted inputs. Squash it with the sigmoid.",
        lambda X, W, b: X @ W: "The biases are missing, and nothing is squashed yet.",
        lambda X, W, b: sigmoid(X @ W): "The biases are missing.",
        lambda X, W, b: sigmoid(X @ W) + b: (
            "The biases belong to Z: add them before you squash, within the brackets."
        ),
        lambda X, W, b: sigmoid(X @ W - b): "The bias is added, not subtracted.",
        lambda X, W, b: sigmoid(W @ X + b): (
            "Rows are examples here, so X stands first: X @ W. Books that write WX have their "
            "examples in columns."
        ),
        lambda X, W, b: sigmoid(W.T @ X.T + b): (
            "This is the form of the books, examples in columns, and b does not fit it. Rows are "
            "examples here: X @ W."
        ),
        lambda X, W, b: sigmoid(X @ W.T + b): (
            "W has a column for each neuron already; .T turns it on its side."
        ),
        lambda X, W, b: sigmoid(X * W + b): (
            "The asterisk multiplies entry by entry. Weighted inputs are sums: use @."
        ),
        lambda X, W, b: sigmoid(X @ W + b).T: (
            "It is turned on its side: wanted is a row for each example."
        ),
        lambda X, W, b: sigmoid_derivative(X @ W + b): (
            "This is the slope of the sigmoid. Outputs are the sigmoid itself."
        ),
        lambda X, W, b: relu(X @ W + b): "This squashes with ReLU; wanted is the sigmoid.",
    },
    shows="Two lines of symbols, and any number of neurons: a layer is one product.",
)


def _one_back(examples: int, inputs: int, neurons: int) -> Case:
    return {
        "delta": _rng.normal(size=(examples, neurons)),
        "W": _rng.normal(size=(inputs, neurons)),
        "Z_before": _rng.normal(size=(examples, inputs)),
    }


_DELTA_FIRST = "W is turned well, but delta stands first, since rows are examples: delta @ W.T."
_SLOPES_ADD_UP = (
    "Between delta and W.T belongs @: the slopes from all neurons that an input feeds add up."
)
carried_back = Exercise(
    solutions=(lambda delta, W, Z: (delta @ W.T) * sigmoid_derivative(Z),),
    cases=(_one_back(5, 3, 2), _one_back(4, 4, 4), _one_back(2, 3, 1)),
    slips={
        lambda delta, W, Z: delta @ W.T: (
            "This is the slope of the outputs of the layer before. To reach its weighted inputs, "
            "multiply by σ′ there."
        ),
        lambda delta, W, Z: (delta @ W) * sigmoid_derivative(Z): (
            "On the way forwards W led from inputs to neurons. Back it leads the other way: W.T."
        ),
        lambda delta, W, Z: (W @ delta) * sigmoid_derivative(Z): (
            "Rows are examples here, so delta stands first: delta @ W.T."
        ),
        lambda delta, W, Z: (W.T @ delta) * sigmoid_derivative(Z): _DELTA_FIRST,
        lambda delta, W, Z: W.T @ delta: _DELTA_FIRST,
        lambda delta, W, Z: (delta * W.T) * sigmoid_derivative(Z): _SLOPES_ADD_UP,
        lambda delta, W, Z: delta * W.T: _SLOPES_ADD_UP,
        lambda delta, W, Z: sigmoid_derivative(Z) * delta @ W.T: (
            "Python takes * and @ from left to right: set delta @ W.T in brackets."
        ),
        lambda delta, W, Z: (delta @ W.T) * sigmoid(Z): (
            "This multiplies by the output. The slope of the output is σ′."
        ),
        lambda delta, W, Z: (delta @ W.T) * sigmoid_derivative(sigmoid(Z)): (
            "σ′ is taken at the weighted inputs Z_before, not at the outputs."
        ),
        lambda delta, W, Z: (delta @ W.T) * Z: (
            "Multiply by the slope σ′(Z_before), not by Z_before itself."
        ),
        lambda delta, W, Z: (delta @ W.T) @ sigmoid_derivative(Z): (
            "Only the first product is one of matrices. The second, ⊙, goes entry by entry: use *."
        ),
        lambda delta, W, Z: (delta @ W.T) @ sigmoid_derivative(Z).T: (
            "The last product is entry by entry: each neuron has its own slope. Use *."
        ),
        lambda delta, W, Z: (delta @ W.T) * sigmoid_derivative(Z) / len(Z): (
            "Do not divide by the number of examples: delta has that within it."
        ),
        lambda delta, W, Z: (delta @ W.T) + sigmoid_derivative(Z): (
            "By the chain rule slopes multiply; here they are added."
        ),
        lambda delta, W, Z: -(delta @ W.T) * sigmoid_derivative(Z): (
            "The sign is turned round. Descent subtracts the slopes later, when it takes its step."
        ),
    },
    shows="The same line carries δ back through the next layer, and the next.",
)


def _slopes(examples: int, inputs: int, neurons: int) -> Case:
    return {
        "A": _rng.normal(size=(examples, inputs)),
        "delta": _rng.normal(size=(examples, neurons)),
    }


weight_slopes = Exercise(
    solutions=(lambda A, delta: A.T @ delta,),
    cases=(_slopes(5, 3, 2), _slopes(4, 4, 4), _slopes(3, 2, 1)),
    slips={
        lambda A, delta: delta.T @ A: (
            "These are the right numbers, on their side: ∂C/∂W has the shape (inputs, neurons)."
        ),
        lambda A, delta: A.T @ delta / len(A): (
            "delta is divided by the number of examples already; once is enough."
        ),
        lambda A, delta: -A.T @ delta: (
            "The sign is turned round. Descent subtracts the slopes later, when it takes its step."
        ),
        lambda A, delta: A @ delta: (
            "The sum goes over the examples. They are the rows of both, so A is turned: A.T."
        ),
        lambda A, delta: delta @ A: (
            "The sum goes over the examples, the rows of both: turn A on its side and let it begin."
        ),
        lambda A, delta: delta @ A.T: (
            "A is turned well, but belongs in front: only so the sum goes over the examples."
        ),
        lambda A, delta: A.T * delta: (
            "The asterisk multiplies entry by entry. The sum over the examples needs @."
        ),
        lambda A, delta: A * delta: (
            "Each input meets each δ, summed over the examples: that is a product with @."
        ),
        lambda A, delta: A @ delta.T: (
            "This sums over inputs or neurons. The sum goes over the examples: turn A, not delta."
        ),
        lambda A, delta: delta.sum(axis=0): "These are the slopes of the biases.",
    },
    shows="For each weight: its input times its δ, added up over the examples, as in lesson 4.",
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
