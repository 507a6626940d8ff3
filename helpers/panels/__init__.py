"""Panels whose every position is drawn when the cell runs and shown by the browser alone.

A panel is one widget. It holds what stands still as an SVG and its controls as a list; `Drawn`
holds one small SVG for each position, compressed. Its other half, `panel.js`, shows the controls
and exchanges the SVG. So no function of Python runs and no message is sent when a slider moves: it
answers at once, with or without a kernel, and no position can fail unseen.
"""

import gzip
import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import prod
from numbers import Real
from pathlib import Path
from time import monotonic
from typing import Any

from anywidget import AnyWidget
from IPython.display import DisplayHandle
from ipywidgets import DOMWidget, Widget
from traitlets import Bytes, Int, List, Unicode

from helpers.fonts import with_minus
from helpers.jupyterlab import WIDGET_VIEW
from helpers.scenes import NOTEBOOK, Alt, Bundle, Draw, Form, Scene, Values, bundle

MOST_POSITIONS = 1000
MOST_BYTES = 30_000_000
SILENT_SECONDS = 1.0
HERE = Path(__file__).parent
STYLE = (HERE / "panel.css").read_text(encoding="utf-8")
# One text each, as anywidget wants it, with that of the module that both import in its place.
CONTROLS = (HERE / "controls.js").read_text(encoding="utf-8").replace("export ", "")
IMPORT = 'import { element, freshId, keepKeys } from "./controls.js";'
MODULES = {
    name: (HERE / f"{name}.js").read_text(encoding="utf-8").replace(IMPORT, CONTROLS)
    for name in ("panel", "quiz")
}


@dataclass(frozen=True)
class Slider:
    """The positions of one slider, how it is labelled and where it starts.

    `first` is one of the positions, by default the one in the middle; `form` formats a position,
    by default a number as `{:g}` does and anything else as it is.
    """

    positions: tuple[Any, ...]
    label: str | None = None
    first: object = None
    form: str | None = None

    def index(self) -> int:
        """Return the place of the first position; raises `ValueError` if it is not among them.

        A number is found although rounding has changed its last digits.
        """
        positions = list(self.positions)
        if self.first is None:
            return len(positions) // 2
        if self.first in positions:
            return positions.index(self.first)
        if isinstance(self.first, Real) and all(isinstance(p, Real) for p in positions):
            distances = [abs(float(p) - float(self.first)) for p in positions]
            nearest, *others = sorted(distances)
            if others and nearest < 1e-6 * others[0]:
                return distances.index(nearest)
        raise ValueError(
            f"the first position should be one of the {len(positions)} positions from "
            f"{positions[0]} to {positions[-1]}, but is {self.first}"
        )

    def texts(self) -> list[str]:
        """Return each position as text; raises `ValueError` for one that `form` does not fit."""
        return list(map(self._text, self.positions))

    def _text(self, position: object) -> str:
        form = self.form or ("{:g}" if isinstance(position, Real) else "{}")
        try:
            return form.format(position)
        except (ValueError, TypeError) as error:
            raise ValueError(
                f"the form {form!r} should fit every position, but does not fit {position!r}; "
                "leave the form out, or choose one such as '{:.2f}' for numbers, '{}' for words"
            ) from error


class Drawn(Widget):
    """What is drawn after its panel is shown; a model without a view.

    The panel itself gets no message: anywidget drops those to a widget whose module a busy browser
    could not load within two seconds (`AbortSignal.timeout` in its `runtime.ts`).
    """

    positions = Bytes().tag(sync=True)  # the SVG of every position; the last control is the fastest
    percent = Int().tag(sync=True)  # how much is drawn, told if that takes long
    trouble = Unicode().tag(sync=True)


class Panel(AnyWidget):
    """A picture with its controls, and the name of the model that holds what is drawn later.

    `scene` returns its `Scene` in a `Form`, `positions` are those that are drawn, and `values`
    is the one at which it opens.
    """

    scene: Callable[[Form], Scene]
    positions: "list[Values]"
    values: Values
    held: Drawn
    _esm = MODULES["panel"]
    _css = STYLE
    standing = Unicode().tag(sync=True)  # what stands still, as SVG
    moving = Unicode().tag(sync=True)  # the first position, as SVG
    controls: "List[dict[str, Any]]" = List().tag(sync=True)
    drawn = Unicode().tag(sync=True)

    def pictures(self) -> list[str]:
        """Return the SVG of each position, once all are drawn."""
        drawn: list[str] = json.loads(gzip.decompress(self.held.positions))
        return drawn


class Quiz(AnyWidget):
    """A question with its answers, each a pair of itself and its feedback."""

    _esm = MODULES["quiz"]
    _css = STYLE
    question = Unicode().tag(sync=True)
    answers: "List[list[str]]" = List().tag(sync=True)


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
    those of `helpers.scenes.still`. Raises `TypeError` for what has no positions, `ValueError` for
    none, for more than 1000 and for more than 30 MB of pictures, and stops at the first position
    that cannot be drawn, with a note that names it.
    """
    as_sliders = {name: _as_slider(name, value) for name, value in sliders.items()}
    _show_positions(partial(Scene, draw, background, alt, height, grid), as_sliders)


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

    A choice is shown on its button as text. Raises `TypeError` for no name and for more than one;
    everything else is as in `slider_panel`.
    """
    if len(choices) != 1:
        raise TypeError(
            "choice_panel should get one name with its choices, such as function=['sine', "
            f"'cosine'], but got {len(choices)}: {', '.join(choices) or 'none'}; for several use "
            "slider_panel"
        )
    ((name, values),) = choices.items()
    positions = _as_slider(name, values).positions
    slider = Slider(positions, label, first=next(iter(positions), None), form="{}")
    scene = partial(Scene, draw, background, alt, height, grid)
    _show_positions(scene, {name: slider}, kind="choice")


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
    slider = Slider(tuple(range(steps + 1)), first=0)
    scene = partial(Scene, draw, background, alt, height, grid)
    _show_positions(scene, {"step": slider}, kind="player", interval=interval)


def quiz(question: str, answers: Mapping[str, str]) -> None:
    """Show a question whose feedback appears once the learner has chosen an answer.

    `answers` maps each answer to its feedback; all texts are shown as they are, not as HTML.
    """
    text = "\n".join([question, *(f"( ) {answer}" for answer in answers)])
    asked = Quiz(question=question, answers=list(map(list, answers.items())))
    show_widget(asked, text)


def show_widget(
    widget: DOMWidget,
    text: str,
    picture: Bundle = ({}, {}),
    output: DisplayHandle | None = None,
) -> DisplayHandle:
    """Show a widget with a text and a picture for where none can be shown; return the output.

    What is in an `output` that is there already is replaced.
    """
    data, metadata = picture
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    shown = {WIDGET_VIEW: view, **data, "text/plain": text}
    if output is None:
        output = DisplayHandle()
        output.display(shown, metadata=metadata, raw=True)
    else:
        output.update(shown, metadata=metadata, raw=True)
    return output


def _as_slider(name: str, slider: Slider | Iterable[Any]) -> Slider:
    if isinstance(slider, Slider):
        return slider
    if isinstance(slider, str) or not isinstance(slider, Iterable):
        raise TypeError(
            f"{name} should have several positions, such as np.linspace(0, 1, 11), but is "
            f"{slider!r}; put a single one in brackets: [{slider!r}]"
        )
    return Slider(tuple(slider))


def _check_count(lengths: Sequence[int]) -> None:
    count = prod(lengths)
    if not 1 <= count <= MOST_POSITIONS:
        raise ValueError(
            f"a panel should have 1 to {MOST_POSITIONS} positions, but has "
            f"{' × '.join(map(str, lengths))} = {count}; give its sliders "
            + ("fewer positions" if count else "at least one position each")
        )


def _show_positions(
    scene: Callable[[Form], Scene],
    sliders: Mapping[str, Slider],
    kind: str = "slider",
    **options: Any,
) -> None:
    """Display the first position at once, then draw all and hand them to the browser."""
    _check_count([len(slider.positions) for slider in sliders.values()])
    texts = {name: slider.texts() for name, slider in sliders.items()}
    labels = {name: slider.label or name for name, slider in sliders.items()}
    controls = [
        {"kind": kind, "label": labels[name], "first": slider.index(), **options}
        | {"texts": list(map(with_minus, texts[name]))}
        for name, slider in sliders.items()
    ]
    positions: list[Values] = [
        dict(zip(sliders, values, strict=True))
        for values in product(*(slider.positions for slider in sliders.values()))
    ]
    start = {name: slider.positions[slider.index()] for name, slider in sliders.items()}
    drawing = scene(NOTEBOOK)
    (moving,) = drawing.moving([start])
    drawn = Drawn()
    panel = Panel(
        standing=drawing.standing(), moving=moving, controls=controls, drawn=drawn.model_id
    )
    panel.scene, panel.positions, panel.values, panel.held = scene, positions, start, drawn
    summaries = [f"[{labels[name]}: {said[0]} to {said[-1]}]" for name, said in texts.items()]
    text = "\n".join([drawing.describe(**start), *summaries])
    output = show_widget(panel, text)
    try:
        png = b64encode(drawing.png(start)).decode()
        show_widget(panel, text, bundle(png, drawing.describe(**start)), output)
        drawn.positions = compressed(_every(drawing, panel.positions, drawn))
        _check_standing(drawing, panel.positions, panel.standing)
    except KeyboardInterrupt:
        drawn.trouble = "The drawing was interrupted: run the cell again."
        raise
    except Exception:
        output.update({"text/plain": ""}, raw=True)
        panel.close()
        drawn.close()
        raise


def _every(drawing: Scene, positions: Sequence[Values], told: Drawn) -> list[str]:
    """Return the SVG of each position, and tell how far they are if that takes long.

    Raises `ValueError` for more than 30 MB.
    """
    began = reported = monotonic()
    pictures: list[str] = []
    size = 0
    for svg in drawing.moving(positions):
        pictures.append(svg)
        size += len(svg)
        if size > MOST_BYTES:
            raise ValueError(
                f"a panel should hold at most {MOST_BYTES // 10**6} MB of pictures, but its first "
                f"{len(pictures)} of {len(positions)} positions are more; give its sliders fewer "
                "positions, draw fewer points, or draw in background what does not move"
            )
        if monotonic() - max(began + SILENT_SECONDS, reported) > 0.2:
            reported = monotonic()
            told.percent = 100 * len(pictures) // len(positions)
    return pictures


def _check_standing(drawing: Scene, positions: Sequence[Values], standing: str) -> None:
    """Raise `ValueError` if drawing all positions, or one on the way, changes what stands still.

    One on the way is drawn again for this: the last may happen to say what the first one says.
    """
    drawing.standing_as(standing)
    list(drawing.moving([positions[len(positions) // 3]]))
    drawing.standing_as(standing)


def compressed(pictures: list[str]) -> bytes:
    """Return pictures as `panel.js` reads them."""
    return gzip.compress(json.dumps(pictures).encode(), mtime=0)
