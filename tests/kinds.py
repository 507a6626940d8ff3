"""The kinds of tests: each file is of one, and `make` has a target for each.

A run says when the last test of a kind is through.
"""

from collections import Counter
from fnmatch import fnmatch
from pathlib import Path

import pytest

KINDS = {
    "mathematics": "activations arguments data* descent gradient_check losses network neuron",
    "lessons": "copies exercises* facts_* glossary hosts notebooks out_of_order own_files prose "
    "versions wrong_answers",
    "pictures": "animation drawing panel_module panels",
    "jupyterlab": "copies_in_lab hosted jupyterlab lite* notebook_7 stress",
    "decks": "formulas handouts lighthouse publish site slides speaker",
    "project": "bench commands docstrings faults setup structure",
}


def kinds_of(name):
    """Return the kinds of a test file or notebook with this name, which should be one."""
    if name.endswith(".ipynb"):
        return ["lessons"]
    subject = name.removeprefix("test_").removesuffix(".py")
    return [
        kind
        for kind, patterns in KINDS.items()
        if any(fnmatch(subject, pattern) for pattern in patterns.split())
    ]


def mark(items):
    """Mark each test with its kind, as `-m decks` selects them."""
    for item in items:
        for kind in kinds_of(item.path.name):
            item.add_marker(getattr(pytest.mark, kind))


class Progress:
    """Says of each kind when its last test is through, and how many of them failed."""

    def __init__(self, config):
        self.config = config
        self.count, self.failed, self.left = Counter(), Counter(), Counter()

    def pytest_collection_finish(self, session):
        self.expect([item.nodeid for item in session.items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids):
        self.expect(ids)

    def expect(self, ids):
        if ids and not self.count:
            self.count.update(map(kind_of_test, ids))
            self.left.update(self.count)

    def pytest_runtest_logreport(self, report):
        self.failed[kind_of_test(report.nodeid)] += report.failed

    def pytest_runtest_logfinish(self, nodeid):
        kind = kind_of_test(nodeid)
        self.left[kind] -= 1
        if self.left[kind] == 0:
            terminal = self.config.pluginmanager.get_plugin("terminalreporter")
            passed = self.count[kind] - self.failed[kind]
            terminal.write_line(f"\n{kind}: {passed:,} of {self.count[kind]:,} passed")


def kind_of_test(nodeid):
    (kind,) = kinds_of(Path(nodeid.split("::")[0]).name)
    return kind
