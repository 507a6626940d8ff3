"""Cost functions against mpmath sums and measured slopes."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers import losses

OUTPUTS = {
    "mean_squared_error": lambda o, t: (o - t) ** 2,
    "quadratic_cost": lambda o, t: (o - t) ** 2 / 2,
    "binary_cross_entropy": lambda o, t: -t * mpmath.log(o) - (1 - t) * mpmath.log(1 - o),
    "binary_cross_entropy_from_z": lambda z, t: (
        t * mpmath.log(1 + mpmath.exp(-z)) + (1 - t) * mpmath.log(1 + mpmath.exp(z))
    ),
}
GRADIENTS = [f"{name}_gradient" for name in OUTPUTS if name != "binary_cross_entropy"]
each = pytest.mark.parametrize("name", [*OUTPUTS, *GRADIENTS])


@st.composite
def outputs_and_targets(draw):
    size = draw(st.integers(1, 6))
    outputs = draw(arrays(float, size, elements=st.floats(1e-6, 1 - 1e-6)))
    return outputs, draw(arrays(float, size, elements=st.floats(0, 1)))


@pytest.mark.parametrize("name", OUTPUTS)
@given(data=outputs_and_targets())
def test_cost_is_the_mean_of_the_exact_losses(name, data):
    with mpmath.workdps(50):
        terms = [OUTPUTS[name](mpmath.mpf(o), mpmath.mpf(t)) for o, t in zip(*data, strict=True)]
        exact = float(mpmath.fsum(terms) / len(terms))
    assert getattr(losses, name)(*data) == pytest.approx(exact, rel=1e-12, abs=1e-30)


@pytest.mark.parametrize("name", GRADIENTS)
@given(data=outputs_and_targets())
def test_gradient_is_the_exact_slope_over_n(name, data):
    cost = OUTPUTS[name.removesuffix("_gradient")]
    with mpmath.workdps(50):
        exact = [
            float(mpmath.diff(lambda v, t=t: cost(v, t), mpmath.mpf(o)) / len(data[0]))
            for o, t in zip(*(map(mpmath.mpf, part) for part in data), strict=True)
        ]
    np.testing.assert_allclose(getattr(losses, name)(*data), exact, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("z", [-1e4, -800.0, -40.0, 40.0, 800.0, 1e4])
@pytest.mark.parametrize("y", [0.0, 0.25, 1.0])
def test_cross_entropy_from_z_is_exact_far_out(z, y):
    with mpmath.workdps(9000):
        exact = OUTPUTS["binary_cross_entropy_from_z"](mpmath.mpf(z), mpmath.mpf(y))
        slope = 1 / (1 + mpmath.exp(-mpmath.mpf(z))) - mpmath.mpf(y)
    cost = losses.binary_cross_entropy_from_z([z], [y])
    gradient = losses.binary_cross_entropy_from_z_gradient([z], [y])
    assert cost == pytest.approx(float(exact), rel=1e-14, abs=0)
    assert gradient == pytest.approx([float(slope)], rel=1e-14, abs=0)


def test_certain_outputs():
    assert losses.binary_cross_entropy([0, 1], [0, 1]) == 0
    assert losses.binary_cross_entropy([0], [1]) == np.inf
    assert losses.binary_cross_entropy([1], [0]) == np.inf
    np.testing.assert_array_equal(
        losses.binary_cross_entropy_from_z_gradient([-np.inf, np.inf], [1, 1]), [-0.5, 0]
    )
    assert losses.binary_cross_entropy_from_z([-np.inf, np.inf], [0, 1]) == 0


@pytest.mark.parametrize("y", [0.0, 1.0])
def test_the_smallest_output_warns_of_nothing(y):
    assert np.isfinite(losses.binary_cross_entropy([5e-324], [y]))


@each
def test_matrices_are_averaged_over_every_entry(name):
    function = getattr(losses, name)
    outputs, targets = np.array([[0.2, 0.9], [0.6, 0.4]]), np.array([[0, 1], [1, 0]])
    flat = function(outputs.ravel(), targets.ravel())
    np.testing.assert_array_equal(np.ravel(function(outputs, targets)), flat)
    assert np.shape(function(outputs, targets)) == (outputs.shape if name in GRADIENTS else ())


@each
def test_nan_stays_nan(name):
    if name == "binary_cross_entropy":
        with pytest.raises(ValueError, match="y_hat should lie between 0 and 1, but holds nan"):
            getattr(losses, name)([np.nan], [1])
    else:
        assert np.isnan(getattr(losses, name)([np.nan], [1]))


@each
def test_shapes_that_differ_are_both_named(name):
    first = "z" if "from_z" in name else "y_hat"
    message = (
        rf"^{first} and y should have one shape, but {first} has \(3,\) and y has \(3, 1\); re"
    )
    with pytest.raises(ValueError, match=message):
        getattr(losses, name)([0.5] * 3, [[1]] * 3)


@each
def test_nothing_has_no_mean(name):
    first = "z" if "from_z" in name else "y_hat"
    with pytest.raises(ValueError, match=f"^{first} and y are empty; give at least one"):
        getattr(losses, name)([], [])


@each
@pytest.mark.parametrize(
    ("wrong", "shown"),
    [(-0.5, "-0.5"), (1.5, "1.5"), (np.nan, "nan"), (1.0000001, "1.0000001"), (-1e-9, "-1e-09")],
)
def test_targets_outside_0_and_1_are_refused(name, wrong, shown):
    message = f"^y should lie between 0 and 1, but holds {shown}; rescale y"
    with pytest.raises(ValueError, match=message):
        getattr(losses, name)([0.5, 0.5], [1, wrong])


@pytest.mark.parametrize("wrong", [-0.5, 1.5])
def test_outputs_outside_0_and_1_are_refused(wrong):
    message = f"^y_hat should lie between 0 and 1, but holds {wrong}; rescale y_hat"
    with pytest.raises(ValueError, match=message):
        losses.binary_cross_entropy([0.5, wrong], [1, 0])


@each
def test_anything_but_real_numbers_is_refused(name):
    first = "z" if "from_z" in name else "y_hat"
    with pytest.raises(TypeError, match=f"^{first} should hold real numbers, but holds complex"):
        getattr(losses, name)([1j], [1])
    with pytest.raises(
        TypeError, match="^y should hold real numbers, but holds 'cat'; give each entry a number"
    ):
        getattr(losses, name)([1], ["cat"])
