"""How pictures become PNG and SVG, still or moving, without pyplot and without global state.

A picture is made by two functions: `background(ax)` draws what stands still, `draw(ax, name=value)`
what moves. `ax` is one axes, or an array of axes where `grid` asks for more.
"""

import warnings
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import combinations
from math import prod
from textwrap import fill
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox, Transform

from helpers import svg
from helpers.fonts import make_drawable, with_minus
from helpers.svg import POINTS_PER_INCH

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

Draw = Callable[..., object]  # of one axes, or of an array of them, and of named values
Alt = str | Callable[..., str]
Values = Mapping[str, Any]
Bundle = tuple[dict[str, Any], dict[str, Any]]  # the data of each MIME type, and its metadata

STYLE: "dict[RcKeyType, Any]" = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"],
    "font.size": 10,
    "axes.titlesize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#E4E4E4",
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.8,
    "lines.markersize": 6,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "how one neuron learns",
}
# What a learner has set for figures of their own is nothing to the pictures of the course.
_MACHINE = "backend", "interactive", "toolbar", "webagg", "tk.", "savefig.directory"
_LOOK = {
    name: value
    for name, value in (matplotlib.rcParamsDefault | STYLE).items()
    if not name.startswith(_MACHINE)
}
PNG = "image/png"
WIDTH = 7.2  # inches, for every picture
SHOWN_WIDTH = 720  # CSS pixels; the PNG has twice as many
SLIDE_SCALE = 2  # CSS pixels of a slide for a point, so that type of 10 points is 20 pixels high
LEAST_TYPE = 9  # points, on slides
# On a telephone held upright a picture is as wide as the screen, with axes below each other.
UPRIGHT_WIDTH = 358  # CSS pixels, of a screen that is 390 wide
UPRIGHT_SCALE = 1.6  # CSS pixels for a point, so that type of 10 points is 16 pixels high
UPRIGHT_TYPE = 10  # points
GAP = 7  # points, that of a digit, or numbers beside each other look like one
UPRIGHT_HEIGHTS = 0.85, 1.5, 1.9, 2.2  # of one, two, three or four axes, in widths
ROWS_OF_MANY, HEIGHT_OF_MANY = 2, 0.95  # of small pictures


@dataclass(frozen=True)
class Form:
    """Where a picture is shown: on a `slide`, or on a telephone held `upright`; else in a notebook.

    `slide` is its width and height there, in CSS pixels. On a slide no type is too small for the
    last row of a room.
    """

    slide: tuple[float, float] | None = None
    upright: bool = False

    @property
    def least_type(self) -> int:
        """How large all type is at least, in points."""
        return UPRIGHT_TYPE if self.upright else LEAST_TYPE if self.slide else 0


NOTEBOOK, UPRIGHT = Form(), Form(upright=True)


class Picture:
    """A still picture with a description, shown as a PNG at twice the resolution.

    `scene` returns the `Scene` of the same picture in another `Form`, and `values` says at which
    position it stands.
    """

    def __init__(self, scene: "Callable[[Form], Scene]", values: Values) -> None:
        self.scene, self.values = scene, values
        drawing = scene(NOTEBOOK)
        self.content, self.alt = drawing.png(values), drawing.describe(**values)

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(self, **_options: object) -> Bundle:
        return bundle(b64encode(self.content).decode(), self.alt)


def bundle(png: str, alt: str) -> Bundle:
    """Return what Jupyter shows of a picture: a PNG in base64, or the words that describe it."""
    return {"text/plain": alt, PNG: png}, {PNG: {"alt": alt, "width": SHOWN_WIDTH}}


def still(
    draw: Draw | None = None,
    *,
    background: Draw | None = None,
    alt: Alt,
    height: float | None = None,
    grid: tuple[int, int] = (1, 1),
    **values: Any,
) -> Picture:
    """Return the `Picture` of `background` and of `draw` at the named values.

    `alt` says in words what is seen: a text that may hold `{name}`, or a function of the values.
    `height` is in inches for a width of 7.2, `grid` is (rows, columns) of axes. Raises `ValueError`
    if `draw` changes the limits or labels that `background` has set.
    """
    return Picture(partial(Scene, draw, background, alt, height, grid), values)


class Scene:
    """Axes with a background on which positions are drawn one after the other.

    The limits of the axes are those of the background or, without one, of the first position.
    Raises `ValueError` where `draw` changes limits or labels or clears the axes, and adds to every
    error that comes from `draw` a note of the position.
    """

    def __init__(
        self,
        draw: Draw | None,
        background: Draw | None,
        alt: Alt,
        height: float | None,
        grid: tuple[int, int],
        form: Form = NOTEBOOK,
    ) -> None:
        self.draw = draw
        self.describe = alt if callable(alt) else alt.format
        self._form = form
        with _style():
            size, places = _arranged(form, height, grid)
            self.figure = Figure(size, dpi=POINTS_PER_INCH, layout="constrained")
            axes = self.figure.subplots(
                *places, squeeze=False, subplot_kw={"axes_class": _AxesWithFixedLimits}
            )
            shape = [count for count in grid if count > 1]
            self.axes = axes.reshape(shape) if shape else axes[0, 0]
            self._height = size[1]
            if background:
                background(self.axes)
                self._fix_limits()
                make_drawable(text for text in self.figure.findobj(Text) if isinstance(text, Text))
                self._make_legible(self.figure)
        self._before = [_Before(ax) for ax in np.ravel(self.axes)]
        self._frame: list[tuple[Any, ...]] | None = None

    def is_legible(self, values: Values) -> bool:
        """Return whether the axes have room at one position, and no two texts on them overlap.

        Where there are no axes, texts and arrows are the picture, and have been arranged by hand:
        for this screen only if they have changed the height of the picture.
        """
        all_axes = np.ravel(self.axes)
        try:
            with _style(), _no_room_is_an_error(), self._drawn(values):
                boxes = [box for ax in all_axes for box in _boxes_of_texts(ax)]
        except UserWarning:
            return False
        overlap = any(one.overlaps(other) for one, other in combinations(boxes, 2))
        arranged_for_it = self.figure.get_figheight() != self._height
        return not overlap and (arranged_for_it or any(ax.axison or ax.images for ax in all_axes))

    def png(self, values: Values) -> bytes:
        """Return the whole picture at one position, a dict of values, as a PNG."""
        with _style(), self._drawn(values):
            return _png(self.figure)

    def svg(self, values: Values) -> str:
        """Return the whole picture at one position, a dict of values, as a file of SVG."""
        with _style(), self._drawn(values):
            return svg.file_of(self.figure).decode()

    def standing(self) -> str:
        """Return what stands still as inline SVG, hidden from screen readers."""
        with _style():
            return svg.of_figure(self.figure)

    def standing_as(self, before: str) -> str:
        """Return what stands still, once it is known to be as `before`, which `standing` returned.

        Raises `ValueError` if drawing has changed it: every position would show it as the first.
        """
        return _unchanged(before, self.standing())

    def moving(self, positions: Iterable[Values]) -> Iterator[str]:
        """Yield what `draw` draws at each position, a dict of values, as inline SVG."""
        with _style():
            for values in positions:
                with self._drawn(values) as artists:
                    drawn = svg.of_artists(self.figure, artists, self.describe(**values))
                yield drawn

    @contextmanager
    def _drawn(self, values: Values) -> Iterator[list[Artist]]:
        """Draw one position, hand out its artists and take them away again."""
        for state in self._before:
            state.begin()
        try:
            if self.draw:
                self.draw(self.axes, **values)
            for state in self._before:
                state.find_added()
                make_drawable(state.new_texts())
                for artist in state.added:
                    self._make_legible(artist)
            self._settle()
        except Exception as error:
            at = ", ".join(f"{name} = {value}" for name, value in values.items())
            error.add_note(f"This happened while drawing the position {at}.")
            raise
        artists = [artist for state in self._before for artist in state.added]
        if self.draw and not any(map(_is_finite, sorted(artists, key=_is_no_text))):
            first = self._before[0]
            artists.append(_note(first.ax))
            first.added.append(artists[-1])
        yield artists
        for state in self._before:
            state.restore()

    def _settle(self) -> None:
        """Fix limits, labels and layout for all positions when the first one is drawn."""
        frame = [
            (ax.viewLim.get_points().tolist(), ax.get_xlabel(), ax.get_ylabel())
            for ax in np.ravel(self.axes)
        ]
        if self._frame is None:
            self._frame = frame
            self._fix_limits()
            layout = self.figure.get_layout_engine()
            if layout:
                layout.execute(self.figure)
            self.figure.set_layout_engine(None)
            for ax in np.ravel(self.axes):
                ax.apply_aspect()  # which a whole picture does for itself
        elif frame != self._frame:
            raise ValueError(
                "draw should leave the limits and labels of the axes alone, or positions could "
                "not be compared; set them in background"
            )

    def _make_legible(self, artist: Artist | Figure) -> None:
        """On a slide, let no type be too small, and no title leave the picture at its right."""
        if self._form == NOTEBOOK:
            return
        for text in artist.findobj(Text):
            if isinstance(text, Text):
                text.set_fontsize(max(float(text.get_fontsize()), self._form.least_type))
                if isinstance(text.axes, Axes) and text is text.axes.title:
                    _break_title(text, text.axes, between_words=self._form.upright)

    def _fix_limits(self) -> None:
        for ax in np.ravel(self.axes):
            ax.autoscale_view()
            ax.autoscale(False)


class _UnitSquare(Rectangle):
    """What axes fill and are clipped to: a rectangle that needs no transform of its own."""

    def get_transform(self) -> Transform:
        return Artist.get_transform(self)


class _AxesWithFixedLimits(Axes):
    """Axes that ask no line how far it reaches once their limits are fixed."""

    def add_line(self, line: Line2D) -> Line2D:
        """Add a line."""
        if self.get_autoscale_on():
            return super().add_line(line)
        self.add_artist(line)
        line.set_clip_box(self.bbox)  # the same, and it is worked out already
        return line

    def _gen_axes_patch(self) -> Rectangle:
        return _UnitSquare((0, 0), 1, 1)


class _Before:
    """What axes hold before each position is drawn, and what the position has `added`."""

    def __init__(self, ax: Axes) -> None:
        self.ax = ax
        self.children = set(ax.get_children())
        self.title = ax.get_title()
        self.added: list[Artist] = []

    def begin(self) -> None:
        self.added = []
        self.ax.set_prop_cycle(None)  # every position begins with the same colour

    def find_added(self) -> None:
        now = self.ax.get_children()
        self.added = [artist for artist in now if artist not in self.children]
        if len(now) - len(self.added) < len(self.children):
            raise ValueError(
                "draw should leave on the axes what background has drawn, but has taken some of it "
                "away, as ax.clear() does; leave that out: each position begins without the last"
            )
        if self.ax.get_title() != self.title:
            self.ax.title.set_text(with_minus(self.ax.get_title()))
            self.added.append(self.ax.title)

    def new_texts(self) -> Iterator[Text]:
        """Yield the texts that have been added, and the labels, which may have been set."""
        yield from (self.ax.xaxis.label, self.ax.yaxis.label)
        for artist in self.added:
            if isinstance(artist, Text | Legend):
                yield from (text for text in artist.findobj(Text) if isinstance(text, Text))

    def restore(self) -> None:
        for artist in self.added:
            if artist is not self.ax.title:
                artist.remove()
        self.ax.title.set_text(self.title)


def _style() -> AbstractContextManager[None]:
    """Return a context in which Matplotlib has its defaults and our style; setting all is slow."""
    now = matplotlib.rcParams
    return matplotlib.rc_context({name: _LOOK[name] for name in _LOOK if now[name] != _LOOK[name]})


@contextmanager
def _no_room_is_an_error() -> Iterator[None]:
    """Let Matplotlib raise `UserWarning` where texts leave no room for the axes."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", "constrained_layout not applied", UserWarning)
        yield


def _boxes_of_texts(ax: Axes) -> list[Bbox]:
    """Return where the texts on the axes stand, and half of the gap that there is between words."""
    return [
        text.get_window_extent().padded(GAP / 2, 0)
        for text in ax.texts
        if text.get_text() and not text.get_rotation() and text.get_visible()
    ]


def _png(figure: Figure) -> bytes:
    file = BytesIO()
    figure.savefig(file, format="png", dpi=2 * SHOWN_WIDTH / WIDTH, metadata={"Software": None})
    return file.getvalue()


def _unchanged(before: str, now: str) -> str:
    """Return what stands still now, or raise `ValueError` if it is not what it was before."""
    if now != before:
        raise ValueError(
            "draw should leave alone what stands still, but has changed it: a title beside the "
            "one in the middle, suptitle, figure.text, twinx, a colorbar, ticks, or a line of "
            "background; draw it anew at each position, with ax.plot, ax.text or ax.set_title"
        )
    return now


def _arranged(
    form: Form, height: float | None, grid: tuple[int, int]
) -> tuple[tuple[float, float], tuple[int, int]]:
    """Return a figure's size in inches and its grid: on a slide, what is stacked stands abreast."""
    if form.upright:
        return _arranged_upright(grid)
    if form.slide is None:
        return (WIDTH, height or 2.2 + grid[0]), grid
    across, up = (side / SLIDE_SCALE / POINTS_PER_INCH for side in form.slide)
    return (across, up), (min(grid), max(grid))


def _arranged_upright(grid: tuple[int, int]) -> tuple[tuple[float, float], tuple[int, int]]:
    """Return size and grid of a figure whose axes stand below each other, or many in two rows."""
    count = prod(grid)
    across = UPRIGHT_WIDTH / UPRIGHT_SCALE / POINTS_PER_INCH
    if count > len(UPRIGHT_HEIGHTS):
        return (across, across * HEIGHT_OF_MANY), (ROWS_OF_MANY, -(-count // ROWS_OF_MANY))
    return (across, across * UPRIGHT_HEIGHTS[count - 1]), (count, 1)


def _break_title(title: Text, ax: Axes, *, between_words: bool) -> None:
    """Begin a new line after the first comma of a title that would leave the picture.

    Where that is not enough, new lines may begin between words.
    """
    place = ax.get_subplotspec()
    if place is None:
        return
    said, half_a_letter = title.get_text(), float(title.get_fontsize()) / 3
    middle = (place.colspan.start + 0.5) / place.get_gridspec().ncols
    room = int((1 - middle) * ax.figure.bbox.width / half_a_letter)
    if len(said) <= room:
        return
    broken = said.replace(", ", ",\n", 1)
    if between_words and max(map(len, broken.splitlines())) > room:
        broken = fill(said, room)
    title.set_text(broken)


def _is_no_text(artist: Artist) -> bool:
    """Return a key by which texts come first: whether they are there is found at once."""
    return not isinstance(artist, Text)


def _is_finite(artist: Artist) -> bool:
    if isinstance(artist, Text):
        return bool(artist.get_text())
    return bool(np.isfinite(artist.get_window_extent().extents).all())


def _note(ax: Axes) -> Text:
    return ax.text(0.5, 0.5, "nothing finite to draw here", transform=ax.transAxes, ha="center")
