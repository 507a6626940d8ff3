"""Every public docstring of helpers keeps one rule, and a breach of each part of it is found."""

import re
import subprocess
import sys

import pytest
from docstrings import UNITS, VERBS, Code, faults
from lessons import ROOT


def helpers():
    paths = sorted((ROOT / "helpers").glob("**/*.py"))
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    return Code({n.removesuffix(".__init__"): text for n, text in zip(names, texts, strict=True)})


def test_every_public_docstring_keeps_the_rule():
    code = helpers()
    assert len(code.public()) > 90
    assert faults(code) == []


def test_the_verbs_and_the_units_are_those_of_helpers():
    code = helpers()
    first = {re.match(r"\w*", code.docstring(name))[0] for name in code.public()}
    assert first >= VERBS
    assert set(UNITS) >= {"height", "interval", "size"}


def test_the_errors_of_private_helpers_in_other_modules_are_known():
    code = helpers()
    assert code.raised("helpers.neuron.train") == {"DivergenceError", "TypeError", "ValueError"}
    assert code.raised("helpers.panels.slider_panel") == {"TypeError", "ValueError"}
    assert "NoColumnError" in code.raised("helpers.data.two_classes")
    assert code.raised("helpers.publish.deck.deck.build") == {"CannotBuildError", "RuntimeError"}


GOOD = '''
"""Squashing functions.

Every function keeps the shape of its input. Source: an invented book, 1999, for this test.
"""
from helpers.arrays import real


class Curve:
    """A curve; drawing it raises `KeyError` where it has no such point."""

    def at(self, place):
        """Return the point at a place, a "no. 1" among equals."""
        return self._look_up(place)

    def _look_up(self, place):
        raise KeyError(place)


def sigmoid(z: ArrayLike) -> Array:
    """Return 1 / (1 + e^−z).

    Raises `TypeError` for anything but real numbers.
    """
    return real(z)


def draw(ax, curve: Curve, *, height=None):
    """Draw a curve of some height in inches, as in `Curve`."""
    return curve.at(height)
'''
ARRAYS = '''
"""Arrays."""


def real(value):
    """Return a real number.

    Raises `TypeError` for all else.
    """
    return _check(value)


def _check(value):
    if not value:
        raise TypeError("no number")
    try:
        raise ValueError("caught below")
    except ValueError:
        return value
'''


def told(text):
    """Return the faults of a mathematical module with this text."""
    return faults(Code({"helpers.losses": text, "helpers.arrays": ARRAYS}))


def test_an_example_that_keeps_the_rule_has_no_fault():
    assert told(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ('    """Return the point at a place, a "no. 1" among equals."""\n', "", "no docstring"),
        ("(1 + e^−z).", "(1 + e^−z)", "does not end like a sentence"),
        ("(1 + e^−z).", "(1 + e^−z). It is at most 1.", "more than one sentence"),
        ("Return 1 /", "Computes 1 /", "'Computes', which is none of the verbs"),
        ("Return the point", "The point", "'The', which is none of the verbs"),
        ('"""A curve;', '"""Draw a curve;', "a class should say what it is"),
        ("Raises `TypeError`", "Fails", "sigmoid: may raise TypeError"),
        ("raises `KeyError`", "fails", "Curve.at: may raise KeyError"),
        (", as in `Curve`", "", "draw: may raise KeyError"),
        ("inches", "cells", "height is in inches"),
        ("keeps the shape of", "keeps", "says nothing of shapes"),
        ("Source: an invented book, 1999", "It stands in many books", "names no source"),
        ("Source: an invented book, 1999", "Source: an invented book", "names no source"),
    ],
)
def test_a_breach_of_the_rule_is_found(good, bad, fault):
    assert GOOD.count(good) == 1
    assert any(fault in found for found in told(GOOD.replace(good, bad)))


@pytest.mark.parametrize(
    ("body", "raised"),
    [
        ("raise ValueError", {"ValueError"}),
        ("raise helpers.arrays.Missing('x') from None", {"Missing"}),
        ("return [real(z) for z in zs]", {"TypeError"}),
        ("return map(real, zs)", {"TypeError"}),
        ("def inner():\n  raise KeyError\n return inner()", {"KeyError"}),
        ("try:\n  real(1)\n except TypeError:\n  return 0", set()),
        ("try:\n  real(1)\n except KeyError:\n  return 0", {"TypeError"}),
        ("try:\n  real(1)\n except Exception as e:\n  raise OSError from e", {"OSError"}),
        ("try:\n  real(1)\n except Exception:\n  raise", {"TypeError"}),
        ("try:\n  real(1)\n except (KeyError, OSError) as e:\n  raise e.with_traceback(None)",
         {"TypeError", "KeyError", "OSError"}),
        ("try:\n  return 0\n finally:\n  real(1)", {"TypeError"}),
        ("return f()", set()),
    ],
)  # fmt: skip
def test_the_errors_that_leave_a_function(body, raised):
    text = f"from helpers.arrays import real\ndef f():\n {body}\n"
    arrays = ARRAYS + 'class Missing(KeyError):\n    """What is not there."""\n'
    assert Code({"helpers.x": text, "helpers.arrays": arrays}).raised("helpers.x.f") == raised


@pytest.mark.parametrize("path", ["helpers/module.py", "helpers/package/__init__.py"])
def test_a_module_without_a_docstring_is_found_by_ruff(path):
    command = [sys.executable, "-m", "ruff", "check", "--stdin-filename", path, "-"]
    ran = subprocess.run(
        command, cwd=ROOT, input="a = 1\n", capture_output=True, text=True, check=False
    )
    assert re.search(r"\bD10[04]\b", ran.stdout)
