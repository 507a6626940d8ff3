"""Networks against automatic differentiation, against measured slopes, and against one neuron."""

import ast

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from hypothesis import given
from hypothesis import strategies as st
from lessons import ROOT

from helpers import gradient_check, network, neuron

SQUASH = {
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": anp.tanh,
    "relu": lambda z: anp.maximum(z, 0),
}
SIZES = st.lists(st.integers(1, 5), min_size=2, max_size=5)
each_activation = pytest.mark.parametrize("activation", SQUASH)


def independent_cost(layers, X, y, activation):
    """Compute the cost by the textbook formulas, for autograd to differentiate."""
    for W, b in layers[:-1]:
        X = SQUASH[activation](anp.dot(X, W) + b)
    W, b = layers[-1]
    y_hat = SQUASH["sigmoid"](anp.dot(X, W) + b)
    return -anp.mean(y * anp.log(y_hat) + (1 - y) * anp.log(1 - y_hat))


def example(sizes, seed):
    rng = np.random.default_rng(seed)
    layers = [(W, rng.normal(size=b.shape)) for W, b in network.new_network(sizes, rng)]
    return rng.normal(size=(4, sizes[0])), rng.integers(0, 2, (4, sizes[-1])), layers


@each_activation
@given(sizes=SIZES, seed=st.integers(0, 10_000))
def test_cost_and_slopes_are_those_of_automatic_differentiation(activation, sizes, seed):
    X, y, layers = example(sizes, seed)
    assert network.cost(X, y, layers, activation) == pytest.approx(
        independent_cost(layers, X, y, activation), rel=1e-12
    )
    _, slopes = network.backward(X, y, layers, activation)
    expected = grad(independent_cost)(layers, X, y, activation)
    for (dW, db), (W_slope, b_slope) in zip(slopes, expected, strict=True):
        np.testing.assert_allclose(dW, W_slope, rtol=1e-9, atol=1e-14)
        np.testing.assert_allclose(db, b_slope, rtol=1e-9, atol=1e-14)


@given(sizes=SIZES, seed=st.integers(0, 10_000))
def test_slopes_are_the_measured_ones(sizes, seed):
    X, y, layers = example(sizes, seed)
    _, slopes = network.backward(X, y, layers)
    for k, (W, b) in enumerate(layers):

        def cost_of_weights(changed, k=k, b=b):
            return network.cost(X, y, [*layers[:k], (changed, b), *layers[k + 1 :]])

        def cost_of_biases(changed, k=k, W=W):
            return network.cost(X, y, [*layers[:k], (W, changed), *layers[k + 1 :]])

        for found, f, at in zip(slopes[k], (cost_of_weights, cost_of_biases), (W, b), strict=True):
            measured = gradient_check.numerical_gradient(f, at)
            np.testing.assert_allclose(found, measured, rtol=1e-5, atol=1e-9)


@each_activation
def test_a_layer_of_one_neuron_is_the_neuron(activation):
    X, y, [(W, b)] = example((3, 1), 1)
    one = X, y[:, 0], W[:, 0], b[0]
    assert network.cost(X, y, [(W, b)], activation) == neuron.cost(*one, "cross_entropy")
    _, [(dW, db)] = network.backward(X, y, [(W, b)], activation)
    w_slope, b_slope = neuron.gradients(*one, "cross_entropy")
    np.testing.assert_array_equal(dW[:, 0], w_slope)
    np.testing.assert_array_equal(db, [b_slope])


@each_activation
def test_deltas_are_the_slopes_of_the_weighted_inputs(activation):
    X, y, layers = example((2, 4, 3, 2), 2)
    deltas, slopes = network.backward(X, y, layers, activation)
    weighted, fed = network.forward(X, layers, activation)
    assert [d.shape for d in deltas] == [Z.shape for Z in weighted] == [(4, 4), (4, 3), (4, 2)]
    np.testing.assert_array_equal(fed[0], X)
    np.testing.assert_allclose(fed[1], SQUASH[activation](weighted[0]), rtol=1e-14)
    for delta, (_, db) in zip(deltas, slopes, strict=True):
        np.testing.assert_allclose(delta.sum(axis=0), db, rtol=1e-14)


def test_new_weights_have_the_spread_that_is_asked_for_and_follow_the_seed():
    layers = network.new_network((400, 300, 2), np.random.default_rng(0), scale=2.0)
    assert [(W.shape, b.shape) for W, b in layers] == [((400, 300), (300,)), ((300, 2), (2,))]
    assert layers[0][0].std() == pytest.approx(2 / 20, rel=0.02)
    assert layers[0][0].mean() == pytest.approx(0, abs=0.002)
    assert not any(b.any() for _, b in layers)
    plain = network.new_network((400, 300, 2), np.random.default_rng(0))
    np.testing.assert_allclose(layers[0][0], 2 * plain[0][0], rtol=1e-15)


def test_nothing_that_goes_in_is_changed():
    X, y, layers = example((2, 3, 1), 3)
    before = [X.copy(), y.copy(), *(part.copy() for layer in layers for part in layer)]
    network.backward(X, y, layers)
    for kept, now in zip(before, [X, y, *(p for layer in layers for p in layer)], strict=True):
        np.testing.assert_array_equal(kept, now)


def test_layers_that_do_not_fit_are_named_with_their_shapes():
    X, y, layers = example((2, 3, 1), 4)
    with pytest.raises(ValueError, match=r"W \(3, 1\) and b \(1,\) is fed with \(4, 2\); W should"):
        network.forward(X, layers[1:])
    with pytest.raises(ValueError, match=r"W \(2, 3\) and b \(1,\)"):
        network.forward(X, [(layers[0][0], np.zeros(1))])
    with pytest.raises(ValueError, match=r"should have one shape"):
        network.backward(X, y[:, 0], layers)
    with pytest.raises(TypeError, match="^X should hold real numbers"):
        network.forward([["a", "b"]], layers)


def test_a_row_of_numbers_is_told_how_to_become_examples():
    told = r"^X should have the shape \(examples, features\), but has \(2,\); np.reshape\(X, \(-1,"
    layers = example((2, 3, 1), 4)[2]
    with pytest.raises(ValueError, match=told):
        network.forward([1.0, 2.0], layers)
    weighted, _ = network.forward(np.reshape([1.0, 2.0], (1, -1)), layers)
    assert weighted[-1].shape == (1, 1)


@each_activation
def test_lists_are_taken_everywhere(activation):
    X, y, layers = example((2, 3, 1), 6)
    lists = [[W.tolist(), b.tolist()] for W, b in layers]
    found = network.backward(X.tolist(), y.tolist(), lists, activation)
    for part, same in zip(found, network.backward(X, y, layers, activation), strict=True):
        np.testing.assert_array_equal(network.join(*part), network.join(*same))


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
@pytest.mark.parametrize(("k", "place", "name"), [(0, 0, "W of layer 1"), (1, 1, "b of layer 2")])
def test_weights_that_are_not_finite_are_named_with_their_layer(wrong, k, place, name):
    X, y, layers = example((2, 3, 1), 7)
    layers[k][place][..., 0] = wrong
    for call in (network.cost, network.backward):
        with pytest.raises(ValueError, match=f"^{name} should be finite, but holds {wrong} at"):
            call(X, y, layers)


def test_weights_that_are_too_large_are_told_so():
    X, y, layers = example((2, 3, 1), 8)
    with pytest.raises(ValueError, match=r"^Z = A @ W \+ b should be finite.*take smaller weights"):
        network.cost(X, y, [(W * 1e308, b) for W, b in layers])
    steep = [([[1e200]], [0.0])] * 3  # all inputs are 0, so only the way back overflows
    with pytest.raises(ValueError, match="^∂C/∂Z should be finite, but holds inf"):
        network.backward([[0.0]], [[0.0]], steep, "tanh")


SIZES_THAT_ARE_NONE = {
    (2, 0, 1): "each of sizes should be a whole number, 1 or more, but is 0",
    (2, 1.5): "each of sizes should be a whole number, 1 or more, but is 1.5",
    (2, np.nan): "sizes should be finite",
    (2,): "sizes should be a row of two or more counts",
    3: "sizes should be a row of two or more counts",
}


@pytest.mark.parametrize("sizes", SIZES_THAT_ARE_NONE)
def test_sizes_are_two_or_more_counts(sizes):
    for call in (
        lambda: network.new_network(sizes, np.random.default_rng(0)),
        lambda: network.layers_of(np.zeros(3), sizes),
    ):
        with pytest.raises(ValueError, match=f"^{SIZES_THAT_ARE_NONE[sizes]}"):
            call()


def test_what_a_new_network_cannot_be_drawn_with():
    for scale in (0, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match="^scale should be positive and finite"):
            network.new_network((2, 1), np.random.default_rng(0), scale)
    with pytest.raises(ValueError, match="^rng should be a generator of random numbers; np.random"):
        network.new_network((2, 1), 0)
    for layers in (3, None, [], [(1, 2, 3)]):
        with pytest.raises(ValueError, match=r"^layers should be a list of one or more pairs \(W"):
            network.forward([[1.0]], layers)
    with pytest.raises(ValueError, match="^parts should be arrays or layers, but there is none"):
        network.join()


def test_an_unknown_activation_is_told_the_known_ones():
    X, y, layers = example((2, 3, 1), 5)
    for call in (network.forward, network.cost, network.backward):
        arguments = (X, layers) if call is network.forward else (X, y, layers)
        with pytest.raises(ValueError, match="one of sigmoid, tanh, relu, but is 'step'"):
            call(*arguments, "step")


@given(sizes=SIZES, seed=st.integers(0, 10_000))
def test_layers_joined_and_taken_apart_are_the_layers(sizes, seed):
    _, _, layers = example(sizes, seed)
    p = network.join(*layers)
    again = network.layers_of(p, sizes)
    assert p.shape == (sum(W.size + b.size for W, b in layers),)
    assert len(again) == len(layers)
    for layer, same in zip(layers, again, strict=True):
        for part, other in zip(layer, same, strict=True):
            np.testing.assert_array_equal(part, other)
    np.testing.assert_array_equal(p, network.join(*(part for layer in layers for part in layer)))


def test_parts_are_joined_in_their_order_row_by_row_and_keep_their_kind():
    assert network.join(np.array([[1.0, 2.0], [3.0, 4.0]]), [5.0], 6.0).tolist() == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]
    ((W, b),) = network.layers_of(np.array(list("abcdef"), dtype=object), (2, 2))
    assert W.tolist() == [["a", "b"], ["c", "d"]]
    assert b.tolist() == ["e", "f"]


@pytest.mark.parametrize("p", [np.zeros(12), np.zeros(14), np.zeros((13, 1)), 3.0])
def test_a_row_of_the_wrong_length_is_told_the_right_one(p):
    with pytest.raises(ValueError, match=r"shape \(13,\) for layers of the sizes \(2, 3, 1\)"):
        network.layers_of(p, [2, 3, 1])


def test_the_whole_module_is_short():
    text = (ROOT / "helpers/network.py").read_text(encoding="utf-8")
    statements = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)]
    assert len(statements) < 85  # a third of them tell wrong arguments from right ones
