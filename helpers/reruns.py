"""A cell that runs again replaces the widgets of its earlier run.

Without this every run would stay: the kernel keeps each widget until it is closed, and JupyterLab
keeps a little of each even then. So what an earlier run has left is closed, and its frames, which
are nearly all of it, are used again.
"""

from collections import deque
from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar

from IPython import get_ipython
from ipywidgets import HTML, Layout, Widget
from ipywidgets.widgets.widget_string import HTMLStyle

P = ParamSpec("P")
R = TypeVar("R")


class Frame(HTML):
    """A widget that shows one position of a panel."""


class _Run:
    """One run of a cell: the widgets made by it, and the frames left by an earlier run."""

    def __init__(self, number: str | None, left: Sequence[Widget]) -> None:
        self.number = number
        self.made: list[Widget] = []
        self.frames = deque(widget for widget in left if isinstance(widget, Frame))
        for widget in left:
            if not isinstance(widget, Frame):
                widget.close()


_last_runs: dict[str | None, _Run] = {}


def replacing(show: Callable[P, R]) -> Callable[P, R]:
    """Return `show`, a function that shows widgets, with those of an earlier run replaced."""

    @wraps(show)
    def showing(*arguments: P.args, **named: P.kwargs) -> R:
        Widget.on_widget_constructed(_run().made.append)
        try:
            return show(*arguments, **named)
        finally:
            Widget.on_widget_constructed(None)

    return showing


def framed(html: str, layout: Layout, style: HTMLStyle) -> Frame:
    """Return a `Frame` that shows `html`; one that an earlier run has left is used again."""
    run = _run()
    if not run.frames:
        return Frame(html, layout=layout, style=style)
    widget = run.frames.popleft()
    run.made.append(widget)
    with widget.hold_sync():
        widget.value, widget.layout, widget.style = html, layout, style
    return widget


def _run() -> _Run:
    """Return the run that goes on; where cells have no name, as outside JupyterLab, one for all."""
    message = getattr(get_ipython(), "parent_header", {})
    cell = message.get("metadata", {}).get("cellId")
    number = message.get("header", {}).get("msg_id") if cell else None
    last = _last_runs.get(cell)
    if last is None or last.number != number:
        left = [*last.made, *last.frames] if last else []
        last = _last_runs[cell] = _Run(number, left)
    return last
