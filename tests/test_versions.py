"""The table of versions: true here, the same text everywhere, and safe to show."""

from platform import python_version

import numpy as np

from helpers import versions


def shown(monkeypatch, packages):
    shown_widgets = []
    monkeypatch.setattr(versions, "show_widget", lambda *shown: shown_widgets.append(shown))
    versions.show(packages)
    ((widget, text),) = shown_widgets
    return widget.value, text


def test_it_says_what_runs_here():
    found = versions.versions()
    assert found["Python"] == python_version()
    assert found["numpy"] == np.__version__
    assert set(found) == {"Python", *versions.PACKAGES}
    assert "not installed" not in found.values()


def test_a_package_that_is_not_there_is_named_all_the_same():
    assert versions.versions(["no-such-package"])["no-such-package"] == "not installed"


def test_what_a_notebook_stores_does_not_depend_on_the_machine(monkeypatch):
    texts = []
    for number in ("1.0", "2.0"):
        monkeypatch.setattr(versions, "version", lambda name, number=number: number)
        html, text = shown(monkeypatch, ["numpy"])
        texts.append(text)
        assert f"<td>numpy</td><td>{number}</td>" in html
    assert texts[0] == texts[1]


def test_metadata_from_elsewhere_cannot_become_html(monkeypatch):
    monkeypatch.setattr(versions, "version", lambda name: "<img src=x>")
    html, _ = shown(monkeypatch, ["<b>"])
    assert "<img" not in html
    assert "<b>" not in html
