"""The rule for public docstrings, and what of it can be told without running the code.

The rule: one sentence with the result, which begins with a verb or, for a class, says what that is;
then, where they apply, shapes, units, the errors raised and the source of a formula. What the
docstring of a module or a class says holds for all that is in it.
"""

import ast
import builtins
import re

VERBS = {"Check", "Draw", "Drop", "Execute", "Make", "Return", "Run", "Show", "Write", "Yield"}
UNITS = {
    "height": "inches",
    "interval": "milliseconds",
    "seconds": "seconds",
    "size": "pixels",
    "timeout": "seconds",
    "width": "inches",
}
MATHEMATICS = ("activations", "losses", "gradient_check", "descent", "neuron", "network")
ARRAYS = r"\b(Array|ArrayLike|Function|Cost|Network|Layer|Training)\b"
SHAPE = r"\b[Ss]hapes?\b"
SOURCE = r"\bSources?\b[^:]*: [^:]*\b(19|20)\d\d\b"
SAID_ELSEWHERE = r"\b(?:what|as in|those of) `([\w.]+)`"


class Code:
    """Modules by name, and what their text says of their functions."""

    def __init__(self, sources):
        self.modules = {name: ast.parse(text) for name, text in sources.items()}
        self.nodes = dict(self.modules)
        for module, tree in self.modules.items():
            self._add(module, tree)
        self._names = {module: self._names_in(module) for module in self.modules}
        self._raised = {}

    def _add(self, place, tree):
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.nodes[f"{place}.{node.name}"] = node
            if isinstance(node, ast.ClassDef):
                self._add(f"{place}.{node.name}", node)

    def _names_in(self, module):
        """Return what each name of a module stands for, in full."""
        names = {name.removeprefix(f"{module}."): name for name in self.nodes}
        for node in ast.walk(self.modules[module]):
            if isinstance(node, ast.ImportFrom):
                names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
        return names

    def public(self):
        """Return the full names of the public functions, methods and classes."""
        return [
            name
            for name in self.nodes.keys() - self.modules.keys()
            if not re.search(r"(^|\.)_", name.removeprefix(f"{self.module_of(name)}."))
        ]

    def module_of(self, name):
        return max((m for m in self.modules if f"{name}.".startswith(f"{m}.")), key=len)

    def docstring(self, name):
        return ast.get_docstring(self.nodes[name]) or ""

    def said_of(self, name, known=()):
        """Return in one line what something, its class, its module and those it refers to say."""
        said = " ".join(self.docstring(name).split())
        module = self.module_of(name)
        others = {self.resolve(other, module) for other in re.findall(SAID_ELSEWHERE, said)}
        others = (others | {name.rpartition(".")[0], module}) & self.nodes.keys() - {name, *known}
        return " ".join([said, *(self.said_of(other, {name, *known}) for other in sorted(others))])

    def resolve(self, dotted, module, types=()):
        """Return the full name of what a dotted name in a module stands for, if that is known."""
        head, _, rest = dotted.partition(".")
        full = dict(types).get(head) or self._names[module].get(head, head)
        full += f".{rest}" if rest else ""
        return full if full in self.nodes else None

    def raised(self, name):
        """Return the names of the errors that may leave a function, as far as names tell."""
        if isinstance(self.nodes.get(name), ast.ClassDef):
            name += ".__init__"
        if name in self.modules or name not in self.nodes:
            return set()
        if name not in self._raised:
            self._raised[name] = set()  # so that a function that calls itself comes to an end
            left = _Leaving(self, name).all_of(self.nodes[name].body)
            self._raised[name] = left - {"KeyboardInterrupt"}  # it is no error
        return self._raised[name]


class _Leaving:
    """The errors that may leave pieces of one function; whatever it names, it is taken to call."""

    def __init__(self, code, name):
        self.code, self.module = code, code.module_of(name)
        self.types = {"self": name.rpartition(".")[0]} | self._types(code.nodes[name])

    def _types(self, function):
        """Return the classes of the arguments and of the variables that hold a new object."""
        known = {}
        for node in ast.walk(function):
            if isinstance(node, ast.arg):
                known[node.arg] = dotted(node.annotation)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                known[dotted(node.targets[0])] = dotted(node.value)
        return {name: self.code.resolve(told, self.module) for name, told in known.items() if told}

    def all_of(self, nodes, caught=()):
        return set().union(*(self.of(node, caught) for node in nodes))

    def of(self, node, caught):
        """Return the errors that leave a node, where those named `caught` can be raised again."""
        if isinstance(node, ast.Try):
            return self._of_try(node, caught)
        if isinstance(node, ast.FunctionDef):
            return self.all_of(node.body, caught)
        if isinstance(node, ast.AnnAssign):
            return self.all_of(filter(None, [node.value]), caught)
        found = self._of_raise(node, caught) if isinstance(node, ast.Raise) else set()
        if isinstance(node, ast.Name | ast.Attribute) and dotted(node):
            found |= self.code.raised(self.code.resolve(dotted(node), self.module, self.types))
        return found | self.all_of(ast.iter_child_nodes(node), caught)

    def _of_raise(self, node, caught):
        name = (dotted(node.exc) or "").split(".")[-1]
        is_type = hasattr(builtins, name) or isinstance(self._node(node.exc), ast.ClassDef)
        return {name} if is_type else set(caught)

    def _node(self, expression):
        return self.code.nodes.get(self.code.resolve(dotted(expression) or "", self.module))

    def _of_try(self, node, caught):
        tried = self.all_of(node.body, caught)
        leaving = set(tried)
        for handler in node.handlers:
            types = _types_of(handler)
            stopped = tried if {"Exception", "BaseException"} & types else types
            leaving = (leaving - stopped) | self.all_of(handler.body, stopped)
        return leaving | self.all_of([*node.orelse, *node.finalbody], caught)


def _types_of(handler):
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {dotted(node).split(".")[-1] if node else "Exception" for node in types}


def dotted(node):
    """Return "a.b" for what is written a.b, "a.b" or a.b(…), and None for all else."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return owner and f"{owner}.{node.attr}"
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return node.id if isinstance(node, ast.Name) else None


def faults(code):
    """Return what is wrong with the docstrings, each fault with the name of what it is about."""
    rules = (_wrong_form, _wrong_verb, _unnamed_errors, _missing_units, _missing_shape)
    found = [
        f"{name}: {said}" for name in code.public() for rule in rules for said in rule(code, name)
    ]
    return sorted([*found, *(f"{module}: names no source" for module in _without_source(code))])


def _summary(code, name):
    return code.docstring(name).split("\n\n")[0]


def _wrong_form(code, name):
    summary = _summary(code, name)
    if not summary:
        yield "has no docstring"
    elif not re.search(r"[.:]$", summary):
        yield "its first paragraph does not end like a sentence"
    elif re.search(r"[.!?]\s", re.sub(r'".*?"', "", summary)):
        yield "its first paragraph is more than one sentence"


def _wrong_verb(code, name):
    word = re.match(r"\w*", _summary(code, name))[0]
    is_class = isinstance(code.nodes[name], ast.ClassDef)
    if is_class and word in VERBS:
        yield f"begins with {word}, but a class should say what it is"
    if not is_class and word not in VERBS:
        yield f"begins with {word!r}, which is none of the verbs"


def _unnamed_errors(code, name):
    for error in sorted(code.raised(name)):
        if not re.search(rf"`([\w.]+\.)?{error}`", code.said_of(name)):
            yield f"may raise {error} and does not say so"


def _missing_units(code, name):
    for argument in _arguments(code.nodes[name]):
        unit = UNITS.get(argument.arg)
        if unit and unit not in code.said_of(name):
            yield f"its argument {argument.arg} is in {unit}, which it does not say"


def _missing_shape(code, name):
    if not _is_mathematics(code.module_of(name)) or re.search(SHAPE, code.said_of(name)):
        return
    node = code.nodes[name]
    types = [argument.annotation for argument in _arguments(node)]
    types.append(getattr(node, "returns", None))
    if any(re.search(ARRAYS, ast.unparse(annotation)) for annotation in types if annotation):
        yield "says nothing of shapes"


def _is_mathematics(module):
    return module.removeprefix("helpers.") in MATHEMATICS


def _without_source(code):
    for module in filter(_is_mathematics, code.modules):
        names = [name for name in code.public() if code.module_of(name) == module]
        if not any(re.search(SOURCE, code.said_of(name)) for name in [module, *names]):
            yield module


def _arguments(node):
    given = getattr(node, "args", None)
    return [*given.posonlyargs, *given.args, *given.kwonlyargs] if given else []
