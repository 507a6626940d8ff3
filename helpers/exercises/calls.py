"""Calls of a learner's function that come back: with its value, or with what stopped it.

Code that never ends is stopped by a tracer, which sees every instruction of the learner's own code
and every call of a Python function. So it needs no thread and no signal: it works on every system
and in a browser. It cannot stop a single call of compiled code, such as `sum(itertools.count())`;
interrupting the kernel does. A debugger traces, too, and is left alone: then no time is measured.
"""

import builtins
import io
import math
import os
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, redirect_stdout
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from inspect import isbuiltin
from pathlib import Path
from time import perf_counter
from types import FrameType
from typing import Any
from weakref import finalize

import numpy as np
from IPython import get_ipython

Answer = Callable[..., object]
Case = Mapping[str, Any]  # named arguments


def turned(case: Case) -> Case:
    """Return a case with the entries of each array in the opposite order, rows and columns too."""
    return {
        k: np.flip(value) if isinstance(value, np.ndarray) else value for k, value in case.items()
    }


_HERE = (lambda: None).__code__.co_filename
# What comes with Python, from packages or from the course itself ends: it is only seen in calls.
_TRUSTED = (
    str(Path(os.__file__).parent),
    str(Path(np.__file__).parents[1]),
    str(Path(__file__).parents[1]),
    "<frozen ",
)


_SHOWN = 2000  # letters of what one call prints
_PRINTING: dict[str, Any] = {
    "edgeitems": 3,
    "floatmode": "maxprec",
    "infstr": "inf",
    "legacy": False,
    "linewidth": 75,
    "nanstr": "nan",
    "precision": 8,
    "sign": "-",
    "suppress": False,
    "threshold": 1000,
}


@dataclass(frozen=True)
class Result:
    """What one call gave: a value or an error, and what happened on the way."""

    value: Any = None
    raised: BaseException | None = None
    line: str = ""
    stopped: str = ""
    changed: str = ""
    warned: str = ""
    printed: bool = False

    @property
    def error(self) -> str:
        """Return the error as Python shows it, or ""."""
        if self.raised is None:
            return ""
        try:
            text = " ".join(str(self.raised).split())
        except (Exception, SystemExit):  # an error with a mistake of its own
            text = ""
        return type(self.raised).__name__ + (f": {text}" if text not in {"", "None"} else "")

    @property
    def nothing(self) -> bool:
        """Return whether it came to its end, and gave and did nothing."""
        return self.value is None and not (self.raised or self.changed or self.printed)

    @property
    def complaint(self) -> str:
        """Return what is wrong whatever the value should be, or ""."""
        if self.raised is not None:
            return f"{f'your line “{self.line}”' if self.line else 'it'} stops with {self.error}"
        if self.changed:
            return (
                f"It changes its input {self.changed}. Signs such as -= write into the array that "
                "was handed in; x = x - … makes a new array."
            )
        if self.value is None and self.printed:
            return "It prints a result, but returns nothing. Write return in place of print."
        if self.nothing:
            return "It returns nothing; a return is missing."
        return ""


class _Budget:
    """The seconds, and the calls of functions handed in, that a learner's function may take.

    It holds from entering it until leaving it. The first import of a module takes no time.
    """

    def __init__(self, seconds: float, calls: int) -> None:
        self.seconds, self.calls = seconds, calls
        self.used_up = ""  # "5 seconds" or "10,000 calls of gradient", once that is so
        self._active = False

    def __enter__(self) -> None:
        self._end = perf_counter() + self.seconds
        self._active = True
        # A debugger has its tracer there, or a settrace of its own.
        self._traces = sys.gettrace() is None and isbuiltin(sys.settrace)
        if self._traces:
            sys.settrace(self.trace)

    def __exit__(self, *raised: object) -> None:
        self._active = False
        if self._traces:
            sys.settrace(None)

    def counted(self, name: str, function: Answer) -> Answer:
        """Return `function`, of which each call counts."""
        left = iter(range(self.calls))

        @wraps(function)
        def call(*arguments: Any, **named: Any) -> object:
            if self._active and next(left, None) is None:
                self.used_up = self.used_up or f"{self.calls:,} calls of {name}"
                raise _UsedUp
            return function(*arguments, **named)

        return call

    def trace(self, frame: FrameType, _event: str, _value: object) -> Callable[..., Any] | None:
        """Return the tracer of a frame of the learner's own code, and None for all others."""
        file = frame.f_code.co_filename
        if file == _HERE:
            return None
        if perf_counter() > self._end:
            self.used_up = self.used_up or f"{self.seconds:g} seconds"
            raise self._caught_by(frame)
        if frame.f_code.co_name == "_find_and_load" and file.startswith("<frozen importlib"):
            return self._waiting()
        if file.startswith(_TRUSTED):
            return None
        frame.f_trace_opcodes = True  # a loop on one line may have no other events
        return self.trace

    def _waiting(self) -> Callable[..., Any]:
        """Stop the clock, and return the tracer of the frame at whose return it goes on."""
        left, self._end = self._end - perf_counter(), math.inf

        def trace(_frame: FrameType, event: str, _value: object) -> Callable[..., Any]:
            if event == "return":
                self._end = perf_counter() + left
            return trace

        return trace

    def _caught_by(self, frame: FrameType) -> "_UsedUp":
        """Return the error that a tracer raises in a frame: once that has caught it, trace again.

        Python drops a tracer that has raised an error. Where code has caught the error, and so is
        done with it, nothing else of ours runs.
        """

        def trace_again() -> None:
            if self._active:
                sys.settrace(self.trace)
                frame.f_trace = self.trace

        error = _UsedUp()
        finalize(error, trace_again).atexit = False
        return error


class _UsedUp(BaseException):
    """Raised in code that has used up its budget; where that catches it, the next line raises it.

    It is no `Exception`, so that an `except Exception` lets it through.
    """


@contextmanager
def fresh_state() -> Iterator[list[warnings.WarningMessage]]:
    """Yield the warnings that come, while NumPy and warnings are set as in a new kernel."""
    printing = dict.fromkeys(np.get_printoptions()) | _PRINTING
    with (
        warnings.catch_warnings(record=True) as caught,
        np.errstate(divide="warn", over="warn", under="ignore", invalid="warn"),
        np.printoptions(**printing),
    ):
        warnings.simplefilter("always")
        yield caught


def run(
    function: Answer, case: Case, limits: tuple[float, int] | None = None, mutes: bool = True
) -> Result:
    """Return what the function gives for a case; one of our own needs no limits.

    The limits are seconds, and calls of each function handed in. Unless it `mutes`, whatever it
    does against warnings has no effect. An interrupt by the learner goes through, as
    `KeyboardInterrupt`.
    """
    budget = _Budget(*limits) if limits else None
    arguments = deepcopy(dict(case))
    handed = [
        budget.counted(name, value) if budget and callable(value) else value
        for name, value in arguments.items()
    ]
    printed = io.StringIO()
    with (
        _shown(printed) if budget and mutes else nullcontext(),
        redirect_stdout(printed),
        fresh_state() as caught,
        _replaced(_NOBODY_ASKED + _kernel_kept() + ([] if mutes else _NOTHING_MUTED)),
    ):
        try:
            with budget or nullcontext():
                value = function(*handed)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            line = _own_line(error, function)
            if budget and budget.used_up:
                return Result(stopped=budget.used_up, line=line)
            return Result(raised=error, line=line)
    if budget and budget.used_up:
        return Result(stopped=budget.used_up)
    changed = [
        name
        for name, value in case.items()
        if not (
            arguments[name] is value or callable(value) or np.array_equal(arguments[name], value)
        )
    ]
    numerical = (w.message for w in caught if issubclass(w.category, RuntimeWarning))
    return Result(
        value,
        changed=", ".join(changed),
        warned=str(next(numerical, "")),
        printed=bool(printed.getvalue()),
    )


@contextmanager
def _shown(printed: io.StringIO) -> Iterator[None]:
    """Show the beginning of what has been printed, afterwards."""
    try:
        yield
    finally:
        if text := printed.getvalue():  # some kernels show an empty text as an empty line
            sys.stdout.write(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…\n")


def _no_input(_prompt: object = "") -> str:
    """Raise `EOFError`, as `input()` does where nobody can answer."""
    raise EOFError("a check answers no input()")


_Replacement = tuple[
    Any, str, Callable[..., Any]
]  # an object, its attribute, and what stands there
_NOBODY_ASKED: list[_Replacement] = [(builtins, "input", _no_input)]
_NOTHING_MUTED: list[_Replacement] = [
    (np, "seterr", lambda *_, **modes: np.geterr()),
    (np.errstate, "__enter__", lambda _: None),
    (np.errstate, "__exit__", lambda *_: None),
    (warnings, "simplefilter", lambda *_, **named: None),
    (warnings, "filterwarnings", lambda *_, **named: None),
    (warnings, "catch_warnings", lambda *_, **named: nullcontext([])),
]


def _kernel_kept() -> list[_Replacement]:
    """Let `exit()` raise `SystemExit`, as everywhere in Python; in a kernel it would end that."""
    shell = get_ipython()
    return [(shell, "ask_exit", sys.exit)] if shell else []


@contextmanager
def _replaced(replacements: list[_Replacement]) -> Iterator[None]:
    own = [
        (owner, name, name in vars(owner), getattr(owner, name, None))
        for owner, name, _ in replacements
    ]
    try:
        for replacement in replacements:
            setattr(*replacement)
        yield
    finally:
        for owner, name, was_its_own, before in own:
            if was_its_own:
                setattr(owner, name, before)
            else:  # it came from a class, or, as `ask_exit` in JupyterLite, from nowhere
                delattr(owner, name)


def _own_line(error: BaseException, function: Answer) -> str:
    """Return the last line of the learner's own code on the way to an error.

    Where a function calls itself without end, it is the first.
    """
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    trace = traceback.extract_tb(error.__traceback__)
    own = [frame.line or "" for frame in trace if frame.filename == file]
    return (own[0] if isinstance(error, RecursionError) else own[-1]) if own else ""
