"""A check comes back from whatever a learner wrote: loops without end, exits, and interrupts."""

import signal
import sys
from _thread import interrupt_main
from dataclasses import replace
from threading import Timer

import nbformat
import numpy as np
import pytest

from helpers.exercises import Exercise
from helpers.exercises.calls import _Budget
from helpers.notebooks import run

walk = Exercise(
    solutions=(lambda gradient, x: x - gradient(x),),
    cases=({"gradient": np.sinh, "x": 1.5}, {"gradient": np.tan, "x": 0.5}),
    slips={},
    shows="",
    seconds=60,
    calls=100,
)
hasty = replace(walk, seconds=0.3)


def message(answer, exercise=walk):
    verdict = exercise.check(answer)
    assert verdict.state == "Not yet"
    return verdict.message


def never_shrinks(gradient, x):
    while abs(x) > 1e-3:
        x = x * 1
    return x


def test_a_function_that_is_called_within_the_check_can_be_called_after_it():
    kept = []
    walk.check(lambda gradient, x: kept.append(gradient) or x - gradient(x))
    assert [kept[0](1.5) for _ in range(101)][-1] == np.sinh(1.5)


def test_nobody_traces_after_a_check():
    hasty.check(never_shrinks)
    assert sys.gettrace() is None


@pytest.fixture
def untraced():
    """Let no tracer of ours be there afterwards, whatever happens."""
    yield
    sys.settrace(None)


@pytest.mark.usefixtures("untraced")
def test_a_tracer_that_is_there_sees_the_answer_and_is_left_alone():
    seen = set()

    def tracer(frame, event, argument):
        seen.add((frame.f_code.co_name, sys.gettrace()))
        return tracer

    def traced(gradient, x):
        return x - gradient(x)

    sys.settrace(tracer)
    assert walk.check(traced).state == "Right"
    assert sys.gettrace() is tracer
    assert ("traced", tracer) in seen


@pytest.mark.usefixtures("untraced")
def test_calls_are_counted_even_where_a_debugger_traces():
    def without_end(gradient, x):
        while True:
            x = x - 0 * gradient(x)

    sys.settrace(lambda *event: None)
    assert "stopped after 100 calls of gradient" in message(without_end)


def test_a_debugger_that_wants_no_other_tracer_is_not_disturbed(monkeypatch):
    """With pydevd `sys.settrace` warns, or even raises, also while nobody traces."""
    told = []

    def settrace(tracer):
        told.append(tracer)

    monkeypatch.setattr(sys, "settrace", settrace)
    assert walk.check(walk.solutions[0]).state == "Right"
    assert told == []


def test_the_first_import_of_a_module_takes_no_time(tmp_path, monkeypatch):
    (tmp_path / "slow_package.py").write_text(
        "import time, slow_within\ntime.sleep(0.4)\ndef same(x): return x\nsame(1)\n"
    )
    (tmp_path / "slow_within.py").write_text("import time\ntime.sleep(0.4)\n")
    monkeypatch.syspath_prepend(tmp_path)

    def importing(gradient, x):
        import slow_package

        return x - slow_package.same(gradient(x))

    assert hasty.check(importing).state == "Right"
    assert sys.modules.pop("slow_package")
    assert sys.modules.pop("slow_within")


def test_an_input_is_not_waited_for_and_gets_a_word(monkeypatch):
    asked = []
    monkeypatch.setattr("builtins.input", lambda prompt="": asked.append(prompt) or "1.5")

    def asking(gradient, x):
        x = float(input("x = "))
        return x - gradient(x)

    assert message(asking) == (
        'For gradient = sinh, x = 1.5 your line “x = float(input("x = "))” stops with EOFError: '
        "a check answers no input()\n"
        "Leave input() away: the inputs come with the call, by the names in the first line."
    )
    assert asked == []
    assert input() == "1.5"


@pytest.fixture
def interruptible():
    """Let an interrupt arrive, also in a run that was started in the background by a shell."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_goes_through():
    timer = Timer(0.2, interrupt_main)
    before = sys.gettrace()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        walk.check(never_shrinks)
    timer.join()
    assert sys.gettrace() is before


def test_what_a_library_does_is_not_watched_line_by_line(monkeypatch):
    """Watching it would make a right answer that calls NumPy often many times slower."""

    def long_way(gradient, x):
        for _ in range(10):
            x = x + 0 * np.mean([x, x])
        return x - gradient(x)

    watched = set()
    trace = _Budget.trace

    def noting(self, frame, event, value):
        tracer = trace(self, frame, event, value)
        if tracer:
            watched.add(frame.f_code.co_filename)
        return tracer

    monkeypatch.setattr(_Budget, "trace", noting)
    assert walk.check(long_way).state == "Right"
    assert watched == {__file__}


IN_A_KERNEL = {
    """
from dataclasses import replace
from helpers.exercises.lesson_00 import slope_between
def forever(x1, y1, x2, y2):
    while True: pass
replace(slope_between, seconds=0.5).check(forever)
""": "at your line “while True: pass”",
    """
def leave(x1, y1, x2, y2):
    exit()
slope_between.check(leave)
""": "your line “exit()” stops with SystemExit",
    """
def leave(x1, y1, x2, y2):
    quit(keep_kernel=True)
slope_between.check(leave)
""": "your line “quit(keep_kernel=True)” stops with SystemExit",
    "import time; time.sleep(0.5); get_ipython().ask_exit.__name__": "ask_exit",
}


def test_a_kernel_survives_every_answer(tmp_path):
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in IN_A_KERNEL]
    run(notebook, tmp_path)
    for cell, told in zip(notebook.cells, IN_A_KERNEL.values(), strict=True):
        assert told in cell.outputs[0].data["text/plain"]
