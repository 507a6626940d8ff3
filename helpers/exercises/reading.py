"""What a learner's code shows when it is read and not run."""

from collections.abc import Iterator
from inspect import unwrap
from types import CodeType, FunctionType

from helpers.exercises.calls import Answer

_MUTING = {"catch_warnings", "errstate", "filterwarnings", "seterr", "simplefilter"}


def may_mute(function: Answer) -> bool:
    """Return whether the function, or one of the notebook that it calls, may mute warnings."""
    decorated = unwrap(function) is not function
    return decorated or any(_MUTING & {*code.co_names} for code in own_code(function))


def own_code(function: Answer) -> list[CodeType]:
    """Return the code of a function, of those within it and of those of its notebook it calls."""
    if not isinstance(function, FunctionType):
        return []
    found = list(_nested(function.__code__))
    for code in found:  # which grows meanwhile
        for name in code.co_names:
            other = function.__globals__.get(name)
            if isinstance(other, FunctionType) and other.__globals__ is function.__globals__:
                found += [code for code in _nested(other.__code__) if code not in found]
    return found


def _nested(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _nested(constant)
