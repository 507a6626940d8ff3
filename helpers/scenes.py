"""How pictures become PNG and SVG, still or moving, without pyplot and without global state.

A picture is made by two functions: `background(ax)` draws what stands still, `draw(ax, name=value)`
what moves. `ax` is one axes, or an array of axes where `grid` asks for more.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from html import escape
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Transform

from helpers.arrays import Array

if TYPE_CHECKING:
    from matplotlib.typing import ColorType, RcKeyType

Draw = Callable[..., object]  # of one axes, or of an array of them, and of named values
Alt = str | Callable[..., str]
Values = Mapping[str, Any]
Extent = tuple[float, float, float]  # width, height and descent of a text
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
WIDTH = 7.2  # inches, for every picture
POINTS_PER_INCH = 72
SHOWN_WIDTH = 720  # CSS pixels; the PNG has twice as many
_NO_METADATA = {"Creator": None, "Date": None, "Format": None, "Type": None}


class Picture:
    """A still picture with a description, shown as a PNG at twice the resolution.

    Slides set `form` to "svg" for all pictures: a notebook that nobody has vouched for hides those.
    """

    form = "png"
    _TYPES: ClassVar[dict[str, str]] = {"png": "image/png", "svg": "image/svg+xml"}

    def __init__(self, content: bytes, alt: str) -> None:
        self.content, self.alt = content, alt

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(self, **_options: object) -> Bundle:
        kind = self._TYPES[self.form]
        shown = self.content.decode() if self.form == "svg" else b64encode(self.content).decode()
        return (
            {"text/plain": self.alt, kind: shown},
            {kind: {"alt": self.alt, "width": SHOWN_WIDTH}},
        )


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
    scene = Scene(draw, background, alt, height, grid)
    return scene.still(values)


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
    ) -> None:
        self.draw = draw
        self.describe = alt if callable(alt) else alt.format
        with _style():
            size = WIDTH, height or 2.2 + grid[0]
            self.figure = Figure(size, dpi=POINTS_PER_INCH, layout="constrained")
            self.axes = self.figure.subplots(*grid)
            if background:
                background(self.axes)
                self._fix_limits()
        self._frame: list[tuple[Any, ...]] | None = None

    def still(self, values: Values) -> Picture:
        """Return the whole picture at one position, a dict of values, as a `Picture`."""
        with _style(), self._drawn(values):
            file = BytesIO()
            dpi = {"png": 2 * SHOWN_WIDTH / WIDTH, "svg": POINTS_PER_INCH}[Picture.form]
            metadata = {"png": {"Software": None}, "svg": _NO_METADATA}[Picture.form]
            self.figure.savefig(file, format=Picture.form, dpi=dpi, metadata=metadata)
            return Picture(file.getvalue(), self.describe(**values))

    def standing(self) -> str:
        """Return what stands still as inline SVG, hidden from screen readers."""
        with _style():
            file = StringIO()
            self.figure.savefig(file, format="svg", metadata=_NO_METADATA)
        return self._inline(file.getvalue(), 'aria-hidden="true"')

    def standing_as(self, before: str) -> str:
        """Return what stands still, once it is known to be as `before`, which `standing` returned.

        Raises `ValueError` if drawing has changed it: every position would show it as the first.
        """
        now = self.standing()
        if now != before:
            raise ValueError(
                "draw should leave alone what stands still, but has changed it: a title beside the "
                "one in the middle, suptitle, figure.text, twinx, a colorbar, ticks, or a line of "
                "background; draw it anew at each position, with ax.plot, ax.text or ax.set_title"
            )
        return now

    def moving(self, positions: Iterable[Values]) -> Iterator[str]:
        """Yield what `draw` draws at each position, a dict of values, as inline SVG."""
        with _style():
            for values in positions:
                with self._drawn(values) as artists:
                    svg = self._svg(artists, self.describe(**values))
                yield svg

    def _svg(self, artists: list[Artist], alt: str) -> str:
        file = StringIO()
        width, height = self._points()
        renderer = _Renderer(width, height, file, metadata=_NO_METADATA)
        for artist in sorted(artists, key=lambda artist: artist.get_zorder()):
            _draw_clipped(artist, renderer)
        renderer.finalize()
        return self._inline(file.getvalue(), f'role="img" aria-label="{escape(alt)}"')

    @contextmanager
    def _drawn(self, values: Values) -> Iterator[list[Artist]]:
        """Draw one position, hand out its artists and take them away again."""
        all_axes = np.ravel(self.axes)
        before = [_Before(ax) for ax in all_axes]
        try:
            if self.draw:
                self.draw(self.axes, **values)
            for state in before:
                state.check_kept()
            self._settle()
        except Exception as error:
            at = ", ".join(f"{name} = {value}" for name, value in values.items())
            error.add_note(f"This happened while drawing the position {at}.")
            raise
        artists = [artist for state in before for artist in state.new_artists()]
        if self.draw and not any(map(_is_finite, artists)):
            artists.append(_note(all_axes[0]))
        yield artists
        for state in before:
            state.restore()

    def _settle(self) -> None:
        """Fix limits, labels and layout for all positions when the first one is drawn."""
        frame = [
            (ax.get_xlim(), ax.get_ylim(), ax.get_xlabel(), ax.get_ylabel())
            for ax in np.ravel(self.axes)
        ]
        if self._frame is None:
            self._frame = frame
            self._fix_limits()
            layout = self.figure.get_layout_engine()
            if layout:
                layout.execute(self.figure)
            self.figure.set_layout_engine(None)
        elif frame != self._frame:
            raise ValueError(
                "draw should leave the limits and labels of the axes alone, or positions could "
                "not be compared; set them in background"
            )

    def _fix_limits(self) -> None:
        for ax in np.ravel(self.axes):
            ax.autoscale_view()
            ax.autoscale(False)

    def _points(self) -> Array:
        return self.figure.get_size_inches() * POINTS_PER_INCH

    def _inline(self, svg: str, attributes: str) -> str:
        body = re.sub(r".*?<svg[^>]*>\s*(<defs>\s*<style.*?</defs>)?", "", svg, count=1, flags=re.S)
        width, height = self._points()
        return (
            f'<svg {attributes} viewBox="0 0 {width:g} {height:g}" '
            f'style="display:block;width:100%;stroke-linejoin:round">{body}'
        )


class _Renderer(RendererSVG):
    """Writes SVG and measures the width of a text only where something depends on it.

    Measuring takes a quarter of the time, and a browser aligns a plain line by its anchor.
    """

    measures = True
    _style_is_written = False

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: "ColorType | None" = None,
    ) -> None:
        """Draw markers with their style written once for all, where that looks the same.

        It does not where they let through what lies below them, such as each other.
        """
        see_through = gc.get_forced_alpha() and gc.get_alpha() != 1
        self.writer.start("g", style="" if see_through else self._get_style(gc, rgbFace))
        self._style_is_written = not see_through
        super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
        self._style_is_written = False
        self.writer.end("g")

    def _get_style(self, gc: GraphicsContextBase, rgbFace: "ColorType | None") -> str:
        return "" if self._style_is_written else str(super()._get_style(gc, rgbFace))

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | Literal["TeX"]
    ) -> Extent:
        """Return the extent of a text in points, with the width 0 where nobody asks for it."""
        if self.measures:
            measured: Extent = super().get_text_width_height_descent(s, prop, ismath)
            return measured
        size = prop.get_size_in_points()
        return 0.0, 0.98 * size, 0.23 * size


class _Before:
    """What axes held before a position was drawn."""

    def __init__(self, ax: Axes) -> None:
        self.ax = ax
        self.children = set(ax.get_children())
        self.title = ax.get_title()
        ax.set_prop_cycle(None)  # every position begins with the same colour

    def check_kept(self) -> None:
        if not self.children <= set(self.ax.get_children()):
            raise ValueError(
                "draw should leave on the axes what background has drawn, but has taken some of it "
                "away, as ax.clear() does; leave that out: each position begins without the last"
            )

    def new_artists(self) -> list[Artist]:
        added = [artist for artist in self.ax.get_children() if artist not in self.children]
        return added + [self.ax.title] * (self.ax.get_title() != self.title)

    def restore(self) -> None:
        for artist in self.new_artists():
            if artist is not self.ax.title:
                artist.remove()
        self.ax.title.set_text(self.title)


def _style() -> AbstractContextManager[None]:
    """Return a context in which Matplotlib has its defaults and our style; setting all is slow."""
    now = matplotlib.rcParams
    return matplotlib.rc_context({name: _LOOK[name] for name in _LOOK if now[name] != _LOOK[name]})


def _is_finite(artist: Artist) -> bool:
    if isinstance(artist, Text):
        return bool(artist.get_text())
    return bool(np.all(np.isfinite(artist.get_window_extent().extents)))


def _is_plain_line(artist: Artist) -> bool:
    return (
        type(artist) is Text and "\n" not in artist.get_text() and artist.get_bbox_patch() is None
    )


def _note(ax: Axes) -> Text:
    return ax.text(0.5, 0.5, "nothing finite to draw here", transform=ax.transAxes, ha="center")


def _draw_clipped(artist: Artist, renderer: "_Renderer") -> None:
    """Draw within the axes by a nested viewport, which needs no id that frames might share."""
    renderer.measures = not _is_plain_line(artist)
    box = artist.get_clip_box()
    if not artist.get_clip_on() or box is None:
        artist.draw(renderer)
        return
    x, y, width, height = box.bounds
    artist.set_clip_on(False)
    view = [f"{value:.2f}" for value in (x, renderer.height - y - height, width, height)]
    names = ("x", "y", "width", "height")
    renderer.writer.start("svg", viewBox=" ".join(view), **dict(zip(names, view, strict=True)))
    artist.draw(renderer)
    renderer.writer.end("svg")
