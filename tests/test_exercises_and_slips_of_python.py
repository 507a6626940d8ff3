"""Slips of Python itself that any exercise may meet, and the words for each."""

import math
import sys
from dataclasses import replace

import numpy as np
import pytest

from helpers import activations
from helpers.exercises import Exercise

N = 7
table = [1.0, 2.0]
step = Exercise(
    solutions=(lambda gradient, x, rate: x - rate * gradient(x) ** 2,),
    cases=(
        {"gradient": np.sinh, "x": 1.5, "rate": 0.5},
        {"gradient": np.cosh, "x": np.array([1.0, 2.0]), "rate": 0.25},
    ),
    slips={lambda gradient, x, rate: rate * gradient(x) ** 2: "Subtract it from x."},
    shows="",
)

matrix = Exercise(
    solutions=(lambda X, w: X @ w,),
    cases=({"X": np.ones((4, 2)), "w": np.ones(2)}, {"X": np.eye(3), "w": np.arange(3.0)}),
    slips={},
    shows="",
)

climb = Exercise(
    solutions=(lambda x: [x, x + 1, x + 2],), cases=({"x": 1.0}, {"x": 5.0}), slips={}, shows=""
)


def slope(x):
    return x


def message(answer, exercise=step):
    verdict = exercise.check(answer)
    assert verdict.state == "Not yet"
    return verdict.message


POWER = "Python writes a power with two asterisks: x**2. The sign ^ means something else."
DOTS = "The three dots are still there: put your own code in their place."


@pytest.mark.parametrize(
    "answer",
    [
        lambda gradient, x, rate: x - rate * gradient(x) ^ 2,
        lambda gradient, x, rate: np.array([x]) ^ 2,
        lambda gradient, x, rate: 2.0**x if np.ndim(x) else x ^ 2.0,
    ],
)
def test_a_power_with_a_caret_that_stops(answer):
    told = message(answer)
    assert "stops with TypeError" in told
    assert told.splitlines()[1:] == [POWER]


def test_a_power_with_a_caret_that_gives_a_wrong_number():
    square = Exercise((lambda n: n**2,), {}, "", ({"n": 3}, {"n": 4}))
    assert message(lambda n: n ^ 2, square) == (
        f"For n = 3 it gives 1, but should give 9.\n{POWER}"
    )

    def in_place(n):
        n ^= 2
        return n

    assert message(in_place, square).endswith(POWER)


def test_exclusive_or_where_it_is_right():
    either = Exercise((lambda a, b: a != b,), {}, "", ({"a": True, "b": True}, {"a": 1, "b": 0}))
    assert either.check(lambda a, b: bool(a ^ b)).state == "Right"


def test_what_is_printed_is_seen_and_is_not_returned(capsys):
    def answer(gradient, x, rate):
        print(x - rate * gradient(x) ** 2)

    assert message(answer) == (
        "It prints a result, but returns nothing. Write return in place of print."
    )
    assert capsys.readouterr().out.splitlines()[0].startswith("-0.76")


def test_a_right_answer_may_print(capsys):
    def answer(gradient, x, rate):
        print("x is", x)
        return x - rate * gradient(x) ** 2

    assert step.check(answer).state == "Right"
    assert capsys.readouterr().out == "x is 1.5\nx is [1. 2.]\n"


def test_an_answer_that_prints_nothing_writes_nothing(monkeypatch):
    written = []
    monkeypatch.setattr(sys.stdout, "write", written.append)
    assert step.check(lambda gradient, x, rate: x - rate * gradient(x) ** 2).state == "Right"
    assert written == []


def test_what_is_printed_without_end_is_cut(capsys):
    def answer(gradient, x, rate):
        while True:
            print("again", gradient(x))

    assert "does not come to an end" in message(answer)
    out = capsys.readouterr().out
    assert len(out) < 2100
    assert out.endswith("…\n")


def test_a_return_that_is_not_reached_in_every_case():
    def answer(gradient, x, rate):  # noqa: RET503
        if np.ndim(x) == 0:
            return x - rate * gradient(x) ** 2

    assert message(answer) == (
        "It returns nothing; a return is missing.\nFor gradient = cosh, x = [1., 2.], rate = 0.25 "
        "none is reached. Does it stand within an if or a loop?"
    )


@pytest.mark.parametrize(
    "answer",
    [
        lambda gradient, x, rate: x - ... * gradient(x),
        lambda gradient, x, rate: np.exp(...),
        lambda gradient, x, rate: np.mean([..., 1.0]),
        lambda gradient, x, rate: gradient(...) ** 2,
        lambda gradient, x, rate: -...,
    ],
)
def test_dots_left_within_a_line(answer):
    told = message(answer)
    assert "stops with TypeError" in told
    assert told.splitlines()[1:] == [DOTS]


@pytest.mark.parametrize(
    "answer",
    [
        lambda gradient, x, rate: (x, ...),
        lambda gradient, x, rate: [x, [...]],
        lambda gradient, x, rate: np.append(x, ...),
    ],
)
def test_dots_left_within_the_result(answer):
    assert step.check(answer).state == "Not answered yet"


def test_dots_that_are_a_slice_are_no_dots_left():
    assert step.check(lambda gradient, x, rate: np.asarray(x)[...]).state == "Not yet"


def test_a_name_that_nobody_knows():
    told = message(lambda gradient, x, rate: x - learning_rate * gradient(x))  # noqa: F821
    assert told.splitlines()[1] == (
        "There is no learning_rate here. The inputs are gradient, x and rate. Anything else needs "
        "a cell that defines it and that has run."
    )


def test_a_name_that_is_nearly_right():
    told = message(lambda gradient, x, rate: x - rate * gradeint(x))  # noqa: F821
    assert told.splitlines()[1] == "There is no gradeint here. Do you mean gradient?"


def with_a_name_of_its_own(gradient, x, rate):
    slope_2 = gradient(x)  # noqa: F841
    return x - rate * slope2**2  # noqa: F821


def with_a_name_of_its_own_in_a_list(gradient, x, rate):
    return [x - rate * a_slop for a_slope in [gradient(x)]]  # noqa: F821


@pytest.mark.parametrize(
    ("answer", "name", "meant"),
    [
        (with_a_name_of_its_own, "slope2", "slope_2"),
        (with_a_name_of_its_own_in_a_list, "a_slop", "a_slope"),
        (lambda gradient, x, rate: sigmoid(x), "sigmoid", "activations.sigmoid"),  # noqa: F821
        (lambda gradient, x, rate: exp(x), "exp", "np.exp"),  # noqa: F821
        (lambda gradient, x, rate: where(x > 0, x, 0), "where", "np.where"),  # noqa: F821
        (lambda gradient, x, rate: activations.sigmiod(x), "sigmiod", "sigmoid"),
        (lambda gradient, x, rate: np.arrange(x), "arrange", "arange"),
        (lambda gradient, x, rate: [x].appends(x), "appends", "append"),
    ],
)
def test_a_name_that_is_nearly_that_of_something_else(answer, name, meant):
    assert message(answer).splitlines()[1:] == [f"There is no {name} here. Do you mean {meant}?"]


@pytest.mark.parametrize("name", ["place", "size"])
def test_a_name_that_numpy_has_by_chance_is_not_meant(name):
    told = message(eval(f"lambda f, x, rate: {name}(x)", {"np": np}))
    assert "Do you mean np" not in told


def test_an_input_of_another_name_than_in_the_task():
    told = message(lambda f, x, rate: x - rate * gradient(x))  # noqa: F821
    assert told.splitlines()[1] == (
        "The first line calls this input f, and this line calls it gradient. Use one name for both."
    )
    right = step.check(lambda f, place, speed: place - speed * f(place) ** 2)
    assert right.state == "Right"


@pytest.mark.parametrize(
    "answer",
    [lambda x, rate, gradient: x - rate * gradient(x) ** 2, lambda x, gradient, rate: 1.0],
)
def test_inputs_in_another_order_than_in_the_task(answer):
    first = ", ".join(answer.__code__.co_varnames)
    assert message(answer).splitlines()[1] == (
        f"Your first line takes {first}. The task has another order: gradient, x, rate."
    )


def test_a_name_that_has_no_value_yet():
    def answer(gradient, x, rate):
        for _ in range(0):
            path = x
        path += gradient(x)
        return path

    assert message(answer).splitlines()[1] == "Give path a value before you use it."


@pytest.mark.parametrize("arguments", [(), ("gradient",), ("gradient", "x", "rate", "more")])
def test_a_function_of_another_number_of_inputs(arguments):
    answer = eval(f"lambda {', '.join(arguments)}: 1.0")
    takes = ", ".join(arguments) or "nothing"
    assert message(answer) == (
        f"The answer should be a function of gradient, x, rate, but takes {takes}."
    )
    assert step.check(lambda *arguments: 1.0).state == "Not yet"


def test_a_function_that_leaves_some_inputs_to_defaults_is_all_right():
    def answer(gradient, x, rate, power=2):
        return x - rate * gradient(x) ** power

    assert step.check(answer).state == "Right"


def test_an_input_that_is_changed_in_place():
    def answer(gradient, x, rate):
        x -= rate * gradient(x) ** 2
        return x

    assert message(answer) == (
        "It changes its input x. Signs such as -= write into the array that was handed in; "
        "x = x - … makes a new array."
    )


def test_one_array_that_is_collected_again_and_again():
    def answer(x):
        x, path = x.copy(), []
        for _ in range(3):
            path.append(x)
            x -= 1
        return path

    fall = Exercise(
        solutions=(lambda x: [x, x - 1, x - 2],),
        cases=({"x": np.array([5.0, 6.0])}, {"x": np.zeros(2)}),
        slips={},
        shows="",
    )
    assert message(answer, fall).splitlines()[1] == (
        "All its entries are one and the same array, which -= changes. "
        "x = x - … makes a new array each time."
    )


def too_long_for_its_place(gradient, x, rate):
    path = np.zeros(3)
    path[0] = np.array([x, x])
    return path


def written_beyond_the_end(gradient, x, rate):
    path = [x]
    path[1] = x - rate * gradient(x)
    return path


def walk(gradient, x):
    return gradient(x)


def of_three(X, w, b):
    return X @ w + b


NOT_CALLED = "A function stands where a number belongs. To call it, write its input behind it"
MANY = "float() and the functions of math take one number, and here are many."
LOGARITHM = "The natural logarithm is np.log."


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda gradient, x, rate: np.ln(x), LOGARITHM),
        (lambda gradient, x, rate: math.ln(x), LOGARITHM),
        (lambda gradient, x, rate: ln(x), LOGARITHM),  # noqa: F821
        (lambda gradient, x, rate: math.log(np.array([x, 2.0])), MANY),
        (lambda gradient, x, rate: math.exp([x, 2.0]), MANY),
        (lambda gradient, x, rate: float(np.array([x, 2.0])), MANY),
        (too_long_for_its_place, "One entry of an array has room for one number"),
        (written_beyond_the_end, "A list has no such place yet: path.append(…) adds one."),
        (lambda gradient, x, rate: np.array([x, [x, x]]), "np.append joins an array and a number"),
        (lambda gradient, x, rate: np.array([x]).append(x), "An array cannot grow; a list can"),
        (lambda gradient, x, rate: x - rate * gradient, NOT_CALLED),
        (lambda gradient, x, rate: x - rate * np.sinh, NOT_CALLED),
        (lambda gradient, x, rate: np.array([x, x]) - gradient, NOT_CALLED),
        (lambda gradient, x, rate: x if abs(gradient) < rate else 0, NOT_CALLED),
        (lambda gradient, x, rate: x if gradient < rate else 0, NOT_CALLED),
        (lambda gradient, x, rate: gradient[x], NOT_CALLED),
        (lambda gradient, x, rate: np.exp(gradient), NOT_CALLED),
        (lambda gradient, x, rate: [x for _ in 3], "To repeat something n times, write range(n)."),
        (
            lambda gradient, x, rate: walk(of_three, x),
            "This function needs more inputs than it gets.",
        ),
    ],
)
def test_an_error_that_is_known_is_explained(answer, hint):
    complaint, told = message(answer).splitlines()
    assert " stops with " in complaint
    assert hint in told


@pytest.mark.parametrize(
    "answer", [lambda X, w: (X * w + w[0]) - X[:, 0], lambda X, w: X[:, 0] * X]
)
def test_a_product_entry_by_entry_that_does_not_fit(answer):
    told = message(answer, matrix).splitlines()[1]
    assert told.startswith("*, + and - go entry by entry, and these shapes do not fit.")
    assert "X @ w" in told


def test_an_append_of_numpy_that_is_not_kept():
    def answer(x):
        path = np.array([x])
        for k in range(2):
            np.append(path, x + k + 1)
        return path

    assert message(answer, climb).splitlines()[1:] == [
        "np.append leaves the old array as it is and returns a new one: path = np.append(path, …)."
    ]

    def kept(x):
        path = np.array([x])
        path = np.append(path, x)
        return np.append(path, x)

    assert len(message(kept, climb).splitlines()) == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda gradient, x, rate: x if x > 0 and rate > 0 else -x, "The words and, or and not"),
        (lambda gradient, x, rate: x if 0 < x < 3 else -x, "Python makes two comparisons"),
        (lambda gradient, x, rate: x * bool(x > 0), "Here Python wants one answer"),
    ],
)
def test_whatever_wants_one_truth_of_many_numbers_is_named(answer, words):
    assert message(answer, of_many).splitlines()[1].startswith(words)


def test_an_if_on_a_line_of_its_own_is_named():
    def answer(gradient, x, rate):
        if rate > 9:
            return x
        elif x > 0:  # noqa: RET505
            return x - rate * gradient(x) ** 2
        return x

    assert message(answer, of_many).splitlines()[1].startswith("An if decides about one number")


def test_a_product_without_a_sign():
    told = message(lambda gradient, x, rate: x - rate(gradient(x)))
    assert told.splitlines()[1] == "A product needs its sign: 2 * (x - 1), not 2(x - 1)."


def test_an_input_that_is_not_used():
    told = message(lambda gradient, x, rate: x - 0.5 * gradient(x) ** 2)
    assert told.splitlines()[1:] == ["It does not use its input rate."]
    told = message(lambda gradient, x, rate: 2.0 * x)
    assert told.splitlines()[1:] == ["It does not use its inputs gradient and rate."]


def test_an_input_that_gets_another_value_at_once_is_not_used():
    def answer(gradient, x, rate):
        square = gradient(x) ** 2
        rate = 0.5
        return x - rate * square

    assert message(answer).splitlines()[1:] == ["It does not use its input rate."]


def test_an_input_that_gets_a_value_made_of_it_is_used():
    def answer(gradient, x, rate):
        rate = 2 * rate
        if x is None:
            gradient = np.sinh
        return x - rate * gradient(x)

    assert len(message(answer).splitlines()) == 1


def test_an_input_that_is_used_within_is_used():
    def answer(gradient, x, rate):
        return x - sum(rate * gradient(y) for y in [1.0])

    assert len(message(answer).splitlines()) == 1


def test_a_function_of_the_notebook_in_place_of_an_input():
    told = message(lambda gradient, x, rate: x - rate * slope(x))
    assert told.splitlines()[1:] == [
        "It does not use its input gradient, but slope of the notebook."
    ]


def test_a_value_of_the_notebook():
    told = message(lambda gradient, x, rate: x - rate * gradient(x) / N)
    assert told.splitlines()[1:] == [
        "It uses N of the notebook, which need not fit the inputs of this check."
    ]


NEARLY = (
    "It is nearly right. If you measured a slope with a nudge, it has only some of the digits. The "
    "formula gives them all."
)


@pytest.mark.parametrize("off", [0.02, -1e-3, 1e-8])
def test_numbers_that_are_nearly_right_may_be_measured(off):
    def nearly(gradient, x, rate):
        return (x - rate * gradient(x) ** 2) * (1 + 0.99 * off)

    assert message(nearly, slopes).splitlines()[1:] == [NEARLY]
    assert len(message(nearly, step).splitlines()) == 1, "who is asked for no slope measured none"


@pytest.mark.parametrize("off", [9e-10, 1e-11])
def test_right_slopes_that_may_be_measured_are_not_praised_for_a_formula(off):
    verdict = slopes.check(lambda gradient, x, rate: (x - rate * gradient(x) ** 2) * (1 + off))
    assert verdict.state == "Right"
    assert verdict.message.startswith("The numbers are right, but not to the last digit")


def test_rounded_numbers_are_told_so():
    told = message(lambda gradient, x, rate: np.round(x - rate * gradient(x) ** 2, 4), slopes)
    assert told.splitlines()[1:] == ["The numbers are rounded. Return them with all their digits."]
    assert "rounded" not in message(lambda gradient, x, rate: np.zeros(np.shape(x)), slopes)


of_many = replace(step, cases=step.cases[1:] * 2)
slopes = replace(step, slopes=True, shows="By a formula.")
root = Exercise((np.sqrt,), {}, "", ({"x": 0.0}, {"x": 4.0}))
third = Exercise((lambda: 1 / 3,), {}, "", explain=lambda number: "near")


@pytest.mark.parametrize(
    ("answer", "exercise"),
    [
        (lambda gradient, x, rate: (x - rate * gradient(x) ** 2) * 1.03, slopes),
        (lambda gradient, x, rate: (x - rate * gradient(x) ** 2) * np.array([1.001]), slopes),
        (lambda gradient, x, rate: (x - rate * gradient(x) ** 2) * np.array([[1], [5]]), slopes),
        (lambda x: [x * 1.001, x + 1, x + 3], replace(climb, slopes=True)),
        (lambda x: np.sqrt(x) + (np.log(x) > 9), replace(root, slopes=True)),
        (0.3333, third),
    ],
)
def test_numbers_that_are_not_nearly_right_or_no_function_are_not_said_to_be_measured(
    answer, exercise
):
    assert "nearly" not in message(answer, exercise)


def test_a_hint_makes_remarks_needless():
    assert message(lambda gradient, x, rate: rate * gradient(x) ** 2 + 0 * N) == (
        "Subtract it from x."
    )


NONE = (
    "Something here is None. A function that ends without return gives None, and so do append, "
    "sort and print."
)


def nothing(x):
    x * 2


@pytest.mark.parametrize(
    "answer",
    [
        lambda gradient, x, rate: nothing(x) + 1,
        lambda gradient, x, rate: 2.0 * nothing(x),
        lambda gradient, x, rate: -nothing(x),
        lambda gradient, x, rate: [1.0].append(x)[0],
        lambda gradient, x, rate: len([2.0, 1.0].sort()),
        lambda gradient, x, rate: sum(nothing(x)),
        lambda gradient, x, rate: np.exp(nothing(x)),
        lambda gradient, x, rate: gradient(nothing(x)),
        lambda gradient, x, rate: nothing(x).mean(),
        lambda gradient, x, rate: nothing(x)(1),
        lambda gradient, x, rate: float(nothing(x)),
        lambda gradient, x, rate: x if nothing(x) > 0 else -x,
    ],
)
def test_none_within_a_line(answer):
    told = message(answer)
    assert "NoneType" in told.splitlines()[0]
    assert told.splitlines()[1:] == [NONE]


def test_a_power_with_a_caret_of_none_is_told_first():
    assert message(lambda gradient, x, rate: nothing(x) ^ 2).splitlines()[1:] == [POWER]


def with_append(x):  # noqa: RET503
    path = [x]
    for k in range(3):
        return path.append(x + k)


def with_sort(x):
    path = [x + 2, x + 1, x]
    return path.sort()


@pytest.mark.parametrize(("answer", "name"), [(with_append, "append"), (with_sort, "sort")])
def test_a_change_that_is_returned_in_place_of_the_list(answer, name):
    assert message(answer, climb) == (
        f"It returns what {name} gives, and that is None: {name} changes the list. "
        f"Write {name} on a line of its own, and return the list after that."
    )


def test_a_missing_return_beside_an_append_is_a_missing_return():
    def answer(x):
        path = [x]
        path.append(x + 1)

    assert message(answer, climb) == "It returns nothing; a return is missing."
    told = message(eval("lambda x: [].append(x)"), climb)  # whose text nobody has kept
    assert told == "It returns nothing; a return is missing."


IN_PLACE = (
    "A sign such as -= behind a bracket, as in path[-1] -= …, overwrites the entry in the list. To "
    "keep that, append the new one: path.append(path[-1] - …)."
)


def test_the_last_place_of_a_list_changed_in_place():
    def answer(x):
        path = [x]
        for _ in range(2):
            path[-1] += 1
            path.append(path[-1])
        return path

    assert message(answer, climb).splitlines()[1:] == [IN_PLACE]


def test_a_nudge_of_an_input_beside_an_append_to_another_list_overwrites_no_place():
    def answer(x):
        place, path = [x], []
        for k in range(3):
            place[0] += k
            path.append(sum(place) + 1)
        return path

    assert IN_PLACE not in message(answer, climb)


AT_ONCE = (
    "A return stands inside the loop, so the loop ends in its first round. Move it to the left, so "
    "that it comes after the loop."
)


def early_in_a_for(x):
    path = [x]
    for k in range(2):
        path.append(x + k + 1)
        return path
    return None


def early_in_a_while(x):
    path = [x]
    while len(path) < 3:
        path.append(path[-1] + 1)
        return np.array(path)
    return None


def early_beside_a_break(x):
    path = [x]
    for _ in range(2):
        if len(path) > 2:
            break
        path.append(path[-1] + 1)
        return path
    return None


def early_in_an_inner_loop(x):
    path = [x]
    if x > 0:
        for k in range(2):
            for j in range(2):
                path.append(x + k + j)
                return path
    return None


@pytest.mark.parametrize(
    "answer", [early_in_a_for, early_in_a_while, early_beside_a_break, early_in_an_inner_loop]
)
def test_a_return_that_ends_a_loop_in_its_first_round(answer):
    assert message(answer, climb).splitlines()[1:] == [AT_ONCE]


def searches_with_an_if(x):
    for k in range(9):
        if k > 1:
            return [x, x, x + k]
    return [x]


def searches_with_continue(x):
    for k in range(9):
        if k < 2:
            continue
        return [x, x, x + k]
    return [x]


def returns_in_the_else_of_a_loop(x):
    path = [x]
    for _ in range(2):
        path.append(path[-1])
        if path[-1] != x:
            break
    else:
        return path
    return [x]


def returns_in_a_function_within(x):
    def first(numbers):
        for number in numbers:
            return number
        return None

    def again(numbers):
        return [first(numbers) for _ in numbers]

    return again([x, x, x])


def makes_functions_in_a_loop(x):
    found = []
    for _ in range(3):

        def same(number):
            return number

        found.append(same(x))
    return found


@pytest.mark.parametrize(
    "answer",
    [
        searches_with_an_if,
        searches_with_continue,
        returns_in_the_else_of_a_loop,
        returns_in_a_function_within,
        makes_functions_in_a_loop,
        eval("lambda x: [x, x, x]"),
    ],
)
def test_a_return_that_ends_no_loop_in_its_first_round(answer):
    assert len(message(answer, climb).splitlines()) == 1


def test_a_loop_that_ends_in_its_first_round_may_be_right():
    def answer(x):
        while True:
            return [x, x + 1, x + 2]

    assert climb.check(answer).state == "Right"


def test_an_entry_that_is_changed_in_place_for_good_reason():
    def answer(x):
        path = []
        for k in range(3):
            path.append(x)
            path[-1] += k
        return path

    assert climb.check(answer).state == "Right"
    assert IN_PLACE not in message(lambda x: [x, x, x], climb)
