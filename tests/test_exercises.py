"""How a check deals with whatever a learner may hand it."""

import warnings
from contextlib import contextmanager

import numpy as np
import pytest

from helpers.activations import sigmoid
from helpers.exercises import Exercise, Verdict

double = Exercise(
    solutions=(lambda z: 2 * z,),
    cases=({"z": np.array([1.0, -2.0])}, {"z": np.array([[0.5]])}),
    slips={lambda z: -2 * z: "The sign is turned."},
    shows="Doubling is a product.",
)


def message(answer, exercise=double):
    verdict = exercise.check(answer)
    assert verdict.state == "Not yet"
    return verdict.message


def test_an_error_is_reported_with_the_learners_own_line():
    def answer(z):
        half = z / 2
        return half * missing  # noqa: F821

    assert message(answer).startswith("For z = [ 1., -2.] your line “return half * missing")
    assert "stops with NameError: name 'missing' is not defined\n" in message(answer)


def test_an_error_within_a_library_is_reported_with_the_learners_own_line():
    def answer(z):
        return np.reshape(z, (7, 7))

    assert "your line “return np.reshape(z, (7, 7))” stops with ValueError" in message(answer)


def test_a_check_changes_no_input_of_its_own():
    def answer(z):
        z *= 2
        return z

    assert message(answer).startswith("It changes its input z.")
    assert double.check(lambda z: 2 * z).state == "Right"


def test_a_missing_return_is_named():
    assert message(lambda z: None) == "It returns nothing; a return is missing."


def test_the_first_difference_is_shown():
    assert message(lambda z: z + 1) == "For z = -2 it gives -1, but should give -4."


def test_an_error_names_the_case_it_came_from():
    def for_many_alone(z):
        return 2 * z if len(z) > 1 else z[1]

    assert message(for_many_alone).startswith("For z of shape (1, 1) your line “")


def test_the_worst_of_the_entries_that_come_about_alone_is_shown():
    answers = {
        "For z = -1.5 it gives 0.364851, but should give 0.182426.": lambda z: (
            sigmoid(z) * np.where(z < 0, 2, 1)
        ),
        "For z = 3 it gives nan, but should give 0.952574.": lambda z: (
            sigmoid(z) + 0.1 * (z < 0) + np.where(z == 3, np.nan, 0)
        ),
    }
    exercise = Exercise((sigmoid,), {}, "", ({"z": np.array([-14.6, -1.5, 3])}, {"z": np.ones(1)}))
    for told, answer in answers.items():
        assert message(answer, exercise) == told


def test_the_first_wrong_entry_is_shown_where_each_depends_on_the_one_before():
    doubling = Exercise(
        (lambda x, n: x * 2.0 ** np.arange(n),), {}, "", ({"x": 1.0, "n": 4}, {"x": 3.0, "n": 3})
    )
    told = message(lambda x, n: x * 3.0 ** np.arange(n), doubling)
    assert told == "For x = 1, n = 4 it gives 3 at index 1, but should give 2."


def test_inputs_that_decide_together_are_all_shown():
    """Of numbers = 3 alone nobody could tell whether it is in the lowest quarter."""
    share = Exercise(
        (lambda y: y / len(y),), {}, "", ({"y": np.array([4.0, 6.0])}, {"y": np.ones(1)})
    )
    assert message(lambda y: y / 4, share) == (
        "For y = [4., 6.] it gives 1 at index 0, but should give 2."
    )


def test_the_first_difference_of_another_shape_than_the_inputs_is_shown_by_its_index():
    total = Exercise(
        solutions=(lambda X, b: X.sum(axis=0) + b,),
        cases=({"X": np.ones((4, 2)), "b": 0.5},),
        slips={},
        shows="",
    )
    assert message(lambda X, b: np.array([4.5, 0.0]) + 0 * X[0] * b, total) == (
        "For X of shape (4, 2), b = 0.5 it gives 0 at index 1, but should give 4.5."
    )


@pytest.mark.parametrize("inputs", [2, 3])
def test_the_first_difference_in_a_table_is_shown_by_its_row_and_its_column(inputs):
    product = Exercise(
        solutions=(lambda X, W: X @ W,),
        cases=({"X": np.ones((4, inputs)), "W": np.ones((inputs, 3))},),
        slips={},
        shows="",
    )
    assert message(lambda X, W: X @ W + [0, 0.5, 0], product) == (
        f"For X of shape (4, {inputs}), W of shape ({inputs}, 3) it gives {inputs}.5 in row 0, "
        f"column 1, but should give {inputs}."
    )


def test_slips_are_recognised_in_any_form():
    assert message(lambda z: -(z + z)) == "The sign is turned."


class Awkward:
    error = RuntimeError

    def __eq__(self, other):
        raise self.error

    def __hash__(self):
        raise self.error

    def __call__(self, *arguments):
        return self

    def __array__(self, *arguments, **named):
        raise self.error

    def __repr__(self):
        raise self.error


class Leaving(Awkward):
    error = SystemExit


OF_OTHER_KINDS = {
    "words": (lambda z: "two", "the text 'two'"),
    "complex numbers": (lambda z: 2j, "2j"),
    "a class": (lambda z: object, "<class 'object'>"),
    "a function": (lambda z: message, "the function message"),
    "an object": (lambda z: object(), "of the type object"),
    "an awkward object": (lambda z: Awkward(), "of the type Awkward"),
    "an object that ends Python": (lambda z: Leaving(), "of the type Leaving"),
    "a dictionary": (lambda z: {"z": 2.0}, "{'z': 2.0}"),
    "rows of different lengths": (
        lambda z: [[1], [1, 2]],
        "a list of 2 parts that differ: an array of shape (1,) and an array of shape (2,)",
    ),
    "something long": (lambda z: {"z": 2 * ["a" * 90]}, "{'z': ['" + 71 * "a" + "…"),
    "two things": (
        lambda z: (z, 1.0),
        "2 values with a comma between them: an array of shape (2,) and one number",
    ),
    "one number": (lambda z: 3.0, "one number"),
    "True": (lambda z: True, "True or False"),
}


@pytest.mark.parametrize(("answer", "told"), OF_OTHER_KINDS.values(), ids=OF_OTHER_KINDS)
def test_what_is_no_array_of_numbers_is_named(answer, told):
    first, *_ = message(answer).splitlines()
    assert first == f"It should be an array of shape (2,), but is {told}."


@pytest.mark.parametrize("error", [RuntimeError, SystemExit])
def test_an_error_without_words_is_named(error):
    class OddError(Exception):
        def __str__(self):
            raise error

    def answer(z):
        raise OddError

    told = "For z = [ 1., -2.] your line “raise OddError” stops with OddError"
    assert message(answer) == told
    assert message(Awkward()).endswith("but is of the type Awkward.")
    assert message(Leaving()).endswith("but is of the type Leaving.")
    assert message(Leaving(), seven).endswith("but is of the type Leaving.")
    assert message((10**5000, 2), seven).startswith("It should be one number, but is 2 values")


def test_a_generator_is_told_to_become_a_list():
    told = message(lambda z: (2 * x for x in z))
    assert told.endswith(
        "is of the type generator. Its values are not computed yet: put list(…) around it."
    )
    assert message(lambda z: map(abs, z)).endswith("put list(…) around it.")


def test_an_array_of_another_shape():
    assert message(lambda z: z[:, None]) == "It should have the shape (2,), but has (2, 1)."


COMMA = "If the comma belongs to the number, write a decimal point: "
seven = Exercise((lambda: 7.25,), {}, "", explain=lambda number: "near")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((7, 25), "2 values with a comma between them: 7 and 25. " + COMMA + "7.25."),
        ((-1, 7), "2 values with a comma between them: -1 and 7. " + COMMA + "-1.7."),
        ((1.5, np.True_), "2 values with a comma between them: 1.5 and 1."),
        ((1.5, 7), "2 values with a comma between them: 1.5 and 7."),
        ("1,763", "the text '1,763'. Write a decimal point: 1.763."),
        ("-7.25", "the text '-7.25'. Leave the quotation marks away: -7.25."),
        ("seven", "the text 'seven'."),
        ([7.25], "an array of shape (1,)."),
        (None, "None."),
        ({7.25}, "{7.25}."),
    ],
)  # fmt: skip
def test_what_is_not_one_number_is_named(answer, told):
    assert message(answer, seven) == f"It should be one number, but is {told}"


def test_a_decimal_comma_within_a_function_is_told():
    half = Exercise((lambda x: 0.5 * x,), {}, "", ({"x": 1.0}, {"x": 2.0}))
    assert message(lambda x: (0, 5 * x), half).endswith(
        "If the comma belongs to a number, write a decimal point: 0.5, not 0,5."
    )


even = Exercise((lambda n: np.arange(n) % 2 == 0,), {}, "", ({"n": 3}, {"n": 4}))


def test_true_and_false_are_asked_for_and_checked():
    assert even.check(lambda n: [k % 2 == 0 for k in range(n)]).state == "Right"
    assert message(lambda n: 1 - np.arange(n) % 2, even) == (
        "It should be an array of shape (3,) of True and False, but is an array of shape (3,) "
        "of numbers. A comparison, such as x == 3, gives True and False."
    )
    assert message(lambda n: np.arange(n) % 2 == 1, even) == (
        "For n = 3 it gives False at index 0, but should give True."
    )
    positive = Exercise((lambda x: x > 0,), {}, "", ({"x": 1.0}, {"x": -1.0}))
    assert message(lambda x: float(x > 0), positive) == (
        "It should be True or False, but is one number. A comparison, such as x == 3, gives True "
        "and False."
    )


def test_true_and_false_may_stand_for_1_and_0():
    indicator = Exercise((lambda x: float(x > 0),), {}, "", ({"x": 1.0}, {"x": -1.0}))
    assert indicator.check(lambda x: x > 0).state == "Right"


both = Exercise(
    solutions=(lambda X, y: (X.T @ y, np.sum(y)),),
    cases=({"X": np.ones((3, 2)), "y": np.arange(3.0)}, {"X": np.ones((2, 1)), "y": np.ones(2)}),
    slips={lambda X, y: (X.T @ y, np.mean(y)): "The second part is a mean."},
    shows="",
)


def test_an_answer_may_have_parts_of_different_shapes():
    assert both.check(lambda X, y: (X.T @ y, y.sum())).state == "Right"
    assert both.check(lambda X, y: [y @ X, sum(y)]).state == "Right"
    assert message(lambda X, y: (X.T @ y, y.mean()), both) == "The second part is a mean."
    assert message(lambda X, y: (X.T @ y, 0.5), both) == (
        "For X of shape (3, 2), y = [0., 1., 2.] it gives 0.5 in part 2, but should give 3."
    )
    assert message(lambda X, y: np.append(X.T @ y, y.sum()), both) == (
        "It should be 2 values with a comma between them: an array of shape (2,) and one number, "
        "but is an array of shape (3,)."
    )


@pytest.mark.parametrize("answer", [np.nan, np.inf])
def test_a_number_that_is_not_finite_gives_nothing_away(answer):
    assert message(answer, seven) == f"It should be a finite number, but is {answer}."
    assert message(6.0, seven) == "near"


def test_nan_is_not_right():
    assert "it gives nan, but should give 2" in message(lambda z: z * np.nan)


def test_a_function_half_answered_is_not_answered():
    assert double.check(lambda z: ... if z.ndim == 2 else 2 * z).state == "Not answered yet"
    assert double.check(...).state == "Not answered yet"


def test_checks_do_not_let_warnings_out():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        double.check(lambda z: z / 0)


def test_a_verdict_is_text_and_escaped_html():
    verdict = Verdict("Not yet", "1 < 2\n<script>")
    assert repr(verdict) == "Not yet. 1 < 2\n<script>"
    assert "<strong>Not yet.</strong> 1 &lt; 2<br>&lt;script&gt;</div>" in verdict._repr_html_()


counted = Exercise(
    solutions=(lambda x: 2 * x,),
    cases=({"x": 1.0}, {"x": 2.0}, {"x": 3.0}),
    slips={},
    shows="",
    seconds=0.3,
)


def endless(x):
    while True:
        x += 1


def stops(x):
    raise ValueError("no")


LATER = {
    "an error": stops,
    "nothing": lambda x: None,
    "words": lambda x: "two",
    "dots": lambda x: ...,
    "another shape": lambda x: [x, x],
    "a loop without end": endless,
}


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
def test_the_first_case_that_fails_is_told_first(later):
    def answer(x):
        return {1.0: 2.0, 2.0: 5.0}[x] if x < 3 else later(x)

    assert message(answer, counted) == "For x = 2 it gives 5, but should give 4."


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (stops, "stops with ValueError"),
        (lambda x: None, "returns nothing"),
        (lambda x: "two", "but is the text 'two'"),
        (lambda x: [x, x], "(2,)"),
        (endless, "does not come to an end"),
    ],
)
def test_whatever_is_wrong_with_the_first_case_is_told_before_a_wrong_number(first, told):
    assert told in message(lambda x: first(x) if x == 1 else 0.0, counted)


@pytest.mark.parametrize(
    ("off", "told"),
    [
        (1e-3, "it gives -0.956167, but should give -0.957167."),
        (1e-8, "it gives -0.95716656, but should give -0.95716657."),
        (1e-15, "it gives -0.957166571234567, but should give -0.957166571234568."),
    ],
)
def test_two_numbers_are_shown_with_as_many_digits_as_tell_them_apart(off, told):
    right = -0.957166571234568
    near = Exercise((lambda x: right,), {}, "", cases=({"x": 1.0}, {"x": 2.0}), tolerance=1e-16)
    assert message(lambda x: right + off, near).splitlines()[0].endswith(told)


@contextmanager
def printing(**options):
    before = np.get_printoptions()
    np.set_printoptions(**options)
    try:
        yield
    finally:
        np.set_printoptions(**before)


stable = Exercise(
    solutions=(sigmoid,),
    cases=({"z": np.array([-710.0, -3.0, -0.5])}, {"z": np.array([0.0, 2.0, 800.0])}),
    slips={lambda z: 1 / (1 + np.exp(-z)): "This is the textbook formula."},
    shows="Nothing overflows.",
)
mean = Exercise(
    solutions=(np.mean,),
    cases=({"y": np.array([0.123456789, 0.987654321])}, {"y": np.zeros(1)}),
    slips={},
    shows="",
)
far = Exercise((lambda: 9.0,), {}, "", explain=lambda x: f"Its exponential is {np.exp(1e3 * x)}.")
STATES = {
    "all ignored": lambda: np.errstate(all="ignore"),
    "all raised": lambda: np.errstate(all="raise"),
    "called": lambda: np.errstate(all="call", call=lambda *error: None),
    "warnings off": lambda: warnings.catch_warnings(action="ignore"),
    "warnings are errors": lambda: warnings.catch_warnings(action="error"),
    "printed with two digits": lambda: printing(precision=2, suppress=True, sign="+"),
    "printed in another way": lambda: printing(formatter={"all": lambda value: "?"}, threshold=2),
}
in_each_state = pytest.mark.parametrize("state", STATES.values(), ids=STATES)
TOLD = {
    "textbook": (stable, lambda z: 1 / (1 + np.exp(-z))),
    "stable": (stable, lambda z: np.exp(-np.logaddexp(0, -z))),
    "arrays": (mean, lambda y: 3.0),
    "words": (mean, lambda y: [np.array([0.123456789] * 9), "words"]),
    "a number": (far, 1.0),
}


@in_each_state
@pytest.mark.parametrize(("exercise", "answer"), TOLD.values(), ids=TOLD)
def test_what_numpy_was_told_before_changes_no_verdict(exercise, answer, state):
    plain = exercise.check(answer)
    with state():
        assert exercise.check(answer) == plain


def test_the_textbook_sigmoid_is_not_praised_when_overflow_is_ignored():
    before = np.seterr(all="ignore")
    try:
        assert message(lambda z: 1 / (1 + np.exp(-z)), stable).startswith("This is the textbook")
        assert np.geterr()["over"] == "ignore"
    finally:
        np.seterr(**before)


def test_a_state_that_an_answer_leaves_behind_changes_neither_the_next_case_nor_the_notebook():
    def answer(z):
        np.seterr(all="ignore")
        warnings.simplefilter("ignore")
        return 1 / (1 + np.exp(-z))

    before = np.geterr(), warnings.filters[:]
    stable.check(answer)
    assert (np.geterr(), warnings.filters) == before


def silent_by_errstate(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def silent_by_seterr(z):
    before = np.seterr(all="ignore")
    result = 1 / (1 + np.exp(-z))
    np.seterr(**before)
    return result


def silent_by_a_filter(z):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return 1 / (1 + np.exp(-z))


def silent_by_a_record(z):
    with warnings.catch_warnings(record=True):
        return 1 / (1 + np.exp(-z))


def silent_in_a_helper(z):
    return silent_by_errstate(z)


silent_by_decoration = np.errstate(all="ignore")(lambda z: 1 / (1 + np.exp(-z)))


@pytest.mark.parametrize(
    "answer",
    [
        silent_by_errstate,
        silent_by_seterr,
        silent_by_a_filter,
        silent_by_a_record,
        silent_in_a_helper,
        silent_by_decoration,
    ],
)
def test_right_numbers_with_a_muted_warning_are_told_what_they_do(answer):
    verdict = stable.check(answer)
    assert verdict == Verdict(
        "Right",
        "The numbers are right. But your function mutes a warning: without that, Python would say "
        "“overflow encountered in exp”.",
    )


def test_who_mutes_without_need_is_praised():
    def answer(z):
        with np.errstate(all="ignore"):
            return np.exp(-np.logaddexp(0, -z))

    assert stable.check(answer).message == stable.shows


def test_a_wrong_branch_is_not_told_that_the_numbers_are_right():
    def answer(z):
        return np.where(z >= 0, 0.123, np.exp(z) / (1 + np.exp(np.abs(z) * 2)) + np.exp(z))

    def wrong_on_the_right(z):
        return np.where(z > 0, 0.123, 1 / (1 + np.exp(-z)))

    for wrong in (answer, wrong_on_the_right):
        told = message(wrong, stable)
        assert "right" not in told
        assert "but should give" in told


def test_the_warning_is_quoted():
    def answer(z):
        return 2 * z + 0 * np.exp(-800 * np.abs(z)) / np.exp(800.0)

    assert message(answer) == (
        "The numbers are right, but on the way to them comes a warning: "
        "“overflow encountered in exp”."
    )


def test_a_warning_that_is_not_about_numbers_does_not_matter():
    def answer(z):
        warnings.warn("old", DeprecationWarning, stacklevel=1)
        return 2 * z

    assert double.check(answer).state == "Right"


def test_a_lesson_goes_on_with_a_right_answer_and_else_with_our_solution():
    def theirs(z):
        theirs.called = True
        return 2 * z

    for answer in (lambda z: ..., lambda z: 3 * z, ..., 7):
        assert double.check(answer)(21) == 42
    assert double.check(theirs)(21) == 42
    theirs.called = False
    assert double.check(theirs)(z=21) == 42
    assert theirs.called
