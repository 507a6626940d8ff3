"""Panels whose every position is drawn when the cell runs and shown by the browser alone.

No function of Python runs when a slider moves: the slider's index is linked in the browser to the
index of a `Stack` that holds one small SVG for each position, above one SVG of what stands still.
So a slider answers at once, with or without a kernel, and no position can fail unseen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import product
from math import prod
from time import monotonic
from typing import Any

from IPython.display import display
from ipywidgets import (
    HTML,
    BoundedIntText,
    DOMWidget,
    GridBox,
    HBox,
    IntProgress,
    IntSlider,
    Layout,
    Play,
    RadioButtons,
    SelectionSlider,
    Stack,
    ToggleButtons,
    VBox,
    jslink,
)
from ipywidgets.widgets.widget_string import HTMLStyle

from helpers.reruns import framed, replacing
from helpers.scenes import SHOWN_WIDTH, Alt, Bundle, Draw, Picture, Scene, Values

MOST_POSITIONS = 1000
SILENT_SECONDS = 1.0
_LONG_ANSWERS_WRAP = (
    "<style>.course-quiz .widget-radio-box label "
    "{display: flex; flex-direction: row-reverse; justify-content: flex-end; "
    "align-items: baseline; height: auto; line-height: 1.5; white-space: normal}</style>"
)


@dataclass(frozen=True)
class Slider:
    """The positions of one slider, how it is labelled and where it starts.

    `first` is one of the positions, by default the one in the middle; `form` formats a position.
    """

    positions: tuple[Any, ...]
    label: str | None = None
    first: object = None
    form: str = "{:g}"

    def index(self) -> int:
        """Return the place of the first position; raises `ValueError` if it is not among them."""
        positions = list(self.positions)
        if self.first is None:
            return len(positions) // 2
        if self.first not in positions:
            raise ValueError(
                f"the first position should be one of the {len(positions)} positions from "
                f"{positions[0]} to {positions[-1]}, but is {self.first}"
            )
        return positions.index(self.first)


class Panel(VBox):
    """Widgets that carry a still picture and a text for where widgets cannot be shown."""

    def __init__(
        self, children: Sequence[DOMWidget], text: str, picture: Picture | None = None
    ) -> None:
        super().__init__(children, layout=Layout(max_width=f"{SHOWN_WIDTH}px"))
        self.text, self.picture = text, picture

    def _repr_mimebundle_(self, **kwargs: Any) -> Bundle:
        widget = super()._repr_mimebundle_(**kwargs)
        data, metadata = self.picture._repr_mimebundle_() if self.picture else ({}, {})
        return {**widget, **data, "text/plain": self.text}, metadata


@replacing
def slider_panel(
    draw: Draw,
    *,
    background: Draw | None = None,
    alt: Alt,
    height: float | None = None,
    grid: tuple[int, int] = (1, 1),
    **sliders: Any,
) -> None:
    """Show `draw(ax, name=position)` above `background(ax)` with a slider for each name.

    `sliders` gives each name its `Slider` or just its positions; `alt`, `height` and `grid` are
    those of `helpers.scenes.still`. Raises `ValueError` for no position and for more than
    1000, and stops at the first one that cannot be drawn, with a note that names it.
    """
    sliders = {name: _as_slider(slider) for name, slider in sliders.items()}
    _check_count([len(slider.positions) for slider in sliders.values()])
    controls = {name: _selection_slider(name, slider) for name, slider in sliders.items()}
    _show_positions(
        Scene(draw, background, alt, height, grid),
        {name: list(slider.positions) for name, slider in sliders.items()},
        {name: control.index for name, control in controls.items()},
        controls,
    )


@replacing
def choice_panel(
    draw: Draw,
    *,
    background: Draw | None = None,
    alt: Alt,
    height: float | None = None,
    grid: tuple[int, int] = (1, 1),
    label: str | None = None,
    **choices: Any,
) -> None:
    """Show `draw(ax, name=choice)` with a button for each choice; `choices` is one name=choices.

    Everything else is as in `slider_panel`; a choice is shown on its button as text.
    """
    ((name, values),) = choices.items()
    values = list(values)
    _check_count([len(values)])
    buttons = ToggleButtons(
        options=[(str(value), value) for value in values],
        description=label or name,
        style={"description_width": "initial", "button_width": "auto"},
    )
    scene = Scene(draw, background, alt, height, grid)
    _show_positions(scene, {name: values}, {name: 0}, {name: buttons})


@replacing
def step_player(
    draw: Draw,
    steps: int,
    *,
    background: Draw | None = None,
    alt: Alt,
    height: float | None = None,
    grid: tuple[int, int] = (1, 1),
    interval: int = 500,
) -> None:
    """Show `draw(ax, step=0)` to `draw(ax, step=steps)` with play, pause, a number and a slider.

    `interval` is in milliseconds for each step; everything else is as in `slider_panel`.
    """
    _check_count([steps + 1])
    number = BoundedIntText(max=steps, description="step", layout=Layout(width="11em"))
    play = Play(max=steps, interval=interval, show_repeat=False)
    slider = IntSlider(max=steps, readout=False, layout=Layout(flex="1 1 12em"))
    jslink((play, "value"), (slider, "value"))
    jslink((number, "value"), (slider, "value"))
    _show_positions(
        Scene(draw, background, alt, height, grid),
        {"step": list(range(steps + 1))},
        {"step": 0},
        {"step": slider},
        row=HBox([play, slider, number], layout=Layout(flex_flow="row wrap")),
    )


@replacing
def quiz(question: str, answers: Mapping[str, str]) -> None:
    """Show a question whose feedback appears once the learner has chosen an answer.

    `answers` maps each answer to its feedback; all texts are shown as they are, not as HTML.
    """
    options = RadioButtons(options=list(answers), index=None, layout=Layout(width="auto"))
    feedback = Stack([_paragraph(text) for text in answers.values()])
    jslink((options, "index"), (feedback, "selected_index"))
    text = "\n".join([question, *(f"( ) {answer}" for answer in answers)])
    asked = _paragraph(question, _LONG_ANSWERS_WRAP + "<strong>{}</strong>")
    panel = Panel([asked, options, feedback], text)
    display(panel.add_class("course-quiz"))


def _as_slider(slider: Slider | Iterable[Any]) -> Slider:
    return slider if isinstance(slider, Slider) else Slider(tuple(slider))


def _check_count(lengths: Sequence[int]) -> None:
    count = prod(lengths)
    if not 1 <= count <= MOST_POSITIONS:
        raise ValueError(
            f"a panel should have 1 to {MOST_POSITIONS} positions, but has "
            f"{' × '.join(map(str, lengths))} = {count}; give its sliders "
            + ("fewer positions" if count else "at least one position each")
        )


def _selection_slider(name: str, slider: Slider) -> SelectionSlider:
    return SelectionSlider(
        options=[(slider.form.format(position), position) for position in slider.positions],
        index=slider.index(),
        description=slider.label or name,
        disabled=True,
        style={"description_width": "initial"},
        layout=Layout(width="auto"),
    )


def _show_positions(
    scene: Scene,
    positions: Mapping[str, Sequence[Any]],
    first: Mapping[str, int],
    controls: Mapping[str, DOMWidget],
    row: DOMWidget | None = None,
) -> None:
    """Display the first position at once, then draw all others and hand them to the browser."""
    start = {name: values[first[name]] for name, values in positions.items()}
    (shown,) = _frames(scene, [start])
    standing = framed(scene.standing(), _whole_cell(), HTMLStyle())
    rows = [row] if row else list(controls.values())
    text = "\n".join([scene.describe(**start), *map(_summary, controls.values())])
    layers = _layers(standing, shown)
    panel = Panel([*rows, layers], text, scene.still(start))
    display(panel)

    # the longest slider is the innermost: its steps then change one stack and no other
    names = sorted(positions, key=lambda name: len(positions[name]))
    every = [
        start | dict(zip(names, at, strict=True))
        for at in product(*(positions[name] for name in names))
    ]
    shown = list(_with_progress(_frames(scene, every), len(every), panel))
    for name in reversed(names):
        shown = _stacks(shown, len(positions[name]), controls[name], first[name])
    panel.children = [*rows, layers]
    layers.children = [standing, *shown]
    for control in controls.values():
        control.disabled = False


def _frames(scene: Scene, positions: Iterable[Values]) -> Iterator[HTML]:
    """Yield a widget for each position; all share one layout and one style, which is faster."""
    layout, style = _whole_cell(), HTMLStyle()
    for svg in scene.moving(positions):
        yield framed(svg, layout, style)


def _stacks(
    widgets: Sequence[DOMWidget], length: int, control: DOMWidget, first: int
) -> list[Stack]:
    """Return a `Stack` for each run of `length` widgets, all of them led by one control."""
    runs = [widgets[i : i + length] for i in range(0, len(widgets), length)]
    stacks = [Stack(run, selected_index=first, layout=_whole_cell()) for run in runs]
    for stack in stacks:
        source = "value" if isinstance(control, IntSlider) else "index"
        jslink((control, source), (stack, "selected_index"))
    return stacks


def _whole_cell() -> Layout:
    return Layout(grid_area="1 / 1 / 2 / 2", width="100%", margin="0")


def _layers(*widgets: DOMWidget) -> GridBox:
    """Lay widgets on top of each other; the lowest one keeps the height while the others change."""
    return GridBox(widgets, layout=Layout(grid_template_columns="100%", width="100%"))


def _with_progress(widgets: Iterable[HTML], count: int, panel: Panel) -> Iterator[HTML]:
    """Yield all widgets and show in the panel how far they are once that takes a while."""
    began = reported = monotonic()
    bar = None
    for done, widget in enumerate(widgets, start=1):
        yield widget
        if monotonic() - max(began + SILENT_SECONDS, reported) > 0.2:
            reported = monotonic()
            if bar is None:
                bar = IntProgress(max=count, description="drawing")
                panel.children = [bar, *panel.children]
            bar.value = done


def _summary(control: DOMWidget) -> str:
    options = getattr(control, "options", None)
    if options is None:
        return f"[{control.description or 'step'}: {control.min} to {control.max}]"
    return f"[{control.description}: {options[0][0]} to {options[-1][0]}]"


def _paragraph(text: str, form: str = "{}") -> HTML:
    return HTML(f'<p style="line-height:1.5;margin:0">{form.replace("{}", escape(text))}</p>')
