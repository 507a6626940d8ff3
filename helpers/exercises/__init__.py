"""Exercises that say what is probably wrong: an answer is judged by what it computes.

Each lesson has a module of `Exercise` tables. A known slip stands there as the function that makes
it, beside its hint, so that a check recognises it and a test can run it. An answer runs in `calls`,
which lets nothing out; `values` puts into words what it gave, and `reading` what its code shows.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from inspect import unwrap
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.arrays import Array
from helpers.exercises.calls import Answer, Case, Result, fresh_state, run
from helpers.exercises.reading import (
    advice,
    early_return,
    may_mute,
    other_inputs,
    remarks,
    returned_change,
)
from helpers.exercises.values import Piece, difference, has_dots, inputs, misfit, pieces, said

__all__ = ["Answer", "Case", "Exercise", "Verdict"]

Trial = tuple[Case, Result, Result]  # what an answer gave in a case, and what ours gives


@dataclass(frozen=True)
class Verdict:
    """What a check found: `state` is "Not answered yet", "Right" or "Not yet".

    It can be called in the place of the answer, so that a lesson goes on: a right answer answers
    itself, and in the place of any other stands our solution.
    """

    state: str
    message: str
    goes_on: Answer = field(default=lambda: None, compare=False)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Return what the answer, if it is right, or else our solution gives."""
        return self.goes_on(*arguments, **named)

    def __repr__(self) -> str:
        return f"{self.state}. {self.message}"

    def _repr_html_(self) -> str:
        colour = {"Right": "#009E73", "Not yet": "#D55E00"}.get(self.state, "#767676")
        lines = "<br>".join(escape(line) for line in self.message.splitlines())
        return (
            f'<div style="border-left:4px solid {colour};padding:2px 12px">'
            f"<strong>{self.state}.</strong> {lines}</div>"
        )


_NOT_ANSWERED = Verdict("Not answered yet", "Replace the ... above, run that cell, then this one.")


_NEAR = 0.02  # a nudge of 0.01 to one side, as in lesson 04, is off by about 1 % of a slope
_NEARLY = (
    "It is nearly right. If you measured a slope with a nudge, it has only some of the digits. The "
    "formula gives them all."
)
_EXACT = 1e-12  # a formula in any form comes nearer; a measured slope does not
_MEASURED = (
    "The numbers are right, but not to the last digit, as if you had measured the slopes with a "
    "nudge. The formula gives all digits, and it needs no nudges."
)
_ROUNDED = "The numbers are rounded. Return them with all their digits."


@dataclass(frozen=True)
class Exercise:
    """A question whose answer is a function, or a number seen as a function without arguments.

    `solutions` are the right answers, ours first; `cases` hold named arguments to try; `slips` map
    wrong functions to their hints; `shows` says what a right answer has shown; `explain`, for
    numbers, says of a wrong one what it would mean, and so does not give the answer away; `read`
    turns numbers into what is compared, where many answers are right; `slopes` are numbers that can
    be measured as well. One call of an answer may take so many `seconds`, and so many `calls` of
    each function handed to it.
    """

    solutions: tuple[Answer, ...]
    slips: Mapping[Answer, str]
    shows: str
    cases: tuple[Case, ...] = ({},)
    tolerance: float = 1e-9
    explain: Callable[[float], str] | None = None
    read: Callable[[Array], Array] = np.asarray
    slopes: bool = False
    seconds: float = 5.0
    calls: int = 10_000

    @property
    def wants_number(self) -> bool:
        """Return whether the answer is a number: then nothing is handed to it."""
        return not self.cases[0]

    def check(self, answer: Any) -> Verdict:
        """Return the `Verdict` on `answer`; nothing that the answer does stops the notebook.

        Raises `KeyboardInterrupt` if the learner interrupts it.
        """
        with fresh_state():
            verdict = self._check(answer)
        is_theirs = verdict.state == "Right" and callable(answer)
        return replace(verdict, goes_on=answer if is_theirs else self.solutions[0])

    def _check(self, answer: Any) -> Verdict:
        if answer is ...:
            return _NOT_ANSWERED
        names = ", ".join(self.cases[0])
        if callable(answer) == self.wants_number:
            kind = f"a function of {names}" if names else "a number"
            return Verdict("Not yet", f"The answer should be {kind}, but is {said(answer)}.")
        function = (lambda: answer) if self.wants_number else answer
        taken = other_inputs(function, self.cases[0])
        if taken:
            told = f"The answer should be a function of {names}, but takes {taken}."
            return Verdict("Not yet", told)
        results = list(self._try(function))
        ours = [run(self.solutions[0], case) for case in self.cases]
        trials = [*zip(self.cases, results, ours, strict=False)]
        if any(self._agree(results, right) for right in self.solutions):
            measured = _MEASURED if self.slopes and not _exact(trials) else ""
            return Verdict("Right", self._muted(function, trials) or measured or self.shows)
        return self._wrong(function, trials)

    def _try(self, function: Answer) -> Iterator[Result]:
        """Yield what the function gives for each case, up to one that does not come to an end."""
        for case in self.cases:
            result = run(function, case, (self.seconds, self.calls))
            yield result
            if result.stopped:
                return

    def _agree(self, results: list[Result], function: Answer) -> bool:
        return all(
            self._same(result, run(function, case))
            for result, case in zip(results, self.cases, strict=False)
        )

    def _same(self, result: Result, other: Result) -> bool:
        return bool(result.warned) == bool(other.warned) and self._equal(result, other)

    def _equal(self, result: Result, other: Result) -> bool:
        """Return whether both give the same, whatever warnings came."""
        if result.stopped:
            return False
        if result.error or other.error:
            return result.error == other.error
        if result.changed or misfit(result.value, other.value):
            return False
        near = self._close(result, other)
        return bool(near) and all(close.all() for close in near)

    def _close(self, result: Result, other: Result, within: float = 0) -> list[NDArray[np.bool]]:
        """Return for each piece of a value where it is as the other, or `within` a share of it."""

        def read(value: Any) -> list[Array]:
            return [self.read(piece.astype(float)) for piece in pieces(value)]

        rtol = max(within, self.tolerance)
        return [
            np.isclose(got, wanted, rtol=rtol, atol=1e-300, equal_nan=True)
            for got, wanted in zip(read(result.value), read(other.value), strict=True)
        ]

    def _muted(self, function: Answer, trials: list[Trial]) -> str:
        """Say of a right answer which warning it mutes, if it does and if ours does not warn."""
        for case, _, right in trials if may_mute(function) else ():
            heard = run(unwrap(function), case, (self.seconds, self.calls), mutes=False)
            if heard.warned and not right.warned:
                return (
                    "The numbers are right. But your function mutes a warning: without that, "
                    f"Python would say “{heard.warned}”."
                )
        return ""

    def _wrong(self, function: Answer, trials: list[Trial]) -> Verdict:
        results = [result for _, result, _ in trials]
        faults = [trial for trial in trials if not self._same(*trial[1:])]
        wrong = (trial for trial in faults if not self._equal(*trial[1:]))
        case, result, right = next(wrong, faults[0])
        if has_dots(result.value):
            return _NOT_ANSWERED
        complaint = "" if self.wants_number else _complaint(case, result)
        hints = (hint for slip, hint in self.slips.items() if self._agree(results, slip))
        if hint := next(hints, ""):
            lines = [complaint, early_return(function), hint]
        elif result.stopped:
            lines = [_endless(case, result)]
        elif result.raised is not None:
            lines = [complaint, advice(result, function, case)]
        elif complaint:
            instead = returned_change(function) if result.nothing else ""
            elsewhere = result.value is None and any(other.value is not None for other in results)
            lines = [instead or complaint, _not_reached(case) if elsewhere else ""]
        else:
            lines = [self._difference(case, result, right), self._inexact(trials)]
            lines += remarks(function, result.value, case) if pieces(result.value) else []
        return Verdict("Not yet", "\n".join(filter(None, lines)))

    def _difference(self, case: Case, result: Result, right: Result) -> str:
        """Say what came and what should have come."""
        if unlike := misfit(result.value, right.value):
            return unlike
        got, wanted = pieces(result.value), pieces(right.value)
        for k, close in enumerate(self._close(result, right)):
            if not close.all():
                if self.explain:
                    return _explained(float(got[k]), self.explain)
                part = f" in part {k + 1}" if len(got) > 1 else ""
                alone = self._entry_by_entry(case, wanted[k])
                return difference(case, got[k], wanted[k], close, part, alone)
        return f"The numbers are right, but on the way to them comes a warning: “{result.warned}”."

    def _entry_by_entry(self, case: Case, wanted: Piece) -> bool:
        """Return whether each entry of a right result depends on the inputs at its place alone."""

        def alone(k: int) -> Any:
            within = slice(k, k + 1)
            cut = {n: v[within] if np.shape(v) == wanted.shape else v for n, v in case.items()}
            return run(self.solutions[0], cut).value

        return wanted.ndim < 2 and all(
            not misfit(alone(k), wanted[k : k + 1]) and _near(alone(k), wanted[k : k + 1])
            for k in range(wanted.size if wanted.ndim else 0)
        )

    def _inexact(self, trials: list[Trial]) -> str:
        """Say of wrong numbers of the right kind why they may be nearly right, if they are."""
        pairs = [(result, right) for _, result, right in trials]
        if (
            self.wants_number
            or any(misfit(result.value, right.value) for result, right in pairs)
            or all(self._equal(*pair) for pair in pairs)
        ):
            return ""
        if any(all(_is_rounded(*pair, digits) for pair in pairs) for digits in range(10)):
            return _ROUNDED
        near = (close.all() for pair in pairs for close in self._close(*pair, _NEAR))
        return _NEARLY if self.slopes and all(near) else ""


def _explained(number: float, explain: Callable[[float], str]) -> str:
    if np.isfinite(number):
        return explain(number)
    return f"It should be a finite number, but is {number:g}."


def _complaint(case: Case, result: Result) -> str:
    """Say what is wrong whatever the value should be, and in which case an error came."""
    told = result.complaint
    return f"For {inputs(case)} {told}" if result.raised is not None else told


def _near(value: Any, other: Any) -> bool:
    return np.allclose(value, other, rtol=_EXACT, atol=0, equal_nan=True)


def _exact(trials: list[Trial]) -> bool:
    """Return whether right numbers are as near to ours as another formula would be."""
    return all(
        _near(got, wanted)
        for _, result, right in trials
        for got, wanted in zip(pieces(result.value), pieces(right.value), strict=True)
    )


def _is_rounded(result: Result, right: Result, digits: int) -> bool:
    return all(
        got.any() and np.allclose(got, np.round(wanted.astype(float), digits), rtol=0, atol=1e-12)
        for got, wanted in zip(pieces(result.value), pieces(right.value), strict=True)
    )


def _endless(case: Case, result: Result) -> str:
    line = f", at your line “{result.line}”" if result.line else ""
    return (
        f"For {inputs(case)} it does not come to an end: it was stopped after {result.stopped}"
        f"{line}. Does the condition that ends its loop ever come true?"
    )


def _not_reached(case: Case) -> str:
    return f"For {inputs(case)} none is reached. Does it stand within an if or a loop?"
