"""A cell that runs again: what it showed is replaced, and what another cell showed is not."""

from types import SimpleNamespace

import pytest
from ipywidgets import IntSlider, jslink
from ipywidgets.widgets.widget import _instances

from helpers import panels, reruns


@pytest.fixture
def run(monkeypatch):
    """Return a function that calls another one as JupyterLab runs the cell of that name."""
    numbers = iter(range(1000))
    monkeypatch.setattr(panels, "display", lambda panel: None)

    def running(cell, function):
        message = {"metadata": {"cellId": cell}, "header": {"msg_id": next(numbers)}}
        shell = SimpleNamespace(parent_header=message)
        monkeypatch.setattr(reruns, "get_ipython", lambda: shell)
        function()

    return running


def dot(ax, z):
    ax.plot(z, 0, "o")


def panel():
    panels.slider_panel(dot, alt="at {z}", z=[1, 2, 3])


def question():
    panels.quiz("Is it?", {"yes": "It is.", "no": "It is."})


def test_a_cell_that_runs_again_leaves_no_more_widgets_than_one_that_ran_once(run):
    run("cell", panel)
    alive = set(_instances)
    run("cell", panel)
    run("cell", panel)
    assert len(_instances) == len(alive)


def test_its_frames_are_used_again_and_all_else_is_new(run):
    run("cell", panel)
    first = dict(_instances)
    run("cell", panel)
    kept = [first[name] for name in set(first) & set(_instances)]
    made_here = reruns._last_runs["cell"].made
    reused = [widget for widget in made_here if widget in kept]
    assert len(reused) == 5
    assert all(isinstance(widget, reruns.Frame) for widget in reused)


def test_what_another_cell_shows_stays(run):
    run("one", panel)
    run("other", panel)
    others = list(reruns._last_runs["other"].made)
    run("one", panel)
    assert all(widget.comm is not None for widget in others)


def test_several_panels_of_one_run_stay_together(run):
    run("cell", lambda: (panel(), question()))
    made = list(reruns._last_runs["cell"].made)
    assert all(widget.comm is not None for widget in made)
    run("cell", question)
    assert all(widget.comm is None for widget in made if not isinstance(widget, reruns.Frame))


def test_frames_that_are_not_needed_wait_for_the_next_run(run):
    run("cell", panel)
    count = len(_instances)
    for _ in range(5):
        run("cell", question)
    run("cell", panel)
    assert len(_instances) == count


def test_widgets_that_a_learner_makes_are_not_touched(run):
    made = []

    def own():
        made.extend([IntSlider(), IntSlider()])
        made.append(jslink((made[0], "value"), (made[1], "value")))
        panel()

    run("cell", own)
    run("cell", panel)
    assert all(widget.comm is not None for widget in made)
