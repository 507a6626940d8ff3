"""What a learner's code and its errors show about a slip of Python."""

import ast
import dis
import linecache
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from inspect import getsource, signature, unwrap
from textwrap import dedent
from traceback import walk_tb
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from helpers.exercises.calls import Answer, Case, Result

_MUTING = {"catch_warnings", "errstate", "filterwarnings", "seterr", "simplefilter"}
_POWER = "Python writes a power with two asterisks: x**2. The sign ^ means something else."
_NONE = (
    "Something here is None. A function that ends without return gives None, and so do append, "
    "sort and print."
)
_IN_PLACE = (
    "A sign such as -= behind a bracket, as in path[-1] -= …, overwrites the entry in the list. To "
    "keep that, append the new one: path.append(path[-1] - …)."
)
_APPENDED = (
    "np.append leaves the old array as it is and returns a new one: path = np.append(path, …)."
)
_NOT_CALLED = (
    "A function stands where a number belongs. To call it, write its input behind it, in brackets: "
    "gradient(x)."
)
_ONE_NUMBER = (
    "float() and the functions of math take one number, and here are many. Those of NumPy take "
    "all, such as np.log."
)
_NO_ROOM = (
    "One entry of an array has room for one number, and here are several. A list has room for "
    "anything: path.append(…)."
)
_ENTRY_BY_ENTRY = (
    "*, + and - go entry by entry, and these shapes do not fit. A sum of products takes @, as in "
    "X @ w."
)
_TOO_FEW = (
    "This function needs more inputs than it gets. If another one, such as gradient_descent, calls "
    "it with p alone, hand over a gradient(p) that calls this function."
)
_OF_NUMPY = {"append", "array", "exp", "log", "mean", "sqrt", "where", "zeros"}  # often meant
_CHANGING = "append|clear|extend|insert|remove|reverse|sort"  # these return None
_ONE_ARRAY = (
    "All its entries are one and the same array, which -= changes. x = x - … makes a new array "
    "each time."
)
_ADVICE: tuple[tuple[type[BaseException], str, str], ...] = (
    (TypeError, "ellipsis", "The three dots are still there: put your own code in their place."),
    (TypeError, r"for \^|bitwise_xor", _POWER),
    (
        TypeError,
        r"'(int|float|numpy\.\w+)' object is not callable",
        "A product needs its sign: 2 * (x - 1), not 2(x - 1).",
    ),
    (Exception, "'ln'", "The natural logarithm is np.log."),
    (TypeError, "converted to Python scalar|must be real number, not list", _ONE_NUMBER),
    (ValueError, r"with a sequence\.$", _NO_ROOM),
    (
        EOFError,
        r"input\(\)",
        "Leave input() away: the inputs come with the call, by the names in the first line.",
    ),
    (
        ValueError,
        "inhomogeneous shape",
        "The parts are of different shapes. np.append joins an array and a number.",
    ),
    (AttributeError, "ndarray.*'append'", "An array cannot grow; a list can, such as [start]."),
    (IndexError, "list assignment", "A list has no such place yet: path.append(…) adds one."),
    (Exception, r"'(builtin_)?function\w*'|'(numpy\.ufunc|method)'|of type function", _NOT_CALLED),
    (
        TypeError,
        r"'(int|numpy\.u?int\d+)' object is not iterable",
        "A number has no entries to go through. To repeat something n times, write range(n).",
    ),
    (ValueError, "could not be broadcast together", _ENTRY_BY_ENTRY),
    (TypeError, r"missing \d+ required positional", _TOO_FEW),
    (
        RecursionError,
        "",
        "It calls itself without end: one case has to return without a further call.",
    ),
    (Exception, "NoneType", _NONE),
    (SystemExit, "", "That ends all of Python. Let the function end with return."),
)


def other_inputs(function: Answer, case: Case) -> str:
    """Return the inputs that a function takes, if it cannot take as many as a case has, or ""."""
    try:
        taken = signature(function)
    except (Exception, SystemExit):  # a compiled function, or an object with a mistake of its own
        return ""
    try:
        taken.bind(*case)
    except TypeError:
        return ", ".join(taken.parameters) or "nothing"
    return ""


def advice(result: Result, function: Answer, case: Case) -> str:
    """Return what to do about the error that a function has raised, or ""."""
    error, text = result.raised, result.error
    if isinstance(error, ValueError) and "truth value of an array" in text:
        return _one_truth(result.line)
    if isinstance(error, TypeError) and text.endswith("object is not callable"):
        handed = _handed_value(error, function)
        if handed:
            return handed
    known = (
        words
        for kind, pattern, words in _ADVICE
        if isinstance(error, kind) and re.search(pattern, text)
    )
    if words := _another_order(function, case) or next(known, ""):
        return words
    if isinstance(error, UnboundLocalError):
        name = re.search(r"'(\w+)'", text)
        return f"Give {name[1]} a value before you use it." if name else ""
    if isinstance(error, NameError):
        return _unknown_name(error.name or "", function, case)
    if isinstance(error, AttributeError):
        return _nearly(error.name or "", dir(error.obj))
    return ""


def _another_order(function: Answer, case: Case) -> str:
    own = _inputs(function)
    if own == [*case] or {*own} != {*case}:
        return ""
    return f"Your first line takes {', '.join(own)}. The task has another order: {', '.join(case)}."


def _nearly(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.75)
    return f"There is no {name} here. Do you mean {near[0]}?" if near else ""


def _one_truth(line: str) -> str:
    """Return in words what in a line wants one truth, where there are many numbers."""
    nodes = list(_nodes(line))
    if any(isinstance(node, ast.BoolOp) for node in nodes):
        return (
            "The words and, or and not decide about one number, and here are many. Between "
            "comparisons write & or |, and put brackets round each: (a > 0.5) & (b == 1)."
        )
    if any(isinstance(node, ast.Compare) and len(node.ops) > 1 for node in nodes):
        return (
            "Python makes two comparisons of a > b == c, a > b and b == c, and wants one answer "
            "for them. Put brackets round the comparison that comes first: (a > b) == c."
        )
    if any(isinstance(node, ast.If | ast.IfExp) for node in nodes):
        return "An if decides about one number, and here are many. np.where decides about each."
    return (
        "Here Python wants one answer, True or False, and there are many numbers. np.where decides "
        "about each."
    )


def _nodes(line: str) -> Iterator[ast.AST]:
    """Yield the syntax of a line, or nothing if it is a part of a statement of several lines."""
    line = re.sub(r"^el(?=if)", "", line)
    for whole in (line, f"{line}\n pass"):  # the second for if, while and for
        with suppress(SyntaxError):
            yield from ast.walk(ast.parse(whole))


def _handed_value(error: TypeError, function: Answer) -> str:
    """Return in words that a function got a value in place of a function, or ""."""
    *_, (frame, number) = walk_tb(error.__traceback__)
    code = frame.f_code
    called = {
        node.func.id
        for node in _nodes(linecache.getline(code.co_filename, number).strip())
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    inputs = code.co_varnames[: code.co_argcount]
    for name in inputs if code is not getattr(function, "__code__", None) else ():
        if name in called and not callable(frame.f_locals.get(name)):
            return (
                f"{code.co_name} wants a function for {name}: hand it the name of the function, "
                "without brackets behind it."
            )
    return ""


def _unknown_name(name: str, function: Answer, case: Case) -> str:
    own = _inputs(function)
    if name in case and len(own) == len(case):
        called = own[list(case).index(name)]
        return (
            f"The first line calls this input {called}, and this line calls it {name}. "
            "Use one name for both."
        )
    notebook = getattr(function, "__globals__", {})
    within = _in_a_module(name, notebook)
    if within:
        return f"There is no {name} here. Do you mean {within}?"
    local = (variable for code in own_code(function) for variable in code.co_varnames)
    inputs = f"The inputs are {_listed(own)}" if len(own) > 1 else f"The input is {_listed(own)}"
    return _nearly(name, [*own, *local, *notebook]) or (
        f"There is no {name} here. {inputs}. "
        "Anything else needs a cell that defines it and that has run."
    )


def _in_a_module(name: str, notebook: Mapping[str, Any]) -> str:
    """Return the name with that of the module before it, where a module of the notebook has it."""
    for module, value in sorted(notebook.items(), key=lambda item: item[1] is not np):
        own = isinstance(value, ModuleType) and (value is not np or name in _OF_NUMPY)
        if own and getattr(vars(value).get(name), "__module__", "") == value.__name__:
            return f"{module}.{name}"
    return ""


def _listed(names: list[str]) -> str:
    *first, last = names or ["nothing"]
    return f"{', '.join(first)} and {last}" if first else last


def remarks(function: Answer, value: Any, case: Case) -> list[str]:
    """Return what may be the reason why a function gives a wrong value; some may be ""."""
    codes = own_code(function)
    if not codes:
        return []
    source = _source(function)
    signs = {step.argrepr for code in codes for step in dis.get_instructions(code)}
    changed = re.findall(r"(\w+)\[[^]]*\] *[-+*/]=", source)
    overwrites = any(re.search(rf"\b{name}\.append\(", source) for name in changed)
    drops = re.search(r"^\s*np\.append\(", source, re.MULTILINE)
    return [
        _another_order(function, case),
        early_return(function),
        _POWER if signs & {"^", "^="} else "",
        _IN_PLACE if overwrites else "",
        _APPENDED if drops else "",
        _unused(function, case),
        _of_the_notebook(function),
        _ONE_ARRAY if _is_one_array_again(value) else "",
    ]


def _is_one_array_again(value: Any) -> bool:
    entries = value if isinstance(value, list | tuple) else []
    first = next(iter(entries), None)
    return len(entries) > 1 and isinstance(first, np.ndarray) and all(e is first for e in entries)


def early_return(function: Answer) -> str:
    """Return in words that a return ends a loop of a function in its first round, or ""."""
    if not any(map(_ends_at_once, _loops(_statements(function)))):
        return ""
    return (
        "A return stands inside the loop, so the loop ends in its first round. Move it to the "
        "left, so that it comes after the loop."
    )


def returned_change(function: Answer) -> str:
    """Return in words what a function returns in place of the list that it changes, or ""."""
    found = re.search(rf"\breturn\s+[\w.]+\.({_CHANGING})\(", _source(function))
    if not found:
        return ""
    return (
        f"It returns what {found[1]} gives, and that is None: {found[1]} changes the list. Write "
        f"{found[1]} on a line of its own, and return the list after that."
    )


def _source(function: Answer) -> str:
    try:
        return getsource(function)
    except (Exception, SystemExit):  # it was not written in a cell or a file
        return ""


def _statements(function: Answer) -> list[ast.stmt]:
    """Return the statements of a function that has a name, if its text is known."""
    try:
        (definition,) = ast.parse(dedent(_source(function))).body
    except (SyntaxError, ValueError):  # it is a lambda within an expression, or has no text
        return []
    return definition.body if isinstance(definition, ast.FunctionDef) else []


def _loops(statements: Iterable[ast.AST]) -> Iterator[ast.For | ast.While]:
    """Yield the loops among statements and within them, but not those of functions there."""
    for node in statements:
        if isinstance(node, ast.For | ast.While):
            yield node
        if not isinstance(node, ast.FunctionDef | ast.expr):
            yield from _loops(ast.iter_child_nodes(node))


def _ends_at_once(loop: ast.For | ast.While) -> bool:
    """Return whether a loop ends in its first round with a return, whatever the data."""
    goes_on = any(isinstance(node, ast.Continue) for node in ast.walk(loop))
    return not goes_on and any(isinstance(node, ast.Return) for node in loop.body)


def _unused(function: Answer, case: Case) -> str:
    names = _inputs(function)
    code = function.__code__
    used = {*code.co_cellvars, *_loaded(code, "LOAD_")} - _replaced(function)
    left = [name for name in names if name not in used]
    if not left:
        return ""
    callables = {name for name, value in zip(names, case.values(), strict=False) if callable(value)}
    others = [name for name, value in _globals(function) if isinstance(value, FunctionType)]
    only_one = callables.issuperset(left) and len(others) == 1
    instead = f", but {others[0]} of the notebook" if only_one else ""
    return f"It does not use its input{'s' * (len(left) > 1)} {_listed(left)}{instead}."


def _replaced(function: Answer) -> set[str]:
    """Return the names that get a value before the function has read them."""
    read: set[str] = set()
    found: set[str] = set()
    for statement in _statements(function):
        names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        read |= {node.id for node in names if isinstance(node.ctx, ast.Load)}
        if isinstance(statement, ast.Assign):
            found |= {node.id for node in names if isinstance(node.ctx, ast.Store)} - read
    return found


def _of_the_notebook(function: Answer) -> str:
    values = [
        name
        for name, value in _globals(function)
        if not callable(value) and not isinstance(value, ModuleType)
    ]
    needs = "of the notebook, which need not fit the inputs of this check"
    return f"It uses {_listed(values)} {needs}." if values else ""


def _inputs(function: Answer) -> list[str]:
    code = getattr(function, "__code__", None)
    return [*code.co_varnames[: code.co_argcount]] if code else []


def _loaded(code: CodeType, *kinds: str) -> Iterator[str]:
    """Yield the names that instructions of some kinds read."""
    for step in dis.get_instructions(code):
        if step.opname.startswith(kinds):
            yield from step.argval if isinstance(step.argval, tuple) else [str(step.argval)]


def _globals(function: Answer) -> list[tuple[str, Any]]:
    """Return what a function reads from its notebook, by name."""
    names = {
        name
        for code in _nested(function.__code__)
        for name in _loaded(code, "LOAD_GLOBAL", "LOAD_NAME")
    }
    notebook = function.__globals__
    return [(name, notebook[name]) for name in sorted(names & notebook.keys())]


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
