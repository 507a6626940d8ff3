"""The neuron against measured slopes and an independent logistic regression."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.linear_model import LogisticRegression

from helpers.arrays import DivergenceError
from helpers.gradient_check import numerical_gradient
from helpers.neuron import cost, forward, gradients, train

LOSSES = ["quadratic", "cross_entropy"]
each_loss = pytest.mark.parametrize("loss", LOSSES)


@st.composite
def neurons(draw):
    examples, features = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    entries = st.floats(-3, 3)
    return (
        draw(arrays(float, (examples, features), elements=entries)),
        draw(arrays(float, examples, elements=st.floats(0, 1))),
        draw(arrays(float, features, elements=entries)),
        draw(entries),
    )


def overlapping_clouds():
    rng = np.random.default_rng(3)
    y = np.repeat([0.0, 1.0], 40)
    X = rng.normal(size=(80, 2)) + np.outer(y, [1.5, -1.0])
    return X, y


def test_forward_by_hand():
    # z = 1·ln 3 + 0·5 + 0 = ln 3, so ŷ = 3/4
    X = [[np.log(3), 5.0], [0.0, 7.0]]
    np.testing.assert_allclose(forward(X, [1.0, 0.0], 0.0), [0.75, 0.5])
    np.testing.assert_allclose(forward([[0.0]], [2.0], np.log(3)), [0.75])


def test_cost_by_hand():
    X, y = [[np.log(3)], [0.0]], [1.0, 0.0]
    assert cost(X, y, [1.0], 0.0, "quadratic") == pytest.approx((0.25**2 + 0.5**2) / 4)
    assert cost(X, y, [1.0], 0.0, "cross_entropy") == pytest.approx(np.log(8 / 3) / 2)


@each_loss
@given(neuron=neurons())
def test_gradients_are_the_measured_ones(loss, neuron):
    X, y, w, b = neuron
    dw, db = gradients(X, y, w, b, loss)
    measured_dw = numerical_gradient(lambda v: cost(X, y, v, b, loss), w)
    measured_db = numerical_gradient(lambda v: cost(X, y, w, v, loss), b)
    np.testing.assert_allclose(dw, measured_dw, atol=1e-8)
    np.testing.assert_allclose(db, measured_db, atol=1e-8)
    assert dw.shape == w.shape
    assert np.shape(db) == ()


def test_training_arrives_where_an_independent_logistic_regression_arrives():
    X, y = overlapping_clouds()
    reference = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(X, y)
    trained = train(X, y, [0.0, 0.0], 0.0, 1.0, 3000, "cross_entropy")
    np.testing.assert_allclose(trained.w[-1], reference.coef_[0], rtol=1e-4)
    np.testing.assert_allclose(trained.b[-1], reference.intercept_[0], rtol=1e-4)


@each_loss
def test_each_epoch_is_one_step_down_the_gradient(loss):
    X, y = overlapping_clouds()
    trained = train(X, y, [0.5, 0.5], -1.0, 0.3, 2, loss)
    assert (trained.w.shape, trained.b.shape, trained.cost.shape) == ((3, 2), (3,), (3,))
    np.testing.assert_array_equal(trained.w[0], [0.5, 0.5])
    assert trained.b[0] == -1.0
    for epoch in range(2):
        dw, db = gradients(X, y, trained.w[epoch], trained.b[epoch], loss)
        np.testing.assert_allclose(trained.w[epoch + 1], trained.w[epoch] - 0.3 * dw)
        np.testing.assert_allclose(trained.b[epoch + 1], trained.b[epoch] - 0.3 * db)
    for epoch in range(3):
        w, b = trained.w[epoch], trained.b[epoch]
        assert trained.cost[epoch] == pytest.approx(cost(X, y, w, b, loss))


def test_the_quadratic_loss_is_the_default():
    X, y = overlapping_clouds()
    default = train(X, y, [0.5, 0.5], 0.0, 0.3, 3)
    np.testing.assert_array_equal(default.w, train(X, y, [0.5, 0.5], 0.0, 0.3, 3, "quadratic").w)


def test_batches_pass_over_every_example_once_an_epoch():
    # far out on a flat output the gradient of cross-entropy in b is −1/batch per example
    X, y = np.zeros((7, 1)), np.ones(7)
    trained = train(X, y, [0.0], -800.0, 1.0, 2, "cross_entropy", 3, np.random.default_rng(0))
    np.testing.assert_allclose(np.diff(trained.b), [3, 3])  # batches of 3, 3 and 1: one each
    X = np.diag(np.arange(1.0, 8.0))
    trained = train(X, y, np.zeros(7), -800.0, 1.0, 1, "cross_entropy", 1, np.random.default_rng(0))
    np.testing.assert_allclose(trained.w[1], np.arange(1.0, 8.0))


def test_batches_are_drawn_anew_each_epoch_and_the_same_for_the_same_seed():
    X, y = overlapping_clouds()

    def run(seed):
        return train(X, y, [0, 0], 0, 0.5, 3, batch_size=16, rng=np.random.default_rng(seed))

    np.testing.assert_array_equal(run(1).w, run(1).w)
    assert not np.allclose(run(1).w[1], run(2).w[1])

    drawn = run(1)
    first_steps = drawn.w[1] - drawn.w[0], drawn.w[2] - drawn.w[1]
    repeated = train(
        X, y, drawn.w[1], drawn.b[1], 0.5, 1, batch_size=16, rng=np.random.default_rng(1)
    )
    assert not np.allclose(first_steps[1], repeated.w[1] - repeated.w[0], rtol=0, atol=1e-12)


def test_one_batch_of_everything_is_plain_descent():
    X, y = overlapping_clouds()
    plain = train(X, y, [0, 0], 0, 0.5, 3)
    batch = train(X, y, [0, 0], 0, 0.5, 3, batch_size=80, rng=np.random.default_rng(0))
    np.testing.assert_allclose(batch.w, plain.w)


def test_training_leaves_its_arguments_alone():
    X, y = overlapping_clouds()
    w = np.array([0.5, 0.5])
    copies = X.copy(), y.copy(), w.copy()
    train(X, y, w, 0.0, 0.5, 2)
    for original, copy in zip((X, y, w), copies, strict=True):
        np.testing.assert_array_equal(original, copy)


def test_no_epochs_is_the_start_alone():
    trained = train([[1.0]], [1.0], [2.0], 3.0, 0.1, 0)
    assert trained.w.tolist() == [[2.0]]
    assert trained.b.tolist() == [3.0]


@pytest.mark.parametrize(
    ("X", "w", "b"), [([1.0, 2.0], [1.0], 0.0), ([[1.0, 2.0]], [1.0], 0.0), ([[1.0]], [1.0], [0.0])]
)
def test_shapes_that_do_not_fit_are_all_named(X, w, b):
    way_out = r"np.reshape\(X, \(-1, 1\)\) makes one" if np.ndim(X) == 1 else "give one weight for"
    message = rf"^X, w and b should .* have \({len(X)}.*\), \(1,\) and .*; {way_out}"
    with pytest.raises(ValueError, match=message):
        forward(X, w, b)


def test_targets_must_fit_the_outputs():
    with pytest.raises(ValueError, match=r"z has \(1,\) and y has \(2,\)"):
        cost([[1.0]], [1, 0], [1.0], 0.0, "cross_entropy")
    with pytest.raises(ValueError, match=r"y_hat has \(1,\) and y has \(2,\)"):
        gradients([[1.0]], [1, 0], [1.0], 0.0, "quadratic")


def test_an_unknown_loss_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="one of quadratic, cross_entropy, but is 'mse'"):
        cost([[1.0]], [1], [1.0], 0.0, "mse")
    with pytest.raises(ValueError, match="one of quadratic, cross_entropy, but is 'mse'"):
        gradients([[1.0]], [1], [1.0], 0.0, "mse")


@pytest.mark.parametrize("size", [0, -1, 1.5])
def test_a_batch_needs_an_example(size):
    message = f"^batch_size should be a whole number, 1 or more, but is {size}; 100 would do"
    with pytest.raises(ValueError, match=message):
        train([[1.0]], [1], [1.0], 0.0, 0.1, 1, batch_size=size, rng=np.random.default_rng(0))


def test_batches_need_a_seeded_generator():
    with pytest.raises(
        ValueError, match=r"^batches are drawn at random: pass rng=np.random.default_rng\(seed\)$"
    ):
        train([[1.0]], [1], [1.0], 0.0, 0.1, 1, batch_size=1)
    with pytest.raises(ValueError, match="pass rng=np.random.default_rng"):
        train([[1.0]], [1], [1.0], 0.0, 0.1, 1, batch_size=1, rng=3)
    train([[1.0]], [1], [1.0], 0.0, 0.1, 1, batch_size=1, rng=np.random.default_rng(0))


@pytest.mark.parametrize("name", ["X", "w", "b"])
def test_a_neuron_wants_real_numbers(name):
    arguments = {"X": [[1.0]], "w": [1.0], "b": 0.0} | {name: "word"}
    with pytest.raises(TypeError, match=f"^{name} should hold real numbers"):
        forward(**arguments)


@pytest.mark.parametrize("name", ["X", "y", "w", "b"])
def test_training_wants_real_numbers(name):
    arguments = {"X": [[1.0]], "y": [1.0], "w": [1.0], "b": 0.0} | {name: "word"}
    with pytest.raises(TypeError, match=f"^{name} should hold real numbers"):
        train(**arguments, learning_rate=0.1, epochs=1)


@pytest.mark.parametrize("rate", [np.nan, np.inf, -0.5, 0])
def test_a_rate_that_is_no_rate_is_refused(rate):
    message = f"^learning_rate should be positive and finite, but is {rate}; 0.1 is a good start$"
    with pytest.raises(ValueError, match=message):
        train([[1.0]], [1], [1.0], 0.0, rate, 1)


@pytest.mark.parametrize("epochs", [-3, 2.5])
def test_epochs_that_cannot_be_counted_are_refused(epochs):
    message = f"^epochs should be a whole number, 0 or more, but is {epochs}; 100 would do$"
    with pytest.raises(ValueError, match=message):
        train([[1.0]], [1], [1.0], 0.0, 0.1, epochs)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
@pytest.mark.parametrize("name", ["X", "y", "w", "b"])
def test_training_wants_finite_numbers(name, wrong):
    good = {"X": [[1.0], [2.0]], "y": [1.0, 0.0], "w": [1.0], "b": 0.0}
    bad = {"X": [[1.0], [wrong]], "y": [1.0, wrong], "w": [wrong], "b": wrong}
    place = {"X": " at index 1, 0", "y": " at index 1", "w": " at index 0", "b": ""}[name]
    message = f"^{name} should be finite, but holds {wrong}{place}; leave that out, or look"
    with pytest.raises(ValueError, match=message):
        train(**good | {name: bad[name]}, learning_rate=0.1, epochs=1)


@pytest.mark.parametrize("call", [forward, lambda *a: cost(a[0], [1, 0], *a[1:], "quadratic")])
def test_a_neuron_wants_finite_numbers(call):
    with pytest.raises(ValueError, match="^X should be finite, but holds nan at index 1, 0; leave"):
        call([[1.0], [np.nan]], [1.0], 0.0)
    with pytest.raises(
        ValueError, match=r"^X @ w \+ b should be finite, but X .* 1e\+200 and w to 1e"
    ):
        call([[1e200], [1.0]], [1e200], 0.0)


@each_loss
def test_a_training_that_leaves_the_floats_says_where_and_keeps_its_finite_part(loss):
    X, y = [[4.0], [-4.0]], [1.0, 0.0]
    with pytest.raises(DivergenceError) as caught:
        train(X, y, [0.0], 0.0, 1.5e308, 50, loss)
    run = caught.value.path
    assert np.all(np.isfinite([*run.w[:, 0], *run.b, *run.cost]))
    np.testing.assert_array_equal(run.w[0], [0.0])
    epoch = len(run.cost)
    assert str(caught.value) == (
        f"Epoch {epoch} leaves the finite numbers. The last finite cost is {run.cost[-1]:.6g}, at "
        f"w = [{run.w[-1, 0]:g}], b = {run.b[-1]:.6g}; the learning rate 1.5e+308 is probably too "
        "large: try 0.1."
    )


def test_data_far_out_of_scale_are_named_as_the_cause():
    X, y = [[1e160], [-3.0]], [0.0, 0.0]
    with pytest.raises(
        DivergenceError, match=r"; X holds numbers as large as 1e\+160: standardise"
    ):
        train(X, y, [0.0], 0.0, 1.0, 50, "cross_entropy")


def test_a_training_that_diverges_but_stays_finite_is_shown():
    X, y = overlapping_clouds()
    run = train(X, y, [0.0, 0.0], 0.0, 1e9, 20, "cross_entropy")
    assert run.cost[-1] > 1e6
    assert np.all(np.isfinite(run.cost))


def test_an_epoch_of_batches_that_leaves_the_floats_is_named():
    with pytest.raises(DivergenceError, match="^Epoch 1 leaves the finite numbers"):
        train(
            [[4.0], [-4.0]], [1.0, 0.0], [0.5], 0.0, 1.7e308, 5, "cross_entropy", 1,
            np.random.default_rng(0),
        )  # fmt: skip
