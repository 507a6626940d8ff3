"""Whatever the mathematics is handed: the right result, or an error that says what to do.

The tables hold every public function of the mathematics with arguments that will do. Each argument
is then replaced by another form of the same numbers, by emptiness, and by what is no number at all.
"""

import importlib
import inspect
import re
import tempfile
import warnings
from copy import deepcopy
from dataclasses import is_dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers.arrays import DivergenceError
from helpers.data import load_csv

MODULES = ("activations", "losses", "gradient_check", "descent", "neuron", "network", "data")
FOLDER = tempfile.TemporaryDirectory()
FILE = Path(FOLDER.name) / "own.csv"
FILE.write_text("x,z,kind\n" + "".join(f"{i},{i * i},{'ab'[i % 2]}\n" for i in range(120)))


# A warning of a function that the learner hands over is the learner's own, and comes through.
@np.errstate(all="ignore")
def cube(x):
    return x**3


@np.errstate(all="ignore")
def height(x):
    return np.sum(np.cosh(x))


def curvature(x):
    return np.diag(np.cosh(x)) if np.ndim(x) else np.cosh(x)


def way(gradient, steps):
    return FUNCTIONS["descent.gradient_descent"](gradient, [1.0, 2.0, 3.0], 0.5, steps)


FUNCTIONS = {
    f"{module}.{name}": value
    for module in MODULES
    for name, value in vars(importlib.import_module(f"helpers.{module}")).items()
    if inspect.isfunction(inspect.unwrap(value))
    and not name.startswith("_")
    and name in getattr(importlib.import_module(f"helpers.{module}"), "__all__", [name])
    and f"{value.__module__}.".startswith(f"helpers.{module}.")
}
Z = [-2.0, 0.5, 3.0]
SHARES = [0.25, 1.0, 0.5]
TARGETS = [0.0, 1.0, 1.0]
OF_Z = {"z": Z}
OF_OUTPUTS = {"y_hat": SHARES, "y": TARGETS}
DIFFERENCE = {"f": cube, "x": Z, "step": [0.5, 0.25, 1.0]}
NEURON = {"X": [[1.0, 2.0], [-3.0, 0.5], [0.25, -1.0]], "w": [0.5, -1.0], "b": 0.25}
TAUGHT = NEURON | {"y": TARGETS, "loss": "cross_entropy"}
LAYERS = (([[0.5, -1.0], [0.25, 2.0]], [0.0, 1.0]), ([[1.0], [-2.0]], [0.5]))
NETWORK = {"X": NEURON["X"], "layers": LAYERS, "activation": "tanh"}
ROWS = {
    "path": FILE, "features": ("x", "z"), "target": "kind", "classes": ("a", "b"),
}  # fmt: skip
ARGUMENTS = {
    "activations.sigmoid": OF_Z,
    "activations.sigmoid_derivative": OF_Z,
    "activations.tanh": OF_Z,
    "activations.tanh_derivative": OF_Z,
    "activations.relu": OF_Z,
    "activations.relu_derivative": OF_Z,
    "losses.mean_squared_error": OF_OUTPUTS,
    "losses.mean_squared_error_gradient": OF_OUTPUTS,
    "losses.quadratic_cost": OF_OUTPUTS,
    "losses.quadratic_cost_gradient": OF_OUTPUTS,
    "losses.binary_cross_entropy": OF_OUTPUTS,
    "losses.binary_cross_entropy_from_z": {"z": Z, "y": TARGETS},
    "losses.binary_cross_entropy_from_z_gradient": {"z": Z, "y": TARGETS},
    "gradient_check.forward_difference": DIFFERENCE,
    "gradient_check.central_difference": DIFFERENCE,
    "gradient_check.numerical_gradient": {"f": height, "x": Z, "step": 0.25},
    "gradient_check.relative_error": {"analytic": Z, "numerical": SHARES},
    "descent.gradient_descent": {
        "gradient": np.sinh, "start": Z, "learning_rate": 0.125, "steps": 3,
    },
    "descent.descent_with_momentum": {
        "gradient": np.sinh, "start": Z, "learning_rate": 0.125, "beta": 0.5, "steps": 3,
    },
    "descent.newton": {"gradient": np.sinh, "curvature": curvature, "start": Z, "steps": 2},
    "descent.backtracking_line_search": {
        "f": height, "gradient": np.sinh, "start": Z, "steps": 2, "learning_rate": 1.0,
        "shrink": 0.5,
    },
    "descent.grid_search": {"f": height, "candidates": NEURON["X"]},
    "descent.price": {"way": way, "functions": [np.sinh], "lowest": [0.0, 0.0, 0.0], "near": 0.5,
              "most": 20},
    "neuron.forward": NEURON,
    "neuron.cost": TAUGHT,
    "neuron.gradients": TAUGHT,
    "neuron.train": TAUGHT | {
        "learning_rate": 0.5, "epochs": 2, "batch_size": 2, "rng": np.random.default_rng(0),
    },
    "network.new_network": {"sizes": (2, 3, 1), "rng": np.random.default_rng(0), "scale": 2.0},
    "network.forward": NETWORK,
    "network.cost": NETWORK | {"y": [[0.0], [1.0], [1.0]]},
    "network.backward": NETWORK | {"y": [[0.0], [1.0], [1.0]]},
    "network.join": {"parts": LAYERS},
    "network.layers_of": {"p": tuple(range(13)), "sizes": (2, 3, 1)},
    "data.load_csv": ROWS | {
        "most": 100, "header": None, "encoding": None, "decimal": None, "gaps": ("?",),
    },
    "data.two_classes": ROWS,
    "data.split_report": {"table": load_csv(**ROWS)} | {
        part: tuple(i % 3 == k for i in range(120))
        for k, part in enumerate(("training", "validation", "test"))
    },
    "data.one_row": {"table": load_csv(**ROWS), "new_row": (46.0, 17.5)},
}  # fmt: skip
COUNTS = {"steps", "epochs", "most", "sizes"}
LEARNERS_OWN = {"way", "functions", "table"}  # whatever these do is not for us to judge
each_argument = pytest.mark.parametrize(
    ("name", "argument"),
    [
        (name, argument)
        for name in ARGUMENTS
        for argument in sorted(ARGUMENTS[name].keys() - LEARNERS_OWN)
    ],
)
ARRAYS = [
    (name, argument)
    for name, arguments in ARGUMENTS.items()
    for argument, value in arguments.items()
    if isinstance(value, list) and argument not in LEARNERS_OWN
]
each_array = pytest.mark.parametrize(("name", "argument"), ARRAYS)


def call(name, **replaced):
    """Return the result as one list of arrays, of copies of the arguments."""
    arguments = deepcopy(ARGUMENTS[name]) | replaced
    parts = arguments.pop("parts", ())
    result = FUNCTIONS[name](*(parts if isinstance(parts, tuple) else [parts]), **arguments)
    return list(map(np.asarray, parts_of(result)))


def parts_of(result):
    if isinstance(result, list | tuple):
        return [part for inner in result for part in parts_of(inner)]
    return parts_of([*vars(result).values()]) if is_dataclass(result) else [result]


def test_every_public_function_is_in_the_table_with_all_its_arguments():
    assert set(FUNCTIONS) == set(ARGUMENTS)
    for name, function in FUNCTIONS.items():
        assert set(ARGUMENTS[name]) == set(inspect.signature(function).parameters), name


def strided(array):
    wide = np.full(tuple(2 * n for n in array.shape), np.nan)
    view = wide[(slice(None, None, 2),) * array.ndim]
    view[...] = array
    return view


def read_only(array):
    array.flags.writeable = False
    return array


def framed(array):
    kind = {1: pd.Series, 2: pd.DataFrame}[array.ndim]
    return kind(array, index=["b", "a", "a"][: len(array)])


FORMS = {
    "list": lambda a: a.tolist(),
    "tuple": lambda a: tuple(map(tuple, a)) if a.ndim == 2 else tuple(a),
    "float32": lambda a: a.astype(np.float32),
    "float16": lambda a: a.astype(np.float16),
    "ints": lambda a: np.rint(a).astype(int),
    "small ints": lambda a: np.rint(a).astype(np.int8),
    "Python ints": lambda a: np.rint(a).astype(int).tolist(),
    "bools": lambda a: a > 0,
    "long floats": lambda a: a.astype(np.longdouble),
    "other byte order": lambda a: a.astype(">f8"),
    "Fortran order": np.asfortranarray,
    "strided": strided,
    "backwards": lambda a: a[::-1].copy()[::-1],
    "read-only": read_only,
    "pandas": framed,
    "broadcast": lambda a: np.broadcast_to(a[:1], a.shape),
    "scalars": lambda a: [np.float32(x) for x in a] if a.ndim == 1 else list(a),
}


@each_array
@settings(max_examples=40)
@given(form=st.sampled_from(sorted(FORMS)), data=st.data())
def test_another_form_of_the_same_numbers_gives_the_same(name, argument, form, data):
    good = np.array(ARGUMENTS[name][argument])
    low, high = (0, 1) if argument in {"y", "y_hat"} else (-3, 3)
    low = 0.5 if argument == "step" else low
    values = data.draw(arrays(float, good.shape, elements=st.floats(low, high, width=16)))
    handed = FORMS[form](values)
    if argument == "step":
        handed = np.maximum(handed, type(np.asarray(handed).flat[0])(1))  # bools and ints may be 0
    plain = np.array(handed, dtype=float)
    seeds = {"rng": np.random.default_rng(1)}, {"rng": np.random.default_rng(1)}
    first, second = seeds if name == "neuron.train" else ({}, {})
    kept = deepcopy(handed)
    with np.errstate(all="raise"):  # what a helper knows how to deal with, it deals with silently
        got = call(name, **{argument: handed}, **first)
    for part, right in zip(got, call(name, **{argument: plain}, **second), strict=True):
        np.testing.assert_array_equal(part, right)
        assert part.dtype.kind in "fiO"
    np.testing.assert_array_equal(np.asarray(handed), np.asarray(kept))


@pytest.mark.parametrize(
    "name", [n for n in ARGUMENTS if "z" in ARGUMENTS[n] or "y_hat" in ARGUMENTS[n]]
)
def test_columns_are_as_good_as_rows(name):
    columns = {
        argument: np.array(value)[:, None] if isinstance(value, list) else value
        for argument, value in ARGUMENTS[name].items()
    }
    for part, right in zip(call(name, **columns), call(name), strict=True):
        np.testing.assert_array_equal(np.ravel(part), np.ravel(right))
        assert part.shape == (right.shape and (3, 1))


# arguments of one number too few or too many dimensions, and what is said
SHAPES = {
    ("losses.mean_squared_error", "y"): "y_hat and y should have one shape",
    ("gradient_check.relative_error", "numerical"): "analytic and numerical should have one shape",
    ("neuron.forward", "X"): "X, w and b should have shapes",
    ("neuron.forward", "w"): "X, w and b should have shapes",
    ("neuron.forward", "b"): "X, w and b should have shapes",
    ("neuron.train", "y"): "z and y should have one shape",
    ("descent.gradient_descent", "learning_rate"): "learning_rate should be one number",
    ("descent.gradient_descent", "steps"): "steps should be one number",
    ("descent.descent_with_momentum", "beta"): "beta should be one number",
    ("descent.backtracking_line_search", "shrink"): "shrink should be one number",
    ("gradient_check.numerical_gradient", "step"): "step should be one number",
    ("descent.newton", "start"): "start should be a number or a vector",
    ("descent.price", "near"): "near should be one number",
    ("network.cost", "y"): "z and y should have one shape",
    ("network.new_network", "scale"): "scale should be one number",
    ("data.load_csv", "most"): "most should be one number",
}


@pytest.mark.parametrize(("name", "argument"), SHAPES)
def test_a_column_where_none_belongs_is_refused(name, argument):
    column = np.array(ARGUMENTS[name][argument])[..., None]
    with pytest.raises(ValueError, match=f"^{SHAPES[name, argument]}.*; "):
        call(name, **{argument: column})


EMPTY = {
    "gradient_check.relative_error": "analytic and numerical are empty; give at least one",
    "descent.grid_search": "candidates should hold at least one point, but is empty; give a grid",
    "neuron.cost": "z and y are empty; give at least one",
    "neuron.gradients": "z and y are empty; give at least one",
    "neuron.train": "z and y are empty; give at least one",
} | {
    n: "(z|y_hat) and y are empty; give at"
    for n in ARGUMENTS
    if "y" in ARGUMENTS[n] and not n.startswith("neuron.")
}


# a way has its own start
@pytest.mark.parametrize("name", sorted({name for name, _ in ARRAYS} - {"descent.price"}))
def test_emptiness_is_kept_or_refused(name):
    empty = {
        argument: np.zeros((0, *np.shape(value)[1:]))
        for argument, value in ARGUMENTS[name].items()
        if isinstance(value, list) and argument != "w"
    }
    if name in EMPTY:
        with pytest.raises(ValueError, match=f"^{EMPTY[name]}"):
            call(name, **empty)
    else:
        assert {result.size for result in call(name, **empty)} == {0}


NO_NUMBERS = {
    "masked": (np.ma.masked_array(np.ones(3), [0, 1, 0]), "is masked, and its mask would be lost"),
    "masked, with nothing under the mask": (np.ma.masked_array(np.ones(3)), "is masked"),
    "masked rows": ([np.ma.masked_array([1.0], [1])] * 3, "is masked"),
    "one masked number": (np.ma.masked, "is masked"),
    "None": (None, "holds None; a function that ends without return"),
    "gaps": ([1.0, None, 2.0], "holds None; give each entry a number"),
    "words": (["cat", "dog", "1"], "holds 'cat'; give each entry a number, such as 0 and 1"),
    "numbers as text": (["1", "0", "1"], r"holds text; convert it first, with np.asarray\(%s, dty"),
    "fractions": ([Fraction(1, 3)] * 3, "holds objects; convert it first"),
    "complex numbers": ([1j, 1.0, 0.0], r"holds complex ones; take np.real\(%s\), if their"),
    "rows of different lengths": ([[1.0], [1.0, 2.0]], "holds rows of different lengths; give"),
    "a generator": ((x for x in "ab"), "holds something of the type generator; give a number"),
    "a set": ({1.0}, r"holds something \{1.0\}; give a number, a list or an array"),
    "a function": (cube, "holds something of the type function; give a number"),
    "dates": (np.array(["2020-01-01"], "M8[D]"), r"holds datetime64\[D\]; compute numbers of it"),
    "a table with words": (pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}), "holds 'x'; give each"),
    "a number too long": ([10**400], "holds a?.*; give each entry a number"),
}  # fmt: skip


@pytest.mark.parametrize(("wrong", "told"), NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_what_holds_no_real_numbers_is_refused_with_a_way_out(wrong, told):
    for name, argument in ARRAYS:
        message = told.replace("%s", argument)
        with pytest.raises(TypeError, match=f"^{argument} should hold real numbers, but {message}"):
            call(name, **{argument: wrong})


FINITE = [
    (name, argument)
    for name, arguments in ARGUMENTS.items()
    for argument, value in arguments.items()
    if isinstance(value, float | list) and argument not in {"functions", "candidates"}
    and (argument not in {"z", "y_hat"})
]  # fmt: skip


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_are_refused_where_they_mean_nothing(wrong):
    for name, argument in FINITE:
        bad = np.array(ARGUMENTS[name][argument])
        bad[(-1,) * bad.ndim] = wrong
        told = f"(be finite|be positive and finite|lie between 0 and 1), but (is|holds) {wrong}"
        with pytest.raises(ValueError, match=f"^{argument} should {told}.*; "):
            call(name, **{argument: bad})


OURS = re.compile(
    r"(?s)[\w ,@+()∂/=.]+ (should|are) .*; .+|there is no file .*; .+|batches are drawn|"
    r"\S+ (is a folder|has no|is no text|is empty).*; .+|(Step|Epoch) \d+ .*; .+|"
    r"loss should be one of quadratic, cross_entropy, but is .+"
)
numbers = st.floats(width=64) | st.integers(-5, 5) | st.booleans() | st.integers()
anything = st.one_of(
    numbers,
    st.none(),
    st.text(max_size=3),
    st.binary(max_size=3),
    st.complex_numbers(),
    st.lists(numbers, max_size=4),
    st.lists(st.lists(numbers, min_size=2, max_size=2), max_size=3),
    st.lists(st.none() | st.text(max_size=2) | numbers, max_size=3),
    st.dictionaries(st.text(max_size=2), numbers, max_size=2),
    arrays(st.sampled_from([float, "f2", "f4", ">f8", int, "u1", bool]), st.sampled_from(
        [(), (0,), (1,), (3,), (3, 1), (3, 2), (0, 2), (2, 2, 2)]
    )),
)  # fmt: skip


@each_argument
@settings(max_examples=40)
@given(junk=anything)
def test_anything_gives_a_result_or_an_error_of_ours_and_never_a_warning(name, argument, junk):
    assume(argument not in COUNTS or not is_large(junk))  # millions of steps take their time
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        said = error_of(name, **{argument: junk})
    assert said is None or OURS.match(said)


def error_of(name, **replaced):
    try:
        call(name, **replaced)
    except (TypeError, ValueError, DivergenceError, FileNotFoundError, KeyError) as error:
        return str(error)


def is_large(junk):
    try:
        return bool(np.max(np.asarray(junk, dtype=float), initial=0) > 1000)
    except (TypeError, ValueError, OverflowError):
        return False
