"""Answers to the exercises of lesson 04, and what is special to them."""

import numpy as np
import pytest
from lessons import path_of, prose
from scipy.special import expit

from helpers.exercises.lesson_04 import backward, broken, mended, numerical_gradient


def by_loop(X, y, w, b, ready=lambda s: s * (1 - s)):
    """Add up the gradient example by example, with no product of matrices."""
    total = np.zeros(len(w) + 1)
    for row, target in zip(X, y, strict=True):
        s = expit(np.dot(row, w) + b)
        total += (s - target) * ready(s) * np.append(row, 1.0)
    return total / len(y)


def with_a_column_of_ones(X, y, w, b):
    A = np.column_stack([X, np.ones(len(y))])
    s = expit(A @ np.append(w, b))
    return np.mean(((s - y) * s * (1 - s))[:, None] * A, axis=0)


def numerical_gradient_in_place(f, p, step):
    slopes = np.zeros(len(p))
    for k in range(len(p)):
        nudged = p.copy()
        nudged[k] = p[k] + step
        above = f(nudged)
        nudged[k] = p[k] - step
        slopes[k] = (above - f(nudged)) / step / 2
    return slopes


def numerical_gradient_as_a_list(f, p, step):
    nudges = np.diag(np.full(p.size, step))
    return [(f(p + nudge) / 2 - f(p - nudge) / 2) / step for nudge in nudges]


OTHER_RIGHT_ANSWERS = {
    "backward": [by_loop, with_a_column_of_ones],
    "mended": [by_loop, with_a_column_of_ones],
    "numerical_gradient": [numerical_gradient_in_place, numerical_gradient_as_a_list],
}
WRONG_TYPES = {name: lambda X, y, w, b: (w, "b") for name in ("backward", "mended")} | {
    "numerical_gradient": lambda f, p, step: "a gradient"
}
WRONG_SHAPES = {name: lambda X, y, w, b: w for name in ("backward", "mended")} | {
    "numerical_gradient": lambda f, p, step: np.zeros((len(p), len(p)))
}


@pytest.mark.parametrize("exercise", [backward, mended])
def test_a_wrong_guess_of_the_right_shape_is_not_right(exercise):
    assert exercise.check(lambda X, y, w, b: np.ones(len(w) + 1)).state == "Not yet"


def hint(exercise, answer):
    """Return the last line of what is said to an answer that is not right."""
    verdict = exercise.check(answer)
    assert verdict.state == "Not yet"
    return verdict.message.splitlines()[-1]


def joined(delta):
    """Return the backward pass that a learner makes of z, of ŷ and of the targets."""

    def answer(X, y, w, b):
        z = X @ w + b
        d = delta(z, expit(z), y)
        return np.append(X.T @ d, np.sum(d))

    return answer


@pytest.mark.parametrize("exercise", [backward, mended])
def test_brackets_that_are_missing_are_named(exercise):
    assert "s*1 - s" in hint(exercise, joined(lambda z, s, y: (s - y) * (s * 1 - s) / len(y)))


@pytest.mark.parametrize("exercise", [backward, mended])
@pytest.mark.parametrize(
    "delta",
    [
        lambda z, s, y: (s - y) * s * 1 - s / len(y),
        lambda z, s, y: ((s - y) * s * 1 - s) / len(y),
    ],
)
def test_brackets_that_are_missing_beside_other_factors_are_named(exercise, delta):
    assert "Put brackets around 1 - s" in hint(exercise, joined(delta))


@pytest.mark.parametrize("exercise", [backward, mended])
def test_z_in_the_place_of_the_output_is_named(exercise):
    answer = joined(lambda z, s, y: (s - y) * z * (1 - z) / len(y))
    assert "z(1 − z) is something else" in hint(exercise, answer)


@pytest.mark.parametrize("exercise", [backward, mended])
def test_the_number_of_penguins_for_that_of_the_examples_is_named(exercise):
    answer = joined(lambda z, s, y: (s - y) * s * (1 - s) / 219)
    assert hint(exercise, answer).startswith("You divide by 219")


@pytest.mark.parametrize("exercise", [backward, mended])
def test_a_table_that_is_not_turned_is_named(exercise):

    def answer(X, y, w, b):
        s = expit(X @ w + b)
        d = (s - y) * s * (1 - s) / len(y)
        return np.append(X @ d, np.sum(d))

    assert "use `X.T @ delta`" in hint(exercise, answer)


@pytest.mark.parametrize("exercise", [backward, mended])
def test_rows_taken_for_features_are_named(exercise):
    """NumPy says of both the same, word for word, where X is not square."""

    def answer(X, y, w, b):
        s = expit(w @ X + b)
        d = (s - y) * s * (1 - s) / len(y)
        return np.append(X.T @ d, np.sum(d))

    assert "use `X @ w`" in hint(exercise, answer)

    def another(X, y, w, b):
        return np.append(np.ones(len(y)) @ X.T, 0.5)

    assert "use `X.T @ delta`" not in exercise.check(another).message


@pytest.mark.parametrize("exercise", [backward, mended])
def test_b_in_the_first_place_is_named(exercise):
    assert "b comes first" in hint(exercise, lambda *arguments: np.roll(by_loop(*arguments), 1))


@pytest.mark.parametrize("exercise", [backward, mended])
@pytest.mark.parametrize("kind", [tuple, list])
def test_right_slopes_that_are_not_joined_are_told_to_be(exercise, kind):
    def answer(*arguments):
        *dw, db = exercise.solutions[0](*arguments)
        return kind((np.array(dw), db))

    assert hint(exercise, answer).startswith("The numbers are right. Join them into one array")


@pytest.mark.parametrize("exercise", [backward, mended])
def test_the_output_alone_for_the_slope_of_the_sigmoid_is_named(exercise):
    answer = joined(lambda z, s, y: (s - y) * s / len(y))
    assert "here it is ŷ alone" in hint(exercise, answer)


def from_two(of_weights, of_bias, ready=lambda s: s * (1 - s)):
    """Return the backward pass that a learner makes of δ, with a slope of either kind wrong."""

    def answer(X, y, w, b):
        s = expit(X @ w + b)
        d = (s - y) * ready(s) / len(y)
        return np.append(of_weights(X, d, w), of_bias(d, b))

    return answer


def adds_up(X, d, w):
    return X.T @ d


def total(d, b):
    return np.sum(d)


WRONG_ENDS = [
    (adds_up, lambda d, b: [], "The slope for b is missing"),
    (adds_up, lambda d, b: b * np.sum(d), "no factor b"),
    (adds_up, lambda d, b: np.dot(d, np.full(len(d), b)), "no factor b"),
    (adds_up, lambda d, b: d, "This gives b a slope for each example."),
    (adds_up, lambda d, b: 0, "The slope for b is 0"),
    (lambda X, d, w: X.T * d, total, "The slope for a weight is a sum over the examples"),
    (lambda X, d, w: d[:, None] * X, total, "The slope for a weight is a sum over the"),
    (lambda X, d, w: d * X, total, "A sum of products takes @"),
    (lambda X, d, w: np.sum(X * d[:, None], axis=1), total, "axis=1 adds up along each row"),
]


@pytest.mark.parametrize("exercise", [backward, mended])
@pytest.mark.parametrize(("of_weights", "of_bias", "said"), WRONG_ENDS)
def test_a_slope_that_is_made_wrongly_of_a_right_delta_is_named(
    exercise, of_weights, of_bias, said
):
    assert said in hint(exercise, from_two(of_weights, of_bias))


@pytest.mark.parametrize("exercise", [backward, mended])
@pytest.mark.parametrize("number", [lambda X, w: len(w), lambda X, w: X.shape[1]])
def test_a_mean_over_the_features_is_named(exercise, number):

    def answer(X, y, w, b):
        s = expit(X @ w + b)
        d = (s - y) * s * (1 - s) / number(X, w)
        return np.append(X.T @ d, np.sum(d))

    assert "the number of features" in hint(exercise, answer)


@pytest.mark.parametrize("exercise", [backward, mended])
@pytest.mark.parametrize(
    ("delta", "said"),
    [
        (lambda z, s, y: (s - y) * expit(s) * (1 - expit(s)) / len(y), "here it is taken at ŷ"),
        (lambda z, s, y: (s - y) * y * (1 - s) / len(y), "y does not belong in it"),
        (lambda z, s, y: np.abs(s - y) * s * (1 - s) / len(y), "keep its sign"),
        (lambda z, s, y: (s - y) ** 2 * s * (1 - s) / len(y), "the slope of the loss"),
        (lambda z, s, y: (s - y) ** 2 / 2 * s * (1 - s) / len(y), "the slope of the loss"),
        (lambda z, s, y: (z - y) * s * (1 - s) / len(y), "z has not gone through the sigmoid"),
        (lambda z, s, y: (z - y) * z * (1 - z) / len(y), "z has not gone through the sigmoid"),
    ],
)
def test_a_wrong_factor_of_delta_is_named(exercise, delta, said):
    assert said in hint(exercise, joined(delta))


@pytest.mark.parametrize("exercise", [backward, mended])
def test_a_weighted_input_entry_by_entry_is_named(exercise):
    def answer(X, y, w, b):
        d = (expit(X * w + b) - y) / len(y)
        return np.append(X.T @ d, np.sum(d))

    assert "A sum of products takes @, as in X @ w." in hint(exercise, answer)


def test_the_broken_function_is_the_one_that_the_lesson_shows():
    (shown,) = (text for text in prose(path_of("04")).split("```python\n") if "broken" in text)
    namespace = {"np": np}
    exec(shown.split("```")[0], namespace)
    case = mended.cases[0]
    np.testing.assert_allclose(namespace["broken"](**case), broken(**case))
    assert not np.allclose(broken(**case), by_loop(**case))


@pytest.mark.parametrize(
    ("sign", "bias", "said"),
    [(1, np.sum, "Its minus is still missing"), (-1, np.size, "The slope for b is 0")],
)
def test_one_bug_of_two_that_is_left_is_named(sign, bias, said):
    def answer(X, y, w, b):
        s = 1 / (1 + np.exp(sign * (X @ w + b)))
        d = (s - y) * s * (1 - s)
        return np.append(X.T @ d, np.sum(d) if bias is np.sum else 0) / len(y)

    assert said in hint(mended, answer)


@pytest.mark.parametrize("exercise", [backward, mended])
@pytest.mark.parametrize(
    ("ready", "said"), [(lambda s: s(1 - s), "times sign"), (lambda s: s - s ^ 2, "not `s^2`")]
)
def test_slips_of_writing_are_named(exercise, ready, said):
    def answer(X, y, w, b):
        s = expit(X @ w + b)
        d = (s - y) * ready(s)
        return np.append(X.T @ d, np.sum(d))

    assert said in hint(exercise, answer)


def test_names_that_are_nearly_right_are_named():
    def answer(X, y, w, b):
        delta_2 = expit(X @ w + b) - y
        return np.append(X.T @ delta_2, delta2)  # noqa: F821

    assert "Do you mean delta_2?" in hint(backward, answer)


def test_a_nudge_that_changes_the_input_is_named():
    def answer(f, p, step):
        slopes = []
        for k in range(len(p)):
            p[k] += step
            slopes.append(f(p))
        return np.array(slopes)

    assert "changes" in numerical_gradient.check(answer).message


def one_at_a_time(slope):
    """Return the gradient check that a learner makes of a slope along one entry."""

    def answer(f, p, step):
        found = np.zeros(len(p))
        for k in range(len(p)):
            up, down = p.copy(), p.copy()
            up[k], down[k] = p[k] + step, p[k] - step
            found[k] = slope(f(up), f(p), f(down), step)
        return found

    return answer


@pytest.mark.parametrize(
    ("slope", "said"),
    [
        (lambda up, here, down, step: (up - here) / step, "to one side"),
        (lambda up, here, down, step: (here - down) / step, "down alone"),
        (lambda up, here, down, step: (up - down) / step, "Twice too large"),
        (lambda up, here, down, step: (up - down) / 2 * step, "Put brackets around 2 * step"),
        (lambda up, here, down, step: up - down, "This is the change of f."),
        (lambda up, here, down, step: (down - up) / (2 * step), "The sign is turned"),
    ],
)
def test_a_difference_that_is_no_slope_is_named(slope, said):
    assert said in hint(numerical_gradient, one_at_a_time(slope))


def test_a_nudge_of_all_entries_and_one_that_stays_are_named():
    def of_all(f, p, step):
        return [(f(p + step) - f(p - step)) / 2 / step for _ in p]

    def that_stays(f, p, step):
        up, down, found = np.array(p), np.array(p), []
        for k in range(len(p)):
            up[k] += step
            down[k] -= step
            found.append((f(up) - f(down)) / 2 / step)
        return found

    assert "all entries of p at once" in hint(numerical_gradient, of_all)
    assert "is still there when the next one" in hint(numerical_gradient, that_stays)
